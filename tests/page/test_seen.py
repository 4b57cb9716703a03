"""Forms seen before."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casevide.field import Profile
from casevide.page.annotate import Annotated, annotate
from casevide.page.parse import Parser, Turbo
from casevide.page.seen import Forms, Outline, outline
from casevide.page.tree import Marked
from casevide.rulebook import Rulebook

HTML = "text/html; charset=utf-8"

FORM = """<!doctype html><html><head><meta name="csrf" content="{token}"><title>{title}</title>
<script>let page = "{token}";</script></head><body><h1>Dossier</h1><form>
<input type="hidden" name="state" value="{token}">
<label for="nom">Nationalité</label> <input id="nom" name="nom"{value}>
<fieldset><legend>Allergies</legend>
<label><input type="checkbox" id="a1"{ticked}> Pollens</label>
<label><input type="checkbox" id="a2"> Latex</label></fieldset>
<label>Nationalité <select id="nat"><option>Non renseigné<option{chosen}>Belge</select></label>
<!-- <input value="old"> --><label for="note">Courriel</label><textarea id="note">{note}</textarea>
<label for="tel">Lieu de naissance</label><input id="tel" required>
</form></body></html>"""

EMPTY = {"token": "", "title": "", "value": "", "ticked": "", "chosen": "", "note": ""}


def page(**changes: str) -> bytes:
    return FORM.format(**{**EMPTY, **changes}).encode()


def outline_of(body: bytes) -> Outline:
    seen = outline(body, HTML)
    assert seen is not None
    return seen


FILLED = {
    "a value": {"value": ' value="Dupont"'},
    "an empty value": {"value": ' value=""'},
    "a value in single quotes": {"value": " VALUE='Dupont \"dit\" Durand'"},
    "a value without quotes": {"value": " value=Dupont"},
    "a longer value": {"value": ' value="Dupont de la Tour d\'Auvergne"'},
    "a token": {"token": "f3a9" * 9},
    "a title": {"title": "Dossier de Mme Dupont"},
    "a title with references": {"title": "Dossier de M&eacute;lanie &amp; fils"},
    "a ticked box": {"ticked": ' checked="checked"'},
    "a ticked box in short": {"ticked": " checked"},
    "a chosen option": {"chosen": " selected"},
    "a note": {"note": "Vue le 3 mars <b>à revoir</b>"},
    "everything": {
        "value": ' value="a > b"',
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
    "a value that is a label": ('for="nom">Nat', 'for="nom" aria-label=\'say value="x"\'>Nat'),
    "what a comment holds": ('value="old"', 'value="older"'),
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
        other = page().replace(old.encode(), new.encode())

        assert page() != other
        assert outline_of(page()).digest != outline_of(other).digest

    def test_another_charset(self) -> None:
        """
        The same bytes in another charset are another page.
        """
        latin = outline(page(), "text/html; charset=iso-8859-1")

        assert latin is not None
        assert outline_of(page()).digest != latin.digest

    @pytest.mark.parametrize("charset", ["utf-16", "shift_jis", "iso-2022-jp", "x-unknown"])
    def test_charsets_in_which_it_would_not_be_certain(self, charset: str) -> None:
        """
        Where a byte that looks like a quote may be half a letter, there is no outline.
        """
        assert outline(page(), f"text/html; charset={charset}") is None

    def test_the_title(self) -> None:
        """
        The title is that of the page, references resolved, white space folded.
        """
        assert outline_of(page(title=" Fiche de\n M&eacute;lanie&nbsp;* ")).title == "Fiche de Mélanie"

    @given(st.text(alphabet="ab '<>=/é\n", max_size=30), st.text(alphabet="ab \"'<>=/é\n", max_size=30))
    def test_places_go_in_and_out(self, value: str, note: str) -> None:
        """
        What stands at a place of the page stands in the filled page at the place that the outline gives.
        """
        filled = page(value=f' value="{value}"', note=note)
        places = [page().index(word) for word in (b"<html", b'id="nom"', b"Pollens", b"</body")]
        inward = outline_of(page()).inward(places)
        marked = outline_of(filled).spliced(filled, [(place, b"@") for place in inward if place is not None])

        for word in (b"<html", b'id="nom"', b"Pollens", b"</body"):
            assert filled.replace(word, b"@" + word, 1).count(b"@" + word) == marked.count(b"@" + word) == 1

    @given(st.text(alphabet="ab \"'<>=/\n", max_size=40))
    def test_a_place_in_a_cut_is_none(self, note: str) -> None:
        """
        A place inside of what was cut has none in the outline, and one outside has.
        """
        filled = page(note=f"#{note}#")
        start = filled.index(b"#") + 1

        assert [None] == outline_of(filled).inward([start])
        assert [None] != outline_of(filled).inward([start - 2])


@pytest.fixture(params=[Turbo(), Marked()], ids=["turbo", "marked"])
def parser(request: pytest.FixtureRequest) -> Parser:
    """Each of the two parsers."""
    chosen: Parser = request.param
    return chosen


Annotate = Callable[..., Annotated]


def told(found: Annotated) -> list[tuple[str, str, str]]:
    """Give what a page asks and is told, without places."""
    return [(field.id, field.label, hint.rule if hint else "") for field, hint in found.hints]


class TestForms:
    @pytest.mark.parametrize("visible", [None, "fr"])
    @pytest.mark.parametrize("changes", FILLED.values(), ids=FILLED)
    def test_a_form_seen_before_is_annotated_the_same(
        self, changes: dict[str, str], visible: str | None, put: Annotate, parser: Parser
    ) -> None:
        """
        What is put into a filled form from memory of the empty one is what reading it would put there, to the byte.
        """
        forms = Counting()
        put(page(), forms=forms, visible=visible, parser=parser)
        again = put(page(**changes), forms=forms, visible=visible, parser=parser)
        afresh = put(page(**changes), visible=visible, parser=parser)

        assert 1 == forms.found
        assert afresh.body == again.body
        assert told(afresh) == told(again)
        assert b"data-casevide=" in again.body

    @given(
        st.lists(
            st.text(alphabet="ab \"'<>=/é\n", max_size=12)
            | st.sampled_from(
                [
                    *('<input value="x">', " checked", " selected", "<option selected>", "<textarea>", "</textarea>"),
                    *("<!--", "-->", "<script>", "</script>", "<title>", "</title>", "<svg>", "</svg>", "<select>"),
                    *("<table>", "<td>", 'value="', "<meta content='", "<template>", "<label>Courriel "),
                ]
            ),
            max_size=6,
        ),
        st.text(alphabet="ab '<>=/é\n&;", max_size=12),
        st.text(alphabet="ab \"'<>=/é\n&;", max_size=12),
    )
    @example(["<!--"], "", "")
    @example(["<title></title><title>Recherche</title>"], "x", "y")
    @example(["<svg><title>a</title></svg>"], "x", "y")
    def test_no_page_is_read_otherwise_for_having_seen_others(
        self, small_rulebook: Rulebook, social: Profile, parts: list[str], value: str, note: str
    ) -> None:
        """
        Whatever stands in a page and whatever was seen before, remembering changes no byte of what is sent on.
        """
        forms = Forms()
        soup = "".join(parts)
        mixed = soup.encode()
        around = [page(), mixed + page(), page() + mixed, page().replace(b"<h1>", mixed + b"<h1>")]
        filled = {"value": f' value="{value}"', "note": note, "title": note, "token": value, "ticked": " checked"}
        for outer in around:
            for one in (outer, page(**filled), page(note=soup), page(title=soup), merged(outer, filled), outer):
                read = partial(annotate, one, content_type=HTML, rulebook=small_rulebook, profile=social)
                afresh, again = read(), read(forms=forms)

                assert (afresh.body, afresh.reason) == (again.body, again.reason)
                assert told(afresh) == told(again)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("<input title='<input value=\"Nationalité\">'>", "<input title='<input value=\"Courriel\">'>"),
            ("<input title='<input>'>", "<input title='<input value=\"Courriel\">'>"),
            ("<svg><title>x</title></svg><input>", "<svg><title><p><label>Courriel <input></title></svg><input>"),
            (
                "<script><!-- <script> </script> --></script>",
                "<script><!-- <script> </script> <input title=Courriel> -->",
            ),
        ],
    )
    def test_what_only_looks_like_a_cut(self, first: str, second: str, put: Annotate) -> None:
        """
        What looks like a filled input inside of something else is part of what the page asks.
        """
        forms = Forms()
        put(first.encode(), forms=forms)

        assert put(second.encode()).body == put(second.encode(), forms=forms).body

    def test_another_profile_is_judged_anew(self, put: Annotate) -> None:
        """
        The same form under another profile gets the hints of that profile.
        """
        forms = Forms()
        french = put(page(), forms=forms)
        unknown = put(page(), forms=forms, profile=Profile())

        assert french.body != unknown.body
        assert unknown.body == put(page(), profile=Profile()).body

    def test_a_title_that_makes_quiet(self, put: Annotate) -> None:
        """
        A page that calls itself a search gets no hints, also when the same form was seen under another title.
        """
        forms = Forms()
        put(page(title="Dossier de Mme A"), forms=forms)

        assert b"data-casevide=" not in put(page(title="Recherche"), forms=forms).body

    def test_what_was_annotated_is_left_alone(self, put: Annotate) -> None:
        """
        A value that looks like one of our marks is a doubt, whatever was seen before.
        """
        forms = Forms()
        put(page(), forms=forms)

        assert "annotated" == put(page(value=' value="data-casevide"'), forms=forms).reason

    def test_the_charset_stays_in_the_first_1024_bytes(self, put: Annotate) -> None:
        """
        A declared charset that insertions would push out of reach stays where it is, from memory as at first sight.
        """
        forms = Forms()
        head = b'<html><input value="%b"><meta name="x" content="%b"><meta charset="utf-8">' + b"<p>" * 300
        for size in range(0, 1000, 7):
            body = head % (b"v" * (size // 2), b"w" * (size // 2)) + page()

            assert put(body, "text/html").body == put(body, "text/html", forms=forms).body

    def test_only_so_many(self, put: Annotate) -> None:
        """
        The form that was not opened for the longest time is forgotten.
        """
        forms = Counting(size=2)
        known = []
        for label in ("Un", "Deux", "Un", "Trois", "Un", "Deux"):
            before = forms.found
            put(page().replace(b"Latex", label.encode()), forms=forms)
            known.append(forms.found > before)

        assert [False, False, True, False, True, False] == known

    def test_nothing_that_was_typed_is_kept(self, put: Annotate) -> None:
        """
        No value, note, token or title stays in what is remembered.
        """
        forms = Counting()
        canaries = {"value": ' value="CANARY-1"', "note": "CANARY-2", "token": "CANARY-3", "title": "CANARY-4"}
        put(page(**canaries), forms=forms)
        put(page(**canaries), forms=forms)

        assert 1 == forms.found
        assert "CANARY" not in repr(vars(forms)).upper()


class Counting(Forms):
    """Forms that count how often one was known."""

    found = 0

    def find(self, *wanted: object) -> object:  # type: ignore[override]
        """Find as ever, and count."""
        known = super().find(*wanted)  # type: ignore[arg-type]
        self.found += known is not None
        return known


def merged(outer: bytes, filled: dict[str, str]) -> bytes:
    """Give a page whose form is filled."""
    return outer.replace(page(), page(**filled))
