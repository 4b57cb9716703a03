"""The site list: addresses, matching, and the file."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.errors import ProblemsError, SiteError
from casevide.field import Profile
from casevide.watch.sites import (
    Address,
    Site,
    Sites,
    make_site,
    parse_address,
    read_sites,
    unknown_parts,
    write_sites,
)


def listed(*addresses: str) -> Sites:
    """Give a list of these addresses."""
    return Sites(sites=tuple(make_site(address, None, None, None) for address in addresses))


LABELS = st.text(string.ascii_lowercase, min_size=1, max_size=12)


class TestAddress:
    @pytest.mark.parametrize(
        ("expected", "text"),
        [
            ("https://cosmos.example.fr", "https://cosmos.example.fr/login?next=/dossier#haut"),
            ("https://cosmos.example.fr", "  COSMOS.Example.fr.  "),
            ("https://cosmos.example.fr:8443", "cosmos.example.fr:8443"),
            ("https://cosmos.example.fr", "https://cosmos.example.fr:443"),
            ("http://cosmos.example.fr", "http://cosmos.example.fr:80/"),
            ("http://cosmos.example.fr:443", "http://cosmos.example.fr:443/"),
            ("https://*.example.fr", "https://*.example.fr"),
            ("https://xn--hpital-ixa.example.fr", "https://hôpital.example.fr"),
            ("https://xn--strae-oqa.example.be", "straße.example.be"),
            ("https://cosmos.seine-saint-denis.local", "cosmos.seine-saint-denis.local"),
            ("https://mon_appli.hopital.test", "mon_appli.hopital.test"),
            ("https://cortexte", "https://cortexte/"),
        ],
    )
    def test_an_address_is_read_as_people_paste_it(self, expected: str, text: str) -> None:
        """Scheme, path, capitals, the usual port and accents may be written or not; the address is the same."""
        assert expected == str(parse_address(text))

    @pytest.mark.parametrize(
        "text",
        ["fr", "gouv.fr", "https://github.io", "co.uk", "*.fr", "*.gouv.fr", "*.github.io", "*.local", "*.cortexte"],
    )
    def test_what_many_owners_share_is_refused(self, text: str) -> None:
        """Public suffixes, private ones too, and wildcards over them or over one label are not sites."""
        with pytest.raises(SiteError):
            parse_address(text)

    @pytest.mark.parametrize(
        "text",
        [
            "10.0.0.1",
            "https://[::1]/",
            "2130706433",
            "0x7f000001",
            "127.1",
            "cosmos.1",
            "https://[fe80::1%25eth0]:8443",
        ],
    )
    def test_ip_addresses_are_refused(self, text: str) -> None:
        """No way of writing an IP address gets onto the list."""
        with pytest.raises(SiteError, match=r"IP address|not a web address"):
            parse_address(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "https://",
            "*",
            "https://*.*.example.fr",
            "https://a.*.example.fr",
            "https://co*mos.example.fr",
            "https://-cosmos.example.fr",
            "https://cosmos..example.fr",
            "https://cosmos.example.fr:99999",
            "https://cosmos.example.fr:0",
            "ftp://cosmos.example.fr",
            "https://localhost:3000",
            "https://app.localhost",
            "https://cos mos.example.fr",
            "https://xn--a.example.fr",
            "https://" + "a" * 64 + ".example.fr",
            "https://" + "a.b." * 70 + "example.fr",
        ],
    )
    def test_what_is_no_address_is_refused(self, text: str) -> None:
        """Anything else that is not the name of one site is refused with a remedy."""
        with pytest.raises(SiteError) as caught:
            parse_address(text)
        assert caught.value.remedy

    def test_a_password_in_an_address_is_not_repeated(self) -> None:
        """An address with a user name or password is refused without showing it."""
        with pytest.raises(SiteError) as caught:
            parse_address("https://marie:canari-9d@cosmos.example.fr/")
        assert "canari-9d" not in str(caught.value)

    @given(st.text(max_size=60))
    def test_any_text_is_an_address_or_a_plain_error(self, text: str) -> None:
        """Whatever is written, the answer is a normal address or a `SiteError`; a normal address reads as itself."""
        try:
            address = parse_address(text)
        except SiteError:
            return
        assert address == parse_address(str(address))


class TestFind:
    @pytest.mark.parametrize(
        ("expected", "host", "port"),
        [
            (True, "cosmos.example.fr", None),
            (True, "COSMOS.example.fr.", 443),
            (False, "cosmos.example.fr", 8443),
            (False, "cosmos.example.fr", 80),
            (False, "a.cosmos.example.fr", 443),
            (False, "example.fr", 443),
            (False, "xcosmos.example.fr", 443),
            (False, "cosmos.example.fr.evil.test", 443),
            (False, "", None),
        ],
    )
    def test_an_exact_name_means_itself(self, expected: bool, host: str, port: int | None) -> None:  # noqa: FBT001
        """A name without a wildcard is itself at its own port: nothing above, below or beside it."""
        assert expected is (listed("https://cosmos.example.fr").find(host, port) is not None)

    @pytest.mark.parametrize(
        ("expected", "host"),
        [(True, "a.example.fr"), (False, "example.fr"), (False, "a.b.example.fr"), (False, ".example.fr")],
    )
    def test_a_wildcard_means_exactly_one_label(self, expected: bool, host: str) -> None:  # noqa: FBT001
        """``*.example.fr`` is neither ``example.fr`` nor two labels deep."""
        assert expected is (listed("https://*.example.fr").find(host, 443) is not None)

    def test_an_exact_name_wins_over_a_wildcard(self) -> None:
        """Where both fit, the site written out is the one."""
        found = listed("https://*.example.fr", "https://a.example.fr").find("a.example.fr")
        assert found is not None
        assert found.address == "https://a.example.fr"

    @given(LABELS, LABELS)
    def test_no_other_host_is_ever_found(self, one: str, other: str) -> None:
        """A list of one site never finds a host that is not that site."""
        found = listed("https://cosmos.example.fr").find(f"{one}.{other}.fr")
        assert (found is not None) is ((one, other) == ("cosmos", "example"))


class TestList:
    def test_the_names_are_each_once(self) -> None:
        """Two ports of one host need one certificate."""
        assert ("cosmos.test",) == listed("https://cosmos.test", "https://cosmos.test:8443").names

    def test_adding_replaces_what_is_known_of_a_site(self) -> None:
        """The same host and port again changes the profile, and keeps its place."""
        before = listed("https://a.example.fr", "https://b.example.fr")
        after = before.with_site(make_site("https://a.example.fr", "be", None, None))
        assert [("https://a.example.fr", "BE"), ("https://b.example.fr", None)] == [
            (site.address, site.country) for site in after.sites
        ]

    def test_removing_what_is_not_there_is_an_error(self) -> None:
        """Removing an address that is not on the list is told."""
        with pytest.raises(SiteError, match="not on the list"):
            listed("https://a.example.fr").without(Address("https", "b.example.fr", 443))

    def test_the_profile_is_what_the_judge_is_told(self) -> None:
        """Country, sector and system of a site make its profile."""
        assert (
            Profile("FR", "social-services", "cosmos") == make_site("c.test", "fr", "social-services", "cosmos").profile
        )

    def test_parts_that_no_rule_knows_are_named(self) -> None:
        """A sector or system that the rules have never heard of is given with what they know."""
        site = make_site("c.test", "FR", "social-service", "cosmos")
        assert [("sector", "social-service", ["psychiatry", "social-services"])] == unknown_parts(
            site, {"social-services", "psychiatry"}, {"cosmos"}
        )


class TestFile:
    def test_what_is_written_is_read_back(self) -> None:
        """Writing and reading a list gives the same list."""
        sites = Sites(
            sites=(
                make_site("https://cosmos.example.fr", "FR", "social-services", "cosmos"),
                make_site("https://*.example.be:8443", None, None, None),
            )
        )
        assert sites == read_sites(write_sites(sites), "sites.yaml")

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "sites: []\n", write_sites(Sites(sites=()))])
    def test_an_empty_file_is_an_empty_list(self, text: str) -> None:
        """No sites is not a mistake."""
        assert Sites(sites=()) == read_sites(text, "sites.yaml")

    def test_every_mistake_has_its_place(self) -> None:
        """All mistakes of a list are told at once, each as ``path:line:column  message - remedy``."""
        text = (
            "sites:\n"
            "  - address: https://10.0.0.1\n"
            "  - address: https://a.example.fr\n"
            "    contry: FR\n"
            "  - address: https://b.example.fr\n"
            "    country: France\n"
        )
        with pytest.raises(ProblemsError) as caught:
            read_sites(text, "sites.yaml")
        lines = [str(problem) for problem in caught.value.problems]
        assert [line.split("  ")[0] for line in lines] == ["sites.yaml:2:14", "sites.yaml:4:5", "sites.yaml:6:14"]
        assert "IP address" in lines[0]
        assert "country" in lines[1]
        assert all(" - " in line for line in lines)

    def test_the_same_address_twice_is_a_mistake(self) -> None:
        """Two profiles for one site would be a riddle."""
        text = "sites:\n  - address: a.example.fr\n  - address: https://A.example.fr:443/\n    country: FR\n"
        with pytest.raises(ProblemsError, match=r"sites.yaml:3:5  https://a.example.fr is on the list already"):
            read_sites(text, "sites.yaml")

    def test_an_address_in_the_file_may_be_written_as_people_paste_it(self) -> None:
        """What the file holds is put into its normal form too."""
        assert (Site(address="https://a.example.fr", country=None, sector=None, system=None),) == read_sites(
            "sites:\n  - address: A.example.fr/login\n", "sites.yaml"
        ).sites
