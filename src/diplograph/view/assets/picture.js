// The picture: vis-network draws marks and lines at positions that Python computed; names, codes
// and counts are drawn over them at a constant size, the most connected actors first.

const drawing = readJson("drawing");
const baseEdges = drawing.edges;
const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const picture = {
  network: null, nodes: new vis.DataSet(), edges: new vis.DataSet(),
  shown: new Set(), live: new Map(), near: null, hover: null, order: [], labels: [],
};

const marks = new Map(drawing.nodes.map((node) => [node.id, node]));

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

marks.forEach((mark) => { mark.lines = inLines(mark.label); mark.rank = actors[mark.id].events.length; });

// ---- what is drawn, and how ----

/** Actors and lines that stand out now, or null where nothing is chosen or hovered. */
function emphasis(selection, hover) {
  const chosen = hover || selection;
  if (!chosen) return null;
  const result = { nodes: new Set(), edges: new Set(), centre: new Set() };
  const light = (edge) => { result.edges.add(edge.id); result.nodes.add(edge.from).add(edge.to); };
  if (chosen.kind === "actor") {
    result.nodes.add(chosen.id);
    result.centre.add(chosen.id);
    picture.live.forEach((_, id) => { const edge = baseEdges[id]; if (edge.from === chosen.id || edge.to === chosen.id) light(edge); });
  } else if (chosen.kind === "edge") {
    light(baseEdges[chosen.id]);
  } else {
    baseEdges.filter((edge) => edge.events.includes(chosen.id)).forEach(light);
  }
  if (chosen.kind !== "actor") result.nodes.forEach((node) => result.centre.add(node));
  return result;
}

function edgeLook(edge, list, near) {
  const look = LOOKS[Math.min(...list.map((i) => firmness(events[i])))];
  const base = colours.get(look === "negated" ? "line-negated" : `quad-${edge.quad}`);
  const dim = near && !near.edges.has(edge.id);
  const strength = dim ? 0.1 : look === "claimed" ? 0.6 : 0.92;
  const colour = faint(base, strength);
  const width = Math.min(1.5 + 1.25 * Math.sqrt(list.length - 1), 7) * (look === "actual" ? 1.25 : 0.9);
  const dashes = { planned: [9, 6], hypothetical: [2, 5] }[look] || false;
  return { id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows, smooth: edge.smooth, width, dashes, color: { color: colour, highlight: colour, hover: colour, inherit: false } };
}

function nodeLook(mark, near) {
  const kind = actors[mark.id].kind;
  const dim = near && !near.nodes.has(mark.id);
  const centre = near && near.centre.has(mark.id);
  const fill = colours.get(`kind-${kind}`) || colours.get("kind-organisation");
  const border = centre ? colours.get("accent") : colours.get("ground");
  const paint = { background: dim ? faint(fill, 0.22) : fill, border: dim ? faint(border, 0.3) : border };
  return { id: mark.id, x: mark.x, y: mark.y, shape: mark.shape, size: mark.size, borderWidth: centre ? 3 : 1.5, color: { ...paint, highlight: paint, hover: paint } };
}

/** Bring the picture in line with the events shown and the selection. */
function drawPicture(shown, selection) {
  picture.shown = shown;
  picture.live = new Map();
  for (const edge of baseEdges) {
    if (!actorShown(edge.from, picture.focus) || !actorShown(edge.to, picture.focus)) continue;
    const list = edge.events.filter((i) => shown.has(i));
    if (list.length) picture.live.set(edge.id, list);
  }
  restyle(selection);
}

function replace(set, wanted) {
  const keep = new Set(wanted.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !keep.has(id)));
  set.update(wanted);
}

function restyle(selection) {
  const near = picture.near = emphasis(selection, picture.hover);
  const used = new Set();
  picture.live.forEach((_, id) => used.add(baseEdges[id].from).add(baseEdges[id].to));
  const place = (mark) => ({ ...mark, ...(picture.moved.get(mark.id) || {}) });
  const nodes = drawing.nodes.filter((mark) => used.has(mark.id));
  replace(picture.nodes, nodes.map((mark) => nodeLook(place(mark), near)));
  replace(picture.edges, [...picture.live].map(([id, list]) => edgeLook(baseEdges[id], list, near)));
  picture.order = nodes.map((mark) => mark.id).sort((a, b) => priority(b) - priority(a) || a - b);
  byId("picture-empty").hidden = used.size > 0;
}

function priority(id) {
  const near = picture.near;
  return marks.get(id).rank + (near && near.nodes.has(id) ? 1e6 : 0) + (near && near.centre.has(id) ? 1e7 : 0);
}

// ---- names, codes and counts over the marks ----

/** A grid of taken places, so that testing a place costs the same however many there are. */
function occupied(cell = 80) {
  const grid = new Map();
  const each = (box, visit) => {
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) if (visit(`${x}:${y}`)) return true;
    }
    return false;
  };
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    add(box) { each(box, (key) => { if (!grid.has(key)) grid.set(key, []); grid.get(key).push(box); return false; }); },
    free(box) { return !each(box, (key) => (grid.get(key) || []).some((other) => other.owner !== box.owner && meets(box, other))); },
  };
}

const widths = new Map();
function widthOf(ctx, text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

function candidates(mark, place, r, width, height, id) {
  const gap = 3;
  const at = (cx, top) => ({ left: cx - width / 2, right: cx + width / 2, top, bottom: top + height, owner: id, cx });
  return [
    at(place.x, place.y + r + gap), at(place.x, place.y - r - gap - height),
    at(place.x + r + gap + width / 2, place.y - height / 2), at(place.x - r - gap - width / 2, place.y - height / 2),
  ];
}

function chooseLabels(ctx, positions, scale) {
  const taken = occupied();
  const near = picture.near;
  for (const id of picture.order) {
    const r = marks.get(id).size * scale * 0.86;
    const { x, y } = positions[id];
    taken.add({ left: x * scale - r, right: x * scale + r, top: y * scale - r, bottom: y * scale + r, owner: id });
  }
  const result = [];
  for (const id of picture.order) {
    const mark = marks.get(id);
    const state = actors[id].kind === "state";
    const size = clamp((state ? 13 : 12) * Math.sqrt(scale), 11, 19);
    const font = `${state ? 650 : 450} ${size}px ${FONT}`;
    ctx.font = font;
    const width = Math.max(...mark.lines.map((line) => widthOf(ctx, line, font))) + 4;
    const height = mark.lines.length * size * 1.15 + 2;
    const place = { x: positions[id].x * scale, y: positions[id].y * scale };
    const options = candidates(mark, place, mark.size * scale, width, height, id);
    const must = near && near.centre.has(id);
    const box = options.find((option) => taken.free(option)) || (must ? options[0] : null);
    if (!box) continue;
    taken.add(box);
    result.push({ id, box, font, size, dim: near && !near.nodes.has(id) });
  }
  return result;
}

function drawLabels(ctx, positions, scale) {
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  const ink = colours.get("ink");
  const halo = colours.get("ground");
  for (const label of chooseLabels(ctx, positions, scale)) {
    ctx.font = label.font;
    ctx.globalAlpha = label.dim ? 0.35 : 1;
    ctx.strokeStyle = halo;
    ctx.fillStyle = ink;
    marks.get(label.id).lines.forEach((line, i) => {
      const y = label.box.top + 1 + i * label.size * 1.15;
      ctx.strokeText(line, label.box.cx, y);
      ctx.fillText(line, label.box.cx, y);
    });
  }
  ctx.restore();
}

function drawCodes(ctx, positions, scale) {
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.get("code");
  for (const id of picture.order) {
    const actor = actors[id];
    const { size } = marks.get(id);
    if (actor.kind !== "state" || !actor.state || size * scale < 9) continue;
    ctx.globalAlpha = picture.near && !picture.near.nodes.has(id) ? 0.4 : 1;
    ctx.font = `700 ${size * 0.72}px ${FONT}`;
    ctx.fillText(actor.state.slice(0, 3), positions[id].x, positions[id].y + size * 0.05);
  }
  ctx.restore();
}

/** The middle of a line as vis-network bends it: a quadratic curve through one control point. */
function middle(edge, positions) {
  const a = positions[edge.from];
  const b = positions[edge.to];
  if (!a || !b) return null;
  if (edge.from === edge.to) return { x: a.x + marks.get(edge.from).size * 1.6, y: a.y - marks.get(edge.from).size * 1.6 };
  if (!edge.smooth) return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const bend = 0.5 * edge.smooth.roundness + 0.5;
  const turn = edge.smooth.type === "curvedCW" ? bend : 1 - bend;
  const dx = b.x - a.x;
  const dy = a.y - b.y;
  const reach = bend * Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx) + turn * Math.PI;
  const via = { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
  return { x: (a.x + b.x) / 4 + via.x / 2, y: (a.y + b.y) / 4 + via.y / 2 };
}

function drawBadges(ctx, positions, scale) {
  const unit = 1 / Math.max(scale, 0.55);
  if (scale < 0.3) return;
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `600 ${10.5 * unit}px ${FONT}`;
  picture.live.forEach((list, id) => {
    const edge = baseEdges[id];
    const negated = list.every((i) => firmness(events[i]) === 4);
    if (list.length < 2 && !negated) return;
    const at = middle(edge, positions);
    if (!at) return;
    ctx.globalAlpha = picture.near && !picture.near.edges.has(id) ? 0.15 : 1;
    ctx.fillStyle = colours.get("ground");
    ctx.beginPath();
    ctx.arc(at.x, at.y, 7.5 * unit, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = colours.get(negated ? "ink-soft" : `quad-${edge.quad}-text`);
    ctx.fillText(negated ? "✕" : String(list.length), at.x, at.y + 0.5 * unit);
  });
  ctx.restore();
}

// ---- the network itself ----

function tip(text, pointer) {
  const box = byId("tip");
  box.hidden = !text;
  if (!text) return;
  box.textContent = text;
  box.style.left = `${pointer.x + 14}px`;
  box.style.top = `${pointer.y + 14}px`;
}

function hoverText(target) {
  if (target.kind === "actor") return `${shorten(actorName(target.id), 60)}: ${plural(actors[target.id].events.filter((e) => picture.shown.has(e.i)).length, "relation")}`;
  const edge = baseEdges[target.id];
  const list = picture.live.get(edge.id) || [];
  const verbs = [...new Set(list.map((i) => events[i].label))].slice(0, 4).join(", ");
  return `${shorten(actorName(edge.from), 40)} ${edge.arrows ? "→" : "–"} ${shorten(actorName(edge.to), 40)}: ${verbs}`;
}

function hoverOn(target, event) {
  picture.hover = target;
  tip(target && hoverText(target), event && event.pointer.DOM);
  byId("picture").classList.toggle("pointing", Boolean(target));
  restyle(current.selection);
}

function fitPicture(animate = true) {
  const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.network.fit({ animation: false, maxZoomLevel: 1.5 });
  const scale = picture.network.getScale() * 0.93;
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

/** Only actors still standing are asked for; vis-network answers for those it knows. */
function overlay(ctx) {
  const positions = picture.network.getPositions(picture.order);
  const scale = picture.network.getScale();
  drawBadges(ctx, positions, scale);
  drawCodes(ctx, positions, scale);
  drawLabels(ctx, positions, scale);
}

function makePicture() {
  picture.moved = new Map();
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
