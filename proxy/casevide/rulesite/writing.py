"""
Puts a built site into a folder, and takes away what an earlier one left there.

A marker file lists what the site consists of. Without it, a folder that holds anything is not touched; with it, only
files that it lists are ever removed.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from casevide.errors import CasevideError, FileError
from casevide.files import make_folder, read_bytes, read_text, write_whole

MARKER: Final = "casevide-site.txt"
"""The name of the marker file."""

_FIRST_LINE: Final = "Made by: casevide rules site. Its next run may replace and remove the files named below."
_NAME: Final = re.compile(r"[a-z0-9_-]+(?:[./][a-z0-9_-]+)*")
_FOLDER_MODE: Final = 0o755


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, were already there with the same bytes, and were removed."""

    written: int
    same: int
    removed: int


def _marker(names: Iterable[str]) -> bytes:
    return "\n".join([_FIRST_LINE, *sorted(names), ""]).encode()


def _earlier(folder: Path) -> set[str]:
    """
    Give the files of the site that stands in the folder.

    Raises:
        CasevideError: The folder holds something that is not such a site.
        FileError: It cannot be read.
    """
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is a file, not a folder", "name a new or empty folder")
    if not folder.exists():
        return set()
    marker = folder / MARKER
    if marker.exists():
        first, _, rest = read_text(marker).partition("\n")
        if first.strip() != _FIRST_LINE:
            raise CasevideError(f"{marker}: this is not our list of the site's files", "name a new or empty folder")
        return {name for name in rest.split("\n") if _NAME.fullmatch(name)}
    try:
        strange = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as error:
        raise FileError(f"{folder}: cannot read this folder: {error.strerror}", "choose another folder") from error
    if strange:
        raise CasevideError(
            f"{folder}: this folder is not empty ({strange[0]}), and no site of ours is in it",
            "name a new or empty folder",
        )
    return set()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and read_bytes(path) == data
    except (OSError, FileError):
        return False


def write_site(
    folder: Path, pages: Mapping[str, bytes], progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Written:
    """
    Make a folder hold exactly this site.

    Files that already have the right bytes are left alone. Hidden files (``.git``) and files that somebody added are
    kept.

    Args:
        folder: A new or empty folder, or one with an earlier site.
        pages: Every file: its path with ``/`` inside the folder, and its bytes.
        progress: Called with how many files are done, and how many there are.

    Raises:
        CasevideError: The folder holds something else; it is untouched.
        FileError: The disk does not let us read or write.
    """
    earlier = _earlier(folder)
    make_folder(folder, _FOLDER_MODE)
    write_whole(folder / MARKER, _marker({*earlier, *pages}))  # whatever happens, the next run knows what is ours
    written = 0
    for done, (name, data) in enumerate(sorted(pages.items()), 1):
        path = folder / name
        if not _holds(path, data):
            make_folder(path.parent, _FOLDER_MODE)
            write_whole(path, data)
            written += 1
        progress(done, len(pages))
    removed = sum(_remove(folder, name) for name in sorted(earlier - pages.keys()))
    write_whole(folder / MARKER, _marker(pages))
    return Written(written, len(pages) - written, removed)


def _remove(folder: Path, name: str) -> bool:
    """Remove a file of an earlier site, and the folders that are empty then."""
    path = folder / name
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        return False  # somebody made a link that leads out of the site
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FileError(f"{path}: cannot remove this file: {error.strerror}", "remove it by hand") from error
    with contextlib.suppress(OSError):  # a folder that is not empty stays
        for parent in path.relative_to(folder).parents[:-1]:
            (folder / parent).rmdir()
    return True
