"""The question that a control asks: the vectors that both engines share."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from casevide.page import find_fields
from casevide.page.parse import Parser, Turbo
from casevide.page.tree import Marked

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "vectors" / "labels.yaml").read_text(encoding="utf-8")
)
KEYS = {"label", "group", "section", "control", "forced", "ways_out", "options"}


class TestVectors:
    @pytest.mark.parametrize("parser", [Turbo(), Marked()], ids=lambda parser: parser.name)
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
    def test_case(self, case: dict[str, Any], parser: Parser) -> None:
        """
        Every shared vector holds, whichever parser is at work.
        """
        found = [field for field in find_fields(case["html"], parser=parser).fields if field.selector == case["field"]]
        if case["expect"] is None:
            assert [] == found
            return
        (field,) = found[:1]
        got = {key: getattr(field, key) for key in case["expect"]}

        assert case["expect"] == {key: list(one) if isinstance(one, tuple) else one for key, one in got.items()}

    def test_form(self) -> None:
        """
        The vectors have the form that their first lines promise, and each its own name.
        """
        assert 80 <= len(CASES) == len({case["name"] for case in CASES})
        for case in CASES:
            assert {"name", "html", "field", "expect"} == set(case)
            assert case["field"].startswith("#")
            assert set(case["expect"] or ()) <= KEYS
