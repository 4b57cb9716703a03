"""
Where a control stands: what its ancestors say about it.

The ancestors that many controls share are looked at once. What a place knows grows from the outside inwards.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import islice

from casevide.page.parse import Element
from casevide.page.texts import CLASS_MAY_FORCE, NOTHING, WIDGETS, Heard, Reader

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

SECTIONS = frozenset(["article", "aside", "dialog", "details", "main", "nav", "section"])
_NAMED_ROLES = frozenset(["tabpanel", "dialog", "alertdialog", "region"])
_GROUP_ROLES = frozenset(["group", "radiogroup"])
_SPEAKING = SECTIONS | {"td", "th", "label", "table", "form", "fieldset", "search"}
_TELLING = f"[role],{CLASS_MAY_FORCE}"
_TELLING_ID = f"[id],{_TELLING}"
SPEAKING_ROLES = _NAMED_ROLES | _GROUP_ROLES | WIDGETS | {"search", "searchbox"}
"""The ARIA roles of elements that say something about the controls inside."""
_MOST_SCOPES = 16
_MOST_TITLES = 16
_FIRST_CHILDREN = 16


@dataclass(eq=False)
class Place:
    """
    What the ancestors of a control say.

    Attributes:
        form: The form that the control belongs to by its place.
        set: The nearest ``<fieldset>`` or element with the role ``group`` or ``radiogroup``.
        group: What that one is called: its legend or accessible name; ``""`` if nothing.
        named: Whether `group` is the name of `set` itself, not of one around it.
        demands: Whether `group` says that an answer is compulsory.
        outer: The place around `set`.
        titles: What the containers around are called, outermost first: outer legends, table captions, the summary of
            ``<details>``, the names of tab panels and dialogs.
        scopes: The nearest sectioning elements, innermost last; a heading speaks only within its own.
        search: Whether this is a search region.
        widget: The nearest element with the role of a widget.
        asked: The nearest element whose id a ``<label for>`` names though it is not a control.
        table: The nearest table.
        headed: Whether that table has any ``<th>``.
        spanned: Whether that table has cells that span columns.
        demanding: The nearest element whose class says "required".
    """

    form: Element | None = None
    set: Element | None = None
    group: str = ""
    named: bool = False
    demands: bool = False
    outer: "Place | None" = None
    titles: tuple[str, ...] = ()
    scopes: tuple[Element, ...] = ()
    search: bool = False
    widget: Element | None = None
    asked: Element | None = None
    table: Element | None = None
    headed: bool = False
    spanned: bool = False
    demanding: Element | None = None

    def but(self, **changes: object) -> "Place":
        """Give a copy with some things changed (`dataclasses.replace` takes five times as long)."""
        place = object.__new__(Place)
        place.__dict__.update(self.__dict__, **changes)
        return place


NOWHERE = Place()


def _titled(place: Place, title: str) -> Place:
    return place.but(titles=(*place.titles, title)[-_MOST_TITLES:]) if title else place


Surroundings = tuple[Place, Element | None, Element | None]
"""The place, the table cell and the label element around a control."""


class Places:
    """
    Finds the place of each control of one page.

    Args:
        reader: The reader of the page.
        roles: The elements of the page whose role matters here, see `SPEAKING_ROLES`.
        targets: The ids that labels name though no control has them.
    """

    def __init__(
        self,
        reader: Reader,
        roles: Mapping[Element, str],
        targets: Container[str],
    ) -> None:
        self._reader = reader
        self._roles = roles
        self._targets = targets
        self.known: dict[Element, Surroundings] = {}
        """What surrounds the children of each element that holds a control; controls themselves are in it too."""

    def around(self, element: Element | None) -> Surroundings:
        """Give what surrounds the children of an element; from now on the element is known to hold a control."""
        chain: list[Element] = []
        known: Surroundings | None = None
        while element is not None:
            known = self.known.get(element)
            if known is not None:
                break
            chain.append(element)
            element = element.parent
        if known is None:
            known = (NOWHERE, None, None)
        kind = self._reader.element
        telling = _TELLING_ID if self._targets else _TELLING
        for element in reversed(chain):
            if type(element) is kind:
                tag = element.tag
                if element.matches(telling):
                    known = self._enter(element, tag, known)
                elif tag == "td":
                    known = (known[0], element, known[2])
                elif tag in _SPEAKING:
                    known = self._enter(element, tag, known)
            self.known[element] = known
        return known

    def _enter(self, element: Element, tag: str, outside: Surroundings) -> Surroundings:
        """Give what surrounds the children of an element, given what surrounds the element."""
        place, cell, label = outside
        if tag in {"td", "th"}:
            cell = element
        elif tag == "label":
            label = element
        elif tag == "table":
            cell = label = None
            place = self._enter_table(element, place)
        elif tag in _SPEAKING:
            place = self._enter_container(element, tag, place)
        if element in self._roles:
            place = self._play(element, self._roles[element], place)
        if element.attr("id") in self._targets:
            place = place.but(asked=element)
        if self._reader.forced_by_class(element):
            place = place.but(demanding=element)
        return place, cell, label

    def _enter_table(self, table: Element, place: Place) -> Place:
        return _titled(place, self._child(table, "caption")[0]).but(
            table=table,
            headed=next(table.iter_elements(("th",)), None) is not None,
            spanned=bool(table.find_all(attrs={"colspan": True})),
        )

    def _enter_container(self, element: Element, tag: str, place: Place) -> Place:
        if tag == "form":
            return place.but(form=element)
        if tag == "fieldset":
            return self._group(element, place, self._child(element, "legend"))
        if tag == "search":
            return place.but(search=True)
        place = place.but(scopes=(*place.scopes, element)[-_MOST_SCOPES:])
        return _titled(place, self._child(element, "summary")[0]) if tag == "details" else place

    def _play(self, element: Element, role: str, place: Place) -> Place:
        if role in _GROUP_ROLES and place.set is not element:
            place = self._group(element, place, self._reader.named(element))
        elif role == "search":
            place = place.but(search=True)
        elif role in _NAMED_ROLES:
            place = _titled(place, self._reader.named(element)[0])
        elif role in WIDGETS:
            place = place.but(widget=element)
        return place

    def _group(self, element: Element, place: Place, heard: Heard) -> Place:
        name, forced = heard if heard[0] else self._reader.named(element)
        inside = _titled(place, place.group) if name else place
        return inside.but(set=element, group=name or place.group, named=bool(name), demands=forced, outer=place)

    def _child(self, element: Element, tag: str) -> Heard:
        """Give the text of the first child of that name."""
        for child in islice(element, _FIRST_CHILDREN):
            if type(child) is self._reader.element and child.tag == tag:
                return self._reader.read(child)
        return NOTHING
