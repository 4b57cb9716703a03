/**
 * Putting signs into a page so that nothing of it moves.
 *
 * All controls are measured before and after. Signs after which something has moved go into a layer of their own, in the
 * same scroller; where even that moves something, there is no sign: the question is parked.
 */
"use strict";

/**
 * How far something may be off before it counts as moved. Firefox balances columns of text anew at every change, by a
 * sixtieth of a pixel at a time until it is content: that is none of our doing.
 */
const STILL = 0.1;

/** Where no sign may be put into: what it would name, press or write. */
const NOT_INTO = "label, a, button, summary, [role=button], [role=link], [role=option], [contenteditable]";

/** What holds rows or items, and nothing else. */
const NOT_BETWEEN = "table, tbody, thead, tfoot, tr, ul, ol, dl, select, svg, [role=row], [role=list], [role=rowgroup]";

/**
 * Give where a sign is put: after an element, outside of what it must not stand in; `null` if there is no such place.
 *
 * @param {Element} beside
 */
function placeAfter(beside) {
  let after = beside;
  for (let parent = after.parentElement; parent !== null && parent.closest(NOT_INTO); parent = after.parentElement) {
    after = parent.closest(NOT_INTO) ?? parent;
  }
  return after.parentElement?.matches(NOT_BETWEEN) ? null : after;
}

/**
 * Tell whether what is positioned inside of an element moves along with a scroller around.
 *
 * @param {Element | null} element
 * @param {Frame} frame
 */
function movesAlong(element, { element: scroller }) {
  if (scroller === null) return true;
  const { overflowX, overflowY } = getComputedStyle(scroller);
  if (!/auto|scroll/.test(overflowX + overflowY)) return true;
  for (let node = /** @type {Node | null} */ (element); node !== null && isElement(node); node = parentOf(node)) {
    const { position, transform, filter, contain } = getComputedStyle(node);
    if (position !== "static" || transform !== "none" || filter !== "none" || /layout|paint|strict|content/.test(contain)) return true;
    if (node === scroller) return false;
  }
  return true;
}

/**
 * Give the element that tells whether a sign is near the window: the last control, or the head of a column or list.
 *
 * @param {Marker} marker
 */
function watchedFor({ question, host }) {
  return question.head ?? question.field.elements.at(-1) ?? host;
}

/** @param {Marker} marker */
function containerOf(marker) {
  return watchedFor(marker).closest(CONTAINERS) ?? document.body;
}

/** Puts the signs of one page in. */
class Mounting {
  #isWanted;
  /** @type {readonly Element[]} */
  #controls = [];
  /** @type {Map<Frame["element"], HTMLElement>} */
  #layers = new Map();
  /** What holds fields and moves when a sign is put into it. @type {WeakSet<Element>} */
  #restless = new WeakSet();

  /** Those that could not be put in. @type {Set<Marker>} */
  failed = new Set();

  /** @param {(marker: Marker) => boolean} isWanted Asked right before a sign is put in. */
  constructor(isWanted) {
    this.#isWanted = isWanted;
  }

  /**
   * Begin anew, on a page that has been looked at.
   *
   * @param {Iterable<Element>} controls What must not move.
   */
  begin(controls) {
    this.#controls = [...controls];
    this.failed.clear();
  }

  /**
   * Put signs in; those after which something has moved go elsewhere.
   *
   * @param {readonly Marker[]} batch
   * @param {boolean} [inLayer]
   * @returns {Generator<void, void, void>} Pauses only while nothing is out of place.
   */
  *put(batch, inLayer = false) {
    const before = this.#measured();
    for (const marker of batch) this.#insert(marker, inLayer || this.#isRestless(marker));
    if (!this.#hasMoved(before)) return;
    for (const marker of batch) marker.host.remove();
    yield;
    const [only] = batch;
    if (only === undefined) return;
    if (batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      yield* this.put(batch.slice(0, half), inLayer);
      yield* this.put(batch.slice(half), inLayer);
    } else if (inLayer || this.#isRestless(only)) {
      this.failed.add(only);
      this.#dropEmptyLayers();
    } else {
      this.#restless.add(containerOf(only));
      yield* this.put(batch, true);
    }
  }

  /** @param {Marker} marker */
  #isRestless(marker) {
    return this.#restless.has(containerOf(marker));
  }

  /** Give where all controls stand. @returns {{control: Element, box: DOMRect}[]} */
  #measured() {
    return this.#controls.map((control) => ({ control, box: control.getBoundingClientRect() }));
  }

  /** @param {readonly {control: Element, box: DOMRect}[]} before */
  #hasMoved(before) {
    return before.some(({ control, box }) => {
      const now = control.getBoundingClientRect();
      const by = [now.left - box.left, now.top - box.top, now.width - box.width, now.height - box.height];
      return by.some((one) => Math.abs(one) > STILL);
    });
  }

  /**
   * @param {Marker} marker
   * @param {boolean} inLayer
   */
  #insert(marker, inLayer) {
    const { spot, host } = marker;
    // Meanwhile the question may have gone, or signs may not be wanted any more.
    if (spot === null || !this.#isWanted(marker)) return;
    const { frame, beside, inside } = spot;
    const after = inLayer || inside ? null : placeAfter(beside);
    if (inLayer || (after === null && !inside)) {
      this.layer(frame).append(host);
      return;
    }
    host.className = movesAlong(after?.parentElement ?? beside, frame) ? "" : "float";
    if (after === null) {
      beside.append(host);
    } else {
      after.after(host);
      if (after.slot) host.slot = after.slot;
    }
  }

  /**
   * Give the layer of a frame; made when it is needed first.
   *
   * @param {Frame} frame
   */
  layer(frame) {
    const known = this.#layers.get(frame.element);
    if (known?.isConnected) return known;
    const layer = layerOf(movesAlong(frame.element, frame));
    (frame.element ?? document.body).append(layer);
    this.#layers.set(frame.element, layer);
    return layer;
  }

  #dropEmptyLayers() {
    for (const [element, layer] of this.#layers) {
      if (layer.firstElementChild !== null && layer.isConnected) continue;
      layer.remove();
      this.#layers.delete(element);
    }
  }


  /** Take the layers out of the page. */
  withdraw() {
    for (const layer of this.#layers.values()) layer.remove();
    this.#layers.clear();
  }
}

/**
 * Make a layer for the signs that can stand nowhere else: a point at the end of a scroller.
 *
 * @param {boolean} isApart Whether it may stand out of the page's flow.
 */
function layerOf(isApart) {
  const layer = document.createElement("casevide-layer");
  const root = layer.attachShadow({ mode: "closed" });
  const position = isApart ? "absolute" : "relative";
  root.adoptedStyleSheets = [
    sheetOf(`:host { all: initial !important; display: block !important; position: ${position} !important; width: 0 !important;
      height: 0 !important; pointer-events: none !important; }`),
  ];
  root.append(made("slot"));
  return layer;
}
