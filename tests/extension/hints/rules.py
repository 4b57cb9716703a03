"""A rulebook in which a word of a label says which verdict it gets, whatever the shipped rules say today."""

from typing import Any, Final

from casevide.rulebook import digest

_SAID: Final = {"fr": "…", "nl": "…", "en": "…"}
_VERDICTS: Final = {
    "facultatif": "optional",
    "contestable": "challengeable",
    "intrusif": "intrusive",
    "exige": "required",
    "vital": "care-critical",
    "incertain": "optional",
    "gravite": "care-critical",
}
_LOW: Final = ("incertain", "gravite")


def _rule(word: str, verdict: str, pack: str = "made") -> dict[str, Any]:
    return {
        "id": f"{pack}-{word}",
        "category": word,
        "verdict": verdict,
        **dict.fromkeys(("says", "instead", "caveat", "bearer"), _SAID),
        "grounds": [],
        "confidence": "low" if word in _LOW else "high",
        "status": "test",
        "reviewed": "2026-11-22",
        "pack": pack,
    }


def made_rulebook() -> dict[str, Any]:
    """Give its content; the words are `facultatif contestable intrusif exigé vital incertain gravité disputé`."""
    content: dict[str, Any] = {
        "format": 1,
        "date": "2026-11-22",
        "packs": {},
        "stopwords": [],
        "quiet": [],
        "sectors": {},
        "categories": {word: {"title": _SAID, "phrases": [word]} for word in (*_VERDICTS, "dispute")},
        "rules": [
            *(_rule(word, verdict) for word, verdict in _VERDICTS.items()),
            *(_rule("dispute", "challengeable"), _rule("dispute", "intrusive", "other")),
        ],
        "grounds": {},
        "systems": {},
    }
    return content | {"digest": digest(content)}
