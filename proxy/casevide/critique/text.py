"""
The critique as text: a table of the questions, what the rules say with their sources, the totals.

Every sign can be typed and every verdict has its name, so nothing depends on colour; on a file or a pipe the same text
comes out plain.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, Literal, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from casevide.critique import changed
from casevide.critique.against import Changes
from casevide.critique.critique import Critique, Question, questions
from casevide.critique.sentences import Sentences, by_rule, clean, suffix
from casevide.rulebook import Rule, Rulebook
from casevide.wording import SIGNS

_COLOURS: Final = {
    "care-critical": "magenta",
    "required": "blue",
    "challengeable": "yellow",
    "intrusive": "bright_magenta",
    "optional": "green",
}
type Detail = Literal["all", "sources", "none"]

_PLAIN_WIDTH: Final = 100
_WIDEST: Final = 120
_NARROW: Final = 60
_COLUMNS: Final = (("column-field", 5), ("column-law", 4), ("column-software", 3), ("column-bearer", 6))


def console_for(stream: TextIO) -> Console:
    """Give a console on a stream: with colours and its own width on a terminal, plain and 100 wide elsewhere."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows "?" instead of stopping
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


class Report:
    """
    Draws critiques.

    Args:
        console: Where to draw.
        language: ``fr``, ``nl`` or ``en``.
        rulebook: The rules that judged.
    """

    def __init__(self, console: Console, language: str, rulebook: Rulebook) -> None:
        self.console = console
        self.rulebook = rulebook
        self.sentences = Sentences(rulebook, language)
        self.say = self.sentences.say

    def page(self, critique: Critique, detail: Detail = "all", changes: Changes | None = None) -> None:
        """
        Draw one page: its table, what changed, what the rules say, its totals.

        Args:
            critique: What was found.
            detail: Of each rule ``all``, only its ``sources``, or ``none``.
            changes: What is different from an earlier critique, if there is one.
        """
        self.console.print(Text(clean(critique.source), style="bold"))
        self.console.print(Text(f"{self.sentences.label('profile')} {self.sentences.profile(critique)}", style="dim"))
        asked = questions(critique.findings)
        if asked:
            self.console.print(self._table(asked))
        else:
            self.console.print(Text(self.say("no-field")))
            self.console.print()
        if changes is not None:
            self.changes(changes)
        if not asked:
            return
        if not any(question.first.hint for question in asked):
            self.console.print(Text(self.say("no-rule")))
        elif detail != "none":
            self._details(asked, detail)
        self.totals([critique])

    def pages(
        self, critiques: Sequence[Critique], detail: Detail = "all", changes: Sequence[Changes] | None = None
    ) -> None:
        """Draw several pages, the totals of all, and the disclaimer."""
        for place, critique in enumerate(critiques):
            self.page(critique, detail, changes[place] if changes else None)
        if len(critiques) > 1:
            self.totals(critiques)
        self.foot()

    def totals(self, critiques: Sequence[Critique]) -> None:
        """Draw the totals of one or more pages."""
        title = self.say("totals") if len(critiques) == 1 else self.say("totals-all", n=len(critiques))
        self.console.print(Text(title, style="bold"))
        for count, text, strong in self.sentences.totals(critiques):
            self.console.print(Text(f"{count:6}  {text}", style="bold" if strong else ""))
        self.console.print()

    def changes(self, changes: Changes) -> None:
        """Draw what is different from an earlier critique."""
        self.console.print(Text(changed.title(changes, self.sentences), style="bold"))
        for kind, lines in changed.lines(changes, self.sentences):
            self.console.print(Padding(Text(kind), (0, 0, 0, 2)))
            for line in lines:
                self.console.print(Padding(Text(f"– {line}"), (0, 0, 0, 4)))
        for note in changed.notes(changes, self.sentences):
            self.console.print(Padding(Text(note), (0, 0, 0, 2)))
        self.console.print()

    def foot(self) -> None:
        """Draw the date of the rules and the disclaimer."""
        self.console.print(Text(self.say("rules-of", date=self.rulebook.content.get("date", "?"))))
        self.console.print(Text(self.say("disclaimer")))

    def _table(self, asked: Iterable[Question]) -> Table:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=True, width=min(self.console.width, _WIDEST))
        table.add_column("", no_wrap=True)
        # A narrow screen keeps the columns that matter most; the rules' own texts below say the rest.
        columns = _COLUMNS if self.console.width >= _NARROW else _COLUMNS[:2]
        for key, ratio in columns:
            table.add_column(self.say(key), ratio=ratio)
        for section, members in groupby(asked, key=lambda question: question.first.field.section):
            heading = clean(section.rpartition(" / ")[2])
            if heading:
                table.add_section()
                table.add_row("", Text(heading, style="bold"))
            for question in members:
                table.add_row(*self._row(question)[: len(columns) + 1])
        return table

    def _row(self, question: Question) -> tuple[Text, ...]:
        finding = question.first
        name = Text(self.sentences.name(finding))
        place = self.sentences.place(question)
        if place:
            name.append(f" {place}", style="dim")
        software = Text("\n".join(self.sentences.software(question)))
        rule = self.sentences.rule(finding)
        if rule is None:
            return Text(""), name, Text(self.say("silent"), style="dim"), software, Text("")
        colour = _COLOURS[rule.verdict]
        verdict = Text(self.sentences.verdict(rule), style=colour)
        sign = Text(f"{SIGNS[rule.verdict]}{suffix(finding, self.rulebook)}", style=f"bold {colour}")
        return sign, name, verdict, software, Text(self.sentences.text(rule.texts["bearer"]))

    def _details(self, asked: Sequence[Question], detail: Detail) -> None:
        """Draw what each rule says, once, in the order in which the rules first speak on the page."""
        self.console.print(Text(self.say("details"), style="bold"))
        self.console.print()
        for rule, members in by_rule(asked).items():
            self._rule(self.rulebook.rules[rule], members, detail)

    def _rule(self, rule: Rule, members: Sequence[Question], detail: Detail) -> None:
        colour = _COLOURS[rule.verdict]
        head = Text(f"{SIGNS[rule.verdict]} {self.sentences.verdict(rule)}", style=f"bold {colour}")
        head.append(f" - {self.sentences.category(rule)}", style="not bold default")
        self.console.print(head)
        fields = list(dict.fromkeys(self.sentences.name(question.first) for question in members))
        self._line("concerns", ", ".join(fields))
        for sentence in self.sentences.unsure(rule, members):
            self._text(sentence)
        if detail == "all":
            self._meaning(rule, members)
        self._sources([self.rulebook.grounds[ground] for ground in rule.texts["grounds"]], detail)
        self._line("confidence", f"{self.sentences.standing(rule)} · {rule.id}")
        self.console.print()

    def _meaning(self, rule: Rule, members: Sequence[Question]) -> None:
        """Draw what a rule means, in the order of lines of a card: what may be done, then why."""
        sentences, texts = self.sentences, rule.texts
        for sentence in sentences.lead(rule):
            self._text(sentence, style="bold")
        gap = sentences.gap(rule, members)
        if gap:
            self._text(gap)
        self._line("instead", sentences.text(texts["instead"]))
        for sentence in sentences.ways_out(rule, members):
            self._text(sentence)
        self._line("why", sentences.text(texts["says"]))
        self._line("bearer", sentences.text(texts["bearer"]))
        self._line("caveat", sentences.text(texts["caveat"]))

    def _sources(self, grounds: Sequence[Any], detail: Detail) -> None:
        shown = grounds if detail == "all" else grounds[:1]
        for ground in shown:
            self._line("source", self.sentences.source(ground))
            if ground.get("url"):
                # Never broken over two lines, so that it can be clicked or copied.
                self.console.print(Text(f"    {ground['url']}", style="underline"), soft_wrap=True)
        more = len(grounds) - len(shown)
        if more:
            self._text(f"  + {self.say('one-more-source' if more == 1 else 'more-sources', n=more)}")

    def _line(self, key: str, text: str) -> None:
        if text:
            line = Text(self.sentences.label(key) + " ", style="dim")
            line.append(text, style="not dim")
            self.console.print(Padding(line, (0, 0, 0, 2), expand=False))

    def _text(self, text: str, style: str = "") -> None:
        self.console.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))
