"""
The practice room's little server, on the loopback address, over https or http.

It keeps nothing: what is sent is read in pieces and thrown away, nothing is logged, nothing is written to disk.
"""

import contextlib
import errno
import ssl
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from casevide.errors import CasevideError
from casevide.training.room import Answer, Room

_PIECE = 64 * 1024
_MOST_POSTED = 64 * 1024 * 1024


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    timeout = 30
    room: ClassVar[Room]
    scheme: ClassVar[str]

    def do_GET(self) -> None:
        self._send(self.room.get(self.path, f"{self.scheme}://{self.headers.get('Host', '127.0.0.1')}"))

    do_HEAD = do_GET  # noqa: N815 - the name http.server asks for

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _MOST_POSTED:
            self.close_connection = True
            self._send(Answer(HTTPStatus.LENGTH_REQUIRED, b"", "text/plain"))
            return
        left = int(length)
        while left > 0:
            piece = len(self.rfile.read(min(left, _PIECE)))
            if not piece:
                self.close_connection = True
                return
            left -= piece
        self._send(self.room.post(self.path))

    do_PUT = do_POST  # noqa: N815 - likewise

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", answer.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: an address may hold what was typed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that hangs up is no news."""


def _listening(port: int, handler: type[_Handler]) -> _Server:
    try:
        return _Server(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        why = "is in use" if error.errno == errno.EADDRINUSE else "may not be used"
        raise CasevideError(f"port {port} on 127.0.0.1 {why}", "choose another with --port, 0 for any") from error


@contextlib.contextmanager
def serving(room: Room, tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[int]:
    """
    Serve a practice room on 127.0.0.1 while the block runs.

    Args:
        room: What to serve.
        tls: The certificate to show; without one the server speaks plain http.
        port: The port; 0 for any free one.

    Yields:
        The port.

    Raises:
        CasevideError: The port cannot be had.
    """
    scheme = "http" if tls is None else "https"
    server = _listening(port, type("Handler", (_Handler,), {"room": room, "scheme": scheme}))
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
