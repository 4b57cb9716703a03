"""``casevide sites``: what it says, what it writes, how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casevide.cli import cli


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that holds nothing yet."""
    monkeypatch.setenv("CASEVIDE_HOME", str(tmp_path))
    return tmp_path


def run(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, ["sites", *words])


@pytest.mark.usefixtures("home")
class TestAdd:
    def test_what_is_added_is_listed(self) -> None:
        """An address with its profile is on the list afterwards, in its normal form."""
        words = ("--system", "cosmos", "--sector", "social-services", "--country", "fr")
        added = run("add", "https://COSMOS.example.fr/login?x", *words)
        assert (0, "") == (added.exit_code, added.stderr)
        assert [
            {"address": "https://cosmos.example.fr", "country": "FR", "sector": "social-services", "system": "cosmos"}
        ] == json.loads(run("list", "--json").stdout)

    def test_a_known_system_brings_its_sector_and_country(self) -> None:
        """The pack of COSMOS says where it is used."""
        run("add", "cosmos.example.fr", "--system", "cosmos")
        site = json.loads(run("list", "--json").stdout)[0]
        assert ("FR", "social-services") == (site["country"], site["sector"])

    def test_what_no_rule_knows_is_a_warning_only(self) -> None:
        """An unknown system or sector is told, with what was perhaps meant, and added all the same."""
        added = run("add", "cosmos.example.fr", "--system", "cosmo", "--sector", "social-service")
        assert added.exit_code == 0
        assert '"cosmo" - did you mean "cosmos"' in added.stderr
        assert '"social-service" - did you mean "social-services"' in added.stderr
        assert "cosmos.example.fr" in run("list").stdout

    def test_the_same_again_changes_nothing(self, home: Path) -> None:
        """Adding what is there says so and writes nothing."""
        run("add", "cosmos.example.fr")
        before = (home / "settings" / "sites.yaml").stat().st_mtime_ns
        assert "already" in run("add", "https://cosmos.example.fr:443/").stdout
        assert before == (home / "settings" / "sites.yaml").stat().st_mtime_ns

    def test_another_profile_replaces_the_old_one(self) -> None:
        """Adding an address again changes what is known of it."""
        run("add", "cosmos.example.fr", "--country", "FR")
        assert "Changed" in run("add", "cosmos.example.fr", "--country", "BE").stdout
        assert ["BE"] == [site["country"] for site in json.loads(run("list", "--json").stdout)]

    def test_the_address_alone_takes_nothing_away(self) -> None:
        """Adding an address again without a word about it keeps what is known of it."""
        run("add", "cosmos.example.fr", "--system", "cosmos")
        assert "already" in run("add", "cosmos.example.fr").stdout
        assert ["cosmos"] == [site["system"] for site in json.loads(run("list", "--json").stdout)]

    def test_a_new_certificate_is_announced_only_where_one_will_be_made(self) -> None:
        """A name that is new needs a new certificate; a changed profile does not."""
        assert "certificate" in run("add", "cosmos.example.fr").stdout
        assert "certificate" not in run("add", "cosmos.example.fr", "--country", "FR").stdout

    def test_what_could_not_be_written_is_not_said_to_be_done(self, home: Path) -> None:
        """Where the list cannot be written, nothing says that the address was added."""
        (home / "settings").write_text("a file in the place of the folder")
        refused = run("add", "cosmos.example.fr")
        assert (2, "") == (refused.exit_code, refused.stdout)
        assert "settings" in refused.stderr

    @pytest.mark.parametrize(
        "words",
        [("10.0.0.1",), ("gouv.fr",), ("*.fr",), ("ftp://a.example.fr",), ("a.example.fr", "--country", "France")],
    )
    def test_what_cannot_be_added_is_told_and_nothing_is_written(self, home: Path, words: tuple[str, ...]) -> None:
        """Exit code 2, one line with a remedy, no file."""
        refused = run("add", *words)
        assert (2, "") == (refused.exit_code, refused.stdout)
        assert refused.stderr.count("\n") == 1
        assert " - " in refused.stderr
        assert not (home / "settings").exists()


@pytest.mark.usefixtures("home")
class TestList:
    def test_an_empty_list_says_what_to_do(self) -> None:
        """Before anything is added, the list says how to begin; as JSON it is empty."""
        assert "casevide sites add" in run("list").stdout
        assert [] == json.loads(run("list", "--json").stdout)

    def test_a_list_with_mistakes_shows_all_of_them(self, home: Path) -> None:
        """Mistakes in the file are told by place, with exit code 2."""
        path = home / "settings" / "sites.yaml"
        path.parent.mkdir()
        path.write_text("sites:\n  - address: 10.0.0.1\n  - adress: a.example.fr\n")
        listed = run("list")
        assert listed.exit_code == 2
        assert f"{path}:2:14  " in listed.stderr
        assert f"{path}:3:5  " in listed.stderr


@pytest.mark.usefixtures("home")
class TestRemove:
    def test_what_is_removed_is_gone(self) -> None:
        """Removing an address leaves the others."""
        run("add", "a.example.fr")
        run("add", "b.example.fr")
        assert run("remove", "https://a.example.fr/").exit_code == 0
        assert ["https://b.example.fr"] == [site["address"] for site in json.loads(run("list", "--json").stdout)]

    def test_what_is_not_there_is_an_error(self) -> None:
        """Removing an address that is not on the list: exit code 2 and where to look."""
        refused = run("remove", "a.example.fr")
        assert refused.exit_code == 2
        assert "casevide sites list" in refused.stderr
