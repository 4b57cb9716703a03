/** The profile of a site as three lists of choices: country, sector, software. In the popup and in the options. */
"use strict";

/**
 * What the background says of the rules in use.
 *
 * @typedef {object} RulesInUse
 * @property {string} digest
 * @property {string} date
 * @property {"bundled" | "proxy"} source
 * @property {"running" | "off"} proxy
 * @property {boolean} newer Whether the proxy's rules are made for a newer extension.
 * @property {{id: string, title: string}[]} sectors
 * @property {{id: string, title: string, country: string | null, sector: string | null}[]} systems
 * @property {string[]} countries
 */

/** @typedef {{country: string | null, sector: string | null, system: string | null}} SiteProfile */

/**
 * Give a title as it begins a line.
 *
 * @param {string} title
 * @param {string} language
 */
function asBeginning(title, language) {
  return title.charAt(0).toLocaleUpperCase(language) + title.slice(1);
}

/**
 * Give the sectors as choices, in the order of their names.
 *
 * @param {RulesInUse} rules
 * @param {Wording} wording
 * @returns {[string, string][]}
 */
function sectorsOf(rules, wording) {
  return byName(rules.sectors.map(({ id, title }) => [id, asBeginning(title, wording.language)]), wording);
}

/**
 * @param {[string, string][]} entries
 * @param {Wording} wording
 */
function byName(entries, wording) {
  return entries.sort(([, one], [, other]) => one.localeCompare(other, wording.language));
}

/**
 * Fill the three lists, and tell of each change.
 *
 * @param {{country: HTMLSelectElement, sector: HTMLSelectElement, system: HTMLSelectElement}} lists
 * @param {SiteProfile} profile
 * @param {RulesInUse} rules
 * @param {Wording} wording
 * @param {boolean} recognised Whether the software was recognised by itself.
 * @param {(profile: SiteProfile) => void} change
 */
function fillProfile(lists, profile, rules, wording, recognised, change) {
  const { language } = wording;
  const countryNames = new Intl.DisplayNames(language, { type: "region" });
  const unknown = /** @type {[string, string]} */ (["", wording.say("profile_unknown")]);
  /** @type {[string, string][]} */
  const systems = rules.systems
    .filter(({ country, id }) => !profile.country || !country || country === profile.country || id === profile.system)
    .map(({ id, title }) => [id, asBeginning(title, language)]);
  byName(systems, wording);
  for (const entry of systems) {
    if (recognised && entry[0] === profile.system) entry[1] = wording.say("profile_recognised", { system: entry[1] });
  }
  const countries = rules.countries.map((one) => /** @type {[string, string]} */ ([one, countryNames.of(one) ?? one]));
  fillList(lists.country, [unknown, ...byName(countries, wording)], profile.country ?? "");
  fillList(lists.sector, [unknown, ...sectorsOf(rules, wording)], profile.sector ?? "");
  fillList(lists.system, [unknown, ...systems], profile.system ?? "");
  for (const list of Object.values(lists)) {
    list.onchange = () => {
      const chosen = {
        country: lists.country.value || null,
        sector: lists.sector.value || null,
        system: lists.system.value || null,
      };
      const system = list === lists.system ? rules.systems.find(({ id }) => id === chosen.system) : undefined;
      change({
        country: system?.country ?? chosen.country, // a software brings its country and its sector
        sector: system?.sector ?? chosen.sector,
        system: chosen.system,
      });
    };
  }
}
