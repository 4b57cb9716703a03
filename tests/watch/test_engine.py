"""Starting, stopping and being killed; what runs in a process of its own is measured from outside."""

import asyncio
import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from casevide.errors import WatchError
from casevide.rulebook import Rulebook
from casevide.watch.certificates import Certificates, make
from casevide.watch.engine import Plan, start, watching
from casevide.watch.sites import Sites, make_site

SITES = Sites(sites=(make_site("https://cosmos.test", None, None, None),))

CANARY = "canari-7f3a"

PROGRAM = """
import gc, json, sys
from pathlib import Path
from casevide.rulebook import Rulebook
from casevide.watch.certificates import ensure
from casevide.watch.engine import Plan, serve
from casevide.watch.sites import Sites, make_site

told = json.loads(sys.argv[1])
sites = Sites(sites=tuple(make_site(address, "FR", "social-services", None) for address in told["addresses"]))
certificates = ensure(sites.names, Path(told["home"]) / "data" / "certificates")
plan = Plan(
    sites, certificates, Rulebook(told["rulebook"]), port=0, trust=(Path(told["trust"]),),
    hosts={"cosmos.test": "127.0.0.1"},
)
serve(plan, lambda watching: print(watching.port, gc.get_freeze_count(), flush=True))
print("stopped", flush=True)
"""


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    """Certificates for one site."""
    return make(SITES.names, datetime.now(UTC))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be written outside of the test's own folder."""
    monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path / "home"))


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on a port."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


class TestStart:
    def test_it_listens_on_this_machine_only(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """The port is open on 127.0.0.1 and on no other address of the machine."""
        with start(Plan(SITES, certificates, small_rulebook, port=0)) as watch:
            assert listens(watch.port)
            for family, address in ((socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")):
                with socket.socket(family) as asking:
                    assert asking.connect_ex((address, watch.port)) != 0

    def test_a_busy_port_is_a_clear_error(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """A port that another program uses: which one, and what to do."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(WatchError, match=f"port {port} is in use") as caught:
                start(Plan(SITES, certificates, small_rulebook, port=port))
        assert f"--port {port + 1}" in caught.value.remedy

    def test_one_at_a_time(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """A second watch in the same process is refused; the first goes on."""
        with start(Plan(SITES, certificates, small_rulebook, port=0)) as watch:
            with pytest.raises(WatchError, match="already"):
                start(Plan(SITES, certificates, small_rulebook, port=0))
            assert listens(watch.port)

    def test_it_runs_in_a_loop_that_is_there(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """`watching` serves code that has an event loop of its own, several times in a row."""

        async def twice() -> list[tuple[bool, bool]]:
            seen = []
            for _ in range(2):
                async with watching(Plan(SITES, certificates, small_rulebook, port=0)) as watch:
                    during = await asyncio.to_thread(listens, watch.port)
                seen.append((during, await asyncio.to_thread(listens, watch.port)))
            return seen

        assert [(True, False)] * 2 == asyncio.run(twice())

    def test_the_loop_gets_its_names_back(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """Names that are looked up here are looked up by the network again afterwards."""

        async def look_up() -> str:
            loop = asyncio.get_running_loop()
            plan = Plan(SITES, certificates, small_rulebook, port=0, hosts={"nowhere.invalid": "127.0.0.9"})
            async with watching(plan):
                inside = await loop.getaddrinfo("nowhere.invalid", 80)
            with pytest.raises(socket.gaierror):
                await loop.getaddrinfo("nowhere.invalid", 80)
            return str(inside[0][4][0])

        assert asyncio.run(look_up()) == "127.0.0.9"


class TestStop:
    def test_the_port_is_free_and_connections_end(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """Stopping frees the port and ends what was open, also a connection that says nothing."""
        with start(Plan(SITES, certificates, small_rulebook, port=0)) as watch:
            silent = socket.create_connection(("127.0.0.1", watch.port), timeout=20)
            half = socket.create_connection(("127.0.0.1", watch.port), timeout=20)
            half.sendall(b"GET /v1/hea")
            httpx.get(f"http://127.0.0.1:{watch.port}/v1/health", trust_env=False)
        with silent, half:
            assert (b"", b"") == (silent.recv(1), half.recv(1))
        with socket.create_server(("127.0.0.1", watch.port)):
            pass

    def test_what_fails_when_all_is_over_is_not_told(
        self, certificates: Certificates, small_rulebook: Rulebook, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A connection that would not go, and fails when the loop ends it, leaves no line and no traceback."""
        began = threading.Event()

        async def stay() -> None:
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                raise ValueError(CANARY)

        with start(Plan(SITES, certificates, small_rulebook, port=0)) as watch:
            left_over = asyncio.run_coroutine_threadsafe(stay(), watch._loop)
            assert began.wait(20)
        assert isinstance(left_over.exception(20), ValueError)
        assert CANARY not in caplog.text

    def test_stopping_twice_is_stopping(self, certificates: Certificates, small_rulebook: Rulebook) -> None:
        """A second stop changes nothing."""
        watch = start(Plan(SITES, certificates, small_rulebook, port=0))
        watch.stop()
        watch.stop()
        assert not listens(watch.port)


class Process:
    """A watch in a process of its own."""

    def __init__(self, popen: "subprocess.Popen[bytes]", root: Path) -> None:
        assert popen.stdout is not None
        self.popen, self.root = popen, root
        self.port, self.frozen = (int(word) for word in popen.stdout.readline().split())

    def memory(self, kind: str) -> int:
        """Give the resident memory in bytes: ``VmRSS`` now, ``VmHWM`` at its highest."""
        lines = Path(f"/proc/{self.popen.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(kind))

    def end(self) -> tuple[int, bytes, bytes]:
        """Wait for the end; give the exit code and what was printed."""
        out, error = self.popen.communicate(timeout=30)
        return self.popen.returncode, out, error


@pytest.fixture
def server(serve: Any, server_context: Any) -> Any:
    """A TLS server for ``cosmos.test``."""
    return serve(server_context())


@pytest.fixture
def process(
    server: Any, authority: tuple[trustme.CA, Path], small_rulebook: Rulebook, tmp_path: Path
) -> Iterator[Process]:
    """A watch for that server in a process of its own."""
    told = {
        "addresses": [f"https://cosmos.test:{server.port}"],
        "home": str(tmp_path / "home"),
        "trust": str(authority[1]),
        "rulebook": small_rulebook.content,
    }
    command = [sys.executable, "-c", PROGRAM, json.dumps(told)]
    environment = {**os.environ, "SSLKEYLOGFILE": str(tmp_path / "secrets")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as popen:
        yield Process(popen, tmp_path / "home" / "data" / "certificates" / "root.pem")
        popen.kill()


def curl(process: Process, *more: str) -> list[str]:
    """Give the command that goes through a watch with curl."""
    trust = ["--cacert", str(process.root), "--proxy", f"http://127.0.0.1:{process.port}"]
    return ["curl", "--silent", "--fail", "--max-time", "60", *trust, *more]


class TestMemory:
    def test_200_megabytes_pass_and_are_not_held(
        self, process: Process, server: Any, tmp_path: Path, respond: Any
    ) -> None:
        """An upload of 200 MB arrives whole, and the watch hardly grows by it."""
        block, file = os.urandom(1 << 20), tmp_path / "upload"
        digest = hashlib.sha256()
        with file.open("wb") as writing:
            for _ in range(200):
                writing.write(block)
                digest.update(block)
        server.pages["/upload"] = respond(b"<p>ok")
        url = f"https://cosmos.test:{server.port}/upload"
        subprocess.run(curl(process, url), check=True, capture_output=True)
        before = process.memory("VmRSS")
        subprocess.run(curl(process, "-H", "Expect:", "--upload-file", str(file), url), check=True, capture_output=True)
        assert [digest.hexdigest()] == server.digests
        assert process.memory("VmHWM") - before < 60 * 1024 * 1024

    def test_what_a_websocket_says_is_not_held(self, process: Process, server: Any) -> None:
        """100 MB said and echoed after an upgrade are forgotten at once, both ways."""

        def talk(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
            while data := connection.recv(65536):
                connection.sendall(data)

        server.pages["/ws"] = talk
        context = trusting(process)
        head = b"GET /ws HTTP/1.1\r\nHost: cosmos.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        with socket.create_connection(("127.0.0.1", process.port), timeout=30) as plain:
            plain.sendall(f"CONNECT cosmos.test:{server.port} HTTP/1.1\r\n\r\n".encode())
            plain.recv(1000)
            with context.wrap_socket(plain, server_hostname="cosmos.test") as secure:
                secure.sendall(head)
                assert secure.recv(1000).startswith(b"HTTP/1.1 101 ")
                before = process.memory("VmRSS")
                block = os.urandom(1 << 20)
                for _ in range(100):
                    sending = threading.Thread(target=secure.sendall, args=(block,))
                    sending.start()
                    got = 0
                    while got < len(block):
                        got += len(secure.recv(1 << 16))
                    sending.join()
        assert process.memory("VmHWM") - before < 40 * 1024 * 1024


def trusting(process: Process) -> ssl.SSLContext:
    """Give a TLS context that trusts the root of a watch and nothing else."""
    return ssl.create_default_context(cafile=process.root)


class TestSignals:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_stops_cleanly_and_frees_the_port(self, process: Process, server: Any, number: signal.Signals) -> None:
        """Ctrl-C and SIGTERM end it with exit code 0, also while a server keeps a client waiting."""
        waiting, asked = threading.Event(), threading.Event()

        def never(_connection: socket.socket) -> None:
            asked.set()
            waiting.wait(30)

        server.pages["/slow"] = never
        command = curl(process, f"https://cosmos.test:{server.port}/slow")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as client:
            assert asked.wait(20)
            process.popen.send_signal(number)
            assert (0, b"stopped\n", b"") == process.end()
            assert client.wait(20) != 0
        waiting.set()
        with socket.create_server(("127.0.0.1", process.port)):
            pass

    def test_killed_it_holds_nobody_up(self, process: Process, server: Any) -> None:
        """After kill -9 a waiting client is told at once, a new one is refused, and the server is reached directly."""
        asked, waiting = threading.Event(), threading.Event()

        def never(_connection: socket.socket) -> None:
            asked.set()
            waiting.wait(30)

        server.pages["/slow"] = never
        command = curl(process, f"https://cosmos.test:{server.port}/slow")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as client:
            assert asked.wait(20)
            process.popen.kill()
            assert client.wait(20) != 0
        waiting.set()
        assert not listens(process.port)

    def test_what_was_there_at_the_start_is_frozen(self, process: Process) -> None:
        """The collector has been told to leave alone what was there when the watch began."""
        assert process.frozen > 10_000


class TestCanaries:
    def test_nothing_is_printed_or_written(self, process: Process, server: Any, page: bytes, respond: Any) -> None:
        """A whole visit with canaries in the address, the form and the page: nothing of them is printed or kept."""
        server.pages["/canari-7f3a"] = respond(page)
        url = f"https://cosmos.test:{server.port}/canari-7f3a?q=7f3a"
        for options in ((), ("--data", "nat=7f3a"), ("--form", "nat=7f3a"), ("-H", "Cookie: 7f3a")):
            subprocess.run(curl(process, *options, url), check=True, capture_output=True)
        process.popen.terminate()
        _, out, error = process.end()
        files = [path for path in process.root.parents[2].rglob("*") if path.is_file()]
        kept = [path for path in files if b"7f3a" in path.read_bytes()]
        assert (b"stopped\n", b"", []) == (out, error, kept)

    def test_the_secrets_of_connections_are_not_written_down(
        self, process: Process, server: Any, tmp_path: Path
    ) -> None:
        """A debugging setting of the machine (SSLKEYLOGFILE) does not make us write what would open the connections."""
        subprocess.run(curl(process, f"https://cosmos.test:{server.port}/"), check=False, capture_output=True)
        assert server.heads
        assert not (tmp_path / "secrets").exists()
