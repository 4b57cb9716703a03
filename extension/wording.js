/**
 * The fixed words that Case vide says, in the language that the agent chose. What a rule says stands in the rulebook.
 *
 * The texts are those of `_locales/LANGUAGE/messages.json`. `chrome.i18n` gives them in the browser's language only, so
 * whoever needs them gets that file's content from the background, and asks here. Pure: no page, no network.
 */
"use strict";

/** The languages that every text exists in; the first is used where the browser speaks none of them. */
const LANGUAGES = Object.freeze(["fr", "nl", "en"]);

/** @typedef {Readonly<Record<string, {readonly message: string}>>} Messages The content of a `messages.json`. */

/** @typedef {{readonly [place: string]: string | number}} Fillings What is put into the `{places}` of a text. */

/** A piece of a text: what was put into a place, or what stands around it (`place` is `""`).
 * @typedef {{readonly place: string, readonly text: string}} Piece */

class Wording {
  #plurals;
  #numbers;
  #lists;
  #dates;

  /**
   * @param {string} language `fr`, `nl` or `en`.
   * @param {Messages} messages
   */
  constructor(language, messages) {
    this.language = language;
    this.messages = messages;
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
    this.#lists = new Intl.ListFormat(language);
    this.#dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  }

  /**
   * Give a text with its places filled.
   *
   * @param {string} key
   * @param {Fillings} [places] Numbers are written as the language writes them.
   * @throws {Error} There is no such text, or one of its places is not filled.
   */
  say(key, places = {}) {
    return this.pieces(key, places)
      .map(({ text }) => text)
      .join("");
  }

  /**
   * Give the same as pieces, so that one place can be drawn otherwise.
   *
   * @param {string} key
   * @param {Fillings} [places]
   * @returns {Piece[]}
   * @throws {Error} As `say`.
   */
  pieces(key, places = {}) {
    const found = this.messages[key];
    if (found === undefined) throw new Error(`There is no text "${key}" in "${this.language}".`);
    return found.message.split(/\{(\w+)\}/).map((text, index) => {
      if (index % 2 === 0) return { place: "", text };
      const filling = places[text];
      if (filling === undefined) throw new Error(`The text "${key}" lacks "${text}".`);
      return { place: text, text: typeof filling === "number" ? this.#numbers.format(filling) : filling };
    });
  }

  /**
   * Give the text for a number of things: `KEY_one` or `KEY_other`, as the language counts, with `{n}` filled.
   *
   * @param {string} key
   * @param {number} n
   * @param {Fillings} [places] Its other places.
   */
  count(key, n, places = {}) {
    return this.say(this.counted(key, n), { ...places, n });
  }

  /**
   * Give the key of the text for a number of things.
   *
   * @param {string} key
   * @param {number} n
   */
  counted(key, n) {
    return `${key}_${this.#plurals.select(n) === "one" ? "one" : "other"}`;
  }

  /**
   * Join texts as the language joins them: "a, b and c".
   *
   * @param {Iterable<string>} items
   */
  list(items) {
    return this.#lists.format(items);
  }

  /**
   * Give a day in a short form of the language; what is no day stays as it is.
   *
   * @param {string} iso A day such as `2026-11-22`.
   */
  date(iso) {
    const day = new Date(iso);
    return Number.isNaN(day.getTime()) ? iso : this.#dates.format(day);
  }
}
