"""
The letter as an editable document (Office Open XML): real styles, headings, lists and table headers. Pure.

The places that the sender fills in have a character style of their own, so that they can be found one after the other.
The same letter gives the same bytes: no clock, no name of a machine or a person.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from casevide.critique.letter import PLACE, Heading, Letter, Listing, Paragraph, Table, Turn

LOCALES: Final[Mapping[str, str]] = {"fr": "fr-FR", "nl": "nl-BE", "en": "en-GB"}
"""The language that the document says it is written in."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT: Final = "Arial"
_WIDTH: Final = Mm(170)
_WIDE: Final = Mm(257)


def docx_of(letter: Letter) -> bytes:
    """Give the letter as the bytes of a ``.docx`` file."""
    return _Writer(letter).whole()


class _Writer:
    """Writes one document. python-docx has no types of its own, hence `Any`."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.document: Any = Document()
        self._properties()
        self._styles()
        self._page(self.document.sections[0], wide=False)

    def whole(self) -> bytes:
        for block in self.letter.blocks:
            match block:
                case Heading():
                    self._runs(self.document.add_heading(level=block.level), block.text)
                case Paragraph():
                    self._paragraph(block)
                case Listing():
                    for item in block.items:
                        style = "List Number" if block.numbered else "List Bullet"
                        self._runs(self.document.add_paragraph(style=style), item)
                case Table():
                    self._table(block)
                case Turn():
                    self._page(self.document.add_section(WD_SECTION.NEW_PAGE), wide=block.wide)
        return self._packed()

    def _packed(self) -> bytes:
        """Pack the document again with one fixed date for each part: python-docx writes the clock's."""
        written, packed = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                part = zipfile.ZipInfo(name, _EPOCH)
                part.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(part, old.read(name))
        return packed.getvalue()

    def _properties(self) -> None:
        properties = self.document.core_properties
        day = datetime.fromisoformat(self.letter.date)
        properties.title = _writable(self.letter.title)
        properties.language = LOCALES[self.letter.language]
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = day
        properties.revision = 1

    def _styles(self) -> None:
        styles = self.document.styles
        language = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
        language.set(qn("w:val"), LOCALES[self.letter.language])
        for name, size, before in (
            ("Normal", 10.5, 0),
            ("Heading 1", 13, 12),
            ("Heading 2", 12, 14),
            ("Heading 3", 11, 12),
        ):
            style = styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(theme), None)
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(6 if name == "Normal" else 4)
        place = styles.add_style("Case vide place", WD_STYLE_TYPE.CHARACTER)
        # A style cannot highlight, but it can shade.
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "FFF2B3")):
            shade.set(qn(f"w:{name}"), value)
        place.element.get_or_add_rPr().append(shade)

    def _page(self, section: Any, *, wide: bool) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
        self.width = _WIDE if wide else _WIDTH
        if section.footer.is_linked_to_previous and len(self.document.sections) == 1:
            line = section.footer.paragraphs[0]
            line.add_run(_writable(self.letter.foot) + "\t\t").font.size = Pt(8.5)
            self._field(line, "PAGE")

    def _field(self, paragraph: Any, code: str) -> None:
        """Add a field that the reader's program fills in, as the number of the page."""
        run = paragraph.add_run()
        run.font.size = Pt(8.5)
        for kind, text in (("begin", None), (None, code), ("end", None)):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)  # noqa: SLF001 - python-docx has no fields of its own

    def _runs(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        """Add text to a paragraph, the places to be filled in their own style."""
        text = _writable(text)
        end = 0
        for found in PLACE.finditer(text):
            if found.start() > end:
                paragraph.add_run(text[end : found.start()]).bold = bold or None
            paragraph.add_run(found[0], style="Case vide place")
            end = found.end()
        if end < len(text):
            paragraph.add_run(text[end:]).bold = bold or None

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.document.add_paragraph()
        if block.style == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if block.style == "block":
            paragraph.paragraph_format.space_after = Pt(14)
        if block.label:
            paragraph.add_run(f"{_writable(block.label)}{_colon(self.letter.language)} ").bold = True
            paragraph.paragraph_format.space_after = Pt(3)
        self._runs(paragraph, block.text, bold=block.style == "strong" and not block.label)
        if block.style == "note":
            for run in paragraph.runs:
                run.italic = True

    def _table(self, block: Table) -> None:
        table = self.document.add_table(rows=1, cols=len(block.header), style="Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no table titles
        title = OxmlElement("w:tblCaption")
        title.set(qn("w:val"), _writable(block.title))
        properties.append(title)
        for cell, text in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].add_run(_writable(text)).bold = True
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self._runs(cell.paragraphs[0], text)
        widths = [int(self.width * part / sum(block.widths)) for part in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, row in enumerate(table.rows):
            self._row(row, heading=number == 0)
            if not row.cells[-1].text:
                row.height = Mm(12)  # room to write an answer
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9)

    def _row(self, row: Any, *, heading: bool) -> None:
        """Keep a row whole; the first one is said again on every page, and is read as the headers."""
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such properties
        for name in ("w:cantSplit", "w:tblHeader") if heading else ("w:cantSplit",):
            properties.append(OxmlElement(name))


def _colon(language: str) -> str:
    return "\u202f:" if language == "fr" else ":"


def _writable(text: str) -> str:
    """Give the text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)
