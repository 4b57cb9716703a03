"""
Real browsers for the tests of the extension's engine: Chromium over CDP, Firefox over WebDriver BiDi.

Each is started once, without a window, on a profile of its own that is gone afterwards. Both are driven in two steps:
go to an address, and evaluate an expression there.
"""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Protocol

import pytest
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
ENGINE: list[str] = json.loads((EXTENSION / "jsconfig.json").read_text("utf-8"))["files"]
PATIENCE = 60.0
"""Seconds to wait for a browser before the test fails."""


class Browser(Protocol):
    """A browser with one page."""

    name: str

    def go(self, address: str) -> None:
        """Go to an address and wait until the page is loaded."""

    def run(self, expression: str) -> Any:
        """Evaluate a JavaScript expression in the page, wait if it is a promise, and give its value by way of JSON."""


def as_json(expression: str) -> str:
    return f"Promise.resolve({expression}).then((result) => JSON.stringify(result ?? null))"


class Wire:
    """A connection on which each command has a number and one answer."""

    def __init__(self, connection: ClientConnection, **common: str) -> None:
        self.connection = connection
        self.common = common
        self.number = 0

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.connection.send(json.dumps({"id": self.number, "method": method, "params": params, **self.common}))
        while True:
            answer = json.loads(self.connection.recv(PATIENCE))
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer}")
                return answer["result"]


class Chromium:
    """Chromium, by the Chrome DevTools Protocol."""

    name = "chromium"

    def __init__(self, connection: ClientConnection) -> None:
        browser = Wire(connection)
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.wire = Wire(connection, sessionId=session)
        self.wire.number = 1000  # answers of the two wires must not be mixed up

    def go(self, address: str) -> None:
        self.wire.ask("Page.navigate", url=address)
        until = time.monotonic() + PATIENCE
        while self.run("[location.href, document.readyState].join(' ')") != f"{address} complete":
            assert time.monotonic() < until, f"{address} does not load"
            time.sleep(0.01)

    def run(self, expression: str) -> Any:
        found = self.wire.ask("Runtime.evaluate", expression=as_json(expression), awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:3000])
        return json.loads(found["result"]["value"])


class Firefox:
    """Firefox, by WebDriver BiDi."""

    name = "firefox"

    def __init__(self, connection: ClientConnection) -> None:
        self.wire = Wire(connection)
        self.wire.ask("session.new", capabilities={})
        self.context = self.wire.ask("browsingContext.getTree")["contexts"][0]["context"]

    def go(self, address: str) -> None:
        self.wire.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        found = self.wire.ask(
            "script.evaluate",
            expression=as_json(expression),
            target={"context": self.context},
            awaitPromise=True,
        )
        if found["type"] != "success":
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:3000])
        return json.loads(found["result"]["value"])


@contextmanager
def started(command: list[str], folder: Path, sign: str) -> Iterator[ClientConnection]:
    """Start a browser, connect to the address that it writes after `sign`, and end it with all that it has started."""
    log = folder / "log.txt"
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            env=os.environ | {"HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + PATIENCE
        address = ""
        while not address.endswith("\n"):
            assert child.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, log.read_text(errors="replace")
            time.sleep(0.02)
            _, _, rest = log.read_text(errors="replace").partition(sign)
            address = rest.splitlines(keepends=True)[0] if rest else ""
        address = address.strip()
        address += "/session" if "BiDi" in sign else ""
        # Without pings: they draw on `random` from another thread, which hypothesis rightly takes for a strategy's doing.
        with connect(address, max_size=None, open_timeout=PATIENCE, ping_interval=None) as connection:
            yield connection
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def loaded(folder: Path) -> Path:
    """Make an extension that loads the engine as content scripts of a page, and in the background."""
    extension = folder / "loaded"
    shutil.copytree(EXTENSION, extension, ignore=shutil.ignore_patterns("node_modules", ".*"))
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


def start_chromium(folder: Path, stack: ExitStack) -> Chromium:
    program = shutil.which("chromium") or "chromium"
    extension = loaded(folder)
    options = (f"--disable-extensions-except={extension}", f"--load-extension={extension}")
    command = [
        *(program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder / 'profile'}"),
        *("--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-sync"),
        *("--disable-background-networking", "--disable-component-update", "--disable-quic", *options, "about:blank"),
    ]
    return Chromium(stack.enter_context(started(command, folder, "DevTools listening on ")))


def start_firefox(folder: Path, stack: ExitStack) -> Firefox:
    program = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox"
    profile = folder / "profile"
    profile.mkdir()
    quiet = ("app.update.enabled", "network.captive-portal-service.enabled", "network.connectivity-service.enabled")
    lines = "".join(f'user_pref("{name}", false);\n' for name in quiet)
    (profile / "user.js").write_text(lines, "utf-8")
    command = [program, "-headless", "-no-remote", "-profile", str(profile), "--remote-debugging-port=0"]
    firefox = Firefox(stack.enter_context(started(command, folder, "WebDriver BiDi listening on ")))
    firefox.wire.ask("webExtension.install", extensionData={"type": "path", "path": str(loaded(folder))})
    return firefox


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
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp(request.param)
        yield start_chromium(folder, stack) if request.param == "chromium" else start_firefox(folder, stack)


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Where to put further pages for the server, by path."""
    return Handler.pages


@pytest.fixture
def browser(running: Browser, site: str) -> Browser:
    """A browser that shows the engine's page afresh."""
    running.go(f"{site}/engine.html")
    return running
