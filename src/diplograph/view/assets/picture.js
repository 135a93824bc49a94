// The picture: vis-network draws marks and lines at positions that Python computed; names, codes
// and counts are drawn over them at a constant size, the most connected actors first.

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const picture = {
  network: null, nodes: new vis.DataSet(), edges: new vis.DataSet(),
  shown: new Set(), live: new Map(), grow: 1, near: null, hover: null, order: [],
  focus: null, moved: new Map(), touched: false,
};

/** Marks and lines are drawn larger where the whole has to be drawn small. */
const radius = (id) => marks.get(id).size * picture.grow;

const drawn = new Map(); // data set → what it holds
const HEAVY = 1500; // lines from which hovering no longer restyles the picture
const MOST_LABELS = 300;
const ALWAYS_LABELLED = 16; // the most central names may cover marks

function inLines(text, most = 18, lines = 2) {
  const rows = [""];
  for (const word of shorten(text.replace(/\s+/g, " "), most * lines).split(" ")) {
    const row = rows[rows.length - 1];
    if (!row) rows[rows.length - 1] = word;
    else if (row.length + word.length < most || rows.length === lines) rows[rows.length - 1] = `${row} ${word}`;
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
  if (!edge) return "";
  const list = picture.live.get(edge.id) || [];
  const verbs = [...new Set(list.map((i) => events[i].label))].slice(0, 4).join(", ");
  return `${shorten(actorName(edge.from), 40)} ${edge.arrows ? "→" : "–"} ${shorten(actorName(edge.to), 40)}: ${verbs}`;
}

function hoverOn(target, event) {
  picture.hover = target;
  tip(target && hoverText(target), event && event.pointer.DOM);
  byId("picture").classList.toggle("pointing", Boolean(target));
  if (picture.live.size <= HEAVY) restyle(current.selection);
}

function fitPicture(animate = true) {
  const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.network.fit({ animation: false, maxZoomLevel: 1.5 });
  const { clientWidth } = byId("picture");
  const scale = picture.network.getScale() * clamp((clientWidth - 110) / clientWidth, 0.75, 0.93);
  picture.network.moveTo({ scale, animation: still ? false : { duration: 200, easingFunction: "easeInOutQuad" } });
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

/** Drawn over every frame; a frame may come while nodes are being exchanged. */
function overlay(ctx) {
  const positions = picture.network.getPositions(picture.order);
  picture.order = picture.order.filter((id) => positions[id]);
  const scale = picture.network.getScale();
  drawBadges(ctx, positions, scale);
  drawCodes(ctx, positions, scale);
  drawLabels(ctx, positions, scale);
}

function makePicture() {
  const container = byId("picture");
  const network = picture.network = new vis.Network(container, { nodes: picture.nodes, edges: picture.edges }, readJson("options"));
  network.on("afterDrawing", overlay);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ kind: "actor", id: nodes[0] });
    else if (edges.length) select({ kind: "edge", id: edges[0] });
    else select(null);
  });
  network.on("hoverNode", (event) => hoverOn({ kind: "actor", id: event.node }, event));
  network.on("hoverEdge", (event) => hoverOn({ kind: "edge", id: event.edge }, event));
  network.on("blurNode", () => hoverOn(null));
  network.on("blurEdge", () => hoverOn(null));
  network.on("dragStart", () => { tip(null); picture.touched = true; });
  network.on("zoom", () => { picture.touched = true; });
  network.on("resize", () => { if (!picture.touched) requestAnimationFrame(() => settle()); });
  network.on("dragEnd", ({ nodes }) => Object.entries(network.getPositions(nodes)).forEach(([id, at]) => picture.moved.set(Number(id), at)));
  container.addEventListener("keydown", pictureKeys);
  byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("zoom-all").addEventListener("click", () => { picture.moved.clear(); picture.touched = false; restyle(current.selection); fitPicture(); });
}

/** Bring an actor or a line into sight without leaving the picture's scale. */
function centreOn(selection) {
  const near = emphasis(selection, null);
  const positions = near && picture.network.getPositions([...near.centre].filter((id) => picture.nodes.get(id)));
  const spots = Object.values(positions || {});
  if (!spots.length) return;
  const mean = (key) => spots.reduce((sum, spot) => sum + spot[key], 0) / spots.length;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.network.moveTo({ position: { x: mean("x"), y: mean("y") }, scale: Math.max(picture.network.getScale(), 0.6), animation: still ? false : { duration: 300, easingFunction: "easeInOutQuad" } });
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

function savePicture() {
  const canvas = byId("picture").querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = colours.get("ground");
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && download("diplograph.png", blob), "image/png");
}
