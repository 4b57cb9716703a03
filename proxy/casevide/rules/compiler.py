"""
Packs and vocabulary → the content of ``rulebook.json``.

Pure and deterministic: the same packs in any order give the same bytes. Phrases are put into the normal form of
`casevide.text.words` here, once, so that the engines compare words and nothing else.

Left out are deprecated rules, and those that cannot or may not speak: about a category that no pack describes, without
any ground that a pack describes (no advice without a source), or under groups of which only stop words are left.
`casevide.rules.checks` tells their authors.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from casevide.errors import ProblemsError
from casevide.placed import Loc
from casevide.rulebook import FORMAT, digest
from casevide.rules.model import (
    LANGUAGES,
    ByLanguage,
    Category,
    Condition,
    Ground,
    PackFile,
    Phrase,
    Rule,
    System,
    Texts,
    VocabularyFile,
)
from casevide.rules.reader import Issue, Pack, Vocabulary
from casevide.text import plain, words

STAR: Final = "ꙮ"
"""
Stands for a ``*`` while a phrase is normalised: a letter that no label holds and that normalisation leaves alone, so
that the star stays on its word and the word is neither folded nor dropped as a stop word.
"""

_STARRED = re.compile(r"(?<=[^\W_])\*+")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def run_of(text: str, stopwords: frozenset[str]) -> str:
    """
    Give a phrase as a run of words: ``"Pays de naissance"`` → ``"pays naissance"``, ``"hospitalis*"`` → itself.

    Returns:
        The words in normal form joined by spaces, a ``*`` kept at a word's end; ``""`` if nothing is left.
    """
    marked = _STARRED.sub(STAR, text.replace(STAR, " "))
    return " ".join(
        word.split(STAR)[0] + "*" if STAR in word and not word.startswith(STAR) else word
        for word in words(marked, stopwords)
    )


def stopwords_of(vocabulary: VocabularyFile) -> frozenset[str]:
    """Give the stop words in the form that `casevide.text.words` compares: plain, not folded."""
    return frozenset(
        word for _, listed in vocabulary.stopwords.items() for text in listed for word in _WORD.findall(plain(text))
    )


def _runs(texts: Iterable[str], stopwords: frozenset[str]) -> list[str]:
    return sorted({run for text in texts if (run := run_of(text, stopwords))})


def _flat[Item](lists: ByLanguage[tuple[Item, ...]]) -> list[Item]:
    return [item for _, items in lists.items() for item in items]


def _texts(texts: Texts[str] | None) -> dict[str, str]:
    return texts.model_dump() if texts is not None else dict.fromkeys(LANGUAGES, "")


def _condition(condition: Condition, stopwords: frozenset[str]) -> dict[str, list[str]]:
    return {
        "countries": sorted(set(condition.countries)),
        "sectors": sorted(set(condition.sectors)),
        "systems": sorted(set(condition.systems)),
        "near": _runs(condition.near, stopwords),
    }


def _key(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


def _phrases(phrases: Iterable[Phrase], stopwords: frozenset[str]) -> list[Any]:
    """Give each run once: one that speaks everywhere needs no conditions, the conditions of several are joined."""
    always: set[str] = set()
    only: dict[str, dict[str, Any]] = {}
    for phrase in phrases:
        run = run_of(phrase.text, stopwords)
        if not run:
            continue
        if not phrase.only:
            always.add(run)
        for condition in phrase.only:
            compiled = _condition(condition, stopwords)
            if condition.near and not compiled["near"]:
                continue  # nothing but stop words: it can never hold
            only.setdefault(run, {})[_key(compiled)] = compiled
    return [
        run if run in always else {"words": run, "only": [only[run][key] for key in sorted(only[run])]}
        for run in sorted(always | only.keys())
    ]


def _category(category: Category, stopwords: frozenset[str]) -> dict[str, Any]:
    compiled: dict[str, Any] = {
        "title": _texts(category.title),
        "phrases": _phrases(_flat(category.phrases), stopwords),
        "labels": _phrases(_flat(category.labels), stopwords),
        "never": _runs(_flat(category.never), stopwords),
        "never_labels": _runs(_flat(category.never_labels), stopwords),
        "autocomplete": sorted(set(category.autocomplete)),
    }
    if category.dpv:
        compiled["dpv"] = category.dpv
    if category.special:
        compiled["special"] = category.special
    return compiled


def _rule(rule: Rule, pack: str, stopwords: frozenset[str]) -> dict[str, Any]:
    compiled: dict[str, Any] = {
        "id": rule.id,
        "category": rule.category,
        "verdict": rule.verdict,
        "scope": {
            "countries": sorted(set(rule.scope.country)),
            "sectors": sorted(set(rule.scope.sector)),
            "systems": sorted(set(rule.scope.system)),
            "group": _runs(rule.scope.group, stopwords),
        },
        "says": _texts(rule.says),
        "instead": _texts(rule.instead),
        "caveat": _texts(rule.caveat),
        "bearer": _texts(rule.bearer),
        "grounds": list(dict.fromkeys(rule.grounds)),  # the authors' order: the strongest first
        "confidence": rule.confidence,
        "status": rule.status,
        "reviewed": rule.reviewed.isoformat(),
        "pack": pack,
    }
    if rule.edition:
        compiled["edition"] = rule.edition
    if rule.mistakes:
        compiled["mistakes"] = list(rule.mistakes)
    return compiled


def _may_speak(rule: Rule, stopwords: frozenset[str]) -> bool:
    lost = bool(rule.scope.group) and not _runs(rule.scope.group, stopwords)
    return rule.status != "deprecated" and not lost


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "citation": _texts(ground.citation),
        "says": _texts(ground.says),
        "url": ground.url,
        "checked": ground.checked,
        "date": ground.date.isoformat(),
    }


def _system(system: System, stopwords: frozenset[str]) -> dict[str, Any]:
    by = system.recognised_by
    precedents = [
        {"year": one.year, "what": _texts(one.what), "outcome": _texts(one.outcome), "url": one.url}
        for one in system.precedents
    ]
    return {
        "title": _texts(system.title),
        "country": system.country,
        "sector": system.sector,
        "recognised_by": {
            "hosts": sorted({host.lower().strip(".") for host in by.hosts}),
            "titles": _runs(by.titles, stopwords),
            "headings": _runs(by.headings, stopwords),
        },
        "precedents": sorted(precedents, key=lambda one: (one["year"], _key(one))),
    }


def _pack(content: PackFile) -> dict[str, Any]:
    head = content.pack
    return {
        "title": _texts(head.title),
        "owner": head.owner,
        "contact": head.contact,
        "licence": head.licence,
        "reviewed": head.reviewed.isoformat(),
        "review_by": head.review_by.isoformat(),
    }


def taken_twice(packs: Iterable[Pack]) -> Iterator[Issue]:
    """Yield an issue for every id that is used a second time, naming the place of the first; in the order of paths."""
    first: dict[tuple[str, str], tuple[Pack, Loc, bool]] = {}
    for pack in sorted(packs, key=lambda pack: pack.path):
        content = pack.content
        ids: list[tuple[str, str, Loc, bool]] = [("pack", pack.id, ("pack", "id"), False)]
        ids += [("ground", ground, ("grounds", ground), True) for ground in content.grounds]
        ids += [("category", category, ("categories", category), True) for category in content.categories]
        ids += [("rule", rule.id, ("rules", number, "id"), False) for number, rule in enumerate(content.rules)]
        if content.system is not None:
            ids.append(("system", content.system.id, ("system", "id"), False))
        for kind, name, loc, key in ids:
            if (kind, name) not in first:
                first[kind, name] = (pack, loc, key)
                continue
            other, other_loc, other_key = first[kind, name]
            message = f'the {kind} "{name}" is already in {other.line(other_loc, key=other_key)}'
            yield Issue(pack, loc, message, "give this one another id, or delete one of the two", key)


def _with_sources(rule: dict[str, Any], grounds: Mapping[str, Any]) -> dict[str, Any]:
    return rule | {"grounds": [ground for ground in rule["grounds"] if ground in grounds]}


def compile_packs(packs: Iterable[Pack], vocabulary: Vocabulary | VocabularyFile) -> dict[str, Any]:
    """
    Make the content of ``rulebook.json``.

    Args:
        packs: The packs in force, in any order.
        vocabulary: The stop words, quiet words and sectors that they share.

    Returns:
        Plain JSON data with its ``digest``; the same for the same packs in any order.

    Raises:
        ProblemsError: Two packs, grounds, categories, rules or systems have the same id.
    """
    packs = list(packs)
    problems = [issue.problem for issue in taken_twice(packs)]
    if problems:
        raise ProblemsError(problems)
    shared = vocabulary.content if isinstance(vocabulary, Vocabulary) else vocabulary
    stopwords = stopwords_of(shared)
    categories: dict[str, Any] = {}
    grounds: dict[str, Any] = {}
    systems: dict[str, Any] = {}
    rules: list[dict[str, Any]] = []
    for pack in packs:
        content = pack.content
        categories |= {name: _category(category, stopwords) for name, category in content.categories.items()}
        grounds |= {name: _ground(ground) for name, ground in content.grounds.items()}
        rules += [_rule(rule, pack.id, stopwords) for rule in content.rules if _may_speak(rule, stopwords)]
        if content.system is not None:
            systems[content.system.id] = _system(content.system, stopwords)
    rules = [_with_sources(rule, grounds) for rule in rules if rule["category"] in categories]
    rules = [rule for rule in rules if rule["grounds"]]
    content_of_rulebook: dict[str, Any] = {
        "format": FORMAT,
        "date": max((pack.content.pack.reviewed.isoformat() for pack in packs), default=""),
        "packs": _sorted({pack.id: _pack(pack.content) for pack in packs}),
        "stopwords": sorted(stopwords),
        "quiet": _runs(_flat(shared.quiet), stopwords),
        "unquiet": _runs(_flat(shared.unquiet), stopwords),
        "sectors": _sorted(
            {
                name: {"title": _texts(sector.title)} | ({"inherits": sector.inherits} if sector.inherits else {})
                for name, sector in shared.sectors.items()
            }
        ),
        "categories": _sorted(categories),
        "rules": sorted(rules, key=lambda rule: str(rule["id"])),
        "grounds": _sorted(grounds),
        "systems": _sorted(systems),
    }
    content_of_rulebook["digest"] = digest(content_of_rulebook)
    return content_of_rulebook


def _sorted(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: named[name] for name in sorted(named)}
