"""
What letters and sheets are made from: pages read now, and critiques kept as JSON, read back.

A kept critique holds the verdicts but not what the rules say; that comes from the rules in force. Where these no longer
say the same, the critique is refused: a letter must not quote a rule that has changed since.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from casevide.critique.against import read_critiques
from casevide.critique.critique import Critique, Finding
from casevide.critique.pages import list_sources
from casevide.critique.report import Reading, critiques_of, opened
from casevide.critique.source import Read, Source
from casevide.errors import CasevideError
from casevide.field import Field, Profile
from casevide.files import read_bytes
from casevide.judge import Hint
from casevide.rulebook import Rulebook

_JSON: Final = ".json"


@dataclass(frozen=True, slots=True)
class Gathered:
    """
    What could be read of all that was named.

    Attributes:
        critiques: One for each page.
        fresh: For each critique, whether its page was read just now.
        errors: What is wrong with the rest.
    """

    critiques: tuple[Critique, ...]
    fresh: tuple[bool, ...]
    errors: tuple[CasevideError, ...]


def gather(
    targets: Iterable[str],
    *,
    rulebook: Rulebook,
    profile: Profile | None = None,
    country: str | None = None,
    profile_of: Callable[[str], Profile | None] = lambda _host: None,
    browser: bool = False,
) -> Gathered:
    """
    Read pages and kept critiques.

    Args:
        targets: Paths, folders, recordings, addresses, ``-``, and kept critiques (files ending in ``.json``).
        rulebook: The rules in force.
        profile: What was chosen for pages; without it the site list, then the page itself decides.
        country: The country of pages of which nothing else is known.
        profile_of: The profile of a host on the site list.
        browser: Whether a real browser opens the pages.
    """
    critiques: list[Critique] = []
    fresh: list[bool] = []
    errors: list[CasevideError] = []
    with opened(insecure_http=False, browser=browser) as read:
        for target in targets:
            if _is_kept(target):
                try:
                    found = kept_critiques(read_bytes(Path(target)), target, rulebook)
                except CasevideError as error:
                    found = []
                    errors.append(error)
            else:
                found, wrong = _read(target, _once(read), rulebook, profile, country, profile_of)
                errors += wrong
            critiques += found
            fresh += [not _is_kept(target)] * len(found)
    return Gathered(tuple(critiques), tuple(fresh), tuple(errors))


def _is_kept(target: str) -> bool:
    return target.lower().endswith(_JSON) and "://" not in target


def _read(
    target: str,
    read: Reading,
    rulebook: Rulebook,
    profile: Profile | None,
    country: str | None,
    profile_of: Callable[[str], Profile | None],
) -> tuple[list[Critique], list[CasevideError]]:
    """Read pages; the country alone counts only where nothing else is known of them."""
    critiques: list[Critique] = []
    sources, errors = list_sources([target])
    for source in sources:
        found, wrong = critiques_of(source, read, rulebook, profile, profile_of)
        if country and found and all(one.profile == Profile() for one in found):
            found, wrong = critiques_of(source, read, rulebook, Profile(country), profile_of)
        critiques += found
        errors += wrong
    return critiques, errors


def _once(read: Reading) -> Reading:
    """Give a way to read each source once only: standard input ends, and a site is not asked twice."""
    known: dict[Source, tuple[list[Read], list[CasevideError]]] = {}

    def reading(source: Source) -> tuple[list[Read], list[CasevideError]]:
        if source not in known:
            known[source] = read(source)
        pages, errors = known[source]
        return list(pages), list(errors)

    return reading


def kept_critiques(data: bytes, path: str, rulebook: Rulebook) -> list[Critique]:
    """
    Read back what ``casevide critique --format json`` wrote.

    Args:
        data: The bytes of the file.
        path: How to call it in an error.
        rulebook: The rules in force.

    Raises:
        CasevideError: It is not such a file, or its rules say otherwise now.
    """
    return [_critique(page, path, rulebook) for page in read_critiques(data, path)]


def _critique(page: Mapping[str, Any], path: str, rulebook: Rulebook) -> Critique:
    profile, rules = page["profile"], page["rulebook"]
    return Critique(
        page["source"],
        Profile(profile.get("country"), profile.get("sector"), profile.get("system")),
        str(profile.get("from") or ""),
        str(rules.get("digest") or ""),
        str(rules.get("date") or ""),
        tuple(_finding(field, path, rulebook) for field in page["fields"]),
    )


def _finding(data: Mapping[str, Any], path: str, rulebook: Rulebook) -> Finding:
    field = Field(
        control=str(data.get("control") or "text"),
        label=data["label"],
        group=data["group"],
        section=str(data.get("section") or ""),
        name=data["name"],
        id=data["selector"].removeprefix("#"),
        forced=data["forced"],
        ways_out=tuple(str(way) for way in data.get("ways_out") or ()),
        selector=data["selector"],
    )
    category, certainty = data.get("category"), data.get("certainty")
    name = data.get("rule")
    if name is None:
        return Finding(field, None, category, certainty)
    rule = rulebook.rules.get(name)
    if rule is None or rule.verdict != data["verdict"]:
        raise CasevideError(
            f"{path}: this critique was made with other rules: {name} does not say {data['verdict']} today",
            "make the critique again, then the document",
        )
    sure = certainty != "likely"
    evidence = "label" if sure else "name"
    hint = Hint(rule.verdict, rule.id, rule.category, "sure" if sure else "likely", evidence, ())
    return Finding(field, hint, category, certainty)
