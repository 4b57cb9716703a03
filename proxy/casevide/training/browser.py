"""
A browser on a throw-away profile, with proxy and trust set for that profile only.

Nothing of the person's own browser is used or changed. Chromium and its relatives are told of our root through a
private NSS database where `certutil` is at hand (Linux), else by the fingerprint of the key that the site will show;
Firefox always needs `certutil`.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from casevide.watch.certificates import Certificates

_CHROMIUMS: Final = (
    ("Chromium", ("chromium", "chromium-browser"), ("Chromium.app/Contents/MacOS/Chromium",)),
    (
        "Chrome",
        ("google-chrome", "google-chrome-stable", "chrome"),
        ("Google Chrome.app/Contents/MacOS/Google Chrome", "Google/Chrome/Application/chrome.exe"),
    ),
    (
        "Edge",
        ("microsoft-edge", "msedge"),
        ("Microsoft Edge.app/Contents/MacOS/Microsoft Edge", "Microsoft/Edge/Application/msedge.exe"),
    ),
)
_FIREFOXES: Final = ("Firefox", ("firefox", "firefox-esr"), ("Firefox.app/Contents/MacOS/firefox",))
_NICKNAME = "Case vide, practice"


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that was found: its name for people, its kind, and its program."""

    name: str
    kind: Literal["chromium", "firefox"]
    program: Path


def has_screen() -> bool:
    """Tell whether a window could be seen: always on Windows and macOS, with a display server elsewhere."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _program(commands: tuple[str, ...], places: tuple[str, ...]) -> Path | None:
    for command in commands:
        found = shutil.which(command)
        if found:
            return Path(found)
    roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    for root in ("/Applications", *filter(None, roots)):
        for place in places:
            if (Path(root) / place).exists():
                return Path(root) / place
    return None


def find_browser() -> Browser | None:
    """Find a browser that can be given a profile of its own; ``None`` if there is none."""
    for name, commands, places in _CHROMIUMS:
        program = _program(commands, places)
        if program:
            return Browser(name, "chromium", program)
    program = _program(*_FIREFOXES[1:]) if shutil.which("certutil") else None
    return Browser(_FIREFOXES[0], "firefox", program) if program else None


def _trust(database: Path, root: Path) -> None:
    database.mkdir(parents=True, exist_ok=True)
    name = f"sql:{database}"
    subprocess.run(["certutil", "-d", name, "-N", "--empty-password"], check=True, capture_output=True)
    subprocess.run(
        ["certutil", "-d", name, "-A", "-t", "C,,", "-n", _NICKNAME, "-i", str(root)], check=True, capture_output=True
    )


def key_fingerprint(certificate: x509.Certificate) -> str:
    """Give the base64 SHA-256 of a certificate's public key, as Chromium wants it."""
    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(info).digest()).decode()


def _chromium(folder: Path, certificates: Certificates, port: int) -> tuple[list[str], dict[str, str]]:
    options = [
        f"--user-data-dir={folder / 'profile'}",
        f"--proxy-server=http://127.0.0.1:{port}",
        # Names are the proxy's business; nothing gets past it.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--password-store=basic",
    ]
    environment = {}
    if sys.platform == "linux" and shutil.which("certutil"):
        environment["HOME"] = str(folder)
        _trust(folder / ".pki" / "nssdb", certificates.root_path)
    else:
        keys = ",".join(key_fingerprint(leaf.certificate) for leaf in certificates.leaves.values())
        options.append(f"--ignore-certificate-errors-spki-list={keys}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium's sandbox refuses the superuser
    return options, environment


def _firefox(folder: Path, certificates: Certificates, port: int) -> list[str]:
    profile = folder / "profile"
    profile.mkdir()
    settings: dict[str, str] = {
        "network.proxy.type": "1",
        "network.proxy.http": '"127.0.0.1"',
        "network.proxy.http_port": str(port),
        "network.proxy.ssl": '"127.0.0.1"',
        "network.proxy.ssl_port": str(port),
        "network.proxy.no_proxies_on": '""',
        "browser.shell.checkDefaultBrowser": "false",
        "browser.aboutwelcome.enabled": "false",
        "datareporting.policy.dataSubmissionEnabled": "false",
        "datareporting.policy.firstRunURL": '""',
        "app.update.enabled": "false",
        "network.captive-portal-service.enabled": "false",
        "network.connectivity-service.enabled": "false",
    }
    lines = "".join(f'user_pref("{name}", {value});\n' for name, value in settings.items())
    (profile / "user.js").write_text(lines, encoding="utf-8")
    _trust(profile, certificates.root_path)
    return ["-no-remote", "-profile", str(profile)]


def open_browser(
    browser: Browser, address: str, *, folder: Path, certificates: Certificates, port: int, extra: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    """
    Open an address in a browser with a profile of its own.

    Args:
        browser: Which one.
        address: What to show.
        folder: An empty folder for the profile; it may be removed once the browser has ended.
        certificates: What to trust, in this profile only; kept in a folder.
        port: The port of the proxy on 127.0.0.1.
        extra: Further options for the browser.

    Returns:
        The running program; it ends when its window is closed.

    Raises:
        OSError: The browser cannot be started.
        CalledProcessError: `certutil` could not make the private store.
    """
    environment: dict[str, str] = {}
    if browser.kind == "chromium":
        options, environment = _chromium(folder, certificates, port)
    else:
        options = _firefox(folder, certificates, port)
    return subprocess.Popen(
        [str(browser.program), *options, *extra, address],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
