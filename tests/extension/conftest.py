"""
Real browsers for the tests of the extension: Chromium over CDP, Firefox over WebDriver BiDi, both without a window.

What there is to use, each started once per session and given in both browsers:

- ``browser``: the engine in a plain page, without an extension (``harness.js`` beside it).
- ``installed``: a browser with the **really assembled extension**. Its optional host permissions are granted for
  ``*.test`` in its manifest (the browser's own prompt cannot be clicked), and nothing else differs from what ships.
  All storage is kept between tests; take ``switched_on`` for a fresh start.
- ``upstream``: the server of all the ``*.test`` names, over https, with a certificate that the browsers trust.
  ``upstream.pages["/form"] = "<!doctype html>…"``, then ``installed.go(upstream.url("/form"))`` (host ``cosmos.test``).
  It keeps every byte of each request in ``upstream.requests``.
- ``switched_on``: ``installed``, everything of ours erased, then Case vide switched on for ``cosmos.test`` and
  ``cadre.test`` with the profile of French social services; further pages are closed afterwards.
- ``proxy``: ``with proxy() as running:`` the real proxy in a process of its own, on the port that the extension asks;
  ``running.kill()``, ``running.freeze()``, ``running.thaw()``.

A browser is a tab with its page (`Tab` in ``browsers.py``): ``go``, ``run``, ``wait``, ``click``, ``hover``, ``press``,
``type``, ``shot``, ``viewport``, ``media``, ``frames``, ``run_in_content``. It opens further tabs: ``tab(address)``,
``extension_page(path)``. ``background(expression)`` is evaluated in the service worker or event page.
"""

import json
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import trustme
from tests.extension.browsers import Browser, start
from tests.extension.upstream import NAMES, Proxy, Upstream, free_port, start_proxy

from casevide.watch.certificates import Certificates, ensure

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
ENGINE: list[str] = [
    path
    for path in json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]
    if path.startswith(("judge/", "page/"))
]


# --- the engine in a plain page ---------------------------------------------------------------------------------------


def loaded(folder: Path) -> Path:
    """Make an extension that loads the engine as content scripts of a page, and in the background."""
    extension = folder / "loaded"
    for path in ENGINE:
        (extension / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXTENSION / path, extension / path)
    judging = [path for path in ENGINE if path.startswith("judge/")]
    manifest = {
        "manifest_version": 3,
        "name": "Engine",
        "version": "1",
        "background": {"service_worker": "background.js", "scripts": [*judging, "background.js"]},
        "content_scripts": [{"matches": ["http://127.0.0.1/loaded.html"], "js": [*ENGINE, "content.js"]}],
        "browser_specific_settings": {"gecko": {"id": "engine@example.org"}},
    }
    (extension / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (extension / "background.js").write_text(
        f"if (typeof importScripts === 'function') importScripts(...{json.dumps(judging)});\n"
        "chrome.runtime.onMessage.addListener((text, _, answer) => answer(words(text)));\n",
        "utf-8",
    )
    (extension / "content.js").write_text(
        "chrome.runtime.sendMessage('Né(e)s').then(async (background) => {\n"
        "  const page = await findFields(document);\n"
        "  const labels = page.fields.map(({ label, group, section }) => [label, group, section]);\n"
        "  document.documentElement.dataset.loaded = JSON.stringify({ labels, background });\n"
        "});\n",
        "utf-8",
    )
    return extension


class Handler(SimpleHTTPRequestHandler):
    """Serves the extension's files, and pages that tests put there."""

    pages: ClassVar[dict[str, str]] = {}
    """What to answer, by path."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(EXTENSION))

    def do_GET(self) -> None:
        page = self.pages.get(self.path)
        if page is None:
            super().do_GET()
            return
        body = page.encode()
        self.send_response(200)
        self.send_header(
            "Content-Type", ("text/javascript" if self.path.endswith(".js") else "text/html") + "; charset=utf-8"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server that has the engine in a page, `/engine.html`, with an empty frame."""
    scripts = "".join(f'<script src="/{path}"></script>' for path in ENGINE)
    Handler.pages["/harness.js"] = (Path(__file__).parent / "harness.js").read_text("utf-8")
    Handler.pages["/engine.html"] = (
        f"<!doctype html><title>engine</title><iframe></iframe>{scripts}<script src='/harness.js'></script>"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Each of the two browsers, started once."""
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        yield start(request.param, folder, loaded(folder), stack)


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Where to put further pages for the server, by path."""
    return Handler.pages


@pytest.fixture
def browser(running: Browser, site: str) -> Browser:
    """A browser that shows the engine's page afresh."""
    running.go(f"{site}/engine.html")
    return running


# --- the extension as it ships ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The authority that signed the certificate of `upstream`."""
    return trustme.CA()


@pytest.fixture(scope="session")
def upstream(authority: trustme.CA) -> Iterator[Upstream]:
    """The server of all the sites."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*NAMES).configure_cert(context)
    server = Upstream(context)
    threading.Thread(target=server.listen, daemon=True).start()
    yield server
    server.listening.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Certificates:
    """The proxy's own certificates; beside their folder, `authority.pem`."""
    folder = tmp_path_factory.mktemp("proxy")
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return ensure(NAMES, folder / "certificates")


@pytest.fixture(scope="session")
def roots(certificates: Certificates) -> list[Path]:
    """The authorities that the browsers trust: that of `upstream`, and the proxy's own."""
    return [certificates.root_path.parent.parent / "authority.pem", certificates.root_path]


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension as it ships, in a folder."""
    folder = tmp_path_factory.mktemp("assembled") / "extension"
    subprocess.run(
        [sys.executable, str(ROOT / "installer" / "extension.py"), "--out", str(folder.parent)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def installed(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    assembled: Path,
    roots: list[Path],
) -> Iterator[Browser]:
    """Each of the two browsers with the extension as it ships, but for the hosts that it may see."""
    folder = tmp_path_factory.mktemp(f"{request.param}-installed")
    extension = folder / "extension"
    shutil.copytree(assembled, extension)
    manifest = json.loads((extension / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"].append("*://*.test/*")
    (extension / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (extension / "blank.html").write_text("<!doctype html><title>blank</title>", "utf-8")
    with ExitStack() as stack:
        yield start(request.param, folder, extension, stack, names=NAMES, roots=roots)


@pytest.fixture(scope="session")
def proxy_port() -> int:
    """The port of the proxy, which `switched_on` tells the extension."""
    return free_port()


@pytest.fixture
def proxy(
    certificates: Certificates, assembled: Path, upstream: Upstream, proxy_port: int
) -> Callable[[], AbstractContextManager[Proxy]]:
    """What starts the proxy for all the sites."""

    @contextmanager
    def run() -> Iterator[Proxy]:
        addresses = [upstream.origin(name) for name in NAMES]
        proxy = start_proxy(certificates.root_path.parent.parent, proxy_port, addresses, assembled / "rulebook.json")
        try:
            yield proxy
        finally:
            proxy.kill()

    return run


@pytest.fixture
def switched_on(installed: Browser, upstream: Upstream, proxy_port: int) -> Iterator[Browser]:
    """A browser in which Case vide is switched on for two hosts and knows nothing else."""
    profile = {"country": "FR", "sector": "social-services", "system": None}
    ask = "chrome.runtime.sendMessage"
    page = installed.extension_page("blank.html")
    page.run(f"{ask}({{ ask: 'erase' }})")
    page.run(f"{ask}({{ ask: 'set', settings: {{ port: {proxy_port}, language: 'fr' }} }})")
    for host in ("cosmos.test", "cadre.test"):
        site = upstream.origin(host)
        page.run(f"{ask}({json.dumps({'ask': 'switch', 'address': site, 'on': True})})")
        page.run(f"{ask}({json.dumps({'ask': 'profile', 'site': site, 'profile': profile})})")
    page.close()
    upstream.pages.clear()
    upstream.requests.clear()
    upstream.broken.clear()
    yield installed
    installed.go("about:blank")
    installed.close_others()
