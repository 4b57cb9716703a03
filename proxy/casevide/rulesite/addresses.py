"""
Where each page stands in the folder of a language, and what its address is.

Ids come from packs that strangers wrote. Only those that are safe as a file name on every system, and as an anchor, are
used as they are; any other is replaced by its fingerprint.
"""

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

from casevide.rulebook import Rule

START: Final = "index.html"
FIND: Final = "find.html"
GROUNDS: Final = "grounds.html"

_SAFE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_FINGERPRINT: Final = re.compile(r"x-[0-9a-f]{16}")
_TAKEN: Final = re.compile(r"index|any|con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that the site itself uses, and those that Windows keeps for devices, whatever stands after the dot."""


def slug(name: str) -> str:
    """Give an id as a file name and anchor: itself where that is safe, else ``x-`` and 16 hexadecimal digits."""
    if _SAFE.fullmatch(name) and not _TAKEN.fullmatch(name) and not _FINGERPRINT.fullmatch(name):
        return name
    return "x-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def category_page(category: str) -> str:
    """Give the page of a category: ``categories/nationality.html``."""
    return f"categories/{slug(category)}.html"


def ground_page(ground: str) -> str:
    """Give the page of a ground."""
    return f"grounds/{slug(ground)}.html"


def system_page(system: str) -> str:
    """Give the page of a system."""
    return f"systems/{slug(system)}.html"


def verdict_page(verdict: str) -> str:
    """Give the page of a verdict."""
    return f"verdicts/{slug(verdict)}.html"


def place_page(country: str | None, sector: str | None) -> str:
    """Give the page of a sector of a country: ``places/fr/hospital.html``, ``places/any/index.html`` for everywhere."""
    folder = slug(country.lower()) if country else "any"
    return f"places/{folder}/{slug(sector) if sector else 'index'}.html"


def rule_address(rule: Rule) -> str:
    """Give the address of a rule: its anchor on the page of its category."""
    return f"{category_page(rule.category)}#{slug(rule.id)}"


def https(url: object) -> str | None:
    """Give an address that may be a link: a whole ``https`` one without user name; ``None`` for any other."""
    if not isinstance(url, str) or re.search(r"[\x00-\x20\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc else None


def host(url: str) -> str:
    """Give the host of an address without ``www.``, to say where a link leads."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
