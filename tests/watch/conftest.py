"""A server that keeps what it is sent, byte for byte; a watch in front of it; and the trust between them."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded
from websockets.sync.server import ServerConnection
from websockets.sync.server import serve as websocket_server

from casevide.rulebook import Rulebook
from casevide.watch import addon
from casevide.watch.certificates import Certificates, ensure
from casevide.watch.engine import Plan, Started, start
from casevide.watch.sites import Site, Sites

NAMES = ("cosmos.test", "autre.test", "carte.test")


@pytest.fixture(autouse=True, scope="module")
def time_enough() -> Iterator[None]:
    """On a busy machine a page may take long to be read; the tests of the time budget bring pages that always do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addon, "TIME_BUDGET", 1.0)
        patch.setattr(addon, "_PATIENCE", 4.0)
        yield


type Talk = Callable[[socket.socket], None]


@dataclass(slots=True)
class Server:
    """
    A plain HTTP/1.1 server on 127.0.0.1, each connection in a thread.

    Attributes:
        port: Where it listens.
        pages: What it answers, by path: a whole response, or something that talks on the socket.
        heads: The head of each request, as it came.
        bodies: The body of each request that had one, at most 64 KiB of it.
        digests: The SHA-256 of each whole body.
        connections: How many connections were opened, requests or none.
    """

    context: ssl.SSLContext | None = None
    pages: dict[str, bytes | Talk] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    connections: int = 0
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        """The port."""
        return int(self.listening.getsockname()[1])

    def forget(self) -> None:
        """Forget what was asked so far."""
        self.heads.clear()
        self.bodies.clear()
        self.digests.clear()
        self.connections = 0

    def listen(self) -> None:
        """Take connections until the socket is closed."""
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            connection = stack.enter_context(plain)
            connection.settimeout(30)
            if self.context is not None:
                connection = stack.enter_context(self.context.wrap_socket(plain, server_side=True))
            self.connections += 1
            while self._answer(connection):
                pass
            if isinstance(connection, ssl.SSLSocket):
                connection.unwrap()

    def _answer(self, connection: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = connection.recv(65536)
            if not piece:
                return False
            received += piece
        head, _, rest = received.partition(b"\r\n\r\n")
        self.heads.append(head)
        lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        if lengths:
            self._take(connection, rest, lengths[0])
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        answer = self.pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        if callable(answer):
            answer(connection)
            return False
        connection.sendall(answer)
        return b"connection: close" not in head.lower()

    def _take(self, connection: socket.socket, rest: bytes, length: int) -> None:
        digest, kept = hashlib.sha256(rest), rest[:65536]
        taken = len(rest)
        while taken < length:
            piece = connection.recv(1 << 20)
            if not piece:
                raise OSError
            digest.update(piece)
            kept = (kept + piece)[:65536] if len(kept) < len(piece) else kept
            taken += len(piece)
        self.bodies.append(kept)
        self.digests.append(digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Land:
    """
    Everything that the tests of one module talk to.

    Attributes:
        server: The TLS server of all the names.
        plain: The server without TLS.
        echo: The port of a WebSocket server that echoes.
        multiplexed: The port of a server that speaks HTTP/2 only; ``/`` is the page, other paths echo the body.
        watch: The proxy that runs.
        certificates: Its certificates.
        authority: The authority that signed the server's certificates.
        home: The folder of everything that ours writes.
        notices: The lines told to the person.
    """

    server: Server
    plain: Server
    echo: int
    multiplexed: int
    watch: Started
    certificates: Certificates
    authority: Path
    home: Path
    notices: list[str]

    @property
    def proxy(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self.watch.port}"

    def client(self, *, http2: bool = False, trusting: Path | None = None) -> httpx.Client:
        """Give a client that goes through the proxy and trusts our root and nothing else."""
        context = ssl.create_default_context(cafile=trusting or self.certificates.root_path)
        return httpx.Client(proxy=self.proxy, verify=context, http2=http2, timeout=30, trust_env=False)

    def url(self, path: str = "/", host: str = "cosmos.test") -> str:
        """Give the address of a page on the TLS server."""
        return f"https://{host}:{self.server.port}{path}"


def response(body: bytes, *headers: str, kind: str = "text/html; charset=utf-8") -> bytes:
    """Write a whole response."""
    lines = ("HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Dossier</title></head>
<body><form method="post"><label for="n">Nationalité</label><input id="n" name="nat" value="Ωprérempli-7f3a">
<label>Allergies <input name="a"></label></form></body></html>
""".encode()


@pytest.fixture(scope="session")
def page() -> bytes:
    """A page with two fields that have hints; one is prefilled with a canary."""
    return PAGE


@pytest.fixture(scope="session")
def respond() -> Callable[..., bytes]:
    """Give the function that writes a whole response: ``respond(body, *headers, kind=…)``."""
    return response


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """An authority as a hospital has one, and its file."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    path.write_bytes(ca.cert_pem.bytes())
    return ca, path


@pytest.fixture(scope="session")
def server_context(authority: tuple[trustme.CA, Path]) -> Callable[[], ssl.SSLContext]:
    """Give the function that makes a TLS context for all the names."""

    def make() -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority[0].issue_cert(*NAMES).configure_cert(context)
        return context

    return make


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[ssl.SSLContext | None], Server]]:
    """Give the function that starts a server; all of them end with the tests."""
    started: list[Server] = []

    def begin(context: ssl.SSLContext | None = None) -> Server:
        server = Server(context)
        threading.Thread(target=server.listen, daemon=True).start()
        started.append(server)
        return server

    yield begin
    for server in started:
        server.listening.close()


@pytest.fixture(scope="session")
def echo(server_context: Callable[[], ssl.SSLContext]) -> Iterator[int]:
    """Give the port of a WebSocket server that says what it hears."""

    def talk(connection: ServerConnection) -> None:
        for message in connection:
            connection.send(message)

    with websocket_server(talk, "127.0.0.1", 0, ssl=server_context(), max_size=None, ping_interval=None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.socket.getsockname()[1]
        server.shutdown()


def _speak_http2(connection: ssl.SSLSocket) -> None:
    state = H2Connection(H2Configuration(client_side=False))
    state.initiate_connection()
    connection.sendall(state.data_to_send())
    paths: dict[int, str] = {}
    bodies: dict[int, bytes] = {}
    while data := connection.recv(65536):
        for event in state.receive_data(data):
            if isinstance(event, RequestReceived):
                paths[event.stream_id] = dict(event.headers)[b":path"].decode()
                bodies[event.stream_id] = b""
            elif isinstance(event, DataReceived):
                bodies[event.stream_id] += event.data
                state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, StreamEnded):
                body = PAGE if paths[event.stream_id] == "/" else bodies[event.stream_id]
                state.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html; charset=utf-8")])
                state.send_data(event.stream_id, body, end_stream=True)
        connection.sendall(state.data_to_send())


@pytest.fixture(scope="session")
def multiplexed(server_context: Callable[[], ssl.SSLContext]) -> Iterator[int]:
    """Give the port of a server that speaks nothing but HTTP/2."""
    context = server_context()
    context.set_alpn_protocols(["h2"])
    listening = socket.create_server(("127.0.0.1", 0))

    def take(plain: socket.socket) -> None:
        with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as connection:
            if connection.selected_alpn_protocol() == "h2":
                _speak_http2(connection)

    def listen() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=take, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    with listening:
        yield listening.getsockname()[1]


@pytest.fixture(scope="module")
def land(
    authority: tuple[trustme.CA, Path],
    server_context: Callable[[], ssl.SSLContext],
    serve: Callable[[ssl.SSLContext | None], Server],
    echo: int,
    multiplexed: int,
    tmp_path_factory: pytest.TempPathFactory,
    small_rulebook: Rulebook,
) -> Iterator[Land]:
    """A watch for ``cosmos.test`` on both servers; ``autre.test`` is not on its list."""
    home = tmp_path_factory.mktemp("home")
    server, plain = serve(server_context()), serve(None)
    listed = Sites(
        sites=tuple(
            Site(address=address, country="FR", sector="social-services", system=None)
            for address in (
                f"http://cosmos.test:{plain.port}",
                *(f"https://cosmos.test:{port}" for port in (server.port, echo, multiplexed)),
            )
        )
    )
    certificates = ensure(listed.names, home / "data" / "certificates", datetime.now(UTC))
    notices: list[str] = []
    plan = Plan(
        listed,
        certificates,
        small_rulebook,
        port=0,
        trust=(authority[1],),
        hosts=dict.fromkeys(NAMES, "127.0.0.1"),
        notice=notices.append,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEVIDE_HOME", str(home))
        patch.setenv("HOME", str(home / "user"))
        with start(plan) as watch:
            yield Land(server, plain, echo, multiplexed, watch, certificates, authority[1], home, notices)


@pytest.fixture(scope="session")
def own() -> Callable[[int, str], bytes]:
    """Give the function that asks a server directly for its certificate (DER): ``own(port, name)``."""

    def ask(port: int, name: str) -> bytes:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=20) as connection,
            _trusting_anyone().wrap_socket(connection, server_hostname=name) as secure,
        ):
            return secure.getpeercert(binary_form=True) or b""

    return ask


@pytest.fixture(scope="session")
def shown() -> Callable[[int, tuple[str, int], str], bytes]:
    """
    Give the function that asks through a proxy for a certificate (DER): ``shown(proxy port, (host, port), name)``.

    The host and the port are what the proxy is asked for, the name is what the server is asked for.
    """

    def ask(proxy: int, target: tuple[str, int], name: str) -> bytes:
        with socket.create_connection(("127.0.0.1", proxy), timeout=20) as connection:
            connection.sendall(f"CONNECT {target[0]}:{target[1]} HTTP/1.1\r\nHost: {target[0]}\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
            with _trusting_anyone().wrap_socket(connection, server_hostname=name) as secure:
                return secure.getpeercert(binary_form=True) or b""

    return ask


def _trusting_anyone() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
