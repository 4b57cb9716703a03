"""Search: the index, and the script in a real browser, from a folder."""

import html
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from casevide.rulebook import Rulebook
from casevide.rulesite import build_site, write_site
from casevide.rulesite.search import Entry, index_script, words

SECONDS = 60


class TestIndex:
    def test_words(self) -> None:
        """Words lose accents and capitals; of a long text none is lost."""
        assert ["l", "election", "coeur"] == words(["L’Élection", "cœur"])
        assert ["mot"] * 400 == words(["mot " * 400])

    def test_rows(self) -> None:
        """A row has the words of its title in order, and the others once."""
        entry = Entry("category", "Pays de naissance", "", "categories/birth.html", texts=("pays", "né né"))
        lines = index_script([entry]).decode("ascii").splitlines()
        expected = [1, "Pays de naissance", "", "categories/birth.html", "", "pays de naissance", "ne"]

        assert ['"use strict";', "const CASEVIDE_INDEX = ["] == lines[:2]
        assert expected == json.loads(lines[2])
        assert "];" == lines[3]

    def test_deterministic(self) -> None:
        """The order in which things are found does not matter."""
        entries = [Entry("ground", "b", "", "b"), Entry("ground", "a", "", "a"), Entry("system", "c", "", "c")]

        assert index_script(entries) == index_script(reversed(entries))

    def test_it_is_data_only(self) -> None:
        """Whatever a pack says stays inside the quotes of the script: line separators, quotes, closing tags."""
        evil = '"];alert(1)//</script>\u2028\\'
        script = index_script([Entry("rule", evil, evil, evil, evil, (evil,))])
        found = json.loads(script[script.index(b"[") : script.rindex(b";")])

        assert [evil] * 4 == found[0][1:5]
        assert script.isascii()


@pytest.fixture
def asked(small: Rulebook, tmp_path: Path) -> Callable[..., str]:
    """Give the function that opens a page of the small site from its folder, in Chromium, and gives its HTML."""
    write_site(tmp_path / "site", build_site(small))

    def ask(page: str) -> str:
        quiet = (
            "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
            "--disable-sync --disable-dev-shm-usage --headless --dump-dom --virtual-time-budget=3000"
        )
        command = ["chromium", *quiet.split(), f"--user-data-dir={tmp_path / 'profile'}"]
        home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        url = (tmp_path / "site").as_uri() + "/" + page
        done = subprocess.run(
            [*command, url], env={**os.environ, **home}, capture_output=True, check=True, timeout=SECONDS
        )
        return done.stdout.decode()

    return ask


def results(page: str) -> list[str]:
    """Give the addresses of the results, in their order."""
    listed = re.search(r'<ul id="_results".*?</ul>', page, re.DOTALL)
    return [html.unescape(one) for one in re.findall(r'<a href="([^"]*)"', listed.group())] if listed else []


class TestInTheBrowser:
    def test_it_finds_from_a_folder(self, asked: Callable[..., str]) -> None:
        """Opened as a file, with accents or without, the search lists what fits: the kind of data first."""
        page = asked("fr/index.html#q=NATIONALITE")

        assert "categories/nationality.html" == results(page)[0]
        assert "categories/nationality.html#cosmos-nationality" in results(page)
        assert re.search(r'<p id="_count" role="status" aria-live="polite">5 résultats</p>', page)

    def test_it_finds_rules_by_their_words(self, asked: Callable[..., str]) -> None:
        """Two words that stand in a rule's texts, begun only, find the rule."""
        page = asked("en/find.html#q=wri%20belg%20hosp")

        assert ["categories/allergy.html#be-hospital-allergy"] == results(page)

    def test_nothing_found(self, asked: Callable[..., str]) -> None:
        """Where nothing fits, the page says so, and markup in the question stays text."""
        page = asked("nl/index.html#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")

        assert [] == results(page)
        assert "Niets gevonden." in page
        assert "<img" not in page

    def test_the_list_makes_room(self, asked: Callable[..., str]) -> None:
        """On the page from A to Z the list is there without a question and hidden while one is answered."""
        assert '<div id="_all">' in asked("en/find.html")
        assert '<div id="_all" hidden="">' in asked("en/find.html#q=nationality")

    def test_the_style_is_let_in(self, asked: Callable[..., str], tmp_path: Path) -> None:
        """The page's own policy lets its style and scripts in, also from a folder."""
        (tmp_path / "site" / "search.js").write_text(
            "document.body.dataset.seen = getComputedStyle(document.querySelector('.skip')).position"
        )

        assert 'data-seen="absolute"' in asked("fr/index.html")
