"""
Rulebook → the bytes of every file of the site. Pure, but for the templates that come with the program.

Texts of rules come from packs that strangers wrote: templates escape everything, only whole ``https`` addresses become
links, and nothing of a pack reaches a script but as data.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from casevide.field import Profile
from casevide.rulebook import VERDICTS, Rule, Rulebook
from casevide.rulesite import addresses
from casevide.rulesite.scopes import Fitting, Place, fitting, names, places, precedence, systems
from casevide.rulesite.search import KINDS, Entry, index_script
from casevide.rulesite.wording import NAMES, country, day, say
from casevide.text import plain
from casevide.wording import LANGUAGES, french, quoted

_ASSETS: Final = ("style.css", "search.js", "logo.svg")
_HERE: Final = Path(__file__).parent / "templates"
_GROUPS: Final = 2
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_LEVELS: Final[Mapping[str, int]] = {"low": 1, "medium": 2, "high": 3}


class _Link(NamedTuple):
    """A text that may lead to a page of the same language; `page` is ``""`` where it leads nowhere."""

    text: str
    page: str = ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("casevide.rulesite"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["capital"] = capital
    return environment


def capital(text: str) -> str:
    """Give a text with a capital at its beginning; what is inside is left alone."""
    return text[:1].upper() + text[1:]


class _Edition:
    """The site in one language: what its templates ask for, and its pages."""

    def __init__(self, rulebook: Rulebook, language: str, languages: Collection[str]) -> None:
        self.rulebook = rulebook
        self.language = language
        self.languages = languages
        self.verdicts = VERDICTS
        self.places = places(rulebook)
        self.systems = sorted(systems(rulebook), key=lambda one: (plain(self.system(one)), one))
        self.categories = sorted(
            {*rulebook.categories, *rulebook.rules_of}, key=lambda one: (plain(self.category(one)), one)
        )
        self.grounds = sorted(rulebook.grounds, key=lambda one: (plain(self.citation(one)), one))
        self.resting: dict[str, list[Rule]] = {}
        for rule in self.by_title(rulebook.rules.values()):
            for ground in rule.texts.get("grounds", ()):
                self.resting.setdefault(ground, []).append(rule)

    # --- words ---

    def say(self, key: str, **filled: Any) -> str:
        """Give a fixed text."""
        return say(key, self.language, **filled)

    def day(self, iso: str) -> str:
        """Give a date as people write it."""
        return day(iso, self.language)

    def _written_in(self, texts: Mapping[str, str]) -> str:
        """Give the language in which a rule's text is shown: this one, else the first that it has."""
        return next((one for one in (self.language, *LANGUAGES) if texts.get(one)), self.language)

    def plain_text(self, texts: Mapping[str, str] | None) -> str:
        """Give a rule's text, with French spaces where it is French; ``""`` where there is none."""
        language = self._written_in(texts or {})
        text = _APOSTROPHE.sub("’", (texts or {}).get(language, ""))
        return french(text) if language == "fr" else text

    def text(self, texts: Mapping[str, str] | None) -> Markup:
        """Give a rule's text as HTML; one that is only there in another language says in which."""
        language, text = self._written_in(texts or {}), self.plain_text(texts)
        if language == self.language:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(language, text)

    def name(self, data: Mapping[str, Any], default: str) -> str:
        """Give the title of a pack, category, sector or system, or its id where it has none."""
        return self.plain_text(data.get("title")) or default

    def category(self, category: str) -> str:
        """Give the title of a category, with a capital."""
        return capital(self.name(self.rulebook.categories.get(category, {}), category))

    def system(self, system: str) -> str:
        """Give the name of a system."""
        return self.name(self.rulebook.systems.get(system, {}), system)

    def sector(self, sector: str) -> str:
        """Give the name of a sector."""
        return self.name(self.rulebook.sectors.get(sector, {}), sector)

    def pack(self, pack: str) -> str:
        """Give the title of a pack."""
        return self.name(self.rulebook.packs.get(pack, {}), pack)

    def country(self, code: str) -> str:
        """Give the name of a country."""
        return country(code, self.language)

    def citation(self, ground: str) -> str:
        """Give how lawyers cite a ground."""
        return self.plain_text(self.rulebook.grounds[ground].get("citation")) or ground

    def place(self, place: Place) -> str:
        """Give the name of a place: ``Service social, France``."""
        where = self.country(place.country) if place.country else self.say("every-country")
        return f"{capital(self.sector(place.sector) if place.sector else self.say('every-sector'))}, {where}"

    def level(self, rule: Rule) -> int:
        """Give how many of three boxes stand for the confidence in a rule; 0 where it is not told."""
        return _LEVELS.get(str(rule.texts.get("confidence")), 0)

    def scope(self, rule: Rule, *, short: bool = False) -> list[_Link]:
        """
        Give where a rule holds, part by part, each leading to the page of that place or system.

        Args:
            rule: The rule.
            short: Whether to name only the first ones of many groups.
        """
        scope = rule.scope
        parts = [_Link(self.system(one), addresses.system_page(one)) for one in sorted(scope.systems)]
        for one in sorted(scope.countries):
            page = addresses.place_page(one, None) if Place(one, None) in self.places else ""
            parts.append(_Link(self.country(one), page))
        for sector in sorted(scope.sectors):
            countries = sorted(scope.countries) or [""]
            page = addresses.place_page(countries[0] or None, sector)
            known = len(countries) == 1 and Place(countries[0] or None, sector) in self.places
            parts.append(_Link(self.sector(sector), page if known else ""))
        if scope.group:
            runs = sorted(scope.group)
            shown = runs[:_GROUPS] if short else runs
            more = "" if shown == runs else "…"
            parts.append(_Link(self.say("under", words=self.any_of(shown)) + more))
        return parts or [_Link(self.say("everywhere"), addresses.place_page(None, None))]

    def where(self, rule: Rule) -> str:
        """Give where a rule holds, in a few words: ``France, psychiatrie``."""
        return capital(", ".join(part.text for part in self.scope(rule, short=True)))

    def countries(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Give the places under their countries, each as name and page; what holds everywhere comes last."""
        codes = dict.fromkeys(place.country for place in self.places)
        return [
            (
                self.country(code) if code else self.say("every-country"),
                sorted(
                    (
                        (
                            capital(self.sector(place.sector) if place.sector else self.say("every-sector")),
                            addresses.place_page(*place),
                        )
                        for place in self.places
                        if place.country == code
                    ),
                    key=lambda one: (not one[1].endswith("/index.html"), plain(one[0]), one),
                ),
            )
            for code in sorted(codes, key=lambda code: (code is None, plain(self.country(code or ""))))
        ]

    def any_of(self, runs: Collection[str]) -> str:
        """Give words in quotation marks, joined by "or"."""
        return f" {self.say('or')} ".join(quoted([run], self.language) for run in sorted(runs))

    def condition(self, condition: Mapping[str, Any]) -> str:
        """Give in words where a phrase speaks: ``psychiatrie; sous un titre avec « isolement »``."""
        parts = [
            f" {self.say('or')} ".join(name(one) for one in sorted(condition.get(key, ())))
            for key, name in (("countries", self.country), ("systems", self.system), ("sectors", self.sector))
            if condition.get(key)
        ]
        if condition.get("near"):
            parts.append(self.say("under", words=self.any_of(condition["near"])))
        return "; ".join(parts)

    # --- rules ---

    def by_title(self, rules: Collection[Rule]) -> list[Rule]:
        """Give rules by the title of their category; those of one category keep their order."""
        return sorted(rules, key=lambda rule: (plain(self.category(rule.category)), rule.category))

    def by_verdict(self, rules: Collection[Rule]) -> list[tuple[str, list[Rule]]]:
        """Give rules under their verdicts, in the fixed order; verdicts without rules are left out."""
        found = [(verdict, [rule for rule in rules if rule.verdict == verdict]) for verdict in VERDICTS]
        return [(verdict, self.by_title(some)) for verdict, some in found if some]

    def asks_the_dpo(self, rule: Rule) -> bool:
        """Tell whether the lead of a rule is the question for the DPO: low confidence, and not about care."""
        return rule.texts.get("confidence") == "low" and rule.verdict != VERDICTS[0]

    # --- pages ---

    def _page(self, template: str, page: str, title: str, **more: Any) -> tuple[str, bytes]:
        up = "../" * page.count("/")
        filled = (
            _environment()
            .get_template(template)
            .render(s=self, say=self.say, page=page, up=up, title=title, a=addresses, names_of_languages=NAMES, **more)
        )
        return f"{self.language}/{page}", filled.encode("utf-8", "replace")

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file of this language."""
        rulebook = self.rulebook
        rules = list(rulebook.rules.values())
        busy = {place.sector for place in self.places}
        idle = [self.sector(one) for one in rulebook.sectors if one not in busy]
        unread = sum(rule.texts.get("status") == "experimental" for rule in rules)
        unsure = sum(not ground.get("checked") for ground in rulebook.grounds.values())
        yield self._page("start.html", addresses.START, self.say("site"), rules=rules, idle=idle, unread=unread)
        yield self._page("find.html", addresses.FIND, self.say("find"), letters=self._letters())
        yield self._page("grounds.html", addresses.GROUNDS, self.say("grounds"), unsure=unsure)
        yield f"{self.language}/index.js", index_script(self._entries())
        for verdict in VERDICTS:
            some = self.by_title([rule for rule in rules if rule.verdict == verdict])
            yield self._page(
                "verdict.html", addresses.verdict_page(verdict), self.say(verdict), verdict=verdict, rules=some
            )
        for category in self.categories:
            yield self._page(
                "category.html",
                addresses.category_page(category),
                self.category(category),
                category=category,
                data=rulebook.categories.get(category, {}),
                rules=precedence(rulebook.rules_of.get(category, ()), rulebook),
            )
        for ground in self.grounds:
            yield self._page(
                "ground.html",
                addresses.ground_page(ground),
                self.citation(ground),
                data=rulebook.grounds[ground],
                rules=[rule for _, some in self.by_verdict(self.resting.get(ground, [])) for rule in some],
            )
        for system in self.systems:
            yield self._system_page(system)
        for place in self.places:
            yield self._place_page(place)

    def _system_page(self, system: str) -> tuple[str, bytes]:
        profile = self.rulebook.profile_of_system(system)
        if profile.system is None:
            profile = Profile(system=system)
        fit = fitting(profile, self.rulebook)
        return self._page(
            "system.html",
            addresses.system_page(system),
            self.system(system),
            data=self.rulebook.systems.get(system, {}),
            profile=profile,
            place=Place(profile.country, profile.sector),
            own=self.by_verdict([rule for rule, _ in fit if rule.scope.systems]),
            more=self._more([one for one in fit if not one.rule.scope.systems]),
        )

    def _place_page(self, place: Place) -> tuple[str, bytes]:
        fit = fitting(Profile(place.country, place.sector), self.rulebook)
        return self._page(
            "place.html",
            addresses.place_page(*place),
            self.place(place),
            place=place,
            own=self.by_verdict([rule for rule, _ in fit if names(rule, place)]),
            more=self._more([one for one in fit if not names(one.rule, place)]),
        )

    def behind(self, fit: Collection[Fitting]) -> dict[str, Rule]:
        """Give the ids of the rules that come after another one, with that one."""
        return {one.rule.id: one.behind for one in fit if one.behind is not None}

    def _more(self, fit: list[Fitting]) -> list[tuple[str, list[Fitting]]]:
        behind = {one.rule.id: one for one in fit}
        return [
            (verdict, [behind[rule.id] for rule in rules])
            for verdict, rules in self.by_verdict([one.rule for one in fit])
        ]

    def _letters(self) -> list[tuple[str, list[Entry]]]:
        """Give everything but rules and texts from A to Z; what does not begin with a letter stands under ``#``."""
        entries = [entry for entry in self._entries() if entry.kind not in {"rule", "ground"}]
        letters: dict[str, list[Entry]] = {}
        for entry in sorted(entries, key=lambda one: (plain(one.title), one)):
            first = plain(entry.title)[:1].upper()
            letters.setdefault(first if first.isalpha() else "#", []).append(entry)
        return sorted(letters.items())

    def _entries(self) -> Iterator[Entry]:
        """Yield everything that can be found."""
        rulebook = self.rulebook
        for system in self.systems:
            yield Entry("system", self.system(system), "", addresses.system_page(system), texts=(system,))
        for place in self.places:
            yield Entry("place", self.place(place), "", addresses.place_page(*place), texts=(place.sector or "",))
        for ground in self.grounds:
            says = self.plain_text(rulebook.grounds[ground].get("says"))
            yield Entry("ground", self.citation(ground), says, addresses.ground_page(ground), texts=(ground,))
        for category in self.categories:
            data = rulebook.categories.get(category, {})
            runs = [
                run if isinstance(run, str) else run["words"]
                for key in ("phrases", "labels")
                for run in data.get(key, ())
            ]
            page = addresses.category_page(category)
            yield Entry("category", self.category(category), "", page, texts=(category, *runs))
        for rule in rulebook.rules.values():
            said = [self.plain_text(rule.texts.get(key)) for key in ("says", "instead", "caveat", "bearer")]
            texts = (rule.id, str(rule.texts.get("edition", "")), *said)
            title = self.category(rule.category)
            detail = f"{self.say(rule.verdict)} · {self.where(rule)}"
            yield Entry("rule", title, detail, addresses.rule_address(rule), rule.verdict, texts)

    @property
    def kinds(self) -> list[str]:
        """Give the names of the kinds of results, in the order of `KINDS`."""
        return [self.say(f"kind-{kind}") for kind in KINDS]


def build_site(rulebook: Rulebook, languages: Collection[str] = LANGUAGES) -> dict[str, bytes]:
    """
    Build every file of the site.

    Args:
        rulebook: The rules to show.
        languages: Which of the three languages; the first one comes first on the page that lets people choose.

    Returns:
        The path of each file, with ``/``, inside the site's folder → its bytes. The same for the same rulebook.
    """
    chosen = [language for language in LANGUAGES if language in languages]
    files = {name: (_HERE / name).read_bytes() for name in _ASSETS}
    choice = _environment().get_template("languages.html").render(languages=chosen, names_of_languages=NAMES, say=say)
    files["index.html"] = choice.encode()
    for language in chosen:
        files.update(_Edition(rulebook, language, chosen).pages())
    return files
