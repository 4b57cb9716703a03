/**
 * Field + profile + rulebook → hint. Mirrors `casevide/judge.py`, whose first lines are the specification;
 * `tests/vectors/match.yaml` and `judge.yaml` hold both to it. Pure: no clock, no page, no network.
 */
"use strict";

/** The kinds of evidence that make a hint sure; every other makes it likely. */
const SURE = new Set(["label", "autocomplete"]);

const BOXES = new Set(["checkbox", "switch"]);
const MOST_HINTS = 16384;

/**
 * A category that a field asks for.
 *
 * @typedef {object} Match
 * @property {string} category
 * @property {string} evidence What spoke: `label autocomplete group placeholder title name id options`.
 * @property {"sure" | "likely"} certainty
 * @property {readonly string[]} words The run of words that matched, in normal form.
 * @property {number} weight See `weightOf`.
 */

/**
 * What is shown for one field.
 *
 * @typedef {object} Hint
 * @property {string} verdict One of the five verdicts.
 * @property {string} rule The id of the rule that speaks.
 * @property {string} category The category that the field asks for.
 * @property {"sure" | "likely"} certainty A likely hint is worded as a question.
 * @property {string} evidence What the field was recognised from.
 * @property {readonly string[]} words The words that matched.
 * @property {readonly string[]} disagree The ids of rules of other packs that fit as precisely and say otherwise.
 */

/** @typedef {{precision: number, rule: Rule}} Fitting A rule that fits, with how precisely. */

/**
 * Tell whether two sets have a member in common.
 *
 * @param {ReadonlySet<string>} one
 * @param {ReadonlySet<string>} other
 */
function share(one, other) {
  for (const member of one) if (other.has(member)) return true;
  return false;
}

/**
 * @param {string} evidence
 * @param {Found} found
 * @returns {Match}
 */
function matchOf(evidence, { category, words: run, weight }) {
  return { category, evidence, certainty: SURE.has(evidence) ? "sure" : "likely", words: run, weight };
}

/** The profile and the surroundings of one field, with what the rulebook sees in them. */
class Judging {
  /**
   * @param {Field} field
   * @param {Profile} profile
   * @param {Rulebook} rulebook
   */
  constructor(field, profile, rulebook) {
    const group = rulebook.read(field.group);
    const section = rulebook.read(field.section);
    const page = rulebook.readPageTitle(field.page);
    this.field = field;
    this.profile = profile;
    this.rulebook = rulebook;
    this.grouped = new Set([...group.context, ...section.context]);
    this.around = new Set([...this.grouped, ...page.context]);
    this.quiet = group.quiet || section.quiet || page.quiet || rulebook.read(field.label).quiet;
  }

  /** @param {Condition} condition */
  #holds({ countries, sectors, systems, near }) {
    const { country, sector, system } = this.profile;
    return (
      (countries.size === 0 || (country !== null && countries.has(country))) &&
      (systems.size === 0 || (system !== null && systems.has(system))) &&
      (sectors.size === 0 || this.rulebook.lineage(sector).some((one) => sectors.has(one))) &&
      (near.size === 0 || share(near, this.around))
    );
  }

  /** @param {Found} found */
  #speaks({ only }) {
    return only.length === 0 || only.some((condition) => this.#holds(condition));
  }

  /**
   * Give the rules of a category that fit, best first.
   *
   * @param {string} category
   */
  fitting(category) {
    /** @type {Fitting[]} */
    const found = [];
    for (const rule of this.rulebook.rulesOf.get(category) ?? []) {
      const precision = this.#precision(rule);
      if (precision !== null) found.push({ precision, rule });
    }
    return found.sort(
      (one, other) =>
        other.precision - one.precision ||
        VERDICTS.indexOf(one.rule.verdict) - VERDICTS.indexOf(other.rule.verdict) ||
        (one.rule.id < other.rule.id ? -1 : 1),
    );
  }

  /**
   * Give how precisely a rule's scope fits, system before sector before country before group; `null` if it does not.
   *
   * @param {Rule} rule
   */
  #precision({ scope }) {
    const { country, sector, system } = this.profile;
    if (scope.systems.size > 0 && (system === null || !scope.systems.has(system))) return null;
    if (scope.countries.size > 0 && (country === null || !scope.countries.has(country))) return null;
    const nearest = this.rulebook.lines.size + 1;
    let nearness = 0;
    if (scope.sectors.size > 0) {
      const steps = this.rulebook.lineage(sector).findIndex((one) => scope.sectors.has(one));
      if (steps < 0) return null;
      nearness = nearest - steps;
    }
    if (scope.near.size > 0 && !share(scope.near, this.grouped)) return null;
    const bySystem = Number(scope.systems.size > 0) * (nearest + 1) + nearness;
    return (bySystem * 2 + Number(scope.countries.size > 0)) * 2 + Number(scope.near.size > 0);
  }

  /** Give the kinds of evidence of the field with what the rulebook reads in them, strongest first. */
  #evidence() {
    const { field, rulebook } = this;
    /** @type {[string, Reading][]} */
    const evidence = [];
    if (field.label) evidence.push(["label", rulebook.read(field.label)]);
    if (field.autocomplete) evidence.push(["autocomplete", rulebook.readAutocomplete(field.autocomplete)]);
    if (field.group && BOXES.has(field.control)) evidence.push(["group", rulebook.read(field.group)]);
    if (field.placeholder) evidence.push(["placeholder", rulebook.read(field.placeholder)]);
    if (field.title) evidence.push(["title", rulebook.read(field.title)]);
    if (field.name) evidence.push(["name", rulebook.readName(field.name)]);
    if (field.id) evidence.push(["id", rulebook.readName(field.id)]);
    return evidence;
  }

  /** Give every match of every kind of evidence whose conditions hold, strongest evidence first. */
  matches() {
    /** @type {Match[]} */
    const matches = [];
    const vetoed = new Set();
    for (const [evidence, reading] of this.#evidence()) {
      for (const found of reading.found) {
        if (!vetoed.has(found.category) && this.#speaks(found)) {
          matches.push(matchOf(evidence, found));
        }
      }
      for (const category of reading.vetoed) vetoed.add(category);
    }
    matches.push(...this.#inOptions().filter((match) => !vetoed.has(match.category)));
    return matches;
  }

  /** Give what at least half of the options speak of: one odd option in a list says nothing of the question. */
  #inOptions() {
    const readings = this.field.options.map((option) => this.rulebook.read(option)).filter((one) => one.words.length > 0);
    /** @type {Map<string, Match>} */
    const longest = new Map();
    /** @type {Map<string, number>} */
    const speaking = new Map();
    for (const reading of readings) {
      const found = reading.found.filter((one) => this.#speaks(one));
      for (const category of new Set(found.map((one) => one.category))) {
        speaking.set(category, (speaking.get(category) ?? 0) + 1);
      }
      for (const one of found) {
        const known = longest.get(one.category);
        if (known === undefined || one.weight > known.weight) {
          longest.set(one.category, matchOf("options", one));
        }
      }
    }
    return [...longest.values()].filter((match) => 2 * (speaking.get(match.category) ?? 0) >= readings.length);
  }

  /** Give the hint, or `null` for silence. */
  hint() {
    if (this.quiet) return null;
    const matches = this.matches();
    if (matches.length === 0) return null;
    const care = this.#care(matches);
    if (care !== null) return care;
    /** @type {Hint | null} */
    let best = null;
    for (const match of leadingOf(matches)) {
      const fitting = this.fitting(match.category);
      const [first] = fitting;
      if (first === undefined) return null;
      const hint = hintOf(match, first, fitting);
      if (best === null || VERDICTS.indexOf(hint.verdict) < VERDICTS.indexOf(best.verdict)) best = hint;
    }
    return best;
  }

  /**
   * Give the care-critical hint of the longest match that has one.
   *
   * @param {readonly Match[]} matches
   */
  #care(matches) {
    /** @type {Hint | null} */
    let best = null;
    let heaviest = 0;
    for (const match of matches) {
      if (match.weight <= heaviest) continue;
      const fitting = this.fitting(match.category);
      const critical = fitting.find(({ rule }) => rule.verdict === CARE);
      if (critical !== undefined) {
        best = hintOf(match, critical, fitting);
        heaviest = match.weight;
      }
    }
    return best;
  }
}

/**
 * Give the longest matches of the strongest evidence, one for each category.
 *
 * @param {readonly Match[]} matches
 */
function leadingOf(matches) {
  const strongest = matches.filter((match) => match.evidence === matches[0]?.evidence);
  const heaviest = Math.max(...strongest.map((match) => match.weight));
  /** @type {Map<string, Match>} */
  const leading = new Map();
  for (const match of strongest) {
    if (match.weight === heaviest && !leading.has(match.category)) leading.set(match.category, match);
  }
  return [...leading.values()];
}

/**
 * @param {Match} match
 * @param {Fitting} chosen
 * @param {readonly Fitting[]} fitting
 * @returns {Hint}
 */
function hintOf({ category, certainty, evidence, words: matched }, { precision, rule }, fitting) {
  const disagree = fitting
    .filter(
      (other) =>
        other.precision === precision &&
        other.rule.verdict !== rule.verdict &&
        other.rule.texts.pack !== rule.texts.pack,
    )
    .map((other) => other.rule.id);
  return { verdict: rule.verdict, rule: rule.id, category, certainty, evidence, words: matched, disagree };
}

/**
 * Give the category that a field asks for, whether or not a rule speaks of it; `null` if it is not known.
 *
 * Of several that weigh the same, the one that the text names first.
 *
 * @param {Field} field
 * @param {Profile} profile
 * @param {Rulebook} rulebook
 * @returns {Match | null}
 */
function recognise(field, profile, rulebook) {
  const judging = new Judging(field, profile, rulebook);
  const leading = judging.quiet ? [] : leadingOf(judging.matches());
  return leading[0] ?? null;
}

/**
 * Give the hint for one field, or `null` for silence.
 *
 * @param {Field} field The question, as `page/` found it.
 * @param {Profile} profile What is known of the site.
 * @param {Rulebook} rulebook The rules in force.
 * @returns {Hint | null}
 */
function judge(field, profile, rulebook) {
  const page = rulebook.readPageTitle(field.page); // not the title itself: it may hold a person's name
  const key = JSON.stringify([
    ...[field.label, field.group, field.section, page.quiet, [...page.context].sort(), BOXES.has(field.control)],
    ...[field.autocomplete, field.placeholder, field.title, field.name, field.id, field.options],
    ...[profile.country, profile.sector, profile.system],
  ]);
  const known = rulebook.memo.get(key);
  if (known !== undefined) return known;
  const hint = new Judging(field, profile, rulebook).hint();
  if (rulebook.memo.size >= MOST_HINTS) rulebook.memo.clear();
  rulebook.memo.set(key, hint);
  return hint;
}
