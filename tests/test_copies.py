"""Annotated copies of saved pages."""

from pathlib import Path

import pytest

from casevide.copies import Copy, targets, write_copy
from casevide.critique import UnreadableError
from casevide.errors import FileError
from casevide.field import Profile
from casevide.page.annotate import LARGEST, strip
from casevide.rulebook import Rulebook

PAGE = "<label for=a>Nationalité</label><input id=a><input id=b>".encode()


class TestTargets:
    def test_own_names(self) -> None:
        """Each copy keeps the name of its page, and a page named twice has one copy."""
        pages = [Path("a/x.html"), Path("b/y.html"), Path("a/x.html")]

        assert {pages[0]: Path("out/x.html"), pages[1]: Path("out/y.html")} == targets(pages, Path("out"))

    def test_shared_names(self) -> None:
        """Names that are the same but for their capitals get numbers, and no number is given twice."""
        pages = [Path(name) for name in ("a/x.html", "b/X.html", "c/x-2.html", "d/x.html")]

        chosen = [target.name for target in targets(pages, Path("out")).values()]

        assert ["x.html", "X-2.html", "x-2-2.html", "x-3.html"] == chosen


class TestWriteCopy:
    def test_what_is_told(self, tmp_path: Path, small_rulebook: Rulebook, social: Profile) -> None:
        """The copy minus its hints is the page; fields and hints are counted."""
        page, target = tmp_path / "page.html", tmp_path / "out" / "page.html"
        page.write_bytes(PAGE)

        copy = write_copy(page, target, originals=[page], rulebook=small_rulebook, profile=social, visible="nl")

        assert Copy(page, target, 2, 1) == copy
        assert f"{page}: 2 fields, 1 hint, in {target}" == str(copy)
        assert b"[Case vide: Betwistbaar]" in target.read_bytes()
        assert PAGE == strip(target.read_bytes())

    def test_original_stays(self, tmp_path: Path, small_rulebook: Rulebook, social: Profile) -> None:
        """A target that is one of the originals, under whatever name, is refused."""
        page, link = tmp_path / "page.html", tmp_path / "link.html"
        page.write_bytes(PAGE)
        link.hardlink_to(page)

        with pytest.raises(FileError, match="overwrite an original"):
            write_copy(page, link, originals=[page], rulebook=small_rulebook, profile=social)

        assert PAGE == page.read_bytes()

    @pytest.mark.parametrize(
        ("message", "data"),
        [
            ("this page is empty", b""),
            ("this is not a web page", b'{"a": "<input>"}'),
            ("character set", b"<meta charset=klingon><input>"),
            ("read differently", b"<select><style><input></style></select>"),
        ],
    )
    def test_left_alone(
        self, message: str, data: bytes, tmp_path: Path, small_rulebook: Rulebook, social: Profile
    ) -> None:
        """A page that cannot be annotated is told with its reason, and there is no copy."""
        page, target = tmp_path / "page.html", tmp_path / "out.html"
        page.write_bytes(data)

        with pytest.raises(UnreadableError, match=message):
            write_copy(page, target, originals=[page], rulebook=small_rulebook, profile=social)

        assert not target.exists()

    def test_too_large(self, tmp_path: Path, small_rulebook: Rulebook, social: Profile) -> None:
        """A page of more than 8 MB is refused before it is read whole."""
        page = tmp_path / "page.html"
        page.write_bytes(b"<p>" + b" " * LARGEST)

        with pytest.raises(FileError, match="more than 8 MB"):
            write_copy(page, tmp_path / "out.html", originals=[page], rulebook=small_rulebook, profile=social)
