"""
Which stretches of a body are HTML, and how to read each: pages, fragments, and the partial answers of old software.

A `View` is such a stretch as a parser should see it, with the way back to its place in the body:

- an HTML page or fragment, or a Turbo Stream (whose fields are inside ``<template>``): the whole text, with the parse
  context that its first tag needs. A lone ``<tr>`` loses its cells, and so its labels, unless it is parsed inside a
  ``<tbody>`` (HTML standard, 13.4 "Parsing HTML fragments").
- XHTML sent as XML: the same elements written again as HTML, because an HTML parser reads XML wrongly.
- JSF and PrimeFaces ``<partial-response>`` (Jakarta Faces, section 13.4): each ``<update>`` and ``<insert>`` that is
  CDATA, adjacent sections joined; ``<eval>``, ``<extension>`` and the view state are left alone.
- the ASP.NET UpdatePanel answer ``length|type|id|content|``: each ``updatePanel``. Its length counts UTF-16 code units.

Whatever is not surely one of these has no views.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

HTML = frozenset({"text/html", "text/vnd.turbo-stream.html", ""})
XHTML = "application/xhtml+xml"
XML = frozenset({XHTML, "text/xml", "application/xml"})
DELTA = "text/plain"
TYPES = HTML | XML | {DELTA}
"""The content types (without parameters) that can have views; ``""`` stands for none declared."""

_CONTEXTS = {
    "tr": "tbody",
    "td": "tr",
    "th": "tr",
    "tbody": "table",
    "thead": "table",
    "tfoot": "table",
    "caption": "table",
    "colgroup": "table",
    "col": "colgroup",
    "option": "select",
    "optgroup": "select",
}
_XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_UNREAD = frozenset({"script", "style", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"})

_SPACE = " \t\n\f\r"
_START_TAG = re.compile(r"<([A-Za-z][^\t\n\f\r />\0]*)(?=[\t\n\f\r />])")
_COMMENT_END = re.compile(r"--!?>")
_XML_PROLOG = re.compile(r"\s*<\?xml\s")
_PARTIAL_ROOT = re.compile(r"\s*(?:<\?xml\s[^>]*>\s*)?<partial-response[\s/>]")
_DELTA_ITEM = re.compile(r"(0|[1-9][0-9]{0,8})\|([^|]*)\|([^|]*)\|")
_STATE = re.compile(r"ViewState|ClientWindow|Resource|javax\.faces\.Partial", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """The length that an ASP.NET answer states for a view, without leading zeros."""

    place: int
    """Where its digits start in the body's text."""
    units: int
    """The number of UTF-16 code units it states."""


@dataclass(frozen=True, slots=True)
class View:
    """
    A stretch of HTML as a parser should see it.

    Attributes:
        text: What to parse.
        context: The name of the parse context element of a fragment, ``None`` for a whole document.
        starts: Where each piece of `text` starts, ascending. One piece is contiguous in the body's text.
        places: Where each piece starts in the body's text.
        ends: Where each piece ends in `text`.
        count: The stated length to be corrected when something is inserted, if there is one.
    """

    text: str
    context: str | None = None
    starts: tuple[int, ...] = (0,)
    places: tuple[int, ...] = (0,)
    ends: tuple[int, ...] = ()
    count: Count | None = None

    @property
    def whole(self) -> bool:
        """Whether places in the view are places in the body's text."""
        return not self.ends

    def place(self, start: int, length: int) -> int | None:
        """Give the place in the body's text of `length` code points of the view, ``None`` if they are not all there."""
        piece = bisect_right(self.starts, start) - 1
        if piece < 0 or (self.ends and start + length > self.ends[piece]):
            return None
        return self.places[piece] + start - self.starts[piece]


def start_tag(text: str, offset: int) -> str:
    """Give the name in the start tag at `offset`, as written; ``""`` if there is no whole ``<name`` there."""
    found = _START_TAG.match(text, offset)
    return found.group(1) if found and found.group(1).isascii() else ""


def first_tag(text: str) -> int | None:
    """
    Give the offset of the first start tag, if nothing but white space, comments and a doctype stands before it.

    Follows the tokenizer of the HTML standard (13.2.5): ``<!-->`` and ``<!--->`` are comments, ``--!>`` ends one, and
    a ``<!`` or ``<?`` that opens nothing known is a comment up to the next ``>``.
    """
    place = 0
    while True:
        while text[place : place + 1] in _SPACE and place < len(text):
            place += 1
        if start_tag(text, place):
            return place
        if text.startswith(("<!-->", "<!--->"), place):
            end = text.index(">", place) + 1
        elif text.startswith("<!--", place):
            found = _COMMENT_END.search(text, place + 4)
            end = found.end() if found else 0
        elif text.startswith(("<!", "<?"), place):
            end = text.find(">", place) + 1
        else:
            return None
        if end == 0:
            return None
        place = end


def context_of(text: str) -> str | None:
    """Give the parse context that the first tag of a fragment needs; ``None``: read it as a document."""
    tag = first_tag(text)
    return None if tag is None else _CONTEXTS.get(start_tag(text, tag).lower())


def html_tag(text: str) -> int | None:
    """Give the offset of a real ``<html`` start tag: one that nothing but comments and a doctype stands before."""
    tag = first_tag(text)
    return tag if tag is not None and start_tag(text, tag).lower() == "html" else None


def views(text: str, kind: str) -> tuple[View, ...] | None:
    """
    Give the stretches of HTML of a body.

    Args:
        text: The decoded body, without its byte order mark.
        kind: Its content type without parameters, lower case; ``""`` if none was sent.

    Returns:
        The views, perhaps none; ``None`` if this is no HTML at all, or not surely.
    """
    if kind == XHTML:
        return _of_xhtml(text)
    if _PARTIAL_ROOT.match(text):
        return _of_partial_response(text) if kind in XML | HTML else None
    if kind == DELTA or (kind in HTML and text[:1].isdigit()):
        return _of_delta(text)
    return _of_html(text) if kind in HTML else None


def _of_html(text: str) -> tuple[View, ...] | None:
    # Scripts, JSON and plain text are sent as text/html too; inserting into their strings would break them.
    if not text.lstrip(_SPACE).startswith("<"):
        return None
    # So is XML. What begins like XML is HTML only if its root says so.
    if _XML_PROLOG.match(text) and html_tag(text) is None:
        return None
    return (View(text, context_of(text)),)


# --- ASP.NET ---------------------------------------------------------------------------------------------------------


def _units(text: str) -> int:
    """Give the length of a text as JavaScript counts it: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _after_units(text: str, start: int, units: int) -> int:
    """Give the offset `units` UTF-16 code units after `start`, or -1 if it is past the end or inside a character."""
    part = text[start : start + units]
    if not part.isascii():
        part = part.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
    return start + len(part) if _units(part) == units and text.startswith(part, start) else -1


def _of_delta(text: str) -> tuple[View, ...] | None:
    panels = []
    place = 0
    while found := _DELTA_ITEM.match(text, place):
        units = int(found.group(1))
        end = _after_units(text, found.end(), units)
        if end < 0 or not text.startswith("|", end):
            return None
        if found.group(2) == "updatePanel":
            content = text[found.end() : end]
            count = Count(found.start(1), units)
            panels.append(View(content, context_of(content), (0,), (found.end(),), (len(content),), count))
        place = end + 1
    return tuple(panels) if place and place == len(text) else None


# --- XML -------------------------------------------------------------------------------------------------------------


class _NotPlainXmlError(Exception):
    """The document declares entities: what expat reports is not what the bytes say."""


def _refuse_entities(*_: object) -> None:
    raise _NotPlainXmlError


class _Places:
    """From the byte offsets that expat gives to code-point offsets; they are asked in ascending order."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8")
        self._same = len(self.data) == len(text)
        self._byte = self._point = 0

    def point(self, byte: int) -> int:
        if self._same:
            return byte
        self._point += len(self.data[self._byte : byte].decode("utf-8"))
        self._byte = byte
        return self._point


def _parse_xml(parser: expat.XMLParserType, data: bytes) -> bool:
    """Parse a whole document; tell whether it is well-formed and declares no entities."""
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except (expat.ExpatError, _NotPlainXmlError):
        return False
    return True


@dataclass(slots=True)
class _Updates:
    """Collects the CDATA of each update of a ``<partial-response>``."""

    text: str
    places: _Places
    parser: expat.XMLParserType
    views: list[View] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    sections: list[tuple[int, int]] = field(default_factory=list)
    holder: int = 0
    opened: int = -1
    torn: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if self.holder:
            self.torn = True  # markup that is not CDATA: not the form that the specification gives
        elif self.path[1:] in (["changes", "update"], ["changes", "insert", "before"], ["changes", "insert", "after"]):
            self.holder, self.sections, self.torn = len(self.path), [], bool(_STATE.search(attributes.get("id", "")))

    def end(self, _name: str) -> None:
        if len(self.path) == self.holder:
            self.holder = 0
            if self.sections and not self.torn:
                self.views.append(self.joined())
        self.path.pop()

    def characters(self, data: str) -> None:
        if self.holder and self.opened < 0 and data.strip():
            self.torn = True

    def open_section(self) -> None:
        self.opened = self.places.point(self.parser.CurrentByteIndex) + len("<![CDATA[")

    def close_section(self) -> None:
        end = self.places.point(self.parser.CurrentByteIndex)
        if self.holder:
            between = self.text[self.sections[-1][1] : self.opened] if self.sections else "]]><![CDATA["
            self.torn = self.torn or between != "]]><![CDATA["
            self.sections.append((self.opened, end))
        self.opened = -1

    def joined(self) -> View:
        text = "".join(self.text[start:end] for start, end in self.sections)
        starts, ends, done = [], [], 0
        for start, end in self.sections:
            starts.append(done)
            done += end - start
            ends.append(done)
        return View(text, context_of(text), tuple(starts), tuple(start for start, _ in self.sections), tuple(ends))


def _of_partial_response(text: str) -> tuple[View, ...] | None:
    try:
        places = _Places(text)
    except UnicodeEncodeError:
        return None
    parser = expat.ParserCreate("utf-8")
    updates = _Updates(text, places, parser)
    parser.StartElementHandler = updates.start
    parser.EndElementHandler = updates.end
    parser.CharacterDataHandler = updates.characters
    parser.StartCdataSectionHandler = updates.open_section
    parser.EndCdataSectionHandler = updates.close_section
    return tuple(updates.views) if _parse_xml(parser, places.data) else None


@dataclass(slots=True)
class _AsHtml:
    """Writes an XHTML document again as HTML, noting where each start tag came from."""

    places: _Places
    parser: expat.XMLParserType
    written: list[str] = field(default_factory=lambda: ["<!doctype html>"])
    length: int = len("<!doctype html>")
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    unread: int = 0

    def write(self, text: str) -> None:
        self.written.append(text)
        self.length += len(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self.unread or (namespace == _XHTML_NAMESPACE and local in _UNREAD):
            self.unread += 1
            return
        if namespace != _XHTML_NAMESPACE or local != local.lower() or not local.isascii():
            self.write("<x-xml>")
            return
        origin = self.places.point(self.parser.CurrentByteIndex)
        self.starts.append(self.length)
        self.origins.append(origin)
        # One more than the name: a reader may ask for the character that ends it.
        self.ends.append(self.length + len(local) + 2)
        own = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if " " not in key)
        self.write(f"<{local}{own}>")

    def end(self, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        if self.unread:
            self.unread -= 1
        elif namespace != _XHTML_NAMESPACE or local != local.lower() or not local.isascii():
            self.write("</x-xml>")
        elif local not in _VOID:
            self.write(f"</{local}>")

    def characters(self, data: str) -> None:
        if not self.unread:
            self.write(escape(data, quote=False))

    def skipped(self, name: str, is_parameter: int) -> None:
        if not self.unread and not is_parameter:
            self.write(f"&{name};")

    def view(self) -> View:
        return View("".join(self.written), None, tuple(self.starts), tuple(self.origins), tuple(self.ends))


def _of_xhtml(text: str) -> tuple[View, ...] | None:
    try:
        places = _Places(text)
    except UnicodeEncodeError:
        return None
    parser = expat.ParserCreate("utf-8", " ")
    copy = _AsHtml(places, parser)
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    parser.CharacterDataHandler = copy.characters
    parser.SkippedEntityHandler = copy.skipped
    return (copy.view(),) if _parse_xml(parser, places.data) else None
