/**
 * What a living page asks: found, judged, and looked at again whenever it changes.
 *
 * Changes come in bursts. They are gathered until the page is quiet for a moment, and a page that never is gets looked at
 * now and then: never more often than a small share of the time that looking takes. What only looks different (a class,
 * a style) is no new question; it is checked whether signs still stand where they belong.
 */
"use strict";

/** The milliseconds without a change after which a burst is over, and after which it is not waited for any longer. */
const QUIET_FOR = 120;
const LONGEST_BURST = 1000;

/** After a look that took a time, at least so many times that time passes before the next. */
const REST = 8;

/** The fields that are judged between two looks at the clock. */
const JUDGED_BETWEEN = 4;

/** The most components that are watched because they do not show yet what they hold. */
const MOST_CLOSED = 200;

/** Attributes that change what is asked. */
const ASKING = Object.freeze([
  ...["for", "id", "name", "type", "role", "required", "aria-required", "aria-label", "aria-labelledby", "placeholder"],
  ...["title", "label", "contenteditable", "autocomplete", "data-casevide", "data-casevide-rulebook"],
]);

/** Attributes that change how it looks. */
const LOOKING = Object.freeze(["class", "style", "hidden", "open", "dir", "slot", "disabled", "popover"]);

/** @typedef {{title: string, headings: readonly string[], judged: readonly Judged[]}} Look What was found on a page. */

/**
 * @typedef {object} LiveSettings
 * @property {() => Promise<Rulebook>} rulebook Asked for once something is asked on the page.
 * @property {(page: Page, rulebook: Rulebook) => Promise<Profile> | Profile} profile
 * @property {(look: Look, rulebook: Rulebook) => Promise<void>} onQuestions The questions have changed.
 * @property {(anew: boolean) => Promise<void>} onMoved Something stands elsewhere.
 * @property {() => boolean} hasDrifted Whether a sign does not stand where it belongs any more.
 */

/**
 * Give the hint for a field: what the proxy has written into the page, as far as that is to be relied on, else what is
 * judged here.
 *
 * A script may have changed the question since the page was sent. So an annotation counts only where the field still
 * speaks of what its rule is about, and never against what is judged here to be dangerous to leave empty.
 *
 * @param {Field} field
 * @param {Profile} profile
 * @param {Rulebook} rulebook
 * @param {boolean} isAnnotated Whether the page is annotated by this very rulebook.
 * @returns {Hint | null}
 */
function hintFor(field, profile, rulebook, isAnnotated) {
  const here = judge(field, profile, rulebook);
  const known = isAnnotated ? annotationOf(field, rulebook) : undefined;
  if (known === undefined || here?.verdict === CARE || known?.rule.id === here?.rule) return here;
  if (known === null) return null;
  const { rule } = known;
  const match = speakingOf(field, rule.category, rulebook);
  if (match === null) return here;
  return { verdict: rule.verdict, rule: rule.id, category: rule.category, ...match, disagree: [] };
}

/**
 * Give what of a field speaks of a category, whatever the profile; `null` if nothing does.
 *
 * @param {Field} field
 * @param {string} category
 * @param {Rulebook} rulebook
 */
function speakingOf(field, category, rulebook) {
  /** @type {[string, Reading][]} */
  const readings = [
    ...[/** @type {[string, Reading]} */ (["label", rulebook.read(field.label)])],
    ...[/** @type {[string, Reading]} */ (["autocomplete", rulebook.readAutocomplete(field.autocomplete)])],
    ...(isBox(field) ? [/** @type {[string, Reading]} */ (["group", rulebook.read(field.group)])] : []),
    ["placeholder", rulebook.read(field.placeholder)],
    ["title", rulebook.read(field.title)],
    ["name", rulebook.readName(field.name)],
    ["id", rulebook.readName(field.id)],
    ...field.options.map((option) => /** @type {[string, Reading]} */ (["options", rulebook.read(option)])),
  ];
  for (const [evidence, reading] of readings) {
    const found = reading.found.find((one) => one.category === category);
    if (found === undefined) continue;
    const certainty = /** @type {Hint["certainty"]} */ (SURE.has(evidence) ? "sure" : "likely");
    return { certainty, evidence, words: found.words };
  }
  return null;
}

/** Looks at one document for as long as it is shown. */
class Live {
  #settings;
  #isOver = false;
  #isLooking = false;
  /** @type {"nothing" | "drift" | "settle" | "look"} */
  #due = "nothing";
  #isAnew = false;
  #timer = 0;
  #burstSince = 0;
  #restUntil = 0;
  /** @type {readonly Judged[]} */
  #judged = [];
  /** @type {Set<Node>} */
  #watched = new Set();
  #changes = new MutationObserver((records) => this.#changed(records));
  #sizes = new ResizeObserver((entries) => this.#resized(entries));
  #heard = new AbortController();

  /** @param {LiveSettings} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** Begin. Resolves when the first look is done. */
  async start() {
    const { signal } = this.#heard;
    addEventListener("resize", () => this.#settleSoon(true), { signal });
    document.fonts.addEventListener("loadingdone", () => this.#settleSoon(true), { signal });
    for (const type of ["transitionend", "animationend", "toggle", "load"]) {
      document.addEventListener(type, () => this.#wait("drift"), { signal, capture: true, passive: true });
    }
    if (document.body !== null) this.#sizes.observe(document.body);
    this.#watch(document);
    await this.#work("look");
  }

  /** End; nothing of ours listens or watches any more. */
  stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#changes.disconnect();
    this.#sizes.disconnect();
    this.#heard.abort();
    this.#watched.clear();
  }

  /** Look again although nothing has changed: the profile or the rules have. */
  again() {
    this.#judged = [];
    this.#wait("look");
  }

  /**
   * Watch a document or a shadow root, and components that may show something later.
   *
   * @param {Node} root
   */
  #watch(root) {
    if (this.#watched.has(root)) return;
    this.#watched.add(root);
    const attributeFilter = [...ASKING, ...LOOKING];
    this.#changes.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter });
  }

  /**
   * Watch what has come with the last look.
   *
   * @param {readonly ShadowRoot[]} roots
   * @param {readonly Element[]} closed
   */
  watch(roots, closed) {
    if (this.#isOver) return;
    for (const root of roots) this.#watch(root);
    for (const element of [...closed].slice(0, MOST_CLOSED)) {
      if (!this.#watched.has(element)) this.#sizes.observe(element);
      this.#watched.add(element);
    }
  }

  // what happens

  /** @param {readonly MutationRecord[]} records */
  #changed(records) {
    for (const record of records) {
      if (isOurs(record.target)) continue;
      if (record.type === "attributes") {
        this.#wait(ASKING.includes(record.attributeName ?? "") ? "look" : "drift");
      } else if (record.type === "characterData" || [...record.addedNodes, ...record.removedNodes].some((node) => !isOurs(node))) {
        this.#wait("look");
      }
      if (this.#due === "look") return;
    }
  }

  /** @param {readonly ResizeObserverEntry[]} entries */
  #resized(entries) {
    this.#wait(entries.some(({ target }) => target !== document.body) ? "look" : "drift");
  }

  /** @param {boolean} isAnew */
  #settleSoon(isAnew) {
    this.#isAnew ||= isAnew;
    this.#wait("settle");
  }

  /**
   * Note what is due, and do it when the burst is over.
   *
   * @param {"drift" | "settle" | "look"} due
   */
  #wait(due) {
    if (this.#isOver) return;
    const order = ["nothing", "drift", "settle", "look"];
    if (order.indexOf(due) > order.indexOf(this.#due)) this.#due = due;
    const now = performance.now();
    if (this.#timer === 0) this.#burstSince = now;
    if (this.#isLooking) return;
    clearTimeout(this.#timer);
    const burstLeft = Math.max(0, this.#burstSince + LONGEST_BURST - now);
    const rest = Math.max(0, this.#restUntil - now);
    this.#timer = setTimeout(() => void this.#run(), Math.max(rest, Math.min(QUIET_FOR, burstLeft)));
  }

  async #run() {
    this.#timer = 0;
    const due = this.#due;
    if (this.#isOver || due === "nothing") return;
    await this.#work(due);
  }

  /**
   * @param {"drift" | "settle" | "look"} due
   */
  async #work(due) {
    this.#isLooking = true;
    this.#due = "nothing";
    const isAnew = this.#isAnew;
    this.#isAnew = false;
    const since = performance.now();
    try {
      if (due === "look") await this.#look();
      else if (due === "settle" || this.#settings.hasDrifted()) await this.#settings.onMoved(isAnew);
    } finally {
      this.#isLooking = false;
    }
    this.#restUntil = performance.now() + REST * (performance.now() - since);
    if (this.#due !== "nothing") this.#wait(this.#due);
  }

  // looking

  async #look() {
    const { onQuestions, onMoved, profile: profileOf, rulebook: getRulebook } = this.#settings;
    const page = await findFields(document);
    if (this.#isOver) return;
    if (page.fields.length === 0 && this.#judged.length === 0) return;
    const rulebook = await getRulebook();
    if (this.#isOver) return;
    const profile = await profileOf(page, rulebook);
    /** @type {Judged[]} */
    const judged = [];
    await inSlices(judging(page.fields, profile, rulebook, judged), () => !this.#isOver);
    if (this.#isOver) return;
    const isSame = sameQuestions(this.#judged, judged);
    this.#judged = judged;
    if (isSame) await onMoved(false);
    else await onQuestions({ title: page.title, headings: page.headings, judged }, rulebook);
  }
}

/**
 * Judge fields; each step is short.
 *
 * @param {readonly Field[]} fields
 * @param {Profile} profile
 * @param {Rulebook} rulebook
 * @param {Judged[]} judged Where to.
 * @returns {Generator<void, void, void>}
 */
function* judging(fields, profile, rulebook, judged) {
  const isAnnotated = isAnnotatedBy(document, rulebook);
  for (const [number, field] of fields.entries()) {
    if (number % JUDGED_BETWEEN === 0) yield;
    judged.push({ field, hint: hintFor(field, profile, rulebook, isAnnotated) });
  }
}

/**
 * Tell whether two looks have found the same questions, with the same hints.
 *
 * @param {readonly Judged[]} before
 * @param {readonly Judged[]} now
 */
function sameQuestions(before, now) {
  return before.length === now.length && before.every((one, index) => isSameQuestion(one, now[index]));
}

/**
 * @param {Judged} one
 * @param {Judged | undefined} other
 */
function isSameQuestion(one, other) {
  if (other === undefined) return false;
  const [{ elements, ...field }, { elements: others, ...otherField }] = [one.field, other.field];
  return (
    elements.length === others.length &&
    elements.every((element, index) => element === others[index]) &&
    JSON.stringify([field, one.hint]) === JSON.stringify([otherField, other.hint])
  );
}
