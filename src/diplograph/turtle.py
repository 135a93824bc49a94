"""Turtle, TriG, N-Triples and N-Quads that are the same to the byte for the same content.

Everything is written subject by subject in a fixed order, so that a large graph is never held as
text and two builds can be compared with `diff`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.rdf.terms import PREFIXES, RDF_TYPE
from diplograph.spilling import Packing, sorted_on_disk

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Pairs: TypeAlias = list[tuple[str, str]]
_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# The order of the parts of the file, and the prefixes for data IRIs, which have slashes that a
# Turtle name would have to escape.
_PARTS = ("", "place/", "post/", "event/", "mention/", "post-mention/", "doc/", "graph/", "state/")
_LOCAL = re.compile(
    r"[A-Za-z0-9_](?:(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?:[A-Za-z0-9_-]|%[0-9A-F]{2}))?"
)
_XSD = PREFIXES["xsd"]
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")


_RUN = 4_000  # subjects that are sorted in memory


class TermWriter:
    """Writes terms with the prefixes of diplograph and of a data namespace."""

    def __init__(self, base: str) -> None:
        parts = {part.rstrip("/") or "id": base + part for part in _PARTS}
        self.prefixes = dict(sorted({**PREFIXES, **parts}.items()))
        # The longest namespace first, so that event/... is not written as id:event/...
        self._namespaces = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self._base = base
        self._short = lru_cache(maxsize=16384)(self._shorten)
        self._typed = lru_cache(maxsize=4096)(self._type)

    def header(self) -> str:
        """The prefix declarations."""
        lines = (f"@prefix {name}: <{iri}> ." for name, iri in self.prefixes.items())
        return "\n".join(lines) + "\n"

    def term(self, term: _Object) -> str:
        """A term in Turtle, shortest form."""
        written = str(term)
        if written[0] == "<":
            return self._short(written)
        # Plain texts end with their quotation mark; blank nodes have none.
        return self._typed(written) if written[0] == '"' and written[-1] == ">" else written

    def verb(self, predicate: ox.NamedNode) -> str:
        """A predicate in Turtle."""
        return "a" if predicate == RDF_TYPE else self._short(str(predicate))

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

    def _shorten(self, written: str) -> str:
        for prefix, namespace in self._namespaces:
            if written.startswith(namespace, 1) and _LOCAL.fullmatch(
                written, len(namespace) + 1, len(written) - 1
            ):
                return f"{prefix}:{written[len(namespace) + 1 : -1]}"
        return written

    def rank(self, subject: _Subject) -> tuple[int, str]:
        """Where a subject comes in the file."""
        value = str(subject)
        if not value.startswith(f"<{self._base}"):
            return len(_PARTS), value
        rest = value[len(self._base) + 1 :]
        part = rest.partition("/")[0] + "/" if "/" in rest else ""
        return (_PARTS.index(part) if part in _PARTS else len(_PARTS)), value


def turtle_blocks(quads: Iterable[ox.Quad], base: str) -> Iterator[str]:
    """The union of all graphs as Turtle, a block for each subject.

    It is quickest where quads of one subject come together.
    """
    writer = TermWriter(base)
    yield writer.header()
    parts = sorted_on_disk(_parts(quads, writer), itemgetter(0, 1), run=_RUN)
    for (_, subject), same in groupby(parts, itemgetter(0, 1)):
        yield f"\n{_block(subject, chain.from_iterable(pairs for *_, pairs in same), '')}"


def _parts(
    everything: Iterable[ox.Quad], writer: TermWriter
) -> Iterator[tuple[tuple[int, str], str, _Pairs]]:
    """What comes together of one subject: its rank, the subject and pairs, as they are written."""
    for subject, quads in groupby(everything, lambda quad: quad.subject):
        yield writer.rank(subject), writer.term(subject), _pairs(writer, quads)


def trig_blocks(store: ox.Store, base: str) -> Iterator[str]:
    """All graphs as TriG, the default graph first."""
    writer = TermWriter(base)
    yield writer.header()
    for graph in graphs_of(store):
        named = not isinstance(graph, ox.DefaultGraph)
        indent = "    " if named else ""
        if isinstance(graph, ox.NamedNode | ox.BlankNode):
            yield f"\n{writer.term(graph)} {{\n"
        for subject in subjects_of(store, graph, writer):
            quads = store.quads_for_pattern(subject, None, None, graph)
            yield f"\n{_block(writer.term(subject), _pairs(writer, quads), indent)}"
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
    ordered = sorted_on_disk(found, writer.rank, _SUBJECTS)
    return (subject for subject, _ in groupby(ordered))


def _packed(subject: _Subject) -> tuple[bool, str]:
    return isinstance(subject, ox.BlankNode), subject.value


def _unpacked(packed: tuple[bool, str]) -> _Subject:
    blank, value = packed
    return ox.BlankNode(value) if blank else ox.NamedNode(value)


_SUBJECTS: Packing[_Subject] = Packing(_packed, _unpacked)


def _pairs(writer: TermWriter, quads: Iterable[ox.Quad]) -> _Pairs:
    return [(writer.verb(quad.predicate), writer.term(quad.object)) for quad in quads]


def _block(subject: str, pairs: Iterable[tuple[str, str]], indent: str) -> str:
    by_verb: dict[str, set[str]] = {}
    for verb, value in pairs:
        by_verb.setdefault(verb, set()).add(value)
    lines = [
        f"{verb} {', '.join(sorted(by_verb[verb]))}"
        for verb in sorted(by_verb, key=lambda verb: (verb != "a", verb))
    ]
    body = f" ;\n{indent}    ".join(lines)
    return f"{indent}{subject} {body} .\n"
