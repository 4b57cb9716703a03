"""The CSV: every question on a line, readable by spreadsheets, harmless to them."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.critique import Critique, Finding
from casevide.critique.spreadsheet import COLUMNS, csv_of
from casevide.field import Field, Profile
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES

type Criticise = Callable[..., Critique]


def lines(critiques: list[Critique], rulebook: Rulebook, language: str = "fr") -> list[list[str]]:
    """Give the cells, read back as a spreadsheet reads them."""
    text = csv_of(critiques, rulebook=rulebook, language=language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


class TestTable:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_question(self, criticised: Criticise, rulebook: Rulebook, page: bytes, language: str) -> None:
        """
        One line of headings, one for each question, in each language, all of the same width.
        """
        found = lines([criticised(page), criticised(page)], rulebook, language)

        assert 1 + 2 * 7 == len(found)
        assert {len(COLUMNS)} == {len(line) for line in found}
        assert len(COLUMNS) == len(set(found[0]))

    def test_content(self, criticised: Criticise, rulebook: Rulebook, page: bytes) -> None:
        """
        A line holds verdict with sign, who answers, what the software does, ways out, sources and the rules' digest.
        """
        table = lines([criticised(page)], rulebook)
        home = dict(zip(COLUMNS, table[3], strict=True))

        assert {
            "csv-page": "page.html",
            "column-number": "3",
            "column-field": "Type de logement",
            "csv-sign": "◐*",
            "csv-verdict": "Seulement si besoin",
            "csv-verdict-id": "intrusive",
            "csv-forced": "oui",
            "csv-gap": "oui",
            "column-ways": "Non précisé",
            "column-bearer": "bearer home (fr)",
            "csv-rule": "home",
            "csv-digest": rulebook.digest,
        }.items() <= home.items()
        assert "Text one (fr)" in home["column-sources"]
        assert "https://law.example/one" in home["column-sources"]

    def test_form(self, criticised: Criticise, rulebook: Rulebook, page: bytes) -> None:
        """
        UTF-8 with a byte order mark, lines ended as RFC 4180 says.
        """
        data = csv_of([criticised(page)], rulebook=rulebook, language="fr")

        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert data.count(b"\n") == data.count(b"\r\n")


class TestHarmless:
    @given(
        st.sampled_from(["=", "+", "-", "@", "\t=", " =", "\r@", "\u200b=", "＝", '"=']),
        st.text(max_size=8),
        st.sampled_from(["label", "group", "section", "name"]),
    )
    def test_no_formula(self, beginning: str, rest: str, part: str) -> None:
        """
        No cell begins as a formula does, whatever a page writes.
        """
        rulebook = Rulebook(
            {
                "format": 1, "digest": "", "stopwords": [], "categories": {}, "rules": [], "grounds": {}, "systems": {},
                "sectors": {}, "packs": {},
            }
        )  # fmt: skip
        field = Field(ways_out=(beginning + rest,))
        setattr(field, part, beginning + rest)
        critique = Critique(beginning + rest, Profile(), "", "d", "", (Finding(field, None, None, None),))

        for cell in lines([critique], rulebook)[1]:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
