"""
Practice copy → pages, as bytes in the page's own charset. Pure, but for the files that come with the program.

The pages look and are built like the business software of the last twenty years: tables, generated ids, labels that
only the place of a cell gives, frames, partial updates. They load nothing from anywhere else; a page has a script only
where it needs one. What is said to the people in training is in their language, the page itself in its own.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from casevide.page.marking import is_way_out
from casevide.training.practice import Block, Practice, PracticePage, Question, Texts
from casevide.training.wording import say, told

_HERE: Final = Path(__file__).parent
_FIRST_NUMBER: Final = 24
_WORDS: Final = {
    "fr": {
        "choose": "- choisir -",
        "forced": "(obligatoire)",
        "date": "jj/mm/aaaa",
        "time": "hh:mm",
        "save": "Enregistrer",
        "cancel": "Annuler",
        "next": "Suivant",
        "step": "Étape",
        "number": "n°",
        "menu": "Menu",
    },
    "nl": {
        "choose": "- kies -",
        "forced": "(verplicht)",
        "date": "dd/mm/jjjj",
        "time": "uu:mm",
        "save": "Opslaan",
        "cancel": "Annuleren",
        "next": "Volgende",
        "step": "Stap",
        "number": "nr.",
        "menu": "Menu",
    },
}
_ASPNET: Final = {"select": "ddl", "list": "lst", "radio": "rbl", "checkbox": "chk"}


class _Own(NamedTuple):
    """The id and the name of a control."""

    id: str
    name: str


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("casevide.training"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def style(name: str) -> Markup:
    """Give the rules of one of the looks, with those that every page shares."""
    files = ("common.css", f"{name}.css")
    return Markup("".join((_HERE / "styles" / file).read_text(encoding="utf-8") for file in files))  # noqa: S704 - ours


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.replace(".", "_").split("_"))


class _Drawing:
    """One page while it is drawn, in the language of the people in training: what its template asks for."""

    def __init__(self, practice: Practice, page: PracticePage, language: str) -> None:
        self.practice = practice
        self.page = page
        self.language = language
        self.words = _WORDS[page.language]
        self.numbers = {source: number for number, source in enumerate(practice.sources, 1)}
        self._places = {question.name: place for place, question in enumerate(page.questions)}

    def own(self, question: Question, table: int = 0, row: int | None = None) -> _Own:
        """Give the id and the name of a control, in the fashion of the page; `row` is that of a table to fill in."""
        page = self.page
        if page.ids == "jsf":
            number = _FIRST_NUMBER + 2 * self._places[question.name]
            middle = f"j_idt{number}" if row is None else f"tableau{table}:{row}"
            name = f"{page.form}:{middle}:{question.name}"
            return _Own(name, name)
        if page.ids == "aspnet":
            middle = "" if row is None else f"gv{table}$ctl{row + 2:02}$"
            name = f"ctl00$Contenu${middle}{_ASPNET.get(question.control, 'txt')}{_camel(question.name)}"
            return _Own(name.replace("$", "_"), name)
        name = question.name if row is None else f"{question.name}_{table}_{row}"
        return _Own(name, name)

    def panel(self, question: str) -> str:
        """Give the id of the place where the blocks that come after a question are put."""
        if self.page.ids == "aspnet":
            return f"ctl00_Contenu_up{_camel(question)}"
        return f"{self.page.form}:suite{_camel(question)}"

    def says(self, key: str, **places: Any) -> str:
        """Give a fixed text in the language of the people in training."""
        return say(key, self.language, **places)

    def told(self, texts: Texts) -> str:
        """Give a text of the data in the language of the people in training."""
        return told(texts, self.language)

    def ordered(self, sources: Iterable[str]) -> list[int]:
        """Give the numbers of some sources, in order."""
        return sorted(self.numbers[source] for source in sources)

    def first_number(self, block: Block) -> int:
        """Give the number of the first box of a list; they are counted through the whole page."""
        before = self.page.blocks[: self.page.blocks.index(block)]
        return 1 + sum(len(one.questions) for one in before if one.layout == "items")

    def late(self, question: str) -> tuple[tuple[int, Block], ...]:
        """Give the blocks that are sent when a question is changed."""
        return self.page.late_blocks(question)


def _drawn(template: str, charset: str = "utf-8", **places: Any) -> bytes:
    return _environment().get_template(template).render(**places).encode(charset, "xmlcharrefreplace")


def _template(page: PracticePage) -> str:
    if page.frames:
        return "frames.html"
    return "application.html" if page.api else "page.html"


def scripts(page: PracticePage) -> tuple[str, ...]:
    """Give the names of the scripts that a page needs; none for most."""
    needed = {
        "application": bool(page.api),
        "faces": page.updates == "faces",
        "updatepanel": page.updates == "updatepanel",
        "picker": any(question.control == "picker" for question in page.questions),
    }
    return tuple(name for name, needs in needed.items() if needs)


def draw(practice: Practice, page: PracticePage, language: str = "fr") -> bytes:
    """Draw one page of a practice copy, in the charset that the page declares; what explains it in `language`."""
    return _drawn(
        _template(page),
        page.charset,
        d=_Drawing(practice, page, language),
        page=page,
        practice=practice,
        style=style(practice.style),
        scripts=scripts(page),
    )


def draw_late(practice: Practice, page: PracticePage, question: str, language: str = "fr") -> str:
    """Draw the place, with the blocks in it, that a change of a question fills."""
    template = _environment().get_template("late.html")
    return template.render(d=_Drawing(practice, page, language), page=page, question=question)


def draw_thanks(practice: Practice, language: str = "fr") -> bytes:
    """Draw the page that answers whatever is sent: it says that nothing was kept. UTF-8."""
    drawing = _Drawing(practice, practice.pages[0], language)
    return _drawn("thanks.html", d=drawing, practice=practice, page=None, style=style(practice.style))


def features(practice: Practice) -> list[str]:
    """Give the keys of what there is to see on the pages of a system, as `casevide.training.wording` names it."""
    pages = practice.pages
    blocks = [block for page in pages for block in page.blocks]
    forced = [question for page in pages for question in page.questions if question.forced != "no"]
    layouts = {block.layout for block in blocks}
    there = {
        "forced": any(not any(map(is_way_out, question.options)) for question in forced),
        "ways-out": any(any(map(is_way_out, question.options)) for question in forced),
        **{layout: layout in layouts for layout in ("nested", "position", "rows", "items", "grid")},
        "charset": any(page.charset != "utf-8" for page in pages),
        **{ids: any(page.ids == ids for page in pages) for ids in ("jsf", "aspnet")},
        **{updates: any(page.updates == updates for page in pages) for updates in ("faces", "updatepanel")},
        "wizard": any(page.step for page in pages),
        "frames": any(page.frames for page in pages),
        **{script: any(script in scripts(page) for page in pages) for script in ("picker", "application")},
    }
    return [key for key, here in there.items() if here]


def counts(practice: Practice) -> tuple[int, int]:
    """Give how many questions of a practice copy are documented, by themselves or by their table, and how many not."""
    documented = [
        bool(question.sources or (block.layout == "rows" and block.sources))
        for page in practice.pages
        for block in page.blocks
        for question in block.questions
    ]
    return sum(documented), len(documented) - sum(documented)


def draw_index(
    practices: Iterable[Practice], addresses: Mapping[str, str], own: str = "", language: str = "fr"
) -> bytes:
    """
    Draw the first page of the practice room: every system, what it is, and what there is to see. UTF-8.

    Args:
        practices: The systems.
        addresses: Where each is found: its id → scheme, host and port.
        own: An address at which each system has a name of its own, if this is another.
        language: The language of the people in training.
    """
    rows = [(one, addresses[one.id], features(one), counts(one)) for one in practices]
    return _drawn("index.html", rows=rows, own=own, style=style("index"), language=language, say=say, told=told)
