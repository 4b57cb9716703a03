"""The fixed words of the room: complete, well spaced, addressed to nobody."""

import pytest

from casevide import wording
from casevide.critique.wording import TEXTS, say


class TestTexts:
    @pytest.mark.parametrize("key", TEXTS)
    def test_texts(self, key: str) -> None:
        """
        Every fixed text is there in three languages, with the same places to fill, the French one well spaced.
        """
        places = [sorted(part.partition("}")[0] for part in text.split("{")[1:]) for text in TEXTS[key]]

        assert all(TEXTS[key])
        assert places[0] == places[1] == places[2]
        french = say(key, "fr") if not places[0] else say(key, "fr", **dict.fromkeys(places[0], "x"))
        assert not any(f" {mark}" in french for mark in ":;?!»")
        assert "« " not in french

    def test_nobody_is_addressed(self) -> None:
        """
        No text calls the reader "you", and none tells anyone to leave a field empty.
        """
        words = {
            word.strip(".,;:?!«»()’").lower() for texts in TEXTS.values() for text in texts for word in text.split()
        }

        assert not words & {"vous", "votre", "vos", "tu", "u", "uw", "je", "jij", "you", "your"}

    def test_no_text_twice(self) -> None:
        """
        A key of the whole program's words has no second text here.
        """
        assert not set(TEXTS) & set(wording.TEXTS)

    def test_falls_back(self) -> None:
        """
        What is not said here is said by the program's own words.
        """
        assert wording.say("disclaimer", "nl") == say("disclaimer", "nl")
