"""The panel: the list in the really loaded extension of both browsers, and what it saves."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extension.browsers import Browser
from tests.extension.own_pages import FORM, Page, opened, tab_id
from tests.extension.upstream import Upstream

EXTENSION = Path(__file__).parents[2] / "extension"
ROWS = "main .row"
FAR = "<div style='height: 3000px'></div>"

type Panel = Callable[..., Page]


@pytest.fixture
def panel(switched_on: Browser, upstream: Upstream) -> Panel:
    """Show a page of the site, and the panel for it: `panel(html)`."""

    def show(html: str = FORM, path: str = "panel/panel.html") -> Page:
        upstream.pages["/form"] = html
        switched_on.go(upstream.url("/form"))
        if "<input" in html:
            switched_on.wait("document.querySelector('casevide-marker') !== null")
        page = opened(switched_on, path, tab_id(switched_on))
        if "<input" in html:
            page.wait("document.querySelectorAll('main .row, tbody tr').length > 0")
        return page

    return show


class TestList:
    def test_page_order_under_headings(self, panel: Panel) -> None:
        """All questions stand in page order under the nearest heading alone; outer ones may hold a name."""
        page = panel()

        assert ["Accueil / création", "Santé"] == page.texts("main h2")
        assert [
            "Contestable : Nationalité. rendu obligatoire par le logiciel, aucune obligation trouvée *",
            "Seulement si besoin : Lieu de naissance",
            "Contestable : Numéro de sécurité sociale",
            "Jamais vide : Allergies",
            "–Non jugé : Nom",
        ] == [text.replace("\u202f", " ") for text in page.texts(ROWS)]
        assert "CANARI" not in page.run("document.documentElement.outerHTML")

    def test_totals(self, panel: Panel) -> None:
        """The head counts questions: those without a duty found, and those of them that the software forces."""
        page = panel()

        assert page.text("#total") == "3 champs sur 5 sans obligation trouvée,"
        assert page.text("#forced") == "dont 1 que le logiciel rend obligatoire *"
        assert page.text("#profile") == "Service social · France"
        assert [
            *("Jamais vide 1", "Exigé 0", "Contestable 2", "Si besoin 1", "Facultatif 0"),
            *("–Non jugé 1", "*Obligatoires sans texte trouvé 1"),
        ] == page.texts("#filters button")

    def test_no_field(self, panel: Panel) -> None:
        """Where a page asks nothing, that is said, and there is nothing to filter or save."""
        page = panel("<!doctype html><title>x</title><p>Bonjour")
        page.says("#empty-page", "Aucun champ sur cette page.")

        assert page.text("#filters") is None
        assert page.text("#copy") is None

    def test_it_follows_the_page(self, panel: Panel, switched_on: Browser, upstream: Upstream) -> None:
        """What the page adds, the panel adds; another language comes along; switched off, the panel says so."""
        page = panel()
        switched_on.front()
        switched_on.run("void document.forms[0].insertAdjacentHTML('beforeend', '<label>Religion <input></label>')")
        page.says("main", "Religion")
        page.ask(ask="set", settings={"density": "quiet"})
        page.wait("document.querySelectorAll('main .row').length === 6")
        page.ask(ask="switch", address=upstream.origin("cosmos.test"), on=False)

        assert page.says("#empty-page", "Case vide est éteinte sur ce site.")


class TestFilters:
    def test_verdicts(self, panel: Panel) -> None:
        """A pressed filter leaves its verdict, two leave both; how many rows are left is said aloud."""
        page = panel()
        page.click("[data-filter=challengeable]")

        assert len(page.texts(ROWS)) == 2
        assert page.run("document.getElementById('shown').textContent") == "2 champs affichés"

        page.click("[data-filter=silent]")

        assert len(page.texts(ROWS)) == 3
        assert ["false", "false", "true", "false", "false", "true", "false"] == page.run(
            "[...document.querySelectorAll('#filters button')].map((one) => one.getAttribute('aria-pressed'))"
        )

    def test_forced(self, panel: Panel) -> None:
        """The wide filter leaves what the software forces although no duty was found."""
        page = panel()
        page.click("[data-filter=forced]")

        assert len(page.texts(ROWS)) == 1
        assert "Nationalité" in page.text(ROWS)

    def test_search(self, panel: Panel) -> None:
        """The search minds neither accents nor capitals; where nothing is left, that is said."""
        page = panel()
        page.click("#sought")
        page.tab.type("SECURITE")

        assert len(page.texts(ROWS)) == 1

        page.tab.type("x")

        assert page.text("#none") == "Aucun champ ne correspond."
        assert page.run("document.getElementById('shown').textContent") == "0 champ affiché"


class TestKeys:
    def test_walking_and_going(self, panel: Panel, switched_on: Browser) -> None:
        """In the list ↑ ↓ Home End go from row to row, and Enter goes to the field on the page."""
        page = panel()
        page.run("document.querySelector('main .row[tabindex=\"0\"]').focus()")
        walked = []
        for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home"):
            page.tab.press(key)
            walked.append(page.run("[...document.querySelectorAll('main .row')].indexOf(document.activeElement)"))

        assert [1, 2, 1, 4, 4, 0] == walked
        assert page.run("document.querySelectorAll('main .row[tabindex=\"0\"]').length") == 1

        page.tab.press("ArrowDown")
        page.tab.press("Enter")

        assert switched_on.wait("document.activeElement.name === 'lieu'")

    def test_a_click_goes_to_the_field(self, panel: Panel, switched_on: Browser) -> None:
        """Activating a row scrolls its field to the middle and focuses it, and changes nothing there."""
        page = panel(FORM.replace("<h2>Santé", f"{FAR}<h2>Santé") + FAR)
        page.click("main ol:nth-of-type(2) .row")
        switched_on.wait("document.activeElement.name === 'allergies'")
        middle = switched_on.run(
            "((box) => (box.top + box.bottom) / 2 / innerHeight)(document.activeElement.getBoundingClientRect())"
        )

        assert 0.3 < middle < 0.7
        assert switched_on.run("document.forms[0].elements.lieu.value") == "CANARI-prérempli"


class TestSaving:
    def test_files(self, panel: Panel) -> None:
        """Text and table are saved as files named by the day, and hold nothing that was typed, nor the page's title."""
        page = panel()
        page.keep_files()
        page.click("#save")
        page.click("#save-text")
        page.click("#save")
        page.click("#save-table")
        page.wait("saved.length === 2")
        text, table = page.run("saved")

        assert "◆*   Nationalité – Contestable" in text
        assert "♥    Allergies – Jamais vide" in text
        assert text.endswith("Information générale, pas un avis juridique.\n")
        assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) == 6
        assert "CANARI" not in text + table

    def test_copying(self, panel: Panel) -> None:
        """Copying hands the text to the clipboard, and says whether that worked."""
        page = panel()
        page.run("void (navigator.clipboard.writeText = async (text) => void (globalThis.copied = text))")
        page.click("#copy")
        page.says("#said", "Copié.")

        assert page.run("copied").startswith(
            "Case vide\u202f: champs de la page\n3 champs sur 5 sans obligation trouvée,"
        )

        page.run("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
        page.click("#copy")

        assert page.says("#said", "Le navigateur a refusé la copie.")

    def test_printing(self, panel: Panel) -> None:
        """The page to print lists every question with what may be written, black on white, even in a dark theme."""
        page = panel(path="panel/print.html")
        page.says("tbody:nth-of-type(2)", "Allergies")

        assert len(page.texts("tbody tr")) == 7  # five questions, two headings
        assert "« Français », « UE » ou « hors UE »" in page.text("table").replace("\u202f", " ")

        page.tab.media(dark=True, print=True)

        assert ["rgb(255, 255, 255)", "rgb(0, 0, 0)"] == page.run(
            "[getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('[data-sign]')).color]"
        )


class TestForEveryone:
    def test_axe(self, panel: Panel) -> None:
        """axe-core finds nothing, in both themes, with filters pressed and the ways of saving open."""
        page = panel()
        for one in ("[data-filter=silent]", "[data-filter=care-critical]", "#save"):
            page.click(one)
        found = []
        for dark in (False, True):
            page.tab.media(dark=dark)
            found += page.axe()

        assert [] == found

    def test_axe_on_the_page_to_print(self, panel: Panel) -> None:
        """axe-core finds nothing on the page to print."""
        assert [] == panel(path="panel/print.html").axe()

    def test_narrow(self, panel: Panel, switched_on: Browser) -> None:
        """In 320 pixels nothing stands out at the side, and no filter is cut, in any language."""
        page = panel()
        page.tab.viewport(320, 640)
        for language, filtered in (("fr", "Contestable"), ("nl", "Betwistbaar"), ("en", "Challengeable")):
            page.ask(ask="set", settings={"language": language})
            switched_on.front()
            page.reload()
            page.wait("document.querySelector('main .row') !== null")
            cut = page.run(
                "[...document.querySelectorAll('#filters button')]"
                ".filter((one) => one.scrollWidth > one.clientWidth).length"
            )

            assert page.text("[data-filter=challengeable]") == f"{filtered} 2"
            assert [0, 0] == [page.overflow(), cut]


def row(**given: Any) -> dict[str, Any]:
    """Make a question as a content script tells it."""
    plain = {
        "key": "1",
        "sign": "challengeable",
        "suffix": "",
        "label": "Nationalité",
        "group": "",
        "section": "Accueil",
    }
    rest = {"forced": False, "certainty": "sure", "rows": 1, "where": "sign", "rule": "r", "texts": {}}
    return {**plain, **rest, **given}


class TestExports:
    @pytest.fixture
    def give(self, running: Browser, site: str, pages: dict[str, str]) -> Callable[..., Any]:
        """Call a function of the exports with rows and a language."""
        scripts = ("wording.js", "hints/signs.js", "panel/fields.js", "panel/exports.js")
        pages["/exports.html"] = "<!doctype html><title>exports</title>" + "".join(
            f"<script src='/{path}'></script>" for path in scripts
        )
        running.go(f"{site}/exports.html")

        def call(name: str, rows: list[dict[str, Any]], language: str = "fr") -> Any:
            messages = (EXTENSION / "_locales" / language / "messages.json").read_text("utf-8")
            wording = f"new Wording({json.dumps(language)}, {messages})"
            return running.run(f"{name}({json.dumps(rows)}, {wording}, 'RULES')")

        return call

    def test_text_in_each_language(self, give: Callable[..., Any]) -> None:
        """The text has the signs as they can be typed, the remarks in words, rules and disclaimer, in each language."""
        rows = [
            row(suffix="*", forced=True, rows=30),
            row(sign="optional", suffix="?", label="Civilité", where="parked"),
            row(sign=None, label="", group="Suivi", where="hidden"),
        ]

        assert (
            "Case vide: fields of the page\n"
            "2 of 3 fields with no duty found, 1 of them made compulsory by the software *\n"
            "\n"
            "Accueil\n"
            "◆*   Nationalité – Challengeable (made compulsory by the software, no duty found · × 30 rows)\n"
            "[ ]? Civilité – Optional (to be checked · no room on the page)\n"
            "–    (no label) (Suivi) – Not judged (hidden on the page)\n"
            "\n"
            "RULES\n"
            "General information, not legal advice.\n"
        ) == give("asText", rows, "en")
        assert "Betwistbaar (door de software verplicht, geen plicht gevonden · ×" in give("asText", rows, "nl")
        assert "Contestable (rendu obligatoire par le logiciel, aucune obligation" in give("asText", rows, "fr")

    def test_table(self, give: Callable[..., Any]) -> None:
        """The table can be read back as it was, with the separator that the language's spreadsheets expect."""
        labels = ['Dit "le petit"', "a;b,c", "deux\nlignes", "né·e"]
        for language, separator in (("fr", ";"), ("nl", ";"), ("en", ",")):
            table = give("asTable", [row(label=label) for label in labels], language)
            head, *rows = csv.reader(io.StringIO(table, newline=""), delimiter=separator)

            assert labels == [cells[2] for cells in rows]
            assert {len(head)} == {len(cells) for cells in rows}

    def test_no_label_is_a_formula(self, give: Callable[..., Any]) -> None:
        """A label that a spreadsheet program would compute is marked as text."""
        labels = ["=1+1", "+1", "-1", "@x", "\tx", "=HYPERLINK(A1)"]
        table = give("asTable", [row(label=label) for label in labels])
        _, *rows = csv.reader(io.StringIO(table, newline=""), delimiter=";")

        assert [f"'{label}" for label in labels] == [cells[2] for cells in rows]

    def test_counts(self, give: Callable[..., Any]) -> None:
        """No duty found: challengeable, intrusive and optional; never what must not be left empty."""
        signs = ["care-critical", "required", "challengeable", "intrusive", "optional", None]
        text = give("asText", [row(sign=sign, forced=True) for sign in signs], "en")

        assert "3 of 6 fields with no duty found, 3 of them made compulsory by the software *" in text
