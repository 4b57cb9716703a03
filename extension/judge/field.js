/**
 * One question that a page asks, and the profile of the site that asks it. Mirrors `casevide/field.py`.
 *
 * Both are plain data: `page/` finds fields, `judge/` reads them. Nothing in a field was typed by a person.
 */
"use strict";

/**
 * @typedef {object} Field
 * @property {string} control What kind of control asks: `text date number email tel file select textarea checkbox
 *   radio`, or the ARIA role of a widget (`combobox`, `switch`…).
 * @property {string} label The question as the page writes it, white space folded, at most 600 characters; `""` if none.
 * @property {string} group The legend, or the row header in a table, that the field stands under; `""` if none.
 * @property {string} section The headings above the field, outermost first, joined by ` / `.
 * @property {string} page The title of the page. It may hold a person's name: it is never stored or shown.
 * @property {string} name The `name` attribute.
 * @property {string} id The `id` attribute.
 * @property {string} autocomplete The `autocomplete` attribute, lower case.
 * @property {string} placeholder The `placeholder` attribute.
 * @property {string} title The `title` attribute.
 * @property {readonly string[]} options The texts of a select's options or of a radio group's choices, in page order.
 * @property {boolean} forced Whether the software makes the field compulsory.
 * @property {readonly string[]} ways_out The choices that let a person not answer.
 * @property {string} selector `#id` where the control has an id, else `""`.
 * @property {readonly Element[]} elements The control; the choices of a radio group. Empty where there is no page.
 */

/**
 * What is known of a site. Any part may be unknown (`null`), and an unknown part fits only rules that do not name it.
 *
 * @typedef {object} Profile
 * @property {string | null} country ISO 3166-1 alpha-2, upper case.
 * @property {string | null} sector A sector of the rulebook.
 * @property {string | null} system A system of the rulebook.
 */

/** A field that says nothing. @type {Readonly<Field>} */
const NO_FIELD = Object.freeze({
  control: "text",
  label: "",
  group: "",
  section: "",
  page: "",
  name: "",
  id: "",
  autocomplete: "",
  placeholder: "",
  title: "",
  options: Object.freeze([]),
  forced: false,
  ways_out: Object.freeze([]),
  selector: "",
  elements: Object.freeze([]),
});

/** A site of which nothing is known. @type {Readonly<Profile>} */
const NO_PROFILE = Object.freeze({ country: null, sector: null, system: null });
