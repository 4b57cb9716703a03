"""The card in the really installed extension, where content scripts stand beside the page, not in it."""

from tests.extension.browsers import Browser
from tests.extension.upstream import Upstream

PAGE = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'\"><title>Dossier</title><h1>Dossier social</h1>"
    '<form><p><label>Nationalité * <select id="n" required><option>Choisir</select></label></p></form>'
)


class TestInstalled:
    def test_opens_and_closes(self, switched_on: Browser, upstream: Upstream) -> None:
        """Under a page's strictest policy the card opens with its style and the focus in it; Escape closes it."""
        upstream.pages["/carte"] = PAGE
        switched_on.viewport(1366, 768)
        switched_on.go(upstream.url("/carte"))
        switched_on.wait("document.querySelector('casevide-marker') !== null")
        found = switched_on.wait(
            "(() => { const { right, top, height } = document.getElementById('n').getBoundingClientRect(); "
            "const at = [right + 14, top + height / 2]; "
            "return document.elementFromPoint(...at)?.localName === 'casevide-marker' ? at : null; })()"
        )
        beside = f"document.elementFromPoint({found[0]} + 300, {found[1]} + 100)?.localName"
        before = switched_on.run(beside)
        switched_on.click(*found)
        switched_on.wait(f"{beside} === 'casevide-marker'")
        focus = switched_on.run("document.activeElement.localName")
        switched_on.press("Escape")
        switched_on.wait(f"{beside} !== 'casevide-marker'")

        assert before != "casevide-marker"
        assert "casevide-marker" == focus
        assert ["Choisir", 1] == switched_on.run(
            "(({ value, options }) => [value, options.length])(document.getElementById('n'))"
        )
