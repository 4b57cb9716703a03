"""The way to the proxy: for listed sites only, while it is well and a page is in use."""

import json
from pathlib import Path

from tests.extension.browsers import Browser
from tests.extension.upstream import PROXY_ANSWER, listening

ORIGINS = ["https://cosmos.example.fr", "http://cortexte:8080"]

ADDRESSES = {
    "https://cosmos.example.fr/": True,
    "https://cosmos.example.fr/dossier": True,
    "http://cortexte:8080/x": True,
    "http://cosmos.example.fr/": False,
    "https://cosmos.example.fr.evil.example/": False,
    "https://cosmos.example.fr:8443/": False,
    "https://evil.example/?https://cosmos.example.fr/": False,
    "http://cortexte/": False,
    "https://www.example.org/": False,
}


class TestChoice:
    def test_the_rules_for_chromium(self, browser: Browser, assembled: Path) -> None:
        """Chromium's rules send a listed origin to the proxy with the direct way behind it, all else directly."""
        script = (assembled / "background" / "route.js").read_text("utf-8")
        way = json.dumps({"origins": ORIGINS, "port": 8899})
        find = f"new Function({json.dumps(script)} + `;return eval(pacOf({way}) + 'FindProxyForURL')`)()"
        found = browser.run(f"{json.dumps(list(ADDRESSES))}.map((address) => {find}(address, ''))")

        assert ["PROXY 127.0.0.1:8899; DIRECT" if routed else "DIRECT" for routed in ADDRESSES.values()] == found

    def test_the_answer_for_firefox(self, switched_on: Browser) -> None:
        """Firefox is told, for a page to fetch: the proxy, then the direct way, for a listed origin; else directly."""
        with listening(PROXY_ANSWER) as (port, _):
            found = self.asked(switched_on, port)
        direct = {"type": "direct"}
        proxied = [{"type": "http", "host": "127.0.0.1", "port": port}, direct]

        assert [[proxied if routed else direct, direct] for routed in ADDRESSES.values()] == found

    def test_not_without_a_look(self, switched_on: Browser) -> None:
        """With a way, but a proxy that does not answer now, Firefox is told to go directly."""
        with listening(b"") as (port, _):
            assert [[{"type": "direct"}] * 2] * len(ADDRESSES) == self.asked(switched_on, port)

    @staticmethod
    def asked(browser: Browser, port: int) -> object:
        """Ask for each address, for a page and for a form that is sent, while there is a way."""
        way = json.dumps({"origins": ORIGINS, "port": port})
        return browser.background(
            f"(async () => {{ const before = route.way; route.way = {way};"
            f" try {{ return await Promise.all({json.dumps(list(ADDRESSES))}.map((url) => Promise.all("
            " ['GET', 'POST'].map((method) => routeRequest({ url, method }))))); }"
            " finally { route.way = before; } })()"
        )

    def test_this_machine_is_never_routed(self, switched_on: Browser) -> None:
        """Addresses by number and this machine itself, where practice forms live, never go through the proxy."""
        can = {
            "https://cosmos.example.fr": True,
            "http://127.0.0.1:8000": False,
            "http://[::1]:8000": False,
            "http://localhost:8000": False,
            "http://192.168.1.4": False,
        }

        assert list(can.values()) == switched_on.background(f"{json.dumps(list(can))}.map(canBeRouted)")


class TestFields:
    def test_a_page_that_may_ask(self, switched_on: Browser) -> None:
        """A page may have a field until its top has told that there is none, and no frame has told otherwise."""
        cases: list[tuple[dict[int, int], bool]] = [
            ({}, True),
            ({1: 0}, True),
            ({0: 0}, False),
            ({0: 0, 5: 0}, False),
            ({0: 3}, True),
            ({0: 0, 5: 1}, True),
        ]
        told = [[[frame, {"fields": fields}] for frame, fields in frames.items()] for frames, _ in cases]
        found = switched_on.background(
            f"{json.dumps(told)}.map((frames) => {{ counts.set(-7, new Map(frames)); const may = mayAsk(-7);"
            " counts.delete(-7); return may; }).concat(mayAsk(-8))"
        )

        assert [*(may for _, may in cases), True] == found
