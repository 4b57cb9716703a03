"""What is printed where: pages on standard output, errors beside them, a bar only for people who wait."""

import json
import os
import pty
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casevide.critique import Critique
from casevide.critique.report import Wish, as_json, report
from casevide.field import Profile
from casevide.rulebook import Rulebook, canonical

JSON = Wish(output="json")
PROXY = Path(__file__).parents[2] / "proxy"


class TestReport:
    def test_text(self, rulebook: Rulebook, saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """
        A page comes out as text, nothing on the side, exit code 0.
        """
        code = report([str(saved)], Wish(language="en"), rulebook=rulebook)
        out, err = capfd.readouterr()

        assert (0, "") == (code, err)
        assert "Nationalité" in out
        assert "General information, not legal advice." in out

    def test_json(self, rulebook: Rulebook, saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """
        As JSON there is one array with one object for each page, and nothing else.
        """
        report([str(saved), str(saved)], JSON, rulebook=rulebook)
        pages = json.loads(capfd.readouterr().out)

        assert [str(saved)] * 2 == [page["source"] for page in pages]

    def test_partial_results_are_kept(self, rulebook: Rulebook, saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """
        One page that cannot be read is told of and changes the exit code to 2; the others come out.
        """
        broken = saved.with_name("broken.html")
        broken.write_bytes(b"\x00\x01")
        code = report([str(saved), str(broken), "missing.html", str(saved)], JSON, rulebook=rulebook)
        out, err = capfd.readouterr()

        assert 2 == code
        assert 2 == len(json.loads(out))
        assert [f"casevide: {broken}: this is not a web page", "casevide: missing.html: cannot read"] == [
            line[: len(expected)]
            for line, expected in zip(
                err.splitlines(),
                [f"casevide: {broken}: this is not a web page", "casevide: missing.html: cannot read"],
                strict=True,
            )
        ]

    def test_nothing_could_be_read(self, rulebook: Rulebook, capfd: pytest.CaptureFixture[str]) -> None:
        """
        Without any page the JSON is an empty array and the text is empty.
        """
        assert 2 == report(["missing.html"], JSON, rulebook=rulebook)
        assert "[]\n" == capfd.readouterr().out
        assert 2 == report(["missing.html"], rulebook=rulebook)
        assert "" == capfd.readouterr().out

    def test_check(self, rulebook: Rulebook, saved: Path, tmp_path: Path) -> None:
        """
        With `check`, a field that is forced without a duty gives exit code 1; a page without such fields gives 0.
        """
        clean = tmp_path / "clean.html"
        clean.write_text('<label for="a">Nom</label><input id="a" required>')

        assert 1 == report([str(saved)], Wish(check=True), rulebook=rulebook)
        assert 0 == report([str(saved)], rulebook=rulebook)
        assert 0 == report([str(clean)], Wish(check=True), rulebook=rulebook)

    def test_profile_of_options(self, rulebook: Rulebook, saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """
        A chosen profile is used for every page, and the object says so.
        """
        report([str(saved)], JSON, rulebook=rulebook, profile=Profile("BE"))
        profile = json.loads(capfd.readouterr().out)[0]["profile"]

        assert {"country": "BE", "sector": None, "system": None, "from": "options"} == profile

    def test_errors_are_clean(self, rulebook: Rulebook, capfd: pytest.CaptureFixture[str]) -> None:
        """
        A name with control characters cannot play tricks on the terminal.
        """
        report(["a\x1b[2J.html"], rulebook=rulebook)

        assert "\x1b" not in capfd.readouterr().err


class TestAsJson:
    def test_escapes_what_terminals_obey(self, rulebook: Rulebook) -> None:
        """
        Control characters and lone surrogates are escaped, accents are not; reading gives the same back.
        """
        critique = Critique("é\x1b\x9b\u2028\udc80", Profile(), "", rulebook.digest, "", ())
        text = as_json([critique])

        assert "é\\u001b\\u009b\\u2028\\udc80" in text
        assert "é\x1b\x9b\u2028\udc80" == json.loads(text)[0]["source"]
        assert text.encode()


class TestProgress:
    def run(self, rulebook: Rulebook, folder: Path, pages: int) -> tuple[str, bytes]:
        """Criticise some pages in a program of its own whose stderr is a terminal; give its stdout and stderr."""
        for number in range(pages):
            (folder / f"{number}.html").write_text("<input name=nom>")
        (folder / "rulebook.json").write_bytes(
            json.dumps(json.loads(canonical(rulebook.content)) | {"digest": rulebook.digest}).encode()
        )
        program = textwrap.dedent("""
            import sys
            from pathlib import Path
            from casevide.critique.report import Wish, report
            from casevide.rulebook import Rulebook
            rulebook = Rulebook.from_json(Path("rulebook.json").read_bytes())
            sys.exit(report(["."], Wish(output="json"), rulebook=rulebook))
        """)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(PROXY), "TERM": "xterm", "COLUMNS": "80"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        )
        out, _ = process.communicate()
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux tells the end of a terminal
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        return out, shown

    def test_bar_on_many_pages(self, rulebook: Rulebook, tmp_path: Path) -> None:
        """
        On a terminal, with many pages, a bar is drawn beside the output, which stays pure JSON.
        """
        out, shown = self.run(rulebook, tmp_path, 12)

        assert 12 == len(json.loads(out))
        assert b"/12" in shown

    def test_no_bar_on_few_pages(self, rulebook: Rulebook, tmp_path: Path) -> None:
        """
        A few pages need no bar.
        """
        out, shown = self.run(rulebook, tmp_path, 3)

        assert 3 == len(json.loads(out))
        assert b"" == shown
