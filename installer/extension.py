"""
Assemble the browser extension: what ships, one compiled file, and the two packages made of them.

Started by ``python3 installer/bootstrap.py extension``. What is in the folder is what runs: nothing is bundled, made
smaller or rewritten; ``rulebook.json``, compiled from ``rules/``, is put beside the manifest and is the only file that
does not stand in ``extension/`` as it is.
"""

import argparse
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from casevide.errors import CasevideError
from casevide.rulefolder import load_rulebook

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "extension"

SHIPPED: Final = (
    *("manifest.json", "jsconfig.json", "wording.js"),
    *("judge", "page", "hints", "background", "popup", "panel", "options", "help", "look", "icons", "_locales"),
)
"""What ships of `SOURCE`: files, and folders whole. `jsconfig.json` holds the list of the content scripts."""

KINDS: Final = frozenset({".js", ".json", ".html", ".css", ".svg", ".png"})
"""What kinds of files ship."""

RULEBOOK: Final = "rulebook.json"
PACKAGES: Final = ("casevide-chromium.zip", "casevide-firefox.xpi")

_BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a package: the oldest that a zip file can hold."""


def shipped_files(source: Path = SOURCE) -> Iterator[Path]:
    """Yield the files of the extension's source that ship, by their path below it, in a fixed order."""
    for name in SHIPPED:
        top = source / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            checks_types = path.name == "jsconfig.json" and path.parent != source
            if path.is_file() and path.suffix in KINDS and not checks_types:
                yield path.relative_to(source)


def rulebook() -> bytes:
    """
    Compile the rules that come with the program.

    Raises:
        CasevideError: They have mistakes, or cannot be read.
    """
    content = load_rulebook([ROOT / "rules"]).content
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def assemble(folder: Path) -> None:
    """
    Put the extension, as it is loaded and shipped, into a folder; what was in there before is deleted.

    Raises:
        CasevideError: The rules cannot be compiled, or the folder was not made here.
    """
    compiled = rulebook()
    if folder.exists():
        if not (folder / RULEBOOK).is_file():
            raise CasevideError(f"{folder} was not made by this command", "name another folder with --out")
        shutil.rmtree(folder)
    for path in shipped_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE / path, folder / path)
    (folder / RULEBOOK).write_bytes(compiled)


def pack(folder: Path, package: Path) -> None:
    """
    Make a package of an assembled folder: the same files give the same bytes, on every machine.

    Nothing is compressed, for what a compressor makes depends on its version; the stores compress it anyway.
    """
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _BEGINNING)
                entry.create_system = 3  # as on Unix, wherever it is made
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, path.read_bytes())


SAY: Final = """\
The extension is in   {folder}
The packages are      {chromium}
                      {firefox}

Chromium, Chrome, Edge, Brave:
  open   chrome://extensions , switch on "Developer mode" (upper right),
  press  "Load unpacked" and choose the folder above.

Firefox, to try it until Firefox is closed:
  open   about:debugging#/runtime/this-firefox ,
  press  "Load Temporary Add-on" and choose the file above that ends in .xpi.
Firefox, to keep it: the package must be signed by Mozilla (addons.mozilla.org), or, in Firefox ESR and
  Developer Edition, xpinstall.signatures.required set to false in about:config; then drop the .xpi on a window.

Then open the software's page, press the icon [ ] in the toolbar, and switch Case vide on for this site.
"""


def main(arguments: list[str]) -> int:
    """Assemble and pack; give the exit code."""
    parser = argparse.ArgumentParser(
        prog="python3 installer/bootstrap.py extension", description="Assemble the browser extension and pack it."
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to put it in (default: dist)")
    out: Path = parser.parse_args(arguments).out
    folder = out / "extension"
    chromium, firefox = (out / name for name in PACKAGES)
    try:
        assemble(folder)
        for package in (chromium, firefox):
            pack(folder, package)
    except CasevideError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"The extension cannot be written ({error}): see to it that {out} may be written\n")
        return 2
    sys.stdout.write(SAY.format(folder=folder, chromium=chromium, firefox=firefox))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
