/**
 * Notes of hints that are wrong → lines for a rule file. Pure: notes in, text out.
 *
 * Each note becomes an entry under `misses` of the rule that spoke (the field must not get it), or under `hits` (it must,
 * and the rule says the wrong thing). The form is that of docs/rule-language.md; `casevide rules check` tries it.
 */
"use strict";

/**
 * A note, as the background keeps it.
 *
 * @typedef {object} Note
 * @property {string} rule The rule that spoke.
 * @property {string} verdict
 * @property {string} label
 * @property {string} group
 * @property {string} control
 * @property {SiteProfile} profile
 * @property {string} should What the hint should say, in the agent's words.
 * @property {string} date Year-month-day.
 */

/** @typedef {"misses" | "hits"} NoteUse What a note becomes. */

/**
 * Give notes as YAML.
 *
 * @param {readonly {note: Note, use: NoteUse}[]} notes
 */
function notesAsYaml(notes) {
  /** @type {Map<string, {note: Note, use: NoteUse}[]>} */
  const byRule = new Map();
  for (const one of notes) byRule.set(one.note.rule, [...(byRule.get(one.note.rule) ?? []), one]);
  const lines = ["rules:"];
  for (const [rule, some] of byRule) {
    lines.push(`  - id: ${yamlText(rule)}`);
    for (const use of /** @type {const} */ (["hits", "misses"])) {
      const entries = some.filter((one) => one.use === use);
      if (entries.length > 0) lines.push(`    ${use}:`, ...entries.flatMap(({ note }) => entryOf(note)));
    }
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Give the lines of one note. The headings above the field stay out: they often say whose file it is.
 *
 * @param {Note} note
 */
function entryOf({ label, group, control, profile, should, date, verdict }) {
  const parts = [
    ...[`label: ${yamlText(label)}`],
    ...(group ? [`group: ${yamlText(group)}`] : []),
    ...[`control: ${yamlText(control)}`, `country: ${yamlText(profile.country ?? "")}`],
    ...[`sector: ${yamlText(profile.sector ?? "")}`, `system: ${yamlText(profile.system ?? "")}`],
  ];
  const remark = `${date} ${verdict} – ${should}`.replace(/[\s\p{C}]+/gu, " ").trim();
  return [`      # ${remark}`, `      - {${parts.join(", ")}}`];
}

/**
 * Give a text between the double quotation marks of YAML, nothing in it left to be taken for anything else.
 *
 * @param {string} text
 */
function yamlText(text) {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
