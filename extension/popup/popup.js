/**
 * The popup: whether Case vide is on for the site of the tab, what is known of the site, how signs are drawn.
 *
 * `popup.html?tab=ID` looks at that tab; otherwise it is the one in front.
 */
"use strict";

/**
 * What the background knows of a site.
 *
 * @typedef {object} SiteState
 * @property {string} site Its origin.
 * @property {string} pattern What the browser is asked to give access to.
 * @property {boolean} on
 * @property {number} hints How many signs the page and its frames have.
 * @property {number} fields How many fields.
 * @property {SiteProfile} profile
 * @property {boolean} recognised Whether the software was recognised by itself.
 * @property {boolean} permission Whether the browser gives access to it.
 */

/** Why the page shows nothing; `null` where no content script answers. @typedef {{why: string, host?: string} | null} PageState */

/** @typedef {{id: number, address: string, host: string}} Tab `host` is empty where the page is no website. */

const DENSITIES = ["auto", "normal", "quiet", "hidden"];

/** Give the tab that is looked at. @returns {Promise<Tab>} */
async function tabInFront() {
  const asked = new URLSearchParams(location.search).get("tab");
  const [front] = asked === null ? await chrome.tabs.query({ active: true, currentWindow: true }) : [];
  const tab = asked === null ? front : await chrome.tabs.get(Number(asked));
  const address = tab?.url ?? "";
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: "", hostname: "" };
  return { id: tab?.id ?? -1, address, host: protocol === "https:" || protocol === "http:" ? hostname : "" };
}

/**
 * Ask the page what it shows.
 *
 * @param {Tab} tab
 * @returns {Promise<PageState>}
 */
async function pageState({ id }) {
  try {
    return await chrome.tabs.sendMessage(id, { tell: "state" }, { frameId: 0 });
  } catch {
    return null; // no content script there: a tab that was open before, or a page of the browser
  }
}

class Popup {
  /** @param {Wording} wording @param {Tab} tab */
  constructor(wording, tab) {
    this.wording = wording;
    this.tab = tab;
    this.lists = {
      country: byId("country", HTMLSelectElement),
      sector: byId("sector", HTMLSelectElement),
      system: byId("system", HTMLSelectElement),
    };
  }

  async show() {
    const { wording, tab } = this;
    const [settings, rules, state, page] = await Promise.all([
      ask({ ask: "settings" }),
      ask({ ask: "rules" }),
      this.site(),
      pageState(tab),
    ]);
    /** @type {RulesInUse} */
    this.rules = rules;
    this.#showRules(rules);
    fillList(
      byId("language", HTMLSelectElement),
      LANGUAGES.map((one) => [one, wording.say(`language_${one}`)]),
      wording.language,
    );
    fillSegments(
      byId("density", HTMLFieldSetElement),
      DENSITIES.map((one) => [one, wording.say(`density_${one}`)]),
      settings.density,
      (density) => void ask({ ask: "set", settings: { density } }),
    );
    this.#showSite(state, page);
  }

  /** Ask what is known of the site; `null` where the page is no website. @returns {Promise<SiteState | null>} */
  async site() {
    const { host, id, address } = this.tab;
    this.state = host ? await ask({ ask: "site", address, tab: id }) : null;
    return this.state ?? null;
  }

  /** @param {RulesInUse} rules */
  #showRules({ date, proxy }) {
    const { wording } = this;
    byId("rules").textContent = wording.say("rules_of", { date: wording.date(date) });
    byId("proxy").textContent = wording.say(`proxy_${proxy}`);
  }

  /**
   * @param {SiteState | null} state
   * @param {PageState} page
   */
  #showSite(state, page) {
    const { wording, tab } = this;
    const on = state?.on ?? false;
    const asking = on && !state?.profile.sector;
    const button = byId("switch");
    byId("host").textContent = tab.host || wording.say("popup_no_site");
    button.hidden = state === null;
    button.setAttribute("aria-checked", String(on));
    button.setAttribute("aria-label", wording.say("popup_switch", { host: tab.host }));
    byId("state").textContent = this.#sentence(state);
    byId("sector-box").hidden = !asking;
    byId("profile").hidden = !on || asking;
    byId("hints").hidden = !on;
    if (state !== null && this.rules !== undefined) {
      this.#showProfile(state.profile, state.recognised, this.rules);
    }
    this.#answer(state, page);
  }

  /**
   * Give the one sentence of state.
   *
   * @param {SiteState | null} state
   */
  #sentence(state) {
    const { wording } = this;
    if (state === null) return wording.say("popup_no_site_why");
    if (!state.on) return wording.say("popup_off");
    if (!state.permission) return wording.say("why_no_permission");
    if (!state.profile.sector && state.hints === 0) return wording.say("popup_on_no_sector");
    return wording.count("popup_on", state.hints);
  }

  /**
   * @param {SiteProfile} profile
   * @param {boolean} recognised
   * @param {RulesInUse} rules
   */
  #showProfile(profile, recognised, rules) {
    const { wording } = this;
    fillProfile(this.lists, profile, rules, wording, recognised, (changed) => void this.change(changed));
    const asked = byId("sector-asked", HTMLSelectElement);
    fillList(asked, [["", wording.say("choose")], ...sectorsOf(rules, wording)], "");
    asked.onchange = () => void this.change({ ...profile, sector: asked.value || null });
  }

  /** @param {SiteProfile} profile */
  async change(profile) {
    await ask({ ask: "profile", site: this.state?.site, profile });
    await this.refresh();
  }

  /** Show the site anew. */
  async refresh() {
    this.#showSite(await this.site(), await pageState(this.tab));
  }

  /** Switch the site on or off. */
  async turn() {
    const { wording, tab } = this;
    const on = byId("switch").getAttribute("aria-checked") !== "true";
    if (on && !(await permitted(tab.address, this.state?.pattern ?? ""))) {
      byId("state").textContent = wording.say("popup_refused");
      return;
    }
    await ask({ ask: "switch", address: tab.address, on });
    await this.refresh();
    if (on) await this.#explainOnce();
  }

  /** Explain the five signs after the first switch-on. */
  async #explainOnce() {
    const { explained } = await chrome.storage.local.get("explained");
    if (explained) return;
    fillLegend(byId("legend"), this.wording);
    byId("legend-box").hidden = false;
  }

  async explained() {
    await chrome.storage.local.set({ explained: true });
    byId("legend-box").hidden = true;
    byId("switch").focus();
  }

  /**
   * Answer "why nothing here?" with the first true reason.
   *
   * @param {SiteState | null} state
   * @param {PageState} page
   */
  #answer(state, page) {
    const { wording } = this;
    const { key, host, act } = this.#reason(state, page);
    const button = byId("why-do");
    byId("why-answer").textContent = wording.say(key, { host });
    button.hidden = act === null;
    if (act !== null) {
      button.textContent = act.text;
      button.onclick = () => void act.run();
    }
  }

  /**
   * @param {SiteState | null} state
   * @param {PageState} page
   * @returns {{key: string, host: string, act: {text: string, run: () => Promise<void>} | null}}
   */
  #reason(state, page) {
    const { wording } = this;
    const because = (/** @type {string} */ key) => ({ key, host: "", act: null });
    if (state === null) return because("popup_no_site_why");
    if (!state.on) return because("why_off");
    if (!state.permission) return because("why_no_permission");
    if (page === null) {
      return { ...because("why_loading"), act: { text: wording.say("reload"), run: () => this.#reload() } };
    }
    if (page.why === "other-host" && page.host) {
      const { host } = page;
      return {
        ...{ key: "why_other_host", host },
        act: { text: wording.say("why_add_host", { host }), run: () => this.#add(host) },
      };
    }
    if (!state.profile.sector) return because("why_no_sector");
    if (state.fields === 0) return because("why_no_field");
    if (state.hints === 0) return because(this.rules?.newer ? "why_newer" : "why_no_rule");
    return because("why_shown");
  }

  async #reload() {
    await chrome.tabs.reload(this.tab.id);
    await this.refresh();
  }

  /** @param {string} host */
  async #add(host) {
    const address = `https://${host}/`;
    if (!(await permitted(address, `https://${new URL(address).hostname}/*`))) {
      sayNow(this.wording.say("popup_refused"));
      return;
    }
    await ask({ ask: "switch", address, on: true });
    await this.refresh();
  }

  /** Join what the agent and the page do to what happens. */
  listen() {
    // A content script tells the background how much it has found, and with it every page of the extension.
    chrome.runtime.onMessage.addListener((message, sender) => {
      if (message?.ask === "count" && sender.tab?.id === this.tab.id) void this.refresh();
    });
    byId("switch").onclick = () => void this.turn();
    byId("legend-done").onclick = () => void this.explained();
    byId("why").onclick = ({ currentTarget }) => {
      const box = byId("why-box");
      box.hidden = !box.hidden;
      /** @type {HTMLElement} */ (currentTarget).setAttribute("aria-expanded", String(!box.hidden));
    };
    byId("panel").onclick = () => void openPanel(this.tab.id);
    byId("present").onclick = () => void this.present();
    byId("language", HTMLSelectElement).onchange = ({ currentTarget }) => {
      const { value } = /** @type {HTMLSelectElement} */ (currentTarget);
      void ask({ ask: "set", settings: { language: value } }).then(() => location.reload());
    };
  }

  async present() {
    await chrome.tabs.sendMessage(this.tab.id, { tell: "command", name: "present" });
    close();
  }
}

/**
 * Have the browser ask for access to a site. It wants to see this done from within the click: nothing is awaited before.
 *
 * @param {string} address
 * @param {string} pattern
 */
function permitted(address, pattern) {
  void ask({ ask: "wish", address }); // the question may close this popup
  return chrome.permissions.request({ origins: [pattern] });
}

/**
 * Open the panel beside the page. The browser wants to see this done from within the click, so nothing is awaited before.
 *
 * @param {number} tabId
 */
async function openPanel(tabId) {
  if (chrome.sidePanel) await chrome.sidePanel.open({ tabId });
  else await chrome.sidebarAction?.open();
  close();
}

void showPage(async (wording) => {
  const popup = new Popup(wording, await tabInFront());
  popup.listen();
  await popup.show();
});
