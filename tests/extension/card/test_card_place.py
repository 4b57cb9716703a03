"""Where a card stands: beside its sign, over neither field nor label, whole; else as a sheet."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser

Staging = Callable[..., Browser]

OPEN = "first.root.querySelector('.card')"


def placed(stage: Browser) -> dict[str, Any]:
    """Open the card of the control `a` and give where everything is."""
    found: dict[str, Any] = stage.run("placed()")
    return found


def apart(one: list[float], other: list[float]) -> bool:
    """Whether two boxes do not overlap."""
    return one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5


class TestPlace:
    @pytest.mark.parametrize(
        ("left", "side"), [(40, "right"), (800, "left"), (1150, "left")], ids=["left edge", "middle", "right edge"]
    )
    def test_beside(self, staged: Staging, left: int, side: str) -> None:
        """The card stands right of the sign, else left of field and label; whole, and over neither."""
        stage = staged(
            f'<div style="position:absolute;left:{left}px;top:300px"><label class="label">Nationalité</label> '
            '<input id="a" size=6></div>'
        )
        found = placed(stage)
        card = found["card"]

        assert not found["sheet"]
        assert found["ring"]
        assert found["inner"] <= 1
        assert (card[0] > found["sign"][2]) == (side == "right")
        assert all(apart(card, found[one]) for one in ("control", "label", "sign"))
        assert min(card[:2]) >= 8
        assert card[2] <= found["view"][0] - 8
        assert card[3] <= found["view"][1] - 7

    def test_below_and_above(self, staged: Staging) -> None:
        """Where a field takes the whole width, the card stands below, or above at the foot of the window."""
        for top, is_below in ((20, True), (700, False)):
            stage = staged(
                f'<div style="position:absolute;left:8px;right:40px;top:{top}px">'
                '<label class="label" for=a>Nationalité</label><input id="a" style="width:100%"></div>'
            )
            found = placed(stage)

            assert not found["sheet"]
            assert (found["card"][1] > found["control"][3]) == is_below
            assert all(apart(found["card"], found[one]) for one in ("control", "label"))

    def test_label_in_another_cell(self, staged: Staging) -> None:
        """A label that is only text in the cell before is not covered either."""
        stage = staged(
            '<table style="position:absolute;left:680px;top:200px"><tr><td class="label">Nationalité *</td>'
            '<td><input id="a"></td></table>'
        )
        found = placed(stage)

        assert found["card"][2] <= found["label"][0]

    def test_right_to_left(self, staged: Staging) -> None:
        """On a page that reads from right to left the card stands on the left first, and is itself not mirrored."""
        stage = staged(
            '<div dir="rtl" style="position:absolute;left:600px;top:200px"><label class="label" for=a>اسم</label> '
            '<input id="a" size=6></div>'
        )
        stage.run("(document.documentElement.dir = 'rtl')")
        found = placed(stage)

        assert found["card"][2] <= found["control"][0]
        assert "ltr" == stage.run("getComputedStyle(cardIn(first)).direction")

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_whole_on_a_small_laptop(self, staged: Staging, language: str) -> None:
        """At 1366 × 607 the card of every shipped rule is seen whole, forced and with a way out too."""
        stage = staged(
            '<p style="margin-top:250px"><label>Nationalité <input id="a"></label>', language=language, size=(1366, 607)
        )
        stage.run("placed()")

        assert [] == stage.run("notWhole(first, 'hover')")

    def test_sheet(self, staged: Staging) -> None:
        """At 341 × 192 (400 % zoom) the card is a sheet of the full width that scrolls; its first line stays."""
        stage = staged('<p><label class="label">Nationalité <input id="a"></label>', size=(341, 192))
        found = placed(stage)
        stage.run(f"({OPEN}.scrollTop = 200)")
        card = f"{OPEN}.getBoundingClientRect().top"
        top, label, edge = stage.run(
            f"[boxOf({OPEN}.querySelector('.top')), {OPEN}.querySelector('.asked').textContent, {card}]"
        )

        assert [True, False] == [found["sheet"], found["ring"]]
        assert [0, 341] == [found["card"][0], found["card"][2]]
        assert found["card"][3] == 192
        assert found["inner"] > 100
        assert "Nationalité" == label
        assert abs(top[1] - edge) <= 2
        assert stage.run(f"{OPEN}.scrollWidth <= {OPEN}.clientWidth")

    def test_narrow(self, staged: Staging) -> None:
        """In a narrow card labels stand above their text, and software and law one above the other."""
        stage = staged('<p><label class="label">Nationalité <input id="a"></label>', size=(341, 900))
        placed(stage)
        term, text, sides = stage.run(
            f"[boxOf({OPEN}.querySelector('.rows dt')), boxOf({OPEN}.querySelector('.rows dd')), "
            f"[...{OPEN}.querySelectorAll('.gap dl')].map(boxOf)]"
        )

        assert text[1] >= term[3] - 1
        assert sides[1][1] >= sides[0][3] - 1

    def test_follows_its_sign(self, staged: Staging) -> None:
        """When the page is scrolled under an open card, the card stays with its sign."""
        stage = staged('<p style="margin:300px 0 2000px"><label>Nationalité <input id="a"></label>')
        placed(stage)
        gap = f"{OPEN}.getBoundingClientRect().left - first.button.getBoundingClientRect().right"
        before = stage.run(gap)
        stage.run("(scrollTo(0, 150), later(50))")

        assert before == stage.run(gap) == 8
        assert apart(*stage.run(f"[boxOf({OPEN}), boxOf(document.getElementById('a'))]"))
