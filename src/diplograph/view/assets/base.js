// Small helpers. Everything that comes from the corpus reaches the page through `el` or
// `textContent`, as text.

const byId = (id) => document.getElementById(id);
const readJson = (id) => JSON.parse(byId(id).textContent);

/** Make an element: `class`, `text`, `on…` handlers and attributes; children are nodes or strings. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Make an SVG element, as `el` does an HTML one. */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || name === "xmlns") continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, String(value));
  }
  node.append(...children.flat(Infinity).filter(Boolean));
  return node;
}

/** Text from the corpus, isolated so that its writing direction cannot leak. */
const data = (text, cls) => el("bdi", { class: cls, text });

const clear = (node) => { node.replaceChildren(); return node; };
const plural = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function shorten(text, length) {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

const announce = (text) => { byId("live").textContent = text; };

const colours = {
  values: new Map(),
  /** A colour of the style sheet, by its name without dashes. */
  get(name) {
    if (!this.values.has(name)) {
      const style = getComputedStyle(document.documentElement);
      this.values.set(name, style.getPropertyValue(`--${name}`).trim());
    }
    return this.values.get(name);
  },
  forget() { this.values.clear(); },
};

/** `#rrggbb` with an opacity. */
function faint(hex, opacity) {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${opacity})`;
}

/** Offer a text or blob as a download. */
function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
