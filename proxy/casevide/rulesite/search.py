"""The search of the site: one script that assigns what can be found, read by ``search.js`` without any server."""

import json
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from casevide.text import LONGEST_TEXT, plain

KINDS: Final = ("system", "category", "place", "ground", "rule")
"""What can be found, in the order in which equally good results are listed."""

_WORD = re.compile(r"[^\W_]+")


class Entry(NamedTuple):
    """
    One thing that can be found.

    Attributes:
        kind: One of `KINDS`.
        title: What the result is called.
        detail: A few words more, shown with it.
        address: Its address inside the folder of the language.
        verdict: For a rule, its verdict; else ``""``.
        texts: Further texts in which a search looks.
    """

    kind: str
    title: str
    detail: str
    address: str
    verdict: str = ""
    texts: tuple[str, ...] = ()


def words(texts: Iterable[str]) -> list[str]:
    """Give the words of texts, without accents and capitals, in order; of long texts all of them."""
    return [
        word
        for text in texts
        for start in range(0, len(text), LONGEST_TEXT)
        for word in _WORD.findall(plain(text[start : start + LONGEST_TEXT]))
    ]


def index_script(entries: Iterable[Entry]) -> bytes:
    """
    Give ``index.js``, which assigns rows of: number of the kind, title, detail, address, verdict, title words, others.

    It is plain ASCII, so no charset can spoil it. The words of the title stand in their order, the others are sorted,
    each once.
    """
    rows = []
    for entry in entries:
        title = words([entry.title])
        others = sorted(set(words([entry.detail, *entry.texts])) - set(title))
        rows.append([KINDS.index(entry.kind), *entry[1:5], " ".join(title), " ".join(others)])
    rows.sort()
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return f'"use strict";\nconst CASEVIDE_INDEX = [\n{lines}\n];\n'.encode("ascii")
