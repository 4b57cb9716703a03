"""All signs of a page: nothing moves, nothing is covered, Tab stays as it was, and nothing is left behind."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.extension.browsers import Browser

from casevide.training.pages import draw
from casevide.training.practice import known_practices, load_practice

type Staging = Callable[..., Browser]

STYLE = (
    "<style>body { font: 14px/20px Arial; margin: 20px } p { margin: 0 0 12px } input, select { width: 200px }</style>"
)
WORDS = ("Facultatif", "Contestable *", "Intrusif", "Exigé", "Vital", "Nom", "Incertain", "Disputé *")


def row(number: int) -> str:
    label = f"{WORDS[number % len(WORDS)]} {number}"
    return f"<tr><td align=right><label for=i{number}>{label} :</label></td><td><input id=i{number}></td></tr>"


def checkbox(number: int) -> str:
    return f"<label><input type=checkbox style='width: auto'> {WORDS[number % len(WORDS)]} {number}</label> "


DENSE = f"<table>{''.join(row(number) for number in range(24))}</table>"
GRID = (
    "<style>.g { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 8px } .g * { "
    "display: block; width: 100%; box-sizing: border-box }</style>"
)
LAYOUTS = {
    "old tables": DENSE,
    "labels above": GRID + "<div class=g>" + "".join(f"<label>{word}<input></label>" for word in WORDS) + "</div>",
    "flex with gaps": "<div style='display: flex; flex-wrap: wrap; gap: 14px'>"
    + "".join(f"<label>{word} <input></label>" for word in WORDS)
    + "</div>",
    "neighbours by selector": (
        "<style>input + label { margin-left: 30px } p > :last-child { color: red; font-size: "
        "20px } input:only-child { width: 400px }</style>"
    )
    + "".join(
        f"<p><input id=n{n} aria-label='{word}'><p><input id=m{n}><label for=m{n}>{word}</label>"
        for n, word in enumerate(WORDS)
    ),
    "column table": "<table><tr>"
    + "".join(f"<th>{word}" for word in WORDS)
    + "</tr>"
    + ("<tr>" + "<td><input style='width: 90px'>" * 8 + "</tr>") * 5
    + "</table>",
    "boxes in columns": "<fieldset style='columns: 3'><legend>Liste</legend>"
    + "".join(f"<div>{checkbox(n)}</div>" for n in range(30))
    + "</fieldset>",
    "inline boxes": "<p>" + "".join(checkbox(n) for n in range(30)),
    "counters and children": (
        "<style>ol { counter-reset: a } li:nth-child(2n) { padding: 9px } span:nth-of-type(1) "
        "{ margin: 4px }</style><ol>"
    )
    + "".join(f"<li><span>{word}</span> <input aria-label='{word}'></li>" for word in WORDS)
    + "</ol>",
}


def assert_still(page: Browser, before: Any) -> None:
    assert [] == page.run(f"movedSince({json.dumps(before)})")
    assert [] == page.run("coveredHere()")


class TestStillness:
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_nothing_moves_and_nothing_is_covered(self, staged: Staging, layout: str) -> None:
        """Whatever a layout hangs on, nothing moves, and no sign stands on a text, a control or another sign."""
        page = staged(STYLE + LAYOUTS[layout], begin=None)
        before = page.run("controlsHere()")
        page.run("begin()")

        assert page.run("mountedHere().length") > 0
        assert_still(page, before)
        page.run("end()")
        assert [] == page.run(f"movedSince({json.dumps(before)})")

    @pytest.mark.parametrize("practice", known_practices())
    def test_practice_copies(self, staged: Staging, practice: str) -> None:
        """The same on every page of the practice copies, with the rules that ship."""
        copy = load_practice(practice)
        drawn = [draw(copy, page).decode("utf-8", "replace") for page in copy.pages]
        for html in (one for one in drawn if "<frameset" not in one):  # a set of frames asks nothing itself
            page = staged(html, begin=None)
            before = page.run("controlsHere()")
            page.run("begin({ rules: '/shipped.json' })")

            assert_still(page, before)

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        parts=st.lists(
            st.sampled_from([*LAYOUTS.values(), "<h2>Titre</h2>", "<p>Un texte.</p>", "<button>Aide</button>"]),
            min_size=1,
            max_size=4,
        ),
        width=st.sampled_from([341, 800, 1366]),
        style=st.sampled_from(
            [
                "",
                "body { direction: rtl }",
                "body { background: #222; color: #eee }",
                "form { overflow: auto; height: 300px }",
                "* { position: relative }",
            ]
        ),
    )
    def test_any_page(self, staged: Staging, parts: list[str], width: int, style: str) -> None:
        """Whatever parts a page is made of, however narrow it is, and whichever way it is read."""
        page = staged(f"{STYLE}<style>{style}</style><form>{''.join(parts)}</form>", size=(width, 700), begin=None)
        before = page.run("controlsHere()")
        page.run("begin()")

        assert_still(page, before)
        page.run("end()")
        assert [] == page.run("oursHere()")


class TestTab:
    @staticmethod
    def order(page: Browser, stops: int) -> list[str]:
        page.run("document.activeElement.blur()")
        page.click(2, 2)
        seen = []
        for _ in range(stops):
            page.press("Tab")
            seen.append(page.run("document.activeElement.id || document.activeElement.localName"))
        return seen

    def test_the_same_with_and_without(self, staged: Staging) -> None:
        """Tab goes through the same stops in the same order, with signs and without."""
        html = f"{STYLE}<table>{''.join(row(number) for number in range(8))}</table><button id=end>Enregistrer</button>"
        without = self.order(staged(html, begin=None), 9)
        page = staged(html)

        assert page.run("mountedHere().length") > 4
        assert without == self.order(page, 9)

    def test_wanted(self, staged: Staging) -> None:
        """If the agent wants that, Tab also stops at each sign, right after its field."""
        page = staged(
            f"{STYLE}<p><label>Facultatif <input id=a></label><p><label>Vital <input id=b></label>",
            begin="{ tab: true }",
        )

        assert ["a", "casevide-marker", "b", "casevide-marker"] == self.order(page, 4)


class TestDensities:
    def test_auto(self, staged: Staging) -> None:
        """More than thirty signs in one screenful become quiet by themselves; thirty do not."""
        rows = "".join(f"<div>{checkbox(number * 8)}</div>" for number in range(30))
        width = "stage.scene.markers[0].root.querySelector('svg').getBoundingClientRect().width"

        assert 14 == staged(STYLE + rows).run(width)
        assert 10 == staged(STYLE + rows + f"<div>{checkbox(0)}</div>").run(width)

    def test_hidden(self, staged: Staging) -> None:
        """Hidden, there is no sign on the page; shown again, they stand where they stood."""
        page = staged(STYLE + DENSE)
        before = page.run("signsHere()")
        page.run("stage.scene.density = 'hidden'")
        assert [] == page.run("oursHere()")

        page.run("stage.scene.density = 'auto'")
        page.run("standing()")
        assert before == page.run("signsHere()")


class TestUse:
    def test_focus(self, staged: Staging) -> None:
        """The sign of the field in use stands on a plate, and no more once the focus has gone."""
        page = staged(f"{STYLE}<p><label>Facultatif <input id=a></label>")
        plate = "getComputedStyle(markerFor('Facultatif').button, '::after').backgroundColor"
        page.run("stage.scene.focus(document.getElementById('a')), 1")

        assert "rgb(255, 255, 255)" == page.run(plate)
        page.run("stage.scene.focus(null), 1")
        assert "rgba(0, 0, 0, 0)" == page.run(plate)

    def test_merged(self, staged: Staging) -> None:
        """A field of a column shows the column's sign beside itself while it is in use."""
        rows = "<tr><td><input><td><input class=c>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</tr>" * 4
        page = staged(f"{STYLE}<table><tr><th>Nom<th>Facultatif</tr>{rows}</table>")
        page.run("stage.scene.focus(document.querySelectorAll('.c')[2]), 1")
        gap = page.run("stage.scene.guest.box.left - document.querySelectorAll('.c')[2].getBoundingClientRect().right")

        assert abs(gap - 4) <= 1
        assert 4 == page.run("stage.scene.guest.question.rows")
        page.run("stage.scene.focus(null), 1")
        assert 1 == page.run("oursHere().filter((name) => name === 'casevide-marker').length")

    def test_outline(self, staged: Staging) -> None:
        """Any question can be outlined, also one without a sign, and nothing remains of that."""
        page = staged(f"{STYLE}<p><label>Facultatif <input></label><p><label>Nom <input id=b></label>")
        before = page.run("oursHere()")
        page.run("stage.scene.outline(stage.questions[1])")
        assert len(before) < len(page.run("oursHere()"))

        page.run("stage.scene.outline(null)")
        page.run("end()")
        assert [] == page.run("oursHere()")


class TestSurroundings:
    def test_what_clips(self, staged: Staging) -> None:
        """Inside something that clips, a sign stands where it is not cut off."""
        page = staged(
            f"{STYLE}<div id=c style='width: 320px; height: 70px; overflow: hidden'><p><label "
            "for=a style='display: inline-block; width: 100px'>Facultatif</label><input id=a "
            "style='width: 216px'></div>"
        )
        [sign] = page.run("signsHere()")
        clip = page.run("plainBox(document.getElementById('c').getBoundingClientRect())")

        assert clip[0] <= sign["box"][0]
        assert sign["box"][2] <= clip[2]

    def test_a_modal_dialog(self, staged: Staging) -> None:
        """In a modal dialog of the page a sign is on top and can be used."""
        page = staged(f"{STYLE}<dialog><p><label>Facultatif <input id=a></label></dialog>", begin=None)
        page.run("document.querySelector('dialog').showModal()")
        page.run("begin()")
        left, top, right, bottom = page.run("plainBox(markerFor('Facultatif').box)")
        page.click((left + right) / 2, (top + bottom) / 2)

        assert page.run("until(() => stage.cards.current !== null)")

    def test_below_what_is_sticky(self, staged: Staging) -> None:
        """The page's own sticky header goes over signs as it goes over fields."""
        header = "<header style='position: sticky; top: 0; height: 60px; background: #eee; z-index: 1'>…</header>"
        page = staged(
            f"<style>body {{ margin: 0 }}</style>{header}<p style='height: "
            "100px'>…<p><label>Facultatif <input id=a></label><p style='height: 3000px'>…"
        )
        page.run("scrollTo(0, document.getElementById('a').getBoundingClientRect().top - 20)")
        left, top, right, bottom = page.run("plainBox(markerFor('Facultatif').box)")

        assert "HEADER" == page.run(f"document.elementFromPoint({(left + right) / 2}, {(top + bottom) / 2}).tagName")

    def test_zoom(self, staged: Staging) -> None:
        """At four times the size, 341 pixels wide, nothing moves and nothing is covered."""
        page = staged(STYLE + DENSE, size=(341, 192), scale=4, begin=None)
        before = page.run("controlsHere()")
        page.run("begin()")

        assert page.run("mountedHere().length") > 0
        assert_still(page, before)

    def test_drawn_smaller(self, staged: Staging) -> None:
        """On a page that is drawn at another scale, signs stand beside their fields all the same."""
        page = staged(
            f"{STYLE}<div style='transform: scale(.75); transform-origin: 0 "
            "0'><p><label>Facultatif <input id=a></label></div>"
        )
        gap = page.run("markerFor('Facultatif').box.left - document.getElementById('a').getBoundingClientRect().right")

        assert 2 <= gap <= 6

    def test_far_away(self, staged: Staging) -> None:
        """Signs far below the window are put in when they come near."""
        page = staged(f"{STYLE}<p style='height: 9000px'>…<p><label>Facultatif <input id=a></label>")
        assert [] == page.run("oursHere()")

        page.run("document.getElementById('a').scrollIntoView()")
        assert page.run("until(() => mountedHere().length === 1)")


class TestWithdrawing:
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_nothing_is_left(self, staged: Staging, layout: str) -> None:
        """Taken away, the page's tree is the same as before, to the letter."""
        page = staged(STYLE + LAYOUTS[layout], begin=None)
        before = page.run("document.documentElement.outerHTML")
        page.run("begin()")
        assert before != page.run("document.documentElement.outerHTML")

        page.run("end()")
        assert before == page.run("document.documentElement.outerHTML")

    def test_in_the_midst(self, staged: Staging) -> None:
        """Also when it is taken away while signs are being put in."""
        page = staged(STYLE + DENSE, begin=None)
        page.run("(() => { void begin(); return new Promise((resume) => setTimeout(resume, 120)).then(end); })()")
        page.run("new Promise((resume) => setTimeout(resume, 500))")

        assert [] == page.run("oursHere()")
