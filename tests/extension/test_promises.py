"""Nothing typed or chosen is ever read, nothing is done to the page: counted at the browser's own accessors."""

import json
from pathlib import Path
from typing import Any, Protocol

import pytest

CANARY = "canary-7f3a"

PAGE = (Path(__file__).parent / "typed.html").read_text("utf-8")
"""A page full of things typed and chosen; each holds the canary."""


class Browser(Protocol):
    def run(self, expression: str) -> Any: ...


class TestReading:
    @pytest.fixture
    def watched(self, browser: Browser) -> Browser:
        """A page full of typed and chosen things, in which every access to them is noted."""
        assert browser.run(f"shown({json.dumps(PAGE)}).then(() => true)")
        typed = "const one = document.querySelector('iframe').contentDocument; "
        assert browser.run(
            f"(() => {{ {typed} one.getElementById('l').value = {CANARY!r}; "
            f"one.getElementById('e').firstChild.data += ' {CANARY}'; return true; }})()"
        )
        assert browser.run("watch()")
        return browser

    @pytest.mark.parametrize("find", ["fieldsOf", "findFields"])
    def test_nothing_typed_is_read(self, watched: Browser, find: str) -> None:
        """While fields are found, no value, choice or event of the page is touched, and nothing is changed."""
        found = watched.run(f"Promise.resolve({find}(watched.frame.document)).then(told)")

        assert [] == watched.run("watched.calls")
        assert [] == [text for text in watched.run("watched.texts") if CANARY in text]
        assert CANARY not in json.dumps(found)
        assert {"Nom", "Pays", "Notes", "Récit", "Commune", "Né le", "Tutelle", "Sexe"} <= {
            field["label"] for field in found["fields"]
        }

    def test_the_watch_works(self, watched: Browser) -> None:
        """What is watched is noted when it happens: the test above could fail."""
        watched.run(
            "(() => { const { document: page } = watched.frame; const one = page.getElementById('a'); "
            "one.value; one.id = 'z'; one.focus(); page.getElementById('t').textContent; "
            "page.getElementById('c').checked; page.cookie; return 1; })()"
        )
        calls = watched.run("watched.calls")

        assert {"get HTMLInputElement.value", "set Element.id", "get HTMLInputElement.checked", "cookie"} <= set(calls)
        assert any(call.endswith(".focus") for call in calls)
        assert any(CANARY in text for text in watched.run("watched.texts"))

    def test_the_page_stays_as_it_is(self, browser: Browser) -> None:
        """After fields are found the page is the same, and no observer has seen a change."""
        changes = browser.run(
            f"shown({json.dumps(PAGE)}).then((page) => {{ const before = page.documentElement.outerHTML; "
            "const observer = new MutationObserver(() => {}); "
            "observer.observe(page, { attributes: true, childList: true, characterData: true, subtree: true }); "
            "fieldsOf(page); return [observer.takeRecords().length, before === page.documentElement.outerHTML]; })"
        )

        assert [0, True] == changes

    def test_a_document_that_is_written_into_is_left_alone(self, browser: Browser) -> None:
        """A document in design mode is one big text that a person writes: nothing of it is read."""
        found = browser.run(
            f"shown('<!doctype html><h1>{CANARY}</h1><input>').then((page) => "
            "{ page.designMode = 'on'; return told(fieldsOf(page)); })"
        )

        assert {"title": "", "headings": [], "fields": []} == found
