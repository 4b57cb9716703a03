"""Bytes to text, and places in the text to places in the bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.page import charset
from casevide.page.charset import CODECS, decode, header_label, meta_label

SINGLE = sorted(charset._SINGLE)
MULTIPLE = sorted(charset._MULTIPLE)
HTML = "text/html"


def codec_of(body: bytes, content_type: str | None = HTML) -> str | None:
    decoded = decode(body, content_type)
    return decoded.codec if decoded else None


class TestWhatDeclaresIt:
    def test_byte_order_mark_beats_header(self) -> None:
        """A byte order mark decides, whatever the header says; its bytes come back on encoding."""
        body = b"\xef\xbb\xbf<p>\xc3\xa9"

        decoded = decode(body, "text/html; charset=windows-1252")

        assert decoded is not None
        assert ("utf-8", "<p>é", body) == (decoded.codec, decoded.text, decoded.encode())

    def test_header_beats_meta(self) -> None:
        """The header decides before a meta element."""
        assert codec_of(b"<meta charset=utf-8>\xe9", "text/html; charset=ISO-8859-15") == "iso8859-15"

    def test_meta_beats_sniffing(self) -> None:
        """A meta element decides before the look of the bytes."""
        assert codec_of("<meta charset=windows-1252>é".encode()) == "cp1252"

    def test_valid_utf8(self) -> None:
        """Undeclared bytes that are valid UTF-8 are UTF-8."""
        assert codec_of("<p>é".encode(), None) == "utf-8"

    def test_windows_1252_with_its_holes(self) -> None:
        """Undeclared bytes that are not UTF-8 are windows-1252; 0x80 is the euro sign and 0x81 comes back as it was."""
        body = b"<p>\x80\x81\x8d\x8f\x90\x9d\xe9"

        decoded = decode(body, None)

        assert decoded is not None
        assert ("cp1252", "<p>€\udc81\udc8d\udc8f\udc90\udc9dé") == (decoded.codec, decoded.text)
        assert body == decoded.encode()

    @pytest.mark.parametrize("label", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "ascii", '"iso-8859-1"'])
    def test_latin_1_means_windows_1252(self, label: str) -> None:
        """The labels of ISO-8859-1 and ASCII mean windows-1252, as in every browser."""
        assert codec_of(b"\x80", f"text/html;charset={label}") == "cp1252"

    @pytest.mark.parametrize(
        "body",
        [
            b"\xff\xfe<\x00p\x00",
            b"\xfe\xff\x00<\x00p",
            b"\x00\x00\xfe\xff\x00\x00\x00<",
            b"<p>\x1b$B<input >\x1b(B",
        ],
        ids=["utf-16le", "utf-16be", "utf-32be", "iso-2022-jp"],
    )
    def test_not_ascii_compatible(self, body: bytes) -> None:
        """Bytes whose charset does not write ASCII as single bytes have no text."""
        assert decode(body, HTML) is None

    @pytest.mark.parametrize("label", ["utf-16", "utf-32", "utf-7", "iso-2022-jp", "hz-gb-2312", "klingon", "rot13"])
    def test_refused_labels(self, label: str) -> None:
        """A label that is unknown, or not compatible with ASCII, means no text."""
        assert decode(b"<p>", f"text/html; charset={label}") is None

    @pytest.mark.parametrize("label", ["utf-7", "iso-2022-jp", "klingon"])
    def test_refused_in_meta(self, label: str) -> None:
        """A meta element that declares a label that is refused means no text either."""
        assert decode(f"<meta charset='{label}'>".encode(), HTML) is None

    def test_meta_utf_16_is_utf_8(self) -> None:
        """A meta element that could be read cannot be UTF-16: it means UTF-8."""
        assert codec_of(b"<meta charset=utf-16le>") == "utf-8"

    def test_xml_declaration(self) -> None:
        """In XML the declaration decides, and without one it is UTF-8."""
        declared = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "text/xml", xml=True)
        silent = decode(b"<a><meta charset='koi8-r'/></a>", "text/xml", xml=True)

        assert ("cp1252", "utf-8") == (declared and declared.codec, silent and silent.codec)


class TestHeader:
    @pytest.mark.parametrize(
        ("label", "header"),
        [
            ("utf-8", "text/html; charset=UTF-8"),
            ("utf-8", 'text/html;boundary=x; Charset = "utf-8" ; x=y'),
            ("", "text/html"),
            ("", "text/html; charset="),
            ("", "text/html; mycharset=utf-8"),
            ("", None),
        ],
    )
    def test_parameter(self, label: str, header: str | None) -> None:
        """The charset parameter is found in any case, quoted or not; an empty one declares nothing."""
        assert label == header_label(header)


class TestMeta:
    @pytest.mark.parametrize(
        ("label", "head"),
        [
            ("utf-8", "<meta charset=utf-8>"),
            ("utf-8", "<META\n CHARSET = 'UTF-8' />"),
            ("latin1", '<meta http-equiv="Content-Type" content="text/html; charset=latin1">'),
            ("latin1", "<meta content='text/html; charset=latin1' http-equiv=content-type>"),
            ("", '<meta name=x content="text/html; charset=latin1">'),
            ("", "<metadata charset=utf-8>"),
            ("", "<!-- <meta charset=utf-8> -->"),
            ("", "<!-- <meta charset=utf-8>"),
            ("utf-8", "<!--><meta charset=utf-8>"),
            ("utf-8", "<!-- a > <meta charset=koi8-r> --><meta charset=utf-8>"),
            ("", "<p title='<meta charset=utf-8>'>"),
            ("", '</p title="<meta charset=utf-8>">'),
            ("", "<! <meta charset=utf-8>"),
            ("", "<p title='<meta charset=utf-8>"),
            ("utf-8", "< <meta charset=utf-8>"),
            ("utf-8", "<meta><meta name=a><meta charset=utf-8>"),
            ("utf-8", "<meta charset=utf-8 charset=koi8-r>"),
        ],
    )
    def test_prescan(self, label: str, head: str) -> None:
        """The prescan finds what a browser finds: not in comments, not in attribute values, the first that declares."""
        assert label == meta_label(head.encode())

    def test_only_the_first_1024_bytes(self) -> None:
        """A meta element counts only if it ends within the first 1024 bytes."""
        meta = b"<meta charset=koi8-r>"

        assert meta_label(b" " * (1024 - len(meta)) + meta) == "koi8-r"
        assert meta_label(b" " * 1024 + meta) == ""
        assert codec_of(b" " * 1024 + meta) == "utf-8"

    @given(st.binary(max_size=1500))
    def test_never_stumbles(self, body: bytes) -> None:
        """Whatever the bytes, the prescan ends and gives a label or none."""
        assert isinstance(meta_label(b"<meta " + body), str)


class TestRoundTrip:
    @pytest.mark.parametrize("codec", SINGLE)
    def test_every_byte_of_single_byte_charsets(self, codec: str) -> None:
        """In each single-byte charset every byte is one code point, ASCII is ASCII, and all bytes come back."""
        label = next(label for label, known in CODECS.items() if known == codec)
        body = bytes(range(256))

        decoded = decode(body, f"text/html; charset={label}")

        assert decoded is not None
        assert (256, body[:128].decode(), body) == (len(decoded.text), decoded.text[:128], decoded.encode())

    @pytest.mark.parametrize("codec", MULTIPLE)
    @given(body=st.binary(max_size=200))
    def test_multi_byte_charsets(self, codec: str, body: bytes) -> None:
        """In a multi-byte charset any bytes come back as they were, or there is no text."""
        label = next(label for label, known in CODECS.items() if known == codec)

        decoded = decode(body, f"text/html; charset={label}")

        assert decoded is None or body == decoded.encode()

    def test_bytes_that_would_be_written_otherwise(self) -> None:
        """Shift_JIS has two codes for some characters; a page with the one that is never written has no text."""
        assert codec_of(b"<p>\x81\xca", "text/html; charset=shift_jis") == "cp932"
        assert codec_of(b"<p>\xee\xf9", "text/html; charset=shift_jis") is None


class TestPlaces:
    @given(st.text(alphabet="<é\u20ac😀\udc81a ", max_size=60), st.sampled_from(["utf-8", "cp1252"]))
    def test_byte_offsets(self, text: str, codec: str) -> None:
        """Each place in the text is found again in the bytes: both hold the same beginning."""
        body = text.encode(codec, "replace" if codec == "cp1252" else "surrogateescape")
        decoded = decode(b"\xef\xbb\xbf" + body if codec == "utf-8" else body, f"text/html; charset={codec}")
        assert decoded is not None

        offsets = [offset for offset, char in enumerate(decoded.text) if char == "<"]
        whole = decoded.encode()

        assert [whole.index(b"<", place) for place in decoded.byte_offsets(offsets)] == decoded.byte_offsets(offsets)
        assert [
            len(decoded.bom) + len(decoded.text[:offset].encode(decoded.codec, "surrogateescape")) for offset in offsets
        ] == decoded.byte_offsets(offsets)
