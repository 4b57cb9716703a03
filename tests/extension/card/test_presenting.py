"""Presentation mode: pills, the bar and its keys, the large card; and that leaving takes everything back."""

import json
from collections.abc import Callable

import pytest
from tests.extension.browsers import Browser

Staging = Callable[..., Browser]

FIELDS = (
    ("civilité", "optional", "high", True),
    ("naissance", "intrusive", "medium", False),
    ("nationalité", "challengeable", "high", True),
    ("motif", "challengeable", "medium", False),
    ("allergies", "care-critical", "high", False),
)
PAGE = (
    "<h1>Dossier</h1><form>"
    + "".join(f'<p><label>{one[0]} <input id="f{n}"></label></p>' for n, one in enumerate(FIELDS))
    + "</form>"
)

BEGIN = """(async () => {
  keepRoots();
  for (const [n, [label, verdict, confidence, forced]] of Object.entries(%s)) {
    const question = questionOn(ruleWith(verdict, confidence), { field: { label, forced } });
    await signed(document.getElementById('f' + n), question);
  }
  Object.defineProperty(window, 'bar', { get: () => roots['casevide-bar'] });
  window.ended = 0;
  window.presenting = new Presenting({ scene, cards, wording: settings.wording, onStop: () => (ended += 1) });
  return true;
})()"""

PLACE = "bar.querySelector('.place').textContent"
CARD = "cardIn(cards.current)"
PRESSED = "[...bar.querySelectorAll('[aria-pressed=true]')].map((one) => one.dataset.verdict)"


def begun(stage: Browser) -> None:
    stage.run(BEGIN % json.dumps(FIELDS))


@pytest.fixture
def show(staged: Staging) -> Browser:
    """Five questions with signs, presented; the focus was in the second field."""
    stage = staged(PAGE)
    begun(stage)
    stage.run("(document.getElementById('f1').focus(), presenting.start(), later(200))")
    return stage


class TestBar:
    def test_start(self, show: Browser) -> None:
        """Signs become pills numbered in page order, the bar at the foot has the focus, the first card is large."""
        pills = show.run("scene.markers.map((marker) => marker.button.textContent.trim())")
        foot = show.run("[boxOf(bar.querySelector('.bar')), [innerWidth, innerHeight]]")

        assert ["1*", "2", "3*", "4", "5"] == [pill.replace(" ", "") for pill in pills]
        assert [[0, 708, 1366, 768], [1366, 768]] == foot
        assert ["1 / 5", True, True, "1"] == show.run(
            f"[{PLACE}, bar.activeElement === bar.querySelector('.bar'), {CARD}.classList.contains('big'), "
            f"{CARD}.querySelector('.number').textContent]"
        )

    def test_keys(self, show: Browser) -> None:
        """Arrows go from field to field and round, digits filter and take back, and no key reaches the page."""
        show.run(
            "(() => { window.heard = []; document.addEventListener('keydown', () => heard.push(1)); return 1; })()"
        )
        seen = []
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight"):
            show.press(key)
            seen.append(show.run(PLACE))
        show.press("3")
        challengeable = show.run(f"[{PLACE}, {PRESSED}]")
        show.press("ArrowRight")
        other = show.run(PLACE)
        show.press("3")
        back = show.run(PRESSED)
        show.press("ArrowRight")
        show.press("6")
        forced = show.run(f"[{PLACE}, {PRESSED}]")
        show.press("ArrowRight")

        assert ["2 / 5", "3 / 5", "2 / 5", "1 / 5", "5 / 5", "1 / 5"] == seen
        assert [["3 / 5", ["challengeable"]], "4 / 5", []] == [challengeable, other, back]
        assert [["1 / 5", ["forced"]], "3 / 5"] == [forced, show.run(PLACE)]
        assert [] == show.run("heard")

    def test_forced_view(self, show: Browser) -> None:
        """The filter "compulsory, no text found" goes through what is forced without a duty, and nothing else."""
        show.press("6")
        seen = set()
        for _ in range(4):
            show.press("ArrowRight")
            seen.add(show.run(PLACE))

        assert {"1 / 5", "3 / 5"} == seen

    def test_buttons(self, show: Browser) -> None:
        """Every key has a button with a name; filters say how many and whether they are on; an empty one is off."""
        found = show.run(
            "[...bar.querySelectorAll('button')].map((one) => [one.ariaLabel ?? one.textContent, one.disabled])"
        )
        show.click(*show.run("middleOf(bar.querySelectorAll('button')[1])"))
        second = show.run(PLACE)
        show.click(*show.run("middleOf(bar.querySelector('[data-verdict=challengeable]'))"))

        assert [
            *(["Précédent", False], ["Suivant", False], ["Jamais vide\u202f: 1", False], ["Exigé\u202f: 0", True]),
            *(["Contestable\u202f: 2", False], ["Si besoin\u202f: 1", False], ["Facultatif\u202f: 1", False]),
            *(["Obligatoires sans texte trouvé\u202f: 2", False], ["Quitter", False]),
        ] == found
        assert ["2 / 5", "3 / 5", ["challengeable"]] == [second, *show.run(f"[{PLACE}, {PRESSED}]")]

    def test_pill_pressed(self, show: Browser) -> None:
        """A pill that is clicked is gone to, and the bar keeps the focus."""
        show.click(*show.run("middleOf(scene.markers[3].button)"))

        assert ["4 / 5", True] == show.run(f"[{PLACE}, bar.activeElement !== null]")

    def test_said(self, show: Browser) -> None:
        """Where one is, is said aloud: verdict and label."""
        assert "Facultatif civilité" == show.run("bar.querySelector('[role=status]').textContent")

    @pytest.mark.parametrize("how", ["key", "button", "stop"])
    def test_leave(self, staged: Staging, how: str) -> None:
        """Leaving takes everything back: pills, bar, card, focus; the page's elements are what they were."""
        stage = staged(PAGE)
        begun(stage)
        look = "[document.body.children.length, scene.markers.map((one) => [one.button.textContent, one.box.width])]"
        before = stage.run(f"(document.getElementById('f1').focus(), {look})")
        stage.run("(presenting.start(), later(50))")
        during = stage.run(look)
        if how == "key":
            stage.press("Escape")
        elif how == "button":
            stage.click(*stage.run("middleOf([...bar.querySelectorAll('button')].at(-1))"))
        else:
            stage.run("(presenting.stop(), true)")

        assert before == stage.run(look)
        assert before != during
        assert [False, None, "f1", 1] == stage.run("[presenting.isOn, cards.current, document.activeElement.id, ended]")

    def test_hover_and_cards_as_before(self, show: Browser) -> None:
        """While presenting, pointing opens nothing; afterwards cards open again as before."""
        show.hover(*show.run("middleOf(scene.markers[3].button)"))
        show.run("later(600)")
        during = show.run(PLACE)
        show.run("(presenting.stop(), true)")
        show.click(*show.run("middleOf(scene.markers[3].button)"))
        show.wait("cards.current !== null")

        assert ["1 / 5", False] == [during, show.run(f"{CARD}.classList.contains('big')")]

    def test_nothing_to_present(self, staged: Staging) -> None:
        """On a page without hints the bar says so, and can be left."""
        stage = staged("<p>Rien</p>")
        stage.run("(scene = new Scene({ ...settings, cards, density: 'normal', tab: false }), true)")
        stage.run(BEGIN % "[]")
        stage.run("(presenting.start(), true)")
        said = stage.run(PLACE)
        stage.press("Escape")

        assert ["Aucun repère à présenter sur cette page.", False] == [said, stage.run("presenting.isOn")]


class TestBigCard:
    @pytest.mark.parametrize(("size", "side"), [((1920, 1080), "beside"), ((800, 1200), "below")])
    def test_place(self, staged: Staging, size: tuple[int, int], side: str) -> None:
        """The large card is 560 px wide, on the side away from the field, below it on a portrait screen."""
        stage = staged(PAGE, size=size)
        begun(stage)
        stage.run("(presenting.start(), later(200))")
        card, field, width = stage.run(f"[boxOf({CARD}), boxOf(cards.current.field[0]), {CARD}.offsetWidth]")

        assert 560 == width
        assert (card[0] > field[2]) if side == "beside" else (card[1] > field[3])
        assert card[3] <= size[1] - 60

    def test_sizes(self, show: Browser) -> None:
        """From the back of a room: label 22 px, verdict 36 px, text 22 px, source and caution 17 px."""
        found = show.run(
            f"['.asked', 'h2', '.lead', '.rows dd', '.gap dd', '.foot dd', '.disclaimer'].map((one) => "
            f"parseFloat(getComputedStyle({CARD}.querySelector(one)).fontSize))"
        )

        assert [22, 36, 22, 22, 22, 17, 17] == [round(size) for size in found]

    def test_whole_on_a_projector(self, staged: Staging) -> None:
        """On a projector of 1920 × 1080 the large card of every rule is seen whole above the bar."""
        stage = staged(PAGE, size=(1920, 1080))
        begun(stage)

        assert [] == stage.run("notWhole(scene.markers[0], 'present')")

    def test_print(self, show: Browser) -> None:
        """On paper there is no bar and no card; the signs stay, with a legend of their names."""
        show.media(print=True)
        found = show.run(
            f"[getComputedStyle(bar.querySelector('.bar')).display, getComputedStyle({CARD}).display, "
            "getComputedStyle(bar.querySelector('.legend')).display, bar.querySelectorAll('.legend li').length]"
        )

        assert ["none", "none", "block", 5] == found


class TestAxe:
    @pytest.mark.parametrize("dark", [False, True])
    def test_axe(self, staged: Staging, *, dark: bool) -> None:
        """axe-core finds nothing in the bar."""
        show = staged(PAGE + '<script src="/axe.js"></script>')
        show.media(dark=dark)
        begun(show)
        show.run("(presenting.start(), later(50))")
        found = show.run(
            "(async () => { const open = document.createElement('casevide-open'); "
            "const root = open.attachShadow({ mode: 'open' }); root.adoptedStyleSheets = bar.adoptedStyleSheets; "
            "const copy = bar.querySelector('.bar').cloneNode(true); copy.removeAttribute('popover'); "
            "root.append(copy); document.body.append(open); return axeIn('casevide-open'); })()"
        )

        assert [] == found[1]
        assert found[0] > 5
