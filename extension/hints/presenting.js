/**
 * Presentation mode, for a room that looks at a projector: numbered signs, a large card, a bar to go from one to the next.
 *
 * The bar holds the focus and hears the keys, so that no arrow key reaches the page. Leaving takes everything back.
 */
"use strict";

/**
 * What a presentation needs of what is drawn on the page.
 *
 * @typedef {object} Stage
 * @property {readonly Marker[]} markers In the order of the document.
 * @property {(on: boolean) => void} pills Show the signs large and numbered, or as they were.
 * @property {(marker: Marker) => void} scrollTo
 */

/** @typedef {string} Filter A verdict; `forced` for what is compulsory without a duty; `""` for all. */

const FORCED = "forced";

/**
 * @param {() => void} act
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} inside
 */
function barButton(act, attributes, ...inside) {
  const button = made("button", { type: "button", ...attributes }, ...inside);
  button.addEventListener("click", act);
  return button;
}

/** Runs a presentation. */
class Presenting {
  #scene;
  #cards;
  #wording;
  #onStop;
  /** @type {HTMLElement | null} */
  #host = null;
  #bar = made("div");
  #place = made("span", { class: "place" });
  #heard = made("span", { class: "heard", role: "status" });
  /** @type {Map<Filter, HTMLButtonElement>} */
  #filters = new Map();
  /** @type {Filter} */
  #filter = "";
  /** @type {Marker | null} */
  #current = null;
  /** @type {Element | null} */
  #before = null;

  /**
   * @param {object} parts
   * @param {Stage} parts.scene
   * @param {Cards} parts.cards
   * @param {Wording} parts.wording
   * @param {() => void} [parts.onStop] Told when the person leaves.
   */
  constructor({ scene, cards, wording, onStop = () => {} }) {
    this.#scene = scene;
    this.#cards = cards;
    this.#wording = wording;
    this.#onStop = onStop;
  }

  /** Whether the presentation runs. */
  get isOn() {
    return this.#host !== null;
  }

  /** Begin, with the first sign that is in the window, or the first of all. */
  start() {
    if (this.isOn) return;
    this.#before = focused();
    this.#scene.pills(true);
    this.#cards.lend((marker) => this.#go(marker));
    this.#host = document.createElement("casevide-bar");
    const root = this.#host.attachShadow({ mode: "closed" });
    root.adoptedStyleSheets = [sheetOf(BAR_STYLE)];
    this.#bar = this.#newBar();
    root.append(this.#bar, this.#legend());
    spokenWithin([...document.querySelectorAll("dialog:modal")].at(-1) ?? document).appendChild(this.#host);
    keepInside(this.#bar);
    hearKeys(this.#bar, (event) => this.#key(event));
    this.#bar.popover = "manual";
    this.#bar.showPopover();
    this.#filterBy("");
    this.#bar.focus();
    const { markers } = this.#scene;
    const inView = markers.find(({ button }) => {
      const { top, bottom } = button.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight - BAR_HEIGHT;
    });
    const first = inView ?? markers[0];
    if (first === undefined) this.#tell(this.#wording.say("present_none"));
    else this.#go(first);
  }

  /** Leave: the page looks as before, and the focus is where it was. */
  stop() {
    if (this.#host === null) return;
    this.#cards.lend(null);
    this.#scene.pills(false);
    this.#host.remove();
    this.#host = null;
    this.#current = null;
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus({ preventScroll: true });
    this.#onStop();
  }

  /** @param {string} key @param {Parameters<Wording["say"]>[1]} [places] */
  #say(key, places) {
    return this.#wording.say(key, places);
  }

  #newBar() {
    const previous = barButton(() => this.#step(-1), { "aria-label": this.#say("present_previous") }, "‹");
    const next = barButton(() => this.#step(1), { "aria-label": this.#say("present_next") }, "›");
    const filters = made("div", { role: "group", "aria-label": this.#say("panel_filters") });
    for (const filter of [...VERDICTS, FORCED]) {
      const n = this.#matching(filter).length;
      const name = this.#say("filter_name", { name: this.#nameOf(filter), n });
      const inside =
        filter === FORCED
          ? ["*", made("span", { class: "long" }, name), made("span", { class: "short" }, String(n))]
          : [glyph(filter, 16), String(n)];
      const attributes = { "data-verdict": filter, "aria-label": name, title: name };
      const one = barButton(() => this.#press(filter), attributes, ...inside);
      one.disabled = n === 0;
      this.#filters.set(filter, one);
      filters.append(one);
    }
    const leave = barButton(() => this.stop(), {}, this.#say("present_leave"));
    const where = made("div", {}, previous, this.#place, next, this.#heard);
    const attributes = { class: "ours bar", role: "region", "aria-label": this.#say("present_bar"), tabindex: -1 };
    return made("div", { ...attributes, lang: this.#wording.language }, where, filters, made("div", {}, leave));
  }

  /** @param {Filter} filter */
  #nameOf(filter) {
    return this.#say(filter === FORCED ? "filter_forced" : verdictKey("short", filter));
  }

  /** What stands on paper instead of the bar: sign and name of each verdict. */
  #legend() {
    const lines = VERDICTS.map((verdict) =>
      made("li", {}, glyph(verdict, 13), `${SIGNS[verdict]?.typed} ${this.#say(verdictKey("verdict", verdict))}`),
    );
    const heading = made("p", {}, this.#say("present_legend"));
    const said = made("p", {}, this.#say("disclaimer"));
    return made("div", { class: "ours legend", lang: this.#wording.language }, heading, made("ul", {}, ...lines), said);
  }

  /**
   * Give the markers that a filter lets through.
   *
   * @param {Filter} filter
   */
  #matching(filter) {
    return this.#scene.markers.filter(({ question: { hint, forced } }) => {
      if (hint === null) return false;
      if (filter === FORCED) return forced && LOWERING.has(hint.verdict);
      return filter === "" || hint.verdict === filter;
    });
  }

  /** Set a filter, or take it back. @param {Filter} filter */
  #press(filter) {
    if (this.#matching(filter).length > 0) this.#filterBy(filter === this.#filter ? "" : filter);
  }

  /** @param {Filter} filter */
  #filterBy(filter) {
    this.#filter = filter;
    for (const [one, button] of this.#filters) button.setAttribute("aria-pressed", String(one === filter));
    const matching = this.#matching(filter);
    if (this.#current !== null && !matching.includes(this.#current)) this.#step(1);
  }

  /** Go to the next marker that the filter lets through, or the one before; round at the ends. @param {1 | -1} way */
  #step(way) {
    const matching = this.#matching(this.#filter);
    const order = this.#scene.markers;
    const at = this.#current === null ? -1 : order.indexOf(this.#current);
    const onwards = matching.filter((marker) => (order.indexOf(marker) - at) * way > 0);
    const next = way === 1 ? (onwards[0] ?? matching[0]) : (onwards.at(-1) ?? matching.at(-1));
    if (next !== undefined) this.#go(next);
  }

  /** @param {Marker} marker */
  #go(marker) {
    const { markers } = this.#scene;
    const number = markers.indexOf(marker) + 1;
    this.#current = marker;
    this.#scene.scrollTo(marker);
    this.#cards.open(marker, { by: "present", number });
    this.#tell(this.#say("present_place", { n: number, total: markers.length }));
    const { question } = marker;
    this.#heard.replaceChildren(this.#nameOf(question.hint?.verdict ?? ""), " ", labelOf(question, this.#wording));
    if (!this.#bar.contains(/** @type {ShadowRoot} */ (this.#bar.getRootNode()).activeElement)) this.#bar.focus();
  }

  /** @param {string} place */
  #tell(place) {
    this.#place.replaceChildren(place);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const filter = [...VERDICTS, FORCED][Number(event.key) - 1];
    /** @type {Record<string, () => void>} */
    const acts = { ArrowLeft: () => this.#step(-1), ArrowRight: () => this.#step(1), Escape: () => this.stop() };
    const act = filter === undefined ? acts[event.key] : () => this.#press(filter);
    if (act === undefined) return;
    event.preventDefault();
    act();
  }
}
