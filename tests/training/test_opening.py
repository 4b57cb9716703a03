"""The practice room, opened as people open it: by the command, until Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from casevide.training import Room, known_practices, load_practices, serving

COMMAND = [sys.executable, "-B", "-m", "casevide.cli", "training"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine without a screen, where everything that is written can be seen."""
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "CASEVIDE_HOME"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    home, temporary = str(tmp_path / "home"), str(tmp_path / "tmp")
    return kept | {"PYTHONUNBUFFERED": "1", "HOME": home, "TMPDIR": temporary, "LC_ALL": "en_GB.UTF-8"}


@contextmanager
def opened(environment: dict[str, str], *options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Open the room and read what it says until it has said how to end it."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as room:
        assert room.stdout is not None
        lines = []
        for line in room.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        yield room, lines
        room.kill()


class TestPlain:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_until_it_is_ended(self, environment: dict[str, str], number: signal.Signals) -> None:
        """
        It says where it is, answers there, and ends with 0 on Ctrl-C or a request to end.
        """
        with opened(environment) as (room, lines):
            address = lines[0].split()[-1]
            answer = httpx.get(address)
            room.send_signal(number)
            rest, err = room.communicate()

        assert 200 == answer.status_code
        assert (0, "") == (room.returncode, err)
        assert "nothing was kept" in rest

    def test_one_system(self, environment: dict[str, str]) -> None:
        """
        With the name of a system it leads straight to it, and serves no other.
        """
        with opened(environment, "nova", "--lang", "nl") as (_, lines):
            address = lines[0].split()[-1]
            statuses = [httpx.get(address).status_code, httpx.get(address.replace("/nova/", "/peps/")).status_code]

        assert address.endswith("/nova/")
        assert [200, 404] == statuses
        assert "De oefenruimte is open" in lines[0]


class TestBehindProxy:
    def test_every_system_under_its_name(self, environment: dict[str, str], tmp_path: Path) -> None:
        """
        With --tls each system has a name of its own, the proxy is said to be in front, and nothing is left behind.
        """
        with opened(environment, "--tls") as (room, lines):
            told = "".join(lines)
            room.send_signal(signal.SIGINT)
            _, err = room.communicate()

        assert list(known_practices()) == re.findall(r"^  https://([\w-]+)\.test:\d+/\1/$", told, re.MULTILINE)
        assert re.search(r"answers through the proxy 127\.0\.0\.1:\d+", told)
        assert (0, "") == (room.returncode, err)
        assert ["home", "tmp"] == sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))


class TestMistakes:
    def test_unknown_system(self, environment: dict[str, str]) -> None:
        """
        An unknown system is answered with those that exist, and exit code 2.
        """
        done = subprocess.run([*COMMAND, "cosmoss"], env=environment, capture_output=True, text=True, check=False)

        assert (2, "") == (done.returncode, done.stdout)
        assert "choose one of: base-eleves" in done.stderr

    def test_port_in_use(self, environment: dict[str, str]) -> None:
        """
        A port that something else has is told with a way out, and exit code 2.
        """
        with serving(Room(load_practices())) as port:
            command = [*COMMAND, "--port", str(port)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

        assert (2, "") == (done.returncode, done.stdout)
        assert f"port {port} on 127.0.0.1 is in use - choose another with --port" in done.stderr
