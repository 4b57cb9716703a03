"""Putting the extension together: what ships, what does not, and that the same files make the same packages."""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from casevide.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "installer" / "extension.py"
PACKAGES = ("casevide-chromium.zip", "casevide-firefox.xpi")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything was put together once, with something old in the way."""
    folder = tmp_path_factory.mktemp("out")
    (folder / "extension").mkdir()
    for old in ("old.js", "rulebook.json"):
        (folder / "extension" / old).write_text("")
    done = run("--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("extension", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestFolder:
    def test_what_is_read_is_what_runs(self, out: Path) -> None:
        """Every file but the rulebook is, byte for byte, the one of the checkout."""
        shipped = files(out / "extension")
        del shipped["rulebook.json"]

        assert [] == [name for name, data in shipped.items() if data != (ROOT / "extension" / name).read_bytes()]

    def test_nothing_that_only_checks(self, out: Path) -> None:
        """Tools, their settings and types, and what lay in the folder before, do not ship."""
        shipped = set(files(out / "extension"))

        assert set() == {name for name in shipped if name.endswith((".ts", "package.json", "config.js", "old.js"))}
        assert ["jsconfig.json"] == [name for name in shipped if name.endswith("jsconfig.json")]
        assert not any("node_modules" in name for name in shipped)

    def test_everything_that_is_named_is_there(self, out: Path) -> None:
        """Every file that the manifest or the list of content scripts names exists."""
        folder = out / "extension"
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        named = {*manifest["background"]["scripts"], manifest["background"]["service_worker"]}
        named |= {*manifest["icons"].values(), *manifest["action"]["default_icon"].values()}
        named |= {*manifest["sidebar_action"]["default_icon"].values(), manifest["sidebar_action"]["default_panel"]}
        named |= {manifest["action"]["default_popup"], manifest["options_ui"]["page"]}
        named |= {manifest["side_panel"]["default_path"]}
        content = json.loads((folder / "jsconfig.json").read_text("utf-8"))["files"]
        named |= {name for name in content if name.endswith(".js")}

        assert [] == sorted(name for name in named if not (folder / name).is_file())

    def test_the_rulebook(self, out: Path) -> None:
        """The rulebook beside the manifest is whole: its digest fits, and it holds the rules of the checkout."""
        rulebook = Rulebook.from_json((out / "extension" / "rulebook.json").read_bytes())

        assert len(rulebook.rules) > 100


class TestPackages:
    @pytest.mark.parametrize("package", PACKAGES)
    def test_it_holds_the_folder(self, out: Path, package: str) -> None:
        """A package holds the files of the folder, the manifest at the top, and nothing else."""
        with zipfile.ZipFile(out / package) as archive:
            found = {entry.filename: archive.read(entry) for entry in archive.infolist()}

        assert files(out / "extension") == found
        assert "manifest.json" in found

    def test_the_same_files_make_the_same_packages(self, out: Path, tmp_path: Path, script: ModuleType) -> None:
        """Made again, elsewhere and later, from copies with other dates and rights, a package has the same bytes."""
        shutil.copytree(out / "extension", tmp_path / "copy", copy_function=shutil.copyfile)
        (tmp_path / "copy" / "manifest.json").chmod(0o600)
        script.pack(tmp_path / "copy", tmp_path / "again.zip")
        digests = {hashlib.sha256(path.read_bytes()).digest() for path in (out / PACKAGES[0], tmp_path / "again.zip")}

        assert 1 == len(digests)


class TestCommand:
    def test_it_says_how_to_load_it(self, tmp_path: Path) -> None:
        """At the end stand the paths, and the steps in each browser."""
        done = run("--out", str(tmp_path))

        assert (0, "") == (done.returncode, done.stderr)
        for said in (str(tmp_path / "extension"), *PACKAGES, "chrome://extensions", "about:debugging"):
            assert said in done.stdout

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        """Where nothing can be written, one line says so; exit code 2, no traceback."""
        (tmp_path / "file").write_text("")
        done = run("--out", str(tmp_path / "file"))

        assert (2, "") == (done.returncode, done.stdout)
        assert str(tmp_path / "file") in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        """A folder that was not made by this command is left alone, be it the extension's own source."""
        (tmp_path / "extension").mkdir()
        (tmp_path / "extension" / "thesis.odt").write_text("years of work")
        done = run("--out", str(tmp_path))

        assert (2, "") == (done.returncode, done.stdout)
        assert "was not made by this command" in done.stderr
        assert "years of work" == (tmp_path / "extension" / "thesis.odt").read_text()
