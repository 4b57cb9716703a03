"""
Care goes on: the proxy is killed, or hangs, while a page is open and while a form is sent.

Every page and every form still gets through, once; when the proxy is back, it is used again.
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from tests.extension.browsers import Browser
from tests.extension.upstream import Proxy, Upstream, response

type Start = Callable[[], AbstractContextManager[Proxy]]

MENU = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Menu</title><p>Bonjour</p></html>"""
FORM = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Dossier</title>
<form method="post" action="/saved"><label>Nationalité <input name="nat" value="é"></label>
<button>ok</button></form></html>"""
SAVED = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Enregistré</title><p>ok</html>"""

FAR = 20.0
"""Seconds. By itself Chromium waits 30 for a proxy that hangs, Firefox more than 200; we are there after about two."""

ROUTED = "new Promise((done) => { const look = () => route.way ? done(true) : setTimeout(look, 20); look(); })"
NOT_ROUTED = "new Promise((done) => { const look = () => route.way ? setTimeout(look, 20) : done(true); look(); })"
IS_ANNOTATED = "document.documentElement.hasAttribute('data-casevide-rulebook')"

DEATHS = pytest.mark.parametrize("die", [Proxy.kill, Proxy.freeze])


@pytest.fixture
def working(switched_on: Browser, upstream: Upstream) -> Browser:
    """A browser at work on a site."""
    upstream.pages |= {"/menu": MENU, "/form": FORM, "/saved": SAVED}
    return switched_on


def open_menu(browser: Browser, upstream: Upstream) -> None:
    """Show a page without a field, from which there is a way to the proxy."""
    browser.go(upstream.url("/menu"))
    browser.background(ROUTED)


def open_form(browser: Browser, upstream: Upstream) -> None:
    """Show a form that came through the proxy."""
    open_menu(browser, upstream)
    browser.go(upstream.url("/form"))
    browser.wait(IS_ANNOTATED)


class TestPages:
    @DEATHS
    def test_the_next_page_comes(self, working: Browser, upstream: Upstream, proxy: Start, die: Any) -> None:
        """A page is open and routed when the proxy dies: the next page comes, long before the browser would give up."""
        with proxy() as running:
            open_menu(working, upstream)
            die(running)
            began = time.monotonic()
            working.go(upstream.url("/form"))

            assert time.monotonic() - began < FAR
            assert 1 == len(upstream.asked("/form"))
            assert not working.run(IS_ANNOTATED)

    def test_it_is_used_again(self, working: Browser, upstream: Upstream, proxy: Start) -> None:
        """When the proxy is back, pages go through it again at once."""
        with proxy() as running:
            open_menu(working, upstream)
            running.kill()
            working.go(upstream.url("/menu?2"))
            working.background(NOT_ROUTED)
        with proxy():
            open_form(working, upstream)

    def test_no_proxy_at_all(self, working: Browser, upstream: Upstream) -> None:
        """Without a proxy there is never a route, and pages come as they do."""
        working.go(upstream.url("/menu"))
        working.background("new Promise((done) => setTimeout(done, 1500))")

        assert working.background("route.isKnown && route.way === null")


class TestForms:
    @DEATHS
    def test_a_form_that_is_open(self, working: Browser, upstream: Upstream, proxy: Start, die: Any) -> None:
        """A form is open when the proxy dies: what is sent arrives, once, and the answer is shown."""
        with proxy() as running:
            open_form(working, upstream)
            die(running)
            began = time.monotonic()
            working.run("document.querySelector('button').click()")
            working.wait("document.title === 'Enregistré'")

            assert time.monotonic() - began < FAR
        assert 1 == len(upstream.asked("/saved", "POST"))

    @DEATHS
    def test_a_form_on_its_way(self, working: Browser, upstream: Upstream, proxy: Start, die: Any) -> None:
        """The server works on a form that was sent when the proxy dies: it is not sent again, and the answer comes."""
        arrived, go_on = threading.Event(), threading.Event()

        def work(_request: bytes, _connection: object) -> bytes:
            arrived.set()
            go_on.wait(60)
            return response(SAVED.encode())

        upstream.pages["/saved"] = work
        with proxy() as running:
            open_form(working, upstream)
            working.run("document.querySelector('button').click()")
            assert arrived.wait(60)
            die(running)
            time.sleep(2.5)  # longer than anybody would take to notice
            go_on.set()
            working.wait("document.title === 'Enregistré'")
        assert 1 == len(upstream.asked("/saved", "POST"))
        assert [] == upstream.broken

    @DEATHS
    def test_what_a_script_sends(self, working: Browser, upstream: Upstream, proxy: Start, die: Any) -> None:
        """A page without a field sends something by script just as the proxy dies: it arrives, once."""
        with proxy() as running:
            open_menu(working, upstream)
            die(running)
            began = time.monotonic()
            working.run("fetch('/saved', { method: 'POST', body: 'nat=' }).then((answer) => answer.text())")

            assert time.monotonic() - began < FAR
        assert 1 == len(upstream.asked("/saved", "POST"))


class TestSites:
    def test_other_sites_never_meet_the_proxy(self, working: Browser, upstream: Upstream, proxy: Start) -> None:
        """With a route to the proxy, a page of a site that is not listed comes straight from its server."""
        with proxy():
            open_menu(working, upstream)
            working.go(upstream.url("/form", "autre.test"))

            assert not working.run(IS_ANNOTATED)

    def test_the_route_ends_with_the_last_page(self, working: Browser, upstream: Upstream, proxy: Start) -> None:
        """When no page of a site is shown any more, the route goes, and the proxy is not asked any more."""
        with proxy():
            open_menu(working, upstream)
            working.go("about:blank")
            working.background(NOT_ROUTED)

            assert 0 == working.background("health.pages.size")
            assert working.background("new Promise((done) => setTimeout(() => done(!health.watching), 1500))")
