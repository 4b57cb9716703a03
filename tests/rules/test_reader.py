"""Tests of reading rule files and the vocabulary."""

import pytest

from casevide.errors import ProblemsError
from casevide.rules import Pack, Vocabulary, read_pack, read_vocabulary


class TestReadPack:
    def test_a_pack_knows_where_it_says_what(self, sample_pack: Pack) -> None:
        """A problem made from a pack carries the place in its file."""
        problem = sample_pack.problem(("rules", 1, "hits", 0), "wrong", "mend it")

        assert "sample.yaml:56:12  wrong - mend it" == str(problem)
        assert "sample.yaml, line 27" == sample_pack.line(("categories", "allergy"), key=True)
        assert "sample" == sample_pack.id

    def test_a_file_that_is_no_pack(self) -> None:
        """A file without the head of a pack is told so."""
        with pytest.raises(ProblemsError) as caught:
            read_pack("rules: []\n", "f.yaml")

        assert ['f.yaml:1:1  missing key "pack" - add the head of the file: who answers for it'] == [
            str(problem) for problem in caught.value.problems
        ]

    def test_broken_yaml(self) -> None:
        """Mistakes of the YAML are told with their place."""
        with pytest.raises(ProblemsError, match=r"f\.yaml:2:1  a tab"):
            read_pack("pack:\n\tid: x\n", "f.yaml")


class TestReadVocabulary:
    def test_a_vocabulary_has_words_and_sectors(self, vocabulary: Vocabulary) -> None:
        """The lists are by language, the sectors by id."""
        assert ("of", "the") == vocabulary.content.stopwords.en
        assert "hospital" == vocabulary.content.sectors["psychiatry"].inherits

    def test_its_mistakes_are_told(self) -> None:
        """A misspelt key of the vocabulary is told at its place."""
        with pytest.raises(ProblemsError, match=r'v\.yaml:1:1  unknown key "stopword" - did you mean "stopwords"\?'):
            read_vocabulary("stopword: {fr: [de]}\n", "v.yaml")
