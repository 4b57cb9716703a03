"""The pure Python parser, where it differs from html5lib as it is."""

import time

import pytest

from casevide.page.parse import TimeBudgetError, control_offsets
from casevide.page.tree import Marked


def tags(page: str, context: str | None = None) -> list[str]:
    """Give the names of the elements inside the body, or inside a fragment, in page order."""
    found = [element.tag for element in Marked().parse(page, context).root.iter_elements()]
    return found[found.index("body") + 1 :] if "body" in found else found


class TestTime:
    def test_deadline(self) -> None:
        """
        The slow parser gives up when its time is over.
        """
        with pytest.raises(TimeBudgetError):
            Marked().parse("<p>" * 5000, None, time.perf_counter())

    def test_implied_ends(self) -> None:
        """
        Any number of open elements that close by themselves are closed without deep recursion.
        """
        assert 1 == len(control_offsets("<ruby>" + "<rt><ruby>" * 3000 + "<input>", Marked()))


class TestMarkers:
    def test_are_not_seen(self) -> None:
        """
        Neither an attribute nor a text of the page shows a marker, even where it looks like a tag.
        """
        (element,) = Marked().parse("<p title='<b c/>'><textarea><i j></textarea>").root.iter_elements(("p",))

        assert ("<b c/>", "<i j>") == (element.attr("title"), element.text)

    def test_of_the_page(self) -> None:
        """
        A page that uses the marker's name is read like any other.
        """
        (element,) = Marked().parse("x<p casevide-at=5>").root.iter_elements(("p",))

        assert (1, "5") == (element.source_col, element.attr("casevide-at"))

    def test_implied_element(self) -> None:
        """
        An element that the page does not write has no place.
        """
        (element,) = Marked().parse("x").root.iter_elements(("body",))

        assert element.source_col is None


class TestTemplates:
    def test_rows(self) -> None:
        """
        A template that begins with a row holds rows and cells.
        """
        assert ["p", "template", "tr", "td"] == tags("<p><template><tr><td></template>")

    def test_other_content(self) -> None:
        """
        A template that begins with something else holds no cells.
        """
        assert ["p", "template", "div"] == tags("<p><template><div><td></template>")

    def test_in_tables(self) -> None:
        """
        A template inside a table stays there, and the table goes on after it.
        """
        assert ["table", "template", "td", "tbody", "tr"] == tags("<table><template><td></template><tr></table>")

    def test_ends(self) -> None:
        """
        No end tag but its own closes a template; one that is never closed ends with the page.
        """
        assert ["div", "template", "b", "template", "i"] == tags("<div><template></div><b></template><template><i>")

    def test_forms(self) -> None:
        """
        Inside a template a form may stand in a form, outside it may not.
        """
        assert ["template", "form", "form"] == tags("<p></p><template><form><form>")[1:]
        assert ["form", "b"] == tags("<form><form><b>")


class TestForeign:
    def test_element_named_html(self) -> None:
        """
        An SVG element called html does not pass for the root.
        """
        assert ["svg", "html-", "table"] == tags("<table><svg><html>")

    def test_ends_of_paragraphs(self) -> None:
        """
        The end tag of a paragraph or a line break leaves SVG.
        """
        assert [(9,), (10,)] == [control_offsets(page, Marked()) for page in ("<svg></p><input>", "<svg></br><input>")]
