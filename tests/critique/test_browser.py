"""Pages that scripts build, in a real browser: all that is asked is found, nothing entered is read, nothing posted."""

import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from casevide.critique import critique_page
from casevide.critique.browser import Reader, reading
from casevide.critique.report import report
from casevide.critique.source import Read, Source
from casevide.errors import CasevideError
from casevide.rulebook import Rulebook

CANARY = "canari-51c0-Mme-Untel"
BUILT = """<!DOCTYPE html><html lang="fr"><head><title>Application</title></head><body><div id="app"></div>
<date-picker><label slot="name" for="d">Logement</label></date-picker>
<iframe src="/frame"></iframe>
<script>
customElements.define("date-picker", class extends HTMLElement {
  constructor() {
    super();
    const root = this.attachShadow({mode: "open"});
    root.innerHTML = "<slot name=name>vide</slot><input id=d name=logement value=__CANARY__>";
  }
});
navigator.sendBeacon("/log", "opened");
fetch("/log", {method: "POST", body: "opened"}).catch(() => null);
fetch("/fields").then((answer) => answer.json()).then((labels) => setTimeout(() => {
  for (const label of labels) {
    const field = document.createElement("label");
    field.append(label, document.createElement("input"));
    field.lastChild.value = "__CANARY__";
    field.lastChild.required = true;
    document.querySelector("#app").append(field);
  }
  const area = document.createElement("textarea");
  area.textContent = "__CANARY__";
  const rich = document.createElement("div");
  rich.contentEditable = "true";
  rich.textContent = "__CANARY__";
  document.querySelector("#app").append(area, rich);
}, 300));
</script></body></html>""".replace("__CANARY__", CANARY)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Every request that the server got."""
    return []


@pytest.fixture(scope="module")
def site(asked: list[str]) -> Iterator[str]:
    """A site whose form a script builds from JSON; give its address."""
    answers = {
        "/": Response(BUILT, content_type="text/html; charset=utf-8"),
        "/fields": Response('["Nationalité", "Nom"]', content_type="application/json"),
        "/frame": Response("<label>Situation familiale<input name=sf></label>", content_type="text/html"),
        "/restless": Response(
            "<label>Nom<input></label><p id=p></p><script>setInterval(() => p.append(Math.random()), 50)</script>",
            content_type="text/html",
        ),
    }

    def answer(request: Request) -> Response:
        asked.append(f"{request.method} {request.path}")
        return answers.get(request.path, Response("no", status=404))

    with HTTPServer(host="127.0.0.1") as server:
        for method in ("GET", "POST", "HEAD"):
            server.expect_request(re.compile(".*"), method=method).respond_with_handler(answer)
        yield server.url_for("")


@pytest.fixture(scope="module")
def reader() -> Iterator[Callable[[Source], tuple[list[Read], list[CasevideError]]]]:
    """A running browser, in a thread of its own: Playwright wants to be alone there."""
    with ThreadPoolExecutor(1) as worker:
        opened = reading(insecure_http=True)
        running: Reader = worker.submit(opened.__enter__).result()
        yield lambda source: worker.submit(running.pages, source).result()
        worker.submit(opened.__exit__, None, None, None).result()


@pytest.fixture(scope="module")
def built(reader: Callable[[Source], tuple[list[Read], list[CasevideError]]], site: str) -> list[Read]:
    """The pages of the built form."""
    pages, errors = reader(Source(site))

    assert not errors
    return pages


def labels(page: Read, rulebook: Rulebook) -> list[str]:
    """Give the labels of a page's fields."""
    critique = critique_page(page.body, source="p", rulebook=rulebook, content_type=page.content_type)
    return [finding.field.label for finding in critique.findings]


class TestBuilt:
    def test_everything_asked(self, built: list[Read], rulebook: Rulebook) -> None:
        """
        What scripts built after loading is found, open shadow roots with their slots too, then the frame.
        """
        assert [False, True] == [page.frame for page in built]
        assert ["Nationalité", "Nom", "Logement", "Situation familiale"] == [
            label for page in built for label in labels(page, rulebook) if label
        ]
        assert built[1].name.endswith("/frame")

    def test_nothing_entered(self, built: list[Read]) -> None:
        """
        No value, neither set by a script nor written in the page, nor text in an editable place is read.
        """
        assert not any(CANARY.encode() in page.body for page in built)

    def test_nothing_posted(self, built: list[Read], asked: list[str]) -> None:
        """
        The page's own posts never arrive; it is only ever asked.
        """
        assert built
        assert "GET /fields" in asked
        assert not [one for one in asked if not one.startswith("GET ")]


class TestErrors:
    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("{site}missing", "the site answered 404"),
            ("https://127.0.0.1:1/", "the browser cannot open it (net::ERR_"),
            ("ftp://a.example/", "ftp:// addresses are not read"),
            ("https://jeanne:secret@a.example/", "this address holds a user name or password"),
        ],
    )
    def test_addresses(
        self,
        reader: Callable[[Source], tuple[list[Read], list[CasevideError]]],
        site: str,
        address: str,
        says: str,
    ) -> None:
        """
        An address that cannot be opened is told of in plain words.
        """
        with pytest.raises(CasevideError) as caught:
            reader(Source(address.format(site=site)))

        assert says in caught.value.message
        assert "secret" not in str(caught.value)
        assert caught.value.remedy

    def test_missing_file(self, reader: Callable[[Source], tuple[list[Read], list[CasevideError]]]) -> None:
        """
        A file that is not there is told of.
        """
        with pytest.raises(CasevideError, match="no such file"):
            reader(Source("missing.html", Path("missing.html")))

    def test_without_playwright(self, rulebook: Rulebook, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without Playwright the message says what to install.
        """
        monkeypatch.delitem(sys.modules, "casevide.critique.browser", raising=False)
        monkeypatch.setitem(sys.modules, "playwright.sync_api", None)

        with pytest.raises(CasevideError, match=r"pip install 'casevide\[browser\]'"):
            report([str(saved)], rulebook=rulebook, browser=True)

    def test_without_a_browser(self, rulebook: Rulebook, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without a browser on the machine the message says so, and nothing is downloaded.
        """
        monkeypatch.setenv("PATH", str(saved.parent))

        with pytest.raises(CasevideError, match="needs Chromium, Chrome or Edge, and none is on this machine"):
            report([str(saved)], rulebook=rulebook, browser=True)


class TestFiles:
    def test_asks_nothing_of_the_network(
        self,
        reader: Callable[[Source], tuple[list[Read], list[CasevideError]]],
        rulebook: Rulebook,
        site: str,
        asked: list[str],
        tmp_path: Path,
    ) -> None:
        """
        A saved page is built from what lies beside it; what it wants from the network is refused.
        """
        (tmp_path / "form_files").mkdir()
        (tmp_path / "form_files" / "frame.html").write_text("<label>Nom<input></label>")
        path = tmp_path / "form.html"
        path.write_text(
            f"<div id=a></div><img src='{site}spy'><iframe src='form_files/frame.html'></iframe>"
            "<script>a.innerHTML = '<label>Logement<input></label>'</script>"
        )
        pages, errors = reader(Source(str(path), path))

        assert not errors
        assert ["Logement", "Nom"] == [label for page in pages for label in labels(page, rulebook)]
        assert "GET /spy" not in asked

    def test_never_quiet(
        self,
        reader: Callable[[Source], tuple[list[Read], list[CasevideError]]],
        rulebook: Rulebook,
        site: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        A page that never stops changing is read as it is when the time is over.
        """
        monkeypatch.setattr("casevide.critique.browser.SECONDS", 2.0)
        pages, _ = reader(Source(f"{site}restless"))

        assert ["Nom"] == labels(pages[0], rulebook)
