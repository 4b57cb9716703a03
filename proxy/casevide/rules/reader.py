"""The text of a rule file → a pack: its content, and where everything stands."""

from dataclasses import dataclass
from typing import NamedTuple

from casevide.errors import Problem
from casevide.placed import Loc, Placed, fit, parse
from casevide.rules.model import PackFile, VocabularyFile


@dataclass(frozen=True, slots=True)
class Pack:
    """
    A rule file that has been read.

    Attributes:
        path: How the file is named in messages.
        content: What it says.
        placed: Where it says so.
    """

    path: str
    content: PackFile
    placed: Placed

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self.content.pack.id

    def problem(self, loc: Loc, message: str, remedy: str = "", *, key: bool = False) -> Problem:
        """Give a problem at a place of this file."""
        return self.placed.problem(loc, message, remedy, key=key)

    def line(self, loc: Loc, *, key: bool = False) -> str:
        """Give ``path, line 12`` for a message that names two places."""
        return f"{self.path}, line {self.placed.where(loc, key=key).line}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary file that has been read; see `Pack`."""

    path: str
    content: VocabularyFile
    placed: Placed

    def problem(self, loc: Loc, message: str, remedy: str = "", *, key: bool = False) -> Problem:
        """Give a problem at a place of this file."""
        return self.placed.problem(loc, message, remedy, key=key)


class Issue(NamedTuple):
    """Something wrong at a place of a file; `source` is the file, `loc` the way to the value in it."""

    source: Pack | Vocabulary
    loc: Loc
    message: str
    remedy: str = ""
    key: bool = False
    mild: bool = False

    @property
    def problem(self) -> Problem:
        """The problem to show."""
        return self.source.problem(self.loc, self.message, self.remedy, key=self.key)


def read_pack(text: str, path: str) -> Pack:
    """
    Read a rule file.

    Args:
        text: The text of the file.
        path: How the file is named in messages.

    Raises:
        ProblemsError: It has mistakes; all of them are told, each with its place.
    """
    placed = parse(text, path)
    return Pack(path, fit(PackFile, placed), placed)


def read_vocabulary(text: str, path: str) -> Vocabulary:
    """
    Read the vocabulary file.

    Raises:
        ProblemsError: It has mistakes; all of them are told, each with its place.
    """
    placed = parse(text, path)
    return Vocabulary(path, fit(VocabularyFile, placed), placed)
