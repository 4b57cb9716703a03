"""Pages that browsers of different years read differently."""

import pytest

from casevide.page.doubt import read_two_ways


class TestReadTwoWays:
    @pytest.mark.parametrize(
        "text",
        [
            "<select><style><input></style>",
            "<SELECT>\n<NoScript><input>",
            "<select><svg><textarea>",
            "<select><option><math><script>",
            "<select></select><select><svg><title>x</title><select>",
            "<script>'<select>'</script><select><plaintext>",
            "<select><svg><style>",
        ],
    )
    def test_doubt(self, text: str) -> None:
        """Something that swallows text, inside a select, is read in two ways."""
        assert read_two_ways(text.lower().encode())

    @pytest.mark.parametrize(
        "text",
        [
            "<select><option>1</select><style></style><input>",
            "<select><option><svg><title>x</title><path/></svg></select><style>",
            "<svg><style></style></svg><select></select>",
            "<script>document.write('<select name=a>')</script><style></style><iframe>",
            "<!-- <select> --><style></style>",
            "<textarea><select></textarea><noscript>",
            "<select><script></script></select>",
            "<selectize><style>",
            "<select><svgs>",
            "<!-- <select><style>",
            "",
        ],
    )
    def test_no_doubt(self, text: str) -> None:
        """Icons in a select, and selects in scripts, comments and text areas, are no reason to doubt."""
        assert not read_two_ways(text.lower().encode())
