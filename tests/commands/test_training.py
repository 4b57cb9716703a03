"""``casevide training``: its words reach the practice room; the room itself is tested in ``tests/training``."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli
from casevide.training import known_practices, opening


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the room was asked for, instead of staying open."""
    kept: dict[str, Any] = {}

    def keep(practices: Any, **options: Any) -> None:
        kept.update(options, systems=tuple(practice.id for practice in practices))

    monkeypatch.setattr(opening, "open_room", keep)
    return kept


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli, ["training", *words], env={"LC_ALL": "nl_BE.UTF-8"}, catch_exceptions=False)


class TestTraining:
    def test_everything(self, asked: dict[str, Any]) -> None:
        """
        Without words it opens every system, on its own port, over http, in the language of the machine.
        """
        run()

        assert (known_practices(), opening.PORT, False, "nl") == tuple(
            asked[name] for name in ("systems", "port", "tls", "language")
        )

    def test_what_is_asked_for(self, asked: dict[str, Any]) -> None:
        """
        A system, a port (0 means any), a language and --tls are passed on.
        """
        run("nova", "--port", "0", "--lang", "en", "--tls")

        assert (("nova",), 0, True, "en") == tuple(asked[name] for name in ("systems", "port", "tls", "language"))

    def test_no_such_port(self, asked: dict[str, Any]) -> None:
        """
        A port that no machine has is wrong usage.
        """
        result = run("--port", "70000")

        assert 2 == result.exit_code
        assert {} == asked
