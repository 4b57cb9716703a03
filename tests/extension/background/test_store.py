"""What is kept: only in `storage.local`, no change is lost, and a setting can only be what it may be."""

import json
from typing import Any

from tests.extension.browsers import Browser


class TestChanges:
    def test_no_change_is_lost(self, switched_on: Browser) -> None:
        """Changes that come at the same time all count."""
        ten = "Array.from({ length: 10 }, (_, n) => store.change('notes', (all) => [...all, { n }]))"
        kept = switched_on.background(f"Promise.all({ten}).then(() => store.get('notes'))")

        assert [{"n": n} for n in range(10)] == kept

    def test_a_change_that_fails(self, switched_on: Browser) -> None:
        """A change that fails leaves what was there, and the next one is made."""
        kept = switched_on.background(
            "store.change('notes', () => { throw new Error('x'); }).catch(() => null)"
            ".then(() => store.change('notes', (all) => [...all, 'next']))"
        )

        assert ["next"] == kept

    def test_it_is_kept_in_one_place(self, switched_on: Browser) -> None:
        """What is kept has these names, and nothing is kept anywhere else."""
        switched_on.background("store.change('notes', () => [{}])")

        assert ["notes", "settings", "sites"] == sorted(switched_on.background("chrome.storage.local.get(null)"))
        assert {} == switched_on.background("chrome.storage.session.get(null)")
        assert {} == switched_on.background("chrome.storage.sync.get(null)")


class TestSettings:
    def test_at_the_beginning(self, switched_on: Browser) -> None:
        """On the first day everything is as described, in the language of the browser."""
        switched_on.background("store.erase()")
        settings = switched_on.background("settingsNow()")
        language = switched_on.background("chrome.i18n.getUILanguage().slice(0, 2)")

        assert settings.pop("language") == language
        assert {"density": "auto", "tab": False, "speak": "all", "tips": 0, "port": 8899} == settings

    def test_only_what_may_be(self, switched_on: Browser) -> None:
        """A setting that there is not, or a value that it may not have, is left out."""
        cases: list[tuple[dict[str, Any], dict[str, Any]]] = [
            ({"language": "nl", "density": "quiet"}, {"language": "nl", "density": "quiet"}),
            ({"tab": True, "speak": "never"}, {"tab": True, "speak": "never"}),
            ({"language": "de", "density": "", "tab": 1, "speak": None}, {}),
            ({"port": 9000}, {"port": 9000}),
            ({"port": 0}, {}),
            ({"port": "8899"}, {}),
            ({"port": 70000}, {}),
            ({"tips": 0, "other": 1, "constructor": 1}, {}),
        ]
        found = switched_on.background(f"{json.dumps([wanted for wanted, _ in cases])}.map(validSettings)")

        assert [valid for _, valid in cases] == found
