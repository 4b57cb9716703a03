import ast
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "installer" / "bootstrap.py"

BACKEND = '''
"""The smallest build backend: an editable wheel of this checkout, made with the standard library alone."""
import os, zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    info = "casevide-0.dist-info/"
    files = {
        "_casevide.pth": os.path.abspath("proxy") + "\\n",
        info + "METADATA": "Metadata-Version: 2.1\\nName: casevide\\nVersion: 0\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "entry_points.txt": "[console_scripts]\\ncasevide = casevide:main\\n",
    }
    files[info + "RECORD"] = "".join(name + ",,\\n" for name in [*files, info + "RECORD"])
    with zipfile.ZipFile(os.path.join(wheel_directory, "casevide-0-py3-none-any.whl"), "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return "casevide-0-py3-none-any.whl"
'''

PROGRAM = '''
"""Stands for the program: says how it was called; "wait" waits to be stopped, a number is its exit code."""
import sys, time

def main():
    try:
        print("called with", sys.argv[1:], flush=True)
        if "wait" in sys.argv:
            time.sleep(600)
    except KeyboardInterrupt:
        print("stopped in good order", flush=True)
        sys.exit(7)
    sys.exit(int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0)
'''


def run(checkout: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "installer/bootstrap.py", *arguments],
        cwd=checkout,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def make_checkout(folder: Path) -> Path:
    """Make a checkout with the real bootstrap and a program of a few lines, which needs nothing from any index."""
    for name, text in {
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        "backend.py": BACKEND,
        "proxy/casevide.py": PROGRAM,
        "proxy/click.py": "",
        "requirements.lock": "# nothing\n",
        "requirements-dev.lock": "# nothing\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "installer").mkdir()
    shutil.copy(SCRIPT, folder / "installer")
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a checkout in which ``demo`` has already run once."""
    folder = make_checkout(tmp_path_factory.mktemp("checkout"))
    result = run(folder, "demo")
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script as a module whose checkout is an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def program(folder: Path, name: str, text: str) -> None:
    """Put a shell script on a path."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n" + text)
    (folder / name).chmod(0o755)


class TestTheFile:
    def test_an_old_python_can_read_it(self) -> None:
        """The script has no syntax newer than Python 3.6."""
        ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))

    def test_it_needs_only_the_standard_library(self) -> None:
        """Everything that the script imports comes with Python."""
        tree = ast.parse(SCRIPT.read_text("utf-8"))
        nodes = list(ast.walk(tree))
        imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
        imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}

        assert set() == {name.split(".")[0] for name in imported} - sys.stdlib_module_names

    def test_every_terminal_can_show_it(self) -> None:
        """The script speaks ASCII only, so that no terminal's alphabet stops it."""
        assert SCRIPT.read_text("utf-8").isascii()


class TestHelp:
    def test_help_names_every_command(self, bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
        """--help teaches each command with the words to type."""
        assert bootstrap.main(["--help"]) == 0
        told = capsys.readouterr().out
        assert [] == [name for name in bootstrap.COMMANDS if f"python3 installer/bootstrap.py {name}" not in told]

    @pytest.mark.parametrize("arguments", [[], ["tset"], ["lint", "--fix"]])
    def test_wrong_usage_ends_with_2(self, bootstrap: ModuleType, arguments: list[str]) -> None:
        """What cannot be understood is answered with exit code 2."""
        assert bootstrap.main(arguments) == 2


class TestFindingAPython:
    def test_none_is_said_with_a_remedy(
        self,
        bootstrap: ModuleType,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
    ) -> None:
        """Without a Python that will do, the message says which is needed and what to type, and the exit code is 2."""
        (tmp_path / "pyproject.toml").write_text("")
        (tmp_path / "requirements.lock").write_text("")
        monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

        assert bootstrap.main(["demo"]) == 2
        told = capsys.readouterr().out
        assert "needs Python 99.0 or newer" in told
        assert "type:" in told

    def test_a_broken_one_is_passed_over(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A python3.13 on the path that does not start is no reason to stop."""
        program(tmp_path / "bin", "python3.13", "exit 1\n")
        program(tmp_path / "bin", "python3.12", f'exec "{sys.executable}" "$@"\n')
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        monkeypatch.setattr(bootstrap.sys, "executable", str(tmp_path / "gone"))
        monkeypatch.setattr(bootstrap.sys, "prefix", bootstrap.sys.base_prefix)

        assert [str(tmp_path / "bin" / "python3.12")] == bootstrap.find_python()

    def test_the_versions_of_pyenv_are_found(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A Python that only pyenv knows will do."""
        inside = tmp_path / "pyenv" / "versions" / "3.12.99"
        inside.mkdir(parents=True)
        program(inside / "bin", "python", f'exec "{sys.executable}" "$@"\n')
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
        monkeypatch.setattr(bootstrap.sys, "executable", str(tmp_path / "gone"))
        monkeypatch.setattr(bootstrap.sys, "prefix", bootstrap.sys.base_prefix)

        assert [str(inside / "bin" / "python")] == bootstrap.find_python()

    def test_one_without_venv_names_the_package(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Where Debian keeps a part of Python in a package of its own, the message names that package."""
        script = f'case "$*" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
        program(tmp_path / "bin", "python3.12", script)
        monkeypatch.setattr(bootstrap, "candidates", lambda: iter([[str(tmp_path / "bin" / "python3.12")]]))

        with pytest.raises(bootstrap.SetupError) as caught:
            bootstrap.find_python()

        assert f"python3.{sys.version_info.minor}-venv" in caught.value.remedy


class TestTheVirtualEnvironment:
    def test_the_second_run_makes_nothing(self, checkout: Path) -> None:
        """When nothing has changed, the program starts without a word from the bootstrap; its arguments reach it."""
        result = run(checkout, "demo", "--once", "a b")

        assert "called with ['demo', '--once', 'a b']\n" == result.stdout

    def test_the_exit_code_is_the_programs(self, checkout: Path) -> None:
        """The exit code of what was started is handed on."""
        assert run(checkout, "demo", "5").returncode == 5

    def test_what_leads_astray_is_left_out(self, checkout: Path, tmp_path: Path) -> None:
        """A PYTHONPATH or PYTHONHOME of another Python does no harm."""
        (tmp_path / "casevide.py").write_text("raise SystemExit(9)")

        assert run(checkout, "demo", PYTHONPATH=str(tmp_path)).returncode == 0

    def test_a_broken_one_is_made_again(self, checkout: Path) -> None:
        """A .venv whose Python is gone is made anew."""
        for python in (checkout / ".venv" / "bin").glob("python*"):
            python.unlink()
        result = run(checkout, "demo")

        assert result.returncode == 0, result.stdout
        assert "Making .venv" in result.stdout

    def test_two_at_once_do_not_spoil_it(self, checkout: Path) -> None:
        """Two first runs at the same time both work, and only one of them makes .venv."""
        shutil.rmtree(checkout / ".venv")
        command = [sys.executable, "installer/bootstrap.py", "demo"]
        both = [subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        told = [one.communicate(timeout=300)[0] for one in both]

        assert [0, 0] == [one.returncode for one in both], told
        assert 1 == sum("Making .venv" in text for text in told)

    def test_a_changed_lock_file_is_noticed(self, checkout: Path) -> None:
        """After a change of the lock file, .venv is made anew, so that nothing of the old versions stays."""
        (checkout / "requirements.lock").write_text("# something else\n")

        assert "Making .venv" in run(checkout, "demo").stdout

    def test_a_changed_project_is_noticed(self, checkout: Path) -> None:
        """After a change of pyproject.toml only the project itself is installed again."""
        with (checkout / "pyproject.toml").open("a") as file:
            file.write("# changed\n")
        told = run(checkout, "demo").stdout

        assert "Installing Case vide itself" in told
        assert "Making .venv" not in told

    def test_a_moved_one_is_made_again(self, checkout: Path, tmp_path: Path) -> None:
        """A checkout that was copied with its .venv does not run the programs of the old place."""
        moved = tmp_path / "moved"
        shutil.copytree(checkout, moved, symlinks=True)
        result = run(moved, "demo")

        assert "Making .venv" in result.stdout
        assert str(moved / ".venv") == json.loads((moved / ".venv" / "casevide.json").read_text())["folder"]

    def test_other_peoples_files_are_left_alone(self, tmp_path: Path) -> None:
        """A folder .venv that is no virtual environment is never deleted."""
        folder = make_checkout(tmp_path)
        (folder / ".venv").mkdir()
        (folder / ".venv" / "thesis.odt").write_text("years of work")
        result = run(folder, "demo")

        assert result.returncode == 2
        assert "move it away" in result.stdout
        assert "years of work" == (folder / ".venv" / "thesis.odt").read_text()

    def test_what_cannot_be_installed_is_said(self, tmp_path: Path) -> None:
        """A package that does not fit its hash stops the set-up with the reason, and is not taken for done."""
        folder = make_checkout(tmp_path)
        wheel = folder / "thing-1-py3-none-any.whl"
        wheel.write_bytes(b"not what was locked")
        (folder / "requirements.lock").write_text(f"thing @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")
        result = run(folder, "demo", PIP_NO_INDEX="1")

        assert result.returncode == 2
        assert "requirements.lock could not be installed" in result.stdout
        assert not (folder / ".venv" / "casevide.json").exists()

    def test_ctrl_c_reaches_the_program(self, checkout: Path) -> None:
        """Ctrl-C stops the program in its own good order, and its exit code is handed on."""
        child = subprocess.Popen(
            [sys.executable, "installer/bootstrap.py", "demo", "wait"],
            cwd=checkout,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert child.stdout is not None
        while "called with" not in child.stdout.readline():
            assert child.poll() is None
        os.killpg(child.pid, signal.SIGINT)

        assert "stopped in good order\n" == child.stdout.read()
        child.stdout.close()
        assert child.wait(60) == 7


class TestStages:
    def named(self, *codes: str) -> list[tuple[str, list[str]]]:
        return [(f"stage {number}", ["python", "-c", code]) for number, code in enumerate(codes, 1)]

    @pytest.fixture(autouse=True)
    def _here(self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "venv_program", lambda _: sys.executable)

    def test_all_that_pass_are_named(self, bootstrap: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
        """The last line says that all is fine, and what was looked at."""
        assert bootstrap.stages(self.named("print('one')", "print('two')")) == 0
        assert capfd.readouterr().out.rstrip().split("\n")[-1].startswith("All fine: stage 1, stage 2, in ")

    def test_the_first_failure_ends_it(self, bootstrap: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
        """A stage that fails is the last: its exit code is handed on, and the last line names it."""
        assert bootstrap.stages(self.named("pass", "raise SystemExit(3)", "print('never')")) == 3
        told = capfd.readouterr().out
        assert "never" not in told
        assert told.rstrip().split("\n")[-1].startswith("FAILED at stage 2 after 0:0")

    def test_no_child_outlives_a_request_to_end(self, tmp_path: Path) -> None:
        """Asked to end, the bootstrap ends what it started."""
        script = f"""
import importlib.util, signal, sys
spec = importlib.util.spec_from_file_location("bootstrap", {str(SCRIPT)!r})
bootstrap = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bootstrap)
signal.signal(signal.SIGTERM, bootstrap.asked_to_end)
bootstrap.start([sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)"], None)
"""
        with subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=tmp_path
        ) as parent:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            parent.terminate()
            parent.wait(60)

        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


class TestProgramsOfTheTests:
    @pytest.fixture
    def path(self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        """Give a folder that is the whole path; it holds all needed programs but Firefox."""
        folder = tmp_path / "bin"
        for name in bootstrap.PROGRAMS:
            program(folder, name, "exit 0\n")
        (folder / "firefox-esr").unlink()
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(bootstrap, "is_debian", lambda: True)
        return folder

    def test_root_on_debian_gets_them_installed(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, path: Path
    ) -> None:
        """As root on Debian, exactly what is missing is installed."""
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
        log = path / "log"
        brings = f'echo "#!/bin/sh" > {path}/firefox-esr; /bin/chmod +x {path}/firefox-esr'
        script = f'echo "$@" >> {log}\ncase "$*" in *install*) {brings};; esac\n'
        program(path, "apt-get", script)
        bootstrap.see_to_programs()

        update, install = log.read_text().splitlines()
        assert update.endswith("update")
        assert install.endswith("install -y --no-install-recommends firefox-esr")

    def test_others_are_told_one_command(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, path: Path
    ) -> None:
        """Who is not root is told what to type; nothing is installed, and the tests do not start without."""
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
        program(path, "apt-get", f"touch {path}/called\n")

        with pytest.raises(bootstrap.SetupError) as caught:
            bootstrap.see_to_programs()

        assert "sudo apt-get install --no-install-recommends firefox-esr" in caught.value.remedy
        assert not (path / "called").exists()

    def test_what_stays_missing_is_an_error(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, path: Path
    ) -> None:
        """An installation that brought nothing stops the tests: none is quietly left out."""
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
        program(path, "apt-get", "exit 100\n")

        with pytest.raises(bootstrap.SetupError, match="firefox-esr"):
            bootstrap.see_to_programs()


class TestJavascriptTools:
    def test_installed_once_and_again_when_the_lock_changes(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """The locked tools are installed where they are missing or of another lock file, and not a second time."""
        (tmp_path / "extension").mkdir()
        lock, log = tmp_path / "extension" / "package-lock.json", tmp_path / "log"
        program(tmp_path, "npm", f'echo "$@" >> {log}\n/bin/mkdir -p {tmp_path}/extension/node_modules\n')
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
        monkeypatch.setattr(bootstrap, "venv_program", lambda name: str(tmp_path / name))
        for content in ("{}", "{}", '{"other": 1}'):
            lock.write_text(content)
            bootstrap.see_to_javascript_tools()

        assert 2 == len(log.read_text().splitlines())
        assert "--ignore-scripts" in log.read_text()

    def test_a_failure_is_told(self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """If they cannot be installed, the tests do not start without them."""
        (tmp_path / "extension").mkdir()
        (tmp_path / "extension" / "package-lock.json").write_text("{}")
        program(tmp_path, "npm", "exit 1\n")
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
        monkeypatch.setattr(bootstrap, "venv_program", lambda name: str(tmp_path / name))

        with pytest.raises(bootstrap.SetupError, match="could not be installed"):
            bootstrap.see_to_javascript_tools()


class TestLockFiles:
    @pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
    def test_every_version_is_exact_and_hashed(self, name: str) -> None:
        """Each line of a lock file names one version with its hashes, and no place to get it from."""
        text = (ROOT / name).read_text("utf-8").replace("\\\n", "")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

        assert lines
        assert [] == [line for line in lines if "==" not in line.split(";")[0] or "--hash=sha256:" not in line]
        assert "://" not in text
        assert "--index" not in text

    def test_the_larger_holds_the_smaller(self) -> None:
        """What is tested is what runs: both lock files agree about every version."""
        small, large = (
            {line.rstrip(" \\") for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}
            for name in ("requirements.lock", "requirements-dev.lock")
        )

        assert set() == small - large
