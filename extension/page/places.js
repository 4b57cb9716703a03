/**
 * Where a control stands: what its ancestors say about it. Mirrors `casevide/page/places.py`.
 *
 * The ancestors that many controls share are looked at once. What a place knows grows from the outside inwards.
 */
"use strict";

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

const SECTIONS = setOf("article aside dialog details main nav section");
const NAMED_ROLES = setOf("tabpanel dialog alertdialog region");
const GROUP_ROLES = setOf("group radiogroup");

/** The ARIA roles of elements that say something about the controls inside. */
const SPEAKING_ROLES = new Set([...NAMED_ROLES, ...GROUP_ROLES, ...WIDGETS, "search", "searchbox"]);

const MOST_SCOPES = 16;
const MOST_TITLES = 16;
const FIRST_CHILDREN = 16;

/**
 * What the ancestors of a control say.
 *
 * @typedef {object} Place
 * @property {Element | null} form The form that the control belongs to by its place.
 * @property {Element | null} set The nearest `<fieldset>` or element with the role `group` or `radiogroup`.
 * @property {string} group What that one is called: its legend or accessible name; `""` if nothing.
 * @property {boolean} named Whether `group` is the name of `set` itself, not of one around it.
 * @property {boolean} demands Whether `group` says that an answer is compulsory.
 * @property {Place | null} outer The place around `set`.
 * @property {readonly string[]} titles What the containers around are called, outermost first: outer legends, table
 *   captions, the summary of `<details>`, the names of tab panels and dialogs.
 * @property {readonly Element[]} scopes The nearest sectioning elements, innermost last.
 * @property {boolean} search Whether this is a search region.
 * @property {Element | null} widget The nearest element with the role of a widget.
 * @property {Element | null} asked The nearest element whose id a `<label for>` names though it is not a control.
 * @property {Element | null} host The nearest component with an open shadow root and a name of its own.
 * @property {Element | null} table The nearest table.
 * @property {boolean} headed Whether that table has any `<th>`.
 * @property {boolean} spanned Whether that table has cells that span columns.
 * @property {Element | null} demanding The nearest element whose class says "required".
 */

/** @type {Readonly<Place>} */
const NOWHERE = Object.freeze({
  ...{ form: null, set: null, group: "", named: false, demands: false, outer: null, titles: [], scopes: [] },
  ...{ search: false, widget: null, asked: null, host: null, table: null, headed: false, spanned: false },
  demanding: null,
});

/** @typedef {{place: Place, cell: Element | null, label: Element | null}} Surroundings Place, table cell and label. */

/**
 * @param {Place} place
 * @param {string} title
 * @returns {Place}
 */
function titledPlace(place, title) {
  return title ? { ...place, titles: [...place.titles, title].slice(-MOST_TITLES) } : place;
}

/** Finds the place of each control of one page. */
class Places {
  /** @type {Map<Node, Surroundings>} What surrounds the children of each element that holds a control; controls too. */
  known = new Map();
  #reader;
  #roles;
  #isAsked;

  /**
   * @param {Reader} reader
   * @param {ReadonlyMap<Element, string>} roles The elements of the page whose role matters here.
   * @param {(element: Element) => boolean} isAsked Whether a label names an element though it is not a control.
   */
  constructor(reader, roles, isAsked) {
    this.#reader = reader;
    this.#roles = roles;
    this.#isAsked = isAsked;
  }

  /**
   * Give what surrounds the children of a node; from now on the node is known to hold a control.
   *
   * @param {Node | null} node
   * @returns {Surroundings}
   */
  around(node) {
    const chain = [];
    /** @type {Surroundings} */
    let surroundings = { place: NOWHERE, cell: null, label: null };
    for (let one = node; one !== null; one = parentOf(one)) {
      const known = this.known.get(one);
      if (known !== undefined) {
        surroundings = known;
        break;
      }
      chain.push(one);
    }
    for (const one of chain.reverse()) {
      if (isElement(one)) surroundings = this.#enter(one, surroundings);
      this.known.set(one, surroundings);
    }
    return surroundings;
  }

  /**
   * Give what surrounds the children of an element, given what surrounds the element.
   *
   * @param {Element} element
   * @param {Surroundings} outside
   * @returns {Surroundings}
   */
  #enter(element, outside) {
    let { place, cell, label } = outside;
    const tag = element.localName;
    if (tag === "td" || tag === "th") {
      cell = element;
    } else if (tag === "label") {
      label = element;
    } else if (tag === "table") {
      cell = label = null;
      place = this.#enterTable(element, place);
    } else if (tag === "form") {
      place = { ...place, form: element };
    } else if (tag === "fieldset") {
      place = this.#group(element, place, this.#child(element, "legend"));
    } else if (tag === "search") {
      place = { ...place, search: true };
    } else if (SECTIONS.has(tag)) {
      place = { ...place, scopes: [...place.scopes, element].slice(-MOST_SCOPES) };
      if (tag === "details") place = titledPlace(place, this.#child(element, "summary").text);
    }
    const role = this.#roles.get(element);
    if (role !== undefined) place = this.#play(element, role, place);
    if (this.#isAsked(element)) place = { ...place, asked: element };
    if (element.shadowRoot !== null && isNamedComponent(element)) place = { ...place, host: element };
    if (forcedByClass(element)) place = { ...place, demanding: element };
    return { place, cell, label };
  }

  /**
   * @param {Element} table
   * @param {Place} place
   * @returns {Place}
   */
  #enterTable(table, place) {
    return {
      ...titledPlace(place, this.#child(table, "caption").text),
      table,
      headed: table.querySelector("th") !== null,
      spanned: table.querySelector("[colspan]") !== null,
    };
  }

  /**
   * @param {Element} element
   * @param {string} role
   * @param {Place} place
   * @returns {Place}
   */
  #play(element, role, place) {
    if (GROUP_ROLES.has(role) && place.set !== element) return this.#group(element, place, this.#reader.named(element));
    if (role === "search") return { ...place, search: true };
    if (NAMED_ROLES.has(role)) return titledPlace(place, this.#reader.named(element).text);
    return WIDGETS.has(role) ? { ...place, widget: element } : place;
  }

  /**
   * @param {Element} element
   * @param {Place} place
   * @param {Heard} heard
   * @returns {Place}
   */
  #group(element, place, heard) {
    const { text, forced } = heard.text ? heard : this.#reader.named(element);
    const inside = text ? titledPlace(place, place.group) : place;
    return { ...inside, set: element, group: text || place.group, named: text !== "", demands: forced, outer: place };
  }

  /**
   * Give the text of the first child of that name.
   *
   * @param {Element} element
   * @param {string} tag
   */
  #child(element, tag) {
    let node = firstOf(element);
    for (let at = 0; at < FIRST_CHILDREN && node !== null; at += 1) {
      if (isElement(node) && node.localName === tag) return this.#reader.read(node);
      node = nextOf(node);
    }
    return NOTHING;
  }
}

/**
 * Tell whether an element is a component that the page gives a name: `<date-picker label="Date de naissance">`.
 *
 * @param {Element} element
 */
function isNamedComponent(element) {
  return (
    element.localName.includes("-") &&
    isHtml(element) &&
    ["aria-label", "aria-labelledby", "label"].some((name) => element.getAttribute(name))
  );
}
