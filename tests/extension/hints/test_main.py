"""The content script as it ships: begins, follows commands, answers panel and popup, ends without a trace."""

import json
from typing import Any

import pytest
from tests.extension.browsers import Browser, Frame, Tab
from tests.extension.upstream import Upstream

FORM = """<!doctype html><html lang=fr><meta charset=utf-8><title>Dossier de Jeanne Dupont</title>
<h1>Dossier social</h1><form>
<p><label for=a>Nom</label> <input id=a name=nom></p>
<p><label for=b>Nationalité *</label> <select id=b required><option><option>Non renseigné</select></p>
<p><label for=c>Allergies</label> <input id=c></p>
<p><label for=d>Couleur préférée</label> <input id=d></p></form>"""

MARKERS = (
    "contentHere?.hints?.shown?.scene.markers.filter((one) => one.isMounted).map((one) => "
    "one.question.field.label) ?? []"
)


def open_page(browser: Browser, upstream: Upstream, html: str = FORM, path: str = "/form") -> None:
    upstream.pages[path] = html
    browser.viewport(1366, 768)
    browser.go(upstream.url(path))


def until(frame: Frame, expression: str, expected: Any) -> None:
    """Wait until an expression has a value among the content scripts."""
    wanted = json.dumps(json.dumps(expected, ensure_ascii=False, separators=(",", ":")))
    test = (
        "(async () => { for (let tries = 0; tries < 200; tries += 1) { "
        f"if (JSON.stringify({expression}) === {wanted}) return true; "
        f"await new Promise((resume) => setTimeout(resume, 50)); }} return JSON.stringify({expression}); }})()"
    )
    assert frame.run_in_content(test) is True


def ours(tab: Tab) -> int:
    return int(
        tab.run("[...document.querySelectorAll('*')].filter((one) => one.localName.startsWith('casevide-')).length")
    )


def say(browser: Browser, message: dict[str, Any]) -> None:
    """Tell the page what the background tells it."""
    page = browser.extension_page("blank.html")
    address = "cosmos.test"
    page.run(
        "chrome.tabs.query({}).then((all) => Promise.allSettled(all.filter((tab) => tab.url?.includes("
        f"{address!r})).map((tab) => chrome.tabs.sendMessage(tab.id, {json.dumps(message)}))))"
    )
    page.close()


class TestBeginning:
    def test_hints(self, switched_on: Browser, upstream: Upstream) -> None:
        """On a listed site, judged fields get their signs, and what no rule speaks of gets none."""
        open_page(switched_on, upstream)

        until(switched_on, MARKERS, ["Nationalité", "Allergies"])

    def test_an_unlisted_site(self, switched_on: Browser, upstream: Upstream) -> None:
        """On a site that is not listed there is nothing of ours."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form", "autre.test"))

        assert 0 == ours(switched_on)

    def test_nothing_asked(self, switched_on: Browser, upstream: Upstream) -> None:
        """On a page without a field nothing is judged or drawn, and no rulebook is loaded."""
        open_page(switched_on, upstream, "<!doctype html><title>Accueil</title><h1>Bonjour</h1>")
        until(switched_on, "contentHere?.hints?.counts ?? null", {"hints": 0, "fields": 0})

        assert switched_on.run_in_content("contentHere.hints.shown") is None
        assert 0 == ours(switched_on)

    def test_frames(self, switched_on: Browser, upstream: Upstream) -> None:
        """A form in a frame of the same site, or of another listed one, gets its signs there."""
        upstream.pages["/inner"] = FORM
        frames = (
            "<iframe width=900 height=400 src=/inner></iframe><iframe width=900 height=400 "
            f"src={upstream.url('/inner', 'cadre.test')}></iframe>"
        )
        open_page(switched_on, upstream, f"<!doctype html><title>Cadres</title>{frames}")
        for frame in switched_on.frames:
            until(frame, MARKERS, ["Nationalité", "Allergies"])

        assert 2 == len(switched_on.frames)
        assert 0 == ours(switched_on)

    def test_a_strict_page(self, switched_on: Browser, upstream: Upstream) -> None:
        """A page whose security policy allows nothing gets its signs all the same, drawn with their style."""
        policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
        open_page(switched_on, upstream, FORM.replace("<title>", f"{policy}<title>"))
        until(switched_on, MARKERS, ["Nationalité", "Allergies"])

        assert 20 == switched_on.run_in_content("contentHere.hints.shown.scene.markers[0].box.width")

    def test_a_system_is_recognised(self, switched_on: Browser, upstream: Upstream) -> None:
        """Where the system is not known, title and headings tell it, and the background keeps it for the site."""
        title = "<title>SI SIAO - Demande</title>"
        open_page(switched_on, upstream, FORM.replace("<title>Dossier de Jeanne Dupont</title>", title))
        until(switched_on, "contentHere?.hints?.profile.system ?? null", "si-siao")

        page = switched_on.extension_page("blank.html")
        kept = page.run("chrome.storage.local.get().then((all) => JSON.stringify(all))")
        page.close()
        assert "si-siao" in kept
        assert "Demande" not in kept


class TestEnding:
    @pytest.fixture
    def page(self, switched_on: Browser, upstream: Upstream) -> Browser:
        open_page(switched_on, upstream)
        until(switched_on, MARKERS, ["Nationalité", "Allergies"])
        return switched_on

    def test_switched_off(self, page: Browser, upstream: Upstream) -> None:
        """Switched off, the open page has nothing of ours any more, and nothing of ours watches it."""
        before = page.run("document.querySelectorAll('body *').length")
        off = page.extension_page("blank.html")
        off.run(
            f"chrome.runtime.sendMessage({json.dumps({'ask': 'switch', 'address': upstream.origin(), 'on': False})})"
        )
        off.close()
        until(page, "contentHere.hints", None)

        assert 0 == ours(page)
        assert 3 <= before - page.run("document.querySelectorAll('body *').length")
        page.run("document.body.append(document.querySelector('form').cloneNode(true))")
        page.run("new Promise((resume) => setTimeout(resume, 400))")
        assert 0 == ours(page)

    def test_switched_on_again(self, page: Browser) -> None:
        """A change of profile or settings is drawn anew in the open page."""
        quiet = {"ask": "set", "settings": {"density": "hidden"}}
        other = page.extension_page("blank.html")
        other.run(f"chrome.runtime.sendMessage({json.dumps(quiet)})")
        until(page, MARKERS, [])
        other.run(
            f"chrome.runtime.sendMessage({json.dumps({**quiet, 'settings': {'density': 'normal', 'language': 'nl'}})})"
        )
        other.close()
        until(page, MARKERS, ["Nationalité", "Allergies"])

        name = "contentHere.hints.shown.scene.markers[1].button.getAttribute('aria-label')"
        assert page.run_in_content(name).startswith("Nooit leeg laten")


class TestCommands:
    @pytest.fixture
    def page(self, switched_on: Browser, upstream: Upstream) -> Browser:
        open_page(switched_on, upstream)
        until(switched_on, MARKERS, ["Nationalité", "Allergies"])
        return switched_on

    def test_hide(self, page: Browser) -> None:
        """The command hides the signs, and shows them as they were."""
        say(page, {"tell": "command", "name": "hide"})
        until(page, MARKERS, [])
        say(page, {"tell": "command", "name": "hide"})
        until(page, MARKERS, ["Nationalité", "Allergies"])

    @pytest.mark.parametrize(
        ("start", "name", "expected"),
        [("a", "next", "b"), ("b", "next", "c"), ("c", "next", "b"), ("c", "previous", "b"), ("a", "next-forced", "b")],
    )
    def test_going_on(self, page: Browser, start: str, name: str, expected: str) -> None:
        """The next and previous field with a hint gets the focus; after the last comes the first."""
        page.run(f"document.getElementById({start!r}).focus()")
        page.run_in_content(f"contentHere.hints.command({name!r})")

        assert expected == page.run("document.activeElement.id")

    def test_card(self, page: Browser) -> None:
        """The command opens the card of the field in use, and closes it again, the focus back in the field."""
        page.click(
            *page.run(
                "(() => { const { left, top } = document.getElementById('c').getBoundingClientRect(); "
                "return [left + 9, top + 9]; })()"
            )
        )
        page.run_in_content("contentHere.hints.command('card')")
        until(page, "contentHere.hints.shown.cards.current?.question.field.label ?? null", "Allergies")
        page.run_in_content("contentHere.hints.command('card')")

        assert page.run_in_content("contentHere.hints.shown.cards.current") is None
        assert "c" == page.run("document.activeElement.id")


class TestPanel:
    def test_questions(self, switched_on: Browser, upstream: Upstream) -> None:
        """The panel is told every question in page order, with its sign and where that is, and the totals."""
        open_page(switched_on, upstream)
        until(switched_on, MARKERS, ["Nationalité", "Allergies"])
        told = switched_on.run_in_content("contentHere.hints.told")

        assert ["Nom", "Nationalité", "Allergies", "Couleur préférée"] == [one["label"] for one in told["questions"]]
        assert ["", "sign", "sign", ""] == [one["where"] for one in told["questions"]]
        assert [None, "challengeable", "care-critical", None] == [one["sign"] for one in told["questions"]]
        assert {"total": 4, "free": 1, "forced": 1} == told["totals"]
        assert told["questions"][1]["texts"]["instead"]

    def test_port(self, switched_on: Browser, upstream: Upstream) -> None:
        """Over its port the panel rings a field, goes to it, and hears of changes; the page's title is never told."""
        open_page(switched_on, upstream)
        until(switched_on, MARKERS, ["Nationalité", "Allergies"])
        panel = switched_on.extension_page("blank.html")
        panel.run(
            "(async () => { const tabs = await chrome.tabs.query({}); "
            "const tab = tabs.find((one) => one.url?.includes('/form')); window.heard = []; "
            "window.port = chrome.tabs.connect(tab.id, { name: 'panel' }); "
            "port.onMessage.addListener((message) => heard.push(message)); })()"
        )
        panel.wait("heard.length > 0")
        first = panel.run("heard[0]")
        key = first["questions"][2]["key"]
        assert first["top"] is True
        assert "Jeanne" not in json.dumps(first)

        panel.run(f"port.postMessage({{ do: 'ring', frame: {first['frame']!r}, key: {key!r} }})")
        switched_on.wait("document.querySelector('casevide-layer') !== null")
        panel.run(f"port.postMessage({{ do: 'go', frame: {first['frame']!r}, key: {key!r} }})")
        switched_on.wait("document.activeElement.id === 'c'")
        switched_on.run(
            "document.querySelector('form').insertAdjacentHTML('beforeend', '<p><label>Religion <input></label></p>')"
        )
        panel.wait("heard.at(-1).questions.some((one) => one.label === 'Religion')")
        panel.close()

    def test_state(self, switched_on: Browser, upstream: Upstream) -> None:
        """The popup is told how many hints there are, and whether a part of the page comes from elsewhere."""
        open_page(
            switched_on,
            upstream,
            f"<!doctype html><p>…<iframe width=600 height=300 src={upstream.url('/x', 'dehors.test')}></iframe>",
        )
        until(switched_on, "contentHere?.hints?.counts ?? null", {"hints": 0, "fields": 0})
        page = switched_on.extension_page("blank.html")
        state = page.run(
            "chrome.tabs.query({}).then((all) => chrome.tabs.sendMessage(all.find((tab) => "
            "tab.url?.includes('/form')).id, { tell: 'state' }))"
        )
        page.close()

        assert {"hints": 0, "fields": 0, "why": "other-host", "host": f"dehors.test:{upstream.port}"} == state
