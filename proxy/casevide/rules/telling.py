"""
What a person asks of a rulebook: what applies to a category here, and why a field got its hint.

Pure; gives lines of text.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from casevide.errors import CasevideError
from casevide.field import Field, Profile
from casevide.judge import Match, explained, judge
from casevide.placed import suggestion
from casevide.rulebook import CARE, Rule, Rulebook

_PROBE: Final = "casevideprobe"
"""A word that no page holds; a rulebook that knows it as a phrase tells which rules of a category fit."""

_EVIDENCE: Final[Mapping[str, str]] = {
    "group": "the title of the list",
    "placeholder": "the pale text in the field",
    "title": "the text shown on pointing",
    "name": "the technical name",
    "id": "the technical id",
    "options": "a choice of the list",
    "autocomplete": "the autocomplete word",
}


def scope_in_words(rule: Rule) -> str:
    """Give the scope of a rule in words: ``FR, social-services`` or ``everywhere``."""
    parts = [", ".join(sorted(part)) for part in (rule.scope.countries, rule.scope.sectors, rule.scope.systems) if part]
    groups = sorted(run if isinstance(run, str) else " ".join(run) for run in rule.scope.group)
    if groups:
        parts.append("under " + " or ".join(f'"{run}"' for run in groups))
    return ", ".join(parts) or "everywhere"


def profile_in_words(profile: Profile) -> str:
    """Give a profile in words: ``FR, social-services, cosmos`` or ``nothing known of the site``."""
    known = (profile.country, profile.sector, profile.system)
    return ", ".join(part for part in known if part) or "nothing known of the site"


def fitting(category: str, profile: Profile, rulebook: Rulebook, group: str = "") -> list[Rule]:
    """
    Give the rules of a category that hold for a profile, the one that speaks first.

    Raises:
        CasevideError: The rulebook knows no such category.
    """
    if category not in rulebook.categories:
        remedy = suggestion(category, rulebook.categories)
        raise CasevideError(f'the rules know no category "{category}"', remedy or "see rules/categories")
    probed = dict(rulebook.content) | {
        "categories": {category: {"title": {}, "phrases": [_PROBE]}},
        "quiet": [],
    }
    reasons = explained(Field(label=_PROBE, group=group), profile, Rulebook(probed))
    rules = [rule for _, found in reasons for rule in found]
    return sorted(rules, key=lambda rule: rule.verdict != CARE)  # the sort is stable: the rest keeps its order


def _phrases(phrases: list[Any]) -> Iterator[str]:
    for phrase in phrases:
        yield phrase if isinstance(phrase, str) else f"{phrase['words']} (only in some places)"


def _told(rule: Rule, rulebook: Rulebook, language: str) -> Iterator[str]:
    texts = rule.texts
    for key, name in (("says", "why"), ("instead", "may be written"), ("caveat", "caution"), ("bearer", "who answers")):
        text = texts[key].get(language, "")
        if text:
            yield f"   {name}: {text}"
    for ground in texts["grounds"]:
        data = rulebook.grounds.get(ground)
        if data is not None:
            read = "read word for word" if data["checked"] else "not yet read word for word"
            yield f"   ground: {data['citation'][language]} ({read}, {data['date']})"
            yield f"           {data['url']}"
    edition = f", edition {texts['edition']}" if texts.get("edition") else ""
    yield (
        f"   confidence {texts['confidence']}, status {texts['status']}, reviewed {texts['reviewed']}, "
        f"pack {texts['pack']}{edition}"
    )


def show(category: str, profile: Profile, rulebook: Rulebook, *, group: str = "", language: str = "en") -> list[str]:
    """
    Tell what applies to a category, in order of precedence, with the sources.

    Raises:
        CasevideError: The rulebook knows no such category.
    """
    rules = fitting(category, profile, rulebook, group)
    data = rulebook.categories[category]
    lines = [f"{category}: {data['title'][language]}" + (f" ({data['dpv']})" if data.get("dpv") else "")]
    for key, name in (
        ("phrases", "words in a label"),
        ("labels", "whole labels"),
        ("never", "never, if the label holds"),
        ("never_labels", "never, if the whole label is"),
        ("autocomplete", "autocomplete"),
    ):
        if data[key]:
            lines.append(f"   {name}: {' · '.join(_phrases(data[key]))}")
    lines += ["", f"Where: {profile_in_words(profile)}" + (f', under "{group}"' if group else "")]
    if not rules:
        lines.append("No rule holds there: silence.")
    for number, rule in enumerate(rules, 1):
        speaks = ", speaks" if number == 1 else ""
        lines.append(f"{number}. {rule.verdict}: {rule.id} ({scope_in_words(rule)}){speaks}")
        lines += _told(rule, rulebook, language)
    others = [rule for rule in rulebook.rules_of.get(category, ()) if rule.id not in {one.id for one in rules}]
    if others:
        lines += ["", "Rules that hold elsewhere:"]
        lines += [
            f" - {rule.verdict}: {rule.id} ({scope_in_words(rule)})" for rule in sorted(others, key=lambda one: one.id)
        ]
    return lines


def _seen(match: Match) -> str:
    return _EVIDENCE.get(match.evidence, f"the {match.evidence}")


def _reason(match: Match, rule: Rule, reasons: list[tuple[Match, list[Rule]]]) -> str:
    """Say why this rule of this match won over the others."""
    if rule.verdict == CARE:
        return "care-critical wins over everything, whatever else the field speaks of"
    why = []
    others = {other.category for other, _ in reasons} - {match.category}
    if others:
        why.append(f"the longest words of the strongest sign decide, not {', '.join(sorted(others))}")
    rivals = next((rules for one, rules in reasons if one == match), [])
    if len(rivals) > 1:
        why.append("its scope is the most precise, or its verdict the gravest among equally precise ones")
    return "; ".join(why) or "no other rule fits"


def explain(field: Field, profile: Profile, rulebook: Rulebook) -> list[str]:
    """Tell which words of a field matched, which rules fit, and why that verdict won or why there is silence."""
    name = field.label or field.placeholder or field.title or field.name or field.id or "a field without a label"
    around = [f'under "{field.group}"'] if field.group else []
    around += [f'in "{field.section}"'] if field.section else []
    lines = [f'{field.selector or "-"}  "{name}" ({", ".join([field.control, *around])})']
    lines.append(f"   where: {profile_in_words(profile)}")
    if any(rulebook.read(text).quiet for text in (field.label, field.group, field.section, field.page)):
        return [*lines, "   silence: a quiet place, where nothing is asked of a person (search, filter, settings)"]
    reasons = explained(field, profile, rulebook)
    for match, rules in reasons:
        lines.append(f'   {_seen(match)} speaks of {match.category}, by the words "{" ".join(match.words)}"')
        lines += [f"      {rule.verdict}: {rule.id} ({scope_in_words(rule)})" for rule in rules]
        if not rules:
            lines.append("      no rule of this category holds here")
    hint = judge(field, profile, rulebook)
    if hint is None:
        if not reasons:
            why = "no words of the rules are in it, or a never forbids them"
        elif all(not rules for _, rules in reasons):
            why = "no rule holds here"
        else:
            why = "it speaks of several things, of which one has no rule here; when unsure, say nothing"
        return [*lines, f"   silence: {why}"]
    won = next(match for match, _ in reasons if match.category == hint.category and match.evidence == hint.evidence)
    certainty = "" if hint.certainty == "sure" else ", likely only, so worded as a question"
    lines.append(f"   {hint.verdict}: {hint.rule}{certainty}")
    lines.append(f"   because {_reason(won, rulebook.rules[hint.rule], reasons)}")
    if hint.disagree:
        lines.append(f"   other packs say otherwise: {', '.join(hint.disagree)}")
    return lines
