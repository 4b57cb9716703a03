/**
 * All signs that stand on one document: put there, placed anew, made quiet or hidden, taken away without a trace.
 */
"use strict";

/** More signs than this in one screenful, and they become quiet by themselves. */
const MOST_IN_SIGHT = 30;

/** How many signs are put in between two looks at the clock. */
const MOUNTED_AT_ONCE = 8;

/** How far beyond the window, and beyond a scroller's edge on top of that, signs are put in. */
const NEAR = "50%";
const NEAR_IN_SCROLLER = "100%";

/**
 * @typedef {object} SceneSettings
 * @property {Wording} wording
 * @property {MarkerHearer & {withdrawn(marker: Marker): void}} cards
 * @property {"auto" | "normal" | "quiet" | "hidden"} density
 * @property {boolean} tab Whether Tab stops at signs.
 * @property {() => void} [onPlaced] Called after signs were placed or hidden.
 */

class Scene {
  #wording;
  #cards;
  #tab;
  #density;
  #onPlaced;
  #near = new IntersectionObserver((entries) => this.#seen(entries), nearness());
  /** @type {Map<Element, Marker>} The markers by what is observed for them. */
  #observed = new Map();
  /** @type {Map<Asked, Marker>} */
  #markers = new Map();
  /** What is near the window, of what is observed. @type {Set<Element>} */
  #inReach = new Set();
  #mounting = new Mounting((marker) => this.#isCurrent(marker));
  /** @type {readonly Asked[]} */
  #questions = [];
  /** @type {Placing | null} */
  #placing = null;
  /** @type {Survey | null} */
  #survey = null;
  /** @type {Marker | null} The sign of the field in use, where it has none beside it. */
  #guest = null;
  /** @type {Marker | null} */
  #focused = null;
  /** @type {Outline | null} */
  #outline = null;
  #isPresenting = false;
  #turn = 0;
  #isMounting = false;
  #isDue = false;
  #isOver = false;

  /** The open shadow roots that were met. @type {readonly ShadowRoot[]} */
  roots = [];
  /** Components that may still show something. @type {readonly Element[]} */
  closed = [];

  /** @param {SceneSettings} settings */
  constructor({ wording, cards, density, tab, onPlaced = () => undefined }) {
    this.#wording = wording;
    this.#cards = cards;
    this.#density = density;
    this.#tab = tab;
    this.#onPlaced = onPlaced;
  }

  // what is shown

  /** The signs that have a place, in page order. */
  get markers() {
    return this.#questions.flatMap((asked) => {
      const marker = this.#markers.get(asked);
      return marker?.spot ? [marker] : [];
    });
  }

  /**
   * Tell where a question's sign is.
   *
   * @param {Asked} asked
   * @returns {"sign" | "parked" | "hidden" | ""}
   */
  whereIs(asked) {
    if (asked.hint === null || this.#placing === null) return "";
    if (this.#placing.hidden.has(asked)) return "hidden";
    const marker = this.#markers.get(asked);
    return marker?.spot && !this.#mounting.failed.has(marker) ? "sign" : "parked";
  }

  /**
   * Show the signs of these questions, and no others.
   *
   * @param {readonly Asked[]} questions All questions of the page, in page order.
   */
  async show(questions) {
    const known = new Map([...this.#markers.values()].map((marker) => [marker.question.field.elements[0], marker]));
    /** @type {Map<Asked, Marker>} */
    const markers = new Map();
    this.#turn += 1;
    const turn = this.#turn;
    await inSlices(questions, (asked) => {
      if (turn !== this.#turn) return false;
      if (isAnswered(asked)) markers.set(asked, this.#markerFor(asked, known));
      return true;
    });
    if (turn !== this.#turn) return;
    for (const marker of known.values()) this.#withdraw(marker);
    this.#questions = questions;
    this.#markers = markers;
    await this.settle({ anew: false });
  }

  /**
   * Give the marker of a question: the one that is there, if it says the same.
   *
   * @param {Asked & {hint: Hint, rule: Rule}} asked
   * @param {Map<Element | undefined, Marker>} known Those that are there; it is taken out.
   */
  #markerFor(asked, known) {
    const [control] = asked.field.elements;
    const marker = known.get(control);
    if (marker === undefined || !isSameSign(marker.question, asked, this.#wording)) {
      return new Marker(asked, this.#wording, this.#cards, { tab: this.#tab });
    }
    known.delete(control);
    marker.question = asked;
    marker.field = asked.fields.flatMap((field) => field.elements);
    return marker;
  }

  /**
   * Find the places of all signs, and put them there.
   *
   * @param {{anew: boolean}} how `anew`: without regard to where they stand now.
   */
  async settle({ anew }) {
    this.#turn += 1;
    const turn = this.#turn;
    const isOver = () => turn !== this.#turn;
    const goOn = () => !isOver();
    const controls = this.#questions.flatMap(({ fields }) => fields.flatMap((field) => field.elements));
    const survey = new Survey(controls);
    await inSlices(survey.read(), goOn);
    const before = anew ? [] : this.#standing();
    const placing = new Placing(survey, new Map(before));
    await inSlices(placing.place([...this.#markers.keys()]), goOn);
    if (isOver()) return;
    [this.#survey, this.#placing] = [survey, placing];
    [this.roots, this.closed] = [survey.roots, survey.closed];
    this.#mounting.begin(survey.frameOf.keys());
    for (const [asked, marker] of this.#markers) {
      marker.spot = placing.spots.get(asked) ?? null;
      if (marker.spot === null && marker.isMounted) this.#withdraw(marker);
    }
    this.#watch();
    await this.#mount();
    if (isOver()) return;
    this.#onPlaced();
  }

  /** Tell whether a sign does not stand where it belongs any more, or a field has come to be shown or hidden. */
  hasDrifted() {
    const [survey, placing] = [this.#survey, this.#placing];
    if (survey === null || placing === null) return false;
    return [...this.#markers.values()].some((marker) => {
      const control = marker.field.at(-1);
      if (control === undefined) return false;
      const isShown = control.checkVisibility({ visibilityProperty: true });
      if (isShown !== survey.frameOf.has(control)) return true;
      const { spot } = marker;
      const stood = survey.boxOf(control);
      if (!isShown || spot === null || stood === null || !marker.isMounted) return false;
      const { x, y } = spot.frame.origin();
      const now = (survey.wrappers.get(control) ?? control).getBoundingClientRect();
      return isElsewhere(moved(now, -x, -y), stood) || isElsewhere(moved(marker.box, -x, -y), spot.box);
    });
  }

  /** Give the places that are in use, as far as they are. */
  #standing() {
    return [...this.#markers].flatMap(([asked, { spot, isMounted }]) =>
      spot !== null && isMounted ? [/** @type {[Asked, Spot]} */ ([asked, spot])] : [],
    );
  }

  /** Be told which questions come near the window, or are shown or hidden. */
  #watch() {
    /** @type {Map<Element, Marker>} */
    const observed = new Map();
    for (const marker of this.#markers.values()) observed.set(watchedFor(marker), marker);
    for (const element of this.#observed.keys()) {
      if (observed.has(element)) continue;
      this.#near.unobserve(element);
      this.#inReach.delete(element);
    }
    for (const element of observed.keys()) if (!this.#observed.has(element)) this.#near.observe(element);
    this.#observed = observed;
  }

  /** @param {readonly IntersectionObserverEntry[]} entries */
  #seen(entries) {
    let isNew = false;
    for (const { target, isIntersecting } of entries) {
      const marker = this.#observed.get(target);
      if (marker === undefined) continue;
      if (isIntersecting) this.#inReach.add(target);
      else this.#inReach.delete(target);
      isNew ||= isIntersecting && marker.spot === null && this.#placing?.hidden.has(marker.question) === true;
      marker.away = !isIntersecting && !marker.field.some((element) => element.checkVisibility());
    }
    if (isNew) void this.settle({ anew: false });
    else void this.#mount();
  }

  // putting signs in

  /** Put in what is near and not in yet. */
  async #mount() {
    this.#isDue = true;
    if (this.#isMounting) return;
    this.#isMounting = true;
    try {
      while (this.#isDue && !this.#isOver) {
        this.#isDue = false;
        await inSlices(this.#mountAll(), () => !this.#isOver);
      }
    } finally {
      this.#isMounting = false;
    }
  }

  /** @returns {Generator<void, void, void>} */
  *#mountAll() {
    const isDone = (/** @type {Marker} */ marker) => marker.spot === null || this.#mounting.failed.has(marker) || !this.#isWanted(marker);
    for (;;) {
      const batch = [...this.#markers.values()].filter((one) => !isDone(one) && !one.isMounted).slice(0, MOUNTED_AT_ONCE);
      if (batch.length === 0) break;
      yield* this.#mounting.put(batch);
      // What could not be put in is not tried again before the next look: its control has gone.
      for (const marker of batch) if (!marker.isMounted) this.#mounting.failed.add(marker);
      this.#draw(batch.filter((marker) => marker.isMounted));
      yield;
    }
    const stale = [...this.#markers.values()].filter((marker) => marker.isMounted && marker.spot !== marker.drawn);
    for (let start = 0; start < stale.length; start += MOUNTED_AT_ONCE) {
      this.#draw(stale.slice(start, start + MOUNTED_AT_ONCE));
      yield;
    }
    this.#makeQuiet();
  }

  /**
   * Tell whether a sign is still to be put in: meanwhile its question may have gone.
   *
   * @param {Marker} marker
   */
  #isCurrent(marker) {
    if (this.#isOver) return false;
    return marker === this.#guest || (this.#markers.get(/** @type {Asked} */ (marker.question)) === marker && this.#isWanted(marker));
  }

  /** @param {Marker} marker */
  #isWanted(marker) {
    return this.#density !== "hidden" && (this.#isPresenting || this.#inReach.has(watchedFor(marker)));
  }

  /**
   * Draw signs that are in the document at their places: all that is read first, then what is written.
   *
   * @param {readonly Marker[]} markers
   */
  #draw(markers) {
    const survey = this.#survey;
    if (survey === null) return;
    const read = markers.flatMap((marker) => {
      const { spot } = marker;
      if (spot === null) return [];
      const { x, y } = spot.frame.origin();
      const theme = survey.themeIn(spot.inside ? spot.beside : parentOf(spot.beside));
      return [{ marker, spot, origin: marker.origin, place: moved(spot.box, x, y), theme }];
    });
    for (const { marker, spot, origin, place, theme } of read) {
      marker.place(origin, place, spot.reach);
      marker.theme = theme;
      marker.drawn = spot;
    }
    const drawn = read.map((one) => ({ ...one, box: one.marker.box }));
    for (const { marker, box, place } of drawn) marker.correct(box, place);
  }

  // densities

  /** @param {SceneSettings["density"]} density */
  set density(density) {
    this.#density = density;
    if (density === "hidden") for (const marker of this.#markers.values()) this.#withdraw(marker);
    void this.#mount().then(() => this.#onPlaced());
  }

  get density() {
    return this.#density;
  }

  /** Make the signs quiet where that is wanted, or where they are too many to look at. */
  #makeQuiet() {
    const isQuiet = this.#density === "quiet" || (this.#density === "auto" && this.#inSight() > MOST_IN_SIGHT);
    for (const marker of this.#markers.values()) marker.quiet = isQuiet;
  }

  /** Give how many signs fall into any one screenful. */
  #inSight() {
    const tops = this.markers.map(({ spot }) => (spot?.box.top ?? 0) + (spot?.frame.element ? this.#topOf(spot.frame) : 0));
    tops.sort((one, other) => one - other);
    let most = 0;
    let first = 0;
    for (const [last, top] of tops.entries()) {
      while (top - (tops[first] ?? top) > innerHeight) first += 1;
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** @param {Frame} frame */
  #topOf(frame) {
    return frame.origin().y + scrollY;
  }

  // what is in use

  /**
   * Give the sign that speaks of a control.
   *
   * @param {Element | null} control
   */
  markerOf(control) {
    if (control === null) return null;
    if (this.#guest?.field.includes(control)) return this.#guest;
    return [...this.#markers.values()].find((marker) => marker.field.includes(control)) ?? null;
  }

  /**
   * Show that a control has the focus: its sign on a plate, beside it if it is merged or has no room.
   *
   * @param {Element | null} control `null` if none has.
   * @returns {Marker | null} Its sign.
   */
  focus(control) {
    this.#focused?.state("rest");
    this.#dropGuest();
    const marker = this.markerOf(control);
    if (marker === null || control === null || this.#density === "hidden") {
      this.#focused = null;
      return marker;
    }
    const isBeside = marker.isMounted && marker.question.head === null;
    this.#focused = isBeside ? marker : (this.#invite(marker, control) ?? marker);
    this.#focused.state("on");
    return this.#focused;
  }

  /**
   * Put a sign beside the control in use, over a text if need be, never over a control.
   *
   * @param {Marker} marker
   * @param {Element} control
   */
  #invite(marker, control) {
    const spot = this.#survey === null ? null : cornerSpot(this.#survey, control);
    const { question } = marker;
    if (spot === null || !isAnswered(question)) return null;
    const guest = new Marker(question, this.#wording, this.#cards, { tab: false });
    guest.spot = spot;
    guest.field = question.fields.find((field) => field.elements.includes(control))?.elements.slice() ?? [control];
    this.#guest = guest;
    for (const _ of this.#mounting.put([guest])) continue;
    this.#mounting.failed.delete(guest);
    if (guest.isMounted) this.#draw([guest]);
    else this.#guest = null;
    return this.#guest;
  }

  #dropGuest() {
    if (this.#guest !== null) this.#withdraw(this.#guest);
    this.#guest = null;
  }

  /** The sign that stands beside the field in use for a merged or parked one. */
  get guest() {
    return this.#guest;
  }

  /**
   * Outline a question's fields, whether or not it has a sign.
   *
   * @param {Asked | null} asked `null`: none.
   */
  outline(asked) {
    this.#outline?.withdraw();
    this.#outline = null;
    const element = asked?.field.elements[0];
    if (asked === null || element === undefined || this.#survey === null) return;
    this.#outline = new Outline(asked.fields.flatMap((field) => field.elements));
    this.#mounting.layer(this.#survey.frameOf.get(element) ?? this.#survey.page).append(this.#outline.host);
    this.#outline.draw();
  }

  /**
   * Bring a sign's field to the middle of the window.
   *
   * @param {{question: Asked, field: readonly Element[]}} marker
   */
  scrollTo(marker) {
    const element = marker.question.head ?? marker.field.find((one) => one.checkVisibility());
    element?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  /**
   * Show all signs as pills with their numbers, or as signs again.
   *
   * @param {boolean} isOn
   */
  pills(isOn) {
    this.#isPresenting = isOn;
    for (const [index, marker] of this.markers.entries()) marker.pill(isOn ? index + 1 : null);
    for (const _ of this.#mountAll()) continue; // at once: somebody has asked for it and waits
  }

  // taking signs out

  /** @param {Marker} marker */
  #withdraw(marker) {
    if (marker.isMounted) this.#cards.withdrawn(marker);
    marker.withdraw();
    marker.drawn = null;
  }

  /** Take everything out of the page; nothing is left. */
  withdraw() {
    this.#isOver = true;
    this.#turn += 1;
    this.#near.disconnect();
    this.#dropGuest();
    this.outline(null);
    for (const marker of this.#markers.values()) this.#withdraw(marker);
    this.#mounting.withdraw();
    this.#markers.clear();
    this.#observed.clear();
    this.#inReach.clear();
    this.#questions = [];
  }
}

/**
 * @param {Box} now
 * @param {Box} before
 */
function isElsewhere(now, before) {
  const off = [now.left - before.left, now.top - before.top, now.right - before.right, now.bottom - before.bottom];
  return off.some((one) => Math.abs(one) > 1);
}

/** How near to the window is near: one and a half screens where browsers know scrollers' edges, which count as well. */
function nearness() {
  return /** @type {IntersectionObserverInit} */ ({ rootMargin: NEAR, scrollMargin: NEAR_IN_SCROLLER });
}

/**
 * @param {Asked} asked
 * @returns {asked is Asked & {hint: Hint, rule: Rule}}
 */
function isAnswered(asked) {
  return asked.hint !== null && asked.rule !== null;
}

/**
 * Tell whether a sign says the same of two questions.
 *
 * @param {Asked} one
 * @param {Asked} other
 * @param {Wording} wording
 */
function isSameSign(one, other, wording) {
  return (
    one.hint?.rule === other.hint?.rule &&
    one.kind === other.kind &&
    one.suffix === other.suffix &&
    one.head === other.head &&
    signName(one, wording) === signName(other, wording)
  );
}
