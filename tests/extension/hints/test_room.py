"""Boxes, and the frames that they are kept in."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]
type Box = tuple[int, int, int, int]

BOXES = st.tuples(*(st.integers(-300, 300) for _ in range(2)), *(st.integers(1, 400) for _ in range(2)))


def written(box: Box) -> str:
    """Give a box of left, top, width and height, as JavaScript."""
    left, top, width, height = box
    return f"{{ left: {left}, top: {top}, right: {left + width}, bottom: {top + height} }}"


@pytest.fixture
def page(staged: Staging) -> Browser:
    """A page without anything."""
    return staged("", begin=None)


class TestFrame:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(kept=st.lists(BOXES, max_size=8), asked=BOXES)
    def test_taken(self, page: Browser, kept: list[Box], asked: Box) -> None:
        """A box is taken exactly where it overlaps one that is kept, however far both reach."""
        expected = any(
            min(left + width, asked[0] + asked[2]) - max(left, asked[0]) > 0.5
            and min(top + height, asked[1] + asked[3]) - max(top, asked[1]) > 0.5
            for left, top, width, height in kept
        )
        added = "".join(f"frame.add({written(box)});" for box in kept)

        assert expected == page.run(
            f"(() => {{ const frame = new Frame(null, null); {added} return frame.isTaken({written(asked)}); }})()"
        )

    def test_only_controls(self, page: Browser) -> None:
        """Over a text something may stand if need be; over a control never."""
        text, control = written((0, 0, 10, 10)), written((50, 0, 10, 10))
        taken = f"[{text}, {control}].map((box) => frame.isTaken(box, true))"

        assert [False, True] == page.run(
            f"(() => {{ const frame = new Frame(null, null); frame.add({text}); "
            f"frame.add({control}, document.body); return {taken}; }})()"
        )

    def test_small_things_belong_to_a_text(self, page: Browser) -> None:
        """An icon right after a text belongs to it; a control, or what is farther away, does not."""
        found = page.run(
            f"[[42, null], [42, document.body], [60, null]].map(([left, control]) => {{ const "
            "frame = new Frame(null, null); "
            f"frame.add({{ left, top: 0, right: left + 12, bottom: 12 }}, control); return "
            f"frame.withSmall({written((0, 0, 40, 14))}, true).right; }})"
        )

        assert [54, 40, 40] == found

    def test_the_page_s_origin(self, staged: Staging) -> None:
        """The page's zero moves with its scrolling."""
        page = staged("<p style='height: 3000px'>…", begin=None)
        page.run("scrollTo(0, 120)")

        assert -120 == page.run("new Frame(null, null).origin().y")
