// The panel on the right: what the page is about, an actor, a line of the picture, or one event.

const KIND_NAMES = { person: "Person", state: "State", organisation: "Organisation", group: "Group", population: "Population" };

const kicker = (text) => el("p", { class: "kicker", text: shorten(text, 120) });
const backButton = () => el("button", { type: "button", class: "plain close", text: "Close", onclick: () => select(null) });

function heading(...content) {
  const title = el("h2", { id: "panel-title", tabindex: "-1" }, ...content);
  title.classList.toggle("long", title.textContent.length > 90);
  return title;
}

/** Events by quad class as one bar, with its words. */
function balance(list) {
  const counts = countOf(list, (event) => event.quad);
  const bar = el("div", { class: "balance", "aria-hidden": "true" });
  const words = [];
  for (const quad of Object.keys(vocabulary.quads)) {
    const count = counts.get(Number(quad));
    if (!count) continue;
    const part = el("span", { class: QUADS_PLAIN[quad] });
    part.style.flexGrow = count;
    bar.append(part);
    words.push(`${count} ${quadName(quad).toLowerCase()}`);
  }
  return el("div", {}, bar, el("p", { class: "small", text: words.join(", ") }));
}

function counterparts(actor, shown) {
  const counts = new Map();
  eventsOf(actor).filter((event) => shown.has(event.i)).forEach((event) => {
    const ends = new Set(event.ends.map(standsFor));
    ends.delete(actor.i);
    ends.forEach((end) => counts.set(end, (counts.get(end) || 0) + 1));
  });
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** Actors with counts; `pairedWith` adds a button for the two together. */
function actorLines(rows, pairedWith = null) {
  return el("ul", { class: "lines" }, rows.map(([number, count]) => el("li", {}, actorButton(number),
    pairedWith === null ? null : el("button", { type: "button", class: "plain together", "aria-label": `${shorten(actorName(number), 60)}: the two over time`, text: "over time",
      onclick: () => select({ kind: "pair", a: pairedWith, b: number }, { focus: true }) }),
    el("span", { class: "count", text: count }))));
}

/** Focus: only those within so many steps of an actor. */
function focusControls(actor) {
  const focused = filters.focus === actor.i;
  const set = (focus, steps) => {
    Object.assign(filters, { focus, steps });
    drawFilters();
    changed();
    picture.touched = false;
    fitPicture();
  };
  const steps = el("select", { id: "steps", "aria-label": "Steps from this actor", onchange: (change) => set(actor.i, Number(change.target.value)) },
    [1, 2, 3, 4].map((number) => el("option", { value: number, text: plural(number, "step") })));
  steps.value = filters.steps;
  return el("p", { class: "controls" },
    el("button", { type: "button", class: "action", "aria-pressed": String(focused), text: focused ? "Show everyone again" : "Show only this actor and its counterparts",
      onclick: () => set(focused ? null : actor.i, 1) }),
    focused ? [" within ", steps] : null,
    el("button", { type: "button", class: "action", text: "Find a path to …", onclick: () => findPathFrom(actor.i) }),
    picture.moved.has(actor.i) ? el("button", { type: "button", class: "action", text: "Unpin", onclick: () => { unpin([actor.i]); drawPanel(current.selection, current.shown); } }) : null,
    SERVED ? el("a", { href: `/id/${actor.iri.slice(graph.base.length)}`, text: "All that is known" }) : null);
}

function postLine(post) {
  const span = post.start || post.end ? ` (${readable(post.start) || "…"} – ${readable(post.end) || ""})` : "";
  return el("li", {}, data(post.title), post.of ? [", ", data(post.of)] : null, span);
}

function actorPanel(actor, shown) {
  const all = eventsOf(actor);
  const list = all.filter((event) => shown.has(event.i)).sort(newestFirst);
  const state = actor.kind === "state" ? actor.state : [actor.stateLabel, actor.stateLabel ? null : actor.state].filter(Boolean)[0];
  const near = counterparts(actor, shown);
  const hidden = all.length - list.length;
  return [
    kicker([KIND_NAMES[actor.kind] || actor.kind, state].filter(Boolean).join(" · ")),
    heading(data(actor.label)),
    actor.alt.length ? el("p", { class: "small" }, "Also ", actor.alt.slice(0, 12).flatMap((name, i) => [i ? ", " : "", data(name)])) : null,
    actor.posts.length ? el("ul", { class: "posts" }, actor.posts.map(postLine)) : null,
    focusControls(actor),
    el("h3", { text: plural(list.length, "relation") + (hidden ? ` (${hidden} filtered out)` : "") }),
    list.length ? balance(list) : null,
    timeline(list, actor.label),
    near.length ? el("details", { class: "near", open: near.length <= 6 }, el("summary", { text: plural(near.length, "counterpart") }), actorLines(near, actor.i)) : null,
    cards(list),
  ];
}

function edgePanel(edge, shown) {
  const list = edge.events.filter((i) => shown.has(i)).map((i) => events[i]).sort(oldestFirst);
  return [
    kicker(quadName(edge.quad)),
    heading(data(actorName(edge.from)), el("span", { class: "arrow", text: edge.arrows ? " → " : " – " }), data(actorName(edge.to))),
    el("p", { class: "controls" },
      el("button", { type: "button", class: "action", text: "The two over time", onclick: () => select({ kind: "pair", a: edge.from, b: edge.to }, { focus: true }) }),
      unfoldButton(edge.from, edge.to)),
    el("h3", { text: plural(list.length, "relation") }),
    cards(list),
  ];
}

/** Draw every relation of two actors as a line of its own, or bundle them again. */
function unfoldButton(a, b) {
  const key = pairKey(a, b);
  const unfolded = filters.unfold === key;
  return el("button", { type: "button", class: "action", "aria-pressed": String(unfolded), text: unfolded ? "Bundle their lines" : "Unfold their lines",
    onclick: () => {
      filters.unfold = unfolded ? null : key;
      current.selection = { kind: "pair", a, b };
      changed();
    } });
}

function eventPanel(event) {
  return [kicker(quadName(event.quad)), el("div", { class: cardClass(event) }, heading(headline(event))), card(event, false)];
}

function overview(shown) {
  const counts = new Map();
  shown.forEach((i) => new Set(events[i].ends.map(standsFor)).forEach((end) => counts.set(end, (counts.get(end) || 0) + 1)));
  const rows = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  const all = [...shown].map((i) => events[i]);
  const meta = Object.entries(graph.meta);
  const recent = all.sort(newestFirst).slice(0, 5);
  return [
    kicker(`Read from ${plural(documents.length, "document")}`),
    heading(`${plural(shown.size, "relation")} between ${plural(counts.size, "actor")}`),
    el("p", { class: "lead", text: "Choose a line or an actor to see the sentences that say so. A line shows the firmest of its relations; lines without an arrow go both ways." }),
    timeline(all, "All relations"),
    el("h3", { text: "Most active" }), actorLines(rows),
    el("h3", { text: "Latest" }), cards(recent),
    meta.length ? el("h3", { text: "About this graph" }) : null,
    meta.length ? el("dl", { class: "facts" }, meta.map(([name, value]) => fact(name, data(String(value))))) : null,
  ];
}

function drawPanel(selection, shown) {
  const panel = byId("panel");
  const content = selection && selection.kind === "edge" && !lines.has(selection.id) ? overview(shown) : selection === null ? overview(shown)
    : selection.kind === "actor" ? actorPanel(actors[selection.id], shown)
    : selection.kind === "pair" ? pairPanel(selection, shown)
    : selection.kind === "path" ? pathPanel(selection, shown)
    : selection.kind === "edge" ? edgePanel(lines.get(selection.id), shown)
    : eventPanel(events[selection.id]);
  clear(panel).append(...[selection === null ? null : backButton(), ...content].flat().filter(Boolean));
  panel.classList.toggle("open", selection !== null);
  panel.scrollTop = 0;
}
