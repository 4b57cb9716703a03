"""The practice server, asked over real connections."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme

from casevide.errors import CasevideError
from casevide.training import Room, load_practices, practice_pages, serving
from casevide.training.wording import say

ROOM = Room(load_practices())
CANARY = "CANARI-7f3a-Dupont"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a practice server without TLS."""
    with serving(ROOM) as port:
        yield f"http://127.0.0.1:{port}"


class TestPages:
    def test_every_page(self, address: str) -> None:
        """
        Each page of each system comes as the room has it, byte for byte, with its content type.
        """
        with httpx.Client() as client:
            for pages in practice_pages().values():
                for page in pages:
                    answer = (client.post if "?part=" in page.path else client.get)(address + page.path)

                    assert (page.body, page.kind) == (answer.content, answer.headers["Content-Type"]), page.path

    def test_nothing_may_be_loaded(self, address: str) -> None:
        """
        The content security policy of the room is sent, and nothing is kept in a cache.
        """
        headers = httpx.get(f"{address}/cosmos/").headers

        assert ROOM.get("/cosmos/").policy == headers["Content-Security-Policy"]
        assert "no-store" == headers["Cache-Control"]

    def test_index_names_the_address_asked(self, address: str) -> None:
        """
        The first page shows commands with the address under which it was asked.
        """
        assert f"casevide critique {address}/" in httpx.get(address).text

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
        answer = httpx.head(f"{address}/cosmos/accueil")

        assert str(len(ROOM.get("/cosmos/accueil").body)) == answer.headers["Content-Length"]
        assert b"" == answer.content


class TestSent:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/cosmos/enregistrer"),
            ("POST", "/cosmos/menage?part=typeLogement"),
            ("POST", "/isis-paris/obligatoires?part=contexte_familial"),
            ("POST", "/base-eleves/origine"),
            ("PUT", "/si-siao/api/situationAdministratives/1"),
        ],
    )
    def test_nothing_comes_back(self, address: str, method: str, path: str) -> None:
        """
        What is typed does not come back: not in the answer, its headers, a cookie, or the page asked for afterwards.
        """
        with httpx.Client() as client:
            answer = client.request(method, address + path, data={"nom": CANARY, "nationalite": CANARY})
            after = client.get(address + path.partition("?")[0])

        assert 200 == answer.status_code
        assert CANARY not in answer.text + str(answer.headers) + after.text + str(after.headers)
        assert {} == dict(client.cookies)

    def test_nothing_is_stored_or_logged(self, tmp_path: Path) -> None:
        """
        A room that was sent a canary in body, path, query and headers has written it nowhere, and leaves no file.
        """
        environment = {name: value for name, value in os.environ.items() if name != "CASEVIDE_HOME"}
        environment |= {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "LC_ALL": "C", "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            [sys.executable, "-B", "-m", "casevide.cli", "training", "--port", "0"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as room:
            assert room.stdout is not None
            url = room.stdout.readline().split()[-1]
            for method, path in (("POST", "cosmos/enregistrer"), ("POST", CANARY), ("PUT", "si-siao/api/personnes/1")):
                httpx.request(
                    method,
                    f"{url}{path}?a={CANARY}",
                    data={"nom": CANARY},
                    headers={"X-Canary": CANARY, "Referer": CANARY, "Cookie": CANARY},
                )
                httpx.get(f"{url}{path}?a={CANARY}")
            room.send_signal(signal.SIGINT)
            out, err = room.communicate()

        assert (0, "") == (room.returncode, err)
        assert CANARY not in out
        assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_large_post(self, address: str) -> None:
        """
        A large post is read to its end and answered.
        """
        assert 200 == httpx.post(f"{address}/cosmos/enregistrer", content=b"a" * 5_000_000).status_code

    def test_several_posts_on_one_connection(self, address: str) -> None:
        """
        What is thrown away is thrown away whole: the next request on the same connection is understood.
        """
        with httpx.Client() as client:
            answers = [
                client.post(f"{address}/cosmos/enregistrer", content=b"nom=" + b"x" * size) for size in (0, 1, 70_000)
            ]
            last = client.get(f"{address}/cosmos/menage")

        assert [200, 200, 200] == [answer.status_code for answer in answers]
        assert ROOM.get("/cosmos/menage").body == last.content

    def test_length_is_needed(self, address: str) -> None:
        """
        A post that does not say how long it is, or lies, is refused and the connection closed.
        """
        for length in ("-1", "1e3", "٣", "99999999999"):
            connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
            connection.putrequest("POST", "/cosmos/enregistrer")
            connection.putheader("Content-Length", length.encode())
            connection.endheaders()

            assert 411 == connection.getresponse().status
            connection.close()


class TestListening:
    def test_over_tls(self) -> None:
        """
        With a certificate the pages come over TLS, and a caller that stalls in the handshake holds up nobody.
        """
        authority = trustme.CA()
        server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(server_side)
        client_side = ssl.create_default_context()
        authority.configure_trust(client_side)

        with serving(ROOM, server_side) as port, socket.create_connection(("127.0.0.1", port)):
            answer = httpx.get(f"https://127.0.0.1:{port}/cosmos/accueil", verify=client_side, timeout=10)

        assert ROOM.get("/cosmos/accueil").body == answer.content

    def test_only_this_machine(self) -> None:
        """
        The server listens on the loopback address only, and no longer after the block.
        """
        with serving(ROOM) as port, socket.create_connection(("127.0.0.1", port)) as connection:
            assert "127.0.0.1" == connection.getpeername()[0]
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", port), timeout=5)

    def test_port_in_use(self) -> None:
        """
        A port that something else has is told with the way to choose another.
        """
        with (
            serving(ROOM) as port,
            pytest.raises(CasevideError, match=f"port {port} .* in use - .*--port"),
            serving(ROOM, port=port),
        ):
            pass

    def test_language(self) -> None:
        """
        A room has a language: that of everything it says to the people in training.
        """
        with serving(Room(load_practices(), "nl")) as port:
            answers = [httpx.get(f"http://127.0.0.1:{port}{path}").text for path in ("/", "/nova/", "/nothing")]

        assert [True, True, True] == [
            say(key, "nl") in text for key, text in zip(("room", "copy", "missing"), answers, strict=True)
        ]
