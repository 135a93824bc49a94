// Which actors stand in the picture, and which lines join them: parallel events of one pair,
// direction and quad class are one line. Persons and bodies can be folded into their states.

const plainMarks = new Map(drawing.nodes.map(({ id, x, y, size, shape }) => [id, { id, x, y, size, shape, label: actors[id].label }]));
let marks = plainMarks; // actor → where it stands, as drawn now
const lines = new Map(); // id → line, as drawn now
const FAN = 0.16;
const brought = new Set(); // actors of a very large graph that were not there when it opened

const home = drawing.folding.home || [];
const members = new Map(); // state → whoever is folded into it, itself included
home.forEach((state, number) => { if (!members.has(state)) members.set(state, []); members.get(state).push(number); });
const foldable = home.length > 0;
const foldedMarks = new Map(Object.entries(drawing.folding.marks || {}).map(([key, [x, y, size]]) => {
  const id = Number(key);
  return [id, { id, x, y, size, label: actors[id].label, shape: shapeOf(id) }];
}));

function shapeOf(id) {
  return { state: "dot", person: "dot", group: "diamond", population: "hexagon" }[actors[id].kind] || "square";
}

/** The actor that stands in the picture for this one. */
const standsFor = (number) => (filters.fold ? home[number] : number);

/** All events of an actor, and, folded, those of whoever it stands for. */
function eventsOf(actor) {
  if (!filters.fold) return actor.events;
  return [...new Set((members.get(actor.i) || []).flatMap((number) => actors[number].events))];
}

/** The pairs of actors that an event joins, and whether the line has a direction. */
function* pairsOf(event) {
  const { par } = event;
  for (let i = 0; i < par.length; i += 1) for (let j = i + 1; j < par.length; j += 1) yield [Math.min(par[i], par[j]), Math.max(par[i], par[j]), ""];
  for (const from of event.src) for (const to of event.tgt) yield [from, to, "to"];
}

/** The ends of a line as it is drawn, or null where both are folded into one. */
function foldedEnds(from, to, arrows) {
  if (!filters.fold) return [from, to];
  const ends = [home[from], home[to]];
  if (ends[0] === ends[1]) return null;
  return arrows || ends[0] <= ends[1] ? ends : ends.reverse();
}

const pairKey = (a, b) => `${Math.min(a, b)}-${Math.max(a, b)}`;

/** Bend the lines between two actors apart. */
function fanOut(list) {
  const fans = new Map();
  for (const line of list) {
    const key = pairKey(line.from, line.to);
    if (!fans.has(key)) fans.set(key, []);
    fans.get(key).push(line);
  }
  for (const fan of fans.values()) {
    const step = Math.min(FAN, 0.9 / fan.length);
    fan.forEach((line, place) => { line.bend = (place - (fan.length - 1) / 2) * step * (line.from <= line.to ? 1 : -1); });
  }
}

/** Set an actor that has no place yet beside those it is joined to; the same each time. */
function placeFor(id) {
  const known = [];
  for (const [other] of linksOf(id, () => true)) if (marks.has(other)) known.push(marks.get(other));
  const near = known.slice(0, 12);
  const mean = (key) => (near.length ? near.reduce((sum, mark) => sum + mark[key], 0) / near.length : 0);
  const angle = id * 2.399963;
  const reach = 90 + 14 * Math.sqrt(id % 97);
  const size = Math.min((actors[id].kind === "state" ? 15 : 9) + 2.6 * Math.sqrt(actors[id].events.length), 40);
  return { id, x: mean("x") + reach * Math.cos(angle), y: mean("y") + reach * Math.sin(angle), size, label: actors[id].label, shape: shapeOf(id) };
}

/** Let these actors stand in the picture, where a very large graph opened without them. */
function bring(numbers) {
  for (const number of numbers) {
    const id = standsFor(number);
    if (marks.has(id) || !actors[id].events.length) continue;
    marks.set(id, placeFor(id));
    brought.add(id);
  }
}

const MOST_BROUGHT = 60;
const MOST_FOCUSED = 2000;

/** An actor that does not stand in the picture, with some of those it is joined to. */
function company(number) {
  if (marks.has(standsFor(number))) return [];
  return [...stepsFrom(number, 1, () => true)].slice(0, MOST_BROUGHT);
}

/** All lines between the actors of the picture. */
function makeLines() {
  marks = filters.fold ? foldedMarks : plainMarks;
  if (filters.focus !== null && graph.core) bring([...within()].slice(0, MOST_FOCUSED));
  lines.clear();
  for (const event of events) {
    for (const [a, b, arrows] of pairsOf(event)) {
      const ends = foldedEnds(a, b, arrows);
      if (!ends || !marks.has(ends[0]) || !marks.has(ends[1])) continue;
      const [from, to] = ends;
      const alone = filters.unfold === pairKey(from, to) ? `-${event.i}` : "";
      const id = `${from}-${to}-${event.quad}${arrows}${alone}`;
      if (!lines.has(id)) lines.set(id, { id, from, to, quad: event.quad, arrows, events: [], bend: 0 });
      const line = lines.get(id);
      if (line.events.at(-1) !== event.i) line.events.push(event.i);
    }
  }
  fanOut([...lines.values()].sort((a, b) => a.quad - b.quad || (a.id < b.id ? -1 : 1)));
}
