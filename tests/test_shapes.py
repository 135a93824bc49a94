"""Every constraint of the shapes is broken on purpose, found by reading the shapes themselves.

For each constraint of each shape a copy of a good node is made and broken in just that; one
validation must then complain of each copy, of that constraint and at that property.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node
from test_validate import linked, small_store

from diplograph.convert import union_rdflib
from diplograph.resources import ontology_path

EX = rdflib.Namespace("http://example.org/")
CONTRADICTS = rdflib.URIRef("https://w3id.org/diplograph/ontology#contradicts")
ODD = rdflib.Literal("odd", datatype=EX.odd)
# What a shape says of itself, not of the nodes.
_NOT_CONSTRAINTS = {
    RDF.type,
    SH.path,
    SH.message,
    SH.property,
    SH.targetClass,
    SH.targetSubjectsOf,
    SH.targetNode,
    SH.qualifiedValueShape,
}


@dataclass(frozen=True)
class Case:
    """A constraint: the shape that aims at nodes, the one that has it, and what it demands."""

    target: Node
    shape: Node
    constraint: Node
    demand: Node
    path: Node | None

    def __str__(self) -> str:
        parts = (self.target, self.path, self.constraint)
        return "-".join(str(part).replace("#", "/").rpartition("/")[2] for part in parts if part)


@lru_cache(maxsize=1)
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path() / "shapes.ttl")


def cases() -> Iterator[Case]:
    """The constraints on nodes of a class, or on those that have a property."""
    found = shapes()
    aims = {*found.subjects(SH.targetClass), *found.subjects(SH.targetSubjectsOf)}
    for target in sorted(aims):
        for shape in (target, *found.objects(target, SH.property)):
            for constraint, demand in found.predicate_objects(shape):
                if constraint not in _NOT_CONSTRAINTS:
                    yield Case(target, shape, constraint, demand, found.value(shape, SH.path))


CASES = sorted(cases(), key=lambda case: (str(case), str(case.demand)))
Breaker = Callable[[rdflib.Graph, rdflib.URIRef, Case], None]


def replaced(*values: Node) -> Breaker:
    """Other values for those that the property has."""

    def breaker(graph: rdflib.Graph, node: rdflib.URIRef, case: Case) -> None:
        graph.remove((node, case.path, None))
        for value in values:
            graph.add((node, case.path, value))

    return breaker


def many(graph: rdflib.Graph, node: rdflib.URIRef, case: Case) -> None:
    for number in range(int(str(case.demand)) + 1):
        graph.add((node, case.path, EX[f"value{number}"]))


def later(graph: rdflib.Graph, node: rdflib.URIRef, case: Case) -> None:
    kind = next(v.datatype for v in graph.objects(node, case.demand))  # type: ignore[attr-defined]
    last = "9999-12-31" if kind == XSD.date else "999999999"
    replaced(rdflib.Literal(last, datatype=kind))(graph, node, case)


def of_kinds(number: int) -> Breaker:
    """So many of the classes that the qualified shape lists."""

    def breaker(graph: rdflib.Graph, node: rdflib.URIRef, case: Case) -> None:
        wanted = shapes().value(case.shape, SH.qualifiedValueShape)
        head = shapes().value(wanted, SH["in"])
        assert head is not None
        classes = list(Collection(shapes(), head))
        for known in classes:
            graph.remove((node, case.path, known))
        for known in classes[:number]:
            graph.add((node, case.path, known))

    return breaker


def alone(graph: rdflib.Graph, node: rdflib.URIRef, _: Case) -> None:
    """An event without actors."""
    for name in ("source", "target", "participant"):
        graph.remove((node, rdflib.URIRef(f"https://w3id.org/diplograph/ontology#{name}"), None))


def acting(graph: rdflib.Graph, node: rdflib.URIRef, _: Case) -> None:
    """A place that is also an actor."""
    graph.add((node, RDF.type, rdflib.URIRef("https://w3id.org/diplograph/ontology#Actor")))


def one_sided(graph: rdflib.Graph, node: rdflib.URIRef, _: Case) -> None:
    """An event that contradicts another, which does not contradict it."""
    graph.add((node, CONTRADICTS, min(graph.subjects(CONTRADICTS))))


BREAKERS: dict[Node, Breaker] = {
    SH.minCount: replaced(),
    SH.hasValue: replaced(),
    SH.maxCount: many,
    SH.datatype: replaced(ODD),
    SH.nodeKind: replaced(ODD),
    SH["or"]: replaced(ODD),
    SH["class"]: replaced(EX.nobody),
    SH["in"]: replaced(EX.nobody),
    SH.node: replaced(EX.nobody),
    SH.pattern: replaced(rdflib.Literal("?")),
    SH.minLength: replaced(rdflib.Literal("")),
    SH.minInclusive: replaced(rdflib.Literal("-1", datatype=XSD.decimal)),
    SH.maxInclusive: replaced(rdflib.Literal("2", datatype=XSD.decimal)),
    SH.lessThan: later,
    SH.lessThanOrEquals: later,
    SH.qualifiedMinCount: of_kinds(0),
    SH.qualifiedMaxCount: of_kinds(2),
    SH.xone: alone,
    SH["not"]: acting,
    SH.sparql: one_sided,
}


def focus(graph: rdflib.Graph, case: Case) -> Node:
    """A good node that the shape aims at; one that has the property to be compared with."""
    found: set[Node] = set()
    for known in shapes().objects(case.target, SH.targetClass):
        found |= set(graph.subjects(RDF.type, known))
    for prop in shapes().objects(case.target, SH.targetSubjectsOf):
        found |= set(graph.subjects(prop))
    if case.constraint in {SH.lessThan, SH.lessThanOrEquals}:
        found &= set(graph.subjects(case.demand))
    return min(found)


def copied(graph: rdflib.Graph, node: Node, name: str) -> rdflib.URIRef:
    copy = EX[name]
    for predicate, value in list(graph.predicate_objects(node)):
        if predicate != CONTRADICTS:  # which goes both ways
            graph.add((copy, predicate, value))
    return copy


@lru_cache(maxsize=1)
def complaints() -> dict[str, set[tuple[str, str]]]:
    """By node: constraint component and property of what one validation of all copies finds."""
    graph = union_rdflib(small_store()) + union_rdflib(linked())
    good = {number: focus(graph, case) for number, case in enumerate(CASES)}
    for number, case in enumerate(CASES):
        copied(graph, good[number], f"good{number}")
        BREAKERS[case.constraint](graph, copied(graph, good[number], f"bad{number}"), case)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), advanced=False)
    found: dict[str, set[tuple[str, str]]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = str(report.value(result, SH.focusNode))
        component = str(report.value(result, SH.sourceConstraintComponent))
        found.setdefault(node, set()).add((component, str(report.value(result, SH.resultPath))))
    return found


def component(constraint: Node) -> str:
    if constraint == SH.sparql:
        return str(SH.SPARQLConstraintComponent)
    name = str(constraint).rpartition("#")[2]
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


def test_there_are_cases_of_every_shape_that_aims_at_nodes() -> None:
    assert len(CASES) > 80
    assert {case.constraint for case in CASES} <= set(BREAKERS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[str(case) for case in CASES])
def test_each_constraint_is_broken(number: int) -> None:
    case = CASES[number]
    found = complaints().get(str(EX[f"bad{number}"]), set())
    assert (component(case.constraint), str(case.path)) in found


def test_good_copies_are_not_complained_of() -> None:
    assert not [node for node in complaints() if node.startswith(str(EX.good))]
