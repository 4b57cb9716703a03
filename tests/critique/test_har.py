"""Recordings of a browser: their pages come out right, what was posted does not, and damage is told with its place."""

import base64
import json
from typing import Any

import pytest

from casevide.critique.har import har_pages
from casevide.errors import CasevideError

CANARY = "canari-7f3a-Mme-Untel"
PAGE = "<label for=a>Nationalité</label><input id=a>"


def entry(
    text: str | None = PAGE, *, url: str = "https://cosmos.example/accueil", status: int = 200, **content: Any
) -> dict[str, Any]:
    """One request and its answer."""
    kind = content.pop("mimeType", "text/html")
    body = {"mimeType": kind} | ({} if text is None else {"text": text}) | content
    return {
        "request": {
            "url": url,
            "method": "POST",
            "postData": {"text": CANARY, "params": [{"name": "nom", "value": CANARY}]},
            "cookies": [{"name": "JSESSIONID", "value": CANARY}],
            "queryString": [{"name": "id", "value": CANARY}],
            "headers": [],
        },
        "response": {"status": status, "content": body, "headers": [{"name": "Content-Type", "value": kind}]},
    }


def har(*entries: Any) -> bytes:
    """A recording."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}, ensure_ascii=False).encode()


class TestPages:
    def test_text(self) -> None:
        """
        A page that the browser has decoded comes out in UTF-8, whatever its own charset was, with its address.
        """
        pages, errors = har_pages(har(entry(mimeType="text/html; charset=windows-1252")), "r.har")

        assert not errors
        assert [
            (PAGE.encode(), "text/html; charset=utf-8", "cosmos.example", "r.har, https://cosmos.example/accueil")
        ] == [(page.body, page.content_type, page.host, page.name) for page in pages]

    def test_base64(self) -> None:
        """
        A page kept as base64 comes out byte for byte, with the charset that the site named.
        """
        body = PAGE.encode("cp1252")
        text = base64.b64encode(body).decode()
        pages, _ = har_pages(har(entry(text, mimeType="text/html; charset=windows-1252", encoding="base64")), "r.har")

        assert [(body, "text/html; charset=windows-1252")] == [(page.body, page.content_type) for page in pages]

    def test_only_pages(self) -> None:
        """
        Scripts, pictures, errors, redirects without content and repetitions are left out; the order stays.
        """
        pages, errors = har_pages(
            har(
                entry("let a", mimeType="text/javascript"),
                entry("", status=302),
                entry(url="https://a.example/1"),
                entry(url="https://a.example/2"),
                entry(url="https://a.example/1"),
                entry("<p>not here", status=404),
            ),
            "r.har",
        )

        assert not errors
        assert ["https://a.example/1", "https://a.example/2"] == [page.address for page in pages]

    def test_name_holds_no_person(self) -> None:
        """
        The name of a page tells neither the query nor a user name of its address: they may hold a person.
        """
        pages, _ = har_pages(har(entry(url=f"https://{CANARY}@a.example/f?nom={CANARY}#{CANARY}")), "r.har")

        assert "r.har, https://a.example/f" == pages[0].name

    def test_nothing_posted_is_kept(self) -> None:
        """
        What was posted, asked or stored in cookies is in nothing that comes out.
        """
        assert CANARY not in repr(har_pages(har(entry()), "r.har"))


class TestDamage:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b'{"log": {\n"entries": [{"requ', "r.har:2:14: this HAR file is damaged or cut off"),
            (b"", "r.har:1:1: this HAR file is damaged or cut off"),
            (b'{\n"log": "\xff"}', "r.har:2: this HAR file is not UTF-8 text"),
            (b"[]", "r.har: this is not a HAR file"),
            (b'{"log": {"entries": 3}}', "r.har: this is not a HAR file"),
            (b"[" * 100_000, "r.har: this is not a HAR file"),
            (har(), "r.har: no web page is in this recording"),
            (har(entry("x", mimeType="image/png")), "r.har: no web page is in this recording"),
            (har(entry(None)), "r.har: its web pages have no content"),
        ],
    )
    def test_nothing_to_read(self, data: bytes, says: str) -> None:
        """
        A recording without anything to read is refused, with the place and what to do.
        """
        with pytest.raises(CasevideError) as caught:
            har_pages(data, "r.har")

        assert caught.value.message.startswith(says)
        assert caught.value.remedy

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (entry("%%%", encoding="base64"), "r.har: entry 1: its content is not base64"),
            ({"response": 3}, "r.har: entry 1 has not the form of a HAR entry"),
            ("entry", "r.har: entry 1 has not the form of a HAR entry"),
            (entry() | {"request": {}}, "r.har: entry 1 has not the form of a HAR entry"),
            (entry(status="x"), "r.har: entry 1 has not the form of a HAR entry"),  # type: ignore[arg-type]
            (entry("a" * (8 * 1024 * 1024 + 1)), "r.har: entry 1: more than 8 MB"),
        ],
    )
    def test_partial_results_are_kept(self, wrong: Any, says: str) -> None:
        """
        One damaged entry is told by its number; the others come out.
        """
        pages, errors = har_pages(har(wrong, entry()), "r.har")

        assert 1 == len(pages)
        assert [True] == [error.message.startswith(says) for error in errors]
