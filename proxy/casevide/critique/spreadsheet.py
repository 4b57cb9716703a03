"""
Critiques → CSV for a spreadsheet (RFC 4180, UTF-8 with a byte order mark, which spreadsheets need to see the accents).

A page's text may begin like a formula. A spreadsheet would compute it, or send it somewhere; so such a cell gets an
apostrophe in front, as OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from casevide.critique.critique import Critique, Question, questions
from casevide.critique.sentences import Sentences, clean, suffix
from casevide.rulebook import Rulebook
from casevide.wording import SIGNS

COLUMNS: Final = (
    *("csv-page", "column-number", "csv-section", "csv-group", "column-field", "csv-rows", "csv-control"),
    *("csv-selector", "csv-sign", "csv-verdict", "csv-verdict-id", "csv-forced", "csv-gap", "column-ways"),
    *("column-bearer", "instead", "why", "caveat", "csv-category", "csv-rule", "confidence", "column-sources"),
    "csv-digest",
)
"""The columns, by the key of their heading."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WHOLE: Final = 600


def csv_of(critiques: Sequence[Critique], *, rulebook: Rulebook, language: str) -> bytes:
    """
    Give one line for each question of some pages, under a line of headings.

    Args:
        critiques: One for each page.
        rulebook: The rules that judged.
        language: Of the headings and of what rules say: ``fr``, ``nl`` or ``en``.
    """
    sentences = Sentences(rulebook, language)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([sentences.say(key) for key in COLUMNS])
    for critique in critiques:
        for number, question in enumerate(questions(critique.findings), 1):
            writer.writerow([_safe(cell) for cell in _cells(critique, number, question, sentences)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def _cells(critique: Critique, number: int, question: Question, sentences: Sentences) -> list[str | int]:
    finding = question.first
    field, rule = finding.field, sentences.rule(finding)
    texts = rule.texts if rule else {}
    grounds = [sentences.rulebook.grounds[ground] for ground in texts.get("grounds", ())]
    sources = [" ".join(filter(None, (sentences.source(one), one.get("url")))) for one in grounds]
    sign = SIGNS[rule.verdict] + suffix(finding, sentences.rulebook) if rule else ""
    return [
        clean(critique.source, _WHOLE),
        number,
        clean(field.section, _WHOLE),
        clean(field.group, _WHOLE),
        clean(field.label, _WHOLE) or sentences.name(finding),
        len(question.findings),
        field.control,
        clean(field.selector or field.name),
        sign,
        sentences.verdict(rule) if rule else sentences.say("silent"),
        rule.verdict if rule else "",
        sentences.say("yes" if question.forced else "no"),
        sentences.say("yes" if question.forced_without_duty else "no"),
        " | ".join(clean(way) for way in field.ways_out),
        *(sentences.text(texts.get(key)) for key in ("bearer", "instead", "says", "caveat")),
        sentences.text(sentences.rulebook.categories.get(finding.category or "", {}).get("title")),
        rule.id if rule else "",
        sentences.standing(rule) if rule else "",
        " | ".join(sources),
        critique.digest,
    ]


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
