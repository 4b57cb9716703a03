"""``casevide critique``: read what was named, judge it, print it. The edge around the pure parts of this room."""

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from casevide.critique.critique import Critique, critique_page, summary
from casevide.critique.pages import Source, list_sources, read_source
from casevide.critique.text import Report, clean, console_for
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import Rulebook

_FEW: Final = 3
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def report(
    targets: Sequence[str],
    *,
    rulebook: Rulebook,
    output: Literal["text", "brief", "json"] = "text",
    language: str = "fr",
    profile: Profile | None = None,
    profile_of: Callable[[str], Profile | None] = lambda _host: None,
    check: bool = False,
    insecure_http: bool = False,
) -> int:
    """
    Criticise pages and print the result on standard output.

    Args:
        targets: Paths, folders, addresses, or ``-``.
        rulebook: The rules in force.
        output: ``text`` for people (``brief``: only its tables and totals), ``json`` for scripts.
        language: Of the text.
        profile: What was chosen; without it the site list, then the page itself decides.
        profile_of: The profile of a host on the site list.
        check: Whether fields that are forced without a duty count as a failed check.
        insecure_http: Whether addresses without encryption may be asked.

    Returns:
        The exit code: 0 fine; 1 if `check` found something; 2 if anything could not be read. The pages that could be
        read are printed all the same.
    """
    sources, errors = list_sources(targets)
    critiques: list[Critique] = []
    with _progress(sources) as (steps, say):
        for error in errors:
            say(error)
        for source in steps:
            try:
                critiques.append(_one(source, rulebook, profile, profile_of, insecure_http=insecure_http))
            except CasevideError as error:
                errors.append(error)
                say(error)
    if output == "json":
        sys.stdout.buffer.write(as_json(critiques).encode())
        sys.stdout.buffer.flush()
    elif critiques:
        Report(console_for(sys.stdout), language, rulebook).pages(critiques, "none" if output == "brief" else "all")
    if errors:
        return 2
    return 1 if check and summary(critiques)["forced_without_duty"] else 0


def as_json(critiques: Sequence[Critique]) -> str:
    """Give the JSON array of critiques, one object for each page, safe to print on a terminal."""
    text = json.dumps([critique.as_json() for critique in critiques], ensure_ascii=False, indent=2)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _one(
    source: Source,
    rulebook: Rulebook,
    profile: Profile | None,
    profile_of: Callable[[str], Profile | None],
    *,
    insecure_http: bool,
) -> Critique:
    read = read_source(source, insecure_http=insecure_http)
    profile_from = "options"
    if profile is None and read.host:
        profile, profile_from = profile_of(read.host), "sites"
    return critique_page(
        read.body,
        source=source.name,
        rulebook=rulebook,
        content_type=read.content_type,
        profile=profile,
        profile_from=profile_from,
        host=read.host,
    )


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
