"""
Practice copy → pages, as bytes in the page's own charset. Pure, but for the templates that come with the program.

The pages look and are built like web software of about 2010: tables, ids with colons, labels that only the place of a
cell gives. They load nothing from anywhere and contain no script.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from casevide.training.practice import Block, Practice, PracticePage, Question

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


class _Drawing:
    """One page while it is drawn: numbers the sources and the controls."""

    def __init__(self, practice: Practice, page: PracticePage) -> None:
        self.practice = practice
        self.page = page
        self.numbers = {source: number for number, source in enumerate(practice.sources, 1)}
        self.count = 22

    def identity(self, question: Question, row: int | None = None, table: int = 0) -> str:
        """Give the id, and name, of a control: ``formMenage:j_idt24:nir`` where the page has ids like those of JSF."""
        if self.page.jsf:
            middle = f"tableau{table}:{row}" if row is not None else f"j_idt{self._next()}"
            return f"{self.page.form}:{middle}:{question.name}"
        return question.name if row is None else f"{question.name}_{table}_{row}"

    def _next(self) -> int:
        self.count += 2
        return self.count

    def origin(self, sources: Iterable[str], note: str = "") -> str:
        """Give the small mark that says where a question comes from."""
        numbers = [
            f'<a href="#source{self.numbers[source]}">[{self.numbers[source]}]</a>'
            for source in sorted(sources, key=self.numbers.__getitem__)
        ]
        if not numbers:
            return '<span class="origin made-up">reconstitution</span>'
        remark = f" {escape(note)}" if note else ""
        return f'<span class="origin">documenté {" ".join(numbers)}{remark}</span>'


def _marks(question: Question) -> tuple[str, str]:
    """Give what stands behind the label, and the attributes of the control, of a question that the page forces."""
    star = ' <span class="star">*</span>'
    return {
        "no": ("", ""),
        "required": (star, ' class="must" required'),
        "aria": (star, ' class="must" aria-required="true"'),
        "asterisk": (star, ' class="must"'),
        "word": (" (obligatoire)", ' class="must"'),
    }[question.forced]


def _control(question: Question, identity: str) -> str:
    """Give the control of a question; for ``radio`` all its buttons, each with its own label."""
    marks = _marks(question)[1]
    own = f'id="{identity}" name="{identity}"'
    options = "".join(f"<option>{escape(option)}</option>" for option in question.options)
    match question.control:
        case "select":
            control = f'<select {own}{marks}><option value="">- choisir -</option>{options}</select>'
        case "list":
            control = f'<select {own} multiple size="{len(question.options)}"{marks}>{options}</select>'
        case "radio":
            control = _radios(question, identity)
        case "textarea":
            control = f'<textarea {own} rows="5" cols="60"{marks}></textarea>'
        case "date":
            control = f'<input type="text" {own} size="10" placeholder="jj/mm/aaaa"{marks}>'
        case "number":
            control = f'<input type="text" {own} size="6"{marks}>'
        case _:
            control = f'<input type="{question.control}" {own} size="28"{marks}>'
    return control


def _radios(question: Question, identity: str) -> str:
    required = " required" if question.forced == "required" else ""
    return "\n".join(
        f'<span class="choice"><input type="radio" id="{identity}_{number}" name="{identity}"'
        f' value="{number}"{required}><label for="{identity}_{number}">{escape(option)}</label></span>'
        for number, option in enumerate(question.options)
    )


def _row(question: Question, drawing: _Drawing, *, labelled: bool) -> str:
    identity = drawing.identity(question)
    text = escape(question.label) + _marks(question)[0]
    if labelled and question.control != "radio":
        text = f'<label for="{identity}">{text} :</label>'
    else:
        text += " :"
    origin = drawing.origin(question.sources, question.note)
    return (
        f'<tr><td class="question">{text}</td>\n<td>{_control(question, identity)}</td>\n'
        f'<td class="from">{origin}</td></tr>\n'
    )


def _table(block: Block, drawing: _Drawing, *, labelled: bool) -> str:
    rows = "".join(_row(question, drawing, labelled=labelled) for question in block.questions)
    return f'<table class="ask">\n{rows}</table>\n'


def _nested(block: Block, drawing: _Drawing) -> str:
    cells = "".join(
        f'<tr><td>\n<table class="ask">\n{_row(question, drawing, labelled=True)}</table>\n</td></tr>\n'
        for question in block.questions
    )
    return f'<table class="layout">\n{cells}</table>\n'


def _rows(block: Block, drawing: _Drawing, number: int) -> str:
    heads = "".join(
        f'<th scope="col">{escape(question.label)}{_marks(question)[0]}</th>' for question in block.questions
    )
    lines = "".join(
        f'<tr><th scope="row">{row + 1}</th>'
        + "".join(
            f"<td>{_control(question, drawing.identity(question, row, number))}</td>" for question in block.questions
        )
        + "</tr>\n"
        for row in range(block.rows)
    )
    return f'<table class="rows">\n<tr><th scope="col">n°</th>{heads}</tr>\n{lines}</table>\n'


def _choices(block: Block, drawing: _Drawing, about: str) -> str:
    lines = []
    for question in block.questions:
        identity = drawing.identity(question)
        lines.append(
            f'<tr><td><input type="checkbox" id="{identity}" name="{identity}"></td>'
            f'<td><label for="{identity}">{escape(question.label)}</label></td>'
            f'<td class="from">{drawing.origin(question.sources, question.note)}</td></tr>\n'
        )
    table = f'<table class="ask">\n{"".join(lines)}</table>\n'
    return f"<fieldset>\n<legend><h2>{escape(block.title)}</h2></legend>\n{about}{table}</fieldset>\n"


def _about(block: Block, drawing: _Drawing) -> str:
    """Give the line that says where a whole block comes from, if its questions do not say it themselves."""
    if block.layout != "rows" and not block.sources:
        return ""
    what = "Tableau" if block.layout == "rows" else "Ensemble"
    note = f" {escape(block.note)}" if block.note else ""
    return f'<p class="about">{what} : {drawing.origin(block.sources)}{note}</p>\n'


def _block(block: Block, drawing: _Drawing, number: int) -> str:
    about = _about(block, drawing)
    match block.layout:
        case "choices":
            return _choices(block, drawing, about)
        case "rows":
            drawn = _rows(block, drawing, number)
        case "nested":
            drawn = _nested(block, drawing)
        case _:
            drawn = _table(block, drawing, labelled=block.layout == "labels")
    return f"<h2>{escape(block.title)}</h2>\n{about}{drawn}"


def _menu(practice: Practice, current: PracticePage | None) -> str:
    return "".join(
        f"<li><b>{escape(page.title)}</b></li>\n"
        if page is current
        else f'<li><a href="/{page.id}">{escape(page.title)}</a></li>\n'
        for page in practice.pages
    )


def _encoded(text: str, charset: str) -> bytes:
    return text.encode(charset, "xmlcharrefreplace")


def draw(practice: Practice, page: PracticePage) -> bytes:
    """Draw one page of a practice copy, in the charset that the page declares."""
    drawing = _Drawing(practice, page)
    sources = "".join(
        f'<li id="source{drawing.numbers[name]}">{escape(source.title)}<br>'
        f'<a href="{escape(source.url)}" rel="noreferrer">{escape(source.url)}</a></li>\n'
        for name, source in practice.sources.items()
    )
    state = '<input type="hidden" name="javax.faces.ViewState" value="exercice">\n' if page.jsf else ""
    text = Template(_template("page.html")).substitute(
        system=escape(practice.title),
        title=escape(page.title),
        heading=escape(page.heading),
        charset=page.charset,
        style=_template("style.css"),
        menu=_menu(practice, page),
        form=page.form,
        hidden=state,
        blocks="".join(_block(block, drawing, number) for number, block in enumerate(page.blocks, 1)),
        about=escape(practice.about),
        sources=sources,
    )
    return _encoded(text, page.charset)


def draw_thanks(practice: Practice) -> bytes:
    """Draw the page that answers whatever is sent: it says that nothing was kept. UTF-8."""
    return _encoded(
        Template(_template("thanks.html")).substitute(
            system=escape(practice.title), style=_template("style.css"), menu=_menu(practice, None)
        ),
        "utf-8",
    )
