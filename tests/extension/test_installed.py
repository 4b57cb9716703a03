"""
The whole extension, as it ships, in both browsers: on for a site, everything works; off, nothing of it is left.

What a person typed, what a page was filled with and what was sent are in no storage, message, export or log of ours.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from tests.extension.browsers import Browser, Tab
from tests.extension.own_pages import AXE
from tests.extension.upstream import Proxy, Upstream

from casevide.training import practice_pages
from casevide.watch.certificates import Certificates

CANARIES = ("Tapé-7f3a", "Rempli-7f3b", "Titre-7f3c", "Choix-7f3d")

FORM = """<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Dossier de Titre-7f3c</title>
<h1>Usager</h1><form method="post" action="/saved">
<p><label>Nom <input id="nom" name="nom"></label></p>
<p><label>Nationalité * <input name="nat" value="Rempli-7f3b" required></label></p>
<p><label>Lieu de naissance <select name="lieu"><option>…<option selected value="Choix-7f3d">Ici</select></label></p>
<p><label>Allergies <textarea name="al">Rempli-7f3b</textarea></label></p><button>ok</button></form></html>"""

MARKERS = """(() => {
  const found = [];
  const look = (root) => {
    for (const one of root.querySelectorAll('*')) {
      if (one.localName.startsWith('casevide-')) found.push(one.localName);
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document);
  return found;
})()"""
"""The names of all elements of ours in a page."""

HAS_MARKER = f"{MARKERS}.includes('casevide-marker')"


def ask(tab: Tab, **asked: Any) -> Any:
    """Ask the background something from a page of the extension."""
    return tab.run(f"chrome.runtime.sendMessage({json.dumps(asked)})")


@pytest.fixture
def own(switched_on: Browser) -> Tab:
    """A page of the extension."""
    return switched_on.extension_page("blank.html")


class TestOn:
    def test_a_page_of_the_server(self, switched_on: Browser, upstream: Upstream) -> None:
        """A form of a listed site gets its hints, without any proxy."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))

        assert switched_on.wait(HAS_MARKER)
        assert has_scripts(switched_on)

    def test_a_page_without_encryption(self, switched_on: Browser, own: Tab, site: str, pages: dict[str, str]) -> None:
        """A form of an intranet that still speaks plain http gets its hints: such pages have no cryptography to use."""
        pages["/plain"] = FORM
        plain = site.replace("127.0.0.1", "autre.test")
        ask(own, ask="switch", address=plain, on=True)
        switched_on.go(f"{plain}/plain")

        assert not switched_on.run("isSecureContext")
        assert switched_on.wait(HAS_MARKER)

    def test_with_the_proxy(
        self, switched_on: Browser, upstream: Upstream, proxy: Callable[[], AbstractContextManager[Proxy]]
    ) -> None:
        """A form that the proxy has annotated gets its hints as well."""
        upstream.pages |= {"/menu": "<!doctype html><title>Menu</title>", "/form": FORM}
        with proxy():
            switched_on.go(upstream.url("/menu"))
            switched_on.background(
                "new Promise((done) => { const look = () => route.way ? done(true) : setTimeout(look, 20); look(); })"
            )
            switched_on.go(upstream.url("/form"))

            assert switched_on.run("document.documentElement.hasAttribute('data-casevide-rulebook')")
            assert switched_on.wait(HAS_MARKER)

    def test_axe_finds_nothing_new(self, switched_on: Browser, upstream: Upstream) -> None:
        """A page with hints is as accessible as it was: axe-core finds in it what it finds without, and no more."""
        upstream.pages["/form"] = practice_pages()["cosmos"][0].body.decode()
        found = []
        for host, is_there in (("autre.test", "true"), ("cosmos.test", HAS_MARKER)):
            switched_on.go(upstream.url("/form", host))
            assert switched_on.wait(is_there)
            switched_on.run(f"(() => {{ {AXE} }})()")
            found.append(
                switched_on.run(
                    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>"
                    " nodes.map(({ target }) => `${id} ${target}`)))"
                )
            )

        assert found[0] == found[1]
        assert not [one for one in found[1] if "casevide" in one]

    def test_a_page_that_scripts_build(self, switched_on: Browser, upstream: Upstream) -> None:
        """A field that a script adds later, in an open shadow root, gets its hint."""
        upstream.pages["/form"] = "<!doctype html><html lang=fr><title>x</title><main></main></html>"
        switched_on.go(upstream.url("/form"))
        switched_on.run(
            "(() => { const part = document.createElement('x-part'); part.attachShadow({ mode: 'open' }).innerHTML ="
            " '<h1>Usager</h1><label>Nationalité <input></label>'; document.querySelector('main').append(part); })()"
        )

        assert switched_on.wait(HAS_MARKER)

    def test_frames(self, switched_on: Browser, upstream: Upstream) -> None:
        """Frames of listed sites get their hints, those without an address of their own too; others are left alone."""
        upstream.pages |= {
            "/outer": f"""<!doctype html><html lang=fr><title>x</title>
<iframe src="{upstream.url("/in", "cadre.test")}"></iframe><iframe src="{upstream.url("/in", "dehors.test")}"></iframe>
<iframe srcdoc="<label>Nationalité <input></label>"></iframe></html>""",
            "/in": "<!doctype html><html lang=fr><title>x</title><label>Nationalité <input></label></html>",
        }
        switched_on.go(upstream.url("/outer"))
        frames = {frame.address.split("/in")[0]: frame for frame in switched_on.frames}
        assert {upstream.origin("cadre.test"), upstream.origin("dehors.test"), "about:srcdoc"} == set(frames)
        outside = frames.pop(upstream.origin("dehors.test"))
        for frame in frames.values():
            switched_on.wait(f"{json.dumps(frame.address)} !== ''")
            until_marked(frame)

        assert [] == outside.run(MARKERS)

    def test_a_page_that_was_open_before(self, switched_on: Browser, upstream: Upstream, own: Tab) -> None:
        """Switching on a site brings the hints to its open pages at once, and once only."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form", "autre.test"))
        assert [] == switched_on.run(MARKERS)
        site = upstream.origin("autre.test")
        ask(own, ask="switch", address=site, on=True)
        ask(own, ask="profile", site=site, profile={"country": "FR", "sector": "social-services", "system": None})
        switched_on.wait(HAS_MARKER)
        before = switched_on.run(MARKERS)
        ask(own, ask="switch", address=site, on=False)
        ask(own, ask="switch", address=site, on=True)
        switched_on.wait(HAS_MARKER)

        assert sorted(before) == sorted(switched_on.wait(f"{MARKERS}.length === {len(before)} && {MARKERS}"))


def until_marked(frame: Any) -> None:
    """Wait until a frame has a hint."""
    frame.run(
        f"new Promise((done) => {{ const look = () => {HAS_MARKER} ? done(true) : setTimeout(look, 20); look(); }})"
    )


def has_scripts(page: Tab) -> bool:
    """Tell whether our content scripts are in a page."""
    try:
        return bool(page.run_in_content("typeof judge === 'function'"))
    except RuntimeError as error:
        if "no such scripts" not in str(error):
            raise
        return False


class TestOff:
    def test_a_site_that_is_not_listed(self, switched_on: Browser, upstream: Upstream) -> None:
        """On a site that is not listed nothing of ours runs."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form", "autre.test"))

        assert not has_scripts(switched_on)
        assert [] == switched_on.run(MARKERS)

    @pytest.mark.parametrize("how", ["switch", "forget", "erase"])
    def test_off_means_off(
        self,
        switched_on: Browser,
        upstream: Upstream,
        own: Tab,
        proxy: Callable[[], AbstractContextManager[Proxy]],
        how: str,
    ) -> None:
        """Switched off, forgotten or erased: no element, style, script, listener or route of ours is left."""
        upstream.pages |= {"/menu": "<!doctype html><title>Menu</title>", "/form": FORM}
        with proxy():
            switched_on.go(upstream.url("/form"))
            switched_on.wait(HAS_MARKER)
            for host in ("cosmos.test", "cadre.test"):
                site = upstream.origin(host)
                ask(
                    own,
                    **{"switch": {"ask": "switch", "address": site, "on": False}}.get(how, {"ask": how, "site": site}),
                )
            switched_on.wait(f"{MARKERS}.length === 0")

            assert [] == switched_on.background("chrome.scripting.getRegisteredContentScripts()")
            assert switched_on.background("health.pages.size === 0 && route.last.then(() => route.way === null)")
            assert 0 == switched_on.run("document.adoptedStyleSheets.length")
            left = {
                "chromium": "chrome.proxy.settings.get({}).then((found) => found.levelOfControl)",
                "firefox": "chrome.proxy.onRequest.hasListener(routeRequest) || 'controllable_by_this_extension'",
            }
            assert "controllable_by_this_extension" == switched_on.background(left[switched_on.name])
            switched_on.go(upstream.url("/form"))

            assert not has_scripts(switched_on)

    def test_erased_means_erased(self, switched_on: Browser, upstream: Upstream, own: Tab) -> None:
        """After erasing everything the storage is empty and everything is as on the first day."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))
        switched_on.wait(HAS_MARKER)
        ask(own, ask="set", settings={"density": "quiet", "tab": True})
        ask(own, ask="wrong", note={"rule": "x"})
        ask(own, ask="erase")

        assert {} == switched_on.background("chrome.storage.local.get(null)")
        assert ["auto", False, 8899] == [ask(own, ask="settings")[name] for name in ("density", "tab", "port")]
        assert [[], []] == [ask(own, ask="notes"), ask(own, ask="sites")]

    def test_the_profile_stays(self, upstream: Upstream, own: Tab) -> None:
        """Switching off keeps what is known of a site, forgetting it does not."""
        site = upstream.origin("cosmos.test")
        ask(own, ask="switch", address=site, on=False)
        kept = ask(own, ask="site", address=site + "/form?x")
        ask(own, ask="forget", site=site)
        forgotten = ask(own, ask="site", address=site)

        assert (False, "social-services") == (kept["on"], kept["profile"]["sector"])
        assert (False, None) == (forgotten["on"], forgotten["profile"]["sector"])
        assert [upstream.origin("cadre.test")] == [one["site"] for one in ask(own, ask="sites")]


class TestCanaries:
    def test_what_was_typed_is_nowhere(
        self,
        switched_on: Browser,
        upstream: Upstream,
        own: Tab,
        proxy: Callable[[], AbstractContextManager[Proxy]],
        certificates: Certificates,
    ) -> None:
        """What was typed, prefilled, chosen and sent is in no storage, no message, no export and no log of ours."""
        upstream.pages |= {"/menu": "<!doctype html><title>Menu</title>", "/form": FORM, "/saved": FORM}
        switched_on.background(
            "void (self.heard = [],"
            " chrome.runtime.onMessage.addListener((message) => void heard.push(JSON.stringify(message))),"
            " chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener("
            "   (message) => heard.push(JSON.stringify(message)))))"
        )
        with proxy():
            switched_on.go(upstream.url("/menu"))
            switched_on.go(upstream.url("/form"))
            switched_on.wait(HAS_MARKER)
            panel = switched_on.extension_page(f"panel/panel.html?tab={tab_of(own, upstream)}")
            panel.wait("document.body.innerText.includes('Nationalité')")
            x, y = switched_on.run(
                "(({ x, y }) => [x + 5, y + 5])(document.getElementById('nom').getBoundingClientRect())"
            )
            switched_on.click(x, y)
            switched_on.type("Tapé-7f3a")
            for name in ("card", "next", "next-forced", "hide", "hide"):
                switched_on.background(f"passCommand('{name}', {{ id: {tab_of(own, upstream)} }})")
            told = panel.run("document.documentElement.outerHTML")
            switched_on.run("document.querySelector('button').click()")
            switched_on.wait(f"location.pathname === '/saved' && {HAS_MARKER}")
        kept = switched_on.background("chrome.storage.local.get(null)")
        heard = switched_on.background("heard")
        ours = [path.read_bytes() for path in certificates.root_path.parent.parent.rglob("*") if path.is_file()]

        assert "Tapé-7f3a".encode() in bytes_sent(upstream)
        assert len(heard) > 3
        for canary in CANARIES:
            for place in (json.dumps(kept, ensure_ascii=False), "".join(heard), told):
                assert canary not in place
            assert not any(canary.encode() in data for data in ours)


def bytes_sent(upstream: Upstream) -> bytes:
    """What was sent, as it was typed."""
    return upstream.asked("/saved", "POST")[0].replace(b"%C3%A9", "é".encode())


def tab_of(own: Tab, upstream: Upstream) -> int:
    """The number by which the browser knows the tab of the site."""
    is_it = f"one.url?.startsWith({json.dumps(upstream.origin())})"
    found: int = own.run(f"chrome.tabs.query({{}}).then((all) => all.find((one) => {is_it}).id)")
    return found


class TestAnswers:
    def test_only_own_pages_change_things(self, switched_on: Browser, upstream: Upstream) -> None:
        """A content script may not switch sites, change settings or erase: only the extension's own pages may."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))
        switched_on.wait(HAS_MARKER)
        asks = [
            "switch",
            "profile",
            "set",
            "sites",
            "forget",
            "notes",
            "forget-notes",
            "erase",
            "nonsense",
            "constructor",
        ]
        told = switched_on.run_in_content(
            f"Promise.all({json.dumps(asks)}.map((ask) => chrome.runtime.sendMessage({{ ask, settings: {{}} }})))"
        )

        assert [None] * len(asks) == told
        assert switched_on.run(HAS_MARKER)

    def test_a_start(self, switched_on: Browser, upstream: Upstream) -> None:
        """A content script is told the profile, the settings, all texts, and which rules are in force."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))
        told = switched_on.run_in_content("chrome.runtime.sendMessage({ ask: 'start', title: '', headings: [] })")

        assert told.pop("messages")["disclaimer"]["message"] == "Information générale, pas un avis juridique."
        assert told.pop("digest").startswith("sha256-")
        assert told.pop("date") >= "2026-01-01"
        assert {
            "on": True,
            "site": upstream.origin(),
            "profile": {"country": "FR", "sector": "social-services", "system": None},
            "recognised": False,
            "newer": False,
        } == {name: value for name, value in told.items() if name != "settings"}
        assert {"language": "fr", "density": "auto", "tab": False, "speak": "all"}.items() <= told["settings"].items()
