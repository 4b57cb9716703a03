"""The letter: what it asks about, what never stands in it, to whom it goes, and its PDF."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from casevide.critique import Critique, critique_page
from casevide.critique.letter import ADDRESSEES, PLACE, Heading, Letter, Listing, Paragraph, Table, asked_of, letter_of
from casevide.critique.typeset import pdf_of
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import Rulebook

DIGEST = re.compile("sha256-[0-9a-f]{64}")


@pytest.fixture
def write(rulebook: Rulebook, page: bytes, criticised: Callable[..., Critique]) -> Callable[..., Letter]:
    """Write the letter about the page, or about other critiques."""

    def make(*critiques: Critique, to: str = "dpo", language: str = "en", **more: Any) -> Letter:
        found = critiques or (criticised(page),)
        return letter_of(found, rulebook=rulebook, to=to, language=language, **{"date": "2026-11-22"} | more)

    return make


def texts(letter: Letter) -> list[str]:
    """Give every text of a letter."""
    found: list[str] = [letter.title, letter.foot]
    for block in letter.blocks:
        match block:
            case Heading():
                found.append(block.text)
            case Paragraph():
                found += [block.label, block.text]
            case Listing():
                found += block.items
            case Table():
                found += [block.title, *block.header, *(cell for row in block.rows for cell in row)]
    return found


def points(letter: Letter) -> list[str]:
    """Give the headings of the points."""
    return [block.text for block in letter.blocks if isinstance(block, Heading) and block.level == 3]


def tables(letter: Letter) -> list[Table]:
    """Give the tables of a letter."""
    return [block for block in letter.blocks if isinstance(block, Table)]


class TestWhatIsAskedAbout:
    def test_challengeable_and_forced_without_duty(self, write: Callable[..., Letter]) -> None:
        """
        It asks about what can be contested and what is forced without a duty found, in page order.
        """
        assert ["1. Nationality (en)", "2. Housing (en)", "3. Couple (en)"] == points(write())

    def test_required_and_care_stay_out(self, criticised: Callable[..., Critique], page: bytes) -> None:
        """
        What a text requires and what care needs is never asked about, forced or not.
        """
        verdicts = {
            question.first.verdict for question in asked_of(criticised(page.replace(b'id="urg"', b'id="urg" required')))
        }

        assert {"challengeable", "intrusive", "optional"} == verdicts

    def test_challengeable_but_not_forced(
        self, write: Callable[..., Letter], criticised: Callable[..., Critique]
    ) -> None:
        """
        A field that can be contested is asked about even if the software does not force it.
        """
        letter = write(criticised('<title>COSMOS</title><label>Nationalité <input name="n"></label>'))

        assert ["1. Nationality (en)"] == points(letter)
        assert "Subject: legal basis of a field of COSMOS (en)" in texts(letter)

    def test_not_forced_and_not_contestable(
        self, write: Callable[..., Letter], criticised: Callable[..., Critique]
    ) -> None:
        """
        Without anything to ask there is no letter.
        """
        with pytest.raises(CasevideError, match="there is nothing to ask"):
            write(criticised('<label>Type de logement <input name="n"></label>'))

    def test_one_point_for_several_screens(
        self, write: Callable[..., Letter], criticised: Callable[..., Critique]
    ) -> None:
        """
        The same rule on several screens is one point that names each of them.
        """
        one = criticised('<title>COSMOS</title><label>Nationalité <input name="n"></label>')
        letter = write(one, one)

        assert 1 == len(points(letter))
        assert ["“Nationalité”, screen 1", "“Nationalité”, screen 2"] == [
            block.text for block in letter.blocks if isinstance(block, Paragraph) and block.label == "Field"
        ]

    def test_rows_are_one_question(self, write: Callable[..., Letter], criticised: Callable[..., Critique]) -> None:
        """
        A column that repeats on many rows is named once, with the number of rows.
        """
        rows = "".join(f'<label>Nationalité <input name="n{row}" required></label>' for row in range(5))

        assert "“Nationalité” × 5 rows, screen 1" in texts(write(criticised(f"<title>COSMOS</title>{rows}")))


class TestPoint:
    def test_what_each_point_says(self, write: Callable[..., Letter]) -> None:
        """
        A point says field, software, finding, who answers, caution, sources, confidence and the questions.
        """
        blocks = write().blocks
        start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 3)
        labels = [block.label for block in blocks[start + 1 : start + 9] if isinstance(block, Paragraph)]

        assert [
            "Field", "Software", "Found", "Who answers", "Caution", "Source", "Confidence", "Asked",
        ] == labels  # fmt: skip

    def test_many_fields_of_one_rule(self, write: Callable[..., Letter], criticised: Callable[..., Critique]) -> None:
        """Of many fields the point names the first ones and says how many more the annex names: all of them."""
        boxes = "".join(f"<label>Nationalité {name}<input></label>" for name in "abcdefghijkl")
        letter = write(criticised(f"<title>COSMOS</title><form>{boxes}</form>".encode()))
        named = [one for one in texts(letter) if re.fullmatch(r"“Nationalité .”, screen 1", one)]
        annex = [row for row in tables(letter)[0].rows if row[0] == "1"]

        assert (8, 12) == (len(named), len(annex))
        assert "… and 4 other fields, all named in annex A." in texts(letter)

    def test_source_not_read(self, write: Callable[..., Letter]) -> None:
        """
        A source whose exact wording was not read says so.
        """
        assert "Text one (en); Text two (en) (exact wording to be confirmed)" in texts(write())

    def test_low_confidence_is_a_question(self, write: Callable[..., Letter]) -> None:
        """
        Of a rule of low confidence the letter makes no finding: it asks.
        """
        assert "This point is an open question: does a text require this field here? why couple (en)" in texts(write())

    def test_ways_out(self, write: Callable[..., Letter]) -> None:
        """
        It tells what a list offers; where nothing is offered, it asks what is to be written.
        """
        found = texts(write())
        asked = [text for text in found if text.startswith("For which persons is this item needed")]

        assert "compulsory; the list offers “Non précisé”" in found
        assert "compulsory, without a choice for “not asked” or “declined”" in found
        assert 1 == len(asked)
        assert "inventing a value" not in asked[0]

    def test_special_categories(self, rulebook: Rulebook, page: bytes, criticised: Callable[..., Critique]) -> None:
        """
        Of sensitive data it also asks which exception of article 9(2) applies.
        """
        content = dict(rulebook.content)
        content["categories"] = content["categories"] | {
            "nationality": content["categories"]["nationality"] | {"special": "art-9"}
        }
        letter = letter_of([criticised(page)], rulebook=Rulebook(content), to="dpo", language="en", date="2026-11-22")

        assert 1 == sum("Which exception of article 9(2)" in text for text in texts(letter))

    def test_five_questions(self, write: Callable[..., Letter]) -> None:
        """
        For each point it asks for text, purpose, what if empty, retention and recipients; the grid has room for each.
        """
        letter = write()
        five = next(block for block in letter.blocks if isinstance(block, Listing) and block.numbered)
        grid = tables(letter)[1]

        assert ["Which text", "What precise purpose", "Is the person obliged", "How long", "Who receives"] == [
            next(
                start
                for start in ("Which text", "What precise purpose", "Is the person obliged", "How long", "Who receives")
                if text.startswith(start)
            )
            for text in five.items
        ]
        assert ("Field", "Text and basis", "Purpose", "If left empty", "Retention", "Recipients") == grid.header
        assert points(letter) == [row[0] for row in grid.rows]
        assert {""} == {cell for row in grid.rows for cell in row[1:]}


class TestNobodysData:
    PAGE = (
        "<title>COSMOS - Mme Canari</title><h1>Dossier de Mme Canari</h1><h2>Canari, née en 1961</h2><form>"
        '<label for="n">Nationalité *</label><input id="n" name="n" required value="canari"><output>Canari</output>'
        "</form>"
    )

    @pytest.mark.parametrize("to", ADDRESSEES)
    def test_no_title_heading_value_or_file_name(
        self, write: Callable[..., Letter], rulebook: Rulebook, to: str
    ) -> None:
        """
        Page titles, headings, values and the names of files and addresses never reach the letter.
        """
        page = critique_page(self.PAGE.encode(), source="https://canari.example/dossier/Canari.html", rulebook=rulebook)

        assert [] == [text for text in texts(write(page, to=to)) if "canari" in text.lower()]

    def test_screens_are_places(self, write: Callable[..., Letter]) -> None:
        """
        The annex has a place for the name of each screen, and the field and the day of reading beside it.
        """
        row = tables(write(read=["2026-11-20"]))[0].rows[0]

        assert ("1", "[… name of screen 1]", "“Nationalité”") == row[:3]
        assert "20 November 2026" == row[5]

    def test_unknown_day(self, write: Callable[..., Letter]) -> None:
        """
        Where it is not known when a page was read, the day is a place to be filled.
        """
        assert {"[… date of reading]"} == {row[5] for row in tables(write())[0].rows}


class TestAddressees:
    @pytest.mark.parametrize(
        ("to", "country", "expected"),
        [
            ("dpo", "FR", "data protection officer"),
            ("works-council", "FR", "comité social"),
            ("works-council", "BE", "CPPT/CPBW"),
            ("works-council", None, "body that represents the staff"),
            ("authority", "FR", "3 place de Fontenoy"),
            ("authority", "BE", "Rue de la Presse 35"),
            ("authority", "LU", "[… name of the authority]"),
        ],
    )
    def test_address(
        self,
        write: Callable[..., Letter],
        criticised: Callable[..., Critique],
        to: str,
        country: str | None,
        expected: str,
    ) -> None:
        """
        Each addressee of each country has their own address.
        """
        page = '<label>Nationalité <input name="n"></label>'
        critique = criticised(page, profile=Profile(None, "social-services"))
        letter = write(critique, to=to, country=country)

        assert isinstance(letter.blocks[1], Paragraph)
        assert expected in letter.blocks[1].text

    def test_no_complaint_of_somebody_else(self, write: Callable[..., Letter]) -> None:
        """
        To the authority it says that the complaint of article 77 belongs to the person.
        """
        letter = write(to="authority")

        assert any(text.startswith("This is not the complaint of article 77 GDPR") for text in texts(letter))
        assert any("GDPR, art. 77\n" in row[0] for row in tables(letter)[2].rows)

    def test_articles_in_dutch(self, write: Callable[..., Letter]) -> None:
        """
        Dutch cites articles with their "lid".
        """
        cited = [row[0].split("\n")[0] for row in tables(write(language="nl"))[2].rows]

        assert {"AVG, art. 38, lid 4", "AVG, art. 39, lid 1, a)", "AVG, art. 30"} <= set(cited)


class TestCaveats:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    @pytest.mark.parametrize("to", ADDRESSEES)
    def test_always_there(self, write: Callable[..., Letter], to: str, language: str) -> None:
        """
        Each letter, in each language, carries the disclaimer, the fingerprint of the rules and what was not judged.
        """
        letter = write(to=to, language=language)
        limits = [block for block in letter.blocks if isinstance(block, Listing)][-1].items

        assert letter.foot == limits[0]
        assert any(DIGEST.search(one) for one in limits)
        assert any(re.search(r"\b2\b.*\b7\b", one) for one in limits)
        assert any(re.search(r"\b1\b.*\b3\b", one) for one in limits)

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_places_are_marked(self, write: Callable[..., Letter], language: str) -> None:
        """
        What the sender must fill in is marked everywhere in the same way.
        """
        found = [place for text in texts(write(language=language)) for place in PLACE.findall(text)]

        assert len(found) > 9
        assert all(len(place) > 4 for place in found)


class TestPdf:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_tagged(self, write: Callable[..., Letter], language: str) -> None:
        """
        The PDF is tagged and says its language and title; its headings, lists and table headers are such.
        """
        letter = write(language=language)
        data = pdf_of("letter.typ", letter.as_data(), language=language, title=letter.title)
        document = pikepdf.open(io.BytesIO(data))
        roles = [
            str(one.S)
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]

        assert document.Root.MarkInfo.Marked
        assert language == str(document.Root.Lang)
        assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/P"} <= set(roles)
        assert 1 == roles.count("/H1")
        assert 3 == roles.count("/Table")
        with document.open_metadata() as metadata:
            assert letter.title == metadata["dc:title"]
            assert "1" == metadata["pdfuaid:part"]

    def test_same_bytes(self, write: Callable[..., Letter]) -> None:
        """
        The same letter gives the same bytes.
        """
        one, two = (pdf_of("letter.typ", write().as_data(), language="en", title="x") for _ in range(2))

        assert one == two

    def test_wide_grid(self, write: Callable[..., Letter]) -> None:
        """
        The grid for the answers lies on a wide page, the rest on upright ones, all of them A4.
        """
        data = pdf_of("letter.typ", write().as_data(), language="en", title="x")
        sizes = [
            tuple(round(float(side)) for side in page.mediabox[2:]) for page in pikepdf.open(io.BytesIO(data)).pages
        ]

        assert {(595, 842), (842, 595)} == set(sizes)
        assert 1 == sizes.count((842, 595))
