"""
Forms seen before: the same questions with other answers need not be understood, nor even parsed, again.

An agent opens the same form for one person after another. What the page *asks* stays; what differs is what it was
filled with, and tokens. So a page is reduced to its **outline**: its bytes without the ``value`` of inputs, the
``content`` of ``<meta>``, the contents of text areas, scripts and the title, and which boxes and options are ticked.
Pages with the same outline ask the same, at places that only the cuts have moved, and get the same insertions there.

**Why that is certain.** The first time, the page is parsed, and it is remembered only if each cut stands in a start tag
that is a real element of that kind. A cut cannot change how the rest is read: it is a whole attribute, found by the
standard's own grammar of attributes (13.1.2.3), or text up to the closing tag, read by a tokenizer that waits for
nothing else there. So, from the first cut to the last, a page with the same outline whose cuts stand in the same tags
comes to the same elements.

Of a page nothing is kept but the digest of its outline, the fields found, without the page's title, and what was
inserted: nothing that anyone typed.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from casevide.field import Field
from casevide.judge import Hint
from casevide.page.charset import ASCII_ALONE, codec_of
from casevide.page.parse import Tree, is_html
from casevide.page.texts import title_text

_VALUE: Final = rb"""=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r "'<>=`]++)"""
_ATTRIBUTE: Final = rb"""[\t\n\f\r /]++[^\t\n\f\r "'<>/=\0]++(?:[\t\n\f\r ]*+%b)?+""" % _VALUE


def _attribute(tags: bytes, names: bytes, value: bytes) -> re.Pattern[bytes]:
    """Match a start tag up to the end of its first attribute of one of the names, which is group 1."""
    others = rb"(?:(?![\t\n\f\r /]++(?:%b)[\t\n\f\r =/>])%b)*+" % (names, _ATTRIBUTE)
    return re.compile(rb"<(?:%b)%b([\t\n\f\r ]++(?:%b)%b)(?=[\t\n\f\r />])" % (tags, others, names, value))


_FILLED: Final = (
    (b"<input", _attribute(b"input", b"value", _VALUE)),
    (b"<meta", _attribute(b"meta", b"content", _VALUE)),
)
_TICKS: Final = (b"checked", b"selected")
_TICK: Final = _attribute(b"input|option", b"|".join(_TICKS), b"(?:%b)?+" % _VALUE)
_TEXTS: Final = (b"script", b"textarea", b"title")
_OPENING: Final = re.compile(rb"<(?:%b)(?:%b)*+[\t\n\f\r /]*+>" % (b"|".join(_TEXTS), _ATTRIBUTE))
_CLOSING: Final = {name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name) for name in _TEXTS}
_UNSURE: Final = {b"script": b"<!--", b"title": b"<"}
"""What must not stand in a text that is cut: a script may go on after it (13.2.5.17), and `doubt` looks into titles."""
_CUT_IN: Final = ("input", "option", "meta", "script", "textarea", "title")

_LONGEST_TAG: Final = 4096
"""Bytes of a start tag that are looked at; so no page, however broken, takes longer than in proportion to its size."""
_REMEMBERED: Final = 32


@dataclass(frozen=True, slots=True)
class Outline:
    """
    A page without what it was filled with.

    Attributes:
        digest: The hash of what is left, 64 bits, keyed anew in each process (SipHash, PEP 456).
        tags: Where in the outline the start tags begin that something was cut from, or right after.
        places: For each cut, how many bytes of the outline stand before it; ascending.
        shifts: For each cut, how many bytes of the page were cut before the one after it.
        title: The text of the title if that was cut, else ``""``.
        cut: All that was cut, in lower case.
    """

    digest: int
    tags: frozenset[int]
    places: tuple[int, ...]
    shifts: tuple[int, ...]
    title: str
    cut: bytes

    def inward(self, offsets: Sequence[int]) -> list[int | None]:
        """Give the place in the outline of each offset of the page, which ascend; ``None`` in a cut and at its end."""
        found: list[int | None] = []
        cut = shift = 0
        for offset in offsets:
            while cut < len(self.places) and self.places[cut] + self.shifts[cut] < offset:
                shift = self.shifts[cut]
                cut += 1
            before_cut = cut == len(self.places) or offset <= self.places[cut] + shift
            found.append(offset - shift if before_cut else None)
        return found

    def spliced(self, body: bytes, insertions: Sequence[tuple[int, bytes]]) -> bytes:
        """Give the page with the insertions at their places in the outline, which ascend."""
        pieces: list[bytes] = []
        cut = shift = done = 0
        for place, inserted in insertions:
            while cut < len(self.places) and self.places[cut] < place:
                shift = self.shifts[cut]
                cut += 1
            pieces += (body[done : place + shift], inserted)
            done = place + shift
        pieces.append(body[done:])
        return b"".join(pieces)


_Cut = tuple[int, int, int]
"""Where a cut begins and ends, and where its start tag begins."""


def _places(page: bytes, word: bytes) -> Iterator[int]:
    place = page.find(word)
    while place >= 0:
        yield place
        place = page.find(word, place + len(word))


def _cut_texts(page: bytes) -> list[_Cut]:
    """Give the contents of text areas, scripts and the first title; comments, which hold no cut, as ``(…, …, -1)``."""
    cuts = []
    for name, closing in _CLOSING.items():
        opening = b"<" + name
        start = page.find(opening)
        while start >= 0:
            opened = _OPENING.match(page, start, start + _LONGEST_TAG)
            closed = opened and closing.search(page, opened.end())
            if opened and not closed:
                break  # nor is any of the later ones closed
            after = start + len(opening)
            if opened and closed:
                after = closed.end()
                unsure = _UNSURE.get(name)
                if unsure is None or page.find(unsure, opened.end(), closed.start()) < 0:
                    cuts.append((opened.end(), closed.start(), start))
            if name == b"title":
                break
            start = page.find(opening, after)
    done = 0
    for start in _places(page, b"<!--"):
        if start >= done:
            done = page.find(b"-->", start) + 3
            if done < 3:  # noqa: PLR2004 - it is not closed
                break
            cuts.append((start, done, -1))
    return cuts


def _cut_attributes(page: bytes) -> Iterator[_Cut]:
    """Yield the values of inputs and of ``<meta>``, and the ticks."""
    for opening, pattern in _FILLED:
        for start in _places(page, opening):
            found = pattern.match(page, start, start + _LONGEST_TAG)
            if found:
                yield *found.span(1), start
    for word in _TICKS:
        last = -1
        for place in _places(page, word):
            start = page.rfind(b"<", max(0, place - _LONGEST_TAG), place)
            if start in (-1, last):
                continue
            last = start
            found = _TICK.match(page, start, start + _LONGEST_TAG)
            if found:
                yield *found.span(1), start


def outline(body: bytes, content_type: str | None) -> Outline | None:
    """
    Reduce a page to what it asks, in one pass over its bytes.

    Args:
        body: The page as sent, any content encoding already undone.
        content_type: Its ``Content-Type`` header, ``None`` if none was sent.

    Returns:
        ``None`` for a page that is not to be reduced: its charset is unknown or one where that would not be certain.
    """
    codec = codec_of(body, content_type)
    if codec is None or codec[0] not in ASCII_ALONE:
        return None
    lower = body.lower()
    pieces: list[bytes] = []
    held: list[bytes] = []
    tags: dict[int, int] = {}
    places: list[int] = []
    shifts: list[int] = []
    done = shift = 0
    title = ""
    for begin, end, start in sorted([*_cut_texts(lower), *_cut_attributes(lower)]):
        if begin < done or begin == end or (0 <= start < done and start not in tags):
            continue
        if start < 0:
            pieces.append(body[done:end])
            done = end
            continue
        tags.setdefault(start, start - shift)
        pieces.append(body[done:begin])
        held.append(lower[begin:end])
        if lower.startswith(b"<title", start):
            title = title_text(unescape(body[begin:end].decode(codec[0], "replace")))
        places.append(begin - shift)
        shift += end - begin
        shifts.append(shift)
        done = end
    pieces.append(body[done:])
    if not title and lower.count(b"<title") > 1:
        return None  # another title may be the first that has a text
    digest = hash((b"".join(pieces), codec))
    return Outline(digest, frozenset(tags.values()), tuple(places), tuple(shifts), title, b"\n".join(held))


def tags_of(tree: Tree) -> Iterator[int]:
    """Yield where the start tags begin, in the text of a page, that something may be cut from."""
    for element in tree.root.iter_elements(_CUT_IN):
        start = element.source_col
        if start is not None and is_html(element):
            yield start


@dataclass(frozen=True, slots=True)
class Form:
    """
    What is remembered of a form.

    Attributes:
        tags: Where in its outline the start tags are that something may be cut from.
        insertions: What was inserted, with its places in the outline, ascending.
        hints: Its fields, without the title of their page and without places, with their hints.
    """

    tags: frozenset[int]
    insertions: tuple[tuple[int, bytes], ...]
    hints: tuple[tuple[Field, Hint | None], ...]


class Forms:
    """
    The forms seen last.

    Args:
        size: How many are remembered.
    """

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size = size
        self._known: OrderedDict[Hashable, Form] = OrderedDict()

    def find(self, seen: Outline, use: Hashable) -> Form | None:
        """
        Give the form that a page is, or ``None`` if it was not seen before.

        Args:
            seen: The page.
            use: What else the hints depend on.
        """
        form = self._known.get((seen.digest, use))
        if form is None or not seen.tags <= form.tags:
            return None
        self._known.move_to_end((seen.digest, use))
        return form

    def keep(self, seen: Outline, use: Hashable, form: Form) -> None:
        """Remember a form."""
        self._known[seen.digest, use] = form
        if len(self._known) > self._size:
            self._known.popitem(last=False)
