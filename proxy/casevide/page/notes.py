"""
Notes for browsers without the extension: what one says, and where it may safely stand.

A note is plain text right after the ``</label>`` of the field's own label, or after the ``</legend>`` of a radio group:
``Nationalité [Case vide : Contestable]``. It names its author, so that nobody takes it for the employer's software.

It may stand only where text is text. So a scratch copy carries an empty ``<wbr>`` at each such end tag; where it comes
back as the next sibling of a label, there is content, not a script, a comment or an attribute. Then a copy with sample
notes at the chosen places must have the same elements with the same text, in the same parents, as the page itself.
Otherwise there are no notes.
"""

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from casevide.field import Field
from casevide.judge import Hint
from casevide.page.fields import TimeBudgetError
from casevide.page.parse import CONTROLS, Element, Parser, Tree, is_html
from casevide.rulebook import CARE, VERDICTS, Rulebook
from casevide.wording import LANGUAGES, say


def _written(verdict: str, language: str, *, asks: bool) -> str:
    colon, question = ("\u202f:", "\u202f?") if language == "fr" else (":", "?")
    text = f"Case vide{colon} {say(verdict, language)}{question if asks else ''}"
    return f" \u200b[{text}]\u200b".encode("ascii", "xmlcharrefreplace").decode()


_WRITTEN: Final = {
    (verdict, language, asks): _written(verdict, language, asks=asks)
    for verdict in VERDICTS
    for language in LANGUAGES
    for asks in (False, True)
}

NOTE: Final = re.compile(b"|".join(re.escape(written.encode()) for written in _WRITTEN.values()))
"""Every note there is, as it stands in the bytes of a page: ASCII, between two zero-width spaces."""

_END_TAG = re.compile(r"</(?:label|legend)[\t\n\f\r ]*>", re.IGNORECASE)
_MARKER = "data-casevide-place"
_SAMPLE = " \u200b[]\u200b"
_LABELABLE = ("input", "select", "textarea", "button", "meter", "output", "progress")


def note(hint: Hint, rulebook: Rulebook, language: str) -> str:
    """Give the note for a hint: a question where the hint is not sure or its rule's confidence is low."""
    low = rulebook.rules[hint.rule].texts.get("confidence") == "low" and hint.verdict != CARE
    return _WRITTEN[hint.verdict, language, low or hint.certainty != "sure"]


def places_of_notes(
    text: str, context: str | None, fields: Sequence[Field], *, parser: Parser, deadline: float | None = None
) -> dict[int, tuple[int, int]]:
    """
    Give the safe place of each field's note.

    Args:
        text: The page or fragment.
        context: Its parse context, see `casevide.page.partial`.
        fields: The fields that were found on it.
        parser: What to parse the copies with.
        deadline: The `time.perf_counter` after which to give up.

    Returns:
        For the index of each field that has a safe place: the start and the end of the end tag that its note follows.

    Raises:
        TimeBudgetError: The deadline has passed.
    """
    ends = [found.span() for found in _END_TAG.finditer(text)]
    if not ends:
        return {}
    places = [end for _, end in ends]
    length = len(_marker(0))
    by_offset = {
        offset + length * bisect_right(places, offset): index
        for index, field in enumerate(fields)
        for offset in field.offsets
    }
    tree = parser.parse(_with(text, places, _marker), context, deadline)
    own = {index: ends[number] for index, number in _own(tree, fields, by_offset, deadline).items()}
    if not own:
        return {}
    chosen = sorted({end for _, end in own.values()})
    before = _skeleton(parser.parse(text, context, deadline))
    after = _skeleton(parser.parse(_with(text, chosen, lambda _: _SAMPLE), context, deadline))
    return own if before == after else {}


def _marker(number: int) -> str:
    return f"<wbr {_MARKER}={number:07}>"


def _with(text: str, places: Sequence[int], insertion: Callable[[int], str]) -> str:
    pieces = []
    done = 0
    for number, place in enumerate(places):
        pieces += [text[done:place], insertion(number)]
        done = place
    return "".join([*pieces, text[done:]])


def _skeleton(tree: Tree) -> list[tuple[str, str, str]]:
    """Give every element with its parent's name and its own text, in page order, without sample notes."""
    found = []
    for element in tree.root.iter_elements():
        parent = element.parent
        above = parent.tag if parent is not None and type(parent) is tree.element else ""
        own = "".join(child.data for child in element if type(child) is tree.characters)
        found.append((element.tag, above, own.replace(_SAMPLE, "")))
    return found


def _own(tree: Tree, fields: Sequence[Field], by_offset: Mapping[int, int], deadline: float | None) -> dict[int, int]:
    """Give for the index of each field the number of the marker that stands right after its own label."""
    first_of_id: dict[str, int] = {}
    for control in tree.root.iter_elements(CONTROLS):
        index = by_offset.get(-1 if control.source_col is None else control.source_col)
        name = control.attr("id")
        if name:
            first_of_id.setdefault(name, -1 if index is None else index)
    own: dict[int, int] = {}
    for marker in tree.root.iter_elements(("wbr",)):
        number = marker.attr(_MARKER)
        label = marker.previous_sibling
        if number is None or label is None or type(label) is not tree.element or not is_html(label):
            continue
        if deadline is not None and time.perf_counter() > deadline:
            raise TimeBudgetError
        if label.tag == "legend":
            index = _of_legend(label, tree, by_offset, fields)
        else:
            index = _of_label(label, by_offset, first_of_id)
        if index >= 0 and (fields[index].control == "radio") == (label.tag == "legend"):
            own.setdefault(index, int(number))
    return own


def _of_label(label: Element, by_offset: Mapping[int, int], first_of_id: Mapping[str, int]) -> int:
    """Give the index of the field that a label belongs to (HTML standard, 4.10.4), -1 if none of ours."""
    target = label.attr("for")
    if label.tag != "label":
        return -1
    if target is not None:
        return first_of_id.get(target, -1)
    inside = next(iter(label.iter_elements(_LABELABLE)), None)
    return by_offset.get(-1 if inside is None or inside.source_col is None else inside.source_col, -1)


def _of_legend(legend: Element, tree: Tree, by_offset: Mapping[int, int], fields: Sequence[Field]) -> int:
    """Give the index of the radio group that a legend asks about, -1 if it asks about anything else."""
    fieldset = legend.parent
    if fieldset is None or type(fieldset) is not tree.element or fieldset.tag != "fieldset":
        return -1
    inside = next((one for one in fieldset.iter_elements(("input",)) if one.attr("type") != "hidden"), None)
    index = by_offset.get(-1 if inside is None or inside.source_col is None else inside.source_col, -1)
    asked = fields[index].label if index >= 0 else ""
    return index if asked and asked in " ".join(legend.text.split()) else -1
