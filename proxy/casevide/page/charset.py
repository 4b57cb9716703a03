"""
From the bytes of a page to its text, and from places in the text back to places in the bytes.

The order is that of the HTML standard (section 13.2.3, "The input byte stream"): byte order mark, ``Content-Type``
header, ``<meta>`` in the first 1024 bytes, and then, as nothing was declared: UTF-8 if the bytes are valid UTF-8, else
windows-1252. A wrong guess may garble a label; it never touches the page, because only ASCII is ever inserted, and
every charset accepted here writes ``<``, ``>``, quotes and spaces as single bytes that are never part of another
character.

Where that does not hold (UTF-16, UTF-32, ISO-2022-JP, UTF-7) and where the label is unknown, there is no text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SINGLE = {
    "cp1252": "windows-1252 x-cp1252 cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 iso-ir-100 l1 "
    "latin1 csisolatin1 cp819 ibm819 ascii us-ascii ansi_x3.4-1968 x-user-defined",
    "cp1250": "windows-1250 x-cp1250 cp1250",
    "cp1251": "windows-1251 x-cp1251 cp1251",
    "cp1253": "windows-1253 x-cp1253 cp1253",
    "cp1254": "windows-1254 x-cp1254 cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 iso-ir-148 l5 "
    "latin5 csisolatin5",
    "cp1255": "windows-1255 x-cp1255 cp1255",
    "cp1256": "windows-1256 x-cp1256 cp1256",
    "cp1257": "windows-1257 x-cp1257 cp1257",
    "cp1258": "windows-1258 x-cp1258 cp1258",
    "cp874": "windows-874 iso-8859-11 iso8859-11 iso885911 tis-620 dos-874",
    "cp866": "ibm866 cp866 866 csibm866",
    "iso8859-2": "iso-8859-2 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 iso-ir-101 l2 latin2 csisolatin2",
    "iso8859-3": "iso-8859-3 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 iso-ir-109 l3 latin3 csisolatin3",
    "iso8859-4": "iso-8859-4 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 iso-ir-110 l4 latin4 csisolatin4",
    "iso8859-5": "iso-8859-5 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 iso-ir-144 cyrillic csisolatincyrillic",
    "iso8859-6": "iso-8859-6 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 iso-ir-127 iso-8859-6-e iso-8859-6-i "
    "csiso88596e csiso88596i arabic asmo-708 ecma-114 csisolatinarabic",
    "iso8859-7": "iso-8859-7 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 iso-ir-126 greek greek8 ecma-118 elot_928 "
    "sun_eu_greek csisolatingreek",
    "iso8859-8": "iso-8859-8 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 iso-ir-138 iso-8859-8-e iso-8859-8-i "
    "csiso88598e csiso88598i hebrew visual logical csisolatinhebrew",
    "iso8859-10": "iso-8859-10 iso8859-10 iso885910 iso-ir-157 l6 latin6 csisolatin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 csisolatin9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8_r koi8 koi cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman csmacintosh",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
}
_MULTIPLE = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "gb18030": "gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms932 ms_kanji csshiftjis",
    "cp949": "euc-kr cseuckr windows-949 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 iso-ir-149 "
    "csksc56011987",
}
CODECS = {label: codec for table in (_SINGLE, _MULTIPLE) for codec, labels in table.items() for label in labels.split()}
"""The labels of the WHATWG Encoding Standard that are accepted, each with the Python codec that reads it."""

ASCII_ALONE = frozenset({"utf-8", *_SINGLE})
"""The codecs in which no byte of a longer character looks like ASCII."""

_UTF_16 = frozenset({"utf-16", "utf-16le", "utf-16be"})
BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_ISO_2022 = re.compile(rb"\x1b[$(]")

_PRESCAN = 1024
_CHARSET_PARAMETER = re.compile(r""";\s*charset\s*=\s*["']?([^"';\s]*)""", re.IGNORECASE)
_CHARSET_IN_CONTENT = re.compile(rb"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_META = re.compile(rb"<meta(?=[\t\n\f\r /])", re.IGNORECASE)
_TAG = re.compile(rb"</?[A-Za-z][^\t\n\f\r >]*")
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)"
    rb"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*)?))?"""
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """
    The text of a page, and the way back to its bytes.

    Attributes:
        text: The code points after the byte order mark; bytes that the charset does not know are lone surrogates
            U+DC80 to U+DCFF (PEP 383), so encoding gives the same bytes again.
        codec: The Python codec.
        bom: The byte order mark, or ``b""``.
        same: Whether each code point is one byte, so that places in the text are places in the bytes.
    """

    text: str
    codec: str
    bom: bytes
    same: bool

    def encode(self) -> bytes:
        """Give the bytes again, byte order mark included."""
        return self.bom + self.text.encode(self.codec, "surrogateescape")

    def byte_offsets(self, offsets: Iterable[int]) -> list[int]:
        """
        Give the byte offset of each code-point offset, in one pass over the text.

        Args:
            offsets: Code-point offsets in ascending order.

        Returns:
            Offsets into the whole body, byte order mark included.
        """
        place = len(self.bom)
        if self.same:
            return [place + offset for offset in offsets]
        found = []
        done = 0
        for offset in offsets:
            between = self.text[done:offset]
            place += len(between) if between.isascii() else len(between.encode(self.codec, "surrogateescape"))
            done = offset
            found.append(place)
        return found


def header_label(content_type: str | None) -> str:
    """Give the ``charset`` parameter of a ``Content-Type`` header, lower case; ``""`` if there is none."""
    found = _CHARSET_PARAMETER.search(content_type or "")
    return found.group(1).lower() if found else ""


def meta_label(body: bytes) -> str:
    """
    Give the label that a ``<meta>`` in the first 1024 bytes declares, lower case; ``""`` if there is none.

    This is the prescan of the HTML standard (13.2.3.2): comments are stepped over, tags inside attribute values too.
    """
    head = body[:_PRESCAN]
    place = head.find(b"<")
    while place >= 0:
        if head.startswith(b"<!--", place):
            # The dashes that open a comment may also close it.
            end = head.find(b"-->", place + 2)
            if end < 0:
                return ""
            place = end + 3
        elif found := _META.match(head, place) or _TAG.match(head, place):
            attributes, place = _attributes(head, found.end())
            label = _declared(attributes) if found.re is _META else ""
            if label:
                return label
        elif head[place + 1 : place + 2] in (b"!", b"/", b"?"):
            place = head.find(b">", place) + 1 or len(head)
        else:
            place += 1
        place = head.find(b"<", place)
    return ""


def _attributes(head: bytes, place: int) -> tuple[dict[bytes, bytes], int]:
    """Give the attributes of the tag at `place`, the first of each name, and where they end."""
    attributes: dict[bytes, bytes] = {}
    while found := _ATTRIBUTE.match(head, place):
        attributes.setdefault(found.group(1).lower(), found.group(2) or found.group(3) or found.group(4) or b"")
        place = found.end()
        if head[place : place + 1] in (b'"', b"'") and head[:place].rstrip(b"\t\n\f\r ").endswith(b"="):
            return attributes, len(head)  # a quote that is not closed in the part that counts
    return attributes, place


def _declared(attributes: dict[bytes, bytes]) -> str:
    """Give the label that the attributes of one ``<meta>`` declare, or ``""``."""
    label = attributes.get(b"charset", b"")
    if not label and attributes.get(b"http-equiv", b"").lower() == b"content-type":
        found = _CHARSET_IN_CONTENT.search(attributes.get(b"content", b""))
        label = found.group(found.lastindex or 0) if found else b""
    name = label.decode("ascii", "replace").strip().lower()
    # A tag that could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if name in _UTF_16 else name


def _xml_label(body: bytes) -> str:
    found = _XML_DECLARATION.match(body[:_PRESCAN])
    return found.group(1).decode("ascii").lower() if found else "utf-8"


def codec_of(body: bytes, content_type: str | None, *, xml: bool = False) -> tuple[str, bytes] | None:
    """Give the Python codec and the byte order mark of a body, or ``None`` if there is no codec to be trusted."""
    if body.startswith(_WIDE_BOMS):
        return None
    bom = BOM if body.startswith(BOM) else b""
    label = "utf-8" if bom else header_label(content_type) or (_xml_label(body) if xml else meta_label(body))
    if label:
        codec = CODECS.get(label)
        return None if codec is None else (codec, bom)
    if _ISO_2022.search(body):
        return None  # browsers recognise ISO-2022-JP undeclared, and in it a "<" may be half a character
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", b""
    return "utf-8", b""


def decode(body: bytes, content_type: str | None, *, xml: bool = False) -> Decoded | None:
    """
    Give the text of a body, or ``None`` if its bytes cannot be trusted to come back the same.

    Args:
        body: The bytes, any content encoding already undone.
        content_type: The ``Content-Type`` header, if there is one.
        xml: Whether the XML declaration counts instead of ``<meta>``, and UTF-8 is the only default.
    """
    codec = codec_of(body, content_type, xml=xml)
    return None if codec is None else _decode(body, *codec)


def _decode(body: bytes, codec: str, bom: bytes) -> Decoded | None:
    single = codec in _SINGLE
    try:
        text = body[len(bom) :].decode(codec, "surrogateescape")
        decoded = Decoded(text, codec, bom, same=single or len(text) == len(body) - len(bom))
        safe = single or codec == "utf-8" or decoded.encode() == body
    except UnicodeError:
        return None
    return decoded if safe else None
