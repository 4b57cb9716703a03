"""Which stretches of a body are HTML, and how to read each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.page.partial import TYPES, View, context_of, first_tag, html_tag, start_tag, views

STATE = "j_id1:javax.faces.ViewState:0"


def update(content: str, name: str = "form") -> str:
    return f'<update id="{name}">{content}</update>'


def response(changes: str) -> str:
    prolog = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{prolog}\n<partial-response id="a"><changes>{changes}</changes></partial-response>'


def item(kind: str, name: str, content: str) -> str:
    return f"{len(content.encode('utf-16-le')) // 2}|{kind}|{name}|{content}|"


def texts(body: str, kind: str) -> list[str] | None:
    found = views(body, kind)
    return None if found is None else [view.text for view in found]


class TestFirstTag:
    @pytest.mark.parametrize(
        ("offset", "text"),
        [
            (0, "<p>"),
            (3, " \r\n<p>"),
            (15, "<!doctype html><html>"),
            (15, "<?xml a='b'?>\r\n<p>"),
            (5, "<!--><p>"),
            (6, "<!---><p>"),
            (8, "<!-- --><p>"),
            (9, "<!-- --!><p>"),
            (17, "<!-- <p> -- > --><p>"),
            (None, "a<p>"),
            (None, "</p><p>"),
            (None, "<!-- <p>"),
            (None, "<!doctype"),
            (None, "<p"),
            (None, "<in\0put>"),
            (None, ""),
        ],
    )
    def test_offset(self, offset: int | None, text: str) -> None:
        """The first start tag is found past white space, comments and a doctype, and past nothing else."""
        assert offset == first_tag(text)

    def test_name(self) -> None:
        """A start tag has a whole ASCII name that white space, a slash or an end follows."""
        assert ["INPUT", "p", "x-a", "", "", ""] == [
            start_tag(text, 0) for text in ("<INPUT\n", "<p>", "<x-a/>", "<é>", "<p", "</p>")
        ]

    def test_html(self) -> None:
        """Only a first tag counts as the root: any later ``<html`` may be a stray one."""
        assert html_tag("<!-- <html> --><HTML lang=fr>") == 15
        assert html_tag("<p><html>") is None


class TestContext:
    @pytest.mark.parametrize(
        ("context", "text"),
        [
            ("tbody", "<tr><td><input></td></tr>"),
            ("tbody", " <!-- x --> <TR class=a>"),
            ("tr", "<td>"),
            ("tr", "<th scope=row>"),
            ("table", "<tbody>"),
            ("select", "<option>"),
            (None, "<!doctype html><html>"),
            (None, "<div><table>"),
            (None, "<track>"),
        ],
    )
    def test_first_tag_decides(self, context: str | None, text: str) -> None:
        """The first tag of a fragment says inside which element it must be read."""
        assert context == context_of(text)


class TestHtml:
    @pytest.mark.parametrize(
        "body",
        [
            '{"html": "<input id=a>"}',
            '["<input>"]',
            '"<input>"',
            "var x = '<input id=a>'",
            ')]}\',\n{"a": "<input>"}',
            "<?xml version='1.0'?><rows><input>1</input></rows>",
            "<?xml version='1.0'?><!-- <html> --><rows/>",
            "",
        ],
    )
    def test_not_html(self, body: str) -> None:
        """What is sent as HTML but begins like JSON, a script or some other XML is left alone."""
        assert views(body, "text/html") is None

    @pytest.mark.parametrize(
        "body",
        [
            "<!doctype html><p>",
            " \n<p>",
            "<?xml version='1.0'?><!DOCTYPE html><html>",
            "<turbo-stream><template><input>",
        ],
    )
    def test_html(self, body: str) -> None:
        """A body that begins with a tag, a comment or a doctype is one view of itself."""
        assert views(body, "text/html") == (View(body),)
        assert views(body, "") == (View(body),)

    def test_other_types(self) -> None:
        """Other content types have no views, even if they begin like HTML."""
        assert [None] * 4 == [
            views("<p><input>", kind) for kind in ("text/plain", "text/xml", "text/css", "image/svg+xml")
        ]


class TestPartialResponse:
    def test_updates(self) -> None:
        """Each update and each insertion that is CDATA is a view; its places lead back into the body."""
        body = response(
            update("<![CDATA[<p><input id=a>]]>")
            + '<insert><before id="x"><![CDATA[<tr><td>]]></before></insert>'
            + "<eval><![CDATA[<input id=no>]]></eval>"
            + '<extension><![CDATA[<input id=no>]]></extension><delete id="y"/>'
        )

        found = views(body, "text/xml")

        assert found is not None
        assert [("<p><input id=a>", None), ("<tr><td>", "tbody")] == [(view.text, view.context) for view in found]
        assert body.index("<input id=a") == found[0].place(3, 7)

    @pytest.mark.parametrize(
        "name", [STATE, "jakarta.faces.ViewState", "javax.faces.ClientWindow", "javax.faces.Resource"]
    )
    def test_state_is_left_alone(self, name: str) -> None:
        """The view state and its kin are never looked into."""
        assert texts(response(update("<![CDATA[<input>]]>", name)), "text/xml") == []

    def test_adjacent_sections_are_joined(self) -> None:
        """Adjacent CDATA sections are one text; what lies across a seam has no place, and each part keeps its own."""
        body = response(update("<![CDATA[<script>a[b[0]]]]><![CDATA[>1</script><in]]><![CDATA[put><input id=a>]]>"))

        found = views(body, "application/xml")

        assert found is not None
        view = found[0]
        assert view.text == "<script>a[b[0]]>1</script><input><input id=a>"
        assert view.place(view.text.index("<input>"), 7) is None
        assert view.place(view.text.index("<input id"), 7) == body.index("<input id=a")

    @pytest.mark.parametrize(
        "content",
        [
            "&lt;input id=a&gt;",
            "<![CDATA[<p>]]> x <![CDATA[<input>]]>",
            "<![CDATA[<p>]]>\n<![CDATA[<input>]]>",
            "<b/><![CDATA[<input>]]>",
        ],
        ids=["escaped", "mixed", "apart", "markup"],
    )
    def test_other_forms_are_left_alone(self, content: str) -> None:
        """An update that is not plain CDATA is left alone, the others are not."""
        assert texts(response(update(content) + update("<![CDATA[<i>]]>")), "text/xml") == ["<i>"]

    @pytest.mark.parametrize(
        "body",
        [
            response(update("<![CDATA[<p>]]>"))[:-3],
            "<partial-response><changes>",
            '<!DOCTYPE partial-response [<!ENTITY a "b">]><partial-response/>',
            "<rows><update><![CDATA[<input>]]></update></rows>",
            response(update("<![CDATA[\udc81]]>")),
        ],
        ids=["cut", "open", "entities", "other", "bytes"],
    )
    def test_damaged(self, body: str) -> None:
        """Answers that are not well-formed or not of this kind have no views."""
        assert views(body, "text/xml") is None

    def test_places_after_accents(self) -> None:
        """Places count code points, whatever stands before."""
        body = response(update("<![CDATA[é€😀]]>") + update("<![CDATA[<i>é<b>]]>"))

        found = views(body, "text/xml")

        assert found is not None
        assert [body.index("é€"), body.index("<b>")] == [found[0].place(0, 1), found[1].place(4, 3)]


class TestUpdatePanel:
    def test_panels(self) -> None:
        """Only update panels are views; each knows its place and its stated length."""
        body = (
            item("#", "", "4")
            + item("updatePanel", "up1", "<tr><td>é😀|</td>")
            + item("hiddenField", "__VIEWSTATE", "a|b")
        )

        found = views(body, "text/plain")

        assert found is not None
        (panel,) = found
        assert ("<tr><td>é😀|</td>", "tbody") == (panel.text, panel.context)
        assert panel.count is not None
        assert (body.index("17|"), 17) == (panel.count.place, panel.count.units)
        assert body.index("<td>") == panel.place(4, 4)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "Hello",
            "3|updatePanel|a|<p>",
            "3|updatePanel|a|<p>x",
            "4|updatePanel|a|<p>|",
            "03|updatePanel|a|<p>|",
            "3|updatePanel|a|<p>| ",
            "1|updatePanel|a|😀|",
            "-3|updatePanel|a|<p>|",
            "99999999999|updatePanel|a|<p>|",
        ],
    )
    def test_damaged_chain(self, body: str) -> None:
        """A chain that does not hold from its first to its last character has no views."""
        assert views(body, "text/plain") is None

    def test_sent_as_html(self) -> None:
        """A chain that is sent as HTML is still a chain: its lengths must be kept right."""
        body = item("updatePanel", "a", "<p>")

        assert texts(body, "text/html") == ["<p>"]
        assert views("2 <input>", "text/html") is None


class TestXhtml:
    def test_read_by_xml_rules(self) -> None:
        """Empty elements end where XML says, CDATA is text, and foreign elements are no controls."""
        body = (
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:o="urn:o"><body>'
            '<textarea id="t"/><script>"&lt;input&gt;"</script><![CDATA[<input id="no">]]><o:input/><INPUT/>'
            '<h:input id="b" title="a&lt;b&quot;"/></body></html>'
        )

        found = views(body, "application/xhtml+xml")

        assert found is not None
        (view,) = found
        assert view.text == (
            '<!doctype html><html><body><textarea id="t"></textarea>&lt;input id="no"&gt;<x-xml></x-xml><x-xml></x-xml>'
            '<input id="b" title="a&lt;b&quot;"></body></html>'
        )
        assert body.index("<h:input") == view.place(view.text.index("<input"), 7)
        assert body.index("<html") == view.place(view.text.index("<html"), 6)

    def test_known_entities(self) -> None:
        """Entities of the XHTML DTD are kept for the HTML parser."""
        body = (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
            '<html xmlns="http://www.w3.org/1999/xhtml"><body>pr&eacute;nom</body></html>'
        )

        assert texts(body, "application/xhtml+xml") == ["<!doctype html><html><body>pr&eacute;nom</body></html>"]

    @pytest.mark.parametrize(
        "body", ["<html><p></html>", "<p>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>\udc80</a>", ""]
    )
    def test_not_well_formed(self, body: str) -> None:
        """What a browser would refuse as XML, or what declares entities, has no views."""
        assert views(body, "application/xhtml+xml") is None


class TestAnything:
    @given(st.text(alphabet="<>!-[]|1 \n/&;\udc81é😀inputCDATA", max_size=200), st.sampled_from(sorted(TYPES)))
    def test_places_lead_back(self, text: str, kind: str) -> None:
        """Whatever the text, nothing is raised, and each whole name of a view stands at its place in the text."""
        for view in views(text, kind) or ():
            for offset in range(len(view.text)):
                name = start_tag(view.text, offset)
                place = view.place(offset, len(name) + 2)
                if name and place is not None:
                    assert start_tag(text, place).endswith(name)
