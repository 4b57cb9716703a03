"""The beginning of a rule file: everything that must stand in it, ready to be written further. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

TO_WRITE: Final = {"fr": "À COMPLÉTER", "nl": "AAN TE VULLEN", "en": "TO BE WRITTEN"}
"""What stands where a text is still to be written; a check warns as long as it does."""

_VERDICT_NEEDS_EDITION = "required"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What somebody wants to write a rule about.

    Attributes:
        pack: The id of the pack.
        owner: Who answers for it.
        contact: Where mistakes can be told.
        category: The id of the category.
        label: A label of the field, as the page writes it.
        verdict: One of the five verdicts.
        citation: How lawyers cite the text that it rests on.
        url: Where that text can be read.
        country: Where the rule holds; empty for everywhere.
        sector: Where the rule holds; empty for everywhere.
        system: The software that the rule holds for; empty for all.
        edition: Which text and year oblige; for the verdict required.
        language: The language of the label.
        known_category: Whether other files already describe the category.
        known_system: Whether other files already describe the system.
    """

    pack: str
    owner: str
    contact: str
    category: str
    label: str
    verdict: str
    citation: str
    url: str
    country: str = ""
    sector: str = ""
    system: str = ""
    edition: str = ""
    language: str = "fr"
    known_category: bool = False
    known_system: bool = False


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _texts(fr: str, nl: str, en: str) -> str:
    return f"{{fr: {_quoted(fr)}, nl: {_quoted(nl)}, en: {_quoted(en)}}}"


def _to_write(what_fr: str, what_nl: str, what_en: str) -> str:
    return _texts(f"{TO_WRITE['fr']} : {what_fr}", f"{TO_WRITE['nl']}: {what_nl}", f"{TO_WRITE['en']}: {what_en}")


_OTHER_THINGS: Final = {
    "fr": ("{label} du véhicule", "{label} du fichier"),
    "nl": ("{label} van het voertuig", "{label} van het bestand"),
    "en": ("{label} of the vehicle", "{label} of the file"),
    "de": ("{label} des Fahrzeugs", "{label} der Datei"),
}


def skeleton(plan: Plan, today: date) -> str:
    """
    Give the text of a new rule file that passes all checks, with two hits and two misses.

    Args:
        plan: What the rule is about.
        today: The day that it is written.
    """
    again = today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat()
    ground = f"{plan.pack}-1"
    rule = "-".join(part for part in (plan.pack, plan.category.replace("_", "-")) if part)
    label = plan.label.replace("*", " ").strip(" .:;!?,…\u00a0\u202f")  # the star of a compulsory field, the colon
    misses = [_quoted(text.format(label=label)) for text in _OTHER_THINGS[plan.language]]
    lines = [
        "# yaml-language-server: $schema=https://raw.githubusercontent.com/casevide/casevide/main/docs/rule.schema.json",
        "pack:",
        f"  id: {plan.pack}",
        f"  title: {_texts(plan.pack, plan.pack, plan.pack)}",
        f"  owner: {_quoted(plan.owner)}",
        f"  contact: {_quoted(plan.contact)}",
        "  licence: CC0-1.0",
        f"  reviewed: {today.isoformat()}",
        f"  review_by: {again}",
        "grounds:",
        f"  {ground}:",
        f"    citation: {_quoted(plan.citation)}",
        f"    says: {_to_write('ce que dit ce texte', 'wat deze tekst zegt', 'what this text says')}",
        f"    url: {_quoted(plan.url)}",
        "    checked: false                 # true once somebody has read its exact wording",
        f"    date: {today.isoformat()}",
    ]
    if not plan.known_category:
        lines += [
            "categories:",
            f"  {plan.category}:",
            f"    title: {_texts(label.lower(), label.lower(), label.lower())}",
            "    phrases:                       # words that may stand anywhere in a label",
            f"      {plan.language}: [{_quoted(label)}]",
            "    never:                         # words that say that the label is about something else",
            f"      {plan.language}: [{', '.join(misses)}]",
        ]
    scope = [f"{key}: {value}" for key, value in (("country", plan.country), ("sector", plan.sector)) if value]
    scope += [f"system: {plan.system}"] if plan.system else []
    lines += [
        "rules:",
        f"  - id: {rule}",
        f"    category: {plan.category}",
        *([f"    scope: {{{', '.join(scope)}}}"] if scope else []),
        f"    verdict: {plan.verdict}",
        *([f"    edition: {_quoted(plan.edition)}"] if plan.verdict == _VERDICT_NEEDS_EDITION else []),
        f"    says: {_to_write('pourquoi', 'waarom', 'why')}",
        f"    bearer: {_to_write('qui en répond', 'wie ervoor instaat', 'who answers for it')}",
        f"    grounds: [{ground}]",
        "    confidence: low",
        "    status: experimental",
        f"    reviewed: {today.isoformat()}",
        "    mistakes: []",
        "    hits:                          # labels that must get this rule",
        f"      - {_quoted(plan.label)}",
        f"      - {_quoted(label.upper())}",
        "    misses:                        # labels that must not get it",
        *(f"      - {miss}" for miss in misses),
    ]
    if plan.system and not plan.known_system:
        lines += [
            "system:",
            f"  id: {plan.system}",
            f"  title: {_quoted(plan.system)}",
            *([f"  country: {plan.country}"] if plan.country else []),
            *([f"  sector: {plan.sector}"] if plan.sector else []),
        ]
    return "\n".join(lines) + "\n"
