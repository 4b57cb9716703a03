"""`casevide letter`, `paper` and `leaflet`: what a critique is taken further with."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casevide.commands.common import PATHS, profile_of_site, spoken_language
from casevide.errors import CasevideError

if TYPE_CHECKING:
    from casevide.critique.kept import Gathered
    from casevide.field import Profile
    from casevide.rulebook import Rulebook


def _of_a_document[Command: Callable[..., None]](*forms: str) -> Callable[[Command], Command]:
    """Add the options that every document has."""

    def add(command: Command) -> Command:
        for option in (
            click.option(
                "--date",
                "on",
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="DATE",
                help="The day on the document, else today.",
            ),
            click.option("--system", metavar="ID", help="The software, as in cosmos."),
            click.option("--sector", metavar="ID", help="The sector, as in social-services."),
            click.option("--country", metavar="CODE", help="The country: FR, BE."),
            click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language."),
            click.option(
                "-o",
                "--output",
                "file",
                type=PATHS,
                required=True,
                metavar="FILE",
                help='The file to write; "-" is standard output.',
            ),
            click.option("--format", "form", type=click.Choice(forms), help="Without it, the file's name says it."),
        ):
            command = option(command)
        return command

    return add


@click.command(short_help="Write the letter that asks for the legal basis of fields.")
@click.argument("targets", nargs=-1, required=True, metavar="PAGE|critique.json…")
@click.option(
    "--to",
    type=click.Choice(["dpo", "works-council", "authority"]),
    required=True,
    help="To whom: data protection officer, staff body (CSE, CST, CPPT), supervisory authority (CNIL, APD).",
)
@click.option("--browser", is_flag=True, help="Open the pages in a real browser: for forms that scripts build.")
@_of_a_document("docx", "pdf")
@click.pass_context
def letter(ctx: click.Context, /, targets: tuple[str, ...], to: str, **options: Any) -> None:
    """
    Write a letter that asks, point by point, for the legal basis of fields.

    It asks about the fields that can be contested, and those that the software forces although no obligation was found:
    which text, which purpose, what if left empty, how long kept, who receives it. It accuses nobody and holds no data
    of anyone received; screens are named by the sender, in the places marked […].

    Each PAGE is what casevide critique reads; critique.json is what casevide critique --format json wrote.
    """
    from casevide.critique.letter import letter_of

    form = _form(options, targets, "docx", "pdf")
    rulebook = _rulebook()
    gathered, country = _gathered(targets, rulebook, options)
    if to == "authority" and country is None:
        countries = {critique.profile.country for critique in gathered.critiques}
        if countries == {None}:
            raise CasevideError("which authority? The country of these pages is not known", "add --country FR or BE")
        if len(countries) > 1:
            raise CasevideError(
                "these pages are of several countries, each with its own authority", "write one letter for each"
            )
    date, language = _date(options), spoken_language(options["language"])
    written = letter_of(
        gathered.critiques,
        rulebook=rulebook,
        to=to,
        language=language,
        date=date,
        country=country,
        read=[date if fresh else None for fresh in gathered.fresh],
    )
    if form == "docx":
        from casevide.critique.letter_docx import docx_of

        data = docx_of(written)
    else:
        from casevide.critique.typeset import pdf_of

        data = pdf_of("letter.typ", written.as_data(), language=language, title=written.title)
    _write(options["file"], data)
    for number, critique in enumerate(gathered.critiques, 1):
        click.echo(f"Screen {number}: {critique.source}", err=True)
    click.echo("Before sending: fill in each place marked […], and check that no person is named.", err=True)
    ctx.exit(2 if gathered.errors else 0)


@click.command(short_help="Make the minimal form as a paper sheet.")
@click.argument("targets", nargs=-1, required=True, metavar="PAGE|critique.json…")
@click.option("--with", "chosen", multiple=True, metavar="LABEL", help="A further question (may be repeated).")
@click.option("--choose", type=PATHS, metavar="FILE", help="A file with further questions: one label on each line.")
@click.option("--browser", is_flag=True, help="Open the pages in a real browser: for forms that scripts build.")
@_of_a_document("pdf", "html")
@click.pass_context
def paper(ctx: click.Context, /, targets: tuple[str, ...], chosen: tuple[str, ...], **options: Any) -> None:
    """
    Make an A4 sheet with what a text requires, what care needs, and what the team chooses, with room to write.

    What was not judged is named at the foot, to be decided together. From a page, the sheet has its headings and
    choices; critique.json, made by casevide critique --format json, does not hold these.
    """
    from casevide.critique.paper import paper_of, read_choice
    from casevide.files import read_text

    form = _form(options, targets, "pdf", "html")
    if options["choose"]:
        chosen += read_choice(read_text(options["choose"]), str(options["choose"]))
    rulebook = _rulebook()
    gathered, _ = _gathered(targets, rulebook, options)
    language = spoken_language(options["language"])
    data = paper_of(gathered.critiques, rulebook=rulebook, language=language, date=_date(options), chosen=chosen)
    _write(options["file"], _drawn("paper", form, data, language))
    ctx.exit(2 if gathered.errors else 0)


@click.command(short_help="Make the page for the person received.")
@_of_a_document("pdf", "html")
def leaflet(**options: Any) -> None:
    """
    Make one page for the person received: which answers are theirs to give, whom to ask, how to object.

    The place is named by --system, or by --sector and --country.
    """
    from casevide.critique import chosen_profile
    from casevide.critique.leaflet import leaflet_of
    from casevide.field import Profile

    form = _form(options, (), "pdf", "html")
    rulebook = _rulebook()
    where = chosen_profile(rulebook, country=options["country"], sector=options["sector"], system=options["system"])
    language = spoken_language(options["language"])
    data = leaflet_of(where or Profile(), rulebook=rulebook, language=language, date=_date(options))
    _write(options["file"], _drawn("leaflet", form, data, language))


# --- what the three share ---


def _rulebook() -> "Rulebook":
    from casevide.rulefolder import load_rulebook

    return load_rulebook()


def _form(options: dict[str, Any], targets: tuple[str, ...], *forms: str) -> str:
    """
    Give the form of the file, from ``--format`` or its name.

    Raises:
        CasevideError: They contradict each other, or the file cannot be written there.
    """
    file: Path = options["file"]
    chosen: str | None = options["form"]
    ending = file.suffix.lower().removeprefix(".")
    by_name = ending if ending in {"docx", "pdf", "html"} else None
    if chosen and by_name and chosen != by_name:
        raise CasevideError(f"{file} and --format {chosen} contradict each other", f"name it {file.stem}.{chosen}")
    form = chosen or by_name or forms[0]
    if form not in forms:
        raise CasevideError(f"{file}: this document has no {form} form", f"choose one of: {', '.join(forms)}")
    if str(file) == "-":
        if sys.stdout.isatty() and form != "html":
            raise CasevideError(f"a {form} file cannot be shown on a terminal", "name a file: -o FILE")
        return form
    if file.is_dir():
        raise CasevideError(f"{file}: this is a folder, not a file", "name a file in it")
    if any(
        file.resolve() == Path(one).resolve() for one in (*targets, options.get("choose") or "-") if str(one) != "-"
    ):
        raise CasevideError(f"{file}: this file is read, it cannot be written over", "give --output another name")
    return form


def _date(options: dict[str, Any]) -> str:
    """Give the day of the document, ``YYYY-MM-DD``."""
    on: datetime = options["on"] or datetime.now().astimezone()
    return on.date().isoformat()


def _gathered(targets: tuple[str, ...], rulebook: "Rulebook", options: dict[str, Any]) -> "tuple[Gathered, str | None]":
    """
    Read what was named and tell of what cannot be read.

    Returns:
        What could be read, and the country that was chosen.

    Raises:
        CasevideError: Nothing could be read, or an option contradicts what a kept critique says.
    """
    from casevide.critique import chosen_profile
    from casevide.critique.kept import gather

    country, sector, system = options["country"], options["sector"], options["system"]
    chosen: Profile | None = chosen_profile(rulebook, country=country, sector=sector, system=system)
    country = chosen.country if chosen and country else None
    if options["browser"] and "-" in targets:
        raise CasevideError("--browser cannot read standard input", "give a file or an address")
    gathered = gather(
        targets,
        rulebook=rulebook,
        profile=chosen if sector or system else None,
        country=country,
        profile_of=profile_of_site,
        browser=options["browser"],
    )
    for error in gathered.errors:
        click.echo(f"casevide: {error}", err=True)
    for critique, fresh in zip(gathered.critiques, gathered.fresh, strict=True):
        own = critique.profile
        if not fresh and (sector or system):
            raise CasevideError(
                f"{critique.source}: a kept critique has its sector and software already",
                "leave --sector and --system out, or name the page instead",
            )
        if country and own.country not in {None, country}:
            raise CasevideError(
                f"{critique.source}: this page is of {own.country}, --country says {country}",
                "leave --country out, or say --sector too",
            )
    if not gathered.critiques:
        raise CasevideError("nothing could be read, so nothing was written")
    return gathered, country


def _drawn(name: str, form: str, data: dict[str, Any], language: str) -> bytes:
    if form == "html":
        from casevide.critique.page import page_of

        return page_of(data, f"{name}.html")
    from casevide.critique.typeset import pdf_of

    return pdf_of(f"{name}.typ", data, language=language, title=data["title"])


def _write(file: Path, data: bytes) -> None:
    """Write the document; on standard output if the file is called ``-``."""
    if str(file) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from casevide.files import write_whole

    write_whole(file, data)
    click.echo(f"Written: {file}", err=True)
