"""
The document of a critique → one HTML file that needs nothing else: it prints, it can be sent, it loads nothing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


@cache
def _environment() -> Environment:
    environment = Environment(
        # The signs have one home, the rule site.
        loader=ChoiceLoader([PackageLoader("casevide.critique"), PackageLoader("casevide.rulesite")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawing"] = _drawing
    return environment


def _drawing(chart: Mapping[str, str]) -> Markup:
    """Give a chart's drawing as an image with its words: `casevide.critique.charts` escaped what is in it."""
    named = f'<svg role="img" aria-label="{escape(chart["words"])}" '
    return Markup(chart["svg"].replace("<svg ", named, 1))  # noqa: S704


def page_of(document: Mapping[str, Any], template: str = "critique.html") -> bytes:
    """Give the HTML file of a document's data, as `casevide.critique.document.document_of` gives them."""
    return _environment().get_template(template).render(document).encode("utf-8", "replace")
