"""The guard of a proxy: one that hangs is ended, one that works or stops by itself is left alone."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from casevide.watch import guard

PROGRAM = """
import signal, socket, sys, threading
from casevide.watch.guard import guarded

listening = socket.create_server(("127.0.0.1", 0))
hang = threading.Event()
signal.signal(signal.SIGUSR1, lambda *_: hang.set())

def serve():
    while True:
        connection, _ = listening.accept()
        while hang.is_set():
            signal.pause()
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
        connection.close()

threading.Thread(target=serve, daemon=True).start()
with guarded(listening.getsockname()[1]):
    print(listening.getsockname()[1], flush=True)
    sys.stdin.read()
print("stopped", flush=True)
"""
"""Stands for a proxy: answers, and hangs when it is told to."""


@contextmanager
def running() -> Iterator["subprocess.Popen[str]"]:
    """Run the program; give it once it listens."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield process
        finally:
            process.kill()


def guards_of(process: int) -> list[int]:
    """Give the processes that guard one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"casevide.watch.guard" in words and str(process).encode() in words:
                found.append(int(folder.name))
    return found


def wait_until_gone(process: int) -> None:
    until = time.monotonic() + 30
    while guards_of(process):
        assert time.monotonic() < until
        time.sleep(0.02)


class TestGuard:
    @pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGUSR1])
    def test_a_proxy_that_hangs_is_ended(self, how: signal.Signals) -> None:
        """A proxy that is stopped, or says nothing any more, is killed, and its end is told in one line."""
        with running() as process:
            process.send_signal(how)
            process.wait(30)
            _, told = process.communicate()

        assert -signal.SIGKILL == process.returncode
        assert told.startswith("casevide: the proxy did not answer any more")
        assert told.endswith("casevide run\n")

    def test_a_proxy_that_stops_is_left_alone(self) -> None:
        """A proxy that answers and then stops by itself ends in good order, and its guard with it."""
        with running() as process:
            out, told = process.communicate("", timeout=30)

        assert (0, "stopped\n", "") == (process.returncode, out, told)
        wait_until_gone(process.pid)

    def test_no_guard_is_left_behind(self) -> None:
        """A proxy that is killed takes its guard with it."""
        with running() as process:
            assert [] != guards_of(process.pid)
            process.kill()
            process.wait()
            wait_until_gone(process.pid)


class TestHangs:
    def test_nobody_there(self) -> None:
        """Where nobody listens, nothing hangs."""
        with socket.create_server(("127.0.0.1", 0)) as one:
            port = one.getsockname()[1]

        assert not guard.hangs(port)

    def test_silence(self) -> None:
        """Who takes the connection and says nothing hangs."""
        with socket.create_server(("127.0.0.1", 0)) as one:
            assert guard.hangs(one.getsockname()[1])

    def test_an_answer(self) -> None:
        """An answer that takes its time is an answer."""
        with socket.create_server(("127.0.0.1", 0)) as one:

            def serve() -> None:
                connection, _ = one.accept()
                with connection:
                    connection.recv(1000)
                    time.sleep(0.3)
                    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

            threading.Thread(target=serve, daemon=True).start()

            assert not guard.hangs(one.getsockname()[1])


class TestPrograms:
    def test_it_needs_only_the_standard_library(self) -> None:
        """The guard starts without mitmproxy or anything else that takes time and memory."""
        code = "import casevide.watch.guard, sys; print('mitmproxy' in sys.modules, 'asyncio' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], env=dict(os.environ), capture_output=True, text=True, check=True, timeout=60
        )

        assert "False False\n" == done.stdout
