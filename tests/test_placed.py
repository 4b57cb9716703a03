"""Tests of YAML with places."""

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, model_validator

from casevide.errors import ProblemsError
from casevide.placed import DEEPEST, LONGEST, Mistake, MistakenError, Place, fit, parse, read_yaml, suggestion


class Person(BaseModel):
    """A form to fit texts into."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="The name of the person.", max_length=10)
    role: Literal["nurse", "social worker"] = "nurse"
    born: date | None = None
    port: int = Field(default=1, ge=1, le=65535)
    active: bool = True
    languages: list[str] = []
    greeting: str = Field(default="", title="the greeting")

    @model_validator(mode="after")
    def _not_both(self) -> "Person":
        if self.name == "Both":
            raise MistakenError(Mistake("one", "mend it", ("name",)), Mistake("two"))
        return self


class Team(BaseModel):
    """A form with forms in it."""

    model_config = ConfigDict(extra="forbid")

    people: list[Person] = Field(default=[], min_length=1)
    places: dict[str, Person] = {}


class Even(BaseModel):
    """A form with a rare limit."""

    even: int = Field(multiple_of=2)


class Pair(BaseModel):
    """A form whose key has a name of its own."""

    greeting: str = Field(title="the greeting", description="A kind word.")


def problems(text: str) -> list[str]:
    """Give what `read_yaml` says about a text; empty if nothing."""
    try:
        read_yaml(text, "f.yaml")
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


def misfits(text: str, model: type[BaseModel] = Team) -> list[str]:
    """Give what `fit` says about a text; empty if nothing."""
    try:
        fit(model, parse(text, "f.yaml"))
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


class TestReading:
    def test_every_scalar_is_a_text(self) -> None:
        """What looks like a number, a date or a yes stays the text that it is; only an empty value is nothing."""
        read = read_yaml("a: no\nb: 010\nc: 12:30\nd: 2026-11-22\ne:\nf: ~\ng: 'null'\n", "f.yaml")

        expected = {"a": "no", "b": "010", "c": "12:30", "d": "2026-11-22", "e": None, "f": None, "g": "null"}
        assert expected == read.value

    def test_keys_and_values_have_places(self) -> None:
        """Lines and columns count from 1, in characters, for keys and values in lists and in each other."""
        read = read_yaml("é: œ\nlist:\n  - a\n  - {k: v}\n", "f.yaml")

        assert Place(1, 4) == read.where(("é",))
        assert Place(1, 1) == read.where(("é",), key=True)
        assert Place(4, 9) == read.where(("list", 1, "k"))
        assert Place(4, 6) == read.where(("list", 1, "k"), key=True)

    def test_a_place_that_is_nowhere_is_that_around_it(self) -> None:
        """The place of something that does not stand in the file is that of the nearest value around it."""
        read = read_yaml("a:\n  b: c\n", "f.yaml")

        assert Place(2, 6) == read.where(("a", "b", "x", 3))
        assert Place(2, 3) == read.where(("a", "z"))
        assert Place(1, 1) == read.where(("z",))

    def test_a_position_is_passed_over_where_one_value_stands_for_a_list(self) -> None:
        """The first entry of what is no list is the value itself."""
        read = read_yaml("a: {b: c}\n", "f.yaml")

        assert Place(1, 8) == read.where(("a", 0, "b", 0))
        assert Place(1, 5) == read.where(("a", 0, "b"), key=True)

    def test_what_could_not_be_read_has_one_place(self) -> None:
        """Without any value, every place is the beginning."""
        assert Place(1, 1) == parse("a: [", "f.yaml").where(("a", 3))

    def test_an_empty_value_stands_at_its_key(self) -> None:
        """Nothing has no place of its own."""
        assert Place(1, 1) == read_yaml("a:\nb: c\n", "f.yaml").where(("a",))

    def test_windows_line_ends_and_a_byte_order_mark_do_not_matter(self) -> None:
        """A file saved on Windows reads the same."""
        read = read_yaml("\ufeffa: b\r\nc: d\r\n", "f.yaml")

        assert {"a": "b", "c": "d"} == read.value
        assert Place(2, 4) == read.where(("c",))

    @given(
        st.recursive(
            st.text("abc é:#-[]{}", max_size=8),
            lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
            max_leaves=20,
        )
    )
    def test_what_a_yaml_writer_writes_is_read(self, value: object) -> None:
        """Quoted texts, lists and mappings come back as they were."""
        import json  # noqa: PLC0415 - JSON is YAML in which every text is quoted

        read = parse(json.dumps(value, ensure_ascii=False), "f.yaml")

        assert ([], value) == (read.problems, read.value)

    @given(st.text(max_size=200))
    def test_no_text_breaks_it(self, text: str) -> None:
        """Any text is read or told to be wrong, at a place inside it."""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")

        for problem in parse(text, "f.yaml").problems:
            assert 0 <= problem.line <= len(lines) + 1

    @given(st.text("ab:-[]{}&*!#'\" \n,?|>", max_size=60))
    def test_no_syntax_breaks_it(self, text: str) -> None:
        """Any mixture of YAML's signs is read or told to be wrong, without any other error."""
        parse(text, "f.yaml")


class TestSyntax:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "f.yaml:1:1  the file is empty - write something in it, or delete it"),
            ("# only a remark\n", "f.yaml:1:1  the file is empty - write something in it, or delete it"),
            (
                "a:\n\tb: c\n",
                "f.yaml:2:1  a tab at the beginning of a line - use spaces, two for each level",
            ),
            (
                "a:\n\u00a0 b: c\n",
                "f.yaml:2:1  a no-break space at the beginning of a line - use spaces, two for each level",
            ),
            ("a: b\x07c\n", "f.yaml:1:5  an invisible character (U+0007) - delete it"),
            ("a: b\u202ec\n", "f.yaml:1:5  an invisible character (U+202E) - delete it"),
            ("a: \ud800\n", "f.yaml:1:4  an invisible character (U+D800) - delete it"),
            (
                "says: why: because\n",
                'f.yaml:1:10  a colon followed by a space stands inside a text - put the whole text in "double quotes"',
            ),
            ("a: @b\n", 'f.yaml:1:4  a text cannot begin with this character - put the whole text in "double quotes"'),
            (
                'a: "b\nc: d\n',
                (
                    "f.yaml:1:4  a quote is opened here and never closed"
                    " - close it; to write a quote inside a text, use the other kind of quote around it"
                ),
            ),
            (
                'a: "C:\\programs"\n',
                (
                    "f.yaml:1:7  a backslash in double quotes needs a partner"
                    " - write two backslashes, or put the text in 'single quotes'"
                ),
            ),
            (
                "a: [b, c\nd: e\n",
                (
                    "f.yaml:1:4  the list that opens here with [ is not closed"
                    " - write ] at its end and commas between its entries"
                ),
            ),
            (
                "a: {b: c\nd: e\n",
                (
                    "f.yaml:1:4  the part that opens here with { is not closed"
                    " - write } at its end and commas between its entries"
                ),
            ),
            ("a: b\nc\n", 'f.yaml:3:1  a key without a colon - write it as "key: value"'),
            (
                "- a\nb: c\n",
                (
                    "f.yaml:2:1  this line stands in a list but does not begin with a dash"
                    " - begin it with a dash, or indent it as far as the entry it belongs to"
                ),
            ),
            (
                "a: - b\n",
                "f.yaml:1:4  a list cannot begin here - put the dash on a line of its own, under the key it belongs to",
            ),
            ("a: [b, , c]\n", "f.yaml:1:8  an entry is missing between two commas - write the entry or drop the comma"),
            (
                "a: &x b\n",
                "f.yaml:1:4  a name tag (&x) is not allowed here - remove it, or put the text in quotes",
            ),
            ("a: *x\n", "f.yaml:1:4  a reference (*x) is not allowed here - write the text out again, or in quotes"),
            (
                "a: !!python/name:os.system x\n",
                (
                    "f.yaml:1:4  a type mark (tag:yaml.org,2002:python/name:os.system) is not allowed here"
                    " - remove it, or put the text in quotes"
                ),
            ),
            ("{a: b}: c\n", 'f.yaml:1:1  a key must be a plain text - put it in "double quotes"'),
            ("[a, [b]]: c\n", 'f.yaml:1:1  a key must be a plain text - put it in "double quotes"'),
            ("~: c\n", "f.yaml:1:1  there is no key before the colon - write one, or put the text in quotes"),
            (
                "a: b\n---\nc: d\n",
                "f.yaml:2:1  a second document begins here - keep one in each file, and delete the line ---",
            ),
            (
                "fr: a\nnl: b\nfr: c\n",
                'f.yaml:3:1  the key "fr" is written twice: here and on line 1, column 1 - keep one of them',
            ),
        ],
    )
    def test_mistakes_are_told_in_plain_words_at_their_place(self, text: str, expected: str) -> None:
        """Each usual mistake has its own message, remedy and place."""
        assert [expected] == problems(text)

    def test_tabs_inside_a_line_are_fine(self) -> None:
        """Only indentation must be made of spaces."""
        assert [] == problems("a:\tb\t# remark\n")

    def test_all_mistakes_are_told(self) -> None:
        """Reading goes on after a mistake that leaves the structure whole."""
        assert 4 == len(problems("a: 1\na: 2\nb: &x c\nd: *x\na: 3\n"))

    def test_a_bomb_does_not_go_off(self) -> None:
        """Names and references are refused, so nothing can be multiplied."""
        bomb = "a: &a [x,x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20)
        )

        assert all("not allowed here" in problem for problem in problems(bomb))

    def test_a_cycle_is_refused(self) -> None:
        """A list that holds itself is told to be wrong."""
        assert 2 == len(problems("a: &a [*a]\n"))

    @pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
    def test_depth_is_limited(self, text: str) -> None:
        """However deep the file, reading stops at the limit."""
        [problem] = problems(text)

        assert f"more than {DEEPEST} levels" in problem

    def test_length_is_limited(self) -> None:
        """A file longer than the limit is not read at all."""
        [problem] = problems("a" * (LONGEST + 1))

        assert "split the file" in problem


class TestFit:
    def test_what_fits_is_given(self) -> None:
        """Texts become what the model says that they are."""
        team = fit(Team, read_yaml("people: [{name: 007, born: 2026-11-22, port: 80, active: no}]\n", "f.yaml"))

        assert [Person(name="007", born=date(2026, 11, 22), port=80, active=False)] == team.people

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("people:\n  - role: nurse\n", 'f.yaml:2:5  missing key "name" - add the name of the person'),
            (
                "people: [{name: A, rôle: nurse}]\n",
                'f.yaml:1:20  unknown key "rôle" - did you mean "role"?',
            ),
            (
                "people: [{name: A, xyz: b}]\n",
                'f.yaml:1:20  unknown key "xyz" - use one of: active, born, greeting, languages, name, port, role',
            ),
            (
                "people: [{name: A, of Ghent, port: 1}]\n",
                (
                    'f.yaml:1:20  unknown key "of Ghent"'
                    " - if it belongs to the text before it, put that whole text in quotes"
                ),
            ),
            ("people: [{name: A, role: nruse}]\n", 'f.yaml:1:26  unknown role "nruse" - did you mean "nurse"?'),
            (
                "people: [{name: A, role: cook}]\n",
                'f.yaml:1:26  unknown role "cook" - use one of: nurse, social worker',
            ),
            ("people: [{name: A, role: [x]}]\n", 'f.yaml:1:26  "role" must be one of: nurse, social worker'),
            ("people: [{name: Abcdefghijkl}]\n", "f.yaml:1:17  too long: 12 characters, at most 10 - shorten it by 2"),
            (
                "people: [{name: }]\n",
                'f.yaml:1:11  "name" is empty - write a text after the colon, or delete the line',
            ),
            (
                "people: [{name: [a]}]\n",
                'f.yaml:1:17  "name" must be a text, not a list - put it in "double quotes", or check the indentation',
            ),
            (
                "people: [{name: A, born: 22/11/2026}]\n",
                'f.yaml:1:26  the text "22/11/2026" is not a date - write year-month-day, as in 2026-11-22',
            ),
            (
                "people: [{name: A, port: many}]\n",
                'f.yaml:1:26  the text "many" is not a whole number - write digits only',
            ),
            ("people: [{name: A, port: 0}]\n", 'f.yaml:1:26  "port" must be at least 1'),
            ("people: [{name: A, port: 70000}]\n", 'f.yaml:1:26  "port" must be at most 65535'),
            (
                "people: [{name: A, active: maybe}]\n",
                'f.yaml:1:28  the text "maybe" is not true or false - write true or false',
            ),
            (
                "people: [{name: A, languages: fr}]\n",
                (
                    'f.yaml:1:31  "languages" must be a list, not the text "fr"'
                    " - write it between [ and ], or one line beginning with a dash for each entry"
                ),
            ),
            ("people: []\n", 'f.yaml:1:9  "people" has 0 entries, at least 1 must stand there'),
            (
                "people: [Ada]\n",
                (
                    'f.yaml:1:10  "people" must be a group of keys, not the text "Ada"'
                    ' - write "key: value" lines under it, indented'
                ),
            ),
            (
                "places: {ghent: {name: A, x: 1}}\n",
                'f.yaml:1:27  unknown key "x" - use one of: active, born, greeting, languages, name, port, role',
            ),
            (
                "- a\n",
                (
                    'f.yaml:1:1  "the file" must be a group of keys, not a list'
                    ' - write "key: value" lines under it, indented'
                ),
            ),
        ],
    )
    def test_misfits_are_told_in_plain_words_at_their_place(self, text: str, expected: str) -> None:
        """Each usual misfit has its own message, remedy and place."""
        assert [expected] == misfits(text)

    def test_validators_name_their_part(self) -> None:
        """A validator may tell several mistakes, each at a part of what it looked at."""
        assert ["f.yaml:1:10  two", "f.yaml:1:11  one - mend it"] == misfits("people: [{name: Both}]\n")

    def test_a_field_may_have_a_name_of_its_own(self) -> None:
        """A missing field that has a title is named by it."""
        assert ["f.yaml:1:1  the greeting is missing - add a kind word"] == misfits("hello: x\n", Pair)

    def test_yaml_and_form_are_told_together(self) -> None:
        """Mistakes of the YAML and of the form come in one list, by place."""
        assert ["f.yaml:1:10", "f.yaml:1:17"] == [
            problem.split("  ")[0] for problem in misfits("people: [{role: &x nurse}]\n")
        ]

    def test_data_that_fits_is_still_refused_for_its_yaml(self) -> None:
        """A key that is written twice is told, though the rest has the form."""
        assert ["f.yaml:1:20"] == [problem.split("  ")[0] for problem in misfits("people: [{name: A, name: B}]\n")]

    def test_other_limits_are_told_too(self) -> None:
        """A limit that has no words of its own here is told in those of the validator."""
        assert ['f.yaml:1:7  "even" should be a multiple of 2'] == misfits("even: 3\n", Even)

    def test_nothing_is_told_twice(self) -> None:
        """A file that could not be understood has no form to complain about."""
        assert ["f.yaml:1:1  the file is empty - write something in it, or delete it"] == misfits("")


class TestSuggestion:
    def test_close_words_are_suggested(self) -> None:
        """A slip of one letter is answered with the word that was meant."""
        assert 'did you mean "optional"?' == suggestion("optionel", ["optional", "required"])

    def test_few_words_are_listed(self) -> None:
        """Without a close word, a short list is shown whole."""
        assert "use one of: a, b" == suggestion("xyz", ["b", "a"])

    def test_many_words_are_not_listed(self) -> None:
        """A long list helps nobody."""
        assert "" == suggestion("xyz", [str(number) for number in range(100)])
