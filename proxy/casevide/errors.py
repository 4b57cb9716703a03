"""The errors that a person may meet. Each says what is wrong, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One thing wrong in a file somebody wrote.

    Shown as ``path:line:column  message - remedy``. Lines and columns count from 1;
    0 means that the place is not known.
    """

    path: str
    line: int
    column: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column}"
        return f"{place}  {self.message}" + (f" - {self.remedy}" if self.remedy else "")


class CasevideError(Exception):
    """
    The root of every error of ours; the command line prints it without a traceback and exits with 2.

    Args:
        message: What is wrong, and where, in one line.
        remedy: What the reader can do about it; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return self.message + (f" - {self.remedy}" if self.remedy else "")


class FileError(CasevideError):
    """A file or folder could not be read or written."""


class ProblemsError(CasevideError):
    """A file somebody wrote has mistakes; `problems` lists them all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class RulebookError(CasevideError):
    """A rulebook cannot be used: damaged, or of a newer format."""


class SiteError(CasevideError):
    """A site address cannot be put on the list."""


class WatchError(CasevideError):
    """The proxy cannot start or go on."""
