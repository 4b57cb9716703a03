"""Pages that break careless annotators: each survives, byte for byte."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from casevide.page import control_offsets
from casevide.page.annotate import Annotated, strip
from casevide.page.parse import Parser, Turbo
from casevide.page.tree import Marked

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "pages" / "hostile.yaml").read_text(encoding="utf-8")
)
UTF_8 = "text/html; charset=utf-8"
PARSERS: list[Parser] = [Turbo(), Marked()]

type Annotate = Callable[..., Annotated]
type Skeleton = list[tuple[str, int, dict[str, str]]]

case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
parser = pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)


@pytest.fixture
def mark(put: Annotate) -> Annotate:
    """`annotate` with every field marked."""
    return partial(put, every_field=True)


def skeleton(body: bytes) -> Skeleton:
    """Give the elements that an independent parser builds: name, depth, attributes without ours."""
    root = html5lib.parse(body.decode("utf-8", "replace"), namespaceHTMLElements=True)
    found: Skeleton = []
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        attributes = {key: value for key, value in element.attrib.items() if not str(key).startswith("data-casevide")}
        found.append((str(element.tag), depth, attributes))
        stack.extend((child, depth + 1) for child in reversed(element))
    return found


def lexbor_skeleton(body: bytes) -> list[tuple[str | None, str | None, dict[str, str | None]]]:
    """Give the elements that another independent parser builds: name, parent, attributes without ours."""
    root = LexborHTMLParser(body.decode()).root
    assert root is not None
    return [
        (
            element.tag,
            element.parent.tag if element.parent else None,
            {key: value for key, value in element.attributes.items() if not key.startswith("data-casevide")},
        )
        for element in root.traverse(include_text=False)
    ]


class TestPages:
    @case
    @parser
    def test_controls(self, case: dict[str, Any], parser: Parser) -> None:
        """Both parsers find exactly the controls that a browser builds, at their places, or a browser before 2025."""
        found = list(control_offsets(case["page"], parser))

        assert case["controls"] == found or (parser.name != "turbohtml" and case.get("before_2025") == found)

    @case
    @parser
    @pytest.mark.parametrize("visible", [None, "fr"])
    def test_survives(self, case: dict[str, Any], parser: Parser, visible: str | None, mark: Annotate) -> None:
        """The annotated page minus what was put in is the original, and changes only at listed controls."""
        body = case["page"].encode()

        found = mark(body, parser=parser, visible=visible)

        assert ("annotated" if case["id"] == "N70" else "") == found.reason
        assert found.body is body if found.reason else body == strip(found.body)
        assert {offset for field, _ in found.hints for offset in field.offsets} <= {
            offset - case["page"].startswith("\ufeff") for offset in case["controls"]
        }

    @case
    def test_same_document(self, case: dict[str, Any], mark: Annotate) -> None:
        """An independent parser builds the same elements with the same attributes from both pages."""
        body = case["page"].encode()

        assert skeleton(body) == skeleton(mark(body, visible="fr").body)

    @case
    def test_parsers_agree(self, case: dict[str, Any], mark: Annotate) -> None:
        """Both parsers annotate alike."""
        first, second = (mark(case["page"].encode(), parser=parser, visible="nl") for parser in PARSERS)

        assert first == second

    def test_hidden_inputs_and_buttons_get_nothing(self, mark: Annotate) -> None:
        """Controls that ask nothing stay as they are: in a table a hidden input, in a select its button."""
        assert mark(b"<table><input type=hidden id=a><tr><td><input id=b></table>").body.count(b"data-casevide") == 1
        assert mark(b"<select id=s><button id=bt></button><option>1</select>").body.count(b"data-casevide") == 1


PIECES = [
    *("<html>", "<head>", "<body>", "<title>", "</title>", "<frameset>", "<p>", "</p>", "<div>", "<b>", "</b>", "<a>"),
    *("<table>", "<tr>", "<td>", "</td>", "</table>", "<caption>", "<form>", "<button>", "<ruby>", "<rt>", "<li>"),
    *("<svg>", "</svg>", "<math>", "<foreignObject>", "<![CDATA[", "]]>", "<!--", "-->", "<script>", "</script>"),
    *("<style>", "</style>", "<textarea>", "</textarea>", "<noscript>", "<iframe>", "<plaintext>", "<template>"),
    *("<select id=a>", "<option>", "<optgroup>", "</select>", "<selectedcontent>", "<input id=a>", "<input/", "<INPUT"),
    *("<p title='", "'", '"', ">", "\0", "\r\n", "é", "😀", "&", "<fieldset>", "<legend>Nationalité</legend>"),
    *("<label for=a>Nationalité</label>", "<label>Allergie<input></label>", "<input type=radio name=r>", "<label>"),
]


class TestAnything:
    @given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from([None, "fr"]))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_same_document(self, mark: Annotate, page: str, visible: str | None) -> None:
        """Whatever is put together, a second independent parser builds the same elements from both pages."""
        body = b"<p>" + page.encode()

        found = mark(body, visible=visible)

        assert found.reason in {"", "doubt"}
        assert lexbor_skeleton(body) == lexbor_skeleton(found.body)


class TestBytes:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b"\xef\xbb\xbf<p>\xc3\xa9<input id=a>", "text/html; charset=windows-1252"),
            (b"<p>\x80\x81\xe9<input id=a>", "text/html"),
            (b"<p>\x80\x81\xe9<input id=a>", None),
            (b" " * 1024 + b"<meta charset=shift_jis><p>\xe9<input id=a>", "text/html"),
            (b"<!-- <meta charset=utf-16> --><p>\xe9<input id=a>", "text/html"),
            (b"<input \xff\xfe\xc3=1 id=a>\xc3<input\xc3 id=no>", UTF_8),
            (b"<input " + b" ".join(b"a%d=%d" % (n, n) for n in range(20_000)) + b" id=a>", UTF_8),
            (b"<div>" * 3000 + b"<input id=a>", UTF_8),
            (b"<p>" + b"x" * 200_000 + b"<input id=a>" + b"y" * 200_000, UTF_8),
        ],
        ids=["bom", "holes", "no-type", "late-meta", "comment", "invalid", "attributes", "nested", "one-line"],
    )
    def test_survives(self, body: bytes, content_type: str | None, mark: Annotate) -> None:
        """The one real control is marked, and nothing else of the page changes."""
        place = body.rindex(b"<input id=a") if b"<input id=a" in body else body.index(b"<input ")
        found = mark(body, content_type)

        assert body[:place] + b'<input data-casevide="silent"' + body[place + 6 :] == found.body
        assert body == strip(found.body, content_type=content_type)

    @pytest.mark.parametrize(
        ("reason", "body"),
        [
            ("empty", b""),
            ("charset", "<input id=a>".encode("utf-16")),
            ("not-html", b'{"form": "<input id=a>"}'),
            ("not-html", b'\r\n ["<input id=a>"]'),
        ],
    )
    def test_left_alone(self, reason: str, body: bytes, mark: Annotate) -> None:
        """Nothing at all, UTF-16 and JSON that is sent as HTML go through as they are."""
        found = mark(body, "text/html")

        assert reason == found.reason
        assert body is found.body

    def test_utf_16_without_a_mark(self, mark: Annotate) -> None:
        """UTF-16 that nothing declares holds no tags that could be taken for any."""
        body = "<input id=a>".encode("utf-16-le")

        assert body is mark(body, "text/html").body

    def test_eight_megabytes(self, mark: Annotate) -> None:
        """A page of just under 8 MB is annotated, one byte more than 8 MB goes through."""
        page = b"<input id=a>" + b"<p>x</p>\n" * 932_000

        assert page.replace(b"<input", b'<input data-casevide="silent"') == mark(page).body
        assert mark(page + b" " * (8 * 1024 * 1024 - len(page) + 1)).reason == "too-large"

    def test_a_quote_never_closed(self, mark: Annotate) -> None:
        """What an open quote swallows is no field; the fields before it are."""
        page = b"<p><input>" * 5000 + b'<input title="' + b"<p><input>" * 5000

        assert page.replace(b"<input>", b'<input data-casevide="silent">', 5000) == mark(page).body


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "attributes": lambda n: b"<input " + b" ".join(b"a%d=1" % one for one in range(n)) + b">",
    "nested": lambda n: b"<div>" * n + b"<input>",
    "open quote": lambda n: b"<p><input>" * n + b'<input title="' + b"<input>" * n,
    "one row": lambda n: b"<table><tr>" + b"<td>x</td><td><input></td>" * n,
    "one label": lambda n: b"<label>x" + b"<input>" * n + b"</label>",
    "open labels": lambda n: b"<label>x<input>" * n,
    "closed labels": lambda n: b"<label>" * n + b"<input>" + b"</label>" * n,
    "comments": lambda n: b"<!-- -->" * n + b"<input>",
    "open comment": lambda n: b"<!--" * n + b"<input>",
    "bogus comments": lambda n: b"<!x" * n,
    "angle brackets": lambda n: b"<" * n,
    "accents": lambda n: "<p>é<input>".encode() * n,
    "panels": lambda n: b"7|updatePanel|a|<input>|" * n,
    "sections": lambda n: (
        b"<partial-response><changes><update id='a'>"
        + b"<![CDATA[<input>]]>" * n
        + b"</update></changes></partial-response>"
    ),
    "updates": lambda n: (
        b"<partial-response><changes>"
        + b"<update id='a'><![CDATA[<input>]]></update>" * n
        + b"</changes></partial-response>"
    ),
    "xml": lambda n: b"<html xmlns='http://www.w3.org/1999/xhtml'>" + b"<p>\xc3\xa9<input/></p>" * n + b"</html>",
}
TYPES = {"panels": "text/plain", "sections": "text/xml", "updates": "text/xml", "xml": "application/xhtml+xml"}
LENGTHS = {
    "updates": 500,
    "panels": 500,
    "xml": 1000,
    "nested": 15_000,
    "closed labels": 300,
    "one label": 2500,
    "attributes": 10_000,
    "angle brackets": 200_000,
}


class TestTime:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_doubling(self, name: str, mark: Annotate) -> None:
        """Twice as much of anything takes at most two and a half times as long."""
        length = LENGTHS.get(name, 2500)
        content_type = TYPES.get(name, UTF_8)

        def seconds(count: int) -> float:
            body = HOSTILE[name](count)
            start = time.perf_counter()
            found = mark(body, content_type)
            assert found.reason == ""
            return time.perf_counter() - start

        seconds(length)

        assert min(seconds(2 * length) / seconds(length) for _ in range(7)) <= 2.5
