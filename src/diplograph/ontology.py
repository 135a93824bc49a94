"""The ontology as the program needs it: which relations there are and what PLOVER says of them."""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from diplograph.errors import OntologyError
from diplograph.records import PloverType
from diplograph.resources import ontology_path

DG = "https://w3id.org/diplograph/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

_Facts = Mapping[str, Mapping[str, tuple[str, ...]]]


class QuadClass(enum.StrEnum):
    """The four classes of the PLOVER 2.0 manual; each value is the concept's local name."""

    VERBAL_COOPERATION = "verbalCooperation"
    MATERIAL_COOPERATION = "materialCooperation"
    VERBAL_CONFLICT = "verbalConflict"
    MATERIAL_CONFLICT = "materialConflict"


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: its property (`name`, `iri`), its event class and the class's PLOVER type.

    `vaguer_than` names the relations for which this one may stand in a text that says less;
    `above` has the IRIs of the relation classes of which this one is a special case.
    """

    name: str
    class_name: str
    label: str
    plover: PloverType
    reciprocal: bool
    definition: str
    example: str
    iri: str
    class_iri: str
    vaguer_than: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PloverClass:
    """A PLOVER type's class: its local name and what the PLOVER manual says of the type."""

    class_name: str
    label: str
    definition: str
    quad_class: QuadClass
    score: float
    cameo_roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """What `diplograph.ttl` says, read once: relations by name, PLOVER types, version.

    `extension` has the statements of a user's own relations, to be kept with a graph.
    """

    version: str
    relations: Mapping[str, RelationType]
    types: Mapping[PloverType, PloverClass]
    extension: tuple[ox.Triple, ...] = ()

    def relation(self, name: str) -> RelationType:
        """The relation with this property name; OntologyError where there is none."""
        try:
            return self.relations[name]
        except KeyError:
            raise OntologyError(f"the ontology has no relation {name!r}") from None

    def relation_of(self, iri: str) -> RelationType:
        """The relation with this property IRI; OntologyError where there is none."""
        found = self.relations.get(_local(iri))
        if found is None or found.iri != iri:
            raise OntologyError(f"the ontology has no relation <{iri}>")
        return found

    def quad_class(self, type_: PloverType) -> QuadClass:
        """Verbal or material, cooperation or conflict, by the PLOVER manual."""
        return self.types[type_].quad_class

    def score(self, type_: PloverType) -> float:
        """PLOVER's score of the type, -10 (conflict) to +10 (cooperation)."""
        return self.types[type_].score


def load_ontology(path: Path | None = None, extension: Path | None = None) -> Ontology:
    """Read an ontology file (default: the one that travels with the package), once per path.

    `extension` is a Turtle file with relations of a user's own, which are added to it.
    OntologyError, naming the file, where it cannot be read or lacks what the program needs.
    """
    return _load(path or ontology_path() / "diplograph.ttl", extension)


@lru_cache(maxsize=8)
def _load(path: Path, extension: Path | None = None) -> Ontology:
    own = _parse(path)
    added = _parse(extension) if extension is not None else ()
    try:
        return _build(_facts((*own, *added)), added)
    except OntologyError as error:
        raise OntologyError(f"{extension or path}: {error}") from None
    except ValueError as error:
        raise OntologyError(f"{extension or path}: {error}") from error


def extended(added: Iterable[ox.Triple]) -> Ontology:
    """The package's ontology with relations that a graph brings; OntologyError if they are odd."""
    added = tuple(added)
    if not added:
        return load_ontology()
    return _build(_facts((*_parse(ontology_path() / "diplograph.ttl"), *added)), added)


@lru_cache(maxsize=8)
def _parse(path: Path) -> tuple[ox.Triple, ...]:
    try:
        found = tuple(q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: {error}") from error
    for triple in found:
        # They have no name that would be the same in every export.
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise OntologyError(f"{path}: blank nodes are not allowed: {triple}")
    return found


def _facts(triples: Iterable[ox.Triple]) -> _Facts:
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        value = getattr(triple.object, "value", None)
        if isinstance(triple.subject, ox.NamedNode) and value is not None:
            facts[triple.subject.value][triple.predicate.value].add(value)
    return {s: {p: tuple(sorted(o)) for p, o in po.items()} for s, po in facts.items()}


def _one(facts: _Facts, subject: str, predicate: str) -> str:
    values = facts.get(subject, {}).get(predicate, ())
    if len(values) != 1:
        name = predicate.rpartition("#")[2]
        raise OntologyError(f"<{subject}> must have exactly one {name}, it has {len(values)}")
    return values[0]


def _build(facts: _Facts, added: tuple[ox.Triple, ...] = ()) -> Ontology:
    types, classes = _types(facts)
    relations: dict[str, RelationType] = {}
    for class_iri in sorted(facts):
        if DG + "relationProperty" not in facts[class_iri]:
            continue
        relation = _relation(facts, class_iri, classes)
        if relation.name in relations:
            raise OntologyError(f"two classes have the relation property {relation.name!r}")
        relations[relation.name] = relation
    version = _one(facts, DG.rstrip("#"), _OWL + "versionInfo")
    return Ontology(version, MappingProxyType(relations), MappingProxyType(types), added)


def _types(facts: _Facts) -> tuple[dict[PloverType, PloverClass], dict[str, PloverType]]:
    types: dict[PloverType, PloverClass] = {}
    classes: dict[str, PloverType] = {}
    for iri in sorted(s for s in facts if DG + "ploverType" in facts[s]):
        type_ = _plover(_one(facts, iri, DG + "ploverType"))
        if type_ in types:
            raise OntologyError(f"two classes have the PLOVER type {type_}")
        classes[iri] = type_
        types[type_] = PloverClass(
            class_name=iri.removeprefix(DG),
            label=_one(facts, iri, _RDFS + "label"),
            definition=_one(facts, iri, _SKOS + "definition"),
            quad_class=QuadClass(_one(facts, iri, DG + "quadClass").removeprefix(DG)),
            score=float(_one(facts, iri, DG + "ploverScore")),
            cameo_roots=facts[iri].get(DG + "cameoRoot", ()),
        )
    missing = [t.value for t in PloverType if t not in types]
    if missing:
        raise OntologyError(f"no class has the PLOVER type {', '.join(missing)}")
    return types, classes


def _plover(name: str) -> PloverType:
    try:
        return PloverType(name)
    except ValueError:
        raise OntologyError(f"{name!r} is not a PLOVER type") from None


def _relation(facts: _Facts, class_iri: str, classes: Mapping[str, PloverType]) -> RelationType:
    prop = _one(facts, class_iri, DG + "relationProperty")
    if prop not in facts:
        raise OntologyError(f"<{class_iri}> has the relation property <{prop}>, not described")
    return RelationType(
        name=_local(prop),
        class_name=_local(class_iri),
        label=_one(facts, class_iri, _RDFS + "label"),
        plover=_type_of(facts, class_iri, classes),
        above=_above(facts, class_iri),
        reciprocal=_OWL + "SymmetricProperty" in facts[prop].get(_RDF + "type", ()),
        definition=_one(facts, class_iri, _SKOS + "definition"),
        example=" / ".join(facts[class_iri].get(DG + "example", ())),
        iri=prop,
        class_iri=class_iri,
        vaguer_than=tuple(
            _local(_one(facts, special, DG + "relationProperty"))
            for special in facts[class_iri].get(DG + "vaguerThan", ())
        ),
    )


def _above(facts: _Facts, class_iri: str) -> tuple[str, ...]:
    found, todo = set[str](), [class_iri]
    while todo:
        parents = facts.get(todo.pop(), {}).get(_RDFS + "subClassOf", ())
        new = {p for p in parents if DG + "relationProperty" in facts.get(p, {})} - found
        found |= new
        todo.extend(new)
    return tuple(sorted(found - {class_iri}))


def _type_of(facts: _Facts, class_iri: str, classes: Mapping[str, PloverType]) -> PloverType:
    """The PLOVER type of the class or of its nearest superclasses; there must be one."""
    found, todo, seen = set[PloverType](), [class_iri], set[str]()
    while todo:
        iri = todo.pop()
        if iri in classes:
            found.add(classes[iri])
        elif iri not in seen:
            seen.add(iri)
            todo.extend(facts.get(iri, {}).get(_RDFS + "subClassOf", ()))
    if len(found) != 1:
        raise OntologyError(f"<{class_iri}> must lie under one PLOVER type, not {len(found)}")
    return found.pop()


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
