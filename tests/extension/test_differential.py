"""
The two engines side by side: what one says of a text, a field or a page, the other says too.

Texts, fields and pages are made at random from a fixed seed. Left out is only what must differ: what a page
that runs has and a text has not (`test_living.py`), and letters that are newer than Python's own tables of Unicode.
"""

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Protocol

import pytest

from casevide.field import Field, Profile
from casevide.judge import judge, recognise
from casevide.page import find_fields, marking
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.text import name_words, words

TEXTS = 2500
FIELDS = 1500
PAGES = 250
STOPWORDS = ["de", "la", "du", "et", "a", "the", "van"]

SIGNS = "  \t\n\u00a0\u202f\u00ad\u200b'’‘ʼ.·•‧⋅()/-_:*,;°ºn№$[]"
LETTERS = "abcdeilnorstuvxABCDEILNOSÀÉÈÊËÎÏÔÛÜŒÆœæßøłđéèêëîïôûüçñıİΣσςſĳﬁ①②²½Ⅳ٣漢字ऋЖж𝒜𝟙😀"
ENDINGS = tuple("(e) ·e·s .e.s -e-s /ve (s) (eren) (trice)s 's l' d’ qu' N° n.º C.A.F. N.I.R".split(" "))  # noqa: SIM905
WORDS = tuple(
    """
    Nom Prénom Nationalité Date de naissance Lieu Adresse Téléphone Profession Allergies Motif Durée Sexe Logement
    Revenus Ressources Situation familiale Couverture maladie N° Numéro sécurité sociale Naam Voornaam Geboortedatum
    Nationaliteit Rijksregisternummer Opleiding Beroep Date of birth Remarks Observations Champ
    obligatoire Verplicht Inconnu
    """.split()  # noqa: SIM905 - so it can be read
)
REMARKS = """
    * ( ) [ ] - – : , champ champs réponse question veld velden field fields obligatoire obligatoires requise
    required mandatory verplicht verplichte vereist indispensable facultatif facultatifs facultative optionnel optional
    optionele non niet not pas est is le ce dit Nom Sexe ré données no-required un champ-obligatoire is-required
    required-false Refus de répondre Non renseigné ne sait pas onbekend weigert te
    prefer not to say N/A Autre À renseigner
    ultérieurement
    """.split()  # noqa: SIM905 - so it can be read


class Browser(Protocol):
    def run(self, expression: str) -> Any: ...


def seeded(seed: int) -> random.Random:
    """Give chance that is the same each time."""
    return random.Random(seed)  # noqa: S311 - it makes pages, not keys


def assigned() -> list[str]:
    """Give every character that Python's own tables of Unicode know."""
    every = (chr(code) for code in range(32, 0x110000))
    return [char for char in every if unicodedata.category(char) not in {"Cn", "Cs", "Co"}]


def some_text(rng: random.Random, characters: list[str]) -> str:
    """Make a text of letters, signs, words with endings, and now and then of anything at all."""
    kind = rng.random()
    if kind < 0.3:
        return "".join(rng.choice(SIGNS + LETTERS + LETTERS) for _ in range(rng.randrange(30)))
    if kind < 0.45:
        return "".join(rng.choice(characters) for _ in range(rng.randrange(20)))
    pieces = [rng.choice((*WORDS, *WORDS, *ENDINGS, *SIGNS)) for _ in range(rng.randrange(8))]
    text = rng.choice(("", " ", " ", "_")).join(pieces)
    return text * rng.choice((1, 1, 1, 1, 40)) if kind < 0.95 else text.upper()


class TestTexts:
    def test_words(self, browser: Browser) -> None:
        """Any text gives the same words in both engines, as a label and as a technical name."""
        rng = seeded(1)
        characters = assigned()
        texts = [some_text(rng, characters) for _ in range(TEXTS)]
        asked = [{"text": text, "stopwords": STOPWORDS, "as_name": name} for text in texts for name in (False, True)]
        stopwords = frozenset(STOPWORDS)
        expected = [list(split(text, stopwords)) for text in texts for split in (words, name_words)]
        got = browser.run(f"wordsOf({json.dumps(asked)})")

        assert [] == [
            (case["text"], one, other) for case, one, other in zip(asked, expected, got, strict=True) if one != other
        ]

    def test_marking(self, browser: Browser) -> None:
        """Any remark, class or choice marks a field in both engines or in neither."""
        rng = seeded(2)
        texts = [
            rng.choice(("", " ", " ", " \n")).join(rng.choice(REMARKS) for _ in range(rng.randrange(9)))
            for _ in range(TEXTS)
        ]
        said: list[Callable[[str], bool]] = [
            *(marking.label_forces, marking.remark_forces, marking.class_forces),
            *(marking.is_notice, marking.is_way_out, marking.star_is_free),
        ]
        expected = [[one(text.replace("\n", " ")) for one in said] for text in texts]
        got = browser.run(f"marked({json.dumps(texts)})")

        assert all(any(column) for column in zip(*expected, strict=True))
        assert [] == [(text, one, other) for text, one, other in zip(texts, expected, got, strict=True) if one != other]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """The rules that are shipped."""
    return load_rulebook()


def some_field(rng: random.Random, runs: list[str]) -> dict[str, Any]:
    """Make a field whose texts hold runs of words that the rules know."""

    def text(chance: float) -> str:
        if rng.random() > chance:
            return ""
        return " ".join(
            rng.choice((*WORDS, rng.choice(runs), rng.choice(runs).title())) for _ in range(rng.randrange(1, 4))
        )

    run = rng.choice(runs)
    return {
        "control": rng.choice(["text", "checkbox", "select", "switch"]),
        "label": rng.choice([run, f"{run} :", text(0.7)]) if rng.random() < 0.8 else "",
        "group": text(0.3),
        "section": text(0.3),
        "page": text(0.2),
        "name": rng.choice([run.replace(" ", "_"), "f:tab:0:" + run.title().replace(" ", ""), ""]),
        "id": text(0.2).replace(" ", "-"),
        "autocomplete": rng.choice(["", "", "off", "bday", "section-a home tel", "country-name", "email"]),
        "placeholder": text(0.2),
        "title": text(0.1),
        "options": [rng.choice(runs) for _ in range(rng.choice([0, 0, 0, 2, 3]))],
    }


class TestFields:
    def test_judge(self, browser: Browser, rulebook: Rulebook) -> None:
        """Under the shipped rules both engines give the same hint, and recognise the same, for any field."""
        rng = seeded(3)
        runs = sorted(
            {
                (one if isinstance(one, str) else one["words"]).replace("*", "")
                for category in rulebook.categories.values()
                for kind in ("phrases", "labels", "never", "never_labels")
                for one in category.get(kind, ())
            }
        )
        sectors, systems = [None, *rulebook.sectors], [None, None, None, *rulebook.systems]
        cases = []
        for _ in range(FIELDS):
            profile = {
                "country": rng.choice([None, "FR", "FR", "BE"]),
                "sector": rng.choice(sectors),
                "system": rng.choice(systems),
            }
            cases.append({"field": some_field(rng, runs), "profile": profile})
        expected = []
        for case in cases:
            field = Field(**{**case["field"], "options": tuple(case["field"]["options"])})
            hint = judge(field, Profile(**case["profile"]), rulebook)
            match = recognise(field, Profile(**case["profile"]), rulebook)
            found = match and {"category": match.category, "evidence": match.evidence, "words": list(match.words)}
            expected.append([hint and {key: as_list(value) for key, value in asdict(hint).items()}, found])
        content = json.dumps(rulebook.content)
        hints = browser.run(f"said(judge, {content}, {json.dumps(cases)})")
        found = browser.run(f"said(recognise, {content}, {json.dumps(cases)})")
        got = [
            [hint, match and {key: match[key] for key in ("category", "evidence", "words")}]
            for hint, match in zip(hints, found, strict=True)
        ]

        assert len({one[0]["verdict"] for one in expected if one[0]}) == 5
        assert [] == [(case, one, two) for case, one, two in zip(cases, expected, got, strict=True) if one != two]


def as_list(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


class Pages:
    """
    Makes pages as old and new software writes them, from a seed.

    Args:
        seed: The seed.
    """

    def __init__(self, seed: int) -> None:
        self.rng = seeded(seed)
        self.number = 0

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def maybe(self, chance: float, text: str) -> str:
        return text if self.rng.random() < chance else ""

    def name(self) -> str:
        self.number += 1
        return f"{self.pick('f:t:', 'ctl00_', 'a', 'zone-')}{self.number}"

    def text(self) -> str:
        text = " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randrange(1, 4)))
        return text + self.pick("", "", "", " :", " *", "(*)", " (obligatoire)", " *:", " - champ requis")

    def inline(self) -> str:
        """Text with some mark-up in it."""
        return self.pick(
            self.text(),
            self.text(),
            f"{self.text()}<span class='{self.pick('rouge', 'required', 'aide')}'>*</span>",
            f"<b>{self.text()}</b> {self.text()}",
            f"{self.text()}<br>{self.text()}",
            f"{self.text()} <i aria-hidden='true'>{self.pick('*', 'icon')}</i>",
            f"{self.text()}<span hidden>{self.text()}</span><script>var a = 'Nom';</script>",
            f"&nbsp;{self.text()} <span style='display: none'>{self.text()}</span> <button>Aide</button>",
        )

    def attributes(self) -> str:
        return (
            self.maybe(0.1, " required")
            + self.maybe(0.05, " aria-required='true'")
            + self.maybe(0.05, " data-val-required='x'")
            + self.maybe(
                0.08, f" class='{self.pick('form-control', 'champ-obligatoire', 'not-required', 'is-required')}'"
            )
            + self.maybe(0.08, f" title='{self.text()}'")
            + self.maybe(0.1, f" placeholder='{self.text()}'")
            + self.maybe(0.1, f" autocomplete='{self.pick('off', 'Bday', ' home tel ')}'")
            + self.maybe(0.04, f" aria-label='{self.text()}'")
        )

    def one(self, *makers: Callable[[], str]) -> str:
        return self.rng.choice(makers)()

    def options(self) -> str:
        return "".join(
            f"<option{self.maybe(0.2, ' selected')}{self.maybe(0.1, f' label={chr(34)}{self.text()}{chr(34)}')}>"
            f"{self.pick('', '-- Choisir --', 'Oui', 'Non', 'Non renseigné', 'Onbekend', self.text())}</option>"
            for _ in range(self.rng.randrange(4))
        )

    def control(self, name: str, attributes: str = "") -> str:
        """A control with this id."""
        attributes = f" id='{name}' name='{name}'{self.attributes()}{attributes}"
        types = ("date", "number", "email", "TEL", "texte", "file", "password", "search", "hidden", "submit")
        roles = ("combobox", "textbox", "spinbutton", "listbox")
        return self.one(
            *[lambda: f"<input{attributes}>"] * 4,
            lambda: f"<input type='{self.pick(*types)}'{attributes}>",
            lambda: f"<input type='checkbox'{attributes}>",
            lambda: f"<select{attributes}>{self.options()}</select>",
            lambda: f"<textarea{attributes}>Déjà écrit</textarea>",
            lambda: f"<div role='{self.pick(*roles)}' tabindex='0'{attributes}>Choisi</div>",
            lambda: f"<div role='{self.pick('switch', 'checkbox')}'{attributes}>{self.text()}</div>",
            lambda: f"<div contenteditable='{self.pick('true', '', 'false')}'{attributes}>Écrit</div>",
        )

    def question(self) -> str:
        """One question, in one of the ways in which pages ask."""
        name = self.name()
        control = self.control(name)
        label = self.inline()
        named = f"{name}-l"
        return self.one(
            lambda: f"<label for='{name}'>{label}</label> {control}{self.maybe(0.2, ' <em>*</em>')}",
            lambda: f"<label>{label} {control}</label>",
            lambda: f"<p>{label} {control} {self.pick('', 'euros', '*', 'verplicht veld')}</p>",
            lambda: f"<div class='line {self.pick('', 'required')}'><div>{label}</div><div>{control}</div></div>",
            lambda: f"<div id='{named}'>{label}</div>{self.control(name, f' aria-labelledby={named}')}",
            lambda: f"<dl><dt>{label}</dt><dd>{control}</dd></dl>",
            lambda: f"{label}<br>{control}<br>",
            lambda: f"<label for='{named}'>{label}</label><span id='{named}'>{control}</span>",
            lambda: f"<ul><li>{label} {control}</li><li>{self.text()} {self.control(self.name())}</li></ul>",
            lambda: (
                f"<div role='{self.pick('combobox', 'group', 'search')}' aria-label='{self.text()}'>{control}</div>"
            ),
            lambda: f"<div><label>{label}</label><div>{self.radios(name)}</div></div>",
            lambda: f"<div role='radiogroup' aria-label='{self.text()}'>{self.aria_radios(name)}</div>",
            lambda: f"<p>{control} {label} <input type='checkbox' id='{named}'> {self.pick('Inconnu', 'Tutelle')}</p>",
            lambda: f"{control}<label>{label}</label>",
        )

    def aria_radios(self, name: str) -> str:
        return f"<div role='radio' id='{name}'>Oui</div><div role='radio'>{self.text()}</div>"

    def radios(self, name: str) -> str:
        """The choices of a radio group."""
        choices = []
        for at in range(self.rng.randrange(1, 4)):
            text = self.pick("Oui", "Non", "NSP", "Refus de répondre", self.text())
            radio = f"<input type='radio' name='{name}' id='{name}:{at}'{self.maybe(0.1, ' required')}>"
            choices.append(
                self.pick(
                    f"{radio} {text} ",
                    f"<label>{radio} {text}</label> ",
                    f"{radio}<label for='{name}:{at}'>{text}</label>",
                    f"<div>{radio}<span>{text}</span></div>",
                )
            )
        return "".join(choices)

    def header(self) -> str:
        cells = "".join(
            f"<th{self.maybe(0.2, ' colspan=2')}>{self.pick(self.text(), self.text(), '', 'Réponse')}</th>"
            for _ in range(4)
        )
        return self.pick(
            f"<tr>{cells}</tr>", f"<thead><tr>{cells}</tr></thead>", f"<tr>{cells.replace('th', 'td')}</tr>"
        )

    def cell(self, deeper: int, at: int) -> str:
        inside = self.one(
            self.inline,
            lambda: self.control(self.name()),
            lambda: f"{self.pick('du', 'Nom', '')} {self.control(self.name())} {self.pick('', '*', 'au')}",
            lambda: self.radios(self.name()),
            lambda: self.pick("", "&nbsp;", ":", "*", self.text()),
            lambda: self.block(deeper - 1) if deeper else "",
        )
        tag = "th" if at == 0 and self.rng.random() < 0.3 else "td"
        return f"<{tag}{self.maybe(0.05, ' rowspan=2')}{self.maybe(0.05, ' colspan=2')}>{inside}</{tag}>"

    def table(self, deeper: int) -> str:
        """A table as old software lays out its forms, with headers, spans, stars and tables inside."""
        rows = [self.header()] if self.rng.random() < 0.4 else []
        for _ in range(self.rng.randrange(1, 5)):
            wide = f"<td colspan='4'>{self.text()}</td>"
            cells = "".join(self.cell(deeper, at) for at in range(self.rng.randrange(1, 6)))
            rows.append(f"<tr>{wide if self.rng.random() < 0.15 else cells}</tr>")
        return f"<table>{self.maybe(0.2, f'<caption>{self.text()}</caption>')}{''.join(rows)}</table>"

    def block(self, deeper: int) -> str:
        """A part of a page."""
        if deeper <= 0:
            return self.question()
        level = self.rng.randrange(1, 7)
        roles = ("tabpanel", "dialog", "region", "group")

        def inside() -> str:
            return "".join(self.block(deeper - 1) for _ in range(self.rng.randrange(1, 4)))

        return self.one(
            *[self.question] * 3,
            *[lambda: self.table(deeper - 1)] * 2,
            lambda: (
                f"<fieldset class='{self.pick('', 'required')}'><legend>{self.text()}</legend>{inside()}</fieldset>"
            ),
            lambda: f"<section><h{level}>{self.text()}</h{level}>{inside()}</section>",
            lambda: f"<h{level}>{self.inline()}</h3>{inside()}",
            lambda: f"<form{self.maybe(0.1, ' role=search')}>{inside()}</form>",
            lambda: f"<details><summary>{self.text()}</summary>{inside()}</details>",
            lambda: f"<div role='{self.pick(*roles)}' aria-label='{self.text()}'>{inside()}</div>",
            lambda: f"<p>{self.pick('* champs obligatoires', self.text())}</p>{inside()}<hr>",
            lambda: f"<div>{inside()}</div><p>{self.text()}</p>",
            lambda: f"<svg><title>Nom</title><input id='no'></svg><!-- <input> -->{inside()}",
        )

    def page(self) -> str:
        body = "".join(self.block(3) for _ in range(self.rng.randrange(2, 6)))
        notice = self.maybe(0.1, "<p>Les champs suivis d'un * sont facultatifs</p>")
        return f"<!doctype html><html><head><title>{self.text()}</title></head><body>{notice}{body}</body></html>"


def told(html: str) -> dict[str, Any]:
    """Give what Python's engine finds in a page, in the form in which the tests' JavaScript tells it."""
    page = find_fields(html)
    fields = []
    for field in page.fields:
        data = {key: as_list(value) for key, value in asdict(field).items()}
        data["controls"] = len(data.pop("offsets"))
        fields.append(data)
    return {"title": page.title, "headings": list(page.headings), "fields": fields}


class TestPages:
    def test_fields(self, browser: Browser) -> None:
        """On any page both engines find the same fields, and say the same of each."""
        pages = [Pages(seed).page() for seed in range(PAGES)]
        expected = [told(page) for page in pages]
        got = [one for at in range(0, PAGES, 50) for one in browser.run(f"foundIn({json.dumps(pages[at : at + 50])})")]
        wrong = {}
        for seed, (one, other) in enumerate(zip(expected, got, strict=True)):
            if one != other:
                wrong[seed] = differences(one, other)

        assert sum(len(page["fields"]) for page in expected) > 5 * PAGES
        assert {} == wrong


def differences(one: dict[str, Any], other: dict[str, Any]) -> Any:
    """Name what differs between two findings, so that a failure can be read."""
    if len(one["fields"]) != len(other["fields"]):
        return [[field["selector"] for field in found["fields"]] for found in (one, other)]
    pairs = zip(one["fields"], other["fields"], strict=True)
    found: list[Any] = [
        (left["selector"], key, left[key], right[key])
        for left, right in pairs
        for key in left
        if left[key] != right[key]
    ]
    return found or [(key, one[key], other[key]) for key in ("title", "headings") if one[key] != other[key]]
