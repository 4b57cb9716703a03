/**
 * What the tests run beside the engine, inside a page: show a page in a frame and say what the engine finds there.
 */
"use strict";

/**
 * Show a page in the frame and give its document once it is loaded.
 *
 * @param {string} html
 * @returns {Promise<Document>}
 */
function shown(html) {
  const frame = document.querySelector("iframe");
  return new Promise((resolve) => {
    frame.onload = () => resolve(frame.contentDocument);
    frame.srcdoc = html;
  });
}

/** Give what was found as JSON, in the words of Python's `Field`. */
function told({ title, headings, fields }) {
  return { title, headings, fields: fields.map(({ elements, ...rest }) => ({ ...rest, controls: elements.length })) };
}

/** Show pages one after the other and give what the engine finds in each. */
async function foundIn(pages) {
  const found = [];
  for (const html of pages) found.push(told(fieldsOf(await shown(html))));
  return found;
}

/** Give the words of each text. */
function wordsOf(texts) {
  return texts.map(({ text, stopwords, as_name: asName }) => (asName ? nameWords : words)(text, new Set(stopwords)));
}

/** Give what is recognised, or judged, in each case. */
function said(speak, content, cases) {
  const rulebook = new Rulebook(content);
  return cases.map(({ field, profile }) =>
    speak({ ...NO_FIELD, ...field }, { ...NO_PROFILE, ...profile }, rulebook),
  );
}

/** Give what the engine says of marks in texts: forced by label, remark and class; notice; way out; free star. */
function marked(texts) {
  return texts.map((text) => [
    ...[labelForces(text), remarkForces(text), classForces(text), isNotice(text), isWayOut(text), starIsFree(text)],
  ]);
}

/**
 * From now on note, in `watched`, every access in the frame's page to what is typed or chosen, every change of an element,
 * every act, and every text that is read.
 */
function watch() {
  const frame = document.querySelector("iframe").contentWindow;
  const calls = [];
  const texts = [];
  const typed = ["value", "valueAsDate", "valueAsNumber", "defaultValue", "checked", "defaultChecked", "indeterminate",
    "selected", "defaultSelected", "selectedIndex", "selectedOptions", "files", "selectionStart", "selectionEnd", "form",
    "innerText", "outerText", "innerHTML", "outerHTML", "ariaValueText", "ariaChecked", "ariaSelected"];
  const acts = ["click", "focus", "blur", "submit", "requestSubmit", "reset", "dispatchEvent", "addEventListener",
    "setAttribute", "removeAttribute", "toggleAttribute", "setAttributeNS", "checkValidity", "reportValidity", "select",
    "appendChild", "insertBefore", "removeChild", "replaceChild", "append", "prepend", "remove", "replaceWith", "after",
    "before", "setSelectionRange", "setRangeText", "execCommand", "write", "open", "attachShadow", "getBoundingClientRect"];
  const heard = ["textContent", "nodeValue", "data", "wholeText", "text"];
  for (const name of Object.getOwnPropertyNames(frame)) {
    const prototype = /^(HTML|SVG|Element|Node|Document|Event|Text|CharacterData|Attr)/.test(name) && frame[name].prototype;
    if (!prototype) continue;
    for (const [key, one] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (!one.configurable) continue;
      const wrap = (kind, make) => Object.defineProperty(prototype, key, { ...one, [kind]: make(one[kind]) });
      if (typed.includes(key) && one.get) {
        wrap("get", (get) => function () { calls.push(`get ${name}.${key}`); return get.call(this); });
      } else if (heard.includes(key) && one.get) {
        wrap("get", (get) => function () { const text = get.call(this); texts.push(`${name}.${key} ${text}`); return text; });
      } else if (acts.includes(key) && one.value) {
        wrap("value", (act) => function (...all) { calls.push(`${name}.${key}`); return act.apply(this, all); });
      }
      if (one.set) {
        const { get, set } = Object.getOwnPropertyDescriptor(prototype, key);
        Object.defineProperty(prototype, key, {
          configurable: true, get, set(given) { calls.push(`set ${name}.${key}`); set.call(this, given); },
        });
      }
    }
  }
  const getAttribute = frame.Element.prototype.getAttribute;
  frame.Element.prototype.getAttribute = function (name) {
    if (/^(value|checked|selected|aria-checked|aria-selected|aria-value)/.test(name)) calls.push(`attribute ${name}`);
    return getAttribute.call(this, name);
  };
  for (const name of ["FormData", "XMLHttpRequest", "fetch", "getSelection", "Event", "InputEvent", "KeyboardEvent"]) {
    const own = frame[name];
    frame[name] = function (...all) { calls.push(name); return new own(...all); };
  }
  const cookie = Object.getOwnPropertyDescriptor(frame.Document.prototype, "cookie");
  Object.defineProperty(frame.Document.prototype, "cookie", { ...cookie, get() { calls.push("cookie"); return ""; } });
  globalThis.watched = { calls, texts, frame };
  return true;
}
