"""
The critique as text: a table of the questions, what the rules say with their sources, the totals.

Every sign can be typed and every verdict has its name, so nothing depends on colour; on a file or a pipe the same text
comes out plain.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, Literal, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from casevide.critique.critique import Critique, Finding, Question, questions, summary
from casevide.rulebook import CARE, LOWERING, Rulebook
from casevide.wording import SIGNS, in_language, quoted, say

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
_LONGEST: Final = 160
_TOTALS: Final = (
    ("fields", "total-fields"),
    ("forced", "total-forced"),
    ("required", "total-required"),
    ("care_critical", "total-care"),
    ("forced_without_duty", "total-forced-without-duty"),
    ("no_duty_found", "total-no-duty"),
    ("silent", "total-silent"),
)


def console_for(stream: TextIO) -> Console:
    """Give a console on a stream: with colours and its own width on a terminal, plain and 100 wide elsewhere."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows "?" instead of stopping
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def clean(text: str, limit: int = _LONGEST) -> str:
    """Make a page's text safe to print: no control or formatting characters, at most `limit` characters."""
    shown = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )
    shown = " ".join(word for word in shown.split(" ") if word)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def suffix(finding: Finding, rulebook: Rulebook) -> str:
    """
    Give the one mark that stands after a sign.

    ``≠`` circles disagree; ``?`` recognised without certainty, or of low confidence (but not for a care-critical hint);
    ``*`` forced by the software although no duty was found; else ``""``.
    """
    hint = finding.hint
    if hint is None:
        return ""
    if hint.disagree:
        return "≠"
    low = rulebook.rules[hint.rule].texts["confidence"] == "low"
    if hint.certainty == "likely" or (low and hint.verdict != CARE):
        return "?"
    return "*" if finding.forced_without_duty else ""


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
        self.language = language
        self.rulebook = rulebook

    def say(self, key: str, **places: Any) -> str:
        """Give a fixed text in the report's language."""
        return say(key, self.language, **places)

    def page(self, critique: Critique, detail: Detail = "all") -> None:
        """
        Draw one page: its table, what the rules say, its totals.

        Args:
            critique: What was found.
            detail: Of each rule ``all``, only its ``sources``, or ``none``.
        """
        self.console.print(Text(clean(critique.source), style="bold"))
        self._profile(critique)
        asked = questions(critique.findings)
        if not asked:
            self.console.print(Text(self.say("no-field")))
            self.console.print()
            return
        self.console.print(self._table(asked))
        if not any(question.first.hint for question in asked):
            self.console.print(Text(self.say("no-rule")))
        elif detail != "none":
            self._details(asked, detail)
        self.totals([critique])

    def pages(self, critiques: Sequence[Critique], detail: Detail = "all") -> None:
        """Draw several pages, the totals of all, and the disclaimer."""
        for critique in critiques:
            self.page(critique, detail)
        if len(critiques) > 1:
            self.totals(critiques)
        self.foot()

    def totals(self, critiques: Sequence[Critique]) -> None:
        """Draw the totals of one or more pages."""
        counts = summary(critiques)
        title = self.say("totals") if len(critiques) == 1 else self.say("totals-all", n=len(critiques))
        self.console.print(Text(title, style="bold"))
        for count, key in _TOTALS:
            strong = "bold" if count in {"forced_without_duty", "no_duty_found"} and counts[count] else ""
            self.console.print(Text(f"{counts[count]:6}  {self.say(key)}", style=strong))
        self.console.print()

    def foot(self) -> None:
        """Draw the date of the rules and the disclaimer."""
        self.console.print(Text(self.say("rules-of", date=self.rulebook.content.get("date", "?"))))
        self.console.print(Text(self.say("disclaimer")))

    def _profile(self, critique: Critique) -> None:
        profile = critique.profile
        sector = self.rulebook.sectors.get(profile.sector or "", {}).get("title", {})
        system = self.rulebook.systems.get(profile.system or "", {}).get("title", {})
        parts = [
            in_language(system, self.language) or profile.system,
            in_language(sector, self.language) or profile.sector,
            profile.country,
        ]
        known = " · ".join(part for part in parts if part)
        if known:
            known += f" ({self.say(f'from-{critique.profile_from}')})" if critique.profile_from else ""
        else:
            known = self.say("profile-unknown")
        self.console.print(Text(f"{self._label('profile')} {known}", style="dim"))

    def _label(self, key: str) -> str:
        return self.say(key) + ("\u202f:" if self.language == "fr" else ":")

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
        name = Text(self._name(finding))
        if len(question.findings) > 1:
            name.append(f" {self.say('rows', n=len(question.findings))}", style="dim")
        elif finding.field.group and not finding.field.section.endswith(finding.field.group):
            name.append(f" ({clean(finding.field.group)})", style="dim")
        software = []
        if question.forced:
            software.append(self.say("forced"))
        if finding.field.ways_out:
            options = ", ".join(clean(option) for option in finding.field.ways_out)
            software.append(self.say("ways-out", options=options))
        elif question.forced_without_duty:
            software.append(self.say("no-ways-out"))
        rule = self.rulebook.rules[finding.hint.rule] if finding.hint else None
        if rule is None:
            return Text(""), name, Text(self.say("silent"), style="dim"), Text("\n".join(software)), Text("")
        colour = _COLOURS[rule.verdict]
        verdict = Text(self._verdict(rule.verdict, rule.texts), style=colour)
        sign = Text(f"{SIGNS[rule.verdict]}{suffix(finding, self.rulebook)}", style=f"bold {colour}")
        return sign, name, verdict, Text("\n".join(software)), Text(in_language(rule.texts["bearer"], self.language))

    def _name(self, finding: Finding) -> str:
        field = finding.field
        return clean(field.label) or clean(field.placeholder or field.title or field.name) or self.say("unnamed")

    def _verdict(self, verdict: str, texts: Any) -> str:
        edition = texts.get("edition")
        return self.say(verdict) + (f" · {edition}" if edition else "")

    def _details(self, asked: Sequence[Question], detail: Detail) -> None:
        """Draw what each rule says, once, in the order in which the rules first speak on the page."""
        spoken: dict[str, list[Question]] = {}
        for question in asked:
            if question.first.hint:
                spoken.setdefault(question.first.hint.rule, []).append(question)
        self.console.print(Text(self.say("details"), style="bold"))
        self.console.print()
        for rule, members in spoken.items():
            self._rule(rule, members, detail)

    def _rule(self, name: str, members: Sequence[Question], detail: Detail) -> None:
        rule = self.rulebook.rules[name]
        texts = rule.texts
        category = in_language(self.rulebook.categories[rule.category]["title"], self.language)
        colour = _COLOURS[rule.verdict]
        head = Text(f"{SIGNS[rule.verdict]} {self._verdict(rule.verdict, texts)}", style=f"bold {colour}")
        head.append(f" - {category}", style="not bold default")
        self.console.print(head)
        fields = list(dict.fromkeys(self._name(question.first) for question in members))
        self._line("concerns", ", ".join(fields))
        if detail == "all":
            self._meaning(name, members, category)
        else:
            self._unsure(members, category)
        self._sources([self.rulebook.grounds[ground] for ground in texts["grounds"]], detail)
        reviewed = texts.get("reviewed") if texts["status"] != "experimental" else None
        status = self.say("reviewed", date=reviewed) if reviewed else self.say("not-reviewed")
        self._line("confidence", f"{self.say('confidence-' + texts['confidence'])} · {status} · {name}")
        self.console.print()

    def _meaning(self, name: str, members: Sequence[Question], category: str) -> None:
        """Draw what a rule means, in the order of lines of a card: what may be done, then why."""
        rule = self.rulebook.rules[name]
        texts = rule.texts
        self._unsure(members, category)
        for sentence in self._lead(rule.verdict, texts["confidence"]):
            self._text(sentence, style="bold")
        self._software(rule.verdict, members)
        self._line("instead", in_language(texts["instead"], self.language))
        self._ways_out(rule.verdict, members)
        self._line("why", in_language(texts["says"], self.language))
        self._line("bearer", in_language(texts["bearer"], self.language))
        self._line("caveat", in_language(texts["caveat"], self.language))

    def _lead(self, verdict: str, confidence: str) -> list[str]:
        low = confidence == "low"
        if low and verdict != CARE:
            return [self.say("low-lead")]
        sentences = [self.say(f"{verdict}-lead")]
        if verdict == "challengeable":
            sentences.append(self.say("challengeable-note"))
        if verdict == CARE and low:
            sentences.append(self.say("care-critical-low"))
        return sentences

    def _unsure(self, members: Sequence[Question], category: str) -> None:
        hints = [question.first.hint for question in members if question.first.hint]
        kinds = {hint.evidence for hint in hints if hint.certainty == "likely"}
        if kinds:
            evidence = ", ".join(sorted({self.say(f"evidence-{kind}") for kind in kinds}))
            self._text(f"{self.say('likely', category=category)} {self.say('likely-from', evidence=evidence)}")
        if any(hint.disagree for hint in hints):
            self._text(self.say("disagree"))

    def _software(self, verdict: str, members: Sequence[Question]) -> None:
        """Draw the gap between software and law where there is one."""
        if verdict in LOWERING and any(question.forced_without_duty for question in members):
            self._text(
                f"{self._label('column-software')} {self.say('software-forces')} ≠ "
                f"{self._label('column-law')} {self.say('duty-none')}"
            )

    def _ways_out(self, verdict: str, members: Sequence[Question]) -> None:
        if verdict == CARE:
            self._text(self.say("three-answers"))
            return
        ways = list(dict.fromkeys(clean(way) for question in members for way in question.first.field.ways_out))
        if ways:
            self._text(self.say("way-out", options=quoted(ways, self.language)))
        if any(question.forced_without_duty and not question.first.field.ways_out for question in members):
            self._text(self.say("no-way-out"))

    def _sources(self, grounds: Sequence[Any], detail: Detail) -> None:
        shown = grounds if detail == "all" else grounds[:1]
        for ground in shown:
            self._source(ground)
        more = len(grounds) - len(shown)
        if more:
            self._text(f"  + {self.say('one-more-source' if more == 1 else 'more-sources', n=more)}")

    def _source(self, ground: Any) -> None:
        citation = in_language(ground["citation"], self.language)
        date = ground.get("date")
        remarks = [] if not date else [self.say("as-of", date=date)]
        if not ground.get("checked"):
            remarks.append(self.say("wording"))
        self._line("source", citation + (f" ({', '.join(remarks)})" if remarks else ""))
        if ground.get("url"):
            # Never broken over two lines, so that it can be clicked or copied.
            self.console.print(Text(f"    {ground['url']}", style="underline"), soft_wrap=True)

    def _line(self, key: str, text: str) -> None:
        if text:
            line = Text(self._label(key) + " ", style="dim")
            line.append(text, style="not dim")
            self.console.print(Padding(line, (0, 0, 0, 2), expand=False))

    def _text(self, text: str, style: str = "") -> None:
        self.console.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))
