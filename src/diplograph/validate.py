"""Does a graph keep to the shapes, and does its evidence stand in the sources?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.convert import union_rdflib
from diplograph.documents import ReadOptions, read_sources
from diplograph.errors import SourceError, StoreError
from diplograph.rdf.terms import PREFIXES, writable
from diplograph.records import Document
from diplograph.resources import ontology_path
from diplograph.store import GraphStore
from diplograph.stored import StoredDocument

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"
_PREFIXES = {**PREFIXES, "sh": _SH}

_SPANS = """PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX dg: <https://w3id.org/diplograph/ontology#>
SELECT ?mention ?document ?part ?quoted ?begin ?end {
  ?mention nif:referenceContext ?document .
  { ?mention nif:anchorOf ?quoted ; nif:beginIndex ?begin ; nif:endIndex ?end
    BIND("sentence" AS ?part) }
  UNION { ?mention dg:trigger ?quoted ; dg:triggerBegin ?begin ; dg:triggerEnd ?end
    BIND("trigger" AS ?part) }
  UNION { ?mention dg:sourceText ?quoted ; dg:sourceBegin ?begin ; dg:sourceEnd ?end
    BIND("source" AS ?part) }
  UNION { ?mention dg:targetText ?quoted ; dg:targetBegin ?begin ; dg:targetEnd ?end
    BIND("target" AS ?part) }
} ORDER BY ?mention ?part"""

SourceText = Callable[[StoredDocument], str | None]
"""The text of a document if it is at hand, as it was read, else None."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: with which node, at which property, and the offending value."""

    node: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        place = f"{self.node} {self.path}".strip()
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} (is {self.value})" if self.value else text


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found; `checked` documents had their text at hand, `missing` had not."""

    problems: tuple[Problem, ...]
    checked: int = 0
    missing: int = 0

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The report for a reader, a line for each problem and one that sums up."""
        found = [str(problem) for problem in self.problems]
        count = len(found)
        verdict = "conforms" if self.conforms else f"{count} problem{'' if count == 1 else 's'}"
        texts = f"; evidence compared with {self.checked} texts" if self.checked else ""
        absent = f", {self.missing} not at hand" if self.checked and self.missing else ""
        return [*found, verdict + texts + absent]


def validate(
    store: GraphStore, texts: SourceText | None = None, shapes: Path | None = None
) -> Report:
    """Check a graph against `ontology/shapes.ttl`, and its quotations against the texts.

    StoreError where the shapes cannot be read. Takes a copy of the graph in rdflib, since pyshacl
    works on nothing else: some minutes for a million triples.
    """
    problems = [*_shape_problems(store, shapes or ontology_path() / "shapes.ttl")]
    checked = missing = 0
    if texts is not None:
        found = {document.iri: texts(document) for document in store.documents()}
        checked = sum(text is not None for text in found.values())
        missing = len(found) - checked
        problems += _evidence_problems(store, found)
    return Report(tuple(sorted(problems, key=str)), checked, missing)


def texts_of(sources: Sequence[str], options: ReadOptions) -> SourceText:
    """The texts of files, folders and globs, to be compared with what a graph quotes from them.

    A document is found by the hash of its text, else by its path and record id: a text that has
    changed since it was read is then seen to have something else at the offsets.

    Raises:
        SourceError: a source cannot be read.
    """
    by_hash: dict[str, str] = {}
    by_path: dict[tuple[str, str | None], str] = {}
    for entry in read_sources(list(sources), options):
        if isinstance(entry, Document):
            by_hash[entry.digest] = entry.text
            by_path[entry.path, entry.record_id] = entry.text
        elif not entry.skipped:
            raise SourceError(str(entry))

    def find(document: StoredDocument) -> str | None:
        """The text by its hash, else by path and row."""
        known = by_hash.get(document.sha256)
        return known or by_path.get((document.path or "", document.record_id))

    return find


def _shape_problems(store: GraphStore, shapes: Path) -> Iterator[Problem]:
    import pyshacl
    import rdflib

    try:
        shape_graph = rdflib.Graph().parse(shapes, format="turtle")
    except Exception as error:  # rdflib's parsers raise many kinds
        raise StoreError(f"{shapes}: {error}") from error
    yield from _whole_graph_problems(store, shape_graph)
    _, report, _ = pyshacl.validate(union_rdflib(store), shacl_graph=shape_graph, advanced=False)
    sh = rdflib.Namespace(_SH)
    for result in report.objects(None, sh.result):
        messages = sorted(str(message) for message in report.objects(result, sh.resultMessage))
        value = report.value(result, sh.value)
        # What SPARQL finds has its nodes in the message.
        whole = report.value(result, sh.sourceConstraintComponent) == sh.SPARQLConstraintComponent
        yield Problem(
            node="" if whole else _short(report.value(result, sh.focusNode), store.base),
            path="" if whole else _short(report.value(result, sh.resultPath), store.base),
            message="; ".join(_shortened(message, store.base) for message in messages),
            value="" if whole else _short(value, store.base),
        )


def _whole_graph_problems(store: GraphStore, shapes: rdflib.Graph) -> Iterator[Problem]:
    """What the queries find that look at the whole graph; they are taken out of the shapes.

    Such a query says nothing of `$this` but its name, so that its answer is the same for every
    node. The store answers it in a hundredth of the time that rdflib takes.
    """
    import rdflib

    sh = rdflib.Namespace(_SH)
    for shape, constraint in sorted(shapes.subject_objects(sh.sparql)):
        select = str(shapes.value(constraint, sh.select))
        if not list(shapes.objects(shape, sh.targetNode)) or "$this" in select.partition("{")[2]:
            continue
        shapes.remove((shape, sh.sparql, constraint))
        message = str(shapes.value(constraint, sh.message))
        for row in store.run_trusted(select).rows():
            told = message
            for name, value in row.items():
                told = told.replace(f"{{?{name}}}", str(value))
            yield Problem("", "", _shortened(told, store.base))


def _short(node: rdflib.term.Node | None, base: str) -> str:
    return "" if node is None else _shortened(str(node), base)


def _shortened(text: str, base: str) -> str:
    for prefix, namespace in {**_PREFIXES, "id": base}.items():
        text = text.replace(namespace, f"{prefix}:")
    return text


def _evidence_problems(store: GraphStore, texts: dict[str, str | None]) -> Iterator[Problem]:
    for row in store.run_trusted(_SPANS).rows():
        text = texts.get(str(row["document"]))
        if text is None:
            continue
        begin, end = int(str(row["begin"])), int(str(row["end"]))
        if writable(text[begin:end]) != row["quoted"]:
            yield Problem(
                node=_shortened(str(row["mention"]), store.base),
                path=str(row["part"]),
                message=f"the text has something else at {begin} to {end}",
                value=repr(row["quoted"]),
            )
