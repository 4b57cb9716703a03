"""The five signs: told apart by shape, readable in colour on light and dark; and how anything of ours is made."""

from collections.abc import Callable
from itertools import combinations

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

VERDICTS = ["care-critical", "required", "challengeable", "intrusive", "optional"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def page(staged: Staging) -> Browser:
    """A page without anything."""
    return staged("", begin=None)


class TestColours:
    def test_the_fixed_order(self, page: Browser) -> None:
        """There is one sign for each verdict, in the fixed order, and each can be typed."""
        assert VERDICTS == page.run("Object.keys(SIGNS)") == page.run("[...VERDICTS]")
        assert ["♥", "§", "◆", "◐", "[ ]"] == page.run("Object.values(SIGNS).map((sign) => sign.typed)")

    @pytest.mark.parametrize("background", ["#FFFFFF", "#F3F5F8"])
    def test_light(self, page: Browser, background: str) -> None:
        """On a light surface every sign has the contrast of text, 4.5 to 1; on a pale blue page, 4.4."""
        for colour in page.run("Object.values(SIGNS).map((sign) => sign.light)"):
            assert contrast(colour, background) >= 4.5
            assert contrast(colour, "#DBE3EC") >= 4.4

    @pytest.mark.parametrize("background", ["#1D222A", "#272D37"])
    def test_dark(self, page: Browser, background: str) -> None:
        """On a dark surface too."""
        for colour in page.run("Object.values(SIGNS).map((sign) => sign.dark)"):
            assert contrast(colour, background) >= 4.5

    def test_where_a_page_is_light_or_dark(self, page: Browser) -> None:
        """On every grey a page may have, the theme that is chosen has the contrast of graphics, 3 to 1."""
        light, dark = page.run(
            "[Object.values(SIGNS).map((one) => one.light), Object.values(SIGNS).map((one) => one.dark)]"
        )
        from_, to = page.run("[LIGHT_FROM, DARK_TO]")
        for grey in range(256):
            colour = f"#{grey:02x}{grey:02x}{grey:02x}"
            chosen = light if luminance(colour) >= from_ else dark if luminance(colour) <= to else ()
            assert all(contrast(one, colour) >= 3 for one in chosen), colour


class TestShapes:
    def test_told_apart_without_colour(self, page: Browser) -> None:
        """Drawn at 14 pixels in one grey, no two signs look alike: of what either covers, a fifth and more differs."""
        masks = page.run(
            "Promise.all(VERDICTS.map(async (verdict) => { const drawn = glyph(verdict); "
            "drawn.setAttribute('xmlns', SVG); drawn.style.color = '#555'; const image = new Image(); "
            "image.src = 'data:image/svg+xml,' + encodeURIComponent(drawn.outerHTML); await image.decode(); "
            "const canvas = document.createElement('canvas'); canvas.width = canvas.height = 14; "
            "const context = canvas.getContext('2d'); context.drawImage(image, 0, 0); "
            "return [...context.getImageData(0, 0, 14, 14).data].filter((_, at) => at % 4 === 3); }))"
        )
        for one, other in combinations(masks, 2):
            differ = sum(abs(a - b) for a, b in zip(one, other, strict=True))
            cover = sum(max(a, b) for a, b in zip(one, other, strict=True))

            assert cover > 14 * 255
            assert differ / cover > 1 / 5

    def test_hidden_from_screen_readers(self, page: Browser) -> None:
        """A drawing says nothing aloud; the colour is that of the text around."""
        drawn = page.run("VERDICTS.map((verdict) => glyph(verdict, 20).outerHTML)")

        assert all('aria-hidden="true"' in one and 'width="20"' in one and "currentColor" in one for one in drawn)
        assert not any("#" in one for one in drawn)


class TestMaking:
    def test_made(self, page: Browser) -> None:
        """Attributes are set as asked, texts are never markup."""
        html = page.run(
            "made('p', { class: 'x', hidden: true, id: false, title: undefined }, '<b>', made('i')).outerHTML"
        )

        assert '<p class="x" hidden="">&lt;b&gt;<i></i></p>' == html

    def test_ours(self, page: Browser) -> None:
        """What is ours is known by its name."""
        assert [True, False, False] == page.run(
            "['casevide-marker', 'case', 'p'].map((name) => isOurs(document.createElement(name)))"
        )
