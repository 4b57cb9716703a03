"""What a comparison says: each kind of change under its name, the cautions, in every language."""

from typing import Any

import pytest

from casevide.critique import changed
from casevide.critique.against import Asked, Change, Changes
from casevide.critique.sentences import Sentences
from casevide.critique.wording import say
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES

WAS = Asked("Nom", "", "nom", None, forced=False)
NOW = Asked("Nom", "", "nom", "optional", forced=True)
BOTH = Change(WAS, NOW)


def changes(since: str = "old.html", **kinds: Any) -> Changes:
    """Changes of a page."""
    return Changes(since, "2025-01-01", other_rules=False, other_profile=False, **kinds)


class TestLines:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["added", "removed", "newly_forced", "no_longer_forced", "verdict_changed"])
    def test_each_kind(self, rulebook: Rulebook, kind: str, language: str) -> None:
        """
        What happened stands under its name, with the question and its verdict; nothing else is listed.
        """
        members: Any = (NOW,) if kind in {"added", "removed"} else (BOTH,)
        lines = changed.lines(changes(**{kind: members}), Sentences(rulebook, language))

        assert [say(kind.replace("_", "-"), language)] == [name for name, _ in lines]
        assert [True] == ["Nom" in line and say("optional", language) in line for line in lines[0][1]]

    def test_from_and_to(self, rulebook: Rulebook) -> None:
        """
        A changed verdict is told from the old one to the new one.
        """
        lines = changed.lines(changes(verdict_changed=(BOTH,)), Sentences(rulebook, "en"))

        assert [("Another verdict", ["Nom: Not judged → Optional"])] == lines

    def test_nothing(self, rulebook: Rulebook) -> None:
        """
        Nothing changed, and a page that was not known, are both said.
        """
        sentences = Sentences(rulebook, "en")

        assert [("Nothing has changed.", [])] == changed.lines(changes(), sentences)
        assert [(say("since-unknown", "en"), [])] == changed.lines(changes("", added=(NOW,)), sentences)


class TestNotes:
    @pytest.mark.parametrize(
        ("rules", "profile", "keys"),
        [(False, False, []), (True, False, ["other-rules"]), (True, True, ["other-rules", "other-profile"])],
    )
    def test_cautions(self, rulebook: Rulebook, keys: list[str], *, rules: bool, profile: bool) -> None:
        """
        Other rules and another profile are cautioned about.
        """
        found = changed.notes(Changes("a", "", rules, profile), Sentences(rulebook, "fr"))

        assert [say(key, "fr") for key in keys] == found


class TestTitle:
    def test_since(self, rulebook: Rulebook) -> None:
        """
        The title names the earlier critique and the date of its rules, and is safe to print.
        """
        sentences = Sentences(rulebook, "en")

        assert "What changed since a (the critique made with the rules of 2025-01-01)" == changed.title(
            changes("a\x1b"), sentences
        ).replace("a  (", "a (")
        assert "What changed" == changed.title(changes(""), sentences)
