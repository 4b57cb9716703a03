"""What a source gave: its host, and its address without what may name a person."""

import pytest

from casevide.critique.source import Read, Source, shown


class TestSource:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [(Source("https://a.example/"), True), (Source("-"), False)],
    )
    def test_is_address(self, source: Source, *, expected: bool) -> None:
        """
        An address is on the network, standard input is not.
        """
        assert expected == source.is_address


class TestHost:
    @pytest.mark.parametrize(
        ("address", "host"), [("", ""), ("https://Cosmos.example:8443/a?b", "cosmos.example"), ("file:///a.html", "")]
    )
    def test_host(self, address: str, host: str) -> None:
        """
        The host is that of the address that answered; a file has none.
        """
        assert host == Read(b"", address=address).host


class TestShown:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("https://jeanne:secret@a.example:8443/f/g?nom=Untel#Untel", "https://a.example:8443/f/g"),
            ("https://a.example", "https://a.example"),
            ("https://[broken/f?nom=Untel", "https://[broken/f"),
        ],
    )
    def test_names_nobody(self, address: str, expected: str) -> None:
        """
        Query, fragment and user name are left out, whatever the address looks like.
        """
        assert expected == shown(address)
