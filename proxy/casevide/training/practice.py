"""What a practice copy is made of: pages, blocks, questions, and the public texts that document them."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from casevide.errors import CasevideError
from casevide.files import read_text

_SYSTEMS = Path(__file__).parent / "systems"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """A public text that documents a question."""

    title: str
    url: str


class Question(_Part):
    """
    One question of a practice page.

    Attributes:
        label: The question as it is written on the page.
        name: Its technical name, unique in its block.
        control: What asks: a ``list`` is a list box with several choices, a ``date`` an old-fashioned text box.
        forced: How the page makes it compulsory, if it does.
        options: The choices of a ``select``, ``list`` or ``radio``.
        sources: The ids of the texts that document it. Without one it is a reconstruction, and the page says so.
        note: What the reader must know about the source.
    """

    label: str
    name: str = Field(pattern=r"^[A-Za-z_]+$")
    control: Literal["text", "tel", "number", "date", "textarea", "select", "list", "radio", "checkbox"]
    forced: Literal["no", "required", "aria", "asterisk", "word"] = "no"
    options: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _choices(self) -> "Question":
        if (self.control in {"select", "list", "radio"}) != bool(self.options):
            raise ValueError(f"{self.label!r}: a select, list or radio has options, and nothing else has")
        return self


class Block(_Part):
    """
    Questions under one heading.

    Attributes:
        title: The heading.
        layout: How the questions stand: ``labels`` (a table with real labels, but for radio groups), ``position`` (a
            table whose cells alone say which text belongs to which control), ``nested`` (tables in tables, with
            labels), ``rows`` (one column for each question, `rows` times), ``choices`` (a fieldset of checkboxes).
        rows: For the layout ``rows``, how many.
        sources: The texts that document the block as a whole.
        note: What the reader must know about the sources.
    """

    title: str
    layout: Literal["labels", "position", "nested", "rows", "choices"]
    questions: tuple[Question, ...]
    rows: int = 0
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def documented(self) -> bool:
        """Whether a public text speaks of this block or of one of its questions."""
        return bool(self.sources) or any(question.sources for question in self.questions)


class PracticePage(_Part):
    """One page: its address is ``/`` and its `id`; `jsf` gives the controls ids like those of JavaServer Faces."""

    id: str = Field(pattern=r"^[a-z]+$")
    title: str
    heading: str
    charset: Literal["utf-8", "windows-1252"]
    form: str
    blocks: tuple[Block, ...]
    jsf: bool = False


class Practice(_Part):
    """A practice copy of one system; `sources` are the public texts, in the order in which the pages number them."""

    id: str
    title: str
    name: str
    country: str
    sector: str
    about: str
    sources: dict[str, Source]
    pages: tuple[PracticePage, ...]

    @model_validator(mode="after")
    def _sources(self) -> "Practice":
        for page in self.pages:
            for block in page.blocks:
                named = {*block.sources, *(source for question in block.questions for source in question.sources)}
                unknown = named - set(self.sources)
                if unknown:
                    raise ValueError(f"unknown sources: {', '.join(sorted(unknown))}")
        return self

    def page(self, name: str) -> PracticePage | None:
        """Give the page with this id; the first one for ``""``."""
        return next((page for page in self.pages if name in {page.id, ""}), None)


def load_practice(system: str = "cosmos") -> Practice:
    """
    Read the practice copy of a system.

    Raises:
        CasevideError: There is no practice copy of that system.
    """
    known = sorted(path.stem for path in _SYSTEMS.glob("*.yaml"))
    if system not in known:
        raise CasevideError(f"there is no practice copy of {system!r}", f"choose one of: {', '.join(known)}")
    return Practice.model_validate(yaml.safe_load(read_text(_SYSTEMS / f"{system}.yaml")))
