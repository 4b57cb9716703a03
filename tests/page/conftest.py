"""Fixtures for the tests of pages."""

from collections.abc import Callable
from typing import Any

import pytest

from casevide.field import Profile
from casevide.page.annotate import Annotated, annotate
from casevide.rulebook import Rulebook


@pytest.fixture
def put(small_rulebook: Rulebook, social: Profile) -> Callable[..., Annotated]:
    """`annotate` with the small rulebook and a social-services site, sent as UTF-8 HTML unless said otherwise."""

    def put(body: bytes, content_type: str | None = "text/html; charset=utf-8", **settings: Any) -> Annotated:
        chosen: dict[str, Any] = {"rulebook": small_rulebook, "profile": social, **settings}
        return annotate(body, content_type=content_type, **chosen)

    return put
