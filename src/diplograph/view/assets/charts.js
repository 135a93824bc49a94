// Small charts over time, drawn as SVG, each with its numbers as a table for whoever cannot see it.

const CHART = { width: 340, height: 92, left: 30, right: 6, top: 8, bottom: 18 };

/** Bins of months that fit the width: each with its first month. */
function binsOver(low, high, most = 60) {
  const size = Math.max(1, Math.ceil((high - low + 1) / most));
  return Array.from({ length: Math.ceil((high - low + 1) / size) }, (_, i) => ({ from: low + i * size, to: low + (i + 1) * size - 1 }));
}

const binName = ({ from, to }) => (from === to ? monthName(from) : `${monthName(from)} – ${monthName(to)}`);

function axis(low, high) {
  const { width, height, left, right, bottom } = CHART;
  const y = height - 4;
  return [
    svg("line", { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom, class: "axis" }),
    svg("text", { x: left, y, class: "axis-text", text: monthName(low) }),
    low === high ? null : svg("text", { x: width - right, y, class: "axis-text end", text: monthName(high) }),
  ];
}

/** The chart's numbers as a table, closed until asked for. */
function numbersOf(heads, rows) {
  return el("details", { class: "numbers" }, el("summary", { text: "The numbers" }),
    el("div", { class: "numbers-box", tabindex: "0", role: "region", "aria-label": "The numbers" }, el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", text: head })))),
      el("tbody", {}, rows.map((row_) => el("tr", {}, row_.map((value) => el("td", { text: value }))))))));
}

const cooperates = (event) => event.quad <= 2;

/** Events over time: cooperation upwards, conflict downwards. Nothing where there are no dates. */
function timeline(list, of) {
  const dated = list.filter((event) => event.month !== null);
  if (dated.length < 2) return null;
  const low = dated.reduce((least, event) => Math.min(least, event.month), Infinity);
  const high = dated.reduce((most, event) => Math.max(most, event.month), 0);
  const bins = binsOver(low, high).map((bin) => ({ ...bin, up: 0, down: 0 }));
  const size = bins[0].to - bins[0].from + 1;
  dated.forEach((event) => { bins[Math.floor((event.month - low) / size)][cooperates(event) ? "up" : "down"] += 1; });
  const top = Math.max(...bins.map((bin) => Math.max(bin.up, bin.down)));
  const { width, height, left, right, bottom } = CHART;
  const middle_ = (height - bottom) / 2;
  const step = (width - left - right) / bins.length;
  const bar = (bin, i, count, up) => {
    const length = (count / top) * (middle_ - 6);
    return count ? svg("rect", { x: left + i * step, y: up ? middle_ - length : middle_, width: Math.max(step - 1, 1), height: length, class: up ? "cooperates" : "conflicts" },
      svg("title", { text: `${binName(bin)}: ${bin.up} of cooperation, ${bin.down} of conflict` })) : null;
  };
  const full = bins.filter((bin) => bin.up || bin.down);
  return el("figure", { class: "chart" }, el("figcaption", { text: "Over time: cooperation above, conflict below" }),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${shorten(of, 60)}: ${dated.length} dated relations, ${monthName(low)} to ${monthName(high)}` },
      svg("line", { x1: left, x2: width - right, y1: middle_, y2: middle_, class: "axis" }),
      svg("text", { x: left - 4, y: 14, class: "axis-text end", text: String(top) }),
      bins.flatMap((bin, i) => [bar(bin, i, bin.up, true), bar(bin, i, bin.down, false)]), axis(low, high)),
    numbersOf(["When", "Cooperation", "Conflict"], full.map((bin) => [binName(bin), bin.up, bin.down])));
}

const scoreOf = (event) => vocabulary.scores[event.type] || 0;
const showScore = (value) => (value > 0 ? "+" : "") + value.toFixed(1);

/** PLOVER scores by month: a mean for each month that has events, joined by a curve. */
function scoreCurve(list, of) {
  const months_ = new Map();
  list.filter((event) => event.month !== null && firmness(event) === 0).forEach((event) => {
    if (!months_.has(event.month)) months_.set(event.month, []);
    months_.get(event.month).push(scoreOf(event));
  });
  if (!months_.size) return null;
  const points = [...months_].sort(([a], [b]) => a - b).map(([month, scores]) => ({ month, count: scores.length, mean: scores.reduce((a, b) => a + b, 0) / scores.length }));
  const [low, high] = [points[0].month, points.at(-1).month];
  const { width, height, left, right, top, bottom } = CHART;
  const x = (month) => (low === high ? (left + width - right) / 2 : left + ((month - low) / (high - low)) * (width - left - right));
  const y = (score) => top + ((10 - score) / 20) * (height - top - bottom);
  const path = points.map(({ month, mean }, i) => `${i ? "L" : "M"}${x(month).toFixed(1)} ${y(mean).toFixed(1)}`).join("");
  return el("figure", { class: "chart" }, el("figcaption", { text: "Cooperation and conflict: mean PLOVER score of each month, +10 to −10, of what happened" }),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${shorten(of, 120)}: scores of ${plural(points.length, "month")}, ${monthName(low)} to ${monthName(high)}` },
      [10, 0, -10].map((score) => [
        svg("line", { x1: left, x2: width - right, y1: y(score), y2: y(score), class: score ? "grid" : "axis" }),
        svg("text", { x: left - 4, y: y(score) + 3, class: "axis-text end", text: score > 0 ? `+${score}` : String(score).replace("-", "−") })]),
      svg("path", { d: path, class: "curve" }),
      points.map((point) => svg("circle", { cx: x(point.month), cy: y(point.mean), r: 2.5 + Math.sqrt(point.count), class: point.mean < 0 ? "conflicts" : "cooperates" },
        svg("title", { text: `${monthName(point.month)}: ${showScore(point.mean)}, ${plural(point.count, "relation")}` }))),
      axis(low, high)),
    numbersOf(["Month", "Mean score", "Relations"], points.map((point) => [monthName(point.month), showScore(point.mean), point.count])));
}
