"""
The critique of a page: each of its questions with what the software and the law say of it. Pure.

``critique_page(body, source="page.html", rulebook=rulebook)`` reads one saved or received page and gives a `Critique`;
`Critique.as_json` is the form that scripts depend on (`JSON_VERSION`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from casevide.errors import CasevideError
from casevide.field import Field, Profile
from casevide.judge import Hint, judge, recognise
from casevide.page import find_fields
from casevide.page.charset import decode
from casevide.rulebook import LOWERING, VERDICTS, Rulebook

JSON_VERSION: Final = 1
"""The version of the JSON form; it changes when a key goes or changes its meaning, not when one is added."""

_FEWEST_ROWS = 3
_COUNTRY = 2
_ALONE = frozenset({"checkbox", "switch"})
_DIGITS = re.compile(r"\d+")
_ANY_TAG = re.compile(r"<[A-Za-z!/?]")
_NOT_PAGES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadableError(CasevideError):
    """What was handed in is not a page that can be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One field of a page with its judgement.

    Attributes:
        field: The field as `casevide.page` found it.
        hint: The hint, or ``None`` for silence.
        category: What the field asks for, if it was recognised, whether or not a rule speaks.
        certainty: ``sure`` or ``likely``; ``None`` where it was not recognised.
    """

    field: Field
    hint: Hint | None
    category: str | None
    certainty: str | None

    @property
    def verdict(self) -> str | None:
        """The verdict, or ``None`` for silence."""
        return self.hint.verdict if self.hint else None

    @property
    def forced_without_duty(self) -> bool:
        """Whether the software forces the field although no duty was found."""
        return self.field.forced and self.verdict in LOWERING

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the field."""
        field = self.field
        return {
            "selector": field.selector,
            "label": field.label,
            "group": field.group,
            "name": field.name,
            "control": field.control,
            "category": self.category,
            "certainty": self.certainty,
            "verdict": self.verdict,
            "rule": self.hint.rule if self.hint else None,
            "forced": field.forced,
            "ways_out": list(field.ways_out),
        }


@dataclass(frozen=True, slots=True)
class Critique:
    """
    What was found on one page.

    Attributes:
        source: Where the page came from, as it was named.
        profile: What is known of the site.
        profile_from: How it is known: ``options``, ``sites``, ``page`` (recognised), or ``""`` (unknown).
        digest: The digest of the rulebook.
        date: The date of its newest pack.
        findings: Every field in page order, the silent ones too.
    """

    source: str
    profile: Profile
    profile_from: str
    digest: str
    date: str
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the page (``null`` where silent)."""
        profile = self.profile
        return {
            "version": JSON_VERSION,
            "source": self.source,
            "profile": {
                "country": profile.country,
                "sector": profile.sector,
                "system": profile.system,
                "from": self.profile_from or None,
            },
            "rulebook": {"digest": self.digest, "date": self.date},
            "fields": [finding.as_json() for finding in self.findings],
            "summary": summary([self]),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page: a finding, or the same one on several rows of a table."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def forced(self) -> bool:
        """Whether the software forces it on any row."""
        return any(finding.field.forced for finding in self.findings)

    @property
    def forced_without_duty(self) -> bool:
        """Whether the software forces it on any row although no duty was found."""
        return any(finding.forced_without_duty for finding in self.findings)


def questions(findings: Iterable[Finding]) -> list[Question]:
    """
    Give the questions of a page, in page order.

    A radio group is one field already, each checkbox is a question of its own, and a column that repeats on three or
    more rows is one question: fields of one kind with the same label and the same hint, whose technical names differ in
    their numbers only.
    """
    grouped: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
    for place, finding in enumerate(findings):
        field = finding.field
        name = field.name or field.id
        shape = _DIGITS.sub("#", name)
        rule = finding.hint.rule if finding.hint else None
        alone = field.control in _ALONE or shape == name
        key = (place,) if alone else (field.control, field.label, field.section, shape, rule)
        grouped.setdefault(key, []).append((place, finding))
    found: list[tuple[int, Question]] = []
    for same in grouped.values():
        if len(same) >= _FEWEST_ROWS:
            found.append((same[0][0], Question(tuple(finding for _, finding in same))))
        else:
            found.extend((place, Question((finding,))) for place, finding in same)
    return [question for _, question in sorted(found, key=lambda pair: pair[0])]


def summary(critiques: Iterable[Critique]) -> dict[str, int]:
    """
    Count the questions of one or more pages.

    Returns:
        ``fields`` questions, of which ``hinted`` and ``silent``; ``forced`` by the software; one count for each verdict
        (``care_critical``, ``required``, ``challengeable``, ``intrusive``, ``optional``); ``no_duty_found``
        (challengeable, intrusive or optional: what may stay empty); ``forced_without_duty`` (both); and ``repeated``,
        the fields that only repeat a question on a further row: ``fields`` and ``repeated`` make all fields.
    """
    verdicts: Counter[str | None] = Counter()
    total = forced = gap = repeated = 0
    for critique in critiques:
        for question in questions(critique.findings):
            total += 1
            repeated += len(question.findings) - 1
            verdicts[question.first.verdict] += 1
            forced += question.forced
            gap += question.forced_without_duty
    counts = {"fields": total, "hinted": total - verdicts[None], "forced": forced}
    counts |= {verdict.replace("-", "_"): verdicts[verdict] for verdict in VERDICTS}
    counts["no_duty_found"] = sum(verdicts[verdict] for verdict in LOWERING)
    counts["forced_without_duty"] = gap
    counts["silent"] = verdicts[None]
    counts["repeated"] = repeated
    return counts


def page_text(body: bytes, content_type: str | None = None, *, source: str) -> str:
    """
    Give the text of a page.

    Args:
        body: Its bytes.
        content_type: Its ``Content-Type``, if it has one.
        source: How to call it in an error.

    Raises:
        UnreadableError: It is empty, it is not a page, or its charset is not known.
    """
    if not body.strip():
        raise UnreadableError(f"{source}: this page is empty", "save it again, with its form on the screen")
    if body.startswith(_UTF_16):
        text = body.decode("utf-16", "replace")
    elif body.startswith(_NOT_PAGES) or b"\0" in body[:1024]:
        raise UnreadableError(f"{source}: this is not a web page", "save the page from the browser as HTML")
    else:
        xml = (content_type or "").lower().startswith("application/xhtml")
        decoded = decode(body, content_type, xml=xml)
        if decoded is None:
            raise UnreadableError(
                f"{source}: the character set of this page is not known", "save it again from the browser, in UTF-8"
            )
        text = decoded.text
    if not _ANY_TAG.search(text):
        raise UnreadableError(f"{source}: there is no HTML in it", "save the page from the browser as HTML")
    return text


def critique_page(
    body: bytes,
    *,
    source: str,
    rulebook: Rulebook,
    content_type: str | None = None,
    profile: Profile | None = None,
    profile_from: str = "",
    host: str = "",
) -> Critique:
    """
    Judge every field of one page.

    Args:
        body: The page's bytes.
        source: Where it came from, for the reader.
        rulebook: The rules in force.
        content_type: The page's ``Content-Type``, if it has one.
        profile: What is known of the site; without it, the page may still be recognised as one of a known system.
        profile_from: How the profile is known.
        host: The host that sent the page, where there is one.

    Raises:
        UnreadableError: It is not a page that can be read.
    """
    page = find_fields(page_text(body, content_type, source=source))
    if profile is None:
        system = rulebook.recognise_system(host, page.title, page.headings)
        profile, profile_from = (rulebook.profile_of_system(system), "page") if system else (Profile(), "")
    return Critique(
        source,
        profile,
        profile_from,
        rulebook.digest,
        str(rulebook.content.get("date", "")),
        tuple(_finding(field, profile, rulebook) for field in page.fields),
    )


def findings_of(
    hints: Sequence[tuple[Field, Hint | None]], profile: Profile, rulebook: Rulebook
) -> tuple[Finding, ...]:
    """Give the findings of fields that have been judged already."""
    return tuple(_told(field, hint, profile, rulebook) for field, hint in hints)


def _finding(field: Field, profile: Profile, rulebook: Rulebook) -> Finding:
    return _told(field, judge(field, profile, rulebook), profile, rulebook)


def _told(field: Field, hint: Hint | None, profile: Profile, rulebook: Rulebook) -> Finding:
    if hint is not None:
        return Finding(field, hint, hint.category, hint.certainty)
    match = recognise(field, profile, rulebook)
    return Finding(field, None, match.category if match else None, match.certainty if match else None)


def chosen_profile(
    rulebook: Rulebook, *, country: str | None = None, sector: str | None = None, system: str | None = None
) -> Profile | None:
    """
    Give the profile that a person chose, or ``None`` if they chose nothing.

    A system brings its country and sector, unless these are chosen too.

    Raises:
        CasevideError: The rulebook knows no such sector or system, or the country is not two letters.
    """
    if not (country or sector or system):
        return None
    if country and not (len(country) == _COUNTRY and country.isascii() and country.isalpha()):
        raise CasevideError(f"{country!r} is not a country code", "use two letters, as in FR or BE")
    for kind, chosen, known in (("sector", sector, rulebook.sectors), ("system", system, rulebook.systems)):
        if chosen and chosen not in known:
            near = get_close_matches(chosen, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(sorted(known)) or '(none)'}"
            raise CasevideError(f"the rules know no {kind} {chosen!r}", hint)
    brought = rulebook.profile_of_system(system) if system else Profile()
    return Profile(country.upper() if country else brought.country, sector or brought.sector, system)
