/**
 * The questions of a tab, as the content scripts of its frames tell them over the port named "panel".
 *
 * `?tab=ID` looks at that tab; otherwise it is the one in front, and the list follows when another comes to the front.
 */
"use strict";

/**
 * A question of the page.
 *
 * @typedef {object} Question
 * @property {string} key Names it among those of its frame.
 * @property {string | null} sign Its verdict; `null` where no rule speaks.
 * @property {"" | "≠" | "?" | "*"} suffix
 * @property {string} label
 * @property {string} group
 * @property {string} section
 * @property {boolean} forced Whether the software forces an answer.
 * @property {string} certainty `sure`, `likely`, or `""`.
 * @property {number} rows How many rows of a table it stands for.
 * @property {string} where `sign`, `parked`, `hidden`, or `""`.
 * @property {string | null} rule
 * @property {Readonly<Record<string, string>>} texts What the rule says, in the agent's language.
 */

/** @typedef {Question & {frame: string | number}} Row */

/** The verdicts under which no duty was found. */
const NO_DUTY = new Set(["challengeable", "intrusive", "optional"]);

/** How often, and after how many milliseconds, the panel asks a page again that has stopped answering. */
const TRIES = 5;
const AGAIN = 300;

/** What the panel shows: the page's questions; that it is off there; that it is being read. */
/** @typedef {"shown" | "off" | "waiting"} PanelState */

class FieldList {
  /** @type {Map<string | number, {top: boolean, questions: Question[]}>} By frame. */
  #frames = new Map();
  /** @type {chrome.Port | null} */
  #port = null;
  #tab = -1;
  #tries = 0;
  /** @type {PanelState} */
  state = "waiting";
  /** @type {string} The address of the page, where the browser tells it. */
  address = "";

  /** @param {() => void} changed Called whenever there is something else to show. */
  constructor(changed) {
    this.changed = changed;
  }

  get tab() {
    return this.#tab;
  }

  /** Follow the tab that is named in the address, else the one in front of this window. */
  async follow() {
    const asked = new URLSearchParams(location.search).get("tab");
    chrome.tabs.onUpdated.addListener((tab, { status }) => {
      if (tab === this.#tab && status === "complete") void this.connect(tab);
    });
    // A content script that starts tells the background so, and with it every page of the extension.
    chrome.runtime.onMessage.addListener((message, sender) => {
      if (message?.ask === "start" && message.top && sender.tab?.id === this.#tab && this.state !== "shown") {
        setTimeout(() => void this.connect(this.#tab), 100);
      }
    });
    if (asked !== null) return this.connect(Number(asked));
    const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
    chrome.tabs.onActivated.addListener(({ tabId, windowId }) => {
      if (windowId === front?.windowId) void this.connect(tabId);
    });
    return this.connect(front?.id ?? -1);
  }

  /**
   * Listen to the frames of a tab.
   *
   * @param {number} tab
   */
  connect(tab) {
    this.#tries = TRIES; // it may still be loading
    return this.#connect(tab);
  }

  /** @param {number} tab */
  async #connect(tab) {
    this.#port?.disconnect();
    this.#frames.clear();
    this.#tab = tab;
    this.#show("waiting");
    this.address = (await chrome.tabs.get(tab).catch(() => null))?.url ?? "";
    const port = chrome.tabs.connect(tab, { name: "panel" });
    this.#port = port;
    port.onMessage.addListener((message) => {
      if (port !== this.#port) return;
      const { frame, top, headings, questions } = message;
      this.#frames.set(frame, { top, questions: underHeadings(questions, headings) });
      this.#show("shown");
    });
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError; // nobody there: the browser wants to see that this was looked at
      if (port !== this.#port) return;
      this.#port = null;
      if (this.state === "shown") this.#tries = TRIES; // settings were changed: the page begins again
      this.#frames.clear();
      this.#tries -= 1;
      if (this.#tries > 0) setTimeout(() => this.#port ?? void this.#connect(tab), AGAIN);
      else this.#show("off");
    });
  }

  /** @param {PanelState} state */
  #show(state) {
    this.state = state;
    this.changed();
  }

  /** Give all questions: those of the page itself, then those of its frames. @returns {Row[]} */
  rows() {
    const frames = [...this.#frames].sort(([, one], [, other]) => Number(other.top) - Number(one.top));
    return frames.flatMap(([frame, { questions }]) => questions.map((question) => ({ ...question, frame })));
  }

  /**
   * Tell a frame to show something.
   *
   * @param {"ring" | "go" | "card"} what
   * @param {Row | null} row `null` to take the ring away.
   */
  tell(what, row) {
    this.#port?.postMessage({ do: what, frame: row?.frame ?? null, key: row?.key ?? null });
  }
}

/**
 * Give questions the innermost of the headings above them alone: the outer ones often say whose file it is.
 *
 * @param {readonly Question[]} questions
 * @param {readonly string[]} headings All headings of the page.
 */
function underHeadings(questions, headings) {
  /** @type {Map<string, string>} */
  const innermost = new Map();
  for (const { section } of questions) {
    if (innermost.has(section)) continue;
    const fitting = headings.filter((heading) => section === heading || section.endsWith(` / ${heading}`));
    innermost.set(section, fitting.sort((one, other) => other.length - one.length)[0] ?? section);
  }
  return questions.map((question) => ({ ...question, section: innermost.get(question.section) ?? "" }));
}

/**
 * Put rows under the page's own headings, in page order.
 *
 * @param {readonly Row[]} rows
 */
function bySection(rows) {
  /** @type {{section: string, rows: Row[]}[]} */
  const sections = [];
  for (const row of rows) {
    if (sections.at(-1)?.section !== row.section) sections.push({ section: row.section, rows: [] });
    sections.at(-1)?.rows.push(row);
  }
  return sections;
}

/**
 * Count: all questions, those without a duty found, those of them that the software forces, and those of each sign.
 *
 * @param {readonly Question[]} rows
 */
function counted(rows) {
  /** @type {Map<string, number>} */
  const signs = new Map();
  for (const { sign } of rows) signs.set(sign ?? "silent", (signs.get(sign ?? "silent") ?? 0) + 1);
  const free = rows.filter(({ sign }) => sign !== null && NO_DUTY.has(sign));
  return { total: rows.length, free: free.length, forced: free.filter(({ forced }) => forced).length, signs };
}

/**
 * Tell whether the software forces a question for which no duty was found.
 *
 * @param {Question} row
 */
function isForcedWithoutDuty({ sign, forced }) {
  return forced && sign !== null && NO_DUTY.has(sign);
}

/**
 * Give the key of a verdict's texts.
 *
 * @param {string | null} sign
 */
function keyOf(sign) {
  return (sign ?? "silent").replace("-", "_");
}
