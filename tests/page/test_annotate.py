"""Hints into the bytes of a page, and out again."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.field import Profile
from casevide.page.annotate import LARGEST, Annotated, annotate, strip
from casevide.page.charset import Decoded
from casevide.page.parse import Tree
from casevide.rulebook import Rulebook

HTML = "text/html; charset=utf-8"
MARK = b' data-casevide="challengeable fr-social-nationality"'
FORM = "<label for=a>Nationalité</label><input id=a>".encode()

type Annotate = Callable[..., Annotated]


class _Failing:
    """A parser that raises what it is told to."""

    name = "failing"

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def parse(self, text: str, context: str | None = None, deadline: float | None = None) -> Tree:
        del text, context, deadline
        raise self.error


class TestInsertion:
    def test_right_after_the_tag_name(self, put: Annotate) -> None:
        """A hint stands right after the tag name, and nothing else changes."""
        assert FORM.replace(b"<input", b"<input" + MARK) == put(FORM).body

    def test_as_the_page_writes_it(self, put: Annotate) -> None:
        """The tag name keeps its case, and a tag without white space after its name is annotated too."""
        page = "<label>Nationalité<TextArea></TextArea></label><label>Nationalité<input/></label>".encode()

        assert page.replace(b"<TextArea", b"<TextArea" + MARK).replace(b"<input", b"<input" + MARK) == put(page).body

    def test_root_names_the_rulebook(self, put: Annotate, small_rulebook: Rulebook) -> None:
        """A real html start tag of a page with fields carries the digest of the rulebook."""
        mark = f' data-casevide-rulebook="{small_rulebook.digest}"'.encode()

        assert b"<HTML" + mark + b" lang=fr><input>" == put(b"<HTML lang=fr><input>").body

    @pytest.mark.parametrize("page", [b"<html><p>", b"<!-- <html> --><input>", b"<input><html>", b"<head><input>"])
    def test_no_root(self, put: Annotate, page: bytes) -> None:
        """A page without fields, or without a real html start tag before them, carries no digest."""
        assert page is put(page).body

    def test_silence(self, put: Annotate) -> None:
        """A field that no rule speaks of is marked only if every field is asked for."""
        page = b"<label for=a>Pointure</label><input id=a>"

        assert page is put(page).body
        assert page.replace(b"<input", b'<input data-casevide="silent"') == put(page, every_field=True).body

    def test_hints_are_given_back(self, put: Annotate) -> None:
        """Every field comes back with its hint or with silence, in page order."""
        hints = put(FORM + b"<input name=pointure>").hints

        assert [("a", "fr-social-nationality"), ("", None)] == [(field.id, hint and hint.rule) for field, hint in hints]

    def test_unknown_profile(self, put: Annotate) -> None:
        """Where the site is not known, a rule that needs a country is silent, and care is not."""
        page = b"<label for=b>Allergies</label><input id=b>"

        found = put(FORM + page, profile=Profile())

        assert FORM + page.replace(b"<input", b'<input data-casevide="care-critical fr-social-allergy"') == found.body

    def test_every_radio_of_a_group(self, put: Annotate) -> None:
        """Each radio button of a group carries the hint of the group."""
        page = (
            "<fieldset><legend>Nationalité</legend><label><input type=radio name=n value=1>A</label>"
            "<label><input type=radio name=n value=2>B</label></fieldset>"
        ).encode()

        assert page.replace(b"<input", b"<input" + MARK) == put(page).body

    def test_buttons_and_hidden_inputs(self, put: Annotate) -> None:
        """Buttons, hidden inputs and passwords ask nothing and carry nothing, even where every field is marked."""
        page = b"<input type=hidden><input type=submit><button>Nationalite</button><input type=password>"

        assert page is put(page, every_field=True).body

    def test_hostile_rule_id(self, put: Annotate, small_rulebook: Rulebook) -> None:
        """A rule whose id is not plain text is never written into a page."""
        content = json.loads(json.dumps(small_rulebook.content))
        content["rules"][-1]["id"] = 'x"><script>alert(1)</script>'

        assert FORM is put(FORM, rulebook=Rulebook(content)).body

    @pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "shift_jis", "koi8-r", "gb18030"])
    def test_charsets(self, put: Annotate, charset: str) -> None:
        """The insertions stand at the same places in any charset, after any characters."""
        page = b"<p>" + "Ж".encode(charset, "replace") * 9 + b"<label>Nationalite<input></label>"

        assert page.replace(b"<input", b"<input" + MARK) == put(page, f"text/html; charset={charset}").body

    def test_byte_order_mark(self, put: Annotate) -> None:
        """A byte order mark stays where it was."""
        assert b"\xef\xbb\xbf" + put(FORM).body == put(b"\xef\xbb\xbf" + FORM).body


class TestLeftAlone:
    @pytest.mark.parametrize(
        ("reason", "body", "content_type"),
        [
            ("doubt", b"<select><style><input></style>", HTML),
            ("empty", b"", HTML),
            ("not-html", FORM, "text/plain"),
            ("not-html", FORM, "application/json"),
            ("not-html", FORM, "application/octet-stream"),
            ("not-html", b'{"a": "<label>Nationalite<input></label>"}', HTML),
            ("not-html", b" \n[1, 2]", None),
            ("not-html", b"<label>Nationalite<input></label>", "application/xhtml+xml"),
            ("charset", FORM, "text/html; charset=klingon"),
            ("charset", "<label>Nationalite<input></label>".encode("utf-16"), "text/html"),
            ("annotated", FORM.replace(b"<input", b"<input data-casevide=x"), HTML),
            ("annotated", FORM.replace(b"<input", b'<input DATA-CaseVide="x"'), HTML),
            ("annotated", FORM + b" &#8203;[Case vide: Optional]&#8203;", HTML),
            ("too-large", b"<p>" + b" " * LARGEST, HTML),
        ],
    )
    def test_reason(self, put: Annotate, reason: str, body: bytes, content_type: str | None) -> None:
        """A page that cannot be annotated with certainty is the same object, and one word says why."""
        found = put(body, content_type)

        assert (reason, ()) == (found.reason, found.hints)
        assert body is found.body

    def test_time(self, put: Annotate) -> None:
        """A page that takes longer than allowed goes through as it is."""
        found = put(FORM, deadline=time.perf_counter() - 1)

        assert (FORM, "time") == (found.body, found.reason)

    @pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), AssertionError(), UnicodeError()])
    def test_any_error(self, put: Annotate, error: Exception) -> None:
        """Whatever goes wrong inside, the page goes through as it is."""
        found = put(FORM, parser=_Failing(error))

        assert "error" == found.reason
        assert FORM is found.body

    @pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt()])
    def test_errors_that_are_not_ours(self, put: Annotate, error: BaseException) -> None:
        """Running out of memory and being stopped are not hidden."""
        with pytest.raises(type(error)):
            put(FORM, parser=_Failing(error))

    def test_places_are_checked(self, put: Annotate, monkeypatch: pytest.MonkeyPatch) -> None:
        """If the bytes at a place are not the start tag that should be there, the page goes through as it is."""
        monkeypatch.setattr(Decoded, "byte_offsets", lambda _, offsets: [offset + 2 for offset in offsets])

        found = put(FORM)

        assert "place" == found.reason
        assert FORM is found.body

    def test_twice(self, put: Annotate) -> None:
        """What is annotated already is left alone."""
        once = put(FORM).body

        assert once is put(once).body

    def test_meta_stays_in_reach(self, put: Annotate) -> None:
        """
        The root carries no digest if that would push the declared charset out of the bytes where browsers look for it.
        """
        meta = b"<meta charset=utf-8>"
        page = b"<html>" + b" " * (1020 - 6 - len(meta)) + meta + FORM

        assert page.replace(b"<input", b"<input" + MARK) == put(page, "text/html").body
        assert b"data-casevide-rulebook" in put(page, HTML).body

    def test_meta_after_fields(self, put: Annotate) -> None:
        """A page whose fields stand before its declared charset goes through if they would push it out of reach."""
        meta = b"<meta charset=utf-8>"
        page = FORM + b" " * (1020 - len(FORM) - len(meta)) + meta

        assert ("charset", page) == (put(page, "text/html").reason, put(page, "text/html").body)

    def test_unknown_language(self, put: Annotate) -> None:
        """Notes in a language that does not exist are a mistake of the caller's."""
        with pytest.raises(ValueError, match="'de'"):
            put(FORM, visible="de")


class TestPartialAnswers:
    def test_fragment(self, put: Annotate) -> None:
        """In a lone table row the cell before still labels the field."""
        page = "<tr><td>Nationalité</td><td><input></td></tr>".encode()

        assert page.replace(b"<input", b"<input" + MARK) == put(page).body

    def test_turbo_stream(self, put: Annotate) -> None:
        """Fields of a Turbo Stream stand inside templates."""
        page = b"<turbo-stream action=replace target=f><template>" + FORM + b"</template></turbo-stream>"

        assert page.replace(b"<input", b"<input" + MARK) == put(page, "text/vnd.turbo-stream.html").body

    def test_partial_response(self, put: Annotate) -> None:
        """In a JSF answer the fields of updates carry hints, scripts and state do not, and ``]]>`` is never made."""
        page = (
            b'<?xml version="1.0" encoding="UTF-8"?><partial-response><changes><update id="f"><![CDATA['
            + FORM
            + b']]></update><update id="j:javax.faces.ViewState:0"><![CDATA[<input id=a>]]></update>'
            b'<eval><![CDATA["<input>"]]></eval></changes></partial-response>'
        )

        found = put(page, "text/xml;charset=UTF-8")

        assert page.replace(b"<input", b"<input" + MARK, 1) == found.body
        assert page.count(b"]]>") == found.body.count(b"]]>")
        assert [page.decode().index("<input")] == [offset for field, _ in found.hints for offset in field.offsets]

    def test_name_across_a_seam(self, put: Annotate) -> None:
        """A tag whose name two CDATA sections share is left alone, its neighbours are not."""
        page = (
            "<partial-response><changes><update id='f'><![CDATA[<label>Nationalité<inp]]><![CDATA[ut></label>"
            "<label>Nationalité<input]]><![CDATA[></label><label>Nationalité<input></label>]]></update></changes>"
            "</partial-response>"
        ).encode()

        assert (
            page[::-1].replace(b"<input>"[::-1], b"".join([b"<input", MARK, b">"])[::-1], 1)[::-1]
            == put(page, "text/xml").body
        )

    def test_xhtml(self, put: Annotate, small_rulebook: Rulebook) -> None:
        """XHTML sent as XML is read by the rules of XML, and annotated where it stands."""
        page = (
            '<html xmlns="http://www.w3.org/1999/xhtml"><body><textarea/>'
            "<label>Nationalité<input /></label></body></html>"
        ).encode()
        root = f'<html data-casevide-rulebook="{small_rulebook.digest}"'.encode()

        assert (
            page.replace(b"<input", b"<input" + MARK).replace(b"<html", root) == put(page, "application/xhtml+xml").body
        )

    def test_update_panel(self, put: Annotate) -> None:
        """In an ASP.NET answer the stated length, in UTF-16 code units, counts what was put in."""
        content = "<p>😀<label>Nationalité<input></label>"
        units = len(content.encode("utf-16-le")) // 2
        page = "1|#||4|{}|updatePanel|up|{}|3|hiddenField|h|<p>|"

        found = put(page.format(units, content).encode(), "text/plain; charset=utf-8")

        assert (
            page.format(units + len(MARK), content.replace("<input", "<input" + MARK.decode())).encode() == found.body
        )
        assert page.format(units, content).encode() == strip(found.body, content_type="text/plain; charset=utf-8")


class TestStrip:
    def test_attributes_only(self, put: Annotate) -> None:
        """Attributes can be taken out alone, notes stay."""
        found = put(FORM, visible="fr").body

        assert found.replace(MARK, b"") == strip(found, notes=False)

    def test_other_pages(self) -> None:
        """A page that holds nothing of ours comes back as the same object."""
        assert FORM is strip(FORM)

    @given(
        body=st.one_of(
            st.binary(max_size=300),
            st.lists(
                st.sampled_from(
                    [
                        "<html> <label for=a>",
                        "Nationalité",
                        "</label>",
                        "<input id=a>",
                        "<input/",
                        "<select",
                        ">",
                        "é",
                        "😀",
                        "<textarea>",
                        "<!--",
                        "-->",
                        "<script>",
                        "</script>",
                        "<table><tr><td>",
                        "</td>",
                        "<p title='",
                        "'",
                        '"',
                        "<svg>",
                        "\x00",
                        "\r\n",
                        "<fieldset><legend>",
                        "</legend>",
                        "&",
                        "<option>",
                        "<input type=radio name=r>",
                        "</textarea>",
                        "</select>",
                        "<template>",
                        "<![CDATA[",
                        "]]>",
                        "<noscript>",
                        "<head>",
                        "<body>",
                        "<meta charset=koi8-r>",
                        "<form>",
                        "<title>",
                        "</title>",
                        "<button>",
                        "{",
                        "12",
                        "data-casevide=",
                        " \u200b[",
                    ]
                ),
                max_size=25,
            ).map(lambda parts: "".join(parts).encode()),
        ),
        content_type=st.one_of(
            st.sampled_from(
                [
                    None,
                    "text/html",
                    HTML,
                    "text/html;charset=iso-8859-1",
                    "text/html; charset=gbk",
                    "application/xhtml+xml",
                    "text/xml",
                    "text/plain",
                ]
            ),
            st.text(max_size=20),
        ),
        every_field=st.booleans(),
        visible=st.sampled_from([None, "fr", "nl", "en"]),
    )
    def test_round_trip(
        self,
        small_rulebook: Rulebook,
        social: Profile,
        body: bytes,
        content_type: str | None,
        every_field: bool,  # noqa: FBT001 - a property's own argument
        visible: str | None,
    ) -> None:
        """
        Whatever the bytes and the content type, nothing is raised, taking out what was put in gives back the bytes, and
        a page that was not changed is the same object.
        """
        found = annotate(
            body,
            content_type=content_type,
            rulebook=small_rulebook,
            profile=social,
            every_field=every_field,
            visible=visible,
        )

        assert found.reason in {"", "annotated", "charset", "empty", "not-html"}
        assert body == (strip(found.body, content_type=content_type) if found.body is not body else body)
        assert (found.body is body) == (found.body == body)

    @given(
        panels=st.lists(
            st.tuples(
                st.sampled_from(["updatePanel", "hiddenField", "scriptBlock"]),
                st.sampled_from(
                    ["é😀", "<label>Nationalité<input></label>", "<label>Allergie<textarea>|", "", "|", "\r\n"]
                ),
            ),
            min_size=1,
        )
    )
    def test_update_panels(self, small_rulebook: Rulebook, social: Profile, panels: list[tuple[str, str]]) -> None:
        """Whatever an ASP.NET answer holds, its chain holds after annotation, and the original comes back."""
        page = "".join(
            f"{len(content.encode('utf-16-le')) // 2}|{kind}|id|{content}|" for kind, content in panels
        ).encode()

        found = annotate(page, content_type="text/plain", rulebook=small_rulebook, profile=social)

        assert (found.body is not page) == any(hint for _, hint in found.hints)
        assert len(panels) == _chain(found.body.decode())
        assert page == strip(found.body, content_type="text/plain")


def _chain(text: str) -> int:
    """Count the items of an ASP.NET answer as the script on the page reads it."""
    units = text.encode("utf-16-le")
    items = 0
    while units:
        length, _, rest = units.partition("|".encode("utf-16-le"))
        kind, bar = rest.decode("utf-16-le").split("|", 2)[:2], "|".encode("utf-16-le")
        start = 2 * (len(kind[0]) + len(kind[1]) + 2)
        end = start + 2 * int(length.decode("utf-16-le"))
        assert bar == rest[end : end + 2]
        units = rest[end + 2 :]
        items += 1
    return items
