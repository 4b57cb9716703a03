"""
The letter that asks for the legal basis of fields: from critiques to its paragraphs and tables. Pure.

``letter_of(critiques, to="dpo", …)`` gives a `Letter`, a list of blocks; `casevide.critique.letter_docx` writes them as
an editable document and the template ``letter.typ`` as a PDF. What it asks about is what can be contested or is forced
by the software without any obligation found; what a text requires and what care needs is never part of it.

It holds no service user's data: neither the title nor the headings of a page, nor its file name or address, stand in
it, because they may hold a person's name. A screen is a place that the sender names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from casevide.critique.critique import Critique, Question, questions, summary
from casevide.critique.letter_texts import GDPR, GDPR_ADDRESS, TEXTS
from casevide.critique.sentences import Sentences, clean
from casevide.errors import CasevideError
from casevide.rulebook import Rule, Rulebook
from casevide.rulesite.wording import day
from casevide.wording import quoted, said

ADDRESSEES: Final = ("dpo", "works-council", "authority")
"""To whom the letter may go, in the order in which they are asked."""

PLACE: Final = re.compile(r"\[…[^\]]*\]")
"""A place that the sender fills in."""

_SHOWN: Final = 8
"""So many fields are named under one point; the annex names all."""

_GENERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "dpo": ("record", "assessment", "default", "rights"),
    "works-council": ("heard", "assessment", "default", "staff"),
    "authority": ("position", "consulted", "assessment", "default"),
}
_ARTICLES: Final[Mapping[str, tuple[str, ...]]] = {
    "dpo": ("15", "30", "38(4)", "39(1)(a)"),
    "works-council": ("15", "30"),
    "authority": ("15", "30", "36", "57(1)", "77"),
}
_GROUNDS: Final = (
    "eu-gdpr-5-1-b",
    "eu-gdpr-5-1-c",
    "eu-gdpr-5-1-d",
    "eu-gdpr-5-1-e",
    "eu-gdpr-5-2",
    "eu-gdpr-6-1",
    "eu-gdpr-13-1-c",
    "eu-gdpr-13-2-e",
    "eu-gdpr-25-2",
    "eu-gdpr-35",
)
_OBJECTION: Final = "eu-gdpr-21"
_STAFF: Final[Mapping[str, tuple[str, ...]]] = {
    "FR": ("fr-codetravail-l2312-38", "fr-decret-2021-571-cst", "fr-decret-2021-1570-cse-fph"),
    "BE": ("be-cct-39", "be-cct-81", "be-wellbeing-1996"),
}
_ARTICLE: Final = re.compile(r"^(\d+)(?:\((\d+)\))?(?:\((\w)\))?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the letter's own title."""

    level: int
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` stands before it in bold. Its lines are kept."""

    text: str
    label: str = ""
    style: Literal["plain", "block", "right", "strong", "note"] = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headers; `widths` are parts of the whole."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Turn:
    """A new page, upright or wide."""

    wide: bool
    kind: Literal["turn"] = "turn"


type Block = Heading | Paragraph | Listing | Table | Turn


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A whole letter.

    Attributes:
        language: ``fr``, ``nl`` or ``en``.
        title: As a viewer shows it; it holds no place to fill.
        date: The day it is written, ``YYYY-MM-DD``.
        blocks: What stands in it, from top to bottom.
        foot: What stands at the foot of every page.
    """

    language: str
    title: str
    date: str
    blocks: tuple[Block, ...]
    foot: str

    def as_data(self) -> dict[str, Any]:
        """Give the letter as plain data, for a template."""
        return {"blocks": [asdict(block) for block in self.blocks], "foot": self.foot}


@dataclass(frozen=True, slots=True)
class _Point:
    """One rule and the questions of the screens that it speaks of."""

    rule: Rule
    asked: tuple[tuple[int, Question], ...]

    @property
    def forced(self) -> bool:
        return any(question.forced for _, question in self.asked)

    @property
    def without_way_out(self) -> bool:
        return any(question.forced and not question.first.field.ways_out for _, question in self.asked)


def asked_of(critique: Critique) -> list[Question]:
    """Give the questions of a page that a letter asks about: challengeable, or forced without a duty found."""
    return [
        question
        for question in questions(critique.findings)
        if question.first.verdict == "challengeable" or question.forced_without_duty
    ]


def letter_of(
    critiques: Sequence[Critique],
    *,
    rulebook: Rulebook,
    to: str,
    language: str,
    date: str,
    country: str | None = None,
    read: Sequence[str | None] = (),
) -> Letter:
    """
    Write the letter about what was found on pages.

    Args:
        critiques: What was found, one for each screen.
        rulebook: The rules that judged.
        to: One of `ADDRESSEES`.
        language: ``fr``, ``nl`` or ``en``.
        date: The day of the letter, ``YYYY-MM-DD``.
        country: Of the addressee; without it, that of the critiques if they agree.
        read: For each critique the day on which its page was read; ``None`` is a place that the sender fills in.

    Raises:
        CasevideError: There is nothing to ask.
    """
    return _Writer(critiques, rulebook, to, language, date, country, read).letter()


class _Writer(Sentences):
    """Writes one letter."""

    def __init__(
        self,
        critiques: Sequence[Critique],
        rulebook: Rulebook,
        to: str,
        language: str,
        date: str,
        country: str | None,
        read: Sequence[str | None],
    ) -> None:
        super().__init__(rulebook, language)
        self.critiques = critiques
        self.to = to
        self.date = date
        countries = {critique.profile.country for critique in critiques}
        self.country = country or (countries.pop() if len(countries) == 1 else None)
        self.read = [*read, *[None] * (len(critiques) - len(read))]
        self.points = self._points()
        names = {self.system(critique) for critique in critiques}
        self.software_name = names.pop() if len(names) == 1 else ""

    # --- words ---

    def say(self, key: str, **places: Any) -> str:
        """Give a fixed text, of the letter first of all."""
        return said(TEXTS, key, self.language, **places)

    def _named(self) -> str:
        return self.software_name or self.say("unknown-system")

    def _own(self, key: str) -> str:
        """Give the text for the country where there is one, else for any."""
        of_country = f"{key}-{self.country}"
        return self.say(of_country if of_country in TEXTS else key)

    def _head_of(self, number: int, rule: Rule) -> str:
        """Give the heading of a point: its number and what its fields ask for."""
        category = self.category(rule)
        return f"{number}. {category[:1].upper()}{category[1:]}"

    # --- what is asked about ---

    def _points(self) -> list[_Point]:
        """Give one point for each rule, in the order in which the rules first speak."""
        spoken: dict[str, list[tuple[int, Question]]] = {}
        for screen, critique in enumerate(self.critiques, 1):
            for question in asked_of(critique):
                if question.first.hint:
                    spoken.setdefault(question.first.hint.rule, []).append((screen, question))
        if not spoken:
            raise CasevideError(
                "there is nothing to ask: no field is open to challenge or forced without an obligation found",
                "see casevide critique; --country, --sector and --system let more rules speak",
            )
        return [_Point(self.rulebook.rules[rule], tuple(asked)) for rule, asked in spoken.items()]

    # --- the letter ---

    def letter(self) -> Letter:
        return Letter(
            self.language,
            self.say("title", system=self.software_name or self.say("a-system")),
            self.date,
            (*self._head(), *self._body(), *self._annexes()),
            self.say("disclaimer"),
        )

    def _head(self) -> Iterable[Block]:
        yield Paragraph(self.say("sender"), style="block")
        yield Paragraph(self._own(f"to-{self.to}"), style="block")
        yield Paragraph(self.say("place-and-date", date=day(self.date, self.language)), style="right")
        one = len(self.points) == 1
        yield Heading(1, self.say("subject-one" if one else "subject", system=self._named(), n=len(self.points)))

    def _body(self) -> Iterable[Block]:
        yield Paragraph(self.say("greeting"))
        yield Paragraph(self.say("opening", system=self._named()))
        yield Paragraph(self.say("scope"))
        yield Paragraph(self.say(f"why-{self.to}"))
        if self.to == "authority":
            yield Paragraph(self.say("not-a-complaint"))
        yield Heading(2, self.say("five"))
        yield Paragraph(self.say("five-intro"))
        five = ("text", "purpose", "empty", "retention", "recipients")
        yield Listing(tuple(self.say(f"five-{one}") for one in five), numbered=True)
        yield Heading(2, self.say("points"))
        for number, point in enumerate(self.points, 1):
            yield from self._point(number, point)
        yield Heading(2, self.say("general"))
        yield Listing(tuple(self.say(f"general-{one}") for one in _GENERAL[self.to]))
        yield Paragraph(self.say("closing"))
        yield Paragraph(self.say("farewell"))
        yield Paragraph(self.say("signature"), style="block")
        yield Heading(2, self.say("limits"))
        yield Listing(tuple(self._limits()))

    def _point(self, number: int, point: _Point) -> Iterable[Block]:
        texts = point.rule.texts
        yield Heading(3, self._head_of(number, point.rule))
        shown = point.asked if len(point.asked) <= _SHOWN + 1 else point.asked[:_SHOWN]
        for screen, question in shown:
            yield Paragraph(f"{self._field(question)}, {self.say('on-screen', n=screen)}", self.say("fields"))
        if more := len(point.asked) - len(shown):
            yield Paragraph(self.say("more-fields", n=more))
        if point.forced:
            for line in dict.fromkeys(self._forced(question) for _, question in point.asked if question.forced):
                yield Paragraph(line, self.say("software"))
        if any(question.first.certainty == "likely" for _, question in point.asked):
            yield Paragraph(self.say("likely-field"), style="note")
        low = texts["confidence"] == "low"
        lead = self.say("found-low" if low else f"found-{point.rule.verdict}")
        yield Paragraph(f"{lead} {self.text(texts['says'])}".strip(), self.say("found"))
        yield Paragraph(self.text(texts["bearer"]), self.say("bearer"))
        if caveat := self.text(texts["caveat"]):
            yield Paragraph(caveat, self.say("caveat"))
        yield Paragraph("; ".join(self._citation(ground) for ground in texts["grounds"]), self.say("source"))
        yield Paragraph(self.standing(point.rule), self.say("confidence"))
        yield Paragraph(" ".join(self._asks(point)), self.say("asked"), style="strong")

    def _asks(self, point: _Point) -> Iterable[str]:
        yield self.say(f"ask-{point.rule.verdict}")
        special = self.rulebook.categories[point.rule.category].get("special")
        if special in {"art-9", "art-10"}:
            yield self.say(f"ask-{special}")
        if point.without_way_out:
            yield self.say("ask-way-out")

    def _field(self, question: Question) -> str:
        """Give the question as the page words it, with its group; nothing else of the page."""
        label, group = self.name(question.first), clean(question.first.field.group)
        text = quoted([label], self.language)
        if len(question.findings) > 1:
            return f"{text} {self.say('rows', n=len(question.findings))}"
        return f"{text} ({group})" if group and group != label else text

    def _forced(self, question: Question) -> str:
        if not question.forced:
            return self.say("not-forced")
        ways = [clean(way) for way in question.first.field.ways_out]
        return self.say("forced-with", options=quoted(ways, self.language)) if ways else self.say("forced-without")

    def _citation(self, ground: str) -> str:
        data = self.rulebook.grounds[ground]
        return self.text(data["citation"]) + ("" if data.get("checked") else f" ({self.say('wording')})")

    def _limits(self) -> Iterable[str]:
        counts = summary(self.critiques)
        rules = [point.rule for point in self.points]
        unread = sum(rule.texts["status"] == "experimental" for rule in rules)
        yield self.say("disclaimer")
        if unread:
            yield self.say("limit-reviews", n=unread, total=len(rules))
        if counts["silent"]:
            yield self.say("limit-silent", n=counts["silent"], total=counts["fields"])
        yield self.say("limit-page")
        newest = day(max(critique.date for critique in self.critiques), self.language)
        made = self.say("rules-of", date=newest)
        yield self.say("limit-made", rules=made[:1].lower() + made[1:], digest=self.critiques[0].digest)

    # --- annexes ---

    def _annexes(self) -> Iterable[Block]:
        header = ("column-number", "column-screen", "fields", "software", "column-found", "column-date")
        yield Turn(wide=False)
        yield Heading(2, self.say("annex-fields"))
        yield self._table("annex-fields", header, self._field_rows(), (8, 19, 27, 23, 14, 12))
        header = ("fields", "column-text", "column-purpose", "column-empty", "column-retention", "column-recipients")
        blank = ("",) * (len(header) - 1)
        answers = ((self._head_of(number, point.rule), *blank) for number, point in enumerate(self.points, 1))
        yield Turn(wide=True)
        yield Heading(2, self.say("annex-answers"))
        yield Paragraph(self.say("annex-grid-note"))
        yield self._table("annex-answers", header, answers, (24, 20, 20, 16, 10, 14))
        yield Turn(wide=False)
        yield Heading(2, self.say("annex-sources"))
        yield self._table("annex-sources", ("source", "column-says", "column-state"), self._source_rows(), (30, 50, 20))

    def _table(
        self, title: str, header: Iterable[str], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]
    ) -> Table:
        return Table(self.say(title), tuple(self.say(key) for key in header), tuple(rows), widths)

    def _field_rows(self) -> Iterable[tuple[str, ...]]:
        for number, point in enumerate(self.points, 1):
            for screen, question in point.asked:
                read = self.read[screen - 1]
                yield (
                    str(number),
                    self.say("screen-place", n=screen),
                    self._field(question),
                    self._forced(question),
                    self.say(point.rule.verdict),
                    day(read, self.language) if read else self.say("date-place"),
                )

    def _source_rows(self) -> Iterable[tuple[str, ...]]:
        """Give every text that is cited: those of the points, those of the questions, those of the staff's body."""
        cited = [ground for point in self.points for ground in point.rule.texts["grounds"]]
        cited += _GROUNDS
        if self.to == "dpo":
            cited.append(_OBJECTION)
        if self.to == "works-council":
            cited += _STAFF.get(self.country or "", ())
        for ground in dict.fromkeys(cited):
            data = self.rulebook.grounds.get(ground)
            if data:
                state = self.say("wording-read" if data.get("checked") else "wording")
                date = data.get("date")
                as_of = f"; {self.say('as-of', date=day(date, self.language))}" if date else ""
                yield (f"{self.text(data['citation'])}\n{data.get('url', '')}", self.text(data["says"]), state + as_of)
        for article in _ARTICLES[self.to]:
            yield (
                f"{self.say('gdpr', article=self._article(article))}\n{GDPR_ADDRESS}",
                said(GDPR, article, self.language),
                self.say("wording"),
            )

    def _article(self, article: str) -> str:
        """Give an article as the language cites it: ``39(1)(a)``, in Dutch ``39, lid 1, a)``."""
        found = _ARTICLE.match(article)
        if self.language != "nl" or found is None:
            return article
        number, paragraph, letter = found.groups()
        return number + (f", lid {paragraph}" if paragraph else "") + (f", {letter})" if letter else "")
