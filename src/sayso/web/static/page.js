// What pages do better with scripts; all of them work without.

// All parts of a statement light up together: in the text and in the list.
const reading = document.querySelector(".reading");
if (reading) {
  const parts = new Map();
  for (const part of reading.querySelectorAll("[data-s]")) {
    const label = part.dataset.s;
    if (!parts.has(label)) parts.set(label, []);
    parts.get(label).push(part);
  }
  let pointed = null;
  let chosen = null;
  const light = () => {
    for (const [label, some] of parts) {
      const on = label === pointed || (!pointed && label === chosen);
      for (const part of some) part.classList.toggle("lit", on);
    }
  };
  const labelOf = (target) => target.closest?.("[data-s]")?.dataset.s ?? null;
  const choose = () => {
    const found = decodeURIComponent(location.hash.slice(1)).replace(/^n-/, "");
    chosen = parts.has(found) ? found : null;
    light();
    if (!chosen) return;
    const item = reading.querySelector(`.ledger [data-s="${CSS.escape(chosen)}"]`);
    const list = reading.querySelector(".ledger");
    if (item && list.scrollHeight > list.clientHeight) list.scrollTop = item.offsetTop - list.offsetTop - 80;
  };
  for (const [name, leave] of [["pointerover", "pointerleave"], ["focusin", "focusout"]]) {
    reading.addEventListener(name, (event) => { pointed = labelOf(event.target); light(); });
    reading.addEventListener(leave, () => { pointed = null; light(); });
  }
  // Enter on a mark leads to its place in the list, and back.
  reading.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("mark[id]")) return;
    location.hash = `n-${event.target.id}`;
    reading.querySelector(`#n-${CSS.escape(event.target.id)} a`)?.focus();
  });
  window.addEventListener("hashchange", choose);
  choose();
}

// "/" leads to the search.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  document.querySelector("#q, #seek")?.focus();
});

// Facets are folded away where there is no room beside the results.
const facets = document.querySelector(".narrow-by");
if (facets && matchMedia("(max-width: 61.99rem)").matches) facets.open = false;
