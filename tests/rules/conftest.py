"""A small whole set of rules, and ways to change it a little."""

from collections.abc import Callable
from datetime import date

import pytest

from casevide.rules import CHECKS, Pack, Vocabulary, check, read_pack, read_vocabulary

VOCABULARY = """\
stopwords: {fr: [de, du, la, le, les, qui], nl: [van, de], en: [of, the]}
quiet: {fr: [rechercher], en: [search]}
unquiet: {fr: [rechercher emploi]}
sectors:
  social-services: {title: {fr: action sociale, nl: maatschappelijk werk, en: social services}}
  hospital: {title: {fr: hôpital, nl: ziekenhuis, en: hospital}}
  psychiatry: {title: {fr: psychiatrie, nl: psychiatrie, en: psychiatry}, inherits: hospital}
"""

SAMPLE = """\
pack:
  id: sample
  title: {fr: Exemple, nl: Voorbeeld, en: Sample}
  owner: The collective
  contact: https://example.org/issues
  licence: CC0-1.0
  reviewed: 2026-11-22
  review_by: 2027-11-22
grounds:
  eu-minimisation:
    citation: {fr: "RGPD, art. 5", nl: "AVG, art. 5", en: "GDPR, art. 5"}
    says: {fr: Le nécessaire., nl: Het nodige., en: What is needed.}
    url: https://eur-lex.europa.eu/eli/reg/2016/679/oj
    checked: true
    date: 2026-11-22
categories:
  nationality:
    title: {fr: nationalité, nl: nationaliteit, en: nationality}
    dpv: dpv-pd:Nationality
    phrases:
      fr: [nationalité, {text: ressortissant*, only: {sectors: [social-services], near: [dossier social]}}]
      nl: [nationaliteit]
    labels: {fr: [nat]}
    never: {fr: [nationalité du véhicule]}
    never_labels: {fr: [nationalités des entreprises]}
    autocomplete: [country]
  allergy:
    title: {fr: allergies, nl: allergieën, en: allergies}
    phrases: {fr: [allergie], nl: [allergie], en: [allergy]}
rules:
  - id: fr-social-nationality
    category: nationality
    scope: {country: FR, sector: social-services}
    verdict: challengeable
    says: {fr: Trois valeurs suffisent., nl: Drie waarden volstaan., en: Three values are enough.}
    instead: {fr: "Français, UE ou hors UE", nl: "Frans, EU of niet-EU", en: "French, EU or non-EU"}
    caveat: {fr: Sauf pour le RSA., nl: Behalve voor het RSA., en: Except for the RSA.}
    bearer: {fr: "l'employeur", nl: de werkgever, en: the employer}
    grounds: [eu-minimisation]
    confidence: high
    status: test
    reviewed: 2026-11-22
    mistakes: []
    hits: [Nationalité, "Nationalité(s)", {label: Ressortissants, page: Dossier social}, Nat.]
    misses: [Nationalité du véhicule, {label: Nationalité, country: BE}, {label: Nationalité, sector: }]
  - id: allergy
    category: allergy
    verdict: care-critical
    says: {fr: Un choc peut tuer., nl: Een shock kan doden., en: A shock can kill.}
    bearer: {fr: le soignant, nl: de zorgverlener, en: the carer}
    grounds: eu-minimisation
    confidence: high
    status: stable
    reviewed: 2026-11-22
    mistakes: []
    hits: [Allergies, Allergie connue]
    misses: [Nationalité, Rechercher une allergie]
system:
  id: cosmos
  title: COSMOS
  country: FR
  sector: social-services
  recognised_by: {hosts: [cosmos.example.org], titles: [cosmos], headings: [dossier social cosmos]}
  precedents:
    - year: 2011
      what: {fr: Refus., nl: Weigering., en: Refusal.}
      outcome: {fr: Retiré., nl: Ingetrokken., en: Withdrawn.}
      url: https://example.org/2011
"""

TODAY = date(2026, 11, 22)

type Edit = Callable[..., str]


@pytest.fixture
def sample() -> str:
    """The text of a rule file in which everything is well."""
    return SAMPLE


@pytest.fixture
def edit() -> Edit:
    """Replace texts of the sample: ``edit((old, new), …)``."""

    def replaced(*changes: tuple[str, str]) -> str:
        text = SAMPLE
        for old, new in changes:
            assert old in text, f"the sample does not hold {old!r}"
            text = text.replace(old, new)
        return text

    return replaced


@pytest.fixture
def vocabulary() -> Vocabulary:
    """A small vocabulary."""
    return read_vocabulary(VOCABULARY, "vocabulary.yaml")


@pytest.fixture
def sample_pack() -> Pack:
    """The sample, read."""
    return read_pack(SAMPLE, "sample.yaml")


@pytest.fixture
def found(vocabulary: Vocabulary) -> Callable[..., list[str]]:
    """Run all checks on texts (and a vocabulary): ``found(text, …)`` gives what they found, as it is shown."""

    def run(*texts: str, with_: str | None = None, today: date = TODAY) -> list[str]:
        names = ["sample.yaml", "team.yaml", "third.yaml"]
        packs = [read_pack(text, name) for name, text in zip(names, texts, strict=False)]
        shared = read_vocabulary(with_, "vocabulary.yaml") if with_ else vocabulary
        return [str(finding) for finding in check(packs, shared, today, CHECKS)]

    return run
