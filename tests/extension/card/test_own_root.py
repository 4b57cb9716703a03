"""To hear keys, read what is written or copy: allowed in one small file, inside of our own roots, and nowhere else."""

import json
import os
import subprocess
import sys
from pathlib import Path

EXTENSION = Path(__file__).parents[3] / "extension"
ONLY_THERE = [
    "element.addEventListener('keydown', hear)",
    "run(element.value)",
    "navigator.clipboard.writeText(text)",
]
NOWHERE = [
    "navigator.clipboard.readText()",
    "navigator.clipboard.read()",
    "run(element.checked)",
    "new FormData(form)",
    "element.dispatchEvent(event)",
]


def refused(name: str, code: list[str]) -> list[str]:
    """Which of some lines the linter refuses in a file of that name."""
    environment = os.environ | {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
    done = subprocess.run(
        ["node", "node_modules/eslint/bin/eslint.js", "--format", "json", "--stdin", "--stdin-filename", name],
        cwd=EXTENSION,
        env=environment,
        input='"use strict";\n' + "\n".join(f"{{ {line}; }}" for line in code) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    lines = {
        one["line"] - 2 for one in json.loads(done.stdout)[0]["messages"] if one["ruleId"].startswith("no-restricted")
    }
    return [line for number, line in enumerate(code) if number in lines]


class TestLint:
    def test_one_place(self) -> None:
        """What `own-root.js` may do is refused in every other file of the hints; the rest is refused there too."""
        assert ONLY_THERE + NOWHERE == refused("hints/new.js", ONLY_THERE + NOWHERE)
        assert NOWHERE == refused("hints/own-root.js", ONLY_THERE + NOWHERE)
