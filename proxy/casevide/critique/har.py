"""
The pages in a recording of a browser's network panel (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/).

A recording also holds what was posted, cookies and headers of requests. None of it is kept: of a request only its
address survives the reading of the file, and only the answers that are web pages are looked at.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final

from casevide.critique.critique import UnreadableError
from casevide.critique.source import LARGEST, Read, shown
from casevide.errors import CasevideError

_KINDS: Final = ("text/html", "application/xhtml+xml")
_PRIVATE: Final = frozenset({"postData", "cookies", "_webSocketMessages"})
_REMEDY: Final = "save it again from the browser's network panel, with the contents (“Save all as HAR”)"
_FIRST_ERROR = 400


def har_pages(data: bytes, name: str) -> tuple[list[Read], list[CasevideError]]:
    """
    Give the web pages of a recording, each once, in the order in which they came.

    Args:
        data: The bytes of the HAR file.
        name: How to call it in an error.

    Returns:
        The pages, and what is wrong with single entries.

    Raises:
        UnreadableError: It is not a HAR file, or no web page is in it.
    """
    entries = _entries(data, name)
    pages: dict[tuple[str, bytes], Read] = {}
    errors: list[CasevideError] = []
    empty = 0
    for number, entry in enumerate(entries, 1):
        try:
            page = _page(entry)
        except UnreadableError as error:
            errors.append(UnreadableError(f"{name}: entry {number}: {error.message}", error.remedy))
            continue
        except (AttributeError, KeyError, TypeError):
            errors.append(UnreadableError(f"{name}: entry {number} has not the form of a HAR entry", _REMEDY))
            continue
        if page is not None and page.body.strip():
            kept = Read(page.body, page.content_type, page.address, f"{name}, {shown(page.address)}")
            pages.setdefault((kept.name, kept.body), kept)
        elif page is not None:
            empty += 1
    if not pages and not errors:
        why = "its web pages have no content" if empty else "no web page is in this recording"
        raise UnreadableError(f"{name}: {why}", "record again with the panel open, and load the form's page meanwhile")
    return list(pages.values()), errors


def _entries(data: bytes, name: str) -> list[Any]:
    try:
        recording = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_private_parts)
        entries = recording["log"]["entries"]
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(f"{name}:{line}: this HAR file is not UTF-8 text", _REMEDY) from error
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"{name}:{error.lineno}:{error.colno}: this HAR file is damaged or cut off ({error.msg})", _REMEDY
        ) from error
    except (KeyError, TypeError, RecursionError, ValueError) as error:
        raise UnreadableError(f"{name}: this is not a HAR file", _REMEDY) from error
    if not isinstance(entries, list):
        raise UnreadableError(f"{name}: this is not a HAR file", _REMEDY)
    return entries


def _without_private_parts(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if "method" in found and "url" in found:  # a request
        return {"url": found["url"]}
    return {key: value for key, value in found.items() if key not in _PRIVATE}


def _page(entry: Mapping[str, Any]) -> Read | None:
    """Give the page of one entry, ``None`` where the answer is no page."""
    response = entry["response"]
    content = response["content"]
    kind = _content_type(response) or str(content.get("mimeType") or "")
    if not kind.lower().lstrip().startswith(_KINDS) or not response.get("status", 0) < _FIRST_ERROR:
        return None
    text = content.get("text") or ""
    if not isinstance(text, str):
        raise UnreadableError("its content is not text", _REMEDY)
    if content.get("encoding") == "base64":
        try:
            body = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UnreadableError(f"its content is not base64 ({error})", _REMEDY) from error
    else:
        # The browser has decoded it already; whatever the page says of its charset no longer holds.
        body, kind = text.encode("utf-8", "replace"), f"{kind.partition(';')[0].strip()}; charset=utf-8"
    if len(body) > LARGEST:
        raise UnreadableError("more than 8 MB", "is this the right page?")
    return Read(body, kind, str(entry["request"]["url"]))


def _content_type(response: Mapping[str, Any]) -> str:
    for header in response.get("headers") or ():
        if str(header.get("name", "")).lower() == "content-type":
            return str(header.get("value", ""))
    return ""
