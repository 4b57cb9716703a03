"""Loading a rulebook in the browser: what is refused, and with which words; recognising a system."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import pytest

from casevide.rulebook import FORMAT, Rulebook, digest

EMPTY: Mapping[str, Any] = {
    "format": 1,
    "date": "2026-11-22",
    "packs": {},
    "stopwords": ["de"],
    "quiet": [],
    "sectors": {"hospital": {}, "psychiatry": {"inherits": "hospital"}, "loop": {"inherits": "loop"}},
    "categories": {},
    "rules": [],
    "grounds": {},
    "systems": {},
}


class Browser(Protocol):
    def run(self, expression: str) -> Any: ...


def signed(**changes: Any) -> dict[str, Any]:
    content = {**EMPTY, **changes}
    return {**content, "digest": digest(content)}


def load(browser: Browser, text: str) -> Any:
    """Load a rulebook from its text; give its digest, or what was wrong and what to do."""
    return browser.run(
        f"Rulebook.fromJson({json.dumps(text)})"
        ".then((one) => one.digest, (error) => [error.name, error.message, error.remedy])"
    )


class TestLoading:
    def test_round_trip(self, browser: Browser) -> None:
        """A rulebook that Python has written is read, and its digest is the same in both engines."""
        content = signed(stopwords=["de", "é", "\u2028", '"\\', "😀"], quiet=["z", "a"])

        assert content["digest"] == load(browser, json.dumps(content))

    def test_newer_format(self, browser: Browser) -> None:
        """A rulebook of a newer format is refused with its number and the remedy."""
        name, message, remedy = load(browser, json.dumps(signed(format=FORMAT + 1)))

        assert ("RulebookError", "update Case vide") == (name, remedy)
        assert f"the rulebook has format {FORMAT + 1}, this program reads up to format {FORMAT}" == message

    @pytest.mark.parametrize("text", ["", "{", "[]", '"rules"', "{}", "null", "3", '{"format": "1"}', "[" * 100_000])
    def test_not_a_rulebook(self, browser: Browser, text: str) -> None:
        """What is not a rulebook is refused with a plain message."""
        name, _, remedy = load(browser, text)

        assert ("RulebookError", "compile the rules again") == (name, remedy)

    @pytest.mark.parametrize(
        "changes",
        [
            {"rules": [{"id": "a", "category": "b", "verdict": "forbidden"}]},
            {"rules": [{"id": "a"}]},
            {"categories": {"a": {"phrases": [3]}}},
            {"sectors": None},
            {"systems": {"a": {}}},
            {"stopwords": None},
        ],
    )
    def test_damaged(self, browser: Browser, changes: dict[str, Any]) -> None:
        """A rulebook without the form of one is refused with a plain message."""
        name, message, _ = load(browser, json.dumps(signed(**changes)))

        assert name == "RulebookError"
        assert message.startswith("the rulebook is damaged (")

    def test_changed_content(self, browser: Browser) -> None:
        """A rulebook whose content was changed after compiling is refused."""
        _, message, _ = load(browser, json.dumps({**signed(), "stopwords": ["allergies"]}))

        assert "the rulebook's digest does not fit its content" == message


class TestSystems:
    CONTENT = signed(
        systems={
            "cosmos": {
                "country": "FR",
                "sector": "hospital",
                "recognised_by": {"hosts": ["cosmos.test"], "titles": ["cosmos"], "headings": ["dossier social*"]},
            },
            "nova": {"recognised_by": {"hosts": ["nova.test"], "titles": ["nova"], "headings": []}},
        }
    )

    @pytest.mark.parametrize(
        "page",
        [
            ("cosmos.test", "", []),
            ("WWW.Cosmos.test.", "Nova", []),
            ("xcosmos.test", "Accueil de Cosmos", []),
            ("", "", ["Dossier de sociale"]),
            ("", "Nova et Cosmos", ["Dossier social"]),
            ("", "", ["Social dossier"]),
        ],
    )
    def test_recognise_system(self, browser: Browser, page: tuple[str, str, list[str]]) -> None:
        """A page is known by its host, then its title, then its headings, as Python knows it."""
        asked = f"new Rulebook({json.dumps(self.CONTENT)}).recogniseSystem(...{json.dumps(page)})"

        assert Rulebook(self.CONTENT).recognise_system(*page) == browser.run(asked)

    def test_profile(self, browser: Browser) -> None:
        """A system brings the country and the sector of its pack with it."""
        asked = f"['cosmos', 'nova'].map((one) => new Rulebook({json.dumps(self.CONTENT)}).profileOfSystem(one))"

        assert [
            {"country": "FR", "sector": "hospital", "system": "cosmos"},
            {"country": None, "sector": None, "system": "nova"},
        ] == browser.run(asked)

    @pytest.mark.parametrize("sector", [None, "psychiatry", "loop", "gardening"])
    def test_lineage(self, browser: Browser, sector: str | None) -> None:
        """A sector stands with those it inherits from, nearest first, and a loop ends."""
        asked = f"new Rulebook({json.dumps(self.CONTENT)}).lineage({json.dumps(sector)})"

        assert list(Rulebook(self.CONTENT).lineage(sector)) == browser.run(asked)
