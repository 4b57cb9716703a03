/** The options: sites, language, how hints are shown and said, rules, notes, help, erasing. */
"use strict";

const SPEAKS = ["all", "some", "never"];

/** Where the browser lets people change the extension's keys; Firefox has no address for it. */
const KEYS_PAGE = "chrome://extensions/shortcuts";

/** @typedef {{site: string, on: boolean, profile: SiteProfile, recognised: boolean}} ListedSite `site`: its origin. */

class Options {
  /** @type {Map<Note, NoteUse>} */
  #uses = new Map();

  /** @param {Wording} wording */
  constructor(wording) {
    this.wording = wording;
  }

  async start() {
    const { wording } = this;
    this.rules = /** @type {RulesInUse} */ (await ask({ ask: "rules" }));
    fillLegend(byId("legend"), wording);
    this.#showRules(this.rules);
    await Promise.all([this.#showSettings(), this.#showSites(), this.#showNotes(), this.#showKeys()]);
    byId("erase-all").onclick = () => void this.#eraseAll();
    byId("notes-erase").onclick = () => void this.#eraseNotes();
    byId("notes-export").onclick = () => this.#exportNotes();
  }

  /** @param {Record<string, unknown>} settings */
  async #set(settings) {
    await ask({ ask: "set", settings });
    sayNow(this.wording.say("options_saved"));
  }

  async #showSettings() {
    const { wording } = this;
    const settings = await ask({ ask: "settings" });
    const language = byId("language", HTMLSelectElement);
    fillList(language, LANGUAGES.map((one) => [one, wording.say(`language_${one}`)]), wording.language);
    language.onchange = () => void ask({ ask: "set", settings: { language: language.value } }).then(() => location.reload());
    fillSegments(
      byId("density", HTMLFieldSetElement),
      ["auto", "normal", "quiet", "hidden"].map((one) => [one, wording.say(`density_${one}`)]),
      settings.density,
      (density) => void this.#set({ density }),
    );
    fillSegments(
      byId("speak", HTMLFieldSetElement),
      SPEAKS.map((one) => [one, wording.say(`speak_${one}`)]),
      settings.speak,
      (speak) => void this.#set({ speak }),
    );
    const tab = byId("tab", HTMLInputElement);
    tab.checked = settings.tab;
    tab.onchange = () => void this.#set({ tab: tab.checked });
  }

  /** @param {RulesInUse} rules */
  #showRules({ date, digest, source, proxy }) {
    const { wording } = this;
    const from = wording.say(source === "proxy" ? "rules_from_proxy" : "rules_bundled");
    byId("rules-now").textContent = `${wording.say("rules_of", { date: wording.date(date) })}. ${from}`;
    byId("proxy").textContent = wording.say(`proxy_${proxy}`);
    byId("digest").textContent = digest;
  }

  async #showSites() {
    /** @type {ListedSite[]} */
    const sites = await ask({ ask: "sites" });
    byId("no-site").hidden = sites.length > 0;
    byId("site-list").replaceChildren(...sites.map((site) => this.#siteRow(site)));
  }

  /** @param {ListedSite} listed */
  #siteRow({ site: origin, profile, recognised }) {
    const { wording } = this;
    const site = shortOf(origin);
    const remove = made("button", { type: "button", "aria-label": wording.say("site_remove_name", { site }) }, wording.say("site_remove"));
    remove.onclick = () => void this.#removeSite(origin);
    const lists = { country: made("select"), sector: made("select"), system: made("select") };
    const change = (/** @type {SiteProfile} */ changed) =>
      void ask({ ask: "profile", site: origin, profile: changed })
        .then(() => this.#showSites())
        .then(() => sayNow(wording.say("options_saved")));
    if (this.rules !== undefined) fillProfile(lists, profile, this.rules, wording, recognised, change);
    const parts = Object.entries(lists).map(([part, list]) => made("label", {}, wording.say(`profile_${part}`), list));
    return made(
      "li",
      {},
      made("div", { class: "site-head" }, made("h3", {}, site), remove),
      made("div", { class: "site-profile", role: "group", "aria-label": wording.say("site_profile", { site }) }, ...parts),
    );
  }

  /** @param {string} origin */
  async #removeSite(origin) {
    const { wording } = this;
    const site = shortOf(origin);
    if (!(await confirmed(wording.say("site_remove_ask", { site }), wording.say("confirm_yes_remove")))) return;
    await ask({ ask: "forget", site: origin });
    await this.#showSites();
    sayNow(wording.say("site_removed", { site }));
  }

  async #showNotes() {
    /** @type {Note[]} */
    const notes = await ask({ ask: "notes" });
    this.#uses = new Map(notes.map((note) => [note, "misses"]));
    byId("no-notes").hidden = notes.length > 0;
    byId("notes-do").hidden = notes.length === 0;
    byId("note-list").replaceChildren(...notes.map((note) => this.#noteRow(note)));
  }

  /** @param {Note} note */
  #noteRow(note) {
    const { wording } = this;
    const label = [note.label || wording.say("unnamed"), note.group].filter(Boolean).join(" · ");
    const use = made("select");
    fillList(use, [["misses", wording.say("note_miss")], ["hits", wording.say("note_hit")]], "misses");
    use.onchange = () => this.#uses.set(note, use.value === "hits" ? "hits" : "misses");
    const sign = made("span", { "data-sign": note.verdict }, glyph(note.verdict));
    return made(
      "li",
      {},
      made("div", { class: "site-head" }, sign, made("h3", {}, label)),
      made("p", {}, note.should),
      made("p", { class: "muted small" }, `${wording.date(note.date)} · ${wording.say(`verdict_${note.verdict.replace("-", "_")}`)} · ${note.rule}`),
      made("label", {}, wording.say("note_use"), " ", use),
    );
  }

  #exportNotes() {
    const { wording } = this;
    const notes = [...this.#uses].map(([note, use]) => ({ note, use }));
    const head = `# ${wording.say("notes_head", { date: today() })}\n`;
    saveFile(`${wording.say("notes_file", { date: today() })}.yaml`, "application/yaml", head + notesAsYaml(notes));
  }

  async #eraseNotes() {
    const { wording } = this;
    const question = wording.count("notes_erase_ask", this.#uses.size);
    if (!(await confirmed(question, wording.say("confirm_yes_erase")))) return;
    await ask({ ask: "forget-notes" });
    await this.#showNotes();
    sayNow(wording.say("notes_erased"));
  }

  /** Show the keys as the browser has them now; they can be changed there only. */
  async #showKeys() {
    const { wording } = this;
    const commands = await chrome.commands.getAll();
    byId("keys").replaceChildren(
      ...commands.flatMap(({ name, shortcut }) => {
        const key = name === "_execute_action" ? "popup" : (name ?? "").replace("-", "_");
        return [
          made("dt", {}, wording.say(`command_${key}`)),
          made("dd", {}, shortcut ? made("kbd", {}, shortcut) : wording.say("options_keys_none")),
        ];
      }),
    );
    byId("keys-change").textContent = chrome.sidePanel
      ? wording.say("options_keys_change", { where: KEYS_PAGE })
      : wording.say("options_keys_change_firefox");
  }

  async #eraseAll() {
    const { wording } = this;
    if (!(await confirmed(wording.say("options_erase_ask"), wording.say("confirm_yes_erase")))) return;
    await ask({ ask: "erase" });
    await Promise.all([this.#showSettings(), this.#showSites(), this.#showNotes()]);
    sayNow(wording.say("options_erased"));
  }
}

/**
 * Give an origin as people know it.
 *
 * @param {string} origin
 */
function shortOf(origin) {
  return origin.replace(/^https:\/\//, "");
}

void showPage((wording) => new Options(wording).start());
