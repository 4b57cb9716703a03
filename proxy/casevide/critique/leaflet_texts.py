"""
The fixed words of the leaflet for the person received: key → (français, Nederlands, English), written as in
`casevide.wording`.

It speaks to that person, so it says "you"; it never says that an answer need not be given.
"""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "title": (
        "Vos réponses, vos droits",
        "Uw antwoorden, uw rechten",
        "Your answers, your rights",
    ),
    "for": (
        "Pour les personnes reçues : {where}",
        "Voor de personen die ontvangen worden: {where}",
        "For the people received: {where}",
    ),
    "about": (
        (
            "On vous pose des questions pour vous aider ou vous soigner. Un texte en exige certaines ; d’autres "
            "dépendent de vous. Vous pouvez toujours demander à quoi sert une question, si vous devez y répondre, et "
            "ce qui se passe sinon : le service doit vous le dire."
        ),
        (
            "Men stelt u vragen om u te helpen of te verzorgen. Sommige zijn door een tekst vereist; andere hangen "
            "van u af. U mag altijd vragen waarvoor een vraag dient, of u moet antwoorden, en wat er anders gebeurt: "
            "de dienst moet u dat zeggen."
        ),
        (
            "You are asked questions so that you can be helped or cared for. A text requires some of them; others "
            "depend on you. You may always ask what a question is for, whether you have to answer, and what happens if "
            "you do not: the service must tell you."
        ),
    ),
    "care-critical": (
        "Important pour votre sécurité",
        "Belangrijk voor uw veiligheid",
        "Important for your safety",
    ),
    "care-critical-do": (
        "Dites ce que vous savez. « Je ne sais pas » et « je préfère ne pas répondre » sont deux réponses différentes.",
        "Zeg wat u weet. ‘Ik weet het niet’ en ‘ik antwoord liever niet’ zijn twee verschillende antwoorden.",
        "Say what you know. “I do not know” and “I prefer not to answer” are two different answers.",
    ),
    "required": (
        "Un texte exige que ce soit noté",
        "Een tekst eist dat dit genoteerd wordt",
        "A text requires this to be recorded",
    ),
    "required-do": (
        "Une réponse qui manque peut retarder ou coûter un droit. Vous pouvez demander quel texte l’exige.",
        "Een ontbrekend antwoord kan een recht vertragen of kosten. U mag vragen welke tekst het eist.",
        "A missing answer can delay or cost a right. You may ask which text requires it.",
    ),
    "intrusive": (
        "Seulement si votre situation le demande",
        "Alleen als uw situatie het vereist",
        "Only if your situation calls for it",
    ),
    "intrusive-do": (
        "Demandez pourquoi c’est nécessaire pour vous. Dire le besoin suffit souvent.",
        "Vraag waarom dit voor u nodig is. Zeggen wat u nodig hebt, volstaat vaak.",
        "Ask why it is needed in your case. Saying what you need is often enough.",
    ),
    "challengeable": (
        "Le demander à tous peut se contester",
        "Dit aan iedereen vragen is betwistbaar",
        "Asking everyone for this is open to challenge",
    ),
    "challengeable-do": (
        "Demandez quel texte le permet. Certaines personnes veulent que ce soit noté, parce que cela ouvre un droit.",
        "Vraag welke tekst dit toelaat. Sommige mensen willen dat het genoteerd wordt, omdat het een recht opent.",
        "Ask which text allows it. Some people want it recorded, because it opens a right.",
    ),
    "optional": (
        "Aucun texte trouvé qui oblige à répondre",
        "Geen tekst gevonden die verplicht te antwoorden",
        "No text found that obliges you to answer",
    ),
    "optional-do": (
        "Vous pouvez dire que vous préférez ne pas répondre. Demandez ce que cela change, pour ne pas perdre une aide.",
        "U mag zeggen dat u liever niet antwoordt. Vraag wat dat verandert, om geen hulp te missen.",
        "You may say that you prefer not to answer. Ask what that changes, so as not to lose any help.",
    ),
    "and-more": ("et d’autres", "en andere", "and others"),
    "ask": ("À qui demander", "Aan wie het vragen", "Whom to ask"),
    "ask-1": (
        "À la personne qui vous reçoit : quel texte, pour quoi faire, et si je ne réponds pas ?",
        "De persoon die u ontvangt: welke tekst, waarvoor, en als ik niet antwoord?",
        "The person who receives you: which text, what for, and what if I do not answer?",
    ),
    "ask-2": (
        "Au délégué à la protection des données (DPO) du service :",
        "De functionaris voor gegevensbescherming (DPO) van de dienst:",
        "The data protection officer (DPO) of the service:",
    ),
    "ask-3": (
        "À l’autorité de contrôle de votre pays, sans frais.",
        "De toezichthoudende autoriteit van uw land, kosteloos.",
        "The supervisory authority of your country, free of charge.",
    ),
    "ask-3-FR": (
        "À la CNIL, sans frais : www.cnil.fr",
        "De Franse autoriteit CNIL, kosteloos: www.cnil.fr",
        "The French authority CNIL, free of charge: www.cnil.fr",
    ),
    "ask-3-BE": (
        (
            "À l’Autorité de protection des données (APD), sans frais : www.autoriteprotectiondonnees.be "
            "(organisme flamand : Vlaamse Toezichtcommissie)"
        ),
        (
            "De Gegevensbeschermingsautoriteit (GBA), kosteloos: www.gegevensbeschermingsautoriteit.be (Vlaamse "
            "instantie: Vlaamse Toezichtcommissie)"
        ),
        (
            "The data protection authority (APD/GBA), free of charge: www.dataprotectionauthority.be (Flemish public "
            "body: Vlaamse Toezichtcommissie)"
        ),
    ),
    "rights": ("Voir, corriger, s’opposer", "Inkijken, verbeteren, bezwaar maken", "See, correct, object"),
    "rights-see": (
        "Vous pouvez demander à voir ce qui est noté sur vous, et faire corriger une erreur (RGPD, art. 15 et 16°).",
        "U mag vragen wat er over u genoteerd is, en een fout laten verbeteren (AVG, art. 15 en 16°).",
        "You may ask to see what is recorded about you, and have a mistake corrected (GDPR, arts. 15 and 16°).",
    ),
    "rights-object": (
        (
            "Pour vous opposer, écrivez au service ou au DPO : dites quelle donnée, et pour quelle raison tenant à "
            "votre situation. Ce droit n’existe pas là où une loi impose la donnée (RGPD, art. 21)."
        ),
        (
            "Om bezwaar te maken, schrijf aan de dienst of de DPO: zeg welk gegeven, en om welke reden die met uw "
            "situatie te maken heeft. Dit recht bestaat niet waar een wet het gegeven oplegt (AVG, art. 21)."
        ),
        (
            "To object, write to the service or the DPO: say which data, and for what reason tied to your situation. "
            "This right does not exist where a law requires the data (GDPR, art. 21)."
        ),
    ),
    "rights-false": (
        "Ne donnez pas de réponse inventée : dites plutôt que vous préférez ne pas répondre.",
        "Geef geen verzonnen antwoord: zeg liever dat u niet wilt antwoorden.",
        "Do not give an invented answer: rather say that you prefer not to answer.",
    ),
    "here": ("Ici en particulier", "Hier in het bijzonder", "Here in particular"),
    "here-child": (
        (
            "Quand un enfant est en danger ou risque de l’être, la loi oblige à le signaler : cela passe avant les "
            "choix de cette page."
        ),
        (
            "Als een kind in gevaar is of dreigt te komen, gelden de wettelijke regels om te melden: dat gaat voor op "
            "de keuzes van dit blad."
        ),
        (
            "When a child is in danger or at risk, the legal rules on reporting apply: that goes before the choices of "
            "this page."
        ),
    ),
    "sources": ("Sources", "Bronnen", "Sources"),
    "sources-line": (
        "Règles de Case vide du {date}. Pas encore relues par une autre personne : {n} sur {total}.",
        "Regels van Case vide van {date}. Nog niet door iemand anders nagelezen: {n} van {total}.",
        "Rules of Case vide of {date}. Not yet reviewed by somebody else: {n} of {total}.",
    ),
    "day": ("Feuille du {day}.", "Blad van {day}.", "Leaflet of {day}."),
    "wording-mark": (
        "° texte exact à confirmer",
        "° exacte tekst te bevestigen",
        "° exact wording to be confirmed",
    ),
}
"""Every fixed text of the leaflet. ``{…}`` are places that the program fills."""
