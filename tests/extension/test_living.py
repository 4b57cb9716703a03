"""What only a living page has: open shadow roots, slots, components, frames, late changes; and work in slices."""

import json
from typing import Any, Protocol

import pytest


class Browser(Protocol):
    name: str

    def run(self, expression: str) -> Any: ...


def found(browser: Browser, html: str, script: str = "") -> list[dict[str, Any]]:
    """Show a page, run a script over it (`page`, and `grow`, which gives an element a shadow root), find its fields."""
    grow = "const grow = (id, html) => { page.getElementById(id).attachShadow({mode: 'open'}).innerHTML = html; };"
    whole = json.dumps(f"<!doctype html>{html}")
    fields: list[dict[str, Any]] = browser.run(
        f"shown({whole}).then((page) => {{ {grow} {script}; return told(fieldsOf(page)).fields; }})"
    )
    return fields


def labels(fields: list[dict[str, Any]]) -> list[str]:
    return [field["label"] for field in fields]


class TestShadow:
    def test_inside(self, browser: Browser) -> None:
        """A control in an open shadow root is a field, and ids mean what stands in the same root."""
        fields = found(
            browser,
            "<h2>Identité</h2><label for='a'>Dehors</label><div id='host'></div><input id='a'>",
            "grow('host', '<label for=a>Dedans</label><input id=a>')",
        )

        assert [("Dedans", "Identité"), ("Dehors", "Identité")] == [(one["label"], one["section"]) for one in fields]

    def test_a_component_names_its_control(self, browser: Browser) -> None:
        """The name that a page gives a component is that of the one control inside."""
        fields = found(
            browser,
            "<x-input id='h' label='Nationalité'></x-input><label for='g'>Profession</label><x-input id='g'></x-input>",
            "grow('h', '<div><input></div>'); grow('g', '<input>')",
        )

        assert ["Nationalité", "Profession"] == labels(fields)

    def test_slots(self, browser: Browser) -> None:
        """What is put into a slot stands where the slot is: texts and controls meet there."""
        fields = found(
            browser,
            "<x-row id='h'>Lieu de naissance</x-row><x-row id='g'><input></x-row>",
            "grow('h', '<label><slot></slot> <input></label>'); "
            "grow('g', '<table><tr><td>Employeur</td><td><slot></slot></td></tr></table>')",
        )

        assert ["Lieu de naissance", "Employeur"] == labels(fields)

    def test_named_slots_have_their_order(self, browser: Browser) -> None:
        """Slots decide about the order, not the source."""
        fields = found(
            browser,
            "<x-row id='h'><input slot='field'><b slot='text'>Ressources</b></x-row>",
            "grow('h', '<p><slot name=text></slot> <slot name=field></slot></p>')",
        )

        assert ["Ressources"] == labels(fields)

    def test_radio_groups_do_not_mix(self, browser: Browser) -> None:
        """Radios of one name in two shadow roots are two groups."""
        radio = "<p>{} <input type=radio name=r> Oui</p>"
        fields = found(
            browser,
            "<div id='h'></div><div id='g'></div>",
            f"grow('h', '{radio.format('Un')}'); grow('g', '{radio.format('Deux')}')",
        )

        assert ["Un", "Deux"] == labels(fields)


class TestComponents:
    def test_a_control_by_itself(self, browser: Browser) -> None:
        """A component with a name and a place in the tab order is a field, though it shows no control of HTML."""
        fields = found(
            browser,
            "<date-picker label='Date de sortie' tabindex='0' id='a'></date-picker>"
            "<date-picker label='Décor'></date-picker>"
            "<x-icon aria-label='Aide'></x-icon><label for='b'>Mesure</label><x-list tabindex='0' id='b'></x-list>",
        )

        assert [("#a", "Date de sortie", "text"), ("#b", "Mesure", "text")] == [
            (one["selector"], one["label"], one["control"]) for one in fields
        ]

    def test_form_associated(self, browser: Browser) -> None:
        """A component that takes part in forms is a field."""
        define = (
            "const view = page.defaultView; "
            "view.customElements.define('x-date', class extends view.HTMLElement { static formAssociated = true; })"
        )
        fields = found(
            browser, "<label>Né le <x-date id='a'></x-date></label><x-note aria-label='Note'></x-note>", define
        )

        assert ["Né le"] == labels(fields)

    def test_a_role_says_what_it_is(self, browser: Browser) -> None:
        """A component with the role of a widget is that widget, once."""
        fields = found(browser, "<x-choice role='combobox' tabindex='0' aria-label='Commune' label='Autre'></x-choice>")

        assert [("Commune", "combobox")] == [(one["label"], one["control"]) for one in fields]


class TestPage:
    def test_hidden_at_first(self, browser: Browser) -> None:
        """What is not shown yet (a closed dialog, a tab behind, details) is found with its title."""
        fields = found(
            browser,
            "<dialog><h2>Ajout</h2><p>Nom <input></p></dialog>"
            "<div hidden role='tabpanel' aria-label='Santé'>Poids <input></div>"
            "<details><summary>Droits</summary>Caisse <input></details><div style='display:none'>Motif <input></div>",
        )

        assert [("Nom", "Ajout"), ("Poids", "Santé"), ("Caisse", "Droits"), ("Motif", "")] == [
            (one["label"], one["section"]) for one in fields
        ]

    def test_frames_are_documents_of_their_own(self, browser: Browser) -> None:
        """The fields of a frame belong to the frame."""
        assert ["Nom"] == labels(found(browser, "<p>Nom <input></p><iframe srcdoc='<p>Prénom <input></p>'></iframe>"))

    def test_templates_are_not_on_the_page(self, browser: Browser) -> None:
        """What stands in a template asks nothing before a script puts it on the page."""
        html = "<template id='t'><p>Enfant <input></p></template><div id='d'></div>"
        put = "page.getElementById('d').append(page.getElementById('t').content.cloneNode(true))"

        assert [] == found(browser, html)
        assert ["Enfant"] == labels(found(browser, html, put))

    def test_empty_marks_are_no_text(self, browser: Browser) -> None:
        """An icon beside a control, or an empty text that a script left, does not hide the block before."""
        html = "<div>Nom</div><div id='d'><i class='icon'></i><input id='a'></div>"
        leave = "page.getElementById('d').prepend(page.createTextNode(''))"

        assert ["Nom"] == labels(found(browser, html))
        assert ["Nom"] == labels(found(browser, html, leave))

    def test_elements_of_a_field(self, browser: Browser) -> None:
        """A field names its control, a radio group each of its choices, so that marks can be put beside."""
        fields = found(browser, "<p>Sexe <input type='radio' name='s'> F <input type='radio' name='s'> M</p><input>")

        assert [2, 1] == [one["controls"] for one in fields]


LARGE = (
    "<!doctype html><h1>Dossier</h1><table>"
    + "".join(
        f"<tr><td>Question {row} <span>*</span></td><td><input name='q{row}'></td><td>Choix</td>"
        "<td><select><option>Oui<option>Non<option>Non renseigné</select> "
        "<label><input type=checkbox> Sans objet</label></td></tr>"
        for row in range(125)
    )
    + "</table>"
    + "<p>Texte <b>gras</b> et suite.</p>" * 2000
)


class TestSlices:
    def test_the_same_in_slices(self, browser: Browser) -> None:
        """Finding fields in slices gives what finding them at once gives."""
        at_once, in_slices, pauses = browser.run(
            f"shown({json.dumps(LARGE)}).then(async (page) => {{ let pauses = 0; "
            "const sliced = await findFields(page, { slice: 0, pause: async () => { pauses += 1; } }); "
            "return [told(fieldsOf(page)), told(sliced), pauses]; })"
        )

        assert 375 == len(at_once["fields"])
        assert at_once == in_slices
        assert pauses > 100

    def test_no_slice_is_long(self, browser: Browser) -> None:
        """With 375 fields, the longest slice stays within four times what is granted (best of five runs)."""
        longest = browser.run(
            f"shown({json.dumps(LARGE)}).then(async (page) => {{ const runs = []; "
            "for (let run = 0; run < 5; run += 1) { let since = performance.now(); let longest = 0; "
            "const note = () => { longest = Math.max(longest, performance.now() - since); }; "
            "const pause = async () => { note(); await pageTurn(); since = performance.now(); }; "
            "await findFields(page, { slice: 8, pause }); "
            "note(); runs.push(longest); } return Math.min(...runs); })"
        )

        assert longest <= 4 * 8

    def test_cost_grows_with_the_page(self, browser: Browser) -> None:
        """Four times as many fields cost far less than sixteen times as much, also in one row or around one label."""
        shapes = [
            "'<table>' + '<tr><td>Nom</td><td><input></td></tr>'.repeat(n) + '</table>'",
            "'<table><tr>' + '<td>Nom</td><td><input></td>'.repeat(n) + '</tr></table>'",
            "'<label>Nom' + ' <input>'.repeat(n) + '</label>'",
            "'<div class=required>'.repeat(n / 4) + '<input>'.repeat(n)",
            "'<fieldset><legend>Nom</legend>' + '<input type=radio name=r> Oui'.repeat(n) + '</fieldset>'",
            "'<div role=combobox>'.repeat(n / 4) + '<input>'.repeat(n)",
        ]
        for shape in shapes:
            ratio = browser.run(
                "(async () => { const cost = (page) => { const runs = []; for (let run = 0; run < 5; run += 1) "
                "{ const since = performance.now(); fieldsOf(page); runs.push(performance.now() - since); } "
                "return Math.min(...runs) + 1; }; "
                f"const make = async (n) => cost(await shown('<!doctype html>' + {shape})); "
                "const small = await make(500); return (await make(2000)) / small; })()"
            )

            assert ratio < 10, shape


class TestAnnotations:
    RULES = (
        "{format: 1, digest: 'sha256-x', date: '', packs: {}, grounds: {}, systems: {}, sectors: {}, categories: {}, "
        "stopwords: [], rules: [{id: 'fr-nat', category: 'nationality', verdict: 'challengeable'}]}"
    )

    @pytest.mark.parametrize(
        ("mark", "expected"),
        [
            ("challengeable fr-nat", "fr-nat"),
            ("silent", None),
            ("optional fr-nat", "judge"),
            ("challengeable be-nat", "judge"),
            ("challengeable", "judge"),
            ("<script>", "judge"),
        ],
    )
    def test_marks(self, browser: Browser, mark: str, expected: str | None) -> None:
        """A mark counts if its rule stands in the rulebook with that verdict; anything else is judged afresh."""
        html = f"<!doctype html><html data-casevide-rulebook=sha256-x><input data-casevide='{mark}'>"
        got = browser.run(
            f"shown({json.dumps(html)}).then((page) => {{ const rules = new Rulebook({self.RULES}); "
            "const [field] = fieldsOf(page).fields; const known = annotationOf(field, rules); "
            "return [isAnnotatedBy(page, rules), known === undefined ? 'judge' : known && known.rule.id]; })"
        )

        assert [True, expected] == got

    def test_no_mark(self, browser: Browser) -> None:
        """A field without a mark, or a page annotated by other rules, says nothing to rely on."""
        html = "<!doctype html><html data-casevide-rulebook=sha256-y><input>"
        got = browser.run(
            f"shown({json.dumps(html)}).then((page) => {{ const rules = new Rulebook({self.RULES}); "
            "const [field] = fieldsOf(page).fields; "
            "return [isAnnotatedBy(page, rules), annotationOf(field, rules) === undefined]; })"
        )

        assert [False, True] == got
