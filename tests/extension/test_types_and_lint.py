"""The extension's files hold their types and keep the rules of the linter: what must never be written is an error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXTENSION = Path(__file__).parents[2] / "extension"
TOOLS = EXTENSION / "node_modules"
TSC = TOOLS / "typescript" / "bin" / "tsc"
ESLINT = TOOLS / "eslint" / "bin" / "eslint.js"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().startswith("npm_config_")}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment["PATH"]))
    return subprocess.run(
        command, cwd=EXTENSION, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


PROJECTS = sorted(
    str(path.relative_to(EXTENSION)) for path in (*EXTENSION.glob("jsconfig.json"), *EXTENSION.glob("*/jsconfig.json"))
)
"""One for the content scripts, and one for each place that has a scope of its own."""


class TestTypes:
    @pytest.mark.parametrize("project", PROJECTS)
    def test_types(self, project: str) -> None:
        """Every file is free of type errors, strictly looked at."""
        done = run("node", str(TSC), "-p", project)

        assert done.returncode == 0, done.stdout + done.stderr

    def test_a_mistake_is_seen(self, tmp_path: Path) -> None:
        """A wrong type in one file that uses another is an error: the check is more than words."""
        for path in (EXTENSION / "judge").glob("*.js"):
            (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
        (tmp_path / "wrong.js").write_text('"use strict";\nwords(3);\n', "utf-8")
        (tmp_path / "tsconfig.json").write_text(
            (EXTENSION / "jsconfig.json").read_text("utf-8").split('"files"')[0] + '"include": ["*.js"]}', "utf-8"
        )
        done = run("node", str(TSC), "-p", str(tmp_path))

        assert "wrong.js(2,7): error TS2345" in done.stdout


def lint(*command: str) -> subprocess.CompletedProcess[str]:
    return run("node", str(ESLINT), "--max-warnings", "0", *command)


class TestLint:
    def test_lint(self) -> None:
        """Every file keeps the rules."""
        done = lint(".")

        assert done.returncode == 0, done.stdout + done.stderr

    def test_what_must_never_be_written(self) -> None:
        """Reading what was typed, acting on the page, keeping or sending anything: an error in the rooms that look."""
        forbidden = [
            "element.value",
            "element['value']",
            "element.checked",
            "element.selectedOptions",
            "element.selectedIndex",
            "element.files",
            "element.defaultValue",
            "element.innerText",
            "element.textContent",
            "element.getAttribute('value')",
            "element.getAttribute('aria-valuetext')",
            "element.querySelector(':checked')",
            "element.querySelector('[value=x]')",
            "new FormData(element)",
            "document.cookie",
            "navigator.clipboard",
            "element.addEventListener('input', run)",
            "element.dispatchEvent(event)",
            "element.click()",
            "element.focus()",
            "element.submit()",
            "element.requestSubmit()",
            "element.setAttribute('class', 'x')",
            "element.removeAttribute('class')",
            "element.innerHTML = text",
            "element.insertAdjacentHTML('beforeend', text)",
            "localStorage.getItem('x')",
            "fetch('/x')",
            "new XMLHttpRequest()",
            "eval(text)",
            "const { value } = element; run(value)",
        ]
        text = '"use strict";\n' + "\n".join(f"{{ {code}; }}" for code in forbidden) + "\n"
        command = ["node", str(ESLINT), "--format", "json", "--stdin", "--stdin-filename", "page/new.js"]
        done = subprocess.run(
            command, cwd=EXTENSION, input=text, capture_output=True, text=True, check=False, timeout=300
        )
        found = {
            message["line"] - 2
            for message in json.loads(done.stdout)[0]["messages"]
            if message["ruleId"].startswith(("no-restricted", "no-unsanitized", "no-eval"))
        }

        assert [] == [code for line, code in enumerate(forbidden) if line not in found]

    def test_the_lock_names_no_place(self) -> None:
        """The lock file names versions and checksums, and no registry."""
        text = (EXTENSION / "package-lock.json").read_text("utf-8")

        assert '"integrity"' in text
        assert "resolved" not in text
