/**
 * What the tests of the signs run in a page, beside the engine, the wording and what is drawn: the hints of that very page,
 * and measurements of how they stand.
 */
"use strict";

/** @type {{rulebook: Rulebook, wording: Wording, cards: Cards, scene: Scene, live: Live, look: Look, profile: Profile, questions: Asked[], shows: number}} */
let stage;
let loadedRulebook;

/** Where the rules come from: those in which a word of the label is the verdict; `/shipped.json` for those that ship. */
let rulesFrom = "/rulebook.json";

const SOCIAL = { country: "FR", sector: "social-services", system: null };

/** Load the rulebook, once per page. */
async function rulebookHere() {
  loadedRulebook ??= fetch(rulesFrom).then(async (file) => Rulebook.fromJson(await file.text()));
  return loadedRulebook;
}

/** Show the hints of this page, and wait until they stand. */
async function begin({ rules = rulesFrom, profile = SOCIAL, language = "fr", density = "auto", tab = false } = {}) {
  rulesFrom = rules;
  const [rulebook, messages] = await Promise.all([
    rulebookHere(),
    fetch(`/_locales/${language}/messages.json`).then((file) => file.json()),
  ]);
  const wording = new Wording(language, messages);
  const cards = new Cards({ wording, rulebook, onWrong: () => undefined });
  const scene = new Scene({ wording, cards, density, tab });
  const live = new Live({
    rulebook: async () => rulebook,
    profile: () => stage.profile,
    onQuestions: async (look) => {
      stage.look = look;
      stage.shows += 1;
      stage.questions = questionsOf(look.judged, rulebook);
      await scene.show(stage.questions);
      live.watch(scene.roots, scene.closed);
    },
    onMoved: async (anew) => scene.settle({ anew }),
    hasDrifted: () => scene.hasDrifted(),
  });
  stage = { rulebook, wording, cards, scene, live, look: { title: "", headings: [], judged: [] }, profile, questions: [], shows: 0 };
  await live.start();
  await standing();
  return true;
}

/** Give the questions of this page, without drawing anything. */
async function questionsHere() {
  const rulebook = await rulebookHere();
  const { fields } = await findFields(document);
  return questionsOf(fields.map((field) => ({ field, hint: judge(field, SOCIAL, rulebook) })), rulebook);
}

/** Give the sign of the question with a label. */
function markerFor(label) {
  return stage.scene.markers.find((marker) => marker.question.field.label === label);
}

/** Take the hints away. */
function end() {
  stage.live.stop();
  stage.cards.close();
  stage.scene.withdraw();
  return true;
}

/** Wait until all signs near the window stand. */
async function standing() {
  let last = -1;
  for (let still = 0; still < 3; ) {
    await new Promise((resume) => setTimeout(resume, 30));
    const now = mountedHere().length;
    still = now === last ? still + 1 : 0;
    last = now;
  }
  return true;
}

/** Wait until something is so. */
async function until(test) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (test()) return true;
    await new Promise((resume) => setTimeout(resume, 25));
  }
  return false;
}

/** The markers that stand in the page. */
function mountedHere() {
  return stage.scene.markers.filter((marker) => marker.isMounted);
}

/** Give a box as plain numbers. */
function plainBox({ left, top, right, bottom }) {
  return [left, top, right, bottom].map((one) => Math.round(one * 100) / 100);
}

/** What each sign says and where it stands. */
function signsHere() {
  return mountedHere().map((marker) => ({
    label: marker.question.field.label,
    verdict: marker.verdict,
    suffix: marker.question.suffix,
    kind: marker.question.kind,
    rows: marker.question.rows,
    name: marker.button.getAttribute("aria-label"),
    place: marker.spot.place,
    size: marker.spot.size,
    box: plainBox(marker.box),
  }));
}

/** All controls and buttons of the page, and where they stand, in the coordinates of the document. */
function controlsHere(root = document) {
  const found = [];
  for (const node of nodesIn(root)) {
    if (!isElement(node) || isOurs(node)) continue;
    if (node.matches("input, select, textarea, button, a, [role], [contenteditable], th, td, label, p, h1, h2, h3, legend")) {
      const { left, top, width, height } = node.getBoundingClientRect();
      found.push([node.localName, node.id, ...[left + scrollX, top + scrollY, width, height].map((one) => Math.round(one * 100) / 100)]);
    }
  }
  return found;
}

/** What has moved since, by more than a browser's own rounding. */
function movedSince(before) {
  const now = controlsHere();
  const isOff = (one, other) => other === undefined || one.some((value, index) => (index < 2 ? value !== other[index] : Math.abs(value - other[index]) > 0.25));
  return before.length === now.length ? now.filter((one, index) => isOff(one, before[index])) : [["another number of elements"]];
}

/** What is covered by a sign that should not be: texts, controls, pictures, other signs. */
function coveredHere() {
  const signs = mountedHere();
  const covered = [];
  const range = document.createRange();
  const note = (marker, what, box) => {
    if (box.width < 1 || box.height < 1 || !overlap(marker.box, box)) return;
    covered.push([marker.question.field.label, what, plainBox(marker.box), plainBox(box)]);
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const around = (node, marker) => {
    const frame = marker.spot.frame.element;
    for (let one = parentOf(node); one !== null; one = parentOf(one)) if (one === frame) return true;
    return frame === null;
  };
  for (const node of nodesIn(document.body, (element) => ["select", "textarea", "script", "style"].includes(element.localName))) {
    for (const marker of signs) {
      if (!around(node, marker)) continue;
      if (isElement(node) && shown(node) && node.matches("input, select, textarea, button, img, svg, canvas, iframe")) {
        note(marker, node.localName, node.getBoundingClientRect());
      } else if (isCharacters(node) && /\S/.test(node.data) && !isOurs(node.parentNode) && shown(node.parentElement ?? document.body)) {
        if (["script", "style"].includes(node.parentNode.localName)) continue;
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) note(marker, node.data.trim().slice(0, 30), box);
      }
    }
  }
  for (const [index, marker] of signs.entries()) {
    for (const other of signs.slice(index + 1)) note(marker, `sign of ${other.question.field.label}`, other.box);
  }
  return covered;
}

/** Everything of ours that is in the page, open shadow roots included. */
function oursHere() {
  return [...nodesIn(document)].filter((node) => isOurs(node)).map((node) => node.localName);
}

/** Give the longest stretch, in milliseconds, for which this page could do nothing else while something was done. */
async function longestGap(work) {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) channel.port2.postMessage(0);
  };
  channel.port2.postMessage(0);
  await work();
  await new Promise((resume) => setTimeout(resume));
  isOver = true;
  return longest;
}
