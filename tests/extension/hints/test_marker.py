"""One sign: what it says, how it looks, and that the page hears nothing of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

STYLE = "<style>body { font: 14px/20px Arial; margin: 40px } input { width: 200px }</style>"


def form(*labels: str) -> str:
    return STYLE + "".join(f"<p><label>{label} <input></label>" for label in labels)


def middle(page: Browser, label: str) -> list[float]:
    box: list[float] = page.run(f"plainBox(markerFor({label!r}).box)")
    return [(box[0] + box[2]) / 2 - 3, (box[1] + box[3]) / 2]


def drawn(page: Browser, label: str, what: str = "svg") -> Any:
    return page.run(
        f"(() => {{ const {{ width, height }} = "
        f"markerFor({label!r}).root.querySelector({what!r}).getBoundingClientRect(); return "
        f"[width, height]; }})()"
    )


class TestName:
    @pytest.mark.parametrize(
        ("language", "label", "name"),
        [
            ("fr", "Facultatif", "Facultatif\u202f: Facultatif"),
            ("nl", "Facultatif *", "Facultatief: Facultatif. door de software verplicht, geen plicht gevonden"),
            ("en", "Incertain", "Optional: Incertain. to be checked"),
            ("en", "Disputé", "Open to challenge: Disputé. the circles disagree"),
            ("en", "Vital *", "Never leave empty: Vital"),
            ("en", "Gravité", "Never leave empty: Gravité"),
        ],
    )
    def test_name(self, staged: Staging, language: str, label: str, name: str) -> None:
        """A screen reader says verdict, question and remarks, in the agent's language; the suffix itself is hidden."""
        page = staged(form(label), begin=f"{{ language: {language!r} }}")
        button = "stage.scene.markers[0].button"

        assert name == page.run(f"{button}.getAttribute('aria-label')")
        assert [language, "-1", "dialog", "false", "BUTTON"] == page.run(
            f"[{button}.lang, {button}.getAttribute('tabindex'), {button}.ariaHasPopup, "
            f"{button}.ariaExpanded, {button}.tagName]"
        )
        assert page.run(f"[...{button}.children].every((one) => one.ariaHidden === 'true' || !one.textContent)")

    def test_merged(self, staged: Staging) -> None:
        """The sign of a column says for how many rows it speaks, that of a list for how many boxes."""
        rows = "<tr><td><input><td><input></tr>" * 4
        boxes = "".join(
            f"<label><input type=checkbox style='width: auto'> Facultatif {n}</label><br>" for n in range(3)
        )
        page = staged(
            f"{STYLE}<table><tr><th>Nom<th>Intrusif</tr>{rows}</table><h2>Liste</h2>{boxes}", begin="{ language: 'en' }"
        )
        names = page.run("signsHere().map((sign) => sign.name)")

        assert "Only if needed: Intrusif. 4 rows" == names[0]
        assert names[1].endswith(". 3 boxes")


class TestLooks:
    def test_sizes(self, staged: Staging) -> None:
        """The box is 20 pixels, the sign 14 at its left, whether or not something stands beside it."""
        page = staged(form("Facultatif", "Facultatif *"))

        assert [14, 14] == drawn(page, "Facultatif")
        assert [20, 20] == [box := page.run("stage.scene.markers[1].box.width"), box]
        lefts = page.run(
            "stage.scene.markers.map((one) => "
            "one.root.querySelector('svg').getBoundingClientRect().left - one.box.left)"
        )
        assert [0, 0] == lefts

    def test_from_right_to_left(self, staged: Staging) -> None:
        """On a page that is read from right to left, the sign stands at the right of its box, beside the field."""
        page = staged(f"<div dir=rtl>{form('Facultatif *')}</div>")
        gap = (
            "((marker) => marker.box.right - "
            "marker.root.querySelector('svg').getBoundingClientRect().right)(stage.scene.markers[0])"
        )

        assert abs(page.run(gap)) < 0.5

    def test_the_suffix_stays_in_the_box(self, staged: Staging) -> None:
        """What stands beside the sign does not widen the button."""
        page = staged(form("Facultatif *"))

        assert [20, 20] == page.run(
            "(({ width, height }) => [width, height])(stage.scene.markers[0].button.getBoundingClientRect())"
        )

    @pytest.mark.parametrize("density", ["quiet", "normal"])
    def test_care_never_whispers(self, staged: Staging, density: str) -> None:
        """In every density, what is vital or required is drawn at least as large as what is optional."""
        page = staged(
            form("Vital", "Exigé", "Facultatif", "Contestable", "Intrusif"), begin=f"{{ density: {density!r} }}"
        )
        lowering = 10 if density == "quiet" else 14

        assert [14, 14] == drawn(page, "Vital") == drawn(page, "Exigé")
        assert all([lowering] * 2 == drawn(page, label) for label in ("Facultatif", "Contestable", "Intrusif"))

    @pytest.mark.parametrize(
        ("background", "colour", "plate"),
        [
            ("#fff", "rgb(11, 107, 87)", "rgba(0, 0, 0, 0)"),
            ("#222", "rgb(111, 214, 188)", "rgba(0, 0, 0, 0)"),
            ("#888", "rgb(11, 107, 87)", "rgb(255, 255, 255)"),
            ("linear-gradient(#fff, #000)", "rgb(11, 107, 87)", "rgb(255, 255, 255)"),
            ("rgba(0, 0, 0, .2)", "rgb(11, 107, 87)", "rgba(0, 0, 0, 0)"),
        ],
    )
    def test_themes(self, staged: Staging, background: str, colour: str, plate: str) -> None:
        """Signs have light colours on light, dark ones on dark, and a white plate on what is neither."""
        page = staged(
            f"{STYLE}<div style='background: {background}; padding: 40px'><label>Facultatif <input></label></div>"
        )
        style = (
            "((root) => [getComputedStyle(root.querySelector('button')).color, "
            "getComputedStyle(root.querySelector('button'), "
            "'::after').backgroundColor])(stage.scene.markers[0].root)"
        )

        assert [colour, plate] == page.run(style)

    def test_the_page_s_style_does_not_reach_in(self, staged: Staging) -> None:
        """However rude the page's style is, signs stand and look as ever."""
        rude = (
            "* { all: unset !important; display: block !important; margin: 30px !important; "
            "width: 400px !important; position: static !important; opacity: 0 !important } "
            "casevide-marker { display: none !important; float: left !important }"
        )
        page = staged(form("Facultatif"), begin=None)
        page.run(
            f"(() => {{ const style = document.createElement('style'); style.textContent = "
            f"{rude!r}; window.rude = style; return 1; }})()"
        )
        page.run("begin()")
        page.run("document.head.append(rude)")
        style = (
            "(({ display, position, opacity, marginTop, width }) => [display, position, opacity, "
            "marginTop, width])(getComputedStyle(stage.scene.markers[0].host))"
        )

        assert ["block", "absolute", "1", "0px", "0px"] == page.run(style)

    def test_forced_colours(self, staged: Staging) -> None:
        """Where the system forces its colours, signs have that of its text."""
        page = staged(form("Facultatif"))
        page.media(forced_colors=True)
        colours = page.run(
            "(() => { const probe = document.createElement('p'); probe.style.color = "
            "'CanvasText'; document.body.append(probe); "
            "return [getComputedStyle(probe).color, getComputedStyle(stage.scene.markers[0].button).color]; })()"
        )

        assert colours[0] == colours[1]

    def test_print(self, staged: Staging) -> None:
        """No sign is printed: the file belongs to the person. Only the pills of a presentation are."""
        page = staged(form("Facultatif"))
        page.media(print=True)
        shown = "getComputedStyle(stage.scene.markers[0].root.querySelector('.box')).display"

        assert "none" == page.run(shown)
        page.run("stage.scene.pills(true)")
        assert "none" != page.run(shown)

    def test_drawn_at_all(self, staged: Staging, tmp_path: Path) -> None:
        """A picture of the page has a sign's colour where the sign is."""
        page = staged(form("Vital"))
        without = page.shot(tmp_path / "with.png").read_bytes()
        page.run("end()")

        assert without != page.shot(tmp_path / "without.png").read_bytes()

    def test_ring(self, staged: Staging) -> None:
        """The ring is drawn around the field, outside of it; of a group, around all choices."""
        radios = "".join(
            f"<label><input type=radio name=r style='width: auto'> {one}</label> " for one in ("oui", "non")
        )
        page = staged(f"{STYLE}<fieldset><legend>Facultatif</legend>{radios}</fieldset>")
        page.run("stage.scene.markers[0].ring(true)")
        ring = page.run("plainBox(stage.scene.markers[0].root.querySelector('.ring').getBoundingClientRect())")
        whole = page.run(
            "plainBox([...document.querySelectorAll('input')].map((one) => one.getBoundingClientRect()).reduce(joined))"
        )

        assert [4, 4] == [round(whole[0] - ring[0]), round(ring[2] - whole[2])]
        page.run("stage.scene.markers[0].ring(false)")
        assert page.run("stage.scene.markers[0].root.querySelector('.ring').hidden")


class TestUse:
    def test_the_page_hears_nothing(self, staged: Staging) -> None:
        """Clicking a sign opens its card; the page's own listeners hear no click and no key of it."""
        page = staged(form("Facultatif"))
        page.run(
            "(() => { window.heard = []; for (const type of ['click', 'mousedown', 'pointerdown', "
            "'pointerup', 'mouseup', 'keydown', 'keyup', 'input', 'submit']) "
            "document.body.addEventListener(type, (event) => heard.push([type, "
            "event.target.localName])); return 1; })()"
        )
        page.click(*middle(page, "Facultatif"))

        assert page.run("until(() => stage.cards.current === stage.scene.markers[0])")
        assert [] == page.run("heard")
        page.press("Escape")
        assert page.run("until(() => stage.cards.current === null)")

    def test_the_root_is_closed(self, staged: Staging) -> None:
        """The page cannot look into a sign or press it."""
        page = staged(form("Facultatif"))

        assert [None, "0 0"] == page.run(
            "(() => { const host = document.querySelector('casevide-marker'); host.click(); "
            "const { width, height } = host.getBoundingClientRect(); return [host.shadowRoot, "
            "`${width} ${height}`]; })()"
        )
        assert page.run("stage.cards.current") is None

    def test_hover(self, staged: Staging) -> None:
        """Resting on a sign opens its card, and the focus stays where it was."""
        page = staged(form("Facultatif"))
        page.run("document.querySelector('input').focus()")
        page.hover(*middle(page, "Facultatif"))

        assert page.run("until(() => stage.cards.current === stage.scene.markers[0])")
        assert "INPUT" == page.run("document.activeElement.tagName")

    def test_pills(self, staged: Staging) -> None:
        """In a presentation a sign is a pill with its number, and afterwards the same sign again."""
        page = staged(form("Facultatif", "Vital"))
        before = page.run("signsHere()")
        page.run("stage.scene.pills(true)")

        assert ["1", "2"] == page.run("stage.scene.markers.map((one) => one.root.querySelector('.number').textContent)")
        assert all(
            height >= 20
            for height in page.run("stage.scene.markers.map((one) => one.button.getBoundingClientRect().height)")
        )
        page.run("stage.scene.pills(false)")
        assert before == page.run("signsHere()")

    def test_pills_before_their_field(self, staged: Staging) -> None:
        """A pill that stands before its field grows away from it, never over it."""
        page = staged(
            f"{STYLE}<p><label for=a style='margin-right: 90px'>Facultatif</label><input id=a>&nbsp;euros par mois"
        )
        assert "before" == page.run("stage.scene.markers[0].spot.place")

        page.run("stage.scene.pills(true)")
        assert not page.run(
            "overlap(stage.scene.markers[0].button.getBoundingClientRect(), "
            "document.getElementById('a').getBoundingClientRect())"
        )
