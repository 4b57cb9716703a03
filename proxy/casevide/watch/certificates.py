"""
One root certificate per site list, and one leaf per site; the root's private key is forgotten as soon as they are made.

What the root can sign is limited three times (RFC 5280):

- name constraints, critical (4.2.1.10): only the listed names; every IPv4 and IPv6 address is excluded, because a
  limit on names does not limit addresses. X.509 cannot limit depth: a name always allows the names below it too, so the
  root of ``*.example.fr`` would allow ``example.fr`` and ``a.b.example.fr``. That is as tight as the standard allows,
  and no leaf is made for them.
- path length 0 (4.2.1.9): no authority below it.
- extended key usage (4.2.1.12): web servers only, so neither mail nor programs can be signed in anyone's name.

And it signs only once: its key is a local variable of `make`. A new list needs a new root, which must be trusted again.
"""

import contextlib
import json
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casevide.errors import CasevideError, FileError, WatchError
from casevide.files import make_folder, read_bytes, write_whole

VALIDITY: Final = timedelta(days=396)
"""Thirteen months; browsers refuse leaves of more than 398 days (CA/Browser Forum baseline requirements, 6.3.2)."""

WARNING: Final = timedelta(days=30)
"""How long before the end people are told."""

_CLOCK_SLACK = timedelta(hours=1)  # a browser's clock may be a little behind
_ROOT = "root.pem"
_ABOUT = "about.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    """The certificate shown for one name of the list, and its private key."""

    name: str
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate and the key, in that order."""
        return self.certificate.public_bytes(serialization.Encoding.PEM) + self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


@dataclass(frozen=True, slots=True)
class Certificates:
    """
    A root without its key, and the leaves that it signed.

    Attributes:
        root: The certificate that browsers are asked to trust.
        leaves: By name of the list (``cosmos.example.fr``, ``*.example.fr``).
        folder: Where they are kept; ``None`` if nowhere.
        fresh: Whether they were made just now, so that the browsers do not know them yet.
    """

    root: x509.Certificate
    leaves: Mapping[str, Leaf]
    folder: Path | None = None
    fresh: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names they are for, sorted."""
        return tuple(sorted(self.leaves))

    @property
    def root_path(self) -> Path:
        """The file of the root; asking for it where nothing is kept is a mistake of the program."""
        if self.folder is None:
            raise ValueError
        return self.folder / _ROOT

    @property
    def ends(self) -> datetime:
        """When they stop being valid, in UTC."""
        return self.root.not_valid_after_utc

    def ends_soon(self, now: datetime) -> bool:
        """Tell whether it is time to warn."""
        return now > self.ends - WARNING

    def leaf(self, host: str) -> Leaf | None:
        """Give the leaf for a host: its own, or that of the wildcard it falls under."""
        return self.leaves.get(host) or self.leaves.get("*." + host.partition(".")[2])


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Case vide"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime) -> Any:
    begin = now.replace(microsecond=0) - _CLOCK_SLACK
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + VALIDITY)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _make_root(names: Iterable[str], key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    # Its own name each time: a browser that still knows last year's root must not confuse the two.
    subject = _name(f"Case vide, this machine only, {now:%Y-%m-%d} {secrets.token_hex(4)}")
    certificate: x509.Certificate = (
        _builder(subject, subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints(
                permitted_subtrees=[x509.DNSName(name) for name in sorted({one.removeprefix("*.") for one in names})],
                excluded_subtrees=[
                    x509.IPAddress(ip_network("0.0.0.0/0")),
                    x509.IPAddress(ip_network("::/0")),
                ],
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return certificate


def _make_leaf(name: str, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, now: datetime) -> Leaf:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate: x509.Certificate = (
        _builder(_name("Case vide, one site"), root.subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return Leaf(name, certificate, key)


def make(names: Iterable[str], now: datetime) -> Certificates:
    """
    Make a root for these names, and a leaf with its own key for each.

    Args:
        names: Host names; the first label may be ``*``. At least one: a root without names would be unlimited.
        now: The time in UTC.

    Raises:
        WatchError: There are no names.
    """
    names = tuple(sorted(set(names)))
    if not names:
        raise WatchError("there is no site to make certificates for", "casevide sites add https://…")
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _make_root(names, root_key, now)
    return Certificates(root, {name: _make_leaf(name, root, root_key, now) for name in names}, fresh=True)


def _file_name(name: str) -> str:
    return name.replace("*", "_") + ".pem"


def _store(certificates: Certificates, folder: Path) -> None:
    """Write everything into a new folder, then let it take the place of the old one."""
    make_folder(folder.parent)
    coming, going = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    try:
        for leftover in (coming, going):
            shutil.rmtree(leftover, ignore_errors=True)
        make_folder(coming)
        coming.chmod(0o700)
        write_whole(coming / _ROOT, certificates.root.public_bytes(serialization.Encoding.PEM))
        for leaf in certificates.leaves.values():
            write_whole(coming / _file_name(leaf.name), leaf.pem, mode=0o600)
        about = {"format": _FORMAT, "names": list(certificates.names), "ends": certificates.ends.isoformat()}
        write_whole(coming / _ABOUT, json.dumps(about, indent=2).encode())
        if folder.exists():
            folder.rename(going)
        try:
            coming.rename(folder)
        except OSError:
            if going.exists():
                going.rename(folder)
            raise
    except OSError as error:
        raise FileError(
            f"{folder}: the certificates cannot be written ({error.strerror})", "see to that folder"
        ) from error
    finally:
        for leftover in (coming, going):
            shutil.rmtree(leftover, ignore_errors=True)


def load(folder: Path) -> Certificates | None:
    """Give the certificates kept in a folder, or ``None`` if there are none or something about them is wrong."""
    with contextlib.suppress(CasevideError, ValueError, KeyError, TypeError, InvalidSignature):
        about = json.loads(read_bytes(folder / _ABOUT))
        if about["format"] != _FORMAT:
            return None
        root = x509.load_pem_x509_certificate(read_bytes(folder / _ROOT))
        leaves = {str(name): _load_leaf(str(name), folder, root) for name in about["names"]}
        return Certificates(root, leaves, folder)
    return None


def _load_leaf(name: str, folder: Path, root: x509.Certificate) -> Leaf:
    pem = read_bytes(folder / _file_name(name))
    certificate = x509.load_pem_x509_certificate(pem)
    certificate.verify_directly_issued_by(root)
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(name)
    return Leaf(name, certificate, key)


def ensure(names: Iterable[str], folder: Path, now: datetime | None = None, *, renew: bool = False) -> Certificates:
    """
    Give the certificates for these names: those kept in the folder, or new ones.

    New ones are made when the list has changed, when the old ones are no longer valid, when something about them is
    wrong, and on demand. Browsers must then be told of the new root; `Certificates.fresh` says so.

    Args:
        names: The names of the site list.
        folder: Where they are kept. Nobody else can read it, and the root's key is not in it.
        now: The time in UTC.
        renew: Make new ones in any case.

    Raises:
        WatchError: There are no names.
        FileError: The folder cannot be written.
    """
    now = now or datetime.now(UTC)
    wanted = tuple(sorted(set(names)))
    kept = None if renew else load(folder)
    if kept is not None and kept.names == wanted and kept.root.not_valid_before_utc <= now < kept.ends:
        return kept
    made = make(wanted, now)
    _store(made, folder)
    return Certificates(made.root, made.leaves, folder, fresh=True)
