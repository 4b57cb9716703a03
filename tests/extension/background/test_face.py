"""The icon in the toolbar says how things stand, in the agent's language."""

import time
from typing import Any

import pytest
from tests.extension.browsers import Browser
from tests.extension.upstream import Upstream

SHOWN = """(async () => {
  const [tab] = (await chrome.tabs.query({})).filter((one) => one.url?.includes('.test'));
  const tabId = tab.id;
  return [await chrome.action.getBadgeText({ tabId }), await chrome.action.getTitle({ tabId })];
})()"""


class TestFace:
    def test_face_of(self, switched_on: Browser) -> None:
        """Off, on, or a question that waits: without the sector there is nothing to say."""
        sites = "[null, { on: false, profile: { sector: 'school' } }, { on: true, profile: { sector: null } },"
        sites += " { on: true, profile: { sector: 'school' } }]"

        assert ["off", "off", "question", "on"] == switched_on.background(f"{sites}.map(faceOf)")

    def test_trouble(self, switched_on: Browser) -> None:
        """Rules that only a newer extension could read are trouble."""
        site = "{ on: true, profile: { sector: 'school' } }"
        found = switched_on.background(
            f"(() => {{ rules.newer = true; try {{ return faceOf({site}); }} finally {{ rules.newer = false; }} }})()"
        )

        assert "trouble" == found

    @pytest.mark.parametrize(
        ("sector", "shown"),
        [("social-services", ["", "Case vide : active sur ce site"]), (None, ["?", "Case vide : une question attend"])],
    )
    def test_what_is_shown(self, switched_on: Browser, upstream: Upstream, sector: Any, shown: list[str]) -> None:
        """The tab of a site shows the badge, and its words in the agent's language."""
        profile = f"{{ country: 'FR', sector: {'null' if sector is None else repr(sector)}, system: null }}"
        switched_on.background(f"setProfile('{upstream.origin()}', {profile}, false)")
        upstream.pages["/x"] = "<!doctype html><html lang=fr><title>x</title></html>"
        switched_on.go(upstream.url("/x"))
        until = time.monotonic() + 30
        found: list[str] = []
        while found != shown and time.monotonic() < until:
            found = [text.replace("\u202f", " ") for text in switched_on.background(SHOWN)]

        assert shown == found
