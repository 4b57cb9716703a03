"""The documents say what the program does, or these tests fail."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from casevide.cli import cli
from casevide.rulebook import VERDICTS

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
CODE = re.compile(r"```[^\n]*\n.*?```|`[^`\n]+`", re.DOTALL)
CALL = re.compile(r"(?<![\w./\\-])casevide ((?:[a-z][a-z-]*\b ?)+)([^\n`]*)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that does something, with its words after ``casevide``."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
    else:
        yield path, command


COMMANDS = dict(commands())


def calls(text: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield the words and the long options of every ``casevide …`` shown as code."""
    for code in CODE.findall(text):
        for words, rest in CALL.findall(code):
            yield tuple(words.split()), re.findall(r"(?<!\S)--[a-z][a-z-]*", words + rest)


def known(words: tuple[str, ...]) -> tuple[tuple[str, ...], click.Command] | None:
    """Give the command that a call's first words name; what follows may be its arguments."""
    for length in range(len(words), 0, -1):
        if words[:length] in COMMANDS:
            return words[:length], COMMANDS[words[:length]]
    return None


def options(command: click.Command) -> set[str]:
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {name for parameter in command.get_params(context) for name in parameter.opts + parameter.secondary_opts}


def anchors(path: Path) -> set[str]:
    """Give the anchors of a document's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


class TestCommands:
    @pytest.mark.parametrize("name", NAMES)
    def test_every_command_shown_exists(self, name: str) -> None:
        """Whoever types a command from a document gets what it promises, with options that exist."""
        wrong = []
        for words, given in calls((ROOT / name).read_text("utf-8")):
            found = known(words)
            if found is None:
                wrong.append(("no such command", *words))
            else:
                wrong += [("no such option", *words, one) for one in given if one not in options(found[1])]

        assert [] == wrong

    def test_every_command_is_documented(self) -> None:
        """Every command of the program is shown in the README or under docs."""
        shown = {
            found[0]
            for name in NAMES
            for words, _ in calls((ROOT / name).read_text("utf-8"))
            if (found := known(words)) is not None
        }

        assert set() == set(COMMANDS) - shown

    @pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
    def test_every_option_is_explained(self, path: tuple[str, ...]) -> None:
        """`--help` of each command has a sentence for the command and for each option."""
        command = COMMANDS[path]
        bare = [one.name for one in command.params if isinstance(one, click.Option) and not one.help]

        assert command.help
        assert [] == bare

    @pytest.mark.parametrize("verb", ["demo", "test"])
    def test_the_readme_shows_the_two_commands(self, verb: str) -> None:
        """The first thing a newcomer may type stands in the README."""
        assert f"python3 installer/bootstrap.py {verb}\n" in (ROOT / "README.md").read_text("utf-8")


class TestWords:
    @pytest.mark.parametrize("name", ["README.md", "docs/design.md", "docs/rule-language.md"])
    @pytest.mark.parametrize("verdict", VERDICTS)
    def test_every_verdict_is_explained(self, name: str, verdict: str) -> None:
        """Each of the five verdicts stands in the documents that introduce them."""
        assert f"`{verdict}`" in (ROOT / name).read_text("utf-8")

    @pytest.mark.parametrize("code", [0, 1, 2])
    def test_every_exit_code_is_explained(self, code: int) -> None:
        """The exit codes that scripts rely on stand in the design."""
        section = (ROOT / "docs/design.md").read_text("utf-8").partition("Exit codes:")[2][:200]

        assert f"**{code}**" in section

    def test_it_is_no_legal_advice(self) -> None:
        """Nobody takes the README for legal advice."""
        assert "not legal advice" in (ROOT / "README.md").read_text("utf-8")


class TestLinks:
    @pytest.mark.parametrize("name", NAMES)
    def test_every_link_leads_somewhere(self, name: str) -> None:
        """A link to another file of the project, or to one of its headings, finds it."""
        path = ROOT / name
        broken = []
        for link in LINK.findall(path.read_text("utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(link)

        assert [] == broken

    @pytest.mark.parametrize("name", NAMES)
    def test_every_place_shown_exists(self, name: str) -> None:
        """A file or folder of the project that a document names is there."""
        shown = re.findall(
            r"`((?:tests|docs|rules|proxy|benchmarks|installer)/[\w./-]*)`", (ROOT / name).read_text("utf-8")
        )

        assert [] == [one for one in shown if not (ROOT / one).exists()]


class TestDecisions:
    @pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("docs/decisions/")])
    def test_a_decision_is_short_and_dated(self, name: str) -> None:
        """A record of a decision fits on one screen, bears its date, and says context, decision, why, consequences."""
        text = (ROOT / name).read_text("utf-8")

        assert Path(name).name[:10] in text
        assert ["Context", "Decision", "Why", "Consequences"] == re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert len(text.splitlines()) <= 40
