"""Annotated copies of saved pages: the originals are read, never written."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from casevide.critique import UnreadableError, critique_page
from casevide.errors import FileError
from casevide.field import Profile
from casevide.files import read_bytes, write_whole
from casevide.page.annotate import LARGEST, annotate
from casevide.rulebook import Rulebook

_KINDS: Final = {
    ".xhtml": "application/xhtml+xml",
    ".xht": "application/xhtml+xml",
    ".xml": "text/xml",
    ".txt": "text/plain",
}

_REASONS: Final = {
    "charset": ("the character set of this page is not known", "save it again from the browser, in UTF-8"),
    "doubt": ("this page is read differently by old and new browsers", "its selects hold what no select may hold"),
    "empty": ("this page is empty", "save it again, with its form on the screen"),
    "error": ("this page cannot be read", "report it, without the page if it holds anything about a person"),
    "not-html": ("this is not a web page", "save the page from the browser as HTML"),
    "place": (
        "this page cannot be annotated with certainty",
        "report it, without the page if it holds anything private",
    ),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """
    What was made of one page.

    Attributes:
        source: The page.
        target: Its annotated copy; ``None`` if it was left alone because it is annotated already.
        fields: How many fields it has.
        hints: How many of them have a hint.
    """

    source: Path
    target: Path | None
    fields: int = 0
    hints: int = 0

    def __str__(self) -> str:
        if self.target is None:
            return f"{self.source}: left alone, it is annotated already"
        return f"{self.source}: {_count(self.fields, 'field')}, {_count(self.hints, 'hint')}, in {self.target}"

    def as_json(self) -> dict[str, Any]:
        """Give the JSON object of the copy."""
        return {
            "source": str(self.source),
            "copy": str(self.target) if self.target else None,
            "fields": self.fields,
            "hints": self.hints,
        }


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def targets(sources: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """
    Choose the file for each page's copy: its own name in the folder, with a number where two pages share a name.

    Names that differ only in their capitals count as shared, because some disks do not tell them apart.
    """
    chosen: dict[Path, Path] = {}
    taken: set[str] = set()
    for source in dict.fromkeys(sources):
        name, number = source.name, 1
        while name.lower() in taken:
            number += 1
            name = f"{source.stem}-{number}{source.suffix}"
        taken.add(name.lower())
        chosen[source] = folder / name
    return chosen


def write_copy(
    source: Path,
    target: Path,
    *,
    originals: Iterable[Path],
    rulebook: Rulebook,
    profile: Profile | None,
    every_field: bool = False,
    visible: str | None = None,
) -> Copy:
    """
    Write the annotated copy of one page, whole or not at all.

    Args:
        source: The page.
        target: The file to write.
        originals: Files that may not be overwritten.
        rulebook: The rules in force.
        profile: What is known of the site; ``None``: what the page itself tells, if it belongs to a known software.
        every_field: Whether fields without a hint are marked as silent.
        visible: The language of plain-text notes, if there shall be any.

    Raises:
        CasevideError: The page cannot be read or is none, or the copy cannot be written.
    """
    body = read_bytes(source, LARGEST)
    content_type = _KINDS.get(source.suffix.lower())
    known = profile or critique_page(body, source=str(source), rulebook=rulebook, content_type=content_type).profile
    found = annotate(
        body, content_type=content_type, rulebook=rulebook, profile=known, every_field=every_field, visible=visible
    )
    if found.reason == "annotated":
        return Copy(source, None)
    if found.reason:
        what, remedy = _REASONS[found.reason]
        raise UnreadableError(f"{source}: {what}", remedy)
    if any(_same(target, original) for original in originals):
        raise FileError(f"{target}: this would overwrite an original", "choose another folder with --out-dir")
    write_whole(target, found.body)
    return Copy(source, target, len(found.hints), sum(hint is not None for _, hint in found.hints))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
