/**
 * What the background is asked. Content scripts may ask for what they draw with and tell what they have found; all the
 * rest is for the extension's own pages.
 */
"use strict";

/** @typedef {Record<string, any>} Asked */

/** How much each frame of a tab has found. @type {Map<number, Map<number, {hints: number, fields: number}>>} */
const counts = new Map();

const MOST_NOTES = 1000;

/** The site that somebody wants to switch on, while the browser asks about it. @type {string | null} */
let wished = null;

/**
 * The browser gives access to sites: switch on the one that was asked for.
 *
 * @param {{origins?: string[]}} added
 */
async function given({ origins = [] }) {
  const address = wished;
  wished = null;
  if (address !== null && origins.includes(patternOf(address))) await OWN_ASKS["switch"]?.({ address, on: true });
}

/** @param {chrome.Sender} sender */
function senderOrigin(sender) {
  return originOf(sender.origin) ?? originOf(sender.url);
}

/** What a content script draws with. */
async function startOf(/** @type {string} */ origin) {
  const site = await siteAt(origin);
  if (site === null || !site.on) return { on: false };
  const { digest, date } = await rules.inForce();
  const { messages } = await wordingNow();
  const { profile, recognised } = site;
  const settings = await settingsNow();
  return { on: true, site: origin, profile, recognised, settings, messages, digest, date, newer: rules.newer };
}

/**
 * Look once whether a pack knows the system of a page, where nobody has said which it is.
 *
 * @param {string} origin
 * @param {string | null} system
 */
async function rememberSystem(origin, system) {
  const site = await siteAt(origin);
  if (site === null || site.profile.system !== null || system === null) return;
  const { country, sector } = (await rules.recogniser()).profileOfSystem(system);
  const profile = { system, country: site.profile.country ?? country, sector: site.profile.sector ?? sector };
  await setProfile(origin, profile, true);
}

/** Tell all pages of all sites how things stand now. */
async function tellAll() {
  for (const origin of await originsOn()) await tellSite(origin);
}

/** @param {string} origin */
async function tellSite(origin) {
  const start = await startOf(origin);
  await tellFrames(origin, start.on ? { tell: "changed", ...start } : { tell: "stop" }, { inject: start.on });
  const site = await siteAt(origin);
  const tops = (await framesOf(origin)).filter(({ frame }) => frame === 0);
  for (const { tab } of tops) await showFace(tab, faceOf(site));
}

/** Bring scripts and route in line with the list of sites. */
async function settle() {
  await registerScripts(await originsOn());
  await route.update();
}

/** @type {Record<string, (asked: Asked, sender: chrome.Sender) => unknown>} */
const CONTENT_ASKS = {
  async start({ title, headings }, sender) {
    const origin = senderOrigin(sender);
    if (origin === null) return { on: false };
    const site = await siteAt(origin);
    if (site?.on && site.profile.system === null) {
      const { hostname } = new URL(origin);
      const seen = (headings ?? []).map(String);
      await rememberSystem(origin, (await rules.recogniser()).recogniseSystem(hostname, String(title), seen));
    }
    const tab = sender.tab?.id;
    if (tab !== undefined && sender.frameId === 0) {
      counts.delete(tab);
      await showFace(tab, faceOf(await siteAt(origin)));
    }
    return startOf(origin);
  },

  async rulebook() {
    return (await rules.inForce()).text;
  },

  async recognised({ system }, sender) {
    const origin = senderOrigin(sender);
    if (origin === null) return { on: false };
    if ((await rules.recogniser()).systems.has(system)) await rememberSystem(origin, system);
    return startOf(origin);
  },

  count({ hints, fields }, sender) {
    const tab = sender.tab?.id ?? -1;
    const frames = counts.get(tab) ?? new Map();
    counts.set(tab, frames.set(sender.frameId ?? 0, { hints: Number(hints), fields: Number(fields) }));
    return route.update();
  },

  async wrong({ note }) {
    await store.change("notes", (all) => [...all, note].slice(-MOST_NOTES));
  },

  async tip() {
    await store.change("settings", (all) => ({ ...all, tips: Math.min((all.tips ?? 0) + 1, MOST_TIPS) }));
  },

  panel(_, { tab }) {
    return openPanel(tab);
  },

  present(_, { tab }) {
    return passCommand("present", tab);
  },

  settings: () => settingsNow(),

  messages: () => wordingNow(),
};

/** @type {Record<string, (asked: Asked) => unknown>} */
const OWN_ASKS = {
  async site({ address, tab }) {
    const origin = originOf(address);
    const found = [...(counts.get(tab)?.values() ?? [])];
    const site = origin === null ? null : await siteAt(origin);
    return {
      site: origin,
      pattern: origin === null ? "" : patternOf(origin),
      on: site?.on ?? false,
      profile: site?.profile ?? NO_PROFILE,
      recognised: site?.recognised ?? false,
      permission: origin !== null && (await isPermitted(origin)),
      hints: found.reduce((sum, { hints }) => sum + hints, 0),
      fields: found.reduce((sum, { fields }) => sum + fields, 0),
    };
  },

  /** The popup is about to ask for access to a site. It may be closed by the browser's question, and not hear the answer. */
  wish({ address }) {
    wished = originOf(address);
  },

  async switch({ address, on }) {
    const origin = originOf(address);
    if (origin === null || (on && !(await isPermitted(origin)))) return { on: false };
    await switchSite(origin, on === true);
    await settle();
    await tellSite(origin);
    return { on: on === true };
  },

  async profile({ site, profile: { country = null, sector = null, system = null } }) {
    await setProfile(site, { country, sector, system }, false);
    await tellSite(site);
    return startOf(site);
  },

  async set({ settings }) {
    await store.change("settings", (all) => ({ ...all, ...validSettings(settings) }));
    await tellAll();
    return settingsNow();
  },

  async rules() {
    const { text, digest, date, source } = await rules.inForce();
    const { language, port } = await settingsNow();
    /** @type {RulebookContent} */
    const content = JSON.parse(text);
    /** @type {(one: {title: string}, other: {title: string}) => number} */
    const byTitle = (one, other) => one.title.localeCompare(other.title, language);
    const sectors = Object.entries(content.sectors).map(([id, { title }]) => ({ id, title: title[language] }));
    const systems = Object.entries(content.systems).map(([id, { title, country = null, sector = null }]) => ({
      ...{ id, title: title[language], country, sector },
    }));
    const named = content.rules.flatMap(({ scope }) => scope?.countries ?? []);
    const countries = [...named, ...systems.map(({ country }) => country)];
    return {
      ...{ digest, date, source, newer: rules.newer, proxy: (await healthAt(port)) === null ? "off" : "running" },
      sectors: sectors.sort(byTitle),
      systems: systems.sort(byTitle),
      countries: [...new Set(countries)].filter((one) => one !== null).sort(),
    };
  },

  async sites() {
    const all = Object.entries(await store.get("sites")).sort(([one], [other]) => (one < other ? -1 : 1));
    return Promise.all(
      all.map(async ([origin, site]) => ({ site: origin, ...site, permission: await isPermitted(origin) })),
    );
  },

  async forget({ site }) {
    await tellFrames(site, { tell: "stop" });
    await forgetSite(site);
    await settle();
  },

  notes: () => store.get("notes"),

  async "forget-notes"() {
    await store.change("notes", () => []);
  },

  async erase() {
    const all = Object.keys(await store.get("sites"));
    for (const origin of all) await tellFrames(origin, { tell: "stop" });
    await store.erase();
    await settle();
    for (const pattern of new Set(all.map(patternOf))) await giveBack(pattern);
    rules.forget();
    counts.clear();
  },
};

/**
 * @param {Asked} asked
 * @param {chrome.Sender} sender
 * @returns {Promise<unknown>}
 */
async function answerTo(asked, sender) {
  const own = sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;
  const ask = String(asked?.["ask"]);
  if (Object.hasOwn(CONTENT_ASKS, ask)) return CONTENT_ASKS[ask]?.(asked, sender);
  if (own && Object.hasOwn(OWN_ASKS, ask)) return OWN_ASKS[ask]?.(asked);
  return null;
}
