"""How well the shipped categories recognise what real-looking forms ask for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from casevide.field import Field, Profile
from casevide.judge import recognise
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook

VECTORS = Path(__file__).parents[1] / "vectors" / "recognition"
FILES = ("fr", "nl", "en", "negatives", "near-misses")
PROFILE = ("country", "sector", "system")

PRECISION = 0.97
"""Of the fields where the categories speak, the least part that must be right."""

COVERAGE = 0.88
"""Of the fields that ask for something, the least part where the right category must speak."""

type Entry = Mapping[str, Any]


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return load_rulebook()


def entries(*names: str) -> list[Entry]:
    """Give the entries of the vector files."""
    return [entry for name in names for entry in yaml.safe_load((VECTORS / f"{name}.yaml").read_text("utf-8"))]


def expected(entry: Entry) -> frozenset[str]:
    """Give the categories that are right for an entry; empty where silence is."""
    category = entry["category"]
    return frozenset([category] if isinstance(category, str) else category or ())


def recognised(entry: Entry, rulebook: Rulebook) -> str | None:
    """Give the category that the engine finds."""
    texts = {key: value for key, value in entry.items() if key not in (*PROFILE, "category", "options")}
    field = Field(**texts, options=tuple(entry.get("options", ())))
    match = recognise(field, Profile(*(entry.get(part) for part in PROFILE)), rulebook)
    return match.category if match else None


def told(failures: Sequence[tuple[Entry, str | None]]) -> str:
    """Write failures down, one on each line."""
    return "\n".join(
        f"{ {key: value for key, value in entry.items() if key != 'category'} }: "
        f"expected {' or '.join(sorted(expected(entry))) or 'silence'}, got {found or 'silence'}"
        for entry, found in failures
    )


class TestRecognition:
    def test_what_it_says_is_right(self, shipped: Rulebook) -> None:
        """
        When the categories speak, they are right in at least 97 of 100 fields.
        """
        spoken = [(entry, found) for entry in entries(*FILES) if (found := recognised(entry, shipped)) is not None]
        wrong = [(entry, found) for entry, found in spoken if found not in expected(entry)]

        assert PRECISION <= 1 - len(wrong) / len(spoken), told(wrong)

    @pytest.mark.parametrize("name", ["fr", "nl", "en", "near-misses"])
    def test_it_speaks_where_something_is_asked(self, name: str, shipped: Rulebook) -> None:
        """
        In each language, at least 88 of 100 fields that ask for something are recognised.
        """
        asking = [entry for entry in entries(name) if expected(entry)]
        missed = [(entry, found) for entry in asking if (found := recognised(entry, shipped)) not in expected(entry)]

        assert COVERAGE <= 1 - len(missed) / len(asking), told(missed)

    def test_it_is_silent_where_nothing_is_asked(self, shipped: Rulebook) -> None:
        """
        A search box, a setting, an invoice or a word that says too little by itself is never taken for personal data.
        """
        wrong = [
            (entry, found)
            for entry in entries(*FILES)
            if not expected(entry) and (found := recognised(entry, shipped)) is not None
        ]

        assert not wrong, told(wrong)

    def test_the_set_is_large_enough_to_mean_something(self) -> None:
        """
        The vectors hold at least 700 fields, a fifth of them where silence is right.
        """
        every = entries(*FILES)
        silent = [entry for entry in every if not expected(entry)]

        assert len(every) >= 700
        assert len(silent) >= len(every) / 5

    def test_every_category_that_is_expected_exists(self, shipped: Rulebook) -> None:
        """
        The vectors name only categories of the rulebook.
        """
        named = frozenset().union(*(expected(entry) for entry in entries(*FILES)))

        assert not named - shipped.categories.keys()


class TestEvidence:
    @pytest.mark.parametrize("category", ["nationality", "birth_date", "income", "religion"])
    def test_a_category_is_recognised_from_its_own_title(self, category: str, shipped: Rulebook) -> None:
        """
        A label that is the title of the category, in any of the three languages, is recognised as it.
        """
        titles = shipped.categories[category]["title"]

        found = {language: recognised({"label": title}, shipped) for language, title in titles.items()}

        assert dict.fromkeys(titles, category) == found
