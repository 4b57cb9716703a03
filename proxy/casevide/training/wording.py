"""The fixed words of the practice room, in its three languages, beside those of `casevide.wording`."""

from collections.abc import Mapping
from typing import Any, Final

from casevide.wording import LANGUAGES, french, in_language

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # --- every page ---
    "copy": (
        "Copie d’exercice, pour la formation.",
        "Oefenkopie, voor de opleiding.",
        "Practice copy, for training.",
    ),
    "copy-limits": (
        "Ce n’est pas le logiciel : aucune donnée réelle, et rien de ce qui est tapé n’est gardé.",
        "Dit is niet de software: geen echte gegevens, en niets van wat getypt wordt, wordt bewaard.",
        "This is not the software: no real data, and nothing that is typed is kept.",
    ),
    "origins": (
        "Ce qui est documenté, ce qui est reconstitué",
        "Wat gedocumenteerd is, wat nagemaakt is",
        "What is documented, what is reconstructed",
    ),
    "reconstructed": ("reconstitution", "nagemaakt", "reconstructed"),
    "documented-means": (
        (
            "Un numéro entre crochets renvoie à un texte public qui dit que cette question était posée, ou que cette "
            "donnée était enregistrée. L’aspect de la page, le type de champ, l’ordre, et pour une part les choix "
            "offerts et l’obligation de répondre, sont reconstitués : les écrans eux-mêmes ne sont pas publics."
        ),
        (
            "Een nummer tussen haken verwijst naar een openbare tekst die zegt dat deze vraag gesteld werd, of dat dit "
            "gegeven geregistreerd werd. Het uitzicht van de pagina, het soort veld, de volgorde en deels de keuzes en "
            "de verplichting om te antwoorden zijn nagemaakt: de schermen zelf zijn niet openbaar."
        ),
        (
            "A number in brackets leads to a public text which says that this question was asked, or that this item "
            "was recorded. The looks of the page, the kind of field, the order, and in part the choices offered and "
            "the duty to answer are reconstructed: the screens themselves are not public."
        ),
    ),
    "reconstructed-means": (
        "champ vraisemblable, ajouté pour l’exercice ; aucun texte public ne l’atteste.",
        "een aannemelijk veld, toegevoegd voor de oefening; geen openbare tekst bevestigt het.",
        "a plausible field, added for practice; no public text attests it.",
    ),
    "table-from": ("Tableau :", "Tabel:", "Table:"),
    "block-from": ("Ensemble :", "Geheel:", "As a whole:"),
    "all-systems": ("Toutes les copies d’exercice", "Alle oefenkopieën", "All practice copies"),
    # --- the answer to what is sent ---
    "thanks": ("Rien n’a été enregistré", "Er is niets opgeslagen", "Nothing has been saved"),
    "thanks-text": (
        "Ce qui a été envoyé a été jeté sans être lu.",
        "Wat verstuurd werd, is weggegooid zonder gelezen te worden.",
        "What was sent has been thrown away without being read.",
    ),
    "back": ("Revenir à la première page", "Terug naar de eerste pagina", "Back to the first page"),
    "needs-script": (
        "Cette page est construite par un script : sans JavaScript, elle reste vide.",
        "Deze pagina wordt door een script gebouwd: zonder JavaScript blijft ze leeg.",
        "This page is built by a script: without JavaScript it stays empty.",
    ),
    "missing": ("Cette page n’existe pas.", "Deze pagina bestaat niet.", "This page does not exist."),
    # --- the index ---
    "room": ("La salle d’exercice", "De oefenruimte", "The practice room"),
    "room-about": (
        (
            "Des copies d’exercice des logiciels que les règles de Case vide connaissent. Chacune dit quelles "
            "questions des textes publics attestent, et lesquelles sont reconstituées."
        ),
        (
            "Oefenkopieën van de software die de regels van Case vide kennen. Elke kopie zegt welke vragen door "
            "openbare teksten bevestigd worden, en welke nagemaakt zijn."
        ),
        (
            "Practice copies of the software that the rules of Case vide know. Each says which questions public texts "
            "attest, and which are reconstructed."
        ),
    ),
    "room-keeps": (
        "Rien de ce qui est tapé n’est gardé, ni noté dans un journal. Aucune donnée réelle n’a sa place ici.",
        "Niets van wat getypt wordt, wordt bewaard of in een logboek genoteerd. Echte gegevens horen hier niet.",
        "Nothing that is typed is kept or written to a log. Real data have no place here.",
    ),
    "advice": (
        "Information générale, pas un avis juridique.",
        "Algemene informatie, geen juridisch advies.",
        "General information, not legal advice.",
    ),
    "system": ("Logiciel", "Software", "Software"),
    "pages": ("Pages", "Pagina’s", "Pages"),
    "counts": (
        "Questions documentées / reconstituées",
        "Vragen gedocumenteerd / nagemaakt",
        "Questions documented / reconstructed",
    ),
    "to-see": ("À voir", "Te zien", "To be seen"),
    "try": ("Pour en faire la critique :", "Om er een kritiek van te maken:", "To make a critique of one:"),
    "address-of-its-own": (
        "Pour que l’extension connaisse chaque logiciel, chacun a aussi une adresse à lui :",
        "Opdat de extensie elke software kent, heeft elke software ook een eigen adres:",
        "So that the extension knows each software, each also has an address of its own:",
    ),
    # --- what there is to see on the pages of a system ---
    "see-forced": (
        "questions imposées sans issue",
        "verplichte vragen zonder uitweg",
        "forced questions without a way out",
    ),
    "see-ways-out": (
        "questions imposées avec une issue",
        "verplichte vragen met een uitweg",
        "forced questions with a way out",
    ),
    "see-nested": ("tableaux imbriqués", "geneste tabellen", "nested tables"),
    "see-position": ("champs sans étiquette", "velden zonder label", "fields without labels"),
    "see-rows": ("tableaux à remplir", "in te vullen tabellen", "tables to fill in"),
    "see-items": ("longues listes de cases", "lange lijsten met vakjes", "long lists of boxes"),
    "see-grid": ("grilles d’évaluation", "scoreroosters", "rating grids"),
    "see-charset": ("jeu de caractères windows-1252", "tekenset windows-1252", "charset windows-1252"),
    "see-jsf": ("identifiants JSF", "JSF-namen", "JSF ids"),
    "see-aspnet": ("identifiants ASP.NET", "ASP.NET-namen", "ASP.NET ids"),
    "see-faces": ("mises à jour partielles JSF", "gedeeltelijke updates van JSF", "partial updates of JSF"),
    "see-updatepanel": ("UpdatePanel d’ASP.NET", "UpdatePanel van ASP.NET", "an ASP.NET UpdatePanel"),
    "see-wizard": ("assistant en plusieurs étapes", "wizard in stappen", "a wizard"),
    "see-frames": ("cadres (frames)", "frames", "frames"),
    "see-picker": ("calendrier dans un shadow DOM", "datumkiezer in een shadow DOM", "a date picker in a shadow DOM"),
    "see-application": (
        "application construite par un script, sur une API JSON",
        "toepassing door een script gebouwd, op een JSON-API",
        "an application built by a script, over a JSON API",
    ),
    # --- the terminal ---
    "started": (
        "La salle d’exercice est ouverte : {address}",
        "De oefenruimte is open: {address}",
        "The practice room is open: {address}",
    ),
    "started-tls": (
        "{n} logiciels par https, derrière le proxy, chacun sous un nom à lui :",
        "Software ({n}) over https, achter de proxy, elk onder een eigen naam:",
        "{n} systems over https, behind the proxy, each under a name of its own:",
    ),
    "stop": ("Pour arrêter : Ctrl-C.", "Om te stoppen: Ctrl-C.", "To stop: Ctrl-C."),
    "stopped": ("Terminé ; rien n’a été gardé.", "Klaar; er is niets bewaard.", "Done; nothing was kept."),
}
"""Every fixed text: key → (français, Nederlands, English). ``{…}`` are places to be filled."""


def say(key: str, language: str, **places: Any) -> str:
    """
    Give a fixed text of the practice room in a language, with its places filled.

    Raises:
        KeyError: There is no such text, or a place is not filled.
        ValueError: There is no such language.
    """
    text = TEXTS[key][LANGUAGES.index(language)]
    if language == "fr":
        text = french(text)
    return text.format(**places) if places else text


def told(texts: Mapping[Any, str], language: str) -> str:
    """Give a text of a practice copy in a language, with the signs that its typography asks for."""
    text = in_language(texts, language).replace("'", "’")
    return french(text) if language == "fr" else text
