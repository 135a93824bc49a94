// Two actors together: all that joins them, over time; and the shortest path where nothing does.

function pairTitle(a, b, joint) {
  return heading(data(actorName(a)), el("span", { class: "arrow", text: joint }), data(actorName(b)));
}

function pairPanel({ a, b }, shown) {
  const [ones, others] = [a, b].map((number) => (filters.fold ? members.get(standsFor(number)) || [number] : [number]));
  const all = [...new Set(ones.flatMap((one) => others.flatMap((other) => eventsBetween(one, other))))];
  const list = all.filter((event) => shown.has(event.i)).sort(oldestFirst);
  const hidden = all.length - list.length;
  const label = `${actorName(a)} and ${actorName(b)}`;
  return [
    kicker("Two actors over time"),
    pairTitle(a, b, " and "),
    list.length ? balance(list) : null,
    scoreCurve(list, label),
    timeline(list, label),
    el("p", { class: "controls" }, unfoldButton(standsFor(a), standsFor(b)),
      list.length ? null : el("button", { type: "button", class: "action", text: "Find a path between them", onclick: () => selectPath(a, b) })),
    el("h3", { text: plural(list.length, "relation") + (hidden ? ` (${hidden} filtered out)` : "") }),
    cards(list),
  ];
}

/** A selection of the shortest path over the relations that pass the filters. */
function pathBetween(from, to) {
  return { kind: "path", from, to, path: shortestPath(from, to, (event) => eventShown(event, null)) };
}

function selectPath(from, to) {
  const selection = pathBetween(from, to);
  if (graph.core && selection.path) { bring(selection.path); current.selection = selection; changed(); }
  select(selection, { centre: true, focus: true });
}

function pathPanel({ from, to, path }, shown) {
  if (!path) {
    return [kicker("Shortest path"), pairTitle(from, to, " … "),
      el("p", { class: "lead", text: "No relations that pass the filters lead from one to the other." })];
  }
  const hops = path.slice(1).map((number, i) => [path[i], number]);
  return [
    kicker(`Shortest path: ${plural(hops.length, "step")}`),
    pairTitle(from, to, " … "),
    el("ol", { class: "path" }, hops.map(([a, b]) => {
      const list = eventsBetween(a, b).filter((event) => shown.has(event.i)).sort(newestFirst);
      return el("li", {}, el("p", { class: "headline" }, actorButton(a), " – ", actorButton(b)),
        el("p", { class: "small", text: plural(list.length, "relation") }), cards(list.slice(0, 2)));
    })),
  ];
}

/** Ask for the other end of a path with the search field. */
function findPathFrom(number) {
  const input = byId("search");
  finder.pathFrom = number;
  input.placeholder = `Path from ${shorten(actorName(number), 40)} to …`;
  input.setAttribute("aria-label", `Find a path from ${shorten(actorName(number), 60)} to which actor?`);
  input.value = "";
  input.focus();
  announce("Type the name of the other actor");
}

function forgetPath() {
  finder.pathFrom = null;
  byId("search").placeholder = "Find an actor";
  byId("search").setAttribute("aria-label", "Find an actor");
}
