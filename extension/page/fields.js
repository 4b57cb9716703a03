/**
 * The fields of a page: what it asks, in page order. Mirrors `casevide/page/fields.py`; nothing is ever changed.
 *
 * A radio group is one field; each checkbox is one. Hidden inputs, buttons, search boxes and passwords are none. What a
 * person writes into is a field, and nothing inside of it is looked at. What stands in a `<template>` is not on the page;
 * what is merely not shown yet is.
 *
 * On top of what the proxy sees: controls in open shadow roots, and components that are a control by themselves.
 */
"use strict";

/** What each `type` of an `<input>` is to us; an unknown one is `text` (HTML, "4.10.5 The input element"). */
const INPUTS = new Map([
  ...["date", "datetime", "datetime-local", "month", "week", "time"].map((type) => [type, "date"]),
  ...["number", "range"].map((type) => [type, "number"]),
  ...["email", "tel", "file", "checkbox", "radio"].map((type) => [type, type]),
  ...["password", "search"].map((type) => [type, "nothing"]),
  ...["hidden", "submit", "button", "reset", "image"].map((type) => [type, "no control"]),
].map(([type = "", kind = ""]) => [type, kind]));

const LOOKED_AT = new Set([...NATIVE, "label", "title", ...HEADINGS]);

/** The nodes that are walked through, and the controls that are asked, between two looks at the clock. */
const NODES_BETWEEN_LOOKS = 256;
const FIELDS_BETWEEN_LOOKS = 4;

/**
 * What was found on a page.
 *
 * @typedef {object} Page
 * @property {string} title The text of its `<title>`. It may hold a person's name.
 * @property {readonly string[]} headings The texts of its headings, in page order.
 * @property {readonly Field[]} fields Its fields, in page order.
 */

/** @typedef {{level: number, text: string, scope: Element | null}} Heading With the sectioning element around it. */
/** @typedef {{typed: boolean, scope: Element | null}} Scope Whether a widget is around; the sectioning element around. */
/** @typedef {{element: Element, around: Surroundings}} Choice */

/**
 * What asks.
 *
 * @typedef {object} Asking
 * @property {Element} element The control, or the first of a radio group.
 * @property {string} kind
 * @property {readonly Heading[]} above The headings above, outermost first; one object for each stretch of the page.
 * @property {Surroundings} around
 * @property {Choice[] | null} choices
 */

/** @typedef {Field & {ways_out: string[]}} Draft */

/**
 * Tell whether the attributes of a control say that an answer is compulsory.
 *
 * @param {Element} element
 */
function demandsAnswer(element) {
  return (
    element.hasAttribute("required") ||
    element.getAttribute("aria-required") === "true" ||
    element.hasAttribute("data-val-required")
  );
}

/**
 * Give the row or block that a control stands in.
 *
 * @param {Asking} asking
 */
function lineOf({ element, around }) {
  return parentOf(around.cell ?? around.label ?? element);
}

/** Finds the fields of one page. */
class Finder {
  #root;
  #reader;
  /** @type {Map<Element, string>} */
  #roles = new Map();
  #labels;
  /** @type {Map<Element, string>} */
  #widgets = new Map();
  /** @type {Map<Node, Scope>} */
  #scopes = new Map();
  /** @type {Map<readonly Heading[], Map<Place, string>>} */
  #sections = new Map();
  /** @type {Map<unknown, Map<string, Choice[]>>} */
  #groups = new Map();
  #title = "";
  /** @type {string[]} */
  #headings = [];

  /** @param {Node} root */
  constructor(root) {
    this.#root = root;
    this.#reader = new Reader(root);
    this.#labels = new Labels(this.#reader, this.#roles);
  }

  /** What was found, once `find` has come to its end. @type {Page} */
  page = { title: "", headings: [], fields: [] };

  /**
   * Find the fields; each step is short, and between two of them one may pause for as long as wanted.
   *
   * @returns {Generator<void, void, void>}
   */
  *find() {
    /** @type {Element[]} */
    const seen = [];
    yield* this.#walk(seen);
    this.#labels.index(seen);
    yield;
    const elements = this.#elements(seen);
    yield;
    /** @type {Asking[]} */
    const met = [];
    /** @type {readonly Heading[]} */
    let above = [];
    for (const [number, element] of elements.entries()) {
      if (number % FIELDS_BETWEEN_LOOKS === 0) yield;
      const tag = element.localName;
      const widget = this.#widgets.get(element);
      if (tag === "input") {
        const kind = INPUTS.get(stripSpaces(element.getAttribute("type") ?? "").toLowerCase()) ?? "text";
        if (kind !== "no control") this.#meet(met, element, kind, above);
      } else if (NATIVE.has(tag)) {
        this.#meet(met, element, tag, above);
      } else if (widget !== undefined) {
        this.#meet(met, element, widget, above);
      } else if (HEADINGS.includes(tag)) {
        above = this.#below(above, element, HEADINGS.indexOf(tag) + 1);
      } else if (tag === "title" && this.#title === "") {
        this.#title = this.#reader.read(element).text;
      }
    }
    /** @type {Draft[]} */
    const fields = [];
    for (const [number, asking] of met.entries()) {
      if (number % FIELDS_BETWEEN_LOOKS === 0) yield;
      fields.push(this.#ask(asking));
    }
    this.#addBoxesBeside(met, fields);
    this.page = { title: this.#title, headings: this.#headings, fields };
  }

  // meeting

  /**
   * Walk through the page and collect the elements that may matter, in page order.
   *
   * @param {Element[]} seen Where to.
   */
  *#walk(seen) {
    let number = 0;
    for (const node of nodesIn(this.#root, (element) => element.localName === "textarea" || isEditable(element))) {
      number += 1;
      if (number % NODES_BETWEEN_LOOKS === 0) yield;
      if (!isElement(node)) continue;
      const tag = node.localName;
      if (
        ((LOOKED_AT.has(tag) || tag.includes("-")) && isHtml(node)) ||
        node.hasAttribute("role") ||
        node.hasAttribute("contenteditable")
      ) {
        seen.push(node);
      }
    }
  }

  /**
   * Find the widgets, and give the elements to look at.
   *
   * @param {readonly Element[]} seen
   */
  #elements(seen) {
    const holding = this.#holding(seen.filter((element) => NATIVE.has(element.localName)));
    for (const element of seen) {
      const role = roleOf(element);
      if (!SPEAKING_ROLES.has(role)) continue;
      this.#roles.set(element, role);
      if (!WIDGETS.has(role) || NATIVE.has(element.localName) || holding.has(element)) continue;
      if (role !== "listbox" || isListOfItsOwn(element)) this.#widgets.set(element, role);
    }
    const radios = [...this.#widgets].filter(([, role]) => role === "radio").map(([element]) => element);
    const ofRadios = this.#holding(radios);
    for (const [element, role] of this.#widgets) {
      if (role === "radiogroup" && ofRadios.has(element)) this.#widgets.delete(element);
    }
    for (const element of seen) {
      if (!this.#widgets.has(element) && !NATIVE.has(element.localName) && isEditable(element)) {
        this.#widgets.set(element, "textbox");
      }
    }
    for (const element of this.#holding([...this.#widgets.keys()])) holding.add(element);
    for (const element of seen) {
      if (!this.#widgets.has(element) && !holding.has(element) && this.#isComponentThatAsks(element)) {
        this.#widgets.set(element, "text");
      }
    }
    return seen.filter((element) => (LOOKED_AT.has(element.localName) && isHtml(element)) || this.#widgets.has(element));
  }

  /**
   * Give everything that holds one of the elements.
   *
   * @param {readonly Element[]} elements
   */
  #holding(elements) {
    /** @type {Set<Node>} */
    const holding = new Set();
    for (const element of elements) {
      for (let node = parentOf(element); node !== null && !holding.has(node); node = parentOf(node)) holding.add(node);
    }
    return holding;
  }

  /**
   * Tell whether a component without any control that we can see is one itself: `<date-picker label="Né le" tabindex=0>`.
   *
   * @param {Element} element
   */
  #isComponentThatAsks(element) {
    if (!element.localName.includes("-") || !isHtml(element) || this.#roles.has(element)) return false;
    // Only a control is enabled or disabled (HTML, "form-associated custom element").
    const isControl = element.hasAttribute("tabindex") || element.matches(":enabled, :disabled");
    return isControl && (isNamedComponent(element) || this.#labels.isAsked(element) || element.closest("label") !== null);
  }

  /**
   * @param {Asking[]} met
   * @param {Element} element
   * @param {string} kind
   * @param {readonly Heading[]} above
   */
  #meet(met, element, kind, above) {
    const { places } = this.#labels;
    const around = places.around(parentOf(element));
    places.known.set(element, around);
    if (kind === "nothing" || around.place.search || this.#roles.get(element) === "searchbox") return;
    /** @type {Choice[] | null} */
    let choices = null;
    if (kind === "radio") {
      const name = element.getAttribute("name") ?? "";
      const choice = { element, around };
      const { form, set } = around.place;
      // What the choices of one group have in common (HTML, "radio button group").
      const owner = name ? element.getAttribute("form") || form || element.getRootNode() : (set ?? parentOf(element));
      const groups = this.#groups.get(owner) ?? new Map();
      this.#groups.set(owner, groups);
      const known = groups.get(name);
      if (known !== undefined) {
        known.push(choice);
        return;
      }
      choices = [choice];
      groups.set(name, choices);
    }
    met.push({ element, kind, above, around, choices });
  }

  /**
   * Give the headings above what follows a heading.
   *
   * @param {readonly Heading[]} above
   * @param {Element} element
   * @param {number} level
   */
  #below(above, element, level) {
    const { typed, scope } = this.#scope(element);
    const text = typed ? "" : this.#reader.read(element).text;
    if (!text) return above;
    this.#headings.push(text);
    return [...above.filter((one) => one.level < level), { level, text, scope }];
  }

  /**
   * Tell whether a heading stands in a widget, which may show what was typed; give the sectioning element around it.
   *
   * @param {Element} heading
   */
  #scope(heading) {
    const chain = [];
    /** @type {Scope} */
    let known = { typed: false, scope: null };
    for (let node = parentOf(heading); node !== null; node = parentOf(node)) {
      const before = this.#scopes.get(node);
      if (before !== undefined) {
        known = before;
        break;
      }
      chain.push(node);
    }
    for (const node of chain.reverse()) {
      if (isElement(node)) {
        if (this.#widgets.has(node)) known = { ...known, typed: true };
        else if (SECTIONS.has(node.localName)) known = { ...known, scope: node };
      }
      this.#scopes.set(node, known);
    }
    return known;
  }

  // asking

  /** @param {Asking} asking @returns {Draft} */
  #ask({ element, kind, above, around, choices }) {
    const labels = this.#labels;
    const id = element.getAttribute("id");
    const name = element.getAttribute("name") ?? "";
    /** @type {string[]} */
    let options = [];
    let elements = [element];
    /** @type {Question} */
    let question;
    if (choices === null) {
      question = labels.ask(element, id, around, kind);
      if (kind === "select") options = this.#options(element);
    } else {
      elements = choices.map((choice) => choice.element);
      const texts = choices.map((choice) => labels.choice(choice.element, choice.element.getAttribute("id"), choice.around));
      options = texts.filter((text) => text !== "");
      question = labels.askGroup(element, id, name, around, texts[0] ?? "");
    }
    return {
      control: kind,
      label: question.label,
      group: question.group,
      section: this.#section(above, around.place),
      page: this.#title,
      name,
      id: id ?? "",
      autocomplete: stripSpaces(element.getAttribute("autocomplete") ?? "").toLowerCase(),
      placeholder: element.getAttribute("placeholder") ?? "",
      title: element.getAttribute("title") ?? "",
      options,
      forced: question.forced || elements.some(demandsAnswer) || labels.isForced(element, around),
      ways_out: options.filter(isWayOut),
      selector: id ? `#${id}` : "",
      elements,
    };
  }

  /**
   * Give the texts of the options of a select, without those that say nothing.
   *
   * @param {Element} select
   */
  #options(select) {
    const options = [];
    for (const node of nodesIn(select)) {
      if (isElement(node) && node.localName === "option") {
        // Browsers of today let a text area stand in an option: what is typed there is not read.
        options.push(foldSpaces(node.getAttribute("label") || this.#reader.raw(node).text));
      }
    }
    return options.filter((text) => text !== "");
  }

  /**
   * @param {readonly Heading[]} above
   * @param {Place} place
   */
  #section(above, place) {
    const sections = this.#sections.get(above) ?? new Map();
    this.#sections.set(above, sections);
    let section = sections.get(place);
    if (section === undefined) {
      const heard = above.filter(({ scope }) => scope === null || place.scopes.includes(scope));
      section = stripSpaces(beginning([...heard.map(({ text }) => text), ...place.titles].join(" / "), LONGEST));
      sections.set(place, section);
    }
    return section;
  }

  /**
   * Count a box beside a field that says "not known" as a way out of the field.
   *
   * @param {readonly Asking[]} met
   * @param {readonly Draft[]} fields
   */
  #addBoxesBeside(met, fields) {
    for (const [number, box] of fields.entries()) {
      const field = fields[number - 1];
      const [before, at] = [met[number - 1], met[number]];
      if (
        field !== undefined &&
        before !== undefined &&
        at !== undefined &&
        box.control === "checkbox" &&
        !TICKED.has(field.control) &&
        lineOf(before) === lineOf(at) &&
        isWayOut(box.label)
      ) {
        field.ways_out.push(box.label);
      }
    }
  }
}

/**
 * Tell whether a listbox asks by itself, and is not the list that a combobox opens.
 *
 * @param {Element} element
 */
function isListOfItsOwn(element) {
  return ["tabindex", "aria-label", "aria-labelledby", "aria-required"].some((name) => element.getAttribute(name));
}

/**
 * Tell whether a document is one big text that a person writes, as old editors have it in a frame.
 *
 * @param {Node} root
 */
function isWrittenInto(root) {
  const owner = root.ownerDocument ?? root;
  return "designMode" in owner && owner.designMode === "on";
}

/**
 * Find the fields of a page at once.
 *
 * @param {Document | Element | ShadowRoot} root Where to look; `document` for a whole page.
 */
function fieldsOf(root) {
  const finder = new Finder(root);
  if (isWrittenInto(root)) return finder.page;
  for (const _ of finder.find()) continue;
  return finder.page;
}

/**
 * Find the fields of a page without ever holding up the page for long.
 *
 * A page that changes meanwhile may be read in part; whoever waits looks again after a change anyway.
 *
 * @param {Document | Element | ShadowRoot} root Where to look; `document` for a whole page.
 * @param {{slice?: number, pause?: () => Promise<unknown>}} [how] `slice`: the milliseconds after which to pause;
 *   `pause`: what to wait for then, by default until the page has had its turn.
 */
async function findFields(root, { slice = SLICE, pause = pageTurn } = {}) {
  const finder = new Finder(root);
  if (isWrittenInto(root)) return finder.page;
  let since = performance.now();
  for (const _ of finder.find()) {
    if (performance.now() - since < slice) continue;
    await pause();
    since = performance.now();
  }
  return finder.page;
}
