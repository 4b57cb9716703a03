"""The extension's fixed texts: complete, used, and typographically right, in three languages; and none elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from casevide.wording import LANGUAGES, TEXTS, say

EXTENSION = Path(__file__).parents[2] / "extension"
PAGES = ("look", "popup", "panel", "options")
ROOMS = (*PAGES, "hints", "background")

LOCALES: dict[str, dict[str, dict[str, Any]]] = {
    language: json.loads((EXTENSION / "_locales" / language / "messages.json").read_text("utf-8"))
    for language in LANGUAGES
}
KEYS = sorted(LOCALES["fr"])

SAME = {
    **{verdict: f"verdict_{verdict}" for verdict in ("care-critical", "required", "challengeable", "intrusive")},
    **{f"{verdict}-lead": f"lead_{verdict}" for verdict in ("care-critical", "required", "challengeable", "intrusive")},
    "optional": "verdict_optional",
    "optional-lead": "lead_optional",
    "silent": "verdict_silent",
    "three-answers": "three_answers",
    "care-critical-low": "note_care_critical_low",
    "challengeable-note": "note_challengeable",
    "low-lead": "lead_low",
    "likely": "likely",
    "likely-from": "likely_from",
    "way-out": "way_out",
    "no-way-out": "no_way_out",
    "disagree": "disagree",
    **{f"evidence-{one}": f"evidence_{one}" for one in ("group", "placeholder", "title", "name", "id", "options")},
    "software-forces": "software_forces",
    "column-software": "software",
    "column-law": "law",
    "duty-care-critical": "duty_care_critical",
    "duty-required": "duty_required",
    "duty-none": "duty_none",
    "instead": "card_to_write",
    "why": "card_why",
    "bearer": "card_bearer",
    "caveat": "card_caveat",
    "source": "card_source",
    "confidence": "card_confidence",
    "wording": "wording_unconfirmed",
    "as-of": "as_of",
    **{f"confidence-{one}": f"confidence_{one}" for one in ("high", "medium", "low")},
    "one-more-source": "sources_one",
    "more-sources": "sources_other",
    "reviewed": "status_reviewed",
    "not-reviewed": "status_not_reviewed",
    "rules-of": "rules_of",
    "disclaimer": "disclaimer",
    "unnamed": "unnamed",
    "rows": "panel_rows_other",
    "no-field": "why_no_field",
    "no-rule": "why_no_rule",
}
"""Texts that the program and the extension both say: key there → key here."""


def places(text: str) -> list[str]:
    """Give the names of the places of a text, sorted."""
    return sorted(re.findall(r"\{(\w+)\}", text))


def scripts(*rooms: str) -> list[Path]:
    """Give the JavaScript files of some folders."""
    return [path for room in rooms for path in sorted((EXTENSION / room).rglob("*.js"))]


def code(path: Path) -> str:
    """Give a script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def literals(text: str) -> list[str]:
    """Give the strings that stand in a script."""
    return [one[0] or one[1] for one in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', text)]


def wanted() -> tuple[set[str], set[str]]:
    """Give what the extension's files name for certain, and the beginnings of what they put together."""
    said: set[str] = set()
    begun: set[str] = set()
    for path in (EXTENSION / "wording.js", *scripts(*ROOMS)):
        text = code(path)
        for call, arguments in re.findall(r"\.#?(say|count|counted|pieces)\(([^)]*)", text):
            ending = "_other" if call.startswith("count") else ""
            first = re.match(r'[^,{}]*?\?\s*"(\w+)"\s*:\s*"(\w+)"|\s*"(\w+)"|\s*`(\w+)\$', arguments)
            if first:
                one, other, only, start = first.groups()
                said |= {key + ending for key in (one, other, only) if key}
                begun |= {start} if start else set()
    for path in (one for room in PAGES for one in (EXTENSION / room).glob("*.html")):
        said |= set(re.findall(r'data-say(?:-\w+)?="(\w+)"', path.read_text("utf-8")))
    return said, begun


class TestLanguages:
    def test_the_same_texts_in_each(self) -> None:
        """Every text exists in every language, in the same order."""
        assert [list(LOCALES["fr"])] * 3 == [list(LOCALES[language]) for language in LANGUAGES]

    @pytest.mark.parametrize("key", KEYS)
    def test_the_same_places(self, key: str) -> None:
        """A text has the same places to fill in every language."""
        french, dutch, english = (places(LOCALES[language][key]["message"]) for language in LANGUAGES)

        assert french == dutch == english

    @pytest.mark.parametrize("key", KEYS)
    def test_translators_are_told(self, key: str) -> None:
        """Every text has a note for translators, the same in each language, which explains each of its places."""
        notes = {LOCALES[language][key]["description"] for language in LANGUAGES}
        (note,) = notes
        explained = all(f"{{{place}}}" in note for place in places(LOCALES["en"][key]["message"]))
        of_another = re.search(r"[Tt]he same|Asked before|Goes on|Said after", note)

        assert len(note) > 20
        assert explained or of_another

    @pytest.mark.parametrize("key", [key for key in KEYS if key.endswith("_one")])
    def test_one_and_several(self, key: str) -> None:
        """What counts has a form for one and a form for several."""
        assert key.removesuffix("_one") + "_other" in KEYS


@pytest.mark.parametrize("key", KEYS)
class TestTypography:
    def test_texts_are_texts(self, key: str) -> None:
        """No text is empty, begins or ends with a space, or holds what the browsers would fill in themselves."""
        for language in LANGUAGES:
            text = LOCALES[language][key]["message"]

            assert text.strip() == text != ""
            assert "$" not in text

    def test_french_spaces(self, key: str) -> None:
        """In French a narrow no-break space stands before ``: ; ? !`` and inside « », and nowhere an ordinary one."""
        french = LOCALES["fr"][key]["message"]
        marks = r"(?<!\u202f)[;!»](?=\s|$)|(?<![\u202f*·:]\s)(?<!\u202f)[:?](?=\s|$)|«(?!\u202f)|[ \u00a0][:;!»]"

        assert [] == re.findall(marks, french.replace("· ? ", "· "))

    def test_curly_marks(self, key: str) -> None:
        """Apostrophes and quotation marks are typographic, so that texts look the same everywhere."""
        assert not set("'\"") & {letter for language in LANGUAGES for letter in LOCALES[language][key]["message"]}

    def test_nobody_is_told_to_leave_a_field_empty(self, key: str) -> None:
        """No text gives the order to leave a field empty; only the question for the sector speaks to "you"."""
        french, dutch, english = (LOCALES[language][key]["message"].lower() for language in LANGUAGES)

        assert not re.search(r"^laisser (ce champ )?vide", french)
        assert not re.search(r"^laat .*leeg", dutch)
        assert not re.search(r"^leave .*empty", english)
        if key != "sector_question":
            assert not re.search(r"\b(vous|votre|vos)\b", french)
            assert not re.search(r"\b(u|uw|je|jij|jouw)\b", dutch)
            assert not re.search(r"\b(you|your)\b", english)


class TestBothPrograms:
    @pytest.mark.parametrize(("theirs", "ours"), sorted(SAME.items()))
    def test_both_say_the_same(self, theirs: str, ours: str) -> None:
        """What the program and the extension both say, they say in the same words."""
        ours = ours.replace("-", "_")
        filling = {place: f"{{{place}}}" for place in places(TEXTS[theirs][2])}

        assert [say(theirs, language, **filling) for language in LANGUAGES] == [
            LOCALES[language][ours]["message"] for language in LANGUAGES
        ]

    def test_nothing_is_said_in_two_ways(self) -> None:
        """A sentence that is the same in French is the same in the other languages."""
        sentences = {say(key, "fr", **{one: f"{{{one}}}" for one in places(TEXTS[key][2])}): key for key in TEXTS}
        differing = [
            (key, sentences[text["message"]])
            for key, text in LOCALES["fr"].items()
            if text["message"].endswith(".") and text["message"] in sentences
            for language in ("nl", "en")
            if LOCALES[language][key]["message"] != TEXTS[sentences[text["message"]]][LANGUAGES.index(language)]
        ]

        assert [] == differing


class TestUse:
    def test_what_is_said_exists(self) -> None:
        """Every text that a page or script names is there."""
        said, begun = wanted()

        assert len(said) > 100
        assert set() == said - set(KEYS)
        assert set() == {start for start in begun if not any(key.startswith(start) for key in KEYS)}

    def test_what_exists_is_said(self) -> None:
        """Every text is named by some page or script, or by the manifest."""
        said, begun = wanted()
        for path in scripts(*ROOMS):
            said |= set(literals(code(path)))
            begun |= {start for one in literals(code(path)) for start in re.findall(r"^(\w+_)\$\{", one)}
        said |= set(re.findall(r"__MSG_(\w+)__", (EXTENSION / "manifest.json").read_text("utf-8")))
        begun |= {"command_"}  # the options list the browser's own list of commands
        unsaid = {
            key
            for key in KEYS
            if key not in said
            and re.sub(r"_(one|other)$", "", key) not in said
            and not any(key.startswith(start) for start in begun)
        }

        assert {"rules_signed"} == unsaid  # for the day on which packs are signed

    def test_the_manifest(self) -> None:
        """Every text that the manifest names is there, and the description is as short as the shops want it."""
        named = set(re.findall(r"__MSG_(\w+)__", (EXTENSION / "manifest.json").read_text("utf-8")))

        assert len(named) > 5
        assert set() == named - set(KEYS)
        assert all(len(LOCALES[language]["extension_description"]["message"]) <= 132 for language in LANGUAGES)


class Words(HTMLParser):
    """Collects what a page would show by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = ("alt", "title", "placeholder", "aria-label", "value")
        self.found += [value for name, value in attrs if name in shown and value]


class TestNowhereElse:
    @pytest.mark.parametrize("name", [str(path.relative_to(EXTENSION)) for path in EXTENSION.glob("*/*.html")])
    def test_pages_hold_no_text(self, name: str) -> None:
        """No page of the extension holds a text of its own: all of them come from the language files."""
        words = Words()
        words.feed((EXTENSION / name).read_text("utf-8"))

        assert [] == words.found

    @pytest.mark.parametrize("name", [str(path.relative_to(EXTENSION)) for path in scripts(*PAGES)])
    def test_scripts_hold_no_text(self, name: str) -> None:
        """No script of the extension's pages holds a sentence, but for what only a programmer sees."""
        text = re.sub(r"new Error\([^)]*\)", "", code(EXTENSION / name))
        said = [re.sub(r"\$\{[^}]*\}", "", one) for one in literals(text)]
        sentences = {one for one in said if re.search(r"[^\W\d_]{2,}[,.]? [^\W\d_]{2,}|[à-ÿ]", one)}

        assert set() == sentences - {"use strict", "muted small", "strong small", "remarks muted small"}
