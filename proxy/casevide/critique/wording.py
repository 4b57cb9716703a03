"""
The fixed words of a critique on paper and of a comparison, in three languages, beside those of `casevide.wording`.

As there, nobody is called "you" and no text tells anyone to leave a field empty. Questions accuse nobody.
"""

from collections.abc import Mapping
from typing import Any, Final

from casevide import wording
from casevide.wording import LANGUAGES, french

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # --- the head ---
    "critique-of": ("Critique du formulaire : {name}", "Kritiek van het formulier: {name}", "Form critique: {name}"),
    "critique": ("Critique de formulaire", "Formulierkritiek", "Form critique"),
    "critique-about": (
        (
            "Pour chaque champ : ce que le logiciel impose, ce que les textes demandent, qui en répond. Aucune règle "
            "ne décide à la place de quelqu’un."
        ),
        (
            "Voor elk veld: wat de software oplegt, wat de teksten vragen, wie dit draagt. Geen enkele regel beslist "
            "in iemands plaats."
        ),
        (
            "For each field: what the software imposes, what the law asks, who answers for it. No rule decides in "
            "anyone’s place."
        ),
    ),
    "date": ("Date", "Datum", "Date"),
    "pages": ("Pages lues", "Gelezen pagina’s", "Pages read"),
    "rules": ("Règles", "Regels", "Rules"),
    "digest": ("empreinte {digest}", "vingerafdruk {digest}", "fingerprint {digest}"),
    "unknown": ("inconnu", "onbekend", "unknown"),
    # --- totals, signs and charts ---
    "count": ("Nombre", "Aantal", "Number"),
    "at-a-glance": ("En bref", "In het kort", "At a glance"),
    "signs": ("Les signes", "De tekens", "The signs"),
    "mark-forced": (
        "rendu obligatoire par le logiciel, aucune obligation trouvée",
        "door de software verplicht, geen plicht gevonden",
        "made compulsory by the software, no duty found",
    ),
    "mark-unsure": (
        "à vérifier : champ reconnu sans certitude, ou règle de confiance faible",
        "te controleren: veld niet met zekerheid herkend, of regel met lage zekerheid",
        "to be checked: field recognised without certainty, or rule of low confidence",
    ),
    "mark-disagree": (
        "les cercles ne sont pas d’accord",
        "de kringen zijn het niet eens",
        "the circles disagree",
    ),
    "charts": ("En images", "In beeld", "In pictures"),
    "chart-verdicts": ("Champs selon le verdict", "Velden volgens oordeel", "Fields by verdict"),
    "chart-matrix": (
        "Ce qu’impose le logiciel, ce que demandent les textes",
        "Wat de software oplegt, wat de teksten vragen",
        "What the software imposes, what the law asks",
    ),
    "chart-sections": (
        "Champs selon la partie du formulaire",
        "Velden per deel van het formulier",
        "Fields by section",
    ),
    "matrix-forced": ("Obligatoire dans le logiciel", "Verplicht in de software", "Compulsory in the software"),
    "matrix-free": ("Non obligatoire", "Niet verplicht", "Not compulsory"),
    "matrix-duty": ("Obligation ou sécurité", "Plicht of veiligheid", "Duty or safety"),
    "matrix-none": ("Aucune obligation trouvée", "Geen plicht gevonden", "No duty found"),
    "no-section": ("(sans intertitre)", "(zonder tussentitel)", "(no heading)"),
    "other-sections": ("autres parties ({n})", "andere delen ({n})", "other sections ({n})"),
    # --- the fields ---
    "fields-of": ("Les champs, dans l’ordre", "De velden, in volgorde", "The fields, in order"),
    "column-number": ("N°", "Nr.", "No."),
    "column-ways": ("Issues", "Uitwegen", "Ways out"),
    "column-sources": ("Sources", "Bronnen", "Sources"),
    "is-forced": ("obligatoire", "verplicht", "compulsory"),
    "not-forced": ("non obligatoire", "niet verplicht", "not compulsory"),
    "sources": ("Les sources", "De bronnen", "The sources"),
    "page-total": (
        "{n} champs, dont {m} rendus obligatoires par le logiciel sans obligation trouvée.",
        "{n} velden, waarvan {m} door de software verplicht gemaakt zonder gevonden plicht.",
        "{n} fields, {m} of them forced by the software without any obligation found.",
    ),
    # --- what was not judged ---
    "silent-title": ("Ce qui n’a pas été jugé", "Wat niet beoordeeld is", "What was not judged"),
    "silent-about": (
        "Case vide ne dit rien de ces champs. Ce silence ne veut dire ni « exigé » ni « facultatif ».",
        "Case vide zegt niets over deze velden. Dat zwijgen betekent noch ‘vereist’ noch ‘facultatief’.",
        "Case vide says nothing about these fields. This silence means neither “required” nor “optional”.",
    ),
    "silent-none": (
        "Chaque champ de ces pages a reçu un verdict.",
        "Elk veld van deze pagina’s kreeg een oordeel.",
        "Every field of these pages was given a verdict.",
    ),
    "limits": (
        (
            "Seules les pages nommées ci-dessus ont été lues, telles qu’elles étaient : ni les autres écrans du "
            "logiciel, ni ce qui n’apparaît qu’après un choix ou une connexion, ni les champs cachés."
        ),
        (
            "Alleen de hierboven genoemde pagina’s zijn gelezen, zoals ze waren: niet de andere schermen van de "
            "software, niet wat pas na een keuze of aanmelding verschijnt, niet de verborgen velden."
        ),
        (
            "Only the pages named above were read, as they were: not the other screens of the software, nor what "
            "appears only after a choice or a login, nor hidden fields."
        ),
    ),
    "limits-typed": (
        "Rien de ce qui est tapé, coché ou choisi dans ces pages n’a été lu.",
        "Niets van wat in deze pagina’s getypt, aangevinkt of gekozen is, werd gelezen.",
        "Nothing that was typed, ticked or chosen in these pages was read.",
    ),
    # --- precedents ---
    "precedents": (
        "Ce qui s’est passé ailleurs avec {system}",
        "Wat er elders gebeurde met {system}",
        "What happened elsewhere with {system}",
    ),
    "year": ("Année", "Jaar", "Year"),
    "events": ("Faits", "Feiten", "Events"),
    "outcome": ("Suites", "Afloop", "Outcome"),
    # --- questions to discuss ---
    "questions": ("À discuter ensemble", "Samen te bespreken", "To discuss together"),
    "ask-forced": (
        (
            "Pour chaque champ marqué * ({fields}) : quel texte l’impose, dans quel but, et qu’arrive-t-il s’il reste "
            "vide ? (RGPD, art. 13(2)(e))"
        ),
        (
            "Voor elk veld met * ({fields}): welke tekst legt het op, met welk doel, en wat gebeurt er als het leeg "
            "blijft? (AVG, art. 13(2)(e))"
        ),
        (
            "For each field marked * ({fields}): which text requires it, for what purpose, and what happens if it "
            "stays empty? (GDPR, art. 13(2)(e))"
        ),
    ),
    "ask-no-way-out": (
        "Qu’écrit-on aujourd’hui quand un champ obligatoire n’offre aucune issue et que la réponse n’est pas connue ?",
        "Wat wordt er vandaag geschreven als een verplicht veld geen uitweg biedt en het antwoord niet gekend is?",
        "What is written today when a compulsory field offers no way out and the answer is not known?",
    ),
    "ask-challengeable": (
        "Que changerait, pour le travail et pour la personne, de ne plus demander ceci à tous : {fields} ?",
        "Wat verandert er, voor het werk en voor de persoon, als dit niet meer aan iedereen gevraagd wordt: {fields}?",
        "What would change, for the work and for the person, if this were no longer asked of everyone: {fields}?",
    ),
    "ask-intrusive": (
        "Dans quelles situations ceci est-il vraiment nécessaire, et qui en juge : {fields} ?",
        "In welke situaties is dit echt nodig, en wie oordeelt daarover: {fields}?",
        "In which situations is this really necessary, and who judges that: {fields}?",
    ),
    "ask-care": (
        (
            "Comment distingue-t-on « aucun connu », « non demandé » et « refusé » là où un oubli peut nuire à "
            "quelqu’un : {fields} ?"
        ),
        (
            "Hoe worden ‘geen bekend’, ‘niet gevraagd’ en ‘geweigerd’ onderscheiden waar een leemte iemand kan "
            "schaden: {fields}?"
        ),
        ("How are “none known”, “not asked” and “declined” told apart where a gap can harm someone: {fields}?"),
    ),
    "ask-readers": (
        "Qui lit ces réponses, combien de temps sont-elles gardées, et où vont-elles ensuite ?",
        "Wie leest deze antwoorden, hoe lang worden ze bewaard, en waar gaan ze daarna heen?",
        "Who reads these answers, how long are they kept, and where do they go next?",
    ),
    "ask-person": (
        "Que sait la personne reçue de ce formulaire, et de ce qu’elle peut ne pas répondre ?",
        "Wat weet de ontvangen persoon over dit formulier, en over wat niet beantwoord hoeft te worden?",
        "What does the person received know of this form, and of what need not be answered?",
    ),
    "ask-use": (
        "Quels champs servent à l’accompagnement ou au soin, et lesquels servent surtout à compter ?",
        "Welke velden dienen de begeleiding of de zorg, en welke dienen vooral om te tellen?",
        "Which fields serve support or care, and which serve mainly to count?",
    ),
    "ask-silent": (
        "Qui pourrait dire à quoi servent les champs que les règles ne jugent pas ?",
        "Wie zou kunnen zeggen waarvoor de velden dienen die de regels niet beoordelen?",
        "Who could say what the fields that the rules do not judge are for?",
    ),
    "ask-changed": (
        "Qui a décidé des changements depuis la dernière fois, et qui a été consulté ?",
        "Wie besliste over de veranderingen sinds de vorige keer, en wie werd geraadpleegd?",
        "Who decided on the changes since last time, and who was consulted?",
    ),
    "and-more": ("{names} et {n} de plus", "{names} en nog {n}", "{names} and {n} more"),
    # --- a comparison ---
    "since": ("Ce qui a changé depuis {since}", "Wat er veranderde sinds {since}", "What changed since {since}"),
    "since-rules": (
        "la critique faite avec les règles du {date}",
        "de kritiek met de regels van {date}",
        "the critique made with the rules of {date}",
    ),
    "since-unknown": (
        "Cette page n’était pas dans la critique précédente : tous ses champs sont nouveaux.",
        "Deze pagina zat niet in de vorige kritiek: al haar velden zijn nieuw.",
        "This page was not in the earlier critique: all its fields are new.",
    ),
    "changes": ("Ce qui a changé", "Wat er veranderde", "What changed"),
    "no-change": ("Rien n’a changé.", "Er is niets veranderd.", "Nothing has changed."),
    "added": ("Ajoutés", "Toegevoegd", "Added"),
    "removed": ("Retirés", "Weggehaald", "Removed"),
    "newly-forced": (
        "Nouvellement rendus obligatoires par le logiciel",
        "Nieuw verplicht gemaakt door de software",
        "Newly forced by the software",
    ),
    "no-longer-forced": (
        "Plus rendus obligatoires par le logiciel",
        "Niet langer verplicht gemaakt door de software",
        "No longer forced by the software",
    ),
    "verdict-changed": ("Verdict différent", "Ander oordeel", "Another verdict"),
    "other-rules": (
        "Les règles ont changé entre les deux : un verdict peut être autre sans que le formulaire ait changé.",
        "De regels zijn intussen veranderd: een oordeel kan anders zijn zonder dat het formulier veranderde.",
        "The rules changed in between: a verdict may be another one although the form did not change.",
    ),
    "other-profile": (
        "Le pays, le secteur ou le logiciel n’était pas le même : les verdicts ne se comparent qu’avec prudence.",
        "Het land, de sector of de software was niet dezelfde: vergelijk de oordelen met voorzichtigheid.",
        "Country, sector or software was not the same: verdicts are to be compared with caution.",
    ),
    "page-gone": (
        "{page} : cette page de la critique précédente n’est pas parmi celles-ci.",
        "{page}: deze pagina van de vorige kritiek is niet bij deze pagina’s.",
        "{page}: this page of the earlier critique is not among these.",
    ),
    # --- a spreadsheet ---
    "csv-page": ("Page", "Pagina", "Page"),
    "csv-section": ("Partie", "Deel", "Section"),
    "csv-group": ("Groupe", "Groep", "Group"),
    "csv-control": ("Type de champ", "Soort veld", "Kind of field"),
    "csv-selector": ("Repère technique", "Technische verwijzing", "Technical reference"),
    "csv-sign": ("Signe", "Teken", "Sign"),
    "csv-verdict": ("Verdict", "Oordeel", "Verdict"),
    "csv-verdict-id": ("Verdict (code)", "Oordeel (code)", "Verdict (code)"),
    "csv-forced": ("Obligatoire dans le logiciel", "Verplicht in de software", "Forced by the software"),
    "csv-gap": (
        "Obligatoire sans obligation trouvée",
        "Verplicht zonder gevonden plicht",
        "Forced without any obligation found",
    ),
    "csv-rows": ("Lignes", "Rijen", "Rows"),
    "csv-category": ("Donnée", "Gegeven", "Data"),
    "csv-rule": ("Règle", "Regel", "Rule"),
    "csv-digest": ("Empreinte des règles", "Vingerafdruk van de regels", "Fingerprint of the rules"),
    "yes": ("oui", "ja", "yes"),
    "no": ("non", "nee", "no"),
}
"""Every fixed text of this room: key → (français, Nederlands, English). ``{…}`` are places to be filled."""


def say(key: str, language: str, **places: Any) -> str:
    """
    Give a fixed text of this room, else one of `casevide.wording`, with its places filled.

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
