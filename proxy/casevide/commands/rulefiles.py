"""`casevide rules`: write, check and read rules."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from casevide.commands.common import PATHS, Commands, number_of, of_a_profile, spoken_language
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import VERDICTS


@click.group(cls=Commands)
def rules() -> None:
    """Write, check and read rules."""


@rules.command("check", short_help="Show every mistake in rule files.")
@click.argument("paths", nargs=-1, type=PATHS)
@click.option("--alone", is_flag=True, help="Without the rules that come with the program.")
@click.option("--no-warnings", is_flag=True, help="Show errors only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def rules_check(ctx: click.Context, paths: tuple[Path, ...], *, alone: bool, no_warnings: bool, as_json: bool) -> None:
    """
    Check rule files: their form, what they name, their wording, their hits and misses.

    PATHS are files and folders; without any, the rules that come with the program are checked. They are tried together
    with the rules that come with the program, because that is how they will be used.
    """
    from casevide.folders import shipped_rules
    from casevide.rulefolder import inspect

    inspection = inspect(paths or (shipped_rules(),), datetime.now(UTC).date(), alone=alone)
    shown = [one for one in inspection.findings if one.severity == "error" or not no_warnings]
    warnings = len(inspection.findings) - inspection.errors
    if as_json:
        counts = {"files": inspection.files, "rules": inspection.rules, "examples": inspection.examples}
        problems = [asdict(one.problem) | {"severity": one.severity, "check": one.check} for one in shown]
        whole = counts | {"errors": inspection.errors, "problems": problems}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for finding in shown:
            click.echo(str(finding))
        for problem in inspection.unread:
            click.echo(f"left out, because it cannot be read: {problem}", err=True)
        if inspection.errors:
            click.echo(
                f"{number_of(inspection.errors, 'error')}, {number_of(warnings, 'warning')} in "
                f"{number_of(inspection.files, 'file')}."
            )
        else:
            click.echo(
                f"{number_of(inspection.files, 'file')}, {number_of(inspection.rules, 'rule')}, "
                f"{inspection.examples} hits and misses run: all well"
                + (f", {number_of(warnings, 'warning')}." if warnings else ".")
            )
    ctx.exit(1 if inspection.errors else 0)


@rules.command("compile")
@click.argument("paths", nargs=-1, type=PATHS)
@click.option("-o", "--output", type=PATHS, default=Path("rulebook.json"), show_default=True, help="The file to write.")
def rules_compile(paths: tuple[Path, ...], output: Path) -> None:
    """
    Compile rule files into one rulebook.

    PATHS are files and folders; without any, the rules that come with the program are compiled.
    """
    from casevide.files import write_whole
    from casevide.rulefolder import load_rulebook

    rulebook = load_rulebook(paths or None)
    data = json.dumps(rulebook.content, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    write_whole(output, data)
    click.echo(f"{output}: {number_of(len(rulebook.rules), 'rule')}, {rulebook.digest}")


@rules.command("show", short_help="Show which rules speak of one kind of data.")
@click.argument("category")
@of_a_profile
@click.option("--group", default="", help="The legend or heading that the field stands under.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the rules' texts.")
def rules_show(category: str, group: str, language: str | None, also: tuple[Path, ...], **profile: str | None) -> None:
    """Show what applies to a CATEGORY of data and why, in order of precedence, with the sources."""
    from casevide.critique import chosen_profile
    from casevide.rulefolder import load_rulebook_with
    from casevide.rules.telling import show

    rulebook = load_rulebook_with(also)
    where = chosen_profile(rulebook, **profile) or Profile()
    click.echo("\n".join(show(category, where, rulebook, group=group, language=spoken_language(language))))


@rules.command("explain", short_help="Explain why a field gets its hint, or none.")
@click.argument("file", type=PATHS)
@click.option("--selector", metavar="ID", help="The id of one field, as in nat. Without it, every field is explained.")
@of_a_profile
def rules_explain(file: Path, selector: str | None, also: tuple[Path, ...], **profile: str | None) -> None:
    """
    Explain the hint of a field of a saved page: which words matched, which rules fit, why one of them won.

    Without --country, --sector and --system, the page itself says which known software it belongs to.
    """
    from casevide.critique import chosen_profile, page_text
    from casevide.files import read_bytes
    from casevide.page import find_fields
    from casevide.placed import suggestion
    from casevide.rulefolder import load_rulebook_with
    from casevide.rules.telling import explain

    rulebook = load_rulebook_with(also)
    page = find_fields(page_text(read_bytes(file), source=str(file)))
    system = rulebook.recognise_system("", page.title, page.headings)
    found = rulebook.profile_of_system(system) if system else Profile()
    where = chosen_profile(rulebook, **profile) or found
    if selector:  # a shell takes what begins with # for a remark, so the id alone will do
        selector = "#" + selector.removeprefix("#")
    fields = [field for field in page.fields if not selector or field.selector == selector]
    if not fields:
        message = f'{file}: no field "{selector}" on this page' if selector else f"{file}: no field on this page"
        selectors = [field.selector for field in page.fields if field.selector]
        remedy = suggestion(selector or "", selectors) or "fields that scripts build are not in a saved page"
        raise CasevideError(message, remedy)
    click.echo("\n\n".join("\n".join(explain(field, where, rulebook)) for field in fields))


@rules.command("new", short_help="Begin a rule file, with a few questions.")
@click.argument("file", type=PATHS)
@click.option("--owner", prompt="Who answers for these rules", help="Who answers for these rules.")
@click.option("--contact", prompt="Where can mistakes be told (web or e-mail)", help="Where mistakes can be told.")
@click.option("--label", prompt="The label of the field, as the page writes it", help="A label of the field.")
@click.option(
    "--label-lang",
    type=click.Choice(["fr", "nl", "en", "de"]),
    default="fr",
    prompt="Its language",
    help="The language of the label.",
)
@click.option("--category", prompt="What it asks for, in one word (as in nationality)", help="The id of the category.")
@click.option("--verdict", type=click.Choice(VERDICTS), prompt="The verdict", help="The verdict.")
@click.option("--edition", default="", help='For "required": which text and year oblige, as in "RAA 2024".')
@click.option("--citation", prompt="The text that it rests on, as lawyers cite it", help="The text that it rests on.")
@click.option("--url", prompt="The https address of that text", help="The https address of that text.")
@click.option("--country", default="", prompt="Country (FR, BE; empty for all)", help="The country; empty for all.")
@click.option("--sector", default="", prompt="Sector (as in social-services; empty for all)", help="Empty for all.")
@click.option("--system", default="", prompt="Software (as in cosmos; empty for all)", help="Empty for all.")
@click.pass_context
def rules_new(ctx: click.Context, /, file: Path, label_lang: str, edition: str, **answers: str) -> None:
    """Begin a rule FILE: a few questions, then a skeleton with two hits and two misses, which is checked at once."""
    from casevide.files import write_whole
    from casevide.rulefolder import inspect, load_rulebook
    from casevide.rules.skeleton import Plan, skeleton

    if file.exists():
        raise CasevideError(f"{file}: there is already such a file", "choose another name")
    if answers["verdict"] == "required" and not edition:
        edition = click.prompt("Which text and year oblige (as in RAA 2024)")
    rulebook = load_rulebook()
    today = datetime.now(UTC).date()
    plan = Plan(
        pack=file.stem.lower().replace("_", "-"),
        edition=edition,
        language=label_lang,
        known_category=answers["category"] in rulebook.categories,
        known_system=answers["system"] in rulebook.systems,
        **answers,
    )
    write_whole(file, skeleton(plan, today).encode())
    inspection = inspect([file], today)
    for finding in inspection.findings:
        click.echo(str(finding))
    click.echo(f"{file} is written. Write it further, then: casevide rules check {file}")
    ctx.exit(1 if inspection.errors else 0)


@rules.command("site", short_help="Make a website of the rules.")
@click.argument("folder", metavar="DIR", type=PATHS)
@click.option(
    "--lang",
    "languages",
    type=click.Choice(["fr", "nl", "en"]),
    multiple=True,
    help="A language of the site (may be repeated); all three if not given.",
)
@click.option(
    "--rules",
    "paths",
    multiple=True,
    type=PATHS,
    help="A file or folder of rules to show instead of those that come with the program (may be repeated).",
)
def rules_site(folder: Path, languages: tuple[str, ...], paths: tuple[Path, ...]) -> None:
    """
    Make a website of the rules in the folder DIR, to be read, searched, printed and shared.

    DIR is a new or empty folder, or one with an earlier such site, which is brought up to date. The pages need no
    server: index.html opens in any browser.
    """
    from casevide.rulefolder import load_rulebook
    from casevide.rulesite import build_site, write_site

    rulebook = load_rulebook(paths or None)
    click.echo(f"Making the pages of {number_of(len(rulebook.rules), 'rule')}…", err=True)
    pages = build_site(rulebook, languages or ("fr", "nl", "en"))
    with click.progressbar(length=len(pages), label="Writing", file=sys.stderr) as bar:
        written = write_site(folder, pages, progress=lambda done, _total: bar.update(done - bar.pos))
    click.echo(f"{written.written} files written, {written.same} unchanged, {written.removed} removed.")
    click.echo(f"To read it, open {(folder / 'index.html').resolve().as_uri()}")
    click.echo("To share it, send the folder or put it on any web server.")
