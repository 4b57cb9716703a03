"""The icons: drawn from the two SVG files, and told apart without colour."""

from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.extension.browsers import Browser

ICONS = Path(__file__).parents[2] / "extension" / "icons"
SIZES = (16, 32, 48, 128)
DRAW = """new Promise((done, fail) => {{
  const image = new Image({size}, {size});
  image.onload = () => {{
    const canvas = Object.assign(document.createElement("canvas"), {{ width: {size}, height: {size} }});
    canvas.getContext("2d").drawImage(image, 0, 0, {size}, {size});
    done(canvas.toDataURL("image/png").split(",")[1]);
  }};
  image.onerror = fail;
  image.src = "data:image/svg+xml;base64,{svg}";
}})"""


def pixels(image: Image.Image) -> list[tuple[int, ...]]:
    data = image.convert("RGBA").tobytes()
    return [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["on", "off"])
class TestIcons:
    def test_drawn_from_the_source(self, running: Browser, site: str, state: str, size: int) -> None:
        """Each picture shows what its SVG file says, in both browsers, but for the smoothing of edges."""
        running.go(f"{site}/engine.html")
        svg = b64encode((ICONS / f"{state}.svg").read_bytes()).decode()
        drawn = Image.open(BytesIO(b64decode(running.run(DRAW.format(size=size, svg=svg)))))
        kept = Image.open(ICONS / f"{state}-{size}.png")
        differing = sum(
            max(abs(one - other) for one, other in zip(pair[0], pair[1], strict=True)) > 64
            for pair in zip(pixels(drawn), pixels(kept), strict=True)
        )

        assert (size, size) == kept.size
        assert differing <= size * size // 50


class TestLogo:
    @pytest.mark.parametrize(("state", "plate"), [("on", (0x22, 0x30, 0x3F)), ("off", (0x6B, 0x76, 0x83))])
    def test_plate_and_brackets(self, state: str, plate: tuple[int, int, int]) -> None:
        """White brackets stand on a plate of the colour that says whether Case vide is on."""
        image = Image.open(ICONS / f"{state}-128.png").convert("RGBA")

        assert (*plate, 255) == image.getpixel((64, 64))
        assert (255, 255, 255, 255) == image.getpixel((30, 64)) == image.getpixel((98, 64))
        assert (0, 0, 0, 0) == image.getpixel((0, 0))
