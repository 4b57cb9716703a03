"""The scripts of the practice pages in Firefox: that they work there as well."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.extension.browsers import Browser, start

from casevide.training import Room, load_practice, load_practices, serving
from casevide.training.wording import say

CHOOSE = "(() => {{ const list = document.querySelector('{}'); list.selectedIndex = {}; {} return true; }})()"
CHANGED = "list.dispatchEvent(new Event('change', { bubbles: true }));"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Firefox without any extension, for this file only."""
    with ExitStack() as stack:
        yield start("firefox", tmp_path_factory.mktemp("firefox"), None, stack)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the practice room."""
    with serving(Room(load_practices())) as port:
        yield f"http://127.0.0.1:{port}"


class TestFirefox:
    def test_application(self, firefox: Browser, address: str) -> None:
        """
        The script builds each question of each screen under the real name of its property.
        """
        for page in load_practice("si-siao").pages:
            firefox.go(f"{address}/si-siao/{page.id}")
            firefox.wait("document.querySelector('#application form')")
            names = "Array.from(document.querySelectorAll('#application [name]'), (one) => one.name)"

            assert [question.name for question in page.questions] == firefox.run(names)

    def test_nothing_is_saved(self, firefox: Browser, address: str) -> None:
        """
        What is sent is answered by a sentence that says that nothing was saved.
        """
        firefox.go(f"{address}/si-siao/budget")
        firefox.wait("document.querySelector('#application form')")
        firefox.run("document.querySelector('#application form').requestSubmit() ?? true")

        assert say("thanks", "fr") == firefox.wait("document.querySelector('.said').textContent")

    @pytest.mark.parametrize(
        ("path", "question", "label"),
        [
            ("cosmos/menage", "typeLogement", "Nom de l'hébergeant"),
            ("isis-paris/obligatoires", "contexte_familial", "École"),
        ],
    )
    def test_parts(self, firefox: Browser, address: str, path: str, question: str, label: str) -> None:
        """
        A change brings a part of the page and puts it into place.
        """
        firefox.go(f"{address}/{path}")
        shown = f'document.querySelector("#main form").innerText.includes("{label}")'
        before = firefox.run(shown)
        firefox.run(CHOOSE.format(f"select[data-part={question}]", 2, CHANGED))

        assert not before
        assert firefox.wait(shown)

    def test_picker(self, firefox: Browser, address: str) -> None:
        """
        A day that is clicked in the shadow tree is the form's.
        """
        firefox.go(f"{address}/dui/administratif")
        firefox.run("(document.querySelector('date-picker').shadowRoot.querySelector('button').click(), true)")
        firefox.run(
            "(document.querySelector('date-picker').shadowRoot.querySelectorAll('.days button')[16].click(), 1)"
        )

        assert firefox.run("new FormData(document.forms[0]).get('date_d_admission')").startswith("17/")

    def test_frames(self, firefox: Browser, address: str) -> None:
        """
        The page of frames shows two pages.
        """
        firefox.go(f"{address}/cortexte/poste")

        assert [f"{address}/cortexte/{page}" for page in ("patient", "edgar")] == sorted(
            (frame.address for frame in firefox.frames), reverse=True
        )
