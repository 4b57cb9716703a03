"""
What a practice copy is made of: pages, blocks, questions, and the public texts that document them.

The data stand in ``systems/*.yaml``, one file for each copy; `load_practice` reads one, `load_practices` all. Lists
of boxes to tick that copies share stand in ``items.yaml``.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from casevide.errors import CasevideError
from casevide.files import read_text

_HERE: Final = Path(__file__).parent
_SYSTEMS: Final = _HERE / "systems"
_WORDS_IN_A_NAME: Final = 9

type Texts = dict[Literal["fr", "nl", "en"], str]
"""What is said to the people in training, in each language."""

type Control = Literal[
    "text",
    "tel",
    "email",
    "number",
    "date",
    "time",
    "textarea",
    "select",
    "list",
    "radio",
    "checkbox",
    "file",
    "picker",
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """A public text that documents a question."""

    title: str
    url: str


def _name_of(label: str) -> str:
    """Give the technical name that a programmer would make of a label: its first words, in lower case."""
    plain = unicodedata.normalize("NFKD", label.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", plain)[:_WORDS_IN_A_NAME])


class Question(_Part):
    """
    One question of a practice page.

    Attributes:
        label: The question as it is written on the page.
        name: Its technical name, unique on its page; made of the label where none is given.
        control: What asks: a ``list`` is a list box with several choices, a ``date`` an old-fashioned text box, a
            ``picker`` a date picker inside a shadow tree.
        forced: How the page makes it compulsory, if it does.
        options: The choices of a ``select``, ``list`` or ``radio``.
        sources: The ids of the texts that document it. Without one it is a reconstruction, and the page says so.
        note: What the reader must know about the source.
        care: Whether leaving it empty can harm someone. No hint may lower it.
    """

    label: str
    name: str = Field(default="", pattern=r"^([A-Za-z][A-Za-z0-9_.]*)?$")
    control: Control = "text"
    forced: Literal["no", "required", "aria", "asterisk", "word"] = "no"
    options: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: Texts = {}
    care: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        """Take a bare label for a question that is typed, and make the name."""
        if isinstance(data, str):
            data = {"label": data}
        return {"name": _name_of(str(data.get("label", ""))), **data} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _choices(self) -> Self:
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
            labels), ``rows`` (one column for each question, `rows` times), ``choices`` (a fieldset of checkboxes),
            ``items`` (the same in narrow numbered columns, as on paper), ``stacked`` (each label above its control,
            side by side), ``grid`` (a row of radio buttons for each question, under common column heads).
        rows: For the layout ``rows``, how many.
        lines: For the layout ``rows``, what stands before each row; its number where nothing is given.
        questions: What is asked.
        each: The texts that document every question of the block that does not name its own.
        items: The name of a list of ``items.yaml``; its boxes follow the questions. They are reconstructions.
        after: The name of a question of the page: the block is sent only when that one is changed.
        sources: The texts that document the block as a whole.
        note: What the reader must know about the sources.
    """

    title: str
    layout: Literal["labels", "position", "nested", "rows", "choices", "items", "stacked", "grid"]
    questions: tuple[Question, ...] = ()
    rows: int = 0
    lines: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    items: str = ""
    after: str = ""
    sources: tuple[str, ...] = ()
    note: Texts = {}

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        """Give each question the sources of the block, add the boxes of the list that is named, and count the lines."""
        if not isinstance(data, dict):
            return data
        questions = [one if isinstance(one, dict) else {"label": one} for one in data.get("questions", ())]
        questions = [{"sources": data.get("each", ()), **one} for one in questions]
        boxes = [one if isinstance(one, dict) else {"label": one} for one in _items().get(data.get("items", ""), ())]
        questions += [{"control": "checkbox", **one} for one in boxes]
        return {"rows": len(data.get("lines", ())), **data, "questions": questions}

    @property
    def documented(self) -> bool:
        """Whether a public text speaks of this block or of one of its questions."""
        return bool(self.sources) or any(question.sources for question in self.questions)


class Frame(_Part):
    """One frame of a page of frames: its name, the page that it shows, and its share of the width in per cent."""

    name: str
    page: str
    width: int


class PracticePage(_Part):
    """
    One page of a practice copy.

    Attributes:
        id: The last part of its address.
        title: Its name in the menu.
        heading: Its first heading.
        language: The language of its labels.
        charset: The charset of its bytes.
        ids: What technical names look like: ``plain``, ``jsf`` (``form:j_idt24:name``) or ``aspnet``
            (``ctl00$Contenu$ddlName``).
        form: The name of its form.
        updates: How blocks that come `after` a question are sent: in the partial answers of JavaServer Faces or of
            an ASP.NET UpdatePanel.
        next: In a wizard, the page that follows; sending the form leads there.
        step: In a wizard, the number of this step, from 1.
        frames: The frames, of a page that has nothing else.
        api: The address of the object whose properties the questions are, of a page that only a script builds.
        blocks: What is asked.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    heading: str
    language: Literal["fr", "nl"] = "fr"
    charset: Literal["utf-8", "windows-1252"] = "utf-8"
    ids: Literal["plain", "jsf", "aspnet"] = "plain"
    form: str = Field(default="formulaire", pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    updates: Literal["", "faces", "updatepanel"] = ""
    next: str = ""
    step: int = 0
    frames: tuple[Frame, ...] = ()
    api: str = ""
    blocks: tuple[Block, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = [one.name for block in self.blocks if block.layout != "rows" for one in block.questions]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"page {self.id}: names given twice: {', '.join(twice)}")
        late = {block.after for block in self.blocks if block.after}
        if bool(late) != bool(self.updates) or not late <= set(names):
            raise ValueError(f"page {self.id}: a block comes after a question of a page that has updates")
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the page, in order; those of a table once."""
        return tuple(question for block in self.blocks for question in block.questions)

    @property
    def first_blocks(self) -> tuple[tuple[int, Block], ...]:
        """The blocks that the page shows from the start, each with its number on the page."""
        return tuple((number, block) for number, block in enumerate(self.blocks, 1) if not block.after)

    def late_blocks(self, question: str) -> tuple[tuple[int, Block], ...]:
        """Give the blocks that are sent when a question is changed, each with its number on the page."""
        return tuple((number, block) for number, block in enumerate(self.blocks, 1) if block.after == question)


class Practice(_Part):
    """
    A practice copy of one system.

    Attributes:
        id: The system's id, as its rules have it.
        title: What its pages are called; by it the system is recognised.
        name: The system and where it is used, for people.
        country: As in the profile of a site.
        sector: As in the profile of a site.
        style: The looks of its pages, a file of ``styles``.
        colour: The colour of its title bar, dark enough for white letters.
        about: What it is, who contested it.
        sources: The public texts, in the order in which the pages number them.
        pages: Its pages.
    """

    id: str
    title: str
    name: str
    country: str
    sector: str
    style: Literal["portal", "desktop", "modern", "paper"]
    colour: str = Field(pattern=r"^#[0-9a-f]{6}$")
    about: Texts
    sources: dict[str, Source]
    pages: tuple[PracticePage, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for page in self.pages:
            named = {source for block in page.blocks for source in block.sources}
            named |= {source for question in page.questions for source in question.sources}
            unknown = named - set(self.sources)
            if unknown:
                raise ValueError(f"unknown sources: {', '.join(sorted(unknown))}")
            pages = {page.next, *(frame.page for frame in page.frames)} - {""}
            missing = pages - {one.id for one in self.pages}
            if missing:
                raise ValueError(f"unknown pages: {', '.join(sorted(missing))}")
        return self

    def page(self, name: str) -> PracticePage | None:
        """Give the page with this id; the first one for ``""``."""
        return next((page for page in self.pages if name in {page.id, ""}), None)


@cache
def _items() -> dict[str, list[Any]]:
    """Give the lists of boxes to tick, by name; ``""`` stands for none."""
    lists: dict[str, list[Any]] = yaml.safe_load(read_text(_HERE / "items.yaml"))
    return {"": [], **lists}


def known_practices() -> tuple[str, ...]:
    """Give the ids of all systems that have a practice copy, in alphabetical order."""
    return tuple(sorted(path.stem for path in _SYSTEMS.glob("*.yaml")))


@cache
def load_practice(system: str = "cosmos") -> Practice:
    """
    Read the practice copy of a system.

    Raises:
        CasevideError: There is no practice copy of that system.
    """
    known = known_practices()
    if system not in known:
        raise CasevideError(f"there is no practice copy of {system!r}", f"choose one of: {', '.join(known)}")
    return Practice.model_validate(yaml.safe_load(read_text(_SYSTEMS / f"{system}.yaml")))


def load_practices() -> tuple[Practice, ...]:
    """Read the practice copies of all systems."""
    return tuple(load_practice(system) for system in known_practices())
