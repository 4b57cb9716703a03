"""
The local API, on the proxy's own port: how the extension asks whether the proxy is alive, and for the rules.

``GET /v1/health`` and ``GET /v1/rulebook``; nothing else, and nothing that is secret or that could be changed.

Any page that a browser shows can try to ask, so: the ``Host`` must be exactly this address (a name that was pointed at
this machine is refused), no ``Origin`` of the web, nothing that the browser itself calls cross-site, and never a CORS
header. Only the background of an extension gets through.

Everything that reaches the port and is not a request to a proxy ends here and is never forwarded. Only the head of a
request is read, at most `LONGEST_HEAD` bytes of it, and every answer is the last of its connection.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context

LONGEST_HEAD: Final = 16384

_EXTENSIONS = ("chrome-extension://", "moz-extension://", "safari-web-extension://")
_OWN_SITE = frozenset({"none", "same-origin"})
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Api:
    """
    What the API answers with.

    Attributes:
        rulebook: The JSON of the rulebook.
        digest: Its digest; it is the ETag too.
        health: Gives the JSON object of ``/v1/health``.
    """

    rulebook: bytes
    digest: str
    health: Callable[[], Mapping[str, Any]]

    def answer(self, head: bytes, port: int) -> bytes:
        """
        Answer one request.

        Args:
            head: The request line and the headers, with the empty line after them; more may follow and is not read.
            port: The port that it came to.

        Returns:
            A whole HTTP/1.1 response.
        """
        lines = head.partition(_END)[0].decode("latin-1").split("\r\n")
        request = lines[0].split(" ")
        headers = _headers(lines[1:])
        if _END not in head or len(request) != 3 or headers is None:  # noqa: PLR2004
            return _response(HTTPStatus.BAD_REQUEST)
        method, target, _ = request
        refusal = _refusal(method, headers, port)
        if refusal is not None:
            return _response(refusal)
        response = self._found(target, headers)
        return response.partition(_END)[0] + _END if method == "HEAD" else response

    def _found(self, target: str, headers: Mapping[str, str]) -> bytes:
        if target == "/v1/health":
            return _response(HTTPStatus.OK, json.dumps(self.health()).encode(), {"Cache-Control": "no-store"})
        if target == "/v1/rulebook":
            tag = {"ETag": f'"{self.digest}"', "Cache-Control": "no-cache"}
            known = (one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(","))
            if tag["ETag"] in known:
                return _response(HTTPStatus.NOT_MODIFIED, None, tag)
            return _response(HTTPStatus.OK, self.rulebook, tag)
        return _response(HTTPStatus.NOT_FOUND)


def _refusal(method: str, headers: Mapping[str, str], port: int) -> HTTPStatus | None:
    if headers.get("host") != f"127.0.0.1:{port}":
        return HTTPStatus.MISDIRECTED_REQUEST
    origin = headers.get("origin")
    if origin is not None and not origin.startswith(_EXTENSIONS):
        return HTTPStatus.FORBIDDEN
    if headers.get("sec-fetch-site", "none") not in _OWN_SITE:
        return HTTPStatus.FORBIDDEN
    if method not in {"GET", "HEAD"}:
        return HTTPStatus.METHOD_NOT_ALLOWED
    return None


def _headers(lines: list[str]) -> dict[str, str] | None:
    """Give the headers by lower-case name, or ``None`` if they are malformed or one that matters comes twice."""
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or name.lower() in headers:
            return None
        headers[name.lower()] = value.strip()
    return headers


def _response(status: HTTPStatus, body: bytes | None = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """Write a response; without a body (``None``) it has no Content-Type and no length either."""
    if body == b"":
        body = json.dumps({"error": status.phrase}).encode()
    fields = {"Connection": "close", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        fields["Allow"] = "GET, HEAD"
    if body is not None:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    fields |= headers or {}
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("latin-1") + _END + (body or b"")


class ApiLayer(layer.Layer):
    """A connection that is not to a proxy: its first head is answered, the rest of it is dropped."""

    def __init__(self, context: Context, api: Api) -> None:
        super().__init__(context)
        self._api = api
        self._port: int = context.client.sockname[1]
        self._head = b""
        self._answered = False

    def _handle_event(self, event: events.Event) -> layer.CommandGenerator[None]:
        if isinstance(event, events.ConnectionClosed):
            yield commands.CloseConnection(self.context.client)
        elif isinstance(event, events.DataReceived) and not self._answered:
            self._head += event.data
            if _END in self._head or len(self._head) > LONGEST_HEAD or not self._head[:1].isalpha():
                self._answered = True
                yield commands.SendData(self.context.client, self._api.answer(self._head[:LONGEST_HEAD], self._port))
                # Half a close: what the other side still sends would otherwise make it lose the answer.
                yield commands.CloseTcpConnection(self.context.client, half_close=True)
