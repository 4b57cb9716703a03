"""Opens the practice room for people: says where it is, and keeps it open until Ctrl-C."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from casevide import wording
from casevide.training.practice import Practice
from casevide.training.room import Room
from casevide.training.server import serving
from casevide.training.stage import ended_by_signal, show, staged, wait
from casevide.training.wording import say

PORT: Final = 8950
"""The port of the practice room, if none is asked for."""


def open_room(
    practices: Sequence[Practice], *, port: int, language: str, tls: bool, tell: Callable[[str], None]
) -> None:
    """
    Open the practice room until Ctrl-C or a request to end.

    Args:
        practices: The systems; at least one.
        port: The port to listen on, on 127.0.0.1; 0 for any free one.
        language: The language of what explains the pages.
        tls: Whether to serve over https, with the proxy in front and a browser on a throw-away profile.
        tell: Called with each line for the person in front of the screen.

    Raises:
        CasevideError: The port cannot be had.
    """
    with ended_by_signal(), contextlib.suppress(KeyboardInterrupt):
        if tls:
            _open_behind_proxy(practices, port, language, tell)
        else:
            with serving(Room(practices, language), port=port) as served:
                only = f"{practices[0].id}/" if len(practices) == 1 else ""
                tell(say("started", language, address=f"http://127.0.0.1:{served}/{only}"))
                tell(say("room-keeps", language))
                tell(say("stop", language))
                wait()
    tell(say("stopped", language))


def _open_behind_proxy(practices: Sequence[Practice], port: int, language: str, tell: Callable[[str], None]) -> None:
    def tell_fixed(key: str, **places: Any) -> None:
        tell(wording.say(key, language, **places))

    with staged(practices, language, port) as stage:
        tell(say("started-tls", language, n=len(practices)))
        for practice in practices:
            tell(f"  {stage.address(practice)}")
        tell(say("room-keeps", language))
        first = stage.address(practices[0])
        show(stage, first if len(practices) == 1 else first.removesuffix(f"{practices[0].id}/"), tell_fixed)
