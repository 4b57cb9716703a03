"""A small and a hostile set of rules, the shipped ones, and their sites, each built once."""

from collections.abc import Callable
from typing import Any

import pytest

from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.rules import compile_packs, read_pack, read_vocabulary
from casevide.rulesite import build_site

VOCABULARY = """\
stopwords: {fr: [de, du, la, le, les], nl: [van, de], en: [of, the]}
sectors:
  social-services: {title: {fr: service social, nl: sociale dienst, en: social services}}
  hospital: {title: {fr: hôpital, nl: ziekenhuis, en: hospital}}
  psychiatry: {title: {fr: psychiatrie, nl: psychiatrie, en: psychiatry}, inherits: hospital}
  school: {title: {fr: école, nl: school, en: school}}
"""

HEAD = """\
pack:
  id: small
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
  unread:
    citation: Some circular
    says: {fr: À lire., nl: Te lezen., en: To be read.}
    url: https://www.example.org/circular
    checked: false
    date: 2026-11-01
categories:
  nationality:
    title: {fr: nationalité, nl: nationaliteit, en: nationality}
    dpv: dpv-pd:Nationality
    special: art-9
    phrases:
      fr: [nationalité, {text: ressortissant*, only: {sectors: [hospital], near: [dossier social]}}]
    never: {fr: [nationalité du véhicule]}
    autocomplete: [country]
  allergy:
    title: {fr: "allergies : toutes", nl: allergieën, en: allergies}
    phrases: {fr: [allergie], nl: [allergie], en: [allergy]}
  unruled:
    title: {fr: signe astral, nl: sterrenbeeld, en: star sign}
system:
  id: cosmos
  title: COSMOS
  country: FR
  sector: social-services
  recognised_by: {hosts: [cosmos.example.org], titles: [cosmos]}
  precedents:
    - year: 2011
      what: {fr: Refus., nl: Weigering., en: Refusal.}
      outcome: {fr: Retiré., nl: Ingetrokken., en: Withdrawn.}
      url: https://example.org/2011
rules:
"""

RULE = """\
  - id: {id}
    category: {category}
    scope: {scope}
    verdict: {verdict}
    says: {{fr: "Pourquoi {id}.", nl: "Waarom {id}.", en: "Why {id}."}}
    instead: {{fr: "Écrire {id}", nl: "Schrijf {id}", en: "Write {id}"}}
    caveat: {{fr: "Réserve {id}", nl: "Maar {id}", en: "But {id}"}}
    bearer: {{fr: "l'employeur", nl: de werkgever, en: the employer}}
    grounds: [eu-minimisation, unread]
    confidence: {confidence}
    status: {status}
    reviewed: 2026-11-22
    mistakes: [{mistakes}]
    hits: [x, y]
    misses: [x, y]
"""

FR_SOCIAL = "{country: FR, sector: social-services}"
RULES: tuple[dict[str, str], ...] = (
    {"id": "cosmos-nationality", "scope": "{system: cosmos}", "verdict": "challengeable"},
    {"id": "fr-social-nationality", "scope": FR_SOCIAL, "verdict": "intrusive", "status": "stable"},
    {"id": "fr-nationality", "scope": "{country: FR}", "verdict": "optional", "confidence": "low"},
    {
        "id": "grouped-nationality",
        "scope": "{country: FR, group: [rsa, aide sociale, logement]}",
        "verdict": 'required\n    edition: "RSA 2024"',
        "mistakes": "Mistakes the region",
    },
    {"id": "be-hospital-allergy", "scope": "{country: BE, sector: hospital}", "category": "allergy"},
    {"id": "allergy", "category": "allergy", "confidence": "low"},
)


def rule(**given: str) -> str:
    """Give a rule as people write it."""
    usual = {"scope": "{}", "category": "nationality", "verdict": "care-critical", "confidence": "high"}
    return RULE.format(**{**usual, "status": "experimental", "mistakes": "", **given})


def compiled(text: str) -> Rulebook:
    """Compile one pack."""
    return Rulebook(compile_packs([read_pack(text, "small.yaml")], read_vocabulary(VOCABULARY, "vocabulary.yaml")))


@pytest.fixture(scope="session")
def small() -> Rulebook:
    """One pack with all that a pack can hold."""
    return compiled(HEAD + "".join(rule(**one) for one in RULES))


@pytest.fixture(scope="session")
def site(small: Rulebook) -> dict[str, bytes]:
    """The site of the small pack."""
    return build_site(small)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rules that come with the program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEVIDE_HOME", str(tmp_path_factory.mktemp("home")))
        return load_rulebook()


@pytest.fixture(scope="session")
def real_site(real: Rulebook) -> dict[str, bytes]:
    """The site of the rules that come with the program."""
    return build_site(real)


@pytest.fixture(scope="session")
def hostile(small: Rulebook) -> Callable[[str], Rulebook]:
    """Give the function that puts a text into every text, and every id, of the small rulebook."""

    def spoil(text: str) -> Rulebook:
        ids = {
            *(one["id"] for one in small.content["rules"]),
            *(key for part in ("packs", "sectors", "categories", "grounds", "systems") for key in small.content[part]),
        }
        kept = {"format", "digest", "verdict", "confidence", "status", "special", "year", "checked"}

        def spoiled(value: Any, key: str = "") -> Any:
            if isinstance(value, dict):
                return {name + text if name in ids else name: spoiled(inner, name) for name, inner in value.items()}
            if isinstance(value, list):
                return [spoiled(inner, key) for inner in value]
            return value + text if isinstance(value, str) and key not in kept else value

        return Rulebook(spoiled(small.content))

    return spoil
