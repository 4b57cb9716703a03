"""The manifest: one for both browsers, with as few permissions as possible, each explained to the people who use it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from casevide import __version__

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "nl", "en")


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest."""
    found: dict[str, Any] = json.loads((ROOT / "extension" / "manifest.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def explained() -> dict[str, str]:
    """What the page on permissions says, by permission."""
    text = (ROOT / "docs" / "permissions.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return {name: why for names, _, why in rows for name in re.findall(r"`([^`]+)`", names)}


class TestPermissions:
    def test_as_few_as_possible(self, manifest: dict[str, Any]) -> None:
        """These and no others; hosts only one by one, when the agent asks for it, and this machine itself."""
        assert ["activeTab", "proxy", "scripting", "sidePanel", "storage"] == manifest["permissions"]
        assert ["http://127.0.0.1/*"] == manifest["host_permissions"]
        assert ["https://*/*", "http://*/*"] == manifest["optional_host_permissions"]
        assert set() == {"optional_permissions", "content_scripts", "externally_connectable"} & set(manifest)
        assert "web_accessible_resources" not in manifest

    def test_each_is_explained(self, manifest: dict[str, Any], explained: dict[str, str]) -> None:
        """The page on permissions explains each, in a sentence, and none that is not asked for."""
        keys = ("permissions", "host_permissions", "optional_host_permissions")

        assert {name for key in keys for name in manifest[key]} == set(explained)
        assert [] == [name for name, why in explained.items() if len(why.split()) < 8]

    def test_nothing_is_collected(self, manifest: dict[str, Any]) -> None:
        """The browsers are told that no data is collected."""
        assert {"required": ["none"]} == manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"]

    def test_where_it_may_talk_to(self, manifest: dict[str, Any]) -> None:
        """The policy of its pages names no remote origin: its own files, and this machine for what it asks."""
        policy = dict(
            part.strip().split(" ", 1) for part in manifest["content_security_policy"]["extension_pages"].split(";")
        )

        assert "'none'" == policy["default-src"]
        assert "'self' http://127.0.0.1:*" == policy.pop("connect-src")
        assert {"'none'", "'self'"} == set(policy.values())


class TestBothBrowsers:
    def test_version(self, manifest: dict[str, Any]) -> None:
        """Extension and program have one version."""
        assert __version__ == manifest["version"]

    def test_background(self, manifest: dict[str, Any]) -> None:
        """Firefox is given the list of files; Chromium the one that reads this list."""
        assert "background/worker.js" == manifest["background"]["service_worker"]
        listed = manifest["background"]["scripts"]
        own = {f"background/{path.name}" for path in (ROOT / "extension" / "background").glob("*.js")}

        assert own - {"background/worker.js"} == {name for name in listed if name.startswith("background/")}
        assert "background/main.js" == listed[-1]

    def test_keys(self, manifest: dict[str, Any]) -> None:
        """At most four keys are suggested, each with Alt and Shift; every command has a name in every language."""
        commands = manifest["commands"]
        keys = {name: one["suggested_key"]["default"] for name, one in commands.items() if "suggested_key" in one}

        assert {
            "_execute_action": "Alt+Shift+K",
            "card": "Alt+Shift+V",
            "panel": "Alt+Shift+L",
            "hide": "Alt+Shift+M",
        } == keys
        assert {"next", "previous", "next-forced", "present"} == set(commands) - set(keys)

    def test_its_own_texts(self, manifest: dict[str, Any]) -> None:
        """Every text that the manifest names exists in the three languages."""
        named = set(re.findall(r"__MSG_(\w+)__", json.dumps(manifest)))
        assert len(named) > 8
        for language in LANGUAGES:
            path = ROOT / "extension" / "_locales" / language / "messages.json"

            assert set() == named - set(json.loads(path.read_text("utf-8")))
        assert "fr" == manifest["default_locale"]
