// The state of the page in the address, `#actor=…&hide=…`, so that a view can be shared.

const LISTS = { hide: "quad", types: "type", relations: "relation", standing: "look", kinds: "kind" };
const MOST_PINS = 40;
const current = { selection: null, view: "picture", shown: new Set() };

function fragment() {
  const parts = new URLSearchParams();
  const { selection } = current;
  if (selection && selection.kind === "actor") parts.set("actor", actors[selection.id].iri);
  if (selection && selection.kind === "event") parts.set("event", events[selection.id].iri);
  if (selection && selection.kind === "edge" && lines.has(selection.id)) {
    const edge = lines.get(selection.id);
    parts.set("from", actors[edge.from].iri);
    parts.set("to", actors[edge.to].iri);
    parts.set("quad", edge.quad + (edge.arrows ? "" : "r"));
  }
  if (selection && selection.kind === "pair") parts.set("pair", [selection.a, selection.b].map((n) => actors[n].iri).join(" "));
  if (selection && selection.kind === "path") parts.set("path", [selection.from, selection.to].map((n) => actors[n].iri).join(" "));
  if (current.view !== "picture") parts.set("view", current.view);
  for (const [name, key] of Object.entries(LISTS)) if (filters[key].size) parts.set(name, [...filters[key]].sort().join(","));
  if (filters.confidence) parts.set("confidence", filters.confidence);
  if (filters.source) parts.set("source", filters.source);
  if (filters.topic) parts.set("topic", filters.topic);
  if (filters.fold) parts.set("fold", "states");
  if (filters.unfold) parts.set("unfold", filters.unfold.split("-").map((n) => actors[n].iri).join(" "));
  if (filters.focus !== null && filters.steps > 1) parts.set("steps", filters.steps);
  const pins = [...picture.moved].slice(0, MOST_PINS).map(([id, { x, y }]) => `${id}:${Math.round(x)}:${Math.round(y)}`);
  if (pins.length) parts.set("pins", pins.join(" "));
  if (filters.focus !== null) parts.set("only", actors[filters.focus].iri);
  if (SPAN && (filters.from !== SPAN[0] || filters.to !== SPAN[1])) parts.set("months", `${filters.from}-${filters.to}`);
  return parts.toString();
}

/** The two actors that a part of the address names, or null. */
function twoIn(text) {
  const two = (text || "").split(" ").map((iri) => byIri.actor.get(iri));
  return two.length === 2 && !two.includes(undefined) ? two : null;
}

function readPins(text) {
  const pins = [...(text || "").matchAll(/(\d+):(-?\d+):(-?\d+)/g)].map(([, ...numbers]) => numbers.map(Number));
  picture.moved = new Map(pins.filter(([id]) => marks.has(id)).map(([id, x, y]) => [id, { x, y }]));
}

function chosenIn(parts) {
  const pair = twoIn(parts.get("pair"));
  const path = twoIn(parts.get("path"));
  if (pair) return { kind: "pair", a: pair[0], b: pair[1] };
  if (path) return pathBetween(...path);
  const actor = byIri.actor.get(parts.get("actor"));
  const event = byIri.event.get(parts.get("event"));
  if (actor !== undefined) return { kind: "actor", id: actor };
  if (event !== undefined) return { kind: "event", id: event };
  const edge = [...lines.values()].find((e) => actors[e.from].iri === parts.get("from") && actors[e.to].iri === parts.get("to") && e.quad + (e.arrows ? "" : "r") === parts.get("quad"));
  return edge ? { kind: "edge", id: edge.id } : null;
}

function readFragment() {
  const parts = new URLSearchParams(location.hash.slice(1));
  filters = newFilters();
  for (const [name, key] of Object.entries(LISTS)) if (parts.get(name)) filters[key] = new Set(parts.get(name).split(","));
  filters.confidence = clamp(Number(parts.get("confidence")) || 0, 0, 1);
  filters.source = parts.get("source") || "";
  filters.topic = parts.get("topic") || "";
  filters.steps = clamp(Number(parts.get("steps")) || 1, 1, 4);
  const unfolded = twoIn(parts.get("unfold"));
  filters.unfold = unfolded && pairKey(...unfolded);
  filters.focus = byIri.actor.get(parts.get("only")) ?? null;
  const span = /^(\d+)-(\d+)$/.exec(parts.get("months") || "");
  if (span && SPAN) [filters.from, filters.to] = span.slice(1).map((month) => clamp(Number(month), ...SPAN));
  filters.fold = foldable && parts.get("fold") === "states";
  makeLines();
  readPins(parts.get("pins"));
  current.selection = chosenIn(parts);
  bringSelection();
  current.view = parts.get("view") === "table" ? "table" : "picture";
}

/** Whoever is chosen stands in the picture, however large the graph. */
function bringSelection() {
  const { selection } = current;
  if (!selection || !graph.core) return;
  const numbers = { actor: () => company(selection.id), event: () => events[selection.id].ends, pair: () => [selection.a, selection.b], path: () => selection.path || [] }[selection.kind];
  if (numbers) { bring(numbers()); makeLines(); }
}

function writeFragment(push) {
  const wanted = fragment();
  if (wanted === location.hash.slice(1)) return;
  history[push ? "pushState" : "replaceState"](null, "", `#${wanted}`);
}
