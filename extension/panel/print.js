/**
 * The list as a page to print: black on white, with what may be written into each field.
 *
 * With `#now` in its address it asks the browser to print at once.
 */
"use strict";

class PrintedList {
  #shown = false;
  #printed = false;

  /** @param {Wording} wording */
  constructor(wording) {
    this.wording = wording;
    this.fields = new FieldList(() => this.show());
  }

  async start() {
    const { wording } = this;
    const { date } = await ask({ ask: "rules" });
    byId("rules").textContent = `${wording.say("rules_of", { date: wording.date(date) })}.`;
    byId("print").onclick = () => print();
    await this.fields.follow();
  }

  show() {
    const { fields, wording } = this;
    const rows = fields.rows();
    if (rows.length === 0) {
      if (!this.#shown) sayNow(wording.say(fields.state === "off" ? "panel_off" : "panel_waiting"));
      return; // what was shown stays, though the page it came from may be gone
    }
    this.#shown = true;
    sayNow("");
    byId("totals").textContent = totalsSentence(rows, wording);
    const table = byId("table");
    for (const body of table.querySelectorAll("tbody")) body.remove();
    for (const { section, rows: some } of bySection(rows)) {
      const head = made("tr", {}, made("th", { colspan: 5, scope: "rowgroup" }, section));
      table.append(made("tbody", {}, ...(section ? [head] : []), ...some.map((row) => this.#row(row))));
    }
    if (this.#printed || location.hash !== "#now") return;
    this.#printed = true;
    setTimeout(() => print(), 300);
  }

  /** @param {Row} row */
  #row(row) {
    const { wording } = this;
    const sign = row.sign === null ? "–" : made("span", { "data-sign": row.sign }, glyph(row.sign));
    const name = `${wording.say(`verdict_${keyOf(row.sign)}`)}${row.suffix && ` ${row.suffix}`}`;
    const label = [row.label || wording.say("unnamed"), row.group].filter(Boolean).join(" · ");
    const cells = [
      made("div", { class: "verdict" }, sign, made("span", {}, name)),
      row.rows > 1 ? `${label} ${wording.count("panel_rows", row.rows)}` : label,
      wording.say(row.forced ? "software_forces" : "software_forces_not"),
      row.sign === null ? "" : wording.say(dutyKey(row.sign)),
      row.texts["instead"] ?? "",
    ];
    return made("tr", {}, ...cells.map((cell) => made("td", {}, cell)));
  }
}

void showPage((wording) => new PrintedList(wording).start());
