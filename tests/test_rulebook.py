"""The compiled rules: loading and looking up."""

import json
import time
from collections.abc import Mapping
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.errors import RulebookError
from casevide.field import Profile
from casevide.rulebook import FORMAT, Phrases, Rulebook, canonical, contains, digest

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


def signed(**changes: Any) -> dict[str, Any]:
    content = {**EMPTY, **changes}
    return {**content, "digest": digest(content)}


def as_json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content).encode()


class TestLoading:
    def test_round_trip(self) -> None:
        """
        A rulebook read from its JSON has the digest that was written into it.
        """
        content = signed()

        assert content["digest"] == Rulebook.from_json(as_json(content)).digest

    def test_newer_format(self) -> None:
        """
        A rulebook of a newer format is refused with its number and the remedy.
        """
        with pytest.raises(RulebookError, match=rf"format {FORMAT + 1}, .* up to format {FORMAT} - update Case vide"):
            Rulebook.from_json(as_json(signed(format=FORMAT + 1)))

    @pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b'"rules"', b"{}", b'{"format": "1"}', b"[" * 100_000])
    def test_not_a_rulebook(self, data: bytes) -> None:
        """
        What is not a rulebook is refused with a message, never with a traceback.
        """
        with pytest.raises(RulebookError, match="compile the rules again"):
            Rulebook.from_json(data)

    def test_changed_content(self) -> None:
        """
        A rulebook whose content was changed after compiling is refused.
        """
        content = signed()
        content["stopwords"] = ["allergies"]

        with pytest.raises(RulebookError, match="digest"):
            Rulebook.from_json(as_json(content))

    @pytest.mark.parametrize(
        "changes",
        [
            {"rules": [{"id": "a", "category": "b", "verdict": "forbidden"}]},
            {"rules": [{"id": "a"}]},
            {"categories": {"a": {"phrases": [3]}}},
            {"sectors": None},
            {"systems": {"a": {}}},
        ],
        ids=[
            "unknown verdict",
            "rule without category",
            "phrase that is a number",
            "no sectors",
            "system without signs",
        ],
    )
    def test_damaged(self, changes: dict[str, Any]) -> None:
        """
        A rulebook with a part of the wrong form is refused as damaged.
        """
        with pytest.raises(RulebookError, match="damaged"):
            Rulebook.from_json(as_json(signed(**changes)))


class TestDigest:
    @given(st.dictionaries(st.text(), st.integers() | st.text(), max_size=6))
    def test_order_does_not_matter(self, content: dict[str, Any]) -> None:
        """
        The digest depends on what is said, not on the order of the keys nor on an old digest.
        """
        backwards = dict(reversed(content.items()))

        assert digest(content) == digest({**backwards, "digest": "old"})

    def test_canonical_form(self) -> None:
        """
        Canonical bytes are sorted, without white space, in UTF-8.
        """
        assert '{"a":"é","b":1}'.encode() == canonical({"b": 1, "a": "é", "digest": "x"})


class TestLineage:
    @pytest.mark.parametrize(
        ("sector", "line"),
        [
            ("psychiatry", ("psychiatry", "hospital")),
            ("hospital", ("hospital",)),
            ("unheard-of", ("unheard-of",)),
            ("loop", ("loop",)),
            (None, ()),
        ],
    )
    def test_lineage(self, sector: str | None, line: tuple[str, ...]) -> None:
        """
        A sector is followed by those it inherits from; a circle ends; an unknown sector stands alone.
        """
        assert line == Rulebook(signed()).lineage(sector)


class TestPhrases:
    def test_a_star_and_a_word_at_the_same_place(self) -> None:
        """
        Where a word and a beginning both fit, both runs are found.
        """
        phrases = Phrases()
        phrases.add("allergie", "phrases", "one")
        phrases.add("allerg*", "phrases", "two")
        phrases.add("allerg* connue", "phrases", "three")
        phrases.seal()
        found = {(category, length, exact) for _, length, exact, _, category, _ in phrases.runs(("allergie", "connue"))}

        assert {("one", 1, 1), ("two", 1, 0), ("three", 2, 1)} == found

    @given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), min_size=1, max_size=3))
    def test_finds_what_contains_finds(self, text: list[str], run: list[str]) -> None:
        """
        The trie finds a run exactly where a plain search finds it.
        """
        phrases = Phrases()
        phrases.add(" ".join(run), "phrases", "x")
        phrases.seal()
        starts = {start for start, *_ in phrases.runs(tuple(text))}

        assert contains(tuple(text), tuple(run)) == bool(starts)
        assert starts == {start for start in range(len(text)) if text[start : start + len(run)] == run}

    def test_many_phrases_cost_little_more(self) -> None:
        """
        A hundred times as many phrases do not make looking up ten times as slow.
        """

        def trie(size: int) -> Phrases:
            phrases = Phrases()
            for number in range(size):
                phrases.add(f"mot{number} suite{number % 7} fin", "phrases", f"c{number}")
            phrases.seal()
            return phrases

        def cost(phrases: Phrases) -> float:
            text = tuple(f"mot{number} suite{number % 7} fin".split()[number % 3] for number in range(60))
            durations = []
            for _ in range(30):
                start = time.perf_counter()
                list(phrases.runs(text))
                durations.append(time.perf_counter() - start)
            return median(durations)

        small, large = trie(100), trie(10_000)

        assert cost(large) < 10 * cost(small)


class TestContains:
    @pytest.mark.parametrize(
        ("text", "run", "expected"),
        [
            ("droit au sejour", "sejour", True),
            ("droit au sejour", "droit au", True),
            ("droit au sejour", "sejour droit", False),
            ("droit au sejour", "sej*", True),
            ("sejour", "droit au sejour", False),
            ("", "a", False),
        ],
    )
    def test_contains(self, text: str, run: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
        """
        A run is found where its words follow one another, a star standing for any ending.
        """
        assert expected is contains(tuple(text.split()), tuple(run.split()))


class TestSystems:
    @pytest.fixture
    def rulebook(self) -> Rulebook:
        return Rulebook(
            signed(
                systems={
                    "cosmos": {
                        "country": "FR",
                        "sector": "social-services",
                        "recognised_by": {
                            "hosts": ["cosmos.test"],
                            "titles": ["cosmo"],
                            "headings": ["dossier cosmo"],
                        },
                    },
                    "nova": {"recognised_by": {"hosts": [], "titles": ["nova"], "headings": ["dossier cosmo"]}},
                },
            ),
        )

    @pytest.mark.parametrize(
        ("host", "title", "headings", "system"),
        [
            ("cosmos.test", "Accueil", [], "cosmos"),
            ("www.COSMOS.test.", "Accueil", [], "cosmos"),
            ("notcosmos.test", "Accueil", [], None),
            ("example.test", "COSMOS - Accueil", [], "cosmos"),
            ("cosmos.test", "Nova", [], "cosmos"),
            ("example.test", "Nova et Cosmos", [], None),
            ("example.test", "Accueil", ["Le dossier de Cosmos"], None),
            ("example.test", "Nova", ["Le dossier Cosmos"], "nova"),
            ("", "", [], None),
        ],
    )
    def test_recognise(
        self, rulebook: Rulebook, host: str, title: str, headings: list[str], system: str | None
    ) -> None:
        """
        The host decides before the title, the title before the headings; two systems that fit equally are none.
        """
        assert system == rulebook.recognise_system(host, title, headings)

    def test_profile(self, rulebook: Rulebook) -> None:
        """
        A system brings the country and sector that its pack names, and nothing more.
        """
        assert Profile("FR", "social-services", "cosmos") == rulebook.profile_of_system("cosmos")
        assert Profile(None, None, "nova") == rulebook.profile_of_system("nova")
        assert Profile(None, None, "unheard-of") == rulebook.profile_of_system("unheard-of")
