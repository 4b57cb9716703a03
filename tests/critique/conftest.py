"""A small rulebook in memory, so that these tests speak of the critique and not of today's rules."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from casevide.critique import Critique, critique_page
from casevide.rulebook import Rulebook, digest
from casevide.training.browser import find_browser

AXE = (Path(__file__).parents[2] / "extension/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def _texts(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in ("fr", "nl", "en")}


def _rule(name: str, category: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "category": category,
        "verdict": verdict,
        "scope": {},
        "says": _texts(f"why {name}"),
        "instead": _texts(f"write {name}"),
        "caveat": _texts(f"caution {name}"),
        "bearer": _texts(f"bearer {name}"),
        "grounds": ["read"],
        "confidence": "high",
        "status": "stable",
        "reviewed": "2026-10-12",
        "pack": "test",
    } | more


CONTENT: dict[str, Any] = {
    "format": 1,
    "date": "2026-11-01",
    "packs": {},
    "stopwords": ["a", "de", "la", "le"],
    "quiet": ["recherche"],
    "sectors": {
        "social-services": {"title": {"fr": "services sociaux", "nl": "sociale dienst", "en": "social services"}}
    },
    "categories": {
        "nationality": {"title": _texts("nationality"), "phrases": ["nationalite"]},
        "emergency_contact": {"title": _texts("emergency contact"), "phrases": ["personne prevenir"]},
        "identity": {"title": _texts("identity"), "phrases": ["nom"]},
        "housing": {"title": _texts("housing"), "phrases": ["logement"]},
        "couple": {"title": _texts("couple"), "phrases": ["situation familiale"]},
        "shoe": {"title": _texts("shoe size"), "phrases": ["pointure"]},
    },
    "rules": [
        _rule(
            "nat", "nationality", "challengeable", scope={"sectors": ["social-services"]}, grounds=["read", "unread"]
        ),
        _rule("nat-be", "nationality", "required", scope={"countries": ["BE"]}, edition="AR 2024"),
        _rule("contact", "emergency_contact", "care-critical", confidence="low"),
        _rule("name", "identity", "required", edition="CASF 2024"),
        _rule("home", "housing", "intrusive", status="experimental"),
        _rule("couple", "couple", "optional", confidence="low"),
    ],
    "grounds": {
        "read": {
            "citation": _texts("Text one"),
            "says": _texts("one"),
            "url": "https://law.example/one",
            "checked": True,
            "date": "2024-01-01",
        },
        "unread": {
            "citation": _texts("Text two"),
            "says": _texts("two"),
            "url": "https://law.example/" + "a-very-long-address/" * 8,
            "checked": False,
            "date": "2023-01-01",
        },
    },
    "systems": {
        "cosmos": {
            "title": _texts("COSMOS"),
            "country": "FR",
            "sector": "social-services",
            "recognised_by": {"hosts": ["cosmos.example"], "titles": ["cosmo"], "headings": []},
            "precedents": [],
        }
    },
}

PAGE = """<!DOCTYPE html><html><head><title>COSMOS - Mme Untel</title></head><body><form>
<label for="nom">Nom *</label><input id="nom" name="nom" required>
<label for="nat">Nationalité *</label><select id="nat" name="nat" required><option>Française<option>Autre</select>
<label for="log">Type de logement</label>
<select id="log" name="log" required><option>Locataire<option>Non précisé</select>
<fieldset><legend>Situation familiale</legend>
<label><input type="radio" name="sf" value="1" required>célibataire</label>
<label><input type="radio" name="sf" value="2" required>en couple</label></fieldset>
<label for="urg">Personne à prévenir</label><input id="urg" name="urg">
<label for="x">Pointure</label><input id="x" name="x">
<label for="y">Remarque</label><textarea id="y" name="y"></textarea>
</form></body></html>"""


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Six rules, one of each verdict and one that only Belgium has."""
    return Rulebook(CONTENT | {"digest": digest(CONTENT)})


@pytest.fixture(scope="session")
def page() -> bytes:
    """A page with one field of each verdict, one known category without a rule, and one unknown question."""
    return PAGE.encode()


@pytest.fixture
def criticised(rulebook: Rulebook) -> Callable[..., Critique]:
    """Criticise a page given as text or bytes."""

    def criticise(body: str | bytes, **more: Any) -> Critique:
        data = body.encode() if isinstance(body, str) else body
        return critique_page(data, source="page.html", rulebook=rulebook, **more)

    return criticise


@pytest.fixture
def saved(tmp_path: Path, page: bytes) -> Path:
    """The page, saved as a file."""
    path = tmp_path / "page.html"
    path.write_bytes(page)
    return path


@pytest.fixture(scope="session")
def looked_at() -> Iterator[Callable[..., tuple[list[str], list[str]]]]:
    """
    Show an HTML file in a real Chromium: give what axe finds wrong with it, and every request that it makes.

    The browser runs in a thread of its own, so that tests may start others.
    """
    found = find_browser()
    assert found is not None
    assert "chromium" == found.kind
    with ThreadPoolExecutor(1) as worker:
        playwright = worker.submit(lambda: sync_playwright().start()).result()
        browser = worker.submit(
            lambda: playwright.chromium.launch(executable_path=found.program, args=["--no-sandbox"])
        ).result()

        def look(path: Path, width: int) -> tuple[list[str], list[str]]:
            page = browser.new_page(viewport={"width": width, "height": 800})
            try:
                asked: list[str] = []
                page.on("request", lambda request: asked.append(request.url))
                page.goto(path.as_uri())
                page.evaluate(AXE)
                result = page.evaluate("axe.run({resultTypes: ['violations']})")
                wrong = [
                    f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
                    for one in result["violations"]
                    for node in one["nodes"][:3]
                ]
                return wrong, [address for address in asked if address != path.as_uri()]
            finally:
                page.close()

        yield lambda path, width=1200: worker.submit(look, path, width).result()
        worker.submit(browser.close).result()
        worker.submit(playwright.stop).result()


@pytest.fixture
def with_precedent() -> Rulebook:
    """The small rulebook, in which the software has a story."""
    story = {"year": 2011, "what": _texts("refusal"), "outcome": _texts("withdrawn"), "url": "https://news.example/a"}
    system = CONTENT["systems"]["cosmos"] | {"precedents": [story]}
    content = CONTENT | {"systems": {"cosmos": system}}
    return Rulebook(content | {"digest": digest(content)})
