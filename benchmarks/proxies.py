"""
Real programs on real sockets: a server with TLS, mitmproxy as it is, and Case vide's own engine.

Each runs in a process of its own; the client keeps one connection open to each, as a browser does.

This file is also those processes: ``proxies.py serve FOLDER`` and ``proxies.py watch FOLDER PORT``.
"""

import asyncio
import contextlib
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trustme

LISTED: Final = "forms.test"
"""The name that Case vide is switched on for; it stands for this machine."""

UNLISTED: Final = "127.0.0.1"
"""The same server, under an address that Case vide leaves alone."""

_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """
    What runs.

    Attributes:
        server: The port of the server.
        casevide: The port of Case vide.
        mitmproxy: The port of mitmproxy.
    """

    server: int
    casevide: int
    mitmproxy: int


class Visitor:
    """A browser's connection through a proxy to one server, kept open; the certificate shown is not looked at."""

    def __init__(self, proxy: int, host: str, port: int) -> None:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self._connection = http.client.HTTPSConnection("127.0.0.1", proxy, context=context, timeout=_PATIENCE)
        self._connection.set_tunnel(host, port)

    def get(self) -> bytes:
        """Ask for the page."""
        self._connection.request("GET", "/", headers={"Accept-Encoding": "identity"})
        return self._connection.getresponse().read()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: bytes) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(answer)
            await writer.drain()
    writer.close()


async def _serve(body: bytes, certificate: Path) -> None:
    """Serve a page, say on which port, and never end."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    answer = head.encode() + body
    server = await asyncio.start_server(lambda r, w: _answer(r, w, answer), "127.0.0.1", 0, ssl=context)
    print("listening on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _watch(folder: Path, port: int) -> None:
    """Run Case vide for the listed name, say on which port, and never end."""
    from casevide.rulefolder import load_rulebook  # noqa: PLC0415 - the server needs none of these
    from casevide.watch.certificates import ensure  # noqa: PLC0415
    from casevide.watch.engine import Plan, serve  # noqa: PLC0415
    from casevide.watch.sites import Sites, make_site  # noqa: PLC0415

    sites = Sites(sites=(make_site(f"https://{LISTED}:{port}", "FR", "social-services", None),))
    certificates = ensure(sites.names, folder / "certificates")
    trust = (folder / "authority.pem",)
    plan = Plan(sites, certificates, load_rulebook(), port=0, trust=trust, hosts={LISTED: "127.0.0.1"})
    serve(plan, lambda watching: print("listening on", watching.port, flush=True))


@contextlib.contextmanager
def _ended(child: "subprocess.Popen[str]") -> Iterator[None]:
    try:
        yield
    finally:
        child.terminate()
        child.wait(_PATIENCE)


@contextlib.contextmanager
def _process(*arguments: str, env: dict[str, str]) -> Iterator[int]:
    """Run this file as one of its processes for as long as the block lasts; give the port that it listens on."""
    command = [sys.executable, __file__, *arguments]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as child, _ended(child):
        assert child.stdout is not None
        found = re.search(r"listening on (\d+)", child.stdout.readline())
        if not found:
            raise RuntimeError(f"{arguments[0]} did not start")
        yield int(found.group(1))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _mitmproxy(folder: Path, env: dict[str, str]) -> Iterator[int]:
    """Run ``mitmdump`` as it comes, but without what it would print."""
    port = _free_port()
    settings = {
        "listen_host": "127.0.0.1",
        "listen_port": port,
        "confdir": folder / "mitmproxy",
        "ssl_verify_upstream_trusted_ca": folder / "authority.pem",
        "connection_strategy": "lazy",
    }
    command = [str(Path(sys.executable).parent / "mitmdump"), "-q"]
    command += [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    with subprocess.Popen(command, env=env, text=True) as child, _ended(child):
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if child.poll() is not None:
                raise RuntimeError("mitmdump did not start")
            time.sleep(0.05)
        yield port


@contextlib.contextmanager
def running(page: str, folder: Path) -> Iterator[Running]:
    """Start a server with a page, and both proxies before it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert(LISTED, UNLISTED)
    certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    (folder / "page.html").write_text(page, "utf-8")
    env = os.environ | {"CASEVIDE_HOME": str(folder / "home")}
    with (
        _process("serve", str(folder), env=env) as server,
        _process("watch", str(folder), str(server), env=env) as casevide,
        _mitmproxy(folder, env) as mitmproxy,
    ):
        yield Running(server, casevide, mitmproxy)


if __name__ == "__main__":
    _what, _folder = sys.argv[1], Path(sys.argv[2])
    with contextlib.suppress(KeyboardInterrupt):
        if _what == "serve":
            asyncio.run(_serve((_folder / "page.html").read_bytes(), _folder / "server.pem"))
        else:
            _watch(_folder, int(sys.argv[3]))
