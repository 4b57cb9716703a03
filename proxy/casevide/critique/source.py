"""
One place to read pages from, and what it gave: plain data that every way of reading shares.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a page that is read; a larger one is refused."""

SECONDS: Final = 20.0
"""How long an address may take to answer, and between two pieces of its answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """
    One place to read a page from.

    Attributes:
        name: How it was named: a path, an address, or ``-`` for standard input.
        path: The file, if it is one.
    """

    name: str
    path: Path | None = None

    @property
    def is_address(self) -> bool:
        """Whether it is on the network."""
        return self.path is None and self.name != "-"


@dataclass(frozen=True, slots=True)
class Read:
    """
    What a source gave.

    Attributes:
        body: The page's bytes.
        content_type: The ``Content-Type``; ``None`` for a file that does not say.
        address: The address that finally answered, after redirects; ``""`` for a file.
        name: How to call the page where one source gives several; ``""``: as the source.
        frame: Whether it is a frame of the page before it.
    """

    body: bytes
    content_type: str | None = None
    address: str = ""
    name: str = ""
    frame: bool = False

    @property
    def host(self) -> str:
        """The host that answered; ``""`` for a file."""
        return urlsplit(self.address).hostname or ""


def shown(address: str) -> str:
    """Give an address as a document may tell it: without its query, fragment and user name, which may hold a person."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.partition("?")[0].partition("#")[0]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
