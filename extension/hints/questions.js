/**
 * Fields and hints → questions: what gets one sign, and what counts once.
 *
 * A column of a table that asks the same in three rows and more is one question. In a list of three boxes and more, the
 * boxes with the rule that most of them have share one sign at the list's heading, yet count each for itself; a box that
 * must never be left empty keeps its own. Only looks at how the page is built: no layout is asked for.
 */
"use strict";

/** How many rows of a column, or boxes of a list, share one sign at least. */
const FEWEST_MERGED = 3;

const HEADING = "h1, h2, h3, h4, h5, h6, legend, caption, [role=heading]";

/** @typedef {{field: Field, hint: Hint | null}} Judged */

/**
 * One question of the page, with what is said about it.
 *
 * @typedef {object} Asked
 * @property {Field} field The first of its fields.
 * @property {Hint | null} hint `null` where nothing is known.
 * @property {Rule | null} rule The rule that speaks.
 * @property {Field[]} fields All that it stands for.
 * @property {"one" | "group" | "column" | "list"} kind One control; a radio group; a column; boxes with one sign.
 * @property {number} rows How many rows or boxes it stands for.
 * @property {boolean} forced Whether the software forces an answer.
 * @property {"" | "≠" | "?" | "*"} suffix What stands beside the sign.
 * @property {Element | null} head The header cell of a column, the heading of a list.
 */

/** @typedef {{table: Element, row: Element, head: Element, column: number}} Cell A control's place in a table. */

/**
 * Give what stands beside the sign: the first that applies of "the circles disagree", "to be checked", "forced".
 *
 * @param {Hint} hint
 * @param {Rule} rule
 * @param {boolean} forced
 * @returns {Asked["suffix"]}
 */
function suffixOf(hint, rule, forced) {
  if (hint.disagree.length > 0) return "≠";
  if (hint.certainty === "likely" || (rule.texts.confidence === "low" && hint.verdict !== CARE)) return "?";
  return forced && LOWERING.has(hint.verdict) ? "*" : "";
}

/** How many columns a cell may be wide; more are a mistake or a joke. */
const WIDEST_CELL = 100;

/** @param {Element} cell */
function widthOf(cell) {
  return Math.min(Number(cell.getAttribute("colspan")) || 1, WIDEST_CELL);
}

/**
 * Give the columns that a row's cells begin at; cells may be wide.
 *
 * @param {Element} row
 */
function columnsIn(row) {
  /** @type {Map<Element, number>} */
  const cells = new Map();
  let column = 0;
  for (const cell of row.children) {
    if (!cell.matches("td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]")) continue;
    cells.set(cell, column);
    column += widthOf(cell);
  }
  return cells;
}

/** Finds header cells; remembers the rows that it has looked at. */
class Columns {
  /** @type {Map<Element, Map<Element, number>>} */
  #rows = new Map();
  /** @type {Map<Element, Map<number, Element>>} */
  #heads = new Map();

  /** @param {Element} row */
  #cells(row) {
    const known = this.#rows.get(row);
    if (known !== undefined) return known;
    const cells = columnsIn(row);
    this.#rows.set(row, cells);
    return cells;
  }

  /**
   * Give the header cells of a table by column: those of its last row that has nothing but header cells.
   *
   * @param {Element} table
   */
  #headsOf(table) {
    const known = this.#heads.get(table);
    if (known !== undefined) return known;
    /** @type {Map<number, Element>} */
    const heads = new Map();
    this.#heads.set(table, heads);
    for (const head of table.querySelectorAll("th, thead td, [role=columnheader]")) {
      const row = head.parentElement;
      if (row === null || head.closest("table, [role=grid], [role=table], [role=treegrid]") !== table) continue;
      const cells = this.#cells(row);
      const isHead = (/** @type {Element} */ cell) => cell.matches("th:not([scope=row]), thead td, [role=columnheader]");
      const others = [...cells.keys()].filter((cell) => !isHead(cell)).length;
      if (!isHead(head) || others > 1 || cells.size < 2) continue;
      const first = cells.get(head) ?? 0;
      for (let column = first; column < first + widthOf(head); column += 1) heads.set(column, head);
    }
    return heads;
  }

  /**
   * Give the place of a control in a table whose columns have headers; `null` if it has none.
   *
   * @param {Element | undefined} control
   * @returns {Cell | null}
   */
  place(control) {
    const cell = control?.closest("td, th, [role=cell], [role=gridcell]");
    const row = cell?.parentElement;
    const table = row?.closest("table, [role=grid], [role=table], [role=treegrid]");
    if (!cell || !row || !table) return null;
    const column = this.#cells(row).get(cell);
    const head = column === undefined ? undefined : this.#headsOf(table).get(column);
    if (column === undefined || head === undefined || head.parentElement === row) return null;
    return { table, row, head, column };
  }
}

/**
 * Give the key by which fields share one question: the same rule, seen as surely.
 *
 * @param {Judged} judged
 */
function ruleKey({ hint }) {
  return hint === null ? "" : `${hint.rule} ${hint.certainty}`;
}

/**
 * Tell whether a field is a box of a list.
 *
 * @param {Field} field
 */
function isBox({ control }) {
  return BOXES.has(control);
}

/**
 * Give the heading of a run of boxes: their legend, or the heading that stands between them and the field before.
 *
 * @param {Element} first The first box.
 * @param {Element | undefined} before The field before.
 * @param {readonly Element[]} headings All headings of their tree, in page order.
 */
function headingOf(first, before, headings) {
  const set = first.closest("fieldset, [role=group]");
  if (set !== null) {
    const [named = ""] = (set.getAttribute("aria-labelledby") ?? "").split(" ");
    const head = set.querySelector(":scope > legend") ?? (named ? elementWithId(set, named) : null);
    if (head !== null) return head;
  }
  const isAfter = (/** @type {Element} */ one, /** @type {Element} */ other) =>
    Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const last = headings.findLast((heading) => isAfter(heading, first));
  return last !== undefined && (before === undefined || isAfter(before, last)) ? last : null;
}

/** Puts the fields of a page together to questions. */
class Merging {
  #rulebook;
  #columns = new Columns();
  /** @type {Map<Node, Element[]>} */
  #headings = new Map();

  /** @param {Rulebook} rulebook */
  constructor(rulebook) {
    this.#rulebook = rulebook;
  }

  /**
   * @param {Judged} first
   * @param {readonly Judged[]} all
   * @param {Asked["kind"]} kind
   * @param {Element | null} [head]
   * @param {number} [rows]
   * @returns {Asked}
   */
  #asked({ field, hint }, all, kind, head = null, rows = 1) {
    const rule = hint === null ? null : (this.#rulebook.rules.get(hint.rule) ?? null);
    const fields = all.map((one) => one.field);
    const forced = fields.some((one) => one.forced);
    const suffix = hint === null || rule === null ? "" : suffixOf(hint, rule, forced);
    return { field, hint, rule, fields, kind, rows, forced, suffix, head };
  }

  /**
   * Give the questions, in page order.
   *
   * @param {readonly Judged[]} judged
   */
  questions(judged) {
    /** @type {Map<Judged, Asked | null>} `null`: another field speaks for it. */
    const merged = new Map();
    this.#mergeColumns(judged, merged);
    this.#mergeLists(judged, merged);
    /** @type {Asked[]} */
    const questions = [];
    for (const one of judged) {
      const asked = merged.get(one);
      if (asked === null) continue;
      questions.push(asked ?? this.#asked(one, [one], one.field.elements.length > 1 ? "group" : "one"));
    }
    return questions;
  }

  /**
   * @param {readonly Judged[]} judged
   * @param {Map<Judged, Asked | null>} merged
   */
  #mergeColumns(judged, merged) {
    /** @type {Map<Element, Map<string, {all: Judged[], rows: Set<Element>}>>} */
    const columns = new Map();
    for (const one of judged) {
      if (isBox(one.field) && one.hint?.verdict === CARE) continue;
      const place = this.#columns.place(one.field.elements[0]);
      if (place === null) continue;
      const ofHead = columns.get(place.head) ?? new Map();
      columns.set(place.head, ofHead);
      const key = ruleKey(one);
      const known = ofHead.get(key) ?? { all: [], rows: new Set() };
      ofHead.set(key, known);
      known.all.push(one);
      known.rows.add(place.row);
    }
    for (const [head, ofHead] of columns) {
      for (const { all, rows } of ofHead.values()) {
        if (rows.size >= FEWEST_MERGED) this.#merge(merged, all, "column", head, rows.size);
      }
    }
  }

  /**
   * @param {Map<Judged, Asked | null>} merged
   * @param {readonly Judged[]} all
   * @param {Asked["kind"]} kind
   * @param {Element} head
   * @param {number} rows
   */
  #merge(merged, all, kind, head, rows) {
    const [first, ...others] = all;
    if (first === undefined) return;
    merged.set(first, this.#asked(first, all, kind, head, rows));
    for (const other of others) merged.set(other, null);
  }

  /**
   * @param {readonly Judged[]} judged
   * @param {Map<Judged, Asked | null>} merged
   */
  #mergeLists(judged, merged) {
    for (let start = 0; start < judged.length; ) {
      const list = runOfBoxes(judged, start, merged);
      const [first] = list;
      if (list.length >= FEWEST_MERGED && first !== undefined) {
        const most = mostCommon(list);
        const box = first.field.elements[0];
        const head = box === undefined ? null : this.#headingOf(box, judged[start - 1]?.field.elements.at(-1));
        if (2 * most.length > list.length && head !== null) this.#merge(merged, most, "list", head, most.length);
      }
      start += Math.max(1, list.length);
    }
  }

  /**
   * @param {Element} box
   * @param {Element | undefined} before
   */
  #headingOf(box, before) {
    const root = box.getRootNode();
    let headings = this.#headings.get(root);
    if (headings === undefined) {
      headings = "querySelectorAll" in root ? [.../** @type {Document} */ (root).querySelectorAll(HEADING)] : [];
      this.#headings.set(root, headings);
    }
    return headingOf(box, before?.getRootNode() === root ? before : undefined, headings);
  }
}

/**
 * Give the boxes that follow each other, under the same legend and headings.
 *
 * @param {readonly Judged[]} judged
 * @param {number} start
 * @param {ReadonlyMap<Judged, Asked | null>} merged Those that stand in a column already.
 */
function runOfBoxes(judged, start, merged) {
  /** @type {Judged[]} */
  const list = [];
  const first = judged[start]?.field;
  for (const one of judged.slice(start, first !== undefined && isBox(first) ? undefined : start)) {
    const { field } = one;
    if (!isBox(field) || field.group !== first?.group || field.section !== first.section || merged.has(one)) break;
    list.push(one);
  }
  return list;
}

/**
 * Give the boxes with the rule that most of them have, never one that must not be left empty.
 *
 * @param {readonly Judged[]} list
 */
function mostCommon(list) {
  /** @type {Map<string, Judged[]>} */
  const byRule = new Map();
  for (const one of list) {
    if (one.hint === null || one.hint.verdict === CARE) continue;
    const key = ruleKey(one);
    byRule.set(key, [...(byRule.get(key) ?? []), one]);
  }
  return [...byRule.values()].sort((one, other) => other.length - one.length)[0] ?? [];
}

/**
 * Give the questions of a page, in page order.
 *
 * @param {readonly Judged[]} judged The fields in page order, each with its hint.
 * @param {Rulebook} rulebook The rulebook that the hints come from.
 */
function questionsOf(judged, rulebook) {
  return new Merging(rulebook).questions(judged);
}

/**
 * Give the same with each box of a list for itself: what is counted.
 *
 * @param {readonly Asked[]} questions
 * @returns {Asked[]} Boxes that share a sign follow each other.
 */
function eachCounted(questions) {
  return questions.flatMap((one) =>
    one.kind === "list"
      ? one.fields.map((field) => ({
          ...one,
          ...{ field, fields: [field], kind: /** @type {const} */ ("one"), rows: 1, forced: field.forced },
          suffix: one.hint === null || one.rule === null ? one.suffix : suffixOf(one.hint, one.rule, field.forced),
        }))
      : [one],
  );
}

/**
 * Count the questions of a page.
 *
 * @param {readonly Asked[]} questions
 * @returns {{total: number, free: number, forced: number}} All; those without a duty found; those of them that the
 *   software forces.
 */
function totalsOf(questions) {
  const each = eachCounted(questions);
  const free = each.filter(({ hint }) => hint !== null && LOWERING.has(hint.verdict));
  return { total: each.length, free: free.length, forced: free.filter(({ forced }) => forced).length };
}
