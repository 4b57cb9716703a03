"""The PDF: tagged, titled, in its language, complete in itself, the same bytes each time, whatever text it is given."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casevide.critique import typeset
from casevide.critique.typeset import pdf_of
from casevide.errors import CasevideError

SHEET = """#import "common.typ": *
#show: sheet.with(foot: data.foot)
= #data.text
#for id in ("care-critical", "required", "challengeable", "intrusive", "optional") [#verdict(id, id, mark: "*") ]
#table(columns: 2, table.header([A], [B]), [1], [2])
#address("https://law.example/one/two") #tick-box() #writing-line()
"""


@pytest.fixture
def template() -> Iterator[str]:
    """A template beside the real ones, as `common.typ` can only be found there."""
    path = Path(typeset.__file__).parent / "templates" / f"test-of-typeset-{os.getpid()}.typ"
    path.write_text(SHEET, encoding="utf-8")
    yield path.name
    path.unlink()


def pdf(template: str, text: str = "Titre", language: str = "fr") -> pikepdf.Pdf:
    """Typeset the template; open the result."""
    data = {"text": text, "foot": "Information générale, pas un avis juridique."}
    return pikepdf.open(io.BytesIO(pdf_of(template, data, language=language, title=text)))


def structure(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Give every structure element of a document: its role and the element."""
    found: list[tuple[str, Any]] = []
    waiting: list[Any] = [document.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append((str(element.S), element))
            if "/K" in element:
                waiting.append(element.K)
    return found


class TestAccessible:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_says_what_it_is(self, template: str, language: str) -> None:
        """
        The document is marked as tagged and as PDF/UA-1, has its language, and viewers show its title.
        """
        document = pdf(template, language=language)

        assert language == str(document.Root.Lang)
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert "Titre" == metadata["dc:title"]
            assert "1" == metadata["pdfuaid:part"]

    def test_structure(self, template: str) -> None:
        """
        Headings, tables with header cells and links are tagged as such; signs and empty lines are no content.
        """
        roles = {role for role, _ in structure(pdf(template))}

        assert {"/H1", "/Table", "/TH", "/TD", "/Link"} <= roles
        assert "/Figure" not in roles

    def test_fonts_are_inside(self, template: str) -> None:
        """
        Every font is part of the file, so that it looks the same everywhere.
        """
        document = pdf(template)
        descriptors = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        descriptors = [one for one in descriptors if one.get("/Type") == "/FontDescriptor"]

        assert descriptors
        assert all(any(f"/FontFile{kind}" in one for kind in ("", "2", "3")) for one in descriptors)


class TestDeterministic:
    def test_same_bytes(self, template: str) -> None:
        """
        The same input gives the same bytes, and they hold no date.
        """
        data = {"text": "a", "foot": "b"}
        first = pdf_of(template, data, language="fr", title="t")

        assert first == pdf_of(template, data, language="fr", title="t")
        assert b"CreationDate" not in first


class TestAnyText:
    @pytest.mark.parametrize(
        "text",
        [
            "日本語",
            "a😀b",
            "e\u0301\u0489",
            "\x01\x1b\x7f\u2028\ufffe",
            "\ud800",
            "مرحبا",
            '#panic() $x$ "\\',
            "\u202edrow",
        ],
    )
    def test_undrawable_text(self, template: str, text: str) -> None:
        """
        Whatever a page's text holds, a document comes out; what has no shape becomes a box.
        """
        assert 1 == len(pdf(template, f"avant {text} après").pages)

    def test_box(self, template: str) -> None:
        """
        A character that the fonts lack becomes a box, and its neighbours stay.
        """
        with pdf(template, "é日x").open_metadata() as metadata:
            assert "é□x" == metadata["dc:title"]


class TestErrors:
    def test_without_typst(self, template: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without typst the message says what is missing and what to do.
        """
        monkeypatch.setitem(sys.modules, "typst", None)

        with pytest.raises(CasevideError, match="typst, which typesets the PDF, is not there - install it"):
            pdf_of(template, {}, language="fr", title="t")

    def test_broken_template(self, template: str) -> None:
        """
        What typst says of a template that lacks its data becomes an error of ours.
        """
        with pytest.raises(CasevideError, match="typst cannot draw this"):
            pdf_of(template, {}, language="fr", title="t")
