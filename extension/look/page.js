/**
 * What the extension's own pages have in common: asking the background, and saying things in the agent's language.
 *
 * No page holds a text of its own: `data-say="KEY"` in the markup names the text of an element, `data-say-label` its name
 * for screen readers, `data-say-placeholder` the pale text inside it.
 */
"use strict";

/**
 * Ask the background.
 *
 * @param {{ask: string, [detail: string]: unknown}} question
 * @returns {Promise<any>}
 * @throws {Error} The background could not answer.
 */
async function ask(question) {
  const answer = await chrome.runtime.sendMessage(question);
  if (answer?.error) throw new Error(answer.error);
  return answer;
}

/**
 * Give the element of this page that has an id.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind] What it must be.
 * @returns {T}
 */
function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof (kind ?? HTMLElement))) throw new Error(`There is no such element: ${id}`);
  return /** @type {T} */ (element);
}

/** Give the fixed words in the language that the agent chose. */
async function wordingOfAgent() {
  const { language, messages } = await ask({ ask: "messages" });
  return new Wording(language, messages);
}

/**
 * Put the texts that the markup names into their places.
 *
 * @param {Wording} wording
 */
function sayAll(wording) {
  document.documentElement.lang = wording.language;
  for (const [name, put] of /** @type {[string, (element: HTMLElement, text: string) => void][]} */ ([
    ["say", (element, text) => (element.textContent = text)],
    ["sayLabel", (element, text) => element.setAttribute("aria-label", text)],
    ["sayPlaceholder", (element, text) => element.setAttribute("placeholder", text)],
  ])) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      if (element instanceof HTMLElement) put(element, wording.say(element.dataset[name] ?? ""));
    }
  }
}

/**
 * Say something aloud and on screen, where the page has a place for it (`#said`, a `role="status"`).
 *
 * @param {string} text
 */
function sayNow(text) {
  byId("said").textContent = text;
}

/**
 * Show a page, and whatever goes wrong in it: nothing fails in silence.
 *
 * @param {(wording: Wording) => void | Promise<void>} show
 */
async function showPage(show) {
  /** @type {Wording | null} */
  let wording = null;
  /** @param {unknown} error */
  const fail = (error) => {
    const what = error instanceof Error ? error.message : String(error);
    byId("said").textContent = wording === null ? what : wording.say("trouble", { what });
  };
  addEventListener("unhandledrejection", ({ reason }) => fail(reason));
  addEventListener("error", ({ error, message }) => fail(error ?? message));
  try {
    wording = await wordingOfAgent();
    sayAll(wording);
    await show(wording);
  } catch (error) {
    fail(error);
  }
  document.body.hidden = false;
}

/**
 * Fill a list of choices.
 *
 * @param {HTMLSelectElement} list
 * @param {readonly (readonly [string, string])[]} entries What is chosen, and how it is called.
 * @param {string} chosen
 */
function fillList(list, entries, chosen) {
  list.replaceChildren(...entries.map(([entry, name]) => made("option", { value: entry }, name)));
  list.value = chosen;
}

/**
 * Make a frame in which one of several is chosen.
 *
 * @param {HTMLFieldSetElement} frame Empty but for its legend.
 * @param {readonly (readonly [string, string])[]} entries What is chosen, and how it is called.
 * @param {string} chosen
 * @param {(entry: string) => void} choose
 */
function fillSegments(frame, entries, chosen, choose) {
  const row = made("div", { class: "segments" });
  for (const [entry, name] of entries) {
    const button = made("input", { type: "radio", name: frame.id, value: entry });
    button.checked = entry === chosen;
    button.addEventListener("change", () => choose(entry));
    row.append(made("label", {}, button, name));
  }
  frame.querySelector(".segments")?.remove();
  frame.append(row);
}

/**
 * Save a text as a file, without any further right: the browser asks or saves as it always does.
 *
 * @param {string} name
 * @param {string} type Its media type.
 * @param {string} text
 */
function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  made("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Give the day of today, year-month-day, as the clock of this machine has it. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
