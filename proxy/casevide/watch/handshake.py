"""
TLS on both sides of the proxy: whose connections are opened, with which certificates, and whose never.

A connection is opened only if its site is on the list *and* a trial handshake with the real server has shown that doing
so changes nothing: the server's certificate is good, and it asks for none in return (a health professional's card, an
identity card). Otherwise the connection goes through as it is: the browser then meets the server itself, with its own
certificate, its own warning or its own question, just as without the tool.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

from mitmproxy import certs, connection, tls
from mitmproxy.addons.tlsconfig import TlsConfig
from mitmproxy.net import tls as net_tls
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from OpenSSL import SSL

from casevide.watch.certificates import Certificates
from casevide.watch.sites import Sites

TRIAL_SECONDS: Final = 5.0
"""How long a trial handshake may take."""

_PIECE = 65536
_openssl: Any = SSL  # some of it is not in its public face, but mitmproxy builds on it too

# With SSLKEYLOGFILE in the environment mitmproxy would write down the secrets of every connection that it opens.
net_tls.log_master_secret = None


class _NoAuthority:
    """What stands where mitmproxy keeps an authority of its own: there is none, so nothing can be signed."""

    dhparams = None


class Handshakes(TlsConfig):
    """
    mitmproxy's TLS addon with our leaves instead of an authority.

    mitmproxy itself would make an authority in its own folder and sign whatever name is asked for. Here nothing can
    sign: a name for which there is no leaf is never opened.

    Args:
        sites: The site list.
        certificates: Their leaves.
        notice: Called with a line for the person in front of the screen.
    """

    def __init__(self, sites: Sites, certificates: Certificates, notice: Callable[[str], None]) -> None:
        self.certstore = _NoAuthority()  # type: ignore[assignment]
        self._sites = sites
        self._certificates = certificates
        self._notice = notice
        self._left_alone: set[str] = set()
        self._trials: dict[tuple[str, int], asyncio.Future[bool]] = {}

    def configure(self, updated: set[str]) -> None:
        """Check the options, without those that would make an authority."""
        super().configure(updated - {"certs", "confdir", "key_size", "cert_passphrase"})  # type: ignore[no-untyped-call]

    def running(self) -> None:
        """Do nothing: mitmproxy would look for its authority here."""

    def request(self, flow: object) -> None:
        """Do nothing: mitmproxy would serve its own revocation list here."""

    async def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Decide whether a connection is opened."""
        data.ignore_connection = True  # whatever goes wrong below
        address = data.context.server.address
        name = (data.client_hello.sni or "").lower()
        if address is None or name != address[0].lower() or not self._sites.find(name, address[1]):
            return
        if self._certificates.leaf(name) is None or not await self._may_open(data.context):
            return
        data.ignore_connection = False
        # The server first: what it speaks (HTTP/1.1 or HTTP/2) is then what the browser is offered.
        data.establish_server_tls_first = True

    def get_cert(self, conn_context: Context) -> certs.CertStoreEntry:
        """
        Give the leaf for a connection.

        Raises:
            LookupError: There is none; mitmproxy then closes the connection.
        """
        leaf = self._certificates.leaf((conn_context.client.sni or "").lower())
        if leaf is None:
            raise LookupError
        certificate = certs.Cert(leaf.certificate)
        return certs.CertStoreEntry(certificate, leaf.key, None, [certificate])  # type: ignore[arg-type]

    def tls_start_server(self, tls_start: tls.TlsData) -> None:
        """Prepare a handshake with a server, and notice if it asks for a certificate, even much later."""
        super().tls_start_server(tls_start)
        if tls_start.ssl_conn is None or not isinstance(tls_start.conn, connection.Server):
            return
        host = (tls_start.conn.sni or "").lower()

        def asked(_connection: Any, _argument: Any) -> int:
            self.leave_alone(host, "it asks for a card or certificate of yours, and that works only directly")
            return 1  # go on, without a certificate

        # OpenSSL calls this when, and only when, the server has sent a CertificateRequest (SSL_set_cert_cb(3)).
        callback = _openssl._ffi.callback("int (SSL *, void *)", asked)  # noqa: SLF001
        _openssl._lib.SSL_set_cert_cb(tls_start.ssl_conn._ssl, callback, _openssl._ffi.NULL)  # noqa: SLF001
        tls_start.ssl_conn.set_app_data(callback)  # it must live as long as the connection

    def tls_failed_server(self, data: tls.TlsData) -> None:
        """Try a server again before its next connection is opened."""
        self._try_again(data.conn)

    def server_connect_error(self, data: ServerConnectionHookData) -> None:
        """Try a server again before its next connection is opened."""
        self._try_again(data.server)

    def _try_again(self, server: connection.Connection) -> None:
        if isinstance(server, connection.Server) and server.address is not None:
            self._trials.pop((server.address[0], server.address[1]), None)

    def leave_alone(self, host: str, why: str) -> None:
        """
        Open no connection to a host from now on, and tell the person once.

        Args:
            host: The host, as it is asked for.
            why: The reason, a clause in plain words.
        """
        host = host.lower()
        if host not in self._left_alone:
            self._left_alone.add(host)
            self._notice(f"{host} goes through untouched from now on, without hints from here: {why}.")

    async def _may_open(self, context: Context) -> bool:
        address = context.server.address
        if address is None or address[0].lower() in self._left_alone:
            return False
        key = (address[0], address[1])
        trial = self._trials.get(key)
        if trial is None:
            trial = self._trials[key] = asyncio.ensure_future(self._try(context))
        good = await asyncio.shield(trial)
        if not good and self._trials.get(key) is trial:
            del self._trials[key]
        return good and address[0].lower() not in self._left_alone

    async def _try(self, context: Context) -> bool:
        """Make one handshake with the server, exactly as the real one will be made, and tell whether it went well."""
        server = connection.Server(address=context.server.address)
        data = tls.TlsData(conn=server, context=context)
        self.tls_start_server(data)
        if data.ssl_conn is None or server.address is None:
            return False
        try:
            async with asyncio.timeout(TRIAL_SECONDS):
                reader, writer = await asyncio.open_connection(*server.address[:2])
                try:
                    await _shake_hands(data.ssl_conn, reader, writer)
                finally:
                    writer.close()
                    with contextlib.suppress(OSError):
                        await writer.wait_closed()
        except (OSError, SSL.Error):
            return False
        return True


async def _shake_hands(ssl_conn: SSL.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        try:
            ssl_conn.do_handshake()
        except SSL.WantReadError:
            await _flush(ssl_conn, writer)
            received = await reader.read(_PIECE)
            if not received:
                raise ConnectionError from None
            ssl_conn.bio_write(received)
        else:
            await _flush(ssl_conn, writer)
            return


async def _flush(ssl_conn: SSL.Connection, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(SSL.WantReadError):
        while True:
            writer.write(ssl_conn.bio_read(_PIECE))
    await writer.drain()
