/**
 * The UpdatePanel of ASP.NET: a change posts the form back, and the answer, `length|type|id|content|` over and over,
 * brings new contents for the panels.
 *
 * As in the real thing the whole form goes along. The practice server throws it away unread: which part is asked for
 * stands in the address.
 */
"use strict";

/** @param {string} text the answer; @returns {{ type: string, id: string, content: string }[]} its items */
function items(text) {
  const found = [];
  for (let place = 0; place < text.length; ) {
    const [length, type, id] = text.slice(place).split("|", 3);
    const start = place + length.length + type.length + id.length + 3;
    found.push({ type, id, content: text.slice(start, start + Number(length)) });
    place = start + Number(length) + 1;
  }
  return found;
}

document.addEventListener("change", async (event) => {
  const part = event.target.dataset.part;
  if (!part) return;
  const sent = new URLSearchParams(new FormData(event.target.form));
  sent.set("__EVENTTARGET", event.target.name);
  sent.set("__ASYNCPOST", "true");
  const answer = await fetch(`${location.pathname}?part=${encodeURIComponent(part)}`, {
    method: "POST",
    headers: { "X-MicrosoftAjax": "Delta=true" },
    body: sent,
  });
  for (const { type, id, content } of items(await answer.text())) {
    const place = document.getElementById(id);
    if (type === "updatePanel" && place) place.outerHTML = content;
  }
});
