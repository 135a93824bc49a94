// Counts the quads that N3.js reads from a file: node parse_n3.js MODULE FILE FORMAT
const [module_, file, format] = process.argv.slice(2);
const { Parser } = require(module_);
const text = require("fs").readFileSync(file, "utf8");
const quads = new Parser({ format, baseIRI: "http://example.org/" }).parse(text);
const known = new Set(quads.map((q) => [q.subject, q.predicate, q.object, q.graph].map((t) => t.id).join(" ")));
console.log(known.size);
