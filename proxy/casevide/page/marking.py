"""
What the software itself says about a field: whether it forces an answer, and the choices that let a person not answer.

Words only, no HTML: `casevide.page.labels` brings the texts and class names that stand in or beside a label. The same
lists serve the extension; ``tests/vectors/labels.yaml`` holds both engines to them.
"""

import re
from functools import lru_cache

from casevide.text import words

STAR = "*"

LONGEST_REMARK = 60
"""Characters of a text beside a control that may still be a remark about it."""

_MUST = r"(?:obligatoires?|obligatory|requise?s?|required|mandatory|compulsory|verplichte?|vereiste?|indispensables?)"
_ONE = (
    r"(?:champs?|saisie|réponse|zone|rubrique|donnée|information|mention|question|veld|antwoord|gegeven|vraag|"
    r"field|answer|entry|item)"
)
_MANY = (
    r"(?:champs|zones|rubriques|données|informations|mentions|questions|velden|gegevens|vragen|fields|items|entries)"
)
_REMARK = rf"(?:(?:ce\s+|cette\s+|dit\s+|this\s+)?{_ONE}\s+(?:est\s+|is\s+)?)?{_MUST}(?:\s+{_ONE})?"
_IN_LABEL = re.compile(rf"[(\[]\s*{_REMARK}\s*[)\]]|[-–—:,*]\s*{_REMARK}\W*$|\b{_ONE}\s+{_MUST}\b|\b{_MUST}\s+{_ONE}\b")
_BESIDE = re.compile(rf"\W*\*\W*|\W*{_REMARK}\W*|.*(?<!\bpas)\s(?:est|is)\s+{_MUST}\W*")
_NOTICE = re.compile(
    rf"\b{_MANY}\b.*\b(?:{_MUST}|facultati\w+|optionnel\w*|option(?:al|eel))\b"
    rf"|\b(?:{_MUST}|option(?:al|ele)|facultatieve)\s+{_MANY}\b"
)

CLASS_HINTS = ("required", "mandatory", "obligato", "verplicht")
"""Parts of class names of which one must be there for `class_forces` to say yes."""

_CLASS = re.compile(
    r"(?<!no)(?<!not)(?<!non)(?<!un)(?<!niet)(?<!no[-_])(?<!not[-_])(?<!non[-_])(?<!niet[-_])(?<!pas[-_])"
    r"(?:required|mandatory|obligatoire|obligatory|verplicht)(?![-_]?(?:false|no\b|off))"
)

_STAR_IS_FREE = re.compile(
    r"(?:champs|zones|rubriques|velden|fields)\b[^*]{0,80}\*[^*]{0,40}\b"
    r"(?:facultati|optionnel|optional|optioneel|niet verplicht|non obligatoire|not required)"
    r"|\*\)?\s*[:=]?\s*(?:champs?|zones?|rubriques?|velden|veld|fields?)\s+"
    r"(?:facultati|optionnel|optional|optioneel|non obligatoire)"
    r"|\*\)?\s*[:=]?\s*(?:optional|optionele|facultatieve|niet verplichte)\s+(?:fields?|velden|veld)",
    re.IGNORECASE,
)
_FREE_WORDS = ("acultati", "ptionn", "ptiona", "ptione", "iet verplicht")
_NOTICE_LENGTH = 160
_MOST_NOTICES = 50


def _hints(low: str) -> bool:
    """Tell whether a look with regular expressions is worth it; written out because it is asked of every text."""
    return (
        "oblig" in low
        or "requi" in low
        or "verplicht" in low
        or "vereist" in low
        or "mandat" in low
        or "compuls" in low
        or "indispens" in low
    )


def label_forces(text: str) -> bool:
    """
    Tell whether a label says in words that an answer is compulsory: "Nom (obligatoire)", "Nom - champ requis".

    "Assurance obligatoire" and "Nom (non obligatoire)" do not: the word must stand apart.
    """
    low = text.lower()
    return _hints(low) and _IN_LABEL.search(low) is not None and _NOTICE.search(low) is None


def is_notice(text: str) -> bool:
    """Tell whether a text explains the whole page ("* champs obligatoires") instead of asking one thing."""
    low = text.lower()
    return (_hints(low) or "faculta" in low or "option" in low) and _NOTICE.search(low) is not None


def remark_forces(text: str) -> bool:
    """
    Tell whether a short text beside a control or its label says that it is compulsory.

    It does by being an asterisk, or by saying nothing else: "obligatoire", "Le nom est obligatoire".
    """
    low = text.strip().lower()
    if not low or len(low) > LONGEST_REMARK or is_notice(low):
        return False
    return (STAR in low or _hints(low)) and _BESIDE.fullmatch(low) is not None


@lru_cache(maxsize=4096)
def class_forces(names: str) -> bool:
    """Tell whether a ``class`` attribute says that a field is compulsory: ``required``, ``champ-obligatoire``."""
    low = names.lower()
    return any(hint in low for hint in CLASS_HINTS) and _CLASS.search(low) is not None


def star_is_free(page: str) -> bool:
    """
    Tell whether a page explains its asterisk as "optional" instead of "compulsory".

    Args:
        page: The text of the page, without tags.
    """
    for word in _FREE_WORDS:
        beginning = -len(word)
        for _ in range(_MOST_NOTICES):
            beginning = page.find(word, beginning + len(word))
            if beginning < 0:
                break
            window = page[max(0, beginning - _NOTICE_LENGTH) : beginning + _NOTICE_LENGTH]
            if STAR in window and _STAR_IS_FREE.search(window):
                return True
    return False


def _normal(text: str) -> str:
    return " ".join(words(text))


_WAYS_OUT = frozenset(
    _normal(text)
    for text in (
        # French
        "Non renseigné", "NR", "N.R.", "N/R", "À renseigner ultérieurement", "Non répondu", "Sans réponse",
        "Pas de réponse", "Aucune réponse", "Sans objet", "S.O.", "S/O", "Ne sait pas", "NSP", "NSPP", "NSP/NR",
        "Je ne sais pas", "Ne se prononce pas", "Inconnu", "Inconnue", "Non connu", "Pas connu", "Non demandé",
        "Non précisé", "Non communiqué", "NC", "N.C.", "Non concerné", "Pas concerné", "Non applicable",
        "Non déterminé", "Indéterminé", "Non spécifié", "Non disponible", "Non évalué", "Non évaluable", "Non déclaré",
        "Non recueilli", "Non saisi", "Non identifié", "Non su", "ND", "N.D.", "NA", "N/A", "N.A.", "Refus", "Refuse",
        "Sans précision",
        # Dutch
        "Onbekend", "Ongekend", "Niet bekend", "Niet gekend", "Niet geweten", "Niet gevraagd", "Niet ingevuld",
        "Niet meegedeeld", "Niet vermeld", "Niet gespecificeerd", "Niet bepaald", "Niet van toepassing", "N.v.t.",
        "N/v/t", "Geen antwoord", "Geen opgave", "Weet niet", "Weet het niet", "Weigering", "Weigert", "Geweigerd",
        "Wil niet zeggen", "Wil niet antwoorden", "Niet beantwoord",
        # English
        "Unknown", "Not known", "Not asked", "Not applicable", "Not answered", "Not stated", "Not specified",
        "Unspecified", "Not recorded", "Not disclosed", "Undisclosed", "Not provided", "Not determined", "No answer",
        "No response", "Do not know", "Don't know", "Doesn't know", "Refused", "Declined", "Withheld",
    )
)  # fmt: skip
_PART_OF_WAY_OUT = re.compile(
    "(?:^| )(?:"
    + "|".join(
        _normal(text)
        for text in (
            "refus de répondre", "refuse de répondre", "refuse répondre", "refuse de le dire", "ne souhaite pas",
            "ne souhaitez pas", "ne veut pas", "ne veux pas", "ne désire pas", "préfère ne pas", "ne se prononce pas",
            "ne sait pas", "sans réponse", "non renseigné", "non demandé", "non communiqué",
            "weigert te", "wenst niet", "wil niet zeggen", "wil niet antwoorden", "wil dit niet", "liever niet",
            "geen antwoord", "niet van toepassing", "niet gevraagd",
            "prefer not", "prefers not", "rather not", "declined to", "declines to", "refused to", "refuses to",
            "does not wish", "do not wish", "not applicable", "don't know", "do not know",
        )
    )
    + ")(?: |$)"
)  # fmt: skip


@lru_cache(maxsize=4096)
def is_way_out(text: str) -> bool:
    """
    Tell whether a choice lets a person not answer: "Non renseigné", "Weigert te antwoorden", "N/A".

    An invitation to choose ("-- Choisir --") is not one; "Non" and "Autre" are answers.
    """
    normal = _normal(text)
    return normal in _WAYS_OUT or _PART_OF_WAY_OUT.search(normal) is not None


@lru_cache(maxsize=1024)
def ways_out(choices: tuple[str, ...]) -> tuple[str, ...]:
    """Give the choices that let a person not answer, in page order."""
    return tuple([choice for choice in choices if is_way_out(choice)])
