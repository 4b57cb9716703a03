"""
What happens to a connection and to a page: nothing, unless every guard lets it through.

Nothing that was typed is ever held: the body of every request streams past in pieces that are dropped at once, and its
``request`` hook sees none of it. Of what comes back, only HTML-like answers of listed sites are gathered, up to
`LARGEST_BODY`; everything else streams. What is counted and told is a reason and a number, never a word of a page or
of an address.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from mitmproxy import http, tcp
from mitmproxy.exceptions import AddonHalt
from mitmproxy.proxy import layer, layers
from mitmproxy.proxy.layers.http import HttpStream
from mitmproxy.proxy.layers.modes import HttpProxy

from casevide.field import Profile
from casevide.page.annotate import annotate
from casevide.page.partial import DELTA, TYPES
from casevide.page.seen import Forms
from casevide.rulebook import Rulebook
from casevide.watch.api import LONGEST_HEAD, Api, ApiLayer
from casevide.watch.decoding import undo
from casevide.watch.sites import Site, Sites

LARGEST_BODY: Final = 2 * 1024 * 1024
"""Bytes of a page as it is sent; a longer one streams past."""

LARGEST_PAGE: Final = 8 * 1024 * 1024
"""Bytes of a page once it is unpacked; a longer one goes through as it came."""

TIME_BUDGET: Final = 0.150
"""Seconds that finding and judging the fields of a page may take."""

_PATIENCE: Final = 4 * TIME_BUDGET
"""Seconds after which a page no longer waits for its turn or for an answer; the work itself cannot be interrupted."""

_SITE = "casevide.site"
_FIRST_PAGE = b"<html><body><label>a <input></label></body></html>"
_TLS_HANDSHAKE = b"\x16"
_WITHOUT_A_PAGE = frozenset({204, 205, 206})
_FIRST_WITH_A_PAGE, _REDIRECTS, _SWITCHING_PROTOCOLS = 200, range(300, 400), 101
_REFUSED = ("Received ", "Cannot parse HTTP response")  # how mitmproxy's reasons begin
_NOT_UNDERSTOOD = "its answers have a form that is not understood here"
_ABOUT_THE_ORIGINAL_BYTES = (
    "content-encoding",
    "content-md5",
    "digest",
    "content-digest",
    "repr-digest",
    "accept-ranges",
)


@dataclass(slots=True)
class Counters:
    """
    How many pages got hints, and how many went through as they came and why.

    Attributes:
        annotated: Pages that were changed.
        passed: Pages of listed sites that were not, by reason: one short word each, see `casevide.page.annotate` and
            `casevide.watch.decoding`; ``nothing`` where no field had a hint.
        errors: How many of these were mistakes of ours.
    """

    annotated: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    errors: int = 0


def may_hold_fields(request: http.Request, response: http.Response) -> bool:
    """Tell whether an answer is a page, or a part of one, that may be gathered and changed."""
    status = response.status_code
    if request.method == "HEAD" or status < _FIRST_WITH_A_PAGE or status in _WITHOUT_A_PAGE or status in _REDIRECTS:
        return False
    headers = response.headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind or kind not in TYPES:
        return False
    if kind == DELTA and "x-microsoftajax" not in request.headers:
        return False  # only ASP.NET sends parts of pages as plain text, and its script says so
    if headers.get("content-disposition", "").strip().lower().startswith("attachment"):
        return False
    return "no-transform" not in headers.get("cache-control", "").lower()


def _beyond_mitmproxy(response: http.Response) -> bool:
    """Tell whether the end of an answer would be lost: mitmproxy knows no trailers and no early hints in HTTP/1."""
    early = response.status_code < _FIRST_WITH_A_PAGE and response.status_code != _SWITCHING_PROTOCOLS
    return early or ("trailer" in response.headers and not response.is_http2)


def _replace_body(response: http.Response, body: bytes) -> None:
    """Put another body in, and take out what the headers say of the bytes that were there (RFC 9110, RFC 9530)."""
    for name in _ABOUT_THE_ORIGINAL_BYTES:
        response.headers.pop(name, None)
    response.raw_content = body
    if "content-length" in response.headers:
        response.headers["content-length"] = str(len(body))


class Watch:
    """
    The addon.

    Args:
        sites: The site list.
        rulebook: The rules in force.
        counters: Where it counts.
        api: Answers what is not a request to a proxy.
        leave_alone: Called with a host and the reason when its connections should no longer be opened.
        visible: The language of notes for browsers without the extension; ``None`` for none.
    """

    def __init__(
        self,
        sites: Sites,
        rulebook: Rulebook,
        counters: Counters,
        api: Api,
        leave_alone: Callable[[str, str], None],
        visible: str | None = None,
    ) -> None:
        self._sites = sites
        self._rulebook = rulebook
        self._counters = counters
        self._api = api
        self._leave_alone = leave_alone
        self._visible = visible
        self._forms = Forms()
        # One at a time, off the event loop: a page that takes long holds up other pages, never a connection.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="casevide-pages")

    def running(self) -> None:
        """Read a page that nobody asked for, so that the first real one does not wait for what is made only once."""
        self._worker.submit(self._work, _FIRST_PAGE, "", "text/html", Profile())

    def done(self) -> None:
        """Let the worker go."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    # --- connections ---

    def next_layer(self, next_layer: layer.NextLayer) -> None:
        """
        Decide who handles a connection: the API, a tunnel, or mitmproxy's HTTP.

        Raises:
            AddonHalt: More bytes are needed.
        """
        above = next_layer.context.layers
        data = next_layer.data_client()  # type: ignore[no-untyped-call]
        if len(above) == 1 and isinstance(above[0], HttpProxy):
            self._first_bytes(next_layer, data)
        elif isinstance(above[-1], HttpStream) and not self._may_open(next_layer, data):
            next_layer.layer = layers.TCPLayer(next_layer.context, ignore=True)

    def _first_bytes(self, next_layer: layer.NextLayer, data: bytes) -> None:
        line, line_break, _ = data.partition(b"\n")
        if data[:1].isalpha() and not line_break and len(data) < LONGEST_HEAD:
            raise AddonHalt
        method, _, target = line.partition(b" ")
        if method != b"CONNECT" and not target.lower().startswith((b"http://", b"https://")):
            next_layer.layer = ApiLayer(next_layer.context, self._api)

    def _may_open(self, next_layer: layer.NextLayer, data: bytes) -> bool:
        """Tell whether what was asked for with CONNECT may be opened: TLS to a listed site (`Handshakes` decides)."""
        address = next_layer.context.server.address
        listed = address is not None and self._sites.find(address[0], address[1]) is not None
        return listed and data.startswith(_TLS_HANDSHAKE)

    def tcp_message(self, flow: tcp.TCPFlow) -> None:
        """Forget what a WebSocket says: mitmproxy would keep it for as long as the connection lives."""
        flow.messages.clear()

    # --- requests and answers ---

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Let the body of every request stream past."""
        flow.request.stream = True
        headers = flow.request.headers
        if "proxy-connection" in headers and "connection" not in headers:
            # To a proxy, browsers write Connection by this name; the server gets what it would get without one.
            headers.fields = tuple(
                (b"Connection" if name.lower() == b"proxy-connection" else name, value)
                for name, value in headers.fields
            )
        headers.pop("proxy-connection", None)

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Gather the pages of listed sites; everything else streams past."""
        response = flow.response
        if response is None:
            return
        site = self._sites.find(flow.request.host, flow.request.port)
        if site is not None and flow.request.scheme == "https" and _beyond_mitmproxy(response):
            self._leave_alone(flow.request.host, _NOT_UNDERSTOOD)
            flow.kill()  # type: ignore[no-untyped-call]
            return
        if site is None or not may_hold_fields(flow.request, response):
            response.stream = True
        else:
            flow.metadata[_SITE] = site

    def error(self, flow: http.HTTPFlow) -> None:
        """Open no more connections to a listed site whose answers mitmproxy refuses: the browser may well read them."""
        refused = flow.error is not None and flow.error.msg.startswith(_REFUSED) and "from client" not in flow.error.msg
        if refused and self._sites.find(flow.request.host, flow.request.port):
            self._leave_alone(flow.request.host, _NOT_UNDERSTOOD)

    async def response(self, flow: http.HTTPFlow) -> None:
        """Put the hints into a page that was gathered."""
        site, response = flow.metadata.pop(_SITE, None), flow.response
        if site is None or response is None:
            return
        if response.stream:
            changed, reason = None, "too-large"  # it grew past `LARGEST_BODY` and was let go
        else:
            changed, reason = await self._hinted(response, site)
        if changed is None:
            self._counters.passed[reason] += 1
            self._counters.errors += reason == "error"
        else:
            _replace_body(response, changed)
            self._counters.annotated += 1

    async def _hinted(self, response: http.Response, site: Site) -> tuple[bytes | None, str]:
        """Give the page with its hints, or ``None`` and the reason why it stays as it came."""
        body, headers = response.raw_content or b"", response.headers
        work = asyncio.get_running_loop().run_in_executor(
            self._worker,
            self._work,
            body,
            headers.get("content-encoding", ""),
            headers.get("content-type"),
            site.profile,
        )
        try:
            return await asyncio.wait_for(work, _PATIENCE)
        except TimeoutError:
            return None, "time"
        except Exception:  # noqa: BLE001 - whatever it was, the page goes through, and nothing of it into a message
            return None, "error"

    def _work(self, body: bytes, coding: str, kind: str | None, profile: Profile) -> tuple[bytes | None, str]:
        deadline = time.perf_counter() + TIME_BUDGET
        plain, reason = undo(body, coding, LARGEST_PAGE)
        if plain is None:
            return None, reason
        annotated = annotate(
            plain,
            content_type=kind,
            rulebook=self._rulebook,
            profile=profile,
            visible=self._visible,
            deadline=deadline,
            forms=self._forms,
        )
        if annotated.body is plain:
            return None, annotated.reason or "nothing"
        return annotated.body, ""
