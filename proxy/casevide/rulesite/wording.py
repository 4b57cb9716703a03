"""
The fixed words of the site, in its three languages, beside those of `casevide.wording`.

What rules say is not here. As there, nobody is called "you" and no text orders to leave a field empty.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from casevide import wording
from casevide.wording import LANGUAGES, french

NAMES: Final[Mapping[str, str]] = {"fr": "Français", "nl": "Nederlands", "en": "English"}
"""What each language calls itself."""

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # --- every page ---
    "site": ("Les règles de Case vide", "De regels van Case vide", "The rules of Case vide"),
    "skip": ("Aller au contenu", "Naar de inhoud", "Skip to the content"),
    "navigation": ("Pages principales", "Hoofdpagina’s", "Main pages"),
    "languages": ("Langues", "Talen", "Languages"),
    "start": ("Accueil", "Start", "Start"),
    "find": ("Chercher, de A à Z", "Zoeken, van A tot Z", "Search, A to Z"),
    "grounds": ("Les textes", "De teksten", "The texts"),
    "contents": ("Sur cette page", "Op deze pagina", "On this page"),
    "digest": ("Empreinte", "Vingerafdruk", "Fingerprint"),
    "colon": ("{a} : {b}", "{a}: {b}", "{a}: {b}"),
    "or": ("ou", "of", "or"),
    # --- the start page ---
    "about": (
        (
            "Case vide dit, à côté de chaque champ d’un formulaire, si un texte oblige quelqu’un à le remplir, qui "
            "porte cette obligation, et ce qui ne doit jamais manquer pour la sécurité d’une personne."
        ),
        (
            "Case vide zegt naast elk veld van een formulier of een tekst iemand verplicht om het in te vullen, wie "
            "die plicht draagt, en wat nooit mag ontbreken voor de veiligheid van een persoon."
        ),
        (
            "Case vide says, beside each field of a form, whether a text obliges anyone to fill it, who bears that "
            "duty, and what must never be missing for a person’s safety."
        ),
    ),
    "about-pages": (
        (
            "Ces pages montrent toutes les règles, avec leurs sources. Elles se lisent hors connexion, s’impriment et "
            "se partagent."
        ),
        "Deze pagina’s tonen alle regels, met hun bronnen. Ze zijn offline te lezen, af te drukken en te delen.",
        "These pages show all the rules, with their sources. They can be read offline, printed and shared.",
    ),
    "about-limits": (
        "Aucune règle ne décide à la place de quelqu’un, et aucune n’ordonne de laisser un champ vide.",
        "Geen enkele regel beslist in iemands plaats, en geen enkele beveelt om een veld leeg te laten.",
        "No rule decides in anyone’s place, and none orders a field to be left empty.",
    ),
    "about-reviews": (
        "{n} règles sur {total} n’ont pas encore été relues par une autre personne ; chacune le dit.",
        "{n} van de {total} regels zijn nog niet door iemand anders nagelezen; elke regel zegt het zelf.",
        "{n} of {total} rules have not yet been reviewed by somebody else; each of them says so.",
    ),
    "about-no-review": (
        "Aucune des {n} règles n’a encore été relue par une autre personne ; chacune le dit.",
        "Nog geen van de {n} regels is door iemand anders nagelezen; elke regel zegt het zelf.",
        "None of the {n} rules has been reviewed by somebody else yet; each of them says so.",
    ),
    "signs": ("Les cinq signes", "De vijf tekens", "The five signs"),
    "signs-order": (
        (
            "Quand plusieurs règles conviennent, la plus précise parle ; « Jamais vide » passe avant tout. Là où "
            "aucune règle ne parle, Case vide se tait."
        ),
        (
            "Waar meerdere regels passen, spreekt de meest precieze; ‘Nooit leeg laten’ gaat voor alles. Waar geen "
            "regel spreekt, zwijgt Case vide."
        ),
        (
            "Where several rules fit, the most precise one speaks; “Never leave empty” goes before everything. Where "
            "no rule speaks, Case vide says nothing."
        ),
    ),
    "systems": ("Par logiciel", "Per software", "By software"),
    "places": ("Par pays et secteur", "Per land en sector", "By country and sector"),
    "places-without": (
        "Encore sans règle propre : {sectors}.",
        "Nog zonder eigen regel: {sectors}.",
        "Still without a rule of their own: {sectors}.",
    ),
    "in-figures": ("En chiffres", "In cijfers", "In figures"),
    "total-rules": ("règles", "regels", "rules"),
    "total-categories": ("sortes de données", "soorten gegevens", "kinds of data"),
    "total-grounds": ("textes et positions", "teksten en standpunten", "texts and positions"),
    "total-systems": ("logiciels", "softwarepakketten", "software packages"),
    "total-packs": ("fichiers de règles", "regelbestanden", "rule files"),
    "dated": ("Règles du", "Regels van", "Rules of"),
    "digest-why": (
        "La même empreinte ailleurs veut dire : exactement les mêmes règles.",
        "Dezelfde vingerafdruk elders betekent: exact dezelfde regels.",
        "The same fingerprint elsewhere means: exactly the same rules.",
    ),
    # --- where a rule holds ---
    "where": ("Où", "Waar", "Where"),
    "everywhere": ("partout", "overal", "everywhere"),
    "every-sector": ("tous les secteurs", "alle sectoren", "all sectors"),
    "every-country": ("tous les pays", "alle landen", "all countries"),
    "under": ("sous un titre avec {words}", "onder een titel met {words}", "under a title with {words}"),
    "country": ("Pays", "Land", "Country"),
    "sector": ("Secteur", "Sector", "Sector"),
    "unknown": ("inconnu", "onbekend", "unknown"),
    # --- one rule ---
    "status": ("État", "Status", "Status"),
    "status-test": ("à l’essai", "op proef", "on trial"),
    "status-stable": ("stable", "stabiel", "stable"),
    "review-by": ("à relire avant le {date}", "na te lezen vóór {date}", "to be read again by {date}"),
    "pack": ("Fichier", "Bestand", "File"),
    "mistakes": ("Erreurs connues", "Bekende fouten", "Known mistakes"),
    "link": ("Lien vers cette règle", "Link naar deze regel", "Link to this rule"),
    "behind": (
        "passe après une règle plus précise",
        "komt na een preciezere regel",
        "comes after a more precise rule",
    ),
    "data": ("Donnée", "Gegeven", "Data"),
    # --- a category ---
    "recognised": ("À quoi ce champ se reconnaît", "Waaraan dit veld te herkennen is", "How this field is recognised"),
    "recognised-note": (
        (
            "Les mots sont écrits comme Case vide les compare : sans accents, sans petits mots comme « de », sans « s "
            "» ni « x » à la fin. Un astérisque vaut pour toute fin de mot."
        ),
        (
            "De woorden staan hier zoals Case vide ze vergelijkt: zonder accenten, zonder kleine woorden zoals ‘van’, "
            "zonder ‘s’ of ‘x’ aan het eind. Een sterretje staat voor elk woordeinde."
        ),
        (
            "The words are written as Case vide compares them: without accents, without small words such as “of”, "
            "without a final “s” or “x”. An asterisk stands for any ending."
        ),
    ),
    "phrases": ("Mots dans le libellé", "Woorden in het label", "Words in the label"),
    "labels": ("Libellé entier", "Volledig label", "Whole label"),
    "never": ("Jamais si le libellé contient", "Nooit als het label dit bevat", "Never if the label holds"),
    "never_labels": (
        "Jamais si le libellé entier est",
        "Nooit als het volledige label dit is",
        "Never if the whole label is",
    ),
    "autocomplete": ("Jeton autocomplete", "Autocomplete-woord", "Autocomplete word"),
    "not-recognised": (
        "Aucun mot n’est encore connu.",
        "Er is nog geen woord bekend.",
        "No word is known yet.",
    ),
    "only": ("seulement", "alleen", "only"),
    "art-9": (
        "Catégorie particulière de données (RGPD, art. 9)",
        "Bijzondere categorie van gegevens (AVG, art. 9)",
        "Special category of data (GDPR, art. 9)",
    ),
    "art-10": (
        "Condamnations et infractions (RGPD, art. 10)",
        "Veroordelingen en strafbare feiten (AVG, art. 10)",
        "Criminal convictions and offences (GDPR, art. 10)",
    ),
    "dpv": ("Terme du vocabulaire DPV", "Term van de DPV-woordenlijst", "Term of the DPV vocabulary"),
    "precedence": (
        "De la plus précise à la plus générale : la première qui convient parle. « Jamais vide » passe avant tout.",
        "Van meest precies naar meest algemeen: de eerste die past, spreekt. ‘Nooit leeg laten’ gaat voor alles.",
        "From the most precise to the most general: the first that fits speaks. “Never leave empty” goes before all.",
    ),
    "category-silent": (
        "Aucune règle n’en parle : Case vide se tait.",
        "Geen enkele regel spreekt erover: Case vide zwijgt.",
        "No rule speaks of it: Case vide says nothing.",
    ),
    # --- a system, a place, a verdict ---
    "system-about": (
        "Règles pour ce logiciel, et règles plus générales qui valent aussi sur ses écrans.",
        "Regels voor deze software, en algemenere regels die ook op haar schermen gelden.",
        "Rules for this software, and more general ones that hold on its screens too.",
    ),
    "place-about": (
        "Règles pour ce secteur, et règles plus générales qui y valent aussi.",
        "Regels voor deze sector, en algemenere regels die er ook gelden.",
        "Rules for this sector, and more general ones that hold there too.",
    ),
    "system-recognised": ("Comment il est reconnu", "Hoe het herkend wordt", "How it is recognised"),
    "by-hosts": ("adresse du site", "adres van de site", "address of the site"),
    "by-titles": ("mot dans le titre de la page", "woord in de paginatitel", "word in the title of the page"),
    "by-headings": ("mot dans un intertitre", "woord in een tussentitel", "word in a heading"),
    "by-nothing": (
        "pas reconnu tout seul : à indiquer dans la liste des sites",
        "niet vanzelf herkend: op te geven in de lijst van sites",
        "not recognised by itself: to be named in the site list",
    ),
    "precedents": ("Ce qui s’est passé", "Wat er gebeurde", "What happened"),
    "year": ("Année", "Jaar", "Year"),
    "events": ("Faits", "Feiten", "Events"),
    "outcome": ("Suites", "Afloop", "Outcome"),
    "own-rules": ("Règles propres", "Eigen regels", "Rules of its own"),
    "no-own-rules": (
        "Aucune règle ne porte précisément sur ce cas.",
        "Geen enkele regel gaat precies over dit geval.",
        "No rule is precisely about this case.",
    ),
    "more-rules": (
        "Règles plus générales qui valent aussi ici",
        "Algemenere regels die hier ook gelden",
        "More general rules that hold here too",
    ),
    "rules-of-verdict": ("Toutes les règles de ce signe", "Alle regels van dit teken", "All rules of this sign"),
    "no-rules": ("Aucune règle.", "Geen regel.", "No rule."),
    # --- the texts ---
    "grounds-about": (
        (
            "Les dispositions et positions d’autorités sur lesquelles les règles s’appuient : {n} en tout, dont {m} où "
            "le texte exact reste à confirmer."
        ),
        (
            "De bepalingen en standpunten van autoriteiten waarop de regels steunen: {n} in totaal, waarvan {m} met "
            "een exacte tekst die nog te bevestigen is."
        ),
        (
            "The provisions and positions of authorities that the rules rest on: {n} in all, {m} of them with an exact "
            "wording still to be confirmed."
        ),
    ),
    "summary": ("En nos propres mots", "In onze eigen woorden", "In our own words"),
    "address": ("Adresse", "Adres", "Address"),
    "wording-state": ("Texte exact", "Exacte tekst", "Exact wording"),
    "wording-checked": ("vérifié", "nagekeken", "checked"),
    "wording-open": ("à confirmer", "te bevestigen", "to be confirmed"),
    "state": ("État du texte au", "Stand van de tekst op", "State of the text as of"),
    "ground-rules": (
        "Règles qui s’appuient sur ce texte",
        "Regels die op deze tekst steunen",
        "Rules that rest on this text",
    ),
    "ground-unused": (
        "Aucune règle ne s’appuie encore sur ce texte.",
        "Nog geen enkele regel steunt op deze tekst.",
        "No rule rests on this text yet.",
    ),
    # --- search ---
    "search-label": (
        "Chercher un champ, un logiciel, un secteur, un texte",
        "Zoek een veld, software, een sector, een tekst",
        "Search for a field, software, a sector, a text",
    ),
    "search-results": ("Résultats", "Resultaten", "Results"),
    "search-none": ("Rien ne correspond.", "Niets gevonden.", "Nothing matches."),
    "search-one": ("1 résultat", "1 resultaat", "1 result"),
    "search-many": ("{n} résultats", "{n} resultaten", "{n} results"),
    "search-first": (
        "{n} résultats, voici les {shown} premiers",
        "{n} resultaten, dit zijn de eerste {shown}",
        "{n} results, here are the first {shown}",
    ),
    "search-without": (
        "La recherche se fait dans cette page, avec JavaScript. Sans lui, la liste de A à Z mène partout.",
        "Het zoeken gebeurt in deze pagina, met JavaScript. Zonder JavaScript leidt de lijst van A tot Z overal heen.",
        "The search runs inside this page, with JavaScript. Without it, the list from A to Z leads everywhere.",
    ),
    "letters": ("Lettres", "Letters", "Letters"),
    "kind-category": ("Donnée", "Gegeven", "Data"),
    "kind-system": ("Logiciel", "Software", "Software"),
    "kind-place": ("Secteur", "Sector", "Sector"),
    "kind-ground": ("Texte", "Tekst", "Text"),
    "kind-rule": ("Règle", "Regel", "Rule"),
}
"""Every fixed text of the site: key → (français, Nederlands, English). ``{…}`` are places to be filled."""

COUNTRIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "BE": ("Belgique", "België", "Belgium"),
    "CA": ("Canada", "Canada", "Canada"),
    "CH": ("Suisse", "Zwitserland", "Switzerland"),
    "DE": ("Allemagne", "Duitsland", "Germany"),
    "FR": ("France", "Frankrijk", "France"),
    "GB": ("Royaume-Uni", "Verenigd Koninkrijk", "United Kingdom"),
    "LU": ("Luxembourg", "Luxemburg", "Luxembourg"),
    "NL": ("Pays-Bas", "Nederland", "Netherlands"),
}
"""The countries that have a name here; any other is called by its code."""

_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def say(key: str, language: str, **places: Any) -> str:
    """
    Give a fixed text of the site, else one of `casevide.wording`, with its places filled.

    Raises:
        KeyError: There is no such text, or a place is not filled.
        ValueError: There is no such language.
    """
    if key not in TEXTS:
        return wording.say(key, language, **places)
    text = TEXTS[key][LANGUAGES.index(language)]
    if language == "fr":
        text = french(text)
    return text.format(**places) if places else text


def country(code: str, language: str) -> str:
    """Give the name of a country, or its code where it has none here."""
    return COUNTRIES[code][LANGUAGES.index(language)] if code in COUNTRIES else code


def day(iso: str, language: str) -> str:
    """Give a date as people write it: ``2026-11-01`` → ``1er novembre 2026``; anything else as it stands."""
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    number = "1er" if language == "fr" and when.day == 1 else str(when.day)
    return f"{number} {_MONTHS[language][when.month - 1]} {when.year}"
