"""``casevide critique``: read what was named, judge it, write it. The edge around the pure parts of this room."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from casevide.critique.against import Changes, compare, read_critiques
from casevide.critique.critique import Critique, critique_page, summary
from casevide.critique.pages import list_sources, read_pages
from casevide.critique.sentences import clean
from casevide.critique.source import Read, Source
from casevide.critique.text import Report, console_for
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.files import read_bytes, write_whole
from casevide.rulebook import Rulebook

type Output = Literal["text", "brief", "json", "html", "pdf", "csv"]
type Reading = Callable[[Source], tuple[list[Read], list[CasevideError]]]

_FEW: Final = 3
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What is to come of a critique.

    Attributes:
        output: ``text`` for people (``brief``: only its tables and totals), ``json`` and ``csv`` for programs,
            ``html`` and ``pdf`` for paper.
        language: Of the texts.
        file: Where to write it; ``None`` for standard output.
        against: An earlier critique, as JSON, to compare with.
        on: The day that a document bears.
        check: Whether fields that are forced without a duty count as a failed check.
    """

    output: Output = "text"
    language: str = "fr"
    file: Path | None = None
    against: Path | None = None
    on: date = field(default_factory=date.today)
    check: bool = False


def report(
    targets: Sequence[str],
    wish: Wish | None = None,
    *,
    rulebook: Rulebook,
    profile: Profile | None = None,
    profile_of: Callable[[str], Profile | None] = lambda _host: None,
    insecure_http: bool = False,
    browser: bool = False,
) -> int:
    """
    Criticise pages and write the result.

    Args:
        targets: Paths, folders, recordings, addresses, or ``-``.
        wish: What is to come of it; text in French if not said.
        rulebook: The rules in force.
        profile: What was chosen; without it the site list, then the page itself decides.
        profile_of: The profile of a host on the site list.
        insecure_http: Whether addresses without encryption may be asked.
        browser: Whether a real browser opens the pages.

    Returns:
        The exit code: 0 fine; 1 if `check` found something; 2 if anything could not be read. The pages that could be
        read are written all the same.

    Raises:
        CasevideError: What the wish asks for cannot be had: the earlier critique, the browser, typst, the file.
    """
    wish = wish or Wish()
    _feasible(wish)
    earlier = read_critiques(read_bytes(wish.against), str(wish.against)) if wish.against else None
    sources, errors = list_sources(targets)
    critiques: list[Critique] = []
    with opened(insecure_http=insecure_http, browser=browser) as read, _progress(sources) as (steps, say):
        for error in errors:
            say(error)
        for source in steps:
            found, wrong = critiques_of(source, read, rulebook, profile, profile_of)
            critiques += found
            errors += wrong
            for error in wrong:
                say(error)
    changes, gone = compare(earlier, critiques) if earlier is not None else (None, [])
    for page in gone:
        _tell(CasevideError(f"{wish.against}: {page} is not among the pages read now"))
    if critiques or wish.output in {"json", "text", "brief"}:
        _write(critiques, wish, rulebook, changes, gone)
    if errors:
        return 2
    return 1 if wish.check and summary(critiques)["forced_without_duty"] else 0


def as_json(critiques: Sequence[Critique], changes: Sequence[Changes] | None = None) -> str:
    """Give the JSON array of critiques, one object for each page, safe to print on a terminal."""
    pages = [critique.as_json() for critique in critiques]
    for page, change in zip(pages, changes or [], strict=changes is not None):
        page["changes"] = change.as_json()
    text = json.dumps(pages, ensure_ascii=False, indent=2)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _feasible(wish: Wish) -> None:
    """Refuse before reading anything what cannot be written in the end."""
    if wish.output == "pdf" and wish.file is None and sys.stdout.isatty():
        raise CasevideError("a PDF cannot be shown on a terminal", "name a file: --output critique.pdf")
    if wish.against and wish.output == "csv":
        raise CasevideError("--against has no place in a CSV table", "choose --format text, html, pdf or json")
    if wish.file is not None and wish.file.is_dir():
        raise CasevideError(f"{wish.file}: this is a folder, not a file", "name a file in it")


def _write(
    critiques: Sequence[Critique],
    wish: Wish,
    rulebook: Rulebook,
    changes: Sequence[Changes] | None,
    gone: Sequence[str],
) -> None:
    if wish.output in {"text", "brief"}:
        if critiques:
            _write_text(critiques, wish, rulebook, changes)
        return
    if wish.output == "json":
        data = as_json(critiques, changes).encode()
    elif wish.output == "csv":
        from casevide.critique.spreadsheet import csv_of  # noqa: PLC0415 - each form is loaded only where it is asked for

        data = csv_of(critiques, rulebook=rulebook, language=wish.language)
    else:
        from casevide.critique.document import document_of  # noqa: PLC0415 - likewise

        document = document_of(
            critiques, rulebook=rulebook, language=wish.language, on=wish.on, changes=changes, gone=gone
        )
        if wish.output == "html":
            from casevide.critique.page import page_of  # noqa: PLC0415 - likewise

            data = page_of(document)
        else:
            from casevide.critique.typeset import pdf_of  # noqa: PLC0415 - likewise

            data = pdf_of("critique.typ", document, language=wish.language, title=document["title"])
    if wish.file is not None:
        write_whole(wish.file, data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _write_text(
    critiques: Sequence[Critique], wish: Wish, rulebook: Rulebook, changes: Sequence[Changes] | None
) -> None:
    stream = io.StringIO() if wish.file else sys.stdout
    drawn = Report(console_for(stream), wish.language, rulebook)
    drawn.pages(critiques, "none" if wish.output == "brief" else "all", changes)
    if wish.file and isinstance(stream, io.StringIO):
        write_whole(wish.file, stream.getvalue().encode("utf-8", "replace"))


@contextlib.contextmanager
def opened(*, insecure_http: bool, browser: bool) -> Iterator[Reading]:
    """Give the way to read a source: plainly, or through a real browser."""
    if not browser:
        yield lambda source: read_pages(source, insecure_http=insecure_http)
        return
    try:
        from casevide.critique.browser import reading  # noqa: PLC0415 - it needs an optional extra
    except ImportError as error:
        raise CasevideError(
            "--browser needs Playwright, which is not there",
            "install it (pip install 'casevide[browser]'), or save the page from a browser and give the file",
        ) from error
    with reading(insecure_http=insecure_http) as reader:
        yield reader.pages


def critiques_of(
    source: Source,
    read: Reading,
    rulebook: Rulebook,
    profile: Profile | None,
    profile_of: Callable[[str], Profile | None],
) -> tuple[list[Critique], list[CasevideError]]:
    """Criticise every page of a source; a frame takes the profile of its page, and counts only if it asks something."""
    try:
        pages, errors = read(source)
    except CasevideError as error:
        return [], [error]
    critiques: list[Critique] = []
    holder: Critique | None = None
    for page in pages:
        known, known_from = profile, "options"
        if known is None and page.host:
            known, known_from = profile_of(page.host), "sites"
        try:
            critique = critique_page(
                page.body,
                source=page.name or source.name,
                rulebook=rulebook,
                content_type=page.content_type,
                profile=known,
                profile_from=known_from,
                host=page.host,
            )
            if page.frame and holder is not None and known is None and critique.profile == Profile():
                critique = critique_page(
                    page.body,
                    source=critique.source,
                    rulebook=rulebook,
                    content_type=page.content_type,
                    profile=holder.profile,
                    profile_from=holder.profile_from,
                )
        except CasevideError as error:
            if not page.frame:
                errors.append(error)
            continue
        if not page.frame:
            holder = critique
        if critique.findings or not page.frame:
            critiques.append(critique)
    return critiques, errors


@contextlib.contextmanager
def _progress(sources: Sequence[Source]) -> Iterator[tuple[Iterator[Source], Callable[[CasevideError], None]]]:
    """Give the sources to go through and a way to tell of errors; with a bar if there are many and somebody looks."""
    if len(sources) <= _FEW or not sys.stderr.isatty():
        yield iter(sources), _tell
        return
    console = Console(file=sys.stderr, markup=False, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pages", total=len(sources))

        def steps() -> Iterator[Source]:
            for source in sources:
                yield source
                bar.advance(task)

        yield steps(), lambda error: console.print(f"casevide: {_printable(error)}", soft_wrap=True)


def _tell(error: CasevideError) -> None:
    sys.stderr.write(f"casevide: {_printable(error)}\n")


def _printable(error: CasevideError) -> str:
    """Give an error's text without control characters: part of it may come from a site."""
    return "\n".join(clean(line, limit=600) for line in str(error).splitlines())
