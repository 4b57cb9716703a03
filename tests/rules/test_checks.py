"""Tests of the checks across packs."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from casevide.rules import CHECKS

type Edit = Callable[..., str]
type Found = Callable[..., list[str]]

OTHER = """\
pack:
  id: other
  title: {fr: Autre, nl: Ander, en: Other}
  owner: Others
  contact: others@example.org
  licence: CC0-1.0
  reviewed: 2026-11-22
  review_by: 2027-11-22
"""


class TestAll:
    def test_the_sample_is_well(self, found: Found, sample: str) -> None:
        """A file in which everything is well gives no finding."""
        assert [] == found(sample)

    def test_every_check_says_what_it_demands(self) -> None:
        """Each check has an id of its own and a sentence in plain words."""
        assert len(CHECKS) == len({one.id for one in CHECKS})
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id) and one.text.endswith(".") for one in CHECKS)

    def test_findings_are_sorted_by_place(self, found: Found, edit: Edit) -> None:
        """Findings come in the order of the file."""
        findings = found(
            edit(("art. 5", "art. 6"), ("https://eur-lex", "http://eur-lex"), ("[Nationalité,", "[Profession,"))
        )

        assert ["sample.yaml:13:10", "sample.yaml:44:12"] == [finding.split("  ")[0] for finding in findings]


CASES = {
    "a ground that does not exist": (
        ("grounds: [eu-minimisation]", "grounds: [eu-minimization]"),
        'sample.yaml:39:15  unknown ground "eu-minimization" - did you mean "eu-minimisation"? [unknown-id]',
    ),
    "a category that does not exist": (
        ("category: allergy", "category: allergies"),
        'sample.yaml:47:15  unknown category "allergies" - did you mean "allergy"? [unknown-id]',
    ),
    "a sector that does not exist": (
        ("sector: }]", "sector: sociale}]"),
        'sample.yaml:45:103  unknown sector "sociale" - use one of: hospital, psychiatry, social-services [unknown-id]',
    ),
    "a system that does not exist": (
        ("scope: {country: FR,", "scope: {country: FR, system: cosmo,"),
        'sample.yaml:33:34  unknown system "cosmo" - did you mean "cosmos"? [unknown-id]',
    ),
    "a sector of a condition": (
        ("{sectors: [social-services]", "{sectors: [social-services, socials-services]"),
        'sample.yaml:21:82  unknown sector "socials-services" - did you mean "social-services"? [unknown-id]',
    ),
    "a check that does not exist": (
        ("    mistakes: []\n    hits: [Allergies", "    mistakes: []\n    allow: [permissions]\n    hits: [Allergies"),
        'sample.yaml:56:13  unknown check "permissions" - did you mean "permission"? [unknown-id]',
    ),
    "a check that cannot be switched off": (
        ("    mistakes: []\n    hits: [Allergies", "    mistakes: []\n    allow: care-empty\n    hits: [Allergies"),
        (
            'sample.yaml:56:12  the check "care-empty" cannot be switched off'
            " - delete it, and mend what the check found [unknown-id]"
        ),
    ),
    "only stop words": (
        ("nl: [nationaliteit]", "nl: [nationaliteit, van de]"),
        (
            'sample.yaml:22:27  nothing is left of "van de": it holds only stop words or signs - use a longer text'
            " [only-stop-words]"
        ),
    ),
    "only stop words in a condition": (
        ("near: [dossier social]", "near: [dossier social, de la]"),
        (
            'sample.yaml:21:106  nothing is left of "de la": it holds only stop words or signs - use a longer text'
            " [only-stop-words]"
        ),
    ),
    "a star in the middle": (
        ("nl: [nationaliteit]", "nl: [nationaliteit, nat*teit]"),
        (
            'sample.yaml:22:27  a star in the wrong place: "nat*teit"'
            " - put it at the end of a word, after at least 3 letters, as in hospitalis* [star]"
        ),
    ),
    "a star after two letters": (
        ("nl: [nationaliteit]", "nl: [nationaliteit, na*]"),
        (
            'sample.yaml:22:27  a star in the wrong place: "na*"'
            " - put it at the end of a word, after at least 3 letters, as in hospitalis* [star]"
        ),
    ),
    "a star alone": (
        ("headings: [dossier social cosmos]", "headings: [dossier * cosmos]"),
        (
            'sample.yaml:63:77  a star in the wrong place: "dossier * cosmos"'
            " - put it at the end of a word, after at least 3 letters, as in hospitalis* [star]"
        ),
    ),
    "a never that silences its own phrase": (
        ("never: {fr: [nationalité du véhicule]}", "never: {fr: [nationalité du véhicule, nationaliteit qui]}"),
        (
            'sample.yaml:24:43  "nationaliteit qui" is read as "nationaliteit",'
            ' so "nationaliteit" of this category can never speak - use a longer text here, or delete one of the two'
            " [own-veto]"
        ),
    ),
    "a never label that silences its own label": (
        (
            "labels: {fr: [nat]}\n    never: {fr: [nationalité du véhicule]}\n    never_labels: {fr: [",
            "labels: {fr: [nat, pays]}\n    never: {fr: [nationalité du véhicule]}\n    never_labels: {fr: [Pays., ",
        ),
        (
            'sample.yaml:25:25  "Pays." is read as "pay", so "pays" of this category can never speak'
            " - use a longer text here, or delete one of the two [own-veto]"
        ),
    ),
    "a phrase written twice": (
        ("nl: [nationaliteit]", "nl: [nationaliteit, Nationaliteit]"),
        'sample.yaml:22:27  warning: "Nationaliteit" is already on line 22 - delete it [repeated-phrase]',
    ),
    "the same words in two categories": (
        ("en: [allergy]", "en: [allergy, nationaliteit]"),
        (
            'sample.yaml:22:12  the words "nationaliteit" also belong to the category "allergy" (sample.yaml, line 29)'
            ' - add "only" to tell allergy and nationality apart, or use a longer phrase [shared-phrase]'
        ),
    ),
    "a title with a sign at its end": (
        ("en: allergies}", "en: allergies?}"),
        (
            'sample.yaml:28:48  the title "allergies?" does not fit into a question - delete the "?" at its end'
            " [category-title]"
        ),
    ),
    "a review before the last one": (
        ("review_by: 2027-11-22", "review_by: 2025-11-22"),
        "sample.yaml:8:14  the next review is before the last one - put the dates in order [review-date]",
    ),
    "an address without s": (
        ("url: https://example.org/2011", "url: http://example.org/2011"),
        (
            'sample.yaml:68:12  "http://example.org/2011" is not an https address'
            " - write it whole, from https:// on [https]"
        ),
    ),
    "an address that is none": (
        ("url: https://example.org/2011", 'url: "https://[2011"'),
        'sample.yaml:68:12  "https://[2011" is not an https address - write it whole, from https:// on [https]',
    ),
    "a contact that is none": (
        ("contact: https://example.org/issues", "contact: ask us"),
        (
            'sample.yaml:5:12  "ask us" is neither an https address nor an e-mail address'
            " - write one of the two, so that mistakes can be told [https]"
        ),
    ),
    "a permission in French": (
        ("fr: Trois valeurs suffisent.", "fr: Vous n’êtes pas obligée de répondre."),
        (
            'sample.yaml:35:16  "vous n\'etes pas oblige" decides for the reader'
            " - say what the text obliges whom to do: no text was found that obliges…, the duty lies on… [permission]"
        ),
    ),
    "a permission in Dutch": (
        ("nl: Drie waarden volstaan.", "nl: U hoeft dit niet in te vullen."),
        (
            'sample.yaml:35:46  "u hoeft dit niet" decides for the reader - say what the text obliges whom to do:'
            " no text was found that obliges…, the duty lies on… [permission]"
        ),
    ),
    "a permission in English": (
        ("en: Three values are enough.", "en: You need not answer."),
        (
            'sample.yaml:35:74  "you need not" decides for the reader - say what the text obliges whom to do:'
            " no text was found that obliges…, the duty lies on… [permission]"
        ),
    ),
    "advice to leave empty in French": (
        ('fr: "Français, UE ou hors UE"', "fr: Laisser ce champ vide"),
        (
            "sample.yaml:36:19  this tells the reader to leave the field empty"
            " - say what may be written, or delete instead [instead-empty]"
        ),
    ),
    "advice to leave empty in Dutch": (
        ('nl: "Frans, EU of niet-EU"', "nl: Het veld leeg laten"),
        (
            "sample.yaml:36:50  this tells the reader to leave the field empty"
            " - say what may be written, or delete instead [instead-empty]"
        ),
    ),
    "advice to leave empty in English": (
        ('en: "French, EU or non-EU"', "en: Leave it empty"),
        (
            "sample.yaml:36:78  this tells the reader to leave the field empty"
            " - say what may be written, or delete instead [instead-empty]"
        ),
    ),
    "instead of nothing": (
        ('nl: "Frans, EU of niet-EU"', "nl: Niets of EU"),
        (
            'sample.yaml:36:50  "Niets of EU" begins with nothing'
            " - begin with what may be written, or delete instead [instead-nothing]"
        ),
    ),
    "a care-critical rule that allows an empty field": (
        ("en: A shock can kill.", "en: It may be left empty."),
        (
            "sample.yaml:49:66  a care-critical rule must not speak of leaving the field empty"
            " - say whom an empty field can harm, and what may be written [care-empty]"
        ),
    ),
    "a text still to be written": (
        ("en: the carer", "en: TO BE WRITTEN"),
        "sample.yaml:50:56  warning: this text is still to be written [to-be-written]",
    ),
    "a ground that no rule rests on": (
        (
            "categories:\n",
            (
                "  spare: {citation: x, says: {fr: a, nl: b, en: c}, url: https://a.b, checked: 1, date: 2026-01-01}\n"
                "categories:\n"
            ),
        ),
        'sample.yaml:16:3  warning: no rule rests on the ground "spare" [unused-ground]',
    ),
    "a stable rule that nobody has read": (
        ("checked: true", "checked: false"),
        (
            "sample.yaml:53:13  warning: stable, but nobody has read its grounds word for word"
            ' - read one, or write "test" [stable-unread]'
        ),
    ),
    "a hit that is not recognised": (
        ("hits: [Allergies,", "hits: [Alergie,"),
        (
            'sample.yaml:56:12  "Alergie" should get "allergy", but is not recognised'
            ' - add its words to the phrases of "allergy"; if they are there, see "only" and "never" [hit]'
        ),
    ),
    "a hit of another category": (
        ("hits: [Allergies,", "hits: [Nationalité et allergies du ressortissant, Nationaliteit,"),
        (
            'sample.yaml:56:55  "Nationaliteit" should get "allergy", but is recognised as nationality'
            ' - add its words to the phrases of "allergy"; if they are there, see "only" and "never" [hit]'
        ),
    ),
    "a hit in a quiet place": (
        ("hits: [Allergies,", "hits: [Rechercher une allergie,"),
        (
            'sample.yaml:56:12  "Rechercher une allergie" should get "allergy", but stands in a quiet place,'
            " where nothing is asked of a person - see quiet in the vocabulary [hit]"
        ),
    ),
    "a hit outside the scope": (
        ("hits: [Nationalité,", "hits: [{label: Nationalité, country: BE},"),
        (
            'sample.yaml:44:12  "Nationalité" should get "fr-social-nationality", but is recognised, but no rule has a'
            " scope that fits - see country, sector, system and group [hit]"
        ),
    ),
    "a hit that a care-critical rule takes": (
        ("hits: [Nationalité,", "hits: [Nationalité et allergie,"),
        (
            'sample.yaml:44:12  "Nationalité et allergie" should get "fr-social-nationality", but gives "allergy"'
            ' (care-critical), because "allergie" belongs to the category "allergy"'
            ' - add a longer phrase to the category "nationality", or a never to "allergy" [hit]'
        ),
    ),
    "a hit that is known by its choices only": (
        ("hits: [Nationalité,", "hits: [{options: [Une allergie]},"),
        (
            'sample.yaml:44:12  "Une allergie" should get "fr-social-nationality", but gives "allergy" (care-critical),'
            ' because "allergie" belongs to the category "allergy"'
            ' - add a longer phrase to the category "nationality", or a never to "allergy" [hit]'
        ),
    ),
    "a miss that hits": (
        ("misses: [Nationalité,", "misses: [Allergies connues,"),
        (
            'sample.yaml:57:14  "Allergies connues" should not get "allergy", but does, by the words "allergie"'
            ' - add a never to the category "allergy", or narrow the scope [miss]'
        ),
    ),
}


class TestEach:
    @pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
    def test_it_is_found_at_its_place(self, found: Found, edit: Edit, change: tuple[str, str], expected: str) -> None:
        """Each mistake gives exactly one finding, with its place, message, remedy and check."""
        assert [expected] == found(edit(change))

    def test_a_review_date_that_has_passed_is_a_warning(self, found: Found, sample: str) -> None:
        """Rules do not stop working on a day; their readers are told."""
        assert [
            (
                "sample.yaml:8:14  warning: this pack should have been read again by 2027-11-22"
                " - read it again with others, then set both dates [review-date]"
            )
        ] == found(sample, today=date(2027, 11, 23))

    def test_an_id_taken_in_another_file_names_both_places(self, found: Found, sample: str) -> None:
        """Of two things with one id, both places are told; hits and misses wait."""
        text = OTHER + sample[sample.index("grounds:") : sample.index("rules:")] + "system: {id: cosmos, title: x}\n"

        assert [
            'team.yaml:10:3  the ground "eu-minimisation" is already in sample.yaml, line 10',
            'team.yaml:17:3  the category "nationality" is already in sample.yaml, line 17',
            'team.yaml:27:3  the category "allergy" is already in sample.yaml, line 27',
            'team.yaml:30:14  the system "cosmos" is already in sample.yaml, line 59',
        ] == [one.split(" - ")[0] for one in found(sample, text) if "[id-taken]" in one]

    def test_a_sign_of_two_systems(self, found: Found, sample: str) -> None:
        """A host that two systems claim would make both unknown."""
        text = (
            OTHER + "system: {id: solis, title: SOLIS, recognised_by: {hosts: [Cosmos.example.org], titles: [solis]}}\n"
        )

        assert [
            (
                'team.yaml:9:59  "Cosmos.example.org" is also a sign of the system "cosmos" (sample.yaml, line 63)'
                " - choose a sign that only one of the two has [shared-sign]"
            )
        ] == found(sample, text)

    def test_conditions_tell_the_same_words_apart(self, found: Found, edit: Edit) -> None:
        """The same words may stand in two categories whose conditions cannot both hold."""
        text = edit(
            ("nl: [nationaliteit]", "nl: [{text: herkomst, only: {sectors: social-services}}]"),
            ("en: [allergy]", "en: [allergy, {text: herkomst, only: {sectors: psychiatry}}]"),
        )

        assert [] == found(text)

    def test_a_condition_tells_from_none(self, found: Found, edit: Edit) -> None:
        """
        Where the condition of one holds, its phrase weighs more than the other's bare one: no finding.
        """
        change = ("en: [allergy]", "en: [allergy, {text: nationaliteit, only: {sectors: hospital}}]")

        assert [] == found(edit(change))

    def test_inherited_sectors_are_not_apart(self, found: Found, edit: Edit) -> None:
        """A sector and one that inherits from it can both hold."""
        text = edit(
            ("nl: [nationaliteit]", "nl: [{text: herkomst, only: {sectors: hospital}}]"),
            ("en: [allergy]", "en: [allergy, {text: herkomst, only: {sectors: psychiatry}}]"),
        )
        (line,) = found(text)

        assert line.startswith('sample.yaml:22:12  warning: the words "herkomst" also belong to the category "allergy"')

    def test_allow_switches_a_check_off_for_one_rule(self, found: Found, edit: Edit) -> None:
        """What a rule allows is not found in it, and is found elsewhere."""
        wording = ("suffisent.", "suffisent ; vous n'avez pas à répondre.")
        care = ("peut tuer.", "peut tuer ; vous n'avez pas à hésiter.")
        allow = (
            "    mistakes: []\n    hits: [Nationalité",
            "    mistakes: []\n    allow: [permission]\n    hits: [Nationalité",
        )

        assert 2 == len(found(edit(wording, care)))
        assert ["sample.yaml:50:16"] == [one.split("  ")[0] for one in found(edit(wording, care, allow))]

    def test_allow_switches_a_check_off_for_one_category(self, found: Found, edit: Edit) -> None:
        """A category may allow a check too."""
        assert [] == found(edit(("en: allergies}\n", "en: allergies?}\n    allow: category-title\n")))

    @pytest.mark.parametrize(
        "text",
        [
            "Ne jamais laisser vide.",
            "Never leave it empty.",
            "Laisser vide peut nuire.",
            "Leeg laten kan schaden.",
            "Laissé vide, il met en danger.",
        ],
    )
    def test_a_care_critical_rule_may_warn_of_an_empty_field(self, found: Found, edit: Edit, text: str) -> None:
        """To say that an empty field harms, or must never be, is what such a rule is for."""
        assert [] == found(edit(("fr: Un choc peut tuer.", f'fr: "{text}"')))

    def test_a_sector_does_not_inherit_from_itself(self, found: Found, sample: str) -> None:
        """A circle of sectors is told at each of its members."""
        text = """\
sectors:
  social-services: {title: {fr: a, nl: b, en: c}, inherits: psychiatry}
  psychiatry: {title: {fr: a, nl: b, en: c}, inherits: social-services}
  hospital: {title: {fr: a, nl: b, en: c}, inherits: hopsital}
"""
        findings = [one for one in found(sample, with_=text) if "vocabulary" in one]

        assert [
            'vocabulary.yaml:2:61  the sector "social-services" inherits from itself - name a wider sector',
            'vocabulary.yaml:3:56  the sector "psychiatry" inherits from itself - name a wider sector',
            'vocabulary.yaml:4:54  unknown sector "hopsital" - did you mean "hospital"?',
        ] == [finding.removesuffix(" [unknown-id]") for finding in findings]


class TestHits:
    def test_a_more_precise_rule_takes_it(self, found: Found, sample: str) -> None:
        """When another rule of the category wins, that rule is named."""
        rule = sample[sample.index("  - id: fr-social") : sample.index("  - id: allergy")]
        rule = rule.replace("fr-social-nationality", "cosmos-nationality").replace("{country: FR,", "{system: cosmos,")
        more = OTHER + "rules:\n" + rule.replace("{label: Nationalité, country: BE}", "{label: Nationalité, system: }")
        text = sample.replace("scope: {country: FR, sector: social-services}", "scope: {country: FR}").replace(
            "hits: [Nationalité,", "hits: [{label: Nationalité, sector: social-services, system: cosmos},"
        )

        assert [
            (
                'sample.yaml:44:12  "Nationalité" should get "fr-social-nationality", but gives "cosmos-nationality"'
                " (challengeable)"
                " - that rule is more precise or graver here: narrow its scope, or make this one more precise"
                " [hit]"
            )
        ] == [one for one in found(text, more) if ":44:12" in one]

    def test_a_category_without_rules_takes_it(self, found: Found, edit: Edit) -> None:
        """When a longer phrase of another category wins, about which nothing is said there, that is told."""
        text = edit(
            (
                "  allergy:\n",
                "  other:\n    title: {fr: x, nl: x, en: x}\n    phrases: {fr: [nationalité du chat]}\n  allergy:\n",
            ),
            ("hits: [Nationalité,", "hits: [Nationalité du chat,"),
        )

        assert [
            (
                'sample.yaml:47:12  "Nationalité du chat" should get "fr-social-nationality", but is recognised as'
                ' "other", about which no rule speaks there - add a longer phrase to "nationality" [hit]'
            )
        ] == found(text)

    def test_two_things_at_once(self, found: Found, edit: Edit) -> None:
        """When a field speaks of two things, of which one has no rule there, that is told."""
        text = edit(
            ("  allergy:\n", "  other:\n    title: {fr: x, nl: x, en: x}\n    phrases: {fr: [métier]}\n  allergy:\n"),
            ("hits: [Nationalité,", "hits: [Nationalité et métier,"),
        )

        assert [
            (
                'sample.yaml:47:12  "Nationalité et métier" should get "fr-social-nationality", but speaks of several'
                " things at once (nationality, other), so silence"
                " - use longer phrases, or tell them apart with only [hit]"
            )
        ] == found(text)


class TestExamples:
    def test_an_example_stands_in_the_scope_of_its_rule(self, found: Found, edit: Edit) -> None:
        """What an example does not name comes from the scope: country, sector, and the first group."""
        text = edit(
            (
                "scope: {country: FR, sector: social-services}",
                "scope: {country: [FR, BE], sector: social-services, group: état civil}",
            ),
            ("misses: [Nationalité du véhicule,", 'misses: [{label: Nationalité, group: ""}, Nationalité du véhicule,'),
            (", {label: Nationalité, country: BE}", ""),
        )

        assert [] == found(text)

    def test_a_system_brings_its_country_and_sector(self, found: Found, edit: Edit) -> None:
        """A rule for one system is tried where that system is used."""
        text = edit(
            ("scope: {country: FR, sector: social-services}", "scope: {system: cosmos}"),
            ("{label: Nationalité, country: BE}, {label: Nationalité, sector: }", "{label: Nationalité, system: }"),
        )

        assert [] == found(text)

    def test_rules_that_cannot_speak_are_not_tried(self, found: Found, edit: Edit) -> None:
        """A deprecated rule, and a rule about an unknown category, have no hits or misses to run."""
        hit = ("hits: [Allergies,", "hits: [Alergie,")
        deprecated = ("status: stable", "status: deprecated\n    successor: fr-social-nationality")

        assert 1 == len(found(edit(hit)))
        assert [] == found(edit(hit, deprecated))
        assert ["[unknown-id]"] == [one.split()[-1] for one in found(edit(hit, ("category: allergy", "category: x")))]
