/**
 * What the software itself says about a field: whether it forces an answer, and the choices that let a person not
 * answer. Mirrors `casevide/page/marking.py`, lists and all; `tests/vectors/labels.yaml` holds both engines to them.
 */
"use strict";

const STAR = "*";

/** Code points of a text beside a control that may still be a remark about it. */
const LONGEST_REMARK = 60;

const MUST =
  "(?:obligatoires?|obligatory|requise?s?|required|mandatory|compulsory|verplichte?|vereiste?|indispensables?)";
const ONE =
  "(?:champs?|saisie|réponse|zone|rubrique|donnée|information|mention|question|veld|antwoord|gegeven|vraag|" +
  "field|answer|entry|item)";
const MANY =
  "(?:champs|zones|rubriques|données|informations|mentions|questions|velden|gegevens|vragen|fields|items|entries)";
const REMARK = String.raw`(?:(?:ce\s+|cette\s+|dit\s+|this\s+)?${ONE}\s+(?:est\s+|is\s+)?)?${MUST}(?:\s+${ONE})?`;
const IN_LABEL = pattern(
  String.raw`[(\[]\s*${REMARK}\s*[)\]]|[\-–—:,*]\s*${REMARK}\W*$|\b${ONE}\s+${MUST}\b|\b${MUST}\s+${ONE}\b`,
);
const BESIDE = pattern(
  String.raw`^(?:\W*\*\W*|\W*${REMARK}\W*|.*(?<!\bpas)\s(?:est|is)\s+${MUST}\W*)$`,
);
const NOTICE = pattern(
  String.raw`\b${MANY}\b.*\b(?:${MUST}|facultati\w+|optionnel\w*|option(?:al|eel))\b` +
    String.raw`|\b(?:${MUST}|option(?:al|ele)|facultatieve)\s+${MANY}\b`,
);
const MAY_FORCE = ["oblig", "requi", "verplicht", "vereist", "mandat", "compuls", "indispens"];

/** Parts of class names of which one must be there for `classForces` to say yes. */
const CLASS_HINTS = ["required", "mandatory", "obligato", "verplicht"];

const CLASS = pattern(
  String.raw`(?<!no)(?<!not)(?<!non)(?<!un)(?<!niet)(?<!no[\-_])(?<!not[\-_])(?<!non[\-_])(?<!niet[\-_])(?<!pas[\-_])` +
    String.raw`(?:required|mandatory|obligatoire|obligatory|verplicht)(?![\-_]?(?:false|no\b|off))`,
);

const STAR_IS_FREE = pattern(
  String.raw`(?:champs|zones|rubriques|velden|fields)\b[^*]{0,80}\*[^*]{0,40}\b` +
    String.raw`(?:facultati|optionnel|optional|optioneel|niet verplicht|non obligatoire|not required)` +
    String.raw`|\*\)?\s*[:=]?\s*(?:champs?|zones?|rubriques?|velden|veld|fields?)\s+` +
    String.raw`(?:facultati|optionnel|optional|optioneel|non obligatoire)` +
    String.raw`|\*\)?\s*[:=]?\s*(?:optional|optionele|facultatieve|niet verplichte)\s+(?:fields?|velden|veld)`,
  "i",
);
const FREE_WORDS = ["acultati", "ptionn", "ptiona", "ptione", "iet verplicht"];
const NOTICE_LENGTH = 160;
const MOST_NOTICES = 50;

/**
 * Tell whether a look with regular expressions is worth it.
 *
 * @param {string} low
 */
function mayForce(low) {
  return MAY_FORCE.some((part) => low.includes(part));
}

/**
 * Tell whether a label says in words that an answer is compulsory: "Nom (obligatoire)", "Nom - champ requis".
 *
 * "Assurance obligatoire" and "Nom (non obligatoire)" do not: the word must stand apart.
 *
 * @param {string} text
 */
function labelForces(text) {
  const low = text.toLowerCase();
  return mayForce(low) && IN_LABEL.test(low) && !NOTICE.test(low);
}

/**
 * Tell whether a text explains the whole page ("* champs obligatoires") instead of asking one thing.
 *
 * @param {string} text
 */
function isNotice(text) {
  const low = text.toLowerCase();
  return (mayForce(low) || low.includes("faculta") || low.includes("option")) && NOTICE.test(low);
}

/**
 * Tell whether a short text beside a control or its label says that it is compulsory.
 *
 * It does by being an asterisk, or by saying nothing else: "obligatoire", "Le nom est obligatoire".
 *
 * @param {string} text
 */
function remarkForces(text) {
  const low = stripSpaces(text).toLowerCase();
  if (low === "" || isLonger(low, LONGEST_REMARK) || isNotice(low)) return false;
  return (low.includes(STAR) || mayForce(low)) && BESIDE.test(low);
}

const classesThatForce = new Memo(4096, (/** @type {string} */ names) => {
  const low = names.toLowerCase();
  return CLASS_HINTS.some((hint) => low.includes(hint)) && CLASS.test(low);
});

/**
 * Tell whether a `class` attribute says that a field is compulsory: `required`, `champ-obligatoire`.
 *
 * @param {string} names
 */
function classForces(names) {
  return classesThatForce.get(names);
}

/**
 * Tell whether a page explains its asterisk as "optional" instead of "compulsory".
 *
 * @param {string} page The text of the page, without tags and without anything typed.
 */
function starIsFree(page) {
  for (const word of FREE_WORDS) {
    let at = -word.length;
    for (let turn = 0; turn < MOST_NOTICES; turn += 1) {
      at = page.indexOf(word, at + word.length);
      if (at < 0) break;
      const window = page.slice(Math.max(0, at - NOTICE_LENGTH), at + NOTICE_LENGTH);
      if (window.includes(STAR) && STAR_IS_FREE.test(window)) return true;
    }
  }
  return false;
}

/** @param {string} text */
function normalText(text) {
  return words(text).join(" ");
}

// prettier-ignore
const WAYS_OUT = new Set([
  // French
  "Non renseigné", "NR", "N.R.", "N/R", "À renseigner ultérieurement", "Non répondu", "Sans réponse",
  "Pas de réponse", "Aucune réponse", "Sans objet", "S.O.", "S/O", "Ne sait pas", "NSP", "NSPP", "NSP/NR",
  "Je ne sais pas", "Ne se prononce pas", "Inconnu", "Inconnue", "Non connu", "Pas connu", "Non demandé",
  "Non précisé", "Non communiqué", "NC", "N.C.", "Non concerné", "Pas concerné", "Non applicable",
  "Non déterminé", "Indéterminé", "Non spécifié", "Non disponible", "Non évalué", "Non évaluable", "Non déclaré",
  "Non recueilli", "Non saisi", "Non identifié", "Non su", "ND", "N.D.", "NA", "N/A", "N.A.", "Refus", "Refuse",
  "Sans précision",
  // Dutch
  "Onbekend", "Ongekend", "Niet bekend", "Niet gekend", "Niet geweten", "Niet gevraagd", "Niet ingevuld",
  "Niet meegedeeld", "Niet vermeld", "Niet gespecificeerd", "Niet bepaald", "Niet van toepassing", "N.v.t.",
  "N/v/t", "Geen antwoord", "Geen opgave", "Weet niet", "Weet het niet", "Weigering", "Weigert", "Geweigerd",
  "Wil niet zeggen", "Wil niet antwoorden", "Niet beantwoord",
  // English
  "Unknown", "Not known", "Not asked", "Not applicable", "Not answered", "Not stated", "Not specified",
  "Unspecified", "Not recorded", "Not disclosed", "Undisclosed", "Not provided", "Not determined", "No answer",
  "No response", "Do not know", "Don't know", "Doesn't know", "Refused", "Declined", "Withheld",
].map(normalText));

const PART_OF_WAY_OUT = new RegExp(`(?:^| )(?:${[
  "refus de répondre", "refuse de répondre", "refuse répondre", "refuse de le dire", "ne souhaite pas",
  "ne souhaitez pas", "ne veut pas", "ne veux pas", "ne désire pas", "préfère ne pas", "ne se prononce pas",
  "ne sait pas", "sans réponse", "non renseigné", "non demandé", "non communiqué",
  "weigert te", "wenst niet", "wil niet zeggen", "wil niet antwoorden", "wil dit niet", "liever niet",
  "geen antwoord", "niet van toepassing", "niet gevraagd",
  "prefer not", "prefers not", "rather not", "declined to", "declines to", "refused to", "refuses to",
  "does not wish", "do not wish", "not applicable", "don't know", "do not know",
].map(normalText).join("|")})(?: |$)`, "u");

const waysOutKnown = new Memo(4096, (/** @type {string} */ text) => {
  const normal = normalText(text);
  return WAYS_OUT.has(normal) || PART_OF_WAY_OUT.test(normal);
});

/**
 * Tell whether a choice lets a person not answer: "Non renseigné", "Weigert te antwoorden", "N/A".
 *
 * An invitation to choose ("-- Choisir --") is not one; "Non" and "Autre" are answers.
 *
 * @param {string} text
 */
function isWayOut(text) {
  return waysOutKnown.get(text);
}
