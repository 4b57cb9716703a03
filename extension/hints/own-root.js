/**
 * What is done inside our own shadow roots only, and nowhere else: to hear keys, to read what is written into our own
 * form, to copy a text of ours. The linter allows these here alone, and each first makes sure that the element is ours.
 */
"use strict";

/** How the names of all our elements begin. */
const OURS = "casevide-";

/**
 * What happens in a card and ends there: the page's own shortcuts, menus and trackers of changes do not hear of it, as
 * far as they listen in the usual way.
 */
const KEPT_INSIDE = Object.freeze([
  ...["keydown", "keyup", "keypress", "beforeinput", "input"],
  ...["compositionstart", "compositionupdate", "compositionend"],
  ...["pointerdown", "pointerup", "mousedown", "mouseup", "click", "dblclick", "auxclick", "contextmenu", "wheel"],
  ...["touchstart", "touchend", "focusin", "focusout", "copy", "cut", "paste", "dragstart", "drop"],
]);

/** @param {Element} element */
function assertOurs(element) {
  const root = element.getRootNode();
  const isOfOurs = root instanceof ShadowRoot && root.host.localName.startsWith(OURS);
  if (!isOfOurs) throw new Error("this element is not ours");
}

/**
 * Hear the keys that are pressed inside an element of ours.
 *
 * @param {HTMLElement} element
 * @param {(event: KeyboardEvent) => void} hear
 * @throws {Error} The element belongs to the page.
 */
function hearKeys(element, hear) {
  assertOurs(element);
  element.addEventListener("keydown", hear);
}

/**
 * Let what happens inside an element of ours end there.
 *
 * @param {HTMLElement} element
 * @throws {Error} The element belongs to the page.
 */
function keepInside(element) {
  assertOurs(element);
  for (const type of KEPT_INSIDE) element.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
}

/**
 * Give what was written into a text box of ours.
 *
 * @param {HTMLTextAreaElement} box
 * @throws {Error} The box belongs to the page.
 */
function writtenIn(box) {
  assertOurs(box);
  return box.value.trim();
}

/**
 * Put a text of ours onto the clipboard, because a button of ours was pressed. The clipboard is never read.
 *
 * @param {string} text
 * @returns {Promise<boolean>} Whether it is there; a browser allows it on encrypted pages only.
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
