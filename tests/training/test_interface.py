"""The JSON interface of the page that only a script builds."""

from collections.abc import Iterator
from typing import Any

from casevide.training import load_practice
from casevide.training.interface import answers

SIAO = load_practice("si-siao")
ANSWERS = answers(SIAO)
PROPERTIES = {"nationalite", "dateEntreeFrance", "droitsejour", "numeroAgdref", "typeDroitSecuriteSociale"}
"""Some of those that a public third-party client reads and writes."""


def leaves(whole: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each property that is no object, with its value."""
    for name, value in whole.items():
        yield from leaves(value) if isinstance(value, dict) else [(name, value)]


class TestAnswers:
    def test_other_systems_have_none(self) -> None:
        """
        A system without such a page has no interface.
        """
        assert {} == answers(load_practice("cosmos"))

    def test_real_property_names(self) -> None:
        """
        The object of a page has the properties of the real interface, at the real place.
        """
        assert set(ANSWERS["/situationAdministratives/1"]) > PROPERTIES

    def test_objects_are_empty(self) -> None:
        """
        Nothing is known of anybody: each property is empty, each box unticked.
        """
        for page in SIAO.pages:
            assert {"id": 1} == {name: value for name, value in leaves(ANSWERS[page.api]) if value}

    def test_dotted_names_are_objects_in_objects(self) -> None:
        """
        A property of an object in the object is where the real interface has it.
        """
        assert {"codeDepartement": None} == ANSWERS["/demandeInsertion/1"]["siao"]["territoire"]

    def test_every_list_is_there(self) -> None:
        """
        Each list that a screen asks for can be had, with the choices of the question.
        """
        for page in SIAO.pages:
            for block in ANSWERS[f"/ecrans/{page.id}"]["blocks"]:
                for question in block["questions"]:
                    wanted = {one.name: one.options for one in page.questions}[question["name"]]
                    listed = ANSWERS[question["referentiel"]] if question["referentiel"] else []

                    assert list(wanted) == [one["libelle"] for one in listed]

    def test_sources_are_numbered_as_on_the_page(self) -> None:
        """
        A question's sources have the numbers that the legend of the page gives them.
        """
        numbers = list(SIAO.sources)
        first = ANSWERS["/ecrans/administratif"]["blocks"][0]["questions"][0]

        assert [numbers.index("listes") + 1] == first["sources"]
