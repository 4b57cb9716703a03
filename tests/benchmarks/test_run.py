import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from casevide.page.fields import find_fields

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("made")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("run")


class TestWhatIsMeasuredUpon:
    def test_the_form_is_the_size_that_the_table_says(self, made: ModuleType) -> None:
        """The form has 375 fields in about 320 KB, and no more for the `<input` strings in its scripts and comments."""
        page = made.form()

        assert 375 == len(find_fields(page).fields)
        assert 300_000 < len(page.encode()) < 340_000
        assert page == made.form()

    def test_the_rulebook_speaks_on_the_form(self, made: ModuleType, run: ModuleType) -> None:
        """What is measured is work, not silence: some fields of the form get a hint."""
        done = run.Annotating(made.form(2), made.rulebook(200), 30)()

        assert "" == done.reason
        assert 0 < sum(hint is not None for _, hint in done.hints) < 30

    def test_rulebooks_have_as_many_phrases_as_asked(self, made: ModuleType) -> None:
        """A rulebook of so many phrases has so many, each only once."""
        listed = [phrase for data in made.rulebook(1000).categories.values() for phrase in data["phrases"]]

        assert 1000 == len(set(listed)) == len(listed)


class TestTheTable:
    def test_a_ratio_is_ours_through_theirs(self, run: ModuleType) -> None:
        """What takes far longer than its rival has a ratio above one, whichever runs first."""
        row = run.measure("", lambda: sum(range(200_000)), lambda: None, 2, 7)

        assert row.ratio > 2
        assert not row.passed

    @pytest.mark.parametrize(("ratio", "code", "last"), [(1.9, 0, "All gates hold."), (2.1, 1, "Not held: one row.")])
    def test_a_gate_that_is_not_held_fails_the_run(
        self,
        run: ModuleType,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        ratio: float,
        code: int,
        last: str,
    ) -> None:
        """The exit code and the last line say whether all gates hold; the file for scripts says it row by row."""

        def rows(_pairs: int) -> Iterator[object]:
            yield run.Row("one row", 1.0, 1.0, ratio, 2)
            yield run.Row("to compare", 9.0, 1.0, 9.0, None)

        monkeypatch.setattr(run, "ROOMS", {"pages": rows})

        assert code == run.main(["--json", str(tmp_path / "rows.json")])
        assert last == capsys.readouterr().out.splitlines()[-1]
        told = json.loads((tmp_path / "rows.json").read_text())["rows"]
        assert [not code, True] == [row["passed"] for row in told]
