"""`casevide annotate` and `casevide critique`: what the fields of saved pages ask and owe."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from casevide.commands.common import PATHS, profile_of_site, spoken_language
from casevide.errors import CasevideError

_FORMS: Final = ("text", "json", "html", "pdf", "csv")


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
@click.option(
    "--format",
    "output",
    type=click.Choice(_FORMS),
    help="For people, for scripts, to print, or for a spreadsheet.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", "file", type=PATHS, metavar="FILE", help="Write to this file, not to the screen.")
@click.option("--against", type=PATHS, metavar="OLD.json", help="Compare with an earlier critique (--format json).")
@click.option("--brief", is_flag=True, help="Only the tables and the totals.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the text.")
@click.option("--country", metavar="CODE", help="The country: FR, BE.")
@click.option("--sector", metavar="ID", help="The sector, as in social-services.")
@click.option("--system", metavar="ID", help="The software, as in cosmos; it brings its country and sector.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day on the document, else today."
)
@click.option("--check", is_flag=True, help="Exit with 1 if a field is forced without any obligation found.")
@click.option("--browser", is_flag=True, help="Open the pages in a real browser: for forms that scripts build.")
@click.option("--insecure-http", is_flag=True, help="Also ask addresses without encryption.")
@click.pass_context
def critique(ctx: click.Context, /, targets: tuple[str, ...], language: str | None, **options: Any) -> None:
    """
    Say of each field of saved pages, folders, recordings (HAR) or addresses what the software and the law make of it.

    "-" reads a page from standard input. A page saved with its folder of files is read with its frames. Without
    --country, --sector or --system, the profile comes from the site list for an address, else from the page itself if
    it belongs to a known software.

    To print it or to send it: --format html or pdf, with -o FILE. A file name ending in .html, .pdf, .csv or .json says
    the format by itself. To see what changed since last time: keep --format json, and name that file in --against.
    """
    from casevide.critique import chosen_profile
    from casevide.critique.report import Wish, report
    from casevide.rulefolder import load_rulebook

    output = _form(targets, options)
    rulebook = load_rulebook()
    code = report(
        targets,
        Wish(
            output="brief" if options["brief"] else output,
            language=spoken_language(language),
            file=options["file"],
            against=options["against"],
            on=options["on"].date() if options["on"] else datetime.now().astimezone().date(),
            check=options["check"],
        ),
        rulebook=rulebook,
        profile=chosen_profile(
            rulebook, country=options["country"], sector=options["sector"], system=options["system"]
        ),
        profile_of=profile_of_site,
        insecure_http=options["insecure_http"],
        browser=options["browser"],
    )
    ctx.exit(code)


def _form(targets: tuple[str, ...], options: dict[str, Any]) -> Any:
    """
    Give the form that the options of a critique ask for.

    Raises:
        CasevideError: They contradict each other.
    """
    chosen, file = options["output"], options["file"]
    if options["as_json"] and chosen not in {None, "json"}:
        raise CasevideError(f"--json and --format {chosen} contradict each other", "choose one of them")
    ending = file.suffix.lower().removeprefix(".") if file else ""
    by_name = {"htm": "html", "txt": "text"}.get(ending, ending if ending in _FORMS else None)
    output = "json" if options["as_json"] else chosen or by_name or "text"
    if options["brief"] and output != "text":
        raise CasevideError(f"--brief and --format {output} contradict each other", "--brief shortens the text only")
    if options["on"] and output not in {"html", "pdf"}:
        raise CasevideError(f"--date has no place in --format {output}", "only --format html and pdf bear a date")
    if options["browser"] and "-" in targets:
        raise CasevideError("--browser cannot read standard input", "give a file or an address")
    if file and any(
        file.resolve() == Path(one).resolve() for one in (*targets, options["against"] or "-") if one != "-"
    ):
        raise CasevideError(f"{file}: this file is read, it cannot be written over", "give --output another name")
    return output
