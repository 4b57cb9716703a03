"""Comparing two critiques: every difference is told, nothing else is, and only a critique can be compared with."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casevide.critique import Critique, Finding
from casevide.critique.against import Changes, compare, read_critiques
from casevide.errors import CasevideError
from casevide.field import Field, Profile

type Criticise = Callable[..., Critique]


def compared(old: Critique, new: Critique) -> Changes:
    """Compare two critiques of one page, the earlier one by way of JSON."""
    changes, gone = compare(read_critiques(json.dumps([old.as_json()]).encode(), "old.json"), [new])

    assert not gone
    return changes[0]


class TestChanges:
    @pytest.mark.parametrize(
        ("before", "after", "kind", "labels"),
        [
            ("<input name=a>", "<input name=a><label>Nom<input name=b></label>", "added", ["Nom"]),
            ("<input name=a><label>Nom<input name=b></label>", "<input name=a>", "removed", ["Nom"]),
            (
                "<label>Nom<input name=b></label>",
                "<label>Nom<input name=b required></label>",
                "newly_forced",
                ["Nom"],
            ),
            (
                "<label>Nom<input name=b required></label>",
                "<label>Nom<input name=b></label>",
                "no_longer_forced",
                ["Nom"],
            ),
            (
                "<label>Pointure<input name=b></label>",
                "<label>Nom<input name=b></label>",
                "verdict_changed",
                ["Nom"],
            ),
        ],
    )
    def test_each(self, criticised: Criticise, before: str, after: str, kind: str, labels: list[str]) -> None:
        """
        A field that was added, removed, newly forced, freed, or judged otherwise is told as exactly that.
        """
        found = compared(criticised(before), criticised(after)).as_json()
        kinds = ("added", "removed", "newly_forced", "no_longer_forced", "verdict_changed")

        assert {key: labels if key == kind else [] for key in kinds} == {
            key: [one["label"] for one in found[key]] for key in kinds
        }

    def test_verdict_before(self, criticised: Criticise) -> None:
        """
        A changed verdict is told with the one before.
        """
        found = compared(criticised("<label>Pointure<input name=b></label>"), criticised("<label>Nom<input name=b>"))
        change = found.as_json()["verdict_changed"][0]

        assert (None, "required") == (change["verdict_before"], change["verdict"])

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('<label for="j_idt42:a">Nom</label><input id="j_idt42:a" name="j_idt42:a">', None),
            ("<label>Nom<input name=x></label>", "<label>Nom<input name=y></label>"),
            ("<label>Logement actuel<input name=x></label>", "<label>Type de logement<input name=x></label>"),
        ],
    )
    def test_same_field(self, criticised: Criticise, before: str, after: str | None) -> None:
        """
        A field whose number in the software, name or label alone changed is the same field.
        """
        new = after or before.replace("42", "57")

        assert not compared(criticised(before), criticised(new)).any

    def test_more_rows(self, criticised: Criticise) -> None:
        """
        A table with more rows than last time asks nothing new.
        """
        rows = ["".join(f"<label>Nom<input name='r{row}'></label>" for row in range(count)) for count in (1, 5)]

        assert not compared(criticised(rows[0]), criticised(rows[1])).any

    def test_other_rules_and_profile(self, criticised: Criticise) -> None:
        """
        Other rules or another profile are told, as verdicts may then differ although the form does not.
        """
        page = "<label>Nom<input name=b></label>"
        old = criticised(page).as_json() | {"rulebook": {"digest": "sha256-other", "date": "2025-01-01"}}
        changes, _ = compare([old], [criticised(page, profile=Profile("BE"), profile_from="options")])

        assert (True, True, "2025-01-01") == (
            changes[0].other_rules,
            changes[0].other_profile,
            changes[0].since_rules,
        )

    @given(
        st.lists(
            st.builds(
                Field,
                label=st.sampled_from(["Nom", "Adresse", ""]),
                name=st.sampled_from(["a", "a1", "b", ""]),
                group=st.sampled_from(["", "Parent"]),
                forced=st.booleans(),
            ),
            max_size=6,
        )
    )
    def test_nothing_changed(self, fields: list[Field]) -> None:
        """
        A critique compared with itself has no change, whatever its fields.
        """
        findings = tuple(Finding(field, None, None, None) for field in fields)
        critique = Critique("p", Profile(), "", "sha256-x", "", findings)

        assert not compared(critique, critique).any


class TestPages:
    def test_matched_by_name(self, criticised: Criticise) -> None:
        """
        Pages are matched by their source, else by their last name, in whatever order; those that are gone are named.
        """
        old = [
            criticised(f"<label>{label}<input name=n></label>").as_json() | {"source": source}
            for source, label in (("old/b.html", "B"), ("old/a.html", "A"), ("https://x.example/gone?id=1", "C"))
        ]
        new = criticised("<label>A<input name=n></label>")
        new_pages = [
            Critique(source, new.profile, "", new.digest, "", new.findings) for source in ("new/a.html", "new/c.html")
        ]
        changes, gone = compare(old, new_pages)

        assert ["old/a.html", ""] == [one.since for one in changes]
        assert not changes[0].any
        assert ["A"] == [one.label for one in changes[1].added]
        assert ["old/b.html", "https://x.example/gone?id=1"] == gone

    def test_one_page_each(self, criticised: Criticise) -> None:
        """
        One page on each side is compared whatever it was called.
        """
        old = criticised("<input name=a>").as_json() | {"source": "-"}

        assert "-" == compare([old], [criticised("<input name=a>")])[0][0].since


class TestRead:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"<html>", "old.json:1:1: this is not JSON"),
            (b'[\n{"a": }]', "old.json:2:7: this is not JSON"),
            (b"\xff", "old.json: this is not JSON"),
            (b"[" * 100_000, "old.json: this is not JSON"),
            (b"{}", "old.json: this is not a critique"),
            (b"[1]", "old.json: page 1 is not the critique of a page"),
            (b'[{"version": 1}]', "old.json: page 1 is not the critique of a page"),
            (b'[{"version": 99}]', "old.json: page 1 has version 99, this program reads up to 1"),
        ],
    )
    def test_wrong(self, data: bytes, says: str) -> None:
        """
        What is not a critique is refused, with the place and what to give instead.
        """
        with pytest.raises(CasevideError) as caught:
            read_critiques(data, "old.json")

        assert caught.value.message.startswith(says)
        assert caught.value.remedy

    @pytest.mark.parametrize("key", ["source", "profile", "rulebook", "fields"])
    def test_missing_part(self, criticised: Criticise, key: str) -> None:
        """
        A page without one of its parts is no critique.
        """
        page: Mapping[str, Any] = {name: one for name, one in criticised("<input>").as_json().items() if name != key}

        with pytest.raises(CasevideError, match="page 1 is not the critique of a page"):
            read_critiques(json.dumps([page]).encode(), "old.json")
