"""The assembled extension, as the reviewers of the browsers look at it."""

import json
import os
import subprocess
import sys
from pathlib import Path

WEB_EXT = Path(__file__).parents[2] / "extension" / "node_modules" / "web-ext" / "bin" / "web-ext.js"

KNOWN = {
    "BACKGROUND_SERVICE_WORKER_IGNORED": "one manifest serves both browsers",
    "MANIFEST_PERMISSIONS": "sidePanel, which only Chromium knows",
    "UNSUPPORTED_API": "sidePanel.open, which only Chromium has; the code looks before it calls",
    "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION": "it is made for desks",
}
"""The warnings that there may be, and why."""


class TestLint:
    def test_lint(self, assembled: Path) -> None:
        """The linter of Firefox's store finds no error, and warns of nothing but what is known."""
        environment = os.environ | {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
        command = ["node", str(WEB_EXT), "lint", "-s", str(assembled), "--output", "json", "--no-config-discovery"]
        done = subprocess.run(
            command, cwd=assembled, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        told = json.loads(done.stdout)

        assert [] == told["errors"]
        assert set() == {one["code"] for one in told["warnings"]} - set(KNOWN)
        assert {"sidePanel.open is not supported"} == {
            one["message"] for one in told["warnings"] if one["code"] == "UNSUPPORTED_API"
        }
