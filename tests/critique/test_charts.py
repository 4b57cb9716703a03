"""Charts: every value is drawn and said, in black and white, without anything a page's text could break."""

import re
import xml.etree.ElementTree as ET

import pytest

from casevide.critique.charts import WIDTH, Chart, bars, matrix, stacked

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "A<b>&\"'</svg>"


def charts(name: str = "Nom") -> list[Chart]:
    """One of each."""
    return [
        bars("Titre", [(name, 3), ("Autre", 40)]),
        stacked("Titre", ["un", "deux", "trois"], [(name, [3, 0, 1]), ("Autre", [0, 40, 2])]),
        matrix("Titre", ["colonne", "autre"], [(name, [3, 0]), ("Ligne", [40, 1])], (0, 1)),
    ]


@pytest.mark.parametrize("chart", charts(), ids=["bars", "stacked", "matrix"])
class TestEach:
    def test_values_are_said(self, chart: Chart) -> None:
        """
        Every value stands in the drawing and in the words.
        """
        drawn = "".join(ET.fromstring(chart.svg).itertext())  # noqa: S314 - we drew it

        for value in ("3", "40"):
            assert value in drawn
            assert re.search(rf"\b{value}\b", chart.words)
        assert chart.words.startswith("Titre. ")

    def test_black_and_white(self, chart: Chart) -> None:
        """
        Nothing has a colour, so paper and copies show all of it.
        """
        assert {"#000", "#fff", "none", "url(#_hatch)"} >= set(re.findall(r'(?:fill|stroke)="([^"]+)"', chart.svg))

    def test_stays_inside(self, chart: Chart) -> None:
        """
        No shape leaves the drawing.
        """
        root = ET.fromstring(chart.svg)  # noqa: S314 - we drew it
        height = float(root.attrib["viewBox"].split()[3])
        for shape in root.findall(f"{SVG}rect"):
            x, y, wide, high = (float(shape.attrib[key]) for key in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= WIDTH
            assert 0 <= y <= y + high <= height


class TestAnything:
    @pytest.mark.parametrize("place", range(3))
    def test_hostile_names(self, place: int) -> None:
        """
        A name from a page stays a text.
        """
        root = ET.fromstring(charts(HOSTILE)[place].svg)  # noqa: S314 - we drew it

        assert HOSTILE in "".join(root.itertext())

    def test_nothing_counted(self) -> None:
        """
        Zeros and no rows at all can be drawn.
        """
        for chart in (
            bars("t", []),
            bars("t", [("a", 0)]),
            stacked("t", ["k"], [("a", [0])]),
            matrix("t", ["c"], [("a", [0])], (0, 0)),
        ):
            assert ET.fromstring(chart.svg).tag == f"{SVG}svg"  # noqa: S314 - we drew it
