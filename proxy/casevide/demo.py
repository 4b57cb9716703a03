"""
The demonstration: a practice copy of COSMOS over https, the real proxy in front of it, and what it found.

Everything is real but the software: TLS on both sides, a root that may sign for one name only, the rules that come with
the program. Everything lives in one temporary folder, which is removed at the end; nothing on the machine is changed.
"""

import contextlib
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rich.text import Text

from casevide.critique import Critique, critique_page
from casevide.critique.text import Report, console_for
from casevide.field import Profile
from casevide.folders import data_folder
from casevide.page.annotate import strip
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.training import Practice, load_practice, serving
from casevide.training.browser import find_browser, has_screen, open_browser
from casevide.watch.certificates import Certificates, ensure, make
from casevide.watch.engine import Plan, Started, start
from casevide.watch.sites import Site, Sites

HOST: Final = "cosmos.test"
"""A name that no network knows (RFC 6761, section 6.2)."""

_TRIES: Final = 8
_BREATH: Final = 0.25
_SECONDS: Final = 30.0


class NotReceivedError(Exception):
    """A page did not come through the proxy as it should; the text says why."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """What runs while the demonstration lasts."""

    folder: Path
    practice: Practice
    rulebook: Rulebook
    profile: Profile
    server_port: int
    server_root: Path
    certificates: Certificates
    proxy: Started

    def address(self, page: str) -> str:
        return f"https://{HOST}:{self.server_port}/{page}"

    def sent(self, page: str) -> httpx.Response:
        """Ask the server itself, without the proxy."""
        with httpx.Client(verify=_trusting(self.server_root), trust_env=False, timeout=_SECONDS) as client:
            return client.get(
                f"https://127.0.0.1:{self.server_port}/{page}",
                headers={"Host": f"{HOST}:{self.server_port}"},
                extensions={"sni_hostname": HOST},
            )

    def received(self, page: str) -> bytes:
        """Ask through the proxy, trusting nobody but our root; give the annotated page."""
        proxy = f"http://127.0.0.1:{self.proxy.port}"
        trust = _trusting(self.certificates.root_path)
        with httpx.Client(proxy=proxy, verify=trust, trust_env=False, timeout=_SECONDS) as client:
            for _ in range(_TRIES):
                with client.stream("GET", self.address(page)) as response:
                    response.raise_for_status()
                    _speaks_for_us(response)
                    body = response.read()
                # The first page of all may run out of time while everything is being loaded, and go through as it came.
                if self.rulebook.digest.encode() in body:
                    return body
                time.sleep(_BREATH)
        raise NotReceivedError(", ".join(self.proxy.counters.passed) or "not annotated")


def _trusting(root: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(root)
    return context


def _speaks_for_us(response: httpx.Response) -> None:
    """Check that the connection was TLS, and that the certificate shown names the practice host and nothing else."""
    stream = response.extensions["network_stream"]
    tls = stream.get_extra_info("ssl_object")
    names = tls.getpeercert().get("subjectAltName", ()) if tls else ()
    if names != (("DNS", HOST),):
        raise NotReceivedError(f"certificate for {names}")


@contextlib.contextmanager
def _temporary_home() -> Iterator[Path]:
    """Give a folder that stands for all of ours while the block lasts, and remove it."""
    before = os.environ.get("CASEVIDE_HOME")
    with tempfile.TemporaryDirectory(prefix="casevide-demo-", ignore_cleanup_errors=True) as name:
        os.environ["CASEVIDE_HOME"] = name
        try:
            yield Path(name)
        finally:
            if before is None:
                del os.environ["CASEVIDE_HOME"]
            else:
                os.environ["CASEVIDE_HOME"] = before


def _server_tls(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make the practice server's certificate; give its context, and the file of the authority behind it."""
    made = make([HOST], datetime.now(UTC))
    shown, authority = folder / "server.pem", folder / "server-authority.pem"
    shown.touch(mode=0o600)
    shown.write_bytes(made.leaves[HOST].pem)
    authority.write_bytes(made.root.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown)
    shown.unlink()
    return context, authority


@contextlib.contextmanager
def _stage(language: str, practice: Practice) -> Iterator[_Stage]:
    with _temporary_home() as folder, contextlib.ExitStack() as stack:
        rulebook = load_rulebook()
        tls, authority = _server_tls(folder)
        port = stack.enter_context(serving(practice, tls))
        site = Site(
            address=f"https://{HOST}:{port}", country=practice.country, sector=practice.sector, system=practice.id
        )
        sites = Sites(sites=(site,))
        certificates = ensure(sites.names, data_folder() / "certificates")
        plan = Plan(
            sites, certificates, rulebook, port=0, visible=language, trust=(authority,), hosts={HOST: "127.0.0.1"}
        )
        proxy = stack.enter_context(start(plan))
        yield _Stage(folder, practice, rulebook, site.profile, port, authority, certificates, proxy)


def _checked(stage: _Stage, page: str) -> Critique:
    """
    Receive one page through the proxy, check it, and criticise it.

    Raises:
        NotReceivedError: It was not annotated, or something else of it was changed.
    """
    try:
        sent, received = stage.sent(page), stage.received(page)
    except httpx.HTTPError as error:
        raise NotReceivedError(str(error) or type(error).__name__) from error
    if strip(received, content_type=sent.headers["Content-Type"]) != sent.content:
        raise NotReceivedError("more was changed than hints were added")
    found = critique_page(
        sent.content,
        source=stage.address(page),
        rulebook=stage.rulebook,
        content_type=sent.headers["Content-Type"],
        profile=stage.profile,
        profile_from="sites",
        host=HOST,
    )
    rules = {finding.hint.rule for finding in found.findings if finding.hint}
    missing = sorted(rule for rule in rules if f' {rule}"'.encode() not in received)
    if missing:
        raise NotReceivedError(f"missing: {', '.join(missing)}")
    return found


def _names_allowed(certificates: Certificates) -> str:
    constraints = certificates.root.extensions.get_extension_for_class(x509.NameConstraints).value
    return ", ".join(str(name.value) for name in constraints.permitted_subtrees or ())


def demonstrate(*, once: bool, language: str) -> int:
    """
    Run the demonstration.

    Args:
        once: End after the summary and open no browser.
        language: ``fr``, ``nl`` or ``en``.

    Returns:
        0 if every annotated page was really received through TLS and is otherwise what the server sent; else 1.
    """
    practice = load_practice("cosmos")
    with _ended_by_signal(), _stage(language, practice) as stage:
        report = Report(console_for(sys.stdout), language, stage.rulebook)

        def tell(key: str, style: str = "", **places: Any) -> None:
            report.console.print(Text(report.say(key, **places), style=style), soft_wrap=True)

        tell("demo-title", "bold", system=practice.name)
        tell("demo-setting")
        report.console.print()
        critiques = []
        for page in practice.pages:
            try:
                critiques.append(_checked(stage, page.id))
            except NotReceivedError as reason:
                tell("demo-failed", "bold", page=stage.address(page.id), reason=reason)
                return 1
        if not any(finding.hint for critique in critiques for finding in critique.findings):
            tell("no-rule", "bold")
            return 1
        report.pages(critiques, "sources")
        report.console.print()
        tell("demo-proven", "bold")
        names = _names_allowed(stage.certificates)
        for key, places in (("demo-tls", {"n": len(critiques), "names": names}), ("demo-key", {}), ("demo-bytes", {})):
            report.console.print(Text(f"  ✓ {report.say(key, **places)}"), soft_wrap=True)
        report.console.print()
        if not once:
            with contextlib.suppress(KeyboardInterrupt):
                _show(stage, tell)
    tell("demo-ended")
    return 0


def _show(stage: _Stage, tell: Any) -> None:
    """Show the first page in a browser if there is one, and wait until it is closed or Ctrl-C is pressed."""
    address = stage.address(stage.practice.pages[0].id)
    browser = find_browser() if has_screen() else None
    if browser is not None:
        folder = stage.folder / "browser"
        folder.mkdir()
        with (
            contextlib.suppress(OSError, subprocess.CalledProcessError),
            open_browser(
                browser, address, folder=folder, certificates=stage.certificates, port=stage.proxy.port
            ) as running,
        ):
            tell("demo-opened", browser=browser.name, address=address)
            try:
                running.wait()
            finally:
                running.terminate()
            return
    tell("demo-no-browser" if has_screen() else "demo-no-screen")
    tell("demo-by-hand", address=address, port=stage.proxy.port, root=stage.certificates.root_path)
    while True:
        time.sleep(3600)


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let a request to end (SIGTERM) clean up as Ctrl-C does."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        signal.signal(signal.SIGTERM, before)
