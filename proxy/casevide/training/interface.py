"""
The JSON interface of a page that only a script builds: what to show, an empty object to fill, the lists of choices.

Objects and properties have the names that the real interface has, as far as they are documented. Pure.
"""

from typing import Any, Final

from casevide.training.practice import Practice, PracticePage, Question

SCREENS: Final = "/ecrans/"
LISTS: Final = "/referentiels/"
_SAVE: Final = {"fr": "Enregistrer", "nl": "Opslaan"}


def _question(practice: Practice, question: Question) -> dict[str, Any]:
    numbers = {source: number for number, source in enumerate(practice.sources, 1)}
    return {
        "label": question.label,
        "name": question.name,
        "control": question.control,
        "forced": question.forced,
        "referentiel": f"{LISTS}{question.name}" if question.options else None,
        "sources": sorted(numbers[source] for source in question.sources),
    }


def _screen(practice: Practice, page: PracticePage) -> dict[str, Any]:
    blocks = [
        {"title": block.title, "questions": [_question(practice, question) for question in block.questions]}
        for block in page.blocks
    ]
    return {"id": page.form, "api": page.api, "save": _SAVE[page.language], "blocks": blocks}


def _empty(page: PracticePage) -> dict[str, Any]:
    """Give the object whose properties the questions are, with nothing in it; a dotted name means objects in it."""
    whole: dict[str, Any] = {"id": 1}
    for question in page.questions:
        *path, last = question.name.split(".")
        holder = whole
        for part in path:
            holder = holder.setdefault(part, {})
        holder[last] = False if question.control == "checkbox" else None
    return whole


def answers(practice: Practice) -> dict[str, Any]:
    """Give everything that the interface of a system answers: address below its root → value; none for most."""
    found: dict[str, Any] = {}
    for page in practice.pages:
        if page.api:
            found[f"{SCREENS}{page.id}"] = _screen(practice, page)
            found[page.api] = _empty(page)
            for question in page.questions:
                if question.options:
                    found[f"{LISTS}{question.name}"] = [
                        {"code": option, "libelle": option} for option in question.options
                    ]
    return found
