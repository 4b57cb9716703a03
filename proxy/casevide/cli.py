"""
The command line: one thin command per verb; the work is done in the rooms it calls.

Exit codes: 0 fine, 1 findings or failed checks, 2 wrong usage or unreadable input.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from casevide import __version__
from casevide.errors import CasevideError, ProblemsError
from casevide.field import Profile
from casevide.files import file_error
from casevide.rulebook import VERDICTS

if TYPE_CHECKING:
    from casevide.rulebook import Rulebook
    from casevide.watch.sites import Site, Sites


class _Commands(click.Group):
    """A group whose commands answer every error of ours with a plain message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(2)
        except CasevideError as error:
            click.echo(f"casevide: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            raise
        except OSError as error:  # a path that no file can have, a disk that went away
            click.echo(f"casevide: {file_error(error, error.filename or 'a file', 'use')}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="casevide")
def cli() -> None:
    """
    Say, beside each field of a form, whether a text obliges anyone to fill it.

    To see it at work: casevide demo. To use it: casevide sites add, with the address of the site, then casevide run.
    Every command tells more with --help.

    Case vide never fills, never submits, never reads what was typed. General information, not legal advice.
    """


# --- sites -----------------------------------------------------------------------------------------------------------


@cli.group(cls=_Commands, short_help="Say for which sites the tool is switched on.")
def sites() -> None:
    """Say for which web addresses the tool is switched on; every other address is left alone."""


def _sites_file() -> Path:
    from casevide.folders import settings_folder

    return settings_folder() / "sites.yaml"


def _site_list() -> "Sites":
    """Read the site list; a list that was never written is empty."""
    from casevide.files import read_text
    from casevide.watch.sites import read_sites

    path = _sites_file()
    return read_sites(read_text(path) if path.exists() else "", str(path))


def _keep_site_list(before: "Sites", after: "Sites", done: str) -> None:
    """Write the list, and only then say what has been done."""
    from casevide.files import write_whole
    from casevide.watch.sites import write_sites

    write_whole(_sites_file(), write_sites(after).encode())
    click.echo(done)
    click.echo("If casevide run is running, stop it (Ctrl-C) and start it again.")
    if after.names and after.names != before.names:
        click.echo("It will then make a new certificate. Your browser must be told to trust that one.")


def _warn_of_unknown_parts(site: "Site", rulebook: "Rulebook") -> None:
    from casevide.placed import suggestion
    from casevide.watch.sites import unknown_parts

    for what, written, known in unknown_parts(site, rulebook.sectors, rulebook.systems):
        near = suggestion(written, known)
        remedy = near or (f"the rules know {', '.join(known)}" if known else "the rules know none yet")
        click.echo(f'Warning: no rule knows the {what} "{written}" - {remedy}', err=True)


@sites.command("add", short_help="Switch the tool on for one address.")
@click.argument("address")
@click.option("--system", help="The name of the software: cosmos, si-siao…")
@click.option("--sector", help="The sector: social-services, psychiatry, hospital…")
@click.option("--country", help="The country: FR or BE.")
def sites_add(address: str, system: str | None, sector: str | None, country: str | None) -> None:
    """
    Switch the tool on for one address, or change what is known of it.

    ADDRESS is the site's address as the browser shows it, like https://cosmos.example.fr; *.example.fr means every name
    with one more part. With --system, the sector and the country of a known software are filled in. To change what is
    known of an address, add it again with all that shall be known.
    """
    from casevide.rulefolder import load_rulebook
    from casevide.watch.sites import make_site, parse_address

    address = str(parse_address(address))
    before = _site_list()
    rulebook = load_rulebook()
    brought = rulebook.profile_of_system(system) if system else Profile()
    site = make_site(address, country or brought.country, sector or brought.sector, system)
    _warn_of_unknown_parts(site, rulebook)
    after = before.with_site(site)
    nothing_said = not (system or sector or country)
    if after == before or (nothing_said and len(after.sites) == len(before.sites)):
        click.echo(f"{site.address} is on the list already.")
        return
    changed = len(after.sites) == len(before.sites)
    _keep_site_list(before, after, f"{'Changed' if changed else 'Added'}: {site}")


@sites.command("list", short_help="Show the addresses it is switched on for.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def sites_list(*, as_json: bool) -> None:
    """Show the addresses for which the tool is switched on."""
    listed = _site_list().sites
    if as_json:
        click.echo(json.dumps([site.model_dump() for site in listed], ensure_ascii=False, indent=2))
    elif listed:
        click.echo("\n".join(str(site) for site in listed))
    else:
        click.echo("The list is empty: casevide sites add https://…")


@sites.command("remove")
@click.argument("address")
def sites_remove(address: str) -> None:
    """Switch the tool off for ADDRESS."""
    from casevide.watch.sites import parse_address

    parsed = parse_address(address)
    before = _site_list()
    after = before.without(parsed)
    _keep_site_list(before, after, f"Removed: {parsed}")


# --- run -------------------------------------------------------------------------------------------------------------


@cli.command(short_help="Watch the sites of the list, until Ctrl-C.")
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

    sites = _site_list()
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


# --- rules -----------------------------------------------------------------------------------------------------------


@cli.group(cls=_Commands)
def rules() -> None:
    """Write, check and read rules."""


_RULE_PATHS = click.Path(path_type=Path)


@rules.command("check", short_help="Show every mistake in rule files.")
@click.argument("paths", nargs=-1, type=_RULE_PATHS)
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
                f"{_number(inspection.errors, 'error')}, {_number(warnings, 'warning')} in "
                f"{_number(inspection.files, 'file')}."
            )
        else:
            click.echo(
                f"{_number(inspection.files, 'file')}, {_number(inspection.rules, 'rule')}, "
                f"{inspection.examples} hits and misses run: all well"
                + (f", {_number(warnings, 'warning')}." if warnings else ".")
            )
    ctx.exit(1 if inspection.errors else 0)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


@rules.command("compile")
@click.argument("paths", nargs=-1, type=_RULE_PATHS)
@click.option(
    "-o", "--output", type=_RULE_PATHS, default=Path("rulebook.json"), show_default=True, help="The file to write."
)
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
    click.echo(f"{output}: {_number(len(rulebook.rules), 'rule')}, {rulebook.digest}")


def _of_a_profile[Command: Callable[..., None]](command: Command) -> Command:
    """Add the options that name a site's profile, and further rule files."""
    for option in (
        click.option("--also", multiple=True, type=_RULE_PATHS, help="A file or folder of rules to add."),
        click.option("--system", metavar="ID", help="The software, as in cosmos; it brings its country and sector."),
        click.option("--sector", metavar="ID", help="The sector, as in social-services."),
        click.option("--country", metavar="CODE", help="The country: FR, BE."),
    ):
        command = option(command)
    return command


@rules.command("show", short_help="Show which rules speak of one kind of data.")
@click.argument("category")
@_of_a_profile
@click.option("--group", default="", help="The legend or heading that the field stands under.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the rules' texts.")
def rules_show(category: str, group: str, language: str | None, also: tuple[Path, ...], **profile: str | None) -> None:
    """Show what applies to a CATEGORY of data and why, in order of precedence, with the sources."""
    from casevide.critique import chosen_profile
    from casevide.rulefolder import load_rulebook_with
    from casevide.rules.telling import show

    rulebook = load_rulebook_with(also)
    where = chosen_profile(rulebook, **profile) or Profile()
    click.echo("\n".join(show(category, where, rulebook, group=group, language=_language(language))))


@rules.command("explain", short_help="Explain why a field gets its hint, or none.")
@click.argument("file", type=_RULE_PATHS)
@click.option("--selector", metavar="ID", help="The id of one field, as in nat. Without it, every field is explained.")
@_of_a_profile
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
@click.argument("file", type=_RULE_PATHS)
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
@click.argument("folder", metavar="DIR", type=_RULE_PATHS)
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
    type=_RULE_PATHS,
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
    click.echo(f"Making the pages of {_number(len(rulebook.rules), 'rule')}…", err=True)
    pages = build_site(rulebook, languages or ("fr", "nl", "en"))
    with click.progressbar(length=len(pages), label="Writing", file=sys.stderr) as bar:
        written = write_site(folder, pages, progress=lambda done, _total: bar.update(done - bar.pos))
    click.echo(f"{written.written} files written, {written.same} unchanged, {written.removed} removed.")
    click.echo(f"To read it, open {(folder / 'index.html').resolve().as_uri()}")
    click.echo("To share it, send the folder or put it on any web server.")


# --- annotate --------------------------------------------------------------------------------------------------------


@cli.command(short_help="Write copies of saved pages with hints in them.")
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


# --- critique --------------------------------------------------------------------------------------------------------


@cli.command(short_help="Say what each field of a page asks and owes.")
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
        language=_language(language),
        profile=chosen_profile(
            rulebook, country=options["country"], sector=options["sector"], system=options["system"]
        ),
        profile_of=_profile_of_site,
        check=options["check"],
        insecure_http=options["insecure_http"],
    )
    ctx.exit(code)


def _language(chosen: str | None) -> str:
    """Give the language to speak: the chosen one, else that of the locale, else French."""
    from casevide.wording import preferred_language

    return chosen or preferred_language(*(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")))


def _profile_of_site(host: str) -> Profile | None:
    """Give the profile of a host on the site list, or ``None``."""
    site = _site_list().find(host)
    return site.profile if site else None


# --- demo ------------------------------------------------------------------------------------------------------------


@cli.command(short_help="See everything at work on a practice form.")
@click.option("--once", is_flag=True, help="End after the summary; open no browser.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the text.")
@click.pass_context
def demo(ctx: click.Context, language: str | None, *, once: bool) -> None:
    """
    Show everything at work on a practice copy of COSMOS, without changing anything on this machine.

    The copy is served over https, the real proxy annotates its pages, and what was found is printed with its sources.
    Exit code 0 only if the annotated pages were really received through TLS.
    """
    from casevide.demo import demonstrate

    ctx.exit(demonstrate(once=once, language=_language(language)))


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        cli(prog_name="casevide")
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)


if __name__ == "__main__":
    main()
