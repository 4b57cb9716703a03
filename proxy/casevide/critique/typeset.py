"""
A template and its data → PDF, by typst: tagged (PDF/UA-1), self-contained, the same bytes for the same input.

``pdf_of("critique.typ", {"pages": …}, language="fr", title="…")`` fills a template of the ``templates`` folder. A
template begins with ``#import "common.typ": *``, which gives it ``data``, the signs and the page. Only the fonts that
are part of typst are used, so every machine gives the same pages and nothing is asked of the network.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from casevide.errors import CasevideError

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_TEMPLATES: Final = _PACKAGE / "critique" / "templates"
_UNDRAWABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_PLACE: Final = "□"
_TRIES: Final = 8


def pdf_of(template: str, data: Mapping[str, Any], *, language: str, title: str) -> bytes:
    """
    Typeset a document.

    A character that the fonts do not have (a picture, a script they lack) is drawn as ``□``: an accessible PDF may not
    hold a character without a shape.

    Args:
        template: The name of a file in the ``templates`` folder, as in ``critique.typ``.
        data: What it shows: anything that JSON can hold.
        language: ``fr``, ``nl`` or ``en``; the document says that it is written in it.
        title: Of the document, as viewers and screen readers tell it.

    Returns:
        The PDF. It carries no date of its own and no name of a machine or a person.

    Raises:
        CasevideError: typst is not there, or cannot draw the document.
    """
    try:
        import typst  # noqa: PLC0415 - a page on the terminal must not wait for it, nor need it
    except ImportError as error:
        raise CasevideError(
            "typst, which typesets the PDF, is not there", "install it (pip install typst), or choose --format html"
        ) from error
    text, title = json.dumps(_tidy(data), ensure_ascii=False, sort_keys=True), _tidy(title)
    for _ in range(_TRIES):
        try:
            return typst.compile(
                str(_TEMPLATES / template),
                root=str(_PACKAGE),
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"data": text, "language": language, "title": title},
                pdf_standards="ua-1",
                timestamp=0,
            )
        except typst.TypstError as error:
            undrawable = {_plain(found) for found in _UNDRAWABLE.findall(f"{error}\n{error.diagnostic}")}
            if not undrawable:
                raise CasevideError(f"{title}: typst cannot draw this ({error})", "choose --format html") from error
            for run in sorted(undrawable, key=lambda one: (-len(one), one)):
                text, title = text.replace(run, _PLACE), title.replace(run, _PLACE)
    raise CasevideError(f"{title}: there are characters in it that cannot be drawn", "choose --format html")


def _plain(escaped: str) -> str:
    r"""Undo how typst writes a character in a message: ``\u{301}``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), escaped)


def _tidy(data: Any) -> Any:
    """Give the data with a space for each control character: no font draws one."""
    if isinstance(data, str):
        return _CONTROL.sub(" ", data)
    if isinstance(data, Mapping):
        return {key: _tidy(one) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_tidy(one) for one in data]
    return data
