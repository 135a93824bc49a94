// The picture: vis-network moves and zooms it and drags its marks, at positions that Python
// computed; `layer.js` paints it.

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const picture = {
  network: null, nodes: new vis.DataSet(), springs: new vis.DataSet(), shown: new Set(), live: new Map(), looks: new Map(),
  curves: new Map(), grow: 1, near: null, hover: null, order: [], moved: new Map(), before: [], touched: false, arranging: false,
};
const MOST_LABELS = 300;
const ALWAYS_LABELLED = 16; // the most central names may cover marks
const MOST_ARRANGED = 600; // actors up to which they may be let push and pull each other
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function inLines(text, most = 18, lines_ = 2) {
  const rows = [""];
  for (const word of shorten(text.replace(/\s+/g, " "), most * lines_).split(" ")) {
    const row = rows[rows.length - 1];
    if (!row) rows[rows.length - 1] = word;
    else if (row.length + word.length < most || rows.length === lines_) rows[rows.length - 1] = `${row} ${word}`;
    else rows.push(word);
  }
  return rows.map((row) => shorten(row, most + 4));
}

/** What labels need to know of the marks; folding can add some. */
function readyMarks() {
  marks.forEach((mark) => {
    mark.lines = mark.lines || inLines(mark.label);
    mark.rank = eventsOf(actors[mark.id]).length;
  });
}

/** vis-network holds the marks for dragging; they are painted by us. */
function showMarks() {
  const wanted = new Map(picture.order.map((id) => [id, spotOf(id)]));
  const gone = picture.nodes.getIds().filter((id) => !wanted.has(id));
  if (gone.length) picture.nodes.remove(gone);
  const nothing = { drawNode() {} };
  const differing = [...wanted].filter(([id, { x, y }]) => {
    const known = picture.nodes.get(id);
    return !known || known.x !== x || known.y !== y || known.reach !== radius(id) || known.fixed !== picture.moved.has(id);
  });
  picture.nodes.update(differing.map(([id, { x, y }]) => {
    const reach = radius(id);
    return { id, x, y, reach, shape: "custom", fixed: picture.arranging && picture.moved.has(id), ctxRenderer: () => ({ ...nothing, nodeDimensions: { width: 2 * reach, height: 2 * reach } }) };
  }));
  picture.network.redraw();
}

function tip(text, pointer) {
  const box = byId("tip");
  box.hidden = !text;
  if (!text) return;
  box.textContent = text;
  box.style.left = `${pointer.x + 14}px`;
  box.style.top = `${pointer.y + 14}px`;
}

function hoverText(target) {
  if (target.kind === "actor") return `${shorten(actorName(target.id), 60)}: ${plural(eventsOf(actors[target.id]).filter((e) => picture.shown.has(e.i)).length, "relation")}`;
  const edge = lines.get(target.id);
  const list = picture.live.get(edge.id) || [];
  const verbs = [...new Set(list.map((i) => events[i].label))].slice(0, 4).join(", ");
  return `${shorten(actorName(edge.from), 40)} ${edge.arrows ? "→" : "–"} ${shorten(actorName(edge.to), 40)}: ${shorten(verbs, 120)}`;
}

/** What lies at a place of the window, or null. */
function targetAt(pointer) {
  const spot = picture.network.DOMtoCanvas(pointer);
  const scale = picture.network.getScale();
  const actor = markAt(spot, 2 / scale);
  if (actor !== null) return { kind: "actor", id: actor };
  const edge = lineAt(spot, 6 / scale);
  return edge === null ? null : { kind: "edge", id: edge };
}

function hoverOn(event) {
  const pointer = { x: event.offsetX, y: event.offsetY };
  const target = event.buttons ? null : targetAt(pointer);
  const same = target && picture.hover ? target.kind === picture.hover.kind && target.id === picture.hover.id : target === picture.hover;
  tip(target && hoverText(target), pointer);
  if (same) return;
  picture.hover = target;
  byId("picture").classList.toggle("pointing", Boolean(target));
  if (picture.live.size < CROWDED) restyle(current.selection);
}

// ---- the camera ----

function fitPicture(animate = true) {
  picture.network.fit({ animation: false, maxZoomLevel: 1.5 });
  const { clientWidth } = byId("picture");
  const scale = picture.network.getScale() * clamp((clientWidth - 110) / clientWidth, 0.75, 0.93);
  picture.network.moveTo({ scale, animation: still() || !animate ? false : { duration: 200, easingFunction: "easeInOutQuad" } });
}

function zoomBy(factor) {
  picture.network.moveTo({ scale: clamp(picture.network.getScale() * factor, 0.02, 6), animation: false });
}

function pictureKeys(event) {
  const step = 60 / picture.network.getScale();
  const { x, y } = picture.network.getViewPosition();
  const to = (dx, dy) => picture.network.moveTo({ position: { x: x + dx * step, y: y + dy * step }, animation: false });
  const keys = {
    ArrowLeft: () => to(-1, 0), ArrowRight: () => to(1, 0), ArrowUp: () => to(0, -1), ArrowDown: () => to(0, 1),
    "+": () => zoomBy(1.25), "=": () => zoomBy(1.25), "-": () => zoomBy(0.8), 0: () => fitPicture(),
  };
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

/** Bring an actor or a line into sight without leaving the picture's scale. */
function centreOn(selection) {
  const near = emphasis(selection, null);
  const spots = near ? [...near.centre].filter((id) => picture.nodes.get(id)).map(spotOf) : [];
  if (!spots.length) return;
  if (selection.kind === "path") {
    picture.network.fit({ nodes: [...near.centre], maxZoomLevel: 1, animation: false });
    zoomBy(0.85);
    return;
  }
  const mean = (key) => spots.reduce((sum, spot) => sum + spot[key], 0) / spots.length;
  picture.network.moveTo({ position: { x: mean("x"), y: mean("y") }, scale: Math.max(picture.network.getScale(), 0.6), animation: still() ? false : { duration: 300, easingFunction: "easeInOutQuad" } });
}

/** The view to open with: everything, or what is chosen where the window is too small for all. */
function settle() {
  fitPicture(false);
  const grow = clamp(Math.round(5 / picture.network.getScale()) / 10, 1, 1.7);
  if (grow !== picture.grow) {
    picture.grow = grow;
    restyle(current.selection);
  }
  if (current.selection && picture.network.getScale() < 0.45) centreOn(current.selection);
}

// ---- moving marks: whatever was dragged is pinned, and can be undone ----

function remember() {
  picture.before.push(new Map(picture.moved));
  byId("undo").disabled = false;
}

function undo() {
  if (!picture.before.length) return;
  picture.moved = picture.before.pop();
  byId("undo").disabled = !picture.before.length;
  restyle(current.selection);
  drawPanel(current.selection, current.shown);
  writeFragment(false);
  announce("Last move undone");
}

function unpin(numbers) {
  remember();
  numbers.forEach((number) => picture.moved.delete(number));
  restyle(current.selection);
  writeFragment(false);
}

/** Take over where vis-network has the marks now. */
function follow(numbers) {
  Object.entries(picture.network.getPositions(numbers)).forEach(([id, at]) => picture.moved.set(Number(id), at));
  bendLines();
}

/** Let the actors push and pull each other until asked to stop; those pinned before stay. */
function arrange() {
  picture.arranging = !picture.arranging;
  byId("arrange").setAttribute("aria-pressed", String(picture.arranging));
  if (picture.arranging) {
    remember();
    showMarks();
    picture.springs.update([...picture.live.keys()].map((id) => ({ id, from: lines.get(id).from, to: lines.get(id).to, hidden: true })));
  } else {
    follow(picture.order);
    picture.springs.clear();
    showMarks();
    writeFragment(false);
  }
  picture.network.setOptions({ physics: { enabled: picture.arranging, stabilization: false, barnesHut: { springLength: 130, avoidOverlap: 0.4 } }, edges: { smooth: false } });
  announce(picture.arranging ? "Actors are moving" : "Actors stay where they are");
}

function listen(network, container) {
  network.on("beforeDrawing", (ctx) => {
    if (picture.arranging) follow(picture.order);
    paintFrame(ctx);
  });
  network.on("click", ({ pointer }) => select(targetAt(pointer.DOM)));
  network.on("dragStart", ({ nodes }) => { tip(null); picture.touched = true; if (nodes.length) remember(); });
  network.on("dragging", ({ nodes }) => { if (nodes.length) follow(nodes); });
  network.on("dragEnd", ({ nodes }) => { if (nodes.length) { follow(nodes); writeFragment(false); } });
  network.on("zoom", () => { picture.touched = true; });
  network.on("resize", () => { layer.stale = true; if (!picture.touched) requestAnimationFrame(() => settle()); });
  let waiting = null;
  container.addEventListener("mousemove", (event) => {
    if (!waiting) requestAnimationFrame(() => { hoverOn(waiting); waiting = null; });
    waiting = event;
  });
  container.addEventListener("mouseleave", () => { tip(null); if (picture.hover) { picture.hover = null; restyle(current.selection); } });
  container.addEventListener("keydown", pictureKeys);
}

function makePicture() {
  const container = byId("picture");
  picture.network = new vis.Network(container, { nodes: picture.nodes, edges: picture.springs }, readJson("options"));
  listen(picture.network, container);
  byId("arrange").hidden = plainMarks.size > MOST_ARRANGED;
  byId("arrange").addEventListener("click", arrange);
  byId("undo").addEventListener("click", undo);
  byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("zoom-all").addEventListener("click", () => { picture.touched = false; fitPicture(); });
}
