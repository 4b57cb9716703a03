/**
 * The tree of a page as it is shown: open shadow roots stand in their hosts, and what is put into a slot stands there.
 *
 * Fields are looked for in this tree, so a label in the page and its control inside a component are neighbours, as a
 * person sees them. Closed shadow roots are the component's own affair; frames are documents of their own, each with its
 * own content script. Nothing is changed, and no layout is asked for.
 *
 * Standard: DOM, "4.2.2 Shadow tree"; CSS Scoping, "flat tree".
 */
"use strict";

const HTML = "http://www.w3.org/1999/xhtml";
const DOCUMENT = 9;
const FRAGMENT = 11;

/**
 * @param {Node} node
 * @returns {node is Element}
 */
function isElement(node) {
  return node.nodeType === 1;
}

/**
 * Tell whether a node is text; a CDATA section of an XHTML page is.
 *
 * @param {Node} node
 * @returns {node is Text}
 */
function isCharacters(node) {
  return node.nodeType === 3 || node.nodeType === 4;
}

/**
 * Tell whether an element belongs to HTML, not to SVG or MathML: `<svg><input>` is not a control.
 *
 * @param {Element} element
 */
function isHtml(element) {
  return element.namespaceURI === HTML;
}

/**
 * Give the slot that shows a node, if one does.
 *
 * @param {Node} node
 */
function slotOf(node) {
  return isElement(node) || isCharacters(node) ? node.assignedSlot : null;
}

/**
 * Give the node around a node, `null` for the root.
 *
 * @param {Node} node
 * @returns {Node | null}
 */
function parentOf(node) {
  const parent = slotOf(node) ?? node.parentNode;
  return parent !== null && parent.nodeType === FRAGMENT && "host" in parent ? /** @type {ShadowRoot} */ (parent).host : parent;
}

/**
 * Give the first node inside a node.
 *
 * @param {Node} node
 * @returns {Node | null}
 */
function firstOf(node) {
  if (isElement(node)) {
    if (node.shadowRoot !== null) return node.shadowRoot.firstChild;
    if (node.localName === "slot" && isHtml(node)) {
      const [assigned] = /** @type {HTMLSlotElement} */ (node).assignedNodes();
      if (assigned !== undefined) return assigned;
    }
  }
  return node.firstChild;
}

/**
 * Give the node after a node, in the same parent.
 *
 * @param {Node} node
 * @returns {Node | null}
 */
function nextOf(node) {
  const slot = slotOf(node);
  let next = node.nextSibling;
  while (slot !== null && next !== null && slotOf(next) !== slot) next = next.nextSibling;
  return next;
}

/**
 * Give the node before a node, in the same parent.
 *
 * @param {Node} node
 * @returns {Node | null}
 */
function previousOf(node) {
  const slot = slotOf(node);
  let previous = node.previousSibling;
  while (slot !== null && previous !== null && slotOf(previous) !== slot) previous = previous.previousSibling;
  return previous;
}

/**
 * Yield the nodes inside a node, in page order.
 *
 * @param {Node} root
 * @param {(element: Element) => boolean} [isLeftOut] Whether to pass over what an element holds.
 * @returns {Generator<Node, void, void>}
 */
function* nodesIn(root, isLeftOut = () => false) {
  /** @type {Node | null} */
  let node = firstOf(root);
  while (node !== null) {
    yield node;
    /** @type {Node | null} */
    let next = isElement(node) && !isLeftOut(node) ? firstOf(node) : null;
    while (next === null) {
      next = nextOf(node);
      if (next !== null) break;
      node = parentOf(node);
      if (node === null || node === root) return;
    }
    node = next;
  }
}

/**
 * Yield the form controls of HTML inside an element, in page order.
 *
 * @param {Element} element
 */
function* nativesIn(element) {
  for (const node of nodesIn(element)) if (isElement(node) && NATIVE.has(node.localName)) yield node;
}

/**
 * Give the first element inside an element's own tree with that id.
 *
 * @param {Element} element Any element of the page or of the shadow root that is meant.
 * @param {string} name
 */
function elementWithId(element, name) {
  const root = element.getRootNode();
  return "getElementById" in root ? /** @type {Document} */ (root).getElementById(name) : null;
}
