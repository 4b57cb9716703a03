"""The page about the rule language says what the program does, or these tests fail."""

import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from casevide.placed import parse
from casevide.rulefolder import inspect
from casevide.rules import CHECKS
from casevide.rules.model import (
    Category,
    Condition,
    Example,
    Ground,
    PackFile,
    PackHead,
    Phrase,
    Precedent,
    Recognised,
    Rule,
    Scope,
    System,
)

TEXT = (Path(__file__).parents[1] / "docs" / "rule-language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
FILES = [block for block in BLOCKS if block.startswith("# file: ")]
FORMS: dict[str, type[BaseModel]] = {
    "A file": PackFile,
    "pack": PackHead,
    "grounds": Ground,
    "categories": Category,
    "phrases and labels": Phrase,
    "only": Condition,
    "rules": Rule,
    "scope": Scope,
    "hits and misses": Example,
    "system": System,
    "recognised_by": Recognised,
    "precedents": Precedent,
}


def rows(title: str) -> dict[str, bool]:
    """Give the keys of the table under a heading, and whether each is marked as obligatory."""
    [section] = re.findall(rf"^###? {re.escape(title)}\n(.*?)(?=^##|\Z)", TEXT, re.DOTALL | re.MULTILINE)
    return {key: bool(mark) for key, mark in re.findall(r"^\| `([\w-]+)`( •)? ?\|", section, re.MULTILINE)}


class TestKeys:
    @pytest.mark.parametrize("title", FORMS)
    def test_every_key_is_explained_and_exists(self, title: str) -> None:
        """The table of each form has exactly its keys, and marks those that must be there."""
        expected = {name: field.is_required() for name, field in FORMS[title].model_fields.items()}

        assert expected == rows(title)


class TestChecks:
    def test_every_check_is_explained_and_exists(self) -> None:
        """The table of checks has exactly the checks, with the sentence and marks of each."""
        told = re.findall(
            r"^\| `([a-z0-9-]+)`( !)?( \(w\))? \| (.*) \|$", TEXT.partition("## Every check")[2], re.MULTILINE
        )
        expected = [(one.id, " !" * one.firm, " (w)" * (one.severity == "warning"), one.text) for one in CHECKS]

        assert expected == [entry for entry in told if entry[0] != "form"]


class TestExamples:
    def test_there_is_a_whole_file(self) -> None:
        """The page shows at least one complete pack."""
        assert FILES

    @pytest.mark.parametrize("block", FILES, ids=lambda block: block.split("\n")[0])
    def test_whole_files_pass_the_checks(self, block: str, tmp_path: Path) -> None:
        """A file that is shown whole can be copied and checked: all well, not even a warning."""
        path = tmp_path / block.split("\n", maxsplit=1)[0].removeprefix("# file: ")
        path.write_text(block, encoding="utf-8")

        assert [] == [str(finding) for finding in inspect([path], date(2026, 11, 22), alone=True).findings]

    @pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
    def test_every_piece_is_readable(self, block: str) -> None:
        """Every piece of YAML that is shown can be read."""
        assert [] == parse(block, "block").problems

    def test_the_first_rule_is_that_of_the_whole_file(self) -> None:
        """The rule that is taught first has the form of a rule."""
        [first] = [block for block in BLOCKS if block.startswith("rules:")]

        assert isinstance(Rule.model_validate(parse(first, "block").value["rules"][0]), Rule)
