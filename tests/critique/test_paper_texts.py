"""The words of the paper: three languages, nothing that nobody may say."""

import re

import pytest

from casevide.critique.paper_texts import TEXTS
from casevide.wording import LANGUAGES, said

PLACES = re.compile(r"\{(\w+)\}")
ORDERS = re.compile(
    r"need not|not (?:have|need) to be filled|ne pas remplir|laisser vide|inutile de|pas besoin|niet invullen|"
    r"leeg laten|niet nodig|illegal|illégal|onwettig|unlawful|infraction commise",
    re.IGNORECASE,
)


class TestTexts:
    @pytest.mark.parametrize("key", list(TEXTS))
    def test_three_languages(self, key: str) -> None:
        """
        Each text is there in three languages, with the same places.
        """
        texts = TEXTS[key]

        assert len(LANGUAGES) == len([text for text in texts if text.strip()])
        assert 1 == len({tuple(sorted(PLACES.findall(text))) for text in texts})

    @pytest.mark.parametrize("key", list(TEXTS))
    def test_no_order_and_no_accusation(self, key: str) -> None:
        """
        No text says that a field need not be filled, or that somebody did something unlawful.
        """
        assert [] == [text for text in TEXTS[key] if ORDERS.search(text)]

    def test_french_spaces(self) -> None:
        """
        French gets its narrow spaces when a text is said, so none is written with a no-break space.
        """
        assert [] == [key for key, texts in TEXTS.items() if "\u202f" in texts[0] or "\u00a0" in texts[0]]
        assert "\u202f:" in said(TEXTS, "title", "fr", system="COSMOS")
