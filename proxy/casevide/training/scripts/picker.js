/**
 * A date picker as component libraries make them: the label, the input and the calendar live inside an open shadow tree;
 * the form gets the date from the element itself.
 */
"use strict";

const STYLE = `
  :host { display: inline-block; }
  label { display: block; font-size: 12.5px; color: #465264; margin-bottom: 2px; }
  .line { display: flex; gap: 4px; }
  input { flex: 1; min-width: 0; font: inherit; padding: 6px 8px; border: 1px solid #8b95a5; border-radius: 4px; }
  button { font: inherit; border: 1px solid #8b95a5; border-radius: 4px; background: #eef1f5; color: #1c2a39; cursor: pointer; }
  :focus-visible { outline: 3px solid #b35c00; outline-offset: 1px; }
  .month { position: absolute; z-index: 1; padding: 6px; background: #fff; border: 1px solid #8b95a5; box-shadow: 0 2px 8px rgb(0 0 0 / 30%); }
  .month[hidden] { display: none; }
  .head { display: flex; justify-content: space-between; align-items: center; }
  .days { display: grid; grid-template-columns: repeat(7, 30px); gap: 2px; margin-top: 4px; }
`;

/** @param {string} tag @param {object} properties @param {...(Node | string)} children */
function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

class DatePicker extends HTMLElement {
  static formAssociated = true;

  connectedCallback() {
    if (this.shadowRoot) return;
    const internals = this.attachInternals();
    const language = document.documentElement.lang;
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const input = made("input", { id: "date", type: "text", size: 10, placeholder: language === "nl" ? "dd/mm/jjjj" : "jj/mm/aaaa" });
    input.required = this.hasAttribute("required");
    const name = this.getAttribute("label") ?? "";
    const label = made("label", { htmlFor: "date" }, input.required ? `${name} *` : name);
    const open = made("button", { type: "button", ariaLabel: `${name} : calendrier`, ariaExpanded: "false" }, "▦");
    const month = made("div", { className: "month", hidden: true });
    let shown = new Date();

    const take = () => internals.setFormValue(input.value);
    const close = () => {
      month.hidden = true;
      open.ariaExpanded = "false";
    };
    const draw = () => {
      const first = new Date(shown.getFullYear(), shown.getMonth(), 1);
      const days = new Date(shown.getFullYear(), shown.getMonth() + 1, 0).getDate();
      const turn = (by) => () => {
        shown = new Date(shown.getFullYear(), shown.getMonth() + by, 1);
        draw();
      };
      const buttons = Array.from({ length: days }, (_, day) => {
        const one = made("button", { type: "button" }, String(day + 1));
        if (day === 0) one.style.gridColumnStart = String(((first.getDay() + 6) % 7) + 1);
        one.addEventListener("click", () => {
          const date = new Date(shown.getFullYear(), shown.getMonth(), day + 1);
          input.value = date.toLocaleDateString("fr-FR");
          take();
          close();
          input.focus();
        });
        return one;
      });
      const before = made("button", { type: "button", ariaLabel: "Mois précédent" }, "‹");
      const after = made("button", { type: "button", ariaLabel: "Mois suivant" }, "›");
      before.addEventListener("click", turn(-1));
      after.addEventListener("click", turn(1));
      const title = made("span", {}, first.toLocaleDateString(language, { month: "long", year: "numeric" }));
      month.replaceChildren(made("div", { className: "head" }, before, title, after), made("div", { className: "days" }, ...buttons));
    };

    input.addEventListener("change", take);
    open.addEventListener("click", () => {
      draw();
      month.hidden = !month.hidden;
      open.ariaExpanded = String(!month.hidden);
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    root.append(made("style", {}, STYLE), label, made("div", { className: "line" }, input, open), month);
  }
}

customElements.define("date-picker", DatePicker);
