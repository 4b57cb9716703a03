/**
 * Where a sign goes: beside its control or at its label, never over anything.
 *
 * A place is free when the sign's box, with some air on the side away from the field, touches nothing and stays inside
 * of what clips it and of its own table row. Never below: the next question claims that. Fields under each other get
 * their signs on the same side: the largest size and first place that is free for most of them.
 */
"use strict";

/** The sizes of a sign's box, largest first, each with the air that it asks for. */
const SIZES = Object.freeze([
  { size: 20, air: 6 },
  { size: 16, air: 4 },
  { size: 12, air: 0 },
]);

/** Between a control, or a label, and its sign. */
const GAP = 4;
const GAP_ABOVE = 1;

/** How far a sign is lifted above the middle of a label that its control touches. */
const LIFT = 4;

/** How much of a column a place must suit, for the whole column to take it. */
const MOST = 0.8;

/** Left edges that differ by no more stand under each other. */
const ALIGNED = 4;

/** How large a finger's or a pointer's target is, where nothing else is in the way. */
const TARGET = 24;
const COARSE_TARGET = 36;

/** The questions that are looked at between two looks at the clock. */
const QUESTIONS_BETWEEN = 4;

/** What holds fields that may stand under each other. */
const CONTAINERS =
  "fieldset, table, section, article, form, dialog, [role=group], [role=tabpanel], [role=dialog], [role=grid], [role=form]";

/** @typedef {"after" | "before" | "label end" | "label start" | "above"} PlaceName */

/**
 * Where a sign goes.
 *
 * @typedef {object} Spot
 * @property {Frame} frame
 * @property {Box} box In the frame's coordinates, whole pixels.
 * @property {number} size 20, 16 or 12.
 * @property {PlaceName} place
 * @property {Element} beside What the sign belongs right after in the document.
 * @property {boolean} inside Whether it belongs into that, at the end.
 * @property {boolean} rightToLeft Whether it is read from right to left there.
 * @property {Box} reach How far beyond the box a pointer may be, on each side.
 */

/**
 * What is known of a question's layout.
 *
 * @typedef {object} Layout
 * @property {Asked} asked
 * @property {Frame} frame
 * @property {Box} control
 * @property {Element} beside
 * @property {boolean} inside
 * @property {boolean} rightToLeft
 * @property {boolean} tall Whether signs stand at the top edge, not in the middle.
 * @property {Box[]} label The lines of the label.
 * @property {readonly PlaceName[]} places In the order in which they are tried.
 * @property {Box | null} within What a sign must not leave: the row of a table, a header cell.
 */

/** The order of places by what asks; `below` is what stands below its label. */
const PLACES = Object.freeze({
  text: /** @type {const} */ (["after", "before", "label end", "label start", "above"]),
  below: /** @type {const} */ (["label end", "after", "before", "label start", "above"]),
  group: /** @type {const} */ (["after", "label end", "label start"]),
  box: /** @type {const} */ (["label end", "before"]),
  head: /** @type {const} */ (["label end", "label start"]),
});

/**
 * Give the box of a sign at a place, and the same with its air.
 *
 * @param {Pick<Layout, "frame" | "control" | "label" | "tall" | "rightToLeft">} layout
 * @param {PlaceName} place
 * @param {{size: number, air: number}} sized
 * @returns {{box: Box, airy: Box} | null} `null` where there is no such place.
 */
function boxAt({ frame, control, label, tall, rightToLeft }, place, { size, air }) {
  const isEnd = place === "after" || place === "label end";
  const isRight = (isEnd || place === "above") !== rightToLeft;
  const line = place === "label end" ? label.at(-1) : label[0];
  if (line === undefined && place.startsWith("label")) return null;
  const beside = line !== undefined && place.startsWith("label") ? frame.withSmall(line, isRight) : control;
  let left = isRight ? beside.right + GAP : beside.left - GAP - size;
  let top = tall && beside === control ? beside.top : (beside.top + beside.bottom - size) / 2;
  if (place === "above") {
    left = isRight ? beside.right - size : beside.left;
    top = beside.top - GAP_ABOVE - size;
  }
  // A label that touches its control from above: its sign is lifted a little.
  if (beside !== control && beside.bottom <= control.top + TOUCHING) top = Math.max(top - LIFT, Math.min(top, control.top - size));
  left = Math.round(left);
  top = place === "above" || beside !== control ? Math.floor(top) : Math.round(top);
  const box = { left, top, right: left + size, bottom: top + size };
  if (place === "above") return { box, airy: { ...box, top: top - air } };
  return { box, airy: isRight ? { ...box, right: box.right + air } : { ...box, left: left - air } };
}

/**
 * Tell whether a sign may stand at a place; give its box if so.
 *
 * @param {Layout} layout
 * @param {PlaceName} place
 * @param {{size: number, air: number}} sized
 */
function freeBox(layout, place, sized) {
  const at = boxAt(layout, place, sized);
  if (at === null || !layout.frame.holds(at.box) || layout.frame.isTaken(at.airy)) return null;
  const { within } = layout;
  if (within !== null && (at.box.top < within.top - 1 || at.box.bottom > within.bottom + 1)) return null;
  if (within !== null && layout.inside && (at.box.left < within.left || at.box.right > within.right)) return null;
  return at.box;
}

/**
 * Give how far a pointer's target may reach beyond a sign: away from the field, over nothing.
 *
 * @param {Layout} layout
 * @param {Box} box
 * @param {number} target
 * @returns {Box}
 */
function reachOf({ frame, control }, box, target) {
  const size = box.right - box.left;
  const more = Math.max(0, target - size);
  const isRight = box.left >= control.right;
  const isLeft = box.right <= control.left;
  const sides = isRight ? { left: 0, right: more } : isLeft ? { left: more, right: 0 } : { left: more / 2, right: more / 2 };
  const isAbove = !isRight && !isLeft;
  const half = { top: more / 2, bottom: more / 2 };
  const reach = { ...sides, ...(isAbove ? { top: more, bottom: 0 } : half) };
  for (const tried of [reach, { ...reach, top: 0, bottom: 0 }, { ...reach, left: 0, right: 0 }]) {
    const { left, top, right, bottom } = tried;
    const whole = { left: box.left - left, top: box.top - top, right: box.right + right, bottom: box.bottom + bottom };
    if (!frame.isTaken(whole) && frame.holds(whole)) return tried;
  }
  return { left: 0, top: 0, right: 0, bottom: 0 };
}

/** Finds a place for the signs of one page. */
class Placing {
  #survey;
  #standing;
  #target;

  /** The places that were found. @type {Map<Asked, Spot>} */
  spots = new Map();
  /** The questions that have no room. @type {Set<Asked>} */
  parked = new Set();
  /** The questions of which nothing is shown now. @type {Set<Asked>} */
  hidden = new Set();

  /**
   * @param {Survey} survey
   * @param {ReadonlyMap<Asked, Spot>} [standing] Where signs stand already; they stay there if they can.
   */
  constructor(survey, standing = new Map()) {
    this.#survey = survey;
    this.#standing = standing;
    this.#target = matchMedia("(pointer: coarse)").matches ? COARSE_TARGET : TARGET;
  }

  /**
   * Find the places; each step is short.
   *
   * @param {readonly Asked[]} questions Those that get a sign, in page order.
   * @returns {Generator<void, void, void>}
   */
  *place(questions) {
    /** @type {Layout[]} */
    const layouts = [];
    for (const [number, asked] of questions.entries()) {
      if (number % QUESTIONS_BETWEEN === 0) yield;
      const layout = this.#layout(asked);
      if (layout === null) this.hidden.add(asked);
      else layouts.push(layout);
    }
    for (const column of columnsOf(layouts)) {
      yield;
      yield* this.#placeColumn(column);
    }
  }

  /**
   * @param {readonly Layout[]} column
   * @returns {Generator<void, void, void>}
   */
  *#placeColumn(column) {
    const common = column.length > 1 ? this.#common(column) : null;
    for (const [number, layout] of column.entries()) {
      if (number % QUESTIONS_BETWEEN === 0) yield;
      if (this.#stays(layout)) continue;
      const box = common && freeBox(layout, common.place, common.sized);
      if (common && box) this.#take(layout, common.place, box);
      else this.#placeSingly(layout);
    }
  }

  /** @param {Layout} layout */
  #stays(layout) {
    const standing = this.#standing.get(layout.asked);
    const sized = SIZES.find(({ size }) => size === standing?.size);
    const box = standing && sized && freeBox(layout, standing.place, sized);
    if (standing && box) this.#take(layout, standing.place, box);
    return Boolean(box);
  }

  /**
   * Give the largest size and first place that is free for most of a column.
   *
   * @param {readonly Layout[]} column
   */
  #common(column) {
    const places = column[0]?.places ?? [];
    for (const sized of SIZES) {
      for (const place of places) {
        let free = 0;
        for (const layout of column) if (freeBox(layout, place, sized) !== null) free += 1;
        if (free >= MOST * column.length) return { place, sized };
      }
    }
    return null;
  }

  /** @param {Layout} layout */
  #placeSingly(layout) {
    for (const sized of SIZES) {
      for (const place of layout.places) {
        const box = freeBox(layout, place, sized);
        if (box !== null) {
          this.#take(layout, place, box);
          return;
        }
      }
    }
    this.parked.add(layout.asked);
  }

  /**
   * @param {Layout} layout
   * @param {PlaceName} place
   * @param {Box} box
   */
  #take(layout, place, box) {
    const { asked, frame, beside, inside, rightToLeft } = layout;
    const reach = reachOf(layout, box, this.#target);
    this.spots.set(asked, { frame, box, size: box.right - box.left, place, beside, inside, rightToLeft, reach });
    frame.add(box);
  }

  // what is known of a question

  /** @param {Asked} asked @returns {Layout | null} `null` if it is not shown. */
  #layout(asked) {
    return asked.head !== null ? this.#ofHead(asked, asked.head) : this.#ofControl(asked);
  }

  /**
   * @param {Asked} asked
   * @param {Element} head
   * @returns {Layout | null}
   */
  #ofHead(asked, head) {
    const frame = this.#survey.frameAround(head);
    const { x, y } = frame.origin();
    const control = moved(head.getBoundingClientRect(), -x, -y);
    const lines = this.#survey.linesIn(head, frame);
    const isShown = asked.fields.some((field) => field.elements.some((element) => this.#survey.frameOf.has(element)));
    if (isEmpty(control) || !isShown) return null;
    const isCell = asked.kind === "column";
    return {
      ...{ asked, frame, control, label: lines.length > 0 || isCell ? lines : [control], places: PLACES.head, tall: false },
      ...{ beside: head, inside: true, rightToLeft: isRightToLeft(head) },
      within: isCell ? control : null,
    };
  }

  /**
   * @param {Asked} asked
   * @returns {Layout | null}
   */
  #ofControl(asked) {
    const { field } = asked;
    const survey = this.#survey;
    const ticked = asked.kind === "group" || BOXES.has(field.control) || field.control === "radio";
    const elements = field.elements.filter((element) => survey.frameOf.has(element));
    const first = elements[0];
    const last = elements.at(-1);
    const frame = last && survey.frameOf.get(last);
    if (first === undefined || last === undefined || frame === undefined) return null;
    const label = asked.kind === "group" ? this.#legend(first, frame) : this.#label(first, field.label, frame);
    let control = survey.boxOf(last);
    if (control === null) return null;
    let beside = survey.wrappers.get(last) ?? last;
    if (asked.kind === "group") {
      const text = this.#label(last, "", frame);
      const drawn = isEmpty(control) ? [] : [control];
      const [whole, ...others] = [...drawn, ...(text.at(-1) ? [/** @type {Box} */ (text.at(-1))] : [])];
      if (whole === undefined) return null;
      control = others.reduce(joined, whole);
    } else if (isEmpty(control) || (isTiny(control) && ticked)) {
      // A box that a style has replaced: its label is what is seen.
      const [line] = label;
      if (line === undefined) return null;
      control = { ...line, right: line.left };
    } else if (!ticked) {
      ({ control, beside } = this.#withAttached(control, beside, frame));
    }
    const [line] = label;
    const isBelow = line !== undefined && line.bottom <= control.top + TOUCHING && line.left < control.right;
    const kind = asked.kind === "group" ? "group" : ticked ? "box" : isBelow ? "below" : "text";
    return {
      ...{ asked, frame, control, beside: behindRun(beside), inside: false, label, places: PLACES[kind] },
      ...{ tall: control.bottom - control.top > 2 * TARGET && !ticked, rightToLeft: isRightToLeft(last) },
      within: this.#rowOf(last, frame),
    };
  }

  /**
   * Give the lines of a control's label, as far as it has one of its own.
   *
   * @param {Element} control
   * @param {string} text What the label says.
   * @param {Frame} frame
   */
  #label(control, text, frame) {
    const survey = this.#survey;
    const named = /** @type {HTMLInputElement} */ (control).labels?.[0] ?? control.closest("label") ?? labelledBy(control);
    if (named && this.#survey.frameAround(named) === frame) return survey.linesIn(named, frame);
    const before = survey.textBefore.get(control);
    if (!before || before.frame !== frame || before.holder === null || text === "") return [];
    const holder = before.holder.closest("td, th, dt, label, p, div, span") ?? before.holder;
    return holder.contains(control) ? [...before.lines] : survey.linesIn(before.holder, frame);
  }

  /**
   * Give the lines of the legend of a group of choices.
   *
   * @param {Element} first Its first choice.
   * @param {Frame} frame
   */
  #legend(first, frame) {
    const set = first.closest("fieldset, [role=radiogroup], [role=group]");
    const legend = set && (set.querySelector(":scope > legend") ?? labelledBy(set));
    if (legend) return this.#survey.linesIn(legend, frame);
    const before = this.#survey.textBefore.get(first);
    return before?.frame === frame ? [...before.lines] : [];
  }

  /**
   * Give a control with the buttons and icons that are attached to it.
   *
   * @param {Box} control
   * @param {Element} beside
   * @param {Frame} frame
   */
  #withAttached(control, beside, frame) {
    const { x, y } = frame.origin();
    let whole = control;
    let end = beside;
    for (let next = end.nextElementSibling; next !== null; next = next.nextElementSibling) {
      const box = moved(next.getBoundingClientRect(), -x, -y);
      const isSmall = box.right - box.left <= LARGEST_ICON && box.bottom - box.top <= whole.bottom - whole.top + 2 * TOUCHING;
      const isNear = box.left <= whole.right + TOUCHING && box.right >= whole.left - TOUCHING;
      const isLevel = box.top < whole.bottom && box.bottom > whole.top;
      const isAttached = next.matches("button, img, svg, i, a, [role=button]") && isSmall && isNear && isLevel;
      if (!isAttached || isEmpty(box)) break;
      whole = { ...whole, left: Math.min(whole.left, box.left), right: Math.max(whole.right, box.right) };
      end = next;
    }
    return { control: whole, beside: end };
  }

  /**
   * Give the row of a table that a control stands in.
   *
   * @param {Element} control
   * @param {Frame} frame
   */
  #rowOf(control, frame) {
    const row = control.closest("tr");
    if (row === null || this.#survey.frameAround(row) !== frame) return null;
    const { x, y } = frame.origin();
    return moved(row.getBoundingClientRect(), -x, -y);
  }
}

/** @param {Box} box */
function isTiny({ left, top, right, bottom }) {
  return right - left < TOUCHING || bottom - top < TOUCHING;
}

/** @param {Element} element */
function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}

/** @param {Element} element */
function labelledBy(element) {
  const [name = ""] = (element.getAttribute("aria-labelledby") ?? "").split(" ");
  return name ? elementWithId(element, name) : null;
}

/**
 * Give the last of the elements that must stay right behind an element: a style may say how `input + label` looks.
 *
 * @param {Element} element
 */
function behindRun(element) {
  let end = element;
  for (let next = end.nextElementSibling; next !== null; next = next.nextElementSibling) {
    const box = next.getBoundingClientRect();
    const last = end.getBoundingClientRect();
    const touches = box.left <= last.right + TOUCHING && box.right >= last.left - TOUCHING;
    const isLevel = box.top < last.bottom && box.bottom > last.top;
    if (CONTROLS.has(next.localName) || isOurs(next) || isEmpty(box) || !touches || !isLevel) break;
    if (!next.matches("label, span, button, i, svg, img, a")) break;
    end = next;
  }
  return end;
}

/**
 * Put together what stands under each other: in one container, with the same edge at the start.
 *
 * @param {readonly Layout[]} layouts In page order.
 */
function columnsOf(layouts) {
  /** @type {Layout[][]} */
  const columns = [];
  /** @type {Map<Element | Frame, Layout[][]>} */
  const byContainer = new Map();
  for (const layout of layouts) {
    const { asked, frame, places, tall } = layout;
    const container = asked.head ?? asked.field.elements[0]?.closest(CONTAINERS) ?? frame;
    const known = byContainer.get(container) ?? [];
    byContainer.set(container, known);
    const edge = edgeOf(layout);
    const column = known.find(([one]) => {
      const isLike = one !== undefined && one.places === places && one.tall === tall && one.frame === frame;
      return isLike && Math.abs(edgeOf(one) - edge) <= ALIGNED;
    });
    if (column !== undefined) {
      column.push(layout);
    } else {
      const begun = [layout];
      known.push(begun);
      columns.push(begun);
    }
  }
  return columns;
}

/** @param {Layout} layout */
function edgeOf({ control, rightToLeft }) {
  return rightToLeft ? control.right : control.left;
}

/**
 * Give a place at the end of a control in use, for a sign that has none: over a text if need be, never over a control.
 *
 * @param {Survey} survey
 * @param {Element} element
 * @returns {Spot | null}
 */
function cornerSpot(survey, element) {
  const frame = survey.frameOf.get(element);
  if (frame === undefined) return null;
  const { x, y } = frame.origin();
  const control = moved(element.getBoundingClientRect(), -x, -y);
  const layout = { frame, control, label: [], tall: control.bottom - control.top > 2 * TARGET, rightToLeft: isRightToLeft(element) };
  const beside = behindRun(survey.wrappers.get(element) ?? element);
  for (const { size } of SIZES) {
    for (const place of /** @type {const} */ (["after", "above", "before"])) {
      const box = boxAt(layout, place, { size, air: 0 })?.box;
      if (box === undefined || !frame.holds(box) || frame.isTaken(box, true)) continue;
      const { rightToLeft } = layout;
      return { frame, box, size, place, beside, inside: false, rightToLeft, reach: { left: 0, top: 0, right: 0, bottom: 0 } };
    }
  }
  return null;
}
