// The data of the page: actors, documents and events, with what is derived from them once.

const graph = readJson("data");
const { actors, documents, events, vocabulary } = graph;

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

function reported(event) {
  const dates = event.ev.map((e) => e.d !== undefined && documents[e.d].date).filter(Boolean);
  return dates.sort()[0] || "";
}

actors.forEach((actor, i) => {
  Object.assign(actor, { i, events: [], alt: actor.alt || [], posts: actor.posts || [] });
  actor.folded = [actor.label, ...actor.alt, actor.state || ""].map(fold);
});

events.forEach((event, i) => {
  for (const list of ["src", "tgt", "par", "ev"]) event[list] = event[list] || [];
  event.i = i;
  event.from = event.par.length ? event.par : event.src;
  event.to = event.par.length ? event.par : event.tgt;
  [event.left, event.right] = event.par.length ? [event.par.slice(0, 1), event.par.slice(1)] : [event.src, event.tgt];
  event.ends = [...new Set([...event.src, ...event.tgt, ...event.par])];
  event.when = event.date || reported(event);
  event.month = monthOf(event.when);
  event.ends.forEach((end) => actors[end].events.push(event));
});

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
