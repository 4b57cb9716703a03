"""Promises about rules that hold whatever anybody writes, tried on arbitrary packs."""

import gc
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.rulebook import Rulebook
from casevide.rules import Vocabulary, compile_packs, read_pack, read_vocabulary
from casevide.text import words

WORDS = ["allergie", "traitement", "risque", "suicidaire", "nom", "durée", "acte", "patient", "connu", "véhicule", "de"]
SECTORS = ["social-services", "hospital", "psychiatry"]
SYSTEMS = ["cosmos", "cortexte", "stranger-system"]
COUNTRIES = ["FR", "BE"]

VOCABULARY = """\
stopwords: {fr: [de]}
quiet: {fr: [rechercher]}
sectors:
  social-services: {title: {fr: a, nl: b, en: c}}
  hospital: {title: {fr: a, nl: b, en: c}}
  psychiatry: {title: {fr: a, nl: b, en: c}, inherits: hospital}
"""

TEXTS = {"fr": "a", "nl": "b", "en": "c"}

LESS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def pack_text(name: str, **sections: Any) -> str:
    """Give the text of a pack (JSON is YAML); grounds are made up as its rules name them."""
    head = {"id": name, "title": TEXTS, "owner": "o", "contact": "a@b.fr", "licence": "CC0-1.0"}
    head |= {"reviewed": "2026-11-22", "review_by": "2027-11-22"}
    ground = {"citation": "x", "says": TEXTS, "url": "https://a.b", "checked": "true", "date": "2026-11-22"}
    return json.dumps({"pack": head, "grounds": {f"{name}-ground": ground}, **sections}, ensure_ascii=False)


def rule(pack: str, number: int, category: str, verdict: str, scope: dict[str, Any]) -> dict[str, Any]:
    """Give a rule in the form of a rule file."""
    return {
        "id": f"{pack}-{number}",
        "category": category,
        "verdict": verdict,
        **({"edition": "X 2024"} if verdict == "required" else {}),
        **({"scope": scope} if scope else {}),
        "says": TEXTS,
        "bearer": TEXTS,
        "grounds": [f"{pack}-ground"],
        "confidence": "high",
        "status": "test",
        "reviewed": "2026-11-22",
        "mistakes": [],
        "hits": ["x", "y"],
        "misses": ["x", "y"],
    }


phrase_texts = st.lists(st.sampled_from([*WORDS, "allerg*", "trait*"]), min_size=1, max_size=3).map(" ".join)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "countries": st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=2),
        "sectors": st.lists(st.sampled_from(SECTORS), min_size=1, max_size=2),
        "systems": st.lists(st.sampled_from(SYSTEMS), min_size=1, max_size=2),
        "near": st.lists(phrase_texts, min_size=1, max_size=2),
    },
).filter(bool)
phrases = st.lists(phrase_texts | st.fixed_dictionaries({"text": phrase_texts, "only": conditions}), max_size=4)
by_language = st.fixed_dictionaries({}, optional={"fr": phrases, "nl": phrases})
vetoes = st.fixed_dictionaries({}, optional={"fr": st.lists(phrase_texts, max_size=2)})
scopes = st.fixed_dictionaries(
    {},
    optional={
        "country": st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=2),
        "sector": st.lists(st.sampled_from(SECTORS), min_size=1, max_size=2),
        "system": st.lists(st.sampled_from(SYSTEMS), min_size=1, max_size=2),
        "group": st.lists(phrase_texts, min_size=1, max_size=2),
    },
)
verdicts = st.sampled_from(["care-critical", "required", "challengeable", "intrusive", "optional"])
labels = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
fields = st.builds(
    Field,
    control=st.sampled_from(["text", "checkbox", "select"]),
    label=labels,
    group=labels,
    section=labels,
    page=labels,
    name=labels.map(lambda text: text.replace(" ", "_")),
    autocomplete=st.sampled_from(["", "family-name", "tel"]),
    placeholder=labels,
    options=st.lists(labels, max_size=2).map(tuple),
)
profiles = st.builds(
    Profile, st.sampled_from([None, *COUNTRIES]), st.sampled_from([None, *SECTORS]), st.sampled_from([None, *SYSTEMS])
)


@st.composite
def packs(draw: st.DrawFn, name: str, foreign: tuple[str, ...] = ()) -> str:
    """Give an arbitrary pack; its rules may also speak of categories of other packs (`foreign`)."""
    own = [f"{name}_{number}" for number in range(draw(st.integers(0, 3)))]
    categories = {
        category: {
            "title": TEXTS,
            "phrases": draw(by_language),
            "labels": draw(by_language),
            "never": draw(vetoes),
            "never_labels": draw(vetoes),
            "autocomplete": draw(st.lists(st.sampled_from(["family-name", "tel"]), max_size=2)),
        }
        for category in own
    }
    targets = [*own, *foreign]
    rules = [
        rule(name, number, draw(st.sampled_from(targets)), draw(verdicts), draw(scopes))
        for number in range(draw(st.integers(0, 4)) if targets else 0)
    ]
    system = {"id": f"{name}-system", "title": "X", "sector": draw(st.sampled_from(SECTORS))}
    system["recognised_by"] = {"titles": [draw(phrase_texts)]}  # type: ignore[assignment]
    return pack_text(name, categories=categories, rules=rules, **({"system": system} if draw(st.booleans()) else {}))


@pytest.fixture(scope="module")
def shared() -> Vocabulary:
    """The vocabulary of all packs here."""
    return read_vocabulary(VOCABULARY, "vocabulary.yaml")


class TestCare:
    @LESS
    @given(packs("old"), packs("stranger", ("old_0", "old_1")), st.lists(fields, min_size=1, max_size=8), profiles)
    def test_no_pack_can_lower_care_critical(
        self, shared: Vocabulary, old: str, stranger: str, asked: list[Field], profile: Profile
    ) -> None:
        """What the rules call care-critical stays so, whatever pack is added to them."""
        before_pack = read_pack(old, "old.yaml")
        before = Rulebook(compile_packs([before_pack], shared))
        after = Rulebook(compile_packs([before_pack, read_pack(stranger, "stranger.yaml")], shared))

        for field in asked:
            was, now = judge(field, profile, before), judge(field, profile, after)
            if was is not None and was.verdict == "care-critical":
                assert now is not None
                assert "care-critical" == now.verdict

    @LESS
    @given(packs("stranger", ("care",)), st.sampled_from(WORDS), fields, profiles)
    def test_care_critical_everywhere_is_seen_everywhere(
        self, shared: Vocabulary, stranger: str, word: str, field: Field, profile: Profile
    ) -> None:
        """A label that holds a care-critical word says so next to any other pack, wherever the site is."""
        category = {"title": TEXTS, "phrases": {"fr": [word, "danger"]}}
        care = pack_text("care", categories={"care": category}, rules=[rule("care", 1, "care", "care-critical", {})])
        rulebook = Rulebook(compile_packs([read_pack(care, "care.yaml"), read_pack(stranger, "stranger.yaml")], shared))
        hint = judge(replace(field, label=f"{field.label} danger"), profile, rulebook)

        assert hint is not None
        assert "care-critical" == hint.verdict


class TestOthers:
    @LESS
    @given(packs("old"), st.lists(fields, min_size=1, max_size=8), profiles)
    def test_an_unrelated_pack_changes_no_hint(
        self, shared: Vocabulary, old: str, asked: list[Field], profile: Profile
    ) -> None:
        """A pack whose words no label holds leaves every hint as it was."""
        category = {"title": TEXTS, "phrases": {"fr": ["zèbre", "okapi*"]}, "never": {"fr": ["girafe"]}}
        unrelated = pack_text(
            "zoo", categories={"zoo": category}, rules=[rule("zoo", 1, "zoo", "optional", {"system": "zoo-system"})]
        )
        pack = read_pack(old, "old.yaml")
        before = Rulebook(compile_packs([pack], shared))
        after = Rulebook(compile_packs([pack, read_pack(unrelated, "zoo.yaml")], shared))

        assert [judge(field, profile, before) for field in asked] == [judge(field, profile, after) for field in asked]

    @LESS
    @given(packs("one"), packs("two"), packs("three"), st.permutations([0, 1, 2]))
    def test_the_same_packs_give_the_same_bytes(
        self, shared: Vocabulary, one: str, two: str, three: str, order: list[int]
    ) -> None:
        """In whatever order packs come, the rulebook is the same, byte for byte."""
        texts = [read_pack(text, f"{number}.yaml") for number, text in enumerate((one, two, three))]
        shuffled = [texts[number] for number in order]

        assert json.dumps(compile_packs(texts, shared)) == json.dumps(compile_packs(shuffled, shared))


def _ratio(content: dict[str, Any], texts: list[str], other: dict[str, Any], others: list[str]) -> float:
    """Give how much longer the texts take than the others, read for the first time: the best of interleaved runs."""
    times: dict[bool, list[float]] = {True: [], False: []}
    rulebooks = {True: Rulebook(content), False: Rulebook(other)}
    gc.collect()
    gc.disable()  # the collector's own time depends on what other tests left behind
    for _ in range(40):  # short runs, so that some are not interrupted on a busy machine
        for which, asked in ((True, texts), (False, others)):
            words.cache_clear()
            rulebooks[which].read.cache_clear()
            start = time.perf_counter()
            for text in asked:
                rulebooks[which].read(text)
            times[which].append(time.perf_counter() - start)
    gc.enable()
    return min(times[True]) / min(times[False])


class TestTime:
    def test_a_hundred_times_the_phrases_cost_little(self, shared: Vocabulary) -> None:
        """Looking up grows with the text, hardly with the number of phrases (100 → 10,000: at most twice)."""

        def content(number: int) -> dict[str, Any]:
            names = [f"mot{one} suite{one % 7} fin{one % 3}" for one in range(number)]
            categories = {
                f"c_{start}": {"title": TEXTS, "phrases": {"fr": names[start : start + 50]}}
                for start in range(0, number, 50)
            }
            return compile_packs([read_pack(pack_text("many", categories=categories), "many.yaml")], shared)

        texts = [f"mot{one} suite{one % 7} fin{one % 3} et une question numéro {one}" for one in range(100)]
        small, large = content(100), content(10_000)

        assert _ratio(large, texts, small, texts) <= 2

    def test_four_times_the_text_costs_four_times(self, shared: Vocabulary) -> None:
        """However a pack and a text conspire, time is linear in the text (each doubling costs at most 2.5)."""
        hostile = {"title": TEXTS, "phrases": {"fr": [" ".join(["aaa*"] * length + ["zzz"]) for length in range(1, 6)]}}
        content = compile_packs([read_pack(pack_text("h", categories={"h": hostile}), "h.yaml")], shared)
        short = [" ".join(["aaab"] * 30) + f" {number}" for number in range(5)]
        long = [" ".join(["aaab"] * 120) + f" {number}" for number in range(5)]

        assert _ratio(content, long, content, short) <= 2.5**2
