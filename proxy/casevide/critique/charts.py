"""
Plain charts as SVG, drawn to be read in black and white: every value stands beside its bar, patterns differ in shape.

One drawing serves the page and the PDF. Each comes with a text that says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 640
"""Units across; a chart is as wide as the text of its page."""

_ROW: Final = 24
_BAR: Final = 15
_LABEL: Final = 260
_VALUES: Final = 110
_FONT: Final = "'Segoe UI', system-ui, 'Noto Sans', Roboto, 'Libertinus Serif', sans-serif"
_SIZE: Final = 13
_LETTER: Final = 7.2
"""Units that a letter takes on average in a wide font, so that nothing is cut whatever font is there."""


@dataclass(frozen=True, slots=True)
class Chart:
    """
    A drawing with its title and the words that stand for it.

    Attributes:
        title: What it shows.
        svg: The drawing: it uses no colour but black, white and its own patterns, and loads nothing.
        words: The same in words.
    """

    title: str
    svg: str
    words: str


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """
    Draw one bar for each row.

    Args:
        title: What is counted.
        rows: Names and counts.
    """
    largest = max((count for _, count in rows), default=0) or 1
    room = WIDTH - _LABEL - _VALUES
    drawn = []
    for place, (name, count) in enumerate(rows):
        top = place * _ROW
        width = _units(count / largest * room)
        drawn.append(_text(_LABEL - 10, top + 17, _short(name, _LABEL - 10), anchor="end"))
        if count:
            drawn.append(f'<rect x="{_LABEL}" y="{top + 5}" width="{width}" height="{_BAR}" fill="#000"/>')
        drawn.append(_text(_LABEL + float(width) + 6, top + 17, str(count), bold=True))
    words = ", ".join(f"{name} {count}" for name, count in rows)
    return Chart(title, _svg(len(rows) * _ROW + 6, drawn), _sentence(title, words))


def stacked(title: str, kinds: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """
    Draw one bar of three parts for each row: black, hatched, white.

    Args:
        title: What is counted.
        kinds: What the parts are, three at most.
        rows: Names, each with a count for every kind.
    """
    largest = max((sum(counts) for _, counts in rows), default=0) or 1
    room = WIDTH - _LABEL - _VALUES
    drawn = [_HATCH]
    left = 0.0
    for kind, fill in zip(kinds, _FILLS, strict=False):
        drawn.append(f'<rect x="{_units(left)}.5" y="4.5" width="16" height="12" fill="{fill}" stroke="#000"/>')
        drawn.append(_text(left + 23, 15, kind))
        left = float(int(left + 23 + len(kind) * _LETTER + 18))
    head = 30
    for place, (name, counts) in enumerate(rows):
        top = head + place * _ROW
        drawn.append(_text(_LABEL - 10, top + 17, _short(name, _LABEL - 10), anchor="end"))
        start = float(_LABEL)
        for count, fill in zip(counts, _FILLS, strict=False):
            width = count / largest * room
            if count:
                drawn.append(
                    f'<rect x="{_units(start)}" y="{top + 5}" width="{_units(width)}" height="{_BAR}" fill="{fill}" '
                    'stroke="#000"/>'
                )
            start += width
        drawn.append(_text(start + 6, top + 17, " + ".join(str(count) for count in counts)))
    words = "; ".join(
        f"{name}: " + ", ".join(f"{kind} {count}" for kind, count in zip(kinds, counts, strict=False))
        for name, counts in rows
    )
    return Chart(title, _svg(head + len(rows) * _ROW + 6, drawn), _sentence(title, words))


def matrix(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], strong: tuple[int, int]
) -> Chart:
    """
    Draw a table of counts whose squares grow with them.

    Args:
        title: What is counted.
        columns: Their names.
        rows: Names, each with a count for every column.
        strong: Row and column of the cell that matters most: a thick frame.
    """
    largest = max((count for _, counts in rows for count in counts), default=0) or 1
    left, head, high = 220, 44, 58
    wide = (WIDTH - left) // max(1, len(columns))
    drawn = []
    for place, name in enumerate(columns):
        lines = _lines(name, wide - 8)
        for turn, part in enumerate(lines):
            y = head - 10 - (len(lines) - 1 - turn) * 16
            drawn.append(_text(left + place * wide + wide / 2, y, part, anchor="middle", bold=True))
    for line, (name, counts) in enumerate(rows):
        top = head + line * high
        lines = _lines(name, left - 14)
        for turn, part in enumerate(lines):
            middle = top + high / 2 + 5 + (turn - (len(lines) - 1) / 2) * 16
            drawn.append(_text(left - 10, middle, part, anchor="end", bold=True))
        for place, count in enumerate(counts):
            x = left + place * wide
            frame = 3 if (line, place) == strong else 1
            inset = frame / 2
            drawn.append(
                f'<rect x="{_units(x + inset)}" y="{_units(top + inset)}" width="{_units(wide - frame)}" '
                f'height="{_units(high - frame)}" fill="none" stroke="#000" stroke-width="{frame}"/>'
            )
            side = (count / largest) ** 0.5 * (high - 18)
            middle = top + high / 2
            drawn.append(
                f'<rect x="{_units(x + wide / 2 - 30 - side / 2)}" y="{_units(middle - side / 2)}" '
                f'width="{_units(side)}" height="{_units(side)}" fill="#000"/>'
            )
            drawn.append(_text(x + wide / 2 + 8, middle + 7, str(count), bold=True, size=20))
    said = "; ".join(
        f"{name}: " + ", ".join(f"{column} {count}" for column, count in zip(columns, counts, strict=True))
        for name, counts in rows
    )
    return Chart(title, _svg(head + len(rows) * high + 2, drawn), _sentence(title, said))


_HATCH: Final = (
    '<defs><pattern id="_hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#fff"/><rect width="1.6" height="5" fill="#000"/></pattern></defs>'
)
_FILLS: Final = ("#000", "url(#_hatch)", "#fff")


def _svg(height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_units(height)}" '
        f'font-family={quoteattr(_FONT)} font-size="{_SIZE}">{"".join(drawn)}</svg>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, size: int = _SIZE) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_units(x)}" y="{_units(y)}" text-anchor="{anchor}" font-size="{size}"{weight} fill="#000">'
        f"{escape(text)}</text>"
    )


def _units(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _short(text: str, room: float) -> str:
    most = max(4, int(room / _LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _lines(text: str, room: float) -> list[str]:
    """Give a text on one line, or on two where one has no room."""
    if len(text) * (_LETTER + 0.8) <= room:
        return [text]
    words = text.split()
    cut = min(range(len(words) + 1), key=lambda at: max(len(" ".join(words[:at])), len(" ".join(words[at:]))))
    return [_short(part, room) for part in (" ".join(words[:cut]), " ".join(words[cut:])) if part]


def _sentence(title: str, words: str) -> str:
    return f"{title}. {words}." if words else f"{title}."
