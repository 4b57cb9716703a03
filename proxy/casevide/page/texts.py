"""
What an element says: its text as a reader sees it, and whether it says that an answer is compulsory.

Nothing that a person typed or chose is text: neither the content of a control, nor of an editable element, nor what a
widget shows as its choice. Every reading is bounded and remembered, so that a page costs linear time whatever it holds.
"""

from functools import cached_property, lru_cache
from time import perf_counter

from casevide.page.marking import CLASS_HINTS, STAR, class_forces, label_forces, remark_forces, star_is_free
from casevide.page.parse import Element, TimeBudgetError, Tree

Heard = tuple[str, bool]
"""A text, and whether it says that an answer is compulsory."""

NOTHING: Heard = ("", False)

LONGEST = 600
"""Characters of a label, legend or heading that are kept."""

LONGEST_BESIDE = 200
"""Characters of a text beside a control that may still be its question; what is longer explains something."""

MOST_REFERENCES = 8
"""Elements that one ``aria-labelledby`` or one control's labels may name; the rest is ignored."""

_LONGEST_RAW = 4 * LONGEST
_MOST_PARTS = 400
_DEEPEST = 40

SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "select",
        "textarea",
        "option",
        "optgroup",
        "datalist",
        "button",
        "output",
        "meter",
        "progress",
        "object",
        "iframe",
        "svg",
        "math",
        "head",
        "title",
        "input",
        "video",
        "audio",
        "canvas",
        "map",
        "noframes",
        "noembed",
    ]
)
"""Elements whose content is not text of a label."""

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "del",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements that do not end a word; every other one does."""

WIDGETS = frozenset(["combobox", "radiogroup", "radio", "checkbox", "switch", "spinbutton", "textbox", "listbox"])
"""The ARIA roles that make an element a field."""

_VALUES = frozenset(("select", "textarea", "output", "option", "datalist"))
_VALUE_ROLES = frozenset(["combobox", "spinbutton", "textbox", "listbox", "searchbox", "slider"])
_HIDDEN_STYLES = ("display:none", "visibility:hidden")

CLASS_MAY_FORCE = ",".join(f"[class*={hint} i]" for hint in CLASS_HINTS)
"""Selects the elements of which `Reader.forced_by_class` may be true."""

_EDITABLE = frozenset(("", "true", "plaintext-only"))
_SHOWS_A_CHOICE = "[class*=ui-inputfield i],[class*=selection__rendered i]"
"""What PrimeFaces and Select2 show the choice in; they use a label or name another element by it."""
_MAY_BE_SILENT = "[hidden],[role],[contenteditable],[style]," + _SHOWS_A_CHOICE


def fold(text: str) -> str:
    """Give a text with white space folded, at most 600 characters long."""
    if len(text) > LONGEST:
        return " ".join(text[:_LONGEST_RAW].split())[:LONGEST].rstrip()
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def _hear(text: str) -> Heard:
    """Give a text without white space, stars and colons around it, and whether it says "compulsory" by star or word."""
    folded = fold(text)
    if not folded:
        return NOTHING
    bare = folded
    if folded[-1] in "*:)" or folded[0] in "*:(":
        bare = folded.removesuffix("(*)").strip(" *:").removesuffix("(*)").rstrip(" *:")
    return bare, STAR in folded or label_forces(folded)


def title_text(raw: str) -> str:
    """Give the text of a ``<title>`` as it is heard, without stars and colons around it."""
    return _hear(raw[:_LONGEST_RAW])[0]


def joined(heard: list[Heard]) -> Heard:
    """Give several texts as one, each only once."""
    texts = dict.fromkeys(text for text, _ in heard if text)
    return fold(" ".join(texts)), any(forced for _, forced in heard)


def is_editable(element: Element) -> bool:
    """Tell whether a person writes into the element itself."""
    editable = element.attr("contenteditable")
    return editable is not None and editable.lower() in _EDITABLE


def _shows_a_value(element: Element) -> bool:
    """Tell whether an element shows what a person typed or chose."""
    return (
        element.tag in _VALUES
        or (element.attr("role") or "").strip().lower() in _VALUE_ROLES
        or is_editable(element)
        or element.matches(_SHOWS_A_CHOICE)
    )


class Reader:
    """
    Reads the elements of one page.

    Args:
        tree: The page.
        deadline: The `time.perf_counter` after which reading stops with an error; ``None`` for never.
    """

    def __init__(self, tree: Tree, deadline: float | None = None) -> None:
        self.element = tree.element
        self.characters = tree.characters
        self._root = tree.root
        self._deadline = deadline
        self._known: dict[Element, Heard] = {}

    def check(self) -> None:
        """
        Look at the clock.

        Raises:
            TimeBudgetError: The deadline has passed.
        """
        if self._deadline is not None and perf_counter() > self._deadline:
            raise TimeBudgetError

    @cached_property
    def star(self) -> bool:
        """Whether an asterisk means "compulsory" on this page; worked out when the first is met."""
        # The quick look takes in scripts and what was typed; only a look without them counts.
        return not (star_is_free(self._root.text) and star_is_free(self._said()))

    def _said(self) -> str:
        """Give all that the page says, without what adds nothing to a text."""
        parts: list[str] = []
        nodes = [self._root]
        while nodes:
            node = nodes.pop()
            kind = type(node)
            if kind is self.characters:
                parts.append(node.data)
            elif kind is not self.element or not self.is_silent(node, node.tag):
                nodes.extend(reversed(list(node)))
        return "".join(parts)

    @cached_property
    def _editable(self) -> frozenset[Element]:
        """The elements that a person writes into, and those inside."""
        inside: set[Element] = set()
        for element in self._root.find_all(attrs={"contenteditable": True}):
            if is_editable(element) and element not in inside:
                inside.add(element)
                inside.update(element.iter_elements())
        return frozenset(inside)

    @staticmethod
    def forced_by_class(element: Element) -> bool:
        """Tell whether the ``class`` of an element says that an answer is compulsory."""
        return element.matches(CLASS_MAY_FORCE) and class_forces(element.attr("class") or "")

    def forced_by_remark(self, text: str) -> bool:
        """Tell whether a text beside a control or its label says that an answer is compulsory."""
        return len(text) <= LONGEST and remark_forces(text) and (STAR not in text or self.star)

    def heard(self, text: str) -> Heard:
        """Give a text folded and without stars and colons around it, and whether it says "compulsory"."""
        heard = _hear(text if len(text) <= _LONGEST_RAW else text[:_LONGEST_RAW])
        if heard[1] and STAR in text and not self.star:
            return heard[0], label_forces(heard[0])
        return heard

    def read(self, element: Element) -> Heard:
        """Give the text of an element, as `heard`."""
        known = self._known.get(element)
        if known is None:
            size = len(element)
            if size == 0 or (self._editable and element in self._editable):
                known = NOTHING
            elif size == 1 and type(child := element[0]) is self.characters:
                known = self.heard(child.data)
            else:
                text, marked = self.raw(element)
                known = self.heard(text)
                if marked and not known[1]:
                    known = (known[0], True)
            self._known[element] = known
        return known

    def element_of(self, name: str) -> Element | None:
        """Give the first element of the page with that id."""
        return self._by_id.get(name)

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self._root.find_all(attrs={"id": True}):
            found.setdefault(element.attr("id") or "", element)
        return found

    def named(self, element: Element) -> Heard:
        """Give the name that ``aria-labelledby`` or ``aria-label`` gives an element."""
        if not element.matches("[aria-labelledby],[aria-label]"):
            return NOTHING
        references = (element.attr("aria-labelledby") or "").split()[:MOST_REFERENCES]
        found = [self.element_of(reference) for reference in references]
        heard = joined([self.read(one) for one in found if one is not None and not _shows_a_value(one)])
        return heard if heard[0] else self.heard(element.attr("aria-label") or "")

    @staticmethod
    def is_silent(element: Element, tag: str) -> bool:
        """Tell whether an element inside a label, or beside a control, adds nothing to the text."""
        if tag in SILENT:
            return True
        if not element.matches(_MAY_BE_SILENT):
            return False
        style = element.attr("style")
        return (
            element.attr("hidden") is not None
            or (style is not None and any(one in style.replace(" ", "").lower() for one in _HIDDEN_STYLES))
            or _shows_a_value(element)
        )

    def raw(self, element: Element) -> Heard:
        """Give the text of an element as it stands, and whether a mark-up inside says "compulsory"; not remembered."""
        parts: list[str] = []
        forced = self._gather(element, parts, _DEEPEST, in_label=element.tag == "label")
        return "".join(parts), forced

    def _gather(self, element: Element, parts: list[str], deeper: int, *, in_label: bool) -> bool:
        """Add what an element says to the `parts`, one or more for each node, and tell whether it is marked."""
        forced = False
        for node in element:
            if len(parts) > _MOST_PARTS:
                break
            kind = type(node)
            if kind is self.characters:
                data = node.data
                parts.append(data if len(data) <= _LONGEST_RAW else data[:_LONGEST_RAW])
            elif kind is self.element:
                tag = node.tag
                gap = "" if tag in INLINE else " "
                parts.append(gap)
                if tag in SILENT or (in_label and tag == "label"):
                    continue
                if self.forced_by_class(node):
                    forced = True
                if node.matches("[aria-hidden=true]"):
                    forced = forced or (len(node) == 1 and node.text.strip() == STAR and self.star)
                elif deeper and not self.is_silent(node, tag):
                    forced = self._gather(node, parts, deeper - 1, in_label=in_label) or forced
                    parts.append(gap)
        return forced
