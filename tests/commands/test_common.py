"""What several commands share."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from casevide.commands.common import Commands, number_of, profile_of_site, spoken_language
from casevide.errors import CasevideError, Problem, ProblemsError
from casevide.field import Profile


def told(error: Exception) -> Result:
    """Give what a person sees of an error that a command meets."""

    @click.group(cls=Commands)
    def group() -> None:
        """Hold the command."""

    @group.command()
    def fail() -> None:
        """Meet the error."""
        raise error

    return CliRunner().invoke(group, ["fail"])


class TestErrors:
    def test_an_error_of_ours(self) -> None:
        """What went wrong and what to do are one line on the error stream; the exit code is 2."""
        result = told(CasevideError("the list is empty", "casevide sites add https://…"))

        assert result.exit_code == 2
        assert "casevide: the list is empty - casevide sites add https://…\n" == result.stderr

    def test_all_problems_of_a_file(self) -> None:
        """Every problem of a file is shown, each with its place."""
        problems = [Problem("a.yaml", 3, 1, "no verdict", "add one"), Problem("a.yaml", 9, 5, "no hits", "add two")]
        result = told(ProblemsError(problems))

        assert result.exit_code == 2
        assert ["a.yaml:3:1  no verdict - add one", "a.yaml:9:5  no hits - add two"] == result.stderr.splitlines()

    def test_an_error_of_the_system(self) -> None:
        """A path that cannot be used is told with its name, not with a traceback."""
        result = told(PermissionError(13, "Permission denied", "/somewhere/sites.yaml"))

        assert result.exit_code == 2
        assert "/somewhere/sites.yaml" in result.stderr
        assert "Traceback" not in result.output

    def test_questions_without_an_answer(self) -> None:
        """Where nobody answers, the command ends with exit code 2 and says that nothing was done."""
        result = told(click.Abort())

        assert result.exit_code == 2
        assert "nothing was done" in result.stderr


class TestLanguage:
    @pytest.mark.parametrize(
        ("chosen", "locale", "spoken"),
        [("nl", "fr_FR.UTF-8", "nl"), (None, "nl_BE.UTF-8", "nl"), (None, "en_GB", "en"), (None, "C", "fr")],
    )
    def test_which_language(
        self, chosen: str | None, locale: str, spoken: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The chosen language wins; then that of the locale; then French."""
        monkeypatch.setenv("LC_ALL", locale)
        monkeypatch.delenv("LC_MESSAGES", raising=False)
        monkeypatch.delenv("LANG", raising=False)

        assert spoken == spoken_language(chosen)


class TestSites:
    def test_the_profile_of_a_listed_site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A host on the site list brings its profile; any other brings none, and no list is an empty list."""
        monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path))
        before = profile_of_site("cosmos.example.fr")
        from casevide.cli import cli  # noqa: PLC0415 - the list is written as a person would

        added = CliRunner().invoke(cli, ["sites", "add", "https://cosmos.example.fr", "--system", "cosmos"])

        assert added.exit_code == 0, added.output
        assert before is None
        assert Profile("FR", "social-services", "cosmos") == profile_of_site("cosmos.example.fr")


class TestNumbers:
    def test_one_and_many(self) -> None:
        """One thing is singular, none and many are plural."""
        assert ["0 rules", "1 rule", "2 rules"] == [number_of(count, "rule") for count in range(3)]
