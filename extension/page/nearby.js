/**
 * What stands near a control: text before or after it, and remarks that say an answer is compulsory. Mirrors
 * `casevide/page/nearby.py`.
 *
 * A search goes along the line, then into the blocks around, and ends at the next control, so that no text is looked at
 * by more than two controls.
 */
"use strict";

const MOST_STEPS = 40;
const MOST_CLIMBS = 6;
const FEW_STEPS = 4;

/** A control's question is not looked for outside of these (a cell's is, by way of its table). */
const WALLS = setOf("form fieldset table td th tr body dialog details li template");

/** Elements at which a search for text ends: they speak for more than one control. */
const STOPS = setOf("h1 h2 h3 h4 h5 h6 legend hr form fieldset table nav header footer");

const PASSED_OVER = setOf("script style template");
const NO_REMARKS = new Set([...STOPS, "label", "select", "textarea"]);

/** What a search has met so far, nearest first. */
class Catch {
  /** @type {string[]} */
  parts = [];
  forced = false;
  /** Whether a line break was met before any text. */
  crossed = false;
  /** @type {Heard | null} A block that is the answer by itself. */
  whole = null;

  /**
   * @param {boolean} forward Whether the search goes on from the control, not back.
   * @param {boolean} blocks Whether the search may leave the line.
   * @param {string | null} own The id of a choice whose own labels are to be passed over.
   */
  constructor(forward, blocks, own) {
    this.forward = forward;
    this.blocks = blocks;
    this.own = own;
  }

  hasText() {
    return this.parts.some((part) => !isBlank(part));
  }
}

/** Looks around the controls of one page. */
class Nearby {
  #reader;
  #holdsControl;

  /**
   * @param {Reader} reader
   * @param {(node: Node) => boolean} holdsControl Whether a node is a control or holds one.
   */
  constructor(reader, holdsControl) {
    this.#reader = reader;
    this.#holdsControl = holdsControl;
  }

  /**
   * Give the text before a control: on its line, else on the line or in the block before.
   *
   * @param {Element} control Where to start.
   * @param {{own?: string | null, blocks?: boolean}} [how] See `Catch`.
   */
  before(control, { own = null, blocks = true } = {}) {
    const met = new Catch(false, blocks, own);
    this.#search(control, met);
    return this.#said(met, met.parts.reverse());
  }

  /**
   * Give the text after a control.
   *
   * @param {Element} control Where to start.
   * @param {{blocks: boolean}} how See `Catch`.
   */
  after(control, { blocks }) {
    const met = new Catch(true, blocks, null);
    this.#search(control, met);
    return this.#said(met, met.parts);
  }

  /**
   * @param {Catch} met
   * @param {readonly string[]} parts
   * @returns {Heard}
   */
  #said(met, parts) {
    if (met.whole === null && parts.length === 0) return NOTHING;
    const heard = met.whole ?? this.#reader.heard(parts.join(""));
    if (isLonger(heard.text, LONGEST_BESIDE) || isNotice(heard.text)) return NOTHING;
    return met.forced ? { text: heard.text, forced: true } : heard;
  }

  /**
   * @param {Element} start
   * @param {Catch} met
   */
  #search(start, met) {
    /** @type {Node} */
    let node = start;
    for (let climbs = 0; climbs < MOST_CLIMBS; climbs += 1) {
      if (this.#along(met.forward ? nextOf(node) : previousOf(node), met)) return;
      const parent = parentOf(node);
      if (parent === null || !isElement(parent) || met.hasText()) return;
      const tag = parent.localName;
      if (WALLS.has(tag) || !(met.blocks || INLINE.has(tag))) return;
      node = parent;
    }
  }

  /**
   * Go along the siblings; `true` if the search is over.
   *
   * @param {Node | null} beside
   * @param {Catch} met
   */
  #along(beside, met) {
    let node = beside;
    for (let steps = 0; steps < MOST_STEPS && node !== null; steps += 1) {
      if (isCharacters(node)) {
        met.parts.push(met.forward ? beginning(node.data, LONGEST) : ending(node.data, LONGEST));
      } else if (isElement(node) && this.#take(node, met)) {
        return true;
      }
      node = met.forward ? nextOf(node) : previousOf(node);
    }
    return false;
  }

  /**
   * Take in one element beside; `true` if the search is over.
   *
   * @param {Element} element
   * @param {Catch} met
   */
  #take(element, met) {
    const tag = element.localName;
    if (this.#holdsControl(element)) {
      if (met.crossed) {
        met.parts = []; // the text stands on the other control's line
        met.forced = false;
      }
      return true;
    }
    if (STOPS.has(tag)) return true;
    if (tag === "br") {
      met.crossed = true;
      return !met.blocks || met.hasText();
    }
    if (isSilent(element) || (met.own && tag === "label" && element.getAttribute("for") === met.own)) return false;
    if (INLINE.has(tag)) {
      const { text, forced } = this.#reader.raw(element);
      met.parts.push(text);
      met.forced ||= forced || forcedByClass(element);
      return false;
    }
    if (!met.blocks || met.hasText()) return true;
    const heard = this.#reader.read(element);
    met.forced ||= heard.forced;
    if (heard.text) met.whole = heard;
    return heard.text !== "";
  }

  // remarks

  /**
   * Tell whether what follows or precedes an element on its line says that an answer is compulsory.
   *
   * @param {Element} element
   */
  forces(element) {
    return this.remarkAfter(nextOf(element)) || this.#remark(previousOf(element), previousOf);
  }

  /**
   * Tell whether this node, or the first after it that says anything, says that an answer is compulsory.
   *
   * @param {Node | null} node
   */
  remarkAfter(node) {
    return this.#remark(node, nextOf);
  }

  /**
   * @param {Node | null} beside
   * @param {(node: Node) => Node | null} step
   */
  #remark(beside, step) {
    let node = beside;
    for (let steps = 0; steps < FEW_STEPS && node !== null; steps += 1) {
      if (isCharacters(node)) {
        if (!isBlank(node.data)) return this.#reader.forcedByRemark(node.data);
      } else if (isElement(node) && !PASSED_OVER.has(node.localName)) {
        if (this.#holdsControl(node)) return false;
        if (forcedByClass(node)) return true;
        if (firstOf(node) !== null) {
          const isRemark = !NO_REMARKS.has(node.localName) && !showsAValue(node);
          return isRemark && this.#reader.forcedByRemark(this.#reader.raw(node).text);
        }
      }
      node = step(node);
    }
    return false;
  }
}
