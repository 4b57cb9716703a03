"""
The engine: mitmproxy's `Master` with what the watch needs and nothing else, on a port of 127.0.0.1.

`watching` is for code that has an event loop, `start` for code that has none, `serve` for the command line. One engine
per process at a time: mitmproxy keeps its context in a module.
"""

import asyncio
import contextlib
import errno
import gc
import json
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from mitmproxy.addons.core import Core
from mitmproxy.addons.disable_h2c import DisableH2C
from mitmproxy.addons.next_layer import NextLayer
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.addons.update_alt_svc import UpdateAltSvc
from mitmproxy.master import Master
from mitmproxy.net import tls as net_tls
from mitmproxy.options import Options

from casevide import __version__
from casevide.errors import WatchError
from casevide.folders import cache_folder
from casevide.rulebook import Rulebook
from casevide.watch.addon import LARGEST_BODY, Counters, Watch
from casevide.watch.api import Api
from casevide.watch.certificates import Certificates
from casevide.watch.guard import guarded
from casevide.watch.handshake import Handshakes
from casevide.watch.sites import Sites
from casevide.watch.trust import write_bundle

PORT: Final = 8899
"""The port that the extension expects the proxy on."""

_HOST: Final = "127.0.0.1"
_DAY: Final = 24 * 60 * 60
_STOPPING_SECONDS: Final = 2.0
_mitmproxy_log = logging.getLogger("mitmproxy")
_one_at_a_time = threading.Lock()


def _quietly(_line: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What to watch, and how.

    Attributes:
        sites: The site list.
        certificates: Their certificates.
        rulebook: The rules in force.
        port: The port to listen on; 0 for any free one.
        visible: The language of notes for browsers without the extension; ``None`` for none.
        trust: PEM files of authorities to trust upstream besides those of the machine and of certifi.
        hosts: Addresses of host names that are not asked of the network, as in a hosts file: ``{"cosmos.test":
            "127.0.0.1"}``. For practice and tests.
        notice: Called with each line that the person in front of the screen should read.
    """

    sites: Sites
    certificates: Certificates
    rulebook: Rulebook
    port: int = PORT
    visible: str | None = None
    trust: Sequence[Path] = ()
    hosts: Mapping[str, str] | None = None
    notice: Callable[[str], None] = _quietly


@dataclass(frozen=True, slots=True)
class Watching:
    """A proxy that runs: the port that it listens on, and its counters."""

    port: int
    counters: Counters


class _Ready:
    """An addon that tells when mitmproxy has started, or has failed to listen."""

    def __init__(self, ready: asyncio.Event) -> None:
        self._ready = ready

    def running(self) -> None:
        """Say so: the hook at the end of mitmproxy's start."""
        self._ready.set()


def _api(rulebook: Rulebook, counters: Counters) -> Api:
    def health() -> Mapping[str, Any]:
        return {
            "program": "casevide",
            "version": __version__,
            "rulebook": rulebook.digest,
            "annotated": counters.annotated,
            "passed": dict(counters.passed),
            "errors": counters.errors,
        }

    whole = json.dumps(rulebook.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Api(whole, rulebook.digest, health)


@contextlib.contextmanager
def _names_to_addresses(loop: asyncio.AbstractEventLoop, hosts: Mapping[str, str]) -> Iterator[None]:
    """Let the loop look up these names here, and all others as ever."""
    asked: Any = loop.getaddrinfo

    async def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        return await asked(hosts.get(host, host), *rest, **options)

    loop.getaddrinfo = getaddrinfo  # type: ignore[method-assign]
    try:
        yield
    finally:
        loop.getaddrinfo = asked  # type: ignore[method-assign]


@contextlib.contextmanager
def _nothing_logged() -> Iterator[None]:
    """Keep mitmproxy from logging: its lines may quote what went over the wire."""
    level = _mitmproxy_log.level
    _mitmproxy_log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        _mitmproxy_log.setLevel(level)


def _keep_quiet(loop: asyncio.AbstractEventLoop) -> None:
    """
    Let a loop of our own print no tracebacks: they may quote what went over the wire.

    mitmproxy sees to that while it runs. What it leaves behind at the end, a connection that would not go in time,
    would be told by asyncio itself.
    """
    loop.set_exception_handler(lambda _loop, _context: None)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    if not _one_at_a_time.acquire(blocking=False):
        raise WatchError("this program is watching already", "stop the first watch before you start another")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _master(plan: Plan, handshakes: Handshakes, watch: Watch, proxy: Proxyserver) -> Master:
    trusted = cache_folder() / "trusted-authorities.pem"
    write_bundle(trusted, plan.trust)
    master = Master(Options())
    master.addons.add(Core(), DisableH2C(), proxy, watch, NextLayer(), handshakes, UpdateAltSvc())  # type: ignore[no-untyped-call]
    master.options.update(  # type: ignore[no-untyped-call]
        listen_host=_HOST,
        listen_port=plan.port,
        connection_strategy="lazy",
        ssl_verify_upstream_trusted_ca=str(trusted),
        stream_large_bodies=str(LARGEST_BODY),
        websocket=False,
        http3=False,
        http2_ping_keepalive=0,  # whether a connection that nobody uses stays open is the server's business
        tcp_timeout=_DAY,
    )
    return master


def _cannot_listen(port: int, proxy: Proxyserver) -> WatchError:
    reasons = [server.last_exception for server in proxy.servers]
    number = next((reason.errno for reason in reasons if isinstance(reason, OSError)), None)
    if number == errno.EADDRINUSE:
        return WatchError(
            f"port {port} is in use by another program",
            f"perhaps casevide run is running already; or choose another port: casevide run --port {port + 1}",
        )
    if number in {errno.EACCES, errno.EPERM}:
        return WatchError(f"port {port} may not be used", "choose a port above 1023: casevide run --port 8899")
    return WatchError(
        f"it is not possible to listen on port {port} of {_HOST}", "choose another port: casevide run --port …"
    )


def _end_connections(proxy: Proxyserver) -> None:
    """Tell every connection once that it ends; one that is only just being made is told the next time."""
    for handler in list(proxy.connections.values()):
        for transport in list(handler.transports.values()):
            if transport.handler is not None and not transport.handler.cancelling():
                transport.handler.cancel("stopping")


async def _stop(master: Master, proxy: Proxyserver, running: asyncio.Task[None]) -> None:
    """Free the port, end the connections, and let mitmproxy go."""
    await proxy.servers.update([])  # mitmproxy's own shutdown leaves the port open
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_STOPPING_SECONDS):
            while proxy.connections:
                _end_connections(proxy)
                await asyncio.sleep(0.01)  # mitmproxy has nothing to wait for here
    master.shutdown()  # type: ignore[no-untyped-call]
    await running


@contextlib.asynccontextmanager
async def watching(plan: Plan) -> AsyncIterator[Watching]:
    """
    Watch for as long as the block lasts.

    Args:
        plan: What to watch, and how.

    Yields:
        The port and the counters.

    Raises:
        WatchError: The port cannot be had, or this process watches already.
        FileError: The list of trusted authorities cannot be written.
    """
    counters, ready = Counters(), asyncio.Event()
    handshakes = Handshakes(plan.sites, plan.certificates, plan.notice)
    watch = Watch(
        plan.sites, plan.rulebook, counters, _api(plan.rulebook, counters), handshakes.leave_alone, plan.visible
    )
    proxy = Proxyserver()  # type: ignore[no-untyped-call]
    with _alone(), _nothing_logged(), _names_to_addresses(asyncio.get_running_loop(), plan.hosts or {}):
        net_tls.create_proxy_server_context.cache_clear()  # it remembers authorities by the path of their file
        master = _master(plan, handshakes, watch, proxy)
        master.addons.add(_Ready(ready))  # type: ignore[no-untyped-call]
        running, waiting = asyncio.ensure_future(master.run()), asyncio.ensure_future(ready.wait())
        try:
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            addresses = proxy.listen_addrs()
            if not addresses:
                raise _cannot_listen(plan.port, proxy)
            yield Watching(addresses[0][1], counters)
        finally:
            waiting.cancel()
            await _stop(master, proxy, running)


class Started:
    """
    A watch in a thread of its own; ends with `stop` or with the block.

    Attributes:
        port: The port that it listens on.
        counters: Its counters.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._ready: Future[Watching] = Future()
        self._thread = threading.Thread(target=self._run, name="casevide-watch", daemon=True)
        self._thread.start()
        watched = self._ready.result()
        self.port, self.counters = watched.port, watched.counters

    def _run(self) -> None:
        try:
            asyncio.run(self._watch())
        except Exception as error:  # noqa: BLE001 - told to the thread that waits for us
            self._ready.set_exception(error)

    async def _watch(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        _keep_quiet(self._loop)
        async with watching(self._plan) as watched:
            self._ready.set_result(watched)
            await self._stopping.wait()

    def stop(self) -> None:
        """Stop, and come back when the port is free."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(plan: Plan) -> Started:
    """
    Start to watch in a thread, and come back when the port listens.

    Raises:
        WatchError: The port cannot be had, or this process watches already.
        FileError: The list of trusted authorities cannot be written.
    """
    return Started(plan)


def serve(plan: Plan, ready: Callable[[Watching], None]) -> None:
    """
    Watch until Ctrl-C or a request to end (SIGTERM).

    Args:
        plan: What to watch, and how.
        ready: Called once the port listens.

    Raises:
        WatchError: The port cannot be had.
        FileError: The list of trusted authorities cannot be written.
    """
    asyncio.run(_serve(plan, ready))


async def _serve(plan: Plan, ready: Callable[[Watching], None]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    _keep_quiet(loop)

    def stop(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(stopping.set)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        async with watching(plan) as watched:
            # What is here now stays: the collector need not look at it again each time a page makes it run.
            gc.collect()
            gc.freeze()
            ready(watched)
            with guarded(watched.port):
                await stopping.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
