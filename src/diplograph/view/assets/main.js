// Brings it together: what is chosen, which view is open, the theme.

// ---- what the parts call ----

/** Choose an actor, a line or an event (or nothing) and show it everywhere. */
function select(selection, { centre = false, focus = false } = {}) {
  current.selection = selection;
  if (selection && graph.core && selection.kind !== "edge") {
    const before = brought.size;
    bringSelection();
    if (brought.size > before) drawPicture(current.shown, selection);
  }
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
  for (const id of ["save-png", "save-svg", "undo"]) byId(id).hidden = view !== "picture";
  if (view === "table" && table.stale) drawRows();
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
  byId("save-review").addEventListener("click", saveReview);
  window.addEventListener("beforeunload", keepUnsaved);
  byId("save-png").addEventListener("click", savePng);
  byId("save-svg").addEventListener("click", saveSvg);
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
layer.hold = false;
picture.network.redraw();
window.addEventListener("hashchange", restore);
window.addEventListener("popstate", restore);

/** For tests and for scripts of one's own; what is here stays. */
window.diplograph = Object.freeze({
  selectActor: (iri) => select({ kind: "actor", id: byIri.actor.get(iri) }, { centre: true }),
  selectEvent: (iri) => select({ kind: "event", id: byIri.event.get(iri) }, { centre: true }),
  selectPair: (a, b) => select({ kind: "pair", a: byIri.actor.get(a), b: byIri.actor.get(b) }),
  selectPath: (a, b) => selectPath(byIri.actor.get(a), byIri.actor.get(b)),
  counts: () => ({ events: current.shown.size, edges: picture.live.size, nodes: picture.order.length }),
  csv: async () => { const list = events.filter((event) => current.shown.has(event.i)); await readSentences(list); return csvOf(list); },
  svg: svgOf,
  moveBy: (dx, dy, zoom = 1) => {
    const { x, y } = picture.network.getViewPosition();
    const scale = picture.network.getScale();
    picture.network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale }, scale: scale * zoom, animation: false });
  },
  /** Where an actor or the line that holds an event is on the screen, in pixels of the window. */
  where: (iri) => {
    const box = byId("picture").getBoundingClientRect();
    const event = byIri.event.get(iri);
    const at = event === undefined ? spotOf(byIri.actor.get(iri))
      : middle(picture.curves.get([...picture.live].find(([, list]) => list.includes(event))[0]));
    const spot = picture.network.canvasToDOM(at);
    return { x: box.left + spot.x, y: box.top + spot.y };
  },
});
document.documentElement.dataset.ready = "true";
