// Taking the view elsewhere: relations as CSV, the picture as PNG and SVG.

/** A CSV field; one that a spreadsheet would run as a formula starts with an apostrophe. */
function field(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[\s]*[=+\-@]/.test(text) && typeof value !== "number") text = `'${text}`;
  return /[",\r\n\t;]/.test(text) || text.startsWith("'") ? `"${text.replace(/"/g, '""')}"` : text;
}

const CSV = {
  id: (event) => event.iri, date: (event) => event.date, source: (event) => event.left.map(actorName).join("; "),
  relation: (event) => event.rel, target: (event) => event.right.map(actorName).join("; "),
  reciprocal: (event) => event.par.length > 0, type: (event) => event.type, quad_class: (event) => quadName(event.quad),
  status: (event) => event.status, factual: (event) => Boolean(event.fact),
  attributed_to: (event) => (event.by === undefined ? "" : actorName(event.by)), topic: (event) => event.topic,
  place: (event) => event.place, confidence: (event) => event.conf,
};
const CSV_EVIDENCE = {
  sentence: (e) => e.s, document: (e) => e.d !== undefined && documents[e.d].title,
  document_date: (e) => e.d !== undefined && documents[e.d].date, publisher: (e) => e.d !== undefined && documents[e.d].source,
};

/** One line per sentence; an event with three sentences gives three lines. */
function csvOf(list) {
  const head = [...Object.keys(CSV), ...Object.keys(CSV_EVIDENCE)].join(",");
  const lines = list.flatMap((event) => (event.ev && event.ev.length ? event.ev : [{ s: "" }]).map((evidence) =>
    [...Object.values(CSV).map((get) => field(get(event))), ...Object.values(CSV_EVIDENCE).map((get) => field(get(evidence) || ""))].join(",")));
  return `${[head, ...lines].join("\r\n")}\r\n`;
}

async function saveCsv() {
  const list = current.view === "table" ? table.rows : events.filter((event) => current.shown.has(event.i));
  await readSentences(list);
  download("diplograph.csv", new Blob(["\ufeff", csvOf(list)], { type: "text/csv;charset=utf-8" }));
  announce(`${plural(list.length, "relation")} saved as CSV`);
}

function savePng() {
  const canvas = byId("picture").querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = colours.get("ground");
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && download("diplograph.png", blob), "image/png");
}

/** A path of SVG, with the calls of a canvas path. */
class SvgPath {
  constructor() { this.d = ""; }
  add(...parts) { this.d += parts.map((part) => (typeof part === "number" ? part.toFixed(1) : part)).join(" ") + " "; }
  moveTo(x, y) { this.add("M", x, y); }
  lineTo(x, y) { this.add("L", x, y); }
  quadraticCurveTo(cx, cy, x, y) { this.add("Q", cx, cy, x, y); }
  closePath() { this.add("Z"); }
  arc(x, y, r) { this.add("M", x + r, y, "A", r, r, "0 1 1", x - r, y, "A", r, r, "0 1 1", x + r, y); }
}

function svgLine(id, look) {
  const curve = picture.curves.get(id);
  const size = lines.get(id).arrows && !curve.loop ? 6 + look.width * 1.6 : 0;
  const path = new SvgPath();
  traceLine(path, curve, size);
  const line = svg("path", { d: path.d, fill: "none", stroke: look.colour, "stroke-width": look.width, "stroke-dasharray": look.dashes.join(" ") || null });
  if (!size) return [line];
  const head = new SvgPath();
  tracePoints(head, arrowOf(curve, size));
  return [line, svg("path", { d: head.d, fill: look.colour })];
}

function svgMark(id) {
  const path = new SvgPath();
  const look = markLook(marks.get(id), picture.near);
  traceMark(path, marks.get(id));
  const { x, y } = spotOf(id);
  const actor = actors[id];
  const size = radius(id);
  const code = actor.kind === "state" && actor.state
    ? svg("text", { x, y: y + size * 0.27, fill: colours.get("code"), "font-size": size * 0.72, "font-weight": 700, "text-anchor": "middle", text: actor.state.slice(0, 3) }) : null;
  return [svg("path", { d: path.d, fill: look.fill, stroke: look.border, "stroke-width": look.width }), code];
}

/** The names that the picture shows now; placed in screen units, set in the picture's. */
function svgLabels(scale) {
  const ctx = document.createElement("canvas").getContext("2d");
  return chooseLabels(ctx, scale, inUnits(windowOn(0))).flatMap((label) => marks.get(label.id).lines.map((line, i) =>
    svg("text", { x: label.box.cx / scale, y: (label.box.top + (i + 0.85) * label.size * 1.15) / scale, fill: colours.get("ink"), opacity: label.dim ? 0.35 : 1,
      "font-size": label.size / scale, "text-anchor": "middle", stroke: colours.get("ground"), "stroke-width": 3 / scale, "paint-order": "stroke", text: line })));
}

/** The picture in the window as a drawing. */
function svgOf() {
  const view = windowOn(0);
  const { clientWidth, clientHeight } = byId("picture");
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: clientWidth, height: clientHeight, "font-family": "sans-serif",
    viewBox: [view.left, view.top, view.width, view.height].map((value) => value.toFixed(1)).join(" ") },
    svg("title", { text: graph.title }),
    svg("rect", { x: view.left, y: view.top, width: view.width, height: view.height, fill: colours.get("ground") }),
    [...picture.looks].flatMap(([id, look]) => svgLine(id, look)), picture.order.flatMap(svgMark), svgLabels(view.scale));
  // XML has no control characters, not even escaped ones.
  return new XMLSerializer().serializeToString(root).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

function saveSvg() {
  download("diplograph.svg", new Blob([svgOf()], { type: "image/svg+xml" }));
}
