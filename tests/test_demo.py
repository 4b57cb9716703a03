"""The demonstration, run as people run it; and what makes it fail."""

import dataclasses
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casevide import demo
from casevide.demo import NotReceivedError
from casevide.rulebook import VERDICTS
from casevide.training import load_practice
from casevide.training.stage import Stage, host_of, staged
from casevide.watch.certificates import ensure
from casevide.wording import SIGNS, say

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "casevide.cli", "demo"]
COSMOS = load_practice("cosmos")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine without a screen, where everything that is written can be seen."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    return kept | {
        "PYTHONPATH": str(ROOT / "proxy"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "tmp"),
        "LC_ALL": "en_GB.UTF-8",
    }


def left_behind(folder: Path) -> list[str]:
    """Give everything in a folder and below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


class TestOnce:
    @pytest.fixture
    def finished(self, environment: dict[str, str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
        """The demonstration with --once, in a program of its own."""
        return subprocess.run(
            [*COMMAND, "--once"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    def test_shows_and_proves(self, finished: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
        """
        It ends with 0: every page criticised, with sources, what was proven, and nothing left behind.
        """
        out = finished.stdout

        assert (0, "") == (finished.returncode, finished.stderr)
        assert [page.id for page in COSMOS.pages] == re.findall(
            r"^https://cosmos\.test:\d+/cosmos/(\w+)$", out, re.MULTILINE
        )
        assert "Nationalité" in out
        assert "Source: " in out
        assert "https://eur-lex.europa.eu/" in out
        assert "forced without any obligation found" in out
        assert "Totals, 3 pages" in out
        assert "3 pages received over TLS with a certificate that may only speak for cosmos.test" in out
        assert "byte for byte" in out
        assert "not legal advice" in out
        assert ["home", "tmp"] == left_behind(tmp_path)

    def test_finds_something_of_each_kind(self, finished: subprocess.CompletedProcess[str]) -> None:
        """
        The practice pages show each of the five verdicts, and fields that are forced without a duty.
        """
        assert [] == [
            verdict for verdict in VERDICTS if f"{SIGNS[verdict]} {say(verdict, 'en')}" not in finished.stdout
        ]
        assert re.search(r"^ +[1-9]\d*  forced without any obligation found$", finished.stdout, re.MULTILINE)


class TestStaying:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_ends_cleanly(self, environment: dict[str, str], tmp_path: Path, number: signal.Signals) -> None:
        """
        Without a screen it says where to look, waits, and on Ctrl-C or a request to end leaves nothing behind.
        """
        with subprocess.Popen(
            COMMAND, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            lines = []
            for line in running.stdout:
                lines.append(line)
                if "Ctrl-C" in line:
                    break
            during = left_behind(tmp_path / "tmp")
            running.send_signal(number)
            rest, err = running.communicate()

        assert (0, "") == (running.returncode, err)
        assert any("There is no screen here" in line for line in lines)
        assert re.search(
            r"https://cosmos\.test:\d+/cosmos/accueil answers through the proxy 127\.0\.0\.1:\d+", lines[-1]
        )
        assert during
        assert "everything is removed" in rest
        assert ["home", "tmp"] == left_behind(tmp_path)

    def test_no_private_key_of_the_server_stays(self, environment: dict[str, str], tmp_path: Path) -> None:
        """
        While it runs, the only private key on the disk is that of the one leaf, readable by its owner only.
        """
        with subprocess.Popen(
            COMMAND, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            next(line for line in running.stdout if "Ctrl-C" in line)
            files = [path for path in (tmp_path / "tmp").rglob("*") if path.is_file()]
            keys = [path for path in files if b"PRIVATE KEY" in path.read_bytes()]
            modes = [path.stat().st_mode & 0o777 for path in keys]
            running.terminate()
            running.communicate()

        assert ["cosmos.test.pem"] == [path.name for path in keys]
        assert [0o600] == modes


class TestFailures:
    @pytest.fixture
    def stage(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
        """The running stage of a demonstration."""
        monkeypatch.delenv("CASEVIDE_HOME", raising=False)
        with staged([COSMOS], "fr") as stage:
            yield stage

    def test_fine(self, stage: Stage) -> None:
        """
        On the untouched stage each page is received and criticised.
        """
        assert all(demo._checked(stage, COSMOS, page.id).findings for page in COSMOS.pages)

    def test_other_certificate(self, stage: Stage, tmp_path: Path) -> None:
        """
        A page that comes with a certificate of another root was not received.
        """
        other = dataclasses.replace(stage, certificates=ensure([host_of(COSMOS)], tmp_path / "other"))

        with pytest.raises(NotReceivedError, match="CERTIFICATE_VERIFY_FAILED"):
            demo._checked(other, COSMOS, "accueil")

    def test_past_the_proxy(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A page without hints, as the server sends it, does not count as received.
        """
        monkeypatch.setattr(demo, "_received", lambda *arguments: demo._sent(*arguments).content)

        with pytest.raises(NotReceivedError, match="missing: "):
            demo._checked(stage, COSMOS, "accueil")

    def test_one_byte_more(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A page in which anything else was changed fails.
        """
        received = demo._received
        monkeypatch.setattr(demo, "_received", lambda *arguments: received(*arguments) + b" ")

        with pytest.raises(NotReceivedError, match="more was changed"):
            demo._checked(stage, COSMOS, "accueil")

    def test_failure_is_told(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        """
        If a page does not arrive, the demonstration names it and the reason, and ends with 1.
        """

        def fail(*_: object) -> bytes:
            raise NotReceivedError("time")

        monkeypatch.setattr(demo, "_received", fail)

        assert 1 == demo.demonstrate(once=True, language="en")
        assert re.search(
            r"Failed: https://cosmos\.test:\d+/cosmos/accueil did not arrive as expected \(time\)\.",
            capfd.readouterr().out,
        )
