"""
The critique of pages: what each question's software and law say, as JSON for scripts and as a table for people.

`critique` is pure; `pages` (with `har`, `saved`, `browser`) reads what was named; `against` compares with an earlier
critique. `sentences` says what is said everywhere; `text` draws it for a terminal, `document` gathers it for `page`
(HTML) and `typeset` (PDF), `spreadsheet` for CSV.
"""

from casevide.critique.critique import (
    JSON_VERSION,
    Critique,
    Finding,
    Question,
    UnreadableError,
    chosen_profile,
    critique_page,
    findings_of,
    page_text,
    questions,
    summary,
)

__all__ = [
    "JSON_VERSION",
    "Critique",
    "Finding",
    "Question",
    "UnreadableError",
    "chosen_profile",
    "critique_page",
    "findings_of",
    "page_text",
    "questions",
    "summary",
]
