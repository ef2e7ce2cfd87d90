"use strict";
// The page is whole without this: it only filters, sorts, searches and pages what is there.
(() => {
  const pageSize = 50, printed = 200;
  const number = n => n.toLocaleString("en");
  const groups = [...document.querySelectorAll("tr[data-g]")];
  const filter = document.getElementById("filter");
  const keys = filter ? [...filter.querySelectorAll("select")].map(s => s.name) : [];

  // list makes a table with its search, sorting and pages. All its rows are in memory; those of the page are in the table.
  function list(root) {
    const table = root.querySelector("table"), tools = root.querySelector(".tools"), pager = root.querySelector(".pager");
    const template = table.querySelector("template"), said = tools.querySelector(".said");
    const rows = [...table.tBodies, ...(template ? template.content.children : [])];
    if (template) template.remove();
    const texts = new Map();
    const textOf = r => { let t = texts.get(r); if (t === undefined) texts.set(r, t = r.textContent.toLowerCase()); return t; };
    const state = { page: 0, size: pageSize, sort: null, down: false, wanted: null };

    function chosen() {
      const words = tools.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = rows.filter(r => (!state.wanted || (r.dataset.g || "").split(" ").some(g => state.wanted.has(g))) && words.every(w => textOf(r).includes(w)));
      if (state.sort) found.sort(state.sort);
      if (state.sort && state.down) found.reverse();
      return found;
    }
    function show() {
      const found = chosen(), pages = Math.max(1, Math.ceil(found.length / state.size));
      state.page = Math.min(Math.max(state.page, 0), pages - 1);
      const from = state.page * state.size, part = found.slice(from, from + state.size);
      for (const old of [...table.tBodies]) old.remove();
      table.append(...part);
      said.textContent = found.length === rows.length ? "" : number(found.length) + " of " + number(rows.length) + " rows match";
      pager.hidden = pages === 1;
      pager.querySelector("span").textContent = found.length ? "Rows " + number(from + 1) + "–" + number(from + part.length) + " of " + number(found.length) : "No rows";
      for (const b of pager.querySelectorAll("button")) b.disabled = b.dataset.page < 0 ? state.page === 0 : state.page === pages - 1;
      return part.length;
    }
    function sortBy(th, kind) {
      const column = th.cellIndex;
      const key = new Map(rows.map(r => [r, r.rows[0].cells[column].textContent.trim()]));
      state.down = th.getAttribute("aria-sort") === "ascending";
      for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      const collator = new Intl.Collator("sv", { numeric: true });
      state.sort = kind === "number" ? (a, b) => key.get(a) - key.get(b) : (a, b) => collator.compare(key.get(a), key.get(b));
      state.page = 0;
      show();
    }
    for (const th of rows.length < 2 ? [] : table.querySelectorAll("th[data-sort]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => sortBy(th, th.dataset.sort));
    }
    tools.addEventListener("submit", e => e.preventDefault());
    tools.addEventListener("input", () => { state.page = 0; show(); });
    pager.addEventListener("click", e => {
      const step = e.target.dataset.page;
      if (!step) return;
      state.page += +step;
      show();
      root.scrollIntoView({ block: "start" });
    });
    tools.hidden = rows.length < 6;
    show();
    return { issues: root.hasAttribute("data-issues"), narrow(wanted) { state.wanted = wanted; state.page = 0; return show(); }, size(n) { state.size = n; state.page = 0; show(); } };
  }

  for (const time of document.querySelectorAll("time[datetime]")) {
    const days = Math.floor((Date.now() - Date.parse(time.dateTime)) / 864e5);
    if (days > 0) time.append(", " + number(days) + (days === 1 ? " day ago" : " days ago"));
    if (days > 7) time.parentNode.className = "caution";
  }

  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    const say = text => { button.nextElementSibling.textContent = text; };
    button.addEventListener("click", () => navigator.clipboard.writeText(button.querySelector("b").textContent).then(() => say("copied"), () => say("not copied: the browser refuses it")));
    button.hidden = false;
  }

  const lists = [...document.querySelectorAll("[data-list]")].map(list);
  addEventListener("beforeprint", () => lists.forEach(l => l.size(printed)));
  addEventListener("afterprint", () => lists.forEach(l => l.size(pageSize)));

  // narrow shows the groups that the filter asks for, and their rows.
  function narrow() {
    const ask = new FormData(filter), wanted = new Set();
    let all = true;
    for (const row of groups) {
      const fits = keys.every(k => { const v = ask.get(k); return v === "" || v === "=" + row.dataset[k]; });
      row.hidden = !fits;
      if (fits) wanted.add(row.dataset.g); else all = false;
    }
    for (const l of lists) if (l.issues) l.narrow(all ? null : wanted);
    filter.querySelector(".said").textContent = all ? "" : number(wanted.size) + " of " + number(groups.length) + " kinds shown";
  }
  function offer(name, values) {
    for (const v of [...new Set(values)].sort((a, b) => a.localeCompare(b, "sv"))) {
      const option = document.createElement("option");
      option.value = "=" + v;
      const title = name === "code" && groups.find(g => g.dataset.code === v).querySelector("th b");
      option.textContent = title ? title.textContent : v === "" ? "whole row" : v;
      filter.elements[name].append(option);
    }
  }
  if (filter && groups.length > 1) {
    for (const name of keys) offer(name, groups.map(g => g.dataset[name]));
    filter.addEventListener("submit", e => e.preventDefault());
    filter.addEventListener("change", narrow);
    filter.addEventListener("reset", () => setTimeout(narrow));
    filter.hidden = false;
    for (const row of groups) {
      const ranges = row.querySelector(".ranges"), cell = row.querySelector(".num");
      if (ranges && !ranges.textContent) continue; // on the file as a whole
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Show rows";
      button.setAttribute("aria-label", "Show rows of " + [row.dataset.code, row.dataset.column && "column " + row.dataset.column].filter(Boolean).join(", "));
      button.addEventListener("click", () => {
        for (const k of keys) filter.elements[k].value = "=" + row.dataset[k];
        narrow();
        const at = document.querySelector("[data-issues] tbody");
        if (at) at.closest("section").scrollIntoView({ block: "start" });
        filter.elements[keys[keys.length >> 1]].focus({ preventScroll: true });
      });
      cell.append(document.createElement("br"), button);
    }
  }
})();
