"""
The words of a label: the one normalisation that both engines share, to the letter.

`words("Nationalité(s) de l'usager·ère")` gives `("nationalite", "usager")` with the stop word ``de``. The steps, in
this order, are the specification that `extension/judge/text.js` follows; `tests/vectors/words.yaml` holds both to it:

1. ``n°``, ``nº``, ``n.°`` and ``№`` become the word ``numero``.
2. NFKD; drop marks (general category M), soft hyphens and zero-width characters; lower case; ``œ→oe æ→ae ß→ss ø→o
   ł→l đ→d``; typographic apostrophes become ``'``.
3. Single letters joined by points become one word: ``C.A.F.`` → ``caf``.
4. Inclusive and plural endings go: ``né(e)``, ``usager·ère``, ``inscrit-e-s``, ``kind(eren)``.
5. The possessive ``'s`` goes, and so do French elisions at the start of a word: ``l' d' qu'``…
6. Split on everything that is neither a letter nor a digit.
7. Drop stop words (as written in the rulebook, already normalised by steps 2 and 6).
8. Fold a final ``s`` or ``x`` of words longer than three letters.

Every step is linear in the length of the text.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_TEXT = 600
"""Characters of a text that count; the rest is ignored, in both engines."""

_NUMERO = re.compile(r"(?<![^\W_])n\s?\.?\s?[°º]|№", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‘": "'", "ʼ": "'"})
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|(?<![^\W_])[^\W\d_]\.[^\W\d_](?![^\W_])")
_ENDINGS = (
    "e|es|s|x|se|ses|ne|nes|le|les|te|tes|ve|ves|re|res|ere|eres|iere|ieres|rice|rices|trice|trices"
    "|euse|euses|elle|elles|ale|ales"
)
_INCLUSIVE = re.compile(
    rf"(?<=[^\W\d_])(?:"
    rf"\((?:{_ENDINGS}|aux|en|n|r|eren|in|innen|er)\)(?:s(?![^\W_]))?"
    rf"|[·•‧⋅](?:{_ENDINGS})(?:[·•‧⋅]s)?(?![^\W_])"
    rf"|\.(?:{_ENDINGS})(?:\.s)?(?![^\W_])"
    rf"|-(?:e|es|ne|nes|ere|eres|trice|trices|euse|euses)(?:-s)?(?![^\W_])"
    rf"|/(?:e|es|s|ne|nes|ere|eres|trice|trices|euse|euses|ve|ves)(?![^\W_])"
    rf")"
)
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])'s(?![^\W_])")
_ELISION = re.compile(r"(?<![^\W_])(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[^\W_])")
_WORD = re.compile(r"[^\W_]+")
_CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_FOLDED = 3


def plain(text: str) -> str:
    """Give `text` without marks, invisible characters and capitals (steps 1 and 2); the length may change."""
    text = _NUMERO.sub(" numero ", text[:LONGEST_TEXT])
    text = unicodedata.normalize("NFKD", text)
    if not text.isascii():
        text = "".join(char for char in text if not unicodedata.category(char).startswith("M"))
        text = _INVISIBLE.sub("", text)
    return text.lower().translate(_LETTERS)


def fold(word: str) -> str:
    """Drop a final ``s`` or ``x`` of a word longer than three letters: ``revenus`` → ``revenu``, ``bus`` stays."""
    return word[:-1] if len(word) > _FOLDED and word[-1] in "sx" else word


@lru_cache(maxsize=4096)
def words(text: str, stopwords: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """
    Give the words of a label in their normal form.

    Args:
        text: What the page writes; only the first 600 characters count.
        stopwords: Words to leave out, in normal form before folding (``rulebook.stopwords``).

    Returns:
        The words in order; empty if nothing is left.
    """
    text = plain(text)
    text = _INITIALS.sub(lambda found: found.group().replace(".", "") + " ", text)
    text = _INCLUSIVE.sub("", text)
    text = _POSSESSIVE.sub("", text)
    text = _ELISION.sub("", text)
    return tuple(fold(word) for word in _WORD.findall(text) if word not in stopwords)


@lru_cache(maxsize=4096)
def name_words(name: str, stopwords: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """
    Give the words of a technical name (``name`` or ``id``): split at case changes and at ``_ - . :`` first.

    ``form:dateNaissance`` gives the words of ``form date Naissance``.
    """
    spaced = _CASE_CHANGE.sub(" ", name[:LONGEST_TEXT])
    return words(re.sub(r"[_\-.:]+", " ", spaced), stopwords)
