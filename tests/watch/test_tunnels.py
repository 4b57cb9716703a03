"""Whose connections are opened, and whose go through as they are: the names, the ports and the certificates."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

type Shown = Callable[[int, tuple[str, int], str], bytes]
type Own = Callable[[int, str], bytes]


class TestWhose:
    def test_a_listed_site_shows_our_leaf(self, land: Any, shown: Shown) -> None:
        """A listed site is opened with its own leaf, for its own name only."""
        der = shown(land.watch.port, ("cosmos.test", land.server.port), "cosmos.test")
        leaf = x509.load_der_x509_certificate(der)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert land.certificates.leaves["cosmos.test"].certificate == leaf
        assert ["cosmos.test"] == names.get_values_for_type(x509.DNSName)

    @pytest.mark.parametrize(
        ("host", "name"),
        [
            ("autre.test", "autre.test"),
            ("cosmos.test", "autre.test"),
            ("autre.test", "cosmos.test"),
            ("127.0.0.1", "cosmos.test"),
        ],
    )
    def test_any_other_shows_its_own_certificate(self, land: Any, shown: Shown, own: Own, host: str, name: str) -> None:
        """What is not a listed site by its address *and* by its name is tunnelled with its own certificate."""
        assert own(land.server.port, name) == shown(land.watch.port, (host, land.server.port), name)

    def test_another_port_of_a_listed_host_shows_its_own(
        self, land: Any, serve: Any, server_context: Any, shown: Shown, own: Own
    ) -> None:
        """A site is an address with its port; another port is another site."""
        other = serve(server_context())
        assert own(other.port, "cosmos.test") == shown(land.watch.port, ("cosmos.test", other.port), "cosmos.test")

    def test_a_tunnel_carries_everything(self, land: Any, page: bytes, respond: Any) -> None:
        """A client that trusts only the real authority reads an unlisted site through the watch, untouched."""
        land.server.pages["/"] = respond(page)
        with land.client(trusting=land.authority) as client:
            assert page == client.get(land.url(host="autre.test")).content

    def test_a_tunnel_need_not_carry_tls(self, land: Any) -> None:
        """What is asked for with CONNECT and is not TLS is tunnelled, also for a listed host."""
        with socket.create_connection(("127.0.0.1", land.watch.port), timeout=20) as connection:
            connection.sendall(f"CONNECT cosmos.test:{land.plain.port} HTTP/1.1\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
            connection.sendall(b"GET /nothing HTTP/1.1\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 404 ")

    def test_no_authority_of_mitmproxy_exists(self, land: Any, shown: Shown) -> None:
        """After all this, no file under the home of the user or of ours holds the key of an authority."""
        shown(land.watch.port, ("autre.test", land.server.port), "autre.test")
        keys = [path for path in land.home.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]
        assert [land.home / "data/certificates/cosmos.test.pem"] == keys
        key = load_pem_private_key(keys[0].read_bytes(), None)
        assert land.certificates.leaves["cosmos.test"].certificate.public_key() == key.public_key()
        assert not Path(os.environ["HOME"], ".mitmproxy").exists()
