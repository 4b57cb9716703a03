"""The engine as a browser loads it: content scripts beside a page, and a background without one; one scope in each."""

import json
import re
from pathlib import Path
from typing import Any, Protocol

EXTENSION = Path(__file__).parents[2] / "extension"

PAGE = """<!doctype html><title>Dossier</title><script>var judge = 3; function words() { return ["page"]; }</script>
<h1>Usager</h1><form id="fieldsOf"><table><tr><td>Nom *</td><td><input name="words"></td></tr></table></form>
<x-row><template shadowrootmode="open"><label><slot></slot> <input></label></template>Né le</x-row>
<div role="radiogroup" aria-label="Sexe"><label><input type="radio" name="s"> F</label></div>"""


class Browser(Protocol):
    def go(self, address: str) -> None: ...

    def run(self, expression: str) -> Any: ...


class TestLoading:
    def test_content_scripts_and_background(self, running: Browser, site: str, pages: dict[str, str]) -> None:
        """As content scripts the files find the page's fields, whatever names the page uses; the background judges."""
        pages["/loaded.html"] = PAGE
        running.go(f"{site}/loaded.html")
        wait = "new Promise((done) => { const look = () => document.documentElement.dataset.loaded ? "
        found = running.run(
            f"{wait} done(JSON.parse(document.documentElement.dataset.loaded)) : setTimeout(look, 10); look(); }})"
        )

        assert [["Nom", "", "Usager"], ["Né le", "", "Usager"], ["Sexe", "", "Usager"]] == found["labels"]
        assert ["ne"] == found["background"]

    def test_the_page_does_not_see_the_engine(self, running: Browser, site: str, pages: dict[str, str]) -> None:
        """The engine's names are not the page's, and the page's own stay what they were."""
        pages["/loaded.html"] = PAGE
        running.go(f"{site}/loaded.html")

        assert [3, ["page"], "undefined"] == running.run("[judge, words('x'), typeof Rulebook]")

    def test_each_name_is_declared_once(self) -> None:
        """All files share one scope, so no two of them declare the same name."""
        declared = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) (\w+)", re.MULTILINE)
        names = [
            name
            for folder in ("judge", "page", "hints")
            for path in sorted((EXTENSION / folder).glob("*.js"))
            for name in declared.findall(path.read_text("utf-8"))
        ]

        assert len(names) > 100
        assert [] == sorted({name for name in names if names.count(name) > 1})

    def test_every_file_is_loaded(self) -> None:
        """`jsconfig.json` lists every content script, in the order in which they are loaded."""
        listed = json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]
        folders = ("judge", "page", "hints")
        files = {str(path.relative_to(EXTENSION)) for folder in folders for path in (EXTENSION / folder).glob("*")}

        assert files | {"wording.js"} == {name for name in listed if name.endswith(".js")}
