/**
 * Where a card goes: beside the sign, and over neither the field nor its label. Geometry, in pixels of the window.
 */
"use strict";

/** Pixels between a card and what it stands beside, and the edges of the window. */
const CARD_GAP = 8;

/** How far above a sign the edge of the card beside it is. */
const CARD_RISE = 12;

const MOST_LEVELS = 4;
const MOST_NODES = 300;

/**
 * @typedef {object} CardRoom
 * @property {{width: number, height: number}} card
 * @property {{width: number, height: number}} view The window.
 * @property {Box} sign
 * @property {readonly Box[]} kept What the card must not cover: the field, its label.
 * @property {number} [rise] How far above the sign the edge of what stands beside it is.
 * @property {boolean} [mirrored] Whether the page reads from right to left.
 */

/** @param {number} wanted @param {number} most */
function keptWithin(wanted, most) {
  return Math.max(CARD_GAP, Math.min(wanted, most));
}

/**
 * Give the left and top edge of a card: after the sign, before field and label, below, above; the first that fits.
 *
 * @param {CardRoom} room
 * @returns {{left: number, top: number} | null} `null` where none fits: the card becomes a sheet.
 */
function cardPlace({ card, view, sign, kept, rise = CARD_RISE, mirrored = false }) {
  const all = kept.reduce(joined, sign);
  const lowest = view.height - CARD_GAP - card.height;
  const farthest = view.width - CARD_GAP - card.width;
  const beside = keptWithin(sign.top - rise, lowest);
  const start = mirrored ? all.right - card.width : all.left;
  const after = { left: (mirrored ? all : sign).right + CARD_GAP, top: beside };
  const before = { left: (mirrored ? sign : all).left - CARD_GAP - card.width, top: beside };
  const places = [
    ...(mirrored ? [before, after] : [after, before]),
    { left: keptWithin(start, farthest), top: all.bottom + CARD_GAP },
    { left: keptWithin(start, farthest), top: all.top - CARD_GAP - card.height },
  ];
  const fits = places.find(({ left, top }) => {
    const box = { left, top, right: left + card.width, bottom: top + card.height };
    const isInside = left >= CARD_GAP && top >= CARD_GAP && left <= farthest && top <= lowest;
    return isInside && ![sign, ...kept].some((one) => overlap(box, one));
  });
  return fits === undefined ? null : { left: Math.round(fits.left), top: Math.round(fits.top) };
}

/**
 * Give the left and top edge of the large card of a presentation: on the side away from the field, below it where the
 * window is higher than wide.
 *
 * @param {CardRoom} room Its `view` is without the bar.
 */
function bigCardPlace({ card, view, sign, kept }) {
  const all = kept.reduce(joined, sign);
  const farthest = Math.max(CARD_GAP, view.width - CARD_GAP - card.width);
  const lowest = Math.max(CARD_GAP, view.height - CARD_GAP - card.height);
  if (view.height > view.width) {
    return { left: keptWithin(all.left, farthest), top: keptWithin(all.bottom + CARD_GAP, lowest) };
  }
  const isLeft = all.left + all.right < view.width;
  const left = isLeft
    ? Math.max(all.right + CARD_GAP, farthest - 3 * CARD_GAP)
    : Math.min(all.left - CARD_GAP - card.width, 4 * CARD_GAP);
  return { left: keptWithin(left, farthest), top: keptWithin((all.top + all.bottom - card.height) / 2, lowest) };
}

/**
 * Give what a card or a tip must not cover: the field of a marker, and its label.
 *
 * @param {Marker} marker
 */
function keptFree({ field, question }) {
  const boxes = field.map((element) => element.getBoundingClientRect()).filter((box) => !isEmpty(box));
  return [...boxes, ...labelBoxes(question.field)];
}

/**
 * Give where the label of a field stands: its label elements, else the nearest text before it that says the same.
 *
 * @param {Field} field
 * @returns {Box[]} Empty where it is not found.
 */
function labelBoxes(field) {
  const [control] = field.elements;
  if (control === undefined) return [];
  const named = "labels" in control ? [.../** @type {NodeListOf<Element>} */ (control.labels ?? [])] : [];
  for (const name of splitNames(control.getAttribute("aria-labelledby") ?? "")) {
    const found = elementWithId(control, name);
    if (found !== null) named.push(found);
  }
  const legend = control.closest("fieldset")?.querySelector(":scope > legend");
  if (field.elements.length > 1 && legend) named.push(legend);
  const boxes = named.map((element) => element.getBoundingClientRect()).filter((box) => !isEmpty(box));
  return field.elements.length > 1 || named.length > 0 || !field.label ? boxes : textBoxes(control, field.label);
}

/**
 * Give where a text stands around a control.
 *
 * @param {Element} control
 * @param {string} label
 */
function textBoxes(control, label) {
  let around = control.parentElement;
  for (let up = 0; around !== null && up < MOST_LEVELS; up += 1, around = around.parentElement) {
    let seen = 0;
    for (const node of nodesIn(around, (element) => isSilent(element) || showsAValue(element))) {
      seen += 1;
      if (seen > MOST_NODES) return [];
      if (!isCharacters(node)) continue;
      const text = foldSpaces(node.data);
      if (text.length < 2 || !(label.startsWith(text) || text.startsWith(label))) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter(({ width }) => width > 0);
    }
  }
  return [];
}
