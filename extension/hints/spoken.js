/**
 * What is said aloud, and the tip: the hint of the field that has the focus, for those who do not see its sign.
 *
 * A polite live region in an element of ours says it; the page's own elements are not touched. The region stands where
 * a screen reader looks: in the modal dialog that the field is in, if there is one, for the rest is silent then.
 */
"use strict";

/** Milliseconds between the focus and what is said: the reader says the field's own name first. */
const SAID_AFTER = 700;

/** Milliseconds for which the tip stands. */
const TIP_FOR = 4000;

/** Milliseconds for which the region is empty before a text, for the same text may be said twice. */
const EMPTY_FOR = 100;

/** How many times the tip is shown, ever. */
const MOST_TIPS = 3;

/**
 * Give the modal dialog that an element stands in, or the page's body.
 *
 * @param {Node} node
 * @returns {Node}
 */
function spokenWithin(node) {
  for (let around = /** @type {Node | null} */ (node); around !== null; around = around.parentNode) {
    if (isElement(around) && around.localName === "dialog" && around.matches(":modal")) return around;
  }
  return document.body ?? document.documentElement;
}

/** Says hints aloud and shows the tip. */
class Spoken {
  #host = document.createElement("casevide-voice");
  #region = made("div", { role: "status", "aria-live": "polite" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  /** @type {Tip | null} */
  #tip = null;
  #wording;
  #speak;
  #tips;
  #onTip;

  /**
   * @param {object} settings
   * @param {Wording} settings.wording
   * @param {"all" | "some" | "never"} settings.speak `some`: only what must not be left empty, and what is forced
   *   without a duty.
   * @param {number} settings.tips How many times the tip was shown.
   * @param {() => void} settings.onTip Told when it is shown once more.
   */
  constructor({ wording, speak, tips, onTip }) {
    this.#wording = wording;
    this.#speak = speak;
    this.#tips = tips;
    this.#onTip = onTip;
    const root = this.#host.attachShadow({ mode: "closed" });
    root.adoptedStyleSheets = [sheetOf(VOICE_STYLE)];
    this.#region.lang = wording.language;
    root.append(this.#region);
    this.#standIn(spokenWithin(document));
  }

  /** @param {Node} place */
  #standIn(place) {
    if (this.#host.parentNode !== place) place.appendChild(this.#host);
  }

  /**
   * The focus has come to a field, or gone.
   *
   * @param {Marker | null} marker The field's, `null` where it has none.
   * @param {boolean} [byKey] Whether it came by the keyboard (`:focus-visible`).
   */
  focused(marker, byKey = false) {
    clearTimeout(this.#timer);
    this.#tip?.end();
    this.#tip = null;
    this.#region.replaceChildren();
    if (marker === null || marker.question.hint === null) return;
    const { hint, rule, forced } = marker.question;
    this.#standIn(spokenWithin(marker.host));
    const matters = hint.verdict === CARE || (forced && LOWERING.has(hint.verdict));
    if (this.#speak === "all" || (this.#speak === "some" && matters)) {
      this.#timer = setTimeout(() => this.#region.replaceChildren(this.#hintAloud(hint, rule)), SAID_AFTER);
    }
    if (byKey && this.#tips < MOST_TIPS) {
      this.#tips += 1;
      this.#onTip();
      this.#tip = new Tip(marker, this.#wording);
    }
  }

  /**
   * Give the name of the verdict; what is not sure is not said as if it were.
   *
   * @param {Hint} hint
   * @param {Rule | null} rule
   */
  #hintAloud(hint, rule) {
    const name = this.#wording.say(verdictKey("verdict", hint.verdict));
    return rule !== null && isDoubtful(hint, rule) ? `${name}, ${this.#wording.say("remark_check")}` : name;
  }

  /**
   * Say a text aloud.
   *
   * @param {string} text
   * @param {Node} [near] What it is about: it is said in the dialog that this stands in.
   */
  say(text, near = document) {
    clearTimeout(this.#timer);
    this.#standIn(spokenWithin(near));
    this.#region.replaceChildren();
    this.#timer = setTimeout(() => this.#region.replaceChildren(text), EMPTY_FOR);
  }

  /** Take everything back. */
  stop() {
    clearTimeout(this.#timer);
    this.#tip?.end();
    this.#host.remove();
  }
}

/** The key that opens the card, beside the sign, for four seconds. */
class Tip {
  #element;
  #sheet = sheetOf(TIP_STYLE);
  #timer;
  #root;

  /**
   * @param {Marker} marker
   * @param {Wording} wording
   */
  constructor(marker, wording) {
    const { root } = marker;
    this.#root = root;
    this.#element = made("div", { class: "ours tip", lang: wording.language }, made("span", {}, wording.say("tip")));
    this.#element.popover = "manual";
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet];
    root.append(this.#element);
    this.#element.showPopover();
    const { style, offsetWidth: width, offsetHeight: height } = this.#element;
    const page = document.documentElement;
    const sign = marker.button.getBoundingClientRect();
    const view = { width: page.clientWidth || window.innerWidth, height: window.innerHeight };
    const mirrored = getComputedStyle(marker.button).direction === "rtl";
    const rise = (height - sign.height) / 2;
    const room = { card: { width, height }, view, sign, kept: keptFree(marker), rise, mirrored };
    const { left, top } = cardPlace(room) ?? { left: sign.left, top: sign.bottom + CARD_GAP };
    style.setProperty("left", `${left + window.scrollX}px`);
    style.setProperty("top", `${top + window.scrollY}px`);
    this.#timer = setTimeout(() => this.end(), TIP_FOR);
  }

  /** Take it away. */
  end() {
    clearTimeout(this.#timer);
    this.#element.remove();
    this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
}
