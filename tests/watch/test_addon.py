"""Pages, requests and everything else that goes through a running watch; the clients and the servers are real."""

import gzip
import hashlib
import logging
import re
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import httpx
import pytest
import zstandard
from websockets.sync.client import connect

from casevide.page.annotate import strip
from casevide.watch import addon

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
HINT = b'data-casevide="challengeable fr-social-nationality"'


def sha256(data: bytes) -> str:
    """Give the SHA-256."""
    return hashlib.sha256(data).hexdigest()


def raw(client: httpx.Client, url: str, **more: Any) -> tuple[httpx.Response, bytes]:
    """Get a response and its body as it came over the wire."""
    with client.stream("GET", url, **more) as response:
        return response, b"".join(response.iter_raw())


def passed(land: Any, reason: str, *, more_than: int = -1) -> int:
    """Give how many pages went through for a reason; a page that streams is counted after it has arrived: wait."""
    for _ in range(500):
        if land.watch.counters.passed[reason] > more_than:
            break
        time.sleep(0.01)
    return int(land.watch.counters.passed[reason])


class TestPages:
    def test_a_listed_page_carries_hints_and_is_otherwise_the_same(self, land: Any, page: bytes, respond: Any) -> None:
        """A page of a listed site carries hints; without them it is what the server sent."""
        land.server.pages["/"] = respond(page)
        with land.client() as client:
            got = client.get(land.url()).content
        assert HINT in got
        assert sha256(page) == sha256(strip(got))

    @pytest.mark.parametrize("coding", CODINGS)
    def test_a_packed_page_arrives_unpacked(self, land: Any, page: bytes, respond: Any, coding: str) -> None:
        """A packed page is unpacked, gets its hints, and its headers say so."""
        land.server.pages["/"] = respond(CODINGS[coding](page), f"Content-Encoding: {coding}")
        with land.client() as client:
            response, got = raw(client, land.url())
        assert HINT in got
        assert sha256(page) == sha256(strip(got))
        assert str(len(got)) == response.headers["content-length"]
        assert "content-encoding" not in response.headers

    def test_a_page_without_length_arrives_whole(self, land: Any, page: bytes) -> None:
        """A page in chunks, and a page that ends with the connection, carry hints too."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        chunks = b"".join(b"%x\r\n%s\r\n" % (1, page[index : index + 1]) for index in range(len(page)))
        land.server.pages["/chunks"] = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"

        def until_the_end(connection: socket.socket) -> None:
            connection.sendall(head + b"Connection: close\r\n\r\n" + page)

        land.server.pages["/end"] = until_the_end
        with land.client() as client:
            bodies = [client.get(land.url(path)).content for path in ("/chunks", "/end")]
        assert [HINT in body for body in bodies] == [True, True]
        assert [sha256(page)] * 2 == [sha256(strip(body)) for body in bodies]

    def test_what_the_headers_say_of_the_original_bytes_goes(self, land: Any, page: bytes, respond: Any) -> None:
        """Checksums and ranges of the original go from a changed page; its tag stays, so that 304 works."""
        stale = ("Content-MD5: x", "Digest: x", "Repr-Digest: x", "Content-Digest: x", "Accept-Ranges: bytes")
        land.server.pages["/"] = respond(page, *stale, 'ETag: "v1"')
        with land.client() as client:
            headers = client.get(land.url()).headers
        assert '"v1"' == headers["etag"]
        assert not {line.partition(":")[0].lower() for line in stale} & set(headers)

    def test_plain_http_of_a_listed_site_carries_hints(self, land: Any, page: bytes, respond: Any) -> None:
        """A listed site without TLS is annotated; one that is not listed is not."""
        land.plain.pages["/"] = respond(page)
        with land.client() as client:
            listed = client.get(f"http://cosmos.test:{land.plain.port}/").content
            other = client.get(f"http://autre.test:{land.plain.port}/").content
        assert HINT in listed
        assert other == page

    def test_a_form_that_came_back_with_an_error_carries_hints(self, land: Any, page: bytes, respond: Any) -> None:
        """A form shown again with status 422 is a form."""
        land.server.pages["/"] = respond(page).replace(b"200 OK", b"422 Unprocessable Content")
        with land.client() as client:
            response = client.post(land.url(), data={"nat": "x"})
        assert response.status_code == 422
        assert HINT in response.content

    def test_the_other_headers_are_the_same_byte_for_byte(self, land: Any, page: bytes, respond: Any) -> None:
        """Order, case and repetition of what the server says stay; only the length changes."""
        odd = ("x-ODD: a", "Set-Cookie: s=1; Path=/", "X-odd:  b ", "set-cookie: t=2", "X-Accent: é", "Server: IIS/6")
        land.server.pages["/"] = respond(page, *odd)
        trust = ssl.create_default_context(cafile=land.certificates.root_path)
        with socket.create_connection(("127.0.0.1", land.watch.port), timeout=20) as plain:
            plain.sendall(f"CONNECT cosmos.test:{land.server.port} HTTP/1.1\r\n\r\n".encode())
            plain.recv(1000)
            with trust.wrap_socket(plain, server_hostname="cosmos.test") as secure:
                secure.sendall(b"GET / HTTP/1.1\r\nHost: cosmos.test\r\nConnection: close\r\n\r\n")
                got = b""
                while piece := secure.recv(65536):
                    got += piece
        head, _, body = got.partition(b"\r\n\r\n")
        expected = respond(page, *odd).partition(b"\r\n\r\n")[0]
        length, changed = (b"Content-Length: %d" % len(one) for one in (page, body))
        assert expected.replace(length, changed).replace(b"X-odd:  b ", b"X-odd: b") == head

    def test_one_connection_stays_one_connection(self, land: Any, page: bytes, respond: Any) -> None:
        """Requests on one connection reach the server on one connection: some ways of logging in depend on it."""
        land.server.pages["/"] = respond(page)
        with land.client() as client:
            client.get(land.url())  # the trial handshake is behind us
            land.server.forget()
            for _ in range(3):
                client.get(land.url())
        assert (3, 0) == (len(land.server.heads), land.server.connections)


class TestLeftAlone:
    """What goes through exactly as it came."""

    @pytest.mark.parametrize(
        "headers",
        [
            ("Content-Disposition: attachment; filename=dossier.html",),
            ("Cache-Control: no-transform",),
            ("Cache-Control: private, No-Transform",),
        ],
    )
    def test_by_its_headers(self, land: Any, page: bytes, respond: Any, headers: tuple[str, ...]) -> None:
        """Downloads and what the server asks not to be changed."""
        land.server.pages["/"] = respond(page, *headers)
        with land.client() as client:
            assert page == client.get(land.url()).content

    @pytest.mark.parametrize(
        "kind", ["application/json", "text/plain", "text/event-stream", "application/octet-stream", "image/svg+xml", ""]
    )
    def test_by_its_type(self, land: Any, page: bytes, respond: Any, kind: str) -> None:
        """Everything that is not HTML by its type, even if it looks like it."""
        land.server.pages["/"] = respond(page, kind=kind)
        with land.client() as client:
            assert page == client.get(land.url()).content

    @pytest.mark.parametrize(
        "status", ["203 Non-Authoritative", "206 Partial Content", "302 Found", "304 Not Modified"]
    )
    def test_by_its_status(self, land: Any, page: bytes, respond: Any, status: str) -> None:
        """Parts of a page and redirections; a copy of a page (203) is a page."""
        land.server.pages["/"] = respond(b"" if "304" in status else page).replace(b"200 OK", status.encode())
        with land.client() as client:
            got = client.get(land.url()).content
        assert (HINT in got) is status.startswith("203")
        assert (b"" if "304" in status else page) == strip(got)

    def test_the_head_of_a_page(self, land: Any, page: bytes, respond: Any) -> None:
        """HEAD gives the server's own headers."""
        land.server.pages["/"] = respond(page).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        with land.client() as client:
            assert str(len(page)) == client.head(land.url()).headers["content-length"]

    @pytest.mark.parametrize("coding", ["gzip", "gzip, br", "br", "compress", "zstd"])
    def test_a_page_whose_coding_is_a_lie(self, land: Any, page: bytes, respond: Any, coding: str) -> None:
        """A page that cannot be unpacked goes through with the very bytes and headers that came."""
        before = passed(land, "encoding")
        land.server.pages["/"] = respond(page, f"Content-Encoding: {coding}")
        with land.client() as client:
            response, got = raw(client, land.url())
        assert (page, coding) == (got, response.headers["content-encoding"])
        assert before + 1 == passed(land, "encoding", more_than=before)

    def test_a_bomb(self, land: Any, respond: Any) -> None:
        """A small body that would unpack to 300 MB goes through packed."""
        before = passed(land, "too-large")
        bomb = gzip.compress(b"<input name=nationalite>" * 12_500_000, compresslevel=1)
        assert len(bomb) < addon.LARGEST_BODY
        land.server.pages["/"] = respond(bomb, "Content-Encoding: gzip")
        with land.client() as client:
            assert sha256(bomb) == sha256(raw(client, land.url())[1])
        assert before + 1 == passed(land, "too-large", more_than=before)

    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_page_over_the_cap(self, land: Any, respond: Any, page: bytes, chunked: bool) -> None:  # noqa: FBT001
        """A page of more than 2 MiB streams past, whether its length was announced or not."""
        body = page + b"<p>" * (addon.LARGEST_BODY // 3)
        whole = respond(body)
        if chunked:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            whole = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        before = passed(land, "too-large")
        land.server.pages["/"] = whole
        with land.client() as client:
            assert sha256(body) == sha256(client.get(land.url()).content)
        assert before + 1 == passed(land, "too-large", more_than=before)

    def test_a_page_that_takes_too_long(self, land: Any, respond: Any) -> None:
        """A page whose fields cannot be found within the time budget goes through as it came."""
        before = passed(land, "time")
        heavy = gzip.compress(b"<html><label>Nationalit\xc3\xa9 <input name=n></label>" * 150_000)
        land.server.pages["/"] = respond(heavy, "Content-Encoding: gzip")
        with land.client() as client:
            assert sha256(heavy) == sha256(raw(client, land.url())[1])
        assert before + 1 == passed(land, "time", more_than=before)

    def test_a_page_that_makes_us_fail(
        self,
        land: Any,
        page: bytes,
        respond: Any,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Whatever goes wrong on our side, the page goes through, it is counted, and nothing of the page is told."""
        errors = land.watch.counters.errors

        def fail(body: bytes, **_: object) -> None:
            raise RuntimeError(body)

        monkeypatch.setattr(addon, "annotate", fail)
        monkeypatch.setattr(addon, "_PATIENCE", 60.0)  # the page of the test before may still hold the worker
        land.server.pages["/"] = respond(page)
        with caplog.at_level(logging.DEBUG), land.client() as client:
            assert page == client.get(land.url()).content
        assert errors + 1 == land.watch.counters.errors
        assert "7f3a" not in caplog.text

    def test_a_worker_that_hangs_holds_up_nothing_for_good(
        self, land: Any, page: bytes, respond: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While one page hangs in our work, it and the next ones go through as they came."""
        release = threading.Event()
        monkeypatch.setattr(addon, "annotate", lambda *_, **__: release.wait(60))
        land.server.pages["/"] = respond(page)
        try:
            with land.client() as client:
                assert [page] * 3 == [client.get(land.url()).content for _ in range(3)]
        finally:
            release.set()


class TestStreams:
    def test_a_server_sent_event_arrives_before_the_next_is_sent(self, land: Any) -> None:
        """Each event arrives at once: the server sends the second only when the first was received."""
        received = threading.Event()

        def talk(connection: socket.socket) -> None:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            connection.sendall(head + b"data: one\n\n")
            if received.wait(20):
                connection.sendall(b"data: two\n\n")

        land.server.pages["/events"] = talk
        with land.client() as client, client.stream("GET", land.url("/events")) as response:
            pieces = response.iter_raw()
            first = next(pieces)
            received.set()
            assert (b"data: one\n\n", b"data: two\n\n") == (first, b"".join(pieces))

    def test_a_websocket_echoes(self, land: Any) -> None:
        """A WebSocket through the watch carries texts and bytes, both ways, also long ones."""
        trust = ssl.create_default_context(cafile=land.certificates.root_path)
        long = bytes(range(256)) * 8192
        with connect(
            f"wss://cosmos.test:{land.echo}/", proxy=land.proxy, ssl=trust, max_size=None, ping_interval=None
        ) as socket_:
            for message in ("Nationalité", b"\x00\xff", long):
                socket_.send(message)
                assert message == socket_.recv(timeout=20)

    def test_http2_from_end_to_end(self, land: Any, page: bytes) -> None:
        """A server that speaks HTTP/2 is spoken to in HTTP/2 by both sides, and its page carries hints."""
        base = f"https://cosmos.test:{land.multiplexed}"
        with land.client(http2=True) as client:
            response = client.get(f"{base}/")
            echoed = client.post(f"{base}/echo", content=b"abc" * 10_000)
        assert ("HTTP/2", True) == (response.http_version, HINT in response.content)
        assert sha256(page) == sha256(strip(response.content))
        assert echoed.content == b"abc" * 10_000

    def test_curl_speaks_http2_too(self, land: Any, page: bytes) -> None:
        """Another real client gets the same page."""
        command = ["curl", "--silent", "--http2", "--write-out", "%{stderr}%{http_version}", "--proxy", land.proxy]
        trust = ["--cacert", str(land.certificates.root_path), f"https://cosmos.test:{land.multiplexed}/"]
        done = subprocess.run([*command, *trust], capture_output=True, check=True, timeout=30)
        assert b"2" == done.stderr
        assert HINT in done.stdout
        assert sha256(page) == sha256(strip(done.stdout))

    def test_the_server_is_asked_in_the_protocol_that_it_speaks(self, land: Any, page: bytes, respond: Any) -> None:
        """A browser that could speak HTTP/2 speaks HTTP/1.1 to a server that does, so that nothing is translated."""
        land.server.pages["/"] = respond(page)
        with land.client(http2=True) as client:
            assert client.get(land.url()).http_version == "HTTP/1.1"


class TestRequests:
    """What the server gets is what it would get without the tool."""

    @pytest.mark.parametrize(
        "options",
        [
            (),
            ("--data", "nationalite=canari-5b&vide="),
            ("--form", "piece=@{file}", "--form", "note=caf\u00e9"),
            ("--request", "PUT", "--upload-file", "{file}", "-H", "Expect:"),  # no browser ever sends Expect
            ("-H", "x-ODD-Case: 1", "-H", "X-odd-case: 2", "-H", "Cookie: a=b; c=d", "-H", "Accept-Encoding: br;q=0.1"),
            ("--head",),
            ("-H", 'If-None-Match: "v1"', "-H", "Range: bytes=0-3", "-H", "Origin: https://cosmos.test"),
        ],
    )
    def test_they_are_the_same_byte_for_byte(
        self, land: Any, page: bytes, respond: Any, tmp_path: Path, options: tuple[str, ...]
    ) -> None:
        """The same request with and without the watch, recorded by the server: not a byte differs."""
        (tmp_path / "file").write_bytes(bytes(range(256)) * 100)
        land.server.pages["/d"] = respond(page)
        told = [option.format(file=tmp_path / "file") for option in options]
        command = ["curl", "--silent", "--fail", "--output", "/dev/null", *told, land.url("/d?q=%C3%A9&r=a+b")]
        direct = ["--cacert", str(land.authority), "--resolve", f"cosmos.test:{land.server.port}:127.0.0.1"]
        watched = ["--cacert", str(land.certificates.root_path), "--proxy", land.proxy]
        seen = []
        for how in (direct, watched):
            land.server.forget()
            subprocess.run([*command, *how], check=True, timeout=30)
            seen.append([unbounded(part) for part in (*land.server.heads, *land.server.bodies)])
        assert seen[0] == seen[1]
        assert seen[0]

    def test_plain_http_says_connection_by_its_own_name(self, land: Any, page: bytes, respond: Any) -> None:
        """What a browser says to a proxy as Proxy-Connection, the server gets as Connection."""
        land.plain.pages["/"] = respond(page)
        land.plain.forget()
        lines = (
            f"GET http://cosmos.test:{land.plain.port}/ HTTP/1.1",
            "Host: cosmos.test",
            "Proxy-Connection: keep-alive",
        )
        with socket.create_connection(("127.0.0.1", land.watch.port), timeout=20) as connection:
            connection.sendall("\r\n".join((*lines, "A: b")).encode() + b"\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        assert [b"GET / HTTP/1.1\r\nHost: cosmos.test\r\nConnection: keep-alive\r\nA: b"] == land.plain.heads


def unbounded(data: bytes) -> bytes:
    """Give a multipart head or body without the boundary that was drawn for it."""
    return re.sub(rb"-{20,}[0-9A-Za-z]+", b"BOUNDARY", data)


class TestNothingIsKept:
    def test_canaries_appear_nowhere(
        self, land: Any, page: bytes, respond: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What was posted, prefilled, put into an address or a header is in no log, notice or file of ours."""
        canary = "7f3a"
        land.server.pages[f"/dossier-{canary}"] = respond(page)
        with caplog.at_level(logging.DEBUG), land.client() as client:
            url = land.url(f"/dossier-{canary}?nom={canary}")
            assert HINT in client.get(url, headers={"Cookie": canary}).content
            client.post(url, data={"nat": canary}, headers={"X-Canary": canary})
            client.post(url, content=canary.encode() * 100_000)
            client.get(f"http://autre.test:{land.plain.port}/{canary}")
        assert any(canary.encode() in body for body in land.server.bodies)
        health = httpx.get(f"{land.proxy}/v1/health", trust_env=False).text
        kept = [path for path in land.home.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()]
        ours = [one.getMessage() for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
        assert ([], []) == (kept, [told for told in (*ours, health, *land.notices) if canary in told])
