"""Putting the site into a folder: nothing of others is touched, nothing of ours stays behind."""

import stat
from pathlib import Path

import pytest

from casevide.errors import CasevideError, FileError
from casevide.rulesite.writing import MARKER, Written, write_site

PAGES = {"index.html": b"start", "fr/a.html": b"a", "fr/deep/b.html": b"b"}


def files(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder but the marker."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


class TestWriteSite:
    @pytest.mark.parametrize("there", [True, False])
    def test_new_or_empty_folder(self, tmp_path: Path, there: bool) -> None:  # noqa: FBT001
        """A folder that is new or empty holds the site afterwards."""
        folder = tmp_path / "site"
        if there:
            folder.mkdir()

        assert Written(3, 0, 0) == write_site(folder, PAGES)
        assert PAGES == files(folder)

    def test_again(self, tmp_path: Path) -> None:
        """What did not change is not written again; what is gone is removed, with folders that are empty then."""
        write_site(tmp_path, PAGES)
        before = (tmp_path / "index.html").stat().st_mtime_ns

        assert Written(1, 1, 1) == write_site(tmp_path, {"index.html": b"start", "fr/a.html": b"new"})
        assert {"index.html": b"start", "fr/a.html": b"new"} == files(tmp_path)
        assert before == (tmp_path / "index.html").stat().st_mtime_ns
        assert not (tmp_path / "fr" / "deep").exists()

    def test_files_that_somebody_added_stay(self, tmp_path: Path) -> None:
        """Only files of our own list are ever removed."""
        write_site(tmp_path, PAGES)
        (tmp_path / "fr" / "deep" / "notes.txt").write_bytes(b"mine")
        (tmp_path / ".git").mkdir()
        write_site(tmp_path, {"index.html": b"start"})

        assert {"index.html": b"start", "fr/deep/notes.txt": b"mine"} == files(tmp_path)
        assert (tmp_path / ".git").is_dir()

    def test_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        """A folder that holds anything else is refused and untouched; the message says what and what to do."""
        (tmp_path / "thesis.odt").write_bytes(b"mine")
        with pytest.raises(CasevideError, match=r"not empty \(thesis.odt\).*name a new or empty folder"):
            write_site(tmp_path, PAGES)

        assert {"thesis.odt": b"mine"} == files(tmp_path)

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        """A file in the place of the folder is told and stays."""
        (tmp_path / "site").write_bytes(b"mine")
        with pytest.raises(FileError, match="this is a file"):
            write_site(tmp_path / "site", PAGES)

        assert b"mine" == (tmp_path / "site").read_bytes()

    @pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "fr/../../outside.txt", "..\\outside.txt"])
    def test_a_forged_list_removes_nothing_outside(self, tmp_path: Path, name: str) -> None:
        """Whatever somebody writes into the list, nothing outside the folder is removed."""
        folder = tmp_path / "site"
        write_site(folder, PAGES)
        (tmp_path / "outside.txt").write_bytes(b"mine")
        with (folder / MARKER).open("a", encoding="utf-8") as marker:
            marker.write(f"{name}\n")
        write_site(folder, PAGES)

        assert b"mine" == (tmp_path / "outside.txt").read_bytes()

    def test_a_link_that_leads_out(self, tmp_path: Path) -> None:
        """A folder of the site that was replaced by a link elsewhere is not followed when old pages are removed."""
        folder, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
        write_site(folder, {"index.html": b"start", "fr/a.html": b"a"})
        (folder / "fr" / "a.html").unlink()
        (folder / "fr").rmdir()
        elsewhere.mkdir()
        (elsewhere / "a.html").write_bytes(b"mine")
        (folder / "fr").symlink_to(elsewhere)
        write_site(folder, {"index.html": b"start"})

        assert b"mine" == (elsewhere / "a.html").read_bytes()

    def test_a_strange_marker(self, tmp_path: Path) -> None:
        """A file that only has the name of our list gives no right to remove anything."""
        (tmp_path / MARKER).write_text("my own list\nindex.html\n")
        (tmp_path / "index.html").write_bytes(b"mine")
        with pytest.raises(CasevideError, match="not our list"):
            write_site(tmp_path, {})

        assert {"index.html": b"mine"} == files(tmp_path)

    def test_an_interrupted_run(self, tmp_path: Path) -> None:
        """A run that was stopped in the middle can be taken up, and leaves nothing behind."""

        def stop(done: int, _total: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_site(tmp_path, PAGES, stop)
        write_site(tmp_path, {"index.html": b"start"})

        assert {"index.html": b"start"} == files(tmp_path)

    def test_others_may_read_it(self, tmp_path: Path) -> None:
        """A web server that runs as somebody else can read folders and files."""
        write_site(tmp_path / "site", PAGES)

        for path in (tmp_path / "site").rglob("*"):
            assert path.stat().st_mode & stat.S_IROTH
            assert path.is_file() or path.stat().st_mode & stat.S_IXOTH

    def test_progress(self, tmp_path: Path) -> None:
        """Whoever waits sees each file done, of how many."""
        seen: list[tuple[int, int]] = []
        write_site(tmp_path, PAGES, lambda done, total: seen.append((done, total)))

        assert [(1, 3), (2, 3), (3, 3)] == seen
