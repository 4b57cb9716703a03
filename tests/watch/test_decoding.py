"""Undoing a Content-Encoding with limits."""

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from casevide.watch.decoding import undo


def bare_deflate(data: bytes) -> bytes:
    """Compress without the zlib frame, as some old servers do."""
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
EVERY = pytest.mark.parametrize("coding", PACK)


class TestUndo:
    @given(st.binary(max_size=5000))
    def test_what_was_packed_comes_back(self, data: bytes) -> None:
        """Every coding that browsers read is undone exactly."""
        assert dict.fromkeys(PACK, (data, "")) == {
            coding: undo(pack(data), coding, 5000) for coding, pack in PACK.items()
        }

    @pytest.mark.parametrize("coding", ["", "identity", " Identity "])
    def test_without_a_coding_the_body_is_itself(self, coding: str) -> None:
        """No coding, no work: the same object comes back."""
        body = b"<p>"
        assert undo(body, coding, 10)[0] is body

    def test_bare_deflate_is_read_too(self) -> None:
        """Deflate without its frame is undone, as browsers do."""
        assert (b"page" * 100, "") == undo(bare_deflate(b"page" * 100), "deflate", 1000)

    @EVERY
    def test_a_bomb_is_stopped_at_the_limit(self, coding: str) -> None:
        """A body that would unpack to more than the limit is not undone."""
        assert (None, "too-large") == undo(PACK[coding](bytes(3_000_000)), coding, 1_000_000)

    @EVERY
    def test_the_limit_itself_is_allowed(self, coding: str) -> None:
        """Exactly as many bytes as the limit may come out."""
        assert (bytes(100_000), "") == undo(PACK[coding](bytes(100_000)), coding, 100_000)

    @EVERY
    def test_a_body_cut_short_is_not_undone(self, coding: str) -> None:
        """An unfinished stream is not a page."""
        packed = PACK[coding](bytes(range(256)) * 2000)
        assert (None, "encoding") == undo(packed[:-5], coding, 1_000_000)

    @EVERY
    def test_bytes_after_the_end_are_not_lost(self, coding: str) -> None:
        """A stream with something after its end is left alone, so that nothing is cut off."""
        assert (None, "encoding") == undo(PACK[coding](b"page") + b"more", coding, 1000)

    @EVERY
    def test_a_lie_is_not_undone(self, coding: str) -> None:
        """A page that is not packed at all, whatever its header says, is left alone."""
        assert (None, "encoding") == undo(b"<html><body>plain</body></html>", coding, 1000)

    @pytest.mark.parametrize("coding", ["gzip, br", "compress", "aes128gcm", "x"])
    def test_what_is_not_known_is_left_alone(self, coding: str) -> None:
        """Several codings and unknown ones are not undone."""
        assert (None, "encoding") == undo(b"page", coding, 1000)
