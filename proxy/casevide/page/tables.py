"""
What a table says about the controls in its cells: the text beside, the header of the row, the header of the column.

Old software lays out forms in tables, so most questions are asked by "the cell before". Rows and tables are looked at
once each, cells never twice, so a row of 5,000 cells costs 5,000 steps.
"""

from dataclasses import dataclass
from typing import NamedTuple

from casevide.page.marking import is_notice
from casevide.page.parse import Element
from casevide.page.places import Places
from casevide.page.texts import LONGEST_BESIDE, NOTHING, Heard, Reader

_MOST_COLUMNS = 500
_WIDEST = 50
_FEW_STEPS = 12

_GENERIC = frozenset(
    [
        "réponse",
        "reponse",
        "réponses",
        "valeur",
        "saisie",
        "choix",
        "antwoord",
        "waarde",
        "keuze",
        "answer",
        "value",
        "response",
    ]
)
"""Column headers that ask nothing by themselves: the question is then the row's."""


class Row(NamedTuple):
    """
    A row of a table; the lists go by cell.

    Attributes:
        place: The position of each cell in the row.
        before: What the nearest cell with text before it says, no control standing between.
        after: What the cell right after it says.
        starred: Whether an asterisk stands alone in a cell before it.
        header: What the row's header before it says: the nearest ``<th>``, else the row's first text.
        has_header: Whether that header is a ``<th>``.
        texts: How many cells with text stand before it.
        said: What the cells say.
        controls: How many cells hold a control.
        control_first: Whether the row begins with a control.
        control_last: Whether it ends with one.
    """

    place: dict[Element, int]
    before: list[Heard]
    after: list[Heard]
    starred: list[bool]
    header: list[Heard]
    has_header: list[bool]
    texts: list[int]
    said: frozenset[str]
    controls: int
    control_first: bool
    control_last: bool


@dataclass(frozen=True, slots=True)
class Column:
    """
    The header of a column.

    Attributes:
        header: What it says.
        above: What the wider header above it says.
        sure: Whether it is marked up as a header, not merely a row of text above.
    """

    header: Heard = NOTHING
    above: str = ""
    sure: bool = False


NO_COLUMN = Column()


class Tables:
    """Reads the tables of one page."""

    def __init__(self, reader: Reader, places: Places) -> None:
        self._reader = reader
        self._holds_control = places.known.__contains__
        self._rows: dict[Element, Row] = {}
        self._columns: dict[Element, dict[Element, Column]] = {}
        self._titles: dict[Element, str] = {}

    def row(self, cell: Element) -> Row:
        """Give the row that a cell stands in."""
        parent = cell.parent
        assert parent is not None  # noqa: S101 - a cell has a parent; a detached one would be a parser's mistake
        row = self._rows.get(parent)
        if row is None:
            row = self._rows[parent] = self._read_row(parent)
        return row

    def _cells(self, row: Element) -> list[Element]:
        return [node for node in row if type(node) is self._reader.element and node.tag in {"td", "th"}]

    def _read_row(self, parent: Element) -> Row:
        cells = self._cells(parent)
        holds = [self._holds_control(cell) for cell in cells]
        said = [NOTHING if held else self._reader.read(cell) for cell, held in zip(cells, holds, strict=True)]
        speaking = [held or bool(heard[0]) for held, heard in zip(holds, said, strict=True)]
        row = Row(
            {cell: at for at, cell in enumerate(cells)},
            [],
            [*said[1:], NOTHING],
            [],
            [],
            [],
            [],
            frozenset([heard[0] for heard in said]),
            sum(holds),
            control_first=any(holds) and speaking.index(True) == holds.index(True),
            control_last=any(holds) and speaking[::-1].index(True) == holds[::-1].index(True),
        )
        before = header = NOTHING
        is_header = starred = False
        texts = 0
        for cell, held, heard in zip(cells, holds, said, strict=True):
            row.before.append(before)
            row.header.append(header)
            row.has_header.append(is_header)
            row.starred.append(starred)
            row.texts.append(texts)
            if held or len(heard[0]) > LONGEST_BESIDE:
                before, starred = NOTHING, False
            elif heard[0]:
                before, starred = heard, False
                texts += 1
                if cell.tag == "th":
                    header, is_header = heard, True
                elif texts == 1:
                    header = heard
            elif heard[1]:
                starred = True
        return row

    def plain(self, cell: Element, *, headed: bool) -> Heard:
        """
        Give what the cell before says where nothing else can be meant; most fields of old software are asked so.

        Args:
            cell: A cell that holds a control.
            headed: Whether the table has headers, so that the rest of the row matters.
        """
        before = self._cell_beside(cell)
        if before is None or self._holds_control(before):
            return NOTHING
        heard = self._reader.read(before)
        if len(heard[0]) > LONGEST_BESIDE:
            return NOTHING
        return NOTHING if headed and not (heard[0] and self._is_pair(before, cell)) else heard

    def _is_pair(self, before: Element, cell: Element) -> bool:
        """Tell whether two cells are all that a row begins with, and no other cell of it holds a control."""
        if self._cell_beside(before) is not None:
            return False
        node = cell.next_sibling
        for _ in range(_FEW_STEPS):
            if node is None:
                return True
            if self._holds_control(node):
                return False
            node = node.next_sibling
        return False

    def _cell_beside(self, cell: Element) -> Element | None:
        node = cell.previous_sibling
        while node is not None and type(node) is not self._reader.element:
            node = node.previous_sibling
        return node

    def header(self, cell: Element, label: str) -> str:
        """Give the text that begins a cell's row, unless the label is itself what the row says."""
        before = self._cell_beside(cell)
        if before is None or (not self._holds_control(before) and self._reader.read(before)[0] == label):
            return ""
        row = self.row(cell)
        return "" if label in row.said else row.header[row.place[cell]][0]

    def column(self, cell: Element, table: Element) -> Column:
        """Give the header of the column that a cell of a table stands in."""
        columns = self._columns.get(table)
        if columns is None:
            columns = self._columns[table] = self._read_columns(table)
        return columns.get(cell, NO_COLUMN)

    def title(self, cell: Element, table: Element) -> str:
        """Give the text of the nearest row above that consists of one wide cell: "Situation administrative"."""
        self.column(cell, table)
        row = cell.parent
        return "" if row is None else self._titles.get(row, "")

    def _read_columns(self, table: Element) -> dict[Element, Column]:
        found: dict[Element, Column] = {}
        headers: dict[int, Column] = {}
        taken: list[int] = []  # for each column, the first row that a cell from above leaves free
        sure = after_header = False
        title = ""
        for number, (row, in_head) in enumerate(self._rows_of(table)):
            self._reader.check()
            cells = self._cells(row)
            laid = self._lay(cells, taken, number)
            holds = self._holds_control(row)
            rank = 0 if holds else self._rank(cells, in_head=in_head)
            if holds:
                self._titles[row] = title
            elif rank == 0:
                title = self._wide(cells) or title
            if rank == 0 or (sure and rank == 1):
                after_header = False
                found.update((cell, headers[start]) for cell, start, _ in laid if start in headers)
                continue
            sure = rank > 1
            fresh: dict[int, Column] = {}
            for cell, start, width in laid:
                heard = self._reader.read(cell)
                for column in range(start, start + width):
                    above = headers.get(column, NO_COLUMN) if after_header else NO_COLUMN
                    fresh[column] = Column(heard, above.header[0], sure) if heard[0] else above
            headers = {**headers, **fresh} if after_header else fresh
            after_header = True
        return found

    def _rows_of(self, table: Element) -> list[tuple[Element, bool]]:
        rows: list[tuple[Element, bool]] = []
        kind = self._reader.element
        for node in table:
            if type(node) is not kind:
                continue
            if node.tag == "tr":
                rows.append((node, False))
            elif node.tag in {"thead", "tbody", "tfoot"}:
                in_head = node.tag == "thead"
                rows.extend((row, in_head) for row in node if type(row) is kind and row.tag == "tr")
        return rows

    def _rank(self, cells: list[Element], *, in_head: bool) -> int:
        """Tell whether a row without controls heads columns: 2 if marked up so, 1 if it is a row of texts, 0 if not."""
        speaking = [cell for cell in cells if self._reader.read(cell)[0]]
        if not speaking or len(cells) == 1:
            return 0
        if in_head or all(cell.tag == "th" for cell in speaking):
            return 2
        return 1 if len(speaking) > 1 else 0

    def _wide(self, cells: list[Element]) -> str:
        """Give the text of the only cell that says anything in a row, if it spans columns and is short."""
        speaking = [cell for cell in cells if self._reader.read(cell)[0]]
        if len(speaking) != 1 or _span(speaking[0], "colspan") == 1:
            return ""
        text = self._reader.read(speaking[0])[0]
        return text if len(text) <= LONGEST_BESIDE and not is_notice(text) else ""

    @staticmethod
    def _lay(cells: list[Element], taken: list[int], number: int) -> list[tuple[Element, int, int]]:
        """Give the first column and the width of each cell, spans from above heeded (HTML, "forming a table")."""
        laid: list[tuple[Element, int, int]] = []
        column = 0
        for cell in cells:
            while column < len(taken) and taken[column] > number:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            width = min(_span(cell, "colspan"), _WIDEST, _MOST_COLUMNS - column)
            height = _span(cell, "rowspan")
            laid.append((cell, column, width))
            if height > 1:
                taken.extend([0] * (column + width - len(taken)))
                taken[column : column + width] = [number + height] * width
            column += width
        return laid


def _span(cell: Element, name: str) -> int:
    value = cell.attr(name)
    if value is None:
        return 1
    value = value.strip()
    return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() and len(value) < 9 else 1  # noqa: PLR2004


def is_generic(header: str) -> bool:
    """Tell whether a column header asks nothing by itself."""
    return header.lower() in _GENERIC
