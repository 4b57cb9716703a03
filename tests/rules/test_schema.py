"""Tests of the JSON Schema for editors."""

from pathlib import Path

from casevide.rules.schema import rule_schema, rule_schema_text

SCHEMA = Path(__file__).parents[2] / "docs" / "rule.schema.json"


class TestSchema:
    def test_the_file_is_in_step(self) -> None:
        """``docs/rule.schema.json`` is what ``python -m casevide.rules.schema`` writes today."""
        assert rule_schema_text() == SCHEMA.read_text(encoding="utf-8")

    def test_every_key_is_described(self) -> None:
        """An editor can say of every key what it is for."""
        schema = rule_schema()
        forms = [schema, *schema["$defs"].values()]

        assert [] == [
            (form.get("title"), key)
            for form in forms
            for key, value in form.get("properties", {}).items()
            if not value.get("description")
        ]

    def test_unknown_keys_are_refused(self) -> None:
        """An editor underlines a misspelt key: no form but the lists by id takes other keys."""
        schema = rule_schema()
        forms = [schema, *schema["$defs"].values()]

        assert all(form["additionalProperties"] is False for form in forms if "properties" in form)

    def test_limits_are_in_it(self) -> None:
        """An editor counts the characters of what a card must show."""
        says = rule_schema()["$defs"]["Says"]

        assert 160 == says["properties"]["fr"]["maxLength"]
