"""The critique as text: complete, plain on a pipe, safe on a terminal, in three languages."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from casevide.critique import Critique
from casevide.critique.text import Detail, Report, console_for
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES, SIGNS, say

type Criticise = Callable[..., Critique]


@pytest.fixture
def drawn(criticised: Criticise, rulebook: Rulebook) -> Callable[..., str]:
    """Draw pages given as text; one page in French at 100 columns if not said otherwise."""

    def draw(*pages: str | bytes, language: str = "fr", detail: Detail = "all", width: int = 100) -> str:
        stream = io.StringIO()
        console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
        Report(console, language, rulebook).pages([criticised(page) for page in pages], detail)
        return stream.getvalue()

    return draw


def one_line(text: str) -> str:
    """Give a text with its white space folded."""
    return " ".join(text.split())


class TestReport:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_everything_is_said(self, drawn: Callable[..., str], page: bytes, language: str) -> None:
        """
        In each language: sign, name, lead, reason, what to write, who answers, caution, source, status, disclaimer.
        """
        text = one_line(drawn(page, language=language))
        expected = [
            *SIGNS.values(),
            *(one_line(say(verdict, language)) for verdict in SIGNS),
            f"why nat ({language})",
            f"write nat ({language})",
            f"bearer nat ({language})",
            f"caution nat ({language})",
            f"Text one ({language})",
            "https://law.example/one",
            *(
                one_line(say(key, language))
                for key in (
                    "challengeable-lead",
                    "challengeable-note",
                    "care-critical-low",
                    "three-answers",
                    "low-lead",
                    "no-way-out",
                    "wording",
                    "not-reviewed",
                    "confidence-high",
                    "total-forced-without-duty",
                    "disclaimer",
                )
            ),
            one_line(say("reviewed", language, date="2026-10-12")),
        ]

        assert [] == [words for words in expected if words not in text]

    def test_edition_of_a_duty(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        "Required" never stands alone: the text and its year stand behind it.
        """
        assert "Required by law · CASF 2024" in one_line(drawn(page, language="en"))

    def test_totals(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        The totals name fields, forced, required, care-critical, forced without duty, and what may stay empty.
        """
        lines = [line.split(maxsplit=1) for line in drawn(page, language="en").splitlines() if line.strip()]
        totals = {words[1]: words[0] for words in lines if words[0].isdigit()}

        assert {
            "fields": "7",
            "forced by the software": "4",
            "required by law": "1",
            "never to be left empty (care)": "1",
            "forced without any obligation found": "3",
            "may stay empty: no duty found": "3",
            "not judged": "2",
        } == totals

    def test_each_rule_once(self, drawn: Callable[..., str]) -> None:
        """
        What a rule says stands there once, with all the fields that it speaks of.
        """
        page = '<label for="a">Nom A</label><input id="a"><label for="b">Nom B</label><input id="b">'
        text = drawn(page, language="en")

        assert 1 == text.count("why name")
        assert "Fields: Nom A, Nom B" in text

    def test_gap(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        Where the software forces what no text was found to require, both stand side by side.
        """
        expected = "The software: makes it compulsory * ≠ The law: no duty found"

        assert expected in one_line(drawn(page, language="en"))

    def test_way_out_is_quoted(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        A way out found in the page is named, in quotation marks.
        """
        assert "This list offers: “Non précisé”. Choose what is true." in one_line(drawn(page, language="en"))

    def test_likely_is_a_question(self, drawn: Callable[..., str]) -> None:
        """
        A field recognised by its technical name only is asked about, not stated.
        """
        text = one_line(drawn('<input name="logement">', language="en"))

        assert "◐?" in text
        assert "Is this right: housing (en)? Recognised without certainty, from the technical name." in text

    def test_long_address_is_whole(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        The address of a source is never broken over two lines.
        """
        assert any(
            line.strip().endswith("long-address/" * 1) and line.count("/") > 8 for line in drawn(page).splitlines()
        )

    def test_brief(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        Without details the table and totals stay, and the rules' texts go; with sources only, the reasons go.
        """
        brief, sources = drawn(page, detail="none"), drawn(page, detail="sources")

        assert "Nationalité" in brief
        assert "law.example" not in brief
        assert "law.example" in sources
        assert "why nat" not in sources

    def test_no_field(self, drawn: Callable[..., str]) -> None:
        """
        A page without a form says so.
        """
        assert "No field on this page." in drawn("<p>Bonjour</p>", language="en")

    def test_no_rule(self, drawn: Callable[..., str]) -> None:
        """
        A page of which no rule speaks says so, and names the unknown profile.
        """
        text = one_line(drawn('<label for="a">Remarque</label><input id="a">', language="en"))

        assert "No rule speaks of these fields." in text
        assert "--sector" in text

    def test_totals_of_all(self, drawn: Callable[..., str], page: bytes) -> None:
        """
        Several pages have totals of their own and one for all; a single page has one.
        """
        assert "Totals, 2 pages" in drawn(page, page, language="en")
        assert "Totals, " not in drawn(page, language="en")

    def test_repeated_column(self, drawn: Callable[..., str]) -> None:
        """
        Each column that repeats is one line with the number of its rows.
        """
        cells = '<td><input name="p:{0}:nom"></td><td><input name="p:{0}:remarque"></td>'
        rows = "".join(f'<tr><th scope="row">{n}</th>{cells.format(n)}</tr>' for n in range(12))
        heads = '<th scope="col">Nom</th><th scope="col">Remarque</th>'
        text = drawn(f"<table><tr><th>#</th>{heads}</tr>{rows}</table>", language="en", width=200)

        assert 2 == text.count("× 12 rows")

    @pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
    def test_width(self, drawn: Callable[..., str], page: bytes, width: int) -> None:
        """
        At any width no line is wider than the screen but for the addresses of sources, and every label is there.
        """
        text = drawn(page, width=width)

        assert [] == [line for line in text.splitlines() if len(line) > width and "https://" not in line]
        assert "Pointure" in one_line(text) or width < 40

    def test_five_thousand_fields(self, drawn: Callable[..., str]) -> None:
        """
        A page of five thousand questions has five thousand lines in its table.
        """
        page = "".join(f'<p><label for="f{n}">Nom {n}</label><input id="f{n}"></p>' for n in range(5000))
        text = drawn(page, detail="none", language="en")

        assert 5000 == text.count("§")


class TestHostile:
    def test_hostile_page(self, drawn: Callable[..., str]) -> None:
        """
        A page full of control characters comes out without any.
        """
        page = '<h2>a&#x1b;[2J</h2><label for="a">Nom\x1b]0;x\x07</label><input id="a" name="&#x9b;" required>'
        page += "<select aria-label='Logement [bold]' required><option>Non renseigné\x1b[2J</select>"
        text = drawn(page)

        assert not {char for char in text if ord(char) < 32} - {"\n"}
        assert not {"\x9b", "\x7f"} & set(text)
        assert "[bold]" in text


class TestConsole:
    def test_plain_on_a_pipe(self) -> None:
        """
        What is not a terminal gets no colour codes and 100 columns.
        """
        stream = io.StringIO()
        console = console_for(stream)
        console.print("a", style="bold red")

        assert ("a\n", 100) == (stream.getvalue(), console.width)

    def test_poor_terminal(self) -> None:
        """
        A terminal whose charset lacks a sign shows a question mark instead of stopping.
        """
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="cp1252")
        console_for(stream).print("♥ é")
        stream.flush()

        assert b"? \xe9" == raw.getvalue().strip()
