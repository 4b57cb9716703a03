"""What the tests of the practice room share: the copies, the shipped rules, the critique of a page as it is sent."""

from collections.abc import Callable
from functools import cache

import pytest

from casevide.critique import Critique, critique_page
from casevide.rulebook import Rulebook
from casevide.rulefolder import load_rulebook
from casevide.training import Served

type Criticise = Callable[[str, Served], Critique]
"""A system and one of its pages → its critique, with the profile of the system."""


@pytest.fixture(scope="session")
def shipped() -> Rulebook:
    """The rules that come with the program."""
    return load_rulebook()


@pytest.fixture(scope="session")
def criticise(shipped: Rulebook) -> Criticise:
    """How the pages are criticised."""

    @cache
    def criticise(system: str, page: Served) -> Critique:
        return critique_page(
            page.body,
            source=page.path,
            rulebook=shipped,
            content_type=page.kind,
            profile=shipped.profile_of_system(system),
            profile_from="options",
            host=f"{system}.test",
        )

    return criticise
