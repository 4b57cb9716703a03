"""
Pages as a real browser builds them, for forms that only scripts draw (``casevide critique --browser``).

Chromium, Chrome or Edge of this machine is driven by Playwright (an optional extra; nothing is ever downloaded),
without a window, in a private context that is forgotten at the end. It opens an address, waits until the page is quiet
and reads the document as HTML: the page, its open shadow roots, its frames. It clicks nothing, types nothing, signs in
nowhere; requests other than GET and HEAD are refused, and a file may ask nothing of the network.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Error, Frame, Page, Route, sync_playwright

from casevide.critique.critique import UnreadableError
from casevide.critique.pages import allowed
from casevide.critique.source import LARGEST, SECONDS, Read, Source, shown
from casevide.errors import CasevideError
from casevide.training.browser import find_browser

_QUIET: Final = 0.5
"""Seconds without any change after which a page counts as built."""

_ASKING: Final = frozenset({"GET", "HEAD"})
_LOCAL: Final = ("file:", "data:", "blob:", "about:")
_FIRST_ERROR: Final = 400
_SERIALISE: Final = Path(__file__).with_name("serialise.js").read_text(encoding="utf-8")


class Reader:
    """
    Reads sources in one browser; made by `reading`.

    Args:
        browser: The running browser.
        insecure_http: Whether an address without encryption may be asked.
    """

    def __init__(self, browser: Browser, *, insecure_http: bool) -> None:
        self._browser = browser
        self._insecure_http = insecure_http

    def pages(self, source: Source) -> tuple[list[Read], list[CasevideError]]:
        """
        Open a source and read what was built: the page, then its frames.

        Args:
            source: A file or an address.

        Returns:
            The pages, frames after the page that holds them; and what is wrong with single frames.

        Raises:
            CasevideError: It cannot be opened.
        """
        address = self._address(source)
        try:
            context = self._browser.new_context(accept_downloads=False, service_workers="block")
            context.route("**/*", self._guard(local=source.path is not None))
            context.route_web_socket("**/*", lambda socket: socket.close())
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.dismiss())
            return self._read(page, address, source)
        except Error as error:
            raise UnreadableError(
                f"{source.name}: the browser cannot open it ({_first_line(error)})", "check the address and the network"
            ) from error
        finally:
            with contextlib.suppress(Error, UnboundLocalError):
                context.close()

    def _address(self, source: Source) -> str:
        if source.path is not None:
            if not source.path.is_file():
                raise UnreadableError(f"{source.name}: there is no such file", "check the spelling of the path")
            return source.path.resolve().as_uri()
        if not source.is_address:
            raise UnreadableError("standard input cannot be opened in a browser", "give a file or an address")
        allowed(source.name, source.name, insecure_http=self._insecure_http)
        return source.name

    def _guard(self, *, local: bool) -> Callable[[Route], None]:
        def guard(route: Route) -> None:
            request = route.request
            plain = urlsplit(request.url).scheme == "http" and not self._insecure_http
            away = local and not request.url.startswith(_LOCAL)
            if request.method not in _ASKING or plain or away:
                route.abort("blockedbyclient")
            else:
                route.continue_()

        return guard

    def _read(self, page: Page, address: str, source: Source) -> tuple[list[Read], list[CasevideError]]:
        answer = page.goto(address, wait_until="domcontentloaded", timeout=SECONDS * 1000)
        if answer is not None and answer.status >= _FIRST_ERROR:
            raise UnreadableError(
                f"{source.name}: the site answered {answer.status} {answer.status_text}".rstrip(),
                "if the page needs a login, save it from the browser and give the file",
            )
        _wait_until_quiet(page)
        if source.path is None:
            allowed(page.url, source.name, insecure_http=self._insecure_http)
        reads: list[Read] = []
        errors: list[CasevideError] = []
        for frame in page.frames:
            main = frame == page.main_frame
            name = "" if main else f"{source.name} › {_name(frame)}"
            body = _html(frame).encode("utf-8", "replace")
            if len(body) > LARGEST:
                error = UnreadableError(f"{name or source.name}: more than 8 MB", "is this the right page?")
                if main:
                    raise error
                errors.append(error)
            elif body or main:
                at = "" if source.path is not None else frame.url
                reads.append(Read(body, "text/html; charset=utf-8", at, name, frame=not main))
        return reads, errors


@contextlib.contextmanager
def reading(*, insecure_http: bool = False) -> Iterator[Reader]:
    """
    Start a browser of this machine and stop it at the end.

    Args:
        insecure_http: Whether addresses without encryption may be asked.

    Raises:
        CasevideError: No such browser is there, or it does not start.
    """
    program = find_browser()
    if program is None or program.kind != "chromium":
        raise CasevideError(
            "--browser needs Chromium, Chrome or Edge, and none is on this machine",
            "install one of them, or save the page from the browser that is there and give the file",
        )
    # Chromium's sandbox refuses the superuser.
    sandboxed = not (hasattr(os, "geteuid") and os.geteuid() == 0)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=program.program, headless=True, chromium_sandbox=sandboxed, timeout=60_000
            )
        except Error as error:
            raise CasevideError(
                f"{program.name} does not start ({_first_line(error)})", "start it by hand to see what is wrong"
            ) from error
        try:
            yield Reader(browser, insecure_http=insecure_http)
        finally:
            with contextlib.suppress(Error):
                browser.close()


def _wait_until_quiet(page: Page) -> None:
    """Wait until the documents no longer change, as long as an address may take to answer at most."""
    end = time.monotonic() + SECONDS
    with contextlib.suppress(Error):  # a page that never stops asking is read as it is
        page.wait_for_load_state("networkidle", timeout=SECONDS * 500)
    before: list[str] | None = None
    while time.monotonic() < end:
        now = [_html(frame) for frame in page.frames]
        if now == before:
            return
        before = now
        page.wait_for_timeout(_QUIET * 1000)


def _html(frame: Frame) -> str:
    """Give the document of a frame as HTML; ``""`` where it went away meanwhile."""
    try:
        return str(frame.evaluate(_SERIALISE))
    except Error:
        return ""


def _name(frame: Frame) -> str:
    """Give what to call a frame: its address or file, else its own name."""
    if frame.url.startswith(_LOCAL):
        return frame.name or unquote(Path(urlsplit(frame.url).path).name)
    return shown(frame.url)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0].removeprefix("Page.goto: ").removeprefix("BrowserType.launch: ").strip()
