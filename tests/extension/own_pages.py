"""
The extension's own pages in a tab: opened for the page that a browser shows, clicked, and looked through by axe-core.
"""

import json
from pathlib import Path
from typing import Any

from tests.extension.browsers import Browser, Tab

AXE = (Path(__file__).parents[2] / "extension" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

FORM = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Dossier de M. CANARI</title>
<h1>Dossier de M. CANARI</h1><h2>Accueil / création</h2>
<form>
<p><label>Nationalité * <select name="nationalite" required><option>Choisir<option>France</select></label>
<p><label>Lieu de naissance <input name="lieu" value="CANARI-prérempli"></label>
<p><label>Numéro de sécurité sociale <input name="nir"></label>
<h2>Santé</h2>
<p><label>Allergies <input name="allergies"></label>
<p><label>Nom <input name="nom"></label>
</form>"""
"""Five questions: ◆*, ◐, ◆, ♥ and one of which no rule speaks, under two headings."""


class Page:
    """A page of the extension in a tab of its own."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.run = tab.run
        self.wait = tab.wait

    def reload(self) -> None:
        """Load the page again, and wait until it shows something."""
        self.run("void (globalThis.old = true, location.reload())")
        self.wait("!globalThis.old && document.readyState === 'complete' && !document.body.hidden")

    def element(self, selector: str) -> str:
        return f"document.querySelector({json.dumps(selector)})"

    def text(self, selector: str) -> Any:
        """Give the text that is shown in an element; `None` where it is not shown."""
        shown = "(one) => (one?.checkVisibility() ? one.textContent.replace(/\\s+/g, ' ').trim() : null)"
        return self.run(f"({shown})({self.element(selector)})")

    def texts(self, selector: str) -> Any:
        """Give the texts of all elements that are shown."""
        return self.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].filter((one) => one.checkVisibility())"
            ".map((one) => one.textContent.replace(/[ \\n]+/g, ' ').trim())"
        )

    def says(self, selector: str, text: str) -> bool:
        """Wait until an element shows a text."""
        self.wait(f"{self.element(selector)}?.textContent.includes({json.dumps(text)})", f"{selector}: {text}")
        return True

    def click(self, selector: str) -> None:
        """Click the middle of an element, as a person does."""
        one = self.element(selector)
        self.tab.front()
        self.wait(f"{one}?.checkVisibility()", selector)
        x, y = self.run(
            f"((one) => {{ one.scrollIntoView({{ block: 'center' }}); const box = one.getBoundingClientRect();"
            f" return [box.x + box.width / 2, box.y + box.height / 2]; }})({one})"
        )
        self.tab.click(x, y)

    def choose(self, selector: str, entry: str) -> None:
        """Choose an entry of a list."""
        chosen = "(one, entry) => { one.value = entry; one.dispatchEvent(new Event('change')); }"
        self.run(f"({chosen})({self.element(selector)}, {json.dumps(entry)})")

    def keep_files(self) -> None:
        """Keep the texts that are saved as files in `saved`, instead of saving them."""
        keep = "(blob) => (blob.text().then((text) => saved.push(text)), '#')"
        self.run(f"void (globalThis.saved = [], URL.createObjectURL = {keep})")

    def ask(self, **question: Any) -> Any:
        """Ask the background, as the page does."""
        return self.run(f"chrome.runtime.sendMessage({json.dumps(question)})")

    def axe(self) -> list[str]:
        """Give what axe-core finds wrong."""
        return list(
            self.run(
                f"(() => {{ {AXE}; return axe.run({{ resultTypes: ['violations'] }}).then(({{ violations }}) =>"
                " violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))); })()"
            )
        )

    def overflow(self) -> int:
        """Give by how many pixels the page is wider than its window."""
        return int(self.run("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def tab_id(browser: Browser) -> int:
    """Give the number by which the extension knows the browser's first tab."""
    page = browser.extension_page("blank.html")
    address = json.dumps(browser.run("location.href"))
    number = page.run(f"chrome.tabs.query({{}}).then((all) => all.find(({{ url }}) => url === {address})?.id)")
    page.close()
    return int(number)


def opened(browser: Browser, path: str, tab: int | None = None) -> Page:
    """Open a page of the extension, for a tab, and wait until it shows something."""
    page = Page(browser.extension_page(path if tab is None else f"{path}?tab={tab}"))
    page.wait("document.readyState === 'complete' && !document.body.hidden", path)
    return page
