"""Pages with the signs of their own fields on them, in both browsers, without an extension around."""

import json
from collections.abc import Callable, Iterator

import pytest
from tests.extension.browsers import Browser
from tests.extension.hints.rules import made_rulebook
from tests.extension.hints.staging import STAGE, staged_page

from casevide.rulefolder import load_rulebook

type Staging = Callable[..., Browser]


@pytest.fixture(scope="session")
def stage_pages(pages: dict[str, str]) -> dict[str, str]:
    """The pages of the server, with what a stage needs."""
    pages["/hints-stage.js"] = STAGE
    pages["/shipped.json"] = json.dumps(load_rulebook().content)
    pages["/rulebook.json"] = json.dumps(made_rulebook())
    return pages


@pytest.fixture
def staged(running: Browser, site: str, stage_pages: dict[str, str]) -> Iterator[Staging]:
    """
    Show a page with its hints: `staged(html, size=…, begin=…)`.

    The rules are made up: a word of the label is its verdict (`rules.py`). `begin` is what `begin(…)` of the stage is
    given, as JavaScript, such as `{rules: "/shipped.json"}`; `None` to show the page without hints yet.
    """

    def show(html: str, *, size: tuple[int, int] = (1366, 768), scale: float = 1, begin: str | None = "") -> Browser:
        stage_pages["/hints.html"] = staged_page(html)
        running.viewport(*size, scale)
        running.media()
        running.hover(1, 1)
        running.go(f"{site}/hints.html")
        if begin is not None:
            assert running.run(f"begin({begin})")
        return running

    yield show
    running.run("typeof stage === 'object' && stage && end()")
    running.media()
    running.viewport(1366, 768)
