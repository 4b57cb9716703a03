"""`casevide run`: watch the sites of the list."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from casevide.commands.common import site_list
from casevide.errors import CasevideError


@click.command(short_help="Watch the sites of the list, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; 8899 if not given, 0 for any.")
@click.option(
    "--visible",
    type=click.Choice(["fr", "nl", "en"]),
    help="Also write short notes into the page, in this language: for browsers without the extension.",
)
@click.option(
    "--trust",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="A PEM file with the authority behind your institution's own certificates, if it has one; your IT service has "
    "that file (may be repeated).",
)
@click.option("--renew", is_flag=True, help="Make new certificates; the browser must then trust the new root.")
def run(port: int | None, visible: str | None, trust: tuple[Path, ...], *, renew: bool) -> None:
    """
    Watch the sites of the list: start the local proxy, until Ctrl-C.

    The browser must be told to use this proxy, and to trust the certificate whose file is shown; it is good for the
    listed sites only. Only pages of these sites are read, and nothing that is typed. Everything else goes through
    untouched.
    """
    from casevide.folders import data_folder
    from casevide.rulefolder import load_rulebook
    from casevide.watch.certificates import ensure
    from casevide.watch.engine import PORT, Plan, Watching, serve

    sites = site_list()
    if not sites.sites:
        raise CasevideError("no site to watch: the list is empty", "casevide sites add https://…")
    certificates = ensure(sites.names, data_folder() / "certificates", renew=renew)

    def say(line: str) -> None:
        click.echo(line)
        sys.stdout.flush()

    def ready(watching: Watching) -> None:
        say(f"Watching on 127.0.0.1:{watching.port}, for:")
        for site in sites.sites:
            say(f"  {site}")
        say(f"The root that the browser must trust, for these names only: {certificates.root_path}")
        if certificates.fresh:
            say("It was made just now. Until the browser trusts it, it will refuse the pages of these sites.")
        elif certificates.ends_soon(datetime.now(UTC)):
            say(f"It is valid until {certificates.ends:%Y-%m-%d}. Make a new one in time: casevide run --renew")
        say("To stop: Ctrl-C.")

    plan = Plan(
        sites,
        certificates,
        load_rulebook(),
        port=PORT if port is None else port,
        visible=visible,
        trust=trust,
        notice=say,
    )
    serve(plan, ready)
    say("Stopped.")
