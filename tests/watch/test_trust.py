"""Whom the proxy trusts upstream."""

import ssl
from pathlib import Path

import certifi
import pytest
import trustme

from casevide.errors import FileError, WatchError
from casevide.watch.trust import write_bundle


def authorities(path: Path) -> set[bytes]:
    """Give the certificates that OpenSSL finds in a file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(path)
    return set(context.get_ca_certs(binary_form=True))


class TestBundle:
    def test_it_holds_certifi_and_what_is_named(
        self, tmp_path: Path, authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The authorities of certifi, of the machine's own store and of the named files are all in one file."""
        own = tmp_path / "machine.pem"
        trustme.CA().cert_pem.write_to_path(str(own))
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        bundle = tmp_path / "bundle.pem"
        number = write_bundle(bundle, (authority[1],))
        found = authorities(bundle)
        assert number == len(found)
        assert found >= authorities(Path(certifi.where())) | authorities(authority[1]) | authorities(own)

    def test_a_certificate_that_cannot_be_read_spoils_nothing(
        self, tmp_path: Path, authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Damaged entries of the machine's store are left out, those around them are kept."""
        own = tmp_path / "machine.pem"
        damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        own.write_bytes(damaged.encode() + authority[1].read_bytes() + damaged.replace("AAAA", "A").encode())
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        write_bundle(tmp_path / "bundle.pem")
        assert authorities(authority[1]) <= authorities(tmp_path / "bundle.pem")

    def test_a_named_file_without_certificates_is_a_mistake(self, tmp_path: Path) -> None:
        """A file that somebody named and that holds none is told, not ignored."""
        (tmp_path / "empty.pem").write_text("nothing")
        with pytest.raises(WatchError, match=r"empty\.pem"):
            write_bundle(tmp_path / "bundle.pem", (tmp_path / "empty.pem",))

    def test_a_named_file_that_is_not_there_is_a_mistake(self, tmp_path: Path) -> None:
        """A file that does not exist is told by its name."""
        with pytest.raises(FileError, match=r"gone\.pem"):
            write_bundle(tmp_path / "bundle.pem", (tmp_path / "gone.pem",))
