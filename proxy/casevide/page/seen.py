"""
Forms seen before: the same questions with other answers need not be understood again.

An agent opens the same form for one person after another. What the page *asks* stays; what differs is what it was
filled with, and tokens. So a page is reduced to its **outline**: its text without the values of inputs, the contents of
text areas, scripts and the title, the ``content`` of ``<meta>``, and which boxes and options are ticked. Pages with the
same outline ask the same, at places that only the cuts have moved.

Of a page nothing is kept but the digest of its outline, its headings, and the fields found, which hold nothing that
anyone typed. A cut is made only where it is certain what is cut; otherwise two pages have two outlines, and each is
read in full.
"""

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from casevide.field import Field
from casevide.page.parse import Tree

_CUT_IN: Final = ("input", "textarea", "script", "title", "meta")
_VALUES: Final = {"in": ' value="', "me": ' content="'}
_CLOSED_BY: Final = {
    "te": re.compile("</textarea", re.IGNORECASE),
    "sc": re.compile("</script", re.IGNORECASE),
    "ti": re.compile("</title", re.IGNORECASE),
}
_TICKED: Final = re.compile(r' (?:checked|selected)(?:="(?:checked|selected|true)?")?(?=[ />])')
_REMEMBERED: Final = 32


@dataclass(frozen=True, slots=True)
class Outline:
    """
    A page without what it was filled with.

    Attributes:
        digest: The hash of what is left, 64 bits, keyed anew in each process (SipHash, PEP 456).
        places: For each cut, how many characters of the outline stand before it; ascending.
        shifts: For each cut, how many characters of the page were cut before the one after it.
    """

    digest: int
    places: tuple[int, ...]
    shifts: tuple[int, ...]

    def inward(self, offset: int) -> int:
        """Give the place in the outline of an offset of the page that was not cut."""
        cuts = bisect_right(range(len(self.places)), offset, key=lambda cut: self.places[cut] + self.shifts[cut])
        return offset - (self.shifts[cuts - 1] if cuts else 0)

    def outward(self, place: int) -> int:
        """Give the offset in the page of a place in the outline."""
        cuts = bisect_left(self.places, place)
        return place + (self.shifts[cuts - 1] if cuts else 0)


def _cuts(text: str, tree: Tree) -> list[tuple[int, int]]:
    """Give what is cut, as pairs of offsets, ascending, none inside another."""
    cuts: list[tuple[int, int]] = []
    for element in tree.root.iter_elements(_CUT_IN):
        start = element.source_col
        if start is None:
            continue
        end = text.find(">", start)
        kind = text[start + 1 : start + 3].lower()
        if kind == "in" or kind == "me":  # noqa: PLR1714 - a set is slower
            attribute = _VALUES[kind]
            begin = text.find(attribute, start, end)
            if begin > 0:
                close = text.find('"', begin + len(attribute))
                if close > begin + len(attribute) and _outside_quotes(text, start, begin):
                    cuts.append((begin + len(attribute), close))
        elif end > 0 and _outside_quotes(text, start, end):
            closing = _CLOSED_BY[kind].search(text, end)
            if closing and closing.start() > end + 1:
                cuts.append((end + 1, closing.start()))
    cuts.sort()
    return cuts


def _outside_quotes(text: str, start: int, end: int) -> bool:
    return not (text.count('"', start, end) % 2 or text.count("'", start, end) % 2)


def _ticks(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the marks of ticked boxes and chosen options, where they surely are attributes of these."""
    found = []
    for word in (" checked", " selected"):
        place = text.find(word)
        while place >= 0:
            mark = _TICKED.match(text, place)
            start = text.rfind("<", 0, place)
            is_choice = text[start : start + 7].lower().startswith(("<option", "<input"))
            if mark and is_choice and _outside_quotes(text, start, place):
                found.append(mark.span())
            place = text.find(word, place + len(word))
    return sorted(cuts + found) if found else cuts


def outline(text: str, tree: Tree, way: str = "") -> Outline:
    """
    Reduce a page to what it asks.

    Args:
        text: The page, decoded.
        tree: The same page, parsed.
        way: How it was parsed; pages that were parsed otherwise have another outline.
    """
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    done = shift = 0
    for begin, end in _ticks(text, _cuts(text, tree)):
        if begin < done:
            continue
        pieces.append(text[done:begin])
        places.append(begin - shift)
        shift += end - begin
        shifts.append(shift)
        done = end
    pieces.append(text[done:])
    pieces += ("\0", way)
    return Outline(hash("".join(pieces)), tuple(places), tuple(shifts))


def _moved(field: Field, page: str, offsets: tuple[int, ...]) -> Field:
    """Give a field with another title of its page and other places; written out, for a copy takes six times as long."""
    return Field(
        field.control,
        field.label,
        field.group,
        field.section,
        page,
        field.name,
        field.id,
        field.autocomplete,
        field.placeholder,
        field.title,
        field.options,
        field.forced,
        field.ways_out,
        field.selector,
        offsets,
    )


class Forms:
    """
    The forms seen last.

    Args:
        size: How many are remembered.
    """

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size = size
        self._known: OrderedDict[int, tuple[tuple[str, ...], tuple[Field, ...]]] = OrderedDict()

    def find(self, seen: Outline, title: str) -> tuple[tuple[str, ...], tuple[Field, ...]] | None:
        """Give the headings and fields of a form seen before, with the places that they have on this page."""
        known = self._known.get(seen.digest)
        if known is None:
            return None
        self._known.move_to_end(seen.digest)
        headings, fields = known
        return headings, tuple([_moved(one, title, tuple(map(seen.outward, one.offsets))) for one in fields])

    def keep(self, seen: Outline, headings: tuple[str, ...], fields: tuple[Field, ...]) -> None:
        """Remember a form; its title is forgotten, for it may hold a person's name."""
        self._known[seen.digest] = (
            headings,
            tuple([_moved(one, "", tuple(map(seen.inward, one.offsets))) for one in fields]),
        )
        if len(self._known) > self._size:
            self._known.popitem(last=False)
