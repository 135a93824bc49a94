// Find an actor by any of its names: a combobox with completion; "/" goes to it.

const finder = { found: [], at: -1, pathFrom: null };
const foldedNames = new Map(); // actor → its names for searching; made when first searched

function foldedOf(actor) {
  if (!foldedNames.has(actor.i)) foldedNames.set(actor.i, [actor.label, ...actor.alt, actor.state || ""].map(fold));
  return foldedNames.get(actor.i);
}

function matches(query) {
  const wanted = fold(query.trim());
  if (!wanted) return [];
  const score = (actor) => {
    let best = 0;
    foldedOf(actor).forEach((name, i) => {
      const own = i === 0 ? 1 : 0;
      if (name === wanted) best = Math.max(best, 8 + own);
      else if (name.startsWith(wanted)) best = Math.max(best, 6 + own);
      else if (name.includes(` ${wanted}`)) best = Math.max(best, 4 + own);
      else if (name.includes(wanted)) best = Math.max(best, 2 + own);
    });
    return best;
  };
  return actors.map((actor) => [score(actor), actor]).filter(([found]) => found)
    .sort((a, b) => b[0] - a[0] || b[1].events.length - a[1].events.length || a[1].i - b[1].i)
    .slice(0, 8).map(([, actor]) => actor);
}

function alias(actor, query) {
  const wanted = fold(query.trim());
  if (fold(actor.label).includes(wanted)) return actor.kind === "state" ? actor.state : actor.stateLabel;
  return actor.alt.find((name) => fold(name).includes(wanted));
}

function closeFinder() {
  byId("search-list").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
  finder.at = -1;
}

function choose(actor) {
  byId("search").value = "";
  closeFinder();
  const from = finder.pathFrom;
  forgetPath();
  if (from !== null) { selectPath(from, actor.i); return; }
  if (!marks.has(standsFor(actor.i))) {
    bring(company(actor.i));
    changed();
  }
  select({ kind: "actor", id: actor.i }, { centre: true, focus: true });
}

function markOption(at) {
  finder.at = at;
  [...byId("search-list").children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (at >= 0) byId("search").setAttribute("aria-activedescendant", `found-${at}`);
}

function drawFinder() {
  const query = byId("search").value;
  finder.found = matches(query);
  const list = clear(byId("search-list"));
  finder.found.forEach((actor, i) => list.append(el("li", { role: "option", id: `found-${i}`, "aria-selected": "false",
    onmousedown: (press) => { press.preventDefault(); choose(actor); } },
    el("span", { class: `swatch mark kind-${actor.kind}`, "aria-hidden": "true" }), data(shorten(actor.label, 60), "found-name"),
    el("span", { class: "small" }, alias(actor, query) ? data(shorten(alias(actor, query), 40)) : ""), el("span", { class: "count", text: actor.events.length }))));
  const none = query.trim() && !finder.found.length;
  if (none) list.append(el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", text: "No actor of that name" }));
  list.hidden = !query.trim();
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  markOption(finder.found.length ? 0 : -1);
  announce(none ? "No actor of that name" : query.trim() ? `${plural(finder.found.length, "actor")} found` : "");
}

function finderKeys(event) {
  const { length } = finder.found;
  if (event.key === "Escape") { event.target.value = ""; closeFinder(); forgetPath(); return; }
  if (!length) return;
  if (event.key === "ArrowDown") markOption((finder.at + 1) % length);
  else if (event.key === "ArrowUp") markOption((finder.at - 1 + length) % length);
  else if (event.key === "Enter" && finder.at >= 0) choose(finder.found[finder.at]);
  else return;
  event.preventDefault();
}

function makeFinder() {
  const input = byId("search");
  input.addEventListener("input", drawFinder);
  input.addEventListener("keydown", finderKeys);
  input.addEventListener("blur", closeFinder);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); input.focus(); }
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !typing) { event.preventDefault(); undo(); }
    else if (event.key === "Escape" && !typing && current.selection) select(null);
  });
}
