/**
 * What the extension's JavaScript must never do. `tsc` looks after names and types; this file after the promises.
 */
"use strict";

const js = require("@eslint/js");
const unsanitized = require("eslint-plugin-no-unsanitized");

const TYPED = "What a person typed or chose is never read.";
const ACTS = "The page is never filled in, submitted or changed.";

const ban = (message, ...properties) => properties.map((property) => ({ property, message }));

const TYPED_PROPERTIES = ban(
  TYPED,
  ...["value", "valueAsDate", "valueAsNumber", "defaultValue", "checked", "defaultChecked", "indeterminate"],
  ...["selected", "defaultSelected", "selectedIndex", "selectedOptions", "files", "validity", "validationMessage"],
  ...["selectionStart", "selectionEnd", "selectionDirection", "getSelection", "ariaChecked", "ariaSelected", "ariaValueNow"],
  ...["ariaValueText", "ariaActiveDescendantElement", "formData", "cookie", "clipboard", "clipboardData", "dataTransfer"],
  ...["innerText", "outerText", "checkValidity", "reportValidity"],
);

const ACTING_PROPERTIES = ban(
  ACTS,
  ...["submit", "requestSubmit", "reset", "select", "dispatchEvent", "execCommand"],
  ...["setSelectionRange", "setRangeText", "setCustomValidity", "showPicker", "stepUp", "stepDown"],
);

/** A card of ours may take the focus; what only looks may not. */
const FOCUS_PROPERTIES = ban(ACTS, "click", "focus", "blur");

/** For the rooms that only look: nothing of the page is changed, listened to, sent or kept. */
const LOOKING_PROPERTIES = ban(
  "This room only looks.",
  ...["setAttribute", "setAttributeNS", "removeAttribute", "removeAttributeNS", "toggleAttribute", "setAttributeNode"],
  ...["append", "prepend", "appendChild", "insertBefore", "replaceWith", "replaceChildren", "removeChild", "attachShadow"],
  ...["insertAdjacentElement", "insertAdjacentText", "classList", "className", "addEventListener", "sendBeacon"],
  ...["localStorage", "sessionStorage", "indexedDB", "write", "writeln", "open", "location", "attachInternals"],
  ...["textContent", "nodeValue"], // they hold what is typed into an editable element; `Reader` leaves that out
);

const GLOBALS = [
  ...["FormData", "InputEvent", "KeyboardEvent", "Event", "CustomEvent", "XMLHttpRequest", "WebSocket", "eval"],
  ...["localStorage", "sessionStorage", "indexedDB", "getSelection", "event"],
].map((name) => ({ name, message: "Nothing typed is read, nothing is sent or kept behind the agent's back." }));

const ATTRIBUTES = "/^(value|checked|selected|aria-checked|aria-selected|aria-valuenow|aria-valuetext|aria-activedescendant)$/";
const SYNTAX = [
  {
    selector: `CallExpression[callee.property.name=/^(get|has)Attribute(Node)?$/] > Literal[value=${ATTRIBUTES}]`,
    message: TYPED,
  },
  { selector: `Literal[value=/\\[(value|checked|selected)\\b|:checked|:valid|:invalid|:user-/]`, message: TYPED },
  { selector: "Literal[value=/^on(input|change|key|paste|copy|cut|submit|beforeinput|composition)/]", message: TYPED },
  {
    selector: "CallExpression[callee.property.name='addEventListener'] > Literal[value=/^(key|input|beforeinput|change|paste|copy|cut|submit|reset|composition|selectionchange)/]",
    message: TYPED,
  },
];

/** What is shown on the page is ours alone: no attribute, style or text of the page's own things is set, nothing is sent. */
const SHOWING_PROPERTIES = [
  ...ban(ACTS, "setAttributeNS", "removeAttribute", "removeAttributeNS", "toggleAttribute", "setAttributeNode", "click", "blur"),
  ...ban(ACTS, "replaceWith", "replaceChild", "removeChild", "adoptNode", "designMode", "write", "writeln"),
  ...ban("The page's own things stay as they are.", "prototype", "defineProperty", "wrappedJSObject", "setPrototypeOf"),
  ...ban("Nothing is sent or kept from here.", "sendBeacon", "localStorage", "sessionStorage", "indexedDB"),
];

const SHOWING_SYNTAX = [
  {
    selector: "CallExpression[callee.property.name='setAttribute']:not([arguments.0.value=/^aria-(expanded|pressed)$/])",
    message: "Attributes are set by `made`, on what it has just made.",
  },
  {
    selector: ":not(AssignmentExpression) > MemberExpression[property.name=/^(textContent|nodeValue|wholeText)$/]",
    message: "It may hold what is typed into an editable element.",
  },
  {
    selector: "AssignmentExpression > MemberExpression.right[property.name=/^(textContent|nodeValue|wholeText)$/]",
    message: "It may hold what is typed into an editable element.",
  },
  { selector: "Identifier[name=/^(exportFunction|cloneInto|createObjectIn)$/]", message: "The page's own things stay as they are." },
];

const CHROME = { selector: "Identifier[name=/^(chrome|browser)$/]", message: "Only `hints/main.js` talks to the background." };
const FETCH = { name: "fetch", message: "Nothing is sent or asked for from here." };

const LISTENING = "CallExpression[callee.property.name='addEventListener']";
const OWN_PROPERTIES = new Set(["value", "clipboard"]);

const MARKUP = ban("Build elements one by one.", "innerHTML", "outerHTML", "insertAdjacentHTML");

const LOOKING_SYNTAX = [
  { selector: "AssignmentExpression[left.property.name=/^(nodeValue|data|href|hidden|style)$/]", message: ACTS },
];

module.exports = [
  { ignores: ["node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    plugins: { "no-unsanitized": unsanitized },
    languageOptions: { ecmaVersion: 2023, sourceType: "script" },
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
    rules: {
      "no-undef": "off", // the files share one scope, which tsc knows and ESLint does not
      "no-unused-vars": ["error", { vars: "local", varsIgnorePattern: "^_$" }],
      strict: ["error", "global"],
      "no-unsanitized/method": "error",
      "no-unsanitized/property": "error",
      "no-restricted-properties": ["error", ...MARKUP],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-console": "error",
      "no-implicit-coercion": "error",
      "no-shadow": "error",
    },
  },
  {
    files: ["hints/**/*.js"], // what draws on the software's pages
    rules: {
      "no-restricted-properties": [
        "error",
        ...[...MARKUP, ...TYPED_PROPERTIES, ...ACTING_PROPERTIES, ...SHOWING_PROPERTIES, ...ban(ACTS, "focus")],
      ],
      "no-restricted-globals": ["error", ...GLOBALS, FETCH],
      "no-restricted-syntax": ["error", ...SYNTAX, ...SHOWING_SYNTAX, CHROME],
    },
  },
  {
    files: ["hints/cards.js", "hints/presenting.js", "hints/main.js"], // what moves the focus, because the person asked for it
    rules: {
      "no-restricted-properties": ["error", ...MARKUP, ...TYPED_PROPERTIES, ...ACTING_PROPERTIES, ...SHOWING_PROPERTIES],
    },
  },
  { files: ["hints/main.js"], rules: { "no-restricted-syntax": ["error", ...SYNTAX, ...SHOWING_SYNTAX] } },
  {
    files: ["hints/signs.js"], // makes what is ours
    rules: { "no-restricted-syntax": ["error", ...SYNTAX, ...SHOWING_SYNTAX.slice(1), CHROME] },
  },
  {
    files: ["judge/**/*.js", "page/**/*.js"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...[...MARKUP, ...TYPED_PROPERTIES, ...ACTING_PROPERTIES, ...FOCUS_PROPERTIES, ...LOOKING_PROPERTIES],
      ],
      "no-restricted-globals": ["error", ...GLOBALS, FETCH],
      "no-restricted-syntax": ["error", ...SYNTAX, ...LOOKING_SYNTAX],
    },
  },
  {
    files: ["hints/own-root.js"], // hears keys, reads our own form and copies our own text, in our own shadow roots alone
    rules: {
      "no-restricted-properties": [
        "error",
        ...[...MARKUP, ...ACTING_PROPERTIES, ...SHOWING_PROPERTIES, ...ban(ACTS, "focus")],
        ...TYPED_PROPERTIES.filter(({ property }) => !OWN_PROPERTIES.has(property)),
        ...ban(TYPED, "readText", "read"),
      ],
      "no-restricted-syntax": [
        "error",
        ...[...SYNTAX.filter(({ selector }) => !selector.startsWith(LISTENING)), ...SHOWING_SYNTAX, CHROME],
      ],
    },
  },
  { files: ["eslint.config.js"], languageOptions: { sourceType: "commonjs" } },
];
