"""
Which rules hold where, and which of them goes first: the order of `casevide.judge`, without a field to judge.

Groups are left aside: a page of the site cannot know under which heading a field stands, so rules that name a group are
shown with it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from casevide.field import Profile
from casevide.rulebook import CARE, VERDICTS, Rule, Rulebook


class Place(NamedTuple):
    """A sector of a country; ``None`` for any country, any sector."""

    country: str | None
    sector: str | None


class Fitting(NamedTuple):
    """
    A rule that holds under a profile.

    Attributes:
        rule: The rule.
        behind: The rule that goes before it wherever both hold; ``None`` where it speaks itself.
    """

    rule: Rule
    behind: Rule | None


def _nearness(rule: Rule, profile: Profile, rulebook: Rulebook) -> int:
    """Give how near the rule's sectors are to the profile's: 0 if they do not fit, more for its own than inherited."""
    line = rulebook.lineage(profile.sector)
    return max((len(line) - step for step, sector in enumerate(line) if sector in rule.scope.sectors), default=0)


def holds(rule: Rule, profile: Profile, rulebook: Rulebook) -> bool:
    """Tell whether a rule holds under a profile, perhaps only under one of its groups."""
    scope = rule.scope
    return (
        (not scope.systems or profile.system in scope.systems)
        and (not scope.countries or profile.country in scope.countries)
        and (not scope.sectors or _nearness(rule, profile, rulebook) > 0)
    )


def fitting(profile: Profile, rulebook: Rulebook) -> list[Fitting]:
    """Give the rules that hold under a profile, those of each category together, the one that goes first first."""
    return [
        one
        for category in sorted(rulebook.rules_of)
        for one in _in_order(
            [rule for rule in rulebook.rules_of[category] if holds(rule, profile, rulebook)], profile, rulebook
        )
    ]


def _in_order(rules: list[Rule], profile: Profile, rulebook: Rulebook) -> Iterable[Fitting]:
    def key(rule: Rule) -> tuple[object, ...]:
        scope = rule.scope
        nearness = _nearness(rule, profile, rulebook)
        care, rank = rule.verdict == CARE, VERDICTS.index(rule.verdict)
        return (not care, not scope.systems, -nearness, not scope.countries, not scope.group, rank, rule.id)

    first: Rule | None = None
    for rule in sorted(rules, key=key):
        yield Fitting(rule, first)
        if first is None and not rule.scope.group:
            first = rule


def precedence(rules: Iterable[Rule], rulebook: Rulebook) -> list[Rule]:
    """
    Give rules from those that go first to the most general ones, wherever they hold.

    What is never left empty goes before all; then system, sector (a narrower one before the one that it inherits from),
    country, group, any; then the fixed order of verdicts.
    """

    def key(rule: Rule) -> tuple[object, ...]:
        scope = rule.scope
        depth = max((len(rulebook.lineage(sector)) for sector in scope.sectors), default=0)
        care, rank = rule.verdict == CARE, VERDICTS.index(rule.verdict)
        where = (sorted(scope.systems), sorted(scope.countries), sorted(scope.sectors))
        return (not care, not scope.systems, -depth, not scope.countries, not scope.group, rank, where, rule.id)

    return sorted(rules, key=key)


def names(rule: Rule, place: Place) -> bool:
    """Tell whether a rule is one of a place's own: names its country and sector, or none where the place has none."""
    scope = rule.scope
    return (
        not scope.systems
        and (place.country in scope.countries if place.country else not scope.countries)
        and (place.sector in scope.sectors if place.sector else not scope.sectors)
    )


def places(rulebook: Rulebook) -> list[Place]:
    """Give the places that have rules of their own or inherit some, sorted by country, then by sector."""
    rules = [rule for rule in rulebook.rules.values() if not rule.scope.systems]
    sectors = {*rulebook.sectors, *(sector for rule in rules for sector in rule.scope.sectors)}
    found: set[Place] = set()
    for rule in rules:
        fit = {one for one in sectors if rule.scope.sectors.intersection(rulebook.lineage(one))}
        found.update(Place(country, sector) for country in rule.scope.countries or (None,) for sector in fit or (None,))
    return sorted(found, key=lambda place: (place.country or "", place.sector or ""))


def systems(rulebook: Rulebook) -> list[str]:
    """Give the ids of the systems that are described or that a rule names, sorted."""
    return sorted({*rulebook.systems, *(one for rule in rulebook.rules.values() for one in rule.scope.systems)})
