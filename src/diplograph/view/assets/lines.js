// Which lines the picture draws: those that Python bundled, or, with persons and bodies folded
// into their states, the same bundled once more.

const drawing = readJson("drawing");
const plainMarks = new Map(drawing.nodes.map((node) => [node.id, node]));
let marks = plainMarks; // actor → where it stands, as drawn now
const lines = new Map(); // id → line, as drawn now
const FAN = 0.16;

const home = drawing.folding.home || [];
const members = new Map(); // state → whoever is folded into it, itself included
home.forEach((state, number) => members.set(state, [...(members.get(state) || []), number]));
const foldable = home.length > 0;
const foldedMarks = new Map(Object.entries(drawing.folding.marks || {}).map(([key, [x, y, size]]) => {
  const id = Number(key);
  const known = plainMarks.get(id);
  return [id, { id, x, y, size, label: actors[id].label, shape: known ? known.shape : "dot" }];
}));

/** The actor that stands in the picture for this one. */
const standsFor = (number) => (filters.fold ? home[number] : number);

/** All events of an actor, and, folded, those of whoever it stands for. */
function eventsOf(actor) {
  if (!filters.fold) return actor.events;
  return [...new Set((members.get(actor.i) || []).flatMap((number) => actors[number].events))];
}

function foldedEnds(edge) {
  const [from, to] = [home[edge.from], home[edge.to]];
  return edge.arrows || from <= to ? [from, to] : [to, from];
}

/** The line that stands for one of Python's, or nothing where both ends are folded into one. */
function lineFor(edge) {
  if (!filters.fold) return edge.id;
  const [from, to] = foldedEnds(edge);
  return from === to ? null : `${from}-${to}-${edge.quad}${edge.arrows}`;
}

/** Bend the lines between two actors apart, as Python does for its own. */
function fanOut(list) {
  const fans = new Map();
  for (const line of list) {
    const ends = [Math.min(line.from, line.to), Math.max(line.from, line.to)].join("-");
    fans.set(ends, [...(fans.get(ends) || []), line]);
  }
  for (const fan of fans.values()) {
    fan.forEach((line, place) => {
      const bend = (place - (fan.length - 1) / 2) * Math.min(FAN, 0.9 / fan.length) * (line.from <= line.to ? 1 : -1);
      line.smooth = bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false;
    });
  }
}

function makeLines() {
  marks = filters.fold ? foldedMarks : plainMarks;
  lines.clear();
  for (const edge of drawing.edges) {
    const id = lineFor(edge);
    if (id === null) continue;
    if (!filters.fold) { lines.set(id, edge); continue; }
    const [from, to] = foldedEnds(edge);
    if (!lines.has(id)) lines.set(id, { id, from, to, quad: edge.quad, arrows: edge.arrows, events: [] });
    const line = lines.get(id);
    line.events = [...new Set([...line.events, ...edge.events])].sort((a, b) => a - b);
  }
  if (filters.fold) fanOut([...lines.values()]);
}
