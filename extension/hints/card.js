/**
 * The card of one question: what may be done, then why, then who says so. Only builds; `cards.js` shows it.
 *
 * The order of its lines never changes. Everything that a rule says is text, never markup, in the language of the card,
 * or marked with its own where the rule does not speak it.
 */
"use strict";

const CONFIDENCES = ["low", "medium", "high"];

/** Ids of what names the card; they are those of its own shadow root. */
const TITLE_ID = "case-vide-title";
const ASKED_ID = "case-vide-asked";

/**
 * Who signed a pack, where that is known.
 *
 * @typedef {{circles: readonly string[], of: number}} Signatures The circles that signed, of how many.
 */

/**
 * @typedef {object} CardSettings
 * @property {Wording} wording
 * @property {Rulebook} rulebook
 * @property {boolean} [big] The large card of a presentation.
 * @property {number | null} [number] The number of the question in a presentation.
 */

/** @typedef {Asked & {hint: Hint, rule: Rule}} Answered A question on which a rule speaks. */

/**
 * Give a rule's text in a language, else in the first language that has it; `""` where there is none.
 *
 * @param {Texts} texts
 * @param {string} language
 * @returns {{text: string, lang: string | undefined}} `lang` only where it is not the one that was asked for.
 */
function inLanguage(texts, language) {
  const known = /** @type {Record<string, string>} */ (texts);
  const found = [language, ...LANGUAGES].find((one) => known[one]);
  const text = found === undefined ? "" : (known[found] ?? "");
  return { text: found === "fr" ? frenchSpaces(text) : text, lang: found === language ? undefined : found };
}

/**
 * Put narrow no-break spaces where French typography asks for them; rule files are written with ordinary ones.
 *
 * @param {string} text
 */
function frenchSpaces(text) {
  return text.replace(/ (?=[:;?!»])/g, "\u202f").replaceAll("« ", "«\u202f");
}

/**
 * Put choices of the page between the quotation marks of a language.
 *
 * @param {Iterable<string>} choices
 * @param {string} language
 */
function quoted(choices, language) {
  const [before, after] = { fr: ["«\u202f", "\u202f»"], nl: ["‘", "’"] }[language] ?? ["“", "”"];
  return [...choices].map((choice) => `${before}${choice}${after}`).join(", ");
}

/**
 * Give an address if it is one of the web; a rule file of strangers may hold anything.
 *
 * @param {string} address
 */
function webAddress(address) {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}

/**
 * Give the language that the page says an element is in.
 *
 * @param {Element | undefined} element
 */
function pageLanguage(element) {
  return element?.closest("[lang]")?.getAttribute("lang") || undefined;
}

/**
 * Give the question for the data protection officer, ready to be sent; never with the page's title or address.
 *
 * @param {Asked} question
 * @param {Wording} wording
 */
function questionForDpo(question, wording) {
  return wording.say(question.forced ? "question_forced" : "question_asked", { label: labelOf(question, wording) });
}

/**
 * Give what a question is called: its label, or what it stands under.
 *
 * @param {Asked} question
 * @param {Wording} wording
 */
function labelOf({ field, kind }, wording) {
  return (kind === "list" ? field.group || field.label : field.label || field.group) || wording.say("unnamed");
}

/**
 * Give the key of what the wording says of a verdict: `verdict_care_critical`.
 *
 * @param {"verdict" | "short" | "lead" | "duty"} kind
 * @param {string} verdict
 */
function verdictKey(kind, verdict) {
  return `${kind}_${verdict.replace("-", "_")}`;
}

/**
 * Tell whether a hint is to be taken as a question: the field is not surely recognised, or the rule is not sure. What
 * must never be left empty stays so, whatever is not sure about the law.
 *
 * @param {Hint} hint
 * @param {Rule} rule
 */
function isDoubtful({ certainty, verdict }, { texts }) {
  return certainty === "likely" || (texts.confidence === "low" && verdict !== CARE);
}

/** Builds the card of one question. */
class CardMaker {
  #question;
  #wording;
  #rulebook;
  #big;
  #number;

  /**
   * @param {Answered} question
   * @param {CardSettings} settings
   */
  constructor(question, { wording, rulebook, big = false, number = null }) {
    this.#question = question;
    this.#wording = wording;
    this.#rulebook = rulebook;
    this.#big = big;
    this.#number = number;
  }

  /** Give the whole card. */
  card() {
    const { hint, rule } = this.#question;
    const body = made("div", { class: "body" }, ...this.#applies(), ...this.#likely(), this.#title());
    body.append(this.#lead(), ...this.#gap(), ...this.#circles(), this.#rows());
    const inside = made("div", { class: "inside" }, this.#top(), body, this.#foot());
    return made(
      "div",
      {
        ...{ class: this.#big ? "ours card big" : "ours card", role: "dialog", "data-verdict": hint.verdict },
        ...{ "data-rule": rule.id, lang: this.#wording.language, "aria-labelledby": `${TITLE_ID} ${ASKED_ID}` },
      },
      inside,
    );
  }

  /** @param {string} key @param {Parameters<Wording["say"]>[1]} [places] */
  #say(key, places) {
    return this.#wording.say(key, places);
  }

  /** @param {Parameters<typeof verdictKey>[0]} kind @param {string} verdict */
  #of(kind, verdict) {
    return this.#say(verdictKey(kind, verdict));
  }

  /**
   * Give a rule's text as an element.
   *
   * @param {"span" | "bdi"} tag
   * @param {Texts} texts
   */
  #text(tag, texts) {
    const { text, lang } = inLanguage(texts, this.#wording.language);
    return made(tag, { lang }, text);
  }

  /** Line 1: the label as the page writes it, and its group. */
  #top() {
    const { field, kind } = this.#question;
    const lang = pageLanguage(field.elements[0]);
    const label = labelOf(this.#question, this.#wording);
    const asked = made("p", { class: "asked", id: ASKED_ID }, made("bdi", { lang }, label));
    const hasGroup = kind !== "list" && kind !== "column" && field.group && field.group !== label;
    if (hasGroup) asked.append(" · ", made("bdi", { lang }, field.group));
    const close = { type: "button", "data-act": "close", "aria-label": this.#say("action_close") };
    const cross = made("button", { class: "close", ...close }, made("span", { "aria-hidden": "true" }, "✕"));
    const top = made("div", { class: "top" }, asked);
    if (this.#number !== null) top.append(made("span", { class: "number" }, String(this.#number)));
    else top.append(cross);
    return top;
  }

  #applies() {
    const { kind, rows } = this.#question;
    const key = { list: "applies_boxes", column: "applies_rows" }[/** @type {string} */ (kind)];
    return key === undefined ? [] : [made("p", { class: "applies" }, this.#wording.count(key, rows))];
  }

  /** Line 2: the question, where the field was recognised without certainty. */
  #likely() {
    const { hint } = this.#question;
    if (hint.certainty !== "likely") return [];
    const title = this.#rulebook.categories.get(hint.category)?.title ?? { fr: "", nl: "", en: "" };
    const { text, lang } = inLanguage(title, this.#wording.language);
    const asking = made("p");
    for (const piece of this.#wording.pieces("likely", { category: text })) {
      asking.append(piece.place ? made("span", { lang }, piece.text) : piece.text);
    }
    const evidence = this.#say(`evidence_${hint.evidence}`);
    const from = made("p", { class: "small" }, this.#say("likely_from", { evidence }));
    return [made("div", { class: "likely" }, asking, from), made("p", { class: "if-so" }, this.#say("if_so"))];
  }

  /** Line 3: sign and verdict; what is required, with the text and the year that require it. */
  #title() {
    const { hint, rule } = this.#question;
    const name = made("span", {}, this.#of("verdict", hint.verdict));
    const title = made("h2", { class: "title", id: TITLE_ID, tabindex: -1 }, glyph(hint.verdict, 20), name);
    if (isDoubtful(hint, rule)) title.append(" ", made("span", { class: "doubt" }, "?"));
    if (rule.texts.edition) title.append(" ", made("span", { class: "edition" }, `· ${rule.texts.edition}`));
    return title;
  }

  #isLow() {
    return this.#question.rule.texts.confidence === "low";
  }

  /** Line 4: the sentence that explains the verdict, and its note. */
  #lead() {
    const { verdict } = this.#question.hint;
    const isCare = verdict === CARE;
    const lead = this.#isLow() && !isCare ? this.#say("lead_low") : this.#of("lead", verdict);
    const sentence = made("p", { class: "lead" }, made("strong", {}, lead));
    if (isCare && this.#isLow()) sentence.append(" ", made("span", {}, this.#say("note_care_critical_low")));
    if (verdict === "challengeable" && !this.#isLow()) {
      sentence.append(" ", made("span", {}, this.#say("note_challengeable")));
    }
    return sentence;
  }

  /** Line 5: what the software forces against what the law requires. */
  #gap() {
    const { hint, forced } = this.#question;
    const isDuty = !LOWERING.has(hint.verdict);
    if (!forced && !isDuty) return [];
    const law = isDuty ? this.#of("duty", hint.verdict) : this.#say("duty_none");
    const software = this.#say(forced ? "software_forces" : "software_forces_not");
    const side = (/** @type {string} */ name, /** @type {string} */ said) =>
      made("dl", {}, made("div", {}, made("dt", {}, this.#say(name)), made("dd", {}, said.replace(" *", "\u00a0*"))));
    const between = made("span", { class: "between", "aria-hidden": "true" }, forced === isDuty ? "=" : "≠");
    return [made("div", { class: "gap" }, side("software", software), between, side("law", law))];
  }

  /** Line 6: what each circle says, where they do not agree. */
  #circles() {
    const { hint, rule } = this.#question;
    const others = hint.disagree.flatMap((id) => this.#rulebook.rules.get(id) ?? []);
    if (others.length === 0) return [];
    const lines = [rule, ...others].map((one) => {
      const sign = made("b", {}, glyph(one.verdict, 14));
      const name = made("b", {}, this.#of("verdict", one.verdict));
      return made("li", { "data-verdict": one.verdict }, sign, name, made("span", { class: "small" }, this.#circleOf(one)));
    });
    const box = made("div", { class: "circles" }, made("p", {}, this.#say("disagree")), made("ul", {}, ...lines));
    box.append(made("p", { class: "small" }, this.#say("disagree_order")));
    return [box];
  }

  /** Give who wrote a rule, and who signed it. @param {Rule} rule */
  #circleOf(rule) {
    const pack = this.#rulebook.content.packs[rule.texts.pack];
    const title = pack === undefined ? rule.texts.pack : inLanguage(pack.title, this.#wording.language).text;
    return [title, pack?.owner, this.#signed(rule)].filter((part) => part).join(" · ");
  }

  /** @param {Rule} rule */
  #signed(rule) {
    const pack = /** @type {{signed?: Signatures} | undefined} */ (this.#rulebook.content.packs[rule.texts.pack]);
    if (!pack?.signed || pack.signed.circles.length === 0) return "";
    const { circles, of } = pack.signed;
    return this.#say("status_signed", { circles: this.#wording.list(circles), k: circles.length, n: of });
  }

  /** Lines 7 to 10: what to write, why, who answers for it, with what caution. The large card says half of it small. */
  #rows() {
    const { instead } = this.#question.rule.texts;
    const write = this.#row("card_to_write", this.#text("span", instead), ...this.#answers());
    const others = this.#big ? ["card_bearer"] : ["card_why", "card_bearer", "card_caveat"];
    return made("dl", { class: "rows" }, write, ...others.flatMap((key) => this.#said(key)));
  }

  /** What the rule says under a label; nothing where it says nothing. @param {string} key */
  #said(key) {
    const { says, bearer, caveat } = this.#question.rule.texts;
    const texts = { card_why: says, card_bearer: bearer, card_caveat: caveat }[key];
    return texts && inLanguage(texts, this.#wording.language).text ? [this.#row(key, this.#text("span", texts))] : [];
  }

  /** @param {string} key @param {...Node} said */
  #row(key, ...said) {
    return made("div", {}, made("dt", {}, this.#say(key)), made("dd", {}, ...said));
  }

  /** What belongs to "what to write": three answers; the way out that this very field offers; or that it has none. */
  #answers() {
    const { hint, fields } = this.#question;
    if (hint.verdict === CARE) return [made("strong", {}, this.#say("three_answers"))];
    const options = quoted(new Set(fields.flatMap((field) => field.ways_out)), this.#wording.language);
    if (options) return [made("span", { class: "way" }, this.#say("way_out", { options }))];
    const isStuck = LOWERING.has(hint.verdict) && fields.some((field) => field.forced);
    return isStuck ? [made("span", { class: "way" }, this.#say("no_way_out"))] : [];
  }

  /** Lines 11 to 13: sources and how sure they are, what can be done with the card, what it is not. */
  #foot() {
    const rows = made("dl", { class: "rows" });
    if (this.#big) rows.append(...this.#said("card_why"), ...this.#said("card_caveat"));
    const [first, ...others] = this.#grounds();
    if (first !== undefined) {
      rows.append(this.#row("card_source", ...this.#source(first), ...this.#otherSources(others)));
    }
    rows.append(this.#confidence());
    const foot = made("div", { class: "foot" }, rows);
    if (!this.#big) foot.append(this.#actions(), made("div", { class: "told", role: "status" }));
    foot.append(made("p", { class: "disclaimer" }, this.#say("disclaimer")));
    return foot;
  }

  #grounds() {
    return this.#question.rule.texts.grounds.flatMap((id) => this.#rulebook.content.grounds[id] ?? []);
  }

  /** @param {GroundData} ground */
  #source(ground) {
    const { citation, url, date } = ground;
    const { text, lang } = inLanguage(citation, this.#wording.language);
    const address = webAddress(url);
    const link =
      address === null
        ? made("span", { lang }, text)
        : made("a", { href: address, target: "_blank", rel: "noreferrer noopener", lang }, text);
    const after = [`, ${this.#say("as_of", { date: this.#wording.date(date) })}`];
    if (!Reflect.get(ground, "checked")) after.push(` · ${this.#say("wording_unconfirmed")}`);
    return [link, made("span", {}, ...after)];
  }

  /** @param {GroundData[]} others */
  #otherSources(others) {
    if (others.length === 0) return [];
    const more = made("summary", { class: "link" }, this.#wording.count("sources", others.length));
    const list = made("ul", {}, ...others.map((ground) => made("li", {}, ...this.#source(ground))));
    return this.#big
      ? [made("span", {}, ` · ${this.#wording.count("sources", others.length)}`)]
      : [made("span", {}, " · "), made("details", { class: "more" }, more, list)];
  }

  #confidence() {
    const { confidence, reviewed, status } = this.#question.rule.texts;
    const full = CONFIDENCES.indexOf(confidence);
    const boxes = made("span", { class: "boxes", "aria-hidden": "true" });
    for (const [at] of CONFIDENCES.entries()) boxes.append(made("i", { class: at <= full ? "full" : "" }));
    const read =
      status === "experimental"
        ? this.#say("status_not_reviewed")
        : this.#say("status_reviewed", { date: this.#wording.date(reviewed) });
    const said = made("span", {}, `${this.#say(`confidence_${confidence}`)} · ${read}`);
    const signed = this.#signed(this.#question.rule);
    return this.#row("card_confidence", boxes, said, ...(signed ? [made("br"), made("span", {}, signed)] : []));
  }

  #actions() {
    const act = (/** @type {string} */ name, /** @type {string} */ key) =>
      made("button", { type: "button", class: "link", "data-act": name }, this.#say(key));
    const acts = made("div", { class: "acts" });
    if (LOWERING.has(this.#question.hint.verdict)) acts.append(act("copy", "action_copy_question"));
    acts.append(act("wrong", "action_wrong"));
    return acts;
  }
}

/**
 * Build the card of a question. Its buttons say in `data-act` what they are for: `close`, `copy`, `wrong`.
 *
 * @param {Asked} question
 * @param {CardSettings} settings
 * @returns {HTMLElement}
 * @throws {Error} No rule speaks of the question.
 */
function cardOf(question, settings) {
  const { hint, rule } = question;
  if (hint === null || rule === null) throw new Error("a question without a rule has no card");
  return new CardMaker({ ...question, hint, rule }, settings).card();
}

/**
 * Build the form in which somebody notes what a hint should say. It is ours; nothing of it is sent.
 *
 * @param {Wording} wording
 */
function wrongForm(wording) {
  const act = (/** @type {string} */ name, /** @type {string} */ key) =>
    made("button", { type: "button", "data-act": name }, wording.say(key));
  const box = made("textarea", { rows: 3, maxlength: 500 });
  const ask = made("label", {}, wording.say("wrong_ask"), box);
  return made("div", { class: "wrong" }, ask, act("keep", "wrong_keep"), act("cancel", "wrong_cancel"));
}
