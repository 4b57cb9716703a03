"""The rulebook in force: the one that ships, or a newer and whole one that the proxy offers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.extension.browsers import Browser
from tests.extension.upstream import listening, response

from casevide.rulebook import digest


@pytest.fixture
def shipped(assembled: Path) -> dict[str, Any]:
    """The rulebook that ships, without its digest."""
    content: dict[str, Any] = json.loads((assembled / "rulebook.json").read_bytes())
    del content["digest"]
    return content


@pytest.fixture
def asking(switched_on: Browser) -> Iterator[Browser]:
    """A browser that has the shipped rules, before and after."""
    switched_on.background("rules.forget()")
    yield switched_on
    switched_on.background("store.change('received', () => null).then(() => rules.forget())")


def signed(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    changed = {**content, **changes}
    return {**changed, "digest": digest(changed)}


def offer(browser: Browser, rulebook: dict[str, Any] | bytes, offered: str = "") -> Any:
    """Let a proxy offer a rulebook; give the digest, the source and the date in force afterwards, and `newer`."""
    body = rulebook if isinstance(rulebook, bytes) else json.dumps(rulebook).encode()
    named = offered or (rulebook["digest"] if isinstance(rulebook, dict) else "sha256-x")
    with listening(response(body, "Connection: close", kind="application/json")) as (port, _):
        browser.background(f"store.change('settings', (all) => ({{ ...all, port: {port} }}))")
        browser.background(f"rules.offered({json.dumps(named)})")
    return browser.background("rules.inForce().then(({ digest, source, date }) => [digest, source, date, rules.newer])")


class TestOffered:
    def test_what_ships(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Without an offer the rules are those that ship."""
        found = asking.background("rules.inForce().then(({ digest, source, date }) => [digest, source, date])")

        assert [digest(shipped), "bundled", shipped["date"]] == found

    def test_newer_rules(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Newer rules are taken, and stay when the background has been asleep."""
        newer = signed(shipped, date="2099-01-01")

        assert [newer["digest"], "proxy", "2099-01-01", False] == offer(asking, newer)
        asking.background("rules.forget()")
        assert newer["digest"] == asking.background("rules.inForce().then(({ digest }) => digest)")

    def test_other_rules_of_the_same_day(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """The agent's own further packs, without a newer date, are taken as well."""
        other = signed(shipped, packs={})

        assert other["digest"] == offer(asking, other)[0]

    def test_what_is_refused(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Rules that are older, damaged, broken off or none at all are not taken: those at hand stay."""
        good = signed(shipped, date="2099-01-01")
        offers: dict[str, dict[str, Any] | bytes] = {
            "older": signed(shipped, date="2001-01-01"),
            "damaged": {**good, "stopwords": []},
            "cut off": json.dumps(good).encode()[:-100],
            "no rulebook": b"[]",
            "with the digest of others": {**good, "digest": digest(shipped)},
            "nothing": b"",
        }
        for case, offered in offers.items():
            found = offer(asking, offered, f"sha256-{case}")

            assert [digest(shipped), "bundled", shipped["date"], False] == found, case

    def test_a_newer_format(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Rules of a format that this extension cannot read are not taken, and that is said."""
        assert [digest(shipped), "bundled", shipped["date"], True] == offer(asking, signed(shipped, format=99))

    def test_what_is_refused_is_not_asked_for_again(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Rules that were refused are not fetched every second."""
        body = json.dumps(signed(shipped, date="2001-01-01")).encode()
        with listening(response(body, "Connection: close")) as (port, asked):
            asking.background(f"store.change('settings', (all) => ({{ ...all, port: {port} }}))")
            for _ in range(3):
                asking.background("rules.offered('sha256-old')")

            assert 1 == len(asked)

    def test_an_update_of_the_extension_wins(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Rules that were received once give way when newer ones ship."""
        asking.background(
            "store.change('received', () => ({ text: '{}', digest: 'old', date: '2001-01-01' }))"
            ".then(() => rules.forget())"
        )

        assert digest(shipped) == asking.background("rules.inForce().then(({ digest }) => digest)")


class TestRecogniser:
    def test_it_knows_the_systems(self, asking: Browser, shipped: dict[str, Any]) -> None:
        """Systems are recognised without loading all the rules."""
        found = asking.background("rules.recogniser().then(({ systems, rules }) => [[...systems.keys()], rules.size])")

        assert [sorted(shipped["systems"]), 0] == [sorted(found[0]), found[1]]
