"""What the local API answers, and whom it refuses."""

import json
import socket
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.rulebook import Rulebook
from casevide.watch.api import Api

API = Api(b'{"format":1}', "sha256-abc", lambda: {"program": "casevide"})
HOST = "Host: 127.0.0.1:8899"


def ask(line: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the API and give the status, the headers by lower-case name, and the body."""
    answer = API.answer("\r\n".join((line, *headers)).encode("latin-1") + b"\r\n\r\n", 8899)
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    return int(first.split()[1]), {k.lower(): v for k, v in (one.split(": ", 1) for one in rest)}, body


class TestAnswer:
    def test_health_is_json_that_nobody_keeps(self) -> None:
        """``/v1/health`` is answered and not cached."""
        status, headers, body = ask("GET /v1/health HTTP/1.1", HOST)
        assert (200, {"program": "casevide"}) == (status, json.loads(body))
        assert ("no-store", "nosniff") == (headers["cache-control"], headers["x-content-type-options"])

    def test_the_rulebook_has_its_digest_as_tag(self) -> None:
        """``/v1/rulebook`` gives the rules, tagged."""
        status, headers, body = ask("GET /v1/rulebook HTTP/1.1", HOST)
        assert (200, '"sha256-abc"', b'{"format":1}') == (status, headers["etag"], body)

    @pytest.mark.parametrize("tags", ['"sha256-abc"', 'W/"sha256-abc"', '"x", "sha256-abc"'])
    def test_a_known_rulebook_is_not_sent_again(self, tags: str) -> None:
        """Who has these rules already is told so, without them."""
        assert (304, b"") == ask("GET /v1/rulebook HTTP/1.1", HOST, f"If-None-Match: {tags}")[::2]

    def test_head_is_get_without_the_body(self) -> None:
        """HEAD gives the same status and length and no body."""
        status, headers, body = ask("HEAD /v1/rulebook HTTP/1.1", HOST)
        assert (200, "12", b"") == (status, headers["content-length"], body)

    @pytest.mark.parametrize("origin", ["chrome-extension://abcdef", "moz-extension://0a1b-2c3d"])
    def test_an_extension_gets_through(self, origin: str) -> None:
        """An extension may ask, with or without saying that it is one."""
        assert ask("GET /v1/health HTTP/1.1", HOST, f"Origin: {origin}", "Sec-Fetch-Site: none")[0] == 200
        assert ask("GET /v1/health HTTP/1.1", HOST, "Sec-Fetch-Site: same-origin")[0] == 200


class TestRefuse:
    @pytest.mark.parametrize(
        "host",
        [
            "localhost:8899",
            "127.0.0.1",
            "127.0.0.1:8898",
            "evil.test:8899",
            "127.0.0.1:8899.evil.test",
            "[::1]:8899",
            "",
        ],
    )
    def test_any_other_host(self, host: str) -> None:
        """A name that was pointed at this machine is not this address."""
        assert ask("GET /v1/health HTTP/1.1", f"Host: {host}")[0] == 421

    def test_no_host(self) -> None:
        """Without a Host there is no answer."""
        assert ask("GET /v1/health HTTP/1.1")[0] == 421

    @pytest.mark.parametrize("origin", ["https://evil.test", "http://127.0.0.1:8899", "null", "", "file://"])
    def test_the_web(self, origin: str) -> None:
        """No page of the web may ask, not even one of this address."""
        assert ask("GET /v1/health HTTP/1.1", HOST, f"Origin: {origin}")[0] == 403

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE"])
    def test_what_the_browser_calls_another_site(self, site: str) -> None:
        """A request that comes from another site by the browser's own word is refused."""
        assert ask("GET /v1/health HTTP/1.1", HOST, f"Sec-Fetch-Site: {site}")[0] == 403

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
    def test_what_is_not_reading(self, method: str) -> None:
        """Nothing can be changed here."""
        status, headers, _ = ask(f"{method} /v1/health HTTP/1.1", HOST)
        assert (405, "GET, HEAD") == (status, headers["allow"])

    @pytest.mark.parametrize(
        "path", ["/", "/v1", "/v1/health/", "/v1/health?x", "/v1/../v1/health", "//v1/health", "*"]
    )
    def test_any_other_path(self, path: str) -> None:
        """Two paths exist, to the letter."""
        assert ask(f"GET {path} HTTP/1.1", HOST)[0] == 404

    @pytest.mark.parametrize(
        ("line", "headers"),
        [
            ("GET", (HOST,)),
            ("GET /v1/health HTTP/1.1 x", (HOST,)),
            ("GET /v1/health HTTP/1.1", (HOST, HOST)),
            ("GET /v1/health HTTP/1.1", (HOST, "Origin : https://evil.test")),
            ("GET /v1/health HTTP/1.1", (HOST, " Origin: https://evil.test")),
            ("GET /v1/health HTTP/1.1", (HOST, "nonsense")),
        ],
    )
    def test_what_is_malformed(self, line: str, headers: tuple[str, ...]) -> None:
        """A head that could be read in two ways is not read."""
        assert ask(line, *headers)[0] == 400

    @given(st.binary(max_size=300))
    def test_any_bytes_are_answered(self, data: bytes) -> None:
        """Whatever is sent, there is one whole answer, and never a CORS header."""
        answer = API.answer(data, 8899)
        assert answer.startswith(b"HTTP/1.1 ")
        assert b"access-control" not in answer.lower()


def talk(port: int, data: bytes) -> bytes:
    """Send bytes to the port and give all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(data)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


class TestOnThePort:
    def test_health_tells_the_rulebook_and_what_was_done(self, land: Any, small_rulebook: Rulebook) -> None:
        """A running watch answers with its program, its rules and its counters, and no address."""
        health = httpx.get(f"{land.proxy}/v1/health", trust_env=False).json()
        assert ("casevide", small_rulebook.digest) == (health["program"], health["rulebook"])
        assert health.keys() == {"program", "version", "rulebook", "annotated", "passed", "errors"}

    def test_the_rulebook_can_be_loaded(self, land: Any, small_rulebook: Rulebook) -> None:
        """What the API serves is a whole rulebook, digest and all."""
        served = httpx.get(f"{land.proxy}/v1/rulebook", trust_env=False).content
        assert small_rulebook.digest == Rulebook.from_json(served).digest

    @pytest.mark.parametrize("target", ["/", "/v1/health", "*"])
    def test_nothing_is_forwarded_to_the_host_that_is_named(self, land: Any, target: str) -> None:
        """A request of a page to this port with another Host is refused, and that host is never asked."""
        land.plain.forget()
        answer = talk(land.watch.port, f"GET {target} HTTP/1.1\r\nHost: cosmos.test:{land.plain.port}\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 421 ")
        assert land.plain.connections == 0

    @pytest.mark.parametrize("data", [b"\x16\x03\x01\x00\x05hello", b"\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
    def test_what_is_not_http_is_refused(self, land: Any, data: bytes) -> None:
        """TLS, an empty line, HTTP/2: an answer and the end."""
        assert talk(land.watch.port, data).startswith(b"HTTP/1.1 4")

    def test_a_body_is_not_read(self, land: Any) -> None:
        """A long body is refused by its head, and its answer arrives."""
        head = (
            f"POST /v1/health HTTP/1.1\r\nHost: 127.0.0.1:{land.watch.port}\r\nContent-Length: 100000\r\n\r\n".encode()
        )
        assert talk(land.watch.port, head + bytes(100_000)).startswith(b"HTTP/1.1 405 ")

    def test_a_head_without_end_is_refused(self, land: Any) -> None:
        """A head that grows and grows is cut off."""
        assert talk(land.watch.port, b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 4000).startswith(b"HTTP/1.1 400 ")

    def test_pieces_are_put_together(self, land: Any) -> None:
        """A head that arrives byte by byte is answered all the same."""
        head = f"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:{land.watch.port}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", land.watch.port), timeout=10) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in head:
                connection.sendall(bytes([byte]))
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
