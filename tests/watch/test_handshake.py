"""Trial handshakes: what is not surely good upstream, and servers that ask for a card."""

import socket
import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from casevide.rulebook import Rulebook
from casevide.watch.certificates import make
from casevide.watch.engine import Plan, Started, start
from casevide.watch.sites import Sites, make_site

type Shown = Callable[[int, tuple[str, int], str], bytes]
type Own = Callable[[int, str], bytes]
type WatchFor = Callable[[str, int], Started]


@pytest.fixture
def notices() -> list[str]:
    """The lines told to the person."""
    return []


@pytest.fixture
def watch_for(
    authority: tuple[trustme.CA, Path],
    small_rulebook: Rulebook,
    notices: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> WatchFor:
    """Give the function that starts a watch for one site on 127.0.0.1: ``watch_for(name, port)``."""
    monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path))

    def begin(name: str, port: int) -> Started:
        sites = Sites(sites=(make_site(f"https://{name}:{port}", None, None, None),))
        certificates = make(sites.names, datetime.now(UTC))
        hosts = {name: "127.0.0.1"}
        return start(
            Plan(sites, certificates, small_rulebook, port=0, trust=(authority[1],), hosts=hosts, notice=notices.append)
        )

    return begin


class TestUpstream:
    """What is not surely good upstream is left to the browser."""

    def test_a_certificate_that_nobody_vouches_for_is_shown(
        self, watch_for: WatchFor, serve: Any, shown: Shown, own: Own
    ) -> None:
        """A listed server with a certificate that is not trusted shows it, so that the browser can refuse it."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trustme.CA().issue_cert("cosmos.test").configure_cert(context)
        server = serve(context)
        with watch_for("cosmos.test", server.port) as watch:
            seen = [shown(watch.port, ("cosmos.test", server.port), "cosmos.test") for _ in range(2)]
        assert [own(server.port, "cosmos.test")] * 2 == seen

    def test_a_certificate_for_another_name_is_shown(
        self, watch_for: WatchFor, serve: Any, shown: Shown, own: Own, authority: tuple[trustme.CA, Path]
    ) -> None:
        """A good certificate for another name is not good for this one."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority[0].issue_cert("autre.test").configure_cert(context)
        server = serve(context)
        with watch_for("cosmos.test", server.port) as watch:
            assert own(server.port, "x") == shown(watch.port, ("cosmos.test", server.port), "cosmos.test")

    def test_a_server_that_comes_back_is_opened_again(
        self, watch_for: WatchFor, serve: Any, shown: Shown, own: Own, authority: tuple[trustme.CA, Path]
    ) -> None:
        """A bad trial is not held against a server: once its certificate is good, its pages are read."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trustme.CA().issue_cert("cosmos.test").configure_cert(context)
        server = serve(context)
        with watch_for("cosmos.test", server.port) as watch:
            before = shown(watch.port, ("cosmos.test", server.port), "cosmos.test")
            authority[0].issue_cert("cosmos.test").configure_cert(context)
            after = shown(watch.port, ("cosmos.test", server.port), "cosmos.test")
            assert own(server.port, "cosmos.test") not in {before, after}
            assert before != after

    def test_a_server_that_is_down_ends_the_connection(self, watch_for: WatchFor, shown: Shown) -> None:
        """CONNECT is not answered with an error; the connection just ends, as it would without the tool."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        with watch_for("cosmos.test", port) as watch, pytest.raises((ssl.SSLError, ConnectionError)):
            shown(watch.port, ("cosmos.test", port), "cosmos.test")

    def test_a_server_that_went_down_is_tried_again(
        self, watch_for: WatchFor, server_context: Callable[[], ssl.SSLContext], serve: Any, shown: Shown
    ) -> None:
        """Once a connection to a good server has failed, the browser meets the server itself and says what is wrong."""
        server = serve(server_context())
        with watch_for("cosmos.test", server.port) as watch:
            target = ("cosmos.test", server.port)
            shown(watch.port, target, "cosmos.test")
            server.listening.shutdown(socket.SHUT_RDWR)
            server.listening.close()
            shown(watch.port, target, "cosmos.test")
            with pytest.raises((ssl.SSLError, ConnectionError)):
                shown(watch.port, target, "cosmos.test")


class TestAnswers:
    """Answers that mitmproxy cannot carry: the browser gets them on the next try."""

    @pytest.mark.parametrize(
        "answer",
        [
            b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            b"Trailer: x-t\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-t: 1\r\n\r\n",
            b"bad name: x\r\nContent-Length: 2\r\n\r\nok",
            b"Content-Length: 0\r\n\r\n",
        ],
    )
    def test_the_site_is_left_alone_from_then_on(
        self,
        watch_for: WatchFor,
        serve: Any,
        server_context: Callable[[], ssl.SSLContext],
        shown: Shown,
        own: Own,
        notices: list[str],
        answer: bytes,
    ) -> None:
        """Two lengths, trailers, odd headers, early hints: after the first failure the site goes through untouched."""
        server = serve(server_context())
        status = b"103 Early Hints" if answer.startswith(b"Content-Length: 0") else b"200 OK"
        server.pages["/"] = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n" + answer
        with watch_for("cosmos.test", server.port) as watch:
            target = ("cosmos.test", server.port)
            assert own(server.port, "cosmos.test") != shown(watch.port, target, "cosmos.test")
            command = [
                "curl",
                "--silent",
                "--insecure",
                "--max-time",
                "20",
                "--proxy",
                f"http://127.0.0.1:{watch.port}",
            ]
            subprocess.run([*command, f"https://cosmos.test:{server.port}/"], capture_output=True, check=False)
            assert own(server.port, "cosmos.test") == shown(watch.port, target, "cosmos.test")
        assert len(notices) == 1


class TestCards:
    """Servers that ask the browser for a certificate: a health professional's card, an identity card."""

    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
    @pytest.mark.parametrize("demand", [ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED])
    def test_they_are_passed_through_with_one_notice(
        self,
        watch_for: WatchFor,
        serve: Any,
        server_context: Callable[[], ssl.SSLContext],
        authority: tuple[trustme.CA, Path],
        notices: list[str],
        tmp_path: Path,
        version: ssl.TLSVersion,
        demand: ssl.VerifyMode,
    ) -> None:
        """The card reaches the server and the page comes untouched, from the first request on; one line says so."""
        context = server_context()
        context.minimum_version = context.maximum_version = version
        context.load_verify_locations(authority[1])
        context.verify_mode = demand
        server = serve(context)
        body = "<html><label>Nationalité <input></label></html>".encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        server.pages["/"] = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
        card = tmp_path / "card.pem"
        authority[0].issue_cert("agent@hopital.test").private_key_and_cert_chain_pem.write_to_path(str(card))
        trust = ssl.create_default_context(cafile=authority[1])
        trust.load_cert_chain(card)
        got = []
        with watch_for("carte.test", server.port) as watch:
            for _ in range(2):
                with httpx.Client(proxy=f"http://127.0.0.1:{watch.port}", verify=trust, trust_env=False) as client:
                    got.append(client.get(f"https://carte.test:{server.port}/").content)
        assert [body, body] == got
        assert ["carte.test goes through untouched from now on"] == [line.partition(",")[0] for line in notices]

    def test_a_server_that_asks_later_is_passed_through_from_then_on(
        self,
        watch_for: WatchFor,
        authority: tuple[trustme.CA, Path],
        notices: list[str],
        shown: Shown,
        own: Own,
        tmp_path: Path,
    ) -> None:
        """A server that asks for a card only on some page (TLS 1.2 renegotiation) goes through from then on."""
        issued, key, chain = authority[0].issue_cert("carte.test"), tmp_path / "key.pem", tmp_path / "chain.pem"
        issued.private_key_pem.write_to_path(str(key))
        chain.write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(chain), "-key", str(key)]
        command += ["-tls1_2", "-no_resumption_on_reneg"]
        with (
            watch_for("carte.test", port) as watch,
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            ) as server,
        ):
            assert server.stdin is not None
            assert server.stdout is not None
            try:
                while server.stdout.readline().strip() != b"ACCEPT":
                    pass
                assert own(port, "carte.test") != shown(watch.port, ("carte.test", port), "carte.test")
                request = b"GET / HTTP/1.1\r\nHost: carte.test\r\n\r\n"
                ask_through(watch.port, port, request, server)
                assert own(port, "carte.test") == shown(watch.port, ("carte.test", port), "carte.test")
            finally:
                server.kill()
        assert len(notices) == 1


def ask_through(proxy: int, port: int, request: bytes, server: "subprocess.Popen[bytes]") -> None:
    """Send a request through the proxy, and let the server answer it with a wish to renegotiate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", proxy), timeout=20) as connection:
        connection.sendall(f"CONNECT carte.test:{port} HTTP/1.1\r\n\r\n".encode())
        connection.recv(1000)
        with context.wrap_socket(connection, server_hostname="carte.test") as secure:
            secure.sendall(request)
            assert server.stdout is not None
            assert server.stdin is not None
            while server.stdout.readline() != b"Host: carte.test\r\n":
                pass
            server.stdin.write(b"R\n")
            server.stdin.flush()
            while b"Read BLOCK" not in server.stdout.readline():
                pass
            server.stdin.write(b"q\n")
            server.stdin.flush()
            secure.recv(1000)
