"""A page with all content scripts on it, and what the tests and the benchmark measure there."""

import json
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
EXTENSION: Final = HERE.parents[2] / "extension"
STAGE: Final = (HERE / "stage.js").read_text("utf-8")
"""What to serve as `/hints-stage.js`."""


def staged_page(html: str) -> str:
    """Give a page, or the body of one, with the elements that load all content scripts and the stage."""
    listed = json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]
    paths = [path for path in listed if path.endswith(".js")]
    scripts = "".join(f'<script src="/{path}"></script>' for path in [*paths, "hints-stage.js"])
    whole = (
        html if html.lstrip().lower().startswith("<!doctype") else f"<!doctype html><meta charset=utf-8><body>{html}"
    )
    head, end, tail = whole.rpartition("</body>")
    return f"{head}{scripts}{end}{tail}" if end else f"{tail}{scripts}"
