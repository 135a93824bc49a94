// The same relations as a table: sortable, searchable, and usable without the picture.

const COLUMNS = [
  { key: "when", name: "Date", value: (event) => event.when },
  { key: "from", name: "Source", value: (event) => names(event.left) },
  { key: "label", name: "Relation", value: (event) => event.label },
  { key: "to", name: "Target", value: (event) => names(event.right) },
  { key: "type", name: "Type", value: (event) => event.type },
  { key: "status", name: "Status", value: (event) => event.status },
  { key: "conf", name: "Confidence", value: (event) => event.conf },
];
const PAGE = 100;
const table = { sort: "when", down: true, query: "", size: PAGE, shown: new Set(), rows: [], stale: true };

const searchable = new Map(); // event → all its words; made when first searched

function wordsOf(event) {
  if (!searchable.has(event.i)) {
    const told = (event.ev || []).map((e) => e.s);
    const words = [names(event.ends), event.ends.flatMap((end) => actors[end].alt).join(" "), event.label, event.type, event.status, event.topic, event.place, ...told];
    const text = fold(words.filter(Boolean).join(" "));
    if (!event.ev) return text;
    searchable.set(event.i, text);
  }
  return searchable.get(event.i);
}

const collator = new Intl.Collator("en");

function compare(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
}

/** The events of the table in its order. */
function tableEvents() {
  const words = fold(table.query).split(/\s+/).filter(Boolean);
  const { value } = COLUMNS.find((column) => column.key === table.sort);
  const keyed = events
    .filter((event) => table.shown.has(event.i) && (!words.length || words.every((word) => wordsOf(event).includes(word))))
    .map((event) => [value(event), event]);
  return keyed.sort(([a, x], [b, y]) => (table.down ? -1 : 1) * compare(a, b) || x.i - y.i).map(([, event]) => event);
}

function cell(event, column) {
  if (column.key === "label") {
    const words = shorten(event.label, 60);
    const label = event.status === "negated" ? el("s", { text: words }) : words;
    return el("td", {}, el("button", { type: "button", class: `row-open ${QUADS_PLAIN[event.quad] || ""}`, "aria-label": `${sentenceOf(event)}. Show the evidence`,
      onclick: () => select({ kind: "event", id: event.i }) }, label));
  }
  if (column.key === "when") return el("td", { class: "date", text: shorten(readable(event.when), 30) });
  if (column.key === "type") return el("td", { class: "small-cell", text: capital(event.type.toLowerCase()) });
  if (column.key === "status") return el("td", { class: "small-cell", text: LOOK_NAMES[LOOKS[firmness(event)]] });
  if (column.key === "conf") return el("td", { class: "number", text: event.conf.toFixed(2) });
  return el("td", {}, data(shorten(String(column.value(event)), 80)));
}

function row(event) {
  const selected = current.selection && current.selection.kind === "event" && current.selection.id === event.i;
  return el("tr", { "data-event": event.i, class: selected ? "chosen" : null, onclick: (click) => { if (!click.target.closest("button")) select({ kind: "event", id: event.i }); } },
    COLUMNS.map((column) => cell(event, column)));
}

function drawRows() {
  table.stale = current.view !== "table";
  if (table.stale) return; // drawn when the tab is opened
  const list = tableEvents();
  table.rows = list;
  clear(byId("rows")).append(...list.slice(0, table.size).map(row));
  const rest = Math.max(0, list.length - table.size);
  byId("rows-more").hidden = !rest;
  byId("rows-more").textContent = `Show ${Math.min(rest, PAGE)} more of ${rest}`;
  byId("rows-count").textContent = plural(list.length, "relation");
  byId("rows-none").hidden = list.length > 0;
}

function sortBy(key) {
  table.down = table.sort === key ? !table.down : key === "when" || key === "conf";
  table.sort = key;
  drawHeads();
  drawRows();
  byId(`sort-${key}`).focus();
  announce(`Sorted by ${COLUMNS.find((column) => column.key === key).name}, ${table.down ? "descending" : "ascending"}`);
}

function drawHeads() {
  clear(byId("heads")).append(...COLUMNS.map(({ key, name }) => {
    const sorted = table.sort === key;
    return el("th", { scope: "col", "aria-sort": sorted ? (table.down ? "descending" : "ascending") : "none", class: key === "conf" ? "number" : null },
      el("button", { type: "button", id: `sort-${key}`, onclick: () => sortBy(key) }, name,
        el("span", { class: "sort-mark", "aria-hidden": "true", text: sorted ? (table.down ? " ↓" : " ↑") : "" })));
  }));
}

/** Up and down arrows, Home and End move between the rows' buttons. */
function tableKeys(event) {
  const buttons = [...byId("rows").querySelectorAll(".row-open")];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined || !buttons[to]) return;
  event.preventDefault();
  buttons[to].focus();
}

/** Search names at once, and sentences as soon as they have been read. */
async function searchTable(input) {
  table.query = input.target.value;
  table.size = PAGE;
  drawRows();
  if (table.query.trim() && events.some((event) => !event.ev)) {
    try { await readSentences(events); } catch { announce("The sentences could not be read; reload the page"); return; }
    drawRows();
  }
  announce(byId("rows-count").textContent);
}

function makeTable() {
  const query = el("input", { id: "table-search", type: "search", "aria-label": "Search in the relations", placeholder: "Search names, relations, sentences",
    oninput: searchTable });
  byId("view-table").append(
    el("div", { class: "table-bar" }, query, el("span", { id: "rows-count", class: "small" })),
    el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": "Relations", onkeydown: tableKeys },
      el("table", {}, el("caption", { class: "quiet", text: "Relations. The button in each row shows its evidence." }),
        el("thead", {}, el("tr", { id: "heads" })), el("tbody", { id: "rows" })),
      el("p", { id: "rows-none", class: "empty", hidden: true, text: "No relation matches." }),
      el("button", { type: "button", class: "plain", id: "rows-more", onclick: () => { table.size += PAGE; drawRows(); } })));
  drawHeads();
}

function drawTable(shown) {
  table.shown = shown;
  drawRows();
}
