"""
What is said of a question, a rule and a source, in one language, whatever it is then drawn on. Pure.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from casevide.critique.critique import Critique, Finding, Question, summary
from casevide.critique.wording import say
from casevide.rulebook import CARE, LOWERING, Rule, Rulebook
from casevide.wording import french, in_language, quoted

_LONGEST: Final = 160
_TOTALS: Final = (
    ("fields", "total-fields"),
    ("forced", "total-forced"),
    ("required", "total-required"),
    ("care_critical", "total-care"),
    ("forced_without_duty", "total-forced-without-duty"),
    ("no_duty_found", "total-no-duty"),
    ("silent", "total-silent"),
)
_STRONG: Final = frozenset({"forced_without_duty", "no_duty_found"})


def clean(text: str, limit: int = _LONGEST) -> str:
    """Make a page's text safe to print: no control or formatting characters, at most `limit` characters."""
    shown = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )
    shown = " ".join(word for word in shown.split(" ") if word)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def suffix(finding: Finding, rulebook: Rulebook) -> str:
    """
    Give the one mark that stands after a sign.

    ``≠`` circles disagree; ``?`` recognised without certainty, or of low confidence (but not for a care-critical hint);
    ``*`` forced by the software although no duty was found; else ``""``.
    """
    hint = finding.hint
    if hint is None:
        return ""
    if hint.disagree:
        return "≠"
    low = rulebook.rules[hint.rule].texts["confidence"] == "low"
    if hint.certainty == "likely" or (low and hint.verdict != CARE):
        return "?"
    return "*" if finding.forced_without_duty else ""


def by_rule(asked: Iterable[Question]) -> dict[str, list[Question]]:
    """Give the questions of each rule that speaks, in the order in which the rules first speak."""
    spoken: dict[str, list[Question]] = {}
    for question in asked:
        if question.first.hint:
            spoken.setdefault(question.first.hint.rule, []).append(question)
    return spoken


class Sentences:
    """
    The sentences of a critique.

    Args:
        rulebook: The rules that judged.
        language: ``fr``, ``nl`` or ``en``.
    """

    def __init__(self, rulebook: Rulebook, language: str) -> None:
        self.rulebook = rulebook
        self.language = language

    def say(self, key: str, **places: Any) -> str:
        """Give a fixed text."""
        return say(key, self.language, **places)

    def label(self, key: str) -> str:
        """Give a fixed text that something follows: ``Source :``."""
        return self.say(key) + ("\u202f:" if self.language == "fr" else ":")

    def text(self, texts: Mapping[str, str] | None) -> str:
        """Give a rule's text, with French spaces where it is French; ``""`` where there is none."""
        text = in_language(texts, self.language)
        return french(text) if text and text == (texts or {}).get("fr") else text

    # --- of a page ---

    def system(self, critique: Critique) -> str:
        """Give the name of the page's software, ``""`` where it is not known."""
        system = critique.profile.system or ""
        return self.text(self.rulebook.systems.get(system, {}).get("title")) or system

    def sector(self, critique: Critique) -> str:
        """Give the name of the page's sector, ``""`` where it is not known."""
        sector = critique.profile.sector or ""
        return self.text(self.rulebook.sectors.get(sector, {}).get("title")) or sector

    def profile(self, critique: Critique) -> str:
        """Give what is known of the site, and how."""
        parts = (self.system(critique), self.sector(critique), critique.profile.country)
        known = " · ".join(part for part in parts if part)
        if not known:
            return self.say("profile-unknown")
        return known + (f" ({self.say(f'from-{critique.profile_from}')})" if critique.profile_from else "")

    def totals(self, critiques: Sequence[Critique]) -> list[tuple[int, str, bool]]:
        """Give the totals of one or more pages: each count, what it counts, and whether it is at stake."""
        counts = summary(critiques)
        return [(counts[count], self.say(key), count in _STRONG and counts[count] > 0) for count, key in _TOTALS]

    # --- of a question ---

    def name(self, finding: Finding) -> str:
        """Give what to call a field: its label, else the next best text, else that it has none."""
        field = finding.field
        return clean(field.label) or clean(field.placeholder or field.title or field.name) or self.say("unnamed")

    def place(self, question: Question) -> str:
        """Give what stands after the name: on how many rows it is asked, else its group; ``""`` if neither."""
        field = question.first.field
        if len(question.findings) > 1:
            return self.say("rows", n=len(question.findings))
        return f"({clean(field.group)})" if field.group and not field.section.endswith(field.group) else ""

    def rule(self, finding: Finding) -> Rule | None:
        """Give the rule that speaks of a field."""
        return self.rulebook.rules[finding.hint.rule] if finding.hint else None

    def software(self, question: Question) -> list[str]:
        """Give what the software does: forces the field or not, offers ways out or not."""
        said = [self.say("forced")] if question.forced else []
        ways = question.first.field.ways_out
        if ways:
            said.append(self.say("ways-out", options=", ".join(clean(option) for option in ways)))
        elif question.forced_without_duty:
            said.append(self.say("no-ways-out"))
        return said

    # --- of a rule ---

    def verdict(self, rule: Rule) -> str:
        """Give the name of a rule's verdict, with the edition that it holds for: ``Exigé par un texte · RAA 2024``."""
        edition = rule.texts.get("edition")
        return self.say(rule.verdict) + (f" · {edition}" if edition else "")

    def category(self, rule: Rule) -> str:
        """Give what the fields of a rule ask for."""
        return self.text(self.rulebook.categories[rule.category]["title"])

    def lead(self, rule: Rule) -> list[str]:
        """Give the fixed sentences that say what a verdict means."""
        low = rule.texts["confidence"] == "low"
        if low and rule.verdict != CARE:
            return [self.say("low-lead")]
        sentences = [self.say(f"{rule.verdict}-lead")]
        if rule.verdict == "challengeable":
            sentences.append(self.say("challengeable-note"))
        if rule.verdict == CARE and low:
            sentences.append(self.say("care-critical-low"))
        return sentences

    def unsure(self, rule: Rule, members: Sequence[Question]) -> list[str]:
        """Give what is not certain: how a field was recognised, and that circles disagree."""
        hints = [question.first.hint for question in members if question.first.hint]
        kinds = {hint.evidence for hint in hints if hint.certainty == "likely"}
        said = []
        if kinds:
            evidence = ", ".join(sorted({self.say(f"evidence-{kind}") for kind in kinds}))
            likely = self.say("likely", category=self.category(rule))
            said.append(f"{likely} {self.say('likely-from', evidence=evidence)}")
        if any(hint.disagree for hint in hints):
            said.append(self.say("disagree"))
        return said

    def gap(self, rule: Rule, members: Sequence[Question]) -> str:
        """Give the gap between software and law, ``""`` where there is none."""
        if rule.verdict not in LOWERING or not any(question.forced_without_duty for question in members):
            return ""
        return (
            f"{self.label('column-software')} {self.say('software-forces')} ≠ "
            f"{self.label('column-law')} {self.say('duty-none')}"
        )

    def ways_out(self, rule: Rule, members: Sequence[Question]) -> list[str]:
        """Give what the fields offer instead of an answer; of a care-critical rule, the three answers."""
        if rule.verdict == CARE:
            return [self.say("three-answers")]
        ways = list(dict.fromkeys(clean(way) for question in members for way in question.first.field.ways_out))
        said = [self.say("way-out", options=quoted(ways, self.language))] if ways else []
        if any(question.forced_without_duty and not question.first.field.ways_out for question in members):
            said.append(self.say("no-way-out"))
        return said

    def standing(self, rule: Rule) -> str:
        """Give how far a rule is to be trusted: its confidence, and whether it was reviewed."""
        texts = rule.texts
        reviewed = texts.get("reviewed") if texts["status"] != "experimental" else None
        status = self.say("reviewed", date=reviewed) if reviewed else self.say("not-reviewed")
        return f"{self.say('confidence-' + texts['confidence'])} · {status}"

    def source(self, ground: Mapping[str, Any]) -> str:
        """Give the citation of a ground, with its date and whether its exact wording is still to be confirmed."""
        date = ground.get("date")
        remarks = [self.say("as-of", date=date)] if date else []
        if not ground.get("checked"):
            remarks.append(self.say("wording"))
        return self.text(ground["citation"]) + (f" ({', '.join(remarks)})" if remarks else "")
