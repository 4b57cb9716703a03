"""What documents are made from: pages and kept critiques; a critique of other rules is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from casevide.critique import Critique, summary
from casevide.critique.kept import gather, kept_critiques
from casevide.critique.report import as_json
from casevide.errors import CasevideError
from casevide.field import Profile
from casevide.rulebook import Rulebook


@pytest.fixture
def kept(tmp_path: Path, page: bytes, criticised: Callable[..., Critique]) -> Path:
    """The critique of the page, kept as JSON."""
    path = tmp_path / "kept.json"
    path.write_text(as_json([criticised(page)]), encoding="utf-8")
    return path


class TestKept:
    def test_round_trip(self, rulebook: Rulebook, page: bytes, criticised: Callable[..., Critique]) -> None:
        """
        A critique that was kept and read back is the same as JSON, and counts the same.
        """
        one = criticised(page)
        (two,) = kept_critiques(as_json([one]).encode(), "kept.json", rulebook)

        assert one.as_json() == two.as_json()
        assert summary([one]) == summary([two])

    @pytest.mark.parametrize(("key", "value"), [("rule", "gone"), ("verdict", "optional")])
    def test_other_rules(self, rulebook: Rulebook, kept: Path, key: str, value: str) -> None:
        """
        Where the rules no longer say the same, the critique is refused: a document must not quote another rule.
        """
        pages = json.loads(kept.read_text("utf-8"))
        next(field for field in pages[0]["fields"] if field["rule"] == "nat")[key] = value

        with pytest.raises(CasevideError, match="was made with other rules"):
            kept_critiques(json.dumps(pages).encode(), "kept.json", rulebook)

    @pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"version": 1}', b"[{}]"])
    def test_not_a_critique(self, rulebook: Rulebook, data: bytes) -> None:
        """
        What is not a critique is refused by its name.
        """
        with pytest.raises(CasevideError, match=r"kept\.json"):
            kept_critiques(data, "kept.json", rulebook)


class TestGather:
    def test_pages_and_critiques(self, rulebook: Rulebook, saved: Path, kept: Path) -> None:
        """
        Pages and kept critiques come out in the order named; only pages are read now.
        """
        found = gather([str(kept), str(saved)], rulebook=rulebook)

        assert (["page.html", str(saved)], (False, True)) == (
            [critique.source for critique in found.critiques],
            found.fresh,
        )

    def test_partial_results(self, rulebook: Rulebook, saved: Path, tmp_path: Path) -> None:
        """
        What cannot be read is told; the rest is kept.
        """
        (tmp_path / "bad.json").write_text("{", encoding="utf-8")
        found = gather([str(tmp_path / "bad.json"), "missing.html", str(saved)], rulebook=rulebook)

        assert (1, 2) == (len(found.critiques), len(found.errors))

    def test_country_of_an_unknown_page(self, rulebook: Rulebook, tmp_path: Path) -> None:
        """
        A country speaks for a page of which nothing else is known.
        """
        path = tmp_path / "unknown.html"
        path.write_text('<label>Nationalité <input name="n"></label>', encoding="utf-8")
        found = gather([str(path)], rulebook=rulebook, country="BE")

        assert [Profile("BE")] == [critique.profile for critique in found.critiques]
        assert ["nat-be"] == [one.hint.rule for one in found.critiques[0].findings if one.hint]

    def test_country_of_a_known_page(self, rulebook: Rulebook, saved: Path) -> None:
        """
        A page of a known software keeps its own profile.
        """
        found = gather([str(saved)], rulebook=rulebook, country="FR")

        assert [Profile("FR", "social-services", "cosmos")] == [critique.profile for critique in found.critiques]

    def test_chosen_profile(self, rulebook: Rulebook, saved: Path) -> None:
        """
        A profile that was chosen wins over what is recognised.
        """
        found = gather([str(saved)], rulebook=rulebook, profile=Profile("BE"))

        assert [Profile("BE")] == [critique.profile for critique in found.critiques]
