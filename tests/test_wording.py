"""The fixed words: complete, and typographically right, in three languages."""

import re
import string

import pytest

from casevide.rulebook import VERDICTS
from casevide.wording import LANGUAGES, SIGNS, TEXTS, in_language, preferred_language, quoted, say

KEYS = sorted(TEXTS)


def places(text: str) -> list[str]:
    """Give the names of the places of a text, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("key", KEYS)
class TestTexts:
    def test_three_languages(self, key: str) -> None:
        """
        Every text exists in every language.
        """
        texts = TEXTS[key]

        assert len(LANGUAGES) == len(texts)
        assert all(text.strip() == text != "" for text in texts)

    def test_same_places(self, key: str) -> None:
        """
        A text has the same places to fill in every language.
        """
        french, dutch, english = TEXTS[key]

        assert places(french) == places(dutch) == places(english)

    def test_french_spaces(self, key: str) -> None:
        """
        In French a narrow no-break space stands before ``: ; ? !`` and inside « », and nowhere an ordinary one.
        """
        french = TEXTS[key][0].replace("http:", "")
        said = say(key, "fr", **dict.fromkeys(places(french), "X"))

        assert [] == re.findall(r"(?<!\u202f)[:;?!»](?=\s|$)|«(?!\u202f)", said)

    def test_curly_marks(self, key: str) -> None:
        """
        Apostrophes and quotation marks are typographic, so that texts look the same everywhere.
        """
        assert not set("'\"") & set("".join(TEXTS[key]))

    def test_nobody_is_told_to_leave_a_field_empty(self, key: str) -> None:
        """
        No text speaks to "you", and none gives the order to leave a field empty.
        """
        french, dutch, english = (text.lower() for text in TEXTS[key])

        assert not re.search(r"\b(vous|votre|vos)\b|^laisser (ce champ )?vide", french)
        assert not re.search(r"\b(u|uw|je|jij|jouw)\b|^laat .*leeg", dutch)
        assert not re.search(r"\b(you|your)\b|^leave .*empty", english)


class TestSay:
    def test_every_verdict_has_name_lead_and_sign(self) -> None:
        """
        Each of the five verdicts has a sign, a name and a lead sentence.
        """
        assert set(VERDICTS) == set(SIGNS)
        assert all(say(verdict, "en") and say(f"{verdict}-lead", "en") for verdict in VERDICTS)

    def test_signs_differ(self) -> None:
        """
        No two verdicts share a sign.
        """
        assert len(VERDICTS) == len(set(SIGNS.values()))

    def test_places_are_filled(self) -> None:
        """
        What is handed over stands in the text.
        """
        assert "Klopt dit: nationaliteit?" == say("likely", "nl", category="nationaliteit")

    def test_filled_in_text_is_left_alone(self) -> None:
        """
        French spacing is put into our words only, never into what a page says.
        """
        assert "issue\u202f: a ? b" == say("ways-out", "fr", options="a ? b")

    def test_unknown_language(self) -> None:
        """
        A language that is not ours is an error, not a silent other language.
        """
        with pytest.raises(ValueError, match="de"):
            say("optional", "de")


class TestOtherWords:
    def test_in_language(self) -> None:
        """
        A rule's text comes in the language asked for, else in the first that it has.
        """
        assert "b" == in_language({"fr": "a", "nl": "b"}, "nl")
        assert "a" == in_language({"fr": "a"}, "en")
        assert "" == in_language(None, "en")

    @pytest.mark.parametrize(
        ("language", "expected"), [("fr", "«\u202fa\u202f», «\u202fb\u202f»"), ("nl", "‘a’, ‘b’"), ("en", "“a”, “b”")]
    )
    def test_quoted(self, language: str, expected: str) -> None:
        """
        Choices stand between the quotation marks of the language.
        """
        assert expected == quoted(["a", "b"], language)

    @pytest.mark.parametrize(
        ("settings", "expected"),
        [
            (("nl_BE.UTF-8",), "nl"),
            (("en_GB", "fr_FR"), "en"),
            ((None, "", "nl_NL"), "nl"),
            (("de_DE",), "fr"),
            (("C.UTF-8",), "fr"),
            ((), "fr"),
        ],
    )
    def test_preferred_language(self, settings: tuple[str | None, ...], expected: str) -> None:
        """
        The strongest locale setting decides; a language that is not ours, or none, gives French.
        """
        assert expected == preferred_language(*settings)
