"""``casevide run`` in a process of its own: what it says, how it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from casevide import __version__


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one site on the list."""
    path = tmp_path / "settings" / "sites.yaml"
    path.parent.mkdir()
    path.write_text("sites:\n  - address: https://cosmos.example.fr\n    system: cosmos\n")
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    """Give an environment with this home."""
    return {**os.environ, "CASEVIDE_HOME": str(home), "HOME": str(home / "user")}


def command(*words: str) -> list[str]:
    """Give the command."""
    return [sys.executable, "-m", "casevide.cli", "run", *words]


def ended(home: Path, *words: str) -> tuple[int, str, str]:
    """Run until the end; give the exit code and what was printed."""
    done = subprocess.run(
        command(*words), env=environment(home), capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def running(home: Path, *words: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """Run until told to stop; give the process and the lines up to the one that says how to."""
    with subprocess.Popen(
        command("--port", "0", *words), env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if "Ctrl-C" in line:
                    break
            yield process, lines
        finally:
            process.kill()


class TestRun:
    def test_it_says_what_it_watches_and_stops_when_asked(self, home: Path) -> None:
        """The port, the sites, the root to trust, how to stop; then health, and exit code 0 on Ctrl-C."""
        with running(home) as (process, lines):
            port = int(lines[0].partition("127.0.0.1:")[2].partition(",")[0])
            assert "https://cosmos.example.fr  (cosmos)" in lines[1]
            assert str(home / "data" / "certificates" / "root.pem") in lines[2]
            assert "made just now" in lines[3]
            health = httpx.get(f"http://127.0.0.1:{port}/v1/health", trust_env=False).json()
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=30)
        assert (__version__, 0) == (health["version"], health["annotated"])
        assert ("Stopped.\n", "", 0) == (out, error, process.returncode)
        with socket.create_server(("127.0.0.1", port)):
            pass

    def test_the_root_stays_the_same(self, home: Path) -> None:
        """A second start keeps the root that browsers trust, and does not ask for trust again."""
        roots = []
        for _ in range(2):
            with running(home) as (_, lines):
                roots.append((home / "data" / "certificates" / "root.pem").read_bytes())
        assert roots[0] == roots[1]
        assert not any("made just now" in line for line in lines)

    def test_nothing_of_mitmproxy_is_left_in_the_home(self, home: Path) -> None:
        """No authority of mitmproxy's own, no configuration: the home of the user stays empty."""
        (home / "user").mkdir()
        with running(home):
            pass
        assert [] == list((home / "user").rglob("*"))


class TestRefuse:
    def test_an_empty_list(self, tmp_path: Path) -> None:
        """Without a site there is nothing to watch: exit code 2 and what to do."""
        code, out, error = ended(tmp_path)
        assert (2, "") == (code, out)
        assert "casevide sites add" in error

    def test_a_busy_port(self, home: Path) -> None:
        """A port that is in use: exit code 2, one line, which port and what to do."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            code, out, error = ended(home, "--port", str(port))
        assert (2, "") == (code, out)
        assert error == (
            f"casevide: port {port} is in use by another program - perhaps casevide run is running already; "
            f"or choose another port: casevide run --port {port + 1}\n"
        )

    def test_an_authority_that_is_none(self, home: Path) -> None:
        """A file named with --trust that holds no certificate: exit code 2 and its name."""
        code, _, error = ended(home, "--port", "0", "--trust", str(home / "settings" / "sites.yaml"))
        assert code == 2
        assert "sites.yaml" in error
        assert "Traceback" not in error
