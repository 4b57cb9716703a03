"""Folders of rule files → rulebook: the one place where rules meet the disk."""

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from casevide import __version__
from casevide.errors import CasevideError, FileError, Problem, ProblemsError, RulebookError
from casevide.files import read_bytes, write_whole
from casevide.folders import cache_folder, shipped_rules
from casevide.rulebook import Rulebook, canonical
from casevide.rules import CHECKS, Finding, Pack, Vocabulary, check, compile_packs, read_pack, read_vocabulary

VOCABULARY: Final = "vocabulary.yaml"
"""The name of the one special file."""

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one rule file."""

_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class RuleText:
    """The text of one rule file; `path` is how it is named in messages."""

    path: str
    text: str

    @property
    def is_vocabulary(self) -> bool:
        """Whether this is the vocabulary file."""
        return Path(self.path).name == VOCABULARY


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.suffix in _SUFFIXES
            and one.is_file()
            and not any(part.startswith(".") for part in one.relative_to(path).parts)
        )
        if not inside:
            raise FileError(f"{path}: there is no rule file in this folder", "rule files end in .yaml")
        return inside
    if not path.exists():
        raise FileError(f"{path}: there is no such file or folder", "check the spelling of the path")
    return [path]


def read_texts(paths: Iterable[Path]) -> list[RuleText]:
    """
    Read the texts of rule files and of all rule files in folders, each once, in the order of their paths.

    Raises:
        FileError: A path is missing or cannot be read, a folder holds no rule file, or a file is not UTF-8 text.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(file.resolve(), file)
    texts = []
    for file in sorted(found.values()):
        data = read_bytes(file, LARGEST)
        try:
            texts.append(RuleText(str(file), data.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise FileError(f"{file}:{line}: this is not UTF-8 text", "save it again as UTF-8") from error
    return texts


def shipped_vocabulary() -> RuleText:
    """
    Read the text of the vocabulary that comes with the program.

    Raises:
        FileError: It cannot be read.
    """
    return read_texts([shipped_rules() / VOCABULARY])[0]


def _read_all(texts: Iterable[RuleText]) -> tuple[list[Pack], list[Vocabulary], list[Problem]]:
    """Read every text, and gather what is wrong with any of them."""
    packs: list[Pack] = []
    vocabularies: list[Vocabulary] = []
    problems: list[Problem] = []
    first: str | None = None
    for text in texts:
        try:
            if not text.is_vocabulary:
                packs.append(read_pack(text.text, text.path))
            elif first is None:
                first = text.path
                vocabularies.append(read_vocabulary(text.text, text.path))
            else:
                problems.append(Problem(text.path, 1, 1, f"there is already a vocabulary: {first}", "keep one of them"))
        except ProblemsError as error:
            problems += error.problems
    return packs, vocabularies, problems


def parse_texts(texts: Iterable[RuleText]) -> tuple[list[Pack], Vocabulary]:
    """
    Read packs and vocabulary; without a vocabulary among them, the shipped one.

    Raises:
        ProblemsError: Files have mistakes, or there are two vocabularies; all of it is told.
        FileError: The shipped vocabulary is needed and cannot be read.
    """
    texts = list(texts)
    if not any(text.is_vocabulary for text in texts):
        texts.append(shipped_vocabulary())
    packs, vocabularies, problems = _read_all(texts)
    if problems:
        raise ProblemsError(sorted(problems))
    return packs, vocabularies[0]


def read_folder(paths: Iterable[Path]) -> tuple[list[Pack], Vocabulary]:
    """
    Read packs and vocabulary from files and folders; without a vocabulary among them, the shipped one.

    Raises:
        FileError: A path is missing or cannot be read, or a folder holds no rule file.
        ProblemsError: Files have mistakes; all of them are told.
    """
    return parse_texts(read_texts(paths))


def _cache_file(texts: Iterable[RuleText]) -> Path:
    fingerprint = hashlib.sha256(__version__.encode())
    for text in texts:
        data = text.text.encode()
        fingerprint.update(b"%d %d:%b" % (text.is_vocabulary, len(data), data))
    return cache_folder() / f"rulebook-{fingerprint.hexdigest()}.json"


def load_rulebook(folders: Sequence[Path] | None = None) -> Rulebook:
    """
    Load the rulebook of the rules in force.

    What is compiled is kept in the cache folder under the fingerprint of all files and the program's version. A damaged
    cache is made again, and one that cannot be written is done without.

    Args:
        folders: Folders or files of rules; by default those that come with the program.

    Raises:
        FileError: A folder is missing, holds no rule file, or cannot be read.
        ProblemsError: Rule files have mistakes that the engines cannot live with.
    """
    texts = read_texts([shipped_rules()] if folders is None else folders)
    if not any(text.is_vocabulary for text in texts):
        texts.append(shipped_vocabulary())
    cache = _cache_file(texts)
    try:
        return Rulebook.from_json(read_bytes(cache))
    except (FileError, RulebookError):
        pass  # not made yet, or damaged
    packs, vocabulary = parse_texts(texts)
    findings = check(packs, vocabulary, datetime.now(UTC).date(), [one for one in CHECKS if one.grave])
    if findings:
        raise ProblemsError([finding.problem for finding in findings])
    content = compile_packs(packs, vocabulary)
    with contextlib.suppress(CasevideError):  # it is only a cache
        _keep(cache, content)
    return Rulebook(content)


def load_rulebook_with(more: Sequence[Path]) -> Rulebook:
    """
    Load the rulebook of the shipped rules and of further files and folders.

    Raises:
        FileError: See `load_rulebook`.
        ProblemsError: See `load_rulebook`.
    """
    return load_rulebook([shipped_rules(), *more]) if more else load_rulebook()


def _keep(cache: Path, content: dict[str, object]) -> None:
    whole = canonical(content)[:-1] + f',"digest":"{content["digest"]}"}}'.encode()
    write_whole(cache, whole)


@dataclass(frozen=True, slots=True)
class Inspection:
    """
    What `inspect` found.

    Attributes:
        findings: What is wrong in the files that were named, sorted by place.
        files: How many files were named.
        rules: How many rules are in them.
        examples: How many hits and misses were run.
        unread: Problems of shipped files that were not named; those files were left out.
    """

    findings: tuple[Finding, ...]
    files: int
    rules: int = 0
    examples: int = 0
    unread: tuple[Problem, ...] = ()

    @property
    def errors(self) -> int:
        """The number of findings that are errors."""
        return sum(finding.severity == "error" for finding in self.findings)


def inspect(paths: Sequence[Path], today: date, *, alone: bool = False) -> Inspection:
    """
    Check rule files as they will be used: together with the rules that come with the program.

    Files that come with a vocabulary of their own are taken for a whole set of rules and checked alone.

    Args:
        paths: Files and folders.
        today: The day that review dates are compared with.
        alone: Whether to leave the shipped rules out (not the shipped vocabulary).

    Raises:
        FileError: A path is missing or cannot be read, or a folder holds no rule file.
        ProblemsError: The shipped vocabulary is needed and has mistakes.
    """
    texts = read_texts(paths)
    named = {text.path for text in texts}
    packs, vocabularies, problems = _read_all(texts)
    findings = [Finding(problem, "error", "form") for problem in problems]
    unread: list[Problem] = []
    if not any(text.is_vocabulary for text in texts):
        known = {Path(text.path).resolve() for text in texts}
        shipped = [shipped_vocabulary()] if alone else read_texts([shipped_rules()])
        more, vocabularies, unread = _read_all(one for one in shipped if Path(one.path).resolve() not in known)
        packs += more
    if unread and not vocabularies:
        raise ProblemsError(sorted(unread))
    if vocabularies:
        checks = [one for one in CHECKS if not (findings and one.whole)]
        findings += [one for one in check(packs, vocabularies[0], today, checks) if one.problem.path in named]
    rules = [rule for pack in packs if pack.path in named for rule in pack.content.rules]
    examples = sum(len(rule.hits) + len(rule.misses) for rule in rules if rule.status != "deprecated")
    return Inspection(tuple(sorted(findings)), len(texts), len(rules), examples, tuple(sorted(unread)))
