"""Putting signs in: where they belong, else in a layer, else not at all; and they scroll with their fields."""

import json
from collections.abc import Callable

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

STYLE = (
    "<style>body { font: 14px/20px Arial; margin: 20px } p { margin: 0 0 12px } input, select { width: 200px }</style>"
)


class TestPlace:
    @pytest.mark.parametrize(
        ("html", "before"),
        [
            ("<label for=a>Facultatif</label> <input id=a>", "INPUT"),
            ("<label>Facultatif <input id=a></label>", "LABEL"),
            ("<input id=a><label for=a>Facultatif</label>", "LABEL"),
            (
                "<label for=a>Facultatif</label> <input id=a><button type=button style='width: 20px'>…</button>",
                "BUTTON",
            ),
            ("<a href=#><label>Facultatif <input id=a></label></a>", "A"),
        ],
        ids=[
            "after the field",
            "outside of the label",
            "what hangs on the field",
            "an attached button",
            "outside of a link",
        ],
    )
    def test_right_after_the_field(self, staged: Staging, html: str, before: str) -> None:
        """A sign comes right after its field in the document, outside of whatever it must not stand in."""
        page = staged(f"{STYLE}<div>{html}</div>")

        assert before == page.run("stage.scene.markers[0].host.previousElementSibling.tagName")

    def test_not_between_rows(self, staged: Staging) -> None:
        """What may hold items only, such as a list, gets no sign between them."""
        page = staged(f"{STYLE}<ul><input id=a aria-label=Facultatif></ul>")

        assert "CASEVIDE-LAYER" == page.run("stage.scene.markers[0].host.parentElement.tagName")


class TestStillness:
    def test_what_moves_goes_elsewhere(self, staged: Staging) -> None:
        """A sign that would move something where it belongs stands in a layer, and nothing moves."""
        style = "p > :last-child:not(input) { margin-right: 300px } p:has(casevide-marker) { padding: 30px }"
        page = staged(f"{STYLE}<style>{style}</style><p><label for=a>Facultatif</label> <input id=a>", begin=None)
        before = page.run("controlsHere()")
        page.run("begin()")

        assert ["casevide-layer", "casevide-marker"] == page.run("oursHere()")
        assert [] == page.run(f"movedSince({json.dumps(before)})")
        assert [] == page.run("coveredHere()")

    def test_what_moves_all_the_same_is_parked(self, staged: Staging) -> None:
        """Where even the layer would move something, there is no sign, and the question is parked."""
        page = staged(
            f"{STYLE}<style>body:has(casevide-marker) {{ padding: 30px }}</style><p><label "
            "for=a>Facultatif</label> <input id=a>"
        )

        assert [] == page.run("oursHere()")
        assert ["parked"] == page.run("stage.questions.map((one) => stage.scene.whereIs(one))")


class TestScrolling:
    def test_a_scroller(self, staged: Staging) -> None:
        """A sign in a scroller of its own moves along with its field, without anybody listening."""
        page = staged(
            f"{STYLE}<div id=s style='height: 120px; overflow: auto'><p style='height: "
            "60px'>…<p><label>Facultatif <input id=a></label><p style='height: 900px'>…</div>"
        )
        offset = "markerFor('Facultatif').box.top - document.getElementById('a').getBoundingClientRect().top"
        before = page.run(offset)
        page.run("document.getElementById('s').scrollTop = 40")

        assert before == page.run(offset)

    def test_a_positioned_scroller(self, staged: Staging) -> None:
        """The same where the scroller is what things are positioned in."""
        page = staged(
            f"{STYLE}<div id=s style='height: 120px; overflow: auto; position: relative'><p "
            "style='height: 60px'>…<p><label>Facultatif <input id=a></label><p style='height: "
            "900px'>…</div>"
        )
        offset = "markerFor('Facultatif').box.top - document.getElementById('a').getBoundingClientRect().top"
        before = page.run(offset)
        page.run("document.getElementById('s').scrollTop = 40")

        assert before == page.run(offset)
