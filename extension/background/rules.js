/**
 * The rulebook in force: the one that came with the extension, or a newer one that the local proxy offered. What is
 * received is checked to the last byte before it counts; whatever is wrong with it, the one at hand stays.
 */
"use strict";

const LARGEST_RULEBOOK = 16 * 1024 * 1024;
const RECEIVING_LIMIT = 10_000;

/** @typedef {{text: string, digest: string, date: string, source: "bundled" | "proxy"}} Rules */

const rules = {
  /** @type {Promise<Rules> | null} */
  now: null,
  /** @type {Promise<Rulebook> | null} */
  recognising: null,
  /** The offered digest that was looked at last, and was not taken. */
  refused: "",
  /** Whether the proxy's rules are of a format that only a newer extension reads. */
  newer: false,

  /** The rules in force. */
  inForce() {
    this.now ??= chosenRules();
    return this.now;
  },

  /** A rulebook without categories and rules, which is quick to load: enough to recognise systems by. */
  recogniser() {
    this.recognising ??= this.inForce().then(
      ({ text }) => new Rulebook({ ...JSON.parse(text), categories: {}, rules: [] }),
    );
    return this.recognising;
  },

  forget() {
    this.now = null;
    this.recognising = null;
    this.refused = "";
    this.newer = false;
  },

  /**
   * Take the rules that the proxy offers, if they are other ones and not older.
   *
   * @param {string} digest
   */
  async offered(digest) {
    const { digest: known, date } = await this.inForce();
    if (digest === known || digest === this.refused) return;
    this.refused = digest;
    this.newer = false;
    try {
      const text = await receivedRules((await settingsNow()).port);
      const { content } = await Rulebook.fromJson(text);
      if (content.date < date) return;
      await store.change("received", () => ({ text, digest: content.digest, date: content.date }));
      this.forget();
      await tellAll();
    } catch (error) {
      if (!(error instanceof RulebookError)) this.refused = ""; // it did not come: asked for again
      else this.newer = error.remedy === "update Case vide";
    }
  },
};

/** @returns {Promise<Rules>} */
async function chosenRules() {
  const text = await (await fetch(chrome.runtime.getURL("rulebook.json"))).text();
  const { digest, date } = JSON.parse(text);
  const received = await store.get("received");
  if (received === null || received.date < date) return { text, digest, date, source: "bundled" };
  return { ...received, source: "proxy" };
}

/**
 * Fetch the proxy's rules; the browser remembers their ETag and is not sent the same again.
 *
 * @param {number} port
 */
async function receivedRules(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/rulebook`, {
    ...{ cache: "no-cache", credentials: "omit", redirect: "error" },
    signal: AbortSignal.timeout(RECEIVING_LIMIT),
  });
  if (!answer.ok || Number(answer.headers.get("content-length")) > LARGEST_RULEBOOK) throw new Error(answer.statusText);
  return answer.text();
}
