"""`casevide demo` and `casevide training`: see everything at work on practice forms."""

import sys

import click

from casevide.commands.common import spoken_language

_LANGUAGE = click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the text.")


@click.command(short_help="See everything at work on a practice form.")
@click.option("--once", is_flag=True, help="End after the summary; open no browser.")
@_LANGUAGE
@click.pass_context
def demo(ctx: click.Context, language: str | None, *, once: bool) -> None:
    """
    Show everything at work on a practice copy of COSMOS, without changing anything on this machine.

    The copy is served over https, the real proxy annotates its pages, and what was found is printed with its sources.
    Exit code 0 only if the annotated pages were really received through TLS.
    """
    from casevide.demo import demonstrate

    ctx.exit(demonstrate(once=once, language=spoken_language(language)))


@click.command(short_help="Open the practice room: copies of the known software.")
@click.argument("system", required=False)
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; 8950 if not given, 0 for any.")
@_LANGUAGE
@click.option(
    "--tls",
    is_flag=True,
    help="Serve over https, each system under a name of its own, with the proxy in front of them, and open a browser "
    "on a throw-away profile: the hints are there, and nothing on this machine is changed.",
)
def training(system: str | None, port: int | None, language: str | None, *, tls: bool) -> None:
    """
    Open the practice room, until Ctrl-C: practice copies of every software that the rules know, or of SYSTEM alone.

    Each page says that it is a copy for training, which questions public texts document and which are reconstructed.
    The room is on this machine only; nothing that is typed is kept.
    """
    from casevide.training import load_practice, load_practices
    from casevide.training.opening import PORT, open_room

    practices = [load_practice(system)] if system else load_practices()
    open_room(practices, port=PORT if port is None else port, language=spoken_language(language), tls=tls, tell=_say)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
