"""
Practice copies over https, each under a name of its own, with the real proxy in front of them.

Everything lives in one temporary folder, which is removed at the end; nothing on the machine is changed. The names end
in ``.test``, which no network knows (RFC 6761, section 6.2); the proxy alone knows where they lead.
"""

import contextlib
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from cryptography.hazmat.primitives.serialization import Encoding

from casevide.folders import data_folder
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.training.browser import find_browser, has_screen, open_browser
from casevide.training.practice import Practice
from casevide.training.room import Room
from casevide.training.server import serving
from casevide.watch.certificates import Certificates, Leaf, ensure, make
from casevide.watch.engine import Plan, Started, start
from casevide.watch.sites import Site, Sites

type Tell = Callable[..., None]
"""Says a fixed text of `casevide.wording`: its key, then its places by name."""

_A_WHILE = 3600.0


def host_of(practice: Practice) -> str:
    """Give the name under which a system is served: ``cosmos.test``."""
    return f"{practice.id}.test"


@dataclass(frozen=True, slots=True)
class Stage:
    """
    What runs while the block of `staged` lasts.

    Attributes:
        folder: The temporary folder.
        practices: The systems, in order.
        rulebook: The rules in force.
        sites: Their sites, as the proxy knows them.
        server_port: Where the practice server listens, on 127.0.0.1.
        server_root: The file of the authority behind the server's own certificates.
        certificates: What the proxy shows to the browser.
        proxy: The proxy.
    """

    folder: Path
    practices: Sequence[Practice]
    rulebook: Rulebook
    sites: Sites
    server_port: int
    server_root: Path
    certificates: Certificates
    proxy: Started

    def address(self, practice: Practice, page: str = "") -> str:
        """Give the address of a page, as a browser behind the proxy asks for it."""
        return f"https://{host_of(practice)}:{self.server_port}/{practice.id}/{page}"


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    """Give a folder that stands for all of ours while the block lasts, and remove it."""
    before = os.environ.get("CASEVIDE_HOME")
    with tempfile.TemporaryDirectory(prefix="casevide-practice-", ignore_cleanup_errors=True) as name:
        os.environ["CASEVIDE_HOME"] = name
        try:
            yield Path(name)
        finally:
            if before is None:
                del os.environ["CASEVIDE_HOME"]
            else:
                os.environ["CASEVIDE_HOME"] = before


def _context(leaf: Leaf, folder: Path) -> ssl.SSLContext:
    shown = folder / "server.pem"
    shown.touch(mode=0o600)
    shown.write_bytes(leaf.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown)
    shown.unlink()
    return context


def _server_tls(folder: Path, hosts: Iterable[str]) -> tuple[ssl.SSLContext, Path]:
    """Make the practice server's certificates; give its context, and the file of the authority behind it."""
    made = make(hosts, datetime.now(UTC))
    authority = folder / "server-authority.pem"
    authority.write_bytes(made.root.public_bytes(Encoding.PEM))
    contexts = {host: _context(leaf, folder) for host, leaf in made.leaves.items()}

    def choose(connection: ssl.SSLObject | ssl.SSLSocket, host: str | None, _first: ssl.SSLContext) -> None:
        if host in contexts:
            connection.context = contexts[host]

    first = next(iter(contexts.values()))
    first.sni_callback = choose
    return first, authority


@contextlib.contextmanager
def staged(practices: Sequence[Practice], language: str, port: int = 0) -> Iterator[Stage]:
    """
    Serve practice copies over https, with the proxy in front of them, while the block runs.

    Args:
        practices: The systems.
        language: The language of the notes that the proxy adds, and of what explains the pages.
        port: The port of the practice server; 0 for any free one.

    Raises:
        CasevideError: The port cannot be had.
    """
    with temporary_home() as folder, contextlib.ExitStack() as stack:
        rulebook = load_rulebook()
        hosts: Mapping[str, str] = {host_of(practice): "127.0.0.1" for practice in practices}
        tls, authority = _server_tls(folder, hosts)
        port = stack.enter_context(serving(Room(practices, language), tls, port))
        sites = Sites(
            sites=tuple(
                Site(address=f"https://{host_of(one)}:{port}", country=one.country, sector=one.sector, system=one.id)
                for one in practices
            )
        )
        certificates = ensure(sites.names, data_folder() / "certificates")
        plan = Plan(sites, certificates, rulebook, port=0, visible=language, trust=(authority,), hosts=hosts)
        proxy = stack.enter_context(start(plan))
        yield Stage(folder, practices, rulebook, sites, port, authority, certificates, proxy)


def show(stage: Stage, address: str, tell: Tell) -> None:
    """Show an address in a browser if there is one, and wait until it is closed or Ctrl-C is pressed."""
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
    wait()


def wait() -> NoReturn:
    """Wait until Ctrl-C."""
    while True:
        time.sleep(_A_WHILE)


@contextlib.contextmanager
def ended_by_signal() -> Iterator[None]:
    """Let a request to end (SIGTERM) clean up as Ctrl-C does."""

    def end(_number: int, _frame: Any) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        signal.signal(signal.SIGTERM, before)
