/**
 * The hints that the proxy has written into a page: `data-casevide="VERDICT RULE"` on controls, and on `<html>` the
 * digest of the rulebook that they come from. Mirrors what `casevide/page/annotate.py` writes.
 *
 * A page may hold anything, also a false annotation or yesterday's (from the browser's cache). So an annotation counts
 * only where the digest is that of the rulebook in hand, and the rule exists there with that verdict.
 */
"use strict";

const ANNOTATION = /^([a-z-]+) ([a-z0-9-]+)$/;

/** What a field is marked with of which no rule speaks, where the proxy marks every field. */
const ANNOTATED_SILENT = "silent";

/** @typedef {{verdict: string, rule: Rule}} Annotation */

/**
 * Tell whether the annotations of a page come from this rulebook.
 *
 * @param {Document} page
 * @param {Rulebook} rulebook
 */
function isAnnotatedBy(page, rulebook) {
  return page.documentElement?.getAttribute("data-casevide-rulebook") === rulebook.digest;
}

/**
 * Give what the proxy has written into a field.
 *
 * @param {Field} field
 * @param {Rulebook} rulebook The rulebook that the page is annotated by, see `isAnnotatedBy`.
 * @returns {Annotation | null | undefined} `null` if the field is marked as silent; `undefined` if it says nothing that
 *   can be relied on, so that the field is to be judged here.
 */
function annotationOf(field, rulebook) {
  const marks = new Set(field.elements.map((element) => element.getAttribute("data-casevide")));
  const [mark] = marks;
  if (marks.size !== 1 || mark === null || mark === undefined) return undefined;
  if (mark === ANNOTATED_SILENT) return null;
  const [, verdict = "", id = ""] = ANNOTATION.exec(mark) ?? [];
  const rule = rulebook.rules.get(id);
  return rule?.verdict === verdict ? { verdict, rule } : undefined;
}
