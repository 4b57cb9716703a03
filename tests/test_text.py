"""The words of a label."""

import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casevide.text import LONGEST_TEXT, fold, name_words, plain, words

VECTORS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "vectors" / "words.yaml").read_text(encoding="utf-8"),
)


def _expanded(case: dict[str, Any], key: str) -> Any:
    if key in case:
        return case[key]
    part, times = case[f"{key}_times"]
    return part * times if isinstance(part, str) and key == "text" else [part] * times


class TestVectors:
    @pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
    def test_case(self, case: dict[str, Any]) -> None:
        """
        Every shared vector gives the words that it names.
        """
        stopwords = frozenset(case.get("stopwords", VECTORS["stopwords"]))
        split = name_words if case.get("as_name") else words

        assert _expanded(case, "words") == list(split(_expanded(case, "text"), stopwords))

    def test_there_are_enough(self) -> None:
        """
        At least sixty cases hold the normalisation, each with a name of its own.
        """
        names = {case["name"] for case in VECTORS["cases"]}

        assert len(names) == len(VECTORS["cases"])
        assert len(names) >= 60


class TestWords:
    @given(st.text(max_size=80))
    def test_words_are_normal(self, text: str) -> None:
        """
        Every word is of letters and digits only, in small letters, and never empty.
        """
        for word in words(text):
            assert word
            assert word.isalnum()
            assert word == word.lower()

    @given(st.text(alphabet="abcdeé ŒœÉç'’(-·.)/s", max_size=60))
    def test_normal_words_stay(self, text: str) -> None:
        """
        Words in normal form, put together again, are the same words, but for folding.
        """
        once = words(text)
        again = words(" ".join(once))

        assert tuple(fold(word) for word in once) == again

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_a_space_separates(self, one: str, other: str) -> None:
        """
        Two texts with a line between them give the words of the one, then of the other, where no sign joins them.
        """
        together = words(f"{one} | {other}")

        assert words(one) == together[: len(words(one))]

    def test_only_the_beginning_counts(self) -> None:
        """
        What stands after the six hundredth character is not looked at.
        """
        assert words("a" * LONGEST_TEXT) == words("a" * LONGEST_TEXT + " nationalité")

    def test_plain_keeps_signs(self) -> None:
        """
        The first step drops marks and capitals and leaves the signs that later steps need.
        """
        assert "ne(e) l'oeuvre" == plain("Né(e) l’Œuvre")

    def test_cost_is_bounded(self) -> None:
        """
        A text of any length and make costs no more than a few times a common one of 600 characters.
        """

        def cost(text: str) -> float:
            durations = []
            for turn in range(15):
                start = time.perf_counter()
                words(f"{turn}{text}")
                durations.append(time.perf_counter() - start)
            return median(durations)

        common = cost("nationalité de l'usager " * 25)
        for hostile in ("(e" * 50_000, "a." * 50_000, "l'" * 50_000, "n°" * 50_000, "e\u0301" * 50_000, "·e" * 50_000):
            assert cost(hostile) < 20 * common


class TestFold:
    @pytest.mark.parametrize(
        ("word", "folded"),
        [("revenus", "revenu"), ("travaux", "travau"), ("bus", "bus"), ("pass", "pas"), ("s", "s"), ("", "")],
    )
    def test_fold(self, word: str, folded: str) -> None:
        """
        One final s or x goes from words longer than three letters.
        """
        assert folded == fold(word)
