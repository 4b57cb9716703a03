"""
Driving real browsers: Chromium over CDP, Firefox over WebDriver BiDi, both without a window.

What they can do stands in the protocols `Frame`, `Tab` and `Browser`.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

GECKO_ID = "casevide@casevide"
GECKO_UUID = "7b1f6f0e-5f0c-4a51-9d6a-0c5e5ad70001"
PATIENCE = 60.0
"""Seconds to wait for a browser before the test fails."""


# --- what a browser can do --------------------------------------------------------------------------------------------


class Frame(Protocol):
    """One document: of a tab, or of a frame in it."""

    @property
    def address(self) -> str:
        """Where it comes from."""

    def run(self, expression: str) -> Any:
        """Evaluate a JavaScript expression in the page, wait if it is a promise, and give its value by way of JSON."""

    def run_in_content(self, expression: str) -> Any:
        """The same among the extension's content scripts, where all their names are known."""


class Tab(Frame, Protocol):
    """A tab with a page."""

    name: str

    def go(self, address: str) -> None:
        """Go to an address and wait until the page is loaded."""

    def wait(self, expression: str, what: str = "") -> Any:
        """Wait until an expression is true in the page, and give its value."""

    def click(self, x: float, y: float) -> None:
        """Click at a point of the viewport, with a mouse."""

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a point of the viewport."""

    def press(self, key: str, *modifiers: str) -> None:
        """Press a key, named as in DOM events (``"Tab"``, ``"a"``), while others are held (``"Alt"``, ``"Shift"``)."""

    def type(self, text: str) -> None:
        """Type a text, key by key."""

    def shot(self, path: Path) -> Path:
        """Take a picture (PNG) of the viewport."""

    def front(self) -> None:
        """Bring the tab to the front: what is behind may sleep."""

    def viewport(self, width: int, height: int, scale: float = 1) -> None:
        """Set the size of the viewport in CSS pixels, and how many device pixels one of them is."""

    def media(self, **wanted: bool) -> None:
        """Emulate ``dark``, ``forced_colors``, ``reduced_motion``, ``print``; what is not named is off again."""

    @property
    def frames(self) -> list[Frame]:
        """The frames in the page, without the page itself, in no promised order."""

    def close(self) -> None:
        """Close the tab."""


class Browser(Tab, Protocol):
    """A browser, and its first tab."""

    base: str

    def tab(self, address: str = "about:blank") -> Tab:
        """Open a further tab."""

    def extension_page(self, path: str) -> Tab:
        """Open a page of the extension in a tab, such as ``popup/popup.html``."""

    def background(self, expression: str) -> Any:
        """Evaluate an expression in the extension's service worker (Chromium) or event page (Firefox)."""

    def close_others(self) -> None:
        """Close all tabs but the first."""


def as_json(expression: str) -> str:
    return f"Promise.resolve({expression}).then((result) => JSON.stringify(result ?? null))"


class Waiting:
    """What both browsers' tabs do in the same way."""

    def run(self, expression: str) -> Any:
        raise NotImplementedError

    def wait(self, expression: str, what: str = "") -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            with suppress(RuntimeError):  # the page may be on its way to the next one
                if found := self.run(expression):
                    return found
            assert time.monotonic() < until, f"never true: {what or expression}"
            time.sleep(0.02)


class Wire:
    """A connection on which each command has a number and one answer; several may share one socket."""

    def __init__(self, connection: ClientConnection, root: "Wire | None" = None, **common: str) -> None:
        self.connection = connection
        self.root = root or self
        self.common = common
        self.number = 0
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, **params: Any) -> Any:
        self.root.number += 1
        number = self.root.number
        self.connection.send(json.dumps({"id": number, "method": method, "params": params, **self.common}))
        while True:
            answer = json.loads(self.connection.recv(PATIENCE))
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer}")
                return answer["result"]
            if "method" in answer:
                self.root.events = [*self.root.events[-500:], answer]

    def heard(self, method: str, session: str) -> list[Any]:
        """The parameters of the events of one kind that a session has sent lately."""
        return [
            event["params"]
            for event in self.root.events
            if event["method"] == method and event.get("sessionId") == session
        ]


# --- Chromium ---------------------------------------------------------------------------------------------------------

VIRTUAL_KEYS = {
    "Backspace": 8, "Tab": 9, "Enter": 13, "Shift": 16, "Control": 17, "Alt": 18, "Escape": 27, " ": 32, "PageUp": 33,
    "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    "Delete": 46, "F6": 117,
}  # fmt: skip
HELD = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


def value_of(found: Any) -> Any:
    """Give the value of a CDP evaluation that was written by `as_json`."""
    if "exceptionDetails" in found:
        raise RuntimeError(json.dumps(found["exceptionDetails"])[:3000])
    return json.loads(found["result"]["value"])


class ChromiumFrame:
    """One document of a CDP session."""

    def __init__(self, wire: Wire, address: str, frame: str | None = None) -> None:
        self.wire = wire
        self.address = address
        self.frame = frame

    def run(self, expression: str) -> Any:
        return self._evaluate(expression, lambda context: bool(context["auxData"]["isDefault"]))

    def run_in_content(self, expression: str) -> Any:
        return self._evaluate(expression, lambda context: str(context["origin"]).startswith("chrome-extension://"))

    def _evaluate(self, expression: str, wanted: Callable[[Any], bool]) -> Any:
        session = self.wire.common["sessionId"]
        self.wire.root.events = []
        self.wire.ask("Runtime.enable")
        contexts = [params["context"] for params in self.wire.heard("Runtime.executionContextCreated", session)]
        self.wire.ask("Runtime.disable")
        frame = self.frame or self.wire.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        fitting = [one for one in contexts if one["auxData"]["frameId"] == frame and wanted(one)]
        if not fitting:
            raise RuntimeError(f"no such scripts in {self.address}")
        found = self.wire.ask(
            "Runtime.evaluate",
            expression=as_json(expression),
            awaitPromise=True,
            uniqueContextId=fitting[-1]["uniqueId"],
        )
        return value_of(found)


class ChromiumTab(ChromiumFrame, Waiting):
    """A tab of Chromium, by the Chrome DevTools Protocol."""

    name = "chromium"

    def __init__(self, root: Wire, address: str) -> None:
        self.target: str = root.ask("Target.createTarget", url="about:blank", newWindow=True)["targetId"]
        session = root.ask("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        ChromiumFrame.__init__(self, Wire(root.connection, root, sessionId=session), address)
        if address != "about:blank":
            self.go(address)

    def go(self, address: str) -> None:
        self.address = address
        began = self.wire.ask("Page.navigate", url=address)
        if "errorText" in began:
            raise RuntimeError(f"{address}: {began['errorText']}")
        until = time.monotonic() + PATIENCE
        while (
            self.wire.ask("Page.getFrameTree")["frameTree"]["frame"]["loaderId"] != began.get("loaderId")
            or self.run("document.readyState") != "complete"
        ):
            assert time.monotonic() < until, f"{address} does not load"
            time.sleep(0.01)

    def run(self, expression: str) -> Any:
        return value_of(self.wire.ask("Runtime.evaluate", expression=as_json(expression), awaitPromise=True))

    def _mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        self.wire.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def hover(self, x: float, y: float) -> None:
        self._mouse("mouseMoved", x, y)

    def click(self, x: float, y: float) -> None:
        self.hover(x, y)
        self._mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
        self._mouse("mouseReleased", x, y, button="left", clickCount=1)

    def press(self, key: str, *modifiers: str) -> None:
        held = sum(HELD[name] for name in modifiers)
        text = "\r" if key == "Enter" else key if len(key) == 1 and not {"Alt", "Control"} & set(modifiers) else ""
        code = f"Key{key.upper()}" if key.isalpha() and len(key) == 1 else "Space" if key == " " else key
        virtual = VIRTUAL_KEYS.get(key, ord(key[0].upper()) if len(key) == 1 else 0)
        same = {"key": key, "code": code, "modifiers": held, "windowsVirtualKeyCode": virtual}
        self.wire.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **same)
        self.wire.ask("Input.dispatchKeyEvent", type="keyUp", **same)

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def shot(self, path: Path) -> Path:
        path.write_bytes(b64decode(self.wire.ask("Page.captureScreenshot", format="png")["data"]))
        return path

    def front(self) -> None:
        self.wire.ask("Page.bringToFront")

    def viewport(self, width: int, height: int, scale: float = 1) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": scale}
        self.wire.ask("Emulation.setDeviceMetricsOverride", mobile=False, **size)

    def media(self, **wanted: bool) -> None:
        features = {
            "prefers-color-scheme": "dark" if wanted.get("dark") else "light",
            "forced-colors": "active" if wanted.get("forced_colors") else "none",
            "prefers-reduced-motion": "reduce" if wanted.get("reduced_motion") else "no-preference",
        }
        listed = [{"name": name, "value": value} for name, value in features.items()]
        self.wire.ask("Emulation.setEmulatedMedia", media="print" if wanted.get("print") else "", features=listed)

    @property
    def frames(self) -> list[Frame]:
        found: list[Frame] = []
        pending = [(self.wire, self.target)]
        while pending:
            wire, target = pending.pop()
            tree = wire.ask("Page.getFrameTree")["frameTree"]
            inside = list(tree.get("childFrames", []))
            for one in inside:
                inside += one.get("childFrames", [])
                found.append(ChromiumFrame(wire, one["frame"]["url"], one["frame"]["id"]))
            if target != self.target:
                found.append(ChromiumFrame(wire, tree["frame"]["url"], target))
            # Frames of another site live in processes, and have sessions, of their own.
            wire.root.events = []
            wire.ask("Target.setAutoAttach", autoAttach=False, waitForDebuggerOnStart=False, flatten=True)
            wire.ask("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
            for event in wire.heard("Target.attachedToTarget", wire.common["sessionId"]):
                if event["targetInfo"]["type"] == "iframe":
                    own = Wire(wire.connection, wire.root, sessionId=event["sessionId"])
                    pending.append((own, event["targetInfo"]["targetId"]))
        return found

    def close(self) -> None:
        self.wire.root.ask("Target.closeTarget", targetId=self.target)


class Chromium(ChromiumTab):
    """Chromium, and its first tab."""

    def __init__(self, connection: ClientConnection, extension: Path | None) -> None:
        self.browser = Wire(connection)
        ChromiumTab.__init__(self, self.browser, "about:blank")
        # The id of an unpacked extension is made of its path.
        sixteenths = hashlib.sha256(str(extension).encode()).hexdigest()[:32]
        self.base = "chrome-extension://" + "".join(chr(ord("a") + int(digit, 16)) for digit in sixteenths) + "/"

    def tab(self, address: str = "about:blank") -> Tab:
        return ChromiumTab(self.browser, address)

    def extension_page(self, path: str) -> Tab:
        return self.tab(self.base + path)

    def _targets(self, kind: str) -> list[Any]:
        every = self.browser.ask("Target.getTargets", filter=[{}])["targetInfos"]
        return [one for one in every if one["type"] == kind]

    def background(self, expression: str) -> Any:
        until = time.monotonic() + PATIENCE
        while not (workers := [one for one in self._targets("service_worker") if one["url"].startswith(self.base)]):
            assert time.monotonic() < until, "the service worker does not start"
            waker = self.extension_page("blank.html")  # it sleeps: a message wakes it
            waker.run("chrome.runtime.sendMessage({ ask: 'settings' }).then(() => true)")
            waker.close()
        target = workers[0]["targetId"]
        session = self.browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        try:
            wire = Wire(self.browser.connection, self.browser, sessionId=session)
            return value_of(wire.ask("Runtime.evaluate", expression=as_json(expression), awaitPromise=True))
        finally:
            self.browser.ask("Target.detachFromTarget", sessionId=session)  # a debugger would keep it awake

    def close_others(self) -> None:
        for one in self._targets("page"):
            if one["targetId"] != self.target:
                self.browser.ask("Target.closeTarget", targetId=one["targetId"])


# --- Firefox ----------------------------------------------------------------------------------------------------------

GECKO_KEYS = {
    "Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Alt": "\ue00a",
    "Escape": "\ue00c", "PageUp": "\ue00e", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011",
    "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Delete": "\ue017",
    "Meta": "\ue03d", "F6": "\ue036",
}  # fmt: skip


INSIDE_FIREFOX = (Path(__file__).parent / "firefox.js").read_text("utf-8")


class FirefoxFrame:
    """One document of Firefox."""

    def __init__(self, wire: Wire, context: str, address: str) -> None:
        self.wire = wire
        self.context = context
        self.address = address

    def run(self, expression: str) -> Any:
        return self._evaluate(expression, self.context)

    def _evaluate(self, expression: str, context: str) -> Any:
        found = self.wire.ask(
            "script.evaluate", expression=as_json(expression), target={"context": context}, awaitPromise=True
        )
        if found["type"] != "success":
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:3000])
        return json.loads(found["result"]["value"])

    def in_chrome(self, expression: str) -> Any:
        """Evaluate in Firefox's own window, where everything is allowed, with the names of `firefox.js`."""
        windows = self.wire.ask("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        return self._evaluate(f"(() => {{ {INSIDE_FIREFOX}; return {expression} }})()", windows[0]["context"])

    def run_in_content(self, expression: str) -> Any:
        return self.inside(expression, self.context)

    def inside(self, expression: str, context: str | None) -> Any:
        asked = ", ".join(json.dumps(one) for one in (GECKO_ID, context, as_json(expression)))
        return json.loads(self.in_chrome(f"inFirefox.evaluate({asked})"))


class FirefoxTab(FirefoxFrame, Waiting):
    """A tab of Firefox, by WebDriver BiDi."""

    name = "firefox"

    def go(self, address: str) -> None:
        self.address = address
        self.wire.ask("browsingContext.activate", context=self.context)
        self.wire.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def _act(self, kind: str, actions: list[dict[str, Any]], **more: Any) -> None:
        self.wire.ask("browsingContext.activate", context=self.context)
        source = {"type": kind, "id": kind, "actions": actions, **more}
        self.wire.ask("input.performActions", context=self.context, actions=[source])

    def hover(self, x: float, y: float) -> None:
        self._act("pointer", [{"type": "pointerMove", "x": round(x), "y": round(y)}])

    def click(self, x: float, y: float) -> None:
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", [{"type": "pointerMove", "x": round(x), "y": round(y)}, *press])

    def press(self, key: str, *modifiers: str) -> None:
        keys = [GECKO_KEYS.get(name, name) for name in (*modifiers, key)]
        down = [{"type": "keyDown", "value": value} for value in keys]
        self._act("key", down + [{"type": "keyUp", "value": value} for value in reversed(keys)])

    def type(self, text: str) -> None:
        self._act("key", [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")])

    def shot(self, path: Path) -> Path:
        path.write_bytes(b64decode(self.wire.ask("browsingContext.captureScreenshot", context=self.context)["data"]))
        return path

    def front(self) -> None:
        self.wire.ask("browsingContext.activate", context=self.context)

    def viewport(self, width: int, height: int, scale: float = 1) -> None:
        size = {"width": width, "height": height}
        self.wire.ask("browsingContext.setViewport", context=self.context, viewport=size, devicePixelRatio=scale)

    def media(self, **wanted: bool) -> None:
        settings = {
            "prefersColorSchemeOverride": "dark" if wanted.get("dark") else "light",
            "forcedColorsOverride": "active" if wanted.get("forced_colors") else "none",
            "prefersReducedMotionOverride": "reduce" if wanted.get("reduced_motion") else "no-preference",
            "mediumOverride": "print" if wanted.get("print") else "",
        }
        self.in_chrome(f"inFirefox.media({json.dumps(self.context)}, {json.dumps(settings)})")

    @property
    def frames(self) -> list[Frame]:
        pending = self.wire.ask("browsingContext.getTree", root=self.context)["contexts"][0]["children"]
        found: list[Frame] = []
        while pending:
            one = pending.pop()
            found.append(FirefoxFrame(self.wire, one["context"], one["url"]))
            pending += one["children"]
        return found

    def close(self) -> None:
        self.wire.ask("browsingContext.close", context=self.context)


class Firefox(FirefoxTab):
    """Firefox, and its first tab."""

    base = f"moz-extension://{GECKO_UUID}/"

    def __init__(self, connection: ClientConnection) -> None:
        wire = Wire(connection)
        wire.ask("session.new", capabilities={})
        first = wire.ask("browsingContext.getTree")["contexts"][0]["context"]
        FirefoxTab.__init__(self, wire, first, "about:blank")
        self.in_chrome(
            "(gBrowser.selectedBrowser.focus(), true)"
        )  # not the address bar: a page acts on keys if it has the focus

    def tab(self, address: str = "about:blank") -> Tab:
        context = self.wire.ask("browsingContext.create", type="tab")["context"]
        tab = FirefoxTab(self.wire, context, address)
        if address != "about:blank":
            tab.go(address)
        return tab

    def extension_page(self, path: str) -> Tab:
        return self.tab(self.base + path)

    def background(self, expression: str) -> Any:
        return self.inside(expression, None)

    def close_others(self) -> None:
        for one in self.wire.ask("browsingContext.getTree")["contexts"]:
            if one["context"] != self.context:
                self.wire.ask("browsingContext.close", context=one["context"])


# --- starting them ----------------------------------------------------------------------------------------------------


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
        # Without pings: they draw on `random` from another thread, which hypothesis takes for a strategy's doing.
        with connect(address, max_size=None, open_timeout=PATIENCE, ping_interval=None) as connection:
            yield connection
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def start_chromium(folder: Path, extension: Path | None, stack: ExitStack) -> Chromium:
    program = shutil.which("chromium") or "chromium"
    command = [
        *(program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder / 'profile'}"),
        *("--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-sync"),
        *("--disable-background-networking", "--disable-component-update", "--disable-quic"),
        *((f"--disable-extensions-except={extension}", f"--load-extension={extension}") if extension else ()),
        *("--host-resolver-rules=MAP *.test 127.0.0.1", "--lang=fr", "about:blank"),
    ]
    return Chromium(stack.enter_context(started(command, folder, "DevTools listening on ")), extension)


def start_firefox(folder: Path, extension: Path | None, names: Sequence[str], stack: ExitStack) -> Firefox:
    program = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox"
    profile = folder / "profile"
    profile.mkdir(exist_ok=True)
    quiet = ("app.update.enabled", "network.captive-portal-service.enabled", "network.connectivity-service.enabled")
    settings: dict[str, object] = dict.fromkeys(quiet, False) | {
        "network.dns.localDomains": ",".join(names),
        "extensions.webextensions.uuids": json.dumps({GECKO_ID: GECKO_UUID}),
        "browser.startup.page": 0,
        "datareporting.policy.dataSubmissionEnabled": False,
    }
    lines = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
    (profile / "user.js").write_text(lines, "utf-8")
    command = [program, "-headless", "-no-remote", "-profile", str(profile)]
    command += ["--remote-debugging-port=0", "--remote-allow-system-access"]
    firefox = Firefox(stack.enter_context(started(command, folder, "WebDriver BiDi listening on ")))
    if extension is not None:
        firefox.wire.ask("webExtension.install", extensionData={"type": "path", "path": str(extension)})
    return firefox


def trust(database: Path, roots: Sequence[Path]) -> None:
    """Make a certificate database that trusts some roots for web servers."""
    database.mkdir(parents=True)
    certutil = ["certutil", "-d", f"sql:{database}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    for number, root in enumerate(roots):
        subprocess.run([*certutil, "-A", "-t", "C,,", "-n", f"root {number}", "-i", str(root)], check=True)


def start(
    name: str,
    folder: Path,
    extension: Path | None,
    stack: ExitStack,
    *,
    names: Sequence[str] = (),
    roots: Sequence[Path] = (),
) -> Browser:
    """
    Start a browser that ends with the stack.

    Args:
        name: ``chromium`` or ``firefox``.
        folder: Its home.
        extension: The folder of the extension to load; `None` for a browser as it is.
        stack: What ends it.
        names: Host names of this machine; all of them end in ``.test``.
        roots: Certificates of authorities to trust.
    """
    if name == "chromium":
        trust(folder / ".pki" / "nssdb", roots)
        return start_chromium(folder, extension, stack)
    trust(folder / "profile", roots)
    return start_firefox(folder, extension, names, stack)
