"""Turtle, TriG, N-Triples and N-Quads that are the same to the byte for the same content.

Everything is written subject by subject in a fixed order, so that a large graph is never held as
text and two builds can be compared with `diff`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.journal import PackedNode, unpacked
from diplograph.node_values import Node, name_of, nodes_in
from diplograph.rdf.terms import PREFIXES, RDF_TYPE
from diplograph.spilling import Packing, sorted_on_disk

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# The order of the parts of the file, and the prefixes for data IRIs, which have slashes that a
# Turtle name would have to escape.
_PARTS = ("", "place/", "post/", "event/", "mention/", "post-mention/", "doc/", "graph/", "state/")
_RANKS = {part: str(number) for number, part in enumerate(_PARTS)}
_LAST = str(len(_PARTS))  # of all digits, so that ranks sort as texts
_LOCAL = re.compile(
    r"[A-Za-z0-9_](?:(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?:[A-Za-z0-9_-]|%[0-9A-F]{2}))?"
)
_TYPE = RDF_TYPE.value
_XSD = PREFIXES["xsd"]
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")


_RUN = 4_000  # subjects that are sorted in memory
_KNOWN = 64  # of the parts of a node: what comes again is known by them


class TermWriter:
    """Writes terms with the prefixes of diplograph and of a data namespace."""

    def __init__(self, base: str) -> None:
        parts = {part.rstrip("/") or "id": base + part for part in _PARTS}
        self.prefixes = dict(sorted({**PREFIXES, **parts}.items()))
        # Of two prefixes for one namespace the first is written.
        self._namespaces = {iri: name for name, iri in reversed(self.prefixes.items())}
        self._base = base
        self.iri = lru_cache(maxsize=16384)(self._shorten)
        self._typed = lru_cache(maxsize=4096)(self._type)
        self.verbs = lru_cache(maxsize=4096)(self._verbs)

    def header(self) -> str:
        """The prefix declarations."""
        lines = (f"@prefix {name}: <{iri}> ." for name, iri in self.prefixes.items())
        return "\n".join(lines) + "\n"

    def term(self, written: str) -> str:
        """A term, as N-Triples has it, in Turtle, shortest form."""
        if written[0] == "<":
            return self.iri(written[1:-1])
        # Plain texts end with their quotation mark; blank nodes have none.
        return self._typed(written) if written[0] == '"' and written[-1] == ">" else written

    def node(self, node: str) -> str:
        """A node, as in `Node`, in Turtle."""
        return node if node.startswith("_:") else self.iri(node)

    def _verbs(self, predicates: tuple[str, ...]) -> list[tuple[str, str]]:
        """Predicates as Turtle has them, each with its IRI, in the order of a block."""
        named = (("a" if iri == _TYPE else self.iri(iri), iri) for iri in predicates)
        return sorted(named, key=_place)

    def _type(self, written: str) -> str:
        """A literal with a datatype, as N-Triples has it, in Turtle."""
        quoted, _, datatype = written.rpartition("^^<")
        if not datatype.startswith(_XSD):
            return written
        kind, value = datatype[len(_XSD) : -1], quoted[1:-1]
        if (
            (kind == "boolean" and value in {"true", "false"})
            or (kind == "integer" and _INTEGER.fullmatch(value))
            or (kind == "decimal" and _DECIMAL.fullmatch(value))
        ):
            return value
        return f"{quoted}^^xsd:{kind}"

    def _shorten(self, iri: str) -> str:
        # What stands behind a prefix has neither of these, and every namespace ends with one.
        start = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._namespaces.get(iri[:start])
        if prefix is not None and _LOCAL.fullmatch(iri, start):
            return f"{prefix}:{iri[start:]}"
        return f"<{iri}>"

    def key(self, node: str) -> str:
        """A node, as in `Node`, behind a digit: so they sort as they come in the file."""
        if not node.startswith(self._base):
            return _LAST + node
        start = len(self._base)
        return _RANKS.get(node[start : node.find("/", start) + 1], _LAST) + node


def _place(verb: tuple[str, str]) -> tuple[bool, str]:
    return verb[0] != "a", verb[0]


def turtle_blocks(nodes: Iterable[PackedNode], base: str) -> Iterator[str]:
    """The union of all graphs as Turtle, a block for each subject.

    It is quickest where all that is said of a node comes together.
    """
    writer = TermWriter(base)
    yield writer.header()
    keyed = ((writer.key(node), told, written) for node, told, written in nodes)
    ordered = sorted_on_disk(keyed, itemgetter(0), run=_RUN)
    for key, same in groupby(ordered, itemgetter(0)):
        yield f"\n{_block(writer, key[1:], map(unpacked, _without_repeated(same)), '')}"


def _without_repeated(parts: Iterable[PackedNode]) -> Iterator[PackedNode]:
    """Parts of a node: there may be as many as documents, most of which say the same."""
    known: set[PackedNode] = set()
    for part in parts:
        if part not in known:
            yield part
            if len(known) < _KNOWN:
                known.add(part)


def trig_blocks(store: ox.Store, base: str) -> Iterator[str]:
    """All graphs as TriG, the default graph first."""
    writer = TermWriter(base)
    yield writer.header()
    for graph in graphs_of(store):
        named = not isinstance(graph, ox.DefaultGraph)
        indent = "    " if named else ""
        if isinstance(graph, ox.NamedNode | ox.BlankNode):
            yield f"\n{writer.node(name_of(graph))} {{\n"
        for subject in subjects_of(store, graph, writer):
            quads = store.quads_for_pattern(subject, None, None, graph)
            yield f"\n{_block(writer, name_of(subject), nodes_in(quads), indent)}"
        if named:
            yield "}\n"


def line_blocks(store: ox.Store, base: str, *, quads: bool) -> Iterator[str]:
    """N-Quads, or the union as N-Triples: the lines of one subject at a time."""
    writer = TermWriter(base)
    for subject in subjects_of(store, None, writer):
        found = store.quads_for_pattern(subject, None, None)
        lines = {f"{_quad(quad) if quads else quad.triple} .\n" for quad in found}
        yield "".join(sorted(lines))


def _quad(quad: ox.Quad) -> str:
    graph = quad.graph_name
    return f"{quad.triple}" if isinstance(graph, ox.DefaultGraph) else f"{quad.triple} {graph}"


def graphs_of(store: ox.Store) -> list[_Graph]:
    """The graphs in the order in which they are written, the default graph first."""
    return [ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)]


def subjects_of(store: ox.Store, graph: _Graph | None, writer: TermWriter) -> Iterator[_Subject]:
    """The subjects of a graph, or of all graphs, in the order in which they are written.

    There may be more of them than memory has room for.
    """
    quads = store.quads_for_pattern(None, None, None, graph)
    # The quads of a subject come together, one graph after the other.
    found = (subject for subject, _ in groupby(quads, lambda quad: quad.subject))
    ordered = sorted_on_disk(found, lambda subject: writer.key(name_of(subject)), _SUBJECTS)
    return (subject for subject, _ in groupby(ordered))


def _packed(subject: _Subject) -> tuple[bool, str]:
    return isinstance(subject, ox.BlankNode), subject.value


def _unpacked(packed: tuple[bool, str]) -> _Subject:
    blank, value = packed
    return ox.BlankNode(value) if blank else ox.NamedNode(value)


_SUBJECTS: Packing[_Subject] = Packing(_packed, _unpacked)


def _block(writer: TermWriter, name: str, parts: Iterable[Node], indent: str) -> str:
    """All that is said of a node, in parts, in Turtle."""
    several = iter(parts)
    first = next(several)
    second = next(several, None)
    if second is None:
        lines = _lines(writer, first)
    else:
        lines = _joined(writer, chain((first, second), several))
    body = f" ;\n{indent}    ".join(lines)
    return f"{indent}{writer.node(name)} {body} .\n"


def _lines(writer: TermWriter, node: Node) -> Iterator[str]:
    """Each verb, and what it says of a node of one part."""
    _, said, written = node
    for verb, iri in writer.verbs(tuple(said)):
        terms = written.get(iri)
        values, shown = (said[iri], writer.iri) if terms is None else (terms, writer.term)
        if len(values) == 1:
            yield f"{verb} {shown(values[0])}"
        else:
            yield f"{verb} {', '.join(sorted({*map(shown, values)}))}"


def _joined(writer: TermWriter, parts: Iterable[Node]) -> Iterator[str]:
    """As `_lines`, of a node in several parts."""
    told: dict[str, set[str]] = defaultdict(set)
    for _, said, written in parts:
        for iri, values in said.items():
            terms = written.get(iri)
            told[iri].update(map(writer.iri, values) if terms is None else map(writer.term, terms))
    for verb, iri in writer.verbs(tuple(told)):
        yield f"{verb} {', '.join(sorted(told[iri]))}"
