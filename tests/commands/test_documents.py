"""The commands ``casevide letter``, ``paper`` and ``leaflet``, with the rules that come with the program."""

import io
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>COSMOS - Accueil</title></head><body>
<h1>Accueil</h1><form><h2>Identité</h2>
<label for="nat">Nationalité *</label><select id="nat" required><option>Française<option>Autre</select>
<label for="enf">Nombre d'enfants *</label><input id="enf" required>
<h2>Urgence</h2><label for="urg">Personne à prévenir</label><input id="urg">
<label for="cou">Couleur préférée</label><input id="cou"></form></body></html>"""
DATE = ("--date", "2026-11-22")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own folders, shared by this file so that the rules are compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def kept(home: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The critique of the page, kept as JSON."""
    page = tmp_path_factory.mktemp("kept") / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEVIDE_HOME", str(home))
        return run("critique", str(page), "--json").stdout_bytes


@pytest.fixture(autouse=True)
def _at_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEVIDE_HOME", str(home))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")


def run(*arguments: str, stdin: bytes = b"") -> Result:
    """Run the program; an exception that is not an exit is a failure of its own."""
    result = CliRunner().invoke(cli, arguments, input=stdin)

    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


class TestLetter:
    def test_docx(self) -> None:
        """
        The letter is an editable document about the fields of the page, in the language of the locale.
        """
        result = run("letter", "page.html", "--to", "dpo", "-o", "letter.docx", *DATE)
        texts = [one.text for one in docx.Document("letter.docx").paragraphs]

        assert 0 == result.exit_code, result.output
        assert "Subject: legal basis of fields of COSMOS: 2 points" in texts
        assert {"1. Nationality", "2. Number of children"} <= set(texts)
        assert not any("Personne à prévenir" in text for text in texts)

    @pytest.mark.parametrize(("to", "language"), [("dpo", "fr"), ("works-council", "nl"), ("authority", "en")])
    def test_pdf(self, to: str, language: str) -> None:
        """
        There is a PDF for each addressee, in the language chosen; the country comes from the software.
        """
        result = run("letter", "page.html", "--to", to, "--lang", language, "-o", "letter.pdf", *DATE)

        assert 0 == result.exit_code, result.output
        assert language == str(pikepdf.open("letter.pdf").Root.Lang)

    def test_from_a_kept_critique(self, kept: bytes) -> None:
        """
        A critique kept as JSON gives the same points as the page itself.
        """
        Path("kept.json").write_bytes(kept)
        run("letter", "page.html", "--to", "dpo", "-o", "one.docx", *DATE)
        run("letter", "kept.json", "--to", "dpo", "-o", "two.docx", *DATE)
        one, two = ([p.text for p in docx.Document(name).paragraphs] for name in ("one.docx", "two.docx"))

        assert one == two

    def test_same_bytes(self) -> None:
        """
        The same page, rules and day give the same bytes.
        """
        for name in ("one.docx", "two.docx", "one.pdf", "two.pdf"):
            run("letter", "page.html", "--to", "dpo", "-o", name, *DATE)

        assert Path("one.docx").read_bytes() == Path("two.docx").read_bytes()
        assert Path("one.pdf").read_bytes() == Path("two.pdf").read_bytes()

    def test_says_which_screen_is_which(self) -> None:
        """
        The letter leaves the names of screens to the sender; the program tells which page is which, and what to check.
        """
        result = run("letter", "page.html", "--to", "dpo", "-o", "letter.docx", *DATE)

        assert "Screen 1: page.html" in result.stderr
        assert "fill in each place marked […], and check that no person is named" in result.stderr

    def test_today(self) -> None:
        """
        Without a date the letter bears today's.
        """
        run("letter", "page.html", "--to", "dpo", "--lang", "nl", "-o", "letter.docx")
        before = docx.Document("letter.docx").core_properties.created

        assert before is not None
        assert abs((before.date() - date.today()).days) <= 1  # noqa: DTZ011 - the machine's own day

    def test_partial_results(self) -> None:
        """
        A page that cannot be read is told and the exit code is 2; the letter is written about the others.
        """
        result = run("letter", "page.html", "gone.html", "--to", "dpo", "-o", "letter.docx", *DATE)

        assert 2 == result.exit_code
        assert "gone.html: cannot read" in result.stderr
        assert Path("letter.docx").exists()

    def test_standard_input_and_output(self) -> None:
        """
        A page from standard input gives a letter on standard output.
        """
        arguments = ("letter", "-", "--to", "dpo", "--country", "FR", "--format", "docx", "-o", "-", *DATE)
        result = run(*arguments, stdin=PAGE.encode())

        assert 0 == result.exit_code, result.stderr
        assert docx.Document(io.BytesIO(result.stdout_bytes)).paragraphs

    def test_which_authority(self) -> None:
        """
        Where the country is not known, the authority is asked for.
        """
        page = '<form><label>Opinions politiques <input required name="o"></label></form>'
        result = run("letter", "-", "--to", "authority", "-o", "letter.pdf", stdin=page.encode())

        assert (2, False) == (result.exit_code, Path("letter.pdf").exists())
        assert "add --country FR or BE" in result.stderr


class TestPaper:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_page(self, language: str) -> None:
        """
        The sheet is one HTML file in the language, with what care needs and without the rest.
        """
        result = run("paper", "page.html", "--lang", language, "-o", "sheet.html", *DATE)
        html = Path("sheet.html").read_text("utf-8")

        assert 0 == result.exit_code, result.output
        assert f'<html lang="{language}">' in html
        assert "<h3>Personne à prévenir</h3>" in html
        assert "<h3>Nationalité</h3>" not in html

    def test_chosen(self) -> None:
        """
        The team adds questions by name and by a file.
        """
        Path("choice.txt").write_text("# ours\nCouleur préférée\n", encoding="utf-8")
        run("paper", "page.html", "--with", "nationalité", "--choose", "choice.txt", "-o", "sheet.html", *DATE)
        html = Path("sheet.html").read_text("utf-8")

        assert ["Nationalité", "Personne à prévenir", "Couleur préférée"] == [
            part.split("</h3>")[0] for part in html.split("<h3>")[1:]
        ]

    def test_pdf(self) -> None:
        """
        Without a format the name of the file says it, and PDF is the first choice.
        """
        assert 0 == run("paper", "page.html", "-o", "sheet.pdf", *DATE).exit_code
        assert 0 == run("paper", "page.html", "-o", "sheet", *DATE).exit_code
        assert Path("sheet.pdf").read_bytes() == Path("sheet").read_bytes()

    def test_nothing_required(self) -> None:
        """
        Where nothing would stand on it, no sheet is written.
        """
        result = run("paper", "-", "-o", "sheet.pdf", stdin=b"<label>Couleur <input></label>")

        assert (2, False) == (result.exit_code, Path("sheet.pdf").exists())
        assert "nothing would stand on the sheet" in result.stderr


class TestLeaflet:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_page(self, language: str) -> None:
        """
        The leaflet of a software is one HTML file in the language.
        """
        result = run("leaflet", "--system", "cosmos", "--lang", language, "-o", "leaflet.html", *DATE)

        assert 0 == result.exit_code, result.output
        assert f'<html lang="{language}">' in Path("leaflet.html").read_text("utf-8")

    def test_pdf_of_a_sector(self) -> None:
        """
        The leaflet of a sector of a country is a PDF of one page.
        """
        result = run("leaflet", "--sector", "psychiatry", "--country", "fr", "-o", "leaflet.pdf", *DATE)

        assert 0 == result.exit_code, result.output
        assert 1 == len(pikepdf.open("leaflet.pdf").pages)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "the leaflet needs a country"),
            (("--sector", "psychiatry"), "add --country FR or BE"),
            (("--country", "FR"), "the leaflet needs a sector"),
            (("--system", "cosmo"), "did you mean cosmos?"),
        ],
    )
    def test_unknown_place(self, arguments: tuple[str, ...], message: str) -> None:
        """
        A place that is not known is asked for.
        """
        result = run("leaflet", *arguments, "-o", "leaflet.pdf")

        assert (2, False) == (result.exit_code, Path("leaflet.pdf").exists())
        assert message in result.stderr


class TestBadUsage:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ("letter page.html --to dpo -o x.pdf --format docx", "contradict each other - name it x.docx"),
            ("letter page.html --to dpo -o x.html", "no html form - choose one of: docx, pdf"),
            ("paper page.html -o x.docx", "no docx form - choose one of: pdf, html"),
            ("letter page.html --to dpo -o .", "this is a folder, not a file"),
            ("paper page.html --choose page.html -o page.html", "this file is read, it cannot be written over"),
            ("letter gone.html --to dpo -o x.docx", "nothing could be read, so nothing was written"),
            ("letter page.html --to dpo --country BE -o x.docx", "this page is of FR, --country says BE"),
            ("letter - --browser --to dpo -o x.docx", "--browser cannot read standard input"),
            ("letter kept.json --to dpo --system cosmos -o x.docx", "has its sector and software already"),
            ("letter broken.json --to dpo -o x.docx", "broken.json:1:2: this is not JSON"),
            ("letter page.html --to boss -o x.docx", "'boss' is not one of"),
            ("paper page.html --with Nationalites -o x.pdf", 'did you mean "Nationalité"?'),
            ("paper page.html --choose gone.txt -o x.pdf", "gone.txt: cannot read"),
            ("paper empty.html -o x.pdf", "empty.html: this page is empty"),
        ],
    )
    def test_clear_message(self, kept: bytes, arguments: str, message: str) -> None:
        """
        Contradictory options and unreadable input: exit code 2, a message that says what to do, nothing written.
        """
        Path("kept.json").write_bytes(kept)
        Path("broken.json").write_text("{", encoding="utf-8")
        Path("empty.html").touch()
        before = sorted(path.name for path in Path().iterdir())
        result = run(*arguments.split())

        assert 2 == result.exit_code
        assert message in result.stderr
        assert before == sorted(path.name for path in Path().iterdir())
        assert PAGE == Path("page.html").read_text("utf-8")
