"""The fixed words of the paper sheet: key → (français, Nederlands, English), written as in `casevide.wording`."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "title": ("Feuille minimale : {system}", "Minimaal blad: {system}", "Minimal sheet: {system}"),
    "title-unknown": ("Feuille minimale", "Minimaal blad", "Minimal sheet"),
    "about": (
        (
            "Cette feuille porte ce qu’un texte exige, ce que la sécurité demande et ce que l’équipe a choisi d’y "
            "mettre. Elle sert à décider ensemble ce qui doit être écrit."
        ),
        (
            "Dit blad bevat wat een tekst eist, wat de veiligheid vraagt en wat het team koos. Het dient om samen te "
            "beslissen wat opgeschreven moet worden."
        ),
        (
            "This sheet holds what a text requires, what safety needs and what the team chose. It serves to decide "
            "together what has to be written down."
        ),
    ),
    "private": (
        (
            "Une fois remplie, cette feuille contient des données personnelles : la garder et la détruire comme le "
            "dossier."
        ),
        "Eenmaal ingevuld bevat dit blad persoonsgegevens: bewaren en vernietigen zoals het dossier.",
        "Once filled in, this sheet holds personal data: keep and destroy it like the file.",
    ),
    "screen": ("Écran {n}", "Scherm {n}", "Screen {n}"),
    "no-heading": ("Questions", "Vragen", "Questions"),
    "chosen": ("Choisi par l’équipe", "Gekozen door het team", "Chosen by the team"),
    "answer-known": ("aucun connu", "geen bekend", "none known"),
    "answer-asked": ("non demandé", "niet gevraagd", "not asked"),
    "answer-declined": ("refusé", "geweigerd", "declined"),
    "date-form": ("jour / mois / année", "dag / maand / jaar", "day / month / year"),
    "undecided": (
        "À décider ensemble : questions dont aucune règle ne parle",
        "Samen te beslissen: vragen waarover geen regel spreekt",
        "To be decided together: questions of which no rule speaks",
    ),
    "undecided-about": (
        (
            "Elles ne sont pas sur la feuille parce que rien n’en est connu ; l’une d’elles peut être exigée, ou "
            "utile à la sécurité."
        ),
        (
            "Ze staan niet op het blad omdat er niets over bekend is; een ervan kan vereist zijn, of nuttig voor de "
            "veiligheid."
        ),
        (
            "They are not on the sheet because nothing is known of them; one of them may be required, or useful for "
            "safety."
        ),
    ),
    "left": (
        "Questions de l’écran qui ne sont pas sur cette feuille",
        "Vragen van het scherm die niet op dit blad staan",
        "Questions of the screen that are not on this sheet",
    ),
    "left-line": ("{verdict} : {n}", "{verdict}: {n}", "{verdict}: {n}"),
    "left-about": (
        "Leur absence ici ne dit pas qu’elles sont inutiles : une situation peut les demander.",
        "Dat ze hier ontbreken, zegt niet dat ze nutteloos zijn: een situatie kan ze vereisen.",
        "Their absence here does not say that they are useless: a situation may call for them.",
    ),
    "and-more": ("… et encore {n}", "… en nog {n}", "… and {n} more"),
    "source-line": (
        "Règles de Case vide du {date}, empreinte {digest}. Feuille du {day}.",
        "Regels van Case vide van {date}, vingerafdruk {digest}. Blad van {day}.",
        "Rules of Case vide of {date}, fingerprint {digest}. Sheet of {day}.",
    ),
    "reviews": (
        "Règles pas encore relues par une autre personne : {n} sur {total}.",
        "Regels die nog niet door iemand anders zijn nagelezen: {n} van {total}.",
        "Rules not yet reviewed by somebody else: {n} of {total}.",
    ),
    "filled-by": ("Rempli par", "Ingevuld door", "Filled in by"),
    "filled-on": ("Le", "Op", "On"),
}
"""Every fixed text of the sheet. ``{…}`` are places that the program fills."""
