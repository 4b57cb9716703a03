"""Names of files and addresses: safe whatever a pack contains."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.rulesite.addresses import host, https, place_page, slug, system_page

NAMES = st.one_of(st.text(max_size=100), st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True))


class TestSlug:
    @pytest.mark.parametrize("name", ["nationality", "eu-gdpr-5-1-c", "act_duration", "t2a"])
    def test_ordinary_ids_stay(self, name: str) -> None:
        """An id that is safe is its own file name, so that addresses can be read and remembered."""
        assert name == slug(name)

    @pytest.mark.parametrize(
        "name", ["", "..", "../x", "a/b", "a\\b", "CON", "con", "nul", "lpt1", "index", "any", "_main", "É", "a b"]
    )
    def test_dangerous_ids_are_replaced(self, name: str) -> None:
        """What leads elsewhere, or names a device or a page of ours, becomes a fingerprint."""
        assert re.fullmatch(r"x-[0-9a-f]{16}", slug(name))

    @given(NAMES)
    def test_always_safe(self, name: str) -> None:
        """Every id gives a name of few plain characters that begins with a letter or digit."""
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", slug(name))

    @given(NAMES, NAMES)
    def test_different_ids_do_not_meet(self, one: str, other: str) -> None:
        """Two ids share a name only if they are the same, even when one looks like another's fingerprint."""
        assert (one == other) == (slug(one) == slug(other))
        assert slug(one) != slug(slug(one)) or one == slug(one)


class TestPages:
    def test_places(self) -> None:
        """A place has its country as folder; the pages for all sectors and all countries have names of their own."""
        assert "places/fr/hospital.html" == place_page("FR", "hospital")
        assert "places/be/index.html" == place_page("BE", None)
        assert "places/any/index.html" == place_page(None, None)

    @given(NAMES)
    def test_pages_stay_inside(self, name: str) -> None:
        """No id leads out of the folder of its kind."""
        assert re.fullmatch(r"systems/[a-z0-9][a-z0-9_-]*\.html", system_page(name))


class TestHttps:
    @pytest.mark.parametrize("url", ["https://example.org", "https://example.org/a?b=c#d", "https://[::1]/x"])
    def test_whole_https_addresses(self, url: str) -> None:
        """An address with https may be a link."""
        assert url == https(url)

    @pytest.mark.parametrize(
        "url",
        [
            *("http://example.org", "javascript:alert(1)", "//example.org", "data:text/html,x", "", "https:///x"),
            *("https:example.org", "https://a@example.org", "https://example.org/ x", "java\nscript:x", "https://[x"),
            *(" https://example.org", "https:\\\\example.org", None, 3),
        ],
    )
    def test_anything_else(self, url: object) -> None:
        """What is not a whole https address is never a link."""
        assert https(url) is None

    def test_host(self) -> None:
        """A link says where it leads, without ``www.``."""
        assert "cnil.fr" == host("https://www.cnil.fr/fr/x")
