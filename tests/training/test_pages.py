"""The drawn practice pages: honest about themselves, self-contained, valid, in their own charset."""

import re
from itertools import pairwise

import html5lib
import pytest

from casevide.page import find_fields
from casevide.page.charset import decode
from casevide.training import draw, draw_thanks, load_practice
from casevide.training.practice import PracticePage

COSMOS = load_practice("cosmos")
PAGES = {page.id: page for page in COSMOS.pages}
each_page = pytest.mark.parametrize("page", COSMOS.pages, ids=list(PAGES))


def text_of(page: PracticePage) -> str:
    """Give the text of a drawn page."""
    return draw(COSMOS, page).decode(page.charset)


@each_page
class TestEveryPage:
    def test_says_what_it_is(self, page: PracticePage) -> None:
        """
        Each page says above its form that it is a copy for practice and that nothing typed is kept.
        """
        before_form = text_of(page).partition("<form")[0]

        assert "Copie d'exercice, pour la formation." in before_form
        assert "rien de ce qui est tapé n'est gardé" in before_form

    def test_marks_each_question(self, page: PracticePage) -> None:
        """
        Each question, or the table it stands in, is marked as documented with its sources or as a reconstruction.
        """
        text = text_of(page).partition('<div id="sources">')[0]
        marks = len(re.findall(r'class="origin">documenté <a', text)), text.count('class="origin made-up"')
        expected = [0, 0]
        for block in page.blocks:
            for holder in [block] if block.layout == "rows" else block.questions:
                expected[not holder.sources] += 1
            expected[0] += bool(block.sources) and block.layout != "rows"

        assert tuple(expected) == marks

    def test_links_its_sources(self, page: PracticePage) -> None:
        """
        Each source is linked at the foot, and each number on the page leads to one of them.
        """
        text = text_of(page)

        assert all(f'href="{source.url}"' in text for source in COSMOS.sources.values())
        assert set(re.findall(r'href="#(source\d+)"', text)) <= set(re.findall(r'id="(source\d+)"', text))

    def test_loads_nothing(self, page: PracticePage) -> None:
        """
        A page holds no script and asks for no image, style sheet, font or frame.
        """
        assert not re.search(
            r"<(script|img|link|iframe|object|embed)\b|\bsrc=|url\(|@import", text_of(page), re.IGNORECASE
        )

    def test_is_valid(self, page: PracticePage) -> None:
        """
        A strict HTML parser finds nothing to correct, and no id is given twice.
        """
        text = text_of(page)
        html5lib.HTMLParser(strict=True).parse(text)
        ids = re.findall(r'\bid="([^"]+)"', text)

        assert len(set(ids)) == len(ids)

    def test_charset_is_its_own(self, page: PracticePage) -> None:
        """
        The bytes are in the charset that the page itself declares.
        """
        decoded = decode(draw(COSMOS, page), "text/html")

        assert decoded is not None
        assert {"utf-8": "utf-8", "windows-1252": "cp1252"}[page.charset] == decoded.codec
        assert page.heading in decoded.text

    def test_headings_do_not_jump(self, page: PracticePage) -> None:
        """
        There is one first-level heading and no level is left out, so that a screen reader can follow.
        """
        levels = [int(level) for level in re.findall(r"<h([1-6])", text_of(page))]

        assert 1 == levels.count(1) == levels[0]
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_title_names_the_system(self, page: PracticePage) -> None:
        """
        The title begins with the name of the software, by which it is recognised.
        """
        assert find_fields(text_of(page)).title.startswith("COSMOS")


class TestFields:
    def test_household_page_is_legacy(self) -> None:
        """
        The household page has bytes that only windows-1252 knows, and ids like those of JavaServer Faces.
        """
        body = draw(COSMOS, PAGES["menage"])

        assert b"\x80" in body
        assert b"S\x9cur" in body
        assert re.search(rb'id="formMenage:j_idt\d+:nir"', body)

    @pytest.mark.parametrize(
        ("page", "label", "control"),
        [
            ("accueil", "Nationalité", "select"),
            ("accueil", "Date d'installation sur la commune", "text"),
            ("accueil", "Date de naissance (obligatoire)", "text"),
            ("accueil", "Situation familiale", "radio"),
            ("menage", "Numéro de sécurité sociale (NIR)", "text"),
            ("menage", "Loyer (€ par mois)", "text"),
            ("menage", "Autorité parentale", "select"),
            ("problematiques", "Problèmes de santé psychiques", "checkbox"),
            ("problematiques", "Actes effectués", "select"),
            ("problematiques", "Comptes-rendus d'entretien", "textarea"),
        ],
    )
    def test_labels_are_found(self, page: str, label: str, control: str) -> None:
        """
        Questions are recognised whether a label or only the place of a table cell names them.
        """
        found = [(field.label.rstrip(" *:"), field.control) for field in find_fields(text_of(PAGES[page])).fields]

        assert (label, control) in found

    def test_items_stand_under_their_legend(self) -> None:
        """
        The items of a list know the legend that they stand under.
        """
        fields = find_fields(text_of(PAGES["problematiques"])).fields
        groups = {field.label: field.group for field in fields}

        assert "Problématiques du ménage" == groups["Problèmes de santé physiques"]
        assert "Autres problématiques" == groups["Violences conjugales"]

    def test_forced_in_each_way(self) -> None:
        """
        A question is forced by an attribute, by an asterisk alone, or by a word.
        """
        fields = find_fields(text_of(PAGES["accueil"])).fields
        forced = {field.name: field.forced for field in fields}

        assert (True, True, True, False) == tuple(
            forced[name] for name in ("motif", "nationalite", "date_naissance", "telephone")
        )

    def test_ways_out(self) -> None:
        """
        A way out is offered where the list has one, and only there.
        """
        ways = {field.name: field.ways_out for field in find_fields(text_of(PAGES["accueil"])).fields}

        assert ("Refus de répondre",) == ways["statut_sejour"]
        assert ("Sans objet",) == ways["service_orienteur"]
        assert () == ways["nationalite"]


class TestThanks:
    def test_says_that_nothing_was_kept(self) -> None:
        """
        The answer to a post says that nothing was kept, and has no form.
        """
        text = draw_thanks(COSMOS).decode()

        assert "Rien n'a été enregistré" in text
        assert () == find_fields(text).fields
        html5lib.HTMLParser(strict=True).parse(text)
