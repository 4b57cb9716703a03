"""What an element says."""

import time

import pytest

from casevide.page.parse import Element, Parser, TimeBudgetError, Turbo
from casevide.page.texts import Reader, fold, is_editable, joined
from casevide.page.tree import Marked

both = pytest.mark.parametrize("parser", [Turbo(), Marked()], ids=lambda parser: parser.name)


def first(page: str, parser: Parser, tag: str = "p") -> tuple[Reader, Element]:
    """Give the reader of a page and its first element of that name."""
    tree = parser.parse(page)
    return Reader(tree), next(tree.root.iter_elements((tag,)))


class TestFold:
    def test_white_space(self) -> None:
        """
        Any run of white space becomes one space, and none is left at the ends.
        """
        assert "a b c" == fold("\n a\t\u00a0b\r\nc ")

    def test_length(self) -> None:
        """
        No text is longer than 600 characters.
        """
        assert 600 == len(fold("abcd" * 1000))


class TestJoined:
    def test_once_each(self) -> None:
        """
        Several texts become one in their order, each once, and one that forces is enough.
        """
        assert ("a b", True) == joined([("a", False), ("", False), ("b", True), ("a", False)])


@both
class TestRead:
    @pytest.mark.parametrize(
        ("page", "heard"),
        [
            ("<p>Nom", ("Nom", False)),
            ("<p>", ("", False)),
            ("<p>Nom <b>de</b> fa<i>mille</i> :", ("Nom de famille", False)),
            ("<p>Nom<br>Naam<span> * </span>", ("Nom Naam", True)),
            ("<p>(*) Nom (*)", ("(*) Nom", True)),
            ("<p>Nom<i class=required></i>", ("Nom", True)),
            ("<p>Nom<i aria-hidden=true>*</i>", ("Nom", True)),
            ("<p>Nom<i aria-hidden=true>icône</i>", ("Nom", False)),
            ("<p>a<script>b</script><select><option>c</select><button>d</button>e", ("a e", False)),
            (
                "<p>a<i hidden>b</i><i style='DISPLAY : none'>c</i><i role=textbox>d</i><i contenteditable>e</i>",
                ("a", False),
            ),
            ("<p><label>Nom</label>", ("Nom", False)),
        ],
    )
    def test_text(self, parser: Parser, page: str, heard: tuple[str, bool]) -> None:
        """
        An element says what a reader sees of it, without controls and values, and whether an answer is compulsory.
        """
        reader, element = first(page, parser)

        assert heard == reader.read(element)
        assert heard == reader.read(element)

    def test_label_in_label(self, parser: Parser) -> None:
        """
        A label does not say what a label inside it says.
        """
        reader, element = first("<label>a <label>b</label>", parser, "label")

        assert "a" == reader.read(element)[0]

    def test_depth(self, parser: Parser) -> None:
        """
        Text that stands very deep is not read, and nothing fails.
        """
        reader, element = first("<p>a" + "<b title=x><i>" * 300 + "c", parser)

        assert ("a", False) == reader.read(element)

    def test_star_explained(self, parser: Parser) -> None:
        """
        Where the page explains its star as optional, a star does not force, but a word does.
        """
        page = "<div>* champs facultatifs</div><p>Nom *</p><i>Nom * (obligatoire)</i>"
        reader, element = first(page, parser)
        _, other = first(page, parser, "i")

        assert ("Nom", False) == reader.read(element)
        assert reader.heard(other.text)[1]


@both
class TestNamed:
    @pytest.mark.parametrize(
        ("page", "name"),
        [
            ("<p aria-label=' a '>", "a"),
            ("<p aria-labelledby='x y x'><i id=y>b</i><i id=x>a</i>", "a b"),
            ("<p aria-labelledby=x aria-label=a>", "a"),
            ("<p aria-labelledby=x aria-label=a><i id=x></i>", "a"),
            ("<p aria-labelledby=x><i id=x hidden>a</i>", "a"),
            ("<p aria-labelledby=x><i id=x>a</i><i id=x>b</i>", "a"),
            ("<p id=x role=textbox aria-labelledby=x>typed", ""),
            ("<p title=a>", ""),
        ],
    )
    def test_name(self, parser: Parser, page: str, name: str) -> None:
        """
        An element is named by the elements that it names, else by its own attribute, never by a value.
        """
        reader, element = first(page, parser)

        assert name == reader.named(element)[0]


@both
class TestEditable:
    @pytest.mark.parametrize(
        ("attribute", "editable"),
        [("contenteditable", True), ("contenteditable=TRUE", True), ("contenteditable=plaintext-only", True),
         ("contenteditable=false", False), ("contenteditable=inherit", False), ("", False)],
    )  # fmt: skip
    def test_attribute(self, parser: Parser, attribute: str, editable: bool) -> None:  # noqa: FBT001
        """
        Only three values of the attribute let a person write into an element (HTML, "contenteditable").
        """
        assert editable == is_editable(first(f"<p {attribute}>", parser)[1])


class TestTime:
    def test_deadline(self) -> None:
        """
        The reader says when the time is over, and says nothing while there is time.
        """
        tree = Turbo().parse("")
        Reader(tree).check()
        Reader(tree, time.perf_counter() + 3600).check()

        with pytest.raises(TimeBudgetError):
            Reader(tree, time.perf_counter() - 1).check()
