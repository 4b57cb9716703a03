"""Field + profile + rulebook → hint."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from casevide.field import Field, Profile
from casevide.judge import Hint, Match, explained, judge, recognise
from casevide.rulebook import Rulebook

FOLDER = Path(__file__).parent / "vectors"
MATCH: dict[str, Any] = yaml.safe_load((FOLDER / "match.yaml").read_text(encoding="utf-8"))
JUDGE: dict[str, Any] = yaml.safe_load((FOLDER / "judge.yaml").read_text(encoding="utf-8"))


def field_of(data: dict[str, Any]) -> Field:
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Field(**made)


@pytest.fixture(scope="module")
def match_rulebook() -> Rulebook:
    return Rulebook(MATCH["rulebook"])


@pytest.fixture(scope="module")
def judge_rulebook() -> Rulebook:
    return Rulebook(JUDGE["rulebook"])


class TestVectors:
    @pytest.mark.parametrize("case", MATCH["cases"], ids=lambda case: case["name"])
    def test_match(self, case: dict[str, Any], match_rulebook: Rulebook) -> None:
        """
        Every shared vector of recognition names the category, what it was seen in, and how surely.
        """
        match = recognise(field_of(case["field"]), Profile(**case.get("profile", {})), match_rulebook)
        got = match and {
            "category": match.category,
            "evidence": match.evidence,
            "certainty": match.certainty,
            "words": list(match.words),
        }

        assert case["expect"] == got

    @pytest.mark.parametrize("case", JUDGE["cases"], ids=lambda case: case["name"])
    def test_judge(self, case: dict[str, Any], judge_rulebook: Rulebook) -> None:
        """
        Every shared vector of judgement names the rule that speaks, or silence.
        """
        hint = judge(field_of(case["field"]), Profile(**case.get("profile", {})), judge_rulebook)
        got = hint and {
            "verdict": hint.verdict,
            "rule": hint.rule,
            "certainty": hint.certainty,
            "disagree": list(hint.disagree),
        }

        assert (case["expect"] and {"disagree": [], **case["expect"]}) == got

    @pytest.mark.parametrize("vectors", [MATCH, JUDGE], ids=["match", "judge"])
    def test_there_are_enough(self, vectors: dict[str, Any]) -> None:
        """
        At least sixty cases hold each part, each with a name of its own.
        """
        names = {case["name"] for case in vectors["cases"]}

        assert len(names) == len(vectors["cases"])
        assert len(names) >= 60


class TestHint:
    def test_a_hint_says_where_it_comes_from(self, judge_rulebook: Rulebook) -> None:
        """
        A hint carries rule, category, evidence and the words that matched.
        """
        hint = judge(Field(label="Nationalité"), Profile("FR"), judge_rulebook)

        assert Hint("intrusive", "nat-fr", "nationality", "sure", "label", ("nationalite",)) == hint

    def test_judging_twice_gives_the_same(self, judge_rulebook: Rulebook) -> None:
        """
        What was looked up before does not change what is said now.
        """
        profiles = [
            Profile(),
            Profile("FR"),
            Profile("FR", "social-services"),
            Profile("FR", "social-services", "cosmos"),
        ]
        field = Field(label="Nationalité")
        first = [judge(field, profile, judge_rulebook) for profile in profiles]

        assert first == [judge(field, profile, judge_rulebook) for profile in profiles]
        assert len(set(first)) == len(profiles)


class TestExplained:
    def test_every_match_with_its_rules_in_order(self, judge_rulebook: Rulebook) -> None:
        """
        The reasons list each match, strongest evidence first, with the fitting rules, the most precise first.
        """
        profile = Profile("FR", "social-services", "cosmos")
        reasons = explained(Field(label="Nationalité", name="telephone"), profile, judge_rulebook)

        assert ["nat-cosmos", "nat-social", "nat-fr", "nat-any"] == [rule.id for rule in reasons[0][1]]
        assert [("nationality", "label"), ("phone", "name")] == [
            (match.category, match.evidence) for match, _ in reasons
        ]


class TestMatch:
    @pytest.mark.parametrize(
        ("evidence", "certainty"),
        [
            ("label", "sure"),
            ("autocomplete", "sure"),
            ("group", "likely"),
            ("placeholder", "likely"),
            ("title", "likely"),
            ("name", "likely"),
            ("id", "likely"),
            ("options", "likely"),
        ],
    )
    def test_certainty(self, evidence: str, certainty: str) -> None:
        """
        Only the label and the autocomplete token make a hint sure.
        """
        assert certainty == Match("nationality", evidence, (), (1, False, False, 1)).certainty
