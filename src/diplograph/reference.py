"""The ontology as one HTML page: every term with what is said of it, and a class diagram."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import pyoxigraph as ox

from diplograph.contexts import load_contexts
from diplograph.diagram import class_diagram
from diplograph.ontology import DG, load_ontology
from diplograph.rdf.terms import PREFIXES
from diplograph.resources import ontology_path

_ISSUES = DG + "ContextScheme"

_MORE = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "time": "http://www.w3.org/2006/time#",
}
_OWL, _RDFS, _SKOS = (PREFIXES[name] for name in ("owl", "rdfs", "skos"))
_DCTERMS, _TYPE = PREFIXES["dcterms"], PREFIXES["rdf"] + "type"
_ROWS = (
    ("example", DG + "example"),
    ("part of", _RDFS + "subClassOf"),
    ("part of", _RDFS + "subPropertyOf"),
    ("disjoint with", _OWL + "disjointWith"),
    ("inverse of", _OWL + "inverseOf"),
    ("from", _RDFS + "domain"),
    ("to", _RDFS + "range"),
    ("vaguer than", DG + "vaguerThan"),
    ("PLOVER type", DG + "ploverType"),
    ("CAMEO root code", DG + "cameoRoot"),
    ("quad class", DG + "quadClass"),
    ("PLOVER score", DG + "ploverScore"),
    ("direct property", DG + "relationProperty"),
    ("see also", _SKOS + "closeMatch"),
    ("see also", _SKOS + "relatedMatch"),
)
_CODES = (DG + "ploverType", DG + "cameoRoot", DG + "quadClass", DG + "ploverScore")
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1a1a1a;background:#fff}h2{border-bottom:1px solid #ccc;margin-top:2.5rem}
article{margin:1.5rem 0}h3{margin:0;font-size:1rem}h3 code{font-weight:400;color:#555}
p{margin:.2rem 0}table{border-collapse:collapse;font-size:.9rem}
th{text-align:left;padding:0 1rem 0 0;font-weight:400;
color:#555;vertical-align:top}td{padding:0}code{font-size:.9em}a{color:#0b5394}svg{max-width:100%}
nav a{margin-right:.6rem}"""

# What domain and range cannot say: posts have mentions too, and the second is not our term.
_KNOWN = (("Event", "mention", "Mention"), ("Mention", "nif:referenceContext", "Document"))

Facts = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def reference_page(extension: Path | None = None) -> str:
    """The page of the package's ontology, or of it with a user's own relations.

    OntologyError where a file cannot be read.
    """
    load_ontology(None, extension)  # says what is wrong with it
    paths = [ontology_path() / "diplograph.ttl", *([extension] if extension else [])]
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.NamedNode | ox.Literal
            ):
                facts[quad.subject.value][quad.predicate.value].append(quad.object)
    for context in load_contexts():
        concept = facts[f"{DG}context-{context.id}"]
        concept[_RDFS + "label"].append(ox.Literal(context.label))
        concept[_SKOS + "inScheme"].append(ox.NamedNode(_ISSUES))
        told = f"Told by words such as: {', '.join(context.keywords[:6])}."
        concept[_SKOS + "definition"].append(ox.Literal(told))
    return _Page(facts).html()


class _Page:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._names = {iri: name for name, iri in (PREFIXES | _MORE).items()}

    def html(self) -> str:
        """The whole page."""
        sections = list(self._sections())
        nav = "".join(f'<a href="#{key}">{escape(title)}</a> ' for key, title, _ in sections)
        body = "".join(
            f'<section id="{key}"><h2>{escape(title)}</h2>{"".join(map(self._entry, terms))}'
            "</section>\n"
            for key, title, terms in sections
        )
        head = self._head()
        title = escape(self._one(DG.rstrip("#"), _DCTERMS + "title"))
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
            f"<body><h1>{title}</h1>\n{head}<nav>{nav}</nav>\n"
            f"<h2>Classes at a glance</h2>\n{self._diagram()}\n{body}</body></html>\n"
        )

    def _one(self, subject: str, predicate: str) -> str:
        return next((o.value for o in self._facts[subject].get(predicate, ())), "")

    def _head(self) -> str:
        own = DG.rstrip("#")
        version = escape(self._one(own, _OWL + "versionInfo"))
        licence = escape(self._one(own, _DCTERMS + "license"))
        notes = sorted((o.value for o in self._facts[own][_SKOS + "changeNote"]), reverse=True)
        changes = "".join(f"<li>{escape(note)}</li>" for note in notes)
        return (
            f"<p>{escape(self._one(own, _DCTERMS + 'description'))}</p>\n"
            f"<p>Version {version} ({escape(self._one(own, _OWL + 'versionIRI'))}), by "
            f"{escape(self._one(own, _DCTERMS + 'creator'))}, under "
            f'<a href="{licence}">{licence}</a>. Namespace <code>{DG}</code>, prefix '
            f"<code>dg:</code>. Made by <code>diplograph ontology</code>.</p>\n"
            f"<details><summary>Changes</summary><ul>{changes}</ul></details>\n"
        )

    def _typed(self, *kinds: str) -> list[str]:
        wanted = {_OWL + kind for kind in kinds}
        return [
            iri
            for iri, values in self._facts.items()
            if wanted & {o.value for o in values.get(_TYPE, ())}
        ]

    def _sections(self) -> Iterator[tuple[str, str, list[str]]]:
        classes = self._typed("Class")
        types = [iri for iri in classes if DG + "ploverType" in self._facts[iri]]
        relations = [iri for iri in classes if DG + "relationProperty" in self._facts[iri]]
        direct = {self._one(iri, DG + "relationProperty") for iri in relations}
        general = [i for i in self._typed("ObjectProperty") if i.startswith(DG + "plover")]
        done = {*types, *relations, *direct, *general}
        properties = self._typed("ObjectProperty", "DatatypeProperty")
        yield "classes", "Classes", [i for i in classes if i not in done]
        yield "properties", "Properties", [i for i in properties if i not in done]
        yield "concepts", "Statuses and quad classes", self._typed("NamedIndividual")
        issues = ox.NamedNode(_ISSUES)
        within = [iri for iri, told in self._facts.items() if issues in told[_SKOS + "inScheme"]]
        yield "issues", "Issues", [_ISSUES, *within]
        yield "types", "PLOVER types", types
        for iri in types:
            own = [r for r in relations if r != iri and iri in self._above(r)]
            own += [iri] if iri in relations else []
            named = [n for r in own for n in (r, self._one(r, DG + "relationProperty"))]
            label = self._one(iri, _RDFS + "label")
            yield f"relations-{_local(iri)}", f"Relations: {label}", [n for n in named if n != iri]
        yield "inferred", "Properties of the types", general
        yield "annotations", "Annotations", self._typed("AnnotationProperty")

    def _above(self, iri: str) -> set[str]:
        found, todo = set[str](), [iri]
        while todo:
            parents = {o.value for o in self._facts[todo.pop()].get(_RDFS + "subClassOf", ())}
            todo += parents - found
            found |= parents
        return found

    def _entry(self, iri: str) -> str:
        values = self._facts[iri]
        label = self._one(iri, _RDFS + "label") or self._one(iri, _SKOS + "prefLabel")
        kinds = sorted(
            o.value.removeprefix(_OWL) for o in values[_TYPE] if o.value.startswith(_OWL)
        )
        rows = [(name, values[key]) for name, key in _ROWS if values.get(key)]
        rows += self._inherited(iri)
        table = "".join(
            f"<tr><th>{escape(name)}</th><td>{', '.join(map(self._value, found))}</td></tr>"
            for name, found in rows
        )
        return (
            f'<article id="{escape(_local(iri))}"><h3>{escape(label)} '
            f"<code>{escape(self._short(iri))}</code></h3>"
            f"<p>{escape(self._one(iri, _SKOS + 'definition'))}</p>"
            f"<table><tr><th>kind</th><td>{escape(', '.join(kinds))}</td></tr>{table}</table>"
            "</article>\n"
        )

    def _inherited(self, iri: str) -> list[tuple[str, list[ox.NamedNode | ox.Literal]]]:
        """What the PLOVER manual says of the type under which a relation's class lies."""
        if DG + "relationProperty" not in self._facts[iri] or DG + "ploverType" in self._facts[iri]:
            return []
        types = [above for above in self._above(iri) if DG + "ploverType" in self._facts[above]]
        return [
            (name, self._facts[type_][key])
            for type_ in types
            for name, key in _ROWS
            if key in _CODES
        ]

    def _value(self, value: ox.NamedNode | ox.Literal) -> str:
        if isinstance(value, ox.Literal):
            return escape(value.value)
        name = f"<code>{escape(self._short(value.value))}</code>"
        known = value.value in self._facts
        return f'<a href="#{escape(_local(value.value))}">{name}</a>' if known else name

    def _short(self, iri: str) -> str:
        local = _local(iri)
        prefix = self._names.get(iri.removesuffix(local))
        return f"{prefix}:{local}" if prefix else iri

    def _diagram(self) -> str:
        """Top classes with their subclasses, and the properties that lead from one to another."""
        classes = [c for c in self._typed("Class") if c.startswith(DG)]
        tops = [c for c in classes if not any(a in classes for a in self._above(c))]
        boxes = {
            _local(top): [
                _local(c)
                for c in classes
                if top in {o.value for o in self._facts[c].get(_RDFS + "subClassOf", ())}
            ]
            for top in tops
        }
        return class_diagram(boxes, [*self._arrows({*tops}), *_KNOWN])

    def _arrows(self, tops: set[str]) -> Iterator[tuple[str, str, str]]:
        for prop in self._typed("ObjectProperty"):
            ends = [
                self._top(self._facts[prop].get(_RDFS + k, ()), tops) for k in ("domain", "range")
            ]
            if all(ends) and not prop.startswith(DG + "plover"):
                direct = any(
                    o.value.startswith(DG + "plover")
                    for o in self._facts[prop].get(_RDFS + "subPropertyOf", ())
                )
                if not direct:
                    yield ends[0], _local(prop), ends[1]

    def _top(self, found: Iterable[ox.NamedNode | ox.Literal], tops: set[str]) -> str:
        above = [a for o in found for a in (o.value, *self._above(o.value))]
        return next((_local(a) for a in above if a in tops), "")


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
