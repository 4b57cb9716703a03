"""What the background answers, by the names that the pages and the content scripts use."""

import json
from typing import Any

import pytest
from tests.extension.browsers import Browser, Tab
from tests.extension.upstream import Upstream


def ask(tab: Tab, **asked: Any) -> Any:
    return tab.run(f"chrome.runtime.sendMessage({json.dumps(asked)})")


@pytest.fixture
def own(switched_on: Browser) -> Tab:
    """A page of the extension."""
    return switched_on.extension_page("blank.html")


class TestRules:
    def test_what_can_be_chosen(self, own: Tab) -> None:
        """Sectors, systems and countries come from the rules in force, with titles in the agent's language."""
        told = ask(own, ask="rules")

        assert ("bundled", "off", False) == (told["source"], told["proxy"], told["newer"])
        assert ["BE", "FR"] == told["countries"]
        assert "social-services" in {sector["id"] for sector in told["sectors"]}
        assert {"id", "title", "country", "sector"} == set(told["systems"][0])
        assert all(isinstance(one["title"], str) and one["title"] for one in told["sectors"] + told["systems"])

    def test_in_another_language(self, own: Tab) -> None:
        """Another language gives other titles, and other texts."""
        before = ask(own, ask="rules")["sectors"], ask(own, ask="messages")
        ask(own, ask="set", settings={"language": "nl"})
        after = ask(own, ask="rules")["sectors"], ask(own, ask="messages")

        assert ["fr", "nl"] == [before[1]["language"], after[1]["language"]]
        assert before[1]["messages"]["disclaimer"] != after[1]["messages"]["disclaimer"]
        assert {one["title"] for one in before[0]} != {one["title"] for one in after[0]}


class TestSites:
    def test_an_address(self, own: Tab, upstream: Upstream) -> None:
        """An address gives its site, what is known of it, and whether the browser gives access."""
        told = ask(own, ask="site", address=upstream.url("/x?nom=y"))

        assert (upstream.origin(), True, True, 0) == (told["site"], told["on"], told["permission"], told["hints"])
        assert {"country": "FR", "sector": "social-services", "system": None} == told["profile"]

    def test_no_site(self, own: Tab) -> None:
        """What is no website has no site, is off, and cannot be switched on."""
        for address in ("about:blank", "", "chrome://newtab", None):
            told = ask(own, ask="site", address=address)

            assert (None, False, False) == (told["site"], told["on"], told["permission"])
            assert {"on": False} == ask(own, ask="switch", address=address, on=True)

    def test_a_host_that_a_pack_knows(self, switched_on: Browser) -> None:
        """A site whose host a pack knows begins with the profile of that pack's system."""
        found = switched_on.background(
            "rules.recogniser().then(({ recognisers }) => recognisers.flatMap(({ system, hosts }) => "
            "hosts.map((host) => [system, host])))"
        )
        for system, host in found:
            told = switched_on.background(f"profileOfHost({json.dumps(host)})")

            assert (system, True) == (told["profile"]["system"], told["recognised"])
        assert not switched_on.background("profileOfHost('nobody.example')")["recognised"]

    def test_a_system_found_on_the_page(self, own: Tab, switched_on: Browser, upstream: Upstream) -> None:
        """A system found by a page's words completes the profile; what the agent said before is kept."""
        site = upstream.origin()
        switched_on.background(f"rememberSystem({json.dumps(site)}, 'cosmos')")
        told = ask(own, ask="site", address=site)
        switched_on.background(f"rememberSystem({json.dumps(site)}, 'cortexte')")

        assert ("cosmos", "FR", True) == (told["profile"]["system"], told["profile"]["country"], told["recognised"])
        assert "social-services" == told["profile"]["sector"]
        assert "cosmos" == ask(own, ask="site", address=site)["profile"]["system"]


class TestNotes:
    def test_a_wrong_hint(self, own: Tab) -> None:
        """A note on a wrong hint is kept as it is, and erased on demand."""
        note = {"rule": "fr-x", "verdict": "optional", "label": "Nom", "should": "…", "date": "2026-11-22"}
        ask(own, ask="wrong", note=note)
        kept = ask(own, ask="notes")
        ask(own, ask="forget-notes")

        assert ([note], []) == (kept, ask(own, ask="notes"))

    def test_tips_end(self, own: Tab) -> None:
        """The tip counts to three and no further."""
        for _ in range(5):
            ask(own, ask="tip")

        assert 3 == ask(own, ask="settings")["tips"]


class TestNonsense:
    def test_nonsense(self, own: Tab) -> None:
        """What nobody understands is answered with nothing."""
        for asked in (None, 3, "settings", {}, {"ask": None}, {"ask": "toString"}, {"ask": "nothing"}):
            assert own.run(f"chrome.runtime.sendMessage({json.dumps(asked)})") is None
