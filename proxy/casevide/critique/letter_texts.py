"""
The fixed words of the letter: key → (français, Nederlands, English), written as in `casevide.wording`.

``[… x]`` is a place that the sender fills in. The letter asks; no sentence accuses anyone, and none says that a field
need not be filled.
"""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # --- head ---
    "title": (
        "Demande de précisions sur des champs de {system}",
        "Vraag om toelichting bij velden van {system}",
        "Request for information on fields of {system}",
    ),
    "unknown-system": (
        "[… nom du logiciel]",
        "[… naam van de software]",
        "[… name of the software]",
    ),
    "a-system": ("un logiciel", "software", "a software"),
    "sender": (
        "[… nom et fonction]\n[… service et employeur]\n[… adresse, téléphone, courriel]",
        "[… naam en functie]\n[… dienst en werkgever]\n[… adres, telefoon, e-mail]",
        "[… name and position]\n[… service and employer]\n[… address, telephone, e-mail]",
    ),
    "to-dpo": (
        "Au délégué à la protection des données (DPO)\n[… organisme]\n[… adresse ou courriel]",
        "Aan de functionaris voor gegevensbescherming (DPO)\n[… organisatie]\n[… adres of e-mail]",
        "To the data protection officer (DPO)\n[… organisation]\n[… address or e-mail]",
    ),
    "to-works-council": (
        "À l’instance représentative du personnel : [… nom de l’instance]\n[… organisme]\n[… adresse ou courriel]",
        "Aan het overlegorgaan van het personeel: [… naam van het orgaan]\n[… organisatie]\n[… adres of e-mail]",
        "To the body that represents the staff: [… name of the body]\n[… organisation]\n[… address or e-mail]",
    ),
    "to-works-council-FR": (
        ("Aux membres du comité social : [… CSE, CST ou CSE d’établissement]\n[… organisme]\n[… adresse ou courriel]"),
        (
            "Aan de leden van het comité social: [… CSE, CST of CSE d’établissement]\n[… organisatie]\n"
            "[… adres of e-mail]"
        ),
        (
            "To the members of the comité social: [… CSE, CST or CSE d’établissement]\n[… organisation]\n"
            "[… address or e-mail]"
        ),
    ),
    "to-works-council-BE": (
        (
            "Aux membres du comité pour la prévention et la protection au travail (CPPT) [… ou : conseil d’entreprise, "
            "comité de concertation]\n[… organisme]\n[… adresse ou courriel]"
        ),
        (
            "Aan de leden van het comité voor preventie en bescherming op het werk (CPBW) [… of: ondernemingsraad, "
            "overlegcomité]\n[… organisatie]\n[… adres of e-mail]"
        ),
        (
            "To the members of the committee for prevention and protection at work (CPPT/CPBW) [… or: works council, "
            "consultation committee]\n[… organisation]\n[… address or e-mail]"
        ),
    ),
    "to-authority": (
        "À l’autorité de contrôle : [… nom de l’autorité]\n[… adresse]",
        "Aan de toezichthoudende autoriteit: [… naam van de autoriteit]\n[… adres]",
        "To the supervisory authority: [… name of the authority]\n[… address]",
    ),
    "to-authority-FR": (
        (
            "Commission nationale de l’informatique et des libertés (CNIL)\n"
            "3 place de Fontenoy, TSA 80715\n75334 Paris Cedex 07\nFrance"
        ),
        (
            "Commission nationale de l’informatique et des libertés (CNIL)\n"
            "3 place de Fontenoy, TSA 80715\n75334 Paris Cedex 07\nFrankrijk"
        ),
        (
            "Commission nationale de l’informatique et des libertés (CNIL)\n"
            "3 place de Fontenoy, TSA 80715\n75334 Paris Cedex 07\nFrance"
        ),
    ),
    "to-authority-BE": (
        (
            "Autorité de protection des données (APD)\nRue de la Presse 35\n1000 Bruxelles\n"
            "[… pour un organisme flamand : Vlaamse Toezichtcommissie (VTC)]"
        ),
        (
            "Gegevensbeschermingsautoriteit (GBA)\nDrukpersstraat 35\n1000 Brussel\n"
            "[… voor een Vlaamse instantie: Vlaamse Toezichtcommissie (VTC)]"
        ),
        (
            "Data protection authority (APD/GBA)\nRue de la Presse 35, Drukpersstraat 35\n1000 Brussels, Belgium\n"
            "[… for a Flemish public body: Vlaamse Toezichtcommissie (VTC)]"
        ),
    ),
    "place-and-date": ("[… lieu], le {date}", "[… plaats], {date}", "[… place], {date}"),
    "subject": (
        "Objet : base légale de champs de {system} : {n} points",
        "Betreft: rechtsgrond van velden van {system}: {n} punten",
        "Subject: legal basis of fields of {system}: {n} points",
    ),
    "subject-one": (
        "Objet : base légale d’un champ de {system}",
        "Betreft: rechtsgrond van een veld van {system}",
        "Subject: legal basis of a field of {system}",
    ),
    "greeting": ("Madame, Monsieur,", "Geachte mevrouw, geachte heer,", "Dear Sir or Madam,"),
    # --- the body ---
    "opening": (
        (
            "Dans notre travail, nous remplissons avec {system} des formulaires sur les personnes que le service "
            "reçoit. Les champs des écrans nommés à l’annexe A ont été comparés aux textes qui ont pu être trouvés. "
            "Pour les points ci-dessous, nous demandons quelle est la base légale."
        ),
        (
            "In ons werk vullen wij met {system} formulieren in over de personen die de dienst ontvangt. De velden van "
            "de schermen in bijlage A zijn vergeleken met de teksten die gevonden konden worden. Voor de punten "
            "hieronder vragen wij wat de rechtsgrond is."
        ),
        (
            "In our work we fill in forms with {system} about the people whom the service receives. The fields of the "
            "screens named in annex A were compared with the texts that could be found. For the points below, we ask "
            "what the legal basis is."
        ),
    ),
    "scope": (
        (
            "Cette lettre pose des questions. Elle ne dit pas qu’une règle a été enfreinte et ne met personne en "
            "cause. Ne pas avoir trouvé de texte ne prouve pas qu’il n’y en a pas. Les champs qu’un texte exige et "
            "ceux qui servent à la sécurité d’une personne n’en font pas partie. Aucune donnée d’une personne reçue "
            "n’y figure."
        ),
        (
            "Deze brief stelt vragen. Hij zegt niet dat een regel is overtreden en beschuldigt niemand. Dat er geen "
            "tekst is gevonden, bewijst niet dat er geen bestaat. Velden die een tekst eist en velden die dienen voor "
            "iemands veiligheid horen er niet bij. Er staan geen gegevens van ontvangen personen in."
        ),
        (
            "This letter asks questions. It does not say that a rule was broken and accuses nobody. That no text was "
            "found does not prove that there is none. Fields that a text requires and fields that serve a person’s "
            "safety are not part of it. It holds no data of any person received."
        ),
    ),
    "why-dpo": (
        (
            "Nous nous adressons à vous parce que le DPO informe et conseille l’organisme et ceux qui y traitent des "
            "données (RGPD, art. 39(1)(a)), et parce que les personnes reçues peuvent s’adresser à lui (art. 38(4)) : "
            "nous voudrions pouvoir leur répondre."
        ),
        (
            "Wij richten ons tot u omdat de DPO de organisatie en de medewerkers die gegevens verwerken informeert en "
            "adviseert (AVG, art. 39, lid 1, a)), en omdat de ontvangen personen bij de DPO terechtkunnen (art. 38, "
            "lid 4): wij willen hun kunnen antwoorden."
        ),
        (
            "We turn to you because the DPO informs and advises the organisation and those who process data in it "
            "(GDPR, art. 39(1)(a)), and because the people received may contact the DPO (art. 38(4)): we would like to "
            "be able to answer them."
        ),
    ),
    "why-works-council": (
        (
            "Nous demandons que ces points soient inscrits à l’ordre du jour et posés à l’employeur, qui décide du "
            "formulaire et doit pouvoir le justifier (RGPD, art. 5(2))."
        ),
        (
            "Wij vragen om deze punten op de agenda te zetten en aan de werkgever voor te leggen, die over het "
            "formulier beslist en het moet kunnen verantwoorden (AVG, art. 5, lid 2)."
        ),
        (
            "We ask that these points be put on the agenda and to the employer, who decides on the form and must be "
            "able to justify it (GDPR, art. 5(2))."
        ),
    ),
    "why-authority": (
        (
            "Ces points ont été posés au DPO de [… organisme] le [… date] ; réponse : [… aucune, ou : du …, jointe]. "
            "Nous nous adressons à vous au titre de vos missions (RGPD, art. 57(1))."
        ),
        (
            "Deze punten zijn op [… datum] voorgelegd aan de DPO van [… organisatie]; antwoord: [… geen, of: van …, in "
            "bijlage]. Wij richten ons tot u op grond van uw taken (AVG, art. 57, lid 1)."
        ),
        (
            "These points were put to the DPO of [… organisation] on [… date]; answer: [… none, or: of …, enclosed]. "
            "We turn to you in view of your tasks (GDPR, art. 57(1))."
        ),
    ),
    "not-a-complaint": (
        (
            "Ceci n’est pas la réclamation de l’article 77 du RGPD : elle appartient à la personne dont les données "
            "sont traitées. [… si une telle personne se joint à cette lettre, ou si un organisme est mandaté, le dire "
            "ici]"
        ),
        (
            "Dit is niet de klacht van artikel 77 van de AVG: die komt toe aan de persoon van wie de gegevens worden "
            "verwerkt. [… als zo iemand zich bij deze brief aansluit, of een organisatie gemachtigd is, dit hier "
            "vermelden]"
        ),
        (
            "This is not the complaint of article 77 GDPR: it belongs to the person whose data are processed. [… if "
            "such a person joins this letter, or a body is mandated, say so here]"
        ),
    ),
    "more-fields": (
        "… et {n} autres champs, tous nommés à l’annexe A.",
        "… en nog {n} andere velden, alle genoemd in bijlage A.",
        "… and {n} other fields, all named in annex A.",
    ),
    "five": ("Cinq questions pour chaque point", "Vijf vragen voor elk punt", "Five questions for each point"),
    "five-intro": (
        "Pour chacun des points ci-dessous :",
        "Voor elk van de punten hieronder:",
        "For each of the points below:",
    ),
    "five-text": (
        "Quel texte prévoit cette donnée, et quelle base de l’article 6(1) du RGPD s’applique ?",
        "Welke tekst voorziet in dit gegeven, en welke rechtsgrond van artikel 6, lid 1, van de AVG geldt?",
        "Which text provides for this item, and which basis of article 6(1) GDPR applies?",
    ),
    "five-purpose": (
        "À quel but précis sert-elle, et pourquoi ce but demande-t-il de la recueillir (art. 5(1)(b) et (c)) ?",
        "Welk precies doel dient het, en waarom vereist dat doel dit gegeven (art. 5, lid 1, b) en c))?",
        "What precise purpose does it serve, and why does that purpose need it (art. 5(1)(b) and (c))?",
    ),
    "five-empty": (
        "La personne est-elle tenue de répondre, et que se passe-t-il si le champ reste vide (art. 13(2)(e)) ?",
        "Is de persoon verplicht te antwoorden, en wat gebeurt er als het veld leeg blijft (art. 13, lid 2, e))?",
        "Is the person obliged to answer, and what follows if the field stays empty (art. 13(2)(e))?",
    ),
    "five-retention": (
        "Combien de temps la réponse est-elle conservée (art. 5(1)(e)) ?",
        "Hoe lang wordt het antwoord bewaard (art. 5, lid 1, e))?",
        "How long is the answer kept (art. 5(1)(e))?",
    ),
    "five-recipients": (
        "Qui la reçoit ou la consulte, et sous quelle forme : avec ou sans nom (art. 15(1)(c) et 30(1)(d)) ?",
        ("Wie krijgt het te zien, en in welke vorm: met of zonder naam (art. 15, lid 1, c) en 30, lid 1, d))?"),
        "Who receives or reads it, and in which form: with or without a name (art. 15(1)(c) and 30(1)(d))?",
    ),
    # --- the points ---
    "points": ("Les points", "De punten", "The points"),
    "fields": ("Champ", "Veld", "Field"),
    "on-screen": ("écran {n}", "scherm {n}", "screen {n}"),
    "software": ("Logiciel", "Software", "Software"),
    "forced-with": (
        "obligatoire ; la liste offre {options}",
        "verplicht; de lijst biedt {options}",
        "compulsory; the list offers {options}",
    ),
    "forced-without": (
        "obligatoire, sans choix pour « non demandé » ou « refusé »",
        "verplicht, zonder keuze voor ‘niet gevraagd’ of ‘geweigerd’",
        "compulsory, without a choice for “not asked” or “declined”",
    ),
    "not-forced": ("pas obligatoire", "niet verplicht", "not compulsory"),
    "likely-field": (
        "Ces champs ont été reconnus sans certitude : demandent-ils bien ceci ?",
        "Deze velden zijn niet met zekerheid herkend: vragen ze inderdaad dit?",
        "These fields were recognised without certainty: do they really ask for this?",
    ),
    "found": ("Trouvé", "Gevonden", "Found"),
    "found-challengeable": (
        "Le demander à tous se heurte à un texte ou à la position d’une autorité.",
        "Dit aan iedereen vragen botst met een tekst of met het standpunt van een autoriteit.",
        "Asking everyone for this conflicts with a text or an authority’s position.",
    ),
    "found-intrusive": (
        "Licite seulement si le cas de la personne le demande vraiment.",
        "Mag alleen als de situatie van de persoon het echt vereist.",
        "Lawful only if the person’s case really needs it.",
    ),
    "found-optional": (
        "Aucun texte trouvé qui oblige à remplir ce champ.",
        "Geen tekst gevonden die verplicht om dit veld in te vullen.",
        "No text found that obliges anyone to fill this field.",
    ),
    "found-low": (
        "Ce point est une question ouverte : un texte impose-t-il ce champ ici ?",
        "Dit punt is een open vraag: verplicht een tekst dit veld hier?",
        "This point is an open question: does a text require this field here?",
    ),
    "asked": ("Demandé", "Gevraagd", "Asked"),
    "ask-challengeable": (
        "Quel texte permet de recueillir cette donnée pour chaque personne, ici ?",
        "Welke tekst laat toe om dit gegeven hier voor elke persoon te verzamelen?",
        "Which text allows this item to be collected here for every person?",
    ),
    "ask-intrusive": (
        (
            "Pour quelles personnes cette donnée est-elle nécessaire, et pourquoi le logiciel la demande-t-il pour "
            "toutes ?"
        ),
        "Voor welke personen is dit gegeven nodig, en waarom vraagt de software het voor iedereen?",
        "For which persons is this item needed, and why does the software ask for it for all?",
    ),
    "ask-optional": (
        "Quel texte impose cette réponse ? À défaut, le champ peut-il cesser d’être obligatoire ?",
        "Welke tekst legt dit antwoord op? Zo niet, kan het veld ophouden verplicht te zijn?",
        "Which text requires this answer? If none, can the field cease to be compulsory?",
    ),
    "ask-art-9": (
        "Quelle exception de l’article 9(2) du RGPD s’applique, s’il s’agit d’une donnée sensible ?",
        "Welke uitzondering van artikel 9, lid 2, van de AVG geldt, als het om een gevoelig gegeven gaat?",
        "Which exception of article 9(2) GDPR applies, if this is special-category data?",
    ),
    "ask-art-10": (
        "Quel texte l’autorise, s’il s’agit de condamnations ou d’infractions (art. 10 du RGPD) ?",
        "Welke tekst laat het toe, als het om veroordelingen of strafbare feiten gaat (art. 10 van de AVG)?",
        "Which text authorises it, if it is about convictions or offences (art. 10 GDPR)?",
    ),
    "ask-way-out": (
        (
            "Que doit-on y écrire quand la personne refuse, ou quand la question n’est pas posée, sans inventer de "
            "valeur (art. 5(1)(d)) ?"
        ),
        (
            "Wat moet er staan als de persoon weigert of als de vraag niet is gesteld, zonder een waarde te verzinnen "
            "(art. 5, lid 1, d))?"
        ),
        (
            "What is to be written when the person declines, or when the question was not asked, without inventing a "
            "value (art. 5(1)(d))?"
        ),
    ),
    # --- questions on the whole ---
    "general": ("Questions sur l’ensemble", "Vragen over het geheel", "Questions on the whole"),
    "general-record": (
        (
            "Pouvons-nous lire la fiche de ce traitement au registre (art. 30), et l’information donnée aux personnes "
            "(art. 13) ?"
        ),
        (
            "Mogen wij de fiche van deze verwerking in het register lezen (art. 30), en de informatie die aan de "
            "personen wordt gegeven (art. 13)?"
        ),
        (
            "May we read the entry of this processing in the record (art. 30), and the information given to the people "
            "concerned (art. 13)?"
        ),
    ),
    "general-assessment": (
        "Une analyse d’impact a-t-elle été faite (art. 35) ? À quelle date, et qui a été entendu ?",
        "Is er een effectbeoordeling gemaakt (art. 35)? Wanneer, en wie is er gehoord?",
        "Was an impact assessment made (art. 35)? When, and who was heard?",
    ),
    "general-default": (
        (
            "Le réglage « obligatoire » peut-il être retiré là où aucun texte n’oblige, et « non demandé », « refusé » "
            "et « sans objet » être proposés (art. 25(2) et 5(1)(d)) ?"
        ),
        (
            "Kan de instelling ‘verplicht’ weg waar geen tekst verplicht, en kunnen ‘niet gevraagd’, ‘geweigerd’ en "
            "‘niet van toepassing’ worden aangeboden (art. 25, lid 2, en 5, lid 1, d))?"
        ),
        (
            "Can the setting “compulsory” be removed where no text obliges, and “not asked”, “declined” and “not "
            "relevant” be offered (art. 25(2) and 5(1)(d))?"
        ),
    ),
    "general-rights": (
        "Comment une personne obtient-elle l’accès à ses données (art. 15), et comment peut-elle s’opposer (art. 21) ?",
        "Hoe krijgt een persoon inzage in zijn gegevens (art. 15), en hoe kan hij bezwaar maken (art. 21)?",
        "How does a person get access to their data (art. 15), and how can they object (art. 21)?",
    ),
    "general-heard": (
        "L’instance a-t-elle été informée et consultée avant la mise en service du logiciel, et à quelle date ?",
        "Is het orgaan geïnformeerd en geraadpleegd vóór de software in gebruik werd genomen, en wanneer?",
        "Was the body informed and consulted before the software was put to use, and when?",
    ),
    "general-staff": (
        "Des chiffres sur le travail de chaque agent sont-ils tirés de ces champs ? Lesquels, pour qui ?",
        "Worden uit deze velden cijfers over het werk van elke medewerker gehaald? Welke, en voor wie?",
        "Are figures about the work of each member of staff drawn from these fields? Which, and for whom?",
    ),
    "general-position": (
        (
            "Quelle position de l’autorité s’applique à ces points, et sur lesquels un contrôle ou un avis est-il "
            "possible ?"
        ),
        "Welk standpunt van de autoriteit geldt voor deze punten, en waarover is toezicht of advies mogelijk?",
        "Which position of the authority applies to these points, and on which is a check or an opinion possible?",
    ),
    "general-consulted": (
        "L’autorité a-t-elle été consultée sur ce traitement (art. 36), ou l’a-t-elle autorisé auparavant ?",
        "Is de autoriteit over deze verwerking geraadpleegd (art. 36), of heeft zij ze vroeger gemachtigd?",
        "Was the authority consulted on this processing (art. 36), or did it authorise it earlier?",
    ),
    # --- the end ---
    "closing": (
        (
            "Nous vous remercions d’une réponse écrite avant le [… date]. La grille de l’annexe B peut servir à "
            "répondre point par point."
        ),
        (
            "Wij danken u voor een schriftelijk antwoord vóór [… datum]. Het rooster van bijlage B kan dienen om punt "
            "voor punt te antwoorden."
        ),
        (
            "We thank you for an answer in writing by [… date]. The grid of annex B can be used to answer point by "
            "point."
        ),
    ),
    "farewell": (
        "Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.",
        "Hoogachtend,",
        "Yours faithfully,",
    ),
    "signature": (
        "[… noms, fonctions, signatures]",
        "[… namen, functies, handtekeningen]",
        "[… names, positions, signatures]",
    ),
    "limits": ("Limites", "Grenzen", "Limits"),
    "limit-made": (
        "Constats faits avec Case vide, {rules}, empreinte {digest}.",
        "Vaststellingen gedaan met Case vide, {rules}, vingerafdruk {digest}.",
        "Findings made with Case vide, {rules}, fingerprint {digest}.",
    ),
    "limit-reviews": (
        "Règles pas encore relues par une autre personne : {n} sur {total}.",
        "Regels die nog niet door iemand anders zijn nagelezen: {n} van {total}.",
        "Rules not yet reviewed by somebody else: {n} of {total}.",
    ),
    "limit-silent": (
        "Champs de ces écrans dont aucune règle ne parle : {n} sur {total}. Rien n’en est dit ici.",
        "Velden van deze schermen waarover geen regel spreekt: {n} van {total}. Daarover staat hier niets.",
        "Fields of these screens of which no rule speaks: {n} of {total}. Nothing is said of them here.",
    ),
    "limit-page": (
        (
            "« Obligatoire » veut dire : rendu obligatoire par le logiciel sur la page lue. Un autre réglage ou une "
            "autre version peut différer."
        ),
        (
            "‘Verplicht’ betekent: door de software verplicht gemaakt op de gelezen pagina. Een andere instelling of "
            "versie kan verschillen."
        ),
        (
            "“Compulsory” means: made compulsory by the software on the page that was read. Another setting or version "
            "may differ."
        ),
    ),
    # --- annexes ---
    "annex-fields": (
        "Annexe A : écrans et champs",
        "Bijlage A: schermen en velden",
        "Annex A: screens and fields",
    ),
    "annex-answers": (
        "Annexe B : grille de réponse",
        "Bijlage B: antwoordrooster",
        "Annex B: grid for the answers",
    ),
    "annex-sources": (
        "Annexe C : textes cités",
        "Bijlage C: aangehaalde teksten",
        "Annex C: texts cited",
    ),
    "annex-grid-note": (
        "À remplir par le destinataire, un point par ligne.",
        "In te vullen door de geadresseerde, één punt per regel.",
        "To be filled in by the addressee, one point per line.",
    ),
    "screen-place": (
        "[… nom de l’écran {n}]",
        "[… naam van scherm {n}]",
        "[… name of screen {n}]",
    ),
    "date-place": ("[… date du relevé]", "[… datum van vaststelling]", "[… date of reading]"),
    "column-number": ("Point", "Punt", "Point"),
    "column-screen": ("Écran", "Scherm", "Screen"),
    "column-date": ("Lu le", "Gelezen op", "Read on"),
    "column-found": ("Constat", "Vaststelling", "Finding"),
    "column-text": ("Texte et base", "Tekst en grond", "Text and basis"),
    "column-purpose": ("But", "Doel", "Purpose"),
    "column-empty": ("Si vide", "Indien leeg", "If left empty"),
    "column-retention": ("Durée", "Bewaartermijn", "Retention"),
    "column-recipients": ("Destinataires", "Ontvangers", "Recipients"),
    "column-says": (
        "Ce que dit le texte, en d’autres mots",
        "Wat de tekst zegt, in andere woorden",
        "What it says, in other words",
    ),
    "column-state": ("État", "Stand", "State"),
    "wording-read": ("lu", "gelezen", "read"),
    "gdpr": ("RGPD, art. {article}", "AVG, art. {article}", "GDPR, art. {article}"),
}
"""Every fixed text of the letter. ``{…}`` are places that the program fills."""

GDPR: Final[Mapping[str, tuple[str, str, str]]] = {
    "15": (
        "La personne peut savoir si ses données sont traitées, y accéder, et apprendre buts, destinataires et durée.",
        "De persoon mag weten of zijn gegevens worden verwerkt, ze inzien, en doelen, ontvangers en duur vernemen.",
        "The person may know whether their data are processed, see them, and learn purposes, recipients and duration.",
    ),
    "30": (
        "L’organisme tient un registre : buts, catégories de données et de destinataires, délais d’effacement prévus.",
        "De organisatie houdt een register bij: doelen, soorten gegevens en ontvangers, geplande wistermijnen.",
        "The organisation keeps a record: purposes, categories of data and of recipients, planned time limits.",
    ),
    "36": (
        "L’organisme consulte l’autorité si l’analyse d’impact montre un risque élevé qui demeure.",
        "De organisatie raadpleegt de autoriteit als de effectbeoordeling een blijvend hoog risico toont.",
        "The organisation consults the authority if the impact assessment shows a high risk that remains.",
    ),
    "38(4)": (
        "Les personnes concernées peuvent s’adresser au DPO pour tout ce qui touche à leurs données et à leurs droits.",
        "Betrokkenen kunnen bij de DPO terecht voor alles over hun gegevens en hun rechten.",
        "Data subjects may contact the DPO on everything about their data and their rights.",
    ),
    "39(1)(a)": (
        "Le DPO informe et conseille l’organisme et les employés qui traitent des données sur leurs obligations.",
        "De DPO informeert en adviseert de organisatie en de werknemers die verwerken over hun verplichtingen.",
        "The DPO informs and advises the organisation and the employees who process data of their obligations.",
    ),
    "57(1)": (
        "L’autorité contrôle l’application du règlement, conseille, traite les réclamations et enquête.",
        "De autoriteit ziet toe op de toepassing van de verordening, adviseert, behandelt klachten en onderzoekt.",
        "The authority monitors the application of the regulation, advises, handles complaints and investigates.",
    ),
    "77": (
        (
            "Toute personne peut réclamer auprès d’une autorité si elle estime que le traitement de ses données "
            "enfreint le RGPD."
        ),
        "Wie meent dat de verwerking van zijn gegevens de AVG schendt, mag een klacht indienen bij een autoriteit.",
        "A person who considers that the processing of their data infringes the GDPR may complain to an authority.",
    ),
}
"""What articles of the GDPR say that no rule rests on, in our own words; the letter cites them."""

GDPR_ADDRESS: Final = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
