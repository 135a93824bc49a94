// The SPARQL page: an editor (YASQE), the saved queries, and the results.

"use strict";

const byId = (id) => document.getElementById(id);
const FORMS = {
  rows: { CSV: ["text/csv", "csv"], TSV: ["text/tab-separated-values", "tsv"], JSON: ["application/sparql-results+json", "json"], XML: ["application/sparql-results+xml", "xml"] },
  triples: { Turtle: ["text/turtle", "ttl"], "N-Triples": ["application/n-triples", "nt"], "JSON-LD": ["application/ld+json", "jsonld"], "RDF/XML": ["application/rdf+xml", "rdf"] },
};
const BOTH = "application/sparql-results+json, application/n-triples;q=0.9";
const state = { known: null, editor: null, columns: [], rows: [], network: null, kind: "rows" };

function tell(text, trouble = false) {
  byId("status").textContent = text;
  byId("status").className = trouble ? "trouble" : "soft";
}

/** Ask the endpoint; an Error carries what it said where it refused. */
async function ask(accept) {
  const response = await fetch("/sparql", {
    method: "POST", body: state.editor.getValue(),
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
  });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

function read(kind, text) {
  if (kind.startsWith("application/n-triples")) {
    const rows = text.split("\n").map(tripleOf).filter(Boolean);
    return { kind: "triples", columns: ["subject", "predicate", "object"], rows };
  }
  const found = JSON.parse(text);
  if ("boolean" in found) return { kind: "rows", columns: ["answer"], rows: [{ answer: { type: "literal", value: found.boolean ? "yes" : "no" } }] };
  return { kind: "rows", columns: found.head.vars, rows: found.results.bindings };
}

function show() {
  drawTable(byId("rows"), state.columns, state.rows, state.known);
  byId("form").replaceChildren(...Object.keys(FORMS[state.kind]).map((name) => element("option", { text: name })));
  if (!byId("drawn").hidden) draw();
}

function draw() {
  if (state.network) state.network.destroy();
  state.network = drawGraph(byId("canvas"), byId("drawn-note"), state.columns, state.rows, state.known);
}

async function run() {
  tell("Running …");
  byId("run").disabled = true;
  const started = performance.now();
  try {
    const response = await ask(BOTH);
    const kind = response.headers.get("content-type") || "";
    Object.assign(state, read(kind, await response.text()));
    const count = state.rows.length;
    tell(`${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"} in ${((performance.now() - started) / 1000).toFixed(2)} s`);
    history.replaceState(null, "", `/query?query=${encodeURIComponent(state.editor.getValue())}`);
    show();
  } catch (error) {
    tell(error.message, true);
  } finally {
    byId("run").disabled = false;
  }
}

async function save() {
  const [type, ending] = FORMS[state.kind][byId("form").value];
  try {
    const response = await ask(type);
    const url = URL.createObjectURL(await response.blob());
    const link = element("a", { href: url, download: `results.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    tell(`Saved as results.${ending}`);
  } catch (error) {
    tell(error.message, true);
  }
}

function open(name) {
  for (const tab of ["rows", "drawn"]) {
    const chosen = tab === name;
    byId(tab).hidden = !chosen;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(chosen));
    byId(`tab-${tab}`).tabIndex = chosen ? 0 : -1;
  }
  if (name === "drawn") draw();
}

function makeTabs() {
  const other = { rows: "drawn", drawn: "rows" };
  for (const tab of ["rows", "drawn"]) {
    byId(`tab-${tab}`).addEventListener("click", () => open(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      if (!/^Arrow(Left|Right)$/.test(event.key)) return;
      open(other[tab]);
      byId(`tab-${other[tab]}`).focus();
    });
  }
}

const withPrefixes = (text) => {
  const used = Object.entries(state.known.prefixes).filter(([name]) => new RegExp(`(^|[^\\w:<-])${name}:`).test(text) && !new RegExp(`PREFIX\\s+${name}:`, "i").test(text));
  return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + (used.length ? "\n" : "") + text;
};
const FIRST = "SELECT ?source ?relation ?target ?date {\n  ?event dg:source ?source ; dg:target ?target ; dg:relation ?relation .\n  OPTIONAL { ?event dg:date ?date }\n}\nORDER BY DESC(?date)\nLIMIT 100\n";

function makeEditor() {
  Yasqe.defaults.autocompleters = [];
  const given = new URLSearchParams(location.search).get("query");
  const editor = state.editor = new Yasqe(byId("editor"), {
    showQueryButton: false, createShareableLink: null, persistenceId: null, resizeable: false,
    value: withPrefixes(given || FIRST),
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  return given;
}

async function start() {
  state.known = await (await fetch("/api/queries")).json();
  const given = makeEditor();
  byId("saved").append(...state.known.saved.map(({ name, title }) => element("option", { value: name, text: title })));
  byId("saved").addEventListener("change", (change) => {
    const saved = state.known.saved.find(({ name }) => name === change.target.value);
    byId("about").textContent = saved ? saved.description : "";
    if (saved) { state.editor.setValue(withPrefixes(saved.text)); run(); }
  });
  byId("form").replaceChildren(...Object.keys(FORMS.rows).map((name) => element("option", { text: name })));
  byId("run").addEventListener("click", run);
  byId("download").addEventListener("click", save);
  makeTabs();
  if (given) run();
  document.documentElement.dataset.ready = "true";
}

start();
