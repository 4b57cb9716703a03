"""A page with the card, the wording and the shipped rulebook in it, in both browsers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.extension.browsers import Browser

from casevide.rulefolder import load_rulebook

HERE = Path(__file__).parent
EXTENSION = HERE.parents[2] / "extension"
FORM = """
<h1>Dossier social</h1>
<form id="form">
  <p><label>Nom <input id="name" name="nom"></label></p>
  <p><label>Nationalité * <select id="nationality" required><option>Choisir<option>Non renseigné</select></label></p>
  <p><label for="allergies">Allergies</label> <textarea id="allergies"></textarea></p>
  <p><button id="button" type="button">Aide</button></p>
</form>
"""


def page_of(body: str, style: str = "") -> str:
    """Give a page with everything of the card in it, and a body."""
    listed: list[str] = json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]
    inside = "".join(f'<script src="/{path}"></script>' for path in [*listed, "stage.js"])
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Dossier</title>'
        f"<style>body {{ font: 14px sans-serif; margin: 16px }} {style}</style><body>{body}{inside}"
    )


@pytest.fixture(scope="session")
def stage_pages(pages: dict[str, str]) -> dict[str, str]:
    """The pages of the server, with what a stage needs."""
    pages["/stage.js"] = (HERE / "stage.js").read_text("utf-8")
    pages["/shipped.json"] = json.dumps(load_rulebook().content)
    pages["/axe.js"] = (EXTENSION / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    return pages


type Staging = Callable[..., Browser]


@pytest.fixture
def staged(running: Browser, site: str, stage_pages: dict[str, str]) -> Iterator[Staging]:
    """Show a page with everything of the card in it: `staged(body, style, language=…, size=…, scale=…)`."""

    def show(
        body: str = FORM,
        style: str = "",
        *,
        language: str = "fr",
        size: tuple[int, int] = (1366, 768),
        scale: float = 1,
    ) -> Browser:
        stage_pages["/stage.html"] = page_of(body, style)
        running.viewport(*size, scale)
        running.hover(1, 1)
        running.go(f"{site}/stage.html")
        assert running.run(f"ready({language!r})")
        return running

    yield show
    running.media()
    running.viewport(1366, 768)


@pytest.fixture
def stage(staged: Staging) -> Browser:
    """A form of three fields in French, 1366 × 768."""
    return staged()
