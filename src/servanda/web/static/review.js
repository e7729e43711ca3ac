// The queue of review: a key is a word. Without this script its forms do the same.
"use strict";

(() => {
  document.documentElement.classList.add("scripted");
  const items = [...document.querySelectorAll(".item")];
  const help = document.getElementById("help");
  const undo = document.querySelector("form.undo");
  let current = -1;

  const typing = (element) => element.closest("input:not([type=checkbox]), select, textarea") !== null;
  const details = (item) => item.querySelector("details");

  function go(to) {
    const place = Math.min(Math.max(to, 0), items.length - 1);
    if (place < 0) return;
    items[current]?.removeAttribute("aria-current");
    current = place;
    items[current].setAttribute("aria-current", "true");
    items[current].focus({ preventScroll: true });
    items[current].scrollIntoView({ block: "start" });
  }

  const next = () => {
    const left = items.findIndex((item, place) => place > current && !item.classList.contains("done"));
    go(left < 0 ? current : left);
  };

  async function send(form, submitter) {
    const output = form.querySelector("output");
    const response = await fetch(`${form.getAttribute("action")}.json`, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, submitter)),
    });
    const told = await response.json().catch(() => ({ error: response.statusText }));
    output.classList.toggle("fault", !response.ok);
    output.textContent = response.ok ? "" : told.error;
    return response.ok ? told : null;
  }

  for (const form of document.querySelectorAll("form.word")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const item = form.closest(".item");
      const told = await send(form, event.submitter);
      if (!told) return;
      stands(item, told);
      item.classList.add("done");
      if (details(item)) details(item).open = false;
      next();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("details input")) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[value=correct]"));
      }
      if (event.key === "Escape" && details(form)?.open) {
        details(form).open = false;
        form.closest(".item").focus();
      }
    });
  }

  function stands(item, told) {
    item.querySelector("[name=seen]").value = told.entry;
    item.querySelector("output").textContent = [told.decided ?? "", told.state].filter(Boolean).join(": ");
  }

  undo?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = await send(undo, event.submitter);
    if (!told) return;
    const place = items.findIndex((item) => item.dataset.id === told.subject);
    undo.querySelector("output").textContent = `${told.subject}: ${told.state}`;
    if (place < 0) return;
    items[place].classList.remove("done");
    stands(items[place], told);
    go(place);
  });

  const press = (word) => items[current]?.querySelector(`form.word button[value=${word}]`)?.click();
  const keys = {
    j: () => go(current + 1),
    k: () => go(current - 1),
    a: () => press("accept"),
    r: () => press("reject"),
    c: () => {
      const open = items[current] && details(items[current]);
      if (!open) return;
      open.open = true;
      open.querySelector("input, select").focus();
    },
    u: () => undo?.requestSubmit(),
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
