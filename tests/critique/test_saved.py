"""Pages saved with their folder: their frames are read after them, in order, and nothing else of the folder."""

from pathlib import Path

import pytest

from casevide.critique.pages import list_sources, read_pages
from casevide.critique.source import LARGEST, Source


def save(folder: Path, **pages: str) -> Path:
    """Save files; ``form_files__menu`` is ``form_files/menu.html``. Give the folder."""
    for name, text in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def names(path: Path) -> list[str]:
    """Read a saved page; give the names of its frames, relative to its folder."""
    pages, errors = read_pages(Source(str(path), path))

    assert not errors
    assert [False, *[True] * (len(pages) - 1)] == [page.frame for page in pages]
    return [Path(page.name).relative_to(path.parent).as_posix() for page in pages[1:]]


class TestFrames:
    @pytest.mark.parametrize("ending", ["_files", "_fichiers", "_bestanden"])
    def test_in_order(self, tmp_path: Path, ending: str) -> None:
        """
        Frames come in page order, each before its own frames end and the next begins, however the folder is called.
        """
        save(
            tmp_path,
            **{
                "form": f'<frame src="./form{ending}/a.html"><frame src="form{ending}/b%20c.html">',
                f"form{ending}__a": "<iframe src=inner.html></iframe>",
                f"form{ending}__inner": "<input>",
                f"form{ending}__b c": "<input>",
                f"form{ending}__advert": "<input>",
            },
        )

        assert [f"form{ending}/a.html", f"form{ending}/inner.html", f"form{ending}/b c.html"] == names(
            tmp_path / "form.html"
        )

    @pytest.mark.parametrize(
        "source",
        [
            "../secret.html",
            "https://a.example/form_files/a.html",
            "form_files/../../secret.html",
            "form_files/missing.html",
            "http://[",
            "%00",
            "",
            "form.html",
        ],
    )
    def test_nothing_outside(self, tmp_path: Path, source: str) -> None:
        """
        A frame that lies elsewhere, on the network or nowhere is not read.
        """
        save(tmp_path, secret="<input>")
        save(tmp_path / "inside", form=f'<iframe src="{source}"></iframe>', form_files__a="<input>")

        assert [] == names(tmp_path / "inside" / "form.html")

    def test_no_circle(self, tmp_path: Path) -> None:
        """
        A frame that shows itself or its holder is read once.
        """
        save(
            tmp_path,
            form="<iframe src=form_files/a.html></iframe>",
            form_files__a="<iframe src=a.html></iframe><iframe src=../form.html></iframe>",
        )

        assert ["form_files/a.html"] == names(tmp_path / "form.html")

    def test_too_large(self, tmp_path: Path) -> None:
        """
        A frame that cannot be read is told of; page and other frames come out.
        """
        save(tmp_path, form="<iframe src=form_files/a.html></iframe>", form_files__a="<input>" + " " * LARGEST)
        pages, errors = read_pages(Source("form.html", tmp_path / "form.html"))

        assert 1 == len(pages)
        assert ["more than 8 MB"] == [error.message.rpartition(": ")[2] for error in errors]


class TestFolder:
    def test_frames_are_no_pages(self, tmp_path: Path) -> None:
        """
        A folder gives its pages; the frames of a saved page come with it, not as pages of their own.
        """
        save(tmp_path, a="<input>", a_files__frame="<input>", b_files__page="<input>", sub__c="<input>")
        sources, errors = list_sources([str(tmp_path)])

        assert not errors
        assert ["a.html", "b_files/page.html", "sub/c.html"] == [
            Path(source.name).relative_to(tmp_path).as_posix() for source in sources
        ]
