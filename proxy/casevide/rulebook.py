"""
The compiled rules: load ``rulebook.json``, look up what a text asks for.

A rulebook is data made by `casevide.rules.compiler`; this module only reads it. Looking up is a walk through a trie of
words, so its cost grows with the length of the text and hardly with the number of phrases, whatever a pack contains.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from casevide.errors import RulebookError
from casevide.field import Profile
from casevide.text import name_words, words

FORMAT: Final = 1
"""The newest rulebook format that this engine reads."""

VERDICTS: Final = ("care-critical", "required", "challengeable", "intrusive", "optional")
"""The five verdicts, in the fixed order: an earlier one wins over a later one at equal precision."""

LOWERING: Final = frozenset({"challengeable", "intrusive", "optional"})
"""The verdicts that may lead someone to write less."""

CARE: Final = "care-critical"

_MEMO = 16384
_MEMO_PAGES = 8


def canonical(content: Mapping[str, Any]) -> bytes:
    """Give the canonical bytes of a rulebook's content: sorted keys, no white space, UTF-8, without its digest."""
    bare = {key: value for key, value in content.items() if key != "digest"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Mapping[str, Any]) -> str:
    """Give ``sha256-`` and the hexadecimal SHA-256 of a rulebook's canonical content."""
    return "sha256-" + hashlib.sha256(canonical(content)).hexdigest()


type Weight = tuple[int, bool, bool, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """
    One way for a phrase with ``only`` to speak: every part that is given must hold.

    Attributes:
        countries: The profile's country is one of these.
        sectors: The profile's sector, or one that it inherits from, is one of these.
        systems: The profile's system is one of these.
        near: The group, section or page title holds one of these runs of words.
    """

    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """
    A category that a text speaks of.

    Attributes:
        category: Its id.
        words: The run of words.
        exact: How many of the words matched without a ``*``.
        whole: Whether it is one of the category's `labels` (the whole text).
        only: Conditions, one of which must hold; empty when the phrase speaks everywhere.
    """

    category: str
    words: tuple[str, ...]
    exact: int
    whole: bool
    only: tuple[Condition, ...] = ()

    @property
    def weight(self) -> Weight:
        """Longer wins, then a whole label, then a phrase with conditions (which hold), then fewer stars."""
        return (len(self.words), self.whole, bool(self.only), self.exact)


class Reading(NamedTuple):
    """
    What the rulebook sees in one text.

    Attributes:
        words: The words of the text, normal.
        found: Every category that it speaks of, vetoes applied, conditions still to be checked.
        quiet: Whether it says that nothing here is asked of a person (a search, a filter, settings).
        vetoed: The categories that a `never` run in it vetoes.
        context: The runs of `near` and of a scope's `group` that it holds.
    """

    words: tuple[str, ...]
    found: tuple[Found, ...]
    quiet: bool
    vetoed: frozenset[str]
    context: frozenset[str]


@dataclass(slots=True)
class _Node:
    words: dict[str, "_Node"] = field(default_factory=dict)
    prefixes: dict[str, "_Node"] = field(default_factory=dict)
    prefix_lengths: tuple[int, ...] = ()
    ends: list[tuple[str, str, tuple[Condition, ...]]] = field(default_factory=list)  # (kind, category or run, only)


class Phrases:
    """A trie of runs of words. A word that ends in ``*`` stands for every word that begins so."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, run: str, kind: str, category: str, only: tuple[Condition, ...] = ()) -> None:
        """Add one run, its words already normal and separated by spaces."""
        node = self._root
        for word in run.split():
            if word.endswith("*"):
                beginning = word[:-1]
                node = node.prefixes.setdefault(beginning, _Node())
            else:
                node = node.words.setdefault(word, _Node())
        node.ends.append((kind, category, only))

    def seal(self) -> None:
        """Note which lengths of beginnings occur at each node; call once after the last `add`."""
        stack = [self._root]
        while stack:
            node = stack.pop()
            node.prefix_lengths = tuple(sorted({len(beginning) for beginning in node.prefixes}))
            stack.extend(node.words.values())
            stack.extend(node.prefixes.values())

    def runs(self, text: tuple[str, ...]) -> Iterator[tuple[int, int, int, str, str, tuple[Condition, ...]]]:
        """Yield ``(start, length, exact, kind, category, only)`` for every run that occurs in `text`."""
        for start in range(len(text)):
            yield from self._runs_from(text, start)

    def _runs_from(
        self, text: tuple[str, ...], start: int
    ) -> Iterator[tuple[int, int, int, str, str, tuple[Condition, ...]]]:
        nodes = [(self._root, 0)]
        for position in range(start, len(text)):
            word = text[position]
            after: list[tuple[_Node, int]] = []
            for node, exact in nodes:
                following = node.words.get(word)
                if following is not None:
                    after.append((following, exact + 1))
                for length in node.prefix_lengths:
                    if length > len(word):
                        break
                    following = node.prefixes.get(word[:length])
                    if following is not None:
                        after.append((following, exact))
            if not after:
                return
            for node, exact in after:
                for kind, category, only in node.ends:
                    yield start, position - start + 1, exact, kind, category, only
            nodes = after


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule holds. An empty part holds everywhere; `group` holds runs of words."""

    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """
    What the judge needs of a rule, and in `texts` all the rest as it stands in the rulebook.

    `texts` holds ``says``, ``instead``, ``caveat``, ``bearer`` (each ``{"fr", "nl", "en"}``), ``grounds``,
    ``confidence``, ``status``, ``reviewed``, ``pack``, for a required field ``edition``, and ``mistakes`` where any is
    known.
    """

    id: str
    category: str
    verdict: str
    scope: Scope
    texts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Recogniser:
    hosts: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]
    headings: tuple[tuple[str, ...], ...]


def _split(runs: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(run.split()) for run in runs)


def contains(text: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Tell whether the run of words, stars allowed, occurs in the text."""
    last = len(text) - len(run)
    return any(
        all(
            word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
            for word, wanted in zip(text[start : start + len(run)], run, strict=True)
        )
        for start in range(last + 1)
    )


def _conditions(data: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            frozenset(one.get("countries", ())),
            frozenset(one.get("sectors", ())),
            frozenset(one.get("systems", ())),
            frozenset(one.get("near", ())),
        )
        for one in data
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    if data["verdict"] not in VERDICTS:
        raise ValueError(data["verdict"])
    scope = data.get("scope", {})
    return Rule(
        data["id"],
        data["category"],
        data["verdict"],
        Scope(
            frozenset(scope.get("countries", ())),
            frozenset(scope.get("sectors", ())),
            frozenset(scope.get("systems", ())),
            frozenset(scope.get("group", ())),
        ),
        data,
    )


class Rulebook:
    """
    A loaded rulebook. Immutable to its users; it remembers texts that it has already looked up.

    Args:
        content: The JSON object, as `casevide.rules.compiler.compile_packs` makes it.

    Raises:
        RulebookError: The format is newer than `FORMAT`, or the content does not have the form of a rulebook.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        number = content.get("format")
        if not isinstance(number, int):
            raise RulebookError("this is not a rulebook: it has no format number", "compile the rules again")
        if number > FORMAT:
            raise RulebookError(
                f"the rulebook has format {number}, this program reads up to format {FORMAT}", "update Case vide"
            )
        try:
            self._load(content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RulebookError(f"the rulebook is damaged ({error!r})", "compile the rules again") from error

    def _load(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.digest = str(content["digest"])
        self.stopwords = frozenset(str(word) for word in content["stopwords"])
        self.categories: Mapping[str, Any] = content["categories"]
        self.grounds: Mapping[str, Any] = content["grounds"]
        self.systems: Mapping[str, Any] = content["systems"]
        self.sectors: Mapping[str, Any] = content["sectors"]
        self.packs: Mapping[str, Any] = content["packs"]
        self._lineage = {sector: self._ancestors(sector) for sector in self.sectors}
        self.rules: dict[str, Rule] = {}
        self.rules_of: dict[str, list[Rule]] = {}
        for data in content["rules"]:
            rule = _rule(data)
            self.rules[rule.id] = rule
            self.rules_of.setdefault(rule.category, []).append(rule)
        self._load_phrases(content)
        self._recognisers = {
            system: _Recogniser(
                tuple(data["recognised_by"].get("hosts", ())),
                _split(data["recognised_by"].get("titles", ())),
                _split(data["recognised_by"].get("headings", ())),
            )
            for system, data in self.systems.items()
        }
        # A form seen once is nearly free the second time. Page titles may hold a person's name: hardly any are kept.
        self.read = lru_cache(maxsize=_MEMO)(self._read)
        self.read_name = lru_cache(maxsize=_MEMO)(self._read_name)
        self.read_page_title = lru_cache(maxsize=_MEMO_PAGES)(self._read)
        self.memo: dict[object, Any] = {}

    def _load_phrases(self, content: Mapping[str, Any]) -> None:
        self._phrases = Phrases()
        self._autocomplete: dict[str, list[str]] = {}
        for category, data in self.categories.items():
            self._load_category(category, data)
        for kind in ("quiet", "unquiet"):
            for run in content.get(kind, ()):
                self._phrases.add(run, kind, "")
        for run in sorted(self._context_runs()):
            self._phrases.add(run, "context", run)
        self._phrases.seal()

    def _load_category(self, category: str, data: Mapping[str, Any]) -> None:
        for kind in ("phrases", "labels"):
            for phrase in data.get(kind, ()):
                if isinstance(phrase, str):
                    self._phrases.add(phrase, kind, category)
                else:
                    self._phrases.add(phrase["words"], kind, category, _conditions(phrase["only"]))
        for kind in ("never", "never_labels"):
            for run in data.get(kind, ()):
                self._phrases.add(run, kind, category)
        for token in data.get("autocomplete", ()):
            self._autocomplete.setdefault(token, []).append(category)

    def _context_runs(self) -> set[str]:
        """Give every run that a condition or a scope looks for around a field."""
        runs = {run for rule in self.rules.values() for run in rule.scope.group}
        for data in self.categories.values():
            for phrase in (*data.get("phrases", ()), *data.get("labels", ())):
                if not isinstance(phrase, str):
                    runs.update(run for one in phrase["only"] for run in one.get("near", ()))
        return runs

    @classmethod
    def from_json(cls, data: bytes) -> "Rulebook":
        """
        Load a rulebook from its JSON bytes.

        Raises:
            RulebookError: The bytes are not JSON, not a rulebook, of a newer format, or the digest does not fit.
        """
        try:
            content = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise RulebookError(f"the rulebook is not JSON ({error})", "compile the rules again") from error
        if not isinstance(content, dict):
            raise RulebookError("the rulebook is not a JSON object", "compile the rules again")
        rulebook = cls(content)
        if digest(content) != rulebook.digest:
            raise RulebookError("the rulebook's digest does not fit its content", "compile the rules again")
        return rulebook

    def _ancestors(self, sector: str) -> tuple[str, ...]:
        line: list[str] = []
        current: str | None = sector
        while current is not None and current not in line:
            line.append(current)
            current = self.sectors[current].get("inherits") if current in self.sectors else None
        return tuple(line)

    def lineage(self, sector: str | None) -> tuple[str, ...]:
        """Give a sector and those it inherits from, nearest first; an unknown sector stands alone."""
        if sector is None:
            return ()
        return self._lineage.get(sector, (sector,))

    def _read(self, text: str) -> Reading:
        return self._reading(words(text, self.stopwords))

    def _read_name(self, name: str) -> Reading:
        return self._reading(name_words(name, self.stopwords))

    def _reading(self, text: tuple[str, ...]) -> Reading:
        vetoed: set[str] = set()
        not_alone: set[str] = set()
        candidates: list[Found] = []
        context: set[str] = set()
        kinds: set[str] = set()
        for start, length, exact, kind, category, only in self._phrases.runs(text):
            whole = start == 0 and length == len(text)
            kinds.add(kind)
            if kind == "never":
                vetoed.add(category)
            elif kind == "context":
                context.add(category)
            elif kind == "never_labels" and whole:
                not_alone.add(category)
            elif kind == "phrases" or (kind == "labels" and whole):
                candidates.append(Found(category, text[start : start + length], exact, kind == "labels", only))
        silenced = vetoed | not_alone
        return Reading(
            text,
            tuple(one for one in candidates if one.category not in silenced),
            "quiet" in kinds and "unquiet" not in kinds,
            frozenset(vetoed),
            frozenset(context),
        )

    def read_autocomplete(self, tokens: str) -> Reading:
        """Read an ``autocomplete`` attribute: its last token names the field (WHATWG HTML, autofill detail tokens)."""
        token = tokens.split()[-1:]
        categories = self._autocomplete.get("".join(token), ())
        found = tuple(Found(category, tuple(token), 1, whole=True) for category in categories)
        return Reading(tuple(token), found, quiet=False, vetoed=frozenset(), context=frozenset())

    def recognise_system(self, host: str, title: str, headings: Iterable[str] = ()) -> str | None:
        """
        Tell which system a page belongs to: by host first, then by the words of its title, then of its headings.

        A host of the list stands for itself and for every name below it. Two systems that fit equally: ``None``.
        """
        host = host.lower().rstrip(".")
        in_title = words(title, self.stopwords)
        in_headings = [words(heading, self.stopwords) for heading in headings]
        by_host, by_title, by_heading = set(), set(), set()
        for system, known in self._recognisers.items():
            if any(host == one or host.endswith("." + one) for one in known.hosts):
                by_host.add(system)
            if any(contains(in_title, run) for run in known.titles):
                by_title.add(system)
            if any(contains(heading, run) for run in known.headings for heading in in_headings):
                by_heading.add(system)
        fitting = by_host or by_title or by_heading
        return fitting.pop() if len(fitting) == 1 else None

    def profile_of_system(self, system: str) -> Profile:
        """Give the profile that a system brings with it (its country and sector, where its pack names them)."""
        data = self.systems.get(system, {})
        return Profile(data.get("country"), data.get("sector"), system)
