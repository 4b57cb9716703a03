"""What the document of a critique says: fields, totals, charts, sources, changes, questions, in three languages."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casevide.critique import Critique, summary
from casevide.critique.against import compare
from casevide.critique.document import document_of
from casevide.critique.wording import say
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES

type Criticise = Callable[..., Critique]

DAY = date(2026, 11, 22)


@pytest.fixture
def told(criticised: Criticise, with_precedent: Rulebook, page: bytes) -> Callable[..., dict[str, Any]]:
    """Give the document of the page, in French if not said otherwise."""

    def tell(language: str = "fr", **more: Any) -> dict[str, Any]:
        critiques = [criticised(page)]
        return document_of(critiques, rulebook=with_precedent, language=language, on=DAY, **more)

    return tell


class TestContent:
    def test_rows(self, told: Callable[..., dict[str, Any]]) -> None:
        """
        The fields stand in page order, each with verdict, who answers, what is forced, ways out and sources.
        """
        rows = [row for section in told()["pages"][0]["sections"] for row in section["rows"]]

        assert list(range(1, 8)) == [row["number"] for row in rows]
        assert ["required", "challengeable", "intrusive", "optional", "care-critical", "", ""] == [
            row["verdict"] for row in rows
        ]
        assert {
            "label": "Type de logement",
            "name": "Seulement si besoin",
            "mark": "*",
            "bearer": "bearer home (fr)",
            "forced": True,
            "ways": "«\u202fNon précisé\u202f»",
            "sources": [1],
        }.items() <= rows[2].items()
        assert "sans issue" == rows[1]["ways"]

    def test_star_means_no_duty(self, told: Callable[..., dict[str, Any]]) -> None:
        """
        The star stands for "forced, no duty found" and for nothing else: a duty that is forced has none.
        """
        rows = [row for section in told()["pages"][0]["sections"] for row in section["rows"]]

        assert ("required", True, "", "obligatoire") == tuple(
            rows[0][key] for key in ("verdict", "forced", "mark", "software")
        )

    def test_totals_are_those_of_the_summary(
        self, told: Callable[..., dict[str, Any]], criticised: Criticise, page: bytes
    ) -> None:
        """
        Totals and charts count what the JSON counts.
        """
        counts, document = summary([criticised(page)]), told()
        first, second, *_ = (chart["words"] for chart in document["charts"])

        assert counts["forced_without_duty"] == next(
            one["n"] for one in document["totals"] if one["text"] == say("total-forced-without-duty", "fr")
        )
        for verdict in ("required", "challengeable", "care-critical"):
            assert f"{say(verdict, 'fr')} {counts[verdict.replace('-', '_')]}" in first
        assert f"{say('matrix-none', 'fr')} {counts['forced_without_duty']}" in second.partition(";")[0]

    def test_every_cited_source_is_listed(self, told: Callable[..., dict[str, Any]]) -> None:
        """
        Sources are numbered from 1 in the order of their first citation, and each number is listed once.
        """
        document = told()
        cited = [n for section in document["pages"][0]["sections"] for row in section["rows"] for n in row["sources"]]

        assert [1, 2] == [one["number"] for one in document["sources"]] == list(dict.fromkeys(cited))
        assert "https://law.example/one" == document["sources"][0]["url"]

    def test_what_surrounds(self, told: Callable[..., dict[str, Any]], with_precedent: Rulebook) -> None:
        """
        Date, digest, what was not judged, the story of the software, and questions are there.
        """
        document = told()
        text = json.dumps(document, ensure_ascii=False)

        assert "22 novembre 2026" in text
        assert with_precedent.digest in text
        assert document["silent"]["pages"][0]["fields"] == ["Pointure", "Remarque"]
        assert ["withdrawn (fr)"] == [row["outcome"] for story in document["precedents"] for row in story["rows"]]
        assert any("Nationalité" in question for question in document["questions"])
        assert say("limits-typed", "fr") in document["silent"]["limits"]

    def test_no_field(self, criticised: Criticise, rulebook: Rulebook) -> None:
        """
        A page without a field gives a document that says so, without charts or questions.
        """
        document = document_of([criticised("<p>rien</p>")], rulebook=rulebook, language="fr", on=DAY)

        assert say("no-field", "fr") == document["pages"][0]["said"]
        assert ([], []) == (document["charts"], document["questions"])

    def test_title_holds_no_person(self, told: Callable[..., dict[str, Any]]) -> None:
        """
        The title of the page, which may hold a person's name, is nowhere.
        """
        assert "Untel" not in json.dumps(told())

    def test_unsafe_addresses(self, criticised: Criticise, rulebook: Rulebook, page: bytes) -> None:
        """
        Only a whole https address becomes a link.
        """
        grounds = {key: {**ground, "url": "javascript:alert(1)"} for key, ground in rulebook.grounds.items()}
        hostile = Rulebook({**rulebook.content, "grounds": grounds})
        document = document_of([criticised(page)], rulebook=hostile, language="fr", on=DAY)

        assert {("", "javascript:alert(1)")} == {(one["url"], one["address"]) for one in document["sources"]}


class TestCompared:
    def test_changes(self, criticised: Criticise, rulebook: Rulebook, page: bytes) -> None:
        """
        With an earlier critique, what was added, removed and newly forced stands in the document, and asks a question.
        """
        new = criticised(page)
        old = new.as_json()
        old["fields"] = [one | {"forced": False} for one in old["fields"] if one["label"] != "Remarque"]
        old["fields"].append(old["fields"][0] | {"label": "Ancien", "name": "ancien"})
        changes, _ = compare([old], [new])
        document = document_of([new], rulebook=rulebook, language="fr", on=DAY, changes=changes, gone=["gone.html"])
        kinds = {kind["name"]: kind["lines"] for kind in document["changes"][0]["kinds"]}

        assert ["Remarque (Non jugé)"] == kinds["Ajoutés"]
        assert ["Ancien (Exigé par un texte)"] == kinds["Retirés"]
        assert "Nationalité (Contestable)" in kinds[say("newly-forced", "fr")]
        assert say("ask-changed", "fr") in document["questions"]
        assert any("gone.html" in note for one in document["changes"] for note in one["notes"])


class TestLanguages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_complete(self, told: Callable[..., dict[str, Any]], language: str) -> None:
        """
        The document is in its language, down to what the rules say, and holds the disclaimer.
        """
        document = told(language)
        text = json.dumps(document, ensure_ascii=False)
        others = [one for one in LANGUAGES if one != language]

        assert say("disclaimer", language) in document["foot"]
        assert f"why nat ({language})" in text
        assert not any(f"({other})" in text for other in others)


class TestDeterministic:
    def test_same(self, told: Callable[..., dict[str, Any]]) -> None:
        """
        The same input gives the same document, and JSON holds all of it.
        """
        assert told() == json.loads(json.dumps(told()))
