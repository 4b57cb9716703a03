/* Searches in the index that the page brings with it. Nothing that is typed leaves the page. */
"use strict";

(() => {
  const SHOWN = 60;
  const form = document.getElementById("_search");
  const query = document.getElementById("_query");
  const count = document.getElementById("_count");
  const results = document.getElementById("_results");
  const all = document.getElementById("_all");
  const kinds = form.dataset.kinds.split("|");
  const verdicts = new Set(form.dataset.verdicts.split("|"));

  /* The same folding as casevide.text.plain: no accents, no capitals. */
  const wordsOf = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/œ/g, "oe")
      .replace(/æ/g, "ae")
      .replace(/ß/g, "ss")
      .match(/[\p{L}\p{N}]+/gu) || [];

  const begins = (words, wanted) => (" " + words).includes(" " + wanted);

  /* 0: the title begins so; 1: every word is in the title; 2: elsewhere too; null: not at all. */
  function rank([, , , , , title, others], wanted) {
    if (!wanted.every((word) => begins(title, word) || begins(others, word))) return null;
    if (title.startsWith(wanted.join(" "))) return 0;
    return wanted.every((word) => begins(title, word)) ? 1 : 2;
  }

  function sign(verdict) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "sign");
    svg.setAttribute("viewBox", "0 0 14 14");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#_sign-" + verdict);
    svg.append(use);
    return svg;
  }

  function result([kind, title, detail, address, verdict]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    const about = document.createElement("span");
    about.className = "quiet";
    about.textContent = detail ? kinds[kind] + " · " + detail : kinds[kind];
    if (verdicts.has(verdict)) {
      const mark = document.createElement("span");
      mark.className = "mark " + verdict;
      mark.append(sign(verdict));
      item.append(mark);
    }
    item.append(link, " ", about);
    return item;
  }

  function told(n) {
    const key = n === 0 ? "none" : n === 1 ? "one" : n > SHOWN ? "first" : "many";
    return form.dataset[key].replace("{n}", String(n)).replace("{shown}", String(SHOWN));
  }

  function search() {
    const wanted = wordsOf(query.value);
    const found = [];
    if (wanted.length) {
      for (const entry of CASEVIDE_INDEX) {
        const place = rank(entry, wanted);
        if (place !== null) found.push([place, entry]);
      }
      found.sort((one, other) => one[0] - other[0]); /* stable: within a rank the order of the index stays */
    }
    results.replaceChildren(...found.slice(0, SHOWN).map(([, entry]) => result(entry)));
    count.textContent = wanted.length ? told(found.length) : "";
    if (all) all.hidden = wanted.length > 0;
  }

  /* index.html#q=nationality opens with that search. */
  function fromAddress() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("q");
    if (asked === null) return;
    query.value = asked;
    search();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", search);
  addEventListener("hashchange", fromAddress);
  document.getElementById("_without").hidden = true;
  form.hidden = false;
  fromAddress();
  if (query.value) search(); /* the browser kept it from an earlier visit */
})();
