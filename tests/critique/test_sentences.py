"""What is said of questions and rules: the one mark after a sign, texts that no page can abuse, all evidence named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from casevide.critique import Critique, Finding, questions
from casevide.critique.sentences import Sentences, by_rule, clean, suffix
from casevide.field import Field, Profile
from casevide.judge import Hint, judge
from casevide.rulebook import Rulebook
from casevide.wording import LANGUAGES, say

type Criticise = Callable[..., Critique]


class TestSuffix:
    FIELD = Field(label="Nationalité", forced=True)
    HINT = Hint("challengeable", "nat", "nationality", "sure", "label", ("nationalite",))

    @pytest.mark.parametrize(
        ("hint", "forced", "expected"),
        [
            (HINT, True, "*"),
            (HINT, False, ""),
            (replace(HINT, certainty="likely"), True, "?"),
            (replace(HINT, certainty="likely", disagree=("other",)), True, "≠"),
            (replace(HINT, verdict="optional", rule="couple"), True, "?"),
            (replace(HINT, verdict="care-critical", rule="contact"), True, ""),
            (replace(HINT, verdict="care-critical", rule="contact", certainty="likely"), True, "?"),
            (replace(HINT, verdict="required", rule="name"), True, ""),
            (None, True, ""),
        ],
    )
    def test_first_that_applies(self, rulebook: Rulebook, hint: Hint | None, *, forced: bool, expected: str) -> None:
        """
        One mark at most: disagreement, then doubt, then forced without duty; low confidence alone never doubts care.
        """
        finding = Finding(replace(self.FIELD, forced=forced), hint, None, None)

        assert expected == suffix(finding, rulebook)


class TestClean:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Nom\x1b[31m rouge", "Nom [31m rouge"),
            ("a\nb\tc\x9bd", "a b c d"),
            ("a\u202eb\u200b\u00adc", "abc"),
            ("a\udc80b", "a b"),
            ("  Prénom\u202f: ", "Prénom\u202f:"),
            ("é" * 200, "é" * 159 + "…"),
        ],
    )
    def test_clean(self, text: str, expected: str) -> None:
        """
        No page can move the cursor, colour the screen, turn the text around, or fill it.
        """
        assert expected == clean(text)


class TestSentences:
    def test_rules_in_order(self, criticised: Criticise, page: bytes) -> None:
        """
        Rules come in the order in which they first speak, each with all its questions.
        """
        found = by_rule(questions(criticised(page + page).findings))

        assert [("name", 2), ("nat", 2), ("home", 2), ("couple", 2), ("contact", 2)] == [
            (rule, len(members)) for rule, members in found.items()
        ]

    def test_french_spaces(self, rulebook: Rulebook) -> None:
        """
        French texts of rules get their narrow spaces; a text shown for want of another language is left as it is.
        """
        sentences = Sentences(rulebook, "fr")

        assert "a\u202f: «\u202fb\u202f»" == sentences.text({"fr": "a : « b »", "en": "x"})
        assert "a : b" == sentences.text({"nl": "a : b"})
        assert "" == sentences.text(None)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_profile(self, criticised: Criticise, rulebook: Rulebook, page: bytes, language: str) -> None:
        """
        The profile says software, sector, country and how they are known; an unknown one says what to do.
        """
        sentences = Sentences(rulebook, language)

        assert sentences.profile(criticised(page)).startswith(f"COSMOS ({language}) · ")
        assert say("from-page", language) in sentences.profile(criticised(page))
        assert say("profile-unknown", language) == sentences.profile(criticised("<input>"))


def test_every_evidence_has_words(rulebook: Rulebook) -> None:
    """
    Each kind of evidence that makes a hint only likely can be named.
    """
    fields = {
        "placeholder": Field(placeholder="Logement"),
        "title": Field(title="Logement"),
        "name": Field(name="logement"),
        "id": Field(id="logement"),
        "options": Field(options=("Logement",)),
        "group": Field(control="checkbox", label="x", group="Logement"),
    }
    for kind, field in fields.items():
        hint = judge(field, Profile(), rulebook)

        assert hint is not None
        assert ("likely", kind) == (hint.certainty, hint.evidence)
        assert say(f"evidence-{kind}", "en")
