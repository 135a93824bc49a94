// The legend, which is also where everything is filtered.

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
    picture.before = [];
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

const MOST_TOPICS = 200;

function topicGroup() {
  const topics = [...columns.topic].filter((number) => number >= 0);
  if (!topics.length) return null;
  const counts = [...countOf(topics, (number) => number)].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_TOPICS);
  const list = el("datalist", { id: "topics" }, counts.map(([number]) => el("option", { value: shorten(strings[number], 80) })));
  const input = el("input", { type: "search", list: "topics", "aria-label": "Topic contains", placeholder: "Any",
    oninput: (change) => { filters.topic = change.target.value.trim(); changed(); } });
  input.value = filters.topic;
  return group("Topic", input, list);
}

function relationGroup() {
  const counts = countOf(events, (event) => event.rel);
  const label = new Map(relations.map(([name, words]) => [name, words]));
  const list = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return el("details", { class: "group", open: filters.relation.size > 0 },
    el("summary", { text: "Relations" }), list.map(([name, count]) => toggle(filters.relation, name, null, shorten(label.get(name), 40), count)));
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
    el("p", { id: "tally", class: "tally" }), el("p", { id: "away", class: "small", hidden: true }), quadGroup(), lookGroup(), kindGroup(), timeGroup(),
    confidenceGroup(), topicGroup(), sourceGroup(), typeGroup(), relationGroup(), reset,
  ].filter(Boolean));
}

function tally(shown) {
  const seen = new Set();
  shown.forEach((i) => events[i].ends.forEach((end) => seen.add(standsFor(end))));
  const of = shown.size === events.length ? "" : ` of ${events.length.toLocaleString("en")}`;
  const text = `${shown.size.toLocaleString("en")}${of} ${events.length === 1 ? "relation" : "relations"}, ${plural(seen.size, "actor")}`;
  const away = graph.core && !filters.fold ? actors.filter((actor) => actor.events.length && !marks.has(actor.i)).length : 0;
  byId("tally").textContent = text;
  byId("away").hidden = !away;
  byId("away").textContent = `The picture opened on the ${plural(plainMarks.size - brought.size, "most connected actor")}; search or focus brings in the other ${away.toLocaleString("en")}. The table holds everything.`;
  byId("reset").hidden = !filtered();
  return text;
}
