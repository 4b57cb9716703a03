"""No field of the care list ever gets a lowering verdict, in any country, sector or system."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.rulebook import CARE, LOWERING, Rulebook
from casevide.rulefolder import load_rulebook

CARE_LIST: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "vectors" / "care-list.yaml").read_text(encoding="utf-8"),
)
PHRASINGS = [(language, phrasing) for language, phrasings in CARE_LIST.items() for phrasing in phrasings]
CONTROLS = ("text", "textarea", "checkbox", "radio", "select")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def profiles(rulebook: Rulebook) -> list[Profile]:
    """Every profile that the rulebook knows of, the wholly and the partly unknown ones included."""
    sectors: list[str | None] = [None, *rulebook.sectors]
    by_sector = [Profile(country, sector) for country, sector in product([None, "FR", "BE"], sectors)]
    by_system: list[Profile] = []
    for system in rulebook.systems:
        own = rulebook.profile_of_system(system)
        by_system += [Profile(None, None, system), own, Profile(own.country, "hospital", system)]
    return by_sector + by_system


class TestCareList:
    def test_there_are_enough(self) -> None:
        """
        At least one hundred and fifty different phrasings in three languages stand for the care list.
        """
        assert set(CARE_LIST) == {"fr", "nl", "en"}
        assert len(PHRASINGS) == len(set(PHRASINGS))
        assert len(PHRASINGS) >= 150

    def test_never_lowered(self, rulebook: Rulebook, profiles: list[Profile]) -> None:
        """
        Whatever the profile and the control, a care field is care-critical, required, or met with silence.
        """
        lowered = [
            (phrasing, profile, hint.rule)
            for (_, phrasing), profile, control in product(PHRASINGS, profiles, CONTROLS)
            if (hint := judge(Field(control=control, label=phrasing), profile, rulebook)) is not None
            and hint.verdict in LOWERING
        ]

        assert lowered == []

    @pytest.mark.parametrize(("language", "phrasing"), PHRASINGS)
    def test_care_critical_when_nothing_is_known(self, language: str, phrasing: str, rulebook: Rulebook) -> None:
        """
        A care field is care-critical even where neither country nor sector is known.
        """
        hint = judge(Field(label=phrasing), Profile(), rulebook)

        assert hint is not None, (language, phrasing)
        assert CARE == hint.verdict

    def test_required_and_lowering_texts_never_stand_beside_care(self, rulebook: Rulebook) -> None:
        """
        No care-critical rule tells anyone to leave a field empty, in any language.
        """
        forbidden = ("laisser vide", "leave empty", "leave blank", "leeg laten", "openlaten")
        texts: list[Any] = [
            rule.texts[key][language]
            for rule in rulebook.rules.values()
            if rule.verdict == CARE
            for key in ("says", "instead", "caveat")
            for language in ("fr", "nl", "en")
        ]

        assert [text for text in texts for word in forbidden if word in text.lower()] == []
