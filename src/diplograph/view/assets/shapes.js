// Geometry of the picture: how a line bends, where it meets a mark, what lies under the pointer.

const radius = (id) => marks.get(id).size * picture.grow;
const spotOf = (id) => picture.moved.get(id) || marks.get(id);

/** The line as a quadratic curve from mark to mark, with its arrow's point and direction. */
function curveOf(line) {
  const a = spotOf(line.from);
  const b = spotOf(line.to);
  if (line.from === line.to) {
    const r = radius(line.from);
    return { loop: true, x: a.x + r, y: a.y - r, r: r * 0.8, left: a.x - r, right: a.x + 3 * r, top: a.y - 3 * r, bottom: a.y + r };
  }
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const cx = (a.x + b.x) / 2 - dy * line.bend;
  const cy = (a.y + b.y) / 2 + dx * line.bend;
  const away = Math.hypot(b.x - cx, b.y - cy) || 1;
  const ux = (b.x - cx) / away;
  const uy = (b.y - cy) / away;
  const gap = Math.min(radius(line.to), away * 0.9);
  const x2 = b.x - ux * gap;
  const y2 = b.y - uy * gap;
  return { x1: a.x, y1: a.y, cx, cy, x2, y2, ux, uy, left: Math.min(a.x, b.x, cx), right: Math.max(a.x, b.x, cx), top: Math.min(a.y, b.y, cy), bottom: Math.max(a.y, b.y, cy) };
}

const along = (c, t) => ({
  x: (1 - t) ** 2 * c.x1 + 2 * t * (1 - t) * c.cx + t * t * c.x2,
  y: (1 - t) ** 2 * c.y1 + 2 * t * (1 - t) * c.cy + t * t * c.y2,
});
const middle = (c) => (c.loop ? { x: c.x + c.r, y: c.y - c.r } : along(c, 0.5));

/** Add a line's curve to a path that is being made, ending short of its arrow. */
function traceLine(path, c, arrow) {
  if (c.loop) { path.moveTo(c.x + c.r, c.y); path.arc(c.x, c.y, c.r, 0, 2 * Math.PI); return; }
  path.moveTo(c.x1, c.y1);
  path.quadraticCurveTo(c.cx, c.cy, c.x2 - c.ux * arrow * 0.8, c.y2 - c.uy * arrow * 0.8);
}

/** The three corners of a line's arrow. */
function arrowOf(c, size) {
  const [bx, by] = [c.x2 - c.ux * size, c.y2 - c.uy * size];
  const half = size * 0.42;
  return [[c.x2, c.y2], [bx - c.uy * half, by + c.ux * half], [bx + c.uy * half, by - c.ux * half]];
}

const CORNERS = {
  square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  hexagon: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)]),
};

/** The corners of a mark, or null for a circle. */
function cornersOf(mark, x, y, r) {
  const corners = CORNERS[mark.shape];
  return corners ? corners.map(([dx, dy]) => [x + dx * r, y + dy * r]) : null;
}

function tracePoints(path, points) {
  points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

function traceMark(path, mark) {
  const { x, y } = spotOf(mark.id);
  const r = radius(mark.id);
  const corners = cornersOf(mark, x, y, r);
  if (corners) { tracePoints(path, corners); return; }
  path.moveTo(x + r, y);
  path.arc(x, y, r, 0, 2 * Math.PI);
}

function distance(c, x, y) {
  if (c.loop) return Math.abs(Math.hypot(x - c.x, y - c.y) - c.r);
  let best = Infinity;
  let before = { x: c.x1, y: c.y1 };
  for (let step = 1; step <= 12; step += 1) {
    const here = along(c, step / 12);
    const [dx, dy] = [here.x - before.x, here.y - before.y];
    const t = clamp(((x - before.x) * dx + (y - before.y) * dy) / (dx * dx + dy * dy || 1), 0, 1);
    best = Math.min(best, Math.hypot(x - before.x - t * dx, y - before.y - t * dy));
    before = here;
  }
  return best;
}

/** The line that passes nearest to a place of the picture, within reach, or null. */
function lineAt({ x, y }, reach) {
  let found = null;
  let best = reach;
  for (const [id, c] of picture.curves) {
    if (x < c.left - reach || x > c.right + reach || y < c.top - reach || y > c.bottom + reach) continue;
    const away = distance(c, x, y);
    if (away < best) { best = away; found = id; }
  }
  return found;
}

/** The mark at a place of the picture, or null; of overlapping ones the last drawn. */
function markAt({ x, y }, reach = 0) {
  let found = null;
  for (const id of picture.order) {
    const spot = spotOf(id);
    if (Math.hypot(x - spot.x, y - spot.y) <= radius(id) + reach) { found = id; break; }
  }
  return found;
}
