"""
What is measured upon, made the same on every machine and every day: a form, hostile pages, phrases, rulebooks.

The form is what old care software sends: tables, JSF ids, long selects, scripts that write fields, hidden state.
"""

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from casevide.rulebook import FORMAT, Rulebook, digest

FIELDS_PER_BLOCK: Final = 15
"""One block of the form asks so many questions, and is about 12.8 KB long."""

_ASKED: Final = (
    "Nom de naissance",
    "Prénom(s)",
    "Date de naissance",
    "Lieu de naissance",
    "Nationalité",
    "N° de sécurité sociale",
    "Situation familiale",
    "Situation professionnelle",
    "Adresse de l'usager·ère",
    "Code postal",
    "Commune",
    "Téléphone portable",
    "Courriel",
    "Personne à prévenir",
    "Médecin traitant",
    "Allergies connues",
    "Traitement en cours",
    "Motif de la demande",
    "Date d'entrée",
    "Date de sortie prévue",
    "Durée de l'acte (minutes)",
    "Nombre d'enfants à charge",
    "Ressources mensuelles",
    "Titre de séjour",
    "Protection juridique",
    "Langue parlée",
    "Besoin d'un interprète",
    "Orientation par",
    "Suite donnée",
    "Observations",
)
_SECTIONS: Final = ("Identité", "Coordonnées", "Situation", "Santé", "Parcours", "Ressources", "Suivi", "Sortie")
_STATE: Final = "H4sIAAAAAAAAAO1dW3PbNrN+76/QuK9tLFmS7" * 40


def _label(number: int) -> str:
    asked = _ASKED[number % len(_ASKED)]
    return asked if number < len(_ASKED) else f"{asked} ({number // len(_ASKED)})"


def _options(number: int, count: int) -> str:
    return "".join(
        f'<option value="{number}-{one}">Choix {one} de la liste {number}</option>\n' for one in range(count)
    )


def _row(number: int) -> str:
    """Give a table row: the label in one cell, a control with a JSF id in the next."""
    name = f"formDossier:tblDonnees:{number}:j_idt{117 + number % 9}"
    return f"""
      <tr data-ri="{number}" class="ui-widget-content {"ui-datatable-odd" if number % 2 else "ui-datatable-even"}">
        <th scope="row" class="col-libelle"><span class="ui-outputlabel-label">{_label(number)}</span> <span
          class="ui-outputlabel-rfi" aria-hidden="true">*</span></th>
        <td role="gridcell" class="col-saisie"><input id="{name}" name="{name}" type="text" value="" maxlength="80"
          class="ui-inputfield ui-inputtext ui-widget ui-state-default ui-corner-all" role="textbox"
          onblur="PrimeFaces.ab({{s:'{name}',e:'blur',p:'{name}',u:'formDossier:messages'}})" /></td>
        <td class="col-aide"><img src="/aide.png" alt="Aide" title="Aide sur la saisie" width="16" height="16" /></td>
      </tr>"""


def _labelled(number: int) -> str:
    name = f"champ_{number}"
    return f"""
    <div class="form-group row"><label class="col-sm-3 control-label" for="{name}">{_label(number)} :</label>
      <div class="col-sm-9"><input type="date" class="form-control input-sm" id="{name}" name="{name}"
        placeholder="jj/mm/aaaa" data-format="dd/mm/yyyy" autocomplete="off"></div></div>"""


def _select(number: int) -> str:
    name = f"liste_{number}"
    return f"""
    <div class="form-group row"><label class="col-sm-3 control-label" for="{name}">{_label(number)}</label>
      <select class="form-control selectpicker" id="{name}" name="{name}" data-live-search="true">
<option value="">- Choisir -</option>
{_options(number, 22)}<option value="NSP">Non renseigné</option>
      </select></div>"""


def _radios(number: int) -> str:
    choices = "\n".join(
        f'      <label class="radio-inline"><input type="radio" name="choix_{number}" value="{one}"> {text}</label>'
        for one, text in enumerate(("Oui", "Non", "Ne sait pas", "Refus de répondre"))
    )
    return f"\n    <fieldset><legend>{_label(number)}</legend>\n{choices}\n    </fieldset>"


def _checkbox(number: int) -> str:
    return f"""
      <label class="checkbox"><input type="checkbox" name="coche_{number}" value="1"> {_label(number)}</label>"""


def _block(block: int) -> str:
    """Give one section of the form: 15 questions."""
    at = block * FIELDS_PER_BLOCK
    rows = "".join(_row(at + one) for one in range(5))
    dates = "".join(_labelled(at + one) for one in range(5, 8))
    selects = "".join(_select(at + one) for one in range(8, 11))
    boxes = "".join(_checkbox(at + one) for one in range(12, 15))
    return f"""
  <section class="panel panel-default" id="bloc{block}">
    <h2 class="panel-title">{_SECTIONS[block % len(_SECTIONS)]} {block}</h2>
    <input type="hidden" name="javax.faces.ViewState.{block}" value="{_STATE}">
    <table class="ui-datatable"><thead><tr><th>Libellé</th><th>Saisie</th><th></th></tr></thead><tbody>{rows}
    </tbody></table>{dates}{selects}{_radios(at + 11)}
    <fieldset><legend>Éléments à cocher {block}</legend>{boxes}
    </fieldset>
    <script>/* <![CDATA[ */
      var modele{block} = '<tr><td><label for="x{block}">Nom</label><input id="x{block}"></td></tr>';
      if (window.rangs < {block}) {{ $('#bloc{block} tbody').append(modele{block}); }}
    /* ]]> */</script>
    <!-- ancien champ : <input name="ancien{block}" type="text"> -->
  </section>"""


def form(blocks: int = 25) -> str:
    """Give a page with `blocks` times 15 fields; 25 make about 320 KB and 375 fields, 16 about 200 KB."""
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Dossier de l'usager</title>
<link rel="stylesheet" href="/theme.css"><script src="/jquery.js"></script></head>
<body><h1>Dossier de l'usager</h1><form id="formDossier" method="post" action="/dossier">{
        "".join(_block(block) for block in range(blocks))
    }
<button type="submit">Enregistrer</button></form></body></html>
"""


def filled(page: str, person: int) -> str:
    """Give the page as it is for another person: other values, other tokens, other boxes ticked."""
    page = page.replace('type="text" value=""', f'type="text" value="Personne {person}"')
    page = page.replace(_STATE, f"{person:08}{_STATE[8:]}")
    ticked = f'type="checkbox" name="coche_{person}'
    return page.replace(ticked, ticked.replace("checkbox", 'checkbox" checked="checked'))


HOSTILE: Final[Mapping[str, tuple[int, Callable[[int], str]]]] = {
    "cells of one row": (1000, lambda n: "<table><tr>" + "<td>a<td><input>" * n),
    "rows under many headers": (
        400,
        lambda n: "<table><tr>" + "<th>h" * 40 + ("<tr>" + "<td><input>" * 4) * n,
    ),
    "one label around all": (1000, lambda n: "<label>a" + "<input>" * n),
    "labels never closed": (1000, lambda n: "<label>a<input>" * n),
    "labels for one id": (8000, lambda n: "<label for=a>b</label>" * n + "<input id=a>"),
    "one id, many controls": (1000, lambda n: "<label for=a>b</label>" + "<input id=a>" * n),
    "aria-labelledby to all": (
        4000,
        lambda n: (
            "".join(f"<i id=a{one}>b</i>" for one in range(n))
            + f'<input aria-labelledby="{" ".join(f"a{one}" for one in range(n))}">' * 4
        ),
    ),
    "legends inside legends": (150, lambda n: "<fieldset><legend>a<input>" * n),
    "tables inside tables": (240, lambda n: "<table><tr><th>a<td><input>" * n),
    "one group of radios": (1000, lambda n: "<fieldset><legend>a</legend>" + "<input type=radio name=b>c" * n),
    "deep nesting": (4000, lambda n: "<div>a" * n + "<input>" * 50),
    "text before one control": (10_000, lambda n: "a <b>b</b> " * n + "<input>" * 20),
    "headings": (1000, lambda n: "<h2>a</h2><input>" * n),
    "options": (10_000, lambda n: "<label>a<select>" + "<option>Autre" * n),
    "attributes on one tag": (10_000, lambda n: "<input " + " ".join(f"a{one}=b" for one in range(n)) + ">"),
    "a quote never closed": (1000, lambda n: "<label>a<input></label>" * n + '<a href="' + "b " * n),
    "colspans": (1000, lambda n: "<table><tr>" + "<th colspan=1000>a" * 10 + "<tr><td colspan=9><input>" * n),
    "rowspans": (600, lambda n: "<table>" + "<tr><th rowspan=1000>a<td><input>" * n),
}
"""What makes careless programs slow: a size, and what makes the body of a page of a size."""


_SYLLABLES: Final = [first + vowel for first in "bcdfghjklmnprtvz" for vowel in ("a", "e", "i", "o", "u", "an", "on")]


def lexicon(count: int = 4000) -> list[str]:
    """Give made-up words of two or three syllables."""
    chance = random.Random(1)  # noqa: S311 - the same every day is the point
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3))))] = None
    return list(found)


def phrases(count: int) -> list[str]:
    """Give different runs of one to four words; the first hundred of a thousand are the same as a hundred."""
    chance, known = random.Random(2), lexicon()  # noqa: S311
    found: dict[str, None] = {}
    while len(found) < count:
        length = chance.choices((1, 2, 3, 4), (1, 45, 35, 19))[0]
        found[" ".join(chance.choices(known, k=length))] = None
    return list(found)


def labels(count: int, seed: int) -> list[str]:
    """Give labels of two to six words, other ones for each seed."""
    chance, known = random.Random(seed), lexicon()  # noqa: S311
    return [" ".join(chance.choices(known, k=chance.randint(2, 6))) for _ in range(count)]


_SPOKEN: Final = (
    "date naissance",
    "lieu naissance",
    "nationalite",
    "allergie",
    "duree acte",
    "courriel",
    "titre sejour",
)


def rulebook(count: int) -> Rulebook:
    """Give a rulebook with `count` phrases, ten to a category, each category with a rule; some speak on the form."""
    said = {"fr": "…", "nl": "…", "en": "…"}
    listed = [*_SPOKEN, *phrases(count - len(_SPOKEN))]
    groups = [listed[start : start + 10] for start in range(0, count, 10)]
    content: dict[str, Any] = {
        "format": FORMAT,
        "date": "2026-11-22",
        "packs": {},
        "stopwords": ["de", "la", "le", "du", "des", "en", "par", "a", "un", "d"],
        "quiet": ["recherche"],
        "sectors": {"social-services": {"title": said}},
        "categories": {f"category_{number}": {"title": said, "phrases": group} for number, group in enumerate(groups)},
        "rules": [
            {
                "id": f"rule-{number}",
                "category": f"category_{number}",
                "verdict": ("optional", "challengeable", "intrusive")[number % 3],
                "scope": {"countries": ["FR"]},
                **dict.fromkeys(("says", "instead", "caveat", "bearer"), said),
                "grounds": [],
                "confidence": "high",
                "status": "test",
                "reviewed": "2026-11-22",
                "pack": "made",
            }
            for number in range(len(groups))
        ],
        "grounds": {},
        "systems": {},
    }
    return Rulebook(content | {"digest": digest(content)})
