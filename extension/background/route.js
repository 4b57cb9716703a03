/**
 * The way to the local proxy: for the sites that are switched on, while the proxy is well and a page is in use; gone
 * otherwise. **A form that is sent never depends on the proxy**: a browser whose connection breaks while it waits for
 * the answer may send the form again, and nobody would know that it was there already.
 *
 * Firefox asks about each request, so only pages that are fetched go there, each after a look whether the proxy is
 * well. Chromium is given rules by address only, so there is a way only while no page in use has a field.
 */
"use strict";

/** @typedef {{origins: string[], port: number}} Way */

/** @type {chrome.proxy.Server} */
const DIRECT = { type: "direct" };

const route = {
  /** @type {Way | null} */
  way: null,
  isKnown: false,
  /** @type {Promise<void>} */
  last: Promise.resolve(),

  /** Bring the way in line with everything that it depends on. */
  update() {
    this.last = this.last.then(async () => {
      const way = await wantedWay();
      if (this.isKnown && JSON.stringify(way) === JSON.stringify(this.way)) return;
      this.way = way;
      this.isKnown = true;
      if (chrome.proxy.onRequest !== undefined) setInFirefox(chrome.proxy.onRequest, way);
      else if (chrome.proxy.settings !== undefined) await setInChromium(chrome.proxy.settings, way);
    });
    return this.last;
  },
};

/** @returns {Promise<Way | null>} */
async function wantedWay() {
  if (!health.running || health.pages.size === 0) return null;
  const asksEachTime = chrome.proxy.onRequest !== undefined;
  if (!asksEachTime && [...health.pages].some((page) => mayAsk(page.sender?.tab?.id ?? -1))) return null;
  const origins = (await originsOn()).filter(canBeRouted);
  return origins.length === 0 ? null : { origins, port: (await settingsNow()).port };
}

/**
 * Tell whether the page of a tab may have a field: so it is until its frames have told that they found none.
 *
 * @param {number} tab
 */
function mayAsk(tab) {
  const frames = counts.get(tab);
  return frames?.get(0) === undefined || [...frames.values()].some(({ fields }) => fields > 0);
}

/** Browsers never send this machine's own names through a proxy. */
function canBeRouted(/** @type {string} */ origin) {
  const { hostname } = new URL(origin);
  return hostname !== "localhost" && !/^[\d.]+$|^\[/.test(hostname);
}

/**
 * @param {NonNullable<typeof chrome.proxy.onRequest>} requests
 * @param {Way | null} way
 */
function setInFirefox(requests, way) {
  requests.removeListener(routeRequest);
  const urls = way === null ? [] : [...new Set(way.origins.map(patternOf))];
  if (way !== null) requests.addListener(routeRequest, { urls, types: ["main_frame", "sub_frame"] });
}

/** @param {chrome.proxy.Request} request @returns {Promise<chrome.proxy.Server | chrome.proxy.Server[]>} */
async function routeRequest({ url, method }) {
  const way = route.way;
  if (way === null || method !== "GET" || !way.origins.includes(new URL(url).origin)) return DIRECT;
  if ((await healthAt(way.port)) === null) return DIRECT;
  return [/** @type {chrome.proxy.Server} */ ({ type: "http", host: "127.0.0.1", port: way.port }), DIRECT];
}

/**
 * @param {NonNullable<typeof chrome.proxy.settings>} settings
 * @param {Way | null} way
 */
async function setInChromium(settings, way) {
  if (way === null) {
    await settings.clear({ scope: "regular" });
    return;
  }
  const pacScript = { data: pacOf(way), mandatory: false };
  await settings.set({ value: { mode: "pac_script", pacScript }, scope: "regular" });
}

/**
 * Write the rules by which Chromium finds its way.
 *
 * @param {Way} way
 */
function pacOf({ origins, port }) {
  // The number makes each text a new one: Chromium remembers for minutes that a proxy failed, until the text changes.
  return `// ${Date.now()}
function FindProxyForURL(url, host) {
  var origins = ${JSON.stringify(origins.map((origin) => `${origin}/`))};
  for (var i = 0; i < origins.length; i += 1) {
    if (url.slice(0, origins[i].length) === origins[i]) return "PROXY 127.0.0.1:${port}; DIRECT";
  }
  return "DIRECT";
}
`;
}
