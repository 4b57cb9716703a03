"""Tests of ``casevide rules``, through the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli
from casevide.rulebook import Rulebook

TITLE = "title: {fr: Exemple, nl: Voorbeeld, en: Sample}"

PAGE = """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Dossier</title></head><body>
<label for="sign">Signe astral *</label><input id="sign" required>
<label for="find">Rechercher un signe astral</label><input id="find">
<label for="other">Chose inconnue</label><input id="other">
</body></html>
"""

NEW = [
    *("--owner", "Our team", "--contact", "us@example.org", "--label", "Signe astral", "--label-lang", "fr"),
    *("--category", "star_sign", "--verdict", "challengeable", "--citation", "RGPD, art. 5"),
    *("--url", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "--country", "FR", "--sector", "social-services"),
    *("--system", ""),
]


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all these tests: the compiled rules are kept there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEVIDE_HOME", str(home))


@pytest.fixture(scope="module")
def skeleton(home: Path) -> str:
    """What ``rules new`` writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEVIDE_HOME", str(home))
        result = run("rules", "new", home / "astral.yaml", *NEW)
    assert result.exit_code == 0, result.output
    return (home / "astral.yaml").read_text(encoding="utf-8")


@pytest.fixture
def pack(tmp_path: Path, skeleton: str) -> Path:
    """A pack that ``rules new`` wrote."""
    path = tmp_path / "astral.yaml"
    path.write_text(skeleton, encoding="utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A saved page."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


class TestNew:
    def test_the_skeleton_passes_the_checks(self, pack: Path) -> None:
        """What is written holds two hits and two misses, and no error; texts to be written are warned of."""
        result = run("rules", "check", pack)

        assert result.exit_code == 0, result.output
        assert "this text is still to be written [to-be-written]" in result.output
        assert "1 file, 1 rule, 4 hits and misses run: all well, 9 warnings." in result.output

    def test_it_asks(self, tmp_path: Path) -> None:
        """Without options, every answer is asked for; a required field asks for its edition too."""
        path = tmp_path / "by-hand.yaml"
        answers = ["Our team", "us@example.org", "Signe astral", "fr", "star_sign", "required"]
        answers += ["RGPD, art. 5", "https://example.org/text", "FR", "", "", "RAA 2024"]
        result = run("rules", "new", path, stdin="\n".join(answers) + "\n")

        assert result.exit_code == 0, result.output
        assert 'edition: "RAA 2024"' in path.read_text(encoding="utf-8")

    def test_a_new_system_gets_a_section(self, tmp_path: Path) -> None:
        """A software that no pack describes yet is described in the new one."""
        path = tmp_path / "astro.yaml"
        result = run("rules", "new", path, *NEW[:-1], "astro-soft")

        assert result.exit_code == 0, result.output
        assert "system:\n  id: astro-soft\n" in path.read_text(encoding="utf-8")

    def test_a_file_is_never_written_over(self, pack: Path) -> None:
        """An old file stays as it is."""
        before = pack.read_bytes()
        result = run("rules", "new", pack, *NEW)

        assert (2, before) == (result.exit_code, pack.read_bytes())
        assert "there is already such a file - choose another name" in result.output

    def test_a_wrong_answer_is_told(self, tmp_path: Path) -> None:
        """What was answered is checked at once."""
        result = run("rules", "new", tmp_path / "x.yaml", *NEW[:-4], "--sector", "sociale", "--system", "")

        assert result.exit_code == 1, result.output
        assert 'unknown sector "sociale"' in result.output


class TestCheck:
    def test_problems_are_told_with_their_place(self, pack: Path) -> None:
        """An error fails, is printed with path, line, column, remedy and check, and is counted."""
        pack.write_text(pack.read_text(encoding="utf-8").replace("challengeable", "chalengeable"), encoding="utf-8")
        result = run("rules", "check", pack)

        assert result.exit_code == 1, result.output
        assert f'{pack}:28:14  unknown verdict "chalengeable" - did you mean "challengeable"? [form]\n' in result.output
        assert result.output.endswith("1 error, 0 warnings in 1 file.\n")

    def test_warnings_can_be_hidden(self, pack: Path) -> None:
        """With ``--no-warnings`` only errors are shown."""
        assert "to-be-written" not in run("rules", "check", "--no-warnings", pack).output

    def test_json(self, pack: Path) -> None:
        """With ``--json`` a script gets the counts and the problems."""
        result = run("rules", "check", "--json", pack)
        said = json.loads(result.output)

        assert (1, 1, 4, 0) == (said["files"], said["rules"], said["examples"], said["errors"])
        assert {"path", "line", "column", "message", "remedy", "severity", "check"} == set(said["problems"][0])

    def test_alone(self, pack: Path) -> None:
        """With ``--alone`` the shipped rules do not take part."""
        result = run("rules", "check", "--alone", pack)

        assert result.exit_code == 0, result.output

    def test_a_missing_file(self, tmp_path: Path) -> None:
        """A path that is not there is a wrong usage, not a failed check."""
        result = run("rules", "check", tmp_path / "nowhere.yaml")

        assert result.exit_code == 2, result.output
        assert "there is no such file or folder - check the spelling of the path" in result.output

    def test_the_shipped_rules(self) -> None:
        """Without a path, the rules that come with the program are checked; they are well."""
        result = run("rules", "check", "--no-warnings")

        assert result.exit_code == 0, result.output


class TestCompile:
    def test_the_rulebook_can_be_loaded(self, pack: Path, tmp_path: Path) -> None:
        """The file that is written is a rulebook, and its digest is printed."""
        output = tmp_path / "out" / "rulebook.json"
        result = run("rules", "compile", pack, "-o", output)

        assert result.exit_code == 0, result.output
        rulebook = Rulebook.from_json(output.read_bytes())
        assert ["astral-star-sign"] == list(rulebook.rules)
        assert result.output == f"{output}: 1 rule, {rulebook.digest}\n"

    def test_same_rules_same_bytes(self, pack: Path, tmp_path: Path) -> None:
        """Compiling twice gives the same file."""
        for name in ("one.json", "two.json"):
            assert run("rules", "compile", pack, "-o", tmp_path / name).exit_code == 0

        assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()

    def test_broken_rules_are_not_compiled(self, pack: Path, tmp_path: Path) -> None:
        """A file with mistakes gives its problems, and no rulebook."""
        pack.write_text("pack:\n")
        result = run("rules", "compile", pack, "-o", tmp_path / "rulebook.json")

        assert result.exit_code == 2, result.output
        assert f'{pack}:1:1  "pack" is empty' in result.output
        assert not (tmp_path / "rulebook.json").exists()


class TestShow:
    def test_rules_come_in_order_with_their_sources(self, pack: Path) -> None:
        """The rule that speaks comes first, with its reason, who answers, and its grounds."""
        result = run(
            "rules",
            "show",
            "star_sign",
            "--also",
            pack,
            "--country",
            "FR",
            "--sector",
            "social-services",
            "--lang",
            "en",
        )

        assert result.exit_code == 0, result.output
        assert "Where: FR, social-services\n" in result.output
        assert "1. challengeable: astral-star-sign (FR, social-services), speaks\n" in result.output
        assert "   ground: RGPD, art. 5 (not yet read word for word, " in result.output

    def test_rules_of_elsewhere_are_listed(self, pack: Path) -> None:
        """Where no rule holds there is silence, and the reader sees where one would."""
        result = run("rules", "show", "star_sign", "--also", pack, "--country", "BE", "--lang", "en")

        assert "No rule holds there: silence.\n" in result.output
        assert "Rules that hold elsewhere:\n - challengeable: astral-star-sign (FR, social-services)\n" in result.output

    def test_an_unknown_category(self, pack: Path) -> None:
        """A misspelt category is told, with the one that was meant."""
        result = run("rules", "show", "star_sing", "--also", pack)

        assert result.exit_code == 2, result.output
        assert 'the rules know no category "star_sing" - did you mean "star_sign"?' in result.output


class TestExplain:
    def test_the_words_and_the_reason(self, pack: Path, page: Path) -> None:
        """A hint is explained by the words that matched, the rules that fit and why one won."""
        where = ("--country", "FR", "--sector", "social-services")
        result = run("rules", "explain", page, "--selector", "#sign", "--also", pack, *where)

        assert result.exit_code == 0, result.output
        assert (
            '#sign  "Signe astral" (text)\n'
            "   where: FR, social-services\n"
            '   the label speaks of star_sign, by the words "signe astral"\n'
            "      challengeable: astral-star-sign (FR, social-services)\n"
            "   challengeable: astral-star-sign\n"
            "   because no other rule fits\n"
        ) == result.output

    @pytest.mark.parametrize(
        ("selector", "expected"),
        [
            ("#find", "silence: a quiet place, where nothing is asked of a person"),
            ("#other", "silence: no words of the rules are in it, or a never forbids them"),
            ("#sign", "silence: no rule holds here"),
        ],
    )
    def test_silence_has_reasons_too(self, pack: Path, page: Path, selector: str, expected: str) -> None:
        """Where nothing is said, the reason is told."""
        assert expected in run("rules", "explain", page, "--selector", selector, "--also", pack).output

    def test_every_field(self, pack: Path, page: Path) -> None:
        """Without a selector all fields are explained."""
        result = run("rules", "explain", page, "--also", pack)

        assert ["#sign", "#find", "#other"] == [part.split(" ")[0] for part in result.output.split("\n\n")]

    def test_a_field_that_is_not_there(self, pack: Path, page: Path) -> None:
        """A misspelt selector is told, with the one that was meant."""
        result = run("rules", "explain", page, "--selector", "#sing", "--also", pack)

        assert result.exit_code == 2, result.output
        assert 'no field "#sing" on this page - did you mean "#sign"?' in result.output

    def test_the_id_alone_will_do(self, pack: Path, page: Path) -> None:
        """A shell takes what begins with # for a remark, so the id without it means the same."""
        with_sign = run("rules", "explain", page, "--selector", "#sign", "--also", pack)

        assert with_sign.output == run("rules", "explain", page, "--selector", "sign", "--also", pack).output

    @pytest.mark.parametrize("body", [b"", b"\x7fELF\0", b"no page at all"])
    def test_what_is_no_page(self, tmp_path: Path, body: bytes) -> None:
        """A file that is no web page is told as such, not as a page without fields."""
        (tmp_path / "page.html").write_bytes(body)
        result = run("rules", "explain", tmp_path / "page.html")

        assert result.exit_code == 2, result.output
        assert "no field" not in result.output
        assert " - save " in result.output


class TestPathsThatNoFileCanHave:
    @pytest.mark.parametrize("command", [["compile"], ["check"], ["site"], ["explain"]])
    def test_a_name_that_is_too_long(self, command: list[str]) -> None:
        """Whatever the system refuses, the answer is one plain line and exit code 2."""
        result = run("rules", *command, "a" * 5000)

        assert result.exit_code == 2, result.output
        assert "this name is too long" in result.output
