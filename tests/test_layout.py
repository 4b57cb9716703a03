"""The layout that the design promises: mirrors, walls, docstrings, what the package ships."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "proxy" / "casevide"
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
PURE = ("text.py", "field.py", "rulebook.py", "judge.py", "wording.py", "placed.py", "errors.py", "rules", "page")

WITHOUT_OWN_TESTS = {
    "errors.py": "plain data; the messages are tested where they are raised",
    "field.py": "plain data",
}
"""Modules that need no test file of their own, with the reason."""

NOT_OURS = {"__pycache__", "build", "dist", "htmlcov", "node_modules"}
ONE_MACHINE = re.compile(rb"(?<![\w./])/(?:work|farm|root|home|Users)/\w|/opt/pyp[i]/")
REGISTRIES = re.compile(rb"pypi\.org|pythonhosted\.org|registry\.npmjs|proxy\.golang\.org")


def texts() -> list[Path]:
    """Give the files of the project, without what tools leave behind."""
    return [
        path
        for top in ROOT.iterdir()
        if (not top.name.startswith(".") or top.name in {".ci", ".gitignore", ".editorconfig"})
        and top.name not in NOT_OURS
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file() and not NOT_OURS.intersection(path.parts)
    ]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package in a folder."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
            "--no-logo",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "proxy"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


class TestMirror:
    @pytest.mark.parametrize("module", [str(path) for path in MODULES if path.name != "__init__.py"])
    def test_every_module_has_its_tests(self, module: str) -> None:
        """For each module of the package there is a test file at the same place under tests, or one for each part."""
        path = Path(module)
        folder = ROOT / "tests" / path.parent
        tests = [*folder.glob(f"test_{path.name}"), *folder.glob(f"test_{path.stem}_*.py")]

        assert bool(tests) != (module in WITHOUT_OWN_TESTS)

    @pytest.mark.parametrize("module", [str(path) for path in MODULES])
    def test_every_module_says_what_it_is(self, module: str) -> None:
        """Each module begins with a docstring."""
        assert ast.get_docstring(ast.parse((PACKAGE / module).read_text("utf-8")))


class TestTests:
    @pytest.mark.parametrize("name", [str(path) for path in TESTS])
    def test_every_test_states_its_rule(self, name: str) -> None:
        """Each test says in its docstring what it proves."""
        nodes = ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        silent = [one.name for one in functions if one.name.startswith("test_") and not ast.get_docstring(one)]

        assert [] == silent

    @pytest.mark.parametrize("name", [str(path) for path in TESTS])
    def test_no_test_is_left_out(self, name: str) -> None:
        """No test is skipped or expected to fail."""
        nodes = ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}

        assert set() == used & {"skip", "skipif", "skipUnless", "xfail", "importorskip"}


class TestWalls:
    def test_the_walls_stand(self) -> None:
        """No room imports what its wall forbids."""
        result = lint_imports(ROOT)

        assert result.returncode == 0, result.stdout + result.stderr

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("text.py", "import socket"),
            ("judge.py", "from pathlib import Path"),
            ("page/parse.py", "import mitmproxy.http"),
            ("rules/compiler.py", "from casevide.files import read_bytes"),
            ("critique/text.py", "import mitmproxy"),
            ("watch/sites.py", "import casevide.cli"),
        ],
    )
    def test_a_hole_in_a_wall_is_seen(self, module: str, line: str, tmp_path: Path) -> None:
        """A forbidden import is found: the walls are more than words."""
        shutil.copytree(ROOT / "proxy", tmp_path / "proxy", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        with (tmp_path / "proxy" / "casevide" / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
        result = lint_imports(tmp_path)

        assert result.returncode == 1, result.stdout + result.stderr
        assert "BROKEN" in result.stdout

    @pytest.mark.parametrize("module", [str(path) for path in MODULES if path.parts[0] in PURE])
    def test_the_pure_rooms_open_and_print_nothing(self, module: str) -> None:
        """What needs no import is not used either: `open`, `print`, `input`, `exec`, `eval`."""
        nodes = ast.walk(ast.parse((PACKAGE / module).read_text("utf-8")))
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

        assert set() == called & {"open", "print", "input", "exec", "eval", "__import__"}


class TestProject:
    def test_no_place_of_one_machine(self) -> None:
        """No file of the project names a folder that only one machine has, or a registry that one network uses."""
        wrong = [path for path in texts() if any(one.search(path.read_bytes()) for one in (ONE_MACHINE, REGISTRIES))]

        assert [] == [str(path.relative_to(ROOT)) for path in wrong]

    def test_the_python_version_is_one(self) -> None:
        """All places that name the oldest Python agree."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        oldest = (ROOT / ".python-version").read_text("utf-8").strip()

        assert f">={oldest}" == project["project"]["requires-python"]
        assert oldest == project["tool"]["mypy"]["python_version"]
        assert f"py{oldest.replace('.', '')}" == project["tool"]["ruff"]["target-version"]
        assert f"OLDEST = ({oldest.replace('.', ', ')})" in (ROOT / "installer" / "bootstrap.py").read_text("utf-8")

    def test_the_build_server_does_what_people_do(self) -> None:
        """CI runs the README's own command, and nothing else."""
        assert "exec python3 installer/bootstrap.py test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


class TestWheel:
    def test_it_ships_rules_and_licences(self, tmp_path: Path) -> None:
        """Whoever installs the package has the rules, the practice forms and both licences, and no tests."""
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        (wheel,) = tmp_path.glob("casevide-*.whl")
        with zipfile.ZipFile(wheel) as file:
            inside = set(file.namelist())
        expected = {f"casevide/{path.relative_to(PACKAGE)}" for path in PACKAGE.rglob("*") if path.is_file()}
        expected |= {
            f"casevide/shipped_rules/{path.relative_to(ROOT / 'rules')}" for path in (ROOT / "rules").rglob("*.yaml")
        }
        information = f"{wheel.name.split('-py3')[0]}.dist-info"
        expected |= {f"{information}/licenses/LICENSE", f"{information}/licenses/rules/LICENSE"}

        assert set() == {name for name in expected if "__pycache__" not in name} - inside
        assert {"casevide", information} == {name.split("/")[0] for name in inside}
