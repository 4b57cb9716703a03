"""
What a server is asked is the same, byte for byte, with the tool and without it, with the proxy and without it.

The same visit, forms filled in by hand and sent, once in a browser that has never heard of Case vide, and then in one
that has it; a server keeps every byte of each request.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path

import pytest
from tests.extension.browsers import Browser, Tab, start
from tests.extension.upstream import NAMES, Proxy, Upstream

MENU = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Menu</title>
<h1>Cosmos</h1><p><a href="/form?usager=é%20è">Ouvrir le dossier</a></p></html>"""

FORM = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Dossier</title>
<h1>Usager</h1><form method="post" action="/saved">
<p><label>Nom <input id="nom" name="nom"></label></p>
<p><label>Nationalité * <input id="nationalite" name="nat" value="prérempli" required></label></p>
<p><label>Profession <select name="job"><option>Sans<option value="2">Autre</select></label></p>
<fieldset><legend>Sexe</legend><label><input type="radio" name="s" value="f"> F</label>
<label><input type="radio" name="s" value="h" checked> H</label></fieldset>
<p><label>Allergies <textarea id="allergies" name="al">aucune connue</textarea></label></p>
<p><input type="hidden" name="jeton" value="7f3a&amp;é"><button id="send" name="go" value="1">Enregistrer</button></p>
</form></html>"""

SAVED = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Enregistré</title><p>ok</html>"""

ROUTED = """new Promise((done) => {
  const look = () => (route.way === null ? setTimeout(look, 20) : done(true));
  look();
})"""
"""Waits in the background until there is a way to the proxy."""


def centre(tab: Tab, identifier: str) -> tuple[float, float]:
    x, y = tab.run(
        f"(({{ x, y, width, height }}) => [x + width / 2, y + height / 2])"
        f"(document.getElementById('{identifier}').getBoundingClientRect())"
    )
    return x, y


def visit(browser: Browser, upstream: Upstream, settle: Callable[[], object]) -> list[bytes]:
    """Open a menu, go on to a form, fill it in, send it, and send more by script; give what the server was asked."""
    upstream.pages |= {"/menu": MENU, "/form": FORM, "/saved": SAVED, "/data": "{}"}
    upstream.requests.clear()
    browser.go(upstream.url("/menu"))
    settle()
    browser.go(upstream.url("/form?usager=%C3%A9%20%C3%A8"))
    settle()
    for identifier, text in (("nom", "Zwoe"), ("allergies", " Noix")):
        browser.click(*centre(browser, identifier))
        browser.type(text)
    browser.click(*centre(browser, "send"))
    browser.wait("document.title === 'Enregistré' && document.readyState === 'complete'")
    settle()
    body = "new URLSearchParams({ nat: 'é', vide: '' })"
    browser.run(f"fetch('/data?x=%20', {{ method: 'POST', body: {body} }}).then((answer) => answer.text())")
    browser.run("fetch('/data', { method: 'PUT', body: '{\"nir\": null}', headers: { 'X-Own': 'oui' } }).then(String)")
    return list(upstream.requests)


@pytest.fixture(scope="module")
def without(
    tmp_path_factory: pytest.TempPathFactory, upstream: Upstream, roots: list[Path]
) -> Callable[[str], list[bytes]]:
    """Give what a server is asked by a browser, of this name, that has never heard of Case vide."""

    @cache
    def ask(name: str) -> list[bytes]:
        with ExitStack() as stack:
            folder = tmp_path_factory.mktemp(f"{name}-without")
            return visit(start(name, folder, None, stack, names=NAMES, roots=roots), upstream, lambda: None)

    return ask


class TestRequests:
    def test_without_proxy(
        self, switched_on: Browser, upstream: Upstream, without: Callable[[str], list[bytes]]
    ) -> None:
        """Pages, a form filled in by hand, and what scripts send: the same requests, byte for byte."""
        expected = without(switched_on.name)
        marked = "document.querySelector('casevide-marker') !== null || document.title !== 'Dossier'"
        found = visit(switched_on, upstream, lambda: switched_on.wait(marked))

        assert expected == found
        assert [b"GET", b"GET", b"POST", b"POST", b"PUT"] == [one.split()[0] for one in found]
        assert b"nom=Zwoe&nat=pr%C3%A9rempli&job=Sans&s=h&al=aucune+connue+Noix" in found[2]

    def test_with_proxy(
        self,
        switched_on: Browser,
        upstream: Upstream,
        without: Callable[[str], list[bytes]],
        proxy: Callable[[], AbstractContextManager[Proxy]],
    ) -> None:
        """The same with the proxy, which fetches the form, and may pass on what scripts send: it adds nothing."""
        expected = without(switched_on.name)
        annotated = []

        def settle() -> None:
            title = switched_on.run("document.title")
            if title == "Dossier":
                annotated.append(switched_on.run("document.documentElement.hasAttribute('data-casevide-rulebook')"))
            else:
                switched_on.background(ROUTED)

        with proxy():
            found = visit(switched_on, upstream, settle)

        assert expected == found
        assert [True] == annotated
