/**
 * The parts of a page within which nothing moves against each other, and what stands in them. Geometry, in pixels.
 *
 * Everything is kept per frame: the page, a scroller, something that clips, something fixed. Within a frame positions do
 * not depend on scrolling, so signs that stand in it need no listener to move along.
 */
"use strict";

/** The width and height up to which something without content is taken for an icon. */
const LARGEST_ICON = 64;

/** How far from a text something small still belongs to it, and how many such things are looked at. */
const NEAR_TEXT = 8;
const MOST_SMALL = 3;

/** How thick a drawn edge is taken for. */
const EDGE = 1;

/** The side of the squares that obstacles are kept by. */
const SQUARE = 128;

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box In pixels. */
/** @typedef {{box: Box, control: Element | null}} Obstacle */
/**
 * @param {Box} one
 * @param {Box} other
 */
function overlap(one, other) {
  const least = 0.5;
  return (
    one.left < other.right - least &&
    other.left < one.right - least &&
    one.top < other.bottom - least &&
    other.top < one.bottom - least
  );
}

/**
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 * @returns {Box}
 */
function moved(box, x, y) {
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {Box}
 */
function joined(one, other) {
  return {
    ...{ left: Math.min(one.left, other.left), top: Math.min(one.top, other.top) },
    ...{ right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom) },
  };
}

/** @param {Box} box */
function isEmpty({ left, top, right, bottom }) {
  return right - left < 1 || bottom - top < 1;
}

/** A part of the page within which nothing moves against each other, with what stands in it. */
class Frame {
  /** @type {Map<string, Obstacle[]>} */
  #squares = new Map();

  /**
   * @param {Element | null} element What scrolls, clips or is fixed; `null` for the page.
   * @param {Frame | null} around
   */
  constructor(element, around) {
    this.element = element;
    this.around = around;
    /** @type {Obstacle[]} */
    this.obstacles = [];
    /** @type {Box} */
    this.limits = { left: 0, top: 0, right: 0, bottom: 0 };
  }

  /** Give where the frame's zero stands in the window now. */
  origin() {
    if (this.element === null) return { x: -scrollX, y: -scrollY };
    const { left, top } = this.element.getBoundingClientRect();
    const { clientLeft, clientTop, scrollLeft, scrollTop } = this.element;
    return { x: left + clientLeft - scrollLeft, y: top + clientTop - scrollTop };
  }

  /** Read how far it reaches: what stands beyond would make it scroll further, or be cut off. */
  measure() {
    const element = this.element ?? document.documentElement;
    const { clientWidth, scrollWidth, clientHeight, scrollHeight } = element;
    const isRightToLeft = getComputedStyle(element).direction === "rtl";
    const right = isRightToLeft ? clientWidth : scrollWidth;
    this.limits = { left: right - Math.max(scrollWidth, clientWidth), top: 0, right, bottom: Math.max(scrollHeight, clientHeight) };
  }

  /**
   * @param {Box} box
   * @returns {Generator<string, void, void>}
   */
  *#squaresOf({ left, top, right, bottom }) {
    for (let x = Math.floor(left / SQUARE); x <= Math.floor(right / SQUARE); x += 1) {
      for (let y = Math.floor(top / SQUARE); y <= Math.floor(bottom / SQUARE); y += 1) yield `${x} ${y}`;
    }
  }

  /**
   * Keep something that no sign may cover.
   *
   * @param {Box} box
   * @param {Element | null} [control] The control that it is.
   */
  add(box, control = null) {
    const obstacle = { box, control };
    this.obstacles.push(obstacle);
    for (const square of this.#squaresOf(box)) {
      const known = this.#squares.get(square);
      if (known === undefined) this.#squares.set(square, [obstacle]);
      else known.push(obstacle);
    }
  }

  /**
   * Tell whether something stands in a box.
   *
   * @param {Box} box
   * @param {boolean} [controlsOnly]
   */
  isTaken(box, controlsOnly = false) {
    for (const square of this.#squaresOf(box)) {
      for (const obstacle of this.#squares.get(square) ?? []) {
        if ((!controlsOnly || obstacle.control !== null) && overlap(box, obstacle.box)) return true;
      }
    }
    return false;
  }

  /**
   * Give a line of text with the small things that follow or precede it: an icon, a mark, a reference.
   *
   * @param {Box} line
   * @param {boolean} isRight On which side.
   */
  withSmall(line, isRight) {
    let whole = line;
    for (let count = 0; count < MOST_SMALL; count += 1) {
      const { left, top, right, bottom } = whole;
      const beside = isRight ? { left: right, top, right: right + NEAR_TEXT, bottom } : { left: left - NEAR_TEXT, top, right: left, bottom };
      const next = this.#in(beside).find(({ box, control }) => {
        const isBeyond = isRight ? box.right > right : box.left < left;
        return control === null && isBeyond && box.right - box.left <= LARGEST_ICON && box.bottom - box.top < 2 * (bottom - top);
      });
      if (next === undefined || next.box.right - next.box.left <= EDGE) break;
      whole = isRight ? { ...whole, right: next.box.right } : { ...whole, left: next.box.left };
    }
    return whole;
  }

  /**
   * Give what stands in a box.
   *
   * @param {Box} box
   */
  #in(box) {
    return [...this.#squaresOf(box)].flatMap((square) => (this.#squares.get(square) ?? []).filter((one) => overlap(box, one.box)));
  }

  /**
   * Tell whether a box stays inside.
   *
   * @param {Box} box
   */
  holds({ left, top, right, bottom }) {
    const { limits } = this;
    return left >= limits.left && top >= limits.top && right <= limits.right && bottom <= limits.bottom;
  }
}
