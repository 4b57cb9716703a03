"""
The leaflet for the person received: one page that says which answers are theirs to give, whom to ask, how to object.

``leaflet_of(profile, …)`` gives plain data from the rules that hold under a profile; ``leaflet.html`` and
``leaflet.typ`` only lay it out. Pure. Rules of low confidence are questions for specialists and stay out, and so do
rules that need a heading to speak under; what care needs stays in, whatever the confidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from casevide.critique.leaflet_texts import TEXTS
from casevide.critique.paper import nearest_ground
from casevide.critique.sentences import Sentences
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import CARE, VERDICTS, Rule, Rulebook
from casevide.rulesite.scopes import fitting
from casevide.rulesite.wording import country as country_name
from casevide.rulesite.wording import day
from casevide.text import plain
from casevide.wording import said

_SHOWN: Final = 8
_ORDER: Final = ("care-critical", "required", "optional", "intrusive", "challengeable")
_OF_STAFF: Final = frozenset({"dpv-pd:PerformanceAtWork"})
_CHILD: Final = "child-protection"
_GDPR: Final = ("eu-gdpr-13-2-e", "eu-gdpr-21")
_HERE: Final[Mapping[tuple[str, str], str]] = {
    ("BE", "homelessness"): "be-homeless-84",
    ("BE", "social-services"): "be-ris-19",
    ("FR", "homelessness"): "fr-casf-l345-2-2",
    ("FR", "hospital"): "fr-csp-r6113-7",
    ("FR", "school-primary"): "fr-ce-2019-03-18-be1d",
}
"""For a country and a sector, or one that inherits from it, the text that people there should know."""


def leaflet_of(profile: Profile, *, rulebook: Rulebook, language: str, date: str) -> dict[str, Any]:
    """
    Give all that the leaflet says.

    Args:
        profile: Where the person is received; the country and the sector must be known.
        rulebook: The rules in force.
        language: ``fr``, ``nl`` or ``en``.
        date: The day of the leaflet, ``YYYY-MM-DD``.

    Returns:
        What JSON can hold: texts in the language, lists. Texts of rules are not escaped.

    Raises:
        CasevideError: The country or the sector is not known, or no rule speaks there.
    """
    if not profile.country:
        raise CasevideError("the leaflet needs a country: rights and authorities differ", "add --country FR or BE")
    if not profile.sector:
        raise CasevideError(
            "the leaflet needs a sector: the same question has another answer elsewhere",
            f"add --sector, one of: {', '.join(sorted(rulebook.sectors))}",
        )
    return _Leaflet(profile, rulebook, language, date).all()


class _Leaflet(Sentences):
    def __init__(self, profile: Profile, rulebook: Rulebook, language: str, date: str) -> None:
        super().__init__(rulebook, language)
        self.where = profile
        self.date = date
        self.lineage = rulebook.lineage(profile.sector)
        self.cited: dict[str, None] = {}

    def say(self, key: str, **places: Any) -> str:
        """Give a fixed text, of the leaflet first of all."""
        return said(TEXTS, key, self.language, **places)

    def all(self) -> dict[str, Any]:
        chosen = self._chosen()
        groups = [self._group(verdict, chosen[verdict]) for verdict in _ORDER if chosen[verdict]]
        if not groups:
            raise CasevideError(
                "no rule speaks of this country and sector", "see casevide rules site for those that do"
            )
        shown = [rule for verdict in _ORDER for rule in chosen[verdict][:_SHOWN]]
        here = list(self._here())
        return {
            "language": self.language,
            "title": self.say("title"),
            "received": self.say("for", where=self._where()),
            "about": self.say("about"),
            "groups": groups,
            "ask": {"title": self.say("ask"), "items": [self.say("ask-1"), self.say("ask-2"), self._authority()]},
            "rights": {
                "title": self.say("rights"),
                "items": [self.say("rights-see"), self.say("rights-object"), self.say("rights-false")],
            },
            "here": {"title": self.say("here"), "items": here},
            "sources": {"title": self.label("sources"), "items": list(self._sources()), "lines": self._lines(shown)},
            "foot": self.say("disclaimer"),
        }

    def _where(self) -> str:
        system = self.text(self.rulebook.systems.get(self.where.system or "", {}).get("title"))
        sector = self.text(self.rulebook.sectors[self.where.sector or ""].get("title"))
        return " · ".join(
            part for part in (sector, system, country_name(self.where.country or "", self.language)) if part
        )

    def _authority(self) -> str:
        of_country = f"ask-3-{self.where.country}"
        return self.say(of_country if of_country in TEXTS else "ask-3")

    # --- which questions ---

    def _chosen(self) -> dict[str, list[Rule]]:
        """Give the rules that speak themselves, under their verdicts, those nearest to the place first."""
        found: dict[str, list[Rule]] = {verdict: [] for verdict in VERDICTS}
        speaking = [rule for rule, behind in fitting(self.where, self.rulebook) if not (behind or rule.scope.group)]
        for rule in speaking:
            if self._of_the_person(rule):
                found[rule.verdict].append(rule)
        if not found["required"]:
            found["required"] = [rule for rule in speaking if rule.verdict == "required" and _of_the_place(rule)]
        for rules in found.values():
            rules.sort(key=self._nearness)
        return found

    def _of_the_person(self, rule: Rule) -> bool:
        """Tell whether a rule is about data of the person, and sure enough to be told to them."""
        category = self.rulebook.categories[rule.category]
        dpv = category.get("dpv")
        sure = rule.verdict == CARE or rule.texts["confidence"] != "low"
        # A duty to record sensitive data that holds for a whole country is about some places only.
        elsewhere = rule.verdict == "required" and bool(category.get("special")) and not _of_the_place(rule)
        return bool(dpv) and dpv not in _OF_STAFF and sure and not elsewhere

    def _nearness(self, rule: Rule) -> tuple[object, ...]:
        scope = rule.scope
        return (not scope.systems, not scope.sectors, not scope.countries, plain(self.category(rule)), rule.id)

    def _group(self, verdict: str, rules: Sequence[Rule]) -> dict[str, Any]:
        shown = rules[:_SHOWN]
        names = list(dict.fromkeys(self.category(rule) for rule in shown))
        for rule in shown:
            self.cited.update(dict.fromkeys(nearest_ground(rule, self.where.country)))
        if len(rules) > len(shown):
            names.append(self.say("and-more"))
        return {"verdict": verdict, "title": self.say(verdict), "do": self.say(f"{verdict}-do"), "names": names}

    # --- the foot ---

    def _here(self) -> Iterable[str]:
        if _CHILD in self.lineage:
            yield self.say("here-child")
        for sector in self.lineage:
            name = _HERE.get((self.where.country or "", sector), "")
            ground = self.rulebook.grounds.get(name)
            if ground:
                self.cited.setdefault(name)
                yield f"{self.text(ground['says'])} ({self.text(ground['citation'])})"

    def _sources(self) -> Iterable[str]:
        for name in (*_GDPR, *(one for one in self.cited if one not in _GDPR)):
            ground = self.rulebook.grounds.get(name)
            if ground:
                yield self.text(ground["citation"]) + ("" if ground.get("checked") else "°")

    def _lines(self, rules: Sequence[Rule]) -> list[str]:
        unread = sum(rule.texts["status"] == "experimental" for rule in rules)
        date = day(str(self.rulebook.content.get("date", "?")), self.language)
        made = self.say("sources-line", date=date, n=unread, total=len(rules))
        return [self.say("wording-mark"), made, self.say("day", day=day(self.date, self.language))]


def _of_the_place(rule: Rule) -> bool:
    """Tell whether a rule names a software or a sector."""
    return bool(rule.scope.systems or rule.scope.sectors)
