// Names, codes and counts, drawn over the marks at a constant size, the most central first.

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

const around = ({ x, y }, r, owner) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r, owner });

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

const inSight = ({ x, y }, scale, view) =>
  x * scale > view.left - 80 && x * scale < view.right + 80 && y * scale > view.top - 60 && y * scale < view.bottom + 60;
const whole = (box, view) => box.left > view.left && box.right < view.right && box.top > view.top && box.bottom < view.bottom;

function chooseLabels(ctx, scale, view) {
  const taken = occupied();
  const names_ = occupied();
  const near = picture.near;
  const visible = picture.order.filter((id) => inSight(spotOf(id), scale, view));
  for (const id of visible) {
    const r = radius(id) * scale * 0.86;
    taken.add(around({ x: spotOf(id).x * scale, y: spotOf(id).y * scale }, r, id));
  }
  const result = [];
  for (const [rank, id] of visible.slice(0, MOST_LABELS).entries()) {
    const mark = marks.get(id);
    const state = actors[id].kind === "state";
    const size = clamp((state ? 13 : 12) * Math.sqrt(scale), 11, 19);
    const font = `${state ? 650 : 450} ${size}px ${FONT}`;
    ctx.font = font;
    const width = Math.max(...mark.lines.map((line) => widthOf(ctx, line, font))) + 4;
    const height = mark.lines.length * size * 1.15 + 2;
    const place = { x: spotOf(id).x * scale, y: spotOf(id).y * scale };
    const options = candidates(mark, place, radius(id) * scale, width, height, id);
    const must = near && near.centre.has(id);
    const box = options.find((option) => whole(option, view) && taken.free(option) && names_.free(option))
      || (rank < ALWAYS_LABELLED ? options.find((option) => names_.free(option)) : null) || (must ? options[0] : null);
    if (!box) continue;
    names_.add(box);
    result.push({ id, box, font, size, dim: near && !near.nodes.has(id) });
  }
  return result;
}

function drawLabels(ctx, scale, view) {
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  const ink = colours.get("ink");
  const halo = colours.get("ground");
  for (const label of chooseLabels(ctx, scale, view)) {
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

function drawCodes(ctx, scale) {
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.get("code");
  for (const id of picture.order) {
    const actor = actors[id];
    const size = radius(id);
    if (actor.kind !== "state" || !actor.state || size * scale < 8.5) continue;
    ctx.globalAlpha = picture.near && !picture.near.nodes.has(id) ? 0.4 : 1;
    ctx.font = `700 ${size * 0.72}px ${FONT}`;
    const { x, y } = spotOf(id);
    ctx.fillText(actor.state.slice(0, 3), x, y + size * 0.05);
  }
  ctx.restore();
}

function drawBadges(ctx, scale) {
  const unit = 1 / Math.max(scale, 0.55);
  if (scale < (picture.live.size > 600 ? 0.7 : 0.3)) return;
  const taken = occupied();
  for (const id of picture.order) taken.add(around(spotOf(id), radius(id), id));
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `600 ${10.5 * unit}px ${FONT}`;
  picture.live.forEach((list, id) => {
    const edge = lines.get(id);
    const negated = list.every((i) => firmness(events[i]) === 4);
    if (list.length < 2 && !negated) return;
    const at = middle(picture.curves.get(id));
    if (!taken.free(around(at, 5 * unit))) return;
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
