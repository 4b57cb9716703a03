from collections.abc import Callable
from pathlib import Path

import pytest

from casevide.folders import cache_folder, data_folder, settings_folder, shipped_rules

FOLDERS = [("settings", settings_folder), ("data", data_folder), ("cache", cache_folder)]


class TestFolders:
    @pytest.mark.parametrize(("name", "folder"), FOLDERS)
    def test_one_variable_moves_them_all(
        self, name: str, folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """With CASEVIDE_HOME set, nothing is kept outside that folder."""
        monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path))

        assert tmp_path / name == folder()

    def test_a_tilde_is_the_home_folder(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """CASEVIDE_HOME may begin with a tilde, as people write it."""
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        monkeypatch.setenv("CASEVIDE_HOME", "~/casevide")

        assert tmp_path / "casevide" / "data" == data_folder()

    @pytest.mark.parametrize("folder", [folder for _, folder in FOLDERS])
    def test_otherwise_they_are_the_systems(self, folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
        """Without it, each is a folder of ours at the place that the system keeps for such things."""
        monkeypatch.delenv("CASEVIDE_HOME", raising=False)

        assert folder().is_absolute()
        assert "casevide" in folder().parts

    def test_the_rules_come_with_the_program(self) -> None:
        """The shipped rules are there, with the vocabulary that every rulebook needs."""
        assert (shipped_rules() / "vocabulary.yaml").is_file()
