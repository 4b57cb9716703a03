/**
 * Is the local proxy alive? Asked about every second while a page of a site is shown, and never otherwise. The route
 * is there only as long as the answers come in time.
 */
"use strict";

const HEALTH_PERIOD = 1000;
const HEALTH_LIMIT = 1000;

const health = {
  /** @type {Set<chrome.Port>} The pages in use. */
  pages: new Set(),
  running: false,
  watching: false,

  /** @param {chrome.Port} page */
  watch(page) {
    this.pages.add(page);
    page.onDisconnect.addListener(() => {
      this.pages.delete(page);
      void route.update();
    });
    if (!this.watching) void this.watchOn();
  },

  /** Ask again and again, until no page is in use. */
  async watchOn() {
    this.watching = true;
    while (this.pages.size > 0) {
      const began = Date.now();
      await this.check();
      await chrome.runtime.getPlatformInfo(); // a call to the browser: what does nothing for long is put to sleep
      await new Promise((resolve) => setTimeout(resolve, HEALTH_PERIOD - (Date.now() - began)));
    }
    this.watching = false;
    await this.found(null);
  },

  /** Ask once. */
  async check() {
    const { port } = await settingsNow();
    await this.found(await healthAt(port));
  },

  /** @param {Health | null} answer */
  async found(answer) {
    this.running = answer !== null;
    await route.update();
    if (answer !== null) await rules.offered(answer.rulebook);
  },
};

/** @typedef {{program: string, version: string, rulebook: string}} Health */

/**
 * @param {number} port
 * @returns {Promise<Health | null>}
 */
async function healthAt(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/health`, {
      ...{ cache: "no-store", credentials: "omit", redirect: "error" },
      signal: AbortSignal.timeout(HEALTH_LIMIT),
    });
    const told = await answer.json();
    return answer.ok && told?.program === "casevide" ? told : null;
  } catch {
    return null;
  }
}
