"""
The fixed words that Case vide says, in its three languages. What a rule says stands in the rulebook, not here.

`say("optional", "en")` gives ``Optional``. A hint never says "you" and never tells anyone to leave a field empty.
French is written here with ordinary spaces; `say` puts the narrow no-break space (U+202F) before ``: ; ? !`` and inside
« », as French typography asks.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

LANGUAGES: Final = ("fr", "nl", "en")
"""The languages, in the order in which every text below is written."""

SIGNS: Final[Mapping[str, str]] = {
    "care-critical": "♥",
    "required": "§",
    "challengeable": "◆",
    "intrusive": "◐",
    "optional": "[ ]",
}
"""The sign of each verdict, as it can be typed."""

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # --- the verdicts: their name, and the lead sentence that explains it ---
    "care-critical": ("Jamais vide", "Nooit leeg laten", "Never leave empty"),
    "care-critical-lead": (
        "Laissé vide, ce champ peut nuire à quelqu’un.",
        "Leeg laten kan iemand schaden.",
        "Left empty, this field can harm someone.",
    ),
    "three-answers": (
        "« Aucun connu », « non demandé » et « refusé » sont trois réponses différentes.",
        "‘Geen bekend’, ‘niet gevraagd’ en ‘geweigerd’ zijn drie verschillende antwoorden.",
        "“None known”, “not asked” and “declined” are three different answers.",
    ),
    "care-critical-low": (
        "Base juridique à confirmer avec le DPO ; d’ici là, ne pas laisser vide.",
        "Rechtsgrond te bevestigen met de DPO; intussen niet leeg laten.",
        "Legal basis to be confirmed with the DPO; until then, not to be left empty.",
    ),
    "required": ("Exigé par un texte", "Wettelijk vereist", "Required by law"),
    "required-lead": (
        "Un texte oblige quelqu’un à l’enregistrer.",
        "Een tekst verplicht iemand om dit te registreren.",
        "A text obliges someone to record this.",
    ),
    "challengeable": ("Contestable", "Betwistbaar", "Open to challenge"),
    "challengeable-lead": (
        "Le demander à tous se heurte à un texte ou à la position d’une autorité.",
        "Dit aan iedereen vragen botst met een tekst of met het standpunt van een autoriteit.",
        "Asking everyone for this conflicts with a text or an authority’s position.",
    ),
    "challengeable-note": (
        "Ce n’est pas un ordre de laisser vide.",
        "Dit is geen opdracht om het leeg te laten.",
        "This is not an instruction to leave it empty.",
    ),
    "intrusive": ("Seulement si besoin", "Alleen indien nodig", "Only if needed"),
    "intrusive-lead": (
        "Intrusif : licite seulement si le cas de cette personne le demande vraiment.",
        "Ingrijpend: mag alleen als de situatie van deze persoon het echt vereist.",
        "Intrusive: lawful only if this person’s case really needs it.",
    ),
    "optional": ("Facultatif", "Facultatief", "Optional"),
    "optional-lead": (
        "Aucun texte trouvé qui oblige à remplir ce champ.",
        "Geen tekst gevonden die verplicht om dit veld in te vullen.",
        "No text found that obliges anyone to fill this field.",
    ),
    "silent": ("Non jugé", "Niet beoordeeld", "Not judged"),
    "low-lead": (
        "Question à poser au DPO : un texte impose-t-il ce champ ici ?",
        "Vraag voor de DPO: verplicht een tekst dit veld hier?",
        "Question for the DPO: does a text require this field here?",
    ),
    # --- a field recognised without certainty ---
    "likely": ("Est-ce bien cela : {category} ?", "Klopt dit: {category}?", "Is this right: {category}?"),
    "likely-from": (
        "Reconnu sans certitude, d’après {evidence}.",
        "Niet met zekerheid herkend, op basis van {evidence}.",
        "Recognised without certainty, from {evidence}.",
    ),
    "evidence-group": ("le titre de la liste", "de titel van de lijst", "the title of the list"),
    "evidence-placeholder": ("le texte indicatif", "de voorbeeldtekst", "the placeholder"),
    "evidence-title": ("l’infobulle", "de tooltip", "the tooltip"),
    "evidence-name": ("le nom technique", "de technische naam", "the technical name"),
    "evidence-id": ("le nom technique", "de technische naam", "the technical name"),
    "evidence-options": ("les choix de la liste", "de keuzes in de lijst", "the options of the list"),
    # --- the software and the law ---
    "software-forces": ("le rend obligatoire *", "maakt het verplicht *", "makes it compulsory *"),
    "duty-care-critical": ("nécessaire à la sécurité", "nodig voor de veiligheid", "needed for safety"),
    "duty-required": ("obligation trouvée", "plicht gevonden", "duty found"),
    "duty-none": ("aucune obligation trouvée", "geen plicht gevonden", "no duty found"),
    "way-out": (
        "Cette liste offre : {options}. Choisir ce qui est vrai.",
        "Deze lijst biedt: {options}. Kies wat waar is.",
        "This list offers: {options}. Choose what is true.",
    ),
    "no-way-out": (
        "Ce champ n’offre aucune issue. Ne rien inventer ; le signaler au DPO.",
        "Dit veld biedt geen uitweg. Niets verzinnen; te melden aan de DPO.",
        "This field offers no way out. Invent nothing; tell the DPO.",
    ),
    "disagree": (
        "Les cercles ne sont pas d’accord",
        "De kringen zijn het niet eens",
        "The circles disagree",
    ),
    # --- what a rule says ---
    "instead": ("À écrire", "Te schrijven", "What to write"),
    "why": ("Pourquoi", "Waarom", "Why"),
    "bearer": ("Qui en répond", "Wie draagt dit", "Who answers"),
    "caveat": ("Réserve", "Voorbehoud", "Caution"),
    "source": ("Source", "Bron", "Source"),
    "confidence": ("Confiance", "Zekerheid", "Confidence"),
    "confidence-high": ("élevée", "hoog", "high"),
    "confidence-medium": ("moyenne", "gemiddeld", "medium"),
    "confidence-low": ("faible", "laag", "low"),
    "wording": ("texte exact à confirmer", "exacte tekst te bevestigen", "exact wording to be confirmed"),
    "as-of": ("état au {date}", "stand op {date}", "as of {date}"),
    "one-more-source": ("{n} autre source", "{n} andere bron", "{n} other source"),
    "more-sources": ("{n} autres sources", "{n} andere bronnen", "{n} other sources"),
    "reviewed": ("relu le {date}", "nagelezen op {date}", "reviewed {date}"),
    "not-reviewed": ("Règle pas encore relue", "Regel nog niet nagelezen", "Rule not yet reviewed"),
    "rules-of": ("Règles du {date}", "Regels van {date}", "Rules of {date}"),
    "disclaimer": (
        "Information générale, pas un avis juridique.",
        "Algemene informatie, geen juridisch advies.",
        "General information, not legal advice.",
    ),
    # --- the critique ---
    "column-field": ("Champ", "Veld", "Field"),
    "column-law": ("Les textes", "De wetteksten", "The law"),
    "column-software": ("Le logiciel", "De software", "The software"),
    "column-bearer": ("Qui en répond", "Wie draagt dit", "Who answers"),
    "forced": ("obligatoire *", "verplicht *", "compulsory *"),
    "ways-out": ("issue : {options}", "uitweg: {options}", "way out: {options}"),
    "no-ways-out": ("sans issue", "geen uitweg", "no way out"),
    "unnamed": ("(sans libellé)", "(zonder label)", "(no label)"),
    "rows": ("× {n} lignes", "× {n} rijen", "× {n} rows"),
    "profile": ("Profil", "Profiel", "Profile"),
    "from-options": ("donné sur la ligne de commande", "op de opdrachtregel gegeven", "given on the command line"),
    "from-sites": ("d’après la liste des sites", "volgens de lijst van sites", "from the site list"),
    "from-page": ("reconnu d’après la page", "herkend aan de pagina", "recognised from the page"),
    "profile-unknown": (
        "inconnu : sans pays ni secteur, Case vide se tait souvent (voir --country, --sector, --system)",
        "onbekend: zonder land en sector zwijgt Case vide vaak (zie --country, --sector, --system)",
        "unknown: without country and sector, Case vide is often silent (see --country, --sector, --system)",
    ),
    "no-field": ("Aucun champ sur cette page.", "Geen veld op deze pagina.", "No field on this page."),
    "no-rule": (
        "Aucune règle ne parle de ces champs.",
        "Geen enkele regel gaat over deze velden.",
        "No rule speaks of these fields.",
    ),
    "details": ("Ce que disent les règles", "Wat de regels zeggen", "What the rules say"),
    "concerns": ("Champs", "Velden", "Fields"),
    "totals": ("Totaux", "Totalen", "Totals"),
    "totals-all": ("Totaux, {n} pages", "Totalen, {n} pagina’s", "Totals, {n} pages"),
    "total-fields": ("champs", "velden", "fields"),
    "total-forced": (
        "rendus obligatoires par le logiciel",
        "door de software verplicht gemaakt",
        "forced by the software",
    ),
    "total-required": ("exigés par un texte", "wettelijk vereist", "required by law"),
    "total-care": ("jamais vides (sécurité)", "nooit leeg laten (veiligheid)", "never to be left empty (care)"),
    "total-forced-without-duty": (
        "rendus obligatoires sans obligation trouvée",
        "verplicht gemaakt zonder gevonden plicht",
        "forced without any obligation found",
    ),
    "total-no-duty": (
        "peuvent rester vides : aucune obligation trouvée",
        "mogen leeg blijven: geen plicht gevonden",
        "may stay empty: no duty found",
    ),
    "total-silent": ("non jugés", "niet beoordeeld", "not judged"),
    # --- the demonstration ---
    "demo-title": (
        "Case vide, démonstration sur une copie d’exercice de {system}",
        "Case vide, demonstratie op een oefenkopie van {system}",
        "Case vide, demonstration on a practice copy of {system}",
    ),
    "demo-setting": (
        "Rien n’est installé ni changé sur cette machine ; tout est effacé à la fin.",
        "Niets wordt op deze machine geïnstalleerd of veranderd; alles wordt aan het eind gewist.",
        "Nothing is installed or changed on this machine; everything is removed at the end.",
    ),
    "demo-proven": ("Ce qui vient d’être vérifié", "Wat zojuist is nagegaan", "What has just been checked"),
    "demo-tls": (
        "{n} pages reçues par TLS avec un certificat qui ne peut parler que pour {names}, adresses IP exclues",
        "{n} pagina’s over TLS ontvangen met een certificaat alleen voor {names}, IP-adressen uitgesloten",
        "{n} pages received over TLS with a certificate that may only speak for {names}, IP addresses excluded",
    ),
    "demo-key": (
        "la clé privée de ce certificat racine n’existe déjà plus",
        "de privésleutel van dit basiscertificaat bestaat al niet meer",
        "the private key of this root certificate no longer exists",
    ),
    "demo-bytes": (
        "sans les repères ajoutés, chaque page est celle que le serveur a envoyée, à l’octet près",
        "zonder de toegevoegde hints is elke pagina byte voor byte wat de server heeft gestuurd",
        "without the hints that were added, each page is what the server sent, byte for byte",
    ),
    "demo-failed": (
        "Échec : {page} n’est pas arrivée comme attendu ({reason}).",
        "Mislukt: {page} is niet zoals verwacht aangekomen ({reason}).",
        "Failed: {page} did not arrive as expected ({reason}).",
    ),
    "demo-opened": (
        "{browser} montre {address}, dans un profil jetable. Fermer sa fenêtre, ou Ctrl-C, pour finir.",
        "{browser} toont {address}, in een wegwerpprofiel. Sluit het venster, of Ctrl-C, om te eindigen.",
        "{browser} shows {address}, in a throw-away profile. Close its window, or Ctrl-C, to end.",
    ),
    "demo-no-screen": (
        "Pas d’écran ici, donc pas de navigateur.",
        "Hier is geen scherm, dus geen browser.",
        "There is no screen here, so no browser.",
    ),
    "demo-no-browser": (
        "Ni Chromium, ni Chrome, ni Edge, ni Firefox (avec certutil) trouvé.",
        "Geen Chromium, Chrome, Edge of Firefox (met certutil) gevonden.",
        "No Chromium, Chrome, Edge or Firefox (with certutil) found.",
    ),
    "demo-by-hand": (
        "{address} répond par le proxy 127.0.0.1:{port} ; certificat racine : {root}. Ctrl-C pour finir.",
        "{address} antwoordt via de proxy 127.0.0.1:{port}; basiscertificaat: {root}. Ctrl-C om te eindigen.",
        "{address} answers through the proxy 127.0.0.1:{port}; root certificate: {root}. Ctrl-C to end.",
    ),
    "demo-ended": (
        "Terminé ; tout est effacé.",
        "Klaar; alles is gewist.",
        "Done; everything is removed.",
    ),
}
"""Every fixed text: key → (français, Nederlands, English). ``{…}`` are places to be filled."""

_NARROW = "\u202f"


def french(text: str) -> str:
    """Put the narrow no-break spaces into a French text that is written with ordinary ones."""
    for mark in ":;?!»":
        text = text.replace(f" {mark}", _NARROW + mark)
    return text.replace("« ", f"«{_NARROW}").replace("× ", f"×{_NARROW}")


def said(texts: Mapping[str, tuple[str, str, str]], key: str, language: str, **places: Any) -> str:
    """
    Give a text of a document's own texts, else one of `TEXTS`, in a language and with its places filled.

    Raises:
        KeyError: There is no such text, or a place is not filled.
        ValueError: There is no such language.
    """
    text = (texts[key] if key in texts else TEXTS[key])[LANGUAGES.index(language)]
    if language == "fr":
        text = french(text)
    return text.format(**places) if places else text


def say(key: str, language: str, **places: Any) -> str:
    """
    Give a fixed text in a language, with its places filled.

    Raises:
        KeyError: There is no such text, or a place is not filled.
        ValueError: There is no such language.
    """
    return said(TEXTS, key, language, **places)


def in_language(texts: Mapping[str, str] | None, language: str) -> str:
    """Give a rule's text in a language, else in the first language that has it; ``""`` where there is none."""
    if not texts:
        return ""
    return texts.get(language) or next((texts[one] for one in LANGUAGES if texts.get(one)), "")


def quoted(choices: Iterable[str], language: str) -> str:
    """Give a list of choices between the quotation marks of a language."""
    opening, closing = {"fr": (f"«{_NARROW}", f"{_NARROW}»"), "nl": ("‘", "’")}.get(language, ("“", "”"))
    return ", ".join(f"{opening}{choice}{closing}" for choice in choices)


def preferred_language(*settings: str | None) -> str:
    """
    Give the first of our languages that a locale setting names (``nl_BE.UTF-8`` → ``nl``); French where none does.

    Args:
        settings: Values such as those of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, strongest first. The first one that
            is not empty decides.
    """
    for setting in settings:
        if setting:
            language = setting[:2].lower()
            return language if language in LANGUAGES else "fr"
    return "fr"
