"""The fixed words of the site: complete, typographically right, and all of them used."""

import re
import string
from pathlib import Path

import pytest

import casevide.rulesite
from casevide import wording
from casevide.rulebook import VERDICTS
from casevide.rulesite.search import KINDS
from casevide.rulesite.wording import COUNTRIES, NAMES, TEXTS, country, day, say
from casevide.wording import LANGUAGES

KEYS = sorted(TEXTS)
FOLDER = Path(casevide.rulesite.__file__).parent
TEMPLATES = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("templates/*.html")))
CODE = (FOLDER / "pages.py").read_text("utf-8")
SAID = set(re.findall(r"""\bsay\(["']([\w-]+)["'][,)]""", TEMPLATES + CODE))
BUILT = {
    *(f"kind-{kind}" for kind in KINDS),
    *(f"by-{kind}" for kind in ("hosts", "titles", "headings")),
    *(f"status-{status}" for status in ("test", "stable")),
    *("phrases", "labels", "never", "never_labels", "autocomplete", "art-9", "art-10"),
    *("total-rules", "total-categories", "total-grounds", "total-systems", "total-packs"),
}
"""Keys that are put together from parts, or that stand in a list."""


def places(text: str) -> list[str]:
    """Give the names of the places of a text, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("key", KEYS)
class TestTexts:
    def test_three_languages(self, key: str) -> None:
        """Every text exists in every language."""
        assert len(LANGUAGES) == len(TEXTS[key])
        assert all(text.strip() == text != "" for text in TEXTS[key])

    def test_same_places(self, key: str) -> None:
        """A text has the same places to fill in every language."""
        french, dutch, english = TEXTS[key]

        assert places(french) == places(dutch) == places(english)

    def test_french_spaces(self, key: str) -> None:
        """In French a narrow no-break space stands before ``: ; ? !`` and inside « », and nowhere an ordinary one."""
        said = say(key, "fr", **dict.fromkeys(places(TEXTS[key][0]), "X"))

        assert [] == re.findall(r"(?<!\u202f)[:;?!»](?=\s|$)|«(?!\u202f)", said)

    def test_curly_marks(self, key: str) -> None:
        """Apostrophes and quotation marks are typographic."""
        assert not set("'\"") & set("".join(TEXTS[key]))

    def test_nobody_is_told_to_leave_a_field_empty(self, key: str) -> None:
        """No text speaks to "you", and none gives the order to leave a field empty."""
        french, dutch, english = (text.lower() for text in TEXTS[key])

        assert not re.search(r"\b(vous|votre|vos)\b|^laisser (ce champ )?vide", french)
        assert not re.search(r"\b(u|uw|je|jij|jouw)\b|^laat .*leeg", dutch)
        assert not re.search(r"\b(you|your)\b|^leave .*empty", english)

    def test_it_is_used(self, key: str) -> None:
        """No text stands here that no page says."""
        assert key in SAID | BUILT or f'"{key}"' in TEMPLATES

    def test_it_has_one_home(self, key: str) -> None:
        """A text that all of Case vide says is not said otherwise here."""
        assert key not in wording.TEXTS


class TestSay:
    @pytest.mark.parametrize("key", sorted(SAID | BUILT | {f"{one}-lead" for one in VERDICTS}))
    def test_what_templates_say_exists(self, key: str) -> None:
        """Every text that a template asks for is here or among the shared ones."""
        assert key in TEXTS or key in wording.TEXTS

    def test_shared_words(self) -> None:
        """What is not here is asked of the shared words."""
        assert wording.say("optional", "nl") == say("optional", "nl")

    def test_filled_in_text_is_left_alone(self) -> None:
        """French spacing is put into our words only, never into what fills them."""
        assert "a ?\u202f: b !" == say("colon", "fr", a="a ?", b="b !")


class TestNames:
    def test_every_language_names_itself(self) -> None:
        """The language links say each language in that language."""
        assert set(LANGUAGES) == set(NAMES)

    def test_countries(self) -> None:
        """A known country has a name in each language; any other is called by its code."""
        assert all(len(LANGUAGES) == len(some) for some in COUNTRIES.values())
        assert "België" == country("BE", "nl")
        assert "XX" == country("XX", "fr")

    @pytest.mark.parametrize(
        ("iso", "language", "expected"),
        [
            ("2026-11-22", "fr", "22 novembre 2026"),
            ("2026-05-01", "fr", "1er mai 2026"),
            ("2026-03-01", "nl", "1 maart 2026"),
            ("2026-12-31", "en", "31 December 2026"),
            ("soon", "en", "soon"),
        ],
    )
    def test_days(self, iso: str, language: str, expected: str) -> None:
        """Dates stand as people write them; what is no date stands as it is."""
        assert expected == day(iso, language)
