// Results of a query as a table and as a graph. Everything is set as text, never as markup.

"use strict";

const PAGE = 200;
const MOST_DRAWN = 400;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** An IRI by its prefix, for reading. */
function shortIri(iri, prefixes) {
  let best = null;
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && (!best || namespace.length > best[1].length)) best = [prefix, namespace];
  }
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

/** Where an IRI's page is: on this server for the graph's own, elsewhere only on the web. */
function addressOf(iri, known) {
  if (iri.startsWith(known.base)) return `/id/${iri.slice(known.base.length)}`;
  if (iri.startsWith(known.prefixes.dg)) return `/ontology#${iri.slice(known.prefixes.dg.length)}`;
  return /^https?:\/\//.test(iri) ? iri : null;
}

function termNode(term, known) {
  if (!term) return "";
  const text = term.type === "uri" ? shortIri(term.value, known.prefixes) : term.value;
  const shown = element("bdi", { text });
  const href = term.type === "uri" ? addressOf(term.value, known) : null;
  return href ? element("a", { href, rel: "noopener noreferrer" }, shown) : shown;
}

/** One line of N-Triples as three terms of SPARQL's JSON form; null for what is none. */
function tripleOf(line) {
  const term = String.raw`<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<[^>]*>)?`;
  const parts = new RegExp(`^\\s*(?:${term})\\s+<([^>]*)>\\s+(?:${term})\\s*\\.\\s*$`).exec(line);
  if (!parts) return null;
  const unescape = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    (four || eight ? String.fromCodePoint(parseInt(four || eight, 16)) : { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[one] || one));
  const read = (iri, blank, literal) => (iri !== undefined ? { type: "uri", value: unescape(iri) }
    : blank !== undefined ? { type: "bnode", value: blank } : { type: "literal", value: unescape(literal) });
  return { subject: read(...parts.slice(1, 4)), predicate: { type: "uri", value: unescape(parts[4]) }, object: read(...parts.slice(5, 8)) };
}

function drawTable(box, columns, rows, known) {
  const body = element("tbody");
  const more = element("button", { type: "button" });
  let shown = 0;
  const add = () => {
    body.append(...rows.slice(shown, shown + PAGE).map((row) =>
      element("tr", {}, ...columns.map((column) => element("td", { dir: "auto" }, termNode(row[column], known))))));
    shown = Math.min(shown + PAGE, rows.length);
    more.hidden = shown === rows.length;
    more.textContent = `Show ${Math.min(PAGE, rows.length - shown)} more`;
  };
  more.addEventListener("click", add);
  add();
  const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col", text: column })));
  box.replaceChildren(element("table", {}, element("thead", {}, head), body), more);
}

/** Edges to draw: triples as they are, rows as a line between their first two nodes. */
function edgesOf(columns, rows) {
  const found = new Map();
  for (const row of rows) {
    const nodes = columns.map((column) => row[column]).filter((term) => term && term.type !== "literal");
    const triple = row.subject && row.predicate && row.object;
    const [from, to] = triple ? [row.subject, row.object] : nodes;
    if (!from || !to) continue;
    const label = triple ? row.predicate.value : (columns.map((c) => row[c]).find((t) => t && t.type === "literal") || { value: "" }).value;
    found.set(`${from.value} ${to.value} ${label}`, { from, to, label });
    if (found.size >= MOST_DRAWN) break;
  }
  return [...found.values()];
}

function drawGraph(box, note, columns, rows, known) {
  const edges = edgesOf(columns, rows);
  const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
  const nodes = new Map();
  for (const { from, to } of edges) for (const term of [from, to]) nodes.set(term.value, term);
  box.replaceChildren();
  note.textContent = edges.length ? `${nodes.size} nodes, ${edges.length} lines${edges.length === MOST_DRAWN ? " (no more are drawn)" : ""}` : "Nothing to draw: a graph needs triples, or rows with two nodes.";
  if (!edges.length) return null;
  const style = { shape: "dot", size: 9, color: "#34414e", font: { size: 13 } };
  return new vis.Network(box, {
    nodes: [...nodes.values()].map((term) => ({ id: term.value, label: cut(shortIri(term.value, known.prefixes)), ...style })),
    edges: edges.map(({ from, to, label }, id) => ({ id, from: from.value, to: to.value, arrows: "to", label: cut(shortIri(label, known.prefixes)), font: { size: 11 }, color: "#8b8678" })),
  }, { layout: { randomSeed: 7, improvedLayout: nodes.size < 150 }, physics: { stabilization: { iterations: 150 } } });
}
