"""JSON-LD that is written node by node, a line for each, the same for the same content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.rdf.terms import PREFIXES, RDF_TYPE
from diplograph.turtle import TermWriter, graphs_of, subjects_of

_Json: TypeAlias = "str | dict[str, str]"
_XSD_STRING = PREFIXES["xsd"] + "string"
_LOCAL = re.compile(r"(?!//)[^\s\"<>\\^`{|}]*")


def jsonld_blocks(store: ox.Store, base: str) -> Iterator[str]:
    """All graphs: the nodes of the default graph, then each named graph with its own nodes.

    Names are shortened with the prefixes of the context that stands at the top; values of other
    types than text have theirs written out, so that no number is rounded by a reader.
    """
    writer = _Writer(base)
    yield f'{{"@context": {_dumped(writer.prefixes)},\n"@graph": ['
    between = "\n"
    for graph in graphs_of(store):
        if isinstance(graph, ox.DefaultGraph):
            for node in writer.nodes(store, graph):
                yield between + node
                between = ",\n"
            continue
        yield f'{between}{{"@id": {_dumped(writer.name(graph))}, "@graph": [\n'
        between, first = ",\n", ""
        for node in writer.nodes(store, graph):
            yield first + node
            first = ",\n"
        yield "\n]}"
    yield "\n]}\n"


class _Writer:
    def __init__(self, base: str) -> None:
        self.prefixes = dict(sorted({**PREFIXES, "id": base}.items()))
        self._namespaces = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self._order = TermWriter(base)

    def name(self, term: ox.NamedNode | ox.BlankNode) -> str:
        """A node's name, shortened where a prefix fits."""
        if isinstance(term, ox.BlankNode):
            return f"_:{term.value}"
        for prefix, namespace in self._namespaces:
            if term.value.startswith(namespace) and _LOCAL.fullmatch(term.value, len(namespace)):
                return f"{prefix}:{term.value[len(namespace) :]}"
        return term.value

    def nodes(
        self, store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    ) -> Iterator[str]:
        """The nodes of one graph."""
        for subject in subjects_of(store, graph, self._order):
            assert isinstance(subject, ox.NamedNode | ox.BlankNode)
            values: dict[str, list[_Json]] = {}
            for quad in store.quads_for_pattern(subject, None, None, graph):
                key = "@type" if quad.predicate == RDF_TYPE else self.name(quad.predicate)
                values.setdefault(key, []).append(self._value(key, quad.object))
            ordered = {key: sorted(values[key], key=_dumped) for key in sorted(values)}
            yield _dumped({"@id": self.name(subject), **ordered})

    def _value(self, key: str, term: object) -> _Json:
        if isinstance(term, ox.NamedNode | ox.BlankNode):
            return self.name(term) if key == "@type" else {"@id": self.name(term)}
        assert isinstance(term, ox.Literal)
        if term.language is not None:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == _XSD_STRING:
            return term.value
        return {"@value": term.value, "@type": self.name(term.datatype)}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
