"""The command ``casevide critique``, on saved pages and over real https addresses, with the rules that come with it."""

import json
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import CliRunner, Result

from casevide.cli import cli
from casevide.rulebook import LOWERING, VERDICTS
from casevide.rulefolder import load_rulebook
from casevide.training import Room, draw, load_practice, serving
from casevide.watch.certificates import make
from casevide.watch.engine import Plan, start
from casevide.watch.sites import Site, Sites

COSMOS = load_practice("cosmos")
KEYS = [
    "selector",
    "label",
    "group",
    "name",
    "control",
    "category",
    "certainty",
    "verdict",
    "rule",
    "forced",
    "ways_out",
]
COUNTS = [
    "fields",
    "hinted",
    "forced",
    *(verdict.replace("-", "_") for verdict in VERDICTS),
    "no_duty_found",
    "forced_without_duty",
    "silent",
    "repeated",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own folders, shared by this file so that the rules are compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _at_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEVIDE_HOME", str(home))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with the practice pages, saved as they are sent."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for page in COSMOS.pages:
        (folder / f"{page.id}.html").write_bytes(draw(COSMOS, page))
    return folder


def run(*arguments: str, stdin: bytes = b"") -> Result:
    """Run the command; an exception that is not an exit is a failure of its own."""
    result = CliRunner().invoke(cli, ["critique", *arguments], input=stdin)

    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def objects(*arguments: str, stdin: bytes = b"") -> list[dict[str, Any]]:
    """Run the command with JSON output; give the array."""
    result = run(*arguments, "--format", "json", stdin=stdin)

    assert 0 == result.exit_code, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


class TestJson:
    def test_form(self, pages: Path) -> None:
        """
        Each page is an object of exactly the agreed form, each value of its agreed kind.
        """
        found = objects(str(pages))

        assert 3 == len(found)
        for page in found:
            assert ["version", "source", "profile", "rulebook", "fields", "summary"] == list(page)
            assert 1 == page["version"]
            assert re.fullmatch(r"sha256-[0-9a-f]{64}", page["rulebook"]["digest"])
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", page["rulebook"]["date"])
            assert COUNTS == list(page["summary"])
            for field in page["fields"]:
                assert KEYS == list(field)
                assert all(isinstance(field[key], str) for key in ("selector", "label", "group", "name", "control"))
                assert field["certainty"] in {"sure", "likely", None}
                assert (field["category"] is None) == (field["certainty"] is None)
                assert field["verdict"] in {*VERDICTS, None}
                assert (field["verdict"] is None) == (field["rule"] is None)
                assert isinstance(field["forced"], bool)
                assert all(isinstance(way, str) for way in field["ways_out"])

    def test_counts_fit_the_fields(self, pages: Path) -> None:
        """
        Questions and repetitions make all fields, and the counts of verdicts fit the fields listed.
        """
        for page in objects(str(pages)):
            counts = page["summary"]
            hinted = {field["verdict"] for field in page["fields"]} - {None}

            assert len(page["fields"]) == counts["fields"] + counts["repeated"]
            assert hinted == {verdict for verdict in VERDICTS if counts[verdict.replace("-", "_")]}

    def test_practice_reception(self, pages: Path) -> None:
        """
        On the reception page of COSMOS, nationality is forced, without a way out, and no duty was found.
        """
        page = objects(str(pages / "accueil.html"))[0]
        field = next(field for field in page["fields"] if field["selector"] == "#nationalite")

        assert {"country": "FR", "sector": "social-services", "system": "cosmos", "from": "page"} == page["profile"]
        assert ("Nationalité", "select", "sure", True, []) == tuple(
            field[key] for key in ("label", "control", "certainty", "forced", "ways_out")
        )
        assert field["verdict"] in LOWERING
        assert page["summary"]["forced_without_duty"] >= 1

    def test_legacy_charset(self, pages: Path) -> None:
        """
        The accents and the euro sign of the windows-1252 page come out right.
        """
        labels = {field["label"] for field in objects(str(pages / "menage.html"))[0]["fields"]}

        assert {"Numéro de sécurité sociale (NIR)", "Loyer (€ par mois)"} <= labels

    def test_standard_input(self, pages: Path) -> None:
        """
        A minus sign reads the page from standard input.
        """
        found = objects("-", stdin=(pages / "accueil.html").read_bytes())

        assert ["-"] == [page["source"] for page in found]
        assert found[0]["fields"]

    def test_json_is_short_for_format_json(self, pages: Path) -> None:
        """
        ``--json`` is the same as ``--format json``.
        """
        assert run(str(pages), "--json").stdout == run(str(pages), "--format", "json").stdout


class TestText:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("fr", "Information générale, pas un avis juridique."),
            ("nl", "Algemene informatie, geen juridisch advies."),
            ("en", "General information, not legal advice."),
        ],
    )
    def test_languages(self, pages: Path, language: str, words: str) -> None:
        """
        The text speaks the chosen language, with table, sources, totals and disclaimer.
        """
        result = run(str(pages), "--lang", language)

        assert 0 == result.exit_code
        assert words in result.stdout
        assert "https://" in result.stdout
        assert "Nationalité" in result.stdout

    def test_language_of_the_locale(self, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without a choice the locale decides.
        """
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.delenv("LC_MESSAGES", raising=False)
        monkeypatch.setenv("LANG", "nl_BE.UTF-8")

        assert "geen juridisch advies" in run(str(pages)).stdout

    def test_brief(self, pages: Path) -> None:
        """
        The brief form has the table and the totals, no reasons and no sources.
        """
        result = run(str(pages), "--brief", "--lang", "en")

        assert "Nationalité" in result.stdout
        assert "may stay empty: no duty found" in result.stdout
        assert "https://" not in result.stdout

    def test_check(self, pages: Path) -> None:
        """
        With --check, fields forced without a duty give exit code 1.
        """
        assert 1 == run(str(pages), "--check").exit_code
        assert 0 == run(str(pages)).exit_code


class TestProfile:
    def test_chosen(self, pages: Path) -> None:
        """
        A chosen country and sector count instead of what the page says of itself.
        """
        found = objects(str(pages / "accueil.html"), "--country", "fr", "--sector", "psychiatry")

        assert {"country": "FR", "sector": "psychiatry", "system": None, "from": "options"} == found[0]["profile"]

    @pytest.mark.parametrize(
        ("option", "value", "says"),
        [
            ("--system", "cosmoss", "did you mean cosmos?"),
            ("--sector", "social-service", "did you mean social-services?"),
            ("--country", "France", "two letters"),
        ],
    )
    def test_unknown(self, pages: Path, option: str, value: str, says: str) -> None:
        """
        A profile that the rules do not know is refused with a suggestion.
        """
        result = run(str(pages), option, value)

        assert 2 == result.exit_code
        assert says in result.stderr
        assert "" == result.stdout


class TestAddress:
    @pytest.fixture
    def address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        """A practice server over https, whose authority SSL_CERT_FILE names."""
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        with serving(Room([COSMOS]), context) as port:
            yield f"https://localhost:{port}"

    def test_same_as_saved(self, address: str, pages: Path) -> None:
        """
        A page read from its address gives the same fields as the saved one, in any charset.
        """
        for page in COSMOS.pages:
            saved, live = objects(str(pages / f"{page.id}.html"), f"{address}/cosmos/{page.id}")

            assert saved["fields"] == live["fields"]
            assert f"{address}/cosmos/{page.id}" == live["source"]

    def test_profile_from_the_site_list(self, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The profile of an address on the site list comes from the list; asked through an institution's proxy, too.
        """
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("dossier.test").configure_cert(context)
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        other = Sites(sites=(Site(address="https://other.test", country=None, sector=None, system=None),))
        plan = Plan(
            other, make(other.names, datetime.now(UTC)), load_rulebook(), port=0, hosts={"dossier.test": "127.0.0.1"}
        )
        listed = home / "settings" / "sites.yaml"
        listed.parent.mkdir()
        with serving(Room([COSMOS]), context) as port, start(plan) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
            address = f"https://dossier.test:{port}"
            listed.write_text(f"sites:\n- address: {address}\n  country: BE\n  sector: cpas\n", encoding="utf-8")
            try:
                found = objects(f"{address}/cosmos/accueil")[0]
            finally:
                listed.unlink()
                listed.parent.rmdir()

        assert {"country": "BE", "sector": "cpas", "system": None, "from": "sites"} == found["profile"]

    def test_untrusted(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        An address whose certificate cannot be trusted is not read.
        """
        monkeypatch.delenv("SSL_CERT_FILE")
        result = run(f"{address}/cosmos/accueil")

        assert 2 == result.exit_code
        assert "certificate cannot be trusted" in result.stderr


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "body", "says"),
        [
            ("missing.html", None, "there is no such file"),
            ("empty.html", b"", "this page is empty"),
            ("binary.html", b"\x89PNG\r\n\x1a\n\x00\x00", "this is not a web page"),
            ("pdf.html", b"%PDF-1.4 <a>", "this is not a web page"),
            ("words.html", b"Nom: Untel", "there is no HTML in it"),
            ("archive.mht", b"MIME-Version: 1.0", "web archives are not read"),
        ],
    )
    def test_says_what_and_where(self, tmp_path: Path, name: str, body: bytes | None, says: str) -> None:
        """
        What cannot be read is named with the reason and what to do, without a traceback; exit code 2.
        """
        if body is not None:
            (tmp_path / name).write_bytes(body)
        result = run(name)

        assert 2 == result.exit_code
        assert re.match(rf"casevide: {re.escape(name)}: .*{says}.* - .+\n$", result.stderr)
        assert "" == result.stdout

    def test_folder_without_pages(self, tmp_path: Path) -> None:
        """
        A folder without pages is an error, not an empty success.
        """
        (tmp_path / "empty").mkdir()
        result = run("empty")

        assert 2 == result.exit_code
        assert "no page in this folder" in result.stderr

    def test_page_without_a_form(self, tmp_path: Path) -> None:
        """
        A page without a form is read: it says that there is no field.
        """
        (tmp_path / "plain.html").write_text("<h1>Bonjour</h1>")
        result = run("plain.html", "--lang", "en")

        assert 0 == result.exit_code
        assert "No field on this page." in result.stdout

    def test_five_thousand_fields(self, tmp_path: Path) -> None:
        """
        A page with five thousand fields is judged whole, as text and as JSON.
        """
        rows = "".join(f'<tr><td>Question {n}</td><td><input name="q{n}x" required></td></tr>' for n in range(5000))
        (tmp_path / "large.html").write_text(f"<table>{rows}</table>")

        assert 5000 == len(objects("large.html")[0]["fields"])
        assert 0 == run("large.html").exit_code

    def test_partial_results(self, pages: Path) -> None:
        """
        The pages that can be read are printed, the others named; exit code 2.
        """
        result = run(str(pages), "missing.html", "--json")

        assert 2 == result.exit_code
        assert 3 == len(json.loads(result.stdout))
        assert "missing.html" in result.stderr

    def test_nothing_named(self) -> None:
        """
        Without a target the usage is shown.
        """
        assert 2 == run().exit_code

    def test_as_a_program(self, pages: Path, home: Path) -> None:
        """
        Run as a program of its own, it prints UTF-8 JSON whatever the locale, and nothing on the side.
        """
        root = Path(__file__).parents[2]
        environment = os.environ | {"PYTHONPATH": str(root / "proxy"), "CASEVIDE_HOME": str(home), "LC_ALL": "C"}
        result = subprocess.run(
            [sys.executable, "-m", "casevide.cli", "critique", str(pages), "--json"],
            env=environment | {"PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )

        assert (0, b"") == (result.returncode, result.stderr)
        assert "Nationalité" in result.stdout.decode("utf-8")
