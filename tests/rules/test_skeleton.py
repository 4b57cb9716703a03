"""Tests of the beginning of a rule file."""

from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest

from casevide.rulebook import VERDICTS
from casevide.rules import Vocabulary, check, read_pack
from casevide.rules.model import Language
from casevide.rules.skeleton import TO_WRITE, Plan, skeleton

TODAY = date(2026, 11, 22)

type Make = Callable[..., Plan]


@pytest.fixture
def plan() -> Make:
    """Make a plan; what is not given is usual."""

    def make(**answers: object) -> Plan:
        usual: dict[str, object] = {
            "pack": "team",
            "owner": 'The "team"',
            "contact": "team@example.org",
            "category": "star_sign",
            "label": "Signe astral : lequel ? *",
            "verdict": "optional",
            "citation": "RGPD, art. 5",
            "url": "https://example.org/text",
        }
        return Plan(**(usual | answers))  # type: ignore[arg-type]

    return make


class TestSkeleton:
    @pytest.mark.parametrize("language", get_args(Language))
    @pytest.mark.parametrize("verdict", VERDICTS)
    def test_it_passes_every_check(self, plan: Make, vocabulary: Vocabulary, verdict: str, language: str) -> None:
        """Whatever was answered, the file has its form and no error; only its gaps are warned of."""
        edition = "RAA 2024" if verdict == "required" else ""
        text = skeleton(plan(verdict=verdict, edition=edition, language=language), TODAY)
        findings = check([read_pack(text, "team.yaml")], vocabulary, TODAY)

        assert {"to-be-written"} == {finding.check for finding in findings}

    def test_it_has_two_hits_and_two_misses(self, plan: Make) -> None:
        """The heart of the work is begun."""
        [rule] = read_pack(skeleton(plan(), TODAY), "team.yaml").content.rules

        assert (2, 2) == (len(rule.hits), len(rule.misses))

    def test_what_others_describe_is_not_described_again(self, plan: Make) -> None:
        """A known category or system is only named."""
        text = skeleton(plan(system="cosmos", known_category=True, known_system=True), TODAY)

        assert "categories:" not in text
        assert "\nsystem:" not in text
        assert "scope: {system: cosmos}" in text

    def test_the_review_is_due_in_a_year(self, plan: Make) -> None:
        """Also on the last day of February of a leap year."""
        assert "review_by: 2029-02-28" in skeleton(plan(), date(2028, 2, 29))

    def test_gaps_are_marked_in_three_languages(self, plan: Make) -> None:
        """A text to be written is marked in the language that it will be in."""
        text = skeleton(plan(), TODAY)

        assert all(mark in text for mark in TO_WRITE.values())
