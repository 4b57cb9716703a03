"""What the software says about a field: forced or not, and ways out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casevide.page.marking import (
    class_forces,
    is_notice,
    is_way_out,
    label_forces,
    remark_forces,
    star_is_free,
    ways_out,
)


class TestLabel:
    @pytest.mark.parametrize(
        "text",
        ["Nom (obligatoire)", "Nom [requis]", "Nom - obligatoire", "Naam (verplicht veld)", "Name (required)"],
    )
    def test_word_apart(self, text: str) -> None:
        """
        A word that stands apart from the rest of the label forces.
        """
        assert label_forces(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Assurance maladie obligatoire",
            "Verplichte verzekering",
            "Nom (non obligatoire)",
            "Naam (niet verplicht)",
            "Téléphone (facultatif)",
            "* champs obligatoires",
            "Nom",
            "",
        ],
    )
    def test_part_of_the_question(self, text: str) -> None:
        """
        A word that belongs to the question, that is denied, or that speaks of the whole page does not force.
        """
        assert not label_forces(text)


class TestRemark:
    @pytest.mark.parametrize(
        "text",
        ["*", " (*) ", "obligatoire", "Champ requis", "Le nom est obligatoire.", "Dit veld is verplicht", "Required"],
    )
    def test_says_it(self, text: str) -> None:
        """
        A star, or a short text that says nothing else, forces.
        """
        assert remark_forces(text)

    @pytest.mark.parametrize(
        "text",
        [
            "* Prénom",
            "non obligatoire",
            "Le nom n'est pas obligatoire",
            "niet verplicht",
            "not required",
            "Les champs marqués d'un * sont obligatoires",
            "jj/mm/aaaa",
            "",
            "obligatoire " * 20,
        ],
    )
    def test_says_something_else(self, text: str) -> None:
        """
        The star of the next label, a denial, an explanation of the page or an ordinary text does not force.
        """
        assert not remark_forces(text)


class TestNotice:
    @pytest.mark.parametrize(
        "text",
        [
            "* champs obligatoires",
            "Les champs marqués d'un astérisque sont obligatoires",
            "Velden met een * zijn verplicht",
            "* required fields",
            "Les zones suivies de * sont facultatives",
        ],
    )
    def test_of_the_page(self, text: str) -> None:
        """
        What speaks of several fields explains the page.
        """
        assert is_notice(text)

    @pytest.mark.parametrize("text", ["Champ obligatoire", "Nationalité", "Options choisies", "Informations"])
    def test_of_one_field(self, text: str) -> None:
        """
        What speaks of one field, or of nothing compulsory, is no explanation of the page.
        """
        assert not is_notice(text)


class TestClass:
    @pytest.mark.parametrize(
        "names",
        ["required", "form-control is-required", "requiredField", "champ-obligatoire", "validate[required,custom]",
         "MANDATORY", "veld verplicht"],
    )  # fmt: skip
    def test_says_required(self, names: str) -> None:
        """
        A class name that holds the word forces.
        """
        assert class_forces(names)

    @pytest.mark.parametrize(
        "names", ["", "not-required", "notrequired", "non-obligatoire", "required-false", "optional"]
    )
    def test_says_otherwise(self, names: str) -> None:
        """
        A class name that denies the word does not force.
        """
        assert not class_forces(names)


class TestStar:
    @pytest.mark.parametrize(
        "page",
        [
            "Les champs suivis d'un * sont facultatifs",
            "(*) champs facultatifs",
            "Velden met een * zijn facultatief",
            "* = optional field",
        ],
    )
    def test_explained_as_optional(self, page: str) -> None:
        """
        A page may say that its star means optional.
        """
        assert star_is_free(page)

    @pytest.mark.parametrize(
        "page",
        ["* champs obligatoires", "Téléphone (facultatif) Nom *", "Nom *", "", "Les options * du logement"],
    )
    def test_ordinary_star(self, page: str) -> None:
        """
        Any other star means what stars mean.
        """
        assert not star_is_free(page)


class TestWaysOut:
    @pytest.mark.parametrize(
        "text",
        [
            "Non renseigné", "NON RENSEIGNE", "Non renseigné(e)", "NR", "N.R.", "Refus de répondre",
            "Refuse de répondre", "Ne souhaite pas répondre", "La personne ne souhaite pas répondre", "Sans objet",
            "S.O.", "NSP", "Ne sait pas", "Je ne sais pas", "Inconnu", "Inconnue", "Non demandé", "Non communiqué",
            "9 - Non renseigné", "Ne se prononce pas", "Sans réponse",
            "Onbekend", "Niet gevraagd", "Weigert te antwoorden", "Wil niet zeggen", "N.v.t.", "Geen antwoord",
            "Niet van toepassing", "Weet niet", "Niet gekend", "Zegt het liever niet",
            "Unknown", "Prefer not to say", "Not asked", "N/A", "Don't know", "Declined to answer", "Not stated",
        ],
    )  # fmt: skip
    def test_lets_one_not_answer(self, text: str) -> None:
        """
        What says that nothing is known, asked or answered is a way out, in three languages.
        """
        assert is_way_out(text)

    @pytest.mark.parametrize(
        "text",
        ["", "-- Choisir --", "Sélectionner…", "Non", "Oui", "Autre", "Aucun", "Sans emploi", "Refus de soins",
         "Nee", "Andere", "Kies…", "Geen", "No", "None", "Other", "Please select", "NB", "Nord"],
    )  # fmt: skip
    def test_is_an_answer(self, text: str) -> None:
        """
        An answer, or an invitation to choose, is no way out.
        """
        assert not is_way_out(text)

    def test_keeps_the_order(self) -> None:
        """
        Ways out are given as the page writes them, in page order.
        """
        assert ("NSP", "Inconnu") == ways_out(("Oui", "NSP", "Non", "Inconnu"))

    @settings(deadline=None)
    @given(st.lists(st.text(max_size=20)))
    def test_are_choices(self, choices: list[str]) -> None:
        """
        Whatever the choices, ways out are some of them.
        """
        assert set(ways_out(tuple(choices))) <= set(choices)
