/**
 * The one card that is open: when it opens and closes, where it stands, where the focus goes.
 *
 * A card is a popover in the shadow root of its sign: in the top layer, works inside of the page's own dialogs, leaves
 * the page's menus open, and Escape closes it first, without a key of the page being heard. Nothing of it remains when
 * it is closed.
 */
"use strict";

/** Milliseconds that the pointer rests on a sign before its card opens. */
const OPEN_AFTER = 400;

/** Milliseconds after the pointer has left sign and card before the card closes. */
const CLOSE_AFTER = 250;

/** The classes of a card that is too long to be seen whole, one after the other: long texts, letters that are wide. */
const WIDTHS = ["wide", "wider"];

/** What can have the focus in a card. */
const CARD_STOPS = "button, a[href], summary, textarea";

/** @typedef {"hover" | "click" | "key" | "present"} OpenedBy */

/**
 * A hint that somebody holds to be wrong.
 *
 * @typedef {object} Wrong
 * @property {string} rule
 * @property {string} verdict
 * @property {string} label
 * @property {string} group
 * @property {string} section
 * @property {string} control
 * @property {string} should What it should say, in the words of the person.
 */

/**
 * Who is told what happens to a card.
 *
 * @typedef {object} Listeners
 * @property {() => void} closed
 * @property {() => void} pressed Its sign is being pressed.
 * @property {() => void} entered The pointer has come to the card.
 * @property {() => void} left The pointer has left it.
 * @property {(note: Wrong) => void} wrong
 */

/** Make the style sheet of the cards; once, when the first opens. */
const cardSheet = (() => {
  /** @type {CSSStyleSheet | null} */
  let sheet = null;
  return () => (sheet ??= sheetOf(CARD_STYLE));
})();

/**
 * Give what has the focus, inside of open shadow roots too.
 *
 * @returns {Element | null}
 */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * Tell whether an element stands in a dialog that holds the rest of the page back.
 *
 * @param {Element} element
 */
function isInModal(element) {
  for (let node = /** @type {Node | null} */ (element); node !== null; node = parentOf(node)) {
    if (isElement(node) && node.localName === "dialog" && node.matches(":modal")) return true;
  }
  return false;
}

/** A card that is open. */
class OpenCard {
  #settings;
  #ended = new AbortController();
  #isPlacing = false;
  /** @type {Element | null} Where the focus goes back to. */
  #from = null;

  /**
   * @param {Marker} marker
   * @param {OpenedBy} by
   * @param {CardSettings} settings
   * @param {Listeners} tell
   */
  constructor(marker, by, settings, tell) {
    this.marker = marker;
    this.by = by;
    this.tell = tell;
    this.#settings = settings;
    this.card = cardOf(marker.question, settings);
    this.#show();
  }

  /** Whether it stays until it is closed. */
  get isPinned() {
    return this.by !== "hover";
  }

  #show() {
    const { card, marker } = this;
    const { signal } = this.#ended;
    this.card.popover = this.by === "present" ? "manual" : "hint"; // "manual" too, where "hint" is not known
    marker.root.adoptedStyleSheets = [...marker.root.adoptedStyleSheets, cardSheet()];
    marker.root.append(card);
    keepInside(card);
    hearKeys(card, (event) => this.#key(event));
    card.addEventListener("click", (event) => this.#act(event));
    card.addEventListener("pointerenter", this.tell.entered);
    card.addEventListener("pointerleave", this.tell.left);
    card.addEventListener("beforetoggle", (event) => {
      if (event.target === card && event.newState === "closed") this.#end(this.hasFocus());
    });
    const toggled = (/** @type {Event} */ { target }) => (target === card ? this.#remove() : this.#place());
    card.addEventListener("toggle", toggled, { capture: true }); // its own, and that of the list of sources
    marker.button.addEventListener("pointerdown", this.tell.pressed, { signal });
    marker.state("on");
    marker.button.setAttribute("aria-expanded", "true");
    card.showPopover();
    this.#place();
    const again = () => this.#placeSoon();
    window.addEventListener("resize", again, { signal });
    window.addEventListener("scroll", again, { signal, capture: true, passive: true });
    if (card.popover === "manual" && this.by !== "present") {
      window.addEventListener("pointerdown", (event) => this.#pressed(event), { signal, capture: true, passive: true });
    }
  }

  /** A press outside closes, where the browser does not see to it. @param {PointerEvent} event */
  #pressed(event) {
    if (event.target !== this.marker.host) this.close(false);
  }

  #placeSoon() {
    if (this.#isPlacing) return;
    this.#isPlacing = true;
    requestAnimationFrame(() => {
      this.#isPlacing = false;
      if (this.card.isConnected) this.#place();
    });
  }

  /** Put the card where it fits; where it fits nowhere, make it a sheet. */
  #place() {
    const { card, marker } = this;
    const { style } = card;
    const isBig = this.by === "present";
    const top = card.scrollTop;
    for (const name of ["left", "top", "max-block-size"]) style.removeProperty(name);
    card.classList.remove("sheet");
    card.classList.add("measure");
    const view = { width: card.offsetWidth, height: card.offsetHeight - (isBig ? BAR_HEIGHT : 0) };
    card.classList.remove("measure");
    style.setProperty("max-block-size", `${view.height - 2 * CARD_GAP}px`);
    const sign = marker.button.getBoundingClientRect();
    const mirrored = getComputedStyle(marker.field[0] ?? marker.host).direction === "rtl";
    const room = { view, sign, kept: keptFree(marker), mirrored };
    const place = isBig ? this.#placeBig(room) : this.#placeWhole(room);
    if (place === null) style.removeProperty("max-block-size");
    else {
      style.setProperty("left", `${place.left}px`);
      style.setProperty("top", `${place.top}px`);
    }
    card.classList.toggle("sheet", place === null);
    marker.ring(place !== null);
    card.scrollTop = top;
  }

  /**
   * Give the place of the narrowest card that is seen whole.
   *
   * @param {Omit<CardRoom, "card">} room
   */
  #placeWhole(room) {
    return this.#widths((card, isWhole) => (isWhole ? cardPlace({ ...room, card }) : null));
  }

  /**
   * Give the place of the narrowest large card that is seen whole beside the field; of the narrowest, where none is.
   *
   * @param {Omit<CardRoom, "card">} room
   */
  #placeBig(room) {
    const all = room.kept.reduce(joined, room.sign);
    const beside = this.#widths((card, isWhole) => {
      const { left, top } = bigCardPlace({ ...room, card });
      const isOver = overlap(all, { left, top, right: left + card.width, bottom: top + card.height });
      return isWhole && !isOver ? { left, top } : null;
    });
    const { offsetWidth: width, offsetHeight: height } = this.card;
    return beside ?? bigCardPlace({ ...room, card: { width, height } });
  }

  /**
   * Try the widths of the card, narrowest first, until one is right; if none is, it is as narrow as before.
   *
   * @param {(card: CardRoom["card"], isWhole: boolean) => {left: number, top: number} | null} place
   */
  #widths(place) {
    const { card } = this;
    for (const width of ["", ...WIDTHS]) {
      card.classList.remove(...WIDTHS);
      if (width) card.classList.add(width);
      const { offsetWidth, offsetHeight, scrollHeight, clientHeight } = card;
      const found = place({ width: offsetWidth, height: offsetHeight }, scrollHeight <= clientHeight + 1);
      if (found !== null) return found;
    }
    card.classList.remove(...WIDTHS);
    return null;
  }

  /** Put the focus on the heading, and remember where it came from. */
  takeFocus() {
    const from = focused();
    const isOfField = from !== null && this.marker.field.some((element) => element === from || element.contains(from));
    this.#from = isOfField ? from : null;
    this.by = this.by === "hover" ? "click" : this.by;
    this.#title()?.focus({ preventScroll: true });
  }

  #title() {
    return this.card.querySelector("h2");
  }

  /** Tell whether the focus is in the card. */
  hasFocus() {
    return this.card.contains(this.marker.root.activeElement);
  }

  /**
   * Close the card.
   *
   * @param {boolean} returnFocus Whether the focus goes back to the field, or the sign, that it came from.
   */
  close(returnFocus) {
    if (this.#ended.signal.aborted) return;
    this.#end(returnFocus);
    this.#remove();
  }

  /** @param {boolean} returnFocus */
  #end(returnFocus) {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.marker.ring(false);
    this.marker.state("rest");
    this.marker.button.setAttribute("aria-expanded", "false");
    if (returnFocus) {
      const back = this.#from instanceof HTMLElement && this.#from.isConnected ? this.#from : this.marker.button;
      back.focus({ preventScroll: true });
    }
    this.tell.closed();
  }

  #remove() {
    if (!this.#ended.signal.aborted || !this.card.isConnected) return; // it has just been shown, or removed
    const { root } = this.marker;
    this.card.remove();
    const at = root.adoptedStyleSheets.lastIndexOf(cardSheet());
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((_, index) => index !== at);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && this.card.popover === "manual") {
      event.preventDefault();
      this.close(true);
    } else if (event.key === "Tab") {
      const stops = [...this.card.querySelectorAll(CARD_STOPS)].filter((stop) => stop.checkVisibility());
      if (this.marker.root.activeElement === stops.at(event.shiftKey ? 0 : -1)) {
        event.preventDefault();
        this.close(true);
      }
    }
  }

  /** @param {MouseEvent} event */
  #act(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    const acts = {
      close: () => this.close(true),
      copy: () => this.#copy(),
      wrong: () => this.#writeNote(),
      keep: () => this.#keepNote(),
      cancel: () => this.#endNote(),
    };
    acts[/** @type {keyof typeof acts} */ (button?.getAttribute("data-act"))]?.();
  }

  /** @param {string} key @param {...Node} more */
  #say(key, ...more) {
    this.card.querySelector(".told")?.replaceChildren(this.#settings.wording.say(key), ...more);
    this.#place();
  }

  async #copy() {
    const text = questionForDpo(this.marker.question, this.#settings.wording);
    const isThere = await copyText(text);
    this.#say(isThere ? "action_copied" : "action_not_copied", made("p", { class: "copied" }, text));
  }

  #writeNote() {
    if (this.card.querySelector(".wrong") !== null) return this.#endNote();
    const form = wrongForm(this.#settings.wording);
    this.card.querySelector(".acts")?.after(form);
    this.card.querySelector("[data-act=wrong]")?.setAttribute("aria-expanded", "true");
    this.#place();
    form.querySelector("textarea")?.focus();
  }

  #keepNote() {
    const box = this.card.querySelector("textarea");
    const { field, hint } = this.marker.question;
    if (box === null || hint === null) return;
    const { label, group, section, control } = field;
    this.tell.wrong({ rule: hint.rule, verdict: hint.verdict, label, group, section, control, should: writtenIn(box) });
    this.#endNote();
    this.#say("wrong_kept");
  }

  #endNote() {
    const act = this.card.querySelector("button[data-act=wrong]");
    this.card.querySelector(".wrong")?.remove();
    act?.setAttribute("aria-expanded", "false");
    this.#place();
    if (act instanceof HTMLElement) act.focus();
  }
}

/** Opens and closes cards, one at a time. */
class Cards {
  /** @type {OpenCard | null} */
  #open = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  /** Whose pinned card was open when its sign was pressed: the browser may have closed it since. @type {Marker | null} */
  #pressed = null;
  /** @type {((marker: Marker) => void) | null} */
  #chosen = null;
  #settings;
  #wrong;

  /**
   * @param {object} settings
   * @param {Wording} settings.wording
   * @param {Rulebook} settings.rulebook
   * @param {(note: Wrong) => void} settings.onWrong Told what somebody noted as wrong; profile and date are for the
   *   caller to add.
   */
  constructor({ wording, rulebook, onWrong }) {
    this.#settings = { wording, rulebook };
    this.#wrong = onWrong;
  }

  /** The marker whose card is open. */
  get current() {
    return this.#open?.marker ?? null;
  }

  /**
   * The pointer has come to a sign: its card opens if it stays. Not inside of a modal dialog, where a card that nobody
   * asked for can share one Escape with the dialog.
   *
   * @param {Marker} marker
   */
  hover(marker) {
    clearTimeout(this.#timer);
    if (this.#chosen !== null || this.current === marker || this.#open?.isPinned || isInModal(marker.host)) return;
    this.#timer = setTimeout(() => this.open(marker, { by: "hover" }), OPEN_AFTER);
  }

  /**
   * The pointer has left a sign.
   *
   * @param {Marker} marker
   */
  leave(marker) {
    clearTimeout(this.#timer);
    if (this.current === marker) this.#closeSoon();
  }

  #closeSoon() {
    clearTimeout(this.#timer);
    if (this.#open === null || this.#open.isPinned) return;
    this.#timer = setTimeout(() => this.close({ returnFocus: false }), CLOSE_AFTER);
  }

  /**
   * A sign was activated: open its card with the focus in it, or close it if it was opened so.
   *
   * @param {Marker} marker
   * @param {{focus?: boolean, by?: "click" | "key"}} [how]
   */
  toggle(marker, { focus = true, by = "click" } = {}) {
    if (this.#chosen !== null) return this.#chosen(marker);
    const wasOpen = this.#pressed === marker || (this.current === marker && this.#open?.isPinned === true);
    this.#pressed = null;
    if (wasOpen) return this.close({ returnFocus: true });
    if (this.current !== marker) this.open(marker, { by, focus });
    else this.#open?.takeFocus();
  }

  /**
   * Open the card of a marker; one that is open closes.
   *
   * @param {Marker} marker
   * @param {{by: OpenedBy, focus?: boolean, number?: number | null}} how `number`: that of a presentation.
   */
  open(marker, { by, focus = by === "click" || by === "key", number = null }) {
    this.close({ returnFocus: false });
    const { question, host } = marker;
    if (question.hint === null || question.rule === null || !host.isConnected) return;
    const settings = { ...this.#settings, big: by === "present", number };
    const open = new OpenCard(marker, by, settings, this.#listeners(marker));
    this.#open = open;
    if (focus) open.takeFocus();
  }

  /**
   * @param {Marker} marker
   * @returns {Listeners}
   */
  #listeners(marker) {
    return {
      closed: () => {
        clearTimeout(this.#timer);
        this.#open = null;
      },
      pressed: () => {
        this.#pressed = this.#open?.isPinned ? marker : null;
        const forget = () => setTimeout(() => (this.#pressed = null)); // after the click that comes with it
        window.addEventListener("pointerup", forget, { capture: true, once: true, passive: true });
      },
      entered: () => clearTimeout(this.#timer),
      left: () => this.#closeSoon(),
      wrong: this.#wrong,
    };
  }

  /**
   * Close the card, if one is open.
   *
   * @param {{returnFocus?: boolean}} [how]
   */
  close({ returnFocus = false } = {}) {
    clearTimeout(this.#timer);
    this.#open?.close(returnFocus);
  }

  /**
   * A marker goes away: so does its card.
   *
   * @param {Marker} marker
   */
  withdrawn(marker) {
    if (this.#pressed === marker) this.#pressed = null;
    if (this.current === marker) this.close({ returnFocus: this.#open?.hasFocus() });
  }

  /**
   * While a presentation runs, activating a sign is for it to answer, and pointing at one opens nothing.
   *
   * @param {((marker: Marker) => void) | null} chosen `null`: it is over.
   */
  lend(chosen) {
    this.close();
    this.#chosen = chosen;
  }
}
