"""
YAML whose every mistake has a place.

What people write (rule files, the site list) is read here: `parse` turns a text into plain data and remembers where
every key and value stands, `fit` gives it the form of a pydantic model. Every mistake becomes a `Problem`,
``path:line:column  message - remedy``, in plain words, and all of them are told at once.

Less than all of YAML is read, on purpose:

- **Every scalar is a text**; the model says what it means. So ``no``, ``on``, ``12:30`` and ``010`` stay what they look
  like, and ``2026`` may be a year or a word. Only an empty value, ``~`` and ``null`` are nothing. Models must therefore
  not be strict, and a union of a text with something else is always a text.
- Keys are texts, each written once. No anchors, aliases, merges or tags: nothing can be repeated, so nothing can grow.
- One document, at most `LONGEST` characters, at most `DEEPEST` levels.

Nothing here reads a file: texts are handed in.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from casevide.errors import Problem, ProblemsError

LONGEST: Final = 2_000_000
"""Characters that one file may have."""

DEEPEST: Final = 16
"""Levels of lists and keys inside each other that one file may have."""

_MOST_PROBLEMS: Final = 50  # of one kind; after so many, the file is not what it was meant to be
_CLOSE: Final = 0.75  # how alike two words must be for "did you mean"
_SHOWN: Final = 60  # characters of a value that a message repeats

type Loc = tuple[str | int, ...]
"""The way from the top of the file to a value: keys, and positions in lists counted from 0."""

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(NamedTuple):
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int


_TOP: Final = Place(1, 1)


class Mistake(NamedTuple):
    """One thing that a validator found wrong; `at` leads from the validated value to the part at fault."""

    message: str
    remedy: str = ""
    at: Loc = ()


class MistakenError(ValueError):
    """Raised by a model's own validators, so that `fit` can tell each mistake with its remedy and its place."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(mistake.message for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Placed:
    """
    The plain data of a YAML file, with places.

    Attributes:
        path: How the file is named in messages.
        value: Texts, ``None``, lists and mappings; ``None`` when the text could not be understood at all.
        values: Where each value begins.
        keys: Where each key begins, by the way to its value.
        problems: What is wrong with the YAML itself.
    """

    path: str
    value: Any = None
    values: dict[Loc, Place] = field(default_factory=dict)
    keys: dict[Loc, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, loc: Loc = (), *, key: bool = False) -> Place:
        """
        Give the place of a value, or of its key; of the nearest value around it if it stands nowhere itself.

        A position in a list is passed over where the file has a single value instead of a list.
        """
        way: Loc = ()
        value = self.value
        for step in loc:
            known = step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
            if known:
                way, value = (*way, step), value[step]
            elif isinstance(step, str):
                return self.values.get(way, _TOP)
        return self.keys[way] if key and way in self.keys else self.values.get(way, _TOP)

    def problem(self, loc: Loc, message: str, remedy: str = "", *, key: bool = False) -> Problem:
        """Give a problem at the place of a value, or of its key."""
        line, column = self.where(loc, key=key)
        return Problem(self.path, line, column, message, remedy)


# --- text → data with places -----------------------------------------------------------------------------------------

# C0 and C1 controls, line separators that editors do not count, marks that turn the direction of writing, surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_INDENT = re.compile("[ \t\u00a0\u202f]*[\t\u00a0\u202f]")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

_SYNTAX: Final[Sequence[tuple[str, str, str]]] = (
    (
        "mapping values are not allowed",
        "a colon followed by a space stands inside a text",
        'put the whole text in "double quotes"',
    ),
    (
        "cannot start any token",
        "a text cannot begin with this character",
        'put the whole text in "double quotes"',
    ),
    (
        "unexpected end of stream",
        "a quote is opened here and never closed",
        "close it; to write a quote inside a text, use the other kind of quote around it",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes needs a partner",
        "write two backslashes, or put the text in 'single quotes'",
    ),
    (
        "',' or ']'",
        "the list that opens here with [ is not closed",
        "write ] at its end and commas between its entries",
    ),
    (
        "',' or '}'",
        "the part that opens here with { is not closed",
        "write } at its end and commas between its entries",
    ),
    ("expected ':'", "a key without a colon", 'write it as "key: value"'),
    ("tab character", "a tab", "use spaces"),
    (
        "expected <document start>",
        "this line does not belong to what stands above it",
        "give it the same number of spaces at its beginning as its neighbours",
    ),
    (
        "expected '-' indicator",
        "this line stands in a list but does not begin with a dash",
        "begin it with a dash, or indent it as far as the entry it belongs to",
    ),
    (
        "expected key",
        "this line does not stand exactly under its neighbours, or a quote was closed too early",
        "give it the same number of spaces at its beginning as its neighbours, and check the quotes",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin here",
        "put the dash on a line of its own, under the key it belongs to",
    ),
    ("expected node content", "an entry is missing between two commas", "write the entry or drop the comma"),
)


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[: _SHOWN - 1]}…"'


def _unwanted(text: str, path: str) -> Iterator[Problem]:
    """Yield what is wrong with the characters, before any YAML is read."""
    for number, line in enumerate(text.split("\n"), 1):
        indent = _INDENT.match(line)
        if indent and not line.lstrip().startswith("#"):
            what = "a tab" if "\t" in indent.group() else "a no-break space"
            yield Problem(path, number, 1, f"{what} at the beginning of a line", "use spaces, two for each level")
        for found in _UNWANTED.finditer(line):
            yield Problem(
                path, number, found.start() + 1, f"an invisible character (U+{ord(found.group()):04X})", "delete it"
            )


class _TooMuchError(Exception):
    """The file goes past a limit; reading stops."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `value` is ``None`` for one that has no use (a key of several parts)."""

    loc: Loc
    value: list[Any] | dict[str, Any] | None
    key: str | None = None
    key_place: Place = _TOP


class _Builder:
    """Builds the data from YAML events, without recursion."""

    def __init__(self, placed: Placed) -> None:
        self.placed = placed
        self.open: list[_Open] = []
        self.documents = 0
        self.top: Any = None

    def problem(self, place: Place, message: str, remedy: str) -> None:
        self.placed.problems.append(Problem(self.placed.path, *place, message, remedy))
        if len(self.placed.problems) >= _MOST_PROBLEMS:
            raise _TooMuchError

    def take(self, event: Any) -> None:
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.problem(place, "a second document begins here", "keep one in each file, and delete the line ---")
                raise _TooMuchError
        elif isinstance(event, yaml.AliasEvent):
            self.problem(
                place, f"a reference (*{event.anchor}) is not allowed here", "write the text out again, or in quotes"
            )
            self.put(None, place)
        elif isinstance(event, yaml.ScalarEvent):
            self.refuse(event, place)
            nothing = not event.style and event.value in _NOTHING
            self.put(None if nothing else event.value, place)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.refuse(event, place)
            self.begin([] if isinstance(event, yaml.SequenceStartEvent) else {}, place)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()

    def refuse(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.problem(
                place, f"a name tag (&{event.anchor}) is not allowed here", "remove it, or put the text in quotes"
            )
        if event.tag is not None:
            self.problem(
                place, f"a type mark ({event.tag}) is not allowed here", "remove it, or put the text in quotes"
            )

    def begin(self, value: list[Any] | dict[str, Any], place: Place) -> None:
        if len(self.open) >= DEEPEST:
            self.problem(
                place, f"more than {DEEPEST} levels inside each other", "check the brackets and the indentation"
            )
            raise _TooMuchError
        parent = self.open[-1] if self.open else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self.problem(place, "a key must be a plain text", 'put it in "double quotes"')
            parent.key, parent.key_place = f"\0{place}", place
            self.open.append(_Open((), None))
        elif parent is not None and parent.value is None:
            self.open.append(_Open((), None))
        else:
            self.open.append(_Open(self.put(value, place), value))

    def put(self, value: Any, place: Place) -> Loc:
        """Put a value where it belongs, or keep it as the next key; give the way to it."""
        parent = self.open[-1] if self.open else None
        if parent is None:
            self.top = value
            self.placed.values[()] = place
            return ()
        if isinstance(parent.value, list):
            loc: Loc = (*parent.loc, len(parent.value))
            parent.value.append(value)
            self.placed.values[loc] = place
            return loc
        if isinstance(parent.value, dict):
            if parent.key is None:
                self.name(parent, value, place)
                return parent.loc
            return self.fill(parent, parent.value, value, place)
        return ()

    def name(self, parent: _Open, key: Any, place: Place) -> None:
        if key is None:
            self.problem(place, "there is no key before the colon", "write one, or put the text in quotes")
            key = f"\0{place}"
        parent.key, parent.key_place = key, place

    def fill(self, parent: _Open, mapping: dict[str, Any], value: Any, place: Place) -> Loc:
        key, parent.key = str(parent.key), None
        loc: Loc = (*parent.loc, key)
        if key.startswith("\0"):
            return loc
        if key in mapping:
            first = self.placed.keys[loc]
            self.problem(
                parent.key_place,
                f"the key {_shown(key)} is written twice: here and on line {first.line}, column {first.column}",
                "keep one of them",
            )
            return (*parent.loc, f"\0{place}")
        mapping[key] = value
        self.placed.keys[loc] = parent.key_place
        self.placed.values[loc] = parent.key_place if value is None else place
        return loc


def _syntax(error: yaml.YAMLError, path: str) -> Problem:
    """Say in plain words what the YAML parser stumbled over."""
    said = str(getattr(error, "problem", None) or error)
    unknown = ("", f"this is not YAML ({said})", "check the quotes, colons and indentation here and just above")
    _, message, remedy = next((entry for entry in _SYNTAX if entry[0] in said), unknown)
    mark = getattr(error, "problem_mark", None)
    if "open" in message:  # the place where it was opened helps more than the place where it is missed
        mark = getattr(error, "context_mark", None) or mark
    return Problem(path, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0, message, remedy)


def parse(text: str, path: str) -> Placed:
    """
    Read YAML into plain data with places; never raises.

    Args:
        text: The file's text.
        path: How the file is named in messages.

    Returns:
        The data; its `problems` say what is wrong with the YAML itself.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        return Placed(path, problems=[Problem(path, 0, 0, f"more than {LONGEST} characters", "split the file")])
    unwanted = list(_unwanted(text, path))
    if unwanted:
        return Placed(path, problems=unwanted[:_MOST_PROBLEMS])
    placed = Placed(path)
    builder = _Builder(placed)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        placed.problems.append(_syntax(error, path))
        return placed
    except _TooMuchError:
        return placed
    if builder.top is None and not placed.problems:
        placed.problems.append(Problem(path, 1, 1, "the file is empty", "write something in it, or delete it"))
    return Placed(path, builder.top, placed.values, placed.keys, placed.problems)


def read_yaml(text: str, path: str) -> Placed:
    """
    Read YAML into plain data with places.

    Raises:
        ProblemsError: The YAML itself has mistakes; all of them are told.
    """
    placed = parse(text, path)
    if placed.problems:
        raise ProblemsError(sorted(placed.problems))
    return placed


# --- data → model ----------------------------------------------------------------------------------------------------


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give ``did you mean "…"?`` if a known word is close, else the list of known words, else nothing."""
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1, cutoff=_CLOSE)
    if close:
        return f'did you mean "{close[0]}"?'
    few = 12
    return f"use one of: {', '.join(choices)}" if 0 < len(choices) <= few else ""


class _Schema:
    """The JSON Schema of a model, to find out which keys are known at a place and what they are for."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.root = model.model_json_schema()
        self.definitions: Mapping[str, Any] = self.root.get("$defs", {})

    def variants(self, node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        if "$ref" in node:
            yield from self.variants(self.definitions[str(node["$ref"]).rpartition("/")[2]])
            return
        choices = [*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())]
        if not choices:
            yield node
        for choice in choices:
            yield from self.variants(choice)

    def at(self, loc: Loc) -> list[Mapping[str, Any]]:
        """Give every form that the value at `loc` may have."""
        nodes = list(self.variants(self.root))
        for step in loc:
            after: list[Mapping[str, Any]] = []
            for node in nodes:
                inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
                if inner is None and isinstance(step, str):
                    inner = node.get("additionalProperties")
                if isinstance(inner, Mapping):
                    after.extend(self.variants(inner))
            nodes = after
        return nodes

    def keys(self, loc: Loc) -> dict[str, Mapping[str, Any]]:
        """Give the keys known at `loc`, each with its schema."""
        known: dict[str, Mapping[str, Any]] = {}
        for node in self.at(loc):
            known.update(node.get("properties", {}))
        return known


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _remedy_for_missing(key: str, known: Mapping[str, Any]) -> str:
    description = str(known.get("description", "")).split("\n", 1)[0].split(". ", 1)[0].rstrip(".")
    return f"add {_lower_first(description)}" if description else f'add a line "{key}: …"'


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "several keys"


_DATE = "write year-month-day, as in 2026-11-22"
_LIST = "write it between [ and ], or one line beginning with a dash for each entry"

type _Said = tuple[str, str]


def _wrong_kind(expected: str, remedy: str) -> Any:
    def say(error: Mapping[str, Any], name: str) -> _Said:
        value = error["input"]
        if value is None:
            return f'"{name}" is empty', f"write {expected} after the colon, or delete the line"
        return f'"{name}" must be {expected}, not {_kind(value)}', remedy

    return say


def _not_a(what: str, remedy: str) -> Any:
    def say(error: Mapping[str, Any], name: str) -> _Said:
        value = error["input"]
        return (f'"{name}" is empty', remedy) if value is None else (f"{_kind(value)} is not {what}", remedy)

    return say


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _literal(error: Mapping[str, Any], name: str) -> _Said:
    value = error["input"]
    known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
    if not isinstance(value, str):
        return f'"{name}" must be one of: {", ".join(known)}', ""
    return f"unknown {name} {_shown(value)}", suggestion(value, known)


def _too_long(error: Mapping[str, Any], _name: str) -> _Said:
    limit = error["ctx"]["max_length"]
    return (
        f"too long: {len(error['input'])} characters, at most {limit}",
        f"shorten it by {len(error['input']) - limit}",
    )


def _empty_text(_error: Mapping[str, Any], name: str) -> _Said:
    return f'"{name}" is an empty text', "write the text, or delete the line"


def _length(error: Mapping[str, Any], name: str, demand: str) -> _Said:
    if isinstance(error["input"], str):  # a text that was put on one line first
        return _too_long(error, name) if "max_length" in error["ctx"] else _empty_text(error, name)
    return f'"{name}" has {_entries(error["ctx"]["actual_length"])}, {demand}', ""


_TRANSLATIONS: Final[Mapping[str, Any]] = {
    "literal_error": _literal,
    "enum": _literal,
    "string_too_long": _too_long,
    "string_too_short": _empty_text,
    "string_type": _wrong_kind("a text", 'put it in "double quotes", or check the indentation'),
    "too_short": lambda error, name: _length(error, name, f"at least {error['ctx']['min_length']} must stand there"),
    "too_long": lambda error, name: _length(error, name, f"at most {error['ctx']['max_length']} are allowed"),
    "list_type": _wrong_kind("a list", _LIST),
    "tuple_type": _wrong_kind("a list", _LIST),
    "set_type": _wrong_kind("a list", _LIST),
    "frozen_set_type": _wrong_kind("a list", _LIST),
    "dict_type": _wrong_kind("a group of keys", 'write "key: value" lines under it, indented'),
    "mapping_type": _wrong_kind("a group of keys", 'write "key: value" lines under it, indented'),
    "model_type": _wrong_kind("a group of keys", 'write "key: value" lines under it, indented'),
    "model_attributes_type": _wrong_kind("a group of keys", 'write "key: value" lines under it, indented'),
    "date_type": _not_a("a date", _DATE),
    "date_parsing": _not_a("a date", _DATE),
    "date_from_datetime_parsing": _not_a("a date", _DATE),
    "date_from_datetime_inexact": _not_a("a date", _DATE),
    "bool_type": _not_a("true or false", "write true or false"),
    "bool_parsing": _not_a("true or false", "write true or false"),
    "int_type": _not_a("a whole number", "write digits only"),
    "int_parsing": _not_a("a whole number", "write digits only"),
    "int_parsing_size": _not_a("a whole number of a usual size", "write fewer digits"),
    "int_from_float": _not_a("a whole number", "write digits only"),
    "float_type": _not_a("a number", "write digits"),
    "float_parsing": _not_a("a number", "write digits"),
    "greater_than_equal": lambda error, name: (f'"{name}" must be at least {_number(error["ctx"]["ge"])}', ""),
    "greater_than": lambda error, name: (f'"{name}" must be more than {_number(error["ctx"]["gt"])}', ""),
    "less_than_equal": lambda error, name: (f'"{name}" must be at most {_number(error["ctx"]["le"])}', ""),
    "less_than": lambda error, name: (f'"{name}" must be less than {_number(error["ctx"]["lt"])}', ""),
}


def _name(loc: Loc) -> str:
    return next((step for step in reversed(loc) if isinstance(step, str)), "the file")


def _translated(error: Mapping[str, Any], placed: Placed, schema: _Schema) -> Iterator[Problem]:
    """Say one error of pydantic in plain words, at its place."""
    loc: Loc = tuple(error["loc"])
    kind = error["type"]
    on_key = bool(loc) and loc[-1] == "[key]"
    if on_key:
        loc = loc[:-1]
    if kind == "missing":
        key = str(loc[-1])
        known = schema.keys(loc[:-1]).get(key, {})
        title = str(known.get("title", ""))
        own_title = title and title != key.replace("_", " ").title()
        message = f"{title} is missing" if own_title else f'missing key "{key}"'
        yield placed.problem(loc[:-1], message, _remedy_for_missing(key, known))
    elif kind == "extra_forbidden":
        key = str(loc[-1])
        remedy = suggestion(key, schema.keys(loc[:-1]))
        if error["input"] is None and "did you mean" not in remedy:
            remedy = "if it belongs to the text before it, put that whole text in quotes"
        yield placed.problem(loc, f"unknown key {_shown(key)}", remedy or "delete it", key=True)
    elif kind == "value_error":
        cause = error.get("ctx", {}).get("error")
        mistakes = cause.mistakes if isinstance(cause, MistakenError) else (Mistake(str(cause)),)
        for mistake in mistakes:
            yield placed.problem((*loc, *mistake.at), mistake.message, mistake.remedy, key=on_key or bool(mistake.at))
    else:
        say = _TRANSLATIONS.get(kind)
        if say is None:
            message = _lower_first(str(error["msg"]).replace("Input should", f'"{_name(loc)}" should'))
            remedy = ""
        else:
            message, remedy = say(error, _name(loc))
        yield placed.problem(loc, message, remedy, key=on_key)


def fit[Model: BaseModel](model: type[Model], placed: Placed) -> Model:
    """
    Give the data of a file the form of a model.

    Args:
        model: The form. Its field descriptions begin with a noun ("The name of those who answer for it."): they are the
            remedy when the key is missing. A field's own title ("the English text") is how the missing part is named.
        placed: What `parse` or `read_yaml` gave.

    Raises:
        ProblemsError: Something is wrong, in the YAML (`Placed.problems`) or in its form; all of it is told, by place.
    """
    problems = set(placed.problems)
    if placed.value is None:
        raise ProblemsError(sorted(problems))
    try:
        result = model.model_validate(placed.value)
    except ValidationError as error:
        schema = _Schema(model)
        for one in error.errors():
            problems.update(_translated(one, placed, schema))
        raise ProblemsError(sorted(problems)) from None
    if problems:
        raise ProblemsError(sorted(problems))
    return result
