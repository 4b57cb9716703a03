/** The panel: all questions of the page in its order, to look through, go to, copy and save. */
"use strict";

const FORCED = "forced";

class Panel {
  /** @type {Set<string>} The verdicts that are shown alone, `silent` and `forced` among them; empty for all. */
  #filters = new Set();
  #rules = "";

  /** @param {Wording} wording */
  constructor(wording) {
    this.wording = wording;
    this.fields = new FieldList(() => this.show());
    this.list = byId("list");
    this.sought = byId("sought", HTMLInputElement);
  }

  async start() {
    const { wording } = this;
    /** @type {RulesInUse} */
    const rules = await ask({ ask: "rules" });
    this.#rules = wording.say("rules_of", { date: wording.date(rules.date) });
    byId("rules").textContent = `${this.#rules}.`;
    this.rules = rules;
    this.#listen();
    await this.fields.follow();
  }

  #listen() {
    this.sought.addEventListener("input", () => this.#showRows(true));
    byId("copy").onclick = () => void this.#copy();
    byId("save").onclick = () => this.#openSaving(Boolean(byId("save-as").hidden));
    byId("save-text").onclick = () => this.#save("text/plain", "txt", asText(this.#rows(), this.wording, this.#rules));
    byId("save-table").onclick = () => this.#save("text/csv", "csv", `\ufeff${asTable(this.#rows(), this.wording)}`);
    byId("print").onclick = () => void chrome.tabs.create({ url: `panel/print.html?tab=${this.fields.tab}#now` });
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    this.list.addEventListener("pointerover", ({ target }) => this.fields.tell("ring", this.#rowOf(target)));
    this.list.addEventListener("pointerleave", () => this.fields.tell("ring", null));
    this.list.addEventListener("focusin", ({ target }) => this.fields.tell("ring", this.#rowOf(target)));
    this.list.addEventListener("focusout", () => this.fields.tell("ring", null));
    this.list.addEventListener("click", ({ target }) => {
      const row = this.#rowOf(target);
      if (row !== null) this.fields.tell("go", row);
    });
  }

  /** Show what there is, from the top. */
  show() {
    const { fields, wording } = this;
    const rows = fields.rows();
    const some = fields.state === "shown" && rows.length > 0;
    const why = { waiting: "panel_waiting", off: "panel_off", shown: "why_no_field" }[fields.state];
    byId("empty-page").textContent = wording.say(why);
    byId("empty-page").hidden = some;
    for (const id of ["total", "forced", "filters", "search", "list", "copy", "save", "print"]) byId(id).hidden = !some;
    if (!some) byId("none").hidden = true;
    void this.#showProfile();
    if (!some) return;
    const counts = counted(rows);
    fillCounted(byId("total"), wording.pieces(wording.counted("panel_total", counts.free), { n: counts.free, total: counts.total }));
    fillCounted(byId("forced"), wording.pieces(wording.counted("panel_forced", counts.forced), { n: counts.forced }));
    this.#showFilters(counts);
    this.#showRows(false);
  }

  async #showProfile() {
    const { fields, wording } = this;
    const state = fields.address.startsWith("http") ? await ask({ ask: "site", address: fields.address }) : null;
    const { country, sector, system } = /** @type {SiteProfile} */ (state?.profile ?? {});
    const named = [
      system && this.rules?.systems.find(({ id }) => id === system)?.title,
      sector && this.rules?.sectors.find(({ id }) => id === sector)?.title,
    ].map((title) => (title ? asBeginning(title, wording.language) : ""));
    const place = country ? (new Intl.DisplayNames(wording.language, { type: "region" }).of(country) ?? "") : "";
    byId("profile").textContent = [...named, place].filter(Boolean).join(" · ") || wording.say("extension_name");
    byId("correct").hidden = !state?.on;
  }

  /** @param {ReturnType<typeof counted>} counts */
  #showFilters({ signs, forced }) {
    const { wording } = this;
    const entries = [
      ...[...Object.keys(SIGNS), "silent"].map((sign) => ({ filter: sign, name: wording.say(`short_${keyOf(sign)}`), n: signs.get(sign) ?? 0 })),
      { filter: FORCED, name: wording.say("filter_forced"), n: forced },
    ];
    const focused = document.activeElement?.getAttribute("data-filter");
    byId("filters").replaceChildren(...entries.map((entry) => this.#filterButton(entry)));
    const again = [...byId("filters").querySelectorAll("button")].find(({ dataset }) => dataset["filter"] === focused);
    if (focused) again?.focus();
  }

  /** @param {{filter: string, name: string, n: number}} entry */
  #filterButton({ filter, name, n }) {
    const button = made("button", {
      type: "button",
      class: filter === FORCED ? "wide" : undefined,
      "data-filter": filter,
      "aria-pressed": String(this.#filters.has(filter)),
    });
    button.append(markOf(filter === FORCED ? "*" : filter), made("span", {}, name), made("span", { class: "count" }, ` ${n}`));
    button.addEventListener("click", () => {
      if (!this.#filters.delete(filter)) this.#filters.add(filter);
      button.setAttribute("aria-pressed", String(this.#filters.has(filter)));
      this.#showRows(true);
    });
    return button;
  }

  /** Give the rows that filters and search leave. */
  #rows() {
    const sought = plain(this.sought.value);
    const verdicts = [...this.#filters].filter((one) => one !== FORCED);
    return this.fields.rows().filter((row) => {
      if (verdicts.length > 0 && !verdicts.includes(row.sign ?? "silent")) return false;
      if (this.#filters.has(FORCED) && !isForcedWithoutDuty(row)) return false;
      return sought === "" || plain(`${row.label} ${row.group}`).includes(sought);
    });
  }

  /** @param {boolean} aloud Whether the number of rows is said. */
  #showRows(aloud) {
    const { wording } = this;
    const rows = this.#rows();
    const focused = this.#focused();
    this.list.replaceChildren(
      ...bySection(rows).flatMap(({ section, rows: some }) => [
        ...(section ? [made("h2", {}, section)] : []),
        made("ol", {}, ...some.map((row) => made("li", {}, this.#rowButton(row)))),
      ]),
    );
    const buttons = this.#buttons();
    const again = buttons.find((button) => button.dataset["row"] === focused);
    const first = again ?? buttons[0];
    if (first) first.tabIndex = 0;
    again?.focus({ preventScroll: true });
    byId("none").hidden = rows.length > 0;
    if (aloud) byId("shown").textContent = wording.count("panel_shown", rows.length);
  }

  #buttons() {
    return [...this.list.querySelectorAll("button")];
  }

  /** Give the name of the row that has the focus. */
  #focused() {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.list.contains(activeElement) ? activeElement.dataset["row"] : undefined;
  }

  /** @param {Row} row */
  #rowButton(row) {
    const { wording } = this;
    const remarks = remarksOf(row, wording);
    const key = remarks.length > 0 ? "sign_name_remarks" : "sign_name";
    const label = row.label || wording.say("unnamed");
    const filled = { verdict: wording.say(`verdict_${keyOf(row.sign)}`), label, remarks: wording.list(remarks) };
    const words = wording.pieces(key, filled).map(({ place, text }) => (place === "label" ? text : unseen(text)));
    const suffix = { class: "suffix", "data-sign": row.sign ?? undefined, "aria-hidden": "true" };
    const below = [row.group, row.where === "parked" || row.where === "hidden" ? wording.say(`panel_${row.where}`) : ""];
    const button = made("button", {
      ...{ type: "button", class: "row", tabindex: -1 },
      ...{ "data-row": rowName(row), "data-verdict": row.sign ?? "silent" },
    });
    button.append(
      made("span", { class: "sign" }, markOf(row.sign ?? "silent")),
      made("span", { class: "label" }, ...words, made("span", suffix, row.suffix && ` ${row.suffix}`)),
      made("span", { class: "muted small", "aria-hidden": "true" }, row.rows > 1 ? wording.count("panel_rows", row.rows) : ""),
    );
    if (below.some(Boolean)) {
      button.append(made("span", { class: "remarks muted small" }, ` ${below.filter(Boolean).join(" · ")}`));
    }
    return button;
  }

  /**
   * Give the row that an event speaks of.
   *
   * @param {EventTarget | null} target
   */
  #rowOf(target) {
    const name = target instanceof Element ? target.closest("button")?.dataset["row"] : undefined;
    return this.fields.rows().find((row) => rowName(row) === name) ?? null;
  }

  /**
   * Walk through the list by keys; Enter is a button's own.
   *
   * @param {KeyboardEvent} event
   */
  #walk(event) {
    const buttons = this.#buttons();
    const here = buttons.findIndex((button) => button === document.activeElement);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    const next = there === undefined ? undefined : buttons[Math.min(Math.max(there, 0), buttons.length - 1)];
    if (next === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  async #copy() {
    const { wording } = this;
    try {
      await navigator.clipboard.writeText(asText(this.#rows(), wording, this.#rules));
      sayNow(wording.say("action_copied"));
    } catch {
      sayNow(wording.say("action_not_copied"));
    }
  }

  /** @param {boolean} open */
  #openSaving(open) {
    byId("save-as").hidden = !open;
    byId("save").setAttribute("aria-expanded", String(open));
  }

  /**
   * @param {string} type
   * @param {string} ending
   * @param {string} text
   */
  #save(type, ending, text) {
    saveFile(`${this.wording.say("save_file", { date: today() })}.${ending}`, type, text);
    this.#openSaving(false);
    byId("save").focus();
  }
}

/**
 * Give what names a row on this page.
 *
 * @param {Row} row
 */
function rowName({ frame, key }) {
  return `${frame} ${key}`;
}

/**
 * Give a text as it is compared: without accents and capitals.
 *
 * @param {string} text
 */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/**
 * Give words that only a screen reader says: on screen a sign says the same.
 *
 * @param {string} text
 */
function unseen(text) {
  return made("span", { class: "unseen" }, text);
}

/**
 * Draw the sign of a verdict, or what stands for another filter.
 *
 * @param {string} what A verdict, `silent` or `*`.
 */
function markOf(what) {
  if (what in SIGNS) return made("span", { "data-sign": what }, glyph(what));
  return made("span", { class: "mark", "aria-hidden": "true" }, what === "*" ? "*" : "–");
}

/**
 * Put a sentence into an element, its numbers marked.
 *
 * @param {HTMLElement} element
 * @param {readonly Piece[]} pieces
 */
function fillCounted(element, pieces) {
  element.replaceChildren(
    ...pieces.map(({ place, text }) => (place === "n" ? made("span", { class: "number" }, text) : text)),
  );
}

void showPage((wording) => new Panel(wording).start());
