"""
The fields of a page: what it asks, in page order. Pure: text in, data out.

A radio group is one field; each checkbox is one. Hidden inputs, buttons, search boxes and passwords are none. Fields in
templates count, since a script will show them; what stands in SVG does not.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from casevide.field import Field
from casevide.page.labels import TICKED, Labels
from casevide.page.marking import is_way_out, ways_out
from casevide.page.parse import Element, Parser, TimeBudgetError, Tree, choose_parser, is_html
from casevide.page.places import HEADINGS, SECTIONS, SPEAKING_ROLES, Place, Surroundings
from casevide.page.texts import LONGEST, WIDGETS, Reader, fold, is_editable, title_text

__all__ = ["Page", "TimeBudgetError", "find_fields"]

_NATIVE = frozenset({"input", "select", "textarea"})
_LOOKED_AT = ("input", "select", "textarea", "label", "svg", "math", *HEADINGS)

_INPUTS = {
    **dict.fromkeys(("text", "url", "color", ""), "text"),
    **dict.fromkeys(("date", "datetime", "datetime-local", "month", "week", "time"), "date"),
    **dict.fromkeys(("number", "range"), "number"),
    **{kind: kind for kind in ("email", "tel", "file", "checkbox", "radio")},
    **dict.fromkeys(("password", "search"), "nothing"),
    **dict.fromkeys(("hidden", "submit", "button", "reset", "image"), "no control"),
}
"""What each ``type`` of an ``<input>`` is to us; an unknown one is ``text`` (HTML, "4.10.5 The input element")."""

_NOT_IN_OPTIONS = ("textarea", "script", "style", "div", "span")
_FIELDS_BETWEEN_LOOKS = 16
_IDLE_ROLES = frozenset(
    ["gridcell", "row", "rowgroup", "grid", "cell", "table", "presentation", "none", "button", "tab", "tablist"]
)
_LEVELS = {tag: level for level, tag in enumerate(HEADINGS, 1)}


@dataclass(frozen=True, slots=True)
class Page:
    """
    What was found on a page.

    Attributes:
        title: The text of its ``<title>``. It may hold a person's name.
        headings: The texts of its headings, in page order.
        fields: Its fields, in page order.
    """

    title: str
    headings: tuple[str, ...]
    fields: tuple[Field, ...]


class _Headings(tuple[tuple[int, str, Element | None], ...]):
    """The headings above a place of the page, outermost first: level, text and the sectioning element around."""

    __slots__ = ()
    __hash__ = object.__hash__  # one object for each stretch of the page


_Choices = list[tuple[Element, Surroundings]]

_Met = tuple[Element, str, _Headings, Surroundings, _Choices | None]
"""What asks: a control, or the first of a radio group; its kind; the headings above; what surrounds it; its choices."""


class _Finder:
    """Finds the fields of one page."""

    def __init__(self, root: Element, reader: Reader, title: str) -> None:
        self._root = root
        self._reader = reader
        self._roles: dict[Element, str] = {}
        self._labels = Labels(reader, self._roles)
        self._widgets: dict[Element, str] = {}
        self._scopes: dict[Element, tuple[bool, Element | None]] = {}
        self._sections: dict[tuple[_Headings, Place], str] = {}
        self._groups: dict[object, _Choices] = {}
        self._title = title
        self.headings: list[str] = []

    def find(self) -> tuple[Field, ...]:
        """Give the fields of the page, in page order."""
        met = self._meet_all()
        drafts = []
        for number, one in enumerate(met):
            if number % _FIELDS_BETWEEN_LOOKS == 0:
                self._reader.check()
            drafts.append(self._ask(one))
        self._add_boxes_beside(met, drafts)
        return tuple(drafts)

    # meeting

    def _meet_all(self) -> list[_Met]:
        """Walk through the page and give what asks, each radio group once."""
        widgets = self._widgets = self._find_widgets()
        elements = self._elements(widgets)
        self._labels.index(elements)
        found: list[_Met] = []
        above = _Headings()
        for number, (element, tag) in enumerate(elements):
            if number % _FIELDS_BETWEEN_LOOKS == 0:
                self._reader.check()
            if tag == "input":
                kind = element.attr("type") or "text"
                kind = _INPUTS.get(kind) or _INPUTS.get(kind.strip().lower(), "text")
                if kind != "no control":
                    self._meet(found, element, kind, above)
            elif tag == "select" or tag == "textarea":  # noqa: PLR1714 - a set is slower
                self._meet(found, element, tag, above)
            elif element in widgets:
                self._meet(found, element, widgets[element], above)
            elif tag in _LEVELS:
                above = self._below(above, element, _LEVELS[tag])
        return found

    def _elements(self, widgets: dict[Element, str]) -> list[tuple[Element, str]]:
        """Give the elements to look at with their names, in page order."""
        elements = [(element, element.tag) for element in self._root.iter_elements(_LOOKED_AT)]
        if any(tag == "svg" or tag == "math" for _, tag in elements):  # noqa: PLR1714 - a set is slower
            elements = [(element, tag) for element, tag in elements if is_html(element)]
        if widgets:
            wanted = {element for element, _ in elements}.union(widgets)
            elements = [(element, element.tag) for element in self._root.iter_elements() if element in wanted]
        return elements

    def _find_widgets(self) -> dict[Element, str]:
        """Give the elements that are fields by their ARIA role or because a person writes into them."""
        widgets: dict[Element, str] = {}
        for element in self._root.find_all(attrs={"role": True}):
            role = element.attr("role") or ""
            if role in _IDLE_ROLES or (role := role.strip().lower()) not in SPEAKING_ROLES:
                continue
            self._roles[element] = role
            if role in WIDGETS and element.tag not in _NATIVE and not _is_shell(element, role):
                widgets[element] = role
        if "radio" in widgets.values():
            self._drop_groups_of_radios(widgets)
        for element in self._root.find_all(attrs={"contenteditable": True}):
            if element not in widgets and element.tag not in _NATIVE and is_editable(element):
                widgets[element] = "textbox"
        return widgets

    @staticmethod
    def _drop_groups_of_radios(widgets: dict[Element, str]) -> None:
        """Leave out the groups whose choices are widgets themselves: the choices stand for them."""
        holding: set[Element] = set()
        for radio in [element for element, role in widgets.items() if role == "radio"]:
            node = radio.parent
            while node is not None and node not in holding:
                holding.add(node)
                node = node.parent
        for element in [element for element, role in widgets.items() if role == "radiogroup" and element in holding]:
            del widgets[element]

    def _meet(self, found: list[_Met], element: Element, kind: str, above: _Headings) -> None:
        places = self._labels.places
        parent = element.parent
        around = (None if parent is None else places.known.get(parent)) or places.around(parent)
        places.known[element] = around
        if kind == "nothing" or around[0].search or self._roles.get(element) == "searchbox":
            return
        choices: _Choices | None = None
        if kind == "radio":
            key = _group_key(element, around)
            if key in self._groups:
                self._groups[key].append((element, around))
                return
            choices = self._groups[key] = [(element, around)]
        found.append((element, kind, above, around, choices))

    def _below(self, above: _Headings, heading: Element, level: int) -> _Headings:
        """Give the headings above what follows a heading."""
        typed, scope = self._scope(heading)
        text = "" if typed else self._reader.read(heading)[0]
        if not text:
            return above
        self.headings.append(text)
        return _Headings((*(one for one in above if one[0] < level), (level, text, scope)))

    def _scope(self, heading: Element) -> tuple[bool, Element | None]:
        """Tell whether a heading stands in something that a person writes into; give the sectioning element around."""
        chain: list[Element] = []
        known: tuple[bool, Element | None] = (False, None)
        node = heading.parent
        while node is not None:
            if node in self._scopes:
                known = self._scopes[node]
                break
            chain.append(node)
            node = node.parent
        for one in reversed(chain):
            if type(one) is self._reader.element:
                if one in self._widgets:
                    known = (True, known[1])
                elif one.tag in SECTIONS:
                    known = (known[0], one)
            self._scopes[one] = known
        return known

    # asking

    def _ask(self, met: _Met) -> Any:
        """Give the draft of a field."""
        element, kind, above, around, choices = met
        labels = self._labels
        attr = element.attr
        name = attr("id")
        shared = attr("name") or ""
        options: tuple[str, ...] = ()
        if choices is None:
            marked = [element]
            label, group, forced = labels.ask(element, name, around, kind)
            if kind == "select":
                options = self._options(element)
        else:
            marked = [one for one, _ in choices]
            texts = [labels.choice(one, one.attr("id"), place) for one, place in choices]
            options = tuple([text for text in texts if text])
            label, group, forced = labels.ask_group(element, name, shared, around, texts[0])
        if not forced:
            forced = any(map(_demands, marked)) or labels.is_forced(element, around)
        autocomplete = placeholder = title = ""
        if element.matches("[autocomplete],[placeholder],[title]"):
            autocomplete = (attr("autocomplete") or "").strip().lower()
            placeholder = attr("placeholder") or ""
            title = attr("title") or ""
        return Field(
            kind,
            label,
            group,
            self._section(above, around[0]),
            self._title,
            shared,
            name or "",
            autocomplete,
            placeholder,
            title,
            options,
            forced,
            ways_out(options) if options else (),
            "#" + name if name else "",
            tuple([one.source_col for one in marked if one.source_col is not None]),
        )

    def _options(self, select: Element) -> tuple[str, ...]:
        """Give the texts of the options of a select, without those that say nothing."""
        options = select.iter_elements(("option",))
        if select.find_all(attrs={"label": True}):
            texts = [option.attr("label") or self._reader.raw(option)[0] for option in options]
        elif next(select.iter_elements(_NOT_IN_OPTIONS), None) is None:
            texts = [option.text for option in options]
        else:  # browsers of today let a text area stand in an option: what is typed there is not read
            texts = [self._reader.raw(option)[0] for option in options]
        return _folded(tuple(texts))

    def _section(self, above: _Headings, place: Place) -> str:
        section = self._sections.get((above, place))
        if section is None:
            texts = [text for _, text, scope in above if scope is None or scope in place.scopes]
            section = self._sections[above, place] = " / ".join((*texts, *place.titles))[:LONGEST].rstrip()
        return section

    @staticmethod
    def _add_boxes_beside(met: list[_Met], drafts: list[Any]) -> None:
        """Count a box beside a field that says "not known" as a way out of the field."""
        for number in range(1, len(met)):
            box = drafts[number]
            if (
                box.control == "checkbox"
                and drafts[number - 1].control not in TICKED
                and _line(met[number - 1]) is _line(met[number])
                and is_way_out(box.label)
            ):
                drafts[number - 1].ways_out += (box.label,)


@lru_cache(maxsize=1024)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([folded for folded in map(fold, texts) if folded])


def _is_shell(element: Element, role: str) -> bool:
    """Tell whether a widget only surrounds real controls, or is the list that a combobox opens."""
    if next(element.iter_elements(("input", "select", "textarea")), None) is not None:
        return True
    return role == "listbox" and not any(
        element.attr(name) for name in ("tabindex", "aria-label", "aria-labelledby", "aria-required")
    )


def _group_key(element: Element, around: Surroundings) -> object:
    """Give what the choices of one radio group have in common (HTML, "radio button group")."""
    place = around[0]
    name = element.attr("name")
    if name:
        return (name, element.attr("form") or place.form)
    return element.parent if place.set is None else place.set


def _demands(element: Element) -> bool:
    """Tell whether the attributes of a control say that an answer is compulsory."""
    return element.matches("[required],[aria-required=true],[data-val-required]")


def _line(met: _Met) -> Element | None:
    """Give the row or block that a control stands in."""
    _, cell, label = met[3]
    for inside in (cell, label):
        if inside is not None:
            return inside.parent
    return met[0].parent


def _title(tree: Tree) -> str:
    """Give the text of the page's first title that has one."""
    titles = (title_text(element.text) for element in tree.root.iter_elements(("title",)) if is_html(element))
    return next(filter(None, titles), "")


def find_fields(
    text: str, *, parser: Parser | None = None, context: str | None = None, deadline: float | None = None
) -> Page:
    """
    Find the fields of a page or of a fragment of one.

    Args:
        text: The page, decoded.
        parser: The parser to use; by default the fastest at hand.
        context: The element whose content the text is (``tbody``, ``tr``, ``div``…); ``None`` for a whole page.
        deadline: The `time.perf_counter` after which to give up; ``None`` for never.

    Returns:
        The title, the headings and the fields, each in page order.

    Raises:
        TimeBudgetError: The deadline has passed.
    """
    return fields_of((parser or choose_parser()).parse(text, context, deadline), deadline)


def fields_of(tree: Tree, deadline: float | None = None) -> Page:
    """
    Find the fields of a page that was parsed; otherwise as `find_fields`.

    Raises:
        TimeBudgetError: The deadline has passed.
    """
    title = _title(tree)
    finder = _Finder(tree.root, Reader(tree, deadline), title)
    fields = finder.find()
    return Page(title, tuple(finder.headings), fields)
