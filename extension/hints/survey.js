/**
 * How a page is laid out: what stands where, in which scroller, on which colour. Read in slices; nothing is changed.
 *
 * What is typed is not looked at: inside of what a person writes into there is nothing to see, its outline is enough.
 */
"use strict";

/** The nodes that are walked through between two looks at the clock. */
const NODES_BETWEEN = 32;

/** The pixels up to which two things touch. */
const TOUCHING = 6;

const CONTROLS = setOf("input select textarea button");
const PICTURES = setOf("img svg canvas video audio iframe object embed meter progress math");
const UNSEEN = setOf("script style template noscript head title");

/** What a font's icon, a star or a bullet is drawn with. */
const CONTENT = /^"(?<text>.+)"/;

/** @typedef {{frame: Frame, lines: Box[], holder: Element | null}} Lines The lines of a text, and what holds the last. */
/** @typedef {"light" | "dark" | "plate"} Theme `plate`: light colours, on a plate of their own. */

/** The luminances at which a page is light or dark enough for the colours of a theme. */
const LIGHT_FROM = 0.5;
const DARK_TO = 0.11;
const OPAQUE = 0.5;

/**
 * Give the relative luminance of a colour and its opacity; `null` where it is written in a way that is not understood.
 *
 * @param {string} colour As the browser computes it.
 */
function luminanceOf(colour) {
  const [red, green, blue, alpha = 1] = (/^rgba?\(([^)]+)\)$/.exec(colour)?.[1] ?? "").split(/[\s,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined) return null;
  const linear = [red, green, blue].map((one) => {
    const part = one / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [r = 0, g = 0, b = 0] = linear;
  return { luminance: 0.2126 * r + 0.7152 * g + 0.0722 * b, alpha };
}

/** Reads how one page is laid out. */
class Survey {
  #range = document.createRange();
  #controls;
  /** @type {Frame[]} */
  #stack = [];
  /** @type {Map<Element, Frame>} */
  #frames = new Map();
  /** @type {Map<Node, Theme>} */
  #themes = new Map();
  /** @type {Map<Element, Box>} Controls, where they stand in their frame. */
  #boxes = new Map();
  /** @type {Lines | null} */
  #latest = null;

  /** The page itself. */
  page = new Frame(null, null);
  /** The open shadow roots of the page. @type {ShadowRoot[]} */
  roots = [];
  /** Components that are none yet, or show nothing of what they hold. @type {Element[]} */
  closed = [];
  /** The frame of each control that is shown. @type {Map<Element, Frame>} */
  frameOf = new Map();
  /** What clips nothing but one control. @type {Map<Element, Element>} */
  wrappers = new Map();
  /** The text before each control. @type {Map<Element, Lines>} */
  textBefore = new Map();

  /** @param {Iterable<Element>} controls What asks, besides the controls of HTML. */
  constructor(controls) {
    this.#controls = new Set(controls);
    this.#stack.push(this.page);
  }

  /** The frame of what is being walked through. */
  get #frame() {
    return this.#stack.at(-1) ?? this.page;
  }

  /**
   * Walk through the page; each step is short.
   *
   * @returns {Generator<void, void, void>}
   */
  *read() {
    let number = 0;
    /** @type {Node | null} */
    let node = document.body;
    while (node !== null) {
      number += 1;
      if (number % NODES_BETWEEN === 0) yield;
      /** @type {Node | null} */
      let next = this.#enter(node) ? firstOf(node) : null;
      for (let left = node; next === null; ) {
        this.#leave(left);
        if (left === document.body) return this.#finish();
        next = nextOf(left);
        const parent = parentOf(left);
        if (parent === null) return this.#finish();
        left = parent;
      }
      node = next;
    }
  }

  #finish() {
    this.page.measure();
    for (const frame of this.#frames.values()) frame.measure();
  }

  /**
   * Look at a node; tell whether what it holds matters.
   *
   * @param {Node} node
   */
  #enter(node) {
    if (isCharacters(node)) {
      if (/\S/.test(node.data)) this.#readText(node);
      return false;
    }
    if (!isElement(node) || UNSEEN.has(node.localName) || isOurs(node)) return false;
    if (node.shadowRoot !== null) this.roots.push(node.shadowRoot);
    else if (node.localName.includes("-")) this.closed.push(node);
    const style = getComputedStyle(node);
    if (style.display === "none" || style.contentVisibility === "hidden") return false;
    if (node.localName === "details" && !node.hasAttribute("open")) return this.#readSummary(node);
    if (CONTROLS.has(node.localName) || this.#controls.has(node)) {
      this.#readControl(node, style);
      return false;
    }
    const isShown = style.visibility === "visible";
    if (PICTURES.has(node.localName)) {
      if (isShown) this.#addOutline(node);
      return false;
    }
    if (isEditable(node)) {
      this.#addOutline(node);
      return false;
    }
    if (node.firstChild === null && node.shadowRoot === null) {
      if (isShown && node.localName !== "slot") this.#readIcon(node);
      return node.localName === "slot";
    }
    if (isShown) this.#addEdges(node, style);
    if (this.#isFrame(node, style)) this.#open(node);
    return true;
  }

  /**
   * Keep the drawn edges of what holds something: no sign stands across a line.
   *
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  #addEdges(element, { borderLeftStyle, borderRightStyle, borderTopStyle, borderBottomStyle }) {
    const styles = [borderLeftStyle, borderRightStyle, borderTopStyle, borderBottomStyle];
    if (styles.every((one) => one === "none")) return;
    const { left, top, right, bottom } = this.#local(element.getBoundingClientRect());
    if (right - left <= LARGEST_ICON) return;
    const isDrawn = styles.map((one) => one !== "none" && one !== "hidden");
    if (isDrawn[0]) this.#frame.add({ left, top, right: left + EDGE, bottom });
    if (isDrawn[1]) this.#frame.add({ left: right - EDGE, top, right, bottom });
    // A legend stands in the upper edge of its set.
    if (isDrawn[2] && element.localName !== "fieldset") this.#frame.add({ left, top, right, bottom: top + EDGE });
    if (isDrawn[3]) this.#frame.add({ left, top: bottom - EDGE, right, bottom });
  }

  /**
   * Only the summary of closed details is shown.
   *
   * @param {Element} details
   */
  #readSummary(details) {
    const summary = details.querySelector(":scope > summary");
    if (summary !== null) this.#addOutline(summary);
    return false;
  }

  /**
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  #isFrame(element, style) {
    if (style.position === "fixed") return true;
    if (element === document.body) return false; // its overflow is the window's
    if (style.overflowX === "visible" && style.overflowY === "visible") return false;
    return style.display !== "inline" && style.display !== "contents";
  }

  /** @param {Element} element */
  #open(element) {
    if (getComputedStyle(element).position !== "fixed") this.#addOutline(element);
    const frame = new Frame(element, this.#frame);
    this.#frames.set(element, frame);
    this.#stack.push(frame);
  }

  /**
   * Come to the end of a node.
   *
   * @param {Node} node
   */
  #leave(node) {
    const frame = this.#frame;
    if (frame.element === null || frame.element !== node) return;
    this.#stack.pop();
    const [only] = frame.obstacles;
    const around = frame.around;
    const { width, height } = frame.element.getBoundingClientRect();
    if (getComputedStyle(frame.element).position === "fixed") return;
    const isBare = frame.obstacles.length === 1 && only?.control && this.frameOf.get(only.control) === frame;
    if (!isBare || around === null) return;
    const box = only.box;
    if (width - (box.right - box.left) > 2 * TOUCHING || height - (box.bottom - box.top) > 2 * TOUCHING) return;
    // What clips a single control is its edge, not a room for signs.
    this.#frames.delete(frame.element);
    this.wrappers.set(only.control ?? frame.element, frame.element);
    if (only.control) {
      this.frameOf.set(only.control, around);
      this.#boxes.set(only.control, this.#addOutline(frame.element, only.control));
    }
  }

  /**
   * Give a box of the window in the coordinates of the frame.
   *
   * @param {Box} box
   */
  #local(box) {
    const { x, y } = this.#frame.origin();
    return moved(box, -x, -y);
  }

  /**
   * @param {Element} element
   * @param {Element | null} [control]
   */
  #addOutline(element, control = null) {
    const box = this.#local(element.getBoundingClientRect());
    if (!isEmpty(box)) this.#frame.add(box, control);
    return box;
  }

  /**
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  #readControl(element, style) {
    if (element.localName === "input" && element.getAttribute("type") === "hidden") return;
    if (style.visibility !== "visible") return;
    this.frameOf.set(element, this.#frame);
    this.#boxes.set(element, this.#addOutline(element, element));
    if (this.#latest !== null) this.textBefore.set(element, this.#latest);
  }

  /** @param {Element} element */
  #readIcon(element) {
    const { width, height } = element.getBoundingClientRect();
    if (width > 0 && height > 0 && width <= LARGEST_ICON && height <= LARGEST_ICON) this.#addOutline(element);
  }

  /** @param {Text} text */
  #readText(text) {
    const holder = /** @type {Element | null} */ (parentOf(text));
    if (holder !== null && getComputedStyle(holder).visibility !== "visible") return;
    const lines = this.linesOf(text);
    if (lines.length === 0) return;
    for (const line of lines) this.#frame.add(line);
    this.#latest = { frame: this.#frame, lines, holder };
  }

  /**
   * Give the lines of a text in the coordinates of the present frame.
   *
   * @param {Text} text
   */
  linesOf(text) {
    this.#range.selectNodeContents(text);
    const { x, y } = this.#frame.origin();
    return [...this.#range.getClientRects()].map((box) => moved(box, -x, -y)).filter((box) => !isEmpty(box));
  }

  /**
   * Give the lines of the text of an element, in a frame's coordinates; what stands in controls is not looked at.
   *
   * @param {Element} element
   * @param {Frame} frame
   */
  linesIn(element, frame) {
    const { x, y } = frame.origin();
    /** @type {Box[]} */
    const lines = [];
    const isLeftOut = (/** @type {Element} */ one) => CONTROLS.has(one.localName) || this.#controls.has(one) || isEditable(one);
    for (const node of nodesIn(element, isLeftOut)) {
      if (!isCharacters(node) || !/\S/.test(node.data)) continue;
      this.#range.selectNodeContents(node);
      for (const box of this.#range.getClientRects()) if (!isEmpty(box)) lines.push(moved(box, -x, -y));
    }
    const last = lines.at(-1);
    const drawn = CONTENT.exec(getComputedStyle(element, "::after").content)?.groups?.["text"];
    if (last !== undefined && drawn !== undefined) {
      // What a style draws after a text has no box of its own to ask for: an estimate, on the side where it ends.
      const width = drawn.length * parseFloat(getComputedStyle(element).fontSize) * 0.7;
      const isRightToLeft = getComputedStyle(element).direction === "rtl";
      lines.push({ ...last, ...(isRightToLeft ? { left: last.left - width } : { right: last.right + width }) });
    }
    return lines;
  }

  /**
   * Give where a control stands in its frame, without what is attached to it; `null` if it is not shown.
   *
   * @param {Element} control
   */
  boxOf(control) {
    return this.#boxes.get(control) ?? null;
  }

  /**
   * Give the frame that an element stands in.
   *
   * @param {Node} element
   */
  frameAround(element) {
    for (let node = parentOf(element); node !== null; node = parentOf(node)) {
      const frame = isElement(node) ? this.#frames.get(node) : undefined;
      if (frame !== undefined) return frame;
    }
    return this.page;
  }

  /**
   * Give the theme that a sign needs to be seen inside an element.
   *
   * @param {Node | null} element
   * @returns {Theme}
   */
  themeIn(element) {
    if (element === null || !isElement(element)) {
      const style = getComputedStyle(document.documentElement);
      const isDark = style.colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
      return isDark ? "dark" : "light";
    }
    const known = this.#themes.get(element);
    if (known !== undefined) return known;
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    const colour = luminanceOf(backgroundColor);
    /** @type {Theme} */
    let theme = "plate";
    if (backgroundImage === "none" && colour !== null) {
      const { luminance, alpha } = colour;
      if (alpha <= OPAQUE) theme = this.themeIn(parentOf(element));
      else if (luminance >= LIGHT_FROM) theme = "light";
      else if (luminance <= DARK_TO) theme = "dark";
    }
    this.#themes.set(element, theme);
    return theme;
  }
}
