"""The paper sheet: what stands on it, what is named at its foot, the room to write, its HTML and its PDF."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casevide.critique import Critique
from casevide.critique.page import page_of
from casevide.critique.paper import nearest_ground, paper_of, read_choice
from casevide.critique.typeset import pdf_of
from casevide.errors import CasevideError
from casevide.rulebook import Rule, Rulebook, Scope

type Make = Callable[..., dict[str, Any]]


@pytest.fixture
def sheet(rulebook: Rulebook, page: bytes, criticised: Callable[..., Critique]) -> Make:
    """Make the sheet of the page, or of other pages given as text."""

    def make(*pages: str, chosen: tuple[str, ...] = (), language: str = "en") -> dict[str, Any]:
        critiques = [criticised(one) for one in pages or (page,)]
        return paper_of(critiques, rulebook=rulebook, language=language, date="2026-11-22", chosen=chosen)

    return make


def entries(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """Give every question on a sheet."""
    return [entry for screen in sheet["screens"] for group in screen["groups"] for entry in group["entries"]]


def labels(sheet: dict[str, Any]) -> list[str]:
    """Give the labels on a sheet."""
    return [entry["label"] for entry in entries(sheet)]


class TestWhatStandsOnIt:
    def test_required_and_care_only(self, sheet: Make) -> None:
        """
        By itself it holds what a text requires and what care needs, nothing else.
        """
        assert ["Nom", "Personne à prévenir"] == labels(sheet())

    @pytest.mark.parametrize("name", ["Nationalité", "nationalite", "NATIONALITÉ *", "#nat", "nat"])
    def test_what_the_team_chooses(self, sheet: Make, name: str) -> None:
        """
        A chosen question is added in its place, whatever its accents, capitals and star; it says that it was chosen.
        """
        found = sheet(chosen=(name,))

        assert ["Nom", "Nationalité", "Personne à prévenir"] == labels(found)
        assert ["", "Chosen by the team", ""] == [entry["chosen"] for entry in entries(found)]

    def test_unknown_choice(self, sheet: Make) -> None:
        """
        A label that no question has is refused, with the nearest one.
        """
        with pytest.raises(CasevideError, match=r'"Nationalitee" - did you mean "Nationalité"\?'):
            sheet(chosen=("Nationalitee",))

    def test_nothing_to_show(self, sheet: Make) -> None:
        """
        A sheet without any question is not made.
        """
        with pytest.raises(CasevideError, match="nothing would stand on the sheet"):
            sheet('<label>Pointure <input name="p"></label>')

    def test_required_names_its_edition(self, sheet: Make) -> None:
        """
        What a text requires names the edition of that text.
        """
        assert "Required by law · CASF 2024" == entries(sheet())[0]["name"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(chosen=st.sets(st.sampled_from(["nat", "log", "sf", "x", "y"])))
    def test_no_question_is_lost(self, sheet: Make, chosen: set[str]) -> None:
        """
        Whatever is chosen, each question stands on the sheet, is named as undecided, or is counted as left out.
        """
        found = sheet(chosen=tuple(chosen))
        left = sum(int(re.findall(r"\d+", line["text"])[-1]) for line in found["left"]["lines"])

        assert 7 == len(entries(found)) + len(found["undecided"]["names"]) + left
        assert {"Nom", "Personne à prévenir"} <= set(labels(found))


class TestFoot:
    def test_undecided_are_named(self, sheet: Make) -> None:
        """
        Questions of which no rule speaks are named, because one of them may be needed.
        """
        assert ["Pointure", "Remarque"] == sheet()["undecided"]["names"]
        assert "one of them may be required" in sheet()["undecided"]["about"]

    def test_left_out_are_counted(self, sheet: Make) -> None:
        """
        What was left out is counted by its verdict.
        """
        assert ["Open to challenge: 1", "Only if needed: 1", "Optional: 1"] == [
            line["text"] for line in sheet()["left"]["lines"]
        ]

    def test_many(self, sheet: Make) -> None:
        """
        Of thousands of undecided questions the first ones are named and the others counted.
        """
        many = "".join(f'<label>Question {n} <input name="q{chr(97 + n % 26)}{n}"></label>' for n in range(5000))
        names = sheet('<label>Nom <input name="nom"></label>' + many)["undecided"]["names"]

        assert (61, "… and 4940 more") == (len(names), names[-1])

    def test_source_line(self, sheet: Make, rulebook: Rulebook) -> None:
        """
        It tells the date and the fingerprint of the rules, and the day of the sheet.
        """
        assert [
            f"Rules of Case vide of 1 November 2026, fingerprint {rulebook.digest}. Sheet of 22 November 2026."
        ] == (sheet()["sources"])

    def test_unreviewed(self, sheet: Make) -> None:
        """
        It tells how many of its rules nobody else has reviewed.
        """
        assert "Rules not yet reviewed by somebody else: 1 of 3." == sheet(chosen=("log",))["sources"][1]


class TestHeadings:
    SHARED = (
        "<h1>Dossier de Mme Canari</h1><h2>{one}</h2><label>Nom <input name=nom></label>"
        "<h2>{two}</h2><label>Personne à prévenir <input name=u></label>"
    )

    def test_what_all_share_is_left_out(self, sheet: Make) -> None:
        """
        A heading that all questions share says nothing of one of them and may be a name: it does not stand there.
        """
        found = sheet(self.SHARED.format(one="Identité", two="Urgence"))

        assert ["Identité", "Urgence"] == [group["title"] for group in found["screens"][0]["groups"]]
        assert "Canari" not in str(found)

    def test_legend(self, sheet: Make) -> None:
        """
        Where there is no heading, the legend is one; where there is neither, a plain word.
        """
        legend = (
            "<fieldset><legend>Identité</legend><label>Nom <input name=nom></label><label>X <input></label></fieldset>"
        )
        found = sheet(legend + "<label>Personne à prévenir <input name=u></label>")

        assert ["Identité", "Questions"] == [group["title"] for group in found["screens"][0]["groups"]]

    def test_screens(self, sheet: Make) -> None:
        """
        Several pages are numbered; a single one is not.
        """
        one = "<label>Nom <input name=nom></label>"

        assert [""] == [screen["title"] for screen in sheet(one)["screens"]]
        assert ["Screen 1", "Screen 2"] == [screen["title"] for screen in sheet(one, one)["screens"]]


class TestRoomToWrite:
    @pytest.mark.parametrize(
        ("control", "kind", "boxes", "lines"),
        [
            ("<input name=n>", "lines", 0, 1),
            ("<textarea name=n></textarea>", "lines", 0, 4),
            ("<input type=date name=n>", "date", 0, 1),
            ("<input type=checkbox name=n>", "box", 0, 0),
            ("<select name=n><option><option>Oui<option>Non</select>", "boxes", 2, 0),
            ("<select name=n><option>-- Choisir --<option>Oui<option>Non</select>", "boxes", 2, 0),
            ("<select name=n><option>Kies...<option>Ja<option>Neen</select>", "boxes", 2, 0),
            (f"<select name=n>{'<option>Un choix' * 30}</select>", "lines", 0, 1),
        ],
    )
    def test_each_kind_of_control(self, sheet: Make, control: str, kind: str, boxes: int, lines: int) -> None:
        """
        Short choices become boxes, dates have their places, long texts more lines.
        """
        (entry,) = entries(sheet(f"<label>Nom {control}</label>"))

        assert (kind, boxes, lines) == (entry["kind"], len(entry["boxes"]), entry["lines"])

    def test_rows(self, sheet: Make) -> None:
        """
        A question that repeats on rows has as many lines, up to six.
        """
        rows = "".join(f'<label>Nom <input name="n{row}"></label>' for row in range(30))
        (entry,) = entries(sheet(rows))

        assert (6, "× 30 rows") == (entry["lines"], entry["place"])

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_three_answers_for_care(self, sheet: Make, language: str) -> None:
        """
        A question that care needs always offers three different answers; no other does.
        """
        found = sheet(language=language)
        html = page_of(found, "paper.html").decode()

        assert [False, True] == [entry["care"] for entry in entries(found)]
        assert 3 == len(set(found["answers"]))
        assert all(html.count(f"</span>{answer}</li>") == 1 for answer in found["answers"])


class TestNearestGround:
    @pytest.mark.parametrize(
        ("grounds", "country", "expected"),
        [
            (["be-a", "fr-a"], "FR", ["fr-a"]),
            (["be-a", "fr-a"], "BE", ["be-a"]),
            (["be-a", "eu-a", "fr-a"], "FR", ["eu-a"]),
            (["be-a"], "FR", ["be-a"]),
            (["be-a", "eu-a"], None, ["eu-a"]),
            ([], "FR", []),
        ],
    )
    def test_own_country_first(self, grounds: list[str], country: str | None, expected: list[str]) -> None:
        """
        A text of the country or of the Union is told before one of another country.
        """
        assert expected == nearest_ground(Rule("r", "c", "required", Scope(), {"grounds": grounds}), country)


class TestReadChoice:
    @pytest.mark.parametrize(
        "text",
        [
            "Nationalité\nType de logement\n",
            "# our choice\n\nNationalité\n  Type de logement  \n",
            "- Nationalité\n- Type de logement\n",
            "- \"Nationalité\"\n- 'Type de logement'\n",
            '["Nationalité", Type de logement]',
            "\ufeffNationalité\r\nType de logement\r\n",
        ],
    )
    def test_forms(self, text: str) -> None:
        """
        One label on each line, or a YAML list.
        """
        assert ("Nationalité", "Type de logement") == read_choice(text, "choice.txt")

    def test_a_colon_is_part_of_a_label(self) -> None:
        """
        A plain list takes labels as pages write them.
        """
        assert ("Né(e) le : *",) == read_choice("Né(e) le : *\n", "choice.txt")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "no label stands in it"),
            ("# only a remark\n", "no label stands in it"),
            ("- a: b\n", "not a list of labels"),
            ("- [a]\n", "not a list of labels"),
            ('- "open\n', "not a YAML list"),
        ],
    )
    def test_bad_files(self, text: str, message: str) -> None:
        """
        What is not a list of labels is refused, with its name.
        """
        with pytest.raises(CasevideError, match=f"choice.txt.*{message}"):
            read_choice(text, "choice.txt")


class TestOutputs:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_accessible_page(
        self, sheet: Make, language: str, looked_at: Callable[..., tuple[list[str], list[str]]], tmp_path: Path
    ) -> None:
        """
        In a real browser axe finds nothing wrong with the page, and it asks the network for nothing.
        """
        path = tmp_path / "sheet.html"
        path.write_bytes(page_of(sheet(chosen=("nat", "log"), language=language), "paper.html"))

        assert ([], []) == looked_at(path)

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_tagged_pdf(self, sheet: Make, language: str) -> None:
        """
        The PDF is tagged, A4, and in its language.
        """
        found = sheet(chosen=("nat",), language=language)
        document = pikepdf.open(io.BytesIO(pdf_of("paper.typ", found, language=language, title=found["title"])))
        elements = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        roles = {str(one.S) for one in elements if one.get("/Type") == "/StructElem"}

        assert document.Root.MarkInfo.Marked
        assert language == str(document.Root.Lang)
        assert {"/H1", "/H2", "/P"} <= roles
        assert {(595, 842)} == {tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages}

    def test_same_bytes(self, sheet: Make) -> None:
        """
        The same sheet gives the same bytes, as a page and as a PDF.
        """
        pages = {page_of(sheet(), "paper.html") for _ in range(2)}
        pdfs = {pdf_of("paper.typ", sheet(), language="en", title="x") for _ in range(2)}

        assert (1, 1) == (len(pages), len(pdfs))

    def test_hostile_labels(self, sheet: Make) -> None:
        """
        What a page writes is text on the sheet, never markup.
        """
        label = "Nom &lt;script&gt;alert(1)&lt;/script&gt; #panic() *x* \u202e"
        found = sheet(f"<label>{label} <input name=n></label>")
        html = page_of(found, "paper.html").decode()

        assert "<script" not in html
        assert "Nom &lt;script&gt;alert(1)&lt;/script&gt; #panic() *x*" in html
        assert pdf_of("paper.typ", found, language="en", title="x").startswith(b"%PDF")
