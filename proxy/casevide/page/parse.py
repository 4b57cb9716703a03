"""
The page's tree, from whichever parser is at hand, with the place of every start tag.

Two parsers serve the same labelling code:

- `Turbo` hands the page to turbohtml (a C core). On a copy whose line ends are spaces, the column of a start tag *is*
  its code-point offset.
- `Marked` is pure Python and runs everywhere: html5lib parses a scratch copy in which every candidate tag carries an
  unquoted marker attribute right after its name; only the markers that come back on real elements are used.

Both follow the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html), with scripting off and without
declarative shadow roots, so that fields in ``<template>`` stay in the tree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

CONTROLS = ("input", "select", "textarea", "button")
"""The form controls of HTML that have a start tag of their own."""


class TimeBudgetError(Exception):
    """The time granted for a page is over; the page is to be passed on as it is."""


class Element(Protocol):
    """
    What the labelling code reads of a node: the part of turbohtml's interface that it uses.

    Text nodes have `data`, elements all the rest; ``type(node) is tree.element`` and ``type(node) is tree.characters``
    say which a node is. The root and the content of a template are neither.
    """

    @property
    def parent(self) -> "Element | None":
        """The node around, ``None`` for the root."""

    @property
    def next_sibling(self) -> "Element | None":
        """The node after, in the same parent."""

    @property
    def previous_sibling(self) -> "Element | None":
        """The node before, in the same parent."""

    @property
    def data(self) -> str:
        """The characters of a text node."""

    @property
    def text(self) -> str:
        """All characters inside, those of scripts and templates too."""

    @property
    def tag(self) -> str:
        """The name, lower case."""

    @property
    def namespace(self) -> Any:
        """The namespace; its ``value`` is ``html``, ``svg`` or ``math``."""

    @property
    def source_col(self) -> int | None:
        """The code-point offset of the ``<``; ``None`` for an element that the page does not write."""

    def attr(self, name: str, /) -> str | None:
        """Give the value of an attribute, ``""`` if it has none, ``None`` if the element does not have it."""

    def matches(self, selector: str, /) -> bool:
        """
        Tell whether one of the selectors fits.

        Only these are used, with commas between them: ``[name]``, ``[name=value]`` and ``[name*=value i]``.
        """

    def iter_elements(self, tags: Iterable[str] | None = None, /) -> Iterator["Element"]:
        """Give the elements inside, in page order; only those with one of the names, if any are given."""

    def find_all(self, *, attrs: Mapping[str, bool]) -> list["Element"]:
        """Give the elements inside that have all these attributes, in page order."""

    def __iter__(self) -> Iterator["Element"]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> "Element": ...


@dataclass(frozen=True, slots=True)
class Tree:
    """
    A parsed page.

    Attributes:
        root: The document, or the context element of a fragment.
        element: The class of its elements.
        characters: The class of its text nodes.
    """

    root: Element
    element: type
    characters: type


class Parser(Protocol):
    """Something that parses pages."""

    @property
    def name(self) -> str:
        """What to call it in a report."""

    def parse(self, text: str, context: str | None = None, deadline: float | None = None) -> Tree:
        """
        Parse a page or a fragment of one.

        Args:
            text: The page, decoded; lone surrogates stand for bytes that are not text.
            context: The element whose content the text is (``tbody``, ``tr``, ``div``…); ``None`` for a whole page.
            deadline: The `time.perf_counter` after which a slow parser gives up.

        Returns:
            A tree whose elements know the code-point offset of their ``<`` as `source_col`.

        Raises:
            TimeBudgetError: The deadline has passed.
        """


def is_html(element: Element) -> bool:
    """Tell whether an element belongs to HTML, not to SVG or MathML: ``<svg><input>`` is not a control."""
    return bool(element.namespace.value == "html")


_SURROGATES = re.compile("[\ud800-\udfff]")


def level(text: str) -> str:
    """Give the text with line ends, a byte order mark and lone surrogates replaced one for one: offsets stay."""
    if not text.isascii():
        if text[0] == "\ufeff":
            text = " " + text[1:]
        try:
            text.encode("utf-16-le")  # as good a test as UTF-8, and many times faster
        except UnicodeEncodeError:
            text = _SURROGATES.sub("\ufffd", text)
    return text.replace("\r", " ").replace("\n", " ")


class Turbo:
    """The C parser."""

    name = "turbohtml"

    def __init__(self) -> None:
        import turbohtml  # noqa: PLC0415 - there is no wheel for every machine

        self._parse = turbohtml.parse
        self._parse_fragment = turbohtml.parse_fragment
        self._element = turbohtml.Element
        self._characters = turbohtml.Text

    def parse(self, text: str, context: str | None = None, deadline: float | None = None) -> Tree:
        """See `Parser.parse`; so fast that the deadline need not be looked at."""
        del deadline
        text = level(text)
        root = (
            self._parse(text, allow_declarative_shadow_roots=False)
            if context is None
            else self._parse_fragment(text, context, allow_declarative_shadow_roots=False)
        )
        return Tree(cast("Element", root), self._element, self._characters)


def choose_parser() -> Parser:
    """Give the C parser where it is installed, otherwise the pure Python one."""
    try:
        return Turbo()
    except ImportError:
        from casevide.page.tree import Marked  # noqa: PLC0415 - html5lib takes long to load and is seldom needed

        return Marked()


def control_offsets(text: str, parser: Parser | None = None, context: str | None = None) -> tuple[int, ...]:
    """
    Give the code-point offset of the ``<`` of every form control that a browser would build, in ascending order.

    Hidden inputs, buttons and the contents of templates count; what stands in comments, scripts, attribute values and
    SVG does not.
    """
    tree = (parser or choose_parser()).parse(text, context)
    return tuple(
        sorted(
            {
                control.source_col
                for control in tree.root.iter_elements(CONTROLS)
                if control.source_col is not None and is_html(control)
            }
        )
    )
