"""The drawn pages of every system: what they say, that they load nothing, and what is found on them."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import html5lib
import pytest

from casevide.critique import critique_page
from casevide.page import find_fields
from casevide.page.charset import decode
from casevide.rulebook import Rulebook
from casevide.training import Practice, draw, draw_thanks, load_practice, load_practices
from casevide.training.pages import counts, draw_index, draw_late, features, scripts
from casevide.training.practice import PracticePage
from casevide.training.wording import say
from casevide.wording import LANGUAGES

COSMOS = load_practice("cosmos")
PAGES = {page.id: page for page in COSMOS.pages}
ALL = [(practice, page) for practice in load_practices() for page in practice.pages]
FORMS = [(practice, page) for practice, page in ALL if not page.frames]
BUILT = [(practice, page) for practice, page in FORMS if not page.api]


def named(pairs: list[tuple[Practice, PracticePage]]) -> list[str]:
    """Give the names of the tests for some pages."""
    return [f"{practice.id}/{page.id}" for practice, page in pairs]


each_page = pytest.mark.parametrize(("practice", "page"), ALL, ids=named(ALL))
each_form = pytest.mark.parametrize(("practice", "page"), FORMS, ids=named(FORMS))
each_built = pytest.mark.parametrize(("practice", "page"), BUILT, ids=named(BUILT))


def text_of(practice: Practice, page: PracticePage, language: str = "fr") -> str:
    """Give the text of a drawn page."""
    return draw(practice, page, language).decode(page.charset)


class TestEveryPage:
    @each_page
    def test_says_what_it_is(self, practice: Practice, page: PracticePage) -> None:
        """
        Each page says that it is a copy for practice, that it is not the software, and that nothing typed is kept.
        """
        before_form = text_of(practice, page, "en").partition("<form")[0]

        assert say("copy", "en") in before_form
        assert say("copy-limits", "en") in before_form

    @each_page
    def test_links_its_sources(self, practice: Practice, page: PracticePage) -> None:
        """
        Each source is linked at the foot, with the legend of the marks, and each number leads to one of them.
        """
        text = text_of(practice, page)
        legend = text.partition('<div id="sources"')[2]

        assert say("reconstructed", "fr") in legend
        assert len(practice.sources) == legend.count('rel="noreferrer"')
        assert set(re.findall(r'href="#(source\d+)"', text)) <= set(re.findall(r'id="(source\d+)"', legend))

    @each_page
    def test_loads_nothing_from_elsewhere(self, practice: Practice, page: PracticePage) -> None:
        """
        A page asks for nothing but its own scripts and frames: no image, font, style sheet or other address.
        """
        text = text_of(practice, page)
        asked = [f"/scripts/{name}.js" for name in scripts(page)]
        asked += [f"/{practice.id}/{frame.page}" for frame in page.frames]

        assert asked == re.findall(r'\bsrc="([^"]*)"', text)
        assert not re.search(r"<(img|link|iframe|object|embed)\b|url\(|@import|\son\w+=", text, re.IGNORECASE)

    @each_page
    def test_is_valid(self, practice: Practice, page: PracticePage) -> None:
        """
        A strict HTML parser finds nothing to correct, and no id is given twice.
        """
        text = text_of(practice, page)
        html5lib.HTMLParser(strict=True).parse(text)
        ids = re.findall(r'\bid="([^"]+)"', text)

        assert len(set(ids)) == len(ids)

    @each_page
    def test_charset_is_its_own(self, practice: Practice, page: PracticePage) -> None:
        """
        The bytes are in the charset that the page itself declares.
        """
        decoded = decode(draw(practice, page), "text/html")

        assert decoded is not None
        assert {"utf-8": "utf-8", "windows-1252": "cp1252"}[page.charset] == decoded.codec

    @each_form
    def test_headings_do_not_jump(self, practice: Practice, page: PracticePage) -> None:
        """
        There is one first-level heading and no level is left out, so that a screen reader can follow.
        """
        levels = [int(level) for level in re.findall(r"<h([1-6])", text_of(practice, page))]

        assert 1 == levels.count(1) == levels[0]
        assert all(after <= before + 1 for before, after in pairwise(levels))

    @each_page
    def test_is_recognised(self, practice: Practice, page: PracticePage, shipped: Rulebook) -> None:
        """
        The rules recognise the software by its page alone, as they would the real one.
        """
        found = critique_page(draw(practice, page), source="page", rulebook=shipped)

        assert (practice.id, "page") == (found.profile.system, found.profile_from)

    @each_page
    def test_explained_in_the_trainers_language(self, practice: Practice, page: PracticePage) -> None:
        """
        What explains a page follows the language that is asked for; what the software asks stays as it is.
        """
        dutch, french = text_of(practice, page, "nl"), text_of(practice, page, "fr")

        assert say("copy", "nl") in dutch
        assert say("copy", "fr") not in dutch
        assert f'<html lang="{page.language}">' in dutch
        assert [field.label for field in find_fields(french).fields] == [
            field.label for field in find_fields(dutch).fields
        ]


class TestMarks:
    @each_built
    def test_each_question_is_marked(self, practice: Practice, page: PracticePage) -> None:
        """
        Each question, or the table it stands in, bears the numbers of its sources or the word for a reconstruction.
        """
        text = text_of(practice, page).partition('<div id="sources"')[0]
        expected = [0, 0]
        for _, block in page.first_blocks:
            for holder in [block] if block.layout == "rows" else block.questions:
                expected[not holder.sources] += 1
            expected[0] += bool(block.sources) and block.layout != "rows"

        assert expected == [text.count('class="origin"><a '), text.count('class="origin made-up"')]

    @each_built
    def test_every_question_is_found(self, practice: Practice, page: PracticePage) -> None:
        """
        What the data ask, the page asks, in the same order and under the same label; a picker hides in its shadow.
        """
        asked = [
            question.label
            for _, block in page.first_blocks
            for question in block.questions * max(block.rows, 1)
            if question.control != "picker"
        ]
        found = [
            field.label.rstrip(" *:").removesuffix(" (obligatoire)")
            for field in find_fields(text_of(practice, page)).fields
        ]

        assert asked == found


class TestFields:
    def test_household_page_is_legacy(self) -> None:
        """
        The household page of COSMOS has bytes that only windows-1252 knows, and ids like those of JavaServer Faces.
        """
        body = draw(COSMOS, PAGES["menage"])

        assert b"\x80" in body
        assert b"S\x9cur" in body
        assert re.search(rb'id="formMenage:j_idt\d+:nir"', body)

    def test_aspnet_names(self) -> None:
        """
        A page in the fashion of ASP.NET has ids with underscores and names with dollars.
        """
        isis = load_practice("isis-paris")
        body = text_of(isis, isis.pages[0])

        assert 'id="ctl00_Contenu_ddlEtatCivil" name="ctl00$Contenu$ddlEtatCivil"' in body
        assert 'name="__VIEWSTATE"' in body

    def test_items_stand_under_their_legend(self) -> None:
        """
        The items of a list know the legend that they stand under.
        """
        fields = find_fields(text_of(COSMOS, PAGES["problematiques"])).fields
        groups = {field.label: field.group for field in fields}

        assert "Problématiques du ménage" == groups["Problèmes de santé physiques"]
        assert "Problématiques : couple et famille" == groups["Violences conjugales"]

    def test_items_are_numbered_through(self) -> None:
        """
        The boxes of the paper grid are counted from 1 to 232 through all its lists.
        """
        grid = load_practice("grille-232")
        starts = [int(start) for start in re.findall(r'<ol class="items" start="(\d+)"', text_of(grid, grid.pages[0]))]

        assert [1, 2, 3, 43] == starts[:4]
        assert 232 == starts[-1] + len(grid.pages[0].blocks[-1].questions) - 1

    def test_forced_in_each_way(self) -> None:
        """
        A question is forced by an attribute, by an asterisk alone, or by a word.
        """
        fields = find_fields(text_of(COSMOS, PAGES["accueil"])).fields
        forced = {field.name: field.forced for field in fields}

        assert (True, True, True, False) == tuple(
            forced[name] for name in ("motif", "nationalite", "date_naissance", "telephone")
        )

    def test_ways_out(self) -> None:
        """
        A way out is offered where the list has one, and only there.
        """
        ways = {field.name: field.ways_out for field in find_fields(text_of(COSMOS, PAGES["accueil"])).fields}

        assert ("Refus de répondre",) == ways["statut_sejour"]
        assert ("Sans objet",) == ways["service_orienteur"]
        assert () == ways["nationalite"]

    def test_what_comes_later_fits_its_place(self) -> None:
        """
        A part that is sent later has the id of the empty place that the page keeps for it, and its questions.
        """
        page = PAGES["menage"]
        place = '<div id="formMenage:suiteTypeLogement">'
        late = draw_late(COSMOS, page, "typeLogement")

        assert f"{place}</div>" in text_of(COSMOS, page)
        assert late.startswith(place)
        assert "Nom de l'hébergeant" in [field.label.rstrip(" :") for field in find_fields(late).fields]


class TestThanks:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_that_nothing_was_kept(self, language: str) -> None:
        """
        The answer to a post says that nothing was kept, and has no form.
        """
        text = draw_thanks(COSMOS, language).decode()

        assert say("thanks", language) in text
        assert () == find_fields(text).fields
        html5lib.HTMLParser(strict=True).parse(text)


class TestIndex:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_lists_every_page(self, language: str) -> None:
        """
        The first page of the room leads to every page of every system, and says that nothing typed is kept.
        """
        addresses = {practice.id: f"https://{practice.id}.test:1" for practice in load_practices()}
        text = draw_index(load_practices(), addresses, "", language).decode()
        html5lib.HTMLParser(strict=True).parse(text)
        links = {urlsplit(link).path for link in re.findall(r'href="([^"]+)"', text)}

        assert {f"/{practice.id}/{page.id}" for practice, page in ALL} == links
        assert say("room-keeps", language) in text
        assert say("advice", language) in text

    def test_between_them_everything_is_to_be_seen(self) -> None:
        """
        Between them the copies have every kind of page that such software has, and the index names each.
        """
        seen = {key for practice in load_practices() for key in features(practice)}

        assert {
            *("forced", "ways-out", "nested", "position", "rows", "items", "grid", "charset", "jsf", "aspnet"),
            *("faces", "updatepanel", "wizard", "frames", "picker", "application"),
        } == seen

    def test_counts(self) -> None:
        """
        The counter-example is documented but for its two safety questions; the Belgian summary not at all.
        """
        assert (25 - 2, 2) == counts(load_practice("medispring"))
        assert (0, 19) == counts(load_practice("rpm-belgique"))
