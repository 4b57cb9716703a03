/**
 * The signs of the five verdicts: how they are drawn, coloured and typed; and how anything of ours is made.
 *
 * Shape first, then name, then colour: each sign can be told from the others without colour, and typed on a keyboard.
 * The colour is set on the HTML element around, never on the `<svg>`: forced colours would leave it alone.
 */
"use strict";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Sign
 * @property {string} typed How it is written in plain text.
 * @property {string} light Its colour on a light page; on white and on pale blue, 4.4:1 and more.
 * @property {string} dark Its colour on a dark page.
 * @property {string} path What is drawn, in a box of 14 × 14.
 * @property {"fill" | "stroke"} drawn
 */

/** The signs by verdict, in the fixed order. @type {Readonly<Record<string, Readonly<Sign>>>} */
const SIGNS = Object.freeze({
  "care-critical": {
    typed: "♥",
    light: "#B0134F",
    dark: "#FF8FB4",
    path: "M7 13C3 10 .8 7.9.8 4.9A3.3 3.3 0 0 1 7 3.3 3.3 3.3 0 0 1 13.2 4.9C13.2 7.9 11 10 7 13Z",
    drawn: "fill",
  },
  required: {
    typed: "§",
    light: "#1F4E9C",
    dark: "#8FB8FF",
    path:
      "M10 3C9.6 1.6 8.5 1 7 1 5.3 1 4.1 1.8 4.1 3 4.1 5.1 11.3 5 11.3 7.8 11.3 9 10.3 9.7 9.4 10" +
      "M4 11C4.4 12.4 5.5 13 7 13 8.7 13 9.9 12.2 9.9 11 9.9 8.9 2.7 9 2.7 6.2 2.7 5 3.7 4.3 4.6 4",
    drawn: "stroke",
  },
  challengeable: { typed: "◆", light: "#A84B00", dark: "#FFB36B", path: "M7 .6 13.4 7 7 13.4.6 7Z", drawn: "fill" },
  intrusive: {
    typed: "◐",
    light: "#6E3FA3",
    dark: "#C7A6FF",
    path: "M7 .7A6.3 6.3 0 1 1 7 13.3 6.3 6.3 0 0 1 7 .7ZM7.2 2.6V11.4A4.4 4.4 0 0 0 7.2 2.6Z",
    drawn: "fill",
  },
  optional: {
    typed: "[ ]",
    light: "#0B6B57",
    dark: "#6FD6BC",
    path: "M1 1H5V2.8H2.8V11.2H5V13H1ZM9 1H13V13H9V11.2H11.2V2.8H9Z",
    drawn: "fill",
  },
});

/** The verdicts that may lead somebody to write less; the two others keep full size in every density. */
const LOWERING = new Set(["challengeable", "intrusive", "optional"]);

/** What the card and the signs are drawn with, by theme. */
const TOKENS = Object.freeze({
  light: {
    surface: "#FFFFFF",
    sunken: "#F3F5F8",
    ink: "#1B2430",
    muted: "#55606E",
    line: "#D3DAE2",
    link: "#1A4F9C",
  },
  dark: {
    surface: "#1D222A",
    sunken: "#272D37",
    ink: "#E9EDF2",
    muted: "#AAB5C2",
    line: "#3D4754",
    link: "#8FB8FF",
  },
});

const SHADOW = "0 1px 2px #0002, 0 8px 28px #0003";
const FONT = '"Segoe UI", system-ui, -apple-system, "Noto Sans", Roboto, sans-serif';

/**
 * Make an element of ours. It is the one way to set attributes, so that none is ever set on what belongs to the page.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | number | boolean | undefined>>} [attributes] `true` for one without a value;
 *   `false` and `undefined` for none.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Draw the sign of a verdict, in the colour of the text around. It is hidden from screen readers: words say the same.
 *
 * @param {string} verdict
 * @param {number} [size] Its height and width in pixels.
 */
function glyph(verdict, size = 14) {
  const sign = SIGNS[verdict];
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const stroke = { fill: "none", stroke: "currentColor", "stroke-width": "1.9", "stroke-linecap": "round" };
  const drawn = sign?.drawn === "stroke" ? stroke : { fill: "currentColor", "fill-rule": "evenodd" };
  for (const [name, value] of Object.entries({ ...drawn, d: sign?.path ?? "" })) path.setAttribute(name, value);
  const box = { viewBox: "0 0 14 14", width: size, height: size, "aria-hidden": "true", focusable: "false" };
  for (const [name, value] of Object.entries(box)) svg.setAttribute(name, String(value));
  svg.append(path);
  return svg;
}

/**
 * Tell whether an element of the page is one of ours.
 *
 * @param {Node} node
 */
function isOurs(node) {
  return node.nodeType === Node.ELEMENT_NODE && /** @type {Element} */ (node).localName.startsWith("casevide-");
}

/**
 * Make a style sheet that belongs to no file and no element, so that no page's security policy has a say in it.
 *
 * @param {string} text
 */
function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
