"""The command ``casevide critique`` where it writes documents, compares, and is asked for what cannot be."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli

PROXY = Path(__file__).parents[2] / "proxy"
FORM = """<!DOCTYPE html><html><head><title>COSMOS</title></head><body><form>
<label for="nat">Nationalité *</label><select id="nat" name="nat" required><option>Française<option>Autre</select>
<label for="tel">Téléphone</label><input id="tel" name="tel">
</form></body></html>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own folders, shared by this file so that the rules are compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _at_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEVIDE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "form.html").write_text(FORM, encoding="utf-8")


def run(*arguments: str) -> Result:
    """Run the command; an exception that is not an exit is a failure of its own."""
    result = CliRunner().invoke(cli, ["critique", *arguments])

    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


class TestDocuments:
    @pytest.mark.parametrize(
        ("name", "beginning"),
        [
            ("c.html", b'<!doctype html>\n<html lang="nl">'),
            ("c.pdf", b"%PDF-1.7"),
            ("c.csv", b"\xef\xbb\xbfPagina,"),
            ("c.json", b"[\n"),
            ("c.txt", b"form.html\n"),
        ],
    )
    def test_format_by_name(self, tmp_path: Path, name: str, beginning: bytes) -> None:
        """
        The name of the file says the format; nothing is printed; twice the same is the same file.
        """
        dated = ("--date", "2026-11-22") if name.endswith(("html", "pdf")) else ()
        result = run("form.html", "-o", name, "--lang", "nl", *dated)
        first = (tmp_path / name).read_bytes()
        run("form.html", "-o", f"again-{name}", "--lang", "nl", *dated)

        assert (0, "", "") == (result.exit_code, result.stdout, result.stderr)
        assert first.startswith(beginning)
        assert first == (tmp_path / f"again-{name}").read_bytes()

    @pytest.mark.parametrize(("form", "beginning"), [("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("csv", b"\xef")])
    def test_standard_output(self, form: str, beginning: bytes) -> None:
        """
        Without a file the document goes to standard output, byte for byte.
        """
        assert run("form.html", "--format", form).stdout_bytes.startswith(beginning)

    def test_date(self) -> None:
        """
        The document bears the day that was given.
        """
        assert "1er février 2027" in run("form.html", "--format", "html", "--date", "2027-02-01", "--lang", "fr").stdout

    def test_check(self) -> None:
        """
        With --check a document is written all the same, and the exit code tells.
        """
        assert 1 == run("form.html", "-o", "c.html", "--check").exit_code
        assert Path("c.html").exists()

    def test_partial_results(self) -> None:
        """
        What can be read is in the document; what cannot is told, with exit code 2.
        """
        result = run("form.html", "missing.html", "-o", "c.html")

        assert 2 == result.exit_code
        assert "missing.html" in result.stderr
        assert "Nationalité" in Path("c.html").read_text(encoding="utf-8")

    def test_nothing_to_write(self) -> None:
        """
        Where nothing could be read, no document is left behind.
        """
        assert 2 == run("missing.html", "-o", "c.html").exit_code
        assert not Path("c.html").exists()

    def test_no_pdf_on_a_terminal(self, tmp_path: Path, home: Path) -> None:
        """
        A terminal is not filled with a PDF: the message says what to do.
        """
        ours, theirs = pty.openpty()
        result = subprocess.run(
            [sys.executable, "-m", "casevide.cli", "critique", "form.html", "--format", "pdf"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROXY), "CASEVIDE_HOME": str(home)},
            stdout=theirs,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(theirs)
        os.close(ours)

        assert (2, "casevide: a PDF cannot be shown on a terminal - name a file: --output critique.pdf\n") == (
            result.returncode,
            result.stderr,
        )


class TestAgainst:
    @pytest.fixture(autouse=True)
    def _earlier(self, tmp_path: Path) -> None:
        """An earlier critique, of the form before its nationality was forced and its telephone asked."""
        before = FORM.replace(" required", "").replace(" *", "").partition('<label for="tel"')[0]
        (tmp_path / "old").mkdir()
        (tmp_path / "old" / "form.html").write_text(before, encoding="utf-8")

        assert 0 == run("old/form.html", "-o", "old.json").exit_code

    @pytest.mark.parametrize("form", ["text", "html"])
    def test_told(self, form: str) -> None:
        """
        For people, it says what was added and what is newly forced.
        """
        told = run("form.html", "--against", "old.json", "--lang", "en", "--format", form).stdout

        assert "Newly forced by the software" in told
        assert "Nationalité (Open to challenge)" in told
        assert "Téléphone (Optional)" in told

    def test_json(self) -> None:
        """
        For scripts, each page has its changes; without --against the key is not there.
        """
        changes = json.loads(run("form.html", "--against", "old.json", "--json").stdout)[0]["changes"]

        assert ["nat"] == [one["name"] for one in changes["newly_forced"]]
        assert ["tel"] == [one["name"] for one in changes["added"]]
        assert {"source": "old/form.html"}.items() <= changes["since"].items()
        assert "changes" not in json.loads(run("form.html", "--json").stdout)[0]

    def test_pdf(self) -> None:
        """
        The PDF has room for it too.
        """
        assert 0 == run("form.html", "--against", "old.json", "-o", "c.pdf").exit_code

    def test_page_that_is_gone(self, tmp_path: Path) -> None:
        """
        A page of the earlier critique that is not among these is named.
        """
        (tmp_path / "other.html").write_text("<input>")
        run("form.html", "other.html", "-o", "two.json")
        result = run("form.html", "--against", "two.json", "--lang", "en")

        assert "other.html" in result.stderr
        assert 0 == result.exit_code


class TestContradictions:
    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (("--json", "--format", "html"), "--json and --format html contradict each other"),
            (("--brief", "-o", "c.pdf"), "--brief and --format pdf contradict each other"),
            (("--brief", "--json"), "--brief and --format json contradict each other"),
            (("--date", "2026-11-22"), "--date has no place in --format text"),
            (("-o", "form.html"), "form.html: this file is read, it cannot be written over"),
            (("-o", "."), "this is a folder, not a file"),
            (("--against", "old.json", "--format", "csv"), "--against has no place in a CSV table"),
            (("--against", "missing.json"), "missing.json: cannot read: there is no such file"),
            (("--against", "form.html"), "form.html:1:1: this is not JSON"),
            (("--browser", "-"), "--browser cannot read standard input"),
        ],
    )
    def test_refused(self, options: tuple[str, ...], says: str) -> None:
        """
        What contradicts itself is refused before anything is read or written, with what to do; exit code 2.
        """
        result = run("form.html", *options)

        assert (2, "") == (result.exit_code, result.stdout)
        assert result.stderr.startswith("casevide: ")
        assert says in result.stderr
        assert " - " in result.stderr
        assert FORM == Path("form.html").read_text(encoding="utf-8")


class TestKinds:
    def test_recording(self, tmp_path: Path) -> None:
        """
        A recording is read beside a page, also from a folder; what is damaged in it is told.
        """
        answer = {"status": 200, "content": {"mimeType": "text/html", "text": FORM}}
        page = {"request": {"url": "https://cosmos.example/a?nom=Untel"}, "response": answer}
        (tmp_path / "r.har").write_text(json.dumps({"log": {"entries": [page, {"response": 3}]}}))
        result = run(".", "--json")

        assert 2 == result.exit_code
        assert ["form.html", "r.har, https://cosmos.example/a"] == [one["source"] for one in json.loads(result.stdout)]
        assert "r.har: entry 2 has not the form of a HAR entry" in result.stderr

    def test_frames(self, tmp_path: Path) -> None:
        """
        A frame takes the profile of its page, and counts only if it asks something.
        """
        frames = "<iframe src=form_files/a.html></iframe><iframe src=form_files/b.html></iframe>"
        (tmp_path / "form.html").write_text(FORM + frames, encoding="utf-8")
        (tmp_path / "form_files").mkdir()
        (tmp_path / "form_files" / "a.html").write_text("<p>advert</p>")
        (tmp_path / "form_files" / "b.html").write_text("<label>Nationalité<input name=n></label>", encoding="utf-8")
        found = json.loads(run("form.html", "--json").stdout)

        assert ["form.html", "form_files/b.html"] == [one["source"] for one in found]
        assert ["cosmos", "cosmos"] == [one["profile"]["system"] for one in found]
        assert found[1]["fields"][0]["verdict"]

    def test_browser(self, tmp_path: Path, home: Path) -> None:
        """
        With --browser the fields that a script builds are judged, as a program of its own.
        """
        (tmp_path / "built.html").write_text(
            "<title>COSMOS</title><div id=a></div><script>a.innerHTML = '<label>Nationalité<input></label>'</script>",
            encoding="utf-8",
        )
        result = subprocess.run(
            [sys.executable, "-m", "casevide.cli", "critique", "--browser", "built.html", "missing.html", "--json"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROXY), "CASEVIDE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert 2 == result.returncode
        assert "missing.html: there is no such file" in result.stderr
        assert ["Nationalité"] == [field["label"] for field in json.loads(result.stdout)[0]["fields"]]
