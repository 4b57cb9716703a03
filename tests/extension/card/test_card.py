"""What a card says, line by line, on real rules of the shipped rulebook; and how it is built, for eyes and for ears."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser

NARROW = "\u202f"
LANGUAGES = ("fr", "nl", "en")
VERDICTS = ("care-critical", "required", "challengeable", "intrusive", "optional")
Staging = Callable[..., Browser]

STATES = {
    "challengeable, forced, with a way out": (
        "questionOn(ruleWith('challengeable', 'high'), "
        "{ field: { group: 'Usager', forced: true, ways_out: ['Non renseigné', 'Refus'] } })"
    ),
    "challengeable, low": "questionOn(ruleWith('challengeable', 'low'))",
    "optional, forced, no way out": "questionOn(ruleWith('optional', 'medium'), { field: { forced: true } })",
    "optional, low": "questionOn(ruleWith('optional', 'low'))",
    "intrusive, likely": (
        "questionOn(ruleWith('intrusive', 'medium'), { hint: { certainty: 'likely', evidence: 'name' } })"
    ),
    "intrusive, column": (
        "questionOn(ruleWith('intrusive', 'high'), { kind: 'column', rows: 30, more: Array(29).fill({ forced: true }) "
        "})"
    ),
    "optional, list": (
        "questionOn(ruleWith('optional', 'high'), { kind: 'list', rows: 9, field: { label: 'RSA', group: 'Revenus' } })"
    ),
    "required, forced": "questionOn(ruleWith('required', 'high'), { field: { forced: true, ways_out: ['Inconnu'] } })",
    "required, disagreement": (
        "questionOn(ruleWith('required', 'medium'), "
        "{ hint: { disagree: [ruleWith('optional', 'high').id, ruleWith('challengeable', 'medium').id] } })"
    ),
    "care-critical": "questionOn(ruleWith('care-critical', 'high'), { field: { ways_out: ['Inconnu'] } })",
    "care-critical, low, likely, forced": (
        "questionOn(ruleWith('care-critical', 'low'), "
        "{ field: { forced: true }, hint: { certainty: 'likely', evidence: 'placeholder' } })"
    ),
}
"""One question for each thing that a card can say."""


def lines(stage: Browser, question: str, more: str = "{}") -> list[tuple[str, str]]:
    """The lines of a question's card, each with the class of what holds it or its label."""
    return [(kind, text) for kind, text in stage.run(f"linesOf(built({question}, {more}))")]


def said(stage: Browser, *keys: str) -> list[str]:
    """Fixed texts in the language of the stage, by key; `key|{"place": …}`."""
    wanted = [key.partition("|") for key in keys]
    asked = json.dumps([[key, json.loads(places or "{}")] for key, _, places in wanted])
    return list(stage.run(f"{asked}.map(([key, places]) => settings.wording.say(key, places))"))


def spaced(text: str) -> str:
    """A French text with the narrow spaces that typography asks for."""
    return re.sub(" (?=[:;?!»])", NARROW, text).replace("« ", f"«{NARROW}")


def labels(stage: Browser) -> list[str]:
    """The labels that follow each other in every card."""
    return said(stage, "card_to_write", "card_why", "card_bearer", "card_caveat", "card_source", "card_confidence")


class TestOrder:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_order_of_lines(self, staged: Staging, language: str) -> None:
        """Whatever a card says, its lines follow each other in the one fixed order."""
        stage = staged("", language=language)
        order = [
            *("asked", "applies", "likely", "if-so", "title", "lead", "gap", "circles"),
            *(*labels(stage), "acts", "disclaimer"),
        ]
        for name, question in STATES.items():
            kinds = [kind for kind, _ in lines(stage, question)]

            assert sorted(kinds, key=order.index) == kinds, name
            assert {"asked", "title", "lead", "acts", "disclaimer", *labels(stage)} - set(kinds) <= {order[11]}, name

    def test_every_rule_has_a_card(self, staged: Staging) -> None:
        """Each shipped rule gives a whole card in each language, with what may be written, why, who, and a source."""
        for language in LANGUAGES:
            stage = staged("", language=language)
            lacking = stage.run(
                "[...settings.rulebook.rules.values()].filter((rule) => { const card = built(questionOn(rule)); "
                "return [...card.querySelectorAll('.rows dd, h2, .lead, .disclaimer')].some((one) => "
                "!one.textContent.trim()) "
                "|| !card.querySelector('.foot a[href]') || card.querySelectorAll('.body .rows dd').length < 3; })"
                ".map((rule) => rule.id)"
            )

            assert [] == lacking, language


class TestLines:
    def test_whole_card(self, stage: Browser) -> None:
        """A question that is open to challenge, and forced, with a way out: every line, in French."""
        rule = stage.run("ruleWith('challengeable', 'high').texts")
        texts = {key: spaced(rule[key]["fr"]) for key in ("instead", "says", "bearer", "caveat")}
        ground = stage.run("settings.rulebook.content.grounds[ruleWith('challengeable', 'high').texts.grounds[0]]")
        way = spaced("Cette liste offre : « Non renseigné », « Refus ». Choisir ce qui est vrai.")
        expected = [
            ("asked", "Nationalité · Usager"),
            ("title", "Contestable"),
            ("lead", " ".join(said(stage, "lead_challengeable", "note_challengeable"))),
            ("gap", "Le logicielle rend obligatoire\u00a0*≠Les textesaucune obligation trouvée"),
            ("À écrire", f"À écrire{texts['instead']}{way}"),
            ("Pourquoi", f"Pourquoi{texts['says']}"),
            ("Qui en répond", f"Qui en répond{texts['bearer']}"),
            ("Réserve", f"Réserve{texts['caveat']}"),
        ]
        found = lines(stage, STATES["challengeable, forced, with a way out"])

        assert expected == [(kind, text.replace("\n", " ")) for kind, text in found[:8]]
        assert found[8][0] == "Source"
        assert found[8][1].startswith(f"Source{spaced(ground['citation']['fr'])}, état au 22 nov. 2026")
        assert found[9] == ("Confiance", "Confianceélevée · Règle pas encore relue")
        assert found[10:] == [
            ("acts", "Copier la question au DPOCe repère est faux"),
            ("disclaimer", "Information générale, pas un avis juridique."),
        ]

    @pytest.mark.parametrize("forced", [False, True])
    def test_software_and_law(self, stage: Browser, *, forced: bool) -> None:
        """Software and law stand side by side when the one forces or the other requires: equal only if both do."""
        does, does_not = said(stage, "software_forces", "software_forces_not")
        software = (does if forced else does_not).replace(" *", "\u00a0*")
        for verdict in VERDICTS:
            question = f"questionOn(ruleWith('{verdict}', 'medium'), {{ field: {{ forced: {json.dumps(forced)} }} }})"
            gap = [text for kind, text in lines(stage, question) if kind == "gap"]
            duty = verdict in ("care-critical", "required")
            law = said(stage, f"duty_{verdict.replace('-', '_') if duty else 'none'}")[0]
            sign = "=" if forced and duty else "≠"

            assert [f"Le logiciel{software}{sign}Les textes{law}"] * (forced or duty) == gap, verdict

    def test_low_confidence_is_a_question(self, stage: Browser) -> None:
        """Of low confidence, the lead is the question for the data protection officer, and nothing is asserted."""
        for verdict in ("required", "challengeable", "intrusive", "optional"):
            found = dict(lines(stage, f"questionOn(ruleWith('{verdict}', 'low'))"))

            assert said(stage, "lead_low")[0] == found["lead"]
            assert found["title"].partition("·")[0].strip().endswith("?")

    def test_care_never_whispers(self, stage: Browser) -> None:
        """Of low confidence, what must not be left empty keeps name and lead; the note says what is to be confirmed."""
        found = dict(lines(stage, "questionOn(ruleWith('care-critical', 'low'))"))

        assert "Jamais vide" == found["title"]
        assert " ".join(said(stage, "lead_care_critical", "note_care_critical_low")) == found["lead"]

    def test_care_offers_no_way_out(self, stage: Browser) -> None:
        """What must not be left empty shows no way out, but that three answers differ; no question for the DPO."""
        found = dict(lines(stage, STATES["care-critical"]))

        assert found["À écrire"].endswith(said(stage, "three_answers")[0])
        assert "Inconnu" not in found["À écrire"]
        assert "Ce repère est faux" == found["acts"]

    def test_required_names_its_text(self, stage: Browser) -> None:
        """What a text requires always says which text, and has no question for the DPO."""
        edition = stage.run("ruleWith('required', 'high').texts.edition")
        found = dict(lines(stage, STATES["required, forced"]))

        assert f"Exigé par un texte · {edition}" == found["title"]
        assert "Ce repère est faux" == found["acts"]

    def test_no_way_out(self, stage: Browser) -> None:
        """Forced, without a duty and without a way out: invent nothing. Not forced: nothing is said of ways out."""
        sentence = said(stage, "no_way_out")[0]

        assert dict(lines(stage, STATES["optional, forced, no way out"]))["À écrire"].endswith(sentence)
        assert sentence not in dict(lines(stage, "questionOn(ruleWith('optional', 'medium'))"))["À écrire"]

    def test_likely_is_asked(self, stage: Browser) -> None:
        """Recognised without certainty, a card first asks whether it is that, says from what, and goes on: "if so"."""
        rule = "ruleWith('intrusive', 'medium')"
        category = stage.run(f"settings.rulebook.categories.get({rule}.category).title.fr")
        for evidence in ("group", "placeholder", "title", "name", "id", "options"):
            hint = f"{{ certainty: 'likely', evidence: '{evidence}' }}"
            found = dict(lines(stage, f"questionOn({rule}, {{ hint: {hint} }})"))
            asked, source = said(stage, f'likely|{{"category": "{category}"}}', f"evidence_{evidence}")

            assert f"{asked}Reconnu sans certitude, d’après {source}." == found["likely"]
            assert f"Si oui{NARROW}:" == found["if-so"]
            assert found["title"].endswith("?")

    def test_applies_to(self, stage: Browser) -> None:
        """The card of a merged sign says what it stands for."""
        column = dict(lines(stage, STATES["intrusive, column"]))
        listed = dict(lines(stage, STATES["optional, list"]))

        assert "Vaut pour toute la colonne (30 lignes)" == column["applies"]
        assert "Vaut pour 9 cases de cette liste" == listed["applies"]
        assert "Revenus" == listed["asked"]
        assert "gap" in column, "one of its rows is forced"

    def test_disagreement(self, stage: Browser) -> None:
        """Where circles disagree, each is named with its verdict, the shown one first, and the fixed order is said."""
        found = stage.run(
            f"[...built({STATES['required, disagreement']}).querySelectorAll('.circles li')].map((one) => "
            "[one.dataset.verdict, one.querySelectorAll('b')[1].textContent, one.lastChild.textContent !== ''])"
        )
        box = dict(lines(stage, STATES["required, disagreement"]))["circles"]

        assert [
            ["required", "Exigé par un texte", True],
            ["optional", "Facultatif", True],
            ["challengeable", "Contestable", True],
        ] == found
        assert box.startswith(said(stage, "disagree")[0])
        assert box.endswith(said(stage, "disagree_order")[0])

    def test_reviewed_and_signed(self, stage: Browser) -> None:
        """A reviewed rule says when, a signed one by whom; the word, not the boxes alone, says how sure it is."""
        stage.run(
            "(() => { const rule = ruleWith('intrusive', 'medium'); rule.texts = { ...rule.texts, status: 'stable' }; "
            "settings.rulebook.content.packs[rule.texts.pack].signed = { circles: ['Est', 'Nord'], of: 3 }; return 1; "
            "})()"
        )
        found = dict(lines(stage, "questionOn(ruleWith('intrusive', 'medium'))"))

        assert f"Confiancemoyenne · relu le 22 nov. 2026Signé{NARROW}: Est et Nord (2 sur 3)" == found["Confiance"]

    def test_unconfirmed_wording(self, stage: Browser) -> None:
        """A source whose exact wording nobody has read says so."""
        unread = (
            "[...settings.rulebook.rules.values()].find((rule) => "
            "settings.rulebook.content.grounds[rule.texts.grounds[0]].checked === false)"
        )
        read = unread.replace("=== false", "=== true && rule.texts.grounds.length === 1")

        assert "texte exact à confirmer" in dict(lines(stage, f"questionOn({unread})"))["Source"]
        assert "texte exact à confirmer" not in dict(lines(stage, f"questionOn({read})"))["Source"]

    def test_question_for_the_dpo(self, stage: Browser) -> None:
        """The question for the DPO names the field and whether it is forced, and never the page's title."""
        stage.run("(document.title = 'Dossier de Jeanne MARTIN')")
        forced = stage.run(
            "questionForDpo(questionOn(ruleWith('optional', 'low'), { field: { forced: true } }), settings.wording)"
        )
        asked = stage.run("questionForDpo(questionOn(ruleWith('optional', 'low')), settings.wording)")

        assert f"le champ «{NARROW}Nationalité{NARROW}» est obligatoire." in forced
        assert f"le champ «{NARROW}Nationalité{NARROW}» est demandé." in asked
        assert "MARTIN" not in forced + asked

    def test_big_card(self, stage: Browser) -> None:
        """The large card says the same with its number, and has nothing to press."""
        small = dict(lines(stage, STATES["optional, low"]))
        big = dict(lines(stage, STATES["optional, low"], "{ big: true, number: 5 }"))
        same = ["title", "lead", *labels(stage)[:4], "disclaimer"]

        assert [small[kind] for kind in same] == [big[kind] for kind in same]
        assert "5" == stage.run(
            "document.querySelector('casevide-built').shadowRoot.querySelector('.number').textContent"
        )
        assert [] == stage.run(
            "[...document.querySelector('casevide-built').shadowRoot.querySelectorAll('button, summary')]"
        )


class TestBuilt:
    def test_sources_open_apart(self, stage: Browser) -> None:
        """Each source is a link of the web that opens in a new tab and tells it nothing of this page."""
        links = stage.run(
            "[...settings.rulebook.rules.values()].flatMap((rule) => [...built(questionOn(rule)).querySelectorAll('a')]"
            ".map((link) => [link.protocol, link.target, link.rel, link.referrerPolicy]))"
        )

        assert len(links) > 1000
        assert {"https:", "_blank", "noreferrer noopener", ""} == {part for link in links for part in link}

    def test_no_link_but_of_the_web(self, stage: Browser) -> None:
        """A rule file of strangers cannot make a link that runs anything: such an address stays plain text."""
        bad = ["javascript:alert(1)", "data:text/html,x", "https://", "file:///etc", " javascript:x", ""]

        assert [None] * len(bad) == stage.run(f"{json.dumps(bad)}.map(webAddress)")
        assert "https://a.be/x" == stage.run("webAddress('https://a.be/x')")

    def test_texts_are_never_markup(self, stage: Browser) -> None:
        """What a rule or a page says is text, whatever it looks like."""
        found = stage.run(
            "(() => { const rule = ruleWith('optional', 'low'); const evil = '<img src=x onerror=alert(1)>'; "
            "rule.texts = { ...rule.texts, says: { fr: evil, nl: evil, en: evil } }; "
            "const card = built(questionOn(rule, { field: { label: evil, group: evil + '2', ways_out: [evil] } })); "
            "return [card.querySelectorAll('img').length, card.textContent.split(evil).length - 1]; })()"
        )

        assert [0, 4] == found

    def test_own_language(self, staged: Staging) -> None:
        """A rule's text that does not exist in the card's language is marked with its own; so is the page's label."""
        stage = staged('<p lang="de"><input id="a"></p>', language="nl")
        found = stage.run(
            "(() => { const rule = ruleWith('optional', 'low'); rule.texts = { ...rule.texts, says: { fr: 'Bonjour', "
            "nl: '', en: '' } }; "
            "const card = built(questionOn(rule, { field: { elements: [document.getElementById('a')] } })); "
            "return [card.lang, card.querySelector('.asked bdi').lang, "
            "[...card.querySelectorAll('.body .rows [lang]')].map((one) => [one.lang, one.textContent])]; })()"
        )

        assert ["nl", "de", [["fr", "Bonjour"]]] == found

    def test_names_for_screen_readers(self, stage: Browser) -> None:
        """The card is a dialog named by verdict and label, with a heading of level 2 and a cross that has a name."""
        found = stage.run(
            f"(() => {{ const card = built({STATES['challengeable, forced, with a way out']}); "
            "const named = card.getAttribute('aria-labelledby').split(' ').map((id) => card.querySelector('#' + "
            "id).textContent); "
            "return [card.getAttribute('role'), card.hasAttribute('aria-modal'), named, card.querySelector('h2').id "
            "=== "
            "card.getAttribute('aria-labelledby').split(' ')[0], "
            "card.querySelector('.close').getAttribute('aria-label'), "
            "card.querySelectorAll('button:not([type=button])').length]; })()"
        )

        assert ["dialog", False, ["Contestable", "Nationalité · Usager"], True, "Fermer", 0] == found

    @pytest.mark.parametrize(("language", "dark"), [("fr", False), ("nl", True), ("en", False)])
    def test_axe(self, staged: Staging, language: str, *, dark: bool) -> None:
        """axe-core finds nothing in any card, with the form open in it, light or dark, small or large."""
        stage = staged('<main><h1>Page</h1></main><script src="/axe.js"></script>', language=language)
        stage.media(dark=dark)
        for name, question in STATES.items():
            for more in ("{}", "{ big: true, number: 5 }"):
                found = stage.run(
                    f"(async () => {{ const card = built({question}, {more}); "
                    "card.querySelector('.acts')?.after(wrongForm(settings.wording)); "
                    "document.body.style.background = getComputedStyle(card).backgroundColor; "
                    "return axeIn('casevide-built'); })()"
                )

                assert [] == found[1], (name, more)
                assert found[0] > 8


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb` (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class TestColours:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_contrast(self, stage: Browser, theme: str) -> None:
        """Every text colour reaches 4.5:1 on every background of the card: ink, muted, links, each verdict's name."""
        tokens: dict[str, str] = stage.run(f"TOKENS.{theme}")
        signs = stage.run(f"Object.values(SIGNS).map((sign) => sign.{theme})")
        texts = [tokens["ink"], tokens["muted"], tokens["link"], *signs]
        low = [
            (text, ground)
            for text in texts
            for ground in (tokens["surface"], tokens["sunken"])
            if contrast(text, ground) < 4.5
        ]

        assert [] == low
        assert [] == [
            sign
            for sign in stage.run("Object.values(SIGNS).map((sign) => sign.light)")
            if contrast(sign, "#FFFFFF") < 4.5
        ]

    @pytest.mark.parametrize("dark", [False, True])
    def test_drawn_as_meant(self, stage: Browser, *, dark: bool) -> None:
        """Title and edge are drawn in the verdict's colour of the theme that the browser prefers, the rest in ink."""
        stage.media(dark=dark)
        theme = "dark" if dark else "light"
        for verdict in VERDICTS:
            found: dict[str, Any] = stage.run(
                f"(() => {{ const card = built(questionOn(ruleWith('{verdict}', 'medium'))); "
                "const style = (one) => getComputedStyle(one ? card.querySelector(one) : card); "
                "return { title: style('h2').color, edge: style('').borderInlineStartColor, "
                "body: style('.rows dd').color, ground: style('').backgroundColor, "
                f"sign: SIGNS['{verdict}'].{theme}, tokens: TOKENS.{theme} }}; }})()"
            )

            assert [rgb(found["sign"])] * 2 == [found["title"], found["edge"]]
            assert [rgb(found["tokens"]["ink"]), rgb(found["tokens"]["surface"])] == [found["body"], found["ground"]]


def rgb(colour: str) -> str:
    """A colour `#rrggbb` as browsers give it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
