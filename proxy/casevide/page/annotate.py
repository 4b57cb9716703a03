"""
Hints into the bytes of a page, and out again.

Into the start tag of each control, right after the tag name: `` data-casevide="VERDICT RULE-ID"``; into a real
``<html`` start tag of a page that has fields: `` data-casevide-rulebook="sha256-…"``; and for browsers without the
extension, if asked for, a short plain note (`casevide.page.notes`) right after the label. All of it is ASCII, so it
reads the same in every charset that `casevide.page.charset` accepts.

**Nothing else of the page changes.** `strip` takes out what was put in and gives back the original bytes. On any doubt
the original object itself is the answer, with one word that says why:

- ``annotated``: it holds hints already, or something that looks like them
- ``charset``: the charset is unknown or does not write ASCII as single bytes, or the insertions would push the
  ``<meta>`` that declares it out of the first 1024 bytes
- ``doubt``: browsers of different years read this page differently (`casevide.page.doubt`)
- ``empty``: there are no bytes
- ``error``: something unforeseen went wrong
- ``not-html``: another content type, JSON or a script sent as HTML, XML that is not well-formed, a damaged answer
- ``place``: the bytes at a place are not the start tag that should be there
- ``time``: it took longer than the deadline allows
- ``too-large``: more than `LARGEST` bytes

The one exception: an ASP.NET partial answer states its own length, so there the stated lengths are corrected too, by
`annotate` and again by `strip`.
"""

import re
import time
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from casevide.field import Field, Profile
from casevide.judge import Hint, judge
from casevide.page.charset import BOM, Decoded, decode, header_label, meta_label
from casevide.page.doubt import read_two_ways
from casevide.page.fields import Page, TimeBudgetError, fields_of
from casevide.page.notes import NOTE, note, places_of_notes
from casevide.page.parse import Parser, Tree, choose_parser
from casevide.page.partial import DELTA, HTML, TYPES, XML, View, html_tag, start_tag, views
from casevide.page.seen import Form, Forms, Outline, outline, tags_of
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a page that is annotated; a larger one goes through as it is."""

SILENT: Final = "silent"
"""What a field of which no rule speaks is marked with, where every field is marked."""

_NAME: Final = b"data-casevide"
_ATTRIBUTE: Final = re.compile(rb' data-casevide(?:="[a-z0-9 -]{1,200}"|-rulebook="sha256-[0-9a-f]{64}")')
_BOTH: Final = re.compile(_ATTRIBUTE.pattern + b"|" + NOTE.pattern)
_VALUE: Final = re.compile(r"[a-z0-9 -]{1,200}")
_DIGEST: Final = re.compile(r"sha256-[0-9a-f]{64}")
_AFTER_NAME: Final = frozenset({b"\t", b"\n", b"\f", b"\r", b" ", b"/", b">"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """
    A page with its hints.

    Attributes:
        body: The bytes to send on; the original object if nothing was changed.
        hints: Every field in page order, with its hint or ``None`` for silence; empty if there is a `reason`. Those of
            a form seen before are without the title of their page and without places.
        reason: One word that says why the page was left as it is, ``""`` if it was read.
    """

    body: bytes
    hints: tuple[tuple[Field, Hint | None], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Edit:
    """At code-point offset `place` of the text stands `old` (ASCII), and `new` takes its place."""

    place: int
    old: str
    new: str
    tag: bool = False  # whether `old` must be a whole tag name


class _LeftAloneError(Exception):
    """The page is to be left as it is; the message is the reason, one word."""


def content_kind(content_type: str | None) -> str:
    """Give a ``Content-Type`` header without its parameters, lower case; ``""`` if there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def annotate(
    body: bytes,
    *,
    content_type: str | None,
    rulebook: Rulebook,
    profile: Profile,
    every_field: bool = False,
    visible: str | None = None,
    parser: Parser | None = None,
    deadline: float | None = None,
    forms: Forms | None = None,
) -> Annotated:
    """
    Put the hints for a page into its bytes. No page, however broken, raises anything.

    Args:
        body: The page as sent, any content encoding already undone.
        content_type: Its ``Content-Type`` header, ``None`` if none was sent.
        rulebook: The rules in force.
        profile: What is known of the site.
        every_field: Whether fields without a hint are marked as silent.
        visible: The language of plain-text notes, one of `casevide.wording.LANGUAGES`; ``None`` for no notes.
        parser: What to parse with; the fastest there is if ``None``.
        deadline: The `time.perf_counter` after which the page goes through as it is.
        forms: Forms seen before, see `casevide.page.seen`; ``None`` to read each page anew.

    Raises:
        ValueError: There are no notes in that language.
    """
    if visible is not None and visible not in LANGUAGES:
        raise ValueError(f"no notes in {visible!r}, only in {', '.join(LANGUAGES)}")
    annotator = _Annotator(rulebook, profile, every_field, visible, parser or choose_parser(), deadline, forms)
    try:
        return annotator.annotate(body, content_type)
    except TimeBudgetError:
        return Annotated(body, (), "time")
    except _LeftAloneError as reason:
        return Annotated(body, (), str(reason))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever happens, the page goes through
        return Annotated(body, (), "error")


def strip(annotated: bytes, *, content_type: str | None = None, notes: bool = True) -> bytes:
    """
    Take out what `annotate` put in.

    Args:
        annotated: What `annotate` gave; any other page comes back the same, unless it holds our attributes or notes.
        content_type: The header that `annotate` was given. It matters only for an ASP.NET partial answer.
        notes: Whether the plain-text notes go too, not only the attributes.
    """
    pattern = _BOTH if notes else _ATTRIBUTE
    if not pattern.search(annotated):
        return annotated
    decoded = decode(annotated, content_type)
    panels = views(decoded.text, DELTA) if decoded else None
    if decoded and panels:
        removed = (sum(map(len, pattern.findall(panel.text.encode(errors="surrogateescape")))) for panel in panels)
        edits = [edit for panel, length in zip(panels, removed, strict=True) for edit in _recount(panel, -length)]
        annotated = _spliced(annotated, decoded, edits)
    return pattern.sub(b"", annotated)


def _recount(view: View, more: int) -> Iterator[_Edit]:
    """Yield the edit that corrects the stated length of a view, if it states one."""
    if view.count is not None and more:
        yield _Edit(view.count.place, str(view.count.units), str(view.count.units + more))


def _spliced(body: bytes, decoded: Decoded, edits: Iterable[_Edit]) -> bytes:
    """
    Give the body with the edits made; of two at one place the first.

    Raises:
        _LeftAloneError: What stands at a place is not what should be replaced.
    """
    at: dict[int, _Edit] = {}
    for edit in edits:
        at.setdefault(edit.place, edit)
    ordered = sorted(at)
    pieces = []
    done = 0
    for point, place in zip(ordered, decoded.byte_offsets(ordered), strict=True):
        edit = at[point]
        old = edit.old.encode("ascii")
        end = place + len(old)
        if place < done or body[place:end] != old or (edit.tag and body[end : end + 1] not in _AFTER_NAME):
            raise _LeftAloneError("place")
        pieces += [body[done:place], edit.new.encode("ascii")]
        done = end
    pieces.append(body[done:])
    return b"".join(pieces) if at else body


def _read(body: bytes, content_type: str | None) -> tuple[Decoded, tuple[View, ...]]:
    """
    Give the text of a body and the HTML in it.

    Raises:
        _LeftAloneError: There is none, or none that may be changed.
    """
    kind = content_kind(content_type)
    if not body:
        raise _LeftAloneError("empty")
    if len(body) > LARGEST:
        raise _LeftAloneError("too-large")
    if kind not in TYPES:
        raise _LeftAloneError("not-html")
    lower = body.lower()
    if _NAME in lower or (b"[case vide" in lower and NOTE.search(body)):
        raise _LeftAloneError("annotated")
    decoded = decode(body, content_type, xml=kind in XML)
    if decoded is None:
        raise _LeftAloneError("charset")
    found = views(decoded.text, kind)
    if found is None:
        raise _LeftAloneError("not-html")
    if read_two_ways(lower):
        raise _LeftAloneError("doubt")
    return decoded, found


@dataclass(frozen=True, slots=True)
class _Annotator:
    """The settings of one call of `annotate`."""

    rulebook: Rulebook
    profile: Profile
    every_field: bool
    visible: str | None
    parser: Parser
    deadline: float | None
    forms: Forms | None

    def annotate(self, body: bytes, content_type: str | None) -> Annotated:
        seen = self._seen(body, content_type)
        known = seen and self.forms and self.forms.find(seen, self._use(seen.title))
        if seen and known:
            changed = seen.spliced(body, known.insertions)
            if self._same_charset(changed, body, content_type):
                return Annotated(changed if known.insertions else body, known.hints)
        decoded, found = _read(body, content_type)
        hints: list[tuple[Field, Hint | None]] = []
        edits: list[_Edit] = []
        roots: list[_Edit] = []
        for view in found:
            tree = self.parser.parse(view.text, view.context, self.deadline)
            page = fields_of(tree, self.deadline)
            judged = self._judged(page)
            own = [*self._attributes(view, judged, decoded.text), *self._notes(view, judged, decoded.text)]
            edits += own
            edits += _recount(view, sum(len(edit.new) - len(edit.old) for edit in own))
            if judged and view.count is None:
                roots += self._root(view, decoded.text)
            hints += [(_in_page(field, view), hint) for field, hint in judged]
        changed = _spliced(body, decoded, [*roots, *edits])
        if self._same_charset(changed, body, content_type):
            if seen and len(found) == 1 and view.whole and page.title == seen.title:
                self._remember(seen, decoded, tree, [*roots, *edits], hints)
            return Annotated(changed, tuple(hints))
        # Without a mark on the root, a `<meta>` near the end of the first 1024 bytes may stay there.
        changed = _spliced(body, decoded, edits)
        if self._same_charset(changed, body, content_type):
            return Annotated(changed, tuple(hints))
        raise _LeftAloneError("charset")

    def _seen(self, body: bytes, content_type: str | None) -> Outline | None:
        """Give the outline of a page that may be a form seen before."""
        if self.forms is None or not body or len(body) > LARGEST or content_kind(content_type) not in HTML:
            return None
        seen = outline(body, content_type)
        return None if seen is None or _NAME in seen.cut or b"[case vide" in seen.cut else seen

    def _use(self, title: str) -> Hashable:
        """Give what the hints for a form depend on besides the form."""
        read = self.rulebook.read_page_title(title)
        settings = (self.every_field, self.visible, self.parser.name)
        return self.rulebook.digest, self.profile, read.quiet, read.context, settings

    def _remember(
        self,
        seen: Outline,
        decoded: Decoded,
        tree: Tree,
        edits: Iterable[_Edit],
        hints: Iterable[tuple[Field, Hint | None]],
    ) -> None:
        """Remember a form, if it is certain where everything in it stands."""
        tags = seen.inward(decoded.byte_offsets(sorted(tags_of(tree))))
        at = {edit.place + len(edit.old): edit.new.removeprefix(edit.old).encode() for edit in reversed([*edits])}
        ordered = sorted(at)
        places = seen.inward(decoded.byte_offsets(ordered))
        insertions = tuple(
            [(place, at[point]) for place, point in zip(places, ordered, strict=True) if place is not None]
        )
        form = Form(
            frozenset(tag for tag in tags if tag is not None),
            insertions,
            tuple([(replace(field, page="", offsets=()), hint) for field, hint in hints]),
        )
        if self.forms is not None and len(insertions) == len(at) and seen.tags <= form.tags:
            self.forms.keep(seen, self._use(seen.title), form)

    @staticmethod
    def _same_charset(changed: bytes, body: bytes, content_type: str | None) -> bool:
        """Tell whether the insertions leave the charset of a page as it was."""
        if body.startswith(BOM) or header_label(content_type) or content_kind(content_type) in XML:
            return True
        return meta_label(changed) == meta_label(body)

    def _judged(self, page: Page) -> list[tuple[Field, Hint | None]]:
        judged = []
        for field in page.fields:
            if self.deadline is not None and time.perf_counter() > self.deadline:
                raise TimeBudgetError
            judged.append((field, judge(field, self.profile, self.rulebook)))
        return judged

    def _root(self, view: View, text: str) -> Iterator[_Edit]:
        offset = html_tag(view.text)
        if offset is not None and _DIGEST.fullmatch(self.rulebook.digest):
            yield from _into_tag(view, offset, text, f' data-casevide-rulebook="{self.rulebook.digest}"')

    def _attributes(self, view: View, judged: list[tuple[Field, Hint | None]], text: str) -> Iterator[_Edit]:
        for field, hint in judged:
            if hint is not None:
                value = f"{hint.verdict} {hint.rule}"
            elif self.every_field:
                value = SILENT
            else:
                continue
            if _VALUE.fullmatch(value):
                for offset in field.offsets:
                    yield from _into_tag(view, offset, text, f' data-casevide="{value}"')

    def _notes(self, view: View, judged: list[tuple[Field, Hint | None]], text: str) -> Iterator[_Edit]:
        hinted = [(field, hint) for field, hint in judged if hint is not None]
        if self.visible is None or not hinted:
            return
        fields = [field for field, _ in hinted]
        places = places_of_notes(view.text, view.context, fields, parser=self.parser, deadline=self.deadline)
        for index, (start, end) in places.items():
            place = view.place(start, end - start)
            if place is not None:
                old = text[place : place + end - start]
                yield _Edit(place, old, old + note(hinted[index][1], self.rulebook, self.visible))


def _into_tag(view: View, offset: int, text: str, attribute: str) -> Iterator[_Edit]:
    """Yield the edit that puts an attribute right after the tag name, if the whole tag name stands in one place."""
    name = start_tag(view.text, offset)
    place = view.place(offset, len(name) + 2)
    if name and place is not None:
        written = name if view.whole else start_tag(text, place)  # XHTML may put a prefix before the name
        yield _Edit(place, f"<{written}", f"<{written}{attribute}", tag=True)


def _in_page(field: Field, view: View) -> Field:
    """Give a field of a view with its places in the text of the whole body."""
    if view.whole:
        return field
    places = (view.place(offset, 1) for offset in field.offsets)
    return replace(field, offsets=tuple(place for place in places if place is not None))
