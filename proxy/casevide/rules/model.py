"""
The form of what people write: rule files (packs) and the vocabulary.

These models are the one place where the form is fixed. The JSON Schema for editors (`casevide.rules.schema`), the
messages about missing and unknown keys (`casevide.placed`) and the keys that `docs/rule-language.md` explains are all
held to them. Each description begins with a noun, because it completes "add …" when the key is missing.

What needs more than one file to be known (does this ground exist, does this hit hit) is in `casevide.rules.checks`.
"""

import re
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.json_schema import WithJsonSchema

from casevide.placed import Mistake, MistakenError

LANGUAGES: Final = ("fr", "nl", "en")
"""The languages that every text for readers is written in."""

LONGEST_SAYS: Final = 160
LONGEST_INSTEAD: Final = 80
LONGEST_CAVEAT: Final = 120
LONGEST_BEARER: Final = 80
LONGEST_EDITION: Final = 30

_AUTOFILL = """
    name honorific-prefix given-name additional-name family-name honorific-suffix nickname organization-title username
    organization street-address address-line1 address-line2 address-line3 address-level4 address-level3 address-level2
    address-level1 country country-name postal-code language bday bday-day bday-month bday-year sex url photo tel
    tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email impp
    cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type
    transaction-currency transaction-amount
"""
AUTOFILL: Final = frozenset(_AUTOFILL.split())
"""The autofill field names of the HTML standard that ask for data of a person (section "Autofill", no passwords)."""


# --- small forms -----------------------------------------------------------------------------------------------------


def _one_line(value: Any) -> Any:
    return re.sub(r"[ \t\n]+", " ", value).strip(" ") if isinstance(value, str) else value


def _checked(pattern: str, what: str, remedy: str) -> AfterValidator:
    form = re.compile(pattern)

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise MistakenError(Mistake(f'"{value}" is not {what}', remedy))
        return value

    return AfterValidator(check)


def _autofill(value: str) -> str:
    if value not in AUTOFILL:
        raise MistakenError(
            Mistake(
                f'"{value}" is not an autocomplete word of the HTML standard', "see its section Autofill, or delete it"
            )
        )
    return value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _in_every_language(value: Any) -> Any:
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


def _labelled(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


def _worded(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_one_line)]
"""A text on one line."""

Id = Annotated[
    str,
    StringConstraints(max_length=60),
    _checked(
        r"[a-z0-9]+(-[a-z0-9]+)*", "an id", "use lower-case letters, digits and dashes, as in fr-social-nationality"
    ),
]
CategoryId = Annotated[
    str,
    StringConstraints(max_length=60),
    _checked(
        r"[a-z][a-z0-9]*(_[a-z0-9]+)*",
        "the id of a category",
        "use lower-case letters, digits and low lines, as in birth_place",
    ),
]
Country = Annotated[
    str,
    _checked(r"[A-Z]{2}", "a country code", "use two capital letters, as in FR or BE"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"}),
]
DpvTerm = Annotated[
    str,
    _checked(
        r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*",
        "a term of the Data Privacy Vocabulary",
        "write prefix:Term, as in dpv-pd:Nationality",
    ),
]
Token = Annotated[str, AfterValidator(_autofill), WithJsonSchema({"type": "string", "enum": sorted(AUTOFILL)})]
Day = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]

Verdict = Literal["care-critical", "required", "challengeable", "intrusive", "optional"]
Confidence = Literal["high", "medium", "low"]
Status = Literal["experimental", "test", "stable", "deprecated"]
Language = Literal["fr", "nl", "en", "de"]
Control = Literal[
    "text", "date", "number", "email", "tel", "file", "select", "textarea", "checkbox", "radio", "combobox", "switch"
]

type Lines = Annotated[tuple[Line, ...], BeforeValidator(_listed, json_schema_input_type=Line | list[Line])]
type Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed, json_schema_input_type=Id | list[Id])]
type Countries = Annotated[
    tuple[Country, ...], BeforeValidator(_listed, json_schema_input_type=Country | list[Country])
]


class Form(BaseModel):
    """The root of all forms: unknown keys are refused, nothing can be changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts[Text](Form):
    """One text in the three languages of the readers."""

    fr: Text = Field(title="the French text", description='The text in French, "fr: …".')
    nl: Text = Field(title="the Dutch text", description='The text in Dutch, "nl: …".')
    en: Text = Field(title="the English text", description='The text in English, "en: …".')


type Title = Texts[Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(_one_line)]]
type Says = Texts[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SAYS), BeforeValidator(_one_line)]]
type Instead = Texts[
    Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_INSTEAD), BeforeValidator(_one_line)]
]
type Caveat = Texts[
    Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CAVEAT), BeforeValidator(_one_line)]
]
type Bearer = Texts[
    Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_BEARER), BeforeValidator(_one_line)]
]
type LongText = Texts[Annotated[str, StringConstraints(min_length=1, max_length=1000), BeforeValidator(_one_line)]]
type AnyTitle = Annotated[Title, BeforeValidator(_in_every_language, json_schema_input_type=Line | Title)]
type Citation = Annotated[LongText, BeforeValidator(_in_every_language, json_schema_input_type=Line | LongText)]


# --- pack ------------------------------------------------------------------------------------------------------------


class PackHead(Form):
    """Who answers for a file of rules, and until when."""

    id: Id = Field(description="A short name of the pack that no other pack has, in lower case.")
    title: Title = Field(description="The title of the pack in French, Dutch and English.")
    owner: Line = Field(description="The name of those who answer for this pack.", max_length=120)
    contact: Line = Field(
        description="The address where a mistake can be told: a web address or an e-mail address.", max_length=200
    )
    licence: Line = Field(description="The licence under which others may use the pack, as in CC0-1.0.", max_length=60)
    reviewed: Day = Field(description="The day on which people last read the whole pack, as in 2026-11-22.")
    review_by: Day = Field(description="The day by which it must be read again, as in 2027-11-22.")


# --- grounds ---------------------------------------------------------------------------------------------------------


class Ground(Form):
    """A legal provision, or an authority's published position."""

    citation: Citation = Field(description="The way lawyers cite it; one text for all languages, or one for each.")
    says: LongText = Field(
        description="The meaning of the text in a sentence of your own, in French, Dutch and English."
    )
    url: Line = Field(description="The https address where it can be read.", max_length=500)
    checked: bool = Field(description="The word true if somebody has read its exact wording, else false.")
    date: Day = Field(description="The day on which the text stood so, as in 2026-11-22.")


# --- categories ------------------------------------------------------------------------------------------------------


class Condition(Form):
    """One way for a phrase to speak: all parts that are given must hold."""

    countries: Countries = Field(default=(), description="The countries, one of which must be the site's.")
    sectors: Ids = Field(default=(), description="The sectors, one of which must be the site's.")
    systems: Ids = Field(default=(), description="The systems, one of which must be the site's.")
    near: Lines = Field(default=(), description="The words, some of which the group, section or page title must hold.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.countries or self.sectors or self.systems or self.near):
            raise MistakenError(Mistake("this condition is empty", "name countries, sectors, systems or near"))
        return self


class Phrase(Form):
    """Words that a label may hold."""

    text: Line = Field(description="The words as a label would show them.", max_length=120)
    only: Annotated[
        tuple[Condition, ...], BeforeValidator(_listed, json_schema_input_type=Condition | list[Condition])
    ] = Field(
        default=(), description="The conditions, any one of which lets the phrase speak; without them it always speaks."
    )


type AnyPhrase = Annotated[Phrase, BeforeValidator(_worded, json_schema_input_type=Line | Phrase)]
type Phrases = Annotated[
    tuple[AnyPhrase, ...], BeforeValidator(_listed, json_schema_input_type=Line | Phrase | list[Line | Phrase])
]


class ByLanguage[Item](Form):
    """A list for each language in which labels are met."""

    fr: Item | None = Field(default=None, description="The list in French.")
    nl: Item | None = Field(default=None, description="The list in Dutch.")
    en: Item | None = Field(default=None, description="The list in English.")
    de: Item | None = Field(default=None, description="The list in German.")

    def items(self) -> list[tuple[str, Item]]:
        """Give each language that has a list, with its list."""
        named = (("fr", self.fr), ("nl", self.nl), ("en", self.en), ("de", self.de))
        return [(language, item) for language, item in named if item is not None]


class Category(Form):
    """Personal data that fields ask for, and the words by which they do."""

    title: Title = Field(description="The name of the data as it stands in a question: Is this about {title}?")
    dpv: DpvTerm | None = Field(
        default=None, description="A term of the W3C Data Privacy Vocabulary, as in dpv-pd:Nationality."
    )
    special: Literal["art-9", "art-10"] | None = Field(
        default=None, description="The article of the GDPR that protects such data specially: art-9 or art-10."
    )
    phrases: ByLanguage[Phrases] = Field(
        default=ByLanguage(), description="The runs of words that speak of it anywhere in a label, by language."
    )
    labels: ByLanguage[Phrases] = Field(
        default=ByLanguage(),
        description="The whole labels that speak of it when nothing else stands in them, by language.",
    )
    never: ByLanguage[Lines] = Field(
        default=ByLanguage(), description="The runs of words that say it is about something else, by language."
    )
    never_labels: ByLanguage[Lines] = Field(
        default=ByLanguage(), description="The whole labels that say it is about something else, by language."
    )
    autocomplete: Annotated[tuple[Token, ...], BeforeValidator(_listed, json_schema_input_type=Token | list[Token])] = (
        Field(default=(), description="The autocomplete words of the HTML standard that ask for it.")
    )
    allow: Ids = Field(default=(), description="The ids of checks that are switched off for this category.")


# --- rules -----------------------------------------------------------------------------------------------------------


class Scope(Form):
    """Where a rule holds; a part that is not given holds everywhere."""

    country: Countries = Field(default=(), description="The countries where the rule holds.")
    sector: Ids = Field(default=(), description="The sectors where the rule holds, with those that inherit from them.")
    system: Ids = Field(default=(), description="The systems where the rule holds.")
    group: Lines = Field(
        default=(), description="The words, some of which the group or section above the field must hold."
    )


class Example(Form):
    """A field to try a rule on; what is not given comes from the rule's own scope."""

    label: str = Field(default="", description="The label of the field.")
    group: str | None = Field(default=None, description="The legend or row header that the field stands under.")
    section: str = Field(default="", description="The headings above the field.")
    page: str = Field(default="", description="The title of the page.")
    name: str = Field(default="", description="The technical name of the field.")
    id: str = Field(default="", description="The technical id of the field.")
    autocomplete: str = Field(default="", description="The autocomplete word of the field.")
    placeholder: str = Field(default="", description="The pale text inside the empty field.")
    title: str = Field(default="", description="The text that appears when one points at the field.")
    control: Control = Field(default="text", description="The kind of control: text, select, checkbox, radio…")
    options: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        default=(), description="The choices that it offers."
    )
    country: Country | None = Field(default=None, description="The country of the site; empty for unknown.")
    sector: Id | None = Field(default=None, description="The sector of the site; empty for unknown.")
    system: Id | None = Field(default=None, description="The system of the site; empty for unknown.")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        texts = (self.label, self.name, self.id, self.autocomplete, self.placeholder, self.title, self.group)
        if not any(texts) and not self.options:
            raise MistakenError(Mistake("this example shows nothing", 'add at least a "label"'))
        return self


type Examples = tuple[Annotated[Example, BeforeValidator(_labelled, json_schema_input_type=Line | Example)], ...]


class Rule(Form):
    """What a text says about a category of data, where, and how that was tried."""

    id: Id = Field(description="An id that no other rule has, in lower case with dashes.")
    category: CategoryId = Field(description="The id of the category that the rule speaks of.")
    scope: Scope = Field(
        default=Scope(), description="The countries, sectors, systems and groups where the rule holds."
    )
    verdict: Verdict = Field(description="The verdict: care-critical, required, challengeable, intrusive or optional.")
    edition: Annotated[Line, StringConstraints(max_length=LONGEST_EDITION)] | None = Field(
        default=None, description='The text and year that oblige, as in "RAA 2024"; only for the verdict required.'
    )
    says: Says = Field(description="The reason, in French, Dutch and English.")
    instead: Instead | None = Field(
        default=None, description="The words that may be written, in French, Dutch and English."
    )
    caveat: Caveat | None = Field(
        default=None, description="The caution that goes with it, in French, Dutch and English."
    )
    bearer: Bearer = Field(description="The name of those who answer for it by law, in French, Dutch and English.")
    grounds: Ids = Field(description="The ids of the grounds that the rule rests on.", min_length=1)
    confidence: Confidence = Field(description="The confidence of the authors: high, medium or low.")
    status: Status = Field(description="The status of the rule: experimental, test, stable or deprecated.")
    successor: Id | None = Field(
        default=None, description="The id of the rule that replaces it; only for the status deprecated."
    )
    reviewed: Day = Field(description="The day on which people last read the rule and its grounds, as in 2026-11-22.")
    mistakes: Lines = Field(description="The mistakes that the rule is known to make; [] for none.")
    hits: Examples = Field(description="The examples of fields that must get this rule; two at least.", min_length=2)
    misses: Examples = Field(
        description="The examples of fields that must not get this rule; two at least.", min_length=2
    )
    allow: Ids = Field(default=(), description="The ids of checks that are switched off for this rule.")

    @model_validator(mode="after")
    def _edition_and_successor(self) -> Self:
        mistakes = []
        if self.verdict == "required" and self.edition is None:
            mistakes.append(
                Mistake(
                    '"required" without an edition',
                    'add which text and year oblige, as in edition: "RAA 2024"',
                    ("verdict",),
                )
            )
        if self.verdict != "required" and self.edition is not None:
            mistakes.append(
                Mistake(
                    f'an edition belongs to the verdict required, not to "{self.verdict}"', "delete it", ("edition",)
                )
            )
        if self.status == "deprecated" and self.successor is None:
            mistakes.append(
                Mistake(
                    '"deprecated" without a successor',
                    "add successor: the id of the rule that replaces it",
                    ("status",),
                )
            )
        if self.status != "deprecated" and self.successor is not None:
            mistakes.append(
                Mistake(
                    f'a successor belongs to the status deprecated, not to "{self.status}"', "delete it", ("successor",)
                )
            )
        if self.successor == self.id:
            mistakes.append(Mistake("a rule cannot replace itself", "name another rule", ("successor",)))
        if mistakes:
            raise MistakenError(*mistakes)
        return self


# --- system ----------------------------------------------------------------------------------------------------------


class Recognised(Form):
    """How the pages of a system are told from others."""

    hosts: Lines = Field(default=(), description="The host names of its sites; each stands for those below it too.")
    titles: Lines = Field(default=(), description="The words that the title of its pages holds.")
    headings: Lines = Field(default=(), description="The words that a heading of its pages holds.")


class Precedent(Form):
    """Something that happened with this system, told in public."""

    year: int = Field(description="The year in which it happened.", ge=1900, le=2100)
    what: LongText = Field(description="The story in a sentence, in French, Dutch and English.")
    outcome: LongText = Field(description="The outcome in a sentence, in French, Dutch and English.")
    url: Line = Field(description="The https address where it can be read.", max_length=500)


class System(Form):
    """A software that a pack is about."""

    id: Id = Field(description="The id of the software, in lower case with dashes.")
    title: AnyTitle = Field(description="The name of the software.")
    country: Country | None = Field(default=None, description="The country where it is used.")
    sector: Id | None = Field(default=None, description="The sector where it is used.")
    recognised_by: Recognised = Field(default=Recognised(), description="The signs by which its pages are recognised.")
    precedents: tuple[Precedent, ...] = Field(
        default=(), description="The public precedents: what happened with it elsewhere."
    )


# --- whole files -----------------------------------------------------------------------------------------------------


class PackFile(Form):
    """A file of rules."""

    pack: PackHead = Field(description="The head of the file: who answers for it.")
    grounds: dict[Id, Ground] = Field(default={}, description="The legal texts, each under its id.")
    categories: dict[CategoryId, Category] = Field(
        default={}, description="The kinds of personal data, each under its id."
    )
    rules: tuple[Rule, ...] = Field(default=(), description="The rules.")
    system: System | None = Field(default=None, description="The software that the pack is about.")


class Sector(Form):
    """A field of work."""

    title: Title = Field(description="The name of the sector in French, Dutch and English.")
    inherits: Id | None = Field(default=None, description="The wider sector whose rules hold here too.")


class VocabularyFile(Form):
    """The words that all packs share."""

    stopwords: ByLanguage[Lines] = Field(
        default=ByLanguage(), description="The words that do not count in labels, by language."
    )
    quiet: ByLanguage[Lines] = Field(
        default=ByLanguage(), description="The runs of words that mean: nothing here is asked of a person; by language."
    )
    unquiet: ByLanguage[Lines] = Field(
        default=ByLanguage(), description="The runs of words that take back a quiet one; by language."
    )
    sectors: dict[Id, Sector] = Field(default={}, description="The sectors, each under its id.")
