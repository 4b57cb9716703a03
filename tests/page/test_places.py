"""Where a control stands."""

import pytest

from casevide.page.parse import Parser, Turbo
from casevide.page.places import Place, Places, Surroundings
from casevide.page.texts import Reader
from casevide.page.tree import Marked

both = pytest.mark.parametrize("parser", [Turbo(), Marked()], ids=lambda parser: parser.name)


def around(page: str, parser: Parser) -> Surroundings:
    """Give what surrounds the first input of a page."""
    tree = parser.parse(page)
    roles = {element: element.attr("role") or "" for element in tree.root.find_all(attrs={"role": True})}
    places = Places(Reader(tree), roles, {"asked"})
    return places.around(next(tree.root.iter_elements(("input",))).parent)


def place(page: str, parser: Parser) -> Place:
    """Give the place of the first input of a page."""
    return around(page, parser)[0]


@both
class TestPlace:
    def test_fieldset(self, parser: Parser) -> None:
        """
        The nearest fieldset with a legend is the group, those around it are titles.
        """
        found = place("<fieldset><legend>A *</legend><fieldset><legend>B</legend><fieldset><input>", parser)

        assert ("B", ("A",), False) == (found.group, found.titles, found.named)
        assert found.outer is not None
        assert ("B", True, False) == (found.outer.group, found.outer.named, found.outer.demands)

    def test_role_of_group(self, parser: Parser) -> None:
        """
        An element with the role of a group is named by its ARIA attributes.
        """
        found = place("<div role=group aria-label='A *'><input>", parser)

        assert ("A", True, True) == (found.group, found.named, found.demands)

    @pytest.mark.parametrize(
        ("page", "titles"),
        [
            ("<table><caption>A</caption><tr><td><input>", ("A",)),
            ("<details><summary>A</summary><details><summary>B</summary><input>", ("A", "B")),
            ("<b id=t>A</b><div role=tabpanel aria-labelledby=t><input>", ("A",)),
            ("<div role=dialog aria-label=A><input>", ("A",)),
            ("<div role=tabpanel><input>", ()),
        ],
    )
    def test_titles(self, parser: Parser, page: str, titles: tuple[str, ...]) -> None:
        """
        Containers that have a name are titles, outermost first.
        """
        assert titles == place(page, parser).titles

    @pytest.mark.parametrize("page", ["<search><p><input>", "<form role=search><input>", "<div role=search><input>"])
    def test_search(self, parser: Parser, page: str) -> None:
        """
        A search region is known by its element or role.
        """
        assert place(page, parser).search

    def test_nothing(self, parser: Parser) -> None:
        """
        Ordinary blocks say nothing.
        """
        found, cell, label = around("<div><p><span><input>", parser)

        assert (None, None) == (cell, label)
        assert ("", (), (), False) == (found.group, found.titles, found.scopes, found.search)
        assert [None] * 5 == [found.form, found.set, found.widget, found.asked, found.demanding]

    def test_everything(self, parser: Parser) -> None:
        """
        Forms, sections, widgets, labelled containers and demanding ones are remembered.
        """
        found = place("<form><section><div role=combobox><div id=asked><div class=required><input>", parser)
        named = [found.form, found.scopes[-1], found.widget, found.asked, found.demanding]

        assert ["form", "section", "div", "div", "div"] == [one and one.tag for one in named]

    def test_cell_and_label(self, parser: Parser) -> None:
        """
        The nearest cell and label count, and a table inside them starts anew.
        """
        _, cell, label = around("<table><tr><th id=a><label id=b><input>", parser)
        inner = around("<label><table><tr><td><table><tbody><caption><input>", parser)

        assert ["a", "b"] == [one and one.attr("id") for one in (cell, label)]
        assert (None, None) == inner[1:]

    def test_tables(self, parser: Parser) -> None:
        """
        A table is known to have headers and wide cells.
        """
        found = place("<table><tr><th>a<tr><td colspan=2>b<tr><td><input>", parser)
        other = place("<table><tr><td><input>", parser)

        assert (True, True) == (found.headed, found.spanned)
        assert (False, False) == (other.headed, other.spanned)

    def test_once(self, parser: Parser) -> None:
        """
        What surrounds two controls in the same place is worked out once.
        """
        tree = parser.parse("<fieldset><p><input><input>")
        places = Places(Reader(tree), {}, set())
        first, second = (places.around(element.parent) for element in tree.root.iter_elements(("input",)))

        assert first is second
