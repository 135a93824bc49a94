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

function actorLines(rows) {
  return el("ul", { class: "lines" }, rows.map(([number, count]) =>
    el("li", {}, actorButton(number), el("span", { class: "count", text: count }))));
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
  const focused = filters.focus === actor.i;
  return [
    kicker([KIND_NAMES[actor.kind] || actor.kind, state].filter(Boolean).join(" · ")),
    heading(data(actor.label)),
    actor.alt.length ? el("p", { class: "small" }, "Also ", actor.alt.slice(0, 12).flatMap((name, i) => [i ? ", " : "", data(name)])) : null,
    actor.posts.length ? el("ul", { class: "posts" }, actor.posts.map(postLine)) : null,
    el("p", {}, el("button", { type: "button", class: "action", "aria-pressed": String(focused), text: focused ? "Show everyone again" : "Show only this actor and its counterparts",
      onclick: () => { filters.focus = focused ? null : actor.i; drawFilters(); changed(); fitPicture(); } })),
    el("h3", { text: plural(list.length, "relation") + (hidden ? ` (${hidden} filtered out)` : "") }),
    list.length ? balance(list) : null,
    near.length ? el("details", { class: "near", open: near.length <= 6 }, el("summary", { text: plural(near.length, "counterpart") }), actorLines(near)) : null,
    cards(list),
  ];
}

function edgePanel(edge, shown) {
  const list = edge.events.filter((i) => shown.has(i)).map((i) => events[i]).sort(oldestFirst);
  return [
    kicker(quadName(edge.quad)),
    heading(data(actorName(edge.from)), el("span", { class: "arrow", text: edge.arrows ? " → " : " – " }), data(actorName(edge.to))),
    el("h3", { text: plural(list.length, "relation") }),
    cards(list),
  ];
}

function eventPanel(event) {
  return [kicker(quadName(event.quad)), el("div", { class: cardClass(event) }, heading(headline(event))), card(event, false)];
}

function overview(shown) {
  const counts = new Map();
  shown.forEach((i) => new Set(events[i].ends.map(standsFor)).forEach((end) => counts.set(end, (counts.get(end) || 0) + 1)));
  const rows = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  const recent = events.filter((event) => shown.has(event.i)).sort(newestFirst).slice(0, 5);
  const meta = Object.entries(graph.meta);
  return [
    kicker(`Read from ${plural(documents.length, "document")}`),
    heading(`${plural(shown.size, "relation")} between ${plural(counts.size, "actor")}`),
    el("p", { class: "lead", text: "Choose a line or an actor to see the sentences that say so. A line shows the firmest of its relations; lines without an arrow go both ways." }),
    el("h3", { text: "Most active" }), actorLines(rows),
    el("h3", { text: "Latest" }), cards(recent),
    meta.length ? el("h3", { text: "About this graph" }) : null,
    meta.length ? el("dl", { class: "facts" }, meta.map(([name, value]) => fact(name, data(String(value))))) : null,
  ];
}

function drawPanel(selection, shown) {
  const panel = byId("panel");
  const content = selection === null ? overview(shown)
    : selection.kind === "actor" ? actorPanel(actors[selection.id], shown)
    : selection.kind === "edge" ? edgePanel(lines.get(selection.id), shown)
    : eventPanel(events[selection.id]);
  clear(panel).append(...[selection === null ? null : backButton(), ...content].flat().filter(Boolean));
  panel.classList.toggle("open", selection !== null);
  panel.scrollTop = 0;
}
