/**
 * The question that a control asks, as the page writes it. Mirrors `casevide/page/labels.py`, whose first lines give the
 * order in which a label is looked for; `tests/vectors/labels.yaml` holds both engines to it.
 *
 * What only a living page has comes on top: the name of a component stands for the control in its open shadow root.
 *
 * `title`, `placeholder` and `name` are weaker evidence and stay apart. Nothing typed or chosen is ever read.
 *
 * Standards: HTML, "4.10.4 The label element"; "Accessible Name and Description Computation 1.2".
 */
"use strict";

/** The types of `<input>` that ask nothing. */
const NOT_ASKING = setOf("hidden submit button reset image");

/** The kinds of control that are ticked, not filled in. */
const TICKED = setOf("checkbox switch");

const STRONG = pattern(String.raw`[^\W\d_]{3,}`, "g");

/** Words of three letters and more that stand between two controls of one question ("van … tot …") or after one. */
const WEAK_WORDS = setOf("van tot from and entre between jusqu depuis vers eur euros euro");

/**
 * What a control asks.
 *
 * @typedef {object} Question
 * @property {string} label
 * @property {string} group What it stands under.
 * @property {boolean} forced Whether the label or what is beside it forces an answer.
 */

/**
 * A label that was found.
 *
 * @typedef {object} Label
 * @property {Heard} heard
 * @property {string | null} group What it stands under, if that is decided by the label.
 * @property {boolean} starred Whether an asterisk stands beside.
 */

/** @type {Readonly<Label>} */
const NO_LABEL = Object.freeze({ heard: NOTHING, group: null, starred: false });

/** @typedef {{labels: Map<string, Element[]>, firsts: Map<string, Element>}} Index What one tree of ids names. */

/**
 * Tell whether a text is more than a preposition or a unit.
 *
 * @param {string} text
 */
function isStrong(text) {
  return (text.match(STRONG) ?? []).some((word) => !WEAK_WORDS.has(word.toLowerCase()));
}

/**
 * Tell whether in this row the texts of things to tick stand in the cells after them, not before.
 *
 * @param {Row} row
 * @param {Heard} before
 * @param {string} choice
 */
function hasTextAfter(row, before, choice) {
  return choice === "radio" ? !row.controlLast : row.controlFirst || !before.text;
}

/** Finds the questions of one page's controls. */
class Labels {
  #reader;
  /** @type {Map<Node, Index>} */
  #indexes = new Map();
  /** @type {Map<Element, Element | null>} */
  #firstOfLabel = new Map();
  /** @type {Map<Element, boolean>} */
  #single = new Map();
  /** @type {Map<Element, Heard>} */
  #widgets = new Map();
  #tables;
  #nearby;

  /**
   * @param {Reader} reader
   * @param {ReadonlyMap<Element, string>} roles The elements of the page whose role matters here.
   */
  constructor(reader, roles) {
    this.#reader = reader;
    this.places = new Places(reader, roles, (element) => this.isAsked(element));
    const holdsControl = (/** @type {Node} */ node) => this.places.known.has(node);
    this.#tables = new Tables(reader, holdsControl);
    this.#nearby = new Nearby(reader, holdsControl);
  }

  /**
   * Note which labels name which controls; call once, before anything else.
   *
   * @param {Iterable<Element>} elements The labels, controls and whatever else of the page, in page order.
   */
  index(elements) {
    for (const element of elements) {
      const tag = element.localName;
      const name = element.getAttribute(tag === "label" ? "for" : "id");
      if (!name) continue;
      const { labels, firsts } = this.#indexOf(element);
      if (tag === "label") {
        const known = labels.get(name);
        if (known === undefined) labels.set(name, [element]);
        else known.push(element);
      } else if (NATIVE.has(tag) && !firsts.has(name)) {
        firsts.set(name, element);
      }
    }
  }

  /**
   * Give the index of the tree that an element's id belongs to: the page, or one shadow root.
   *
   * @param {Element} element
   */
  #indexOf(element) {
    const root = element.getRootNode();
    let index = this.#indexes.get(root);
    if (index === undefined) {
      index = { labels: new Map(), firsts: new Map() };
      this.#indexes.set(root, index);
    }
    return index;
  }

  /**
   * Tell whether a label names an element that is no control of HTML.
   *
   * @param {Element} element
   */
  isAsked(element) {
    const name = element.getAttribute("id");
    if (!name) return false;
    const { labels, firsts } = this.#indexOf(element);
    return labels.has(name) && !firsts.has(name);
  }

  /**
   * Give the name of a component: its ARIA name, else its `label` attribute.
   *
   * @param {Element} element
   */
  #component(element) {
    const heard = this.#reader.named(element);
    return heard.text ? heard : this.#reader.heard(element.getAttribute("label") ?? "");
  }

  // labels

  /**
   * @param {Element} control
   * @param {string | null} name
   * @param {Element | null} wrapping
   * @returns {Heard}
   */
  #byLabel(control, name, wrapping) {
    if (name) {
      const { labels, firsts } = this.#indexOf(control);
      const named = labels.get(name);
      if (named !== undefined && (firsts.get(name) ?? control) === control) {
        const heard = this.#readLabels(named);
        if (heard.text) return heard;
      }
    }
    return wrapping !== null && this.#isFirst(control, wrapping) && this.#mayWrap(wrapping, name)
      ? this.#readLabels([wrapping])
      : NOTHING;
  }

  /**
   * @param {readonly Element[]} labels
   * @returns {Heard}
   */
  #readLabels(labels) {
    const [label, second] = labels;
    if (label === undefined) return NOTHING;
    if (second !== undefined) return joinedHeard(labels.slice(0, MOST_REFERENCES).map((one) => this.#readLabels([one])));
    const heard = this.#reader.read(label);
    if (!heard.forced && (forcedByClass(label) || this.#nearby.forces(label))) return { text: heard.text, forced: true };
    return heard;
  }

  /**
   * Tell whether a control is the one that the label around it means: the first that is not hidden.
   *
   * @param {Element} control
   * @param {Element} label
   */
  #isFirst(control, label) {
    let first = this.#firstOfLabel.get(label);
    if (first === undefined) {
      first = null;
      for (const one of nativesIn(label)) {
        first = one;
        if (one === control || one.getAttribute("type") !== "hidden") break;
      }
      this.#firstOfLabel.set(label, first);
    }
    return first === null || first === control;
  }

  /**
   * @param {Element} label
   * @param {string | null} name
   */
  #mayWrap(label, name) {
    const target = label.getAttribute("for");
    return !target || target === name || elementWithId(label, target) === null;
  }

  /**
   * Tell whether an element holds the controls of one question only: one control, or the choices of one.
   *
   * @param {Element} element
   */
  #isSingle(element) {
    const known = this.#single.get(element);
    if (known !== undefined) return known;
    let single = true;
    /** @type {string | null} */
    let first = null;
    for (const control of nativesIn(element)) {
      const kind = control.localName === "input" ? (control.getAttribute("type") ?? "").toLowerCase() : "";
      if (NOT_ASKING.has(kind)) continue;
      const name = kind === "radio" ? `radio ${control.getAttribute("name") ?? ""}` : "";
      if (first !== null && (kind !== "radio" || name !== first)) {
        single = false;
        break;
      }
      first = name;
    }
    this.#single.set(element, single);
    return single;
  }

  /**
   * Tell whether the classes of a control or of what holds it alone, or a remark beside, force an answer.
   *
   * @param {Element} control
   * @param {Surroundings} around
   */
  isForced(control, { place, cell }) {
    return (
      forcedByClass(control) ||
      (place.demanding !== null && this.#isSingle(place.demanding)) ||
      place.widget?.getAttribute("aria-required") === "true" ||
      (place.set?.getAttribute("aria-required") === "true" && this.#isSingle(place.set)) ||
      this.#nearby.forces(control) ||
      (cell !== null && this.#nearby.remarkAfter(nextOf(cell)))
    );
  }

  // tables

  /**
   * Give what a table says about a control in a cell.
   *
   * @param {Element} cell
   * @param {Place} place
   * @param {string} [choice] `checkbox`, `switch` or `radio` where the text of something to tick is wanted.
   * @returns {Label}
   */
  #inTable(cell, place, choice = "") {
    if (cell.getAttribute("headers")) {
      const { heard, group } = this.#byHeaders(cell);
      if (heard.text) return { heard, group: group || null, starred: false };
    } else if (!choice) {
      const heard = this.#tables.plain(cell, place.headed);
      if (heard.text) return { heard, group: null, starred: false };
    }
    const row = this.#tables.row(cell);
    const { before, after, starred, header, hasHeader, texts } = this.#tables.inRow(cell);
    const many = row.controls > 1 || texts > 1;
    const column =
      place.table !== null && (!before.text || (many && place.headed))
        ? this.#tables.column(cell, place.table)
        : NO_COLUMN;
    if (many && column.sure && column.header.text) {
      return isGeneric(column.header.text) && header.text
        ? { heard: header, group: null, starred }
        : { heard: column.header, group: header.text || column.above || null, starred };
    }
    if (choice && after.text && hasTextAfter(row, before, choice)) {
      return { heard: after, group: header.text || null, starred };
    }
    const heard = before.text ? before : header;
    if (!heard.text) return { heard: column.header, group: column.above || null, starred };
    return { heard, group: hasHeader && header.text !== heard.text ? header.text : null, starred };
  }

  /**
   * Give the label and group that the `headers` attribute of a cell names.
   *
   * @param {Element} cell
   */
  #byHeaders(cell) {
    /** @type {Heard[]} */
    const rows = [];
    /** @type {Heard[]} */
    const columns = [];
    for (const { element, heard } of this.#reader.referred(cell, "headers")) {
      const isRow =
        parentOf(element) === parentOf(cell) || (element.getAttribute("scope") ?? "").startsWith("row");
      (isRow ? rows : columns).push(heard);
    }
    const last = columns.at(-1);
    if (last?.text) {
      const group = joinedHeard(rows).text || (columns.length > 1 ? (columns[0]?.text ?? "") : "");
      return { heard: last, group };
    }
    return { heard: joinedHeard(rows), group: "" };
  }

  /**
   * Give the text before a control, or what the tables around it say.
   *
   * @param {Element} control
   * @param {Surroundings} around
   * @param {string | null} [own] The id of a choice whose own labels are to be passed over.
   * @returns {Label}
   */
  #around(control, around, own = null) {
    let start = control;
    let { place, cell } = around;
    for (let steps = 0; steps < FEW_STEPS; steps += 1) {
      const alone = previousOf(start) === null && parentOf(start) === cell;
      const near = alone ? NOTHING : this.#nearby.before(start, { own });
      if (cell === null || isStrong(near.text)) return { heard: near, group: null, starred: false };
      const found = this.#inTable(cell, place);
      if (found.heard.text) return found;
      const { table } = place;
      if (near.text || table === null || !this.#isSingle(table)) {
        return { heard: near, group: null, starred: found.starred };
      }
      start = table;
      ({ place, cell } = this.places.around(parentOf(table)));
    }
    return NO_LABEL;
  }

  /**
   * Give the text of a checkbox or a choice: what follows it, else what stands before it.
   *
   * @param {Element} control
   * @param {Surroundings} around
   * @param {string} kind
   * @returns {Label}
   */
  #byChoice(control, { place, cell }, kind) {
    let heard = this.#nearby.after(control, { blocks: false });
    if (!heard.text) heard = this.#nearby.before(control, { blocks: false });
    if (!heard.text && cell !== null) {
      const found = this.#inTable(cell, place, kind);
      if (found.heard.text) return found;
    }
    if (!heard.text) heard = this.#nearby.after(control, { blocks: true });
    if (!heard.text) heard = this.#nearby.before(control);
    return { heard, group: null, starred: false };
  }

  // questions

  /**
   * Give the question of one control.
   *
   * @param {Element} control
   * @param {string | null} name Its id.
   * @param {Surroundings} around What surrounds it.
   * @param {string} kind What kind of control it is; what is ticked has its text after it, or in it.
   * @returns {Question}
   */
  ask(control, name, around, kind) {
    const { place, cell, label: wrapping } = around;
    let found = NO_LABEL;
    let heard = this.#reader.named(control);
    if (!heard.text) heard = this.#byLabel(control, name, wrapping);
    if (!heard.text && isNamedComponent(control)) heard = this.#component(control);
    if (!heard.text) heard = this.#byContainer(place);
    if (!heard.text && TICKED.has(kind)) {
      if (control.localName !== "input") heard = this.#reader.read(control);
      if (!heard.text) found = this.#byChoice(control, around, kind);
    } else if (!heard.text) {
      found = this.#around(control, around);
    }
    if (!heard.text) heard = found.heard;
    let { group } = found;
    if (!heard.text) ({ heard, group } = this.#lastResort(control, place, wrapping));
    return {
      label: heard.text,
      group: group ?? this.#group(place, cell, heard.text),
      forced: heard.forced || found.starred,
    };
  }

  /**
   * Give the name of the widget, or of the labelled container or component, that holds this question alone.
   *
   * @param {Place} place
   */
  #byContainer({ widget, asked, host }) {
    let heard = widget === null ? NOTHING : this.#ofWidget(widget);
    if (!heard.text && asked !== null && this.#isSingle(asked)) {
      heard = this.#readLabels(this.#indexOf(asked).labels.get(asked.getAttribute("id") ?? "") ?? []);
    }
    if (!heard.text && host !== null && this.#isSingle(host)) heard = this.#component(host);
    return heard;
  }

  /**
   * Give the name of a widget around real controls, or the label of the first of them that has one.
   *
   * @param {Element} widget
   */
  #ofWidget(widget) {
    let heard = this.#widgets.get(widget);
    if (heard === undefined) {
      heard = this.#reader.named(widget);
      if (!heard.text) heard = this.#readLabels(this.#labelsIn(widget));
      this.#widgets.set(widget, heard);
    }
    return heard;
  }

  /**
   * Give the labels of the first control inside an element that has any.
   *
   * @param {Element} element
   */
  #labelsIn(element) {
    for (const control of nativesIn(element)) {
      const labels = this.#indexOf(control).labels.get(control.getAttribute("id") ?? "");
      if (labels !== undefined) return labels;
    }
    return [];
  }

  /**
   * Give the label shared with the control before, the label that floats after, or a lone control's legend.
   *
   * @param {Element} control
   * @param {Place} place
   * @param {Element | null} wrapping
   * @returns {{heard: Heard, group: string | null}}
   */
  #lastResort(control, place, wrapping) {
    if (wrapping !== null) {
      const heard = this.#reader.read(wrapping);
      if (heard.text) return { heard, group: null };
    }
    const after = this.#nextElement(control);
    if (after !== null && after.localName === "label" && !this.places.known.has(after) && !isSilent(after)) {
      const heard = this.#reader.read(after);
      if (heard.text) return { heard, group: null };
    }
    if (place.set !== null && place.named && this.#isSingle(place.set)) {
      return { heard: { text: place.group, forced: place.demands }, group: place.outer?.group ?? "" };
    }
    return { heard: NOTHING, group: null };
  }

  /** @param {Element} element */
  #nextElement(element) {
    let node = nextOf(element);
    for (let steps = 0; steps < FEW_STEPS && node !== null; steps += 1) {
      if (isElement(node)) return node;
      node = nextOf(node);
    }
    return null;
  }

  /**
   * Give what a control stands under: the text that begins its row, a title row above, a legend; the nearest.
   *
   * @param {Place} place
   * @param {Element | null} cell
   * @param {string} label
   */
  #group(place, cell, label) {
    if (cell === null || place.set !== this.places.known.get(cell)?.place.set) return place.group;
    const header = this.#tables.header(cell, label);
    if (header) return header;
    if (place.spanned && place.table !== null) {
      const title = this.#tables.title(cell, place.table);
      if (title && title !== label) return title;
    }
    return place.group;
  }

  /**
   * Give the text of one choice of a group.
   *
   * @param {Element} control
   * @param {string | null} name
   * @param {Surroundings} around
   */
  choice(control, name, around) {
    let heard = this.#reader.named(control);
    if (!heard.text) heard = this.#byLabel(control, name, around.label);
    if (!heard.text && control.localName !== "input") heard = this.#reader.read(control);
    if (!heard.text) ({ heard } = this.#byChoice(control, around, "radio"));
    return heard.text;
  }

  /**
   * Give the question of a group of choices.
   *
   * @param {Element} first Its first choice.
   * @param {string | null} name The id of the first choice.
   * @param {string} shared The name of the group.
   * @param {Surroundings} around What surrounds the first choice.
   * @param {string} choice The text of the first choice, which is not the question.
   * @returns {Question}
   */
  askGroup(first, name, shared, around, choice) {
    const { place, cell, label: wrapping } = around;
    if (place.set !== null && place.named && (isRadioGroup(place.set) || this.#isSingle(place.set))) {
      return { label: place.group, group: place.outer?.group ?? "", forced: place.demands };
    }
    let found = NO_LABEL;
    let heard = this.#byContainer(place);
    const labels = this.#indexOf(first).labels.get(shared);
    if (!heard.text && labels !== undefined && elementWithId(first, shared) === null) heard = this.#readLabels(labels);
    if (!heard.text) {
      found = this.#around(wrapping ?? first, around, name);
      ({ heard } = found);
      if (heard.text === choice) {
        const header = cell === null ? NOTHING : this.#tables.inRow(cell).header;
        heard = header.text === choice ? NOTHING : header;
      }
    }
    return {
      label: heard.text,
      group: found.group ?? this.#group(place, cell, heard.text),
      forced: heard.forced || found.starred,
    };
  }
}

/** @param {Element} element */
function isRadioGroup(element) {
  return stripSpaces(element.getAttribute("role") ?? "").toLowerCase() === "radiogroup";
}
