// Verdicts: each sentence can be called right or wrong, and the table of verdicts saved, which
// `diplograph build --review` takes. They are kept in memory alone until then.

const VERDICTS = { accept: "Right", reject: "Wrong" };
const verdicts = new Map();

/** The mention behind a sentence: an event has the name of its first one. */
const mentionOf = (event, evidence) => evidence.m || event.iri.split("/").pop();

function verdictOn(event, evidence) {
  const mention = mentionOf(event, evidence);
  const buttons = Object.entries(VERDICTS).map(([verdict, text]) => el("button", {
    type: "button", class: "plain", "data-verdict": verdict, "aria-label": `${text} as read: ${shorten(sentenceOf(event), 120)}`, text,
    onclick: () => { judge(mention, verdict, event, evidence); show(); },
  }));
  const show = () => buttons.forEach((button) => {
    const now = verdicts.get(mention);
    button.setAttribute("aria-pressed", String(Boolean(now) && now.verdict === button.dataset.verdict));
  });
  show();
  return el("p", { class: "verdict", role: "group", "aria-label": "Verdict" }, buttons);
}

/** A second click on a verdict takes it back. */
function judge(mention, verdict, event, evidence) {
  const before = verdicts.get(mention);
  if (before && before.verdict === verdict) verdicts.delete(mention);
  else verdicts.set(mention, { verdict, event, evidence, saved: false });
  const button = byId("save-review");
  button.hidden = verdicts.size === 0;
  button.textContent = `Review (${verdicts.size})`;
  announce(`${plural(verdicts.size, "verdict")}`);
}

const oneLine = (text) => (text || "").replace(/\s+/g, " ").trim();
const blank = () => "";
// The columns in their order: those of `diplograph review`.
const REVIEW = {
  verdict: (v) => v.verdict, source: (v) => oneLine(names(v.event.left)), relation: (v) => v.event.rel, target: (v) => oneLine(names(v.event.right)),
  status: (v) => v.event.status, date: (v) => v.event.date || "", place: (v) => oneLine(v.event.place), factual: (v) => String(v.event.fact),
  correct_source: blank, correct_relation: blank, correct_target: blank, correct_status: blank, correct_date: blank, correct_place: blank,
  correct_factual: blank, note: blank,
  sentence: (v) => oneLine(v.evidence.s), title: (v) => (v.evidence.d === undefined ? "" : oneLine(documents[v.evidence.d].title)),
  published: (v) => (v.evidence.d === undefined ? "" : documents[v.evidence.d].date), type: (v) => v.event.type,
  // Of several sentences the event has the highest confidence, which need not be this one's.
  confidence: (v) => (v.event.ev.length === 1 ? v.event.conf : ""), drawn: () => "page", item: () => "relation",
  id: (v) => `mention/${mentionOf(v.event, v.evidence)}`,
};

function reviewCsv() {
  const lines = [...verdicts.values()].map((v) => Object.values(REVIEW).map((get) => field(get(v))).join(","));
  return `${[Object.keys(REVIEW).join(","), ...lines].join("\r\n")}\r\n`;
}

function saveReview() {
  download("review.csv", new Blob(["\ufeff", reviewCsv()], { type: "text/csv;charset=utf-8" }));
  verdicts.forEach((v) => { v.saved = true; });
  announce(`${plural(verdicts.size, "verdict")} saved; build with --review to honour them`);
}

/** Leaving the page would lose what is not saved. */
function keepUnsaved(leaving) {
  if ([...verdicts.values()].some((v) => !v.saved)) leaving.preventDefault();
}
