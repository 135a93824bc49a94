// Which relations are shown.

const months = monthsOf.filter((month) => month > 0);
const SPAN = months.length ? months.reduce(([low, high], month) => [Math.min(low, month), Math.max(high, month)], [months[0], months[0]]) : null;
const newFilters = () => ({
  quad: new Set(), type: new Set(), relation: new Set(), look: new Set(), kind: new Set(),
  confidence: 0, from: SPAN ? SPAN[0] : 0, to: SPAN ? SPAN[1] : 0, source: "", topic: "",
  focus: null, steps: 1, fold: false, unfold: null,
});
let filters = newFilters(); // the sets hold what is switched off

/** Actors within so many steps of the focus, or null for everyone. */
function within() {
  if (filters.focus === null) return null;
  return stepsFrom(filters.focus, filters.steps, (event) => eventShown(event, null));
}

function timeAllows(event) {
  if (!SPAN || (filters.from === SPAN[0] && filters.to === SPAN[1])) return true;
  return event.month !== null && event.month >= filters.from && event.month <= filters.to;
}

/** Is this actor allowed to stand in the picture? */
const actorShown = (number, near) =>
  !filters.kind.has(actors[number].kind) && (near === null || near.has(number));

const topicAllows = (event) => !filters.topic || fold(event.topic || "").includes(fold(filters.topic));
const sourceAllows = (event) => !filters.source || event.docs.some((d) => documents[d].source === filters.source);

function eventShown(event, near) {
  if (filters.quad.has(String(event.quad)) || filters.type.has(event.type) || filters.relation.has(event.rel)) return false;
  if (filters.look.has(LOOKS[firmness(event)]) || event.conf < filters.confidence) return false;
  if (!timeAllows(event) || !topicAllows(event) || !sourceAllows(event)) return false;
  if (near === null && !filters.kind.size) return true;
  const from = event.from.filter((n) => actorShown(n, near));
  const to = event.to.filter((n) => actorShown(n, near));
  return from.length > 0 && to.length > 0 && (!event.par.length || from.length > 1);
}

function shownEvents() {
  const near = within();
  return new Set(events.filter((event) => eventShown(event, near)).map((event) => event.i));
}

const filtered = () => Boolean(
  filters.quad.size || filters.type.size || filters.relation.size || filters.look.size || filters.kind.size ||
  filters.confidence || filters.source || filters.topic || filters.fold || filters.focus !== null || filters.unfold ||
  (SPAN && (filters.from !== SPAN[0] || filters.to !== SPAN[1])));
