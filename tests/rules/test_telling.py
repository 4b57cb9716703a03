"""Tests of what a person may ask of a rulebook."""

from collections.abc import Callable

import pytest

from casevide.errors import CasevideError
from casevide.field import Field, Profile
from casevide.rulebook import Rulebook
from casevide.rules import Pack, Vocabulary, compile_packs, read_pack
from casevide.rules.telling import explain, fitting, profile_in_words, scope_in_words, show

type Edit = Callable[..., str]

FRENCH = Profile("FR", "social-services")


@pytest.fixture
def rulebook(sample_pack: Pack, vocabulary: Vocabulary) -> Rulebook:
    """The sample, compiled."""
    return Rulebook(compile_packs([sample_pack], vocabulary))


@pytest.fixture
def two_rules(sample: str, vocabulary: Vocabulary) -> Rulebook:
    """The sample, and a second pack with three more rules about nationality."""
    head, _, rest = sample.partition("rules:\n")
    first = rest.partition("  - id: allergy")[0]
    more = [
        first.replace("fr-social-nationality", "team-country").replace(", sector: social-services", ""),
        first.replace("fr-social-nationality", "team-same-place").replace("challengeable", "intrusive"),
        first.replace("fr-social-nationality", "team-group").replace(
            "social-services}", "social-services, group: état civil}"
        ),
    ]
    text = head.partition("grounds:")[0].replace("id: sample", "id: team") + "rules:\n" + "".join(more)
    return Rulebook(compile_packs([read_pack(sample, "sample.yaml"), read_pack(text, "team.yaml")], vocabulary))


class TestWords:
    def test_a_profile(self) -> None:
        """The known parts of a profile are named."""
        assert "FR, social-services" == profile_in_words(FRENCH)
        assert "nothing known of the site" == profile_in_words(Profile())

    def test_a_scope(self, two_rules: Rulebook) -> None:
        """A scope is named by its parts."""
        assert "everywhere" == scope_in_words(two_rules.rules["allergy"])
        assert 'FR, social-services, under "etat civil"' == scope_in_words(two_rules.rules["team-group"])


class TestFitting:
    def test_the_one_that_speaks_comes_first(self, two_rules: Rulebook) -> None:
        """Rules come in the order of precedence: precision first, then the verdict."""
        ids = [rule.id for rule in fitting("nationality", FRENCH, two_rules)]

        assert ["fr-social-nationality", "team-same-place", "team-country"] == ids

    def test_a_group_counts(self, two_rules: Rulebook) -> None:
        """Under the group that it names, a rule is more precise."""
        ids = [rule.id for rule in fitting("nationality", FRENCH, two_rules, "État civil")]

        assert "team-group" == ids[0]

    def test_an_unknown_category(self, rulebook: Rulebook) -> None:
        """A misspelt category is told, with the one that was meant."""
        with pytest.raises(CasevideError, match=r'no category "nationalty" - did you mean "nationality"\?'):
            fitting("nationalty", FRENCH, rulebook)


class TestShow:
    def test_everything_about_a_category(self, rulebook: Rulebook) -> None:
        """Words, rules in order, reasons, who answers and sources are told in the reader's language."""
        assert [
            "nationality: nationaliteit (dpv-pd:Nationality)",
            "   words in a label: nationalite · nationaliteit · ressortissant* (only in some places)",
            "   whole labels: nat",
            "   never, if the label holds: nationalite vehicule",
            "   never, if the whole label is: nationalite des entreprise",
            "   autocomplete: country",
            "",
            "Where: FR, social-services",
            "1. challengeable: fr-social-nationality (FR, social-services), speaks",
            "   why: Drie waarden volstaan.",
            "   may be written: Frans, EU of niet-EU",
            "   caution: Behalve voor het RSA.",
            "   who answers: de werkgever",
            "   ground: AVG, art. 5 (read word for word, 2026-11-22)",
            "           https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            "   confidence high, status test, reviewed 2026-11-22, pack sample",
        ] == show("nationality", FRENCH, rulebook, language="nl")

    def test_silence(self, rulebook: Rulebook) -> None:
        """Where no rule holds, that is said, and where one would hold."""
        lines = show("nationality", Profile(), rulebook)

        assert ["Where: nothing known of the site", "No rule holds there: silence."] == lines[7:9]
        assert " - challengeable: fr-social-nationality (FR, social-services)" == lines[-1]


class TestExplain:
    def test_a_hint(self, rulebook: Rulebook) -> None:
        """The words, the rules and the reason are told."""
        field = Field(label="Nationalité", group="État civil", section="Dossier", selector="#nat")

        assert [
            '#nat  "Nationalité" (text, under "État civil", in "Dossier")',
            "   where: FR, social-services",
            '   the label speaks of nationality, by the words "nationalite"',
            "      challengeable: fr-social-nationality (FR, social-services)",
            "   challengeable: fr-social-nationality",
            "   because no other rule fits",
        ] == explain(field, FRENCH, rulebook)

    def test_care_wins(self, rulebook: Rulebook) -> None:
        """That care-critical wins over everything is said."""
        lines = explain(Field(label="Nationalité", name="allergies"), FRENCH, rulebook)

        assert [
            "   care-critical: allergy, likely only, so worded as a question",
            "   because care-critical wins over everything, whatever else the field speaks of",
        ] == lines[-2:]

    def test_precision_wins_and_others_disagree(self, two_rules: Rulebook) -> None:
        """Why one of several rules won is said, and which packs say otherwise."""
        lines = explain(Field(label="Nationalité"), FRENCH, two_rules)

        assert [
            "   because its scope is the most precise, or its verdict the gravest among equally precise ones",
            "   other packs say otherwise: team-same-place",
        ] == lines[-2:]

    def test_the_strongest_sign_wins(self, sample: str, vocabulary: Vocabulary) -> None:
        """That a longer or stronger sign won over another category is said."""
        text = sample.replace("verdict: care-critical", "verdict: optional")
        rulebook = Rulebook(compile_packs([read_pack(text, "sample.yaml")], vocabulary))
        lines = explain(Field(label="Nationalité", placeholder="allergie"), FRENCH, rulebook)

        assert "   because the longest words of the strongest sign decide, not allergy" == lines[-1]

    @pytest.mark.parametrize(
        ("field", "profile", "reason"),
        [
            (Field(label="Rechercher allergie"), FRENCH, "a quiet place, where nothing is asked of a person"),
            (Field(label="Autre chose"), FRENCH, "no words of the rules are in it, or a never forbids them"),
            (Field(label="Nationalité"), Profile("BE"), "no rule holds here"),
        ],
    )
    def test_silence(self, rulebook: Rulebook, field: Field, profile: Profile, reason: str) -> None:
        """Why nothing is said is said."""
        assert reason in explain(field, profile, rulebook)[-1]

    def test_two_things_at_once(self, sample: str, vocabulary: Vocabulary) -> None:
        """Two categories of which one has no rule here: when unsure, say nothing."""
        text = sample.replace("verdict: care-critical", "verdict: optional")
        rulebook = Rulebook(compile_packs([read_pack(text, "sample.yaml")], vocabulary))

        assert "it speaks of several things" in explain(Field(label="Nationalité, allergie"), Profile(), rulebook)[-1]
