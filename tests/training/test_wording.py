"""The fixed words of the practice room."""

import re
from string import Formatter

import pytest

from casevide.training.wording import TEXTS, say, told
from casevide.wording import LANGUAGES

each_text = pytest.mark.parametrize("key", TEXTS)


@each_text
class TestEveryText:
    def test_three_languages(self, key: str) -> None:
        """
        Each text is there in the three languages, with the same places to be filled.
        """
        places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in TEXTS[key]]

        assert len(LANGUAGES) == len(TEXTS[key])
        assert all(TEXTS[key])
        assert places[0] == places[1] == places[2]

    def test_nobody_is_ordered_about(self, key: str) -> None:
        """
        No text says "you".
        """
        assert not re.search(r"\b(vous|votre|vos|u|uw|jij|jouw|you|your)\b", " ".join(TEXTS[key]), re.IGNORECASE)

    def test_french_signs(self, key: str) -> None:
        """
        French puts a narrow space before its high signs, and never an ordinary one.
        """
        text = TEXTS[key][0]

        assert not re.search(r" [:;?!]", say(key, "fr", **dict.fromkeys(re.findall(r"{(\w+)}", text), "x")))


class TestTold:
    def test_typography(self) -> None:
        """
        Texts of the data may be written with plain signs; they are shown with those of their language.
        """
        texts = {"fr": "L'outil : « oui »", "nl": "Het: ja", "en": "It's: yes"}

        assert "L’outil\u202f: «\u202foui\u202f»" == told(texts, "fr")
        assert "It’s: yes" == told(texts, "en")
