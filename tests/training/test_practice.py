"""The data of the practice copies: what is documented, by what, and what was made up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from casevide.critique import Critique
from casevide.errors import CasevideError
from casevide.rulebook import Rulebook
from casevide.training import Practice, Served, known_practices, load_practice, load_practices, practice_pages
from casevide.training.practice import Block, PracticePage, Question

type Criticise = Callable[[str, Served], Critique]

ROOT = Path(__file__).parents[2]
COSMOS = load_practice("cosmos")
SCHOOL = load_practice("base-eleves")
DOCUMENTED = {
    "Nom",
    "Adresse",
    "Numéro de téléphone",
    "Pièce d'identité",
    "Nationalité",
    "Motif de la demande",
    "Service extérieur qui a orienté",
    "Date d'installation sur la commune",
    "Rendez-vous (agenda électronique)",
    "Nombre d'enfants",
    "Numéro de sécurité sociale (NIR)",
    "Problèmes de santé physiques",
    "Problèmes de santé psychiques",
    "Conflit de couple sans violence",
    "Écoute soutien +++",
    "Comptes-rendus d'entretien",
}
each_practice = pytest.mark.parametrize("practice", load_practices(), ids=known_practices())


class TestEverySystem:
    def test_every_pack_has_its_copy(self) -> None:
        """
        Each system that has a pack of rules has a practice copy, and no other.
        """
        assert sorted(path.stem for path in (ROOT / "rules" / "systems").glob("*.yaml")) == list(known_practices())

    @each_practice
    def test_profile_is_that_of_the_pack(self, practice: Practice, shipped: Rulebook) -> None:
        """
        Country and sector of a copy are those that the rules know for the system.
        """
        profile = shipped.profile_of_system(practice.id)

        assert (profile.country, profile.sector) == (practice.country, practice.sector)

    @each_practice
    def test_documented_come_first(self, practice: Practice) -> None:
        """
        On every page, and in every block, what is documented stands above what was made up.
        """
        for page in practice.pages:
            blocks = [block for _, block in page.first_blocks]
            orders = [[block.documented for block in blocks]]
            orders += [[bool(question.sources) for question in block.questions] for block in blocks]

            for order in orders:
                assert sorted(order, reverse=True) == order, page.id

    @each_practice
    def test_every_source_is_used(self, practice: Practice) -> None:
        """
        No source is listed that attests nothing, and each is a web address.
        """
        blocks = [block for page in practice.pages for block in page.blocks]
        used = {source for block in blocks for source in block.sources}
        used |= {source for block in blocks for question in block.questions for source in question.sources}

        assert set(practice.sources) == used
        assert all(source.url.startswith(("http://", "https://")) for source in practice.sources.values())

    @each_practice
    def test_explained_in_three_languages(self, practice: Practice) -> None:
        """
        What a copy is, and what must be known of its sources, is said in French, Dutch and English.
        """
        blocks = [block for page in practice.pages for block in page.blocks]
        notes = [block.note for block in blocks] + [question.note for block in blocks for question in block.questions]
        told = [practice.about, *filter(None, notes)]

        assert all({"fr", "nl", "en"} == set(texts) for texts in told)
        assert all(text.strip() for texts in told for text in texts.values())


class TestCosmos:
    def test_documented_questions(self) -> None:
        """
        Exactly the questions that public texts attest are marked as documented.
        """
        assert DOCUMENTED == {one.label for page in COSMOS.pages for one in page.questions if one.sources}

    def test_375_items(self, criticise: Criticise) -> None:
        """
        With its lists of items the copy asks as many questions as the software had items.
        """
        assert 375 == sum(len(criticise("cosmos", page).findings) for page in practice_pages()["cosmos"])

    def test_with_and_without_way_out(self) -> None:
        """
        Among the forced lists there are some with a way out and some without: the difference can be shown.
        """
        forced = [one for page in COSMOS.pages for one in page.questions if one.options and one.forced != "no"]
        ways = {"Sans objet", "Non renseigné", "Refus de répondre", "Non précisé"}

        assert any(ways & set(question.options) for question in forced)
        assert any(not ways & set(question.options) for question in forced)


def test_232_items() -> None:
    """
    The paper grid on screen has its 232 boxes.
    """
    grid = load_practice("grille-232").page("grille")
    assert grid is not None

    assert ["checkbox"] * 232 == [question.control for question in grid.questions]


class TestWriting:
    def test_a_bare_label_is_a_question(self) -> None:
        """
        A bare label stands for a question that is typed, with a technical name made of its words.
        """
        block = Block.model_validate({"title": "A", "layout": "labels", "questions": ["Numéro de l'œuvre"]})

        assert [Question(label="Numéro de l'œuvre", name="numero_de_l_oeuvre")] == list(block.questions)

    def test_sources_of_a_block_are_those_of_its_questions(self) -> None:
        """
        What documents each question of a block is written once; a question that names its own sources has those.
        """
        questions = ["A", {"label": "B", "sources": []}]
        block = Block.model_validate({"title": "A", "layout": "labels", "each": ["x"], "questions": questions})

        assert [("x",), ()] == [question.sources for question in block.questions]

    def test_items_are_reconstructions(self) -> None:
        """
        The boxes of a shared list follow the questions, and no source of the block vouches for them.
        """
        block = Block.model_validate({"title": "A", "layout": "items", "each": ["x"], "items": "sante"})

        assert block.questions
        assert {("checkbox", ())} == {(question.control, question.sources) for question in block.questions}


class TestMistakes:
    def test_unknown_system(self) -> None:
        """
        An unknown system is answered with the list of those that exist.
        """
        with pytest.raises(CasevideError, match="cosmos"):
            load_practice("cosmoss")

    def test_options_belong_to_lists(self) -> None:
        """
        A select without choices, or a text box with choices, is refused.
        """
        with pytest.raises(ValidationError, match="options"):
            Question(label="A", name="a", control="select")
        with pytest.raises(ValidationError, match="options"):
            Question(label="A", name="a", control="text", options=("b",))

    def test_unknown_source(self) -> None:
        """
        A question cannot rest on a source that is not listed.
        """
        with pytest.raises(ValidationError, match="unknown sources"):
            Practice.model_validate(SCHOOL.model_dump() | {"sources": {}})

    def test_unknown_page(self) -> None:
        """
        A wizard cannot lead to a page that does not exist.
        """
        first, *others = SCHOOL.model_dump()["pages"]

        with pytest.raises(ValidationError, match="unknown pages: nowhere"):
            Practice.model_validate(SCHOOL.model_dump() | {"pages": [first | {"next": "nowhere"}, *others]})

    def test_names_differ(self) -> None:
        """
        Two controls of a page cannot share a technical name by mistake.
        """
        twice = {"title": "A", "layout": "labels", "questions": ["Nom", "Nom"]}

        with pytest.raises(ValidationError, match="names given twice: nom"):
            PracticePage.model_validate({"id": "a", "title": "A", "heading": "A", "blocks": [twice]})

    def test_nothing_comes_after_nothing(self) -> None:
        """
        A block that is sent later needs a question of the page that calls for it, and a page that has updates.
        """
        late = {"title": "A", "layout": "labels", "after": "nom", "questions": ["Prénom"]}

        with pytest.raises(ValidationError, match="after a question"):
            PracticePage.model_validate({"id": "a", "title": "A", "heading": "A", "blocks": [late]})

    def test_a_block_can_be_made_up(self) -> None:
        """
        A block without any source is a reconstruction.
        """
        assert not Block(title="A", layout="labels", questions=()).documented
