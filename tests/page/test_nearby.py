"""What stands near a control."""

import pytest

from casevide.page.nearby import Nearby
from casevide.page.parse import Element, Parser, Turbo
from casevide.page.texts import Reader
from casevide.page.tree import Marked

both = pytest.mark.parametrize("parser", [Turbo(), Marked()], ids=lambda parser: parser.name)


def look(page: str, parser: Parser) -> tuple[Nearby, Element]:
    """Give what looks around a page, and the last input of it."""
    tree = parser.parse(page)
    controls = list(tree.root.iter_elements(("input",)))
    holding: set[Element] = set(controls)
    for control in controls:
        node = control.parent
        while node is not None:
            holding.add(node)
            node = node.parent
    return Nearby(Reader(tree), holding.__contains__), controls[-1]


@both
class TestBefore:
    @pytest.mark.parametrize(
        ("page", "said"),
        [
            ("<p>A <b>b</b> : <input>", "A b"),
            ("<p>A<br><input>", "A"),
            ("<p>A<br>B<br><input>", "B"),
            ("<p>A <input> B <input>", "B"),
            ("<p>A <input> B<br><input>", ""),
            ("<div>A</div><div></div><div><span><input>", "A"),
            ("<div>A <input></div><div><input>", ""),
            ("<h2>A</h2><input>", ""),
            ("<div>A<script>b</script><button>c</button> <input>", "A"),
            ("<table><tr><td>A<td><input>", ""),
            ("<ul><li>A<li><input>", ""),
            ("<p>* champs obligatoires</p><input>", ""),
            ("<p>" + "long " * 60 + "</p><input>", ""),
            ("<p><input>", ""),
        ],
    )
    def test_text(self, parser: Parser, page: str, said: str) -> None:
        """
        The text before a control is found on its line, else on the line or in the block before, up to a wall.
        """
        nearby, control = look(page, parser)

        assert said == nearby.before(control)[0]

    def test_line_only(self, parser: Parser) -> None:
        """
        A search that may not leave the line ends at a line break and at a block.
        """
        pages = ("<p>A <b><input></b>", "<p>A<br><input>", "<p>A</p><p><input>", "<p>A</p><input>")
        found = [nearby.before(control, blocks=False)[0] for nearby, control in (look(page, parser) for page in pages)]

        assert ["A", "", "", ""] == found

    def test_own_label(self, parser: Parser) -> None:
        """
        The labels of a choice itself are passed over.
        """
        nearby, control = look("<p>A <label for=x>B</label><input id=x>", parser)

        assert ("A", "A B") == (nearby.before(control, own="x")[0], nearby.before(control)[0])

    def test_forced(self, parser: Parser) -> None:
        """
        A star or a class on the way says that an answer is compulsory.
        """
        pages = ("<p>A * <input>", "<p>A <i class=required></i><input>", "<div>A *</div><input>", "<p>A <input>")
        found = [nearby.before(control) for nearby, control in (look(page, parser) for page in pages)]

        assert [("A", True), ("A", True), ("A", True), ("A", False)] == found


@both
class TestAfter:
    @pytest.mark.parametrize(
        ("page", "line", "blocks"),
        [
            ("<input> A <b>b</b>", "A b", "A b"),
            ("<b><input></b> A<br>B", "A", "A"),
            ("<div><input></div><div>A</div>", "", "A"),
            ("<input><p>A</p>", "", "A"),
            ("<table><tr><td><input><td>A", "", ""),
            ("<input><h2>A</h2>", "", ""),
            ("<input>", "", ""),
        ],
    )
    def test_text(self, parser: Parser, page: str, line: str, blocks: str) -> None:
        """
        The text after a control is found on its line; if it may be left, in the blocks after it.
        """
        nearby, control = look(page, parser)

        assert (line, blocks) == (nearby.after(control, blocks=False)[0], nearby.after(control, blocks=True)[0])


@both
class TestRemarks:
    @pytest.mark.parametrize(
        ("page", "forces"),
        [
            ("<p>A <input> *", True),
            ("<p>A * <input>", False),
            ("<p>A <i>*</i> <input>", True),
            ("<p><input> <script>x</script> <b>obligatoire</b>", True),
            ("<p><input><i class=mandatory></i>", True),
            ("<p><input> * B", False),
            ("<p><i>*</i><b><input></b><input>", False),
            ("<p><input> <label>*</label>", False),
            ("<p><input> A *", False),
            ("<p><input>", False),
        ],
    )
    def test_beside(self, parser: Parser, page: str, forces: bool) -> None:  # noqa: FBT001
        """
        A star, word or class right beside a control forces, unless another control or text stands between.
        """
        nearby, control = look(page, parser)

        assert forces == nearby.forces(control)
