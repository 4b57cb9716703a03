"""The shared vectors, to the letter, in real browsers; labels from the living page."""

import json
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / "vectors"


class Browser(Protocol):
    def run(self, expression: str) -> Any: ...


def vectors(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def expanded(case: dict[str, Any], key: str) -> Any:
    if key in case:
        return case[key]
    part, times = case[f"{key}_times"]
    return part * times if isinstance(part, str) and key == "text" else [part] * times


def whole(html: str) -> str:
    """Give a whole page: a vector may be only what stands in its body."""
    return html if html.lower().startswith("<!doctype") else f"<!doctype html><html><body>{html}</body></html>"


class TestVectors:
    def test_words(self, browser: Browser) -> None:
        """Every shared vector gives the words that it names."""
        data = vectors("words")
        cases = [
            {
                "text": expanded(case, "text"),
                "stopwords": case.get("stopwords", data["stopwords"]),
                "as_name": case.get("as_name", False),
            }
            for case in data["cases"]
        ]
        got = browser.run(f"wordsOf({json.dumps(cases)})")

        assert {case["name"]: expanded(case, "words") for case in data["cases"]} == dict(
            zip([case["name"] for case in data["cases"]], got, strict=True)
        )

    @pytest.mark.parametrize(
        ("name", "speak", "keys"),
        [
            ("match", "recognise", ("category", "evidence", "certainty", "words")),
            ("judge", "judge", ("verdict", "rule", "certainty", "disagree")),
        ],
    )
    def test_judge(self, browser: Browser, name: str, speak: str, keys: tuple[str, ...]) -> None:
        """Every shared vector of recognition and judgement gives what it names, or silence."""
        data = vectors(name)
        got = browser.run(f"said({speak}, {json.dumps(data['rulebook'])}, {json.dumps(data['cases'])})")
        expected = {
            case["name"]: case["expect"] and ({"disagree": []} if "disagree" in keys else {}) | case["expect"]
            for case in data["cases"]
        }

        assert len(expected) >= 60
        assert expected == {
            case["name"]: one and {key: one[key] for key in keys} for case, one in zip(data["cases"], got, strict=True)
        }

    def test_labels(self, browser: Browser) -> None:
        """Every shared vector of labels gives what it names, from a page as the browser has built it."""
        cases = vectors("labels")
        pages = browser.run(f"foundIn({json.dumps([whole(case['html']) for case in cases])})")
        wrong = {}
        for case, page in zip(cases, pages, strict=True):
            field = next((one for one in page["fields"] if one["selector"] == case["field"]), None)
            wanted = case["expect"]
            got = field if field is None or wanted is None else {key: field[key] for key in wanted}
            if got != wanted:
                wrong[case["name"]] = got

        assert len(cases) >= 100
        assert {} == wrong
