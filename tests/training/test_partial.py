"""Partial answers, read back by what the proxy reads them with."""

import pytest

from casevide.page.partial import views
from casevide.training.partial import FACES_KIND, PANEL_KIND, faces_answer, panel_answer

CONTENTS = ["<p>Été</p>", "<p>a]]>b</p>", "<p>😀 | 1|#||</p>", '<div id="x">\n</div>']


def kind(content_type: str) -> str:
    """Give a content type without its parameters."""
    return content_type.partition(";")[0]


@pytest.mark.parametrize("content", CONTENTS)
class TestRoundTrip:
    def test_faces(self, content: str) -> None:
        """
        A partial-response holds exactly the content, whatever signs it has, and the view state is no page of its own.
        """
        found = views(faces_answer("formA:x<y", content).decode(), kind(FACES_KIND))

        assert found is not None
        assert [content] == [view.text for view in found]

    def test_panel(self, content: str) -> None:
        """
        The stated length of a panel is right, in UTF-16 code units.
        """
        found = views(panel_answer("ctl00_x", content).decode(), kind(PANEL_KIND))

        assert found is not None
        assert [content] == [view.text for view in found]
