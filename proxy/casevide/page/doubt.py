"""
Pages that browsers of different years read differently.

Until 2025 the HTML standard ignored ``<svg>``, ``<math>``, ``<style>`` and their like inside a select and read on;
since then they are elements there, with rules of their own for what stands in them. So ``<select><style><input>`` holds
an input in an old browser and none in a new one. Such pages are mistakes, but they are sent, and no parser is right
about them in every browser.
"""

import re
from collections.abc import Iterator
from typing import Final

_FOREIGN: Final = (b"svg", b"math")
_RAW: Final = (b"style", b"title", b"xmp", b"iframe", b"noembed", b"noframes", b"noscript", b"plaintext")
_SUSPECT: Final = re.compile(b"<(?:%b)" % b"|".join(_FOREIGN + _RAW))
_SKIPPED: Final = (b"script", b"style", b"textarea")
_TAG: Final = re.compile(
    rb"<(?:(/?select|input|keygen|textarea|script|%b)(?=[\t\n\f\r />])|!--)" % b"|".join(_FOREIGN + _RAW)
)


def read_two_ways(page: bytes) -> bool:
    """
    Tell whether something inside a select decides where tags begin and end, in some browsers only.

    An icon inside a select is fine; a control, a script or a style sheet inside such an icon is not.

    Args:
        page: The page in lower case, in any charset that `casevide.page.charset` accepts.
    """
    if not any(map(_SUSPECT.search, _selects(page))):
        return False
    in_select = in_foreign = False
    for name in _tags(page):
        if name == b"/select":
            in_select = in_foreign = False
        elif name in _FOREIGN:
            in_foreign = in_select
        elif in_foreign:
            if name != b"title":
                return True
        elif in_select and name in _RAW:
            return True
        elif name == b"select":
            in_select = True
    return False


def _selects(page: bytes) -> Iterator[bytes]:
    """Yield what stands between each ``<select`` and the next ``</select``, wherever these stand."""
    start = page.find(b"<select")
    while start >= 0:
        end = page.find(b"</select", start)
        yield page[start:end] if end >= 0 else page[start:]
        start = page.find(b"<select", end) if end >= 0 else -1


def _tags(page: bytes) -> Iterator[bytes]:
    """Yield the names of the tags that matter, without those in comments, scripts, style sheets and text areas."""
    place = 0
    while place >= 0 and (found := _TAG.search(page, place)):
        name = found.group(1) or b""
        place = found.end()
        if not name:
            place = page.find(b"-->", place - 2)
            continue
        yield name
        if name in _SKIPPED:
            place = page.find(b"</" + name, place)
