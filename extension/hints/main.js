/**
 * Where the content script begins: asks the background whether it is wanted here, shows the hints of this document, and
 * answers the panel, the popup and the commands. Switched off, nothing of it is left on the page.
 */
"use strict";

/** How long after the background was put to sleep it is called again. */
const CALL_AGAIN = 1000;

/**
 * What the background answers to whom begins.
 *
 * @typedef {object} Start
 * @property {boolean} on
 * @property {string} site
 * @property {Profile} profile
 * @property {boolean} recognised
 * @property {{language: string, density: SceneSettings["density"], tab: boolean, speak: "all" | "some" | "never", tips: number}} settings
 * @property {Messages} messages
 * @property {string} digest
 * @property {string} date
 * @property {boolean} newer Whether there are rules that this extension is too old for.
 */

/** @typedef {{frame: string, top: boolean, questions: object[], headings: readonly string[], totals: ReturnType<typeof totalsOf>}} Told */

/** @typedef {{scene: Scene, cards: Cards, spoken: Spoken, presenting: Presenting}} Shown */

/** Names the controls of this document, for the panel. */
class Keys {
  #next = 0;
  /** @type {WeakMap<Element, string>} */
  #keys = new WeakMap();

  /** @param {Asked} asked */
  of({ field }) {
    const [element] = field.elements;
    if (element === undefined) return "";
    const known = this.#keys.get(element) ?? String((this.#next += 1));
    this.#keys.set(element, known);
    return known;
  }
}

/** The hints of one document, for as long as they are wanted. */
class Hints {
  #start;
  #wording;
  #keys;
  #tell;
  #profile;
  #triedTitle = "";
  /** @type {Promise<Rulebook> | null} */
  #rulebook = null;
  /** @type {Shown | null} */
  #shown = null;
  /** @type {readonly Asked[]} */
  #questions = [];
  /** @type {readonly string[]} */
  #headings = [];
  #heard = new AbortController();
  #live;
  #isOver = false;

  /**
   * @param {Start} start
   * @param {Keys} keys
   * @param {() => void} tell Called whenever there is something else to tell.
   */
  constructor(start, keys, tell) {
    this.#start = start;
    this.#profile = start.profile;
    this.#wording = new Wording(start.settings.language, start.messages);
    this.#keys = keys;
    this.#tell = tell;
    this.#live = new Live({
      rulebook: () => this.#askRulebook(),
      profile: (page, rulebook) => this.#askProfile(page, rulebook),
      onQuestions: (look, rulebook) => this.#show(look, rulebook),
      onMoved: async (anew) => this.#shown?.scene.settle({ anew }),
      hasDrifted: () => this.#shown?.scene.hasDrifted() ?? false,
    });
  }

  /** Begin. Resolves when what is there has been looked at. */
  async start() {
    const { signal } = this.#heard;
    document.addEventListener("focusin", () => this.#focus(), { signal, passive: true });
    document.addEventListener("focusout", (event) => this.#blur(event), { signal, passive: true });
    await this.#live.start();
  }

  /** End; the page is as it was. */
  stop() {
    this.#isOver = true;
    this.#live.stop();
    this.#heard.abort();
    this.#shown?.presenting.stop();
    this.#shown?.cards.close();
    this.#shown?.scene.withdraw();
    this.#shown?.spoken.stop();
    this.#shown = null;
    this.#questions = [];
  }

  // what is needed

  #askRulebook() {
    this.#rulebook ??= ask({ ask: "rulebook" }).then((text) => Rulebook.fromJson(text, { isChecked: true }));
    return this.#rulebook;
  }

  /**
   * Give the profile; where nobody has said which system this is, look whether a pack knows the page.
   *
   * @param {Page} page
   * @param {Rulebook} rulebook
   */
  async #askProfile({ title, headings }, rulebook) {
    const seen = JSON.stringify([title, headings]);
    if (this.#profile.system !== null || this.#triedTitle === seen) return this.#profile;
    this.#triedTitle = seen;
    const system = rulebook.recogniseSystem(location.hostname, title, headings);
    if (system === null) return this.#profile;
    const answer = await ask({ ask: "recognised", system });
    if (answer?.on) this.#profile = answer.profile;
    return this.#profile;
  }

  /** @param {Rulebook} rulebook */
  #begin(rulebook) {
    const { density, tab, speak, tips } = this.#start.settings;
    const wording = this.#wording;
    const onWrong = (/** @type {Wrong} */ note) => {
      void ask({ ask: "wrong", note: { ...note, profile: this.#profile, date: new Date().toISOString().slice(0, 10) } });
    };
    const cards = new Cards({ wording, rulebook, onWrong });
    const scene = new Scene({ wording, cards, density, tab, onPlaced: () => this.#tell() });
    const spoken = new Spoken({ wording, speak, tips, onTip: () => void ask({ ask: "tip" }) });
    return { scene, cards, spoken, presenting: new Presenting({ scene, cards, wording }) };
  }

  /**
   * @param {Look} look
   * @param {Rulebook} rulebook
   */
  async #show({ headings, judged }, rulebook) {
    this.#shown ??= this.#begin(rulebook);
    const { scene } = this.#shown;
    this.#questions = questionsOf(judged, rulebook);
    this.#headings = headings;
    await scene.show(this.#questions);
    if (this.#isOver) return;
    this.#live.watch(scene.roots, scene.closed);
    this.#tell();
  }

  /** What is known of the site. */
  get profile() {
    return this.#profile;
  }

  /** What is drawn; `null` before anything is. */
  get shown() {
    return this.#shown;
  }

  // the focus

  #focus() {
    if (this.#shown === null) return;
    const element = focused();
    if (element !== null && isOurs(element)) return;
    const marker = this.#shown.scene.focus(element);
    this.#shown.spoken.focused(marker, element?.matches(":focus-visible"));
  }

  /** @param {FocusEvent} event */
  #blur({ relatedTarget }) {
    if (relatedTarget !== null || this.#shown === null) return; // what comes next is heard of
    this.#shown.spoken.focused(null);
    if (this.#shown.cards.current === null) this.#shown.scene.focus(null);
  }

  // commands

  /** Whether what the keyboard does happens in this document, not in a frame of it. */
  get #hasFocus() {
    return document.hasFocus() && !document.activeElement?.matches("iframe, frame");
  }

  /** @param {string} name */
  command(name) {
    if (name === "hide") this.#toggleHidden();
    if (!this.#hasFocus) return;
    if (name === "card") this.#toggleCard();
    if (name === "next") this.#step(1, () => true);
    if (name === "previous") this.#step(-1, () => true);
    if (name === "next-forced") this.#step(1, ({ hint, forced }) => forced && hint !== null && LOWERING.has(hint.verdict));
    if (name === "present") this.#present();
  }

  #toggleCard() {
    const { scene, cards, spoken } = this.#shown ?? {};
    if (cards?.current) return cards.close({ returnFocus: true });
    const marker = scene?.guest ?? scene?.markerOf(focused());
    if (marker?.isMounted) cards?.toggle(marker, { focus: true, by: "key" });
    else spoken?.say(this.#wording.say("spoken_silent"), focused() ?? document);
  }

  #toggleHidden() {
    const scene = this.#shown?.scene;
    if (scene === undefined) return;
    const { density } = this.#start.settings;
    scene.density = scene.density === "hidden" ? (density === "hidden" ? "auto" : density) : "hidden";
  }

  #present() {
    const presenting = this.#shown?.presenting;
    if (presenting?.isOn) presenting.stop();
    else presenting?.start();
  }

  /**
   * Go to the next or previous field with a hint, from the one that has the focus.
   *
   * @param {1 | -1} by
   * @param {(asked: Asked) => boolean} isWanted
   */
  #step(by, isWanted) {
    const answered = this.#questions.filter((asked) => isAnswered(asked) && isWanted(asked));
    const at = this.#shown?.cards.current?.field[0] ?? focused();
    const here = this.#questions.findIndex(({ fields }) => fields.some(({ elements }) => at !== null && elements.includes(at)));
    const order = (/** @type {Asked} */ asked) => this.#questions.indexOf(asked);
    const next =
      by > 0
        ? (answered.find((asked) => order(asked) > here) ?? answered[0])
        : (answered.findLast((asked) => here < 0 || order(asked) < here) ?? answered.at(-1));
    if (next !== undefined) this.#go(next);
  }

  /**
   * Go to a field because the person asked for it.
   *
   * @param {Asked} asked
   */
  #go({ fields }) {
    this.#shown?.cards.close();
    const elements = fields.flatMap((field) => field.elements);
    const element = elements.find((one) => one.checkVisibility());
    if (!(element instanceof HTMLElement)) return;
    element.scrollIntoView({ block: "center", inline: "nearest" });
    element.focus({ preventScroll: true });
  }

  // the panel and the popup

  /** @returns {Omit<Told, "frame" | "top">} */
  get told() {
    const rows = this.#questions.flatMap((asked) => eachCounted([asked]).map((one) => this.#row(asked, one)));
    return { questions: rows, headings: this.#headings, totals: totalsOf(this.#questions) };
  }

  /** How many signs, and how many questions. */
  get counts() {
    return { hints: this.#questions.filter(isAnswered).length, fields: totalsOf(this.#questions).total };
  }

  /**
   * @param {Asked} asked
   * @param {Asked} one The same; or one box of a list.
   */
  #row(asked, one) {
    const { field, hint, rule } = one;
    const { label, group, section } = field;
    return {
      ...{ key: this.#keys.of(one), sign: hint?.verdict ?? null, suffix: one.suffix, label, group, section },
      ...{ forced: one.forced, certainty: hint?.certainty ?? "", rows: one.rows, category: hint?.category ?? null },
      ...{ where: this.#shown?.scene.whereIs(asked) ?? "", rule: rule?.id ?? null, texts: this.#texts(rule) },
    };
  }

  /** @param {Rule | null} rule @returns {Record<string, string>} */
  #texts(rule) {
    const { language } = this.#wording;
    if (rule === null) return {};
    const { instead, says, bearer, caveat, confidence } = rule.texts;
    const written = Object.entries({ instead, says, bearer, caveat }).map(([key, texts]) => [key, inLanguage(texts, language).text]);
    return { ...Object.fromEntries(written), confidence };
  }

  /**
   * Do what the panel asks.
   *
   * @param {"ring" | "go" | "card"} act
   * @param {string | null} key
   */
  act(act, key) {
    const asked = this.#questions.find((one) => eachCounted([one]).some((each) => this.#keys.of(each) === key));
    const { scene, cards } = this.#shown ?? {};
    if (scene === undefined) return;
    const each = asked && eachCounted([asked]).find((one) => this.#keys.of(one) === key);
    scene.outline(act === "ring" ? (each ?? null) : null);
    if (asked === undefined || each === undefined || act === "ring") return;
    this.#go(each);
    const marker = scene.guest ?? scene.markerOf(each.field.elements[0] ?? null);
    if (act === "card" && marker?.isMounted) cards?.open(marker, { by: "click" });
  }
}

/**
 * Ask the background.
 *
 * @param {object} question
 * @returns {Promise<any>}
 */
async function ask(question) {
  try {
    return await chrome.runtime.sendMessage(question);
  } catch {
    return null; // the extension was taken away or renewed: this page has its last words
  }
}

/** Give the host of a large frame that comes from another address, if there is one. */
function otherHost() {
  for (const frame of document.querySelectorAll("iframe, frame")) {
    const address = frame.getAttribute("src") ?? "";
    const { width, height } = frame.getBoundingClientRect();
    if (width < LARGEST_ICON || height < LARGEST_ICON || !URL.canParse(address, document.baseURI)) continue;
    const { host, protocol } = new URL(address, document.baseURI);
    if (host && host !== location.host && protocol.startsWith("http")) return host;
  }
  return "";
}

/** This document's part of the extension: listens to it, and shows or takes back the hints. */
class Content {
  #frame = String(Math.random());
  #isTop = window.top === window;
  #keys = new Keys();
  /** @type {Start | null} */
  #start = null;
  /** @type {Hints | null} */
  #hints = null;
  /** @type {Set<chrome.Port>} */
  #panels = new Set();
  /** @type {chrome.Port | null} */
  #use = null;
  #isTelling = false;

  /** What is shown of this document; `null` while Case vide is off here. */
  get hints() {
    return this.#hints;
  }

  /** Listen, and begin if wanted. */
  async begin() {
    chrome.runtime.onMessage.addListener((message, _, answer) => this.#hear(message, answer));
    chrome.runtime.onConnect.addListener((port) => this.#connect(port));
    await this.#turn(await ask({ ask: "start", top: this.#isTop, host: location.hostname, title: "", headings: [] }));
  }

  /**
   * Show the hints as wanted now.
   *
   * @param {Start | null} start
   */
  async #turn(start) {
    this.#stop();
    if (!start?.on) return;
    this.#start = start;
    this.#hints = new Hints(start, this.#keys, () => this.#tellSoon());
    this.#stayInUse();
    await this.#hints.start();
    this.#tellSoon();
  }

  /** Take everything back. */
  #stop() {
    this.#hints?.stop();
    this.#hints = null;
    this.#start = null;
    document.removeEventListener("visibilitychange", this.#stayInUse);
    this.#use?.disconnect();
    this.#use = null;
    for (const panel of this.#panels) panel.disconnect();
    this.#panels.clear();
  }

  /** Let the background know, while this page is shown, that it is. */
  #stayInUse = () => {
    if (!this.#isTop || this.#start === null) return;
    document.addEventListener("visibilitychange", this.#stayInUse);
    const isShown = document.visibilityState === "visible";
    if (!isShown) {
      this.#use?.disconnect();
      this.#use = null;
    } else if (this.#use === null) {
      this.#use = chrome.runtime.connect({ name: "use" });
      this.#use.onDisconnect.addListener(() => {
        this.#use = null;
        if (chrome.runtime.id === undefined) this.#stop();
        else setTimeout(this.#stayInUse, CALL_AGAIN);
      });
    }
  };

  /**
   * @param {any} message
   * @param {(answer: unknown) => void} answer
   */
  #hear(message, answer) {
    const { tell } = message ?? {};
    if (tell === "stop") this.#stop();
    if (tell === "changed") void this.#turn(message);
    if (tell === "command") this.#hints?.command(String(message.name));
    if (tell === "state" && this.#isTop) answer(this.#state());
  }

  #state() {
    const counts = this.#hints?.counts ?? { hints: 0, fields: 0 };
    const host = counts.hints === 0 ? otherHost() : "";
    return { ...counts, why: host ? "other-host" : this.#start?.newer ? "newer" : "", host };
  }

  // telling

  /** @param {chrome.Port} port */
  #connect(port) {
    if (port.name !== "panel" || this.#hints === null) {
      port.disconnect();
      return;
    }
    this.#panels.add(port);
    port.onDisconnect.addListener(() => {
      this.#panels.delete(port);
      this.#hints?.act("ring", null);
    });
    port.onMessage.addListener(({ do: act, frame, key }) => {
      if (frame === null || frame === this.#frame) this.#hints?.act(act, key);
    });
    this.#tell(port);
  }

  /** @param {chrome.Port} port */
  #tell(port) {
    if (this.#hints !== null) port.postMessage({ frame: this.#frame, top: this.#isTop, ...this.#hints.told });
  }

  /** Tell all who listen; once for what happens together. */
  #tellSoon() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      if (this.#hints === null) return;
      for (const panel of this.#panels) this.#tell(panel);
      void ask({ ask: "count", ...this.#hints.counts });
    }, QUIET_FOR);
  }
}

/** This document's part; `null` where there is no extension around, as in the tests of the parts. */
const contentHere = typeof chrome !== "undefined" && chrome.runtime?.id !== undefined ? new Content() : null;
void contentHere?.begin();
