"""
The JSON Schema of a rule file, for editors that complete keys and underline mistakes while one types.

``docs/rule.schema.json`` is made from the models and never edited by hand:
``python -m casevide.rules.schema > docs/rule.schema.json``.
A rule file names it in its first line: ``# yaml-language-server: $schema=…/docs/rule.schema.json``.
"""

import json
import sys
from typing import Any

from casevide.rules.model import PackFile


def rule_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a rule file."""
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | PackFile.model_json_schema()
    for definition in schema["$defs"].values():
        if "[" in definition.get("title", ""):  # the name of a Python type, which says nothing to a writer of rules
            del definition["title"]
    return schema | {"title": "A Case vide rule file"}


def rule_schema_text() -> str:
    """Give the text of ``docs/rule.schema.json``."""
    return json.dumps(rule_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(rule_schema_text())
