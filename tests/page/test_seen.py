"""Forms seen before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.page.fields import find_fields
from casevide.page.parse import choose_parser
from casevide.page.seen import Forms, Outline, outline

FORM = """<!doctype html><html><head><meta name="csrf" content="{token}"><title>{title}</title>
<script>let page = "{token}";</script></head><body><h1>Dossier</h1><form>
<input type="hidden" name="state" value="{token}">
<label for="nom">Nom</label> <input id="nom" name="nom" value="{value}">
<fieldset><legend>Allergies</legend>
<label><input type="checkbox" id="a1"{ticked}> Pollens</label>
<label><input type="checkbox" id="a2"> Latex</label></fieldset>
<label>Nationalité <select id="nat"><option>Non renseigné<option{chosen}>Belge</select></label>
<label for="note">Note</label><textarea id="note">{note}</textarea>
<label for="tel">Téléphone</label><input id="tel" required>
</form></body></html>"""

EMPTY = {"token": "", "title": "", "value": "", "ticked": "", "chosen": "", "note": ""}


def page(**changes: str) -> str:
    return FORM.format(**{**EMPTY, **changes})


def outline_of(text: str) -> Outline:
    return outline(text, choose_parser().parse(text))


FILLED = {
    "a value": {"value": "Dupont"},
    "a longer value": {"value": "Dupont de la Tour d'Auvergne"},
    "a token": {"token": "f3a9" * 9},
    "a title": {"title": "Dossier de Mme Dupont"},
    "a ticked box": {"ticked": ' checked="checked"'},
    "a ticked box in short": {"ticked": " checked"},
    "a chosen option": {"chosen": " selected"},
    "a note": {"note": "Vue le 3 mars <b>à revoir</b>"},
    "everything": {
        "value": "a > b",
        "token": "0",
        "title": "T",
        "ticked": " checked",
        "chosen": ' selected="selected"',
        "note": "x",
    },
}

ASKED = {
    "another label": ("Nationalité", "Profession"),
    "a forced field": ('id="nom"', 'id="nom" required'),
    "another legend": ("<legend>Allergies", "<legend>Repas"),
    "another heading": ("<h1>Dossier", "<h1>Recherche"),
    "another option": ("Non renseigné", "Refus de répondre"),
    "another name": ('name="nom"', 'name="prenom"'),
    "a placeholder": ('id="tel"', 'id="tel" placeholder="GSM"'),
    "a value that is a label": ('<label for="nom">Nom', '<label for="nom" aria-label=\'say value="x"\'>Nom'),
}


class TestOutline:
    @pytest.mark.parametrize("changes", FILLED.values(), ids=FILLED)
    def test_filling_does_not_change_it(self, changes: dict[str, str]) -> None:
        """
        However a form is filled, its outline is that of the empty form.
        """
        assert outline_of(page()).digest == outline_of(page(**changes)).digest

    @pytest.mark.parametrize(("old", "new"), ASKED.values(), ids=ASKED)
    def test_asking_otherwise_changes_it(self, old: str, new: str) -> None:
        """
        A form that asks anything else, or otherwise, has another outline.
        """
        text = page()

        assert text != text.replace(old, new)
        assert outline_of(text).digest != outline_of(text.replace(old, new)).digest

    def test_another_way_of_parsing(self) -> None:
        """
        What one parser found is not given for what another would find.
        """
        tree = choose_parser().parse(page())

        assert outline(page(), tree, "one").digest != outline(page(), tree, "other").digest

    @given(st.text(alphabet="ab \"'<>=/é\n", max_size=30), st.text(alphabet="ab \"'<>=/é\n", max_size=30))
    def test_places_go_in_and_out(self, value: str, note: str) -> None:
        """
        A place of a field, taken into the outline and out again, is the same place.
        """
        text = page(value=value.replace('"', ""), note=note)
        seen = outline_of(text)

        for field in find_fields(text).fields:
            for offset in field.offsets:
                assert offset == seen.outward(seen.inward(offset))


class TestForms:
    @pytest.mark.parametrize("changes", FILLED.values(), ids=FILLED)
    def test_a_form_seen_before_is_read_the_same(self, changes: dict[str, str]) -> None:
        """
        What is remembered of the empty form is what reading the filled one would find, places and title included.
        """
        forms = Forms()
        find_fields(page(), forms=forms)
        again = page(**changes)

        assert find_fields(again) == find_fields(again, forms=forms)

    @given(
        st.lists(
            st.text(alphabet="ab \"'<>=/é\n", max_size=12) | st.sampled_from(['value="', " checked", "<input>", "-->"]),
            max_size=4,
        ),
        st.text(alphabet="ab \"'<>=/é\n", max_size=12),
    )
    def test_no_page_is_read_otherwise_for_having_seen_others(self, parts: list[str], value: str) -> None:
        """
        Whatever stands in a page and whatever was seen before, remembering changes nothing of what is found.
        """
        forms = Forms()
        soup = "".join(parts)
        for text in (page(), page(value=value), page(note=soup), soup + page(), page() + soup, page(title=soup)):
            assert find_fields(text) == find_fields(text, forms=forms)

    def test_only_so_many(self) -> None:
        """
        The form that was not opened for the longest time is forgotten.
        """
        forms = Forms(size=2)
        for label in ("Un", "Deux", "Un", "Trois"):
            find_fields(page().replace("Note", label), forms=forms)
        kept = [forms.find(outline_of_known(label), "") is not None for label in ("Un", "Deux", "Trois")]

        assert [True, False, True] == kept

    def test_nothing_that_was_typed_is_kept(self) -> None:
        """
        No value, note, token or title stays in what is remembered.
        """
        forms = Forms()
        find_fields(page(value="CANARY-1", note="CANARY-2", token="CANARY-3", title="CANARY-4"), forms=forms)

        assert "CANARY" not in repr(vars(forms))


def outline_of_known(label: str) -> Outline:
    text = page().replace("Note", label)
    parser = choose_parser()
    return outline(text, parser.parse(text), f"{parser.name} None")
