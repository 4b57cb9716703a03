"""
What is checked across packs, once each file has its form: one small class for each check.

A check yields issues; `check` runs them all. An issue is an error, or a warning that does not fail. A rule or category
may switch a check off for itself, for everyone to see: ``allow: [check-id]``. Checks that the engines rely on
(`Check.firm`) cannot be switched off.

Hits and misses run through the real `casevide.judge`, on the rulebook of all packs together: a rule is only right among
the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import ClassVar, Final, Literal, NamedTuple
from urllib.parse import urlsplit

from casevide.errors import Problem
from casevide.field import Field, Profile
from casevide.judge import Hint, explained, judge, leading
from casevide.placed import Loc, suggestion
from casevide.rulebook import Rulebook, contains
from casevide.rules.compiler import compile_packs, run_of, stopwords_of, taken_twice
from casevide.rules.model import LANGUAGES, Category, Condition, Example, Phrase, Rule, Texts
from casevide.rules.reader import Issue, Pack, Vocabulary
from casevide.rules.skeleton import TO_WRITE
from casevide.text import plain

SHORTEST_BEFORE_STAR: Final = 3
"""Letters that must stand before a ``*``."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem that a check found; `check` is the id of the check."""

    problem: Problem
    severity: Severity
    check: str

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        problem = self.problem
        shown = Problem(problem.path, problem.line, problem.column, mark + problem.message, problem.remedy)
        return f"{shown} [{self.check}]"


class Everything:
    """
    All packs and the vocabulary, with what checks need to know of them.

    Args:
        packs: The packs, in any order.
        vocabulary: The vocabulary.
        today: The day that review dates are compared with.
    """

    def __init__(self, packs: Iterable[Pack], vocabulary: Vocabulary, today: date) -> None:
        self.packs = sorted(packs, key=lambda pack: pack.path)
        self.vocabulary = vocabulary
        self.today = today
        self.stopwords = stopwords_of(vocabulary.content)
        self.grounds = {ground for pack in self.packs for ground in pack.content.grounds}
        self.category_ids = {category for pack in self.packs for category in pack.content.categories}
        self.rule_ids = {rule.id for pack in self.packs for rule in pack.content.rules}
        self.systems = {pack.content.system.id: pack.content.system for pack in self.packs if pack.content.system}
        self.sectors = vocabulary.content.sectors

    def rules(self) -> Iterator[tuple[Pack, Loc, Rule]]:
        """Yield every rule with its pack and the way to it."""
        for pack in self.packs:
            for number, rule in enumerate(pack.content.rules):
                yield pack, ("rules", number), rule

    def speaking(self) -> Iterator[tuple[Pack, Loc, Rule]]:
        """Yield the rules that get into the rulebook."""
        if self.rulebook is not None:
            yield from (entry for entry in self.rules() if entry[2].id in self.rulebook.rules)

    def categories(self) -> Iterator[tuple[Pack, Loc, str, Category]]:
        """Yield every category with its pack, the way to it and its id."""
        for pack in self.packs:
            for name, category in pack.content.categories.items():
                yield pack, ("categories", name), name, category

    def conditions(self) -> Iterator[tuple[Pack, Loc, Condition]]:
        """Yield every condition of every phrase."""
        for pack, loc, _, category in self.categories():
            for way, _, phrase in phrases_of(category):
                for number, condition in enumerate(phrase.only):
                    yield pack, (*loc, *way, "only", number), condition

    def lineage(self, sector: str) -> tuple[str, ...]:
        """Give a sector and those it inherits from."""
        line: list[str] = []
        current: str | None = sector
        while current is not None and current not in line:
            line.append(current)
            current = self.sectors[current].inherits if current in self.sectors else None
        return tuple(line)

    @cached_property
    def rulebook(self) -> Rulebook | None:
        """The rulebook of all packs; ``None`` while two things have the same id."""
        if any(True for _ in taken_twice(self.packs)):
            return None
        return Rulebook(compile_packs(self.packs, self.vocabulary))


def phrases_of(category: Category) -> Iterator[tuple[Loc, str, Phrase]]:
    """Yield every phrase and label of a category with the way to it and its kind."""
    for kind, lists in (("phrases", category.phrases), ("labels", category.labels)):
        for language, phrases in lists.items():
            for number, phrase in enumerate(phrases):
                yield (kind, language, number), kind, phrase


def vetoes_of(category: Category) -> Iterator[tuple[Loc, str, str]]:
    """Yield every veto of a category with the way to it and its kind."""
    for kind, lists in (("never", category.never), ("never_labels", category.never_labels)):
        for language, texts in lists.items():
            for number, text in enumerate(texts):
                yield (kind, language, number), kind, text


class Check:
    """
    One thing that is checked.

    Attributes:
        id: How ``allow`` names it.
        text: What it demands, in a sentence.
        severity: Whether its issues are errors or warnings; an issue that is `Issue.mild` is always a warning.
        firm: Whether ``allow`` has no power over it.
        grave: Whether rules that fail it are not even loaded.
        whole: Whether it makes sense only when every file could be read.
    """

    id: ClassVar[str]
    text: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    firm: ClassVar[bool] = False
    grave: ClassVar[bool] = False
    whole: ClassVar[bool] = False

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield what is wrong."""
        raise NotImplementedError


class IdsOnce(Check):
    """See `text`."""

    id = "id-taken"
    text = "Every pack, ground, category, rule and system has an id of its own, over all files."
    firm = True
    grave = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield ids that are used twice."""
        yield from taken_twice(all_.packs)


class KnownNames(Check):
    """See `text`."""

    id = "unknown-id"
    text = "Every ground, category, sector, system, successor and check that is named exists."
    whole = True
    firm = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield names of things that do not exist."""
        for pack, loc, rule in all_.rules():
            yield from self._each(pack, (*loc, "grounds"), "ground", rule.grounds, all_.grounds)
            yield from self._one(pack, (*loc, "category"), "category", rule.category, all_.category_ids)
            yield from self._each(pack, (*loc, "scope", "sector"), "sector", rule.scope.sector, all_.sectors)
            yield from self._each(pack, (*loc, "scope", "system"), "system", rule.scope.system, all_.systems)
            yield from self._one(pack, (*loc, "successor"), "rule", rule.successor, all_.rule_ids)
            yield from self._allow(pack, loc, rule.allow)
            for kind, examples in (("hits", rule.hits), ("misses", rule.misses)):
                for number, example in enumerate(examples):
                    way = (*loc, kind, number)
                    yield from self._one(pack, (*way, "sector"), "sector", example.sector, all_.sectors)
                    yield from self._one(pack, (*way, "system"), "system", example.system, all_.systems)
        for pack, loc, condition in all_.conditions():
            yield from self._each(pack, (*loc, "sectors"), "sector", condition.sectors, all_.sectors)
            yield from self._each(pack, (*loc, "systems"), "system", condition.systems, all_.systems)
        for pack, loc, _, category in all_.categories():
            yield from self._allow(pack, loc, category.allow)
        for pack in all_.packs:
            if pack.content.system is not None:
                yield from self._one(pack, ("system", "sector"), "sector", pack.content.system.sector, all_.sectors)
        for name, sector in all_.sectors.items():
            inherits: Loc = ("sectors", name, "inherits")
            yield from self._one(all_.vocabulary, inherits, "sector", sector.inherits, all_.sectors)
            if sector.inherits is not None and name in all_.lineage(sector.inherits):
                yield Issue(
                    all_.vocabulary, inherits, f'the sector "{name}" inherits from itself', "name a wider sector"
                )

    def _allow(self, pack: Pack, loc: Loc, allowed: Sequence[str]) -> Iterator[Issue]:
        for number, name in enumerate(allowed):
            if name in _FIRM:
                message = f'the check "{name}" cannot be switched off'
                yield Issue(pack, (*loc, "allow", number), message, "delete it, and mend what the check found")
            else:
                yield from self._one(pack, (*loc, "allow", number), "check", name, _ALLOWABLE)

    def _each(
        self, source: Pack | Vocabulary, loc: Loc, what: str, names: Sequence[str], known: Iterable[str]
    ) -> Iterator[Issue]:
        for number, name in enumerate(names):
            yield from self._one(source, (*loc, number), what, name, known)

    def _one(
        self, source: Pack | Vocabulary, loc: Loc, what: str, name: str | None, known: Iterable[str]
    ) -> Iterator[Issue]:
        if name is not None and name not in known:
            yield Issue(source, loc, f'unknown {what} "{name}"', suggestion(name, known) or "check its spelling")


class NotOnlyStopWords(Check):
    """See `text`."""

    id = "only-stop-words"
    text = "Every run of words keeps at least one word when the stop words are taken away."
    firm = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield runs of which nothing is left."""
        for source, loc, text in _texts_to_match(all_):
            if not run_of(text, all_.stopwords):
                yield Issue(
                    source, loc, f'nothing is left of "{text}": it holds only stop words or signs', "use a longer text"
                )


class Stars(Check):
    """See `text`."""

    id = "star"
    text = "A star stands only at the end of a word, after three letters at least."
    firm = True
    grave = True

    _right = re.compile(rf"(?<![^\W_])[^\W_]{{{SHORTEST_BEFORE_STAR},}}\*(?![^\W_*])")

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield stars in the wrong place."""
        for source, loc, text in _texts_to_match(all_):
            if "*" in self._right.sub("", text):
                yield Issue(
                    source,
                    loc,
                    f'a star in the wrong place: "{text}"',
                    f"put it at the end of a word, after at least {SHORTEST_BEFORE_STAR} letters, as in hospitalis*",
                )


class NotVetoedByItself(Check):
    """See `text`."""

    id = "own-veto"
    text = "No phrase is vetoed by the never or never_labels of its own category."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield vetoes that silence phrases of their own category for good."""
        for pack, loc, _, category in all_.categories():
            phrases = [(kind, run_of(phrase.text, all_.stopwords), phrase) for _, kind, phrase in phrases_of(category)]
            for way, veto_kind, text in vetoes_of(category):
                veto = run_of(text, all_.stopwords)
                whole = veto_kind == "never_labels"
                silenced = [
                    phrase.text
                    for kind, run, phrase in phrases
                    if veto
                    and (
                        (kind == "labels" and run == veto)
                        if whole
                        else contains(tuple(run.split()), tuple(veto.split()))
                    )
                ]
                if silenced:
                    more = f" and {len(silenced) - 1} more" if len(silenced) > 1 else ""
                    yield Issue(
                        pack,
                        (*loc, *way),
                        f'"{text}" is read as "{veto}", so "{silenced[0]}"{more} of this category can never speak',
                        "use a longer text here, or delete one of the two",
                    )


class NotRepeated(Check):
    """See `text`."""

    id = "repeated-phrase"
    text = "No list holds the same phrase twice."
    severity = "warning"

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield phrases that repeat another."""
        for pack, loc, _, category in all_.categories():
            first: dict[tuple[str, str, str, tuple[Condition, ...]], Loc] = {}
            for way, kind, phrase in phrases_of(category):
                before = first.setdefault((kind, str(way[1]), phrase.text.lower(), phrase.only), way)
                if before != way:
                    line = pack.placed.where((*loc, *before)).line
                    yield Issue(pack, (*loc, *way), f'"{phrase.text}" is already on line {line}', "delete it")


class ToldApart(Check):
    """See `text`."""

    id = "shared-phrase"
    text = "The same run of words does not stand in two categories, unless conditions tell them apart."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield runs that two categories claim."""
        claims: dict[tuple[str, str], dict[str, tuple[Pack, Loc, list[Phrase]]]] = {}
        for pack, loc, name, category in all_.categories():
            for way, kind, phrase in phrases_of(category):
                run = run_of(phrase.text, all_.stopwords)
                if run:
                    claims.setdefault((kind, run), {}).setdefault(name, (pack, (*loc, *way), []))[2].append(phrase)
        for (_, run), by_category in claims.items():
            for (first, (pack, loc, phrases)), (second, (other, other_loc, others)) in combinations(
                sorted(by_category.items()), 2
            ):
                if all(self._apart(one, two, all_) for one in phrases for two in others):
                    continue
                bare = any(not one.only for one in phrases) and any(not two.only for two in others)
                yield Issue(
                    other,
                    other_loc,
                    f'the words "{run}" also belong to the category "{first}" ({pack.line(loc)})',
                    f'add "only" to tell {first} and {second} apart, or use a longer phrase',
                    mild=not bare,
                )

    def _apart(self, one: Phrase, two: Phrase, all_: Everything) -> bool:
        if bool(one.only) != bool(two.only):
            return True  # where the condition holds, its phrase weighs more
        return bool(one.only) and all(self._disjoint(a, b, all_) for a in one.only for b in two.only)

    def _disjoint(self, a: Condition, b: Condition, all_: Everything) -> bool:
        def apart(one: Sequence[str], two: Sequence[str]) -> bool:
            return bool(one) and bool(two) and not set(one) & set(two)

        sectors_meet = any(x in all_.lineage(y) or y in all_.lineage(x) for x in a.sectors for y in b.sectors)
        return (
            apart(a.countries, b.countries)
            or apart(a.systems, b.systems)
            or (bool(a.sectors) and bool(b.sectors) and not sectors_meet)
            or apart(
                [run_of(text, all_.stopwords) for text in a.near], [run_of(text, all_.stopwords) for text in b.near]
            )
        )


class TitleFits(Check):
    """See `text`."""

    id = "category-title"
    text = 'The title of a category fits a question ("Is this about {title}?"): no sign at its end.'

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield titles that would break the question."""
        for pack, loc, _, category in all_.categories():
            for language, title in _by_language(category.title):
                if title[-1] in ".:;!?,…":
                    yield Issue(
                        pack,
                        (*loc, "title", language),
                        f'the title "{title}" does not fit into a question',
                        f'delete the "{title[-1]}" at its end',
                    )


class ReviewDates(Check):
    """See `text`."""

    id = "review-date"
    text = "A pack is read again before its review date has passed."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield packs to be read again, and dates that cannot be."""
        for pack in all_.packs:
            head = pack.content.pack
            if head.review_by < head.reviewed:
                yield Issue(
                    pack, ("pack", "review_by"), "the next review is before the last one", "put the dates in order"
                )
            elif head.review_by < all_.today:
                yield Issue(
                    pack,
                    ("pack", "review_by"),
                    f"this pack should have been read again by {head.review_by.isoformat()}",
                    "read it again with others, then set both dates",
                    mild=True,
                )


class Addresses(Check):
    """See `text`."""

    id = "https"
    text = "Web addresses begin with https://; a contact is such an address or an e-mail address."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield addresses that are not safe or not addresses."""
        for pack in all_.packs:
            content = pack.content
            contact = content.pack.contact
            if not self._is_https(contact) and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact):
                yield Issue(
                    pack,
                    ("pack", "contact"),
                    f'"{contact}" is neither an https address nor an e-mail address',
                    "write one of the two, so that mistakes can be told",
                )
            urls: list[tuple[Loc, str]] = [(("grounds", name, "url"), one.url) for name, one in content.grounds.items()]
            if content.system is not None:
                urls += [
                    (("system", "precedents", number, "url"), one.url)
                    for number, one in enumerate(content.system.precedents)
                ]
            for loc, url in urls:
                if not self._is_https(url):
                    yield Issue(pack, loc, f'"{url}" is not an https address', "write it whole, from https:// on")

    def _is_https(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme == "https" and "." in (parts.hostname or "") and " " not in url


# --- wording ---------------------------------------------------------------------------------------------------------

_PERMISSION: Final = re.compile(
    r"vous n'etes pas (?:oblige|tenu)|vous n'avez pas a |rien ne vous oblige|vous pouvez ne pas"
    r"|\b(?:u|je) hoeft (?:dit |het |dat )?niet|\b(?:u|je) bent niet verplicht|\b(?:u|je) moet (?:dit |het |dat )?niet"
    r"|you need not|you (?:do not|don't) (?:have|need) to|you are not (?:obliged|required)|you needn't"
)
_LEAVE_EMPTY: Final = re.compile(
    r"\blaisse[rz](?:\W+\w+){0,3}?\W+(?:vides?|blanc|vierges?)\b|\bpeu(?:t|vent) (?:rester|etre laisse\w*) vides?"
    r"|ne rien (?:ecrire|saisir|remplir|mettre|inscrire|cocher)"
    r"|\bleave(?:\W+\w+){0,3}?\W+(?:empty|blank)\b|\b(?:may|can) (?:be left|stay|remain) (?:empty|blank)\b"
    r"|\b(?:leeg|blanco)\W+(?:te )?(?:laten|gelaten)|\blaat(?:\W+\w+){0,3}?\W+(?:leeg|blanco)\b"
    r"|\bmag leeg (?:blijven|gelaten)|\bniets (?:in te vullen|invullen)"
)
_NEGATED: Final = re.compile(
    r"(?:\bne\b|\bn'|\bjamais\b|\bpas\b|\bnever\b|\bnot\b|n't\b|\bnooit\b|\bniet\b)\W*(?:\w+\W+){0,3}$"
)
_HARMS: Final = re.compile(r"\W*(?:\w+\W+){0,2}?(?:kan|peut|can|may|could|nuit|risque|schaadt)\b")
_NOTHING: Final = re.compile(r"\W*(?:rien|ne rien|nothing|niets|neant)\b")


def _leaves_empty(text: str) -> bool:
    """Tell whether a text suggests an empty field; "never leave empty" and "leaving it empty can harm" do not."""
    text = plain(text)
    return any(
        not _NEGATED.search(text[: found.start()]) and not _HARMS.match(text[found.end() :])
        for found in _LEAVE_EMPTY.finditer(text)
    )


def _by_language(texts: Texts[str] | None) -> Iterator[tuple[str, str]]:
    if texts is not None:
        for language in LANGUAGES:
            yield language, getattr(texts, language)


def _sayings(all_: Everything, *keys: str) -> Iterator[tuple[Pack, Loc, Rule, str]]:
    for pack, loc, rule in all_.rules():
        for key in keys:
            for language, text in _by_language(getattr(rule, key)):
                yield pack, (*loc, key, language), rule, text


class NoPermission(Check):
    """See `text`."""

    id = "permission"
    text = 'No text tells a reader what they need not do ("you need not", "vous n\'êtes pas obligé", "u hoeft niet").'

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield texts that decide for the reader."""
        for pack, loc, _, text in _sayings(all_, "says", "instead", "caveat", "bearer"):
            found = _PERMISSION.search(plain(text))
            if found:
                yield Issue(
                    pack,
                    loc,
                    f'"{found.group().strip()}" decides for the reader',
                    "say what the text obliges whom to do: no text was found that obliges…, the duty lies on…",
                )


class InsteadNotEmpty(Check):
    """See `text`."""

    id = "instead-empty"
    text = "“instead” says what may be written, never to leave the field empty."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield advice to leave a field empty."""
        for pack, loc, _, text in _sayings(all_, "instead"):
            if _leaves_empty(text):
                yield Issue(
                    pack,
                    loc,
                    "this tells the reader to leave the field empty",
                    "say what may be written, or delete instead",
                )


class InsteadNotNothing(Check):
    """See `text`."""

    id = "instead-nothing"
    text = "“instead” never begins with nothing, rien or niets."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield advice that begins with nothing."""
        for pack, loc, _, text in _sayings(all_, "instead"):
            if _NOTHING.match(plain(text)):
                yield Issue(
                    pack, loc, f'"{text}" begins with nothing', "begin with what may be written, or delete instead"
                )


class CareNotEmpty(Check):
    """See `text`."""

    id = "care-empty"
    text = "No text of a care-critical rule speaks of leaving the field empty, unless to say never."
    firm = True
    grave = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield care-critical rules that could be read as permission."""
        for pack, loc, rule, text in _sayings(all_, "says", "instead", "caveat"):
            if rule.verdict == "care-critical" and _leaves_empty(text):
                yield Issue(
                    pack,
                    loc,
                    "a care-critical rule must not speak of leaving the field empty",
                    "say whom an empty field can harm, and what may be written",
                )


class Finished(Check):
    """See `text`."""

    id = "to-be-written"
    text = "No text is left to be written."
    severity = "warning"

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield texts of the skeleton that were not replaced."""
        for pack, loc, _, text in _sayings(all_, "says", "instead", "caveat", "bearer"):
            if any(mark in text for mark in TO_WRITE.values()):
                yield Issue(pack, loc, "this text is still to be written")
        for pack in all_.packs:
            for name, ground in pack.content.grounds.items():
                for language, text in _by_language(ground.says):
                    if any(mark in text for mark in TO_WRITE.values()):
                        yield Issue(pack, ("grounds", name, "says", language), "this text is still to be written")


# --- use -------------------------------------------------------------------------------------------------------------


class GroundsUsed(Check):
    """See `text`."""

    id = "unused-ground"
    text = "Every ground carries a rule."
    whole = True
    severity = "warning"

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield grounds that no rule names."""
        used = {ground for _, _, rule in all_.rules() for ground in rule.grounds}
        for pack in all_.packs:
            for ground in pack.content.grounds:
                if ground not in used:
                    yield Issue(pack, ("grounds", ground), f'no rule rests on the ground "{ground}"', key=True)


class StableIsRead(Check):
    """See `text`."""

    id = "stable-unread"
    text = "A stable rule rests on at least one ground whose exact wording was read."
    severity = "warning"

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield stable rules whose grounds nobody has read."""
        read = {name for pack in all_.packs for name, ground in pack.content.grounds.items() if ground.checked}
        for pack, loc, rule in all_.rules():
            if rule.status == "stable" and not read.intersection(rule.grounds):
                yield Issue(
                    pack,
                    (*loc, "status"),
                    "stable, but nobody has read its grounds word for word",
                    'read one, or write "test"',
                )


class SignsOnce(Check):
    """See `text`."""

    id = "shared-sign"
    text = "No host, page title or heading is a sign of two systems."

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield signs that two systems claim: such pages would be recognised as neither."""
        seen: dict[tuple[str, str], tuple[str, Pack, Loc]] = {}
        for pack in all_.packs:
            system = pack.content.system
            if system is None:
                continue
            by = system.recognised_by
            for kind, signs in (("hosts", by.hosts), ("titles", by.titles), ("headings", by.headings)):
                for number, sign in enumerate(signs):
                    loc: Loc = ("system", "recognised_by", kind, number)
                    form = sign.lower().strip(".") if kind == "hosts" else run_of(sign, all_.stopwords)
                    name, other, other_loc = seen.setdefault((kind, form), (system.id, pack, loc))
                    if name != system.id:
                        yield Issue(
                            pack,
                            loc,
                            f'"{sign}" is also a sign of the system "{name}" ({other.line(other_loc)})',
                            "choose a sign that only one of the two has",
                        )


type _Text = tuple[Pack | Vocabulary, Loc, str]


def _each(source: Pack | Vocabulary, loc: Loc, texts: Iterable[str]) -> Iterator[_Text]:
    for number, text in enumerate(texts):
        yield source, (*loc, number), text


def _texts_to_match(all_: Everything) -> Iterator[_Text]:
    """Yield every text that is compared with the words of a page."""
    for pack, loc, _, category in all_.categories():
        yield from ((pack, (*loc, *way), phrase.text) for way, _, phrase in phrases_of(category))
        yield from ((pack, (*loc, *way), text) for way, _, text in vetoes_of(category))
    for pack, loc, condition in all_.conditions():
        yield from _each(pack, (*loc, "near"), condition.near)
    for pack, loc, rule in all_.rules():
        yield from _each(pack, (*loc, "scope", "group"), rule.scope.group)
    for pack in all_.packs:
        if pack.content.system is not None:
            by = pack.content.system.recognised_by
            yield from _each(pack, ("system", "recognised_by", "titles"), by.titles)
            yield from _each(pack, ("system", "recognised_by", "headings"), by.headings)
    vocabulary = all_.vocabulary.content
    for kind, lists in (("quiet", vocabulary.quiet), ("unquiet", vocabulary.unquiet)):
        for language, texts in lists.items():
            yield from _each(all_.vocabulary, (kind, language), texts)


# --- hits and misses -------------------------------------------------------------------------------------------------


def field_of(example: Example, rule: Rule) -> Field:
    """Give the field that an example shows; without a group of its own it stands under the rule's first group."""
    group = example.group if example.group is not None else next(iter(rule.scope.group), "")
    return Field(
        control=example.control,
        label=example.label,
        group=group.replace("*", ""),
        section=example.section,
        page=example.page,
        name=example.name,
        id=example.id,
        autocomplete=example.autocomplete.lower(),
        placeholder=example.placeholder,
        title=example.title,
        options=example.options,
    )


def profile_of(example: Example, rule: Rule, rulebook: Rulebook) -> Profile:
    """
    Give the profile of the site that an example is met on.

    What the example does not name is the first value of the rule's scope; if the scope names a system, its country and
    sector are those of the system.
    """
    scope, given = rule.scope, example.model_fields_set
    system = example.system if "system" in given else next(iter(scope.system), None)
    brought = rulebook.profile_of_system(system) if system is not None else Profile()
    country = example.country if "country" in given else next(iter(scope.country), brought.country)
    sector = example.sector if "sector" in given else next(iter(scope.sector), brought.sector)
    return Profile(country, sector, system)


def _shown(example: Example) -> str:
    for text in (example.label, example.autocomplete, example.placeholder, example.title, example.name, example.id):
        if text:
            return f'"{text}"'
    return f'"{example.group or " / ".join(example.options)}"'


def _found_instead(field: Field, profile: Profile, rule: Rule, rulebook: Rulebook) -> tuple[str, str]:
    """Say what the judge found instead of `rule`, and what can be done."""
    hint = judge(field, profile, rulebook)
    if hint is None:
        return _why_silent(field, profile, rule, rulebook)
    found = f'gives "{hint.rule}" ({hint.verdict})'
    if hint.category == rule.category:
        return found, "that rule is more precise or graver here: narrow its scope, or make this one more precise"
    return (
        f'{found}, because "{" ".join(hint.words)}" belongs to the category "{hint.category}"',
        f'add a longer phrase to the category "{rule.category}", or a never to "{hint.category}"',
    )


def _why_silent(field: Field, profile: Profile, rule: Rule, rulebook: Rulebook) -> tuple[str, str]:
    if any(rulebook.read(text).quiet for text in (field.label, field.group, field.section, field.page)):
        return "stands in a quiet place, where nothing is asked of a person", "see quiet in the vocabulary"
    names = {match.category for match, _ in explained(field, profile, rulebook)}
    if rule.category not in names:
        known = f"is recognised as {' and '.join(sorted(names))}" if names else "is not recognised"
        return known, f'add its words to the phrases of "{rule.category}"; if they are there, see "only" and "never"'
    first, *others = leading(field, profile, rulebook)
    if not others and first.category == rule.category:
        return "is recognised, but no rule has a scope that fits", "see country, sector, system and group"
    if not others:
        found = f'is recognised as "{first.category}", about which no rule speaks there'
        return found, f'add a longer phrase to "{rule.category}"'
    return (
        f"speaks of several things at once ({', '.join(sorted(names))}), so silence",
        "use longer phrases, or tell them apart with only",
    )


class _Judged(NamedTuple):
    """An example with what the rulebook of all packs says of it."""

    pack: Pack
    loc: Loc
    rule: Rule
    example: Example
    field: Field
    profile: Profile
    rulebook: Rulebook
    hint: Hint | None


def _judged(all_: Everything, kind: Literal["hits", "misses"]) -> Iterator[_Judged]:
    """Judge every hit, or every miss."""
    if all_.rulebook is None:
        return
    for pack, loc, rule in all_.speaking():
        for number, example in enumerate(rule.hits if kind == "hits" else rule.misses):
            field, profile = field_of(example, rule), profile_of(example, rule, all_.rulebook)
            hint = judge(field, profile, all_.rulebook)
            yield _Judged(pack, (*loc, kind, number), rule, example, field, profile, all_.rulebook, hint)


class Hits(Check):
    """See `text`."""

    id = "hit"
    text = "Every hit gets its rule, from the rulebook of all packs together."
    whole = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield hits that get another rule or none."""
        for one in _judged(all_, "hits"):
            if one.hint is None or one.hint.rule != one.rule.id:
                found, remedy = _found_instead(one.field, one.profile, one.rule, one.rulebook)
                message = f'{_shown(one.example)} should get "{one.rule.id}", but {found}'
                yield Issue(one.pack, one.loc, message, remedy)


class Misses(Check):
    """See `text`."""

    id = "miss"
    text = "No miss gets its rule, from the rulebook of all packs together."
    whole = True

    def issues(self, all_: Everything) -> Iterator[Issue]:
        """Yield misses that get the rule all the same."""
        for one in _judged(all_, "misses"):
            if one.hint is not None and one.hint.rule == one.rule.id:
                found = f'does, by the words "{" ".join(one.hint.words)}"'
                message = f'{_shown(one.example)} should not get "{one.rule.id}", but {found}'
                remedy = f'add a never to the category "{one.rule.category}", or narrow the scope'
                yield Issue(one.pack, one.loc, message, remedy)


CHECKS: Final[tuple[Check, ...]] = (
    IdsOnce(),
    KnownNames(),
    NotOnlyStopWords(),
    Stars(),
    NotVetoedByItself(),
    NotRepeated(),
    ToldApart(),
    TitleFits(),
    ReviewDates(),
    Addresses(),
    NoPermission(),
    InsteadNotEmpty(),
    InsteadNotNothing(),
    CareNotEmpty(),
    Finished(),
    GroundsUsed(),
    StableIsRead(),
    SignsOnce(),
    Hits(),
    Misses(),
)
"""All checks."""

_FIRM: Final = frozenset(one.id for one in CHECKS if one.firm)
_ALLOWABLE: Final = frozenset(one.id for one in CHECKS if not one.firm)


def _allowed(issue: Issue, check_id: str) -> bool:
    if not isinstance(issue.source, Pack):
        return False
    loc, content = issue.loc, issue.source.content
    if loc[:1] == ("rules",) and isinstance(loc[1], int):
        return check_id in content.rules[loc[1]].allow
    if loc[:1] == ("categories",) and isinstance(loc[1], str):
        return check_id in content.categories[loc[1]].allow
    return False


def check(
    packs: Iterable[Pack], vocabulary: Vocabulary, today: date, checks: Iterable[Check] = CHECKS
) -> list[Finding]:
    """
    Run the checks.

    Args:
        packs: All packs that will be in force together.
        vocabulary: Their vocabulary.
        today: The day that review dates are compared with.
        checks: Which checks to run.

    Returns:
        What they found, sorted by place.
    """
    all_ = Everything(packs, vocabulary, today)
    findings: set[Finding] = set()
    for one in checks:
        for issue in one.issues(all_):
            if one.firm or not _allowed(issue, one.id):
                severity: Severity = "warning" if issue.mild else one.severity
                findings.add(Finding(issue.problem, severity, one.id))
    return sorted(findings)
