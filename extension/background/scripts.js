/**
 * The content scripts: registered for the sites that are switched on, and for nothing else. Which files, and in which
 * order, stands in `jsconfig.json`, where the type checker reads it too.
 */
"use strict";

const SCRIPT = "hints";

/** @returns {Promise<string[]>} */
async function contentFiles() {
  const { files } = await (await fetch(chrome.runtime.getURL("jsconfig.json"))).json();
  return files.filter((/** @type {string} */ path) => path.endsWith(".js"));
}

/** Register the content scripts for these origins, instead of whatever was registered before. */
async function registerScripts(/** @type {string[]} */ origins) {
  const known = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  if (origins.length === 0) {
    if (known.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    return;
  }
  const script = {
    id: SCRIPT,
    matches: [...new Set(origins.map(patternOf))],
    js: await contentFiles(),
    allFrames: true,
    matchOriginAsFallback: true, // frames without an address of their own belong to who made them
    persistAcrossSessions: true,
    runAt: /** @type {const} */ ("document_idle"),
  };
  if (known.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

/**
 * Give the frames of all open pages of an origin, and whether our scripts are there already.
 *
 * @param {string} origin
 */
async function framesOf(origin) {
  const found = [];
  for (const { id } of await chrome.tabs.query({})) {
    if (id === undefined) continue;
    try {
      const frames = await chrome.scripting.executeScript({
        target: { tabId: id, allFrames: true },
        func: () => ({ origin: self.origin, there: typeof judge === "function" }),
      });
      for (const { frameId, result } of frames) {
        if (result?.origin === origin) found.push({ tab: id, frame: frameId, there: result.there });
      }
    } catch {
      // a page that we may not see
    }
  }
  return found;
}

/**
 * Tell all frames of an origin something; those that are open since before the switching on get their scripts first.
 *
 * @param {string} origin
 * @param {{tell: string}} message
 * @param {{inject?: boolean}} [options]
 */
async function tellFrames(origin, message, { inject = false } = {}) {
  for (const { tab, frame, there } of await framesOf(origin)) {
    try {
      const target = { tabId: tab, frameIds: [frame] };
      if (there) await chrome.tabs.sendMessage(tab, message, { frameId: frame });
      else if (inject) await chrome.scripting.executeScript({ target, files: await contentFiles() });
    } catch {
      // the page has gone in the meantime, or does not listen any more
    }
  }
}
