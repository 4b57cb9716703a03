"""`casevide annotate` and `casevide critique`: what the fields of saved pages ask and owe."""

import json
from pathlib import Path
from typing import Any

import click

from casevide.commands.common import profile_of_site, spoken_language
from casevide.errors import CasevideError


@click.command(short_help="Write copies of saved pages with hints in them.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out-dir", "folder", required=True, type=click.Path(path_type=Path), help="The folder for the copies.")
@click.option("--every-field", is_flag=True, help="Also mark the fields of which no rule speaks.")
@click.option(
    "--visible",
    type=click.Choice(["fr", "nl", "en"]),
    help="Also write short notes into the page, in this language: for browsers without the extension.",
)
@click.option("--country", metavar="CODE", help="The country: FR, BE.")
@click.option("--sector", metavar="ID", help="The sector, as in social-services.")
@click.option("--system", metavar="ID", help="The software, as in cosmos; it brings its country and sector.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.pass_context
def annotate(ctx: click.Context, /, files: tuple[Path, ...], folder: Path, *, as_json: bool, **options: Any) -> None:
    """
    Write copies of saved pages with their hints in them; the pages themselves are never changed.

    Without --country, --sector or --system, a page of a known software is recognised.
    """
    from casevide.copies import targets, write_copy
    from casevide.critique import chosen_profile
    from casevide.rulefolder import load_rulebook

    rulebook = load_rulebook()
    profile = chosen_profile(rulebook, country=options["country"], sector=options["sector"], system=options["system"])
    told: list[dict[str, Any]] = []
    failed = False
    for source, target in targets(files, folder).items():
        try:
            copy = write_copy(
                source,
                target,
                originals=files,
                rulebook=rulebook,
                profile=profile,
                every_field=options["every_field"],
                visible=options["visible"],
            )
        except CasevideError as error:
            failed = True
            told.append({"source": str(source), "copy": None, "error": error.message})
            click.echo(f"casevide: {error}", err=True)
        else:
            told.append(copy.as_json())
            if not as_json:
                click.echo(str(copy))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    ctx.exit(2 if failed else 0)


@click.command(short_help="Say what each field of a page asks and owes.")
@click.argument("targets", nargs=-1, required=True, metavar="PATH|URL…")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="For people or scripts.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--brief", is_flag=True, help="Only the tables and the totals.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the text.")
@click.option("--country", metavar="CODE", help="The country: FR, BE.")
@click.option("--sector", metavar="ID", help="The sector, as in social-services.")
@click.option("--system", metavar="ID", help="The software, as in cosmos; it brings its country and sector.")
@click.option("--check", is_flag=True, help="Exit with 1 if a field is forced without any obligation found.")
@click.option("--insecure-http", is_flag=True, help="Also ask addresses without encryption.")
@click.pass_context
def critique(
    ctx: click.Context, /, targets: tuple[str, ...], output: str, language: str | None, **options: Any
) -> None:
    """
    Say of each field of saved pages, folders or addresses what the software and the law make of it.

    "-" reads a page from standard input. Without --country, --sector or --system, the profile comes from the site list
    for an address, else from the page itself if it belongs to a known software.
    """
    from casevide.critique import chosen_profile
    from casevide.critique.report import report
    from casevide.rulefolder import load_rulebook

    rulebook = load_rulebook()
    code = report(
        targets,
        rulebook=rulebook,
        output="json" if options["as_json"] or output == "json" else "brief" if options["brief"] else "text",
        language=spoken_language(language),
        profile=chosen_profile(
            rulebook, country=options["country"], sector=options["sector"], system=options["system"]
        ),
        profile_of=profile_of_site,
        check=options["check"],
        insecure_http=options["insecure_http"],
    )
    ctx.exit(code)
