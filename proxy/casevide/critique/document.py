"""
Critiques → all that their document says, as plain data that the page, the PDF and a script can hold. Pure.

``document_of(critiques, …)`` gives one object; ``critique.html`` and ``critique.typ`` only lay it out. So both say the
same, and the same critiques, rulebook, language and date give the same document.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from casevide.critique import changed
from casevide.critique.against import Changes
from casevide.critique.charts import Chart, bars, matrix, stacked
from casevide.critique.critique import Critique, Question, questions, summary
from casevide.critique.sentences import Sentences, by_rule, clean, suffix
from casevide.rulebook import CARE, LOWERING, VERDICTS, Rule, Rulebook
from casevide.rulesite.addresses import host, https
from casevide.rulesite.wording import country, day
from casevide.wording import SIGNS, quoted

_WORDS: Final = (
    *("at-a-glance", "signs", "charts", "column-number", "column-field", "column-law", "column-bearer"),
    *(
        "column-software",
        "column-ways",
        "column-sources",
        "count",
        "totals",
        "details",
        "sources",
        "silent-title",
        "questions",
    ),
    *("year", "events", "outcome", "source", "disclaimer", "changes", "fields-of", "concerns"),
)
_FEW: Final = 6
_SECTIONS: Final = 30


def document_of(
    critiques: Sequence[Critique],
    *,
    rulebook: Rulebook,
    language: str,
    on: date,
    changes: Sequence[Changes] | None = None,
    gone: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Give all that the document of some critiques says.

    Args:
        critiques: One for each page, at least one.
        rulebook: The rules that judged.
        language: ``fr``, ``nl`` or ``en``.
        on: The day that the document bears.
        changes: For each page what is different from an earlier critique, if there is one.
        gone: Pages of the earlier critique that are not among these.

    Returns:
        What JSON can hold: texts in the language, lists and numbers. Texts of pages and rules are not escaped.
    """
    return _Document(critiques, Sentences(rulebook, language), on).all(changes, gone)


class _Document:
    def __init__(self, critiques: Sequence[Critique], sentences: Sentences, on: date) -> None:
        self.critiques = critiques
        self.sentences = sentences
        self.rulebook = sentences.rulebook
        self.language = sentences.language
        self.say = sentences.say
        self.on = on
        self.asked = [questions(critique.findings) for critique in critiques]
        self.every = [question for asked in self.asked for question in asked]
        self.numbers: dict[str, int] = {}

    def all(self, changes: Sequence[Changes] | None, gone: Sequence[str]) -> dict[str, Any]:
        # Pages and rules come first: they give the sources their numbers.
        pages = [self._page(*pair) for pair in zip(self.critiques, self.asked, strict=True)]
        rules = [self._rule(self.rulebook.rules[rule], some) for rule, some in by_rule(self.every).items()]
        return {
            "language": self.language,
            "title": self._title(),
            "about": self.say("critique-about"),
            "words": {key: self.say(key) for key in _WORDS},
            "facts": self._facts(),
            "totals": [{"n": n, "text": text, "strong": strong} for n, text, strong in self._totals()],
            "legend": self._legend(),
            "marks": self._marks(),
            "charts": [{"title": one.title, "svg": one.svg, "words": one.words} for one in self._charts()],
            "changes": self._changes(changes, gone),
            "pages": pages,
            "rules": rules,
            "sources": self._sources(),
            "silent": self._silent(),
            "precedents": self._precedents(),
            "questions": self._questions(changes),
            "foot": f"{self.say('disclaimer')} {self._rules()}",
        }

    def _title(self) -> str:
        systems = list(dict.fromkeys(filter(None, map(self.sentences.system, self.critiques))))
        return self.say("critique-of", name=", ".join(systems)) if systems else self.say("critique")

    def _facts(self) -> list[dict[str, Any]]:
        profiles = list(dict.fromkeys(self._profile(critique) for critique in self.critiques))
        facts = [
            (self.say("date"), [day(self.on.isoformat(), self.language)]),
            (self.say("pages"), [clean(critique.source) for critique in self.critiques]),
            (self.say("profile"), profiles),
            (self.say("rules"), [self._rules(), self.say("digest", digest=self.rulebook.digest)]),
        ]
        return [{"name": name, "texts": texts} for name, texts in facts]

    def _rules(self) -> str:
        return self.say("rules-of", date=day(str(self.rulebook.content.get("date", "?")), self.language))

    def _profile(self, critique: Critique) -> str:
        where = critique.profile.country
        parts = (
            self.sentences.system(critique),
            self.sentences.sector(critique),
            country(where, self.language) if where else "",
        )
        known = " · ".join(part for part in parts if part)
        if not known:
            return self.say("unknown")
        return known + (f" ({self.say(f'from-{critique.profile_from}')})" if critique.profile_from else "")

    def _totals(self) -> list[tuple[int, str, bool]]:
        return self.sentences.totals(self.critiques)

    def _legend(self) -> list[dict[str, str]]:
        return [
            {"verdict": verdict, "sign": SIGNS[verdict], "name": self.say(verdict), "lead": self.say(f"{verdict}-lead")}
            for verdict in VERDICTS
        ]

    def _marks(self) -> list[dict[str, str]]:
        met = {suffix(question.first, self.rulebook) for question in self.every}
        return [
            {"mark": mark, "text": self.say(key)}
            for mark, key in (("*", "mark-forced"), ("?", "mark-unsure"), ("≠", "mark-disagree"))
            if mark in met
        ]

    # --- charts ---

    def _charts(self) -> list[Chart]:
        if not self.every:
            return []
        counted = Counter(question.first.verdict for question in self.every)
        verdicts = [(self.say(verdict), counted[verdict]) for verdict in VERDICTS]
        charts = [bars(self.say("chart-verdicts"), [*verdicts, (self.say("silent"), counted[None])])]
        cells = Counter((question.forced, _duty(question)) for question in self.every)
        kinds = ("duty", "none", "silent")
        columns = [self.say(key) for key in ("matrix-duty", "matrix-none", "silent")]
        rows = [
            (self.say("matrix-forced" if forced else "matrix-free"), [cells[forced, kind] for kind in kinds])
            for forced in (True, False)
        ]
        charts.append(matrix(self.say("chart-matrix"), columns, rows, (0, 1)))
        sections = self._by_section(kinds)
        if len(sections) > 1:
            names_of = [self.say(key) for key in ("matrix-none", "matrix-duty", "silent")]
            turned = [(name, [count["none"], count["duty"], count["silent"]]) for name, count in sections]
            charts.append(stacked(self.say("chart-sections"), names_of, turned))
        return charts

    def _by_section(self, kinds: Iterable[str]) -> list[tuple[str, Counter[str]]]:
        """Count the questions under each heading, in page order; all that is beyond the thirtieth is one row."""
        counted: dict[str, Counter[str]] = {}
        for question in self.every:
            name = clean(question.first.field.section.rpartition(" / ")[2]) or self.say("no-section")
            counted.setdefault(name, Counter(dict.fromkeys(kinds, 0)))[_duty(question)] += 1
        rows = list(counted.items())
        if len(rows) <= _SECTIONS:
            return rows
        rest = rows[_SECTIONS - 1 :]
        others: Counter[str] = Counter()
        for _, counts in rest:
            others.update(counts)
        return [*rows[: _SECTIONS - 1], (self.say("other-sections", n=len(rest)), others)]

    # --- fields and rules ---

    def _page(self, critique: Critique, asked: Sequence[Question]) -> dict[str, Any]:
        counts = summary([critique])
        numbered = list(enumerate(asked, 1))
        sections = [
            {
                "heading": clean(section.rpartition(" / ")[2]),
                "rows": [self._row(number, question) for number, question in members],
            }
            for section, members in groupby(numbered, key=lambda pair: pair[1].first.field.section)
        ]
        said = self.say("page-total", n=counts["fields"], m=counts["forced_without_duty"])
        return {
            "source": clean(critique.source),
            "profile": self._profile(critique),
            "said": said if asked else self.say("no-field"),
            "sections": sections,
        }

    def _row(self, number: int, question: Question) -> dict[str, Any]:
        finding = question.first
        rule = self.sentences.rule(finding)
        ways = [clean(way) for way in finding.field.ways_out]
        return {
            "number": number,
            "label": self.sentences.name(finding),
            "place": self.sentences.place(question),
            "verdict": rule.verdict if rule else "",
            "name": self.sentences.verdict(rule) if rule else self.say("silent"),
            "mark": suffix(finding, self.rulebook),
            "bearer": self.sentences.text(rule.texts["bearer"]) if rule else "",
            "forced": question.forced,
            "software": self.say("is-forced") if question.forced else self.say("not-forced"),
            "ways": quoted(ways, self.language) or (self.say("no-ways-out") if question.forced_without_duty else ""),
            "sources": self._cited(rule) if rule else [],
        }

    def _cited(self, rule: Rule) -> list[int]:
        """Give the numbers of a rule's sources; a source gets its number where it is first cited."""
        return [self.numbers.setdefault(ground, len(self.numbers) + 1) for ground in rule.texts["grounds"]]

    def _rule(self, rule: Rule, members: Sequence[Question]) -> dict[str, Any]:
        sentences, texts = self.sentences, rule.texts
        lines = [
            ("instead", sentences.text(texts["instead"])),
            ("why", sentences.text(texts["says"])),
            ("bearer", sentences.text(texts["bearer"])),
            ("caveat", sentences.text(texts["caveat"])),
            ("confidence", f"{sentences.standing(rule)} · {rule.id}"),
        ]
        return {
            "verdict": rule.verdict,
            "name": sentences.verdict(rule),
            "category": sentences.category(rule),
            "fields": list(dict.fromkeys(sentences.name(question.first) for question in members)),
            "unsure": sentences.unsure(rule, members),
            "lead": sentences.lead(rule),
            "more": [text for text in (sentences.gap(rule, members), *sentences.ways_out(rule, members)) if text],
            "lines": [{"name": self.say(key), "text": text} for key, text in lines if text],
            "sources": self._cited(rule),
        }

    def _sources(self) -> list[dict[str, Any]]:
        found = []
        for ground, number in self.numbers.items():
            data = self.rulebook.grounds[ground]
            safe = https(data.get("url"))
            found.append(
                {
                    "number": number,
                    "text": self.sentences.source(data),
                    "url": safe or "",
                    "address": "" if safe else clean(str(data.get("url") or "")),
                }
            )
        return found

    # --- what surrounds them ---

    def _changes(self, changes: Sequence[Changes] | None, gone: Sequence[str]) -> list[dict[str, Any]]:
        found = [
            {
                "page": clean(critique.source) if len(self.critiques) > 1 else "",
                "title": changed.title(one, self.sentences),
                "kinds": [{"name": name, "lines": lines} for name, lines in changed.lines(one, self.sentences)],
                "notes": changed.notes(one, self.sentences),
            }
            for critique, one in zip(self.critiques, changes or [], strict=bool(changes))
        ]
        if gone:
            notes = [self.say("page-gone", page=clean(page)) for page in gone]
            found.append({"page": "", "title": "", "kinds": [], "notes": notes})
        return found

    def _silent(self) -> dict[str, Any]:
        pages = [
            {
                "page": clean(critique.source) if len(self.critiques) > 1 else "",
                "fields": [self.sentences.name(question.first) for question in asked if question.first.hint is None],
            }
            for critique, asked in zip(self.critiques, self.asked, strict=True)
        ]
        pages = [page for page in pages if page["fields"]]
        about = self.say("silent-about" if pages else "silent-none") if self.every else ""
        return {"about": about, "pages": pages, "limits": [self.say("limits"), self.say("limits-typed")]}

    def _precedents(self) -> list[dict[str, Any]]:
        found = []
        for system in dict.fromkeys(critique.profile.system for critique in self.critiques):
            data = self.rulebook.systems.get(system or "", {})
            rows = [
                {
                    "year": str(one["year"]),
                    "what": self.sentences.text(one["what"]),
                    "outcome": self.sentences.text(one["outcome"]),
                    "url": https(one.get("url")) or "",
                    "host": host(str(one.get("url") or "")),
                }
                for one in data.get("precedents", ())
            ]
            if rows:
                name = self.sentences.text(data.get("title"))
                found.append({"title": self.say("precedents", system=name), "rows": rows})
        return found

    def _questions(self, changes: Sequence[Changes] | None) -> list[str]:
        """Give what a team may discuss: first what these pages give rise to, then what holds for every form."""
        forced = [one for one in self.every if one.forced_without_duty]
        by_verdict = {
            verdict: [one for one in self.every if one.first.verdict == verdict]
            for verdict in ("challengeable", "intrusive", CARE)
        }
        asked = [
            ("ask-forced", forced),
            ("ask-challengeable", by_verdict["challengeable"]),
            ("ask-intrusive", by_verdict["intrusive"]),
            ("ask-care", by_verdict[CARE]),
        ]
        found = [self.say(key, fields=self._named(members)) for key, members in asked if members]
        if any(not one.first.field.ways_out for one in forced):
            found.insert(1, self.say("ask-no-way-out"))
        if any(one.any and one.since for one in changes or ()):
            found.append(self.say("ask-changed"))
        found += [self.say(key) for key in ("ask-use", "ask-readers", "ask-person")] if self.every else []
        if any(one.first.hint is None for one in self.every):
            found.append(self.say("ask-silent"))
        return found

    def _named(self, members: Sequence[Question]) -> str:
        names = list(dict.fromkeys(self.sentences.name(one.first) for one in members))
        if len(names) <= _FEW + 1:
            return quoted(names, self.language)
        return self.say("and-more", names=quoted(names[:_FEW], self.language), n=len(names) - _FEW)


def _duty(question: Question) -> str:
    verdict = question.first.verdict
    return "silent" if verdict is None else "none" if verdict in LOWERING else "duty"
