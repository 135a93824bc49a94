// The data of the page: actors, documents and events. Events are kept as columns of numbers; an
// `Event` looks its values up when asked. Their sentences come in pages, read when needed: from
// the page itself, or from the server.

const SERVED = document.documentElement.dataset.served === "true";
const graph = SERVED ? await (await fetch("/api/graph")).json() : readJson("data");
const { actors, documents, vocabulary, strings, relations, drawing } = graph;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2022-11-14` → "14 Nov 2022"; intervals and what is no date stay readable. */
function readable(date) {
  if (!date) return "";
  if (date.includes("/")) return date.split("/").map(readable).join(" – ");
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date);
  if (!parts) return date;
  const [, year, month, day] = parts;
  const name = month && MONTHS[Number(month) - 1];
  return [day && name && String(Number(day)), name, year].filter(Boolean).join(" ");
}

/** Months since year 0, or null. A year alone counts as its first month. */
function monthOf(date) {
  const parts = /^(\d{4})(?:-(\d{2}))?/.exec(date || "");
  return parts ? Number(parts[1]) * 12 + (parts[2] ? Number(parts[2]) - 1 : 0) : null;
}

const monthName = (month) => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
const quadName = (quad) => vocabulary.quads[quad] || "Other";
const actorName = (number) => actors[number].label;

const LOOKS = ["actual", "claimed", "planned", "hypothetical", "negated"];

/** How firm an event is, 0 (happened, says the text) to 4 (did not happen). */
function firmness(event) {
  if (event.status === "actual") return event.fact ? 0 : 1;
  return { planned: 2, hypothetical: 3, negated: 4 }[event.status] ?? 3;
}


/** Lists of numbers, laid end to end. */
class Lists {
  constructor(lists) {
    this.at = new Int32Array(lists.length + 1);
    const all = [];
    lists.forEach((list, i) => { all.push(...[list].flat()); this.at[i + 1] = all.length; });
    this.all = Int32Array.from(all);
  }

  get(i) { return Array.from(this.all.subarray(this.at[i], this.at[i + 1])); }
}

const columns = (({ iri, status, fact, src, tgt, par, docs, ...rest }) => ({
  iri, status, fact, src: new Lists(src), tgt: new Lists(tgt), par: new Lists(par), docs: new Lists(docs),
  ...Object.fromEntries(Object.entries(rest).map(([name, list]) => [name, Int32Array.from(list)])),
}))(graph.events);
graph.events = null;
const textAt = (number) => (number < 0 ? undefined : strings[number]);

class Event {
  constructor(i) { this.i = i; }

  get iri() { return graph.start + columns.iri[this.i]; }
  get rel() { return relations[columns.rel[this.i]][0]; }
  get label() { return relations[columns.rel[this.i]][1]; }
  get type() { return relations[columns.rel[this.i]][2]; }
  get quad() { return relations[columns.rel[this.i]][3]; }
  get src() { return columns.src.get(this.i); }
  get tgt() { return columns.tgt.get(this.i); }
  get par() { return columns.par.get(this.i); }
  get docs() { return columns.docs.get(this.i); }
  get status() { return vocabulary.statuses[columns.status[this.i]]; }
  get fact() { return columns.fact[this.i] === "1"; }
  get by() { return columns.by[this.i] < 0 ? undefined : columns.by[this.i]; }
  get topic() { return textAt(columns.topic[this.i]); }
  get date() { return textAt(columns.date[this.i]); }
  get place() { return textAt(columns.place[this.i]); }
  get conf() { return columns.conf[this.i] / 100; }
  get when() { return whens[this.i]; }
  get month() { return monthsOf[this.i] || null; }
  get left() { const { par } = this; return par.length ? par.slice(0, 1) : this.src; }
  get right() { const { par } = this; return par.length ? par.slice(1) : this.tgt; }
  get from() { const { par } = this; return par.length ? par : this.src; }
  get to() { const { par } = this; return par.length ? par : this.tgt; }
  get ends() { return [...new Set([...this.src, ...this.tgt, ...this.par])]; }
  /** The sentences, or null while their page has not been read. */
  get ev() { const list = pageNow(Math.floor(this.i / graph.pages.size)); return list && list[this.i % graph.pages.size]; }
}

const events = Array.from({ length: columns.iri.length }, (_, i) => new Event(i));
const whens = events.map((event) => event.date || event.docs.map((d) => documents[d].date).filter(Boolean).sort()[0] || "");
const monthsOf = Int32Array.from(whens.map((when) => monthOf(when) || 0));

actors.forEach((actor, i) => Object.assign(actor, { i, events: [], alt: actor.alt || [], posts: actor.posts || [] }));
events.forEach((event) => event.ends.forEach((end) => actors[end].events.push(event)));

// ---- sentences ----

const sentencePages = new Map();
const toSentence = ([s, d, a, b, m]) => ({ s, d: d < 0 ? undefined : d, a: a ?? undefined, b: b ?? undefined, m });
const keepPage = (number, list) => {
  sentencePages.set(number, list.map((event) => event.map(toSentence)));
  return sentencePages.get(number);
};

/** A page of sentences if it is here or embedded, else null. */
function pageNow(number) {
  if (!sentencePages.has(number) && !SERVED && byId(`page-${number}`)) {
    keepPage(number, readJson(`page-${number}`));
    byId(`page-${number}`).remove();
  }
  return sentencePages.get(number) || null;
}

async function readPage(number) {
  const here = pageNow(number);
  if (here) return here;
  const response = await fetch(`/api/details/${number}?${graph.version}`);
  if (!response.ok) throw new Error(await response.text());
  return keepPage(number, await response.json());
}

/** Read the sentences of these events. */
const readSentences = (list) => Promise.all([...new Set(list.map((event) => Math.floor(event.i / graph.pages.size)))].map(readPage));

const newestFirst = (a, b) => b.when.localeCompare(a.when) || a.i - b.i;
const oldestFirst = (a, b) => a.when.localeCompare(b.when) || a.i - b.i;
const byIri = { actor: new Map(), event: new Map() };
actors.forEach((actor) => byIri.actor.set(actor.iri, actor.i));
events.forEach((event) => byIri.event.set(event.iri, event.i));

const names = (numbers) => numbers.map(actorName).join(", ");

/** "Mao Ning urges United States", for labels and announcements. */
function sentenceOf(event) {
  return `${names(event.left)} ${event.label} ${names(event.right)}`;
}
