"""
Bytes of a page ⇄ its fields. Pure: nothing here touches the network or a file.

`find_fields` says what a page asks; `casevide.page.annotate` puts hints into its bytes.
"""

from casevide.page.fields import Page, TimeBudgetError, find_fields
from casevide.page.parse import Parser, choose_parser, control_offsets

__all__ = ["Page", "Parser", "TimeBudgetError", "choose_parser", "control_offsets", "find_fields"]
