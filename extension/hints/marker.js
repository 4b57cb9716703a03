/**
 * One sign on the page: a real button in a closed shadow root of its own, beside the control that it speaks of.
 *
 * Its host has no size and takes no room. What is drawn is placed against the host's own position, so it moves along with
 * whatever the host stands in, without any listener.
 */
"use strict";

/** The widths of the outline around the field while its card is open, and how far outside of it that is. */
const RING = 2;

const MARKER_STYLE = `
  :host { all: initial !important; position: absolute !important; display: block !important; z-index: 0 !important;
    width: 0 !important; height: 0 !important; pointer-events: none !important; }
  :host(.float) { position: relative !important; float: inline-start !important; }
  :host(.away) { display: none !important; }
  .box { position: absolute; box-sizing: border-box; color: var(--light); font: 700 13px/1 ${FONT}; }
  .dark { color: var(--dark); }
  button { all: unset; box-sizing: border-box; position: relative; display: flex; align-items: center; width: 100%;
    height: 100%; border-radius: 5px; color: inherit; cursor: pointer; pointer-events: auto; z-index: 0; }
  button::before { content: ""; position: absolute; inset: var(--reach); }
  svg { flex: none; display: block; }
  .suffix { width: 6px; margin-inline-end: -6px; letter-spacing: -.5px; }
  button::after { content: ""; position: absolute; inset: 0; border-radius: inherit; z-index: -1; }
  .bare button::after { inset: 0; inset-inline: calc(var(--spare) / -2) calc(var(--spare) / 2); }
  .plate button::after { background: #fff; }
  .on button::after, button:hover::after { background: ${TOKENS.light.surface}; outline: 1.5px solid currentColor; }
  .dark.on button::after, .dark button:hover::after { background: ${TOKENS.dark.surface}; }
  button:focus-visible { outline: 2px solid ${TOKENS.light.ink}; outline-offset: 0; box-shadow: 0 0 0 4px ${TOKENS.light.surface}; }
  .dark button:focus-visible { outline-color: ${TOKENS.dark.ink}; box-shadow: 0 0 0 4px ${TOKENS.dark.surface}; }
  .ring { position: absolute; box-sizing: border-box; color: ${TOKENS.light.muted}; border: ${RING}px solid; border-radius: 5px; pointer-events: none; }
  .box.pill { color: #fff; font-size: 15px; }
  .pill button { width: max-content; min-width: 100%; gap: 3px; padding: 0 5px; border-radius: 12px;
    background: var(--light) !important; print-color-adjust: exact; }
  .pill button::after { display: none; }
  .pill .suffix { width: auto; margin: 0; }
  .pill + .ring { border-width: 4px; box-shadow: 0 0 0 3px #fff, inset 0 0 0 3px #fff; }
  .number:empty, .suffix:empty { display: none; }
  [hidden] { display: none !important; }
  @media (forced-colors: active) {
    .box, .dark, .ring { color: CanvasText; forced-color-adjust: none; }
    .plate button::after, .on button::after, button:hover::after { background: Canvas; }
    .on button::after, button:hover::after, button:focus-visible { outline-color: Highlight; box-shadow: none; }
    .ring { border-color: Highlight; }
    .pill button { background: Canvas !important; border: 1px solid CanvasText; }
    .box.pill { color: CanvasText; }
  }
  @media print { .box:not(.pill), .ring { display: none !important; } }
`;

/** @type {CSSStyleSheet | null} */
let markerSheet = null;

/**
 * What a marker tells of itself.
 *
 * @typedef {object} MarkerHearer
 * @property {(marker: Marker) => void} hover
 * @property {(marker: Marker) => void} leave
 * @property {(marker: Marker, how: {focus: boolean}) => void} toggle
 */

/**
 * Outline a field, against where a host of ours stands.
 *
 * @param {HTMLElement} ring What the outline is drawn with.
 * @param {Element} host
 * @param {readonly Element[]} field Several are outlined together.
 */
function drawRing(ring, host, field) {
  const boxes = field.map((element) => element.getBoundingClientRect()).filter((box) => !isEmpty(box));
  const [first, ...others] = /** @type {Box[]} */ (boxes);
  ring.hidden = first === undefined || !host.isConnected;
  if (first === undefined || ring.hidden) return;
  const { left, top, right, bottom } = others.reduce(joined, first);
  const { left: x, top: y } = host.getBoundingClientRect();
  const out = 2 * RING;
  ring.style.left = `${left - x - out}px`;
  ring.style.top = `${top - y - out}px`;
  ring.style.width = `${right - left + 2 * out}px`;
  ring.style.height = `${bottom - top + 2 * out}px`;
}

/** Outlines a field that has no sign on the page. */
class Outline {
  #ring = made("div", { class: "ring" });
  #field;

  /** @param {readonly Element[]} field */
  constructor(field) {
    markerSheet ??= sheetOf(MARKER_STYLE);
    this.#field = field;
    this.host = document.createElement("casevide-marker");
    const root = this.host.attachShadow({ mode: "closed" });
    root.adoptedStyleSheets = [markerSheet];
    root.append(this.#ring);
  }

  /** Draw it, once its host is in the document. */
  draw() {
    drawRing(this.#ring, this.host, this.#field);
  }

  /** Take it out of the document. */
  withdraw() {
    this.host.remove();
  }
}

/**
 * Give what a screen reader says of a sign: its verdict, the question, and what there is to remark.
 *
 * @param {Asked} asked
 * @param {Wording} wording
 */
function signName(asked, wording) {
  const { hint, rule, forced, kind, rows } = asked;
  const verdict = wording.say(`verdict_${(hint?.verdict ?? "silent").replace("-", "_")}`);
  const label = labelOf(asked, wording);
  /** @type {string[]} */
  const remarks = [];
  if (hint !== null && rule !== null) {
    if (forced && LOWERING.has(hint.verdict)) remarks.push(wording.say("remark_forced"));
    if (suffixOf(hint, rule, false) === "?") remarks.push(wording.say("remark_check"));
    if (hint.disagree.length > 0) remarks.push(wording.say("remark_disagree"));
  }
  if (kind === "list") remarks.push(wording.count("remark_boxes", rows));
  if (kind === "column") remarks.push(wording.count("remark_rows", rows));
  if (remarks.length === 0) return wording.say("sign_name", { verdict, label });
  return wording.say("sign_name_remarks", { verdict, label, remarks: wording.list(remarks) });
}

/** The sign of one question. */
class Marker {
  #box;
  #glyph;
  #number = made("span", { class: "number" });
  #suffix;
  #ring = made("div", { class: "ring", hidden: true });
  #size = 20;
  #isQuiet = false;
  /** @type {Theme} */
  #theme = "light";

  /**
   * @param {Asked & {hint: Hint}} asked The question that it speaks of.
   * @param {Wording} wording
   * @param {MarkerHearer} hearer
   * @param {{tab: boolean}} how `tab`: whether Tab stops here.
   */
  constructor(asked, wording, hearer, { tab }) {
    markerSheet ??= sheetOf(MARKER_STYLE);
    const { verdict } = asked.hint;
    this.question = asked;
    this.verdict = verdict;
    this.field = asked.fields.flatMap((field) => field.elements);
    /** Where it belongs. @type {Spot | null} */
    this.spot = null;
    /** Where it was drawn. @type {Spot | null} */
    this.drawn = null;
    this.host = document.createElement("casevide-marker");
    this.root = this.host.attachShadow({ mode: "closed" });
    this.root.adoptedStyleSheets = [markerSheet];
    this.#glyph = glyph(verdict);
    this.#suffix = made("span", { class: "suffix", "aria-hidden": "true" }, asked.suffix);
    const name = { "aria-label": signName(asked, wording), lang: wording.language };
    const dialog = { "aria-haspopup": "dialog", "aria-expanded": "false" };
    this.button = made(
      "button",
      { type: "button", tabindex: tab ? "0" : "-1", ...name, ...dialog },
      ...[this.#glyph, this.#number, this.#suffix],
    );
    this.#box = made("div", { class: "box" }, this.button);
    const sign = SIGNS[verdict];
    for (const element of [this.#box, this.#ring]) {
      element.style.setProperty("--light", sign?.light ?? "");
      element.style.setProperty("--dark", sign?.dark ?? "");
    }
    this.root.append(this.#box, this.#ring);
    keepInside(this.#box);
    this.button.addEventListener("pointerenter", () => hearer.hover(this));
    this.button.addEventListener("pointerleave", () => hearer.leave(this));
    this.button.addEventListener("click", () => hearer.toggle(this, { focus: true }));
    // The field keeps the focus until the card asks for it.
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.#draw();
  }

  // standing on the page

  /** Where the host stands in the window now; everything is drawn against that. */
  get origin() {
    return this.host.getBoundingClientRect();
  }

  /**
   * Draw the sign at a place of the window.
   *
   * @param {{left: number, top: number}} origin Where the host stands.
   * @param {Box} place
   * @param {Box} reach How far beyond it a pointer may be, on each side.
   */
  place(origin, { left, top, right }, reach) {
    this.#size = Math.round(right - left);
    const { style } = this.#box;
    style.left = `${left - origin.left}px`;
    style.top = `${top - origin.top}px`;
    const sides = [reach.top, reach.right, reach.bottom, reach.left];
    style.setProperty("--reach", sides.map((one) => `${-one}px`).join(" "));
    this.#draw();
  }

  /**
   * Move the sign to where it was asked to stand, on a page that is drawn larger or smaller.
   *
   * @param {Box} drawn Where it stands.
   * @param {Box} place
   */
  correct(drawn, { left, top }) {
    const scale = (drawn.right - drawn.left) / this.#size || 1;
    const { style } = this.#box;
    if (Math.abs(drawn.left - left) > 0.75) style.left = `${parseFloat(style.left) + (left - drawn.left) / scale}px`;
    if (Math.abs(drawn.top - top) > 0.75) style.top = `${parseFloat(style.top) + (top - drawn.top) / scale}px`;
  }

  /** Where the sign is drawn in the window now. */
  get box() {
    return this.#box.getBoundingClientRect();
  }

  /** Whether it is in the document. */
  get isMounted() {
    return this.host.isConnected;
  }

  /** Take everything of the sign out of the document. */
  withdraw() {
    this.ring(false);
    this.host.remove();
  }

  // looks

  #draw() {
    const { suffix } = this.question;
    const isPill = this.#box.classList.contains("pill");
    const size = this.#size;
    // With a suffix the sign leaves it its room; without one it may fill a small box.
    const full = isPill ? 15 : suffix && size < 20 ? Math.round(size * 0.7) : Math.min(14, size);
    const drawn = this.#isQuiet && LOWERING.has(this.verdict) && !isPill ? Math.min(10, full) : full;
    for (const side of ["width", "height"]) this.#glyph.style.setProperty(side, `${drawn}px`);
    this.#box.style.setProperty("--spare", `${size - drawn}px`);
    this.#box.classList.toggle("bare", suffix === "" && !isPill);
    this.#box.style.fontSize = size < 16 && !isPill ? "9px" : "";
    this.#box.style.height = `${isPill ? Math.max(size, 20) : size}px`;
    this.#box.style.width = isPill ? "max-content" : `${size}px`;
    const { place = "after", rightToLeft = false } = this.spot ?? {};
    // The sign stands on the side of its field; what is wider than a sign grows away from that.
    const isOnRight = (place === "after" || place === "label end") !== rightToLeft;
    this.button.style.direction = rightToLeft ? "rtl" : "ltr";
    this.#box.style.translate = isPill && !isOnRight ? `calc(-100% + ${size}px)` : "";
    this.#box.classList.toggle("dark", this.#theme === "dark");
    this.#box.classList.toggle("plate", this.#theme === "plate");
    this.#ring.style.borderColor = `var(${this.#theme === "dark" ? "--dark" : "--light"})`;
  }

  /** @param {Theme} theme */
  set theme(theme) {
    this.#theme = theme;
    this.#draw();
  }

  /** @param {boolean} isQuiet Whether signs are smaller, but for those of what must not be left out. */
  set quiet(isQuiet) {
    this.#isQuiet = isQuiet;
    this.#draw();
  }

  /**
   * Show the sign as at rest, or as in use: on a plate, outlined.
   *
   * @param {"rest" | "on"} state
   */
  state(state) {
    this.#box.classList.toggle("on", state === "on");
  }

  /** @param {boolean} isAway Whether the sign is hidden with its field. */
  set away(isAway) {
    this.host.classList.toggle("away", isAway);
  }

  /**
   * Show the sign as a pill with its number, or as a sign again.
   *
   * @param {number | null} number
   */
  pill(number) {
    this.#number.textContent = number === null ? "" : String(number);
    this.#box.classList.toggle("pill", number !== null);
    this.#draw();
  }

  /**
   * Outline the field; of several, all of them together.
   *
   * @param {boolean} isOn
   */
  ring(isOn) {
    if (isOn) drawRing(this.#ring, this.host, this.field);
    else this.#ring.hidden = true;
  }
}
