"""What is said aloud of the field that has the focus, and the tip that tells which key opens the card."""

from collections.abc import Callable

import pytest
from tests.extension.browsers import Browser

Staging = Callable[..., Browser]

BEGIN = """(async () => {
  keepRoots();
  window.tips = 0;
  const rules = {
    ...{ name: ['optional', 'medium'], nationality: ['challengeable', 'low'], allergies: ['care-critical', 'low'] },
  };
  window.signs = {};
  for (const [id, [verdict, confidence]] of Object.entries(rules)) {
    const control = document.getElementById(id);
    const question = questionOn(ruleWith(verdict, confidence), { field: { forced: control.required } });
    signs[id] = await signed(control, question);
  }
  return true;
})()"""

SPEAK = (
    "(window.spoken = new Spoken({{ ...settings, speak: '{speak}', tips: {tips}, onTip: () => (tips += 1) }}), true)"
)
SAID = "roots['casevide-voice'].textContent.trim()"
TIP = "Object.values(signs).map((one) => one.root.querySelector('.tip')?.textContent ?? '')"


@pytest.fixture
def form(stage: Browser) -> Browser:
    """Three fields with signs: open to challenge and forced, optional, never empty."""
    stage.run(BEGIN)
    return stage


class TestVoice:
    def test_verdict_after_the_name(self, form: Browser) -> None:
        """700 ms after the focus, not before, the verdict's name is said in a polite region of our own."""
        form.run(SPEAK.format(speak="all", tips=3))
        form.run("(spoken.focused(signs.allergies), later(250))")
        early = form.run(SAID)
        form.wait(SAID)
        region = form.run("(({ role, ariaLive, lang }) => [role, ariaLive, lang])(roots['casevide-voice'].firstChild)")

        assert ["", "Jamais vide"] == [early, form.run(SAID)]
        assert 700 == form.run("SAID_AFTER")
        assert ["status", "polite", "fr"] == region

    def test_doubt_is_said(self, form: Browser) -> None:
        """What is not sure is not said as if it were."""
        form.run(SPEAK.format(speak="all", tips=3))
        form.run("(spoken.focused(signs.nationality), true)")
        form.wait(SAID)

        assert "Contestable, à vérifier" == form.run(SAID)

    def test_passed_by(self, form: Browser) -> None:
        """Who goes on to the next field hears only that one's hint; where there is none, nothing."""
        form.run(SPEAK.format(speak="all", tips=3))
        form.run("(spoken.focused(signs.allergies), later(200))")
        form.run("(spoken.focused(null), later(800))")

        assert "" == form.run(SAID)

    @pytest.mark.parametrize(
        ("speak", "heard"),
        [("all", [True, True, True]), ("some", [False, True, True]), ("never", [False, False, False])],
    )
    def test_option(self, form: Browser, speak: str, heard: list[bool]) -> None:
        """The option says which hints are spoken: all; only ♥ and what is forced without a duty; none."""
        form.run(SPEAK.format(speak=speak, tips=3))
        said = []
        for sign in ("name", "nationality", "allergies"):
            form.run(f"(spoken.focused(signs['{sign}']), later(850))")
            said.append(form.run(SAID) != "")

        assert heard == said

    def test_said_where_it_is_heard(self, staged: Staging) -> None:
        """In a modal dialog of the page the region stands in that dialog, for the rest is silent; then it goes back."""
        asked = "".join(f"<p><label>{one} <input id={one}></label></p>" for one in ("name", "nationality", "allergies"))
        stage = staged(f"<dialog id=d style='width: 40em'>{asked}</dialog>")
        stage.run("(document.getElementById('d').showModal(), true)")
        stage.run(BEGIN)
        stage.run(SPEAK.format(speak="all", tips=3))
        stage.run("(spoken.focused(signs.name), true)")
        inside = stage.run("roots['casevide-voice'].host.parentNode.id")
        stage.run("(document.getElementById('d').close(), spoken.say('Bonjour'), true)")
        stage.wait(SAID)

        assert ["d", "BODY", "Bonjour"] == [
            inside,
            *stage.run(f"[roots['casevide-voice'].host.parentNode.tagName, {SAID}]"),
        ]

    def test_nothing_is_seen_or_moved(self, form: Browser) -> None:
        """The region takes no room; stopped, it is gone."""
        boxes = "[document.documentElement.scrollHeight, ...[...document.querySelectorAll('p, input')].map(boxOf)]"
        before = form.run(boxes)
        form.run(SPEAK.format(speak="all", tips=3))
        during = form.run(boxes)
        form.run("(spoken.focused(signs.name), spoken.stop(), true)")

        assert [before, before] == [during, form.run(boxes)]
        assert 0 == form.run("document.querySelectorAll('casevide-voice').length")


class TestTip:
    def test_three_times(self, form: Browser) -> None:
        """When the focus comes by key, the tip stands beside the sign; three times in all, and each is counted."""
        form.run(SPEAK.format(speak="never", tips=1))
        shown = []
        for sign in ("name", "nationality", "allergies"):
            form.run(f"(spoken.focused(signs['{sign}'], true), true)")
            shown.append([text for text in form.run(TIP) if text])

        assert [["Alt+Maj+V pour lire"], ["Alt+Maj+V pour lire"], []] == shown
        assert 2 == form.run("tips")

    def test_not_by_mouse(self, form: Browser) -> None:
        """A field that was clicked shows no tip."""
        form.run(SPEAK.format(speak="never", tips=0))
        form.run("(spoken.focused(signs.name, false), true)")

        assert [0, ["", "", ""]] == form.run(f"[tips, {TIP}]")

    def test_it_goes(self, form: Browser) -> None:
        """It goes after four seconds, or with the focus, and leaves nothing."""
        form.run(SPEAK.format(speak="never", tips=0))
        form.run("(spoken.focused(signs.name, true), true)")
        there = form.run(TIP)
        form.run("(spoken.focused(null), true)")

        assert ["Alt+Maj+V pour lire", ["", "", ""]] == [there[0], form.run(TIP)]
        assert [4000, 3] == form.run("[TIP_FOR, MOST_TIPS]")
        assert 1 == form.run("signs.name.root.adoptedStyleSheets.length")

    def test_beside(self, form: Browser) -> None:
        """It stands beside the sign, level with it, over neither field nor label; a click goes through it."""
        form.run(SPEAK.format(speak="never", tips=0))
        form.run("(spoken.focused(signs.name, true), true)")
        tip, sign, field = form.run(
            "[signs.name.root.querySelector('.tip'), signs.name.button, document.getElementById('name')].map(boxOf)"
        )

        assert 0 < tip[0] - sign[2] < 12
        assert abs((tip[1] + tip[3]) - (sign[1] + sign[3])) <= 3
        assert tip[0] > field[2]
        assert "none" == form.run("getComputedStyle(signs.name.root.querySelector('.tip')).pointerEvents")
