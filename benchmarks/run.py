"""
How fast Case vide is, as ratios that hold on a noisy machine.

Each row runs two things in turn, many times, and takes the median of the ratios of the pairs: what slows the machine
down slows both. Rows with a gate fail the run; rows without one are there to be compared with. Memory of texts
already seen is warm, as in a proxy that has been running for a while, except where a row says cold.
"""

import argparse
import functools
import gc
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

import made
import proxies
from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.page.annotate import Annotated, annotate
from casevide.page.parse import choose_parser
from casevide.page.seen import Forms
from casevide.rulebook import Rulebook

PROFILE: Final = Profile("FR", "social-services")


@dataclass(frozen=True, slots=True)
class Row:
    """
    One line of the table.

    Attributes:
        name: What is measured, beside what.
        ours: The median of what is measured, in milliseconds.
        theirs: The median of what it is compared with, in milliseconds.
        ratio: The median of the ratios of the pairs.
        gate: The largest ratio that is accepted; ``None`` where there is none.
    """

    name: str
    ours: float
    theirs: float
    ratio: float
    gate: float | None

    @property
    def passed(self) -> bool:
        """Whether the ratio is within the gate."""
        return self.gate is None or self.ratio <= self.gate


def milliseconds(call: Callable[[], object]) -> float:
    """Give how long a call takes."""
    start = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - start) / 1e6


def measure(name: str, ours: Callable[[], object], theirs: Callable[[], object], gate: float | None, pairs: int) -> Row:
    """Run two things in turn, each first every other time, and compare them pair by pair."""
    ours(), theirs()
    gc.collect()
    times: list[tuple[float, float]] = []
    for pair in range(pairs):
        if pair % 2:
            second = milliseconds(theirs)
            times.append((milliseconds(ours), second))
        else:
            first = milliseconds(ours)
            times.append((first, milliseconds(theirs)))
    return Row(
        name,
        statistics.median(first for first, _ in times),
        statistics.median(second for _, second in times),
        statistics.median(first / second for first, second in times),
        gate,
    )


class Annotating:
    """
    Annotates one form, filled for one person after another; the first time it makes sure that there is something to do.

    Args:
        page: The form.
        rulebook: The rules.
        fields: How many fields it has, if that is to be checked.
        forms: Forms seen before, as the proxy remembers them; ``None`` to read each page as if it were the first.
    """

    def __init__(self, page: str, rulebook: Rulebook, fields: int | None = None, forms: Forms | None = None) -> None:
        self._bodies = itertools.cycle([made.filled(page, person).encode() for person in range(10, 20)])
        self._rulebook = rulebook
        self._forms = forms
        done = self()
        if fields is not None and len(done.hints) != fields:
            raise RuntimeError(f"{len(done.hints)} fields instead of {fields} ({done.reason or 'annotated'})")

    def __call__(self) -> Annotated:
        """Annotate the page of the next person."""
        return annotate(
            next(self._bodies),
            content_type="text/html; charset=utf-8",
            rulebook=self._rulebook,
            profile=PROFILE,
            forms=self._forms,
        )


def _soup(page: str) -> str:
    return str(BeautifulSoup(page, "html.parser"))


def pages(pairs: int) -> Iterator[Row]:
    """Measure annotation beside parsers, and four times the page beside the page."""
    rulebook, page = made.rulebook(10_000), made.form()
    ours, parser = Annotating(page, rulebook, 375, Forms()), choose_parser()
    first = Annotating(page, rulebook, 375)
    four = Annotating(made.form(100), rulebook, 1500, Forms())
    parse = functools.partial(parser.parse, page)

    yield measure("annotate / parse alone (turbohtml), 375 fields, form seen before", ours, parse, 3, pairs)
    yield measure("annotate / parse alone (turbohtml), 375 fields, first sight", first, parse, None, pairs)
    yield measure("annotate / parse alone (lexbor)", ours, lambda: LexborHTMLParser(page), None, pairs)
    few = max(3, pairs // 6)
    soup = functools.partial(_soup, page)
    yield measure("annotate / parse and write (BeautifulSoup), form seen before", ours, soup, 0.05, few)
    yield measure("annotate / parse and write (BeautifulSoup), first sight", first, soup, None, few)
    yield measure("annotate 1,500 fields / 375 fields", four, ours, 5, few * 2)


def matching(pairs: int) -> Iterator[Row]:
    """Measure how much more it costs to judge a field among more phrases; each label is a new one (cold)."""
    seeds = itertools.count()

    def judging(count: int) -> Callable[[], None]:
        book = made.rulebook(count)
        turns = iter([[Field(label=label) for label in made.labels(375, next(seeds))] for _ in range(pairs + 1)])

        def once() -> None:
            for field in next(turns):
                judge(field, PROFILE, book)

        return once

    for more, fewer, gate in ((10_000, 100, 2), (100_000, 10_000, 2.5)):
        yield measure(f"judge among {more:,} phrases / {fewer:,}, cold", judging(more), judging(fewer), gate, pairs)


def hostile(pairs: int) -> Iterator[Row]:
    """Measure each hostile page beside one of half its size."""
    rulebook = made.rulebook(100)
    for name, (size, make) in made.HOSTILE.items():
        twice, once = (Annotating(f"<!DOCTYPE html>{make(number)}", rulebook) for number in (2 * size, size))
        yield measure(f"hostile page doubled: {name}", twice, once, 2.5, max(5, pairs // 4))


def proxying(pairs: int) -> Iterator[Row]:
    """Measure a page through Case vide beside the same page through mitmproxy as it is."""
    page = made.form(16)
    with tempfile.TemporaryDirectory(prefix="casevide-") as folder, proxies.running(page, Path(folder)) as at:
        ours = proxies.Visitor(at.casevide, proxies.LISTED, at.server)
        past = proxies.Visitor(at.casevide, proxies.UNLISTED, at.server)
        theirs = proxies.Visitor(at.mitmproxy, proxies.UNLISTED, at.server)
        for _ in range(20):
            seen = (ours.get(), past.get(), theirs.get())
        if b"data-casevide=" not in seen[0] or {page.encode()} != set(seen[1:]):
            raise RuntimeError("the pages did not come through as they should")
        size = len(page.encode()) // 1000
        yield measure(f"page of {size} KB, Case vide / mitmdump", ours.get, theirs.get, 4, 3 * pairs)
        yield measure("unlisted site, Case vide / mitmdump", past.get, theirs.get, 1, 3 * pairs)
        for visitor in (ours, past, theirs):
            visitor.close()


ROOMS: Final[dict[str, Callable[[int], Iterator[Row]]]] = {
    "pages": pages,
    "matching": matching,
    "hostile": hostile,
    "proxying": proxying,
}


def shown(row: Row) -> str:
    """Give a row as a line of the table."""
    gate = "" if row.gate is None else f"≤ {row.gate:g}"
    verdict = "" if row.gate is None else "pass" if row.passed else "FAIL"
    return f"{row.name:<62} {row.ours:>9.3f} {row.theirs:>9.3f} {row.ratio:>7.3f}  {gate:<7} {verdict}"


def main(arguments: list[str]) -> int:
    """Measure, print the table; give 1 if a gate is not held."""
    asked = argparse.ArgumentParser(prog="python3 installer/bootstrap.py bench", description=__doc__)
    asked.add_argument("--only", choices=ROOMS, action="append", help="measure only this; may be repeated")
    asked.add_argument("--pairs", type=int, default=40, help="how many pairs a row is the median of (40)")
    asked.add_argument("--json", type=Path, metavar="FILE", help="also write the rows into a file")
    given = asked.parse_args(arguments)
    print(f"{'':<62} {'ours ms':>9} {'other ms':>9} {'ratio':>7}  gate")
    rows: list[Row] = []
    for room in given.only or ROOMS:
        for row in ROOMS[room](given.pairs):
            print(shown(row), flush=True)
            rows.append(row)
    if given.json:
        told = [asdict(row) | {"passed": row.passed} for row in rows]
        given.json.write_text(json.dumps({"format": 1, "rows": told}, indent=2) + "\n", "utf-8")
    failed = [row.name for row in rows if not row.passed]
    print("All gates hold." if not failed else f"Not held: {'; '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
