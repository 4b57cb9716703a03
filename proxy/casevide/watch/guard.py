"""
The guard of a proxy: a small process of its own that ends the proxy when it hangs.

A browser that meets a dead proxy takes the direct way, within a tenth of a second, and a form that was being sent still
arrives. One that meets a hung proxy waits: Chromium half a minute where a connection is new, for ever where it is not.
So a proxy that hangs is made a dead one.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Final

PATIENCE: Final = 15
"""How many turns an answer may take."""

_TURN: Final = 0.1
_PAUSE: Final = 0.25
_REQUEST: Final = b"HEAD /v1/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"


def hangs(port: int) -> bool:
    """
    Tell whether the proxy says nothing for too long; one that refuses to talk does not hang, and delays nobody.

    Time is counted in turns of our own: when the whole machine sleeps, or has no time for anybody, none goes by.
    """
    with socket.socket() as connection:
        connection.setblocking(False)  # noqa: FBT003 - the socket's own
        connection.connect_ex(("127.0.0.1", port))
        asked = False
        for _ in range(PATIENCE):
            readable, writable, failed = select.select(
                [connection] * asked, [connection] * (not asked), [connection], _TURN
            )
            try:
                if writable and not failed:
                    connection.sendall(_REQUEST % port)
                    asked = True
                elif readable:
                    connection.recv(1)
                    return False
            except OSError:
                return False
    return True


def watch_over(port: int, process: int) -> None:
    """Ask again and again, and end the process when it hangs."""
    pause = threading.Event()
    while not hangs(port):
        pause.wait(_PAUSE)
    sys.stderr.write(
        "casevide: the proxy did not answer any more and was ended, so that the browser goes on without it - "
        "start it again: casevide run\n"
    )
    sys.stderr.flush()
    with contextlib.suppress(OSError):
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


@contextlib.contextmanager
def guarded(port: int) -> Iterator[None]:
    """
    Let this process be ended if the proxy in it does not answer, for as long as the block lasts.

    Args:
        port: The port that the proxy listens on.
    """
    guard = subprocess.Popen(
        [sys.executable, "-m", __name__, str(port), str(os.getpid())],
        stdin=subprocess.PIPE,  # it ends when this end of the pipe does
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # what stops a proxy from the keyboard (Ctrl-Z) does not stop its guard
    )
    try:
        yield
    finally:
        guard.kill()
        guard.communicate()


def _end_with_the_proxy() -> None:
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_proxy, daemon=True).start()
    watch_over(int(sys.argv[1]), int(sys.argv[2]))
