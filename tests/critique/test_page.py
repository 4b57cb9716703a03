"""The HTML file: whole in itself, accessible in a real browser, safe whatever a page writes; and its twin, the PDF."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casevide.critique import Critique, critique_page
from casevide.critique.against import compare
from casevide.critique.document import document_of
from casevide.critique.page import page_of
from casevide.critique.typeset import pdf_of
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.training import draw, load_practice
from casevide.wording import LANGUAGES

type Criticise = Callable[..., Critique]
type Look = Callable[..., tuple[list[str], list[str]]]

DAY = date(2026, 11, 22)
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }}"


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    """The rules that come with the program."""
    return load_rulebook()


@pytest.fixture(scope="module")
def practice(shipped: Rulebook) -> list[Critique]:
    """The critiques of all practice pages of COSMOS."""
    cosmos = load_practice("cosmos")
    return [critique_page(draw(cosmos, page), source=f"{page.id}.html", rulebook=shipped) for page in cosmos.pages]


def document(critiques: list[Critique], rulebook: Rulebook, language: str) -> dict[str, Any]:
    """Give a document with all its parts, the comparison too."""
    old = [critique.as_json() for critique in critiques]
    for page in old:
        page["fields"] = [field | {"forced": not field["forced"]} for field in page["fields"][1:]]
    changes, gone = compare(old, critiques)
    return document_of(critiques, rulebook=rulebook, language=language, on=DAY, changes=changes, gone=gone)


class TestPage:
    @pytest.mark.parametrize(("language", "width"), [("fr", 1200), ("nl", 1200), ("en", 1200), ("fr", 340)])
    def test_accessible(
        self, practice: list[Critique], shipped: Rulebook, tmp_path: Path, looked_at: Look, language: str, width: int
    ) -> None:
        """
        In a real browser, wide and narrow, axe finds nothing, and nothing is asked of anywhere.
        """
        path = tmp_path / "critique.html"
        path.write_bytes(page_of(document(practice[:2], shipped, language)))

        assert ([], []) == looked_at(path, width)

    def test_axe_is_awake(self, tmp_path: Path, looked_at: Look) -> None:
        """
        The same look at a page with mistakes finds them, and what it asks for.
        """
        path = tmp_path / "bad.html"
        path.write_text("<title>a</title><img src=b.png><input>")
        wrong, asked = looked_at(path)

        assert {"html-has-lang", "image-alt", "label"} <= {one.partition(":")[0] for one in wrong}
        assert [True] == [address.endswith("b.png") for address in asked]

    def test_nothing_from_elsewhere(self, practice: list[Critique], shipped: Rulebook) -> None:
        """
        The file names no script, no style sheet, no picture; every address is a link of a source.
        """
        text = page_of(document(practice, shipped, "fr")).decode()

        assert not re.search(r"<(script|link|img|iframe|object|base)\b|\burl\((?!#)|@import|\ssrc=", text)
        assert len(re.findall("https?://", text)) == len(
            re.findall(r'href="https://|>https://|xmlns="http://www.w3.org/2000/svg"', text)
        )

    def test_hostile_page(self, criticised: Criticise, rulebook: Rulebook) -> None:
        """
        What a page writes stays text.
        """
        label = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
        critiques = [criticised(f"<h2>{label}</h2><label for=a>{label}</label><input id=a required><h2>b</h2><input>")]
        text = page_of(document(critiques, rulebook, "fr")).decode()

        assert "<script" not in text
        assert "<img" not in text
        assert "{{ 7*7 }}" in text

    def test_deterministic(self, practice: list[Critique], shipped: Rulebook) -> None:
        """
        The same input gives the same bytes.
        """
        assert page_of(document(practice, shipped, "nl")) == page_of(document(practice, shipped, "nl"))


class TestPdf:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_structure(self, practice: list[Critique], shipped: Rulebook, language: str) -> None:
        """
        The PDF is tagged, in its language, with header cells, and a text for every chart.
        """
        told = document(practice, shipped, language)
        data = pdf_of("critique.typ", told, language=language, title=told["title"])
        with pikepdf.open(io.BytesIO(data)) as pdf:
            elements = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
            roles = {str(one.S) for one in elements}
            figures = [one for one in elements if one.S == "/Figure"]

            assert language == str(pdf.Root.Lang)
            assert bool(pdf.Root.MarkInfo.Marked)
            assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Link", "/L", "/LI"} <= roles
            assert [chart["words"] for chart in told["charts"]] == [str(one.Alt) for one in figures]

    def test_hostile_page(self, criticised: Criticise, rulebook: Rulebook) -> None:
        """
        What a page writes cannot command typst either.
        """
        label = '#panic("x") #read("/cli.py") $ \\ @a &lt;b> ]'
        told = document([criticised(f"<label for=a>{label}</label><input id=a required>")], rulebook, "en")

        assert pdf_of("critique.typ", told, language="en", title=told["title"]).startswith(b"%PDF")


class TestLarge:
    def test_five_thousand_fields(self, criticised: Criticise, rulebook: Rulebook) -> None:
        """
        A form of five thousand fields comes out whole, on the page and in PDF.
        """
        fields = "".join(f"<label for=f{n}>Nom {n}</label><input id=f{n} name=f{n}>" for n in range(5000))
        told = document_of([criticised(fields)], rulebook=rulebook, language="fr", on=DAY)
        text = page_of(told).decode()

        assert "Nom 4999" in text
        assert 5000 == len(re.findall('<tr role="row"><td', text))
        with pikepdf.open(io.BytesIO(pdf_of("critique.typ", told, language="fr", title=told["title"]))) as pdf:
            assert len(pdf.pages) > 50
