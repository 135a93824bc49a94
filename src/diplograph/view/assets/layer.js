// Paints the picture. Lines and marks of one look go into one path, so that thousands cost little.
// A crowded picture is painted once on a layer larger than the window; moving the picture moves
// the layer, which is painted anew when the window leaves it or the picture has come to rest.

const CROWDED = 1200; // lines from which the layer is used
const MARGIN = 0.6; // of the window, on each side
const layer = { canvas: document.createElement("canvas"), hold: true, stale: true, scale: 0, left: 0, top: 0, width: 0, height: 0, timer: 0 };

function paintLines(ctx) {
  const groups = new Map();
  for (const [id, look] of picture.looks) {
    const key = `${look.dim ? 0 : 1}|${look.colour}|${look.width}|${look.dashes}`;
    if (!groups.has(key)) groups.set(key, { look, path: new Path2D(), heads: new Path2D() });
    const group = groups.get(key);
    const curve = picture.curves.get(id);
    const size = lines.get(id).arrows && !curve.loop ? 6 + look.width * 1.6 : 0;
    traceLine(group.path, curve, size);
    if (size) tracePoints(group.heads, arrowOf(curve, size));
  }
  for (const [, { look, path, heads }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    ctx.strokeStyle = ctx.fillStyle = look.colour;
    ctx.lineWidth = look.width;
    ctx.setLineDash(look.dashes);
    ctx.stroke(path);
    ctx.fill(heads);
  }
  ctx.setLineDash([]);
}

function paintMarks(ctx) {
  const groups = new Map();
  for (const id of picture.order) {
    const look = markLook(marks.get(id), picture.near);
    const key = `${look.dim ? 0 : 1}|${look.fill}|${look.border}|${look.width}`;
    if (!groups.has(key)) groups.set(key, { look, path: new Path2D() });
    traceMark(groups.get(key).path, marks.get(id));
  }
  for (const [, { look, path }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    ctx.fillStyle = look.fill;
    ctx.strokeStyle = look.border;
    ctx.lineWidth = look.width;
    ctx.fill(path);
    ctx.stroke(path);
  }
}

/** Everything, in the picture's own units; `view` is the part in sight, in screen units. */
function paintAll(ctx, scale, view) {
  paintLines(ctx);
  paintMarks(ctx);
  drawBadges(ctx, scale);
  drawCodes(ctx, scale);
  drawLabels(ctx, scale, view);
}

/** The window on the picture, in the picture's units, widened by a part of itself. */
function windowOn(margin) {
  const scale = picture.network.getScale();
  const { x, y } = picture.network.getViewPosition();
  const { clientWidth, clientHeight } = byId("picture");
  const width = (clientWidth / scale) * (1 + 2 * margin);
  const height = (clientHeight / scale) * (1 + 2 * margin);
  return { scale, left: x - width / 2, top: y - height / 2, width, height };
}

const inUnits = ({ left, top, width, height, scale }) =>
  ({ left: left * scale, right: (left + width) * scale, top: top * scale, bottom: (top + height) * scale });

function paintLayer() {
  const view = windowOn(MARGIN);
  const ratio = window.devicePixelRatio || 1;
  Object.assign(layer, view, { stale: false });
  layer.canvas.width = Math.ceil(view.width * view.scale * ratio);
  layer.canvas.height = Math.ceil(view.height * view.scale * ratio);
  const ctx = layer.canvas.getContext("2d");
  ctx.scale(view.scale * ratio, view.scale * ratio);
  ctx.translate(-view.left, -view.top);
  paintAll(ctx, view.scale, inUnits(view));
}

/** Is the whole window on the layer, and drawn about as large as there? */
function layerCovers(view) {
  return !layer.stale && view.left >= layer.left && view.top >= layer.top
    && view.left + view.width <= layer.left + layer.width && view.top + view.height <= layer.top + layer.height
    && view.scale / layer.scale < 3;
}

/** Called by vis-network for every frame, in the picture's units. */
function paintFrame(ctx) {
  if (layer.hold) return; // the page is still being put together
  const view = windowOn(0);
  ctx.save();
  if (picture.live.size < CROWDED) {
    paintAll(ctx, view.scale, inUnits(view));
  } else {
    if (!layerCovers(view)) paintLayer();
    ctx.imageSmoothingEnabled = layer.scale !== view.scale;
    ctx.imageSmoothingQuality = "low";
    ctx.drawImage(layer.canvas, layer.left, layer.top, layer.width, layer.height);
    if (layer.scale !== view.scale) settleLayer();
  }
  ctx.restore();
}

/** Paint sharply once the picture has come to rest. */
function settleLayer() {
  clearTimeout(layer.timer);
  layer.timer = setTimeout(() => { layer.stale = true; picture.network.redraw(); }, 200);
}
