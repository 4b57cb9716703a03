"""
The critique of pages: what each question's software and law say, as JSON for scripts and as a table for people.

`critique` is pure, `pages` reads files and addresses, `text` draws for a terminal.
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
