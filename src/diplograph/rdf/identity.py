"""Which actors of several documents are one: those that no list knows, by name and evidence.

A document names an unknown actor by an IRI made from the name, so that two persons of one name in
two documents would be one node. Here each document's actor is first an actor of its own. Two are
one only where kind and name agree (the same name, or two spellings of it), nothing conflicts, and
state, post or company speak for it; never two full names that differ. What is found is a function
of the set of quads, whatever its order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

import pyoxigraph as ox

from diplograph.gazetteer.names import fold_name
from diplograph.gazetteer.spelling import same_name
from diplograph.rdf.blocks import touching
from diplograph.rdf.decided import Decided
from diplograph.rdf.decisions import Decision
from diplograph.rdf.facts import Facts
from diplograph.rdf.pairs import pairs_to_compare
from diplograph.rdf.telling import GraphTold, Told, graphs_told
from diplograph.rdf.terms import iri, short_hash, term, text
from diplograph.rdf.unknown import Candidate, evidence, unknown_actors

_SHOWN = 20  # members of a group whose reasons are told


@dataclass(slots=True)
class Identities:
    """One IRI for each actor found to be one, and why: `renamed` by graph and IRI told there.

    `quads` are those of `find_identities` with these IRIs.
    """

    renamed: dict[tuple[str, str], str]
    reasons: dict[str, list[str]] = field(default_factory=dict)
    quads: list[ox.Quad] = field(default_factory=list)

    def apply(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Quads of document graphs with these IRIs."""
        return (_renamed(quad, self.renamed) for quad in quads)

    def applied(self, documents: Iterable[GraphTold]) -> Iterator[Told]:
        """What one document's graph after the other tells, with these IRIs."""
        touched: dict[str, dict[str, str]] = defaultdict(dict)
        for (graph, node), new in self.renamed.items():
            touched[graph][node] = new
        for graph, told in documents:
            yield _retold(told, touched[graph]) if graph in touched else told

    def triples(self) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.Literal]]:
        """`dg:mergedBecause` of each actor put together from several documents or names."""
        for node in sorted(self.reasons):
            for reason in self.reasons[node]:
                yield ox.NamedNode(node), term("dg:mergedBecause"), text(reason)


def find_identities(
    quads: Iterable[ox.Quad], base: str, facts: Facts, decisions: Sequence[Decision] = ()
) -> Identities:
    """Tell the unknown actors of all documents together or apart; see the head of this module."""
    given = list(quads)
    found = identities_of(graphs_told(given), base, facts, decisions)
    found.quads = list(found.apply(given))
    return found


def identities_of(
    documents: Iterable[GraphTold],
    base: str,
    facts: Facts,
    decisions: Sequence[Decision] = (),
) -> Identities:
    """As `find_identities`, from what one document's graph after the other tells."""
    told_of = (c for document in documents for c in unknown_actors(document, base, facts))
    if decisions:  # which may join what nothing else does
        return name_unknown(told_of, base, facts, decisions)
    found = Identities({})
    # Only decisions speak of documents by their titles and paths.
    for block in touching(replace(c, documents=frozenset()) for c in told_of):
        named = name_unknown(block, base, facts)
        found.renamed |= named.renamed
        found.reasons |= named.reasons
    return found


def name_unknown(
    told_of: Iterable[Candidate], base: str, facts: Facts, decisions: Sequence[Decision] = ()
) -> Identities:
    """Group candidates of one actor and name the groups.

    Candidates with names that are not alike, of which no decision speaks, do not touch each
    other: those of one name, and of names spelt alike, are all that must be given together.
    """
    candidates = sorted(told_of, key=lambda c: c.key)
    told = Decided(decisions, base, facts, candidates)
    names = _node_names(_grouped(candidates, told), base, told)
    found = Identities({c.key: n for n, group in names.items() for c in group if n != c.node})
    for node, group in names.items():
        several = len(group) > 1 or any(c.key in found.renamed for c in group)
        if several and (reason := _reason(group, told)):
            found.reasons[node] = [reason]
    return found


class _Group:
    """Candidates found to be one, with what can conflict."""

    def __init__(self, one: Candidate, told: Decided) -> None:
        self.members = [one]
        self.kinds = {one.kind}
        self.states = {one.state} - {""}
        self.names = {one.node: one.name}
        self.touched = [one] if told.touches(one) else []

    def take(self, other: _Group) -> None:
        """Make the members of another group members of this one."""
        self.members += other.members
        self.kinds |= other.kinds
        self.states |= other.states
        self.names |= other.names
        self.touched += other.touched


def _conflict(one: _Group, other: _Group, told: Decided) -> bool:
    decided = {told.of(a, b) for a in one.touched for b in other.touched}
    if decided - {None}:
        return False in decided
    if len(one.states | other.states) > 1:
        return True
    if one.kinds != other.kinds and one.names.keys() != other.names.keys():
        return True  # of one name, documents may differ about the kind
    code = next(iter(one.states | other.states), "")
    return not all(
        a == b or same_name(one.names[a], other.names[b], code)
        for a in one.names
        for b in other.names
    )


def merged_pairs(
    documents: Iterable[GraphTold],
    base: str,
    facts: Facts,
    decisions: Sequence[Decision] = (),
) -> Iterator[tuple[Candidate, Candidate, str]]:
    """Neighbours among the candidates of each group found to be one, and why the group is one.

    Those of which a decision speaks are left out. To tell two neighbours apart parts the group.
    """
    told_of = (c for document in documents for c in unknown_actors(document, base, facts))
    candidates = sorted(told_of, key=lambda c: c.key)
    told = Decided(decisions, base, facts, candidates)
    for group in _grouped(candidates, told):
        for one, other in pairwise(group):
            if told.of(one, other) is None:
                yield one, other, _reason(group, told)


def _grouped(candidates: Sequence[Candidate], told: Decided) -> list[list[Candidate]]:
    """Candidates in groups without conflict, joined by the surest evidence first."""
    home = {c.key: _Group(c, told) for c in candidates}
    for one, other in sorted(_pairs(candidates, told), key=lambda p: _rank(p[0], p[1], told)):
        group, joining = home[one.key], home[other.key]
        if group is joining or _conflict(group, joining, told):
            continue
        if len(group.members) < len(joining.members):
            group, joining = joining, group
        group.take(joining)
        for candidate in joining.members:
            home[candidate.key] = group
    unique = {id(group): group for group in home.values()}
    return [sorted(group.members, key=lambda c: c.key) for group in unique.values()]


def _rank(one: Candidate, other: Candidate, told: Decided) -> tuple[object, ...]:
    order = ["decided", "state", "post", "beside", "company"]
    why = "decided" if told.of(one, other) else evidence(one, other).partition(" ")[0]
    return order.index(why), one.node != other.node, one.key, other.key


def _pairs(candidates: Sequence[Candidate], told: Decided) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs that may be one: of one name or two spellings of it, with evidence, or decided."""
    yield from told.pairs
    for a, b in pairs_to_compare(candidates):
        if told.of(a, b) is None and evidence(a, b):
            yield a, b


def _node_names(
    groups: Iterable[Sequence[Candidate]], base: str, told: Decided
) -> dict[str, list[Candidate]]:
    """An IRI for each group: the commonest of its own, made longer where two groups share it."""
    wanted: dict[str, list[list[Candidate]]] = defaultdict(list)
    for group in groups:
        decided = next((known for c in group if (known := told.known(c))), "")
        own = [c.node for c in group]
        best = max(set(own), key=lambda node: (own.count(node), len(node), node))
        known_node = iri(base, decided).value if decided else best
        wanted[known_node if decided and known_node not in own else best].append(list(group))
    found: dict[str, list[Candidate]] = {}
    for node, sharing in wanted.items():
        for group in sharing:
            longer = f"{node}-{_ending(group, sharing)}" if len(sharing) > 1 else node
            found.setdefault(longer, []).extend(group)
    return found


def _ending(group: Sequence[Candidate], sharing: Sequence[Sequence[Candidate]]) -> str:
    """What tells a group from others of its name: its state, else its first document."""
    state = next((c.state for c in group if c.state), "")
    rivals = sum(any(c.state == state for c in other) for other in sharing)
    return state.lower() if state and rivals == 1 else short_hash(min(c.graph for c in group))[:8]


def _renamed(quad: ox.Quad, renamed: Mapping[tuple[str, str], str]) -> ox.Quad:
    """The quad with the names that are found for its graph's actors."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""

    def node(value: object) -> str | None:
        """The new name of a node, None where it keeps its own."""
        return renamed.get((graph, value.value)) if isinstance(value, ox.NamedNode) else None

    subject, value = node(quad.subject), node(quad.object)
    if subject is None and value is None:
        return quad
    return ox.Quad(
        ox.NamedNode(subject) if subject is not None else quad.subject,
        quad.predicate,
        ox.NamedNode(value) if value is not None else quad.object,
        quad.graph_name,
    )


def _retold(told: Told, names: Mapping[str, str]) -> Told:
    """What a graph tells, with other names for its actors; a text is never one of their IRIs."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for subject, values in told.items():
        about = found[names.get(subject, subject)]
        for predicate, old in values.items():
            if predicate in about or not names.keys().isdisjoint(old):
                new = {names.get(value, value) for value in old} | {*about.get(predicate, ())}
                about[predicate] = tuple(sorted(new))
            else:
                about[predicate] = old
    return found


def _reason(group: Sequence[Candidate], told: Decided) -> str:
    """Why a group is one actor, in words."""
    names = sorted({c.name for c in group})
    parts = []
    pairs = list(combinations(group[:_SHOWN], 2))
    if any(told.of(a, b) for a, b in pairs) or any(map(told.known, group)):
        parts.append("decided by the user")
    if len({fold_name(name).casefold() for name in names}) > 1:
        parts.append(f"spellings of one name: {', '.join(names)}")
    parts += sorted({why for a, b in pairs if (why := evidence(a, b))})
    documents = len({c.graph for c in group})
    if documents < 2 and len(names) < 2 and not parts:
        return ""
    return f"{names[0]} in {documents} documents: {'; '.join(parts) or 'same name'}"
