"""
The pure Python parser: html5lib over a marked copy of the page, building the small tree that the labelling code reads.

html5lib does not say where a tag stood, so every candidate tag of a scratch copy gets an unquoted attribute right after
its name that holds the tag's offset. What looks like a tag but is none (in a comment, a script, an attribute) keeps its
marker as mere text and is never asked for it. html5lib is older than ``<template>``: `_Parser` adds it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from time import perf_counter
from typing import Any

import html5lib
from html5lib._tokenizer import HTMLTokenizer
from html5lib.constants import namespaces, tokenTypes
from html5lib.treebuilders.base import ActiveFormattingElements, Marker, TreeBuilder

from casevide.page.parse import TimeBudgetError, Tree, level

# Stricter than HTML about names, so that no marker stands inside "<x</style>", "<x-->" or "<x]]>" and keeps it open.
_CANDIDATE = re.compile(r"<[a-zA-Z][a-zA-Z0-9:._-]*(?<!--)(?=([ \t\n\f\r/>]))")
_NODES_BETWEEN_LOOKS = 256
_IMPLIED = frozenset(["dd", "dt", "li", "option", "optgroup", "p", "rp", "rt"])


_SELECTOR = re.compile(r"\[([\w-]+)(?:(\*?=)([\w-]+)(?: i)?)?\]")


@lru_cache
def _selectors(text: str) -> tuple[tuple[str, str, str], ...]:
    """Give name, operator and value of each attribute selector of a list."""
    return tuple((name, operator, value) for name, operator, value in _SELECTOR.findall(text))


class _Namespace(str):
    """The address of a namespace, as html5lib compares it, with the name that turbohtml gives it as `value`."""

    __slots__ = ("value",)
    value: str

    @classmethod
    def of(cls, address: str, value: str) -> "_Namespace":
        """Give an address its name."""
        namespace = cls(address)
        namespace.value = value
        return namespace


_HTML = _Namespace.of(namespaces["html"], "html")
_NAMESPACES = {
    address: _Namespace.of(address, value)
    for value, address in (("html", _HTML), ("svg", namespaces["svg"]), ("math", namespaces["mathml"]))
}


class _Node:
    """A node with its neighbours; everything html5lib's builder and the labelling code ask of any node."""

    parent: "Element | None" = None
    next_sibling: "_Node | None" = None
    previous_sibling: "_Node | None" = None

    def __bool__(self) -> bool:
        return True


class Text(_Node):
    """A run of characters."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self.clean: re.Pattern[str] | None = None

    def add(self, data: str, *, front: bool = False) -> None:
        """Add characters at the end, or in front."""
        self._pieces.insert(0 if front else len(self._pieces), data)

    @property
    def data(self) -> str:
        """The characters, markers removed."""
        text = "".join(self._pieces)
        return self.clean.sub("", text) if self.clean is not None else text

    @property
    def text(self) -> str:
        """The same as `data`."""
        return self.data


class Comment(_Node):
    """A comment or a document type; nothing reads it."""

    text = ""


class Element(_Node):
    """An element, or the root of a page."""

    def __init__(self, name: str, namespace: str | None, mark: "_Mark") -> None:
        self.name = name
        self.tag = name
        self._mark = mark
        self.attributes: dict[Any, str] = {}
        self._first: _Node | None = None
        self._last: _Node | None = None
        self._flags: list[str] = []
        self.nameTuple = (_NAMESPACES.get(namespace or _HTML, _HTML), name)

    # what the labelling code asks

    @property
    def namespace(self) -> Any:
        """The namespace: html5lib sees its address, the labelling code its `value`."""
        return self.nameTuple[0]

    @property
    def source_col(self) -> int | None:
        """The code-point offset of the ``<``; ``None`` for an element that the page does not write."""
        # A tag that holds what looks like another tag holds that one's marker too; its own comes first.
        return min((int(self.attributes[name]) for name in self._mark.names if name in self.attributes), default=None)

    def attr(self, name: str, /) -> str | None:
        """Give the value of an attribute, ``""`` if it has none, ``None`` if the element does not have it."""
        value = self.attributes.get(name)
        return value if value is None or self._mark.clean is None else self._mark.clean.sub("", value)

    @property
    def text(self) -> str:
        """All characters inside, in page order, those of scripts and templates too."""
        return "".join(node.data for node in self._nodes() if isinstance(node, Text))

    def __iter__(self) -> Iterator[_Node]:
        node = self._first
        while node is not None:
            yield node
            node = node.next_sibling

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, index: int, /) -> _Node:
        return list(self)[index]

    def _nodes(self) -> Iterator[_Node]:
        node = self._first
        while node is not None:
            yield node
            below = node._first if isinstance(node, Element) else None  # noqa: SLF001 - the same class
            if below is not None:
                node = below
                continue
            while node is not None and node is not self and node.next_sibling is None:
                node = node.parent
            node = None if node is None or node is self else node.next_sibling

    def matches(self, selector: str, /) -> bool:
        """Tell whether one of the attribute selectors, separated by commas, fits."""
        for name, operator, wanted in _selectors(selector):
            value = self.attr(name)
            if value is not None and (
                not operator or (value == wanted if operator == "=" else wanted.lower() in value.lower())
            ):
                return True
        return False

    def iter_elements(self, tags: Iterable[str] | None = None, /) -> Iterator["Element"]:
        """Give the elements inside, in page order; only those with one of the names, if any are given."""
        wanted = None if tags is None else frozenset(tags)
        for node in self._nodes():
            if isinstance(node, Element) and (wanted is None or node.tag in wanted):
                yield node

    def find_all(self, *, attrs: Mapping[str, bool]) -> list["Element"]:
        """Give the elements inside that have all these attributes, in page order."""
        return [element for element in self.iter_elements() if all(name in element.attributes for name in attrs)]

    # what html5lib asks

    @property
    def childNodes(self) -> list[_Node]:  # noqa: N802 - html5lib's name
        """The children."""
        return list(self)

    def appendChild(self, node: _Node) -> None:  # noqa: N802 - html5lib's name
        """Add a child at the end."""
        self._place(node, None)

    def insertBefore(self, node: _Node, refNode: _Node) -> None:  # noqa: N802, N803 - html5lib's names
        """Add a child before another."""
        self._place(node, refNode)

    def _place(self, node: _Node, before: _Node | None) -> None:
        if node.parent is not None:
            node.parent.removeChild(node)
        after = self._last if before is None else before.previous_sibling
        node.parent, node.previous_sibling, node.next_sibling = self, after, before
        if after is None:
            self._first = node
        else:
            after.next_sibling = node
        if before is None:
            self._last = node
        else:
            before.previous_sibling = node

    def insertText(self, data: str, insertBefore: _Node | None = None) -> None:  # noqa: N802, N803 - html5lib's names
        """Add characters at the end or before a child, to a neighbouring text if there is one."""
        neighbour = self._last if insertBefore is None else insertBefore.previous_sibling
        if isinstance(neighbour, Text):
            neighbour.add(data)
        else:
            text = Text([data])
            text.clean = self._mark.clean
            self._place(text, insertBefore)

    def removeChild(self, node: _Node) -> None:  # noqa: N802 - html5lib's name
        """Take a child out."""
        before, after = node.previous_sibling, node.next_sibling
        if before is None:
            self._first = after
        else:
            before.next_sibling = after
        if after is None:
            self._last = before
        else:
            after.previous_sibling = before
        node.parent = node.previous_sibling = node.next_sibling = None

    def reparentChildren(self, newParent: "Element") -> None:  # noqa: N802, N803 - html5lib's names
        """Move all children to another element."""
        while self._first is not None:
            newParent.appendChild(self._first)

    def cloneNode(self) -> "Element":  # noqa: N802 - html5lib's name
        """Give an empty copy."""
        clone = Element(self.name, self.namespace, self._mark)
        clone.attributes = dict(self.attributes)
        return clone

    def hasContent(self) -> bool:  # noqa: N802 - html5lib's name
        """Tell whether there are children."""
        return self._first is not None


class _Mark:
    """The marker attributes of one page: names that the page does not use."""

    def __init__(self, text: str) -> None:
        name = "casevide-at"
        low = text.lower()
        while name in low:
            name += "x"
        self.names = (name, name + "-")
        self.clean: re.Pattern[str] | None = re.compile(rf" {name}=\d+| {name}-=\d+ ")

    def copy(self, text: str) -> str:
        """Give the text with a marker after the name of everything that looks like a start tag."""
        plain, closed = self.names

        def marked(found: re.Match[str]) -> str:
            if found[1] == "/":  # the slash would become part of an unquoted value
                return f"{found[0]} {closed}={found.start()} "
            return f"{found[0]} {plain}={found.start()}"

        return _CANDIDATE.sub(marked, text)


class _Builder(TreeBuilder):
    """Builds `Element` trees."""

    def __init__(self, mark: _Mark, deadline: float | None) -> None:
        self._mark = mark
        self._deadline = deadline
        self._made = 0
        super().__init__(namespaceHTMLElements=True)

    def documentClass(self) -> Element:  # noqa: N802 - html5lib's name
        """Make a root."""
        return Element("#document", None, self._mark)

    fragmentClass = documentClass  # noqa: N815 - html5lib's name

    def elementClass(self, name: str, namespace: str | None) -> Element:  # noqa: N802 - html5lib's name
        """Make an element, with a look at the clock now and then."""
        self._made += 1
        if self._deadline is not None and self._made % _NODES_BETWEEN_LOOKS == 0 and perf_counter() > self._deadline:
            raise TimeBudgetError
        if name == "html" and namespace != namespaces["html"]:
            name = "html-"  # html5lib asks for the name alone where it means the root
        return Element(name, namespace, self._mark)

    def commentClass(self, data: str) -> Comment:  # noqa: N802 - html5lib's name
        """Make a comment."""
        del data
        return Comment()

    def doctypeClass(self, *parts: str) -> Comment:  # noqa: N802 - html5lib's name
        """Make a document type."""
        del parts
        return Comment()

    def generateImpliedEndTags(self, exclude: str | None = None) -> None:  # noqa: N802 - html5lib's name
        """Close what closes by itself; html5lib's own version calls itself once for each element."""
        while self.openElements[-1].name in _IMPLIED and self.openElements[-1].name != exclude:
            self.openElements.pop()


class _Tokenizer(HTMLTokenizer):
    """Hands the tags of templates to the parser's own methods."""

    def __iter__(self) -> Iterator[Any]:
        parser: _Parser = self.parser
        for token in super().__iter__():
            if token["type"] == tokenTypes["StartTag"]:
                yield from parser.starting(token)
            elif token["type"] == tokenTypes["EndTag"]:
                yield from parser.ending(token)
            else:
                yield token
        while parser.close_template():
            pass


_OF_TABLES = {
    **dict.fromkeys(("caption", "colgroup", "tbody", "tfoot", "thead"), "inTable"),
    "col": "inColumnGroup",
    "tr": "inTableBody",
    "td": "inRow",
    "th": "inRow",
}
_PHASES = {
    **dict.fromkeys(("tbody", "tfoot", "thead"), "inTableBody"),
    **dict.fromkeys(("td", "th"), "inCell"),
    **dict.fromkeys(("head", "body"), "inBody"),
    "select": "inSelect",
    "tr": "inRow",
    "caption": "inCaption",
    "colgroup": "inColumnGroup",
    "table": "inTable",
    "frameset": "inFrameset",
    "html": "beforeHead",
}
"""The phases that open elements lead back to (HTML, "13.2.4.1 The insertion mode")."""

_UNDECIDED = frozenset(
    ["base", "basefont", "bgsound", "link", "meta", "noframes", "script", "style", "template", "title"]
)


class _Parser(html5lib.HTMLParser):
    """
    html5lib with templates.

    The content of a template is parsed as a page of its own with a root of its own, whose kind its first tag decides
    (HTML, "13.2.6.4.22 The 'in template' insertion mode").
    """

    def __init__(self, mark: _Mark, deadline: float | None) -> None:
        super().__init__(tree=lambda _: _Builder(mark, deadline))  # type: ignore[arg-type]  # any factory will do
        self._mark = mark
        self._outside: list[tuple[Element, dict[str, Any], dict[str, Any]]] = []
        self._settled = True
        self.before_head = [self.phases[name] for name in ("initial", "beforeHtml", "beforeHead")]

    def _parse(
        self,
        stream: str,
        innerHTML: bool = False,  # noqa: FBT001, FBT002, N803 - html5lib's signature
        container: str | None = "div",
        scripting: bool = False,  # noqa: FBT001, FBT002 - html5lib's signature
        **kwargs: Any,
    ) -> None:
        self.innerHTMLMode = innerHTML
        self.container = container or ""
        self.scripting = scripting
        self.tokenizer = _Tokenizer(stream, parser=self, **kwargs)
        self.reset()
        self.mainLoop()

    def resetInsertionMode(self) -> None:  # noqa: N802 - html5lib's name
        """Choose the phase that fits the open elements; html5lib's own version takes SVG's elements for HTML's."""
        elements = self.tree.openElements
        for element in reversed(elements):
            last = element is elements[0]
            name = self.innerHTML if last and self.innerHTML else element.name
            if name in _PHASES and (last or element.namespace == namespaces["html"]):
                self.phase = self.phases[_PHASES[name]]
                return
        self.phase = self.phases["inBody"]

    def starting(self, token: Any) -> Iterator[Any]:
        """Give what html5lib is to see in place of a start tag."""
        name = token["name"]
        if name == "template" and self.may_open_template():
            if self.phase in self.before_head:
                yield {"type": token["type"], "name": "head", "data": {}, "selfClosing": False}
            self.open_template(token)
            return
        self.settle_template(name)
        if not (name == "form" and self.ignores_form()):
            yield token

    def ending(self, token: Any) -> Iterator[Any]:
        """Give what html5lib is to see in place of an end tag."""
        name = token["name"]
        if (name == "template" and self.close_template()) or (name == "form" and self.close_form()):
            return
        if name in ("br", "p"):
            self.leave_foreign()
        yield token

    def may_open_template(self) -> bool:
        """Tell whether a template can begin here."""
        current = self.tree.openElements[-1] if self.tree.openElements else None
        closed = [self.phases[name] for name in ("inFrameset", "afterFrameset", "afterAfterFrameset", "text")]
        return self.phase not in closed and (
            current is None
            or current.nameTuple[0] == namespaces["html"]
            or self.isHTMLIntegrationPoint(current)
            or self.isMathMLTextIntegrationPoint(current)
        )

    def _flush(self) -> None:
        if self.phase is self.phases["inTableText"]:
            self.phase.flushCharacters()
            self.phase = self.phase.originalPhase

    def open_template(self, token: Any) -> None:
        """Begin the content of a template."""
        self._flush()
        if self.phase in (self.phases["afterBody"], self.phases["afterAfterBody"]):
            self.phase = self.phases["inBody"]
        tree = self.tree
        token["data"] = dict(token["data"])
        template = tree.insertElementNormal(token)
        tree.openElements.pop()
        names = ("openElements", "activeFormattingElements", "headPointer", "formPointer", "insertFromTable")
        self._outside.append(
            (
                template,
                {name: getattr(tree, name) for name in names},
                {"phase": self.phase, "innerHTML": self.innerHTML, "_settled": self._settled},
            )
        )
        tree.openElements = [Element("html", namespaces["html"], self._mark)]
        tree.activeFormattingElements = ActiveFormattingElements()
        tree.formPointer = None
        tree.insertFromTable = False
        self.phase = self.phases["inBody"]
        self.innerHTML = "template"
        self._settled = False

    def ignores_form(self) -> bool:
        """Tell whether a form may not begin here; inside a template it may do so in a form, but not in a table."""
        if not self._outside:
            return False
        self.tree.formPointer = None
        return self.phase in [self.phases[name] for name in ("inTable", "inTableText", "inTableBody", "inRow")]

    def close_form(self) -> bool:
        """Close the innermost form with all inside, as inside a template; ``False`` outside of one."""
        if not self._outside or self.phase in (self.phases["text"], self.phases["inForeignContent"]):
            return False
        if self.tree.elementInScope("form"):
            while self.tree.openElements.pop().name != "form":
                pass
        return True

    def leave_foreign(self) -> None:
        """Leave SVG and MathML, as ``</p>`` and ``</br>`` do (HTML, 13.2.6.5); html5lib is older than that."""
        elements = self.tree.openElements
        while elements and not (
            elements[-1].namespace == namespaces["html"]
            or self.isHTMLIntegrationPoint(elements[-1])
            or self.isMathMLTextIntegrationPoint(elements[-1])
        ):
            elements.pop()

    def settle_template(self, tag: str) -> None:
        """Let the first tag inside a template decide how its content is parsed."""
        if not self._settled and tag not in _UNDECIDED:
            self._settled = True
            if tag in _OF_TABLES:
                self.phase = self.phases[_OF_TABLES[tag]]

    def close_template(self) -> bool:
        """End the content of the innermost template; ``False`` if there is none."""
        if not self._outside:
            return False
        self._flush()
        template, of_tree, of_parser = self._outside.pop()
        self.tree.openElements[0].reparentChildren(template)
        # What a cell left open inside leaves behind stays, as the standard has it: all up to the last marker.
        left = [Marker, *self.tree.activeFormattingElements]
        while left.pop() is not Marker:
            pass
        of_tree["activeFormattingElements"].extend(left)
        for name, value in of_tree.items():
            setattr(self.tree, name, value)
        for name, value in of_parser.items():
            setattr(self, name, value)
        return True


class Marked:
    """The pure Python parser."""

    name = "html5lib"

    def parse(self, text: str, context: str | None = None, deadline: float | None = None) -> Tree:
        """See `casevide.page.parse.Parser.parse`."""
        text = level(text)
        mark = _Mark(text)
        copy = mark.copy(text)
        parser = _Parser(mark, deadline)
        if context is None:
            root = parser.parse(copy)
        else:
            root = Element(context, namespaces["html"], mark)
            parser.parseFragment(copy, container=context).reparentChildren(root)
        return Tree(root, Element, Text)
