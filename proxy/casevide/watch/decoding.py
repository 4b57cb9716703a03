"""
Undoing a Content-Encoding with limits (RFC 9110, section 8.4).

A page of 458 kB can hold 300 MB once it is unpacked, so nothing is unpacked past a limit. Whatever is not exactly one
whole stream of one known coding (several codings, a damaged or unfinished stream, bytes after its end) is not undone.
"""

import io
import zlib
from collections.abc import Callable
from typing import Final

import brotli  # type: ignore[import-untyped]
import zstandard

_PIECE: Final = 65536
_WIDEST_ZSTD_WINDOW: Final = 8 * 1024 * 1024  # RFC 9659: what browsers accept
_GZIP, _ZLIB, _RAW = 31, 15, -15  # wbits of zlib


class _NotUndoneError(Exception):
    """The bytes are damaged, not finished, or too many; the text is the reason in one word."""


def _inflate(data: bytes, limit: int, wbits: int) -> bytes:
    stream = zlib.decompressobj(wbits)
    plain = stream.decompress(data, limit + 1)
    if len(plain) > limit:
        raise _NotUndoneError("too-large")
    if not stream.eof or stream.unused_data:
        raise _NotUndoneError("encoding")
    return plain


def _gzip(data: bytes, limit: int) -> bytes:
    return _inflate(data, limit, _GZIP)


def _deflate(data: bytes, limit: int) -> bytes:
    """Undo ``deflate``: zlib by the standard, bare by the habit of old servers; browsers read both."""
    try:
        return _inflate(data, limit, _ZLIB)
    except zlib.error:
        return _inflate(data, limit, _RAW)


def _brotli(data: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    plain = bytearray(stream.process(data, output_buffer_limit=_PIECE))
    while not stream.is_finished():
        piece = stream.process(b"", output_buffer_limit=_PIECE)
        if not piece:
            raise _NotUndoneError("encoding")
        plain += piece
        if len(plain) > limit:
            raise _NotUndoneError("too-large")
    return bytes(plain)


def _zstd(data: bytes, limit: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WIDEST_ZSTD_WINDOW)
    # Only a reader can be limited, and only the other object tells whether the stream was whole.
    with decompressor.stream_reader(io.BytesIO(data), read_across_frames=False) as reader:
        if len(reader.read(limit + 1)) > limit:
            raise _NotUndoneError("too-large")
    stream = decompressor.decompressobj()
    plain = stream.decompress(data)
    if not stream.eof or stream.unused_data:
        raise _NotUndoneError("encoding")
    return plain


def _plain(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise _NotUndoneError("too-large")
    return data


_CODINGS: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "": _plain,
    "identity": _plain,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def undo(data: bytes, coding: str, limit: int) -> tuple[bytes | None, str]:
    """
    Give the bytes behind a Content-Encoding.

    Args:
        data: The body as it was sent.
        coding: The whole Content-Encoding header; ``""`` if there is none.
        limit: The most bytes that may come out.

    Returns:
        The bytes and ``""``; or ``None`` and the reason, ``encoding`` or ``too-large``.
    """
    known = _CODINGS.get(coding.strip().lower())
    if known is None:
        return None, "encoding"
    try:
        return known(data, limit), ""
    except _NotUndoneError as error:
        return None, str(error)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return None, "encoding"
