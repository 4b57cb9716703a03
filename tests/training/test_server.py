"""The practice server, asked over real connections."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme

from casevide.training import draw, load_practice, serving

COSMOS = load_practice("cosmos")
CANARY = "CANARI-7f3a-Dupont"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a practice server without TLS."""
    with serving(COSMOS) as port:
        yield f"http://127.0.0.1:{port}"


class TestPages:
    def test_every_page(self, address: str) -> None:
        """
        Each page comes as drawn, byte for byte, and the first one also at the root.
        """
        for page in COSMOS.pages:
            assert draw(COSMOS, page) == httpx.get(f"{address}/{page.id}").content
        assert draw(COSMOS, COSMOS.pages[0]) == httpx.get(f"{address}/").content

    def test_every_link_of_the_menu(self, address: str) -> None:
        """
        Whatever a page links to on this server exists.
        """
        body = httpx.get(f"{address}/").text
        links = [f"/{page.id}" for page in COSMOS.pages[1:]]

        assert all(f'href="{link}"' in body for link in links)
        assert [200, 200] == [httpx.get(address + link).status_code for link in links]

    def test_nothing_may_be_loaded(self, address: str) -> None:
        """
        The content security policy forbids scripts and every other address, and nothing is kept in a cache.
        """
        headers = httpx.get(f"{address}/").headers

        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "no-store" == headers["Cache-Control"]

    def test_legacy_page_declares_its_charset_itself(self, address: str) -> None:
        """
        The header of the legacy page is silent about the charset, as old servers were.
        """
        assert "text/html" == httpx.get(f"{address}/menage").headers["Content-Type"]

    def test_unknown_page(self, address: str) -> None:
        """
        An unknown address gives 404, and the path is not repeated in the answer.
        """
        answer = httpx.get(f"{address}/{CANARY}")

        assert 404 == answer.status_code
        assert CANARY not in answer.text

    def test_head(self, address: str) -> None:
        """
        HEAD gives the length and no body.
        """
        answer = httpx.head(f"{address}/accueil")

        assert str(len(draw(COSMOS, COSMOS.pages[0]))) == answer.headers["Content-Length"]
        assert b"" == answer.content


class TestPosts:
    def test_answer_says_that_nothing_was_kept(self, address: str) -> None:
        """
        What is typed does not come back in the answer, in its headers, in a cookie, or on the next page.
        """
        with httpx.Client() as client:
            answer = client.post(f"{address}/enregistrer?q={CANARY}", data={"nom": CANARY})
            after = client.get(f"{address}/accueil")

        assert 200 == answer.status_code
        assert "Rien n'a été enregistré" in answer.text
        assert CANARY not in answer.text + str(answer.headers) + after.text + str(after.headers)
        assert {} == dict(client.cookies)

    def test_nothing_is_stored_or_logged(self, tmp_path: Path) -> None:
        """
        A server that was sent a canary in body, path, query and headers has written it nowhere.
        """
        program = (
            "import sys\n"
            "from casevide.training import load_practice, serving\n"
            "with serving(load_practice()) as port:\n"
            "    print(port, flush=True)\n"
            "    sys.stdin.read()\n"
        )
        proxy = Path(__file__).parents[2] / "proxy"
        environment = os.environ | {"PYTHONPATH": str(proxy), "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
        with subprocess.Popen(
            [sys.executable, "-B", "-c", program],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            url = f"http://127.0.0.1:{port}/{CANARY}?a={CANARY}"
            answer = httpx.post(url, data={"nom": CANARY}, headers={"X-Canary": CANARY, "Referer": CANARY})
            httpx.get(url)
            out, err = server.communicate()

        assert 200 == answer.status_code
        assert ("", "") == (out, err)
        assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_large_post(self, address: str) -> None:
        """
        A large post is read to its end and answered.
        """
        assert 200 == httpx.post(f"{address}/enregistrer", content=b"a" * 5_000_000).status_code

    def test_several_posts_on_one_connection(self, address: str) -> None:
        """
        What is thrown away is thrown away whole: the next request on the same connection is understood.
        """
        with httpx.Client() as client:
            answers = [client.post(f"{address}/enregistrer", content=b"nom=" + b"x" * size) for size in (0, 1, 70_000)]
            last = client.get(f"{address}/menage")

        assert [200, 200, 200] == [answer.status_code for answer in answers]
        assert draw(COSMOS, COSMOS.pages[1]) == last.content

    def test_length_is_needed(self, address: str) -> None:
        """
        A post that does not say how long it is, or lies, is refused and the connection closed.
        """
        for length in ("-1", "1e3", "٣", "99999999999"):
            connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
            connection.putrequest("POST", "/enregistrer")
            connection.putheader("Content-Length", length.encode())
            connection.endheaders()

            assert 411 == connection.getresponse().status
            connection.close()


class TestTls:
    def test_over_tls(self) -> None:
        """
        With a certificate the pages come over TLS, and a caller that stalls in the handshake holds up nobody.
        """
        authority = trustme.CA()
        server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(server_side)
        client_side = ssl.create_default_context()
        authority.configure_trust(client_side)

        with serving(COSMOS, server_side) as port, socket.create_connection(("127.0.0.1", port)):
            answer = httpx.get(f"https://127.0.0.1:{port}/accueil", verify=client_side, timeout=10)

        assert draw(COSMOS, COSMOS.pages[0]) == answer.content

    def test_only_this_machine(self) -> None:
        """
        The server listens on the loopback address only, and no longer after the block.
        """
        with serving(COSMOS) as port, socket.create_connection(("127.0.0.1", port)) as connection:
            assert "127.0.0.1" == connection.getpeername()[0]
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
