// An event as a card: what was done, how sure it is, and the sentences that say so.

const QUADS_PLAIN = { 1: "quad-1", 2: "quad-2", 3: "quad-3", 4: "quad-4" };

function actorButton(number) {
  return el("button", { type: "button", class: "actor", onclick: () => select({ kind: "actor", id: number }) }, data(shorten(actorName(number), 120)));
}

function listOf(numbers) {
  return numbers.flatMap((number, i) => {
    const joint = i === 0 ? null : i === numbers.length - 1 ? " and " : ", ";
    return [joint, actorButton(number)];
  });
}

function headline(event) {
  return [listOf(event.left), " ", el("bdi", { class: "verb", text: event.label }), " ", listOf(event.right)].flat();
}

function tags(event) {
  const status = event.status === "actual" ? null : el("span", { class: `tag status-${event.status}`, text: capital(event.status) });
  const claimed = event.fact ? null : el("span", { class: "tag claimed", text: "Claimed, not established" });
  return el("p", { class: "tags" },
    el("span", { class: `tag type ${QUADS_PLAIN[event.quad] || ""}`, text: capital(event.type.toLowerCase()) }), status, claimed);
}

/** The sentence with its trigger marked; offsets were checked and counted in Python. */
function quote(evidence) {
  const { s, a, b } = evidence;
  if (a === undefined || b === undefined) return el("blockquote", { dir: "auto" }, s);
  return el("blockquote", { dir: "auto" }, s.slice(0, a), el("mark", { text: s.slice(a, b) }), s.slice(b));
}

/** A link only where the path is a web address; anything else is text. */
function titleOf(document_) {
  const title = document_.title || document_.path || document_.iri;
  if (SERVED) return el("a", { class: "cite-title", href: `/documents/${document_.iri.split("/").pop()}` }, data(title));
  let url = null;
  try { url = new URL(document_.path || ""); } catch { /* a file's name */ }
  if (!url || !/^https?:$/.test(url.protocol)) return data(title, "cite-title");
  return el("a", { class: "cite-title", href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, data(title));
}

function citation(number) {
  if (number === undefined) return null;
  const document_ = documents[number];
  const facts = [document_.source, readable(document_.date)].filter(Boolean);
  return el("p", { class: "cite" }, titleOf(document_), facts.map((fact) => [" · ", data(fact)]).flat());
}

function fact(name, ...values) {
  return el("div", { class: "fact" }, el("dt", { text: name }), el("dd", {}, ...values));
}

function facts(event) {
  const percent = Math.round(event.conf * 100);
  const meter = el("span", { class: "meter", "aria-hidden": "true" }, el("span"));
  meter.firstChild.style.width = `${percent}%`;
  const date = event.date ? readable(event.date) : event.when && `reported ${readable(event.when)}`;
  return el("dl", { class: "facts" },
    date && fact("When", date),
    event.place && fact("Where", data(event.place)),
    event.topic && fact("About", data(event.topic)),
    event.by !== undefined && fact("According to", actorButton(event.by)),
    fact("Confidence", meter, `${percent} %`));
}

const SENTENCES = 5;

/** The sentences, or a place that they come to once they have been read. */
function evidenceList(event) {
  if (event.ev) return sentences(event);
  const box = el("div", {}, el("p", { class: "small", text: "Reading the sentences …" }));
  readSentences([event]).then(() => box.replaceChildren(sentences(event)),
    () => box.replaceChildren(el("p", { class: "small", text: "The sentences could not be read; reload the page." })));
  return box;
}

function sentences(event) {
  const show = (list) => list.map((evidence) => el("figure", { class: "evidence" }, quote(evidence), el("figcaption", {}, citation(evidence.d)), verdictOn(event, evidence)));
  const box = el("div", {}, show(event.ev.slice(0, SENTENCES)));
  const rest = event.ev.slice(SENTENCES);
  if (rest.length) {
    box.append(el("button", { type: "button", class: "plain", text: `${plural(rest.length, "more sentence")}`,
      onclick: (click) => click.target.replaceWith(...show(rest)) }));
  }
  return box;
}

const cardClass = (event) => `card ${QUADS_PLAIN[event.quad] || ""} look-${LOOKS[firmness(event)]}`;

function card(event, titled = true) {
  return el("article", { class: cardClass(event), "data-event": event.i },
    titled && el("p", { class: "headline" }, headline(event)), tags(event), evidenceList(event), facts(event));
}

/** Cards a page at a time: long lists stay quick. */
function cards(list, size = 25) {
  const box = el("div", { class: "cards" });
  const more = (from) => {
    list.slice(from, from + size).forEach((event) => box.append(card(event)));
    if (list.length > from + size) {
      box.append(el("button", { type: "button", class: "plain", text: `${plural(list.length - from - size, "more relation")}`,
        onclick: (click) => { click.target.remove(); more(from + size); } }));
    }
  };
  more(0);
  return box;
}
