"""Sites: what an address belongs to, what is asked of the browser, and what is known of each."""

import json

from tests.extension.browsers import Browser
from tests.extension.upstream import Upstream


class TestOrigins:
    def test_origin_of(self, switched_on: Browser) -> None:
        """A website belongs to its origin; anything else is no site."""
        origins = {
            "https://cosmos.example.fr/dossier?nom=x#y": "https://cosmos.example.fr",
            "http://cortexte:8080/": "http://cortexte:8080",
            "https://COSMOS.example.fr:443": "https://cosmos.example.fr",
            "about:blank": None,
            "file:///home/form.html": None,
            "chrome://extensions": None,
            "cosmos.example.fr": None,
            "": None,
        }
        found = switched_on.background(f"[...{json.dumps(list(origins))}, undefined].map(originOf)")

        assert [*origins.values(), None] == found

    def test_pattern_of(self, switched_on: Browser) -> None:
        """Access is asked for one scheme and one host, never for more."""
        found = switched_on.background("['https://cosmos.example.fr', 'http://a:8080'].map(patternOf)")

        assert ["https://cosmos.example.fr/*", "http://a/*"] == found


class TestPermission:
    def test_without_permission_there_is_no_site(self, switched_on: Browser) -> None:
        """A site that the browser gives no access to is not switched on, and is not kept."""
        told = switched_on.background("OWN_ASKS.switch({ address: 'https://cosmos.example.fr/', on: true })")

        assert {"on": False} == told
        assert "https://cosmos.example.fr" not in switched_on.background("store.get('sites')")

    def test_permission_taken_back(self, switched_on: Browser) -> None:
        """A site that was switched on counts only as long as the browser gives access to it."""
        switched_on.background("store.change('sites', (all) => ({ ...all, 'https://a.example': { on: true } }))")

        assert not [one for one in switched_on.background("originsOn()") if "example" in one]


class TestProfiles:
    def test_off_keeps_the_profile(self, switched_on: Browser, upstream: Upstream) -> None:
        """Switched off and on again, a site has the profile that it had."""
        site = json.dumps(upstream.origin())
        before = switched_on.background(f"siteAt({site})")
        switched_on.background(f"switchSite({site}, false)")
        off = switched_on.background(f"siteAt({site})")
        switched_on.background(f"switchSite({site}, true)")

        assert {**before, "on": False} == off
        assert before == switched_on.background(f"siteAt({site})")

    def test_what_is_not_listed_stays_so(self, switched_on: Browser) -> None:
        """A profile for a site that is not listed, or switching it off, lists nothing."""
        before = switched_on.background("store.get('sites')")
        switched_on.background("setProfile('https://a.example', NO_PROFILE, false)")
        switched_on.background("switchSite('https://a.example', false)")

        assert before == switched_on.background("store.get('sites')")

    def test_names_of_javascript(self, switched_on: Browser) -> None:
        """A name that every object of JavaScript knows is no site."""
        found = switched_on.background("Promise.all(['constructor', '__proto__', 'toString'].map(siteAt))")

        assert [None, None, None] == found
