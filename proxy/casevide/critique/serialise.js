// The document as HTML, open shadow roots included: each host holds what it shows, with its slots filled.
// Only elements, attributes and texts are read; no value, no choice, nothing that a person entered. Scripts and styles
// are left out.
() => {
  "use strict";
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "SVG", "LINK", "META", "BASE", "IFRAME", "FRAME"]);
  const empty = new Set(["AREA", "BR", "COL", "EMBED", "HR", "IMG", "INPUT", "SOURCE", "TRACK", "WBR"]);
  const kept = (name) => /^[a-z][a-z0-9:_-]*$/i.test(name) && name !== "value" && name !== "checked" && name !== "selected";
  const text = (data) => data.replace(/[&<>]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one]);
  const quoted = (data) => `"${data.replace(/[&"]/g, (one) => ({ "&": "&amp;", '"': "&quot;" })[one])}"`;
  const pieces = ["<!DOCTYPE html>"];

  // An explicit stack: a page may be nested deeper than calls may be.
  const stack = [document.documentElement];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node === "string") {
      pieces.push(node);
    } else if (node.nodeType === Node.TEXT_NODE) {
      pieces.push(text(node.data));
    } else if (node.nodeType === Node.ELEMENT_NODE && !skipped.has(node.tagName.toUpperCase())) {
      const name = node.localName;
      const slot = name === "slot";
      if (!slot) {
        const attributes = [...node.attributes].filter((one) => kept(one.name));
        pieces.push(`<${name}${attributes.map((one) => ` ${one.name}=${quoted(one.value)}`).join("")}>`);
      }
      if (empty.has(node.tagName.toUpperCase())) {
        continue;
      }
      if (!slot) {
        stack.push(`</${name}>`);
      }
      const assigned = slot ? node.assignedNodes({ flatten: true }) : [];
      const inside = assigned.length > 0 ? assigned : (node.shadowRoot ?? node).childNodes;
      const written = name === "textarea" || name === "title" || node.isContentEditable ? [] : [...inside];
      if (name === "title") {
        pieces.push(text(node.textContent ?? ""));
      }
      stack.push(...written.reverse());
    }
  }
  return pieces.join("");
}
