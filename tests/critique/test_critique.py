"""The critique itself: fields judged, questions counted, the JSON form."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casevide.critique import (
    JSON_VERSION,
    Critique,
    Finding,
    UnreadableError,
    chosen_profile,
    critique_page,
    findings_of,
    questions,
    summary,
)
from casevide.errors import CasevideError
from casevide.field import Field, Profile
from casevide.judge import judge
from casevide.rulebook import Rulebook

type Criticise = Callable[..., Critique]

KEYS = [
    "selector",
    "label",
    "group",
    "name",
    "control",
    "category",
    "certainty",
    "verdict",
    "rule",
    "forced",
    "ways_out",
]


def read_or_refused(body: bytes, rulebook: Rulebook) -> Critique | str:
    """Give the critique of a page, or the text of the error that says why there is none."""
    try:
        return critique_page(body, source="p", rulebook=rulebook)
    except UnreadableError as error:
        return str(error)


@pytest.fixture
def found(criticised: Criticise, page: bytes) -> dict[str, dict[str, Any]]:
    """The JSON objects of the page's fields, by technical name."""
    return {field["name"]: field for field in criticised(page).as_json()["fields"]}


class TestJson:
    def test_keys(self, criticised: Criticise, page: bytes, rulebook: Rulebook) -> None:
        """
        The object of a page has the keys that scripts depend on, and says its version.
        """
        found = criticised(page).as_json()

        assert ["version", "source", "profile", "rulebook", "fields", "summary"] == list(found)
        assert JSON_VERSION == found["version"] == 1
        assert "page.html" == found["source"]
        assert {"digest": rulebook.digest, "date": "2026-11-01"} == found["rulebook"]
        assert {"country": "FR", "sector": "social-services", "system": "cosmos", "from": "page"} == found["profile"]
        assert all(KEYS == list(field) for field in found["fields"])

    def test_is_json(self, criticised: Criticise, page: bytes) -> None:
        """
        The object survives being written and read as JSON.
        """
        found = criticised(page).as_json()

        assert found == json.loads(json.dumps(found))

    def test_page_order(self, criticised: Criticise, page: bytes) -> None:
        """
        All fields come in page order, the silent ones too, a radio group once.
        """
        names = [field["name"] for field in criticised(page).as_json()["fields"]]

        assert ["nom", "nat", "log", "sf", "urg", "x", "y"] == names

    def test_hinted_field(self, found: dict[str, dict[str, Any]]) -> None:
        """
        A field with a hint says what it asks for, how surely, the verdict, the rule, and what the software makes of it.
        """
        assert {
            "selector": "#nat",
            "label": "Nationalité",
            "group": "",
            "name": "nat",
            "control": "select",
            "category": "nationality",
            "certainty": "sure",
            "verdict": "challengeable",
            "rule": "nat",
            "forced": True,
            "ways_out": [],
        } == found["nat"] | {"label": found["nat"]["label"].rstrip(" *")}

    def test_way_out(self, found: dict[str, dict[str, Any]]) -> None:
        """
        The choices that let a person not answer are listed.
        """
        assert ["Non précisé"] == found["log"]["ways_out"]

    def test_recognised_without_rule(self, found: dict[str, dict[str, Any]]) -> None:
        """
        Where no rule speaks, category and certainty are still given, verdict and rule are null.
        """
        assert ("shoe", "sure", None, None) == tuple(
            found["x"][key] for key in ("category", "certainty", "verdict", "rule")
        )

    def test_silent(self, found: dict[str, dict[str, Any]]) -> None:
        """
        A field that is not recognised has null for category, certainty, verdict and rule.
        """
        assert [None] * 4 == [found["y"][key] for key in ("category", "certainty", "verdict", "rule")]

    def test_title_is_not_given(self, criticised: Criticise, page: bytes) -> None:
        """
        The title of the page, which may hold a person's name, appears nowhere.
        """
        assert "Untel" not in json.dumps(criticised(page).as_json())

    def test_values_are_not_read(self, criticised: Criticise) -> None:
        """
        Nothing that was typed or chosen before the page was saved appears anywhere.
        """
        page = (
            '<label for="a">Nom</label><input id="a" value="CANARI1"><textarea name="b">CANARI2</textarea>'
            '<input type="radio" name="c" value="CANARI3" checked><input type="hidden" name="d" value="CANARI4">'
        )

        assert "CANARI" not in json.dumps(criticised(page).as_json())


class TestSummary:
    def test_counts(self, criticised: Criticise, page: bytes) -> None:
        """
        Each verdict, the forced, the gap between both, and silence are counted.
        """
        assert {
            "fields": 7,
            "hinted": 5,
            "forced": 4,
            "care_critical": 1,
            "required": 1,
            "challengeable": 1,
            "intrusive": 1,
            "optional": 1,
            "no_duty_found": 3,
            "forced_without_duty": 3,
            "silent": 2,
            "repeated": 0,
        } == criticised(page).as_json()["summary"]

    def test_repeated_column_counts_once(self, criticised: Criticise) -> None:
        """
        A column of a table is one question, however many rows it has.
        """
        cells = '<td><input name="p:{0}:nom" required></td><td><input name="p:{0}:remarque"></td>'
        rows = "".join(f'<tr><th scope="row">{n}</th>{cells.format(n)}</tr>' for n in range(30))
        heads = '<th scope="col">Nom</th><th scope="col">Remarque</th>'
        counts = criticised(f"<table><tr><th>#</th>{heads}</tr>{rows}</table>").as_json()["summary"]

        assert (2, 1, 1, 58) == (counts["fields"], counts["required"], counts["forced"], counts["repeated"])

    def test_two_rows_are_two_questions(self) -> None:
        """
        Two fields alike are two questions; only three or more make a column.
        """
        findings = [Finding(Field(label="Nom", name=f"nom{n}"), None, None, None) for n in range(2)]

        assert 2 == len(questions(findings))

    def test_checkboxes_count_one_by_one(self) -> None:
        """
        Each checkbox is a question of its own, even if their names differ in a number only.
        """
        findings = [Finding(Field(control="checkbox", label="A", name=f"a{n}"), None, None, None) for n in range(5)]

        assert 5 == len(questions(findings))

    def test_different_labels_are_different_questions(self) -> None:
        """
        Fields with the same numbered name but other labels are not the same question.
        """
        findings = [Finding(Field(label=f"Q{n}", name=f"f:{n}:a"), None, None, None) for n in range(5)]

        assert ["Q0", "Q1", "Q2", "Q3", "Q4"] == [question.first.field.label for question in questions(findings)]

    def test_several_pages(self, criticised: Criticise, page: bytes) -> None:
        """
        The totals of several pages are the sums of theirs.
        """
        one = criticised(page)
        both = summary([one, one])

        assert {key: 2 * count for key, count in summary([one]).items()} == both

    @given(
        st.lists(
            st.builds(
                Field,
                control=st.sampled_from(["text", "checkbox", "radio", "select"]),
                label=st.sampled_from(["Nom", "Nationalité", "Logement", "Remarque", "Personne à prévenir"]),
                name=st.sampled_from(["", "a", "a1", "a2", "f:3:b", "f:4:b"]),
                forced=st.booleans(),
            ),
            max_size=25,
        )
    )
    @settings(max_examples=100, deadline=None)
    def test_sums(self, rulebook: Rulebook, fields: list[Field]) -> None:
        """
        Whatever the fields: the verdicts and silence make all questions, questions and repetitions make all fields.
        """
        profile = Profile("FR", "social-services")
        hints = [(field, judge(field, profile, rulebook)) for field in fields]
        found = Critique("p", profile, "", rulebook.digest, "", findings_of(hints, profile, rulebook))
        counts = summary([found])
        verdicts = sum(counts[key] for key in ("care_critical", "required", "challengeable", "intrusive", "optional"))

        assert counts["hinted"] == verdicts
        assert counts["fields"] == counts["hinted"] + counts["silent"]
        assert len(fields) == counts["fields"] + counts["repeated"]
        assert counts["forced_without_duty"] <= min(counts["forced"], counts["no_duty_found"])


class TestProfile:
    def test_chosen_profile_wins(self, criticised: Criticise, page: bytes) -> None:
        """
        What was chosen decides, and the page's own system does not.
        """
        found = criticised(page, profile=Profile("BE"), profile_from="options")

        assert {"country": "BE", "sector": None, "system": None, "from": "options"} == found.as_json()["profile"]
        assert "required" == found.findings[1].verdict

    def test_recognised_by_host(self, criticised: Criticise) -> None:
        """
        A page is recognised by the host that sent it.
        """
        found = criticised("<input name=a>", host="www.cosmos.example")

        assert ("cosmos", "page") == (found.profile.system, found.profile_from)

    def test_unknown(self, criticised: Criticise) -> None:
        """
        A page of nowhere has an unknown profile, and rules of a sector are silent on it.
        """
        found = criticised('<label for="a">Nationalité</label><input id="a">')

        assert (Profile(), "", None) == (found.profile, found.profile_from, found.findings[0].verdict)
        assert {"country": None, "sector": None, "system": None, "from": None} == found.as_json()["profile"]

    def test_system_brings_country_and_sector(self, rulebook: Rulebook) -> None:
        """
        Choosing a system chooses its country and sector, unless they are chosen too.
        """
        assert Profile("FR", "social-services", "cosmos") == chosen_profile(rulebook, system="cosmos")
        assert Profile("BE", "social-services", "cosmos") == chosen_profile(rulebook, system="cosmos", country="be")

    def test_nothing_chosen(self, rulebook: Rulebook) -> None:
        """
        Without a choice there is no chosen profile.
        """
        assert chosen_profile(rulebook) is None

    @pytest.mark.parametrize(
        ("chosen", "says"),
        [
            ({"country": "France"}, "two letters"),
            ({"country": "F1"}, "two letters"),
            ({"sector": "social-service"}, "did you mean social-services"),
            ({"sector": "zzz"}, "choose one of: social-services"),
            ({"system": "cosmo"}, "did you mean cosmos"),
        ],
    )
    def test_unknown_choice(self, rulebook: Rulebook, chosen: dict[str, str], says: str) -> None:
        """
        A country, sector or system that the rules do not know is an error that says what they know.
        """
        with pytest.raises(CasevideError, match=says):
            chosen_profile(rulebook, **chosen)


class TestUnreadable:
    @pytest.mark.parametrize(
        ("body", "says"),
        [
            (b"", "empty"),
            (b" \r\n\t ", "empty"),
            (b"%PDF-1.7 <a>", "not a web page"),
            (b"PK\x03\x04" + b"<a>", "not a web page"),
            (b"\x00\x01\x02\x03", "not a web page"),
            (b"Nom: Untel", "no HTML"),
            (b'{"a": 1}', "no HTML"),
        ],
    )
    def test_says_what_is_wrong(self, criticised: Criticise, body: bytes, says: str) -> None:
        """
        What is no page is refused with its name, the reason and what to do.
        """
        with pytest.raises(UnreadableError, match=says) as caught:
            criticised(body)

        assert "page.html: " in str(caught.value)
        assert caught.value.remedy

    def test_unknown_charset(self, criticised: Criticise) -> None:
        """
        A page in a character set that nobody knows is refused rather than garbled.
        """
        with pytest.raises(UnreadableError, match="character set"):
            criticised("<input>", content_type="text/html; charset=klingon")

    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
    def test_charsets(self, criticised: Criticise, codec: str) -> None:
        """
        A label is read in each of the charsets that old and new browsers save pages in.
        """
        found = criticised('<label for="a">Nationalité</label><input id="a">'.encode(codec))

        assert ["Nationalité"] == [finding.field.label for finding in found.findings]

    def test_page_without_field(self, criticised: Criticise) -> None:
        """
        A page without a form is a page: it has no fields.
        """
        assert 0 == criticised("<p>Bonjour</p>").as_json()["summary"]["fields"]

    def test_five_thousand_fields(self, criticised: Criticise) -> None:
        """
        A page of five thousand questions is judged whole.
        """
        fields = "".join(f'<p><label for="f{n}">Nom {n}</label><input id="f{n}" required></p>' for n in range(5000))
        counts = criticised(fields).as_json()["summary"]

        assert (5000, 5000, 5000) == (counts["fields"], counts["required"], counts["forced"])

    @given(st.binary(max_size=300))
    @settings(max_examples=150, deadline=None)
    def test_any_bytes(self, rulebook: Rulebook, body: bytes) -> None:
        """
        Any bytes give a critique or a plain error, never anything else.
        """
        outcome = read_or_refused(body, rulebook)

        assert isinstance(outcome, Critique) or outcome.startswith("p: ")
