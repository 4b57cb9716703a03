"""
Two critiques of the same form, an earlier and a new one: what was added, removed, newly forced. Pure.

The earlier one is what ``casevide critique --format json`` wrote. Fields are matched by what does not change from one
visit to the next: the technical name with its numbers left out (software counts rows and components in it), the label
and the group. A field that was only renamed, or only relabelled, is still the same one.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit

from casevide.critique.critique import JSON_VERSION, Critique
from casevide.errors import CasevideError

_DIGITS: Final = re.compile(r"\d+")
_PROFILE: Final = ("country", "sector", "system")
_TEXTS: Final = ("selector", "label", "group", "name")


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question of a critique, the same one on several rows counted once.

    Attributes:
        label: Its label.
        group: What it stands under.
        name: Its technical name, or its selector where it has none.
        verdict: Its verdict; ``None`` for silence.
        forced: Whether the software forces it.
    """

    label: str
    group: str
    name: str
    verdict: str | None
    forced: bool

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the question."""
        return {
            "label": self.label,
            "group": self.group,
            "name": self.name,
            "verdict": self.verdict,
            "forced": self.forced,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A question that is on both critiques: as it was, and as it is."""

    was: Asked
    now: Asked

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the change: the question as it is, with the verdict that it had."""
        return {**self.now.as_json(), "verdict_before": self.was.verdict}


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What is different on one page.

    Attributes:
        since: How the earlier critique called its page; ``""`` if it did not know this page.
        since_rules: The date of the earlier rules, and whether they were others than today's.
        other_rules: Whether the rules changed in between: verdicts may have changed without the form.
        other_profile: Whether the site was known otherwise.
        added: Questions that were not asked.
        removed: Questions that are no longer asked.
        newly_forced: Questions that the software forces and did not force.
        no_longer_forced: The other way round.
        verdict_changed: Questions whose verdict is another one.
    """

    since: str
    since_rules: str
    other_rules: bool
    other_profile: bool
    added: tuple[Asked, ...] = ()
    removed: tuple[Asked, ...] = ()
    newly_forced: tuple[Change, ...] = ()
    no_longer_forced: tuple[Change, ...] = ()
    verdict_changed: tuple[Change, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything of the form or its verdicts is different."""
        return bool(self.added or self.removed or self.newly_forced or self.no_longer_forced or self.verdict_changed)

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the comparison."""
        return {
            "since": {"source": self.since or None, "rules": self.since_rules or None},
            "other_rules": self.other_rules,
            "other_profile": self.other_profile,
            "added": [one.as_json() for one in self.added],
            "removed": [one.as_json() for one in self.removed],
            "newly_forced": [one.as_json() for one in self.newly_forced],
            "no_longer_forced": [one.as_json() for one in self.no_longer_forced],
            "verdict_changed": [one.as_json() for one in self.verdict_changed],
        }


def read_critiques(data: bytes, path: str) -> list[dict[str, Any]]:
    """
    Read what ``casevide critique --format json`` wrote.

    Args:
        data: The bytes of the file.
        path: How to call it in an error.

    Returns:
        The JSON objects, one for each page.

    Raises:
        CasevideError: It is not JSON, not a critique, or of a newer version.
    """
    remedy = "give a file that casevide critique --format json wrote"
    try:
        pages = json.loads(data)
    except json.JSONDecodeError as error:
        raise CasevideError(f"{path}:{error.lineno}:{error.colno}: this is not JSON ({error.msg})", remedy) from error
    except (ValueError, RecursionError) as error:
        raise CasevideError(f"{path}: this is not JSON ({error})", remedy) from error
    if not isinstance(pages, list):
        raise CasevideError(f"{path}: this is not a critique", remedy)
    for number, page in enumerate(pages, 1):
        version = page.get("version") if isinstance(page, dict) else None
        if isinstance(version, int) and version > JSON_VERSION:
            raise CasevideError(
                f"{path}: page {number} has version {version}, this program reads up to {JSON_VERSION}",
                "update Case vide",
            )
        if version != JSON_VERSION or not _is_page(page):
            raise CasevideError(f"{path}: page {number} is not the critique of a page", remedy)
    return pages


def _is_page(page: Mapping[str, Any]) -> bool:
    fields = page.get("fields")
    return (
        isinstance(page.get("source"), str)
        and all(isinstance(page.get(key), dict) for key in ("profile", "rulebook"))
        and isinstance(fields, list)
        and all(
            isinstance(field, dict)
            and all(isinstance(field.get(key), str) for key in _TEXTS)
            and isinstance(field.get("forced"), bool)
            and isinstance(field.get("verdict"), str | None)
            for field in fields
        )
    )


def compare(old: Sequence[Mapping[str, Any]], new: Sequence[Critique]) -> tuple[list[Changes], list[str]]:
    """
    Compare critiques page by page.

    A page is matched by its whole source, else by its last name (``accueil.html``); where there is one page on each
    side, these two are compared whatever they are called.

    Args:
        old: The earlier critiques, as `read_critiques` gives them.
        new: The new ones.

    Returns:
        The changes of each new page, in order; and the sources of earlier pages that are not among the new ones.
    """
    left = list(old)
    pairs: dict[int, Mapping[str, Any]] = {}
    for same in (_whole, _last):
        for place, critique in enumerate(new):
            if place in pairs:
                continue
            found = next((page for page in left if same(page["source"]) == same(critique.source)), None)
            if found is not None:
                left.remove(found)
                pairs[place] = found
    if len(old) == len(new) == 1 and not pairs:
        pairs[0] = left.pop()
    changes = [_changes(pairs.get(place), critique) for place, critique in enumerate(new)]
    return changes, [page["source"] for page in left]


def _whole(source: str) -> str:
    return source


def _last(source: str) -> str:
    path = urlsplit(source).path if "://" in source else source
    return PurePath(path.replace("\\", "/")).name or source


def _changes(old: Mapping[str, Any] | None, critique: Critique) -> Changes:
    now = critique.as_json()
    before = _questions(old["fields"] if old else ())
    after = _questions(now["fields"])
    both = _matched(before, after)
    kept_before, kept_after = {id(was) for was, _ in both}, {id(one) for _, one in both}
    changed = [Change(was, one) for was, one in both]
    return Changes(
        old["source"] if old else "",
        str(old["rulebook"].get("date") or "") if old else "",
        old is not None and old["rulebook"].get("digest") != critique.digest,
        old is not None and any(old["profile"].get(key) != now["profile"][key] for key in _PROFILE),
        tuple(one for one in after if id(one) not in kept_after),
        tuple(one for one in before if id(one) not in kept_before),
        tuple(one for one in changed if one.now.forced and not one.was.forced),
        tuple(one for one in changed if one.was.forced and not one.now.forced),
        tuple(one for one in changed if one.was.verdict != one.now.verdict),
    )


def _questions(fields: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """Give the questions of a page: fields of the same shape are one, forced if any of them is."""
    found: dict[tuple[str, ...], Asked] = {}
    for field in fields:
        name = field["name"] or field["selector"]
        one = Asked(field["label"], field["group"], name, field["verdict"], field["forced"])
        key = (_shape(name), one.label, one.group)
        same = found.get(key)
        found[key] = (
            one if same is None else Asked(one.label, one.group, same.name, same.verdict, same.forced or one.forced)
        )
    return list(found.values())


def _shape(name: str) -> str:
    return _DIGITS.sub("#", name)


def _matched(before: Sequence[Asked], after: Sequence[Asked]) -> list[tuple[Asked, Asked]]:
    """Pair the questions of two pages: those alike in all, then those renamed, then those relabelled."""
    keys: tuple[Callable[[Asked], tuple[str, ...]], ...] = (
        lambda one: (_shape(one.name), one.label, one.group),
        lambda one: (one.label, one.group) if one.label else (),
        lambda one: (_shape(one.name),) if one.name else (),
    )
    pairs: list[tuple[Asked, Asked]] = []
    left, right = list(before), list(after)
    for key in keys:
        waiting: dict[tuple[str, ...], list[Asked]] = {}
        for one in left:
            waiting.setdefault(key(one), []).append(one)
        rest: list[Asked] = []
        for one in right:
            same = waiting.get(key(one)) if key(one) else None
            if same:
                pairs.append((same.pop(0), one))
            else:
                rest.append(one)
        right = rest
        paired = {id(was) for was, _ in pairs}
        left = [one for one in left if id(one) not in paired]
    return pairs
