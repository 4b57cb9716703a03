"""
The question that a control asks, as the page writes it.

The first of these that says something is the label:

1. the elements that ``aria-labelledby`` names; 2. ``aria-label``; 3. every ``<label for>``, in page order;
4. the ``<label>`` around the control; 5. for a group of choices, its legend or accessible name; for a checkbox or a
choice, the text after it; 6. text right before it in the same cell, line or block, if it is more than a preposition;
7. in a table, the header of the row, the cell before, the header of the column; 8. text before it in the blocks around.

``title``, ``placeholder`` and ``name`` are weaker evidence and stay apart. Nothing typed or chosen is ever read:
neither ``value`` nor ``checked`` nor ``selected``, nor the content of a text area, an editable element or a widget.

Standards: HTML, "4.10.4 The label element"; "Accessible Name and Description Computation 1.2".
"""

import re
from collections.abc import Iterable, Mapping

from casevide.page.nearby import Nearby
from casevide.page.parse import Element
from casevide.page.places import Place, Places, Surroundings
from casevide.page.tables import NO_COLUMN, Row, Tables, is_generic
from casevide.page.texts import MOST_REFERENCES, NOTHING, Heard, Reader, joined

NOT_ASKING = frozenset(("hidden", "submit", "button", "reset", "image"))
"""The types of ``<input>`` that ask nothing."""

TICKED = frozenset(("checkbox", "switch"))
"""The kinds of control that are ticked, not filled in."""

_FEW_STEPS = 4
_CONTROLS = frozenset(("input", "select", "textarea"))

_STRONG = re.compile(r"[^\W\d_]{3,}")
_WEAK_WORDS = frozenset(
    ("van", "tot", "from", "and", "entre", "between", "jusqu", "depuis", "vers", "eur", "euros", "euro")
)
"""Words of three letters and more that stand between two controls of one question ("van … tot …") or after one."""

Question = tuple[str, str, bool]
"""What a control asks: its label, what it stands under, and whether the label or what is beside it forces an answer."""

Found = tuple[Heard, str | None, bool]
"""A label, the group that it stands under if that is decided by it, and whether an asterisk stands beside."""

_NOT_FOUND: Found = (NOTHING, None, False)


class Labels:
    """Finds the questions of one page's controls."""

    def __init__(self, reader: Reader, roles: Mapping[Element, str]) -> None:
        self._reader = reader
        self._kind = reader.element
        self._for: dict[str, list[Element]] = {}
        self._firsts: dict[str, Element] = {}
        self._first_of_label: dict[Element, Element | None] = {}
        self._single: dict[Element, bool] = {}
        self._widgets: dict[Element, Heard] = {}
        self._targets: set[str] = set()
        self.places = Places(reader, roles, self._targets)
        self._tables = Tables(reader, self.places)
        self._holds_control = self.places.known.__contains__
        self._nearby = Nearby(reader, self._holds_control)

    def index(self, elements: Iterable[tuple[Element, str]]) -> None:
        """
        Note which labels name which controls; call once, before anything else.

        Args:
            elements: The labels, controls and whatever else of the page with their tag names, in page order.
        """
        firsts, labels = self._firsts, self._for
        for element, tag in elements:
            if tag == "label":
                target = element.attr("for")
                if target:
                    labels.setdefault(target, []).append(element)
            elif tag in _CONTROLS and (name := element.attr("id")):
                firsts.setdefault(name, element)
        self._targets.update(labels.keys() - firsts.keys())

    # labels

    def _by_label(self, control: Element, name: str | None, wrapping: Element | None) -> Heard:
        if name:
            labels = self._for.get(name)
            if labels is not None and self._firsts.get(name, control) is control:
                heard = self._read_labels(labels)
                if heard[0]:
                    return heard
        if wrapping is not None and self._is_first(control, wrapping) and self._may_wrap(wrapping, name):
            return self._read_labels([wrapping])
        return NOTHING

    def _read_labels(self, labels: list[Element]) -> Heard:
        if len(labels) > 1:
            return joined([self._read_labels([label]) for label in labels[:MOST_REFERENCES]])
        label = labels[0]
        heard = self._reader.read(label)
        if not heard[1] and (self._reader.forced_by_class(label) or self._nearby.forces(label)):
            return heard[0], True
        return heard

    def _is_first(self, control: Element, label: Element) -> bool:
        """Tell whether a control is the one that the label around it means: the first that is not hidden."""
        if label not in self._first_of_label:
            first = None
            for first in label.iter_elements(_CONTROLS):
                if first is control or not first.matches("[type=hidden]"):
                    break
            self._first_of_label[label] = first
        first = self._first_of_label[label]
        return first is None or first is control

    def _may_wrap(self, label: Element, name: str | None) -> bool:
        target = label.attr("for")
        return not target or target == name or self._reader.element_of(target) is None

    def _is_single(self, element: Element) -> bool:
        """Tell whether an element holds the controls of one question only: one control, or the choices of one."""
        known = self._single.get(element)
        if known is None:
            first: tuple[str, str] | None = None
            known = True
            for control in element.iter_elements(("input", "select", "textarea")):
                kind = (control.attr("type") or "").lower() if control.tag == "input" else ""
                if kind in NOT_ASKING:
                    continue
                name = (kind, control.attr("name") or "") if kind == "radio" else ("", "")
                if first is not None and (kind != "radio" or name != first):
                    known = False
                    break
                first = name
            self._single[element] = known
        return known

    def is_forced(self, control: Element, around: Surroundings) -> bool:
        """Tell whether the classes of a control or of what holds it alone, or a remark beside, force an answer."""
        place, cell, _ = around
        if self._reader.forced_by_class(control):
            return True
        if place.demanding is not None and self._is_single(place.demanding):
            return True
        if place.widget is not None and place.widget.attr("aria-required") == "true":
            return True
        if place.set is not None and place.set.attr("aria-required") == "true" and self._is_single(place.set):
            return True
        return self._nearby.forces(control) or self._forced_by_cell_after(cell)

    def _forced_by_cell_after(self, cell: Element | None) -> bool:
        after = None if cell is None else cell.next_sibling
        return after is not None and self._nearby.remark_after(after)

    # tables

    def _in_table(self, cell: Element, place: Place, *, choice: str = "") -> Found:
        """
        Give what a table says about a control in a cell.

        Args:
            cell: The cell.
            place: Where it stands.
            choice: ``checkbox``, ``switch`` or ``radio`` where the text of something to tick is wanted.
        """
        named = cell.attr("headers")
        if named:
            heard, group = self._by_headers(named, cell)
            if heard[0]:
                return heard, group or None, False
        elif not choice:
            heard = self._tables.plain(cell, headed=place.headed)
            if heard[0]:
                return heard, None, False
        return self._in_row(cell, place, choice)

    def _in_row(self, cell: Element, place: Place, choice: str) -> Found:
        row = self._tables.row(cell)
        at = row.place[cell]
        before, header, starred = row.before[at], row.header[at], row.starred[at]
        many = row.controls > 1 or row.texts[at] > 1
        column = NO_COLUMN
        if place.table is not None and (not before[0] or (many and place.headed)):
            column = self._tables.column(cell, place.table)
        if many and column.sure and column.header[0]:
            if is_generic(column.header[0]) and header[0]:
                return header, None, starred
            return column.header, header[0] or column.above or None, starred
        if choice and row.after[at][0] and _has_text_after(row, before, choice):
            return row.after[at], header[0] or None, starred
        heard = before if before[0] else header
        if heard[0]:
            return heard, header[0] if row.has_header[at] and header[0] != heard[0] else None, starred
        return column.header, column.above or None, starred

    def _by_headers(self, names: str, cell: Element) -> tuple[Heard, str]:
        """Give the label and group that the ``headers`` attribute of a cell names."""
        rows: list[Heard] = []
        columns: list[Heard] = []
        for name in names.split()[:MOST_REFERENCES]:
            element = self._reader.element_of(name)
            if element is not None:
                heard = self._reader.read(element)
                is_row = element.parent is cell.parent or (element.attr("scope") or "").startswith("row")
                (rows if is_row else columns).append(heard)
        if columns and columns[-1][0]:
            return columns[-1], joined(rows)[0] or (columns[0][0] if len(columns) > 1 else "")
        return joined(rows), ""

    def _around(self, start: Element, place: Place, cell: Element | None, own: str | None = None) -> Found:
        """Give the text before a control, or what the tables around it say."""
        for _ in range(_FEW_STEPS):
            alone = start.previous_sibling is None and start.parent is cell
            near = NOTHING if alone else self._nearby.before(start, own=own)
            if cell is None or _is_strong(near[0]):
                return near, None, False
            found = self._in_table(cell, place)
            if found[0][0]:
                return found
            table = place.table
            if near[0] or table is None or not self._is_single(table):
                return near, None, found[2]
            start = table
            place, cell, _ = self.places.around(table.parent)
        return _NOT_FOUND

    def _by_choice(self, control: Element, place: Place, cell: Element | None, kind: str) -> Found:
        """Give the text of a checkbox or a choice: what follows it, else what stands before it."""
        near = self._nearby.after(control, blocks=False)
        if not near[0]:
            near = self._nearby.before(control, blocks=False)
        if near[0]:
            return near, None, False
        if cell is not None:
            found = self._in_table(cell, place, choice=kind)
            if found[0][0]:
                return found
        near = self._nearby.after(control, blocks=True)
        return (near if near[0] else self._nearby.before(control)), None, False

    # questions

    def ask(self, control: Element, name: str | None, around: Surroundings, kind: str) -> Question:
        """
        Give the question of one control.

        Args:
            control: Its element.
            name: Its id.
            around: What surrounds it.
            kind: What kind of control it is; what is ticked has its text after it, or in it.
        """
        place, cell, wrapping = around
        heard = self._reader.named(control)
        if not heard[0]:
            heard = self._by_label(control, name, wrapping)
        group: str | None = None
        starred = False
        if not heard[0] and (place.widget is not None or place.asked is not None):
            heard = self._by_container(place)
        if not heard[0]:
            if kind in TICKED:
                if control.tag != "input":
                    heard = self._reader.read(control)
                if not heard[0]:
                    heard, group, starred = self._by_choice(control, place, cell, kind)
            else:
                heard, group, starred = self._around(control, place, cell)
            if not heard[0]:
                heard, group = self._last_resort(control, place, wrapping)
        label, forced = heard
        if group is None:
            group = place.group if cell is None else self._group(place, cell, label)
        return label, group, forced or starred

    def _by_container(self, place: Place) -> Heard:
        """Give the name of the widget, or of the labelled container, that holds this question alone."""
        heard = NOTHING if place.widget is None else self._of_widget(place.widget)
        if not heard[0] and place.asked is not None and self._is_single(place.asked):
            heard = self._read_labels(self._for[place.asked.attr("id") or ""])
        return heard

    def _of_widget(self, widget: Element) -> Heard:
        """Give the name of a widget around real controls, or the label of the first of them that has one."""
        known = self._widgets.get(widget)
        if known is None:
            known = self._reader.named(widget)
            if not known[0]:
                inside = (self._for.get(one.attr("id") or "") for one in widget.iter_elements(_CONTROLS))
                known = next((self._read_labels(labels) for labels in inside if labels), NOTHING)
            self._widgets[widget] = known
        return known

    def _last_resort(self, control: Element, place: Place, wrapping: Element | None) -> tuple[Heard, str | None]:
        """Give the label shared with the control before, the label that floats after, or a lone control's legend."""
        if wrapping is not None:
            heard = self._reader.read(wrapping)
            if heard[0]:
                return heard, None
        after = self._next_element(control)
        if (
            after is not None
            and after.tag == "label"
            and not self._holds_control(after)
            and not self._reader.is_silent(after, "label")
        ):
            heard = self._reader.read(after)
            if heard[0]:
                return heard, None
        if place.set is not None and place.named and self._is_single(place.set):
            return (place.group, place.demands), place.outer.group if place.outer else ""
        return NOTHING, None

    def _next_element(self, element: Element) -> Element | None:
        node = element.next_sibling
        for _ in range(_FEW_STEPS):
            if node is None or type(node) is self._kind:
                return node
            node = node.next_sibling
        return None

    def _group(self, place: Place, cell: Element | None, label: str) -> str:
        """Give what a control stands under: the text that begins its row, a title row above, a legend; the nearest."""
        if cell is None or place.set is not self.places.known[cell][0].set:
            return place.group
        header = self._tables.header(cell, label)
        if header:
            return header
        if place.spanned and place.table is not None:
            title = self._tables.title(cell, place.table)
            if title and title != label:
                return title
        return place.group

    def choice(self, control: Element, name: str | None, around: Surroundings) -> str:
        """Give the text of one choice of a group."""
        place, cell, wrapping = around
        heard = self._reader.named(control)
        if not heard[0]:
            heard = self._by_label(control, name, wrapping)
        if not heard[0] and control.tag != "input":
            heard = self._reader.read(control)
        if not heard[0]:
            heard = self._by_choice(control, place, cell, "radio")[0]
        return heard[0]

    def ask_group(self, first: Element, name: str | None, shared: str, around: Surroundings, choice: str) -> Question:
        """
        Give the question of a group of choices.

        Args:
            first: Its first choice.
            name: The id of the first choice.
            shared: The name of the group.
            around: What surrounds the first choice.
            choice: The text of the first choice, which is not the question.
        """
        place, cell, wrapping = around
        if place.set is not None and place.named and (self._is_group(place.set) or self._is_single(place.set)):
            outer = place.outer.group if place.outer else ""
            return place.group, outer, place.demands
        heard = self._by_container(place)
        if not heard[0] and shared in self._for and self._reader.element_of(shared) is None:
            heard = self._read_labels(self._for[shared])
        group: str | None = None
        starred = False
        if not heard[0]:
            heard, group, starred = self._around(wrapping or first, place, cell, name)
            if heard[0] == choice:
                heard = NOTHING
                if cell is not None:
                    row = self._tables.row(cell)
                    header = row.header[row.place[cell]]
                    heard = header if header[0] != choice else NOTHING
        if group is None:
            group = self._group(place, cell, heard[0])
        return heard[0], group, heard[1] or starred

    @staticmethod
    def _is_group(element: Element) -> bool:
        return (element.attr("role") or "").strip().lower() == "radiogroup"


def _has_text_after(row: Row, before: Heard, choice: str) -> bool:
    """Tell whether in this row the texts of things to tick stand in the cells after them, not before."""
    return not row.control_last if choice == "radio" else row.control_first or not before[0]


def _is_strong(text: str) -> bool:
    """Tell whether a text is more than a preposition or a unit."""
    return any(word.lower() not in _WEAK_WORDS for word in _STRONG.findall(text))
