"""Where a sign goes: the first free place, the same side in a column, over nothing; and parked where there is none."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

STYLE = (
    "<style>body { font: 14px/20px Arial; margin: 20px } p { margin: 0 0 12px } input, select { width: 200px }</style>"
)


def places(page: Browser) -> list[Any]:
    return [[sign["label"], sign["place"], sign["size"]] for sign in page.run("signsHere()")]


class TestPlaces:
    def test_after(self, staged: Staging) -> None:
        """Beside a field there is room: four pixels after it, in the middle of its height."""
        page = staged(f"{STYLE}<p><label>Facultatif <input id=a></label>")
        [sign] = page.run("signsHere()")
        _, top, right, bottom = page.run("plainBox(document.getElementById('a').getBoundingClientRect())")

        assert ("after", 20) == (sign["place"], sign["size"])
        assert abs(sign["box"][0] - right - 4) <= 0.5
        assert abs((sign["box"][1] + sign["box"][3]) / 2 - (top + bottom) / 2) <= 1

    def test_after_an_attached_button(self, staged: Staging) -> None:
        """The button that belongs to a date field counts as part of it."""
        page = staged(
            f"{STYLE}<p><label for=a>Facultatif</label> <input id=a><button id=b style='width: 24px'>…</button>"
        )
        [sign] = page.run("signsHere()")

        assert "after" == sign["place"]
        assert abs(sign["box"][0] - page.run("document.getElementById('b').getBoundingClientRect().right") - 4) <= 0.5

    def test_before(self, staged: Staging) -> None:
        """Something stands after the field: the sign goes before it."""
        page = staged(
            f"{STYLE}<p><label for=a style='margin-right: 60px'>Facultatif</label><input id=a>&nbsp;euros par mois"
        )

        assert [["Facultatif", "before", 20]] == places(page)

    def test_label_above(self, staged: Staging) -> None:
        """A label above its field has the sign at its end, also where the margins of the page were free."""
        page = staged(f"{STYLE}<p><label for=a style='display: block'>Facultatif</label><input id=a>")

        assert [["Facultatif", "label end", 20]] == places(page)

    def test_after_the_star_of_a_label(self, staged: Staging) -> None:
        """A star that a style draws after the label is not covered."""
        style = "label { display: block } .r::after { content: ' *' }"
        page = staged(f"{STYLE}<style>{style}</style><p><label for=a class=r>Facultatif</label><input id=a>")
        [sign] = page.run("signsHere()")
        end = page.run(
            "(() => { const range = document.createRange(); "
            "range.selectNodeContents(document.querySelector('label')); return "
            "range.getBoundingClientRect().right; })()"
        )

        assert sign["box"][0] > end + 4 + 6

    def test_text_area(self, staged: Staging) -> None:
        """Beside a tall field the sign stands at its upper edge."""
        page = staged(f"{STYLE}<p><label for=a>Facultatif</label> <textarea id=a rows=8></textarea>")
        [sign] = page.run("signsHere()")

        assert abs(sign["box"][1] - page.run("document.getElementById('a').getBoundingClientRect().top")) <= 1

    def test_radios(self, staged: Staging) -> None:
        """A group of choices has its sign after the last."""
        radios = "".join(
            f"<label><input type=radio name=r style='width: auto'> {one}</label> " for one in ("oui", "non")
        )
        page = staged(f"{STYLE}<fieldset><legend>Facultatif</legend>{radios}</fieldset>")

        assert [["Facultatif", "after", 20]] == places(page)
        assert page.run(
            "signsHere()[0].box[0] > [...document.querySelectorAll('label')].at(-1).getBoundingClientRect().right"
        )

    def test_checkbox(self, staged: Staging) -> None:
        """A box has its sign at the end of its text."""
        page = staged(f"{STYLE}<p><label><input type=checkbox style='width: auto'> Facultatif</label>")

        assert [["Facultatif", "label end", 20]] == places(page)

    def test_a_box_that_a_style_replaces(self, staged: Staging) -> None:
        """Where a style hides the box and draws one of its own, the text is what the sign stands at."""
        hidden = "position: absolute; opacity: 0; width: 1px; height: 1px"
        page = staged(f"{STYLE}<p><input type=checkbox id=a style='{hidden}'><label for=a>Facultatif</label>")

        assert [["Facultatif", "label end", 20]] == places(page)

    def test_a_column(self, staged: Staging) -> None:
        """A column of a table has its sign inside the header cell, after its text."""
        rows = "<tr><td><input><td><input></tr>" * 3
        page = staged(f"{STYLE}<table border=1><tr><th>Nom<th>Facultatif</tr>{rows}</table>")
        [sign] = page.run("signsHere()")
        left, top, right, bottom = page.run(
            "plainBox([...document.querySelectorAll('th')].at(-1).getBoundingClientRect())"
        )

        assert ("column", 3) == (sign["kind"], sign["rows"])
        assert left <= sign["box"][0]
        assert sign["box"][2] <= right
        assert top <= sign["box"][1] + 1
        assert sign["box"][3] <= bottom + 1

    def test_small(self, staged: Staging) -> None:
        """Where the larger sizes do not fit, a smaller one does."""
        style = (
            "div { width: 217px; overflow: hidden; white-space: nowrap } input { width: 200px; box-sizing: border-box }"
        )
        page = staged(f"{STYLE}<style>{style}</style><div><input aria-label=Facultatif></div>")

        assert [["Facultatif", "after", 12]] == places(page)

    def test_parked(self, staged: Staging) -> None:
        """Where nothing is free there is no sign, and the question is parked."""
        style = "body { margin: 0 } input { display: block; width: 100%; height: 22px; box-sizing: border-box }"
        page = staged(f"<style>{style}</style><input aria-label=x><input aria-label=Facultatif><input aria-label=y>")

        assert [] == places(page)
        assert ["", "parked", ""] == page.run("stage.questions.map((one) => stage.scene.whereIs(one))")

    def test_hidden(self, staged: Staging) -> None:
        """What is not shown has no sign, and is said to be hidden."""
        page = staged(
            f"{STYLE}<p hidden><input aria-label=Facultatif></p><p style='visibility: "
            "hidden'><input aria-label=Vital></p>"
        )

        assert ["hidden", "hidden"] == page.run("stage.questions.map((one) => stage.scene.whereIs(one))")


class TestColumns:
    def test_one_side(self, staged: Staging) -> None:
        """Fields under each other have their signs on the same side, although one of them had room for another."""
        rows = [
            f"<p><label for=i{n} style='display: inline-block; width: 140px'>Facultatif {n}</label><input id=i{n}>"
            for n in range(10)
        ]
        crowded = "".join(row + ("" if n == 4 else "&nbsp;€ par mois") for n, row in enumerate(rows))
        signs = staged(STYLE + crowded).run("signsHere()")

        assert [("before", 20)] * 10 == [(sign["place"], sign["size"]) for sign in signs]

    def test_the_odd_one_out(self, staged: Staging) -> None:
        """One of ten that has no room there goes elsewhere by itself."""
        rows = [
            f"<p><label for=i{n} style='display: inline-block; width: 140px'>Facultatif {n}</label><input id=i{n}>"
            for n in range(10)
        ]
        crowded = "".join(row + ("&nbsp;€ par mois" if n == 4 else "") for n, row in enumerate(rows))
        found = [sign["place"] for sign in staged(STYLE + crowded).run("signsHere()")]

        assert 9 == found.count("after")
        assert "after" != found[4]

    def test_from_right_to_left(self, staged: Staging) -> None:
        """On a page that is read from right to left, after is left and before is right."""
        page = staged(f"{STYLE}<div dir=rtl><p><label for=a>Facultatif</label> <input id=a></div>")
        [sign] = page.run("signsHere()")

        assert "after" == sign["place"]
        assert abs(page.run("document.getElementById('a').getBoundingClientRect().left") - 4 - sign["box"][2]) <= 1


class TestReach:
    def test_a_target_large_enough(self, staged: Staging) -> None:
        """A pointer hits 24 by 24 pixels, away from the field and never over it."""
        page = staged(f"{STYLE}<p><label>Facultatif <input id=a></label>")
        reach = page.run(
            "(({ box, reach }) => [box.right - box.left + reach.left + reach.right, box.bottom - "
            "box.top + reach.top + reach.bottom, reach.left])(stage.scene.markers[0].spot)"
        )

        assert [24, 24, 0] == reach

    def test_nothing_of_the_page_is_in_it(self, staged: Staging) -> None:
        """Where rows stand close, the target is no larger than what is free."""
        rows = "".join(
            (
                f"<div style='height: 20px'><input aria-label='Facultatif {n}' style='width: "
                f"{200 + 30 * (n % 2)}px; height: 20px; box-sizing: border-box'></div>"
            )
            for n in range(8)
        )
        over = staged(f"<style>body {{ margin: 20px }}</style>{rows}").run(
            "stage.scene.markers.flatMap(({ spot: { box, reach } }) => "
            "[...document.querySelectorAll('input')].filter((one) => "
            "overlap({ left: box.left - reach.left, top: box.top - reach.top, right: box.right + "
            "reach.right, bottom: box.bottom + reach.bottom }, one.getBoundingClientRect())))"
        )

        assert [] == over


class TestCorner:
    @pytest.mark.parametrize("label", ["Facultatif", "Vital"])
    def test_the_field_in_use(self, staged: Staging, label: str) -> None:
        """The sign of a parked field stands beside it while in use: over a text if need be, never over a control."""
        style = (
            "p { width: 330px; height: 24px; margin: 0; overflow: hidden; white-space: nowrap } "
            "input { height: 24px; box-sizing: border-box }"
        )
        html = (
            f"<style>body {{ margin: 0; font: 14px Arial }} {style}</style><p><input "
            f"aria-label='{label}' id=a>un texte qui ne laisse aucune place ici<p><input>"
        )
        page = staged(html)
        assert ["parked"] == page.run(
            "stage.questions.filter((one) => one.hint).map((one) => stage.scene.whereIs(one))"
        )

        page.run("stage.scene.focus(document.getElementById('a')), 1")
        box = page.run("plainBox(stage.scene.guest.box)")
        assert page.run("stage.scene.guest.isMounted")
        assert page.run(
            "[...document.querySelectorAll('input')].every((one) => "
            f"!overlap(one.getBoundingClientRect(), {{ left: {box[0]}, top: {box[1]}, right: "
            f"{box[2]}, bottom: {box[3]} }}))"
        )
        page.run("stage.scene.focus(null), 1")
        assert [] == page.run("oursHere().filter((name) => name === 'casevide-marker')")
