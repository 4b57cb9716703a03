"""The words in the agent's language: filled in, counted, joined and dated as the language does it, in both browsers."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.extension.browsers import Browser

LOCALES = Path(__file__).parents[2] / "extension" / "_locales"
NARROW = "\u202f"


@pytest.fixture
def worded(running: Browser, site: str, pages: dict[str, str]) -> Browser:
    """A browser that shows a page with the words, and nothing else of ours."""
    pages["/worded.html"] = "<!doctype html><title>worded</title><script src='/wording.js'></script>"
    running.go(f"{site}/worded.html")
    return running


def said(browser: Browser, language: str, call: str, *arguments: Any) -> Any:
    """Call a method of the words in a language."""
    messages = (LOCALES / language / "messages.json").read_text("utf-8")
    given = ", ".join(json.dumps(one) for one in arguments)
    return browser.run(f"new Wording({json.dumps(language)}, {messages}).{call}({given})")


class TestSay:
    def test_places_are_filled(self, worded: Browser) -> None:
        """What is handed over stands in the text, and is left as it is."""
        expected = f"Est-ce bien cela{NARROW}: a ? {{b}}{NARROW}?"

        assert expected == said(worded, "fr", "say", "likely", {"category": "a ? {b}"})

    def test_numbers(self, worded: Browser) -> None:
        """Numbers are written as the language writes them."""
        places = {"n": 1234, "total": 5000}

        assert f"1{NARROW}234 / 5{NARROW}000" == said(worded, "fr", "say", "present_place", places)
        assert "1.234 / 5.000" == said(worded, "nl", "say", "present_place", places)
        assert "1,234 / 5,000" == said(worded, "en", "say", "present_place", places)

    def test_unknown_text(self, worded: Browser) -> None:
        """A text that does not exist is an error, not an empty line."""
        with pytest.raises(RuntimeError, match=r"no text .*never"):
            said(worded, "en", "say", "never_written")

    def test_unfilled_place(self, worded: Browser) -> None:
        """A place that nothing is put into is an error, not a brace on screen."""
        with pytest.raises(RuntimeError, match="lacks"):
            said(worded, "en", "say", "likely", {"n": 1})

    def test_pieces(self, worded: Browser) -> None:
        """The pieces of a text say which place each comes from."""
        pieces = said(worded, "en", "pieces", "panel_total_other", {"n": 19, "total": 42})

        assert [("", ""), ("n", "19"), ("", " of "), ("total", "42"), ("", " fields with no duty found,")] == [
            (piece["place"], piece["text"]) for piece in pieces
        ]


class TestCount:
    @pytest.mark.parametrize(
        ("language", "n", "expected"),
        [
            ("fr", 0, f"Active{NARROW}: 0 repère sur cette page"),
            ("fr", 1, f"Active{NARROW}: 1 repère sur cette page"),
            ("fr", 44, f"Active{NARROW}: 44 repères sur cette page"),
            ("nl", 0, "Actief: 0 hints op deze pagina"),
            ("nl", 1, "Actief: 1 hint op deze pagina"),
            ("en", 1, "On: 1 hint on this page"),
            ("en", 2, "On: 2 hints on this page"),
        ],
    )
    def test_one_and_several(self, worded: Browser, language: str, n: int, expected: str) -> None:
        """The form for one is used where the language uses it: none is singular in French, plural elsewhere."""
        assert expected == said(worded, language, "count", "popup_on", n)

    def test_millions(self, worded: Browser) -> None:
        """A number for which a language has a third form gets the form for several."""
        assert "sources_other" == said(worded, "fr", "counted", "sources", 1_000_000)


class TestListsAndDates:
    @pytest.mark.parametrize(
        ("language", "expected"), [("fr", "a, b et c"), ("nl", "a, b en c"), ("en", "a, b, and c")]
    )
    def test_lists(self, worded: Browser, language: str, expected: str) -> None:
        """Remarks are joined as the language joins them."""
        assert expected == said(worded, language, "list", ["a", "b", "c"])

    @pytest.mark.parametrize(
        ("language", "expected"), [("fr", "22 nov. 2026"), ("nl", "22 nov 2026"), ("en", "Nov 22, 2026")]
    )
    def test_dates(self, worded: Browser, language: str, expected: str) -> None:
        """A day is written in the medium form of the language, and is the same day in every time zone."""
        assert expected == said(worded, language, "date", "2026-11-22").replace("nov. 2026", "nov. 2026")

    def test_no_date(self, worded: Browser) -> None:
        """What is no day is shown as it is."""
        assert "unknown" == said(worded, "fr", "date", "unknown")
