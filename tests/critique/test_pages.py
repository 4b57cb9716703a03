"""Where pages come from: files, folders, and addresses asked over real connections."""

import io
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from casevide.critique.pages import list_sources, read_source
from casevide.critique.source import LARGEST, Source
from casevide.errors import CasevideError

PAGE = b"<label for=a>Nom</label><input id=a>"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that no machine knows."""
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[HTTPServer]:
    """An https server on this machine, called localhost."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with HTTPServer(host="localhost", ssl_context=context) as running:
        yield running


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust that authority, as an institution does: through SSL_CERT_FILE."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def reading(address: str, *, insecure_http: bool = False) -> str:
    """Read an address that must fail; give the error's whole text."""
    with pytest.raises(CasevideError) as caught:
        read_source(Source(address), insecure_http=insecure_http)

    assert caught.value.message.startswith(f"{address}: ")
    assert caught.value.remedy
    return str(caught.value)


class TestList:
    def test_folder(self, tmp_path: Path) -> None:
        """
        A folder gives all its pages, also those deeper down, sorted, whatever the case of their ending.
        """
        (tmp_path / "b" / "c").mkdir(parents=True)
        for name in ("z.html", "a.HTM", "b/c/m.xhtml", "b/style.css", "notes.txt"):
            (tmp_path / name).write_bytes(PAGE)
        sources, errors = list_sources([str(tmp_path)])

        assert ["a.HTM", "b/c/m.xhtml", "z.html"] == [
            Path(source.name).relative_to(tmp_path).as_posix() for source in sources
        ]
        assert [] == errors

    def test_order_is_kept(self) -> None:
        """
        Targets come in the order given: files, addresses, standard input.
        """
        sources, errors = list_sources(["b.html", "https://a.example/", "-"])

        assert ["b.html", "https://a.example/", "-"] == [source.name for source in sources]
        assert [False, True, False] == [source.is_address for source in sources]
        assert [] == errors

    def test_folder_without_pages(self, tmp_path: Path) -> None:
        """
        A folder without a page is an error of its own; the other targets go on.
        """
        sources, errors = list_sources([str(tmp_path), "b.html"])

        assert ["b.html"] == [source.name for source in sources]
        assert [f"{tmp_path}: no page in this folder - it needs files ending in .html, .htm or .har"] == list(
            map(str, errors)
        )

    @pytest.mark.parametrize(("target", "says"), [("a.mht", "HTML only"), ("www.a.example", "https://www.a.example")])
    def test_near_misses(self, target: str, says: str) -> None:
        """
        A web archive, or an address without its https, is answered with what to do.
        """
        sources, errors = list_sources([target])

        assert [] == sources
        assert says in str(errors[0])


class TestFiles:
    def test_file(self, tmp_path: Path) -> None:
        """
        A file gives its bytes; it has no content type and no host.
        """
        path = tmp_path / "a.html"
        path.write_bytes(PAGE)
        read = read_source(Source(str(path), path))

        assert (PAGE, None, "") == (read.body, read.content_type, read.host)

    def test_xhtml(self, tmp_path: Path) -> None:
        """
        The ending .xhtml stands for its content type.
        """
        path = tmp_path / "a.xhtml"
        path.write_bytes(PAGE)

        assert "application/xhtml+xml" == read_source(Source(str(path), path)).content_type

    def test_missing(self, tmp_path: Path) -> None:
        """
        A file that is not there is named, with what to do.
        """
        with pytest.raises(CasevideError, match=r"nothing\.html: cannot read: there is no such file.* - check"):
            read_source(Source("nothing.html", tmp_path / "nothing.html"))

    def test_too_large(self, tmp_path: Path) -> None:
        """
        A file of more than 8 MB is refused.
        """
        path = tmp_path / "a.html"
        with path.open("wb") as file:
            file.truncate(LARGEST + 1)

        with pytest.raises(CasevideError, match="more than 8 MB"):
            read_source(Source(str(path), path))

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A minus sign reads a page from standard input, as bytes.
        """
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xe9" + PAGE), encoding="utf-8"))

        assert b"\xe9" + PAGE == read_source(Source("-")).body


@pytest.mark.usefixtures("trusted")
class TestAddresses:
    def test_page(self, server: HTTPServer) -> None:
        """
        An address is read over TLS, trusting the authority that SSL_CERT_FILE names.
        """
        server.expect_request("/form").respond_with_data(PAGE, content_type="text/html; charset=iso-8859-1")
        read = read_source(Source(server.url_for("/form")))

        assert (PAGE, "text/html; charset=iso-8859-1", "localhost") == (read.body, read.content_type, read.host)

    def test_asks_once_and_says_nothing(self, server: HTTPServer) -> None:
        """
        One GET without cookies, login or referrer, even if the site sets a cookie while it redirects.
        """
        server.expect_request("/a").respond_with_data(
            status=302, headers={"Location": "/b", "Set-Cookie": "id=1; Path=/"}
        )
        server.expect_request("/b").respond_with_data(PAGE, content_type="text/html")
        read = read_source(Source(server.url_for("/a")))

        assert server.url_for("/b") == read.address
        assert [("GET", "/a"), ("GET", "/b")] == [(asked.method, asked.path) for asked, _ in server.log]
        for asked, _ in server.log:
            assert not {"Cookie", "Authorization", "Referer", "Origin"} & set(asked.headers.keys())

    def test_untrusted_certificate(self, server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A certificate that cannot be trusted ends it; the remedy names SSL_CERT_FILE.
        """
        monkeypatch.delenv("SSL_CERT_FILE")

        assert "SSL_CERT_FILE" in reading(server.url_for("/"))
        assert [] == server.log

    def test_plain_http(self) -> None:
        """
        An address without encryption is asked only if that was asked for.
        """
        with HTTPServer(host="localhost") as plain:
            plain.expect_request("/").respond_with_data(PAGE, content_type="text/html")
            address = plain.url_for("/")

            assert "--insecure-http" in reading(address)
            assert [] == plain.log
            assert PAGE == read_source(Source(address), insecure_http=True).body

    def test_redirect_out_of_encryption(self, server: HTTPServer) -> None:
        """
        A site may not lead out of encryption.
        """
        with HTTPServer(host="localhost") as plain:
            server.expect_request("/").respond_with_data(status=302, headers={"Location": plain.url_for("/")})

            assert "redirects to http://" in reading(server.url_for("/"))
            assert [] == plain.log

    def test_redirects_without_end(self, server: HTTPServer) -> None:
        """
        Redirects in a circle end.
        """
        server.expect_request("/").respond_with_data(status=302, headers={"Location": "/"})

        assert "again and again" in reading(server.url_for("/"))

    @pytest.mark.parametrize("status", [401, 404, 500])
    def test_refused(self, server: HTTPServer, status: int) -> None:
        """
        An error of the site is passed on, with the hint to save the page.
        """
        server.expect_request("/").respond_with_data("no", status=status, content_type="text/html")
        text = reading(server.url_for("/"))

        assert f"answered {status}" in text
        assert "save it from the browser" in text

    def test_other_content(self, server: HTTPServer) -> None:
        """
        What is not a page is not read.
        """
        server.expect_request("/").respond_with_json({"a": 1})

        assert "application/json, not a web page" in reading(server.url_for("/"))

    @pytest.mark.parametrize("packed", [False, True])
    def test_too_large(self, server: HTTPServer, *, packed: bool) -> None:
        """
        A page of more than 8 MB is refused, also if it is small while packed.
        """
        import gzip  # noqa: PLC0415 - only here

        def answer(_: Request) -> Response:
            body = b" " * (LARGEST + 1)
            headers = {"Content-Encoding": "gzip"} if packed else {}
            return Response(gzip.compress(body) if packed else body, content_type="text/html", headers=headers)

        server.expect_request("/").respond_with_handler(answer)

        assert "more than 8 MB" in reading(server.url_for("/"))

    def test_nobody_there(self) -> None:
        """
        An address that nobody answers is an error in plain words.
        """
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]

        assert "no connection" in reading(f"https://localhost:{port}/")

    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("ftp://a.example/", "ftp:// addresses are not read"),
            ("file:///etc/passwd", "file:// addresses are not read"),
            ("https://[::1/", "not an address"),
            ("https://", "not an address"),
        ],
    )
    def test_not_an_address(self, address: str, says: str) -> None:
        """
        Other schemes and broken addresses are refused in plain words, and nothing is read.
        """
        assert says in reading(address)

    def test_password(self, server: HTTPServer) -> None:
        """
        An address with a password in it is neither asked nor repeated.
        """
        address = server.url_for("/").replace("localhost", "agent:CANARY@localhost")

        with pytest.raises(CasevideError, match="user name or password") as caught:
            read_source(Source(address))

        assert "CANARY" not in str(caught.value)
        assert [] == server.log
