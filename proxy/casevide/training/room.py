"""
The practice room: which address gives what. Pure; `casevide.training.server` puts it on the network.

Every system lives below its id: ``/cosmos/accueil``. ``/`` lists them all. What is sent is answered from the address
and the method alone: no function here is handed a body, so none can keep one.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from casevide.training import interface
from casevide.training.pages import draw, draw_index, draw_late, draw_thanks, scripts
from casevide.training.partial import FACES_KIND, PANEL_KIND, faces_answer, panel_answer
from casevide.training.practice import Practice, PracticePage, load_practices
from casevide.training.wording import say

_SCRIPTS: Final = Path(__file__).parent / "scripts"
_HTML: Final = "text/html; charset=utf-8"
_JSON: Final = "application/json"
_PLAIN: Final = "text/plain; charset=utf-8"
_LOCAL: Final = ".localhost"
_ENDINGS: Final = (_LOCAL, ".test")
"""Names that lead to this machine by themselves (RFC 6761, section 6.3), or through the proxy."""
_SAVED: Final = "enregistrer"
_CLOSED: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


class Answer(NamedTuple):
    """What the server sends: status, body, content type, content security policy."""

    status: HTTPStatus
    body: bytes
    kind: str
    policy: str = _CLOSED


class Served(NamedTuple):
    """A page as it is sent: its path, its bytes, its content type."""

    path: str
    body: bytes
    kind: str


def _policy(page: PracticePage) -> str:
    policy = _CLOSED
    if scripts(page):
        policy += "; script-src 'self'; connect-src 'self'"
    if page.frames:
        policy += "; frame-src 'self'"
    return policy


def _kind(page: PracticePage) -> str:
    # A legacy page leaves its charset to its own meta element, as old servers did.
    return _HTML if page.charset == "utf-8" else "text/html"


class Room:
    """
    The practice copies that are served together.

    Args:
        practices: The systems.
        language: The language of the people in training.
    """

    def __init__(self, practices: Iterable[Practice], language: str = "fr") -> None:
        self.practices = {practice.id: practice for practice in practices}
        self.language = language

    @cached_property
    def _interfaces(self) -> dict[str, dict[str, Any]]:
        return {name: interface.answers(practice) for name, practice in self.practices.items()}

    def get(self, address: str, origin: str = "http://127.0.0.1") -> Answer:
        """
        Answer what is asked for.

        Args:
            address: Path and query.
            origin: Scheme, host and port under which it was asked, for the first page.
        """
        first, _, rest = urlsplit(address).path.strip("/").partition("/")
        if not first:
            return self._index(origin)
        if first == "scripts":
            return self._script(rest)
        practice = self.practices.get(first)
        if practice is None:
            return self._missing()
        if rest.startswith("api/"):
            return self._value(practice, rest.removeprefix("api"))
        page = practice.page(rest)
        return self._page(practice, page) if page else self._missing()

    def post(self, address: str) -> Answer:
        """Answer what is sent to an address with POST or PUT, whatever it was."""
        place = urlsplit(address)
        first, _, rest = place.path.strip("/").partition("/")
        practice = self.practices.get(first)
        if practice is None:
            return self._missing()
        if rest == _SAVED:
            return Answer(HTTPStatus.OK, draw_thanks(practice, self.language), _HTML)
        if f"/{rest}".removeprefix("/api") in self._interfaces[first]:
            told = {"enregistre": False, "message": say("thanks", self.language)}
            return Answer(HTTPStatus.OK, json.dumps(told, ensure_ascii=False).encode(), _JSON)
        page = practice.page(rest)
        part = parse_qs(place.query).get("part", [""])[0]
        if page is None or (part and not page.late_blocks(part)):
            return self._missing()
        return self._part(practice, page, part) if part else self._page(practice, page)

    def _index(self, origin: str) -> Answer:
        place = urlsplit(origin)
        host, port = place.hostname or "", f":{place.port}" if place.port else ""
        ending = next((one for one in _ENDINGS if host.endswith(one)), "")
        # Under a name of its own each system is a site of its own, which the tool can know by its profile.
        addresses = {name: f"{place.scheme}://{name}{ending}{port}" if ending else origin for name in self.practices}
        own = "" if ending else f"http://{next(iter(self.practices))}{_LOCAL}{port}/"
        body = draw_index(self.practices.values(), addresses, own, self.language)
        return Answer(HTTPStatus.OK, body, _HTML)

    def _missing(self) -> Answer:
        return Answer(HTTPStatus.NOT_FOUND, say("missing", self.language).encode(), _PLAIN)

    def _page(self, practice: Practice, page: PracticePage) -> Answer:
        return Answer(HTTPStatus.OK, draw(practice, page, self.language), _kind(page), _policy(page))

    def _part(self, practice: Practice, page: PracticePage, question: str) -> Answer:
        content = draw_late(practice, page, question, self.language)
        place = content.partition('id="')[2].partition('"')[0]
        if page.updates == "faces":
            return Answer(HTTPStatus.OK, faces_answer(place, content), FACES_KIND)
        return Answer(HTTPStatus.OK, panel_answer(place, content), PANEL_KIND)

    def _value(self, practice: Practice, path: str) -> Answer:
        values = self._interfaces[practice.id]
        if path not in values:
            return self._missing()
        return Answer(HTTPStatus.OK, json.dumps(values[path], ensure_ascii=False).encode(), _JSON)

    def _script(self, name: str) -> Answer:
        known = {path.name: path for path in _SCRIPTS.glob("*.js")}
        if name not in known:
            return self._missing()
        return Answer(HTTPStatus.OK, known[name].read_bytes(), "text/javascript; charset=utf-8")

    def pages(self, system: str) -> Iterator[Served]:
        """Yield every page of a system, each followed by the partial answers that can be asked of it."""
        practice = self.practices[system]
        for page in practice.pages:
            path = f"/{system}/{page.id}"
            sent = self.get(path)
            yield Served(path, sent.body, sent.kind)
            for question in dict.fromkeys(block.after for block in page.blocks if block.after):
                part = self.post(f"{path}?part={question}")
                yield Served(f"{path}?part={question}", part.body, part.kind)


def practice_pages(language: str = "fr") -> dict[str, list[Served]]:
    """Give every practice page that the server sends, with its partial answers: system → pages. For tests."""
    room = Room(load_practices(), language)
    return {system: list(room.pages(system)) for system in room.practices}
