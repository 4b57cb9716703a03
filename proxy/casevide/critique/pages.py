"""
Where pages come from: files, folders, recordings, standard input and addresses. The critique itself is pure; this is
its edge.

An address is asked once, with GET, without cookies and without any word on who asks. Nothing is stored.
"""

import os
import ssl
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import httpx

from casevide.critique.critique import UnreadableError
from casevide.critique.har import har_pages
from casevide.critique.saved import frames_of, is_companion
from casevide.critique.source import LARGEST, SECONDS, Read, Source
from casevide.errors import CasevideError
from casevide.files import read_bytes

_ENDINGS = frozenset({".html", ".htm", ".xhtml", ".har"})
_RECORDING = ".har"
_ARCHIVES = frozenset({".mht", ".mhtml", ".webarchive"})
_KINDS = ("text/html", "application/xhtml+xml")
_REDIRECTS = 5


def list_sources(targets: Iterable[str]) -> tuple[list[Source], list[CasevideError]]:
    """
    Turn what a person named into sources; folders give all their pages, also those of the folders in them.

    Returns:
        The sources, in the order given and sorted inside each folder, and what is wrong with the other targets.
    """
    sources: list[Source] = []
    errors: list[CasevideError] = []
    for target in targets:
        path = Path(target)
        if target == "-" or "://" in target:
            sources.append(Source(target))
        elif path.is_dir():
            pages = sorted(page for page in path.rglob("*") if page.suffix.lower() in _ENDINGS and page.is_file())
            sources.extend(Source(str(page), page) for page in pages if not is_companion(page.parent, path))
            if not pages:
                errors.append(
                    UnreadableError(f"{target}: no page in this folder", "it needs files ending in .html, .htm or .har")
                )
        elif path.suffix.lower() in _ARCHIVES:
            errors.append(
                UnreadableError(f"{target}: web archives are not read", "save the page again as “Web page, HTML only”")
            )
        elif not path.exists() and target.lower().startswith("www."):
            errors.append(
                UnreadableError(f"{target}: there is no such file", f"for an address, write https://{target}")
            )
        else:
            sources.append(Source(target, path))
    return sources, errors


def read_pages(source: Source, *, insecure_http: bool = False) -> tuple[list[Read], list[CasevideError]]:
    """
    Read all pages of one source: those of a recording (HAR), a saved page with its frames, else the one page.

    Args:
        source: The file, the address or standard input.
        insecure_http: Whether an address without encryption may be asked.

    Returns:
        The pages, frames after the page that holds them; and what is wrong with single ones of them.

    Raises:
        CasevideError: Nothing of it can be read.
    """
    if source.path is not None and source.path.suffix.lower() == _RECORDING:
        return har_pages(read_bytes(source.path), source.name)
    page = read_source(source, insecure_http=insecure_http)
    if source.path is None:
        return [page], []
    frames, errors = frames_of(page, source.path)
    return [page, *frames], errors


def read_source(source: Source, *, insecure_http: bool = False) -> Read:
    """
    Read the page of one source.

    Args:
        source: The file, the address or standard input.
        insecure_http: Whether an address without encryption may be asked.

    Raises:
        CasevideError: It cannot be read.
    """
    if source.path is not None:
        kind = "application/xhtml+xml" if source.path.suffix.lower() == ".xhtml" else None
        return Read(read_bytes(source.path, LARGEST), kind)
    if source.name == "-":
        body = sys.stdin.buffer.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise UnreadableError("standard input: more than 8 MB", "is this the right page?")
        return Read(body)
    return _ask(source.name, insecure_http=insecure_http)


def trusted() -> ssl.SSLContext:
    """
    Give the certificates to trust: those of this machine and, as some machines have none, the well-known ones.

    ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` replace both, as in OpenSSL.
    """
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not any(name in os.environ for name in (paths.openssl_cafile_env, paths.openssl_capath_env)):
        context.load_verify_locations(certifi.where())
    return context


def _ask(address: str, *, insecure_http: bool) -> Read:
    with httpx.Client(verify=trusted(), timeout=SECONDS, headers={"Accept": ", ".join(_KINDS)}) as client:
        asked = address
        for _ in range(_REDIRECTS + 1):
            allowed(asked, address, insecure_http=insecure_http)
            client.cookies.clear()
            try:
                with client.stream("GET", asked) as response:
                    if response.next_request is not None:
                        asked = str(response.next_request.url)
                        continue
                    return _answer(address, response)
            except httpx.InvalidURL as error:
                raise UnreadableError(f"{address}: this is not an address ({error})", "check its spelling") from error
            except httpx.TimeoutException as error:
                raise UnreadableError(
                    f"{address}: no answer within {SECONDS:.0f} seconds", "try again later"
                ) from error
            except httpx.HTTPError as error:
                raise _failed(address, error) from error
    raise UnreadableError(f"{address}: it redirects again and again", "open it in a browser and save the page")


def allowed(asked: str, address: str, *, insecure_http: bool) -> None:
    """
    Refuse an address that may not be asked.

    Args:
        asked: What is to be asked now, after redirects.
        address: What was named.
        insecure_http: Whether an address without encryption may be asked.

    Raises:
        UnreadableError: It is no address, holds a user name, or is not encrypted.
    """
    try:
        parts = urlsplit(asked)
    except ValueError as error:
        raise UnreadableError(f"{address}: this is not an address ({error})", "check its spelling") from error
    if "@" in parts.netloc:
        raise UnreadableError(
            f"{parts.scheme}://…@{parts.hostname}: this address holds a user name or password",
            "take it out; if the page needs a login, save it from the browser and give the file",
        )
    scheme = parts.scheme.lower()
    if scheme in {"http", "https"} and not parts.hostname:
        raise UnreadableError(f"{address}: this is not an address", "write it like https://cosmos.example.fr")
    if scheme == "https" or (scheme == "http" and insecure_http):
        return
    if scheme == "http":
        where = "" if asked == address else f" (it redirects to {asked})"
        raise UnreadableError(
            f"{address}: this address is not encrypted{where}", "write https://, or add --insecure-http"
        )
    raise UnreadableError(f"{address}: {scheme}:// addresses are not read", "give an https:// address or a file")


def _failed(address: str, error: httpx.HTTPError) -> UnreadableError:
    reason = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return UnreadableError(
            f"{address}: its certificate cannot be trusted ({reason.rpartition('failed: ')[2]})",
            "if your institution has its own authority, name its file in SSL_CERT_FILE",
        )
    return UnreadableError(
        f"{address}: no connection ({reason or type(error).__name__})", "check the address and the network"
    )


def _answer(address: str, response: httpx.Response) -> Read:
    if response.status_code >= httpx.codes.BAD_REQUEST:
        raise UnreadableError(
            f"{address}: the site answered {response.status_code} {response.reason_phrase}".rstrip(),
            "if the page needs a login, save it from the browser and give the file",
        )
    content_type = response.headers.get("Content-Type")
    if content_type and not content_type.lower().lstrip().startswith(_KINDS):
        raise UnreadableError(f"{address}: this is {content_type}, not a web page", "give the address of a page")
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise UnreadableError(f"{address}: more than 8 MB", "is this the right page?")
    return Read(bytes(body), content_type, str(response.url))
