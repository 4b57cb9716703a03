"""The leaflet: which answers it tells of, whom to ask; one page, accessible, whatever the place."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casevide.critique.leaflet import leaflet_of
from casevide.critique.page import page_of
from casevide.critique.typeset import pdf_of
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.training.browser import find_browser

COSMOS = Profile("FR", "social-services", "cosmos")
WORDIEST = Profile("BE", "social-services")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rules that come with the program: a leaflet is about them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEVIDE_HOME", str(tmp_path_factory.mktemp("home")))
        return load_rulebook()


def leaflet(rulebook: Rulebook, profile: Profile = COSMOS, language: str = "en") -> dict[str, Any]:
    """Make a leaflet."""
    return leaflet_of(profile, rulebook=rulebook, language=language, date="2026-11-22")


def places(rulebook: Rulebook) -> list[Profile]:
    """Give every place that a leaflet can be made for."""
    systems = [rulebook.profile_of_system(system) for system in rulebook.systems]
    return [*systems, *(Profile(country, sector) for country in ("FR", "BE") for sector in rulebook.sectors)]


class TestAnswers:
    def test_groups(self, real: Rulebook) -> None:
        """
        What safety needs comes first, then what a text requires, then what is for the person to say.
        """
        assert ["care-critical", "required", "optional", "intrusive", "challengeable"] == [
            group["verdict"] for group in leaflet(real)["groups"]
        ]

    def test_what_is_said_of_cosmos(self, real: Rulebook) -> None:
        """
        At the reception of COSMOS nationality may be contested, the family is optional, an emergency contact needed.
        """
        names = {group["verdict"]: group["names"] for group in leaflet(real)["groups"]}

        assert "nationality" in names["challengeable"]
        assert "number of children" in names["optional"]
        assert "person to notify" in names["care-critical"]

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_no_question_stands_twice(self, real: Rulebook, language: str) -> None:
        """
        In no place is a question told under two headings.
        """
        for place in places(real):
            names = [name for group in leaflet(real, place, language)["groups"] for name in group["names"]]
            more = {"et d’autres", "en andere", "and others"}
            own = [name for name in names if name not in more]

            assert sorted(set(own)) == sorted(own), place

    def test_nothing_of_staff_or_software(self, real: Rulebook) -> None:
        """
        Codes of establishments and figures about staff are no questions to the person.
        """
        names = {name for place in places(real) for group in leaflet(real, place)["groups"] for name in group["names"]}

        assert {"nationality", "allergies and intolerances"} <= names
        assert names.isdisjoint({"FINESS number", "figures about each worker", "number of workers", "medical unit"})

    def test_low_confidence_stays_out(self, real: Rulebook) -> None:
        """
        What is a question for specialists is not told to the person as an answer.
        """
        title = "child's nationality"
        rules = [one for one in real.rules.values() if real.categories[one.category]["title"]["en"] == title]
        groups = leaflet(real, Profile("FR", "child-protection"))["groups"]

        assert {"low"} == {one.texts["confidence"] for one in rules if "child-protection" in one.scope.sectors}
        assert title not in [name for group in groups for name in group["names"]]

    def test_emergency_shelter(self, real: Rulebook) -> None:
        """
        In a Brussels emergency shelter nationality is for the person to say, and article 84 is told.
        """
        found = leaflet(real, Profile("BE", "homelessness-emergency"))
        names = {group["verdict"]: group["names"] for group in found["groups"]}

        assert "nationality" in names["optional"]
        assert "BelRAI Screener" not in names.get("required", [])
        assert any("art. 84" in one for one in found["here"]["items"])

    def test_child_protection(self, real: Rulebook) -> None:
        """
        In child protection the duty to report comes before the choices of the page.
        """
        assert "goes before the choices" in leaflet(real, Profile("FR", "child-protection"))["here"]["items"][0]

    def test_duty_to_cooperate(self, real: Rulebook) -> None:
        """
        At a Belgian CPAS the page says that useful information has to be given.
        """
        assert any("art. 19" in one for one in leaflet(real, WORDIEST)["here"]["items"])


class TestWhomToAsk:
    @pytest.mark.parametrize(("country", "authority"), [("FR", "CNIL"), ("BE", "APD/GBA"), ("LU", "of your country")])
    def test_authority(self, real: Rulebook, country: str, authority: str) -> None:
        """
        The authority is that of the country.
        """
        assert authority in leaflet(real, Profile(country, "social-services"))["ask"]["items"][2]

    def test_limits_of_objecting(self, real: Rulebook) -> None:
        """
        The right to object is never promised where a law requires the data.
        """
        assert "does not exist where a law requires the data" in leaflet(real)["rights"]["items"][1]

    def test_sources_of_the_place(self, real: Rulebook) -> None:
        """
        A French page cites no Belgian text where a French or European one is known.
        """
        cited = leaflet(real, Profile("FR", "psychiatry"))["sources"]["items"]

        assert "Regulation (EU) 2016/679 (GDPR), art. 21" in cited
        assert any("Code de la santé publique" in one for one in cited)

    def test_reviews(self, real: Rulebook) -> None:
        """
        It says how many of its rules nobody else has reviewed.
        """
        assert "Not yet reviewed by somebody else" in leaflet(real)["sources"]["lines"][1]


class TestErrors:
    def test_no_country(self, real: Rulebook) -> None:
        """
        Without a country there is no leaflet: rights and authorities differ.
        """
        with pytest.raises(CasevideError, match="needs a country"):
            leaflet(real, Profile(None, "psychiatry"))

    def test_no_sector(self, real: Rulebook) -> None:
        """
        Without a sector there is no leaflet: the same question has another answer elsewhere.
        """
        with pytest.raises(CasevideError, match=r"needs a sector.*psychiatry"):
            leaflet(real, Profile("FR"))

    def test_no_rule(self, rulebook: Rulebook) -> None:
        """
        Where no rule speaks of the person's data, no page is made.
        """
        with pytest.raises(CasevideError, match="no rule speaks"):
            leaflet(rulebook)


class TestOnePage:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_pdf(self, real: Rulebook, language: str) -> None:
        """
        For every software and every sector the PDF is one tagged page in its language.
        """
        for place in places(real):
            found = leaflet(real, place, language)
            document = pikepdf.open(io.BytesIO(pdf_of("leaflet.typ", found, language=language, title=found["title"])))

            assert 1 == len(document.pages), place
            assert document.Root.MarkInfo.Marked
            assert language == str(document.Root.Lang)

    def test_structure(self, real: Rulebook) -> None:
        """
        Headings and lists of the PDF are such.
        """
        document = pikepdf.open(io.BytesIO(pdf_of("leaflet.typ", leaflet(real), language="en", title="x")))
        elements = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        roles = [str(one.S) for one in elements if one.get("/Type") == "/StructElem"]

        assert 1 == roles.count("/H1")
        assert 7 <= roles.count("/H2")
        assert {"/L", "/LI", "/P"} <= set(roles)

    def test_printed_page(self, real: Rulebook, tmp_path: Path) -> None:
        """
        The HTML page of the place with the most to say prints on one sheet of paper in a real browser.
        """
        browser = find_browser()
        assert browser is not None
        path, printed = tmp_path / "leaflet.html", tmp_path / "printed.pdf"
        path.write_bytes(page_of(leaflet(real, WORDIEST, "fr"), "leaflet.html"))
        command = [str(browser.program), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={printed}", path.as_uri()],
            check=True,
            capture_output=True,
            timeout=60,
        )

        assert 1 == len(pikepdf.open(printed).pages)

    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    @pytest.mark.parametrize("width", [1200, 320])
    def test_accessible_page(
        self,
        real: Rulebook,
        language: str,
        width: int,
        looked_at: Callable[..., tuple[list[str], list[str]]],
        tmp_path: Path,
    ) -> None:
        """
        In a real browser axe finds nothing wrong with the page, and it asks the network for nothing.
        """
        path = tmp_path / "leaflet.html"
        path.write_bytes(page_of(leaflet(real, WORDIEST, language), "leaflet.html"))

        assert ([], []) == looked_at(path, width)

    def test_same_bytes(self, real: Rulebook) -> None:
        """
        The same leaflet gives the same bytes, as a page and as a PDF.
        """
        pages = {page_of(leaflet(real), "leaflet.html") for _ in range(2)}
        pdfs = {pdf_of("leaflet.typ", leaflet(real), language="en", title="x") for _ in range(2)}

        assert (1, 1) == (len(pages), len(pdfs))
