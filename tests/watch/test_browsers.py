"""Real browsers, headless, in a home of their own, through a running watch."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from casevide.page.annotate import strip

HINT = b'data-casevide="challengeable fr-social-nationality"'
SECONDS = 60


def trust(database: Path, root: Path) -> None:
    """Make a certificate database that trusts one root for web servers."""
    database.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{database}", "-N", "--empty-password"], check=True)
    options = ["-A", "-t", "C,,", "-n", "Case vide", "-i", str(root)]
    subprocess.run(["certutil", "-d", f"sql:{database}", *options], check=True)


def home(folder: Path) -> dict[str, str]:
    """Give an environment whose home is a folder of the test."""
    return {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}


@pytest.fixture
def chromium(tmp_path: Path) -> Any:
    """Give the function that opens an address in Chromium and gives the page as it was understood."""

    def dump(url: str, *options: str, root: Path | None = None) -> bytes:
        folder = tmp_path / "chromium"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if root is not None:
            trust(folder / ".pki" / "nssdb", root)
        quiet = (
            "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
            "--disable-component-update --disable-sync --disable-dev-shm-usage --headless --dump-dom"
        )
        command = ["chromium", *quiet.split(), f"--user-data-dir={folder / 'profile'}", *options, url]
        return subprocess.run(command, env=home(folder), capture_output=True, check=True, timeout=SECONDS).stdout

    return dump


class TestChromium:
    def test_it_reads_the_annotated_page_through_tls(self, land: Any, page: bytes, respond: Any, chromium: Any) -> None:
        """Chromium accepts the leaf and sees the hints."""
        land.server.pages["/"] = respond(page)
        seen = chromium(land.url(), f"--proxy-server={land.proxy}", root=land.certificates.root_path)
        assert HINT in seen
        assert b'name="nat"' in strip(seen)

    def test_it_refuses_a_root_that_it_does_not_know(self, land: Any, page: bytes, respond: Any, chromium: Any) -> None:
        """Without trust in the root there is no page: the check of the test before is a real one."""
        land.server.pages["/"] = respond(page)
        assert HINT not in chromium(land.url(), f"--proxy-server={land.proxy}")

    @pytest.mark.parametrize("scheme", ["https", "http"])
    def test_it_asks_the_server_the_same_with_and_without_us(
        self, land: Any, respond: Any, chromium: Any, scheme: str
    ) -> None:
        """A page load and a form that sends itself: the server records the same bytes, proxy or not."""
        server = land.server if scheme == "https" else land.plain
        form = (
            "<html><link rel=icon href=data:,><form method=post action=/saved><label>Nationalité "
            "<input name=nat value='é canari'></label></form><script>document.forms[0].submit()</script></html>"
        )
        server.pages |= {"/form": respond(form.encode()), "/saved": respond(b"<link rel=icon href=data:,><p>saved")}
        url = f"{scheme}://cosmos.test:{server.port}/form?q=%C3%A9"
        direct = ("--host-resolver-rules=MAP *.test 127.0.0.1",)
        ways = ((direct, land.authority), ((f"--proxy-server={land.proxy}",), land.certificates.root_path))
        seen = []
        for options, root in ways:
            server.forget()
            chromium(url, "--virtual-time-budget=5000", *options, root=root)
            seen.append((server.heads[:], server.bodies[:]))
        assert [b"nat=%C3%A9+canari"] == seen[0][1]
        assert seen[0] == seen[1]


class TestFirefox:
    def test_it_accepts_the_leaf(self, land: Any, page: bytes, respond: Any, tmp_path: Path) -> None:
        """Firefox ESR accepts root and leaf: the page is asked for and painted."""
        # Firefox says nothing of the page on the command line; what it paints asks the server for a picture.
        land.server.pages["/"] = respond(page.replace(b"</form>", b"</form><img src=/seen.png>"))
        land.server.forget()
        profile = tmp_path / "profile"
        trust(profile, land.certificates.root_path)
        prefs: dict[str, object] = {
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": land.watch.port,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": land.watch.port,
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.normandy.enabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
        }
        lines = [
            f"user_pref({name!r}, {str(value).lower() if isinstance(value, bool) else repr(value)});"
            for name, value in prefs.items()
        ]
        (profile / "user.js").write_text("\n".join(lines).replace("'", '"'))
        picture = tmp_path / "seen.png"
        command = [
            "firefox-esr",
            "-headless",
            "-no-remote",
            "-profile",
            str(profile),
            "--screenshot",
            str(picture),
            land.url(),
        ]
        subprocess.run(command, env=home(tmp_path), capture_output=True, check=True, timeout=SECONDS)
        asked = [head.split(b"\r\n")[0] for head in land.server.heads]
        assert [b"GET / HTTP/1.1", b"GET /seen.png HTTP/1.1"] == [line for line in asked if b"favicon" not in line]
        assert picture.stat().st_size > 0
