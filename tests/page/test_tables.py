"""What a table says about the controls in its cells."""

import pytest

from casevide.page.parse import Element, Parser, Turbo
from casevide.page.places import Places
from casevide.page.tables import NO_COLUMN, Tables, is_generic
from casevide.page.texts import Reader
from casevide.page.tree import Marked

both = pytest.mark.parametrize("parser", [Turbo(), Marked()], ids=lambda parser: parser.name)


class Sheet:
    """A page whose tables are looked at; its cells with an input are numbered in page order."""

    def __init__(self, page: str, parser: Parser) -> None:
        tree = parser.parse(f"<table>{page}</table>")
        places = Places(Reader(tree), {}, set())
        self.cells = []
        for control in tree.root.iter_elements(("input",)):
            cell = places.around(control.parent)[1]
            assert cell is not None
            self.cells.append(cell)
        self.tables = Tables(Reader(tree), places)
        self.table = next(tree.root.iter_elements(("table",)))

    def column(self, cell: Element) -> tuple[str, str, bool]:
        """Give what the column of a cell says."""
        column = self.tables.column(cell, self.table)
        return column.header[0], column.above, column.sure


@both
class TestRow:
    def test_before_and_after(self, parser: Parser) -> None:
        """
        A cell knows the nearest text before it up to the next control, and the cell right after it.
        """
        sheet = Sheet("<tr><td>A<td>&nbsp;<td><input><td>B<td><input><td><input>", parser)
        row = sheet.tables.row(sheet.cells[0])
        at = [row.place[cell] for cell in sheet.cells]

        assert ["A", "B", ""] == [row.before[one][0] for one in at]
        assert ["B", "", ""] == [row.after[one][0] for one in at]
        assert [1, 2, 2] == [row.texts[one] for one in at]
        assert (3, False, True) == (row.controls, row.control_first, row.control_last)

    def test_header(self, parser: Parser) -> None:
        """
        The nearest header cell before heads a cell; without one, the text that the row begins with.
        """
        sheet = Sheet("<tr><th>A<td>x<td><input><th>B<td><input><tr><td>C<td>D<td><input>", parser)
        rows = [sheet.tables.row(cell) for cell in sheet.cells]
        places = [row.place[cell] for row, cell in zip(rows, sheet.cells, strict=True)]

        assert ["A", "B", "C"] == [row.header[at][0] for row, at in zip(rows, places, strict=True)]
        assert [True, True, False] == [row.has_header[at] for row, at in zip(rows, places, strict=True)]

    def test_star(self, parser: Parser) -> None:
        """
        A star alone in a cell counts for the control that follows.
        """
        sheet = Sheet("<tr><td>A<td>*<td><input><td>B<td><input>", parser)
        row = sheet.tables.row(sheet.cells[0])

        assert [True, False] == [row.starred[row.place[cell]] for cell in sheet.cells]

    @pytest.mark.parametrize(
        ("page", "headed", "said"),
        [
            ("<tr><td>A<td><input>", False, "A"),
            ("<tr><td>A<td><input><td>x<td>B<td><input>", False, "A"),
            ("<tr><td><input>", False, ""),
            ("<tr><td><b>A</b><td><td><input>", False, ""),
            ("<tr><th>A<td><input><td><img>", True, "A"),
            ("<tr><th>A<td><input><td><input>", True, ""),
            ("<tr><td>1<td>A<td><input>", True, ""),
            (f"<tr><td>{'long ' * 60}<td><input>", False, ""),
            ("<tr><th>A<td><input>" + "<td>x" * 20, True, ""),
        ],
    )
    def test_plain(self, parser: Parser, page: str, headed: bool, said: str) -> None:  # noqa: FBT001
        """
        The cell before asks at once where nothing else in the row can.
        """
        sheet = Sheet(page, parser)

        assert said == sheet.tables.plain(sheet.cells[0], headed=headed)[0]

    def test_group(self, parser: Parser) -> None:
        """
        The text that begins a row is what its controls stand under, unless the row's own texts ask.
        """
        sheet = Sheet("<tr><td>Madame<td><input><td>B<td><input>", parser)
        first, second = sheet.cells

        assert ["Madame", "Madame"] == [sheet.tables.header(cell, "Nom") for cell in sheet.cells]
        assert ["", ""] == [sheet.tables.header(first, "Madame"), sheet.tables.header(second, "B")]


@both
class TestColumn:
    def test_header(self, parser: Parser) -> None:
        """
        A cell is headed by the header cell of its column.
        """
        sheet = Sheet("<tr><th>A<th>B<tr><td><input><td><input>", parser)

        assert [("A", "", True), ("B", "", True)] == [sheet.column(cell) for cell in sheet.cells]

    def test_wide_header(self, parser: Parser) -> None:
        """
        Spans are counted, and a wide header above a narrow one is remembered.
        """
        sheet = Sheet(
            "<thead><tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D<tbody><tr><td><input><td><input><td><input>",
            parser,
        )

        assert [("A", "", True), ("C", "B", True), ("D", "B", True)] == [sheet.column(cell) for cell in sheet.cells]

    def test_texts(self, parser: Parser) -> None:
        """
        A row of plain texts heads columns too, but not for sure, and not below real headers.
        """
        sheet = Sheet("<tr><td>A<td>B<tr><td><input><td><input>", parser)
        other = Sheet("<tr><th>A<th>B<tr><td>x<td>y<tr><td><input>", parser)

        assert [("A", "", False), ("B", "", False)] == [sheet.column(cell) for cell in sheet.cells]
        assert ("A", "", True) == other.column(other.cells[0])

    @pytest.mark.parametrize("span", ["0", "-1", "abc", "²", "", "99999999999"])
    def test_strange_spans(self, parser: Parser, span: str) -> None:
        """
        A span that is no sensible number counts as one, a huge one is bounded.
        """
        sheet = Sheet(f"<tr><th colspan='{span}'>A<th>B<tr><td><input><td><input>", parser)

        assert "A" == sheet.column(sheet.cells[0])[0]

    def test_too_many(self, parser: Parser) -> None:
        """
        Columns beyond the five hundredth have no header.
        """
        sheet = Sheet("<tr>" + "<th>A" * 600 + "<tr>" + "<td><input>" * 600, parser)

        assert ("A", NO_COLUMN) == (
            sheet.column(sheet.cells[0])[0],
            sheet.tables.column(sheet.cells[-1], sheet.table),
        )

    def test_title(self, parser: Parser) -> None:
        """
        The nearest row above that is one wide, short text is a title; an explanation of stars is none.
        """
        sheet = Sheet(
            "<tr><td colspan=2>S<tr><td colspan=2>* champs obligatoires<tr><td>A<td><input>"
            "<tr><td>x<tr><td><input><tr><th colspan=3>T<tr><td><input>",
            parser,
        )

        assert ["S", "S", "T"] == [sheet.tables.title(cell, sheet.table) for cell in sheet.cells]


class TestGeneric:
    def test_words(self) -> None:
        """
        Some headers ask nothing by themselves.
        """
        assert is_generic("Réponse")
        assert not is_generic("Montant")
