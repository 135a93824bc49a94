// Which relations are shown, and the legend that decides it.

const months = events.map((event) => event.month).filter((month) => month !== null);
const SPAN = months.length ? [Math.min(...months), Math.max(...months)] : null;
const newFilters = () => ({
  quad: new Set(), type: new Set(), look: new Set(), kind: new Set(),
  confidence: 0, from: SPAN ? SPAN[0] : 0, to: SPAN ? SPAN[1] : 0, source: "", focus: null, fold: false,
});
let filters = newFilters(); // the sets hold what is switched off

/** Actors within one step of the focus, or null for everyone. */
function within() {
  if (filters.focus === null) return null;
  const near = new Set([filters.focus]);
  actors[filters.focus].events.forEach((event) => event.ends.forEach((end) => near.add(end)));
  return near;
}

function timeAllows(event) {
  if (!SPAN || (filters.from === SPAN[0] && filters.to === SPAN[1])) return true;
  return event.month !== null && event.month >= filters.from && event.month <= filters.to;
}

/** Is this actor allowed to stand in the picture? */
const actorShown = (number, near) =>
  !filters.kind.has(actors[number].kind) && (near === null || near.has(number));

function eventShown(event, near) {
  if (filters.quad.has(String(event.quad)) || filters.type.has(event.type)) return false;
  if (filters.look.has(LOOKS[firmness(event)]) || event.conf < filters.confidence) return false;
  if (!timeAllows(event)) return false;
  if (filters.source && !event.ev.some((e) => e.d !== undefined && documents[e.d].source === filters.source)) return false;
  const from = event.from.filter((n) => actorShown(n, near));
  const to = event.to.filter((n) => actorShown(n, near));
  return from.length > 0 && to.length > 0 && (!event.par.length || from.length > 1);
}

function shownEvents() {
  const near = within();
  return new Set(events.filter((event) => eventShown(event, near)).map((event) => event.i));
}

const filtered = () => Boolean(
  filters.quad.size || filters.type.size || filters.look.size || filters.kind.size ||
  filters.confidence || filters.source || filters.fold || filters.focus !== null ||
  (SPAN && (filters.from !== SPAN[0] || filters.to !== SPAN[1])));

// ---- the legend ----

const LOOK_NAMES = {
  actual: "Happened", claimed: "Only claimed", planned: "Planned",
  hypothetical: "Hypothetical", negated: "Denied or called off",
};

const countOf = (list, key) => list.reduce((counts, item) => counts.set(key(item), (counts.get(key(item)) || 0) + 1), new Map());

function toggle(set, value, swatch, name, count) {
  const box = el("input", {
    type: "checkbox", value, checked: !set.has(value),
    onchange: (change) => { change.target.checked ? set.delete(value) : set.add(value); changed(); },
  });
  return el("label", { class: "toggle" }, box, swatch, el("span", { class: "toggle-name", text: name }),
    el("span", { class: "count", text: count.toLocaleString("en") }));
}

function group(title, ...children) {
  return el("fieldset", { class: "group" }, el("legend", { text: title }), children);
}

const swatch = (cls) => el("span", { class: `swatch ${cls}`, "aria-hidden": "true" });

function quadGroup() {
  const counts = countOf(events, (event) => String(event.quad));
  return group("Relation", Object.entries(vocabulary.quads).map(([quad, name]) =>
    toggle(filters.quad, quad, swatch(`line quad-${quad}`), name, counts.get(quad) || 0)));
}

function lookGroup() {
  const counts = countOf(events, (event) => LOOKS[firmness(event)]);
  return group("Standing", LOOKS.filter((look) => counts.has(look)).map((look) =>
    toggle(filters.look, look, swatch(`line look-${look}`), LOOK_NAMES[look], counts.get(look))));
}

function kindGroup() {
  const counts = countOf(actors.filter((actor) => actor.events.length), (actor) => actor.kind);
  const plurals = { person: "Persons", state: "States", organisation: "Organisations", group: "Groups", population: "Populations" };
  return group("Actors", vocabulary.kinds.filter((kind) => counts.has(kind)).map((kind) =>
    toggle(filters.kind, kind, swatch(`mark kind-${kind}`), plurals[kind] || kind, counts.get(kind))), foldable ? foldToggle() : null);
}

function foldToggle() {
  const box = el("input", { type: "checkbox", id: "fold", checked: filters.fold, onchange: (change) => {
    filters.fold = change.target.checked;
    current.selection = current.selection && current.selection.kind === "edge" ? null : current.selection;
    picture.moved.clear();
    changed();
    settle();
  } });
  return el("label", { class: "toggle" }, box, el("span", { class: "toggle-plain", text: "Fold into their states" }));
}

function typeGroup() {
  const counts = countOf(events, (event) => event.type);
  const types = Object.keys(vocabulary.types).filter((type) => counts.has(type));
  const list = types.map((type) =>
    toggle(filters.type, type, swatch(`dot quad-${vocabulary.types[type]}`), capital(type.toLowerCase()), counts.get(type)));
  return el("details", { class: "group", open: filters.type.size > 0 },
    el("summary", { text: "Types (PLOVER)" }), el("div", { class: "columns" }, list));
}

function confidenceGroup() {
  const shown = el("output", { text: filters.confidence.toFixed(2) });
  const input = el("input", {
    type: "range", min: 0, max: 1, step: 0.05, "aria-label": "Least confidence",
    oninput: (input_) => { filters.confidence = Number(input_.target.value); shown.textContent = filters.confidence.toFixed(2); changed(); },
  });
  input.value = filters.confidence;
  return group("Least confidence", el("div", { class: "slider" }, input, shown));
}

function histogram() {
  const bins = Math.min(SPAN[1] - SPAN[0] + 1, 48);
  const width = (SPAN[1] - SPAN[0] + 1) / bins;
  const counts = new Array(bins).fill(0);
  months.forEach((month) => { counts[Math.floor((month - SPAN[0]) / width)] += 1; });
  const top = Math.max(...counts);
  return el("div", { class: "histogram", "aria-hidden": "true" }, counts.map((count, i) => {
    const bar = el("span", { "data-month": Math.floor(SPAN[0] + i * width) });
    bar.style.height = `${count ? 8 + (92 * count) / top : 0}%`;
    return bar;
  }));
}

function timeGroup() {
  if (!SPAN || SPAN[0] === SPAN[1]) return null;
  const text = el("output", { class: "span" });
  const bars = histogram();
  const write = () => {
    text.textContent = `${monthName(filters.from)} – ${monthName(filters.to)}`;
    for (const bar of bars.children) {
      const month = Number(bar.dataset.month);
      bar.classList.toggle("out", month < filters.from || month > filters.to);
    }
  };
  const slide = (end, name) => {
    const input = el("input", {
      type: "range", min: SPAN[0], max: SPAN[1], step: 1, "aria-label": name,
      oninput: (change) => {
        const month = Number(change.target.value);
        filters[end] = end === "from" ? Math.min(month, filters.to) : Math.max(month, filters.from);
        change.target.value = filters[end];
        change.target.setAttribute("aria-valuetext", monthName(filters[end]));
        write();
        changed();
      },
    });
    input.value = filters[end];
    input.setAttribute("aria-valuetext", monthName(filters[end]));
    return input;
  };
  write();
  return group("Time", bars, el("div", { class: "range" }, slide("from", "From month"), slide("to", "To month")), text);
}

function sourceGroup() {
  const sources = [...new Set(documents.map((d) => d.source).filter(Boolean))].sort();
  if (sources.length < 2) return null;
  const select = el("select", { "aria-label": "Published by", onchange: (change) => { filters.source = change.target.value; changed(); } },
    el("option", { value: "", text: "Everyone" }), sources.map((source) => el("option", { value: source, text: shorten(source, 60) })));
  select.value = filters.source;
  return group("Published by", select);
}

function drawFilters() {
  const reset = el("button", { type: "button", class: "plain", id: "reset", text: "Show everything", onclick: () => { filters = newFilters(); drawFilters(); changed(); settle(); } });
  clear(byId("filters")).append(...[
    el("p", { id: "tally", class: "tally" }), quadGroup(), lookGroup(), kindGroup(), timeGroup(),
    confidenceGroup(), sourceGroup(), typeGroup(), reset,
  ].filter(Boolean));
}

function tally(shown) {
  const actorsShown = new Set();
  shown.forEach((i) => events[i].ends.forEach((end) => actorsShown.add(standsFor(end))));
  const of = shown.size === events.length ? "" : ` of ${events.length.toLocaleString("en")}`;
  const text = `${shown.size.toLocaleString("en")}${of} ${events.length === 1 ? "relation" : "relations"}, ${plural(actorsShown.size, "actor")}`;
  byId("tally").textContent = text;
  byId("reset").hidden = !filtered();
  return text;
}
