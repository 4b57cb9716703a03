"""How a page is laid out, read in slices: obstacles, frames, colours; and nothing that a person typed."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

CANARY = "canary-5d1c"
READ = "(() => { const survey = new Survey([]); for (const _ of survey.read()) continue; return survey; })()"


class TestObstacles:
    def test_what_stands_in_the_way(self, staged: Staging) -> None:
        """Texts, controls, buttons, pictures and icons are in the way; white space and what is hidden are not."""
        html = (
            "<style>body { margin: 0; font: 14px Arial } i { display: inline-block; width: 12px; height: 12px }</style>"
            "<p>Texte</p><input><button>Aller</button><svg width=30 height=30></svg><i></i>"
            "<p hidden>caché</p><p style='visibility: "
            "hidden'>invisible</p><details><summary>Plus</summary><p>replié</p></details><script>1</script>"
        )
        page = staged(html, begin=None)

        assert 6 == page.run(f"{READ}.page.obstacles.length")

    def test_edges(self, staged: Staging) -> None:
        """The drawn edge of a box is in the way, what it holds is not."""
        page = staged(
            (
                "<style>body { margin: 0 }</style><div style='border: 1px solid; width: 300px; "
                "height: 100px'><b></b></div>"
            ),
            begin=None,
        )
        free = "survey.page.isTaken({ left: 20, top: 20, right: 60, bottom: 60 })"
        line = "survey.page.isTaken({ left: 290, top: 20, right: 310, bottom: 60 })"

        assert [False, True] == page.run(f"((survey) => [{free}, {line}])({READ})")

    def test_frames(self, staged: Staging) -> None:
        """What scrolls, clips or is fixed is a frame of its own; what clips nothing but one control is not."""
        html = (
            "<div id=a style='overflow: auto; height: 90px'><input></div><div id=b "
            "style='overflow: hidden'><p>Texte<input></div>"
            "<div id=c style='position: fixed; top: 0'><input></div><div id=d style='overflow: "
            "hidden; width: 200px'><input style='display: block; width: 200px; box-sizing: "
            "border-box'></div>"
        )
        page = staged(html, begin=None)
        frames = page.run(
            "((survey) => [...document.querySelectorAll('input')].map((one) => "
            f"survey.frameOf.get(one).element?.id ?? ''))({READ})"
        )

        assert ["a", "b", "c", ""] == frames


class TestColours:
    @pytest.mark.parametrize(
        ("colour", "luminance", "alpha"),
        [("rgb(255, 255, 255)", 1, 1), ("rgba(0, 0, 0, 0.5)", 0, 0.5), ("rgb(128 128 128 / 0.2)", 0.2158605, 0.2)],
    )
    def test_luminance(self, staged: Staging, colour: str, luminance: float, alpha: float) -> None:
        """A colour's relative luminance is that of WCAG."""
        found = staged("", begin=None).run(f"luminanceOf({colour!r})")

        assert abs(luminance - found["luminance"]) < 1e-6
        assert alpha == found["alpha"]

    def test_unknown(self, staged: Staging) -> None:
        """A colour that is written otherwise gives no guess."""
        assert staged("", begin=None).run("luminanceOf('oklch(0.5 0.1 20)')") is None

    def test_dark_page(self, staged: Staging) -> None:
        """A page without a background is dark where it says that it can be and the person wants that."""
        page = staged("<style>:root { color-scheme: light dark }</style>", begin=None)
        theme = "new Survey([]).themeIn(document.body)"
        page.media(dark=True)
        assert "dark" == page.run(theme)

        page.media()
        assert "light" == page.run(theme)


class TestPromises:
    @pytest.fixture
    def watched(self, staged: Staging) -> Browser:
        """A page full of what was typed, in which every text that is read and every value that is touched is noted."""
        html = (
            f"<p><label>Facultatif <input id=a value='{CANARY}'></label><p><label>Vital <textarea "
            f"id=b>{CANARY}</textarea></label>"
            "<p><label>Intrusif <select><option selected>Oui</select></label><p>Notes <div "
            f"contenteditable>{CANARY} <b>{CANARY}</b></div>"
            f"<p><label><input type=checkbox checked> Contestable</label>"
        )
        page = staged(html, begin=None)
        page.run(
            "(() => { window.read_ = []; window.touched = []; const wrap = (owner, name, note) => "
            "{ const one = Object.getOwnPropertyDescriptor(owner.prototype, name); "
            "Object.defineProperty(owner.prototype, name, { ...one, get() { const got = "
            "one.get.call(this); note(got); return got; } }); }; "
            "wrap(CharacterData, 'data', (text) => read_.push(text)); for (const name of "
            "['textContent', 'nodeValue']) wrap(Node, name, (text) => read_.push(String(text))); "
            "for (const [owner, names] of [[HTMLInputElement, ['value', 'checked', "
            "'defaultValue', 'files']], [HTMLTextAreaElement, ['value', 'defaultValue']], "
            "[HTMLSelectElement, ['value', 'selectedIndex', 'selectedOptions']], "
            "[HTMLOptionElement, ['selected']]]) for (const name of names) wrap(owner, name, () "
            "=> touched.push(name)); "
            "window.acts = []; for (const name of ['click', 'focus', 'blur']) { const own = "
            "HTMLElement.prototype[name]; HTMLElement.prototype[name] = function (...all) { "
            "acts.push(name); return own.apply(this, all); }; } "
            "for (const name of ['setAttribute', 'removeAttribute', 'toggleAttribute']) { const "
            "own = Element.prototype[name]; Element.prototype[name] = function (...all) { if "
            "(this.isConnected && !this.getRootNode().host) acts.push(name); return "
            "own.apply(this, all); }; } return 1; })()"
        )
        return page

    def test_nothing_typed_is_read(self, watched: Browser) -> None:
        """While a page is judged, drawn upon and used, no text that a person wrote, no value and no choice is read."""
        watched.run("begin()")
        watched.run(
            "stage.scene.focus(document.getElementById('a')), "
            "stage.cards.open(markerFor('Vital'), { by: 'click' }), stage.cards.close(), "
            "stage.scene.settle({ anew: true })"
        )
        found: Any = watched.run(
            "[read_.filter((text) => text.includes('canary') && !text.startsWith('{')), touched, "
            "acts.filter((name) => name !== 'focus')]"
        )

        assert watched.run("mountedHere().length") >= 4
        assert [[], [], []] == found

    def test_the_watch_works(self, watched: Browser) -> None:
        """What is watched is noted when it happens: the test above could fail."""
        watched.run(
            "[document.getElementById('b').value, "
            "document.querySelector('[contenteditable]').textContent, "
            "document.getElementById('a').setAttribute('x', 'y')].length"
        )

        assert [True, ["value"], ["setAttribute"]] == watched.run(
            "[read_.some((text) => text.includes('canary')), touched, acts]"
        )
