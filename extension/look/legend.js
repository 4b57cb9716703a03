/** The five signs with their names and lead sentences: shown once after the first switch-on, and in the help. */
"use strict";

/**
 * Explain the signs.
 *
 * @param {HTMLElement} list An `ol`.
 * @param {Wording} wording
 */
function fillLegend(list, wording) {
  const rows = Object.keys(SIGNS).map((verdict) => {
    const key = verdict.replace("-", "_");
    const words = made("div", {});
    words.append(
      made("span", { class: "strong" }, wording.say(`verdict_${key}`)),
      made("span", { class: "muted small" }, wording.say(`lead_${key}`)),
    );
    return made("li", {}, made("span", { "data-sign": verdict }, glyph(verdict)), words);
  });
  list.replaceChildren(...rows);
}
