"""The pages: complete, linked, alike in each language, accessible by structure, and safe with strangers' texts."""

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from casevide.rulebook import VERDICTS, Rulebook
from casevide.rulesite import build_site
from casevide.rulesite.addresses import category_page, ground_page, place_page, rule_address, system_page, verdict_page
from casevide.rulesite.scopes import places, systems
from casevide.wording import LANGUAGES, say

type Site = dict[str, bytes]


def pages(site: Site) -> list[str]:
    """Give the pages of a site."""
    return [name for name in site if name.endswith(".html")]


def tree(data: bytes) -> Element:
    """Parse a page as the HTML standard says; anything that is not valid there is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(data.decode("utf-8"))
    return root


def spoken(element: Element) -> str:
    """Give the text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def links(page: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the file and the anchor that each reference of a page leads to; addresses elsewhere are left out."""
    for node in LexborHTMLParser(data.decode()).css("[href], [src]"):
        target = node.attributes.get("href") or node.attributes.get("src") or ""
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            yield posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page, anchor


def broken(site: Site) -> list[tuple[str, str, str]]:
    """Give every reference that leads to no file, or to no anchor."""
    anchors = {
        page: {node.attributes["id"] for node in LexborHTMLParser(site[page].decode()).css("[id]")}
        for page in pages(site)
    }
    return [
        (page, file, anchor)
        for page in pages(site)
        for file, anchor in links(page, site[page])
        if file not in site or (anchor and anchor not in anchors[file])
    ]


@pytest.fixture(scope="session")
def trees(site: Site) -> dict[str, Element]:
    """Every page of the small site, parsed."""
    return {page: tree(site[page]) for page in pages(site)}


class TestWhole:
    """What holds for the small site and for that of the rules that come with the program."""

    @pytest.fixture(params=["small", "real"])
    def rules(self, request: pytest.FixtureRequest) -> Rulebook:
        book: Rulebook = request.getfixturevalue(request.param)
        return book

    @pytest.fixture
    def built(self, request: pytest.FixtureRequest, rules: Rulebook, small: Rulebook) -> Site:
        built: Site = request.getfixturevalue("site" if rules is small else "real_site")
        return built

    def test_every_link_resolves(self, built: Site) -> None:
        """Every reference inside the site leads to a file that is there, and to an anchor in it."""
        assert [] == broken(built)

    def test_everything_has_its_place(self, rules: Rulebook, built: Site) -> None:
        """Each category, ground, system, place and verdict has a page in each language, and no other page is there."""
        expected = {
            *("index.html", "find.html", "grounds.html", "index.js"),
            *(category_page(one) for one in rules.categories),
            *(ground_page(one) for one in rules.grounds),
            *(system_page(one) for one in systems(rules)),
            *(place_page(*one) for one in places(rules)),
            *(verdict_page(one) for one in VERDICTS),
        }
        for language in LANGUAGES:
            found = {name.removeprefix(f"{language}/") for name in built if name.startswith(f"{language}/")}
            assert expected == found

    def test_every_rule_stands_where_it_belongs(self, rules: Rulebook, built: Site) -> None:
        """Each rule has its anchor on its category's page, its row on its verdict's and on each ground's page."""
        for language in LANGUAGES:
            text = {name: data.decode() for name, data in built.items() if name.startswith(f"{language}/")}
            for rule in rules.rules.values():
                page, _, anchor = rule_address(rule).partition("#")
                assert f'id="{anchor}"' in text[f"{language}/{page}"]
                for other in (verdict_page(rule.verdict), *(ground_page(one) for one in rule.texts["grounds"])):
                    assert f'href="../{rule_address(rule)}"' in text[f"{language}/{other}"]

    def test_every_rule_of_a_system_or_place_is_told_whole_there(self, rules: Rulebook, built: Site) -> None:
        """The page of a system or of a sector holds the cards of its own rules."""
        for rule in rules.rules.values():
            scope = rule.scope
            own = [system_page(one) for one in scope.systems] or [
                place_page(country, sector)
                for country in scope.countries or {None}
                for sector in scope.sectors or {None}
            ]
            for page in own:
                assert f'id="{rule.id}"' in built[f"nl/{page}"].decode()

    def test_every_page_says_what_it_is(self, built: Site) -> None:
        """Each page has a language, a title of its own and one first heading, and never skips a level of headings."""
        for page in pages(built):
            parsed = LexborHTMLParser(built[page].decode())
            levels = [int(str(node.tag)[1]) for node in parsed.css("h1, h2, h3, h4, h5, h6")]
            root = parsed.css_first("html")
            title = parsed.css_first("title")
            assert root is not None
            assert title is not None
            assert (page[:2] if "/" in page else "fr") == root.attributes["lang"]
            assert title.text().strip()
            assert 1 == levels[0] == levels.count(1), page
            assert all(below <= above + 1 for above, below in pairwise(levels)), page

    def test_ids_are_unique(self, built: Site) -> None:
        """No id stands twice on a page."""
        for page in pages(built):
            ids = [node.attributes["id"] for node in LexborHTMLParser(built[page].decode()).css("[id]")]
            assert len(ids) == len(set(ids)), page

    def test_nothing_comes_from_elsewhere(self, built: Site) -> None:
        """No style, script, picture or frame is loaded from outside, and none stands inside a page."""
        for page in pages(built):
            parsed = LexborHTMLParser(built[page].decode())
            loaded = [node.attributes.get("src") for node in parsed.css("script, img, iframe, object, embed")]
            styles = [node.attributes.get("href") for node in parsed.css("link:not([rel=alternate])")]
            assert all(one and not re.match(r"[a-z]+:|/", one) for one in [*loaded, *styles]), page
            assert not parsed.css("style, [style]"), page
            assert not re.search(r"<[^>]*\son[a-z]+=", built[page].decode()), page

    def test_deterministic(self, rules: Rulebook, built: Site) -> None:
        """The same rulebook gives the same bytes."""
        assert built == build_site(Rulebook(json.loads(json.dumps(rules.content))))


class TestAccessible:
    def test_pages_are_valid(self, trees: dict[str, Element]) -> None:
        """Each page is parsed without a single error of the HTML standard."""
        assert all(root.tag == "html" for root in trees.values())

    def test_landmarks(self, trees: dict[str, Element]) -> None:
        """Each page has one main part, the first link jumps there, and each navigation has a name."""
        for page, root in trees.items():
            assert 1 == len(root.findall(".//main"))
            assert all(one.get("aria-label") for one in root.iter("nav"))
            if page != "index.html":
                first = next(iter(root.iter("a")))
                assert "#_main" == first.get("href")
                assert root.find(".//main[@id='_main']") is not None

    def test_tables(self, trees: dict[str, Element]) -> None:
        """Each table has a caption, headers of columns and of rows, and as many cells in each row."""
        for root in trees.values():
            for table in root.iter("table"):
                caption = table.find("caption")
                assert caption is not None
                assert spoken(caption)
                assert {"col", "row"} == {one.get("scope") for one in table.iter("th")}
                assert 1 == len({len(list(row)) for row in table.iter("tr")})

    def test_labels(self, trees: dict[str, Element]) -> None:
        """What is labelled by another element, and each field, has a label that is there and is not empty."""
        for root in trees.values():
            ids = {one.get("id"): one for one in root.iter() if one.get("id")}
            for one in root.iter():
                for name in ("aria-labelledby", "aria-controls"):
                    if one.get(name):
                        assert one.get(name) in ids
                if one.get("aria-labelledby"):
                    assert spoken(ids[one.get("aria-labelledby")])
            fields = [one.get("id") for one in root.iter("input")]
            assert fields == [one.get("for") for one in root.iter("label")]

    def test_links_say_something(self, trees: dict[str, Element]) -> None:
        """No link is without text."""
        assert all(spoken(link) for root in trees.values() for link in root.iter("a"))

    def test_signs_are_never_alone(self, trees: dict[str, Element]) -> None:
        """Every sign is hidden from screen readers, and the name of its verdict stands beside it."""
        for page, root in trees.items():
            names = {say(verdict, page[:2]) for verdict in VERDICTS} if "/" in page else set()
            parents = {inner: outer for outer in root.iter() for inner in outer}
            for svg in [one for one in root.iter() if str(one.tag).endswith("svg") and one.get("class") == "sign"]:
                assert "true" == svg.get("aria-hidden")
                assert any(name in spoken(parents[svg]) for name in names)

    def test_language_links_lead_to_the_same_page(self, trees: dict[str, Element]) -> None:
        """Each page leads to itself in each language, and says which one is shown."""
        for page, root in trees.items():
            if "/" not in page:
                continue
            [nav] = [one for one in root.iter("nav") if one.get("class") == "languages"]
            found = [
                posixpath.normpath(posixpath.join(posixpath.dirname(page), str(a.get("href")))) for a in nav.iter("a")
            ]
            assert [f"{language}/{page[3:]}" for language in LANGUAGES] == found
            assert [page[:2]] == [a.get("lang") for a in nav.iter("a") if a.get("aria-current")]


class TestContent:
    def card(self, trees: dict[str, Element], page: str, rule: str) -> str:
        found = trees[page].find(f".//article[@id='{rule}']")
        assert found is not None
        return spoken(found)

    def test_a_rule_tells_all(self, trees: dict[str, Element]) -> None:
        """A rule shows verdict, scope, reason, words to write, bearer, caution, sources, confidence, status, pack."""
        card = self.card(trees, "en/categories/nationality.html", "cosmos-nationality")
        expected = (
            *("COSMOS", "Open to challenge", "Asking everyone for this conflicts with", "Why cosmos-nationality."),
            *("Write cosmos-nationality", "the employer", "But cosmos-nationality", "GDPR, art. 5", "Some circular"),
            *("(example.org) · exact wording to be confirmed", "high", "Rule not yet reviewed", "22 November 2026"),
            *("to be read again by 22 November 2027", "Sample"),
        )
        for part in expected:
            assert part in card

    def test_edition_and_mistakes(self, trees: dict[str, Element]) -> None:
        """A required field names its text and year, and known mistakes are told."""
        card = self.card(trees, "fr/categories/nationality.html", "grouped-nationality")

        assert "Exigé par un texte · RSA 2024" in card
        assert "Erreurs connues Mistakes the region" in card

    def test_long_groups_are_shortened_in_headings_only(self, trees: dict[str, Element]) -> None:
        """The heading names two groups of three, the card all of them."""
        root = trees["en/categories/nationality.html"]
        [heading] = [one for one in root.iter("h3") if one.get("id") == "_rule-grouped-nationality"]

        assert "under a title with “aide sociale” or “logement”… " in spoken(heading)
        assert "“rsa”" in self.card(trees, "en/categories/nationality.html", "grouped-nationality")

    def test_reviewed_rules_say_so(self, trees: dict[str, Element]) -> None:
        """A rule that was reviewed says when; only an experimental one says that it was not."""
        card = self.card(trees, "fr/categories/nationality.html", "fr-social-nationality")

        assert "stable · relu le 22 novembre 2026" in card
        assert "pas encore relue" not in card

    def test_low_confidence_asks(self, trees: dict[str, Element]) -> None:
        """A rule of low confidence leads with the question for the DPO instead of its verdict's sentence."""
        card = self.card(trees, "en/categories/nationality.html", "fr-nationality")

        assert "Question for the DPO" in card
        assert "No text found that obliges" not in card

    def test_care_never_whispers(self, trees: dict[str, Element]) -> None:
        """Low confidence turns no care-critical rule into a question: its sentence stays, with a note."""
        card = self.card(trees, "en/categories/allergy.html", "allergy")

        assert "Left empty, this field can harm someone." in card
        assert "Legal basis to be confirmed with the DPO" in card
        assert "Question for the DPO" not in card

    def test_order_of_precedence(self, trees: dict[str, Element]) -> None:
        """On a category's page the most precise rule comes first."""
        cards = [one.get("id") for one in trees["fr/categories/nationality.html"].iter("article")]

        assert ["cosmos-nationality", "fr-social-nationality", "grouped-nationality", "fr-nationality"] == cards

    def test_category(self, trees: dict[str, Element]) -> None:
        """A category tells how it is recognised, conditions included, its special protection and its DPV term."""
        text = spoken(trees["en/categories/nationality.html"])
        expected = (
            *("Special category of data (GDPR, art. 9)", "dpv-pd:Nationality", "nationalite vehicule", "country"),
            "ressortissant* only: hospital; under a title with “dossier social”",
        )
        for part in expected:
            assert part in text

    def test_silence_is_told(self, trees: dict[str, Element]) -> None:
        """A category without rules or words says so."""
        text = spoken(trees["en/categories/unruled.html"])

        assert "No rule speaks of it: Case vide says nothing." in text
        assert "No word is known yet." in text

    def test_system(self, trees: dict[str, Element]) -> None:
        """A system tells how it is recognised, its precedents, its own rules whole and the more general ones below."""
        root = trees["en/systems/cosmos.html"]
        text = spoken(root)
        for part in ("cosmos.example.org", "2011", "Refusal.", "Withdrawn.", "social services", "France"):
            assert part in text
        assert ["cosmos-nationality"] == [one.get("id") for one in root.iter("article")]
        more = root.find(".//section[@aria-labelledby='_more']")
        assert more is not None
        rows = [spoken(one) for one in more.iter("tr")]
        assert 4 == sum("Why " in row for row in rows)
        assert 3 == sum("comes after a more precise rule" in row for row in rows)

    def test_ground(self, trees: dict[str, Element]) -> None:
        """A ground tells its meaning, its address as a link, whether its wording was read, and from when it is."""
        root = trees["nl/grounds/unread.html"]
        text = spoken(root)

        assert "In onze eigen woorden Te lezen." in text
        assert "Exacte tekst te bevestigen" in text
        assert "1 november 2026" in text
        assert "https://www.example.org/circular" in {link.get("href") for link in root.iter("a")}

    def test_start(self, small: Rulebook, trees: dict[str, Element]) -> None:
        """The start page has the five signs with their sentences, the totals, date and fingerprint, and the limits."""
        text = spoken(trees["fr/index.html"])
        for verdict in VERDICTS:
            assert " ".join(say(verdict, "fr").split()) in text
            assert " ".join(say(f"{verdict}-lead", "fr").split()) in text
        assert "règles 6" in text
        assert "Information générale, pas un avis juridique." in text
        assert "22 novembre 2026" in text
        assert small.digest in text
        assert "Encore sans règle propre : école." in text

    def test_french_spaces(self, site: Site) -> None:
        """French texts of rules get their narrow spaces and curly apostrophes too."""
        text = site["fr/categories/allergy.html"].decode()

        assert "Allergies\u202f: toutes" in text
        assert "l’employeur" in text

    def test_list_from_a_to_z(self, trees: dict[str, Element]) -> None:
        """Without any script, one list leads to every category, system and place."""
        hrefs = {link.get("href") for link in trees["nl/find.html"].iter("a")}

        assert {category_page("allergy"), system_page("cosmos"), place_page("BE", "psychiatry")} <= hrefs

    @pytest.mark.parametrize("languages", [("nl",), ("en", "fr")])
    def test_fewer_languages(self, small: Rulebook, languages: tuple[str, ...]) -> None:
        """With fewer languages no link leads to one that is not there."""
        built = build_site(small, languages)

        assert set(languages) == {name.split("/")[0] for name in built if "/" in name}
        assert [] == broken(built)

    def test_missing_translation(self, small: Rulebook) -> None:
        """A text that is not there in the page's language comes in another, and says in which."""
        content: dict[str, Any] = json.loads(json.dumps(small.content))
        content["rules"][0]["says"] = {"fr": "", "nl": "Alleen hier.", "en": ""}
        built = build_site(Rulebook(content), ["fr"])

        assert '<span lang="nl">Alleen hier.</span>' in built["fr/categories/allergy.html"].decode()

    def test_bare_rulebook(self, small_rulebook: Rulebook) -> None:
        """A rulebook of rules without texts, grounds and packs still gives a whole site."""
        assert [] == broken(build_site(small_rulebook))


class TestHostile:
    EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}"

    def test_nothing_of_a_pack_becomes_markup(self, hostile: Callable[[str], Rulebook]) -> None:
        """Markup, quotes and template signs in every text and id of a pack stay text."""
        built = build_site(hostile(self.EVIL), ["en"])
        for page in pages(built):
            root = tree(built[page])
            assert all("alert" not in value for one in root.iter() for name, value in one.items() if name[:2] == "on")
            assert {"index.js", "../search.js"} >= {str(one.get("src")) for one in root.iter("script")}
            assert [] == [one for one in root.iter("img") if one.get("src") != "logo.svg"]
        assert "{{ 7*7 }}" in built["en/index.html"].decode()
        assert [] == broken(built)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.org", "data:text/html,x", "//example.org"])
    def test_only_https_is_a_link(self, small: Rulebook, url: str) -> None:
        """Any other address is shown as text."""
        content: dict[str, Any] = json.loads(json.dumps(small.content))
        for ground in content["grounds"].values():
            ground["url"] = url
        content["systems"]["cosmos"]["precedents"][0]["url"] = url
        built = build_site(Rulebook(content), ["en"])
        hrefs = {str(link.get("href")) for page in pages(built) for link in tree(built[page]).iter("a")}

        assert url not in hrefs
        assert url in built["en/grounds/unread.html"].decode()
        assert url in built["en/systems/cosmos.html"].decode()

    @settings(max_examples=15, deadline=None)
    @given(st.text(min_size=1, max_size=12))
    def test_any_text(self, hostile: Callable[[str], Rulebook], text: str) -> None:
        """Whatever stands in the texts and ids of a pack, all pages are made inside the site and all links resolve."""
        built = build_site(hostile(text), ["fr"])

        assert all(re.fullmatch(r"[a-z0-9_-]+(?:[./][a-z0-9_-]+)*", name) for name in built)
        assert [] == broken(built)
