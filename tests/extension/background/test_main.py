"""Where the background begins: commands reach the page, and sleep loses nothing."""

import json

from tests.extension.browsers import Browser
from tests.extension.upstream import Upstream

FORM = """<!doctype html><html lang="fr"><title>x</title><h1>Usager</h1>
<label>Nationalité <input></label></html>"""


class TestCommands:
    def test_a_command_reaches_the_page(self, switched_on: Browser, upstream: Upstream) -> None:
        """A key of the browser becomes a message to the page in front, by its name."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))
        switched_on.wait("document.querySelector('casevide-marker') !== null")
        switched_on.run_in_content(
            "void (globalThis.told = [], chrome.runtime.onMessage.addListener((message) => void told.push(message)))"
        )
        names = ["card", "hide", "next", "previous", "next-forced", "present"]
        for name in names:
            tab = "chrome.tabs.query({}).then((all) => all.find((one) => one.url?.includes('cosmos.test')))"
            switched_on.background(f"{tab}.then((found) => passCommand({json.dumps(name)}, found))")

        assert [{"tell": "command", "name": name} for name in names] == switched_on.run_in_content("told")

    def test_a_page_that_does_not_listen(self, switched_on: Browser) -> None:
        """A command on a page that is none of a site does nothing, and is no error."""
        assert switched_on.background("passCommand('next', undefined)") is None


class TestSleep:
    def test_nothing_is_lost(self, switched_on: Browser, upstream: Upstream) -> None:
        """The background remembers sites and settings when it has been put to sleep and begins again."""
        before = switched_on.background("store.get('sites')")
        page = switched_on.extension_page("blank.html")
        if switched_on.name == "chromium":
            [worker] = switched_on._targets("service_worker")  # type: ignore[attr-defined]
            switched_on.browser.ask("Target.closeTarget", targetId=worker["targetId"])  # type: ignore[attr-defined]
        else:
            switched_on.in_chrome(  # type: ignore[attr-defined]
                "WebExtensionPolicy.getByID('casevide@casevide').extension.terminateBackground().then(() => true)"
            )
        told = page.run(f"chrome.runtime.sendMessage({{ ask: 'site', address: {json.dumps(upstream.origin())} }})")

        assert told["on"]
        assert before == switched_on.background("store.get('sites')")
