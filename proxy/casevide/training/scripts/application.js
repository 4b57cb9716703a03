/**
 * An application of one page: it asks a JSON API what to show, builds the form, and sends the whole object back.
 *
 * What is typed lives in the page until it is closed. The practice server throws away what it is sent, unread.
 */
"use strict";

const application = document.getElementById("application");
const { api, language, reconstructed } = application.dataset;

/** @param {string} tag @param {object} properties @param {...(Node | string)} children */
function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function asked(path) {
  const answer = await fetch(`${api}${path}`, { headers: { Accept: "application/json" } });
  return answer.json();
}

/** The property of an object that a dotted name leads to: its holder and the last part of the name. */
function place(object, name) {
  const parts = name.split(".");
  const last = parts.pop();
  return [parts.reduce((holder, part) => holder[part], object), last];
}

function origin(question) {
  if (!question.sources.length) return made("span", { className: "origin made-up", lang: language }, reconstructed);
  const links = question.sources.map((number) => made("a", { href: `#source${number}` }, `[${number}]`));
  return made("span", { className: "origin" }, ...links);
}

/** @param {{ code: string, libelle: string }[]} choices */
function filled(select, choices) {
  select.append(made("option", { value: "" }), ...choices.map((one) => made("option", { value: one.code }, one.libelle)));
  return select;
}

async function control(question, object) {
  const [holder, property] = place(object, question.name);
  const own = { id: question.name, name: question.name };
  const keep = (element, read) => {
    element.addEventListener("change", () => {
      holder[property] = read();
    });
    if (question.forced === "required") element.required = true;
    if (question.forced === "aria") element.ariaRequired = "true";
    return element;
  };
  if (question.referentiel) {
    const select = filled(made("select", { ...own, multiple: question.control === "list" }), await asked(question.referentiel));
    return keep(select, () => Array.from(select.selectedOptions, (option) => option.value));
  }
  if (question.control === "checkbox") {
    const box = made("input", { ...own, type: "checkbox" });
    return keep(box, () => box.checked);
  }
  const type = { number: "number", date: "date", tel: "tel", email: "email" }[question.control] ?? "text";
  const input = question.control === "textarea" ? made("textarea", { ...own, rows: 4 }) : made("input", { ...own, type });
  return keep(input, () => input.value || null);
}

async function field(question, object) {
  const element = await control(question, object);
  const star = question.forced === "no" ? [] : [" ", made("span", { className: "star" }, "*")];
  const label = made("label", { htmlFor: question.name }, question.label, ...star);
  const parts = question.control === "checkbox" ? [made("div", { className: "box" }, element, " ", label)] : [label, element];
  return made("div", { className: `field ${question.control}` }, ...parts, " ", origin(question));
}

async function block(data, object) {
  const fields = await Promise.all(data.questions.map((question) => field(question, object)));
  return made("section", {}, made("h2", {}, data.title), made("div", { className: "stacked" }, ...fields));
}

async function show() {
  const screen = await asked(`/ecrans/${application.dataset.page}`);
  const object = await asked(screen.api);
  const said = made("p", { className: "said", role: "status" });
  const save = made("p", { className: "buttons" }, made("input", { type: "submit", value: screen.save }));
  const form = made("form", { id: screen.id }, ...(await Promise.all(screen.blocks.map((data) => block(data, object)))), save, said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(`${api}${screen.api}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(object),
    });
    said.lang = language;
    said.textContent = (await answer.json()).message;
  });
  application.replaceChildren(form);
}

show();
