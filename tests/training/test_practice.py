"""The data of the practice copies: what is documented, by what, and what was made up."""

import pytest
from pydantic import ValidationError

from casevide.errors import CasevideError
from casevide.training.practice import Block, Practice, Question, load_practice

COSMOS = load_practice("cosmos")
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


class TestCosmos:
    def test_documented_questions(self) -> None:
        """
        Exactly the questions that public texts attest are marked as documented.
        """
        documented = {
            question.label
            for page in COSMOS.pages
            for block in page.blocks
            for question in block.questions
            if question.sources
        }

        assert DOCUMENTED == documented

    def test_documented_come_first(self) -> None:
        """
        On every page, what is documented stands above what was made up.
        """
        for page in COSMOS.pages:
            order = [block.documented for block in page.blocks]

            assert sorted(order, reverse=True) == order, page.id

    def test_every_source_is_used(self) -> None:
        """
        No source is listed that attests nothing, and each is a web address.
        """
        used = {
            source
            for page in COSMOS.pages
            for block in page.blocks
            for holder in (block.sources, *(question.sources for question in block.questions))
            for source in holder
        }

        assert set(COSMOS.sources) == used
        assert all(source.url.startswith(("http://", "https://")) for source in COSMOS.sources.values())

    def test_names_differ(self) -> None:
        """
        No two controls of a page share a technical name by mistake.
        """
        for page in COSMOS.pages:
            names = [question.name for block in page.blocks if block.layout != "rows" for question in block.questions]

            assert len(set(names)) == len(names), page.id

    def test_with_and_without_way_out(self) -> None:
        """
        Among the forced lists there are some with a way out and some without: the difference can be shown.
        """
        forced = [
            question
            for page in COSMOS.pages
            for block in page.blocks
            for question in block.questions
            if question.options and question.forced != "no"
        ]
        ways = {"Sans objet", "Non renseigné", "Refus de répondre", "Non précisé"}

        assert any(ways & set(question.options) for question in forced)
        assert any(not ways & set(question.options) for question in forced)


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
        data = COSMOS.model_dump()
        data["sources"] = {}

        with pytest.raises(ValidationError, match="unknown sources"):
            Practice.model_validate(data)

    def test_a_block_can_be_made_up(self) -> None:
        """
        A block without any source is a reconstruction.
        """
        assert not Block(title="A", layout="labels", questions=()).documented
