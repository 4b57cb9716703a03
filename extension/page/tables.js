/**
 * What a table says about the controls in its cells: the text beside, the header of the row, the header of the column.
 * Mirrors `casevide/page/tables.py`.
 *
 * Old software lays out forms in tables, so most questions are asked by "the cell before". Rows and tables are looked at
 * once each, cells never twice, so a row of 5,000 cells costs 5,000 steps.
 */
"use strict";

const MOST_COLUMNS = 500;
const WIDEST = 50;
const TALLEST = 1000;
const CELLS_AFTER = 12;

/** Column headers that ask nothing by themselves: the question is then the row's. */
const GENERIC = setOf("réponse reponse réponses valeur saisie choix antwoord waarde keuze answer value response");

/**
 * What a row says about one of its cells.
 *
 * @typedef {object} InRow
 * @property {Heard} before What the nearest cell with text before it says, no control standing between.
 * @property {Heard} after What the cell right after it says.
 * @property {boolean} starred Whether an asterisk stands alone in a cell before it.
 * @property {Heard} header What the row's header before it says: the nearest `<th>`, else the row's first text.
 * @property {boolean} hasHeader Whether that header is a `<th>`.
 * @property {number} texts How many cells with text stand before it.
 */

/**
 * A row of a table.
 *
 * @typedef {object} Row
 * @property {ReadonlyMap<Element, InRow>} cells Its cells.
 * @property {ReadonlySet<string>} said What the cells say.
 * @property {number} controls How many cells hold a control.
 * @property {boolean} controlFirst Whether the row begins with a control.
 * @property {boolean} controlLast Whether it ends with one.
 */

/**
 * The header of a column.
 *
 * @typedef {object} Column
 * @property {Heard} header What it says.
 * @property {string} above What the wider header above it says.
 * @property {boolean} sure Whether it is marked up as a header, not merely a row of text above.
 */

/** @type {Readonly<InRow>} */
const NOT_IN_ROW = Object.freeze({
  ...{ before: NOTHING, after: NOTHING, starred: false, header: NOTHING, hasHeader: false, texts: 0 },
});
/** @type {Readonly<Row>} */
const NO_ROW = Object.freeze({
  ...{ cells: new Map(), said: new Set(), controls: 0, controlFirst: false, controlLast: false },
});
/** @type {Readonly<Column>} */
const NO_COLUMN = Object.freeze({ header: NOTHING, above: "", sure: false });

/**
 * Give the cells of a row.
 *
 * @param {Node} row
 */
function cellsOf(row) {
  const cells = [];
  for (let node = firstOf(row); node !== null; node = nextOf(node)) {
    if (isElement(node) && (node.localName === "td" || node.localName === "th")) cells.push(node);
  }
  return cells;
}

/**
 * Give the element right before a cell.
 *
 * @param {Element} cell
 */
function cellBefore(cell) {
  let node = previousOf(cell);
  while (node !== null && !isElement(node)) node = previousOf(node);
  return node;
}

/**
 * Give the number of columns or rows that a cell spans.
 *
 * @param {Element} cell
 * @param {"colspan" | "rowspan"} name
 */
function spanOf(cell, name) {
  const value = stripSpaces(cell.getAttribute(name) ?? "");
  return /^[0-9]{1,8}$/.test(value) ? Math.max(1, Math.min(Number(value), TALLEST)) : 1;
}

/**
 * Give the first column and the width of each cell, spans from above heeded (HTML, "forming a table").
 *
 * @param {readonly Element[]} cells
 * @param {number[]} taken For each column, the first row that a cell from above leaves free.
 * @param {number} number The row.
 */
function layCells(cells, taken, number) {
  const laid = [];
  let column = 0;
  for (const cell of cells) {
    while ((taken[column] ?? 0) > number) column += 1;
    if (column >= MOST_COLUMNS) break;
    const width = Math.min(spanOf(cell, "colspan"), WIDEST, MOST_COLUMNS - column);
    const height = spanOf(cell, "rowspan");
    laid.push({ cell, start: column, width });
    if (height > 1) for (let one = column; one < column + width; one += 1) taken[one] = number + height;
    column += width;
  }
  return laid;
}

/**
 * Tell whether a column header asks nothing by itself.
 *
 * @param {string} header
 */
function isGeneric(header) {
  return GENERIC.has(header.toLowerCase());
}

/** Reads the tables of one page. */
class Tables {
  #reader;
  #holdsControl;
  /** @type {Map<Node, Row>} */
  #rows = new Map();
  /** @type {Map<Element, ReadonlyMap<Element, Column>>} */
  #columns = new Map();
  /** @type {Map<Node, string>} */
  #titles = new Map();

  /**
   * @param {Reader} reader
   * @param {(node: Node) => boolean} holdsControl Whether a node is a control or holds one.
   */
  constructor(reader, holdsControl) {
    this.#reader = reader;
    this.#holdsControl = holdsControl;
  }

  /**
   * Give the row that a cell stands in.
   *
   * @param {Element} cell
   */
  row(cell) {
    const parent = parentOf(cell);
    if (parent === null) return NO_ROW; // a script has just taken the cell out
    let row = this.#rows.get(parent);
    if (row === undefined) {
      row = this.#readRow(parent);
      this.#rows.set(parent, row);
    }
    return row;
  }

  /**
   * Give what the row of a cell says about it.
   *
   * @param {Element} cell
   */
  inRow(cell) {
    return this.row(cell).cells.get(cell) ?? NOT_IN_ROW;
  }

  /** @param {Node} parent @returns {Row} */
  #readRow(parent) {
    const read = cellsOf(parent).map((cell) => {
      const held = this.#holdsControl(cell);
      return { cell, held, heard: held ? NOTHING : this.#reader.read(cell) };
    });
    const speaking = read.filter(({ held, heard }) => held || heard.text);
    /** @type {Map<Element, InRow>} */
    const cells = new Map();
    let before = NOTHING;
    let header = NOTHING;
    let hasHeader = false;
    let starred = false;
    let texts = 0;
    for (const [at, { cell, held, heard }] of read.entries()) {
      cells.set(cell, { before, after: read[at + 1]?.heard ?? NOTHING, starred, header, hasHeader, texts });
      const isHeader = cell.localName === "th";
      if (held || isLonger(heard.text, LONGEST_BESIDE)) {
        before = NOTHING;
        starred = false;
      } else if (heard.text) {
        before = heard;
        starred = false;
        texts += 1;
        if (isHeader || (texts === 1 && !hasHeader)) {
          header = heard;
          hasHeader = isHeader;
        }
      } else if (heard.forced) {
        starred = true;
      }
    }
    return {
      cells,
      said: new Set(read.map(({ heard }) => heard.text)),
      controls: read.filter(({ held }) => held).length,
      controlFirst: speaking[0]?.held ?? false,
      controlLast: speaking.at(-1)?.held ?? false,
    };
  }

  /**
   * Give what the cell before says where nothing else can be meant; most fields of old software are asked so.
   *
   * @param {Element} cell A cell that holds a control.
   * @param {boolean} headed Whether the table has headers, so that the rest of the row matters.
   */
  plain(cell, headed) {
    const before = cellBefore(cell);
    if (before === null || this.#holdsControl(before)) return NOTHING;
    const heard = this.#reader.read(before);
    if (isLonger(heard.text, LONGEST_BESIDE)) return NOTHING;
    return headed && !(heard.text && this.#isPair(before, cell)) ? NOTHING : heard;
  }

  /**
   * Tell whether two cells are all that a row begins with, and no other cell of it holds a control.
   *
   * @param {Element} before
   * @param {Element} cell
   */
  #isPair(before, cell) {
    if (cellBefore(before) !== null) return false;
    let node = nextOf(cell);
    for (let steps = 0; steps < CELLS_AFTER; steps += 1) {
      if (node === null) return true;
      if (this.#holdsControl(node)) return false;
      node = nextOf(node);
    }
    return false;
  }

  /**
   * Give the text that begins a cell's row, unless the label is itself what the row says.
   *
   * @param {Element} cell
   * @param {string} label
   */
  header(cell, label) {
    const before = cellBefore(cell);
    if (before === null || (!this.#holdsControl(before) && this.#reader.read(before).text === label)) return "";
    return this.row(cell).said.has(label) ? "" : this.inRow(cell).header.text;
  }

  /**
   * Give the header of the column that a cell of a table stands in.
   *
   * @param {Element} cell
   * @param {Element} table
   */
  column(cell, table) {
    let columns = this.#columns.get(table);
    if (columns === undefined) {
      columns = this.#readColumns(table);
      this.#columns.set(table, columns);
    }
    return columns.get(cell) ?? NO_COLUMN;
  }

  /**
   * Give the text of the nearest row above that consists of one wide cell: "Situation administrative".
   *
   * @param {Element} cell
   * @param {Element} table
   */
  title(cell, table) {
    this.column(cell, table);
    const row = parentOf(cell);
    return row === null ? "" : (this.#titles.get(row) ?? "");
  }

  /** @param {Element} table */
  #readColumns(table) {
    /** @type {Map<Element, Column>} */
    const found = new Map();
    /** @type {Map<number, Column>} */
    let headers = new Map();
    /** @type {number[]} */
    const taken = [];
    let sure = false;
    let afterHeader = false;
    let title = "";
    for (const [number, { row, inHead }] of this.#rowsOf(table).entries()) {
      const cells = cellsOf(row);
      const laid = layCells(cells, taken, number);
      const holds = this.#holdsControl(row);
      const rank = holds ? 0 : this.#rank(cells, inHead);
      if (holds) this.#titles.set(row, title);
      else if (rank === 0) title = this.#wide(cells) || title;
      if (rank === 0 || (sure && rank === 1)) {
        afterHeader = false;
        for (const { cell, start } of laid) {
          const header = headers.get(start);
          if (header !== undefined) found.set(cell, header);
        }
        continue;
      }
      sure = rank > 1;
      /** @type {Map<number, Column>} */
      const fresh = new Map();
      for (const { cell, start, width } of laid) {
        const heard = this.#reader.read(cell);
        for (let column = start; column < start + width; column += 1) {
          const above = (afterHeader && headers.get(column)) || NO_COLUMN;
          fresh.set(column, heard.text ? { header: heard, above: above.header.text, sure } : above);
        }
      }
      headers = afterHeader ? new Map([...headers, ...fresh]) : fresh;
      afterHeader = true;
    }
    return found;
  }

  /** @param {Element} table */
  #rowsOf(table) {
    const rows = [];
    for (let node = firstOf(table); node !== null; node = nextOf(node)) {
      if (!isElement(node)) continue;
      const tag = node.localName;
      if (tag === "tr") {
        rows.push({ row: node, inHead: false });
      } else if (tag === "thead" || tag === "tbody" || tag === "tfoot") {
        for (let row = firstOf(node); row !== null; row = nextOf(row)) {
          if (isElement(row) && row.localName === "tr") rows.push({ row, inHead: tag === "thead" });
        }
      }
    }
    return rows;
  }

  /** @param {readonly Element[]} cells */
  #speaking(cells) {
    return cells.filter((cell) => this.#reader.read(cell).text);
  }

  /**
   * Tell whether a row without controls heads columns: 2 if marked up so, 1 if it is a row of texts, 0 if not.
   *
   * @param {readonly Element[]} cells
   * @param {boolean} inHead
   */
  #rank(cells, inHead) {
    const speaking = this.#speaking(cells);
    if (speaking.length === 0 || cells.length === 1) return 0;
    if (inHead || speaking.every((cell) => cell.localName === "th")) return 2;
    return speaking.length > 1 ? 1 : 0;
  }

  /**
   * Give the text of the only cell that says anything in a row, if it spans columns and is short.
   *
   * @param {readonly Element[]} cells
   */
  #wide(cells) {
    const [only, other] = this.#speaking(cells);
    if (only === undefined || other !== undefined || spanOf(only, "colspan") === 1) return "";
    const { text } = this.#reader.read(only);
    return isLonger(text, LONGEST_BESIDE) || isNotice(text) ? "" : text;
  }
}
