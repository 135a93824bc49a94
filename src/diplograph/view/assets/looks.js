// How lines and marks look, by what they stand for, the filters and what is chosen.

/** Actors and lines that stand out now, or null where nothing is chosen or hovered. */
function emphasis(selection, hover) {
  const chosen = hover || selection;
  if (!chosen) return null;
  const result = { nodes: new Set(), edges: new Set(), centre: new Set() };
  const light = (edge) => { result.edges.add(edge.id); result.nodes.add(edge.from).add(edge.to); };
  if (chosen.kind === "actor") {
    const centre = standsFor(chosen.id);
    result.nodes.add(centre);
    result.centre.add(centre);
    picture.live.forEach((_, id) => { const edge = lines.get(id); if (edge.from === centre || edge.to === centre) light(edge); });
  } else if (chosen.kind === "edge") {
    if (lines.has(chosen.id)) light(lines.get(chosen.id));
  } else {
    lines.forEach((edge) => { if (edge.events.includes(chosen.id)) light(edge); });
  }
  if (chosen.kind !== "actor") result.nodes.forEach((node) => result.centre.add(node));
  return result;
}

/** Many lines are drawn fainter, so that where they lie over each other shows. */
const crowd = () => clamp(Math.sqrt(300 / Math.max(picture.live.size, 1)), 0.3, 1);

function edgeLook(edge, list, near) {
  const look = LOOKS[Math.min(...list.map((i) => firmness(events[i])))];
  const base = colours.get(look === "negated" ? "line-negated" : `quad-${edge.quad}`);
  const dim = near && !near.edges.has(edge.id);
  const strength = (dim ? 0.1 : look === "claimed" ? 0.6 : 0.92) * (near ? 1 : crowd());
  const colour = faint(base, strength);
  const width = Math.min(1.5 + 1.25 * Math.sqrt(list.length - 1), 7) * (look === "actual" ? 1.25 : 0.9);
  const dashes = { planned: [9, 6], hypothetical: [2, 5] }[look]?.map((length) => length * picture.grow) || false;
  return { id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows, smooth: edge.smooth, width: width * picture.grow, dashes, color: { color: colour, highlight: colour, hover: colour, inherit: false } };
}

function nodeLook(mark, near) {
  const kind = actors[mark.id].kind;
  const dim = near && !near.nodes.has(mark.id);
  const centre = near && near.centre.has(mark.id);
  const fill = colours.get(`kind-${kind}`) || colours.get("kind-organisation");
  const border = centre ? colours.get("accent") : colours.get("ground");
  const paint = { background: dim ? faint(fill, 0.22) : fill, border: dim ? faint(border, 0.3) : border };
  return { id: mark.id, x: mark.x, y: mark.y, shape: mark.shape, size: mark.size * picture.grow, borderWidth: (centre ? 3 : 1.5) * picture.grow, color: { ...paint, highlight: paint, hover: paint } };
}

/** Bring the picture in line with the events shown and the selection. */
function drawPicture(shown, selection) {
  picture.shown = shown;
  picture.live = new Map();
  for (const edge of drawing.edges) {
    if (!actorShown(edge.from, picture.focus) || !actorShown(edge.to, picture.focus)) continue;
    const id = lineFor(edge);
    const list = edge.events.filter((i) => shown.has(i));
    if (id !== null && list.length) picture.live.set(id, [...new Set([...(picture.live.get(id) || []), ...list])]);
  }
  readyMarks();
  restyle(selection);
}

/** Make a data set hold exactly these items, touching only what differs: vis-network is slow to take them in. */
function replace(set, wanted) {
  const known = drawn.get(set) || new Map();
  const now = new Map(wanted.map((item) => [item.id, JSON.stringify(item)]));
  const gone = [...known.keys()].filter((id) => !now.has(id));
  if (gone.length) set.remove(gone);
  const differing = wanted.filter((item) => known.get(item.id) !== now.get(item.id));
  if (differing.length) set.update(differing);
  drawn.set(set, now);
}

function restyle(selection) {
  const near = picture.near = emphasis(selection, picture.hover);
  const used = new Set();
  picture.live.forEach((_, id) => used.add(lines.get(id).from).add(lines.get(id).to));
  const place = (mark) => ({ ...mark, ...(picture.moved.get(mark.id) || {}) });
  const nodes = [...marks.values()].filter((mark) => used.has(mark.id));
  replace(picture.nodes, nodes.map((mark) => nodeLook(place(mark), near)));
  replace(picture.edges, [...picture.live].map(([id, list]) => edgeLook(lines.get(id), list, near)));
  picture.order = nodes.map((mark) => mark.id).sort((a, b) => priority(b) - priority(a) || a - b);
  picture.network.redraw();
  byId("picture-empty").hidden = used.size > 0;
}

function priority(id) {
  const near = picture.near;
  return marks.get(id).rank + (near && near.nodes.has(id) ? 1e6 : 0) + (near && near.centre.has(id) ? 1e7 : 0);
}
