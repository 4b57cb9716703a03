"""A browser with a throw-away profile: found, started, and trusting our root through the proxy."""

import base64
import hashlib
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from casevide.rulebook import Rulebook
from casevide.training import Room, load_practice, serving
from casevide.training.browser import Browser, find_browser, has_screen, key_fingerprint, open_browser
from casevide.watch.certificates import Certificates, ensure, make
from casevide.watch.engine import Plan, Started, start
from casevide.watch.sites import Site, Sites

HOST = "cosmos.test"


def program(folder: Path, name: str) -> Path:
    """Put a program of this name into a folder."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


class TestFind:
    @pytest.fixture(autouse=True)
    def path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A machine on which nothing is installed but what a test puts there."""
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    def test_nothing(self) -> None:
        """
        Without a browser there is none.
        """
        assert find_browser() is None

    def test_chromium_first(self, path: Path) -> None:
        """
        Chromium and its relatives come before Firefox.
        """
        expected = program(path, "google-chrome")
        program(path, "firefox")
        program(path, "certutil")

        assert Browser("Chrome", "chromium", expected) == find_browser()

    def test_firefox_needs_certutil(self, path: Path) -> None:
        """
        Firefox can be told of our root only with certutil, so without it Firefox does not count.
        """
        expected = program(path, "firefox-esr")

        assert find_browser() is None
        program(path, "certutil")
        assert Browser("Firefox", "firefox", expected) == find_browser()

    def test_where_windows_keeps_them(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Edge is found among the programs of Windows.
        """
        folder = path / "Microsoft" / "Edge" / "Application"
        folder.mkdir(parents=True)
        expected = program(folder, "msedge.exe")
        monkeypatch.setenv("PROGRAMFILES(X86)", str(path))

        assert Browser("Edge", "chromium", expected) == find_browser()


class TestScreen:
    @pytest.mark.parametrize(
        ("platform", "display", "wayland", "expected"),
        [
            ("linux", None, None, False),
            ("linux", ":0", None, True),
            ("linux", None, "wayland-0", True),
            ("win32", None, None, True),
            ("darwin", None, None, True),
        ],
    )
    def test_screen(
        self,
        monkeypatch: pytest.MonkeyPatch,
        platform: str,
        display: str | None,
        wayland: str | None,
        *,
        expected: bool,
    ) -> None:
        """
        There is a screen on Windows and macOS, and elsewhere if a display server says so.
        """
        monkeypatch.setattr(sys, "platform", platform)
        for name, value in (("DISPLAY", display), ("WAYLAND_DISPLAY", wayland)):
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)

        assert expected == has_screen()


def test_fingerprint(tmp_path: Path) -> None:
    """
    The fingerprint is that of the key which openssl reads out of the certificate.
    """
    certificate = make([HOST], datetime.now(UTC)).root
    root = tmp_path / "root.pem"
    root.write_bytes(certificate.public_bytes(Encoding.PEM))
    pem = subprocess.run(["openssl", "x509", "-in", root, "-pubkey", "-noout"], check=True, capture_output=True).stdout
    der = base64.b64decode(b"".join(pem.splitlines()[1:-1]))

    assert base64.b64encode(hashlib.sha256(der).digest()).decode() == key_fingerprint(certificate)


class TestOpen:
    """Real browsers without a window; that the proxy annotated a page proves that they trusted our root."""

    @pytest.fixture
    def watched(
        self, tmp_path: Path, small_rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[tuple[Started, Certificates, str]]:
        """A practice server behind the real proxy."""
        monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path / "home"))
        upstream = make([HOST], datetime.now(UTC))
        pem, authority = tmp_path / "server.pem", tmp_path / "authority.pem"
        pem.write_bytes(upstream.leaves[HOST].pem)
        authority.write_bytes(upstream.root.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        with serving(Room([load_practice()]), context) as port:
            sites = Sites(
                sites=(Site(address=f"https://{HOST}:{port}", country="FR", sector="social-services", system=None),)
            )
            certificates = ensure(sites.names, tmp_path / "certificates")
            plan = Plan(sites, certificates, small_rulebook, port=0, trust=(authority,), hosts={HOST: "127.0.0.1"})
            with start(plan) as proxy:
                yield proxy, certificates, f"https://{HOST}:{port}/cosmos/accueil"

    def shot(self, browser: Browser, watched: tuple[Started, Certificates, str], folder: Path, *extra: str) -> int:
        """Let a browser draw the page into a file; give the number of pages that the proxy annotated."""
        proxy, certificates, address = watched
        folder.mkdir()
        running = open_browser(browser, address, folder=folder, certificates=certificates, port=proxy.port, extra=extra)
        try:
            running.wait(60)
        finally:
            running.kill()
            running.wait()
        return proxy.counters.annotated

    def test_chromium(self, watched: tuple[Started, Certificates, str], tmp_path: Path) -> None:
        """
        Chromium shows the page through the proxy, trusting our root in its own profile.
        """
        browser = find_browser()
        assert browser is not None
        assert "chromium" == browser.kind
        picture = tmp_path / "picture.png"

        assert 1 <= self.shot(
            browser, watched, tmp_path / "b", "--headless", "--disable-gpu", f"--screenshot={picture}"
        )
        assert picture.read_bytes().startswith(b"\x89PNG")

    def test_chromium_without_certutil(
        self, watched: tuple[Started, Certificates, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Where there is no certutil, Chromium is told of the site by the fingerprint of its key.
        """
        browser = find_browser()
        assert browser is not None
        which = shutil.which
        monkeypatch.setattr(shutil, "which", lambda name: None if name == "certutil" else which(name))
        picture = tmp_path / "picture.png"

        assert 1 <= self.shot(
            browser, watched, tmp_path / "b", "--headless", "--disable-gpu", f"--screenshot={picture}"
        )
        assert not (tmp_path / "b" / ".pki").exists()

    def test_chromium_without_our_root(self, watched: tuple[Started, Certificates, str], tmp_path: Path) -> None:
        """
        With another root the same browser refuses the page: the profile trusts what it was given and nothing else.
        """
        browser = find_browser()
        assert browser is not None
        proxy, _, address = watched
        other = ensure(["other.test"], tmp_path / "other")
        picture = f"--screenshot={tmp_path / 'picture.png'}"

        assert 0 == self.shot(browser, (proxy, other, address), tmp_path / "b", "--headless", "--disable-gpu", picture)

    def test_firefox(self, watched: tuple[Started, Certificates, str], tmp_path: Path) -> None:
        """
        Firefox shows the page through the proxy, trusting our root in its own profile.
        """
        found = shutil.which("firefox-esr") or shutil.which("firefox")
        assert found is not None
        picture = tmp_path / "picture.png"
        browser = Browser("Firefox", "firefox", Path(found))

        assert 1 <= self.shot(browser, watched, tmp_path / "b", "-headless", "-screenshot", str(picture))
        assert picture.read_bytes().startswith(b"\x89PNG")
