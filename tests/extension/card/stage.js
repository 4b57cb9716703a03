/**
 * What the tests of the card run in a page, beside the engine, the wording and what is drawn: questions on real rules
 * of the shipped rulebook, and real signs beside real controls.
 */
"use strict";

/** @type {{wording: Wording, rulebook: Rulebook}} */
let settings;
const wrongs = [];
const asked = [];
let cards;
let scene;

/** Load the rulebook and the texts of a language. */
async function ready(language) {
  const [messages, content] = await Promise.all(
    [`/_locales/${language}/messages.json`, "/shipped.json"].map(async (path) => (await fetch(path)).json()),
  );
  settings = { wording: new Wording(language, messages), rulebook: new Rulebook(content) };
  cards = new Cards({ ...settings, onWrong: (note) => wrongs.push(note) });
  return true;
}

/** Give the first rule, by id, with a verdict and a confidence; of `like`, the first whose id begins so. */
function ruleWith(verdict, confidence, like = "") {
  const found = [...settings.rulebook.rules.values()].find(
    (rule) => rule.verdict === verdict && rule.texts.confidence === confidence && rule.id.startsWith(like),
  );
  if (!found) throw new Error(`no rule: ${verdict} ${confidence}`);
  return found;
}

/** Make a question on which a rule speaks, as `questionsOf` makes it. */
function questionOn(rule, { field = {}, hint = {}, more = [], kind = "one", rows = 1 } = {}) {
  const first = { ...NO_FIELD, label: "Nationalité", ...field };
  const fields = [first, ...more.map((one) => ({ ...first, ...one }))];
  const whole = {
    ...{ verdict: rule.verdict, rule: rule.id, category: rule.category, certainty: "sure", evidence: "label" },
    ...{ words: [], disagree: [], ...hint },
  };
  const forced = fields.some((one) => one.forced);
  const suffix = suffixOf(whole, rule, forced);
  return { field: first, hint: whole, rule, fields, kind, rows, forced, suffix, head: null };
}

/** Build the card of a question into an open shadow root, alone in the page, and give its text line by line. */
function built(question, more = {}) {
  document.querySelector("casevide-built")?.remove();
  const host = document.createElement("casevide-built");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheetOf(CARD_STYLE)];
  const card = cardOf(question, { ...settings, ...more });
  card.setAttribute("style", "position: static; animation: none");
  root.append(card);
  document.body.append(host);
  return card;
}

/** Give the lines of a card, each with the class of what holds it. */
function linesOf(card) {
  const above = ".asked, .applies, .likely, .if-so, .title, .lead, .gap, .circles, .body .rows > div";
  return [...card.querySelectorAll(`${above}, .foot .rows > div, .acts, .disclaimer`)].map((one) => [
    one.className || one.firstElementChild.textContent,
    one.textContent.replace(/[ \n]+/g, " ").trim(),
  ]);
}

/** Put a real sign beside a control, or the choices of a radio group, which ask a question. */
async function signed(control, question) {
  scene ??= new Scene({ ...settings, cards, density: "normal", tab: false });
  const field = { ...question.field, elements: [control].flat() };
  asked.push({ ...question, field, fields: [field], rows: 1, kind: field.elements.length > 1 ? "group" : "one" });
  await scene.show([...asked]);
  return until(() => scene.markers.find((marker) => marker.field.includes(field.elements[0]) && marker.isMounted));
}

/** Wait until something is there, and give it. */
async function until(look) {
  for (let turn = 0; turn < 500; turn += 1) {
    const found = look();
    if (found) return found;
    await later();
  }
  throw new Error(`never: ${look}`);
}

/** Give the card that is open in a marker, if one is. */
function cardIn(marker) {
  return marker.root.querySelector(".card");
}

/** Give the middle of an element, for the mouse. */
function middleOf(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

/** Give an element's box as left, top, right, bottom. */
function boxOf(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
}

/** Wait some milliseconds, then until the page is drawn. */
async function later(milliseconds = 0) {
  await new Promise((done) => setTimeout(done, milliseconds));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return true;
}

/** Put a sign beside the control with the id `a`, open its card as the shortcut does, and give where everything is. */
async function placed() {
  const control = document.getElementById("a");
  const field = { label: "Nationalité", forced: true, ways_out: ["Non renseigné"] };
  window.first = await signed(control, questionOn(ruleWith("challengeable", "high"), { field }));
  cards.open(first, { by: "key" });
  await later(200);
  const card = cardIn(first);
  const label = document.querySelector(".label");
  return {
    ...{ card: boxOf(card), control: boxOf(control), label: label && boxOf(label), sign: boxOf(first.button) },
    ...{ sheet: card.classList.contains("sheet"), ring: !first.root.querySelector(".ring").hidden },
    ...{ inner: card.scrollHeight - card.clientHeight, view: [innerWidth, innerHeight] },
  };
}

/** Open the card of every shipped rule on a marker, one after the other, and give the rules whose card is cut. */
function notWhole(marker, by) {
  const { field } = marker.question;
  const more = { ...field, group: "Usager", forced: true, ways_out: ["Non renseigné", "Refus de répondre"] };
  return [...settings.rulebook.rules.values()]
    .filter((rule) => {
      marker.question = questionOn(rule, { field: more });
      cards.open(marker, { by, number: 1 });
      const card = cardIn(marker);
      const { bottom } = card.getBoundingClientRect();
      const isCut = card.scrollHeight > card.clientHeight + 1 || card.classList.contains("sheet");
      return isCut || bottom > innerHeight - (by === "present" ? 60 : 0);
    })
    .map((rule) => rule.id);
}

/** Give what axe-core finds in an element, and how many of its rules it has passed. */
async function axeIn(selector) {
  const { violations, passes } = await axe.run(selector, { rules: { region: { enabled: false } } });
  return [passes.length, violations.map((one) => [one.id, one.nodes.map((node) => node.html)])];
}

/** From now on keep, by the name of its host, each shadow root that is made: ours are closed. */
function keepRoots() {
  const open = Element.prototype.attachShadow;
  window.roots = {};
  Element.prototype.attachShadow = function (how) {
    const root = open.call(this, how);
    window.roots[this.localName] = root;
    return root;
  };
}
