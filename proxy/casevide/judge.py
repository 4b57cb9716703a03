"""
Field + profile + rulebook → hint. Pure: no clock, no file, no network.

This is the specification that the extension's engine follows (``extension/judge/judge.js``);
``tests/vectors/match.yaml`` and ``judge.yaml`` hold both to it.

**Evidence**, strongest first: the label, the ``autocomplete`` token, the legend of a list of checkboxes, the
placeholder or title, the name or id, the texts of the options. The strongest evidence that speaks decides the category;
label and ``autocomplete`` make a hint *sure*, the others *likely*. Option texts speak only where at least half of those
that hold a word speak of the same thing.

**Conditions.** A phrase with ``only`` speaks when one of its conditions holds.

**Vetoes.** A run of `never` vetoes its category in its own text and in all weaker evidence: what is labelled "Nom du
fichier" does not ask for a name because its technical name is ``nom``. A whole text of `never_labels` says nothing by
itself; weaker evidence may still speak.

**Quiet places.** In a search box, a filter or a settings page nothing is asked of a person: silence. A text is quiet
when it holds a run of `quiet` and none of `unquiet` ("Recherche", but not "Recherche d'emploi").

**Longest match.** Of the categories that a text speaks of, those with the longest run of words count; a run inside a
longer one says nothing. At equal length a whole label weighs more than a phrase, then a phrase whose condition holds
more than one that speaks everywhere, then fewer stars. Two categories of equal weight that are both meant: if one of
them has no rule here, silence; otherwise the fixed order of verdicts decides.

**Rule choice.** Of the category's rules whose scope fits the profile, the most precise wins: system, then sector (its
own before an inherited one), then country, then group, then any; at equal precision the fixed order of verdicts.

**Care.** If any evidence speaks of a category, in however short a run, and any fitting rule of
that category is ``care-critical``, then that is the hint. No other rule, phrase or pack can take it away.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from casevide.field import Field, Profile
from casevide.rulebook import CARE, VERDICTS, Condition, Found, Reading, Rule, Rulebook, Weight

SURE = frozenset({"label", "autocomplete"})
"""The kinds of evidence that make a hint sure; every other makes it likely."""

_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_CHECKBOXES = frozenset({"checkbox", "switch"})
_MEMO = 16384

type _Precision = tuple[int, int, int, int]
type _Fitting = tuple[tuple[_Precision, Rule], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """
    A category that a field asks for.

    Attributes:
        category: Its id.
        evidence: What spoke: ``label``, ``autocomplete``, ``group``, ``placeholder``, ``title``, ``name``, ``id`` or
            ``options``.
        words: The run of words that matched, in normal form.
        weight: Longer wins, then a whole label, then a phrase whose condition holds, then fewer stars.
    """

    category: str
    evidence: str
    words: tuple[str, ...]
    weight: Weight

    @property
    def certainty(self) -> str:
        """``sure`` or ``likely``."""
        return "sure" if self.evidence in SURE else "likely"


@dataclass(frozen=True, slots=True)
class Hint:
    """
    What is shown for one field.

    Attributes:
        verdict: One of the five verdicts.
        rule: The id of the rule that speaks.
        category: The category that the field asks for.
        certainty: ``sure``, or ``likely`` (then worded as a question).
        evidence: What the field was recognised from, see `Match`.
        words: The words that matched.
        disagree: The ids of rules of other packs that fit as precisely and say otherwise.
    """

    verdict: str
    rule: str
    category: str
    certainty: str
    evidence: str
    words: tuple[str, ...]
    disagree: tuple[str, ...] = ()


class _Context:
    """The profile and the surroundings of one field, with what the rulebook sees in them."""

    __slots__ = ("around", "grouped", "profile", "quiet", "rulebook")

    def __init__(self, field: Field, profile: Profile, rulebook: Rulebook) -> None:
        group, section = rulebook.read(field.group), rulebook.read(field.section)
        page = rulebook.read_page_title(field.page)
        self.profile = profile
        self.rulebook = rulebook
        self.grouped = group.context | section.context
        self.around = self.grouped | page.context
        self.quiet = group.quiet or section.quiet or page.quiet or rulebook.read(field.label).quiet

    def holds(self, condition: Condition) -> bool:
        profile = self.profile
        return (
            (not condition.countries or profile.country in condition.countries)
            and (not condition.systems or profile.system in condition.systems)
            and (
                not condition.sectors
                or any(sector in condition.sectors for sector in self.rulebook.lineage(profile.sector))
            )
            and (not condition.near or not condition.near.isdisjoint(self.around))
        )

    def speaks(self, found: Found) -> bool:
        return not found.only or any(self.holds(condition) for condition in found.only)

    def fitting(self, category: str) -> "_Fitting":
        """Give the rules of a category that fit, with their precision, best first."""
        found = [
            (precision, rule)
            for rule in self.rulebook.rules_of.get(category, ())
            if (precision := self._precision(rule)) is not None
        ]
        found.sort(key=lambda pair: (tuple(-part for part in pair[0]), _RANK[pair[1].verdict], pair[1].id))
        return tuple(found)

    def _precision(self, rule: Rule) -> "_Precision | None":
        """Give how precisely the rule's scope fits, or ``None`` if it does not fit."""
        scope, profile = rule.scope, self.profile
        if scope.systems and profile.system not in scope.systems:
            return None
        if scope.countries and profile.country not in scope.countries:
            return None
        nearness = 0
        if scope.sectors:
            line = self.rulebook.lineage(profile.sector)
            steps = [step for step, sector in enumerate(line) if sector in scope.sectors]
            if not steps:
                return None
            nearness = len(self.rulebook.sectors) + 1 - steps[0]
        if scope.group and scope.group.isdisjoint(self.grouped):
            return None
        return (bool(scope.systems), nearness, bool(scope.countries), bool(scope.group))


def _evidence(field: Field, rulebook: Rulebook) -> Iterator[tuple[str, Reading]]:
    """Yield the kinds of evidence of a field with what the rulebook reads in them, strongest first."""
    if field.label:
        yield "label", rulebook.read(field.label)
    if field.autocomplete:
        yield "autocomplete", rulebook.read_autocomplete(field.autocomplete)
    if field.control in _CHECKBOXES and field.group:
        yield "group", rulebook.read(field.group)
    if field.placeholder:
        yield "placeholder", rulebook.read(field.placeholder)
    if field.title:
        yield "title", rulebook.read(field.title)
    if field.name:
        yield "name", rulebook.read_name(field.name)
    if field.id:
        yield "id", rulebook.read_name(field.id)


def _matches(field: Field, context: _Context) -> list[Match]:
    """Give every match of every kind of evidence whose conditions hold, strongest evidence first."""
    matches: list[Match] = []
    vetoed: frozenset[str] = frozenset()
    for evidence, reading in _evidence(field, context.rulebook):
        matches.extend(
            Match(one.category, evidence, one.words, one.weight)
            for one in reading.found
            if one.category not in vetoed and context.speaks(one)
        )
        vetoed |= reading.vetoed
    matches.extend(match for match in _in_options(field, context) if match.category not in vetoed)
    return matches


def _in_options(field: Field, context: _Context) -> list[Match]:
    """Give what at least half of the options speak of: one odd option in a list says nothing of the question."""
    readings = [reading for option in field.options if (reading := context.rulebook.read(option)).words]
    longest: dict[str, Match] = {}
    speaking: Counter[str] = Counter()
    for reading in readings:
        found = [one for one in reading.found if context.speaks(one)]
        speaking.update({one.category for one in found})
        for one in found:
            match = Match(one.category, "options", one.words, one.weight)
            known = longest.get(one.category)
            if known is None or match.weight > known.weight:
                longest[one.category] = match
    return [match for category, match in longest.items() if 2 * speaking[category] >= len(readings)]


def _leading(matches: list[Match]) -> list[Match]:
    """Give the longest matches of the strongest evidence, one for each category."""
    if not matches:
        return []
    strongest = [match for match in matches if match.evidence == matches[0].evidence]
    heaviest = max(match.weight for match in strongest)
    leading: dict[str, Match] = {}
    for match in strongest:
        if match.weight == heaviest:
            leading.setdefault(match.category, match)
    return list(leading.values())


def _hint(match: Match, rule: Rule, fitting: _Fitting) -> Hint:
    precision = next(one for one, known in fitting if known is rule)
    disagree = tuple(
        other.id
        for one, other in fitting
        if one == precision and other.verdict != rule.verdict and other.texts.get("pack") != rule.texts.get("pack")
    )
    return Hint(rule.verdict, rule.id, match.category, match.certainty, match.evidence, match.words, disagree)


def _care(matches: list[Match], context: _Context) -> Hint | None:
    """Give the care-critical hint of the longest match that has one."""
    best: Hint | None = None
    heaviest: Weight = (0, False, False, 0)
    for match in matches:
        if match.weight <= heaviest:
            continue
        fitting = context.fitting(match.category)
        rule = next((rule for _, rule in fitting if rule.verdict == CARE), None)
        if rule is not None:
            best, heaviest = _hint(match, rule, fitting), match.weight
    return best


def leading(field: Field, profile: Profile, rulebook: Rulebook) -> tuple[Match, ...]:
    """Give the matches that weigh most in the strongest evidence, one for each category, in the order of the text."""
    context = _Context(field, profile, rulebook)
    return () if context.quiet else tuple(_leading(_matches(field, context)))


def recognise(field: Field, profile: Profile, rulebook: Rulebook) -> Match | None:
    """
    Give the category that a field asks for, whether or not a rule speaks of it; ``None`` if it is not known.

    Of several that weigh the same, the one that the text names first.
    """
    return next(iter(leading(field, profile, rulebook)), None)


def judge(field: Field, profile: Profile, rulebook: Rulebook) -> Hint | None:
    """
    Give the hint for one field, or ``None`` for silence.

    Args:
        field: The question, as `casevide.page` found it.
        profile: What is known of the site.
        rulebook: The rules in force.
    """
    page = rulebook.read_page_title(field.page)
    key = (
        *(field.label, field.group, field.section, page.quiet, page.context, field.control in _CHECKBOXES),
        *(field.autocomplete, field.placeholder, field.title, field.name, field.id, field.options, profile),
    )
    try:
        return cast("Hint | None", rulebook.memo[key])
    except KeyError:
        hint = _judge(field, profile, rulebook)
    if len(rulebook.memo) >= _MEMO:
        rulebook.memo.clear()
    rulebook.memo[key] = hint
    return hint


def _judge(field: Field, profile: Profile, rulebook: Rulebook) -> Hint | None:
    context = _Context(field, profile, rulebook)
    if context.quiet:
        return None
    matches = _matches(field, context)
    if not matches:
        return None
    care = _care(matches, context)
    if care is not None:
        return care
    hints: list[Hint] = []
    for match in _leading(matches):
        fitting = context.fitting(match.category)
        if not fitting:
            return None
        hints.append(_hint(match, fitting[0][1], fitting))
    return min(hints, key=lambda hint: _RANK[hint.verdict])


def explained(field: Field, profile: Profile, rulebook: Rulebook) -> list[tuple[Match, list[Rule]]]:
    """Give every match of a field with the rules that fit it, best first: the reasons behind `judge`."""
    context = _Context(field, profile, rulebook)
    return [(match, [rule for _, rule in context.fitting(match.category)]) for match in _matches(field, context)]
