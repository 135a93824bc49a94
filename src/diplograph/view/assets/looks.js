// How lines and marks look, by what they stand for, the filters and what is chosen.

/** Actors and lines that stand out now, or null where nothing is chosen or hovered. */
function emphasis(selection, hover) {
  const chosen = hover || selection;
  if (!chosen) return null;
  const result = { nodes: new Set(), edges: new Set(), centre: new Set() };
  const light = (edge) => { result.edges.add(edge.id); result.nodes.add(edge.from).add(edge.to); };
  const liveLines = [...picture.live.keys()].map((id) => lines.get(id));
  if (chosen.kind === "actor") {
    const centre = standsFor(chosen.id);
    result.nodes.add(centre);
    result.centre.add(centre);
    liveLines.forEach((edge) => { if (edge.from === centre || edge.to === centre) light(edge); });
  } else if (chosen.kind === "path") {
    const path = (chosen.path || []).map(standsFor);
    const hops = new Set(path.slice(1).map((number, i) => pairKey(path[i], number)));
    path.forEach((number) => result.nodes.add(number));
    liveLines.forEach((edge) => { if (hops.has(pairKey(edge.from, edge.to))) light(edge); });
  } else if (chosen.kind === "pair") {
    const key = pairKey(standsFor(chosen.a), standsFor(chosen.b));
    [chosen.a, chosen.b].forEach((number) => result.nodes.add(standsFor(number)));
    liveLines.forEach((edge) => { if (pairKey(edge.from, edge.to) === key) light(edge); });
  } else if (chosen.kind === "edge") {
    if (lines.has(chosen.id)) light(lines.get(chosen.id));
  } else {
    liveLines.forEach((edge) => { if (edge.events.includes(chosen.id)) light(edge); });
  }
  if (chosen.kind !== "actor") result.nodes.forEach((node) => result.centre.add(node));
  return result;
}

/** Many lines are drawn fainter, so that where they lie over each other shows. */
const crowd = () => clamp(Math.sqrt(300 / Math.max(picture.live.size, 1)), 0.3, 1);

/** Colour, width, dashes of a line that stands for these events. */
function lineLook(line, list, near) {
  const look = LOOKS[list.reduce((least, i) => Math.min(least, firmness(events[i])), 4)];
  const base = colours.get(look === "negated" ? "line-negated" : `quad-${line.quad}`);
  const dim = near && !near.edges.has(line.id);
  const strength = (dim ? 0.1 : look === "claimed" ? 0.6 : 0.92) * (near ? 1 : crowd());
  const width = Math.min(1.5 + 1.25 * Math.sqrt(list.length - 1), 7) * (look === "actual" ? 1.25 : 0.9) * picture.grow;
  const dashes = ({ planned: [9, 6], hypothetical: [2, 5] }[look] || []).map((length) => length * picture.grow);
  return { colour: faint(base, strength), width: Math.round(width * 4) / 4, dashes, dim: Boolean(dim), look };
}

function markLook(mark, near) {
  const fill = colours.get(`kind-${actors[mark.id].kind}`) || colours.get("kind-organisation");
  const dim = near && !near.nodes.has(mark.id);
  const centre = near && near.centre.has(mark.id);
  const border = centre ? colours.get("accent") : picture.moved.has(mark.id) ? colours.get("ink-soft") : colours.get("ground");
  return {
    fill: dim ? faint(fill, 0.22) : fill, border: dim ? faint(border, 0.3) : border,
    width: (centre ? 3 : 1.5) * picture.grow, dim: Boolean(dim),
  };
}

/** Bring the picture in line with the events shown and the selection. */
function drawPicture(shown, selection) {
  picture.shown = shown;
  picture.live = new Map();
  const near = within();
  const allowed = (id) => filters.fold || actorShown(id, near);
  for (const line of lines.values()) {
    if (!allowed(line.from) || !allowed(line.to)) continue;
    const list = line.events.filter((i) => shown.has(i));
    if (list.length) picture.live.set(line.id, list);
  }
  readyMarks();
  restyle(selection);
}

function priority(id) {
  const near = picture.near;
  return marks.get(id).rank + (near && near.nodes.has(id) ? 1e6 : 0) + (near && near.centre.has(id) ? 1e7 : 0);
}

/** Work out anew how everything looks and draw it. */
function restyle(selection) {
  const near = picture.near = emphasis(selection, picture.hover);
  const used = new Set();
  picture.live.forEach((_, id) => used.add(lines.get(id).from).add(lines.get(id).to));
  picture.order = [...used].filter((id) => marks.has(id)).sort((a, b) => priority(b) - priority(a) || a - b);
  picture.looks = new Map([...picture.live].map(([id, list]) => [id, lineLook(lines.get(id), list, near)]));
  bendLines();
  showMarks();
  byId("picture-empty").hidden = used.size > 0;
}

/** Where the lines run, after marks have moved. */
function bendLines() {
  picture.curves = new Map([...picture.live.keys()].map((id) => [id, curveOf(lines.get(id))]));
  layer.stale = true;
}
