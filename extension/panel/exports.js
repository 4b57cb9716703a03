/**
 * The list as plain text and as a table for a spreadsheet program. Pure: rows in, text out.
 *
 * Nothing of what a person typed stands in it, and neither does the title of the page: it may hold a name.
 */
"use strict";

/** What a spreadsheet program would take for a formula when a cell begins with it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Give the sentence of totals.
 *
 * @param {readonly Question[]} rows
 * @param {Wording} wording
 */
function totalsSentence(rows, wording) {
  const { total, free, forced } = counted(rows);
  return `${wording.count("panel_total", free, { total })} ${wording.count("panel_forced", forced)}`;
}

/**
 * Give the remarks that stand beside a question, in words.
 *
 * @param {Question} row
 * @param {Wording} wording
 */
function remarksOf({ sign, suffix, forced, rows, where }, wording) {
  return [
    ...(forced && sign !== null && NO_DUTY.has(sign) ? [wording.say("remark_forced")] : []),
    ...(suffix === "?" ? [wording.say("remark_check")] : []),
    ...(suffix === "≠" ? [wording.say("remark_disagree")] : []),
    ...(rows > 1 ? [wording.count("panel_rows", rows)] : []),
    ...(where === "parked" ? [wording.say("panel_parked")] : []),
    ...(where === "hidden" ? [wording.say("panel_hidden")] : []),
  ];
}

/**
 * Give the list as plain text, with the signs as they can be typed.
 *
 * @param {readonly Question[]} rows
 * @param {Wording} wording
 * @param {string} rules The sentence that names the rules.
 */
function asText(rows, wording, rules) {
  const lines = [wording.say("export_title"), totalsSentence(rows, wording), ""];
  let section = "";
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      lines.push("", section);
    }
    const sign = (row.sign === null ? "–" : (SIGNS[row.sign]?.typed ?? "")) + row.suffix;
    const name = row.sign === null ? wording.say("short_silent") : wording.say(`short_${keyOf(row.sign)}`);
    const label = row.label || wording.say("unnamed");
    const remarks = remarksOf(row, wording);
    lines.push(
      `${sign.padEnd(5)}${label}${row.group ? ` (${row.group})` : ""} – ${name}${remarks.length > 0 ? ` (${remarks.join(" · ")})` : ""}`,
    );
  }
  lines.push("", rules, wording.say("disclaimer"), "");
  return lines.join("\n").replace(/\n{3,}/g, "\n\n");
}

/**
 * Give the list as comma- or semicolon-separated values (RFC 4180), as the spreadsheet programs of the language read them.
 *
 * @param {readonly Question[]} rows
 * @param {Wording} wording
 */
function asTable(rows, wording) {
  const separator = wording.language === "en" ? "," : ";";
  const columns = /** @type {[string, (row: Question) => string][]} */ ([
    ["column_sign", ({ sign, suffix }) => (sign === null ? "" : (SIGNS[sign]?.typed ?? "") + suffix)],
    ["column_verdict", ({ sign }) => wording.say(`verdict_${keyOf(sign)}`)],
    ["column_field", ({ label }) => label || wording.say("unnamed")],
    ["column_group", ({ group }) => group],
    ["column_section", ({ section }) => section],
    ["column_rows", ({ rows: many }) => String(many)],
    ["column_software", ({ forced }) => wording.say(forced ? "software_forces" : "software_forces_not")],
    ["column_law", ({ sign }) => (sign === null ? "" : wording.say(dutyKey(sign)))],
    ["column_certainty", ({ sign, certainty }) => (sign === null ? "" : wording.say(`certainty_${certainty}`))],
    ["card_to_write", ({ texts }) => texts["instead"] ?? ""],
    ["card_why", ({ texts }) => texts["says"] ?? ""],
    ["card_bearer", ({ texts }) => texts["bearer"] ?? ""],
    ["card_caveat", ({ texts }) => texts["caveat"] ?? ""],
    ["card_source", ({ texts }) => texts["source"] ?? ""],
    ["card_confidence", ({ texts }) => (texts["confidence"] ? wording.say(`confidence_${texts["confidence"]}`) : "")],
    ["column_rule", ({ rule }) => rule ?? ""],
  ]);
  const lines = [columns.map(([key]) => wording.say(key)), ...rows.map((row) => columns.map(([, give]) => give(row)))];
  return lines.map((cells) => `${cells.map((cell) => quotedCell(cell)).join(separator)}\r\n`).join("");
}

/**
 * Give the key of what the law says under a verdict.
 *
 * @param {string} sign
 */
function dutyKey(sign) {
  return NO_DUTY.has(sign) ? "duty_none" : `duty_${keyOf(sign)}`;
}

/**
 * Give a cell between quotation marks; a label of the page never becomes a formula.
 *
 * @param {string} text
 */
function quotedCell(text) {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
