// Brings it together: what is chosen, which view is open, the address's fragment, the theme.

const current = { selection: null, view: "picture", shown: new Set() };

// ---- state in the fragment: `#actor=…`, `#event=…`, filters beside it ----

const LISTS = { hide: "quad", types: "type", standing: "look", kinds: "kind" };

function fragment() {
  const parts = new URLSearchParams();
  const { selection } = current;
  if (selection && selection.kind === "actor") parts.set("actor", actors[selection.id].iri);
  if (selection && selection.kind === "event") parts.set("event", events[selection.id].iri);
  if (selection && selection.kind === "edge") {
    const edge = lines.get(selection.id);
    parts.set("from", actors[edge.from].iri);
    parts.set("to", actors[edge.to].iri);
    parts.set("quad", edge.quad + (edge.arrows ? "" : "r"));
  }
  if (current.view !== "picture") parts.set("view", current.view);
  for (const [name, key] of Object.entries(LISTS)) if (filters[key].size) parts.set(name, [...filters[key]].sort().join(","));
  if (filters.confidence) parts.set("confidence", filters.confidence);
  if (filters.source) parts.set("source", filters.source);
  if (filters.fold) parts.set("fold", "states");
  if (filters.focus !== null) parts.set("only", actors[filters.focus].iri);
  if (SPAN && (filters.from !== SPAN[0] || filters.to !== SPAN[1])) parts.set("months", `${filters.from}-${filters.to}`);
  return parts.toString();
}

function chosenIn(parts) {
  const actor = byIri.actor.get(parts.get("actor"));
  const event = byIri.event.get(parts.get("event"));
  if (actor !== undefined) return { kind: "actor", id: actor };
  if (event !== undefined) return { kind: "event", id: event };
  const edge = [...lines.values()].find((e) => actors[e.from].iri === parts.get("from") && actors[e.to].iri === parts.get("to") && e.quad + (e.arrows ? "" : "r") === parts.get("quad"));
  return edge ? { kind: "edge", id: edge.id } : null;
}

function readFragment() {
  const parts = new URLSearchParams(location.hash.slice(1));
  filters = newFilters();
  for (const [name, key] of Object.entries(LISTS)) if (parts.get(name)) filters[key] = new Set(parts.get(name).split(","));
  filters.confidence = clamp(Number(parts.get("confidence")) || 0, 0, 1);
  filters.source = parts.get("source") || "";
  filters.focus = byIri.actor.get(parts.get("only")) ?? null;
  const span = /^(\d+)-(\d+)$/.exec(parts.get("months") || "");
  if (span && SPAN) [filters.from, filters.to] = span.slice(1).map((month) => clamp(Number(month), ...SPAN));
  filters.fold = foldable && parts.get("fold") === "states";
  makeLines();
  current.selection = chosenIn(parts);
  current.view = parts.get("view") === "table" ? "table" : "picture";
}

function writeFragment(push) {
  const wanted = fragment();
  if (wanted === location.hash.slice(1)) return;
  history[push ? "pushState" : "replaceState"](null, "", `#${wanted}`);
}

// ---- what the parts call ----

/** Choose an actor, a line or an event (or nothing) and show it everywhere. */
function select(selection, { centre = false, focus = false } = {}) {
  current.selection = selection;
  writeFragment(true);
  drawPanel(selection, current.shown);
  picture.hover = null;
  restyle(selection);
  drawRows();
  if (centre && current.view === "picture") centreOn(selection);
  if (focus && byId("panel-title")) byId("panel-title").focus({ preventScroll: true });
  if (selection) announce(`${byId("panel-title").textContent}: details shown`);
}

/** The filters changed: draw everything that depends on them. */
function changed() {
  current.shown = shownEvents();
  makeLines();
  picture.focus = within();
  drawPicture(current.shown, current.selection);
  drawTable(current.shown);
  drawPanel(current.selection, current.shown);
  announce(tally(current.shown));
  writeFragment(false);
}

function showView(view) {
  current.view = view;
  for (const name of ["picture", "table"]) {
    const open = name === view;
    byId(`view-${name}`).hidden = !open;
    byId(`tab-${name}`).setAttribute("aria-selected", String(open));
    byId(`tab-${name}`).tabIndex = open ? 0 : -1;
  }
  byId("save-png").hidden = view !== "picture";
  writeFragment(false);
}

function makeTabs() {
  for (const name of ["picture", "table"]) {
    const tab = byId(`tab-${name}`);
    tab.addEventListener("click", () => showView(name));
    tab.addEventListener("keydown", (event) => {
      if (!/^Arrow(Left|Right)$/.test(event.key)) return;
      const other = name === "picture" ? "table" : "picture";
      showView(other);
      byId(`tab-${other}`).focus();
    });
  }
  byId("skip").addEventListener("click", () => { showView("table"); byId("table-search").focus(); });
}

// ---- light and dark ----

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  colours.forget();
  if (picture.network) restyle(current.selection);
}

function makeTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
}

function makeTools() {
  byId("save-csv").addEventListener("click", saveCsv);
  byId("save-png").addEventListener("click", savePicture);
  byId("toggle-filters").addEventListener("click", (click) => {
    const open = byId("filters").classList.toggle("open");
    click.currentTarget.setAttribute("aria-expanded", String(open));
  });
}

function restore() {
  readFragment();
  drawFilters();
  showView(current.view);
  changed();
}

makeTheme();
makePicture();
makeTable();
makeFinder();
makeTabs();
makeTools();
restore();
settle();
window.addEventListener("hashchange", restore);
window.addEventListener("popstate", restore);

/** For tests and for scripts of one's own; what is here stays. */
window.diplograph = Object.freeze({
  selectActor: (iri) => select({ kind: "actor", id: byIri.actor.get(iri) }, { centre: true }),
  selectEvent: (iri) => select({ kind: "event", id: byIri.event.get(iri) }, { centre: true }),
  counts: () => ({ events: current.shown.size, edges: picture.edges.length, nodes: picture.nodes.length }),
  csv: () => csvOf(events.filter((event) => current.shown.has(event.i))),
  /** Where an actor or the line that holds an event is on the screen, in pixels of the window. */
  where: (iri) => {
    const box = byId("picture").getBoundingClientRect();
    const positions = picture.network.getPositions();
    const event = byIri.event.get(iri);
    const at = event === undefined ? positions[byIri.actor.get(iri)]
      : middle([...lines.values()].find((edge) => edge.events.includes(event)), positions);
    const spot = picture.network.canvasToDOM(at);
    return { x: box.left + spot.x, y: box.top + spot.y };
  },
});
document.documentElement.dataset.ready = "true";
