"""Tests of folders of rule files."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casevide.errors import FileError, ProblemsError
from casevide.folders import cache_folder, shipped_rules
from casevide.rulebook import Rulebook
from casevide.rulefolder import LARGEST, VOCABULARY, inspect, load_rulebook, load_rulebook_with, read_folder, read_texts

TODAY = date(2026, 11, 22)

WORDS = """\
stopwords: {fr: [de]}
sectors:
  social-services: {title: {fr: action sociale, nl: maatschappelijk werk, en: social services}}
"""

PACK = """\
pack:
  id: NAME
  title: {fr: Exemple, nl: Voorbeeld, en: Sample}
  owner: The collective
  contact: us@example.org
  licence: CC0-1.0
  reviewed: 2026-11-22
  review_by: 2027-11-22
grounds:
  NAME-ground:
    citation: A text
    says: {fr: a, nl: b, en: c}
    url: https://example.org/text
    checked: true
    date: 2026-11-22
categories:
  NAME:
    title: {fr: NAME, nl: NAME, en: NAME}
    phrases: {fr: [NAME]}
rules:
  - id: NAME-rule
    category: NAME
    verdict: optional
    says: {fr: a, nl: b, en: c}
    bearer: {fr: a, nl: b, en: c}
    grounds: [NAME-ground]
    confidence: high
    status: test
    reviewed: 2026-11-22
    mistakes: []
    hits: [NAME, NAME connu]
    misses: [autre, encore]
"""

type Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path / "home"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write packs by name into a folder: ``write("zebra", "okapi")``; with the vocabulary unless told not to."""

    def files(*names: str, folder: str = "rules", vocabulary: bool = True) -> Path:
        path = tmp_path / folder
        (path / "deep").mkdir(parents=True, exist_ok=True)
        for name in names:
            (path / "deep" / f"{name}.yaml").write_text(PACK.replace("NAME", name), encoding="utf-8")
        if vocabulary:
            (path / VOCABULARY).write_text(WORDS, encoding="utf-8")
        return path

    return files


class TestReadTexts:
    def test_folders_are_read_to_the_bottom(self, write: Write) -> None:
        """All rule files of a folder and of those in it are read, in order; nothing else, nothing hidden."""
        folder = write("zebra", "okapi")
        (folder / "LICENSE").write_text("CC0")
        (folder / ".git").mkdir()
        (folder / ".git" / "x.yaml").write_text("x")

        names = [Path(text.path).name for text in read_texts([folder])]
        assert ["okapi.yaml", "zebra.yaml", VOCABULARY] == names

    def test_a_file_named_twice_is_read_once(self, write: Write) -> None:
        """A folder and a file in it may both be named."""
        folder = write("zebra")

        assert 2 == len(read_texts([folder, folder / "deep" / "zebra.yaml"]))

    def test_a_missing_path(self, tmp_path: Path) -> None:
        """A path that does not exist is told, with what to do."""
        with pytest.raises(
            FileError, match="nowhere: there is no such file or folder - check the spelling of the path"
        ):
            read_texts([tmp_path / "nowhere"])

    def test_a_folder_without_rules(self, tmp_path: Path) -> None:
        """A folder without any rule file is told, with how they are called."""
        with pytest.raises(FileError, match=r"there is no rule file in this folder - rule files end in \.yaml"):
            read_texts([tmp_path])

    def test_a_file_that_is_not_utf_8(self, tmp_path: Path) -> None:
        """The line that is not UTF-8 is named."""
        path = tmp_path / "old.yaml"
        path.write_bytes(b"pack:\n  owner: \xe9quipe\n")

        with pytest.raises(FileError, match=r"old\.yaml:2: this is not UTF-8 text - save it again as UTF-8"):
            read_texts([path])

    def test_a_file_that_is_far_too_large(self, tmp_path: Path) -> None:
        """A rule file has a largest size."""
        path = tmp_path / "huge.yaml"
        path.write_bytes(b"#" * (LARGEST + 1))

        with pytest.raises(FileError, match="more than 4 MB"):
            read_texts([path])


class TestReadFolder:
    def test_packs_and_vocabulary(self, write: Write) -> None:
        """A folder gives its packs and its vocabulary."""
        packs, vocabulary = read_folder([write("zebra", "okapi")])

        assert ["okapi", "zebra"] == [pack.id for pack in packs]
        assert ["social-services"] == list(vocabulary.content.sectors)

    def test_without_a_vocabulary_the_shipped_one(self, write: Write) -> None:
        """A team's folder needs no vocabulary of its own."""
        _, vocabulary = read_folder([write("zebra", vocabulary=False)])

        assert str(shipped_rules() / VOCABULARY) == vocabulary.path

    def test_two_vocabularies(self, write: Write) -> None:
        """Which of two vocabularies is meant is not guessed."""
        with pytest.raises(ProblemsError, match="there is already a vocabulary: "):
            read_folder([write("zebra"), write("okapi", folder="more")])

    def test_the_mistakes_of_all_files_are_told(self, write: Write) -> None:
        """One broken file does not hide another."""
        folder = write("zebra", "okapi")
        for path in (folder / "deep").iterdir():
            path.write_text("pack: {}\n")

        with pytest.raises(ProblemsError) as caught:
            read_folder([folder])

        assert {"okapi.yaml", "zebra.yaml"} == {Path(problem.path).name for problem in caught.value.problems}


@pytest.fixture
def no_cache(tmp_path: Path) -> None:
    """Make a file where the cache folder would be."""
    path = tmp_path / "home" / "cache"
    path.parent.mkdir(exist_ok=True)
    path.write_text("in the way")


class TestLoadRulebook:
    def test_it_is_compiled_and_kept(self, write: Write) -> None:
        """The second time the rulebook comes from the cache, and is the same."""
        folder = write("zebra")
        first = load_rulebook([folder])
        [cached] = cache_folder().iterdir()
        stamp = cached.stat().st_mtime_ns

        assert first.digest == load_rulebook([folder]).digest == Rulebook.from_json(cached.read_bytes()).digest
        assert stamp == cached.stat().st_mtime_ns

    def test_a_change_of_any_file_is_seen(self, write: Write) -> None:
        """The cache is keyed by what the files say."""
        folder = write("zebra")
        before = load_rulebook([folder]).digest
        write("okapi")

        assert before != load_rulebook([folder]).digest

    @pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 1}', b'{"format": 99}', b"\xff\xfe"])
    def test_a_damaged_cache_is_made_again(self, write: Write, damage: bytes) -> None:
        """Whatever happened to the cache, the rules are loaded."""
        folder = write("zebra")
        digest = load_rulebook([folder]).digest
        [cached] = cache_folder().iterdir()
        cached.write_bytes(damage)

        assert digest == load_rulebook([folder]).digest == Rulebook.from_json(cached.read_bytes()).digest

    def test_a_changed_cache_is_not_believed(self, write: Write) -> None:
        """A cache whose content was changed does not fit its digest, and is made again."""
        folder = write("zebra")
        load_rulebook([folder])
        [cached] = cache_folder().iterdir()
        cached.write_bytes(cached.read_bytes().replace(b'"optional"', b'"required"'))

        assert "optional" == load_rulebook([folder]).rules["zebra-rule"].verdict

    @pytest.mark.usefixtures("no_cache")
    def test_a_cache_that_cannot_be_written_is_done_without(self, write: Write) -> None:
        """On a disk that can only be read, the rules are loaded all the same."""
        assert ["zebra-rule"] == list(load_rulebook([write("zebra")]).rules)

    def test_rules_that_engines_cannot_live_with_are_refused(self, write: Write) -> None:
        """Two rules of one name, or a care-critical rule that allows an empty field, are not loaded."""
        folder = write("zebra")
        shutil.copy(folder / "deep" / "zebra.yaml", folder / "copy.yaml")

        with pytest.raises(ProblemsError, match='the rule "zebra-rule" is already in'):
            load_rulebook([folder])

    def test_rules_about_unknown_things_stay_silent(self, write: Write) -> None:
        """A rule whose category is not there does not stop the others."""
        folder = write("zebra", "okapi")
        path = folder / "deep" / "okapi.yaml"
        path.write_text(path.read_text().replace("category: okapi", "category: giraffe"))

        assert ["zebra-rule"] == list(load_rulebook([folder]).rules)

    def test_more_rules_can_be_added_to_the_shipped_ones(self, write: Write) -> None:
        """A team's own rules stand beside those that come with the program."""
        more = load_rulebook_with([write("zebra", vocabulary=False)])

        assert set(load_rulebook().rules) | {"zebra-rule"} == set(more.rules)


class TestInspect:
    def test_a_whole_set_is_checked_alone(self, write: Write) -> None:
        """Files that come with a vocabulary are a set of their own."""
        inspection = inspect([write("zebra", "okapi")], TODAY)

        assert ((), 3, 2, 8, ()) == (
            inspection.findings,
            inspection.files,
            inspection.rules,
            inspection.examples,
            inspection.unread,
        )

    def test_other_files_are_tried_with_the_shipped_rules(self, write: Write) -> None:
        """A team's pack is tried as it will be used; only its own problems are told."""
        inspection = inspect([write("zebra", vocabulary=False)], TODAY)

        assert [] == [str(finding) for finding in inspection.findings]
        assert (1, 1) == (inspection.files, inspection.rules)

    def test_form_comes_first_and_the_rest_is_still_checked(self, write: Write) -> None:
        """A file that cannot be read hides neither the wording of others, nor makes their names unknown."""
        folder = write("zebra", "okapi")
        (folder / "deep" / "zebra.yaml").write_text("pack:\n")
        path = folder / "deep" / "okapi.yaml"
        path.write_text(
            path.read_text().replace(
                "says: {fr: a, nl: b, en: c}\n    bearer", "says: {fr: a, nl: b, en: you need not}\n    bearer"
            )
        )

        assert [("permission", "okapi.yaml"), ("form", "zebra.yaml")] == [
            (one.check, Path(one.problem.path).name) for one in inspect([folder], TODAY).findings
        ]
        assert 2 == inspect([folder], TODAY).errors
