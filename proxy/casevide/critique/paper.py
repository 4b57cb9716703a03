"""
The minimal form on paper: from critiques to a sheet that holds what is required, what care needs, and what a team
chooses. Pure.

``paper_of(critiques, …)`` gives plain data; ``paper.html`` and ``paper.typ`` only lay it out. What was not judged is
named at the foot: a sheet must not lose a question in silence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

import yaml

from casevide.critique.critique import Critique, Finding, Question, questions
from casevide.critique.paper_texts import TEXTS
from casevide.critique.sentences import Sentences, clean, suffix
from casevide.errors import CasevideError
from casevide.placed import suggestion
from casevide.rulebook import CARE, LOWERING, VERDICTS, Rule, Rulebook
from casevide.rulesite.wording import day
from casevide.text import plain
from casevide.wording import said

_ALWAYS: Final = frozenset({CARE, "required"})
_BOXES: Final = 8
_ROWS: Final = 6
_LINES: Final = 4
_NAMED: Final = 60
_INVITATION: Final = re.compile(
    r"[-–—.…=*<>]|(?:choisi|s[ée]lectionn|kies|selecteer|choose|select|pick)", re.IGNORECASE
)
_ANSWERS: Final = ("answer-known", "answer-asked", "answer-declined")


def read_choice(text: str, path: str) -> tuple[str, ...]:
    """
    Read which questions a team chose: one label on each line, or a YAML list; lines that begin with ``#`` are remarks.

    Args:
        text: The file's text.
        path: How to call it in an error.

    Raises:
        CasevideError: It is neither, or it names nothing.
    """
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#") and line != "---"]
    chosen: Any = lines
    if lines and all(line.startswith(("- ", "[", "]", '"', "'")) for line in lines):
        try:
            chosen = yaml.safe_load("\n".join(lines))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            raise CasevideError(
                f"{path}{place}: this is not a YAML list", "write one label on each line, without quotes"
            ) from error
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise CasevideError(f"{path}: this is not a list of labels", "write one label on each line")
    if not chosen:
        raise CasevideError(f"{path}: no label stands in it", "write one label on each line")
    return tuple(chosen)


def paper_of(
    critiques: Sequence[Critique], *, rulebook: Rulebook, language: str, date: str, chosen: Iterable[str] = ()
) -> dict[str, Any]:
    """
    Give all that the sheet says.

    Args:
        critiques: What was found, one for each screen.
        rulebook: The rules that judged.
        language: ``fr``, ``nl`` or ``en``.
        date: The day of the sheet, ``YYYY-MM-DD``.
        chosen: The labels, technical names or selectors of further questions.

    Returns:
        What JSON can hold: texts in the language, lists and numbers. Texts of pages and rules are not escaped.

    Raises:
        CasevideError: No question has a chosen label, or nothing would stand on the sheet.
    """
    return _Paper(critiques, rulebook, language, date).all(tuple(chosen))


def _names(finding: Finding) -> set[str]:
    field = finding.field
    texts = (field.label, field.placeholder, field.title, field.name, field.selector)
    return {_same(text) for text in texts if text}


def _same(text: str) -> str:
    """Give a label as it is compared: a star or colon at its end, its capitals and accents do not count."""
    return plain(" ".join(text.split())).rstrip(" *:\u202f")


class _Paper(Sentences):
    def __init__(self, critiques: Sequence[Critique], rulebook: Rulebook, language: str, date: str) -> None:
        super().__init__(rulebook, language)
        self.critiques = critiques
        self.date = date
        self.asked = [questions(critique.findings) for critique in critiques]

    def say(self, key: str, **places: Any) -> str:
        """Give a fixed text, of the sheet first of all."""
        return said(TEXTS, key, self.language, **places)

    def all(self, chosen: Sequence[str]) -> dict[str, Any]:
        wanted = self._wanted(chosen)
        screens = [self._screen(number, asked, wanted) for number, asked in enumerate(self.asked, 1)]
        if not any(screen["groups"] for screen in screens):
            raise CasevideError(
                "nothing would stand on the sheet: no question here is required or needed for care",
                "name some with --with, or let more rules speak with --country, --sector and --system",
            )
        systems = list(dict.fromkeys(filter(None, map(self.system, self.critiques))))
        return {
            "language": self.language,
            "title": self.say("title", system=", ".join(systems)) if systems else self.say("title-unknown"),
            "about": [self.say("about"), self.say("private")],
            "filled": [self.say("filled-by"), self.say("filled-on")],
            "answers": [self.say(answer) for answer in _ANSWERS],
            "three": self.say("three-answers"),
            "date_form": self.say("date-form"),
            "screens": screens,
            "undecided": self._undecided(wanted),
            "left": self._left(wanted),
            "sources": self._sources(wanted),
            "foot": self.say("disclaimer"),
        }

    # --- which questions ---

    def _wanted(self, chosen: Sequence[str]) -> set[str]:
        """Give the chosen names as they are compared; each must be that of a question."""
        there = {name: label for asked in self.asked for one in asked for name, label in self._known(one).items()}
        for name in chosen:
            if _same(name) not in there:
                near = suggestion(_same(name), there)
                known = next((label for key, label in there.items() if f'"{key}"' in near), "")
                remedy = f'did you mean "{known}"?' if near.startswith("did") and known else "see casevide critique"
                raise CasevideError(f'no question of these pages is called "{clean(name)}"', remedy)
        return {_same(name) for name in chosen}

    def _known(self, question: Question) -> dict[str, str]:
        return {name: self.name(question.first) for finding in question.findings for name in _names(finding)}

    def _picked(self, question: Question, wanted: set[str]) -> bool:
        return question.first.verdict in _ALWAYS or not wanted.isdisjoint(self._known(question))

    def _on_sheet(self, wanted: set[str]) -> list[Question]:
        return [one for asked in self.asked for one in asked if self._picked(one, wanted)]

    # --- the sheet ---

    def _screen(self, number: int, asked: Sequence[Question], wanted: set[str]) -> dict[str, Any]:
        country = self.critiques[number - 1].profile.country
        picked = [question for question in asked if self._picked(question, wanted)]
        shared = _shared([question.first.field.section.split(" / ") for question in asked])
        groups = groupby(picked, key=lambda question: self._heading(question, shared))
        return {
            "title": self.say("screen", n=number) if len(self.asked) > 1 else "",
            "groups": [
                {"title": title, "entries": [self._entry(one, country) for one in some]} for title, some in groups
            ],
        }

    def _heading(self, question: Question, shared: int) -> str:
        """
        Give the heading that a question stands under, else its group.

        The headings that all questions of a page share say nothing of one of them, and may be a person's name.
        """
        field = question.first.field
        headings = [part for part in field.section.split(" / ")[shared:] if part]
        group = "" if len(question.findings) > 1 else field.group
        return clean(headings[-1] if headings else group) or self.say("no-heading")

    def _entry(self, question: Question, country: str | None) -> dict[str, Any]:
        finding = question.first
        rule = self.rule(finding)
        return {
            "label": self.name(finding),
            "place": self.place(question),
            "verdict": finding.verdict or "",
            "name": self.verdict(rule) if rule else self.say("silent"),
            "mark": "" if suffix(finding, self.rulebook) == "*" else suffix(finding, self.rulebook),
            "chosen": "" if finding.verdict in _ALWAYS else self.say("chosen"),
            "source": self._source_line(finding, country),
            "care": finding.verdict == CARE,
            **self._writing(question),
        }

    def _source_line(self, finding: Finding, country: str | None) -> str:
        rule = self.rule(finding)
        if rule is None:
            return ""
        grounds = [self.rulebook.grounds[name] for name in nearest_ground(rule, country)]
        return "".join(
            f"{self.label('source')} {self.text(one['citation'])}"
            + ("" if one.get("checked") else f" ({self.say('wording')})")
            for one in grounds
        )

    def _writing(self, question: Question) -> dict[str, Any]:
        """Give the room to write: boxes for a few choices, places for a date, one or more lines for the rest."""
        field = question.first.field
        choices = [option for one in field.options if (option := clean(one))]
        if field.control == "select" and choices and _INVITATION.match(choices[0]):
            del choices[0]  # "-- Choisir --" invites to answer and is no answer
        boxes = choices if 1 < len(choices) <= _BOXES and len(question.findings) == 1 else []
        if field.control in {"checkbox", "switch"}:
            return {"kind": "box", "boxes": [], "lines": 0}
        if boxes:
            return {"kind": "boxes", "boxes": boxes, "lines": 0}
        if field.control == "date":
            return {"kind": "date", "boxes": [], "lines": min(len(question.findings), _ROWS)}
        lines = _LINES if field.control == "textarea" else min(len(question.findings), _ROWS)
        return {"kind": "lines", "boxes": [], "lines": lines}

    # --- the foot ---

    def _undecided(self, wanted: set[str]) -> dict[str, Any]:
        names = [
            self.name(one.first)
            for asked in self.asked
            for one in asked
            if one.first.verdict is None and not self._picked(one, wanted)
        ]
        names = list(dict.fromkeys(names))
        more = len(names) - _NAMED
        shown = names[:_NAMED] + ([self.say("and-more", n=more)] if more > 0 else [])
        return {"title": self.say("undecided"), "about": self.say("undecided-about"), "names": shown}

    def _left(self, wanted: set[str]) -> dict[str, Any]:
        counts = Counter(
            one.first.verdict
            for asked in self.asked
            for one in asked
            if one.first.verdict in LOWERING and not self._picked(one, wanted)
        )
        lines = [
            {"verdict": verdict, "text": self.say("left-line", verdict=self.say(verdict), n=counts[verdict])}
            for verdict in VERDICTS
            if counts[verdict]
        ]
        return {"title": self.say("left"), "lines": lines, "about": self.say("left-about")}

    def _sources(self, wanted: set[str]) -> list[str]:
        rules = {rule.id: rule for one in self._on_sheet(wanted) if (rule := self.rule(one.first))}
        unread = sum(rule.texts["status"] == "experimental" for rule in rules.values())
        newest, digest = max((critique.date, critique.digest) for critique in self.critiques)
        lines = [
            self.say(
                "source-line",
                date=day(newest, self.language),
                digest=digest,
                day=day(self.date, self.language),
            )
        ]
        return [*lines, self.say("reviews", n=unread, total=len(rules))] if unread else lines


def nearest_ground(rule: Rule, country: str | None) -> list[str]:
    """Give the first text that a rule rests on, one of the country or of the Union first; none where it has none."""
    grounds: Sequence[str] = rule.texts["grounds"]
    own = [name for name in grounds if name.startswith(("eu-", f"{(country or 'eu').lower()}-"))]
    return list(own or grounds)[:1]


def _shared(sections: Sequence[Sequence[str]]) -> int:
    """Give how many headings all sections begin with."""
    if not sections:
        return 0
    first = sections[0]
    differing = (n for n, part in enumerate(first) if any(one[n : n + 1] != [part] for one in sections))
    return next(differing, len(first))
