/**
 * The sites: the addresses that Case vide is switched on for, each with its profile. A site is an origin, such as
 * `https://cosmos.example.fr`; every other address is left alone.
 */
"use strict";

/**
 * Give the origin that an address belongs to.
 *
 * @param {string | undefined} address
 * @returns {string | null} `null` if it is no website.
 */
function originOf(address) {
  if (!URL.canParse(address ?? "")) return null;
  const { protocol, origin } = new URL(address ?? "");
  return protocol === "https:" || protocol === "http:" ? origin : null;
}

/**
 * Give the match pattern of an origin. It has no port, for Firefox knows none there: who is asked looks at the origin.
 *
 * @param {string} origin
 */
function patternOf(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** @param {string} origin */
function isPermitted(origin) {
  return chrome.permissions.contains({ origins: [patternOf(origin)] });
}

/** @param {string} origin @returns {Promise<Site | null>} */
async function siteAt(origin) {
  const all = await store.get("sites");
  return Object.hasOwn(all, origin) ? (all[origin] ?? null) : null;
}

/** Give the origins that Case vide is switched on for and may see. */
async function originsOn() {
  const found = [];
  for (const [origin, site] of Object.entries(await store.get("sites"))) {
    if (site.on && (await isPermitted(origin))) found.push(origin);
  }
  return found.sort();
}

/**
 * Switch a site on or off; off, its profile is kept.
 *
 * @param {string} origin
 * @param {boolean} on
 */
async function switchSite(origin, on) {
  const known = await siteAt(origin);
  if (known === null && !on) return;
  const begun = known ?? { ...(await profileOfHost(new URL(origin).hostname)), on };
  await store.change("sites", (all) => ({ ...all, [origin]: { ...begun, ...all[origin], on } }));
}

/**
 * Change what is known of a site; one that is not listed stays so.
 *
 * @param {string} origin
 * @param {Profile} profile
 * @param {boolean} recognised
 */
async function setProfile(origin, profile, recognised) {
  await store.change("sites", (all) => {
    const known = Object.hasOwn(all, origin) ? all[origin] : undefined;
    return known === undefined ? all : { ...all, [origin]: { ...known, profile, recognised } };
  });
}

/**
 * Forget a site, and give the access to it back.
 *
 * @param {string} origin
 */
async function forgetSite(origin) {
  const left = await store.change("sites", ({ [origin]: gone, ...others }) => {
    void gone;
    return others;
  });
  const pattern = patternOf(origin);
  if (!Object.keys(left).some((one) => patternOf(one) === pattern)) await giveBack(pattern);
}

/** @param {string} pattern */
async function giveBack(pattern) {
  try {
    await chrome.permissions.remove({ origins: [pattern] });
  } catch {
    // it was never asked for, or belongs to the manifest: there is nothing to give back
  }
}

/**
 * Give the profile of a host that a pack of rules knows.
 *
 * @param {string} host
 */
async function profileOfHost(host) {
  const recogniser = await rules.recogniser();
  const system = recogniser.recogniseSystem(host, "");
  return { profile: system === null ? NO_PROFILE : recogniser.profileOfSystem(system), recognised: system !== null };
}
