"""What the root can sign, what its leaves are, and what is kept of them."""

import shutil
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casevide.errors import FileError, WatchError
from casevide.watch.certificates import Certificates, ensure, load, make

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = ("cosmos.example.fr", "*.example.be")


@pytest.fixture(scope="module")
def made() -> Certificates:
    """Certificates for two names."""
    return make(NAMES, NOW)


def extension[E: x509.ExtensionType](certificate: x509.Certificate, kind: type[E]) -> x509.Extension[E]:
    """Give one extension."""
    return certificate.extensions.get_extension_for_class(kind)


class TestRoot:
    def test_it_is_limited_to_the_names_and_no_addresses(self, made: Certificates) -> None:
        """Critical name constraints: the listed names, and neither IPv4 nor IPv6."""
        limits = extension(made.root, x509.NameConstraints)
        assert limits.critical
        assert [x509.DNSName("cosmos.example.fr"), x509.DNSName("example.be")] == limits.value.permitted_subtrees
        assert ["0.0.0.0/0", "::/0"] == [str(one.value) for one in limits.value.excluded_subtrees or ()]

    def test_it_signs_leaves_of_web_servers_only(self, made: Certificates) -> None:
        """Path length 0, no revocation lists, web servers only."""
        assert x509.BasicConstraints(ca=True, path_length=0) == extension(made.root, x509.BasicConstraints).value
        usage = extension(made.root, x509.KeyUsage).value
        assert (True, False, False) == (usage.key_cert_sign, usage.crl_sign, usage.digital_signature)
        assert [ExtendedKeyUsageOID.SERVER_AUTH] == list(extension(made.root, x509.ExtendedKeyUsage).value)

    def test_without_names_there_is_no_root(self) -> None:
        """A root without names would have no limits, so none is made."""
        with pytest.raises(WatchError):
            make((), NOW)

    def test_each_root_has_its_own_name(self, made: Certificates) -> None:
        """A browser that still trusts an old root can tell it from a new one."""
        assert made.root.subject != make(NAMES, NOW).root.subject


class TestLeaf:
    def test_it_is_for_its_name_only(self, made: Certificates) -> None:
        """One name, web server, no authority."""
        certificate = made.leaves["cosmos.example.fr"].certificate
        names = extension(certificate, x509.SubjectAlternativeName).value
        assert [x509.DNSName("cosmos.example.fr")] == list(names)
        assert not extension(certificate, x509.BasicConstraints).value.ca

    def test_each_has_its_own_key(self, made: Certificates) -> None:
        """No two leaves, and no leaf and root, share a key."""
        certificates = [made.root, *(leaf.certificate for leaf in made.leaves.values())]
        keys = {extension(one, x509.SubjectKeyIdentifier).value.digest for one in certificates}
        assert len(certificates) == len(keys)

    def test_it_is_valid_for_less_than_browsers_allow(self, made: Certificates) -> None:
        """Thirteen months, at most 398 days."""
        certificate = made.leaves["*.example.be"].certificate
        length = certificate.not_valid_after_utc - certificate.not_valid_before_utc
        assert timedelta(days=395) <= length <= timedelta(days=398)

    @pytest.mark.parametrize(
        ("expected", "host"),
        [
            ("cosmos.example.fr", "cosmos.example.fr"),
            ("*.example.be", "a.example.be"),
            (None, "a.b.example.be"),
            (None, "example.be"),
            (None, "a.cosmos.example.fr"),
        ],
    )
    def test_a_host_gets_its_own_leaf_or_none(self, made: Certificates, expected: str | None, host: str) -> None:
        """The leaf for a host is the one of its name or of the wildcard one label above."""
        leaf = made.leaf(host)
        assert expected == (leaf.name if leaf else None)


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[x509.GeneralName], tuple[Path, Path]]:
    """Give the function that signs a leaf for any name with a stolen copy of the root's key."""
    keys: list[ec.EllipticCurvePrivateKey] = []
    real = ec.generate_private_key

    def spy(curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
        keys.append(real(curve))
        return keys[-1]

    monkeypatch.setattr(ec, "generate_private_key", spy)
    certificates = make(NAMES, NOW)
    stolen = next(key for key in keys if key.public_key() == certificates.root.public_key())

    def sign(name: x509.GeneralName) -> tuple[Path, Path]:
        key = real(ec.SECP256R1())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "leaf")]))
            .issuer_name(certificates.root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(certificates.root.not_valid_before_utc)
            .not_valid_after(certificates.root.not_valid_after_utc)
            .add_extension(x509.SubjectAlternativeName([name]), critical=False)
            .sign(stolen, hashes.SHA256())
        )
        leaf, root = tmp_path / "leaf.pem", tmp_path / "root.pem"
        leaf.write_bytes(certificate.public_bytes(Encoding.PEM))
        root.write_bytes(certificates.root.public_bytes(Encoding.PEM))
        return root, leaf

    return sign


def verify(root: Path, leaf: Path) -> str:
    """Let OpenSSL check a leaf at the time of the tests, and give all it says."""
    command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-CAfile", str(root), str(leaf)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


class TestStolenKey:
    """Even somebody who had copied the root's key while it existed could not use it for anything else."""

    def test_a_listed_name_would_pass(self, forge: Callable[[x509.GeneralName], tuple[Path, Path]]) -> None:
        """The check itself works: a leaf for a listed name verifies."""
        assert verify(*forge(x509.DNSName("cosmos.example.fr"))).rstrip().endswith(": OK")

    @pytest.mark.parametrize("name", ["banque.fr", "example.fr", "xcosmos.example.fr", "example.be.evil.test"])
    def test_another_name_is_refused(self, forge: Callable[[x509.GeneralName], tuple[Path, Path]], name: str) -> None:
        """A leaf for a name that is not on the list: error 47, permitted subtree violation."""
        assert "error 47 " in verify(*forge(x509.DNSName(name)))

    @pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "2001:db8::1"])
    def test_an_address_is_refused(self, forge: Callable[[x509.GeneralName], tuple[Path, Path]], address: str) -> None:
        """A leaf for an IP address: error 48, excluded subtree violation."""
        assert "error 48 " in verify(*forge(x509.IPAddress(ip_address(address))))


class TestKept:
    def test_the_leaves_verify_by_the_root_that_is_kept(self, tmp_path: Path) -> None:
        """What lies in the folder is a root and leaves that it signed."""
        certificates = ensure(NAMES, tmp_path / "certificates", NOW)
        for name in ("cosmos.example.fr.pem", "_.example.be.pem"):
            assert verify(certificates.root_path, tmp_path / "certificates" / name).rstrip().endswith(": OK")

    def test_the_root_key_is_nowhere(self, tmp_path: Path) -> None:
        """Every private key that is kept belongs to a leaf; none belongs to the root."""
        certificates = ensure(NAMES, tmp_path / "certificates", NOW)
        files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        keys = [load_pem_private_key(data, None).public_key() for data in files if b"PRIVATE KEY" in data]
        assert len(keys) == len(NAMES)
        assert certificates.root.public_key() not in keys

    def test_nobody_else_can_read_the_keys(self, tmp_path: Path) -> None:
        """The folder is 0700 and each key 0600."""
        folder = tmp_path / "certificates"
        ensure(NAMES, folder, NOW)
        keys = [path for path in folder.iterdir() if b"PRIVATE KEY" in path.read_bytes()]
        assert [0o700, 0o600, 0o600] == [stat.S_IMODE(path.stat().st_mode) for path in (folder, *keys)]

    def test_the_same_list_keeps_its_certificates(self, tmp_path: Path) -> None:
        """Nothing is made anew as long as the list stays and time does not run out."""
        first = ensure(NAMES, tmp_path / "c", NOW)
        again = ensure(reversed(NAMES), tmp_path / "c", NOW + timedelta(days=300))
        assert (True, False) == (first.fresh, again.fresh)
        assert first.root == again.root

    @pytest.mark.parametrize(
        ("names", "later", "renew"),
        [(("cosmos.example.fr",), 0, False), (NAMES, 397, False), (NAMES, -1, False), (NAMES, 0, True)],
    )
    def test_another_list_time_or_wish_makes_new_ones(
        self,
        tmp_path: Path,
        names: tuple[str, ...],
        later: int,
        renew: bool,  # noqa: FBT001
    ) -> None:
        """A changed list, an end that is over, a clock set back, and being asked: a new root and new leaves."""
        first = ensure(NAMES, tmp_path / "c", NOW)
        again = ensure(names, tmp_path / "c", NOW + timedelta(days=later), renew=renew)
        assert again.fresh
        assert first.root != again.root
        assert sorted(names) == sorted((load(tmp_path / "c") or first).leaves)

    def test_the_end_is_told_a_month_before(self, tmp_path: Path) -> None:
        """The warning begins thirty days before the end."""
        certificates = ensure(NAMES, tmp_path / "c", NOW)
        assert not certificates.ends_soon(certificates.ends - timedelta(days=31))
        assert certificates.ends_soon(certificates.ends - timedelta(days=29))

    @pytest.mark.parametrize("damage", ["root.pem", "about.json", "cosmos.example.fr.pem"])
    @pytest.mark.parametrize("how", ["gone", "empty", "other"])
    def test_damage_is_mended_with_new_ones(self, tmp_path: Path, damage: str, how: str) -> None:
        """A file that is missing, empty or of other certificates: everything is made anew."""
        folder = tmp_path / "c"
        ensure(NAMES, folder, NOW)
        ensure(NAMES, tmp_path / "other", NOW)
        if how == "gone":
            (folder / damage).unlink()
        else:
            (folder / damage).write_bytes(b"" if how == "empty" else (tmp_path / "other" / damage).read_bytes())
        whole = damage == "about.json" and how == "other"  # the same list: nothing is wrong with it
        assert ensure(NAMES, folder, NOW).fresh is not whole

    def test_what_a_crash_left_behind_is_no_hindrance(self, tmp_path: Path) -> None:
        """A half-made folder and a folder not yet thrown away do not count, and go."""
        ensure(NAMES, tmp_path / "c", NOW)
        shutil.copytree(tmp_path / "c", tmp_path / "c.old")
        (tmp_path / "c.new").mkdir()
        shutil.rmtree(tmp_path / "c")
        ensure(NAMES, tmp_path / "c", NOW)
        assert ["c"] == [path.name for path in tmp_path.iterdir()]

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        """A file where the folder should be: a plain error."""
        (tmp_path / "data").write_text("")
        with pytest.raises(FileError):
            ensure(NAMES, tmp_path / "data" / "c", NOW)

    def test_a_failure_on_the_last_step_keeps_the_old_ones(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """If the new folder cannot take its place, the old one comes back, and nothing else is left behind."""
        first = ensure(NAMES, tmp_path / "c", NOW)
        rename = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self.suffix == ".new":
                raise OSError(28, "No space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(FileError, match="No space left"):
            ensure(NAMES, tmp_path / "c", NOW, renew=True)
        kept = load(tmp_path / "c")

        assert ["c"] == [path.name for path in tmp_path.iterdir()]
        assert kept is not None
        assert first.root == kept.root
