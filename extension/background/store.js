/**
 * What is kept: the sites, the settings, the notes on wrong hints, and rules received from the local proxy. All of it
 * in `storage.local` of this browser, and nothing else anywhere.
 */
"use strict";

/** @typedef {"fr" | "nl" | "en"} Language */

/**
 * @typedef {object} Settings
 * @property {Language} language
 * @property {"auto" | "normal" | "quiet" | "hidden"} density How large the signs are.
 * @property {boolean} tab Whether Tab also stops at signs.
 * @property {"all" | "some" | "never"} speak Which hints a screen reader is told when a field gets the focus.
 * @property {number} tips How many times the tip was shown.
 * @property {number} port Where the local proxy is looked for.
 */

/**
 * @typedef {object} Site
 * @property {Profile} profile
 * @property {boolean} recognised Whether the profile's system was recognised, not chosen.
 * @property {boolean} on Whether Case vide is switched on there; when off, only the profile is kept.
 */

/** @typedef {{text: string, digest: string, date: string}} Received Rules that came from the local proxy. */

/**
 * @typedef {object} Kept
 * @property {Record<string, Site>} sites By origin.
 * @property {Partial<Settings>} settings What the agent has chosen.
 * @property {Record<string, unknown>[]} notes
 * @property {Received | null} received
 */

/** @type {Readonly<Kept>} */
const NOTHING_KEPT = Object.freeze({ sites: {}, settings: {}, notes: [], received: null });

/** What a setting may be. */
const CHOICES = Object.freeze({
  language: LANGUAGES,
  density: ["auto", "normal", "quiet", "hidden"],
  tab: [false, true],
  speak: ["all", "some", "never"],
});

const MOST_TIPS = 3;
const PORT = 8899;

const store = {
  /** @type {Promise<unknown>} */
  last: Promise.resolve(),

  /**
   * @template {keyof Kept} Key
   * @param {Key} key
   * @returns {Promise<Kept[Key]>}
   */
  async get(key) {
    const found = await chrome.storage.local.get(key);
    return /** @type {Kept[Key]} */ (found[key] ?? NOTHING_KEPT[key]);
  },

  /**
   * Change one thing; changes happen one after the other, so that none is lost.
   *
   * @template {keyof Kept} Key
   * @param {Key} key
   * @param {(now: Kept[Key]) => Kept[Key]} change Gives the new value, and does not change the old one.
   * @returns {Promise<Kept[Key]>} The new value.
   */
  change(key, change) {
    const done = this.last.then(async () => {
      const changed = change(await this.get(key));
      await chrome.storage.local.set({ [key]: changed });
      return changed;
    });
    this.last = done.catch(() => undefined);
    return done;
  },

  /** Forget everything. */
  async erase() {
    await this.last;
    await chrome.storage.local.clear();
  },
};

/** @returns {Language} */
function languageOfBrowser() {
  const language = chrome.i18n.getUILanguage().slice(0, 2).toLowerCase();
  return /** @type {Language} */ (LANGUAGES.includes(language) ? language : LANGUAGES[0]);
}

/** @returns {Promise<Settings>} */
async function settingsNow() {
  const beginning = { language: languageOfBrowser(), density: "auto", tab: false, speak: "all", tips: 0, port: PORT };
  return /** @type {Settings} */ ({ ...beginning, ...(await store.get("settings")) });
}

/**
 * Give those of the wanted settings that there are, with values that they may have.
 *
 * @param {Record<string, unknown>} wanted
 * @returns {Partial<Settings>}
 */
function validSettings(wanted) {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => {
      if (name === "port") return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536;
      const values = Object.entries(CHOICES).find(([known]) => known === name)?.[1] ?? [];
      return values.some((/** @type {unknown} */ one) => one === value);
    }),
  );
}
