"""The scripts of the practice pages, in a real browser: what they build, ask for and send."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from casevide.critique import Critique, critique_page
from casevide.rulebook import LOWERING, Rulebook
from casevide.training import Practice, Room, load_practice, load_practices, serving
from casevide.training.browser import find_browser
from casevide.training.pages import scripts
from casevide.training.practice import PracticePage
from casevide.training.wording import say
from casevide.wording import LANGUAGES

SIAO = load_practice("si-siao")
AXE = Path(__file__).parents[2] / "extension" / "node_modules" / "axe-core" / "axe.min.js"
UNLABELLED = {"position", "rows"}
"""The layouts whose controls have no label, as in the software that they copy."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the practice room."""
    with serving(Room(load_practices())) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine, for this file only."""
    found = find_browser()
    assert found is not None
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found.program, args=["--no-sandbox"])
        yield running
        running.close()


class Visit:
    """A page in the browser, with what it asked for and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[Request] = []
        self.wrong: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda told: self.wrong.append(told.text) if told.type == "error" else None)

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def go(self, address: str) -> Page:
        """Go to an address and wait until its form is there, built by a script or not."""
        self.page.goto(address)
        if self.page.locator("#application").count():
            self.page.locator("#application form").wait_for()
        return self.page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh page."""
    context = browser.new_context()
    yield Visit(context.new_page())
    context.close()


def samples() -> Iterator[tuple[Practice, PracticePage]]:
    """Yield pages until every look, layout and script has been seen in every look that has it."""
    seen: set[tuple[str, str]] = set()
    for practice in load_practices():
        for page in practice.pages:
            there = {(practice.style, one) for one in (*(block.layout for block in page.blocks), *scripts(page))}
            if there - seen:
                seen |= there
                yield practice, page


def judged(page: Page, rulebook: Rulebook, system: str) -> Critique:
    """Criticise a page as the browser has built it."""
    return critique_page(
        page.content().encode(),
        source="built",
        rulebook=rulebook,
        content_type="text/html; charset=utf-8",
        profile=rulebook.profile_of_system(system),
        profile_from="options",
        host=f"{system}.test",
    )


class TestEveryPage:
    def test_nothing_goes_wrong(self, visit: Visit, address: str) -> None:
        """
        No page has an error, and none asks for anything but this server.
        """
        for practice in load_practices():
            for page in practice.pages:
                visit.go(f"{address}/{practice.id}/{page.id}")

        assert [] == visit.wrong
        assert [] == [one.url for one in visit.requests if not one.url.startswith(f"{address}/")]

    def test_accessible(self, visit: Visit, address: str) -> None:
        """
        Axe finds nothing on pages of every look and layout, but for the missing labels of the layouts that have none.
        """
        axe = AXE.read_text("utf-8")
        found = []
        for practice, page in samples():
            unlabelled = UNLABELLED & {block.layout for block in page.blocks}
            rules = {name: {"enabled": not unlabelled} for name in ("label", "select-name")}
            shown = visit.go(f"{address}/{practice.id}/{page.id}")
            shown.evaluate(axe)
            result = shown.evaluate("(rules) => axe.run(document, { rules, resultTypes: ['violations'] })", rules)
            found += [(page.id, one["id"], one["nodes"][0]["html"]) for one in result["violations"]]

        assert [] == found

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_index_accessible(self, visit: Visit, language: str) -> None:
        """
        Axe finds nothing on the first page of the room, in any language.
        """
        with serving(Room(load_practices(), language)) as port:
            shown = visit.go(f"http://127.0.0.1:{port}/")
        shown.evaluate(AXE.read_text("utf-8"))

        assert [] == shown.evaluate("() => axe.run()")["violations"]


class TestApplication:
    @pytest.mark.parametrize("screen", SIAO.pages, ids=[page.id for page in SIAO.pages])
    def test_builds_every_screen(self, visit: Visit, address: str, shipped: Rulebook, screen: Any) -> None:
        """
        The script builds each question with its label, under the real name of the property.
        """
        built = judged(visit.go(f"{address}/si-siao/{screen.id}"), shipped, "si-siao")

        assert [(question.label, question.name) for question in screen.questions] == [
            (finding.field.label.rstrip(" *"), finding.field.name) for finding in built.findings
        ]

    def test_judged_as_any_other(self, visit: Visit, address: str, shipped: Rulebook) -> None:
        """
        What was built is recognised and hinted at by the rules of its pack, and no care question is lowered.
        """
        findings = [
            finding
            for screen in SIAO.pages
            for finding in judged(visit.go(f"{address}/si-siao/{screen.id}"), shipped, "si-siao").findings
        ]
        care = {question.name for page in SIAO.pages for question in page.questions if question.care}
        verdicts = {finding.field.name: finding.verdict for finding in findings}

        assert {"nationalite": "optional", "pays": "challengeable", "dateEntreeFrance": "intrusive"}.items() <= (
            verdicts.items()
        )
        assert not LOWERING & {verdicts[name] for name in care}

    def test_sends_the_whole_object_and_keeps_nothing(self, visit: Visit, address: str) -> None:
        """
        The object goes back whole, with what was chosen; the answer says that nothing was saved, and nothing was.
        """
        page = visit.go(f"{address}/si-siao/administratif")
        for name in ("nationalite", "droitsejour", "pays"):
            page.locator(f"#{name}").select_option(index=1)
        page.locator("#numeroAgdref").fill("CANARI")
        page.locator("input[type=submit]").click()
        page.get_by_text(say("thanks", "fr")).wait_for()
        sent = next(one for one in visit.requests if one.method == "PUT")
        visit.go(f"{address}/si-siao/administratif")

        assert sent.url.endswith("/si-siao/api/situationAdministratives/1")
        assert {"nationalite": ["Française"], "numeroAgdref": "CANARI", "dateEntreeFrance": None}.items() <= (
            (sent.post_data_json or {}).items()
        )
        assert "" == page.locator("#numeroAgdref").input_value()

    def test_forced_without_a_way_out(self, visit: Visit, address: str) -> None:
        """
        A forced question that is left empty stops the sending, as it does in the software.
        """
        page = visit.go(f"{address}/si-siao/administratif")
        page.locator("input[type=submit]").click()

        assert [] == [one for one in visit.requests if one.method == "PUT"]


class TestParts:
    @pytest.mark.parametrize(
        ("path", "question", "choice", "label"),
        [
            ("cosmos/menage", "typeLogement", "Hôtel", "Nom de l'hébergeant"),
            ("rim-p/rps", "modent", "8 domicile", "Provenance"),
            ("iodas/demande", "nationalite", "Étrangère", "Titre de séjour"),
            ("isis-paris/obligatoires", "contexte_familial", "Couple avec enfant", "École"),
            ("hopsyweb/mesure", "forme", "Programme de soins", "Lieu du suivi"),
        ],
    )
    def test_a_change_brings_more(
        self, visit: Visit, address: str, shipped: Rulebook, path: str, question: str, choice: str, label: str
    ) -> None:
        """
        A change asks for a part of the page, by its address, and puts its questions into place, once.
        """
        page = visit.go(f"{address}/{path}")
        system = path.partition("/")[0]
        before = [finding.field.label.rstrip(" *:") for finding in judged(page, shipped, system).findings]
        for chosen in (choice, "- choisir -"):
            with page.expect_request_finished(lambda request: "?part=" in request.url):
                page.locator(f"select[data-part={question}]").select_option(label=chosen)
            page.get_by_text(label, exact=False).first.wait_for()
        after = [finding.field.label.rstrip(" *:") for finding in judged(page, shipped, system).findings]

        assert label not in before
        assert label in after
        assert len(set(before)) < len(set(after))
        assert len(after) - len(before) == len(load_late(system, question))
        assert [] == visit.wrong


def load_late(system: str, question: str) -> list[str]:
    """Give the labels of what comes after a question, as often as they come."""
    return [
        one.label
        for page in load_practice(system).pages
        for _, block in page.late_blocks(question)
        for one in block.questions * max(block.rows, 1)
    ]


class TestPicker:
    def test_lives_in_a_shadow(self, visit: Visit, address: str) -> None:
        """
        The input with its label is in an open shadow tree, where a look at the document alone does not find it.
        """
        page = visit.go(f"{address}/dui/administratif")

        assert 0 == page.evaluate("() => document.querySelectorAll('date-picker input').length")
        assert page.get_by_label("Date d'admission *", exact=True).is_visible()

    def test_a_day_is_chosen(self, visit: Visit, address: str) -> None:
        """
        A click on a day writes its date, closes the calendar, and the form has it under the picker's name.
        """
        page = visit.go(f"{address}/dui/administratif")
        picker = page.locator("date-picker").first
        picker.get_by_role("button", name="calendrier").click()
        picker.get_by_role("button", name="Mois précédent").click()
        picker.get_by_role("button", name="17", exact=True).click()
        form = page.evaluate("() => Object.fromEntries(new FormData(document.forms[0]))")

        assert form["date_d_admission"].startswith("17/")
        assert picker.locator(".month").is_hidden()

    def test_keyboard(self, visit: Visit, address: str) -> None:
        """
        The calendar opens with the keyboard and closes with Escape.
        """
        page = visit.go(f"{address}/dui/administratif")
        picker = page.locator("date-picker").first
        picker.get_by_role("button", name="calendrier").press("Enter")
        opened = picker.locator(".month").is_visible()
        page.keyboard.press("Escape")

        assert opened
        assert picker.locator(".month").is_hidden()


class TestForms:
    def test_frames(self, visit: Visit, address: str) -> None:
        """
        The page of frames shows two pages, each with its form and its own notice.
        """
        page = visit.go(f"{address}/cortexte/poste")
        shown = [frame for frame in page.frames if frame != page.main_frame]

        assert ["Patient", "Acte"] == [frame.name for frame in shown]
        assert all(say("copy", "fr") in frame.content() for frame in shown)

    def test_wizard(self, visit: Visit, address: str) -> None:
        """
        The wizard does not go on while a forced question is empty; then it leads to its next step.
        """
        page = visit.go(f"{address}/base-eleves/origine")
        page.get_by_role("button", name="Suivant").click()
        stayed = page.url
        page.get_by_label("Nationalité").select_option("UE")
        page.get_by_role("button", name="Suivant").click()
        page.wait_for_url("**/scolarite")

        assert stayed.endswith("/base-eleves/origine")
        assert "Étape 3 / 4" in page.content()

    def test_sent_form(self, visit: Visit, address: str) -> None:
        """
        A form of a legacy charset is sent in that charset, and the answer says that nothing was kept.
        """
        page = visit.go(f"{address}/essonne-dis/atms")
        page.get_by_label("Appréciations subjectives").fill("été €")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**/enregistrer")
        sent = next(one for one in visit.requests if one.method == "POST")

        assert "%E9t%E9+%80" in (sent.post_data or "")
        assert say("thanks-text", "fr") in page.content()
