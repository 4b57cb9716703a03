"""What stands behind the browsers: the server of the sites, which keeps what it is asked, and the proxy."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("cosmos.test", "cadre.test", "cortexte.test", "autre.test", "dehors.test")
"""The hosts of the server."""

PATIENCE = 60.0

type Answer = str | bytes | Callable[[bytes, ssl.SSLSocket], bytes]
"""A page; a whole HTTP response; or what makes one of the request, and may wait, or talk on the socket."""


def response(body: bytes, *headers: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """Write a whole HTTP response."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(slots=True)
class Upstream:
    """
    A plain HTTP/1.1 server over TLS for all the `NAMES`, each connection in a thread.

    Attributes:
        context: Its TLS.
        pages: What it answers, by path without the query; unknown paths are 404, `/favicon.ico` is 204.
        requests: Each whole request, head and body, as it came, in the order in which they were complete.
        broken: What came of requests that broke off.
    """

    context: ssl.SSLContext
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    broken: list[bytes] = field(default_factory=list)
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=100))

    @property
    def port(self) -> int:
        """The port."""
        return int(self.listening.getsockname()[1])

    def origin(self, host: str = "cosmos.test") -> str:
        """Give the origin of a host."""
        return f"https://{host}:{self.port}"

    def url(self, path: str = "/", host: str = "cosmos.test") -> str:
        """Give the address of a page."""
        return self.origin(host) + path

    def asked(self, path: str, method: str = "GET") -> list[bytes]:
        """Give the requests for a path, query aside."""
        start = f"{method} {path}".encode()
        return [one for one in self.requests if one.startswith(start) and one[len(start) : len(start) + 1] in b" ?"]

    def listen(self) -> None:
        """Take connections until the socket is closed."""
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            plain.settimeout(PATIENCE)
            with self.context.wrap_socket(plain, server_side=True) as connection:
                while self._answer(connection):
                    pass

    def _answer(self, connection: ssl.SSLSocket) -> bool:
        request = b""
        wanted = -1
        while wanted < 0 or len(request) < wanted:
            piece = b""
            with suppress(OSError):
                piece = connection.recv(65536)
            if not piece:
                self.broken += [request] if request else []
                return False
            request += piece
            head, end, _ = request.partition(b"\r\n\r\n")
            if end and wanted < 0:
                lines = head.lower().split(b"\r\n")
                length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
                wanted = len(head) + 4 + length
        self.requests.append(request)
        path = request.split(b" ", 2)[1].decode().partition("?")[0]
        missing = response(b"", status="204 No Content" if path == "/favicon.ico" else "404 Not Found")
        answer = self.pages.get(path, missing)
        if callable(answer):
            answer = answer(request, connection)
        connection.sendall(response(answer.encode()) if isinstance(answer, str) else answer)
        return True


PROXY = """
import json, sys
from pathlib import Path
from casevide.rulebook import Rulebook
from casevide.watch.certificates import ensure
from casevide.watch.engine import Plan, serve
from casevide.watch.sites import Sites, make_site

told = json.loads(sys.argv[1])
sites = Sites(sites=tuple(make_site(address, "FR", "social-services", None) for address in told["addresses"]))
serve(
    Plan(
        sites, ensure(sites.names, Path(told["certificates"])), Rulebook.from_json(Path(told["rulebook"]).read_bytes()),
        port=told["port"], trust=(Path(told["trust"]),), hosts=dict.fromkeys(told["names"], "127.0.0.1"),
    ),
    lambda watching: print("runs", flush=True),
)
"""
"""`casevide run`, but for where the names of the sites lead, which no option of it says."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """The proxy in a process of its own."""

    process: "subprocess.Popen[bytes]"
    port: int

    def kill(self) -> None:
        """Kill it with no chance to say good-bye (SIGKILL)."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Let it hang (SIGSTOP): connections are taken, nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self.process.send_signal(signal.SIGCONT)


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def start_proxy(folder: Path, port: int, addresses: Sequence[str], rulebook: Path) -> Proxy:
    """
    Start the proxy and wait until it listens.

    Args:
        folder: Its home, with its `certificates`, and `authority.pem`, which it is to trust upstream.
        port: The port to listen on.
        addresses: The sites.
        rulebook: The rulebook.
    """
    told: dict[str, object] = {
        "addresses": list(addresses),
        "certificates": str(folder / "certificates"),
        "rulebook": str(rulebook),
    }
    told |= {"port": port, "trust": str(folder / "authority.pem"), "names": NAMES}
    log = folder / "proxy.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", PROXY, json.dumps(told)],
            env=os.environ | {"CASEVIDE_HOME": str(folder / "home")},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdout is not None
    with process.stdout as output:
        assert output.readline() == b"runs\n", log.read_text(errors="replace")
    return Proxy(process, port)


HEALTH = {"program": "casevide", "version": "0.1.0", "rulebook": "sha256-0"}
PROXY_ANSWER = response(json.dumps(HEALTH).encode(), "Connection: close", kind="application/json")
"""What the proxy says when it is well."""


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port, answer everybody the same; give the port and what was asked."""
    asked: list[bytes] = []

    def serve(server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection:
                    asked.append(connection.recv(4096))
                    connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
