"""Reading and writing whole files, with errors that a person can act on."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from casevide.errors import FileError

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read whole; larger ones are refused."""


def file_error(error: OSError, path: str | os.PathLike[str], doing: str) -> FileError:
    """
    Say in plain words why a file or folder could not be used.

    Args:
        error: What the system said.
        path: The file or folder.
        doing: What was to be done with it, as in "read".
    """
    remedies = {
        errno.ENOENT: ("there is no such file or folder", "check the spelling of the path"),
        errno.EACCES: ("permission denied", "choose a folder that belongs to you, or ask for the right to use it"),
        errno.EPERM: ("permission denied", "choose a folder that belongs to you, or ask for the right to use it"),
        errno.EISDIR: ("this is a folder, not a file", "name a file in it"),
        errno.ENOTDIR: ("a part of this path is a file, not a folder", "check the spelling of the path"),
        errno.ENOSPC: ("the disk is full", "free some space and try again; the old file is untouched"),
        errno.EDQUOT: ("the disk quota is used up", "free some space and try again; the old file is untouched"),
        errno.EFBIG: ("the file would become larger than is allowed", "ask for more space; the old file is untouched"),
        errno.EEXIST: ("there is a file of this name already", "choose another folder"),
        errno.ENAMETOOLONG: ("this name is too long", "choose a shorter one"),
        errno.ELOOP: ("this link leads round in a circle", "name the file itself"),
        errno.EROFS: ("this disk can only be read", "choose another folder"),
    }
    what, remedy = remedies.get(error.errno or 0, (error.strerror or str(error), "try again"))
    return FileError(f"{path}: cannot {doing}: {what}", remedy)


def read_bytes(path: Path, limit: int = LARGEST) -> bytes:
    """
    Read a whole file.

    Raises:
        FileError: It cannot be read, or it has more than `limit` bytes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise file_error(error, path, "read") from error
    if len(data) > limit:
        raise FileError(f"{path}: more than {limit // 1024 // 1024} MB", "is this the right file?")
    return data


def read_text(path: Path, limit: int = LARGEST) -> str:
    """
    Read a whole UTF-8 file; a byte order mark is dropped.

    Raises:
        FileError: It cannot be read, is too large, or is not UTF-8 text.
    """
    data = read_bytes(path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(f"{path}:{line}: this is not UTF-8 text", "save it again as UTF-8") from error


def make_folder(path: Path, mode: int = 0o700) -> None:
    """
    Make a folder and those above it, if they are not there.

    Raises:
        FileError: It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise file_error(error, path, "make this folder") from error


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """
    Write a file so that a reader sees the old one or the new one, never a part.

    The bytes go to a new file in the same folder, which then takes the old one's place. If the disk fills up, the old
    file stays as it was.

    Raises:
        FileError: It cannot be written.
    """
    make_folder(path.parent)
    scratch: str | None = None
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).chmod(mode)
        Path(scratch).replace(path)
    except OSError as error:
        if scratch is not None:
            with contextlib.suppress(OSError):
                Path(scratch).unlink()
        raise file_error(error, path, "write") from error
