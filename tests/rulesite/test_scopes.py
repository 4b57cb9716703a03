"""Which rules hold where: the same answer as the judge."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.rulebook import VERDICTS, Rulebook, digest
from casevide.rulesite.scopes import Place, fitting, holds, names, places, precedence, systems

SECTORS = {"hospital": {}, "psychiatry": {"inherits": "hospital"}, "ward": {"inherits": "psychiatry"}, "school": {}}

SCOPES = st.fixed_dictionaries(
    {
        "countries": st.lists(st.sampled_from(["BE", "FR"]), max_size=2, unique=True),
        "sectors": st.lists(st.sampled_from(sorted(SECTORS)), max_size=2, unique=True),
        "systems": st.lists(st.sampled_from(["cosmos", "nova"]), max_size=1),
        "group": st.sampled_from([[], ["titre"]]),
    }
)
PROFILES = st.builds(
    Profile,
    st.sampled_from([None, "BE", "FR"]),
    st.sampled_from([None, *sorted(SECTORS)]),
    st.sampled_from([None, "cosmos", "nova"]),
)


def rulebook(rules: list[tuple[str, Any]]) -> Rulebook:
    """Make a rulebook of rules about one category, each a verdict and a scope."""
    content = {
        "format": 1,
        "date": "",
        "packs": {},
        "stopwords": [],
        "quiet": [],
        "sectors": SECTORS,
        "categories": {"word": {"title": {}, "phrases": ["mot"]}},
        "rules": [
            {"id": f"rule-{number}", "category": "word", "verdict": verdict, "scope": scope}
            for number, (verdict, scope) in enumerate(rules)
        ],
        "grounds": {},
        "systems": {},
    }
    return Rulebook({**content, "digest": digest(content)})


RULEBOOKS = st.lists(st.tuples(st.sampled_from(VERDICTS), SCOPES), max_size=6).map(rulebook)


class TestFitting:
    @settings(max_examples=300)
    @given(RULEBOOKS, PROFILES)
    def test_first_is_what_the_judge_says(self, rules: Rulebook, profile: Profile) -> None:
        """The rule that goes first on a page is the one that a hint would show there."""
        hint = judge(Field(label="mot", group="titre"), profile, rules)
        found = fitting(profile, rules)

        assert (hint.rule if hint else None) == (found[0].rule.id if found else None)

    @settings(max_examples=300)
    @given(RULEBOOKS, PROFILES)
    def test_behind_is_what_the_judge_says_elsewhere(self, rules: Rulebook, profile: Profile) -> None:
        """A rule without a group comes after another one exactly where a hint outside all groups shows that other."""
        hint = judge(Field(label="mot"), profile, rules)
        plain = [one for one in fitting(profile, rules) if not one.rule.scope.group]

        assert [hint.rule] * (len(plain) - 1) == [one.behind.id for one in plain if one.behind] if hint else not plain

    @given(RULEBOOKS, PROFILES)
    def test_all_that_hold_are_there(self, rules: Rulebook, profile: Profile) -> None:
        """Every rule that holds is listed once, and no other."""
        expected = sorted(rule.id for rule in rules.rules.values() if holds(rule, profile, rules))

        assert expected == sorted(one.rule.id for one in fitting(profile, rules))


class TestPrecedence:
    @given(RULEBOOKS)
    def test_keeps_every_rule(self, rules: Rulebook) -> None:
        """Ordering loses and invents nothing, and does not depend on the order before."""
        listed = list(rules.rules.values())

        assert precedence(listed, rules) == precedence(reversed(listed), rules)
        assert sorted(rules.rules) == sorted(rule.id for rule in precedence(listed, rules))

    def test_order(self) -> None:
        """Care goes before all; then system, narrow sector, wide sector, country, group, any."""
        rules = rulebook(
            [
                ("optional", {}),
                ("optional", {"group": ["titre"]}),
                ("optional", {"countries": ["FR"]}),
                ("optional", {"sectors": ["hospital"]}),
                ("optional", {"sectors": ["psychiatry"]}),
                ("optional", {"systems": ["cosmos"]}),
                ("care-critical", {}),
            ]
        )

        assert [6, 5, 4, 3, 2, 1, 0] == [int(one.id[-1]) for one in precedence(rules.rules.values(), rules)]


class TestPlaces:
    def test_own_and_inherited(self, small: Rulebook) -> None:
        """A place is listed if it has rules or inherits some; a sector without any is not."""
        expected = [(None, None), ("BE", "hospital"), ("BE", "psychiatry"), ("FR", None), ("FR", "social-services")]

        assert expected == [tuple(place) for place in places(small)]

    @given(RULEBOOKS)
    def test_every_rule_without_system_has_a_place(self, rules: Rulebook) -> None:
        """A rule that names no system is one of the own rules of at least one page, and holds there."""
        for rule in rules.rules.values():
            here = [place for place in places(rules) if names(rule, place)]
            assert bool(here) != bool(rule.scope.systems)
            assert all(holds(rule, Profile(*place), rules) for place in here)

    def test_names(self, small: Rulebook) -> None:
        """A rule for a country belongs to the country, not to each of its sectors."""
        rule = small.rules["fr-nationality"]

        assert names(rule, Place("FR", None))
        assert not names(rule, Place("FR", "social-services"))
        assert not names(rule, Place(None, None))


class TestSystems:
    def test_also_those_that_only_rules_name(self) -> None:
        """A system has a page even if no pack describes it."""
        assert ["nova"] == systems(rulebook([("optional", {"systems": ["nova"]})]))
