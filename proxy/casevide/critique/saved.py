"""
A page saved as "complete web page": ``form.html``, and beside it the folder ``form_files`` with what it shows.

Frames are saved there as pages of their own. Those that the page really shows are read after it; the rest of the folder
(advertisements, scripts) is not.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from casevide.critique.critique import page_text
from casevide.critique.source import LARGEST, Read
from casevide.errors import CasevideError
from casevide.files import read_bytes

_COMPANIONS: Final = ("_files", "_fichiers", "_bestanden", "-bestanden", ".files")
"""How browsers name the folder, after the page's own name."""

_PAGES: Final = (".html", ".htm", ".xhtml")
_DEEPEST: Final = 8


def is_companion(folder: Path, top: Path) -> bool:
    """Tell whether a folder, or one around it up to `top`, holds what a saved page shows."""
    return any(_page_of(one) for one in (folder, *folder.parents) if one != top and one.is_relative_to(top))


def _page_of(folder: Path) -> bool:
    return any(
        folder.name.endswith(ending)
        and any(folder.with_name(folder.name.removesuffix(ending) + page).is_file() for page in _PAGES)
        for ending in _COMPANIONS
    )


def frames_of(page: Read, path: Path) -> tuple[list[Read], list[CasevideError]]:
    """
    Give the frames of a saved page that lie in its folder, also the frames of frames, in page order.

    Args:
        page: The page, as it was read.
        path: Its file.

    Returns:
        The frames, and what is wrong with those that cannot be read.
    """
    folders = [path.with_name(path.stem + ending) for ending in _COMPANIONS]
    folder = next((one.resolve() for one in folders if one.is_dir()), None)
    errors: list[CasevideError] = []
    if folder is None:
        return [], errors
    top, frames = path.parent, _inside(page, path, folder, {path.resolve()}, errors)
    return [replace(read, name=str(top / file.relative_to(folder.parent))) for file, read in frames], errors


def _inside(
    page: Read, path: Path, folder: Path, seen: set[Path], errors: list[CasevideError], depth: int = 0
) -> Iterator[tuple[Path, Read]]:
    """Yield the frames of a page with their files, each followed by its own; `seen` holds the files read already."""
    for place in _files(page, path):
        if place in seen or not place.is_relative_to(folder) or not place.is_file():
            continue
        seen.add(place)
        try:
            frame = Read(read_bytes(place, LARGEST), frame=True)
        except CasevideError as error:
            errors.append(error)
            continue
        yield place, frame
        if depth < _DEEPEST:
            yield from _inside(frame, place, folder, seen, errors, depth + 1)


def _files(page: Read, path: Path) -> Iterator[Path]:
    """Yield the files that the frames of a page name, wherever they are."""
    try:
        text = page_text(page.body, page.content_type, source=str(path))
    except CasevideError:
        return  # the critique of this page will say so
    for frame in BeautifulSoup(text, "html.parser").find_all(["frame", "iframe"]):
        try:
            parts = urlsplit(str(frame.get("src") or "").strip())
            if parts.path and not parts.netloc and parts.scheme in {"", "file"}:
                yield (path.parent / unquote(parts.path)).resolve()
        except (ValueError, OSError):  # what no address and no file can be called
            continue
