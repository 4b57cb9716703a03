"""Tests of the form of rule files."""

from collections.abc import Callable
from typing import get_args

import pytest

from casevide.errors import ProblemsError
from casevide.rulebook import VERDICTS
from casevide.rules import Pack, read_pack
from casevide.rules.model import AUTOFILL, Verdict

type Edit = Callable[..., str]


def problems(text: str) -> list[str]:
    """Give what the reader says about a text; empty if nothing."""
    try:
        read_pack(text, "f.yaml")
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


LONG = "x" * 172

CASES = {
    "an unknown verdict": (
        ("verdict: challengeable", "verdict: optionel"),
        'f.yaml:34:14  unknown verdict "optionel" - did you mean "optional"?',
    ),
    "a misspelt key": (
        ("    instead: {fr", "    insted: {fr"),
        'f.yaml:36:5  unknown key "insted" - did you mean "instead"?',
    ),
    "no owner": (
        ("  owner: The collective\n", ""),
        'f.yaml:2:3  missing key "owner" - add the name of those who answer for this pack',
    ),
    "no English": (
        (", en: the carer}", "}"),
        'f.yaml:50:13  the English text is missing - add the text in English, "en: …"',
    ),
    "too long a reason": (
        ("en: Three values are enough.", f"en: {LONG}"),
        "f.yaml:35:74  too long: 172 characters, at most 160 - shorten it by 12",
    ),
    "too long an instead": (
        ('en: "French, EU or non-EU"', f"en: {LONG}"),
        "f.yaml:36:78  too long: 172 characters, at most 80 - shorten it by 92",
    ),
    "too long a caution": (
        ("en: Except for the RSA.", f"en: {LONG}"),
        "f.yaml:37:68  too long: 172 characters, at most 120 - shorten it by 52",
    ),
    "too long a bearer": (
        ("en: the carer", f"en: {LONG}"),
        "f.yaml:50:56  too long: 172 characters, at most 80 - shorten it by 92",
    ),
    "an empty text": (
        ("en: the carer", 'en: " "'),
        'f.yaml:50:56  "en" is an empty text - write the text, or delete the line',
    ),
    "no sources": (
        ("grounds: [eu-minimisation]", "grounds: []"),
        'f.yaml:39:14  "grounds" has 0 entries, at least 1 must stand there',
    ),
    "one miss": (
        ("misses: [Nationalité, Rechercher une allergie]", "misses: [Nationalité]"),
        'f.yaml:57:13  "misses" has 1 entry, at least 2 must stand there',
    ),
    "no known mistakes, not even []": (
        ("    mistakes: []\n    hits: [Allergies", "    hits: [Allergies"),
        'f.yaml:46:5  missing key "mistakes" - add the mistakes that the rule is known to make; [] for none',
    ),
    "required without an edition": (
        ("verdict: challengeable", "verdict: required"),
        'f.yaml:34:5  "required" without an edition - add which text and year oblige, as in edition: "RAA 2024"',
    ),
    "an edition without required": (
        ("    verdict: care-critical", '    edition: "RAA 2024"\n    verdict: care-critical'),
        'f.yaml:48:5  an edition belongs to the verdict required, not to "care-critical" - delete it',
    ),
    "too long an edition": (
        ("verdict: challengeable", "verdict: required\n    edition: Recueil d'activité ambulatoire 2024"),
        "f.yaml:35:14  too long: 35 characters, at most 30 - shorten it by 5",
    ),
    "deprecated without a successor": (
        ("status: stable", "status: deprecated"),
        'f.yaml:53:5  "deprecated" without a successor - add successor: the id of the rule that replaces it',
    ),
    "a successor without deprecated": (
        ("status: stable", "status: stable\n    successor: other"),
        'f.yaml:54:5  a successor belongs to the status deprecated, not to "stable" - delete it',
    ),
    "a rule that replaces itself": (
        ("status: stable", "status: deprecated\n    successor: allergy"),
        "f.yaml:54:5  a rule cannot replace itself - name another rule",
    ),
    "an id with capitals": (
        ("- id: allergy", "- id: Allergy Rule"),
        (
            'f.yaml:46:9  "Allergy Rule" is not an id'
            " - use lower-case letters, digits and dashes, as in fr-social-nationality"
        ),
    ),
    "a category with dashes": (
        ("  allergy:\n", "  food-allergy:\n"),
        (
            'f.yaml:27:3  "food-allergy" is not the id of a category'
            " - use lower-case letters, digits and low lines, as in birth_place"
        ),
    ),
    "a country in small letters": (
        ("{country: FR,", "{country: fr,"),
        'f.yaml:33:22  "fr" is not a country code - use two capital letters, as in FR or BE',
    ),
    "a term of no vocabulary": (
        ("dpv: dpv-pd:Nationality", "dpv: Nationality"),
        (
            'f.yaml:19:10  "Nationality" is not a term of the Data Privacy Vocabulary'
            " - write prefix:Term, as in dpv-pd:Nationality"
        ),
    ),
    "an unknown autocomplete word": (
        ("autocomplete: [country]", "autocomplete: [countri]"),
        (
            'f.yaml:26:20  "countri" is not an autocomplete word of the HTML standard'
            " - see its section Autofill, or delete it"
        ),
    ),
    "an empty condition": (
        ("only: {sectors: [social-services], near: [dossier social]}", "only: {sectors: []}"),
        "f.yaml:21:54  this condition is empty - name countries, sectors, systems or near",
    ),
    "an example that shows nothing": (
        ("{label: Nationalité, country: BE}", "{country: BE}"),
        'f.yaml:45:39  this example shows nothing - add at least a "label"',
    ),
    "a misspelt key of an example": (
        ("{label: Nationalité, country: BE}", "{lable: Nationalité, country: BE}"),
        'f.yaml:45:40  unknown key "lable" - did you mean "label"?',
    ),
    "an unknown language": (
        ("en: [allergy]", "en: [allergy], it: [allergia]"),
        'f.yaml:29:62  unknown key "it" - use one of: de, en, fr, nl',
    ),
    "a date that is none": (
        ("review_by: 2027-11-22", "review_by: in a year"),
        'f.yaml:8:14  the text "in a year" is not a date - write year-month-day, as in 2026-11-22',
    ),
    "a ground that is neither read nor not": (
        ("checked: true", "checked: perhaps"),
        'f.yaml:14:14  the text "perhaps" is not true or false - write true or false',
    ),
}


class TestForm:
    def test_the_sample_has_the_form(self, sample: str) -> None:
        """A file in which everything is well has no problem."""
        assert [] == problems(sample)

    @pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
    def test_each_mistake_is_told_at_its_place(self, edit: Edit, change: tuple[str, str], expected: str) -> None:
        """Each mistake gives exactly one problem, with its place, message and remedy."""
        assert [expected] == problems(edit(change))

    def test_all_mistakes_are_told_at_once(self, edit: Edit) -> None:
        """A writer mends a file in one go, not one mistake at a time."""
        changes = [change for change, _ in CASES.values()][:3]

        assert 3 == len(problems(edit(*changes)))


class TestReading:
    def test_single_values_and_lists_are_the_same(self, edit: Edit, sample_pack: Pack) -> None:
        """Where a list may stand, one value needs no brackets."""
        text = edit(
            (
                "country: FR, sector: social-services}\n    verdict",
                "country: [FR], sector: [social-services]}\n    verdict",
            ),
            ("nl: [nationaliteit]", "nl: nationaliteit"),
            ("sectors: [social-services]", "sectors: social-services"),
        )

        assert sample_pack.content == read_pack(text, "f.yaml").content

    def test_one_text_stands_for_all_languages(self, sample_pack: Pack) -> None:
        """The title of a system and a citation may be one text."""
        assert sample_pack.content.system is not None
        assert ("COSMOS", "COSMOS") == (sample_pack.content.system.title.fr, sample_pack.content.system.title.nl)

    def test_texts_are_put_on_one_line(self, edit: Edit) -> None:
        """However a text is folded in the file, it is one line; no-break spaces stay."""
        text = edit(("en: the carer}", 'en: "the\n      carer\u00a0: her"}'))

        assert "the carer\u00a0: her" == read_pack(text, "f.yaml").content.rules[1].bearer.en

    def test_words_that_look_like_switches_stay_words(self, edit: Edit) -> None:
        """Dutch "on", English "no" and years are phrases like others."""
        text = edit(("nl: [nationaliteit]", "nl: [no, on, 2024]"))
        nl = read_pack(text, "f.yaml").content.categories["nationality"].phrases.nl

        assert ["no", "on", "2024"] == [phrase.text for phrase in nl or ()]

    def test_unknown_is_not_the_same_as_not_given(self, sample_pack: Pack) -> None:
        """An empty value in an example means that this part of the site is unknown."""
        miss = sample_pack.content.rules[0].misses[2]

        assert miss.sector is None
        assert {"label", "sector"} == miss.model_fields_set


class TestContract:
    def test_verdicts_are_those_of_the_rulebook(self) -> None:
        """The form knows the five verdicts that the engines know."""
        assert VERDICTS == get_args(Verdict)

    def test_no_password_is_an_autocomplete_word(self) -> None:
        """Passwords and one-time codes are not data that a form asks about a person."""
        assert not any("password" in word or "code" == word for word in AUTOFILL)
