"""Tests of compiling packs into a rulebook."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.errors import ProblemsError
from casevide.rulebook import Rulebook, canonical, digest
from casevide.rules import Pack, Vocabulary, compile_packs, read_pack
from casevide.rules.compiler import run_of, stopwords_of
from casevide.text import words

type Edit = Callable[..., str]

STOPWORDS = frozenset({"de", "la"})


@pytest.fixture
def content(sample_pack: Pack, vocabulary: Vocabulary) -> dict[str, Any]:
    """The sample, compiled."""
    return compile_packs([sample_pack], vocabulary)


class TestRunOf:
    @pytest.mark.parametrize(
        ("phrase", "expected"),
        [
            ("Pays de la nationalité(s)", "pay nationalite"),
            ("hospitalis*", "hospitalis*"),
            ("HOSPITALIS* d'office", "hospitalis* office"),
            ("bus*", "bus*"),
            ("revenus", "revenu"),
            ("N° de séc*", "numero sec*"),
            ("de la", ""),
            ("*", ""),
            ("dela*", "dela*"),
        ],
    )
    def test_it_is_in_normal_form(self, phrase: str, expected: str) -> None:
        """A phrase becomes the words that a label with that text would have, a star kept at its word's end."""
        assert expected == run_of(phrase, STOPWORDS)

    @given(st.text(max_size=40))
    def test_without_a_star_it_is_what_a_label_becomes(self, text: str) -> None:
        """Phrases and labels go through the same normalisation."""
        text = text.replace("*", " ").replace("ꙮ", " ")

        assert " ".join(words(text, STOPWORDS)) == run_of(text, STOPWORDS)

    @given(st.text("abcé* '-.()", max_size=40))
    def test_doing_it_twice_changes_nothing(self, text: str) -> None:
        """A run that is compiled again stays the same, stars and all."""
        run = run_of(text, STOPWORDS)

        assert all("*" not in word.removesuffix("*") for word in run.split())


class TestCompile:
    def test_a_rulebook_can_be_loaded(self, content: dict[str, Any]) -> None:
        """What is compiled loads, also from its bytes, and knows its digest."""
        assert content["digest"] == digest(content)
        assert content["digest"] == Rulebook.from_json(json.dumps(content).encode()).digest

    def test_a_category(self, content: dict[str, Any]) -> None:
        """Runs are normal, flat over the languages and sorted; conditions name all their parts."""
        assert {
            "title": {"fr": "nationalité", "nl": "nationaliteit", "en": "nationality"},
            "phrases": [
                "nationalite",
                "nationaliteit",
                {
                    "words": "ressortissant*",
                    "only": [
                        {"countries": [], "sectors": ["social-services"], "systems": [], "near": ["dossier social"]}
                    ],
                },
            ],
            "labels": ["nat"],
            "never": ["nationalite vehicule"],
            "never_labels": ["nationalite des entreprise"],
            "autocomplete": ["country"],
            "dpv": "dpv-pd:Nationality",
        } == content["categories"]["nationality"]

    def test_a_rule(self, content: dict[str, Any]) -> None:
        """A rule carries all its texts and its pack; texts that it does without are empty."""
        rule = content["rules"][0]

        assert {
            "id": "allergy",
            "category": "allergy",
            "verdict": "care-critical",
            "scope": {"countries": [], "sectors": [], "systems": [], "group": []},
            "says": {"fr": "Un choc peut tuer.", "nl": "Een shock kan doden.", "en": "A shock can kill."},
            "instead": {"fr": "", "nl": "", "en": ""},
            "caveat": {"fr": "", "nl": "", "en": ""},
            "bearer": {"fr": "le soignant", "nl": "de zorgverlener", "en": "the carer"},
            "grounds": ["eu-minimisation"],
            "confidence": "high",
            "status": "stable",
            "reviewed": "2026-11-22",
            "pack": "sample",
        } == rule

    def test_the_rest(self, content: dict[str, Any]) -> None:
        """Packs, words, sectors, grounds and systems stand in it in their agreed form."""
        assert 1 == content["format"]
        assert "2026-11-22" == content["date"]
        assert ["de", "du", "la", "le", "les", "of", "qui", "the", "van"] == content["stopwords"]
        assert (["rechercher", "search"], ["rechercher emploi"]) == (content["quiet"], content["unquiet"])
        assert {"title": {"fr": "hôpital", "nl": "ziekenhuis", "en": "hospital"}} == content["sectors"]["hospital"]
        assert "hospital" == content["sectors"]["psychiatry"]["inherits"]
        assert {
            "title": {"fr": "Exemple", "nl": "Voorbeeld", "en": "Sample"},
            "owner": "The collective",
            "contact": "https://example.org/issues",
            "licence": "CC0-1.0",
            "reviewed": "2026-11-22",
            "review_by": "2027-11-22",
        } == content["packs"]["sample"]
        assert {
            "citation": {"fr": "RGPD, art. 5", "nl": "AVG, art. 5", "en": "GDPR, art. 5"},
            "says": {"fr": "Le nécessaire.", "nl": "Het nodige.", "en": "What is needed."},
            "url": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            "checked": True,
            "date": "2026-11-22",
        } == content["grounds"]["eu-minimisation"]
        assert {
            "title": {"fr": "COSMOS", "nl": "COSMOS", "en": "COSMOS"},
            "country": "FR",
            "sector": "social-services",
            "recognised_by": {
                "hosts": ["cosmos.example.org"],
                "titles": ["cosmo"],
                "headings": ["dossier social cosmo"],
            },
            "precedents": [
                {
                    "year": 2011,
                    "what": {"fr": "Refus.", "nl": "Weigering.", "en": "Refusal."},
                    "outcome": {"fr": "Retiré.", "nl": "Ingetrokken.", "en": "Withdrawn."},
                    "url": "https://example.org/2011",
                }
            ],
        } == content["systems"]["cosmos"]

    def test_a_run_that_always_speaks_needs_no_conditions(self, edit: Edit, vocabulary: Vocabulary) -> None:
        """Of one run in several languages, conditions are joined, and gone if it speaks everywhere in one."""
        text = edit(
            ("nl: [nationaliteit]", "nl: [nationalité, {text: herkomst, only: {countries: BE}}]"),
            ("    labels: {fr: [nat]}", "      en: [{text: herkomst, only: {countries: FR}}]\n    labels: {fr: [nat]}"),
        )
        phrases = compile_packs([read_pack(text, "f.yaml")], vocabulary)["categories"]["nationality"]["phrases"]

        assert [["BE"], ["FR"]] == [condition["countries"] for condition in phrases[0]["only"]]
        assert "nationalite" == phrases[1]

    def test_a_condition_of_stop_words_never_holds(self, edit: Edit, vocabulary: Vocabulary) -> None:
        """A phrase whose only condition is lost does not become one that speaks everywhere."""
        text = edit(("near: [dossier social]", "near: [de la]"))
        phrases = compile_packs([read_pack(text, "f.yaml")], vocabulary)["categories"]["nationality"]["phrases"]

        assert ["nationalite", "nationaliteit"] == phrases

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("status: stable", "status: deprecated\n    successor: fr-social-nationality"),
            ("category: allergy", "category: allergies"),
            ("grounds: eu-minimisation", "grounds: eu-unknown"),
            ("category: allergy", "category: allergy\n    scope: {group: de la}"),
        ],
        ids=["deprecated", "unknown category", "no known ground", "group of stop words"],
    )
    def test_rules_that_may_not_speak_are_left_out(
        self, edit: Edit, vocabulary: Vocabulary, old: str, new: str
    ) -> None:
        """Nothing in a rulebook speaks without a category, a source, or outside its scope."""
        rules = compile_packs([read_pack(edit((old, new)), "f.yaml")], vocabulary)["rules"]

        assert ["fr-social-nationality"] == [rule["id"] for rule in rules]

    def test_two_things_with_one_id_are_refused(self, sample: str, sample_pack: Pack, vocabulary: Vocabulary) -> None:
        """Which of two rules is meant is never guessed."""
        with pytest.raises(ProblemsError, match=r'the pack "sample" is already in sample\.yaml, line 2') as caught:
            compile_packs([sample_pack, read_pack(sample, "team.yaml")], vocabulary)

        assert 7 == len(caught.value.problems)

    def test_stop_words_are_plain_and_not_folded(self, vocabulary: Vocabulary) -> None:
        """Stop words are compared before endings are folded, so they keep theirs."""
        assert "les" in stopwords_of(vocabulary.content)

    def test_order_does_not_matter(self, sample: str, edit: Edit, vocabulary: Vocabulary) -> None:
        """The same packs in any order, and lists in any order, give the same bytes."""
        other = (
            edit(("id: sample", "id: second"), ("system:\n", "#\nsystem:\n"))
            .replace("eu-minimisation", "other-ground")
            .replace("nationality:", "origin:")
            .replace("category: nationality", "category: origin")
            .replace("allergy:", "asthma:")
            .replace("category: allergy", "category: asthma")
            .replace("id: allergy", "id: asthma")
            .replace("id: fr-social-nationality", "id: fr-social-origin")
            .replace("id: cosmos", "id: solis")
        )
        packs = [read_pack(sample, "sample.yaml"), read_pack(other, "other.yaml")]

        assert canonical(compile_packs(packs, vocabulary)) == canonical(compile_packs(packs[::-1], vocabulary))
        assert json.dumps(compile_packs(packs, vocabulary)) == json.dumps(compile_packs(packs[::-1], vocabulary))
