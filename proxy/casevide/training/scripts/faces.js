/**
 * Partial updates as JavaServer Faces sends them: a change asks the server for a part of the page and puts it in place.
 *
 * As in the real thing the whole form goes along. The practice server throws it away unread: which part is asked for
 * stands in the address.
 */
"use strict";

document.addEventListener("change", async (event) => {
  const part = event.target.dataset.part;
  if (!part) return;
  const sent = new URLSearchParams(new FormData(event.target.form));
  sent.set("javax.faces.partial.ajax", "true");
  sent.set("javax.faces.source", event.target.id);
  const answer = await fetch(`${location.pathname}?part=${encodeURIComponent(part)}`, {
    method: "POST",
    headers: { "Faces-Request": "partial/ajax" },
    body: sent,
  });
  const told = new DOMParser().parseFromString(await answer.text(), "text/xml");
  for (const update of told.querySelectorAll("update")) {
    const place = document.getElementById(update.id);
    if (place) place.outerHTML = update.textContent;
  }
});
