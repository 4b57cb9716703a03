"""The command line as a whole: which commands there are, and how it leaves."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from casevide.cli import cli


class TestCommands:
    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_every_command_explains_itself(self, name: str) -> None:
        """`--help` of every command says how to call it and what it does."""
        shown = CliRunner().invoke(cli, [name, "--help"])

        assert shown.exit_code == 0, shown.output
        assert shown.output.startswith(f"Usage: cli {name}")

    def test_an_unknown_command_is_wrong_usage(self) -> None:
        """A command that does not exist ends with exit code 2 and its name."""
        refused = CliRunner().invoke(cli, ["critik"])

        assert refused.exit_code == 2
        assert "critik" in refused.output


class TestLeaving:
    def test_a_reader_that_goes_away(self) -> None:
        """`casevide rules show … | head -1` ends quietly, without a traceback."""
        command = f"{sys.executable} -m casevide.cli rules show nationality --country FR | head -1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602

        assert "" == done.stderr
        assert "" != done.stdout

    def test_it_starts_fast(self) -> None:
        """To show the help, no proxy and no parser is loaded: each command loads its room when it runs."""
        heavy = "print(*{'mitmproxy', 'turbohtml', 'bs4', 'pydantic', 'docx', 'typst'} & set(sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", f"import sys, casevide.cli; {heavy}"], capture_output=True, text=True, check=True
        )

        assert "" == done.stdout.strip()
