"""
The practice copy's little server: pages of one system on the loopback address, over https or http.

It keeps nothing: what is posted is read in pieces and thrown away, nothing is logged, nothing is written to disk.
"""

import contextlib
import ssl
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

from casevide.training.pages import draw, draw_thanks
from casevide.training.practice import Practice

_PIECE = 64 * 1024
_MOST_POSTED = 64 * 1024 * 1024
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    timeout = 30
    practice: ClassVar[Practice]

    def do_GET(self) -> None:
        page = self.practice.page(urlsplit(self.path).path.strip("/"))
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, b"Cette page n'existe pas.\n", "text/plain; charset=us-ascii")
            return
        # The legacy page leaves its charset to its own meta element, as old servers did.
        kind = "text/html; charset=utf-8" if page.charset == "utf-8" else "text/html"
        self._answer(HTTPStatus.OK, draw(self.practice, page), kind)

    do_HEAD = do_GET  # noqa: N815 - the name http.server asks for

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _MOST_POSTED:
            self.close_connection = True
            self._answer(HTTPStatus.LENGTH_REQUIRED, b"", "text/plain")
            return
        left = int(length)
        while left > 0:
            piece = len(self.rfile.read(min(left, _PIECE)))
            if not piece:
                self.close_connection = True
                return
            left -= piece
        self._answer(HTTPStatus.OK, draw_thanks(self.practice), "text/html; charset=utf-8")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: an address may hold what was typed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that hangs up is no news."""


@contextlib.contextmanager
def serving(practice: Practice, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """
    Serve a practice copy on 127.0.0.1 while the block runs.

    Args:
        practice: The system to serve; its first page is also at ``/``.
        tls: The certificate to show; without one the server speaks plain http.

    Yields:
        The port, chosen by the system.
    """
    handler = type("Handler", (_Handler,), {"practice": practice})
    server = _Server(("127.0.0.1", 0), handler)
    if tls is not None:
        # The handshake belongs to the connection's own thread: one that stalls must not hold up the others.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
