"""The letter as an editable document: real styles, its language, headers that repeat, the same bytes each time."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from casevide.critique import Critique
from casevide.critique.letter import Heading, Letter, Listing, Paragraph, Table, Turn, letter_of
from casevide.critique.letter_docx import LOCALES, docx_of
from casevide.rulebook import Rulebook


@pytest.fixture
def letter(rulebook: Rulebook, page: bytes, criticised: Callable[..., Critique]) -> Callable[[str], Letter]:
    """Write the letter about the page."""
    return lambda language: letter_of(
        [criticised(page)], rulebook=rulebook, to="dpo", language=language, date="2026-11-22"
    )


def opened(letter: Letter) -> Any:
    """Open the written document again."""
    return docx.Document(io.BytesIO(docx_of(letter)))


class TestStructure:
    def test_headings(self, letter: Callable[[str], Letter]) -> None:
        """
        Headings have the heading styles of their level, and no level is left out.
        """
        document = opened(letter("en"))
        headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]

        assert ("Heading 1", "Subject: legal basis of fields of COSMOS (en): 3 points") == headings[0]
        assert [f"Heading {one.level}" for one in letter("en").blocks if isinstance(one, Heading)] == [
            name for name, _ in headings
        ]

    def test_lists(self, letter: Callable[[str], Letter]) -> None:
        """
        The five questions are a numbered list, the others a list.
        """
        names = [one.style.name for one in opened(letter("en")).paragraphs]

        assert 5 == names.count("List Number")
        assert names.count("List Bullet") >= 8

    def test_tables(self, letter: Callable[[str], Letter]) -> None:
        """
        Each table has a title, and a first row that is marked as its headers and repeats on each page.
        """
        tables = opened(letter("en")).tables
        marked = [[row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] for table in tables]

        assert ["Annex A: screens and fields", "Annex B: grid for the answers", "Annex C: texts cited"] == [
            table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in tables
        ]
        assert all(rows[0] and not any(rows[1:]) for rows in marked)

    def test_pages(self, letter: Callable[[str], Letter]) -> None:
        """
        Every page is A4; only that of the grid is wide; the foot holds the disclaimer and the number of the page.
        """
        sections = opened(letter("en")).sections

        assert [(210, 297), (210, 297), (297, 210), (210, 297)] == [
            (round(one.page_width.mm), round(one.page_height.mm)) for one in sections
        ]
        assert "General information, not legal advice." in sections[0].footer.paragraphs[0].text
        assert [True] * 3 == [one.footer.is_linked_to_previous for one in list(sections)[1:]]
        assert "PAGE" in sections[0].footer._element.xml

    def test_places(self, letter: Callable[[str], Letter]) -> None:
        """
        Each place that the sender fills in has its own style, so that it can be found.
        """
        document = opened(letter("fr"))
        places = [run.text for one in document.paragraphs for run in one.runs if run.style.name == "Case vide place"]

        assert places
        assert all(text.startswith("[…") and text.endswith("]") for text in places)
        assert [] == [
            run.text for one in document.paragraphs for run in one.runs if "[…" in run.text and run.text not in places
        ]

    def test_text_is_complete(self, letter: Callable[[str], Letter]) -> None:
        """
        Nothing of the letter is lost in the document.
        """
        one = letter("nl")
        document = opened(one)
        whole = "\n".join(
            [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
        )
        wanted = [block.text for block in one.blocks if isinstance(block, Heading | Paragraph)]
        wanted += [item for block in one.blocks if isinstance(block, Listing) for item in block.items]
        wanted += [cell for block in one.blocks if isinstance(block, Table) for row in block.rows for cell in row]

        assert [] == [text for text in wanted if text not in whole]


class TestProperties:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_language(self, letter: Callable[[str], Letter], language: str) -> None:
        """
        The document says its language, in its properties and for its text.
        """
        document = opened(letter(language))
        lang = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")

        assert LOCALES[language] == document.core_properties.language
        assert LOCALES[language] == lang.get(qn("w:val"))

    def test_nobody(self, letter: Callable[[str], Letter]) -> None:
        """
        The properties name no person and no program's clock: the day is that of the letter.
        """
        properties = opened(letter("en")).core_properties

        assert ("", "", "") == (properties.author, properties.last_modified_by, properties.comments)
        assert {"2026-11-22"} == {f"{day:%Y-%m-%d}" for day in (properties.created, properties.modified)}

    def test_same_bytes(self, letter: Callable[[str], Letter]) -> None:
        """
        The same letter gives the same bytes; no part of the file bears a clock's time.
        """
        data = docx_of(letter("en"))

        assert data == docx_of(letter("en"))
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert {(1980, 1, 1, 0, 0, 0)} == {part.date_time for part in parts.infolist()}


class TestHostile:
    def test_what_xml_cannot_hold(self) -> None:
        """
        Characters that XML cannot hold are left out; the rest of the text stays.
        """
        bad = "a\x00b\x0bc\ufffed\ud800e<w:p/>&amp;"
        letter = Letter(
            "en",
            bad,
            "2026-11-22",
            (
                Heading(1, bad),
                Paragraph(bad, bad),
                Listing((bad,)),
                Turn(wide=True),
                Table(bad, (bad,), ((bad,),), (1,)),
            ),
            bad,
        )
        document = opened(letter)

        assert "abcde<w:p/>&amp;" == document.paragraphs[0].text
        assert "abcde<w:p/>&amp;" == document.tables[0].rows[1].cells[0].text
