/** The icon in the toolbar: on or off for the page of a tab; `?` when a question waits, `!` when something is wrong. */
"use strict";

const INK = "#22303F";

/** @typedef {"off" | "on" | "question" | "trouble"} Face */

/**
 * @param {number} tab
 * @param {Face} face
 */
async function showFace(tab, face) {
  const sizes = ["16", "32", "48"].map((size) => [size, `/icons/${face === "off" ? "off" : "on"}-${size}.png`]);
  const { messages } = await wordingNow();
  try {
    await chrome.action.setIcon({ tabId: tab, path: Object.fromEntries(sizes) });
    await chrome.action.setTitle({ tabId: tab, title: messages[`icon_${face}`]?.message ?? "Case vide" });
    await chrome.action.setBadgeText({ tabId: tab, text: { off: "", on: "", question: "?", trouble: "!" }[face] });
    await chrome.action.setBadgeBackgroundColor({ tabId: tab, color: "#FFFFFF" });
    await chrome.action.setBadgeTextColor({ tabId: tab, color: INK });
  } catch {
    // the tab has been closed in the meantime
  }
}

/**
 * @param {Site | null} site
 * @returns {Face}
 */
function faceOf(site) {
  if (site === null || !site.on) return "off";
  if (rules.newer) return "trouble";
  return site.profile.sector === null ? "question" : "on";
}

/** @type {Map<string, Promise<Messages>>} */
const messagesRead = new Map();

/** Give the language in force and its messages. */
async function wordingNow() {
  const { language } = await settingsNow();
  const file = chrome.runtime.getURL(`_locales/${language}/messages.json`);
  const known = messagesRead.get(language) ?? fetch(file).then((found) => found.json());
  messagesRead.set(language, known);
  return { language, messages: /** @type {Messages} */ (await known) };
}
