"""What gets one sign, and what counts once."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser

type Staging = Callable[..., Browser]

TOLD = (
    "questionsHere().then((all) => all.map((one) => [one.kind, one.rows, "
    "one.fields.length, one.hint?.verdict ?? null]))"
)


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table(rows: int) -> str:
    head = "<tr><th>Nom</th><th>Contestable *</th><th>Vital</th></tr>"
    return f"<table>{head}{row('<input>', '<input required>', '<input type=checkbox>') * rows}</table>"


def boxes(*labels: str, heading: str = "<h2>Liste</h2>") -> str:
    return heading + "".join(f"<label><input type=checkbox> {label}</label><br>" for label in labels)


def told(staged: Staging, html: str) -> Any:
    return staged(html, begin=None).run(TOLD)


class TestColumns:
    def test_three_rows(self, staged: Staging) -> None:
        """A column that asks the same in three rows is one question, also where no rule speaks of it."""
        assert [["column", 3, 3, None], ["column", 3, 3, "challengeable"]] == told(staged, table(3))[:2]

    def test_two_rows(self, staged: Staging) -> None:
        """In two rows each field asks for itself."""
        assert ["one"] * 6 == [kind for kind, *_ in told(staged, table(2))]

    def test_boxes_that_must_not_be_left_empty(self, staged: Staging) -> None:
        """Boxes of a column that must not be left empty are never merged."""
        assert [["one", 1, 1, "care-critical"]] * 3 == told(staged, table(3))[2:]

    def test_fields_that_must_not_be_left_empty(self, staged: Staging) -> None:
        """Other fields of such a column are: the header says it once, at full size."""
        html = f"<table><tr><th>Nom<th>Vital</tr>{row('<input>', '<input>') * 4}</table>"

        assert [["column", 4, 4, None], ["column", 4, 4, "care-critical"]] == told(staged, html)

    def test_wide_cells(self, staged: Staging) -> None:
        """A wide header cell is that of all the columns below; what follows stands below the next."""
        html = f"<table><tr><th colspan=2>Nom<th>Intrusif</tr>{row('<input>', '<input>', '<input>') * 3}</table>"
        heads = staged(html, begin=None).run(
            "questionsHere().then((all) => all.map((one) => [one.head?.textContent.trim(), one.fields.length]))"
        )

        assert [["Nom", 6], ["Intrusif", 3]] == heads

    def test_grids_of_roles(self, staged: Staging) -> None:
        """A table that is one by its roles only has columns all the same."""
        cell = "<div role=gridcell><input aria-label={}></div>"
        cells = f"<div role=row>{cell.format('Nom')}{cell.format('Intrusif')}</div>" * 3
        head = "<div role=row><div role=columnheader id=h>Nom</div><div role=columnheader>Intrusif</div></div>"
        kinds = [kind for kind, *_ in told(staged, f"<div role=grid>{head}{cells}</div>")]

        assert ["column", "column"] == kinds

    def test_forced(self, staged: Staging) -> None:
        """A column is forced if a field of it is, and says so beside the sign."""
        told_ = staged(table(3), begin=None).run(
            "questionsHere().then((all) => all.map((one) => [one.forced, one.suffix]))"
        )

        assert [[False, ""], [True, "*"]] == told_[:2]


class TestGroups:
    def test_radios(self, staged: Staging) -> None:
        """The choices of one question are one question."""
        radios = "".join(f"<label><input type=radio name=r> {one}</label>" for one in ("oui", "non", "peut-être"))

        assert [["group", 1, 1, "intrusive"]] == told(staged, f"<fieldset><legend>Intrusif</legend>{radios}</fieldset>")


class TestLists:
    def test_most_share_a_sign(self, staged: Staging) -> None:
        """The boxes with the rule that most have share one sign at the heading; one with another rule keeps its own."""
        html = boxes("contestable a", "contestable b", "intrusif", "contestable c")

        assert [["list", 3, 3, "challengeable"], ["one", 1, 1, "intrusive"]] == told(staged, html)
        assert "Liste" == staged(html, begin=None).run("questionsHere().then(([one]) => one.head.textContent)")

    def test_a_legend(self, staged: Staging) -> None:
        """Of boxes in a set, the legend is the heading."""
        three = boxes("facultatif a", "facultatif b", "facultatif c", heading="")
        html = f"<h2>Autre</h2><fieldset><legend>Motifs</legend>{three}</fieldset>"

        assert "Motifs" == staged(html, begin=None).run("questionsHere().then(([one]) => one.head.textContent)")

    @pytest.mark.parametrize(
        "labels",
        [
            ("contestable a", "contestable b"),
            ("contestable a", "contestable b", "intrusif a", "intrusif b"),
            ("vital a", "vital b", "vital c"),
        ],
        ids=["two boxes", "no more than half", "boxes that must not be left empty"],
    )
    def test_what_is_not_merged(self, staged: Staging, labels: tuple[str, ...]) -> None:
        """Fewer than three boxes, no rule that most have, or what must not be left empty: each has its own sign."""
        assert ["one"] * len(labels) == [kind for kind, *_ in told(staged, boxes(*labels))]

    def test_care_among_many(self, staged: Staging) -> None:
        """A box that must not be left empty keeps its sign, however many others share one."""
        verdicts = [verdict for *_, verdict in told(staged, boxes("vital", *(f"facultatif {n}" for n in range(9))))]

        assert ["care-critical", "optional"] == sorted(verdicts)

    def test_no_heading(self, staged: Staging) -> None:
        """Without a heading of their own there is no place for a common sign."""
        html = "<h2>Autre</h2><input aria-label=x>" + boxes("facultatif a", "facultatif b", "facultatif c", heading="")

        assert ["one"] * 4 == [kind for kind, *_ in told(staged, html)]


class TestCounting:
    def test_totals(self, staged: Staging) -> None:
        """A column counts once, a radio group once, each box once; free is what no duty was found for."""
        html = (
            table(5)
            + boxes("contestable a", "contestable b", "contestable c", "exigé")
            + "<p><label>Facultatif * <input required></label><p><label>Exigé * <input required></label>"
        )
        totals = staged(html, begin=None).run("questionsHere().then(totalsOf)")

        assert {"total": 1 + 1 + 5 + 4 + 2, "free": 1 + 3 + 1, "forced": 1 + 1} == totals


class TestSuffix:
    @pytest.mark.parametrize(
        ("label", "suffix"),
        [
            ("Disputé *", "≠"),
            ("Incertain *", "?"),
            ("Gravité *", ""),
            ("Facultatif *", "*"),
            ("Facultatif", ""),
            ("Contestable *", "*"),
            ("Intrusif *", "*"),
            ("Exigé *", ""),
            ("Vital *", ""),
        ],
    )
    def test_what_stands_beside(self, staged: Staging, label: str, suffix: str) -> None:
        """At most one: disagreement, doubt, force without a duty; low confidence never doubts what is vital."""
        page = staged(f"<label>{label} <input></label>", begin=None)

        assert [suffix] == page.run("questionsHere().then((all) => all.map((one) => one.suffix))")

    def test_likely(self, staged: Staging) -> None:
        """What was recognised without certainty is doubted, also where it is vital."""
        page = staged("<input placeholder=Vital><input placeholder=Facultatif required>", begin=None)

        assert ["?", "?"] == page.run("questionsHere().then((all) => all.map((one) => one.suffix))")
