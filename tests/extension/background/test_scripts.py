"""The content scripts: which files, where, and in which of the pages that are open already."""

import json
from pathlib import Path

from tests.extension.browsers import Browser
from tests.extension.upstream import Upstream

EXTENSION = Path(__file__).parents[3] / "extension"


class TestRegistered:
    def test_what_is_registered(self, switched_on: Browser) -> None:
        """One set of scripts, for the listed hosts and in all frames, in the order that the type checker knows."""
        [script] = switched_on.background("chrome.scripting.getRegisteredContentScripts()")
        files = json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]

        assert [name for name in files if name.endswith(".js")] == [name.lstrip("/") for name in script["js"]]
        assert ["https://cadre.test/*", "https://cosmos.test/*"] == sorted(script["matches"])
        assert (True, True, "document_idle") == (
            *(script["allFrames"], script["matchOriginAsFallback"]),
            script["runAt"],
        )

    def test_nothing_without_a_site(self, switched_on: Browser) -> None:
        """Without a site nothing is registered, however often that is said."""
        switched_on.background("registerScripts([])")
        switched_on.background("registerScripts([])")

        assert [] == switched_on.background("chrome.scripting.getRegisteredContentScripts()")


class TestFrames:
    def test_frames_of(self, switched_on: Browser, upstream: Upstream) -> None:
        """The open frames of an origin are found, those without an address of their own too, and no others."""
        upstream.pages["/outer"] = (
            f"<!doctype html><title>x</title><iframe src='{upstream.url('/in', 'cadre.test')}'></iframe>"
            "<iframe srcdoc='<p>x'></iframe>"
        )
        upstream.pages["/in"] = "<!doctype html><title>x</title>"
        switched_on.go(upstream.url("/outer"))
        found = [
            [one["there"] for one in switched_on.background(f"framesOf({json.dumps(upstream.origin(host))})")]
            for host in ("cosmos.test", "cadre.test", "autre.test")
        ]

        assert [[True, True], [True], []] == found
