"""Labels that need context before speaking meet silence or protection when they stand alone."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.rulebook import LOWERING, Rulebook
from casevide.rulefolder import load_rulebook

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "vectors" / "context-labels.yaml").read_text(encoding="utf-8"),
)["cases"]
SECTORS: dict[str, tuple[str | None, ...]] = {
    "care": ("hospital", "psychiatry", "general-practice"),
    "unknown": (None,),
    "social": ("social-services",),
    "child": ("child-protection",),
    "school": ("school",),
    "homeless": ("homelessness",),
    "disability": ("disability",),
}
ROWS = [
    (label, country, where, sector)
    for case in CASES
    for label, country, where in product(case["labels"], case.get("countries", ["FR", "BE"]), case["where"])
    for sector in SECTORS[where]
]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


class TestContextLabels:
    @pytest.mark.parametrize(("label", "country", "where", "sector"), ROWS)
    def test_silent_or_protective(
        self, label: str, country: str, where: str, sector: str | None, rulebook: Rulebook
    ) -> None:
        """
        A label whose meaning hangs on the screen gets no lowering verdict when it stands alone.
        """
        hint = judge(Field(label=label), Profile(country, sector), rulebook)

        assert hint is None or hint.verdict not in LOWERING, (where, hint)
