"""
Whom the proxy trusts upstream: the authorities of this machine, those of `certifi`, and those of files that are named.

mitmproxy reads one file *instead of* its default, so all of them are merged into one: a hospital's own authority is in
the machine's store only, and a bare machine may have no store at all.
"""

import contextlib
import re
import ssl
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import certifi

from casevide.errors import FileError, WatchError
from casevide.files import read_bytes, write_whole

_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_KEYCHAINS = ("/System/Library/Keychains/SystemRootCertificates.keychain", "/Library/Keychains/System.keychain")


def _usable(der: bytes) -> bool:
    """Tell whether OpenSSL can read a certificate: real stores have a few that it cannot, and one spoils the file."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=der)
    except ssl.SSLError:
        return False
    return True


def _certificates(pem: bytes) -> Iterator[bytes]:
    """Yield the certificates of a PEM text in DER form, without those that cannot be read."""
    for block in _BLOCK.findall(pem):
        with contextlib.suppress(ValueError):
            yield ssl.PEM_cert_to_DER_cert(block.decode("ascii"))


def _system_files() -> Iterator[Path]:
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        yield Path(paths.cafile)
    if paths.capath and Path(paths.capath).is_dir():
        yield from sorted(path for path in Path(paths.capath).iterdir() if path.suffix in {".pem", ".crt"})


def _system_store() -> Iterator[bytes]:
    for path in _system_files():
        with contextlib.suppress(FileError):
            yield from _certificates(read_bytes(path))
    if sys.platform == "win32":
        yield from ssl.create_default_context().get_ca_certs(binary_form=True)
    if sys.platform == "darwin":
        with contextlib.suppress(OSError):
            listed = subprocess.run(
                ["security", "find-certificate", "-a", "-p", *_KEYCHAINS], capture_output=True, check=False
            )
            yield from _certificates(listed.stdout)


def _named(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        certificates = [der for der in _certificates(read_bytes(path)) if _usable(der)]
        if not certificates:
            raise WatchError(
                f"{path}: there is no certificate in PEM form in this file",
                'ask for a file that begins with "-----BEGIN CERTIFICATE-----"',
            )
        yield from certificates


def write_bundle(path: Path, extra: Sequence[Path] = ()) -> int:
    """
    Write every trusted authority into one PEM file, each once.

    Args:
        path: The file to write.
        extra: PEM files with further authorities.

    Returns:
        How many there are.

    Raises:
        FileError: A file cannot be read or written.
        WatchError: A file of `extra` has no certificate in it.
    """
    every = (*_named(extra), *_system_store(), *_certificates(read_bytes(Path(certifi.where()))))
    trusted = [der for der in dict.fromkeys(every) if _usable(der)]
    write_whole(path, "".join(ssl.DER_cert_to_PEM_cert(der) for der in trusted).encode())
    return len(trusted)
