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
    files: ["judge/**/*.js", "page/**/*.js", "hints/**/*.js"], // what runs inside of the software's pages
    rules: {
      "no-restricted-properties": ["error", ...MARKUP, ...TYPED_PROPERTIES, ...ACTING_PROPERTIES],
      "no-restricted-globals": ["error", ...GLOBALS],
      "no-restricted-syntax": ["error", ...SYNTAX],
    },
  },
  {
    files: ["judge/**/*.js", "page/**/*.js"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...[...MARKUP, ...TYPED_PROPERTIES, ...ACTING_PROPERTIES, ...FOCUS_PROPERTIES, ...LOOKING_PROPERTIES],
      ],
      "no-restricted-globals": ["error", ...GLOBALS, { name: "fetch", message: "This room only looks." }],
      "no-restricted-syntax": ["error", ...SYNTAX, ...LOOKING_SYNTAX],
    },
  },
  { files: ["eslint.config.js"], languageOptions: { sourceType: "commonjs" } },
];
