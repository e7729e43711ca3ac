// The document page: text and panel point at each other; j and k walk the records.
"use strict";

(() => {
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const drawer = document.getElementById("drawer");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 56rem)");
  const hidden = new Set(remembered());
  const marks = new Map(); // record -> its pieces of text, in order
  const entries = new Map(); // record -> its entry in the panel
  const telling = new Map(); // record -> words that tell of it: a verb, the term of an indicator
  let current = null;

  for (const mark of text.querySelectorAll("mark")) {
    for (const record of mark.dataset.r.split(" ").filter(Boolean)) add(marks, record, mark);
    for (const record of (mark.dataset.t ?? "").split(" ").filter(Boolean)) add(telling, record, mark);
  }
  for (const entry of panel.querySelectorAll("li[data-r]")) entries.set(entry.dataset.r, entry);

  function add(map, record, mark) {
    if (!map.has(record)) map.set(record, []);
    map.get(record).push(mark);
  }

  const kindOf = (record) => entries.get(record)?.closest("section").dataset.kind;
  const shown = (record) => entries.has(record) && !hidden.has(kindOf(record));
  const recordsOf = (mark) => mark.dataset.r.split(" ").filter(shown);
  const walk = () => [...marks.keys()].filter(shown).sort(byPlace);

  const order = new Map([...text.querySelectorAll("a.at")].map((at, place) => [at.id.slice(2), place]));
  const byPlace = (a, b) => order.get(a) - order.get(b);

  function toggle(record, name, on) {
    for (const mark of marks.get(record) ?? []) mark.classList.toggle(name, on);
    entries.get(record)?.classList.toggle(name, on);
    const told = on || record === current;
    for (const mark of telling.get(record) ?? []) {
      if (mark.dataset.h.includes("term")) mark.classList.toggle("told", told);
    }
  }

  function flash(record) {
    for (const mark of marks.get(record) ?? []) {
      mark.classList.remove("flash");
      void mark.offsetWidth; // starts the animation anew
      mark.classList.add("flash");
    }
  }

  function openDrawer(open) {
    panel.classList.toggle("open", open);
    drawer.setAttribute("aria-expanded", String(open));
    drawer.textContent = open ? drawer.dataset.hide : drawer.dataset.show;
  }

  // Brings an element to the middle of the window: gliding where it is near, at once where it is far.
  // Paragraphs that were never shown have guessed heights, so a far one may need a second step.
  function reveal(element, steps = 5) {
    const { top, bottom } = element.getBoundingClientRect();
    const far = top < -2 * innerHeight || bottom > 3 * innerHeight;
    const block = panel.classList.contains("open") ? "start" : "center"; // a drawer covers the lower half
    element.scrollIntoView({ block, behavior: far || calm.matches ? "instant" : "smooth" });
    if (far && steps) requestAnimationFrame(() => isSeen(element) || reveal(element, steps - 1));
  }
  function isSeen(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }

  // Makes a record the current one; `move` says which side to bring into view.
  function select(record, move) {
    const before = current;
    current = record;
    if (before) {
      toggle(before, "on", false);
      entries.get(before)?.querySelector(".go").removeAttribute("aria-current");
    }
    if (!record) return;
    toggle(record, "on", true);
    entries.get(record)?.querySelector(".go").setAttribute("aria-current", "true");
    if (move.text && marks.has(record)) reveal(marks.get(record)[0]);
    if (move.panel) scrollPanel(entries.get(record));
    history.replaceState(null, "", `#r-${record}`);
    flash(record);
  }

  // Only the panel scrolls, never the page beneath it.
  function scrollPanel(entry) {
    const body = entry?.closest(".body");
    if (!body) return;
    const [inner, outer] = [entry.getBoundingClientRect(), body.getBoundingClientRect()];
    if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    body.scrollBy({ top: inner.top - outer.top - outer.height / 3, behavior: "instant" });
  }

  function step(by) {
    const records = walk();
    if (!records.length) return;
    const at = records.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : records.length - 1) : (at + by + records.length) % records.length;
    select(records[next], { text: true, panel: true });
  }

  function followHash() {
    const record = decodeURIComponent(location.hash).match(/^#r-(.+)$/)?.[1];
    if (!record || !marks.has(record)) return;
    if (hidden.delete(kindOf(record))) repaint(); // who asks for it wants to see it
    select(record, { text: true, panel: true });
  }

  // -- hovering ---------------------------------------------------------------------------------

  let hovered = [];
  function hover(records) {
    for (const record of hovered) toggle(record, "near", false);
    hovered = records;
    for (const record of hovered) toggle(record, "near", true);
  }
  text.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark");
    hover(mark ? recordsOf(mark).slice(0, 1) : []);
  });
  panel.addEventListener("pointerover", (event) => {
    const entry = event.target.closest("li[data-r]");
    hover(entry ? [entry.dataset.r] : []);
  });
  for (const side of [text, panel]) side.addEventListener("pointerleave", () => hover([]));

  // -- clicking ---------------------------------------------------------------------------------

  // A first click takes the innermost record, further ones those around it.
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || String(getSelection())) return;
    const records = recordsOf(mark);
    if (!records.length) return;
    const next = records[(records.indexOf(current) + 1) % records.length];
    if (narrow.matches) openDrawer(true);
    select(next, { panel: true, text: narrow.matches });
  });

  // A further click on the same entry goes to its next place in the text.
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a.go");
    if (!link) return;
    event.preventDefault();
    if (narrow.matches) openDrawer(false);
    const record = link.closest("li").dataset.r;
    if (record !== current) {
      select(record, { text: true });
      return;
    }
    const places = marks.get(record) ?? [];
    const seen = Number(link.dataset.place ?? 0) + 1;
    link.dataset.place = seen;
    if (places.length) reveal(places[seen % places.length]);
    flash(record);
  });

  // -- kinds ------------------------------------------------------------------------------------

  // The innermost kind that is shown gives a piece its colour, those around it underline it.
  const KEY = "servanda.hidden"; // kinds left out, from one document to the next
  function remembered() {
    try {
      return JSON.parse(localStorage.getItem("servanda.hidden") ?? "[]");
    } catch {
      return []; // no storage allowed, or not ours
    }
  }
  function remember() {
    try {
      localStorage.setItem(KEY, JSON.stringify([...hidden]));
    } catch {} // then it holds for this page alone
  }

  function paint(mark) {
    const kinds = mark.dataset.k.split(" ").filter((kind) => !hidden.has(kind));
    const state = ["on", "near", "told"].filter((name) => mark.classList.contains(name));
    if (mark.dataset.h?.includes("cue") && !hidden.has("statement")) state.push("cue");
    mark.className = [
      ...kinds.slice(0, 1).map((kind) => `k-${kind}`), ...kinds.slice(1).map((kind) => `o-${kind}`), ...state,
    ].join(" ");
  }
  panel.addEventListener("change", (event) => {
    const box = event.target;
    if (box.checked) hidden.delete(box.value);
    else hidden.add(box.value);
    remember();
    if (current && !shown(current)) select(null);
    repaint();
  });
  function repaint() {
    for (const box of panel.querySelectorAll(".kinds input")) {
      box.checked = !hidden.has(box.value);
      panel.querySelector(`section[data-kind="${box.value}"]`).hidden = !box.checked;
    }
    for (const mark of text.querySelectorAll("mark")) paint(mark);
  }

  // -- keyboard, drawer, address ------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") openDrawer(false);
    else return;
    event.preventDefault();
  });
  drawer.addEventListener("click", () => openDrawer(!panel.classList.contains("open")));
  addEventListener("hashchange", followHash);
  document.documentElement.classList.add("scripted");
  if (hidden.size) repaint();
  followHash();
})();
