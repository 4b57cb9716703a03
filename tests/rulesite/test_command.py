"""Tests of ``casevide rules site``, through the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli
from casevide.rulesite.writing import MARKER

PACK = """\
pack:
  id: tiny
  title: {fr: Petit, nl: Klein, en: Tiny}
  owner: Our team
  contact: us@example.org
  licence: CC0-1.0
  reviewed: 2026-11-22
  review_by: 2027-11-22
grounds:
  eu:
    citation: RGPD, art. 5
    says: {fr: Le nécessaire., nl: Het nodige., en: What is needed.}
    url: https://eur-lex.europa.eu/eli/reg/2016/679/oj
    checked: true
    date: 2026-11-22
categories:
  star_sign:
    title: {fr: signe astral, nl: sterrenbeeld, en: star sign}
    phrases: {fr: [signe astral]}
rules:
  - id: star-sign
    category: star_sign
    verdict: challengeable
    says: {fr: Aucun but., nl: Geen doel., en: No purpose.}
    bearer: {fr: l'employeur, nl: de werkgever, en: the employer}
    grounds: eu
    confidence: high
    status: experimental
    reviewed: 2026-11-22
    mistakes: []
    hits: [Signe astral, Signe astral 2]
    misses: [Signe, Astral]
"""


@pytest.fixture(autouse=True)
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small pack, and a home of the test's own."""
    monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path / "home"))
    (tmp_path / "tiny.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path / "tiny.yaml"


def run(*arguments: str | Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, ["rules", "site", *(str(argument) for argument in arguments)])


class TestRulesSite:
    def test_it_says_where_to_open(self, tmp_path: Path, pack: Path) -> None:
        """The site is made in three languages, and the last words say how to read and share it."""
        result = run(tmp_path / "site", "--rules", pack)

        assert 0 == result.exit_code, result.output
        assert (tmp_path / "site" / "index.html").as_uri() in result.stdout
        assert {"fr", "nl", "en"} == {path.name for path in (tmp_path / "site").iterdir() if path.is_dir()}

    def test_one_language(self, tmp_path: Path, pack: Path) -> None:
        """With --lang there is that language only, and what was there in others is removed."""
        run(tmp_path / "site", "--rules", pack)
        result = run(tmp_path / "site", "--rules", pack, "--lang", "nl")

        assert 0 == result.exit_code, result.output
        assert {"nl"} == {path.name for path in (tmp_path / "site").iterdir() if path.is_dir()}

    def test_twice_the_same(self, tmp_path: Path, pack: Path) -> None:
        """The same rules give the same files: a second run writes nothing."""
        run(tmp_path / "site", "--rules", pack)

        assert "0 files written" in run(tmp_path / "site", "--rules", pack).stdout

    def test_not_empty(self, tmp_path: Path, pack: Path) -> None:
        """A folder with other things is refused in plain words, with exit code 2."""
        result = run(tmp_path, "--rules", pack)

        assert 2 == result.exit_code
        assert "not empty" in result.stderr
        assert not (tmp_path / MARKER).exists()

    def test_rules_that_cannot_be_read(self, tmp_path: Path) -> None:
        """A wrong path is told before anything is made."""
        result = run(tmp_path / "site", "--rules", tmp_path / "nothing.yaml")

        assert 2 == result.exit_code
        assert "no such file" in result.stderr
        assert not (tmp_path / "site").exists()
