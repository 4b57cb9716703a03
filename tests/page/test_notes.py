"""Notes for browsers without the extension."""

from collections.abc import Callable

import pytest

from casevide.judge import Hint
from casevide.page.annotate import Annotated, strip
from casevide.page.notes import NOTE, note
from casevide.rulebook import VERDICTS, Rulebook

FORM = "<label for=a>Nationalité</label><input id=a>".encode()
MARK = b' data-casevide="challengeable fr-social-nationality"'

type Annotate = Callable[..., Annotated]


class TestWording:
    @pytest.mark.parametrize("language", ["fr", "nl", "en"])
    def test_plain_ascii_between_invisible_spaces(self, small_rulebook: Rulebook, language: str) -> None:
        """Every note is ASCII, names its author, holds no markup, and is recognised again; no two are the same."""
        rules = [next(rule.id for rule in small_rulebook.rules.values() if rule.verdict == one) for one in VERDICTS]
        notes = {
            note(Hint(verdict, rule, "c", certainty, "label", ()), small_rulebook, language)
            for verdict, rule in zip(VERDICTS, rules, strict=True)
            for certainty in ("sure", "likely")
        }

        # The only rule of low confidence asks in any case.
        assert 2 * len(VERDICTS) - 1 == len(notes)
        for one in notes:
            assert NOTE.fullmatch(one.encode("ascii"))
            assert "[Case vide" in one
            assert not set("<>\"'") & set(one)

    def test_care_never_asks_for_low_confidence(self, small_rulebook: Rulebook) -> None:
        """Care that is not sure asks; care that is sure does not."""
        hint = Hint("care-critical", "fr-social-allergy", "allergy", "sure", "label", ())

        assert note(hint, small_rulebook, "en") == " &#8203;[Case vide: Never leave empty]&#8203;"


class TestPlaces:
    @pytest.mark.parametrize(
        ("language", "note"),
        [
            ("fr", b" &#8203;[Case vide&#8239;: Contestable]&#8203;"),
            ("nl", b" &#8203;[Case vide: Betwistbaar]&#8203;"),
            ("en", b" &#8203;[Case vide: Open to challenge]&#8203;"),
        ],
    )
    def test_after_the_own_label(self, put: Annotate, language: str, note: bytes) -> None:
        """A note follows the field's own label, in plain ASCII."""
        expected = FORM.replace(b"</label>", b"</label>" + note).replace(b"<input", b"<input" + MARK)

        assert expected == put(FORM, visible=language).body

    def test_question(self, put: Annotate) -> None:
        """Where the hint is not sure, or its rule's confidence is low, the note asks."""
        likely = b"<label for=a>?</label><input id=a placeholder=Nationalite>"
        low = b"<label for=b>Lieu de naissance</label><input id=b>"

        assert [b"Open to challenge?]", b"Only if needed?]"] == [
            put(page, visible="en").body.partition(b"Case vide: ")[2].partition(b"&")[0] for page in (likely, low)
        ]

    def test_after_a_legend(self, put: Annotate) -> None:
        """The note of a radio group follows its legend, once, and no radio's own label."""
        page = (
            "<fieldset><legend>Nationalité</legend><label><input type=radio name=n value=1>A</label>"
            "<label><input type=radio name=n value=2>B</label></fieldset>"
        ).encode()

        found = put(page, visible="en").body

        assert b"</legend> &#8203;[Case vide: Open to challenge]&#8203;<label>" in found
        assert found.count(b"[Case vide") == 1

    @pytest.mark.parametrize(
        "page",
        [
            "<script>'<label for=a>Nationalité</label>'</script><input id=a aria-label=Nationalité>",
            "<!-- <label for=a>x</label> --><input id=a aria-label=Nationalité>",
            "<p title='<label for=a>x</label>'><input id=a aria-label=Nationalité>",
            "<textarea><label for=a>x</label></textarea><input id=a aria-label=Nationalité>",
            "<label for=b>x</label><input id=a aria-label=Nationalité>",
            "<b><label for=a><i>Nationalité</b></label><p><input id=a>",
            "<svg><label for=a>Nationalité</label></svg><input id=a aria-label=Nationalité>",
            "<td>Nationalité<td><input>",
        ],
    )
    def test_no_safe_place(self, put: Annotate, page: str) -> None:
        """Where it is not certain that a note would be text after the field's own label, there is none."""
        found = put(page.encode(), visible="fr")

        assert found.hints
        assert put(page.encode()).body == found.body

    def test_in_a_partial_response(self, put: Annotate) -> None:
        """Notes stand in the CDATA of a JSF answer as they would on a page."""
        page = (
            b"<partial-response><changes><update id='f'><![CDATA[" + FORM + b"]]></update></changes></partial-response>"
        )

        found = put(page, "text/xml", visible="nl").body

        assert b"</label> &#8203;[Case vide: Betwistbaar]&#8203;<input" in found
        assert page == strip(found)
