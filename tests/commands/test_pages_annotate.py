"""The command ``casevide annotate``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli
from casevide.page.annotate import strip

PAGE = b"<!doctype html><html><title>Dossier</title><label for=a>Pointure</label><input id=a><input id=b></html>"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own folders, kept for all tests because compiling the rules takes a while."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.setenv("CASEVIDE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["annotate", *arguments])


def put(path: str, data: bytes = PAGE) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


class TestCopies:
    def test_a_copy_and_nothing_else(self) -> None:
        """The copy holds the hints, the page itself is not touched, and one line tells what was found."""
        page = put("page.html")

        result = run("page.html", "--out-dir", "out", "--every-field")

        copy = Path("out/page.html").read_bytes()
        assert (0, f"page.html: 2 fields, 0 hints, in {Path('out/page.html')}\n") == (result.exit_code, result.output)
        assert copy.count(b'data-casevide="silent"') == 2
        assert (PAGE, PAGE) == (strip(copy), page.read_bytes())
        assert [file.name for file in Path("out").iterdir()] == ["page.html"]

    def test_same_names(self) -> None:
        """Pages that share a name get copies with numbers; a page named twice gets one copy."""
        for name in ("a/page.html", "b/page.html", "c/PAGE.html"):
            put(name, PAGE + name.encode())

        result = run("a/page.html", "b/page.html", "c/PAGE.html", "a/page.html", "--out-dir", "out")

        assert result.exit_code == 0
        assert {"page.html": b"a/page.html", "page-2.html": b"b/page.html", "PAGE-3.html": b"c/PAGE.html"} == {
            file.name: strip(file.read_bytes())[len(PAGE) :] for file in Path("out").iterdir()
        }

    def test_json(self) -> None:
        """With --json, one array tells of every file, also of those that failed."""
        put("page.html")

        result = CliRunner().invoke(cli, ["annotate", "page.html", "none.html", "--out-dir", "out", "--json"])

        assert [
            {"source": "page.html", "copy": str(Path("out/page.html")), "fields": 2, "hints": 0},
            {"source": "none.html", "copy": None, "error": "none.html: cannot read: there is no such file or folder"},
        ] == json.loads(result.stdout)

    def test_xhtml_by_its_ending(self) -> None:
        """A file that ends in .xhtml is read as XML."""
        put("page.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml"><textarea/><input/></html>')

        run("page.xhtml", "--out-dir", "out", "--every-field")

        assert Path("out/page.xhtml").read_bytes().count(b'="silent"') == 2

    def test_annotated_already(self) -> None:
        """A page that is annotated already is left alone."""
        put("page.html")
        run("page.html", "--out-dir", "out", "--every-field")

        result = run("out/page.html", "--out-dir", "again")

        assert (0, f"{Path('out/page.html')}: left alone, it is annotated already\n") == (
            result.exit_code,
            result.output,
        )
        assert not Path("again").exists()


class TestMistakes:
    @pytest.mark.parametrize(
        ("message", "data"),
        [
            ("this page is empty", b""),
            ("this is not a web page", b"%PDF-1.7\n\x00<input>"),
            ("there is no HTML in it", b"Hello"),
            ("this is not a web page", b'{"form": "<input>"}'),
            ("the character set of this page is not known", b"<meta charset=klingon><input>"),
            ("more than 8 MB", b"<p>" + b" " * 8 * 1024 * 1024),
        ],
    )
    def test_not_a_page(self, message: str, data: bytes) -> None:
        """What is no readable page is named with its reason, the others are still done, and 2 is the code."""
        put("bad.html", data)
        put("good.html")

        result = run("bad.html", "good.html", "--out-dir", "out")

        assert result.exit_code == 2
        assert f"casevide: bad.html: {message}" in result.output
        assert [file.name for file in Path("out").iterdir()] == ["good.html"]

    @pytest.mark.parametrize(("message", "name"), [("there is no such file", "none.html"), ("this is a folder", "sub")])
    def test_no_file(self, message: str, name: str) -> None:
        """A missing file and a folder are named with a remedy."""
        Path("sub").mkdir()

        result = run(name, "--out-dir", "out")

        assert result.exit_code == 2
        assert f"casevide: {name}: cannot read: {message}" in result.output

    def test_never_over_an_original(self) -> None:
        """A copy never takes the place of a page, not even of another page or through a link."""
        put("a/page.html", b"<input>a")
        put("b/page.html", b"<input>b")
        Path("link").symlink_to("b", target_is_directory=True)

        result = run("a/page.html", "b/page.html", "--out-dir", "link", "--every-field")

        assert result.exit_code == 2
        assert "would overwrite an original" in result.output
        assert (b"<input>a", b"<input>b") == (Path("a/page.html").read_bytes(), Path("b/page.html").read_bytes())

    def test_out_dir_is_a_file(self) -> None:
        """A folder that cannot be made is named, without a traceback."""
        put("page.html")
        put("out")

        result = run("page.html", "--out-dir", "out")

        assert result.exit_code == 2
        assert "casevide: out: cannot" in result.output

    def test_unknown_sector(self) -> None:
        """A sector that no rule knows is refused before anything is written."""
        put("page.html")

        result = run("page.html", "--out-dir", "out", "--sector", "klingon")

        assert result.exit_code == 2
        assert "klingon" in result.output
        assert not Path("out").exists()
