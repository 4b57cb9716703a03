/**
 * The compiled rules: load `rulebook.json`, look up what a text asks for. Mirrors `casevide/rulebook.py`.
 *
 * Looking up is a walk through a trie of words, so its cost grows with the length of the text and hardly with the number
 * of phrases, whatever a pack contains.
 */
"use strict";

/** The newest rulebook format that this engine reads. */
const FORMAT = 1;

/** The five verdicts, in the fixed order: an earlier one wins over a later one at equal precision. */
const VERDICTS = Object.freeze(["care-critical", "required", "challengeable", "intrusive", "optional"]);

const CARE = "care-critical";
const MOST_READINGS = 16384;
const MOST_PAGES = 8;
const MOST_WORDS = 1024; // more than a text of 600 characters can have

/** The milliseconds of one slice, so that a page stays quick (a task over 50 is called long). */
const SLICE = 8;

/** The nodes of the trie that are finished between two looks at the clock. */
const NODES_BETWEEN_SEALS = 256;

/** A rulebook cannot be used; the message says what is wrong, `remedy` what to do about it. */
class RulebookError extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(message);
    this.name = "RulebookError";
    this.remedy = remedy;
  }
}

/**
 * @typedef {{fr: string, nl: string, en: string}} Texts
 * @typedef {{countries?: string[], sectors?: string[], systems?: string[], near?: string[], group?: string[]}} ScopeData
 * @typedef {string | {words: string, only: ScopeData[]}} PhraseData
 * @typedef {object} CategoryData
 * @property {Texts} title
 * @property {string} [dpv]
 * @property {string} [special]
 * @property {PhraseData[]} [phrases]
 * @property {PhraseData[]} [labels]
 * @property {string[]} [never]
 * @property {string[]} [never_labels]
 * @property {string[]} [autocomplete]
 */

/**
 * A rule as it stands in the rulebook.
 *
 * @typedef {object} RuleData
 * @property {string} id
 * @property {string} category
 * @property {string} verdict
 * @property {ScopeData} [scope]
 * @property {Texts} says
 * @property {Texts} instead
 * @property {Texts} caveat
 * @property {Texts} bearer
 * @property {string[]} grounds
 * @property {string} confidence
 * @property {string} status
 * @property {string} reviewed
 * @property {string} pack
 * @property {string} [edition]
 */

/**
 * @typedef {{citation: Texts, says: Texts, url: string, checked: boolean, date: string}} GroundData
 * @typedef {{title: Texts, owner: string, contact: string, licence: string, reviewed: string, review_by: string}} PackData
 * @typedef {{hosts?: string[], titles?: string[], headings?: string[]}} RecognisedBy
 * @typedef {{title: Texts, country?: string, sector?: string, recognised_by: RecognisedBy}} SystemData
 * @typedef {object} RulebookContent
 * @property {number} format
 * @property {string} digest
 * @property {string} date
 * @property {Record<string, PackData>} packs
 * @property {string[]} stopwords
 * @property {string[]} [quiet]
 * @property {string[]} [unquiet]
 * @property {Record<string, {title: Texts, inherits?: string}>} sectors
 * @property {Record<string, CategoryData>} categories
 * @property {RuleData[]} rules
 * @property {Record<string, GroundData>} grounds
 * @property {Record<string, SystemData>} systems
 */

/**
 * Where a rule holds, or when a phrase speaks: every part that is not empty must hold.
 *
 * @typedef {object} Condition
 * @property {ReadonlySet<string>} countries
 * @property {ReadonlySet<string>} sectors The profile's sector, or one that it inherits from.
 * @property {ReadonlySet<string>} systems
 * @property {ReadonlySet<string>} near Runs of words that stand around the field; for a rule, its `group`.
 */

/**
 * @typedef {object} Rule
 * @property {string} id
 * @property {string} category
 * @property {string} verdict
 * @property {Condition} scope
 * @property {RuleData} texts All the rest, as it stands in the rulebook.
 */

/**
 * A category that a text speaks of.
 *
 * @typedef {object} Found
 * @property {string} category
 * @property {readonly string[]} words The run of words.
 * @property {boolean} whole Whether it is one of the category's `labels` (the whole text).
 * @property {number} weight See `weightOf`.
 * @property {readonly Condition[]} only Conditions, one of which must hold; empty when the phrase speaks everywhere.
 */

/**
 * What the rulebook sees in one text.
 *
 * @typedef {object} Reading
 * @property {readonly string[]} words The words of the text, normal.
 * @property {readonly Found[]} found Every category that it speaks of, vetoes applied, conditions still to be checked.
 * @property {boolean} quiet Whether it says that nothing here is asked of a person.
 * @property {ReadonlySet<string>} vetoed The categories that a `never` run in it vetoes.
 * @property {ReadonlySet<string>} context The runs of `near` and of a scope's `group` that it holds.
 */

/**
 * Longer wins, then a whole label, then a phrase with conditions (which hold), then fewer stars.
 *
 * @param {number} length
 * @param {boolean} whole
 * @param {readonly Condition[]} only
 * @param {number} exact How many of the words matched without a `*`.
 */
function weightOf(length, whole, only, exact) {
  return ((2 * length + Number(whole)) * 2 + Number(only.length > 0)) * MOST_WORDS + exact;
}

/** @typedef {{kind: string, of: string, only: readonly Condition[]}} End What a run means: a category, or a run. */
/** @typedef {{start: number, length: number, exact: number, end: End}} Run */

class PhraseNode {
  constructor() {
    /** @type {Map<string, PhraseNode>} */
    this.words = new Map();
    /** @type {Map<string, PhraseNode>} */
    this.prefixes = new Map();
    /** @type {number[]} */
    this.prefixLengths = [];
    /** @type {End[]} */
    this.ends = [];
  }
}

/**
 * @param {Map<string, PhraseNode>} nodes
 * @param {string} key
 */
function nodeAt(nodes, key) {
  const known = nodes.get(key);
  if (known !== undefined) return known;
  const made = new PhraseNode();
  nodes.set(key, made);
  return made;
}

/** A trie of runs of words. A word that ends in `*` stands for every word that begins so. */
class Phrases {
  #root = new PhraseNode();

  /**
   * Add one run, its words already normal and separated by spaces.
   *
   * @param {string} run
   * @param {string} kind
   * @param {string} of
   * @param {readonly Condition[]} [only]
   */
  add(run, kind, of, only = []) {
    let node = this.#root;
    for (const word of splitRun(run)) {
      node = word.endsWith("*") ? nodeAt(node.prefixes, word.slice(0, -1)) : nodeAt(node.words, word);
    }
    node.ends.push({ kind, of, only });
  }

  /**
   * Note which lengths of beginnings occur at each node; call once after the last `add`.
   *
   * @returns {Generator<void, void, void>}
   */
  *seal() {
    const stack = [this.#root];
    let number = 0;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      number += 1;
      if (number % NODES_BETWEEN_SEALS === 0) yield;
      node.prefixLengths = [...new Set([...node.prefixes.keys()].map((prefix) => prefix.length))].sort((a, b) => a - b);
      stack.push(...node.words.values(), ...node.prefixes.values());
    }
  }

  /**
   * Give every run that occurs in a text.
   *
   * @param {readonly string[]} text
   */
  runs(text) {
    /** @type {Run[]} */
    const found = [];
    for (let start = 0; start < text.length; start += 1) this.#runsFrom(text, start, found);
    return found;
  }

  /**
   * @param {readonly string[]} text
   * @param {number} start
   * @param {Run[]} found
   */
  #runsFrom(text, start, found) {
    let nodes = [{ node: this.#root, exact: 0 }];
    for (let position = start; position < text.length; position += 1) {
      const word = text[position] ?? "";
      const after = [];
      for (const { node, exact } of nodes) {
        const following = node.words.get(word);
        if (following !== undefined) after.push({ node: following, exact: exact + 1 });
        for (const length of node.prefixLengths) {
          if (length > word.length) break;
          const begun = node.prefixes.get(word.slice(0, length));
          if (begun !== undefined) after.push({ node: begun, exact });
        }
      }
      if (after.length === 0) return;
      for (const { node, exact } of after) {
        for (const end of node.ends) found.push({ start, length: position - start + 1, exact, end });
      }
      nodes = after;
    }
  }
}

/** @param {string} run */
function splitRun(run) {
  return run.split(" ").filter((word) => word !== "");
}

/**
 * Tell whether a run of words, stars allowed, occurs in a text.
 *
 * @param {readonly string[]} text
 * @param {readonly string[]} run
 */
function containsRun(text, run) {
  for (let start = 0; start + run.length <= text.length; start += 1) {
    const fits = run.every((wanted, at) => {
      const word = text[start + at] ?? "";
      return wanted.endsWith("*") ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
    });
    if (fits) return true;
  }
  return false;
}

/** @param {ScopeData} data @returns {Condition} */
function conditionOf(data) {
  return {
    countries: new Set(data.countries ?? []),
    sectors: new Set(data.sectors ?? []),
    systems: new Set(data.systems ?? []),
    near: new Set(data.near ?? data.group ?? []),
  };
}

/** @param {RuleData} data @returns {Rule} */
function ruleOf(data) {
  const { id, category, verdict } = data;
  if (typeof id !== "string" || typeof category !== "string" || !VERDICTS.includes(verdict)) {
    throw new TypeError(`rule ${id}`);
  }
  return { id, category, verdict, scope: conditionOf(data.scope ?? {}), texts: data };
}

/**
 * Give the members of a JSON object.
 *
 * @template T
 * @param {Record<string, T>} data
 * @param {string} key Its name, for the error.
 */
function membersOf(data, key) {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw new TypeError(key);
  return Object.entries(data);
}

/** @param {unknown} value @returns {string} */
function textIn(value) {
  if (typeof value !== "string") throw new TypeError("a text is missing");
  return value;
}

/**
 * Yield the canonical text of a rulebook's content, piece by piece: sorted keys, no white space, without its digest.
 *
 * @param {Record<string, unknown>} content
 * @returns {Generator<string, void, void>}
 */
function* canonicalPieces(content) {
  let before = "{";
  for (const key of Object.keys(content).sort()) {
    if (key === "digest") continue;
    const value = content[key];
    const isList = Array.isArray(value);
    yield `${before}${JSON.stringify(key)}:`;
    before = ",";
    if (typeof value !== "object" || value === null) {
      yield JSON.stringify(value);
      continue;
    }
    const members = Object.entries(value);
    if (!isList) members.sort(([one], [other]) => (one < other ? -1 : 1));
    yield isList ? "[" : "{";
    for (const [index, [name, member]] of members.entries()) {
      yield `${index > 0 ? "," : ""}${isList ? "" : `${JSON.stringify(name)}:`}${sortedText(member)}`;
    }
    yield isList ? "]" : "}";
  }
  yield before === "{" ? "{}" : "}";
}

/** @param {unknown} content */
function sortedText(content) {
  return JSON.stringify(content, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** Wait until the page has had its turn. */
function pageTurn() {
  return new Promise((resume) => setTimeout(resume));
}

/**
 * Take short steps, and let the page have its turn between them.
 *
 * @template Step
 * @param {Iterable<Step>} steps
 * @param {(step: Step) => boolean | void} [use] What to do with each; `false` to take no more.
 */
async function inSlices(steps, use = () => undefined) {
  let since = performance.now();
  for (const step of steps) {
    if (use(step) === false) return;
    if (performance.now() - since < SLICE) continue;
    await pageTurn();
    since = performance.now();
  }
}

/** A loaded rulebook. Immutable to its users; it remembers texts that it has already looked up. */
class Rulebook {
  /**
   * @param {RulebookContent} content The JSON object, as the compiler makes it.
   * @param {{isLoaded?: boolean}} [how] `isLoaded`: `false` to load it later, in slices.
   * @throws {RulebookError} The format is newer than `FORMAT`, or the content does not have the form of a rulebook.
   */
  constructor(content, { isLoaded = true } = {}) {
    if (!Number.isInteger(content?.format)) {
      throw new RulebookError("this is not a rulebook: it has no format number", "compile the rules again");
    }
    if (content.format > FORMAT) {
      throw new RulebookError(
        `the rulebook has format ${content.format}, this program reads up to format ${FORMAT}`,
        "update Case vide",
      );
    }
    this.content = content;
    this.digest = "";
    /** @type {ReadonlySet<string>} */
    this.stopwords = NO_STOPWORDS;
    /** @type {Map<string, CategoryData>} */
    this.categories = new Map();
    /** @type {Map<string, Rule>} */
    this.rules = new Map();
    /** @type {Map<string, Rule[]>} */
    this.rulesOf = new Map();
    /** @type {Map<string, SystemData>} */
    this.systems = new Map();
    /** @type {Map<string, string[]>} Each sector with those it inherits from. */
    this.lines = new Map();
    /** @type {Map<string, string[]>} Each autocomplete token with its categories. */
    this.tokens = new Map();
    /** @type {{system: string, hosts: string[], titles: string[][], headings: string[][]}[]} */
    this.recognisers = [];
    this.phrases = new Phrases();
    if (isLoaded) for (const _ of this.#load(content)) continue;
    // A form seen once is nearly free the second time. Page titles may hold a person's name: hardly any are kept.
    const readings = new Memo(MOST_READINGS, (/** @type {string} */ text) => this.#readLabel(text));
    const names = new Memo(MOST_READINGS, (/** @type {string} */ name) => this.#reading(nameWords(name, this.stopwords)));
    const titles = new Memo(MOST_PAGES, (/** @type {string} */ text) => this.#readLabel(text));
    this.read = readings.get.bind(readings);
    this.readName = names.get.bind(names);
    this.readPageTitle = titles.get.bind(titles);
    /** @type {Map<string, Hint | null>} What `judge` has said. */
    this.memo = new Map();
  }

  /**
   * Load a rulebook from its JSON text.
   *
   * @param {string} text
   * @param {{isChecked?: boolean}} [how] `isChecked`: whether the digest is known to fit. It cannot be computed in pages
   *   over http, which have no cryptography.
   * @returns {Promise<Rulebook>}
   * @throws {RulebookError} It is not JSON, not a rulebook, of a newer format, or the digest does not fit.
   */
  static async fromJson(text, { isChecked = false } = {}) {
    let content;
    try {
      content = JSON.parse(text);
    } catch (error) {
      throw new RulebookError(`the rulebook is not JSON (${error})`, "compile the rules again");
    }
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
      throw new RulebookError("the rulebook is not a JSON object", "compile the rules again");
    }
    await pageTurn();
    const rulebook = new Rulebook(content, { isLoaded: false });
    await inSlices(rulebook.#load(content));
    if (isChecked) return rulebook;
    /** @type {string[]} */
    const canonical = [];
    await inSlices(canonicalPieces(content), (piece) => void canonical.push(piece));
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical.join("")));
    const hexadecimal = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (rulebook.digest !== `sha256-${hexadecimal}`) {
      throw new RulebookError("the rulebook's digest does not fit its content", "compile the rules again");
    }
    return rulebook;
  }

  /**
   * Load the content; each step is short.
   *
   * @param {RulebookContent} content
   * @returns {Generator<void, void, void>}
   * @throws {RulebookError} The content does not have the form of a rulebook.
   */
  *#load(content) {
    try {
      yield* this.#steps(content);
    } catch (error) {
      throw new RulebookError(`the rulebook is damaged (${error})`, "compile the rules again");
    }
  }

  /**
   * @param {RulebookContent} content
   * @returns {Generator<void, void, void>}
   */
  *#steps(content) {
    this.digest = textIn(content.digest);
    this.stopwords = new Set(content.stopwords.map(String));
    membersOf(content.packs, "packs");
    membersOf(content.grounds, "grounds");
    const sectors = new Map(membersOf(content.sectors, "sectors"));
    for (const sector of sectors.keys()) {
      /** @type {string[]} */
      const line = [];
      /** @type {string | undefined} */
      let current = sector;
      while (current !== undefined && !line.includes(current)) {
        line.push(current);
        current = sectors.get(current)?.inherits;
      }
      this.lines.set(sector, line);
    }
    for (const data of content.rules) {
      const rule = ruleOf(data);
      this.rules.set(rule.id, rule);
      const known = this.rulesOf.get(rule.category);
      if (known === undefined) this.rulesOf.set(rule.category, [rule]);
      else known.push(rule);
    }
    yield;
    yield* this.#loadPhrases(content);
    for (const [system, data] of membersOf(content.systems, "systems")) {
      const { hosts = [], titles = [], headings = [] } = data.recognised_by;
      this.systems.set(system, data);
      this.recognisers.push({ system, hosts, titles: titles.map(splitRun), headings: headings.map(splitRun) });
    }
  }

  /**
   * @param {RulebookContent} content
   * @returns {Generator<void, void, void>}
   */
  *#loadPhrases(content) {
    const runs = new Set([...this.rules.values()].flatMap((rule) => [...rule.scope.near]));
    for (const [category, data] of membersOf(content.categories, "categories")) {
      this.categories.set(category, data);
      this.#loadCategory(category, data, runs);
      yield;
    }
    for (const run of content.quiet ?? []) this.phrases.add(run, "quiet", "");
    for (const run of content.unquiet ?? []) this.phrases.add(run, "unquiet", "");
    for (const run of [...runs].sort()) this.phrases.add(run, "context", run);
    yield* this.phrases.seal();
  }

  /**
   * @param {string} category
   * @param {CategoryData} data
   * @param {Set<string>} runs Where to note the runs that conditions look for around a field.
   */
  #loadCategory(category, data, runs) {
    for (const kind of /** @type {const} */ (["phrases", "labels"])) {
      for (const phrase of data[kind] ?? []) {
        if (typeof phrase === "string") {
          this.phrases.add(phrase, kind, category);
        } else {
          const only = phrase.only.map(conditionOf);
          this.phrases.add(phrase.words, kind, category, only);
          for (const run of only.flatMap((one) => [...one.near])) runs.add(run);
        }
      }
    }
    for (const kind of /** @type {const} */ (["never", "never_labels"])) {
      for (const run of data[kind] ?? []) this.phrases.add(run, kind, category);
    }
    for (const token of data.autocomplete ?? []) {
      const known = this.tokens.get(token);
      if (known === undefined) this.tokens.set(token, [category]);
      else known.push(category);
    }
  }

  /**
   * Give a sector and those it inherits from, nearest first; an unknown sector stands alone.
   *
   * @param {string | null} sector
   */
  lineage(sector) {
    return sector === null ? [] : (this.lines.get(sector) ?? [sector]);
  }

  /** @param {string} text @returns {Reading} */
  #readLabel(text) {
    return this.#reading(words(text, this.stopwords));
  }

  /** @param {readonly string[]} text @returns {Reading} */
  #reading(text) {
    const vetoed = new Set();
    const notAlone = new Set();
    const candidates = [];
    const context = new Set();
    const kinds = new Set();
    for (const { start, length, exact, end } of this.phrases.runs(text)) {
      const { kind, of, only } = end;
      const whole = start === 0 && length === text.length;
      kinds.add(kind);
      if (kind === "never") vetoed.add(of);
      else if (kind === "context") context.add(of);
      else if (kind === "never_labels" && whole) notAlone.add(of);
      else if (kind === "phrases" || (kind === "labels" && whole)) {
        const weight = weightOf(length, kind === "labels", only, exact);
        candidates.push({ category: of, words: text.slice(start, start + length), whole: kind === "labels", weight, only });
      }
    }
    return {
      words: text,
      found: candidates.filter((one) => !vetoed.has(one.category) && !notAlone.has(one.category)),
      quiet: kinds.has("quiet") && !kinds.has("unquiet"),
      vetoed,
      context,
    };
  }

  /**
   * Read an `autocomplete` attribute: its last token names the field (WHATWG HTML, autofill detail tokens).
   *
   * @param {string} tokens
   * @returns {Reading}
   */
  readAutocomplete(tokens) {
    const last = tokens.split(SPACES).findLast((token) => token !== "");
    const found = (last === undefined ? [] : (this.tokens.get(last) ?? [])).map((category) => ({
      ...{ category, words: last === undefined ? [] : [last], whole: true, only: [] },
      weight: weightOf(1, true, [], 1),
    }));
    return { words: last === undefined ? [] : [last], found, quiet: false, vetoed: new Set(), context: new Set() };
  }

  /**
   * Tell which system a page belongs to: by host first, then by the words of its title, then of its headings.
   *
   * A host of the list stands for itself and for every name below it. Two systems that fit equally: `null`.
   *
   * @param {string} host
   * @param {string} title
   * @param {readonly string[]} [headings]
   */
  recogniseSystem(host, title, headings = []) {
    const name = host.toLowerCase().replace(/\.+$/, "");
    const inTitle = words(title, this.stopwords);
    const inHeadings = headings.map((heading) => words(heading, this.stopwords));
    /** @type {((known: typeof this.recognisers[number]) => boolean)[]} */
    const ways = [
      ({ hosts }) => hosts.some((one) => name === one || name.endsWith(`.${one}`)),
      ({ titles }) => titles.some((run) => containsRun(inTitle, run)),
      (known) => known.headings.some((run) => inHeadings.some((heading) => containsRun(heading, run))),
    ];
    for (const way of ways) {
      const fitting = this.recognisers.filter(way);
      if (fitting.length > 0) return fitting.length === 1 ? (fitting[0]?.system ?? null) : null;
    }
    return null;
  }

  /**
   * Give the profile that a system brings with it (its country and sector, where its pack names them).
   *
   * @param {string} system
   * @returns {Profile}
   */
  profileOfSystem(system) {
    const data = this.systems.get(system);
    return { country: data?.country ?? null, sector: data?.sector ?? null, system };
  }
}
