"""Reading and writing whole files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casevide.errors import FileError
from casevide.files import make_folder, read_bytes, read_text, write_whole


class TestRead:
    def test_missing(self, tmp_path: Path) -> None:
        """
        A missing file is named, with what to check.
        """
        with pytest.raises(
            FileError, match=r"nowhere\.yaml: cannot read: there is no such file .* - check the spelling"
        ):
            read_bytes(tmp_path / "nowhere.yaml")

    def test_folder(self, tmp_path: Path) -> None:
        """
        A folder in place of a file is told from a missing file.
        """
        with pytest.raises(FileError, match="this is a folder, not a file"):
            read_bytes(tmp_path)

    def test_too_large(self, tmp_path: Path) -> None:
        """
        A file over the limit is refused, not read in part.
        """
        path = tmp_path / "large"
        path.write_bytes(b"x" * 101)

        with pytest.raises(FileError, match="more than"):
            read_bytes(path, limit=100)

    def test_not_text(self, tmp_path: Path) -> None:
        """
        A file that is not UTF-8 names the line where it stops being so.
        """
        path = tmp_path / "latin.yaml"
        path.write_bytes("une ligne\nNationalité".encode("latin-1"))

        with pytest.raises(FileError, match=r"latin\.yaml:2: this is not UTF-8 text - save it again as UTF-8"):
            read_text(path)

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        """
        A byte order mark is not part of the text.
        """
        path = tmp_path / "bom.yaml"
        path.write_bytes(b"\xef\xbb\xbfpack:")

        assert read_text(path) == "pack:"


class TestWrite:
    def test_replaces(self, tmp_path: Path) -> None:
        """
        The new content takes the old one's place, with the mode asked for, and nothing else is left behind.
        """
        path = tmp_path / "deep" / "sites.yaml"
        write_whole(path, b"old")
        write_whole(path, b"new", mode=0o600)

        assert path.read_bytes() == b"new"
        assert path.stat().st_mode & 0o777 == 0o600
        assert [path] == list(path.parent.iterdir())

    def test_full_disk(self, tmp_path: Path) -> None:
        """
        When the disk is full the old file stays whole and the message says so.
        """
        path = tmp_path / "sites.yaml"
        path.write_bytes(b"the old list")
        program = (
            "import resource, signal, sys\n"
            "from pathlib import Path\n"
            "from casevide.errors import FileError\n"
            "from casevide.files import write_whole\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "try:\n"
            "    write_whole(Path(sys.argv[1]), b'x' * 100_000)\n"
            "except FileError as error:\n"
            "    sys.exit(str(error))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "proxy")},
        )

        assert done.returncode == 1
        assert f"{path}: cannot write" in done.stderr
        assert path.read_bytes() == b"the old list"
        assert [path] == list(tmp_path.iterdir())

    def test_a_file_in_the_way(self, tmp_path: Path) -> None:
        """
        A file where a folder should be is named as such.
        """
        (tmp_path / "settings").write_bytes(b"")

        with pytest.raises(FileError, match="cannot make this folder"):
            make_folder(tmp_path / "settings" / "deeper")

    @pytest.mark.parametrize(
        ("name", "says"), [("a" * 5000, "this name is too long"), ("loop", "this link leads round in a circle")]
    )
    def test_a_path_that_no_file_can_have(self, tmp_path: Path, name: str, says: str) -> None:
        """
        A name that is too long and a link to itself are told in plain words.
        """
        (tmp_path / "loop").symlink_to("loop")

        with pytest.raises(FileError, match=says):
            read_bytes(tmp_path / name)

    def test_a_file_of_the_folders_name(self, tmp_path: Path) -> None:
        """
        A file that has the very name of the folder to make is told.
        """
        (tmp_path / "settings").write_bytes(b"")

        with pytest.raises(FileError, match="there is a file of this name already"):
            make_folder(tmp_path / "settings")
