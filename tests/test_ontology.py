from __future__ import annotations

import re
import time
from pathlib import Path

import owlrl
import pytest
import rdflib
from factories import small_store
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from diplograph.convert import union_rdflib
from diplograph.errors import OntologyError
from diplograph.ontology import DG, QuadClass, load_ontology
from diplograph.plover import penta_class, plover_coding
from diplograph.records import PloverType, Status
from diplograph.resources import ontology_path

TTL = ontology_path() / "diplograph.ttl"
NS = rdflib.Namespace(DG)
EX = rdflib.Namespace("http://example.org/")
OWLRL_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(TTL)


def closure(g: rdflib.Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(g)
    return [str(message) for message in g.objects(None, OWLRL_ERROR)]


def test_every_relation_has_a_type_a_class_and_words() -> None:
    ontology = load_ontology()
    assert len(ontology.relations) == 89
    assert {r.plover for r in ontology.relations.values()} == set(PloverType)
    for name, relation in ontology.relations.items():
        assert relation.name == name
        assert re.fullmatch(r"[a-z][A-Za-z]+", name)
        assert re.fullmatch(r"[A-Z][A-Za-z]+", relation.class_name)
        assert relation.definition.endswith(".")
        assert relation.example
        assert relation.iri == DG + name


def test_known_relations() -> None:
    ontology = load_ontology()
    urges = ontology.relation("urges")
    assert (urges.class_name, urges.plover, urges.reciprocal) == (
        "Urging",
        PloverType.REQUEST,
        False,
    )
    assert ontology.relation("meets").reciprocal
    # The general relation of a type may be the type's own class.
    assert ontology.relation("aids").class_name == "Aid"
    with pytest.raises(OntologyError, match="frobs"):
        ontology.relation("frobs")


def test_reciprocal_relations_are_those_of_the_inventory() -> None:
    reciprocal = {r.name for r in load_ontology().relations.values() if r.reciprocal}
    assert reciprocal == {
        "agreesWith",
        "meets",
        "talksWith",
        "phones",
        "negotiatesWith",
        "cooperatesWith",
        "tradesWith",
        "exercisesWith",
        "sharesIntelligenceWith",
    }


def test_scores_quads_and_cameo_roots() -> None:
    ontology = load_ontology()
    assert ontology.score(PloverType.AID) == 10
    assert ontology.score(PloverType.ACCUSE) == -3
    assert ontology.quad_class(PloverType.CONCEDE) is QuadClass.VERBAL_COOPERATION
    assert ontology.quad_class(PloverType.RETREAT) is QuadClass.MATERIAL_COOPERATION
    assert ontology.types[PloverType.ASSAULT].cameo_roots == ("18", "19", "20")
    roots = {root for type_ in PloverType for root in ontology.types[type_].cameo_roots}
    assert roots == {f"{n:02}" for n in range(3, 21)}


def test_coding_of_planned_acts() -> None:
    assert plover_coding(PloverType.CONSULT, Status.PLANNED) is PloverType.AGREE
    assert plover_coding(PloverType.RETREAT, Status.PLANNED) is PloverType.AGREE
    assert plover_coding(PloverType.SANCTION, Status.PLANNED) is PloverType.THREATEN
    assert plover_coding(PloverType.REQUEST, Status.PLANNED) is PloverType.REQUEST
    assert plover_coding(PloverType.COOPERATE, Status.NEGATED) is PloverType.REJECT
    assert plover_coding(PloverType.AGREE, Status.NEGATED) is PloverType.REJECT
    assert plover_coding(PloverType.ASSAULT, Status.NEGATED) is PloverType.ASSAULT
    for type_ in PloverType:
        for status in (Status.ACTUAL, Status.HYPOTHETICAL):
            assert plover_coding(type_, status) is type_


def test_penta_class_puts_yielding_in_class_two() -> None:
    assert penta_class(PloverType.CONCEDE) == penta_class(PloverType.RETREAT) == 2
    quads = list(QuadClass)
    for type_ in set(PloverType) - {PloverType.CONCEDE}:
        assert quads[penta_class(type_) - 1] is load_ontology().quad_class(type_)


def test_loading_is_fast_and_cached() -> None:
    assert load_ontology() is load_ontology()
    from diplograph.ontology import _load

    start = time.perf_counter()
    _load.__wrapped__(TTL)
    # A few milliseconds in fact; the margin is for a busy machine.
    assert time.perf_counter() - start < 0.5


def test_every_term_of_ours_is_labelled_and_defined() -> None:
    g = graph()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    for kind in kinds:
        for term in g.subjects(RDF.type, kind):
            assert str(term).startswith(DG)
            assert len(list(g.objects(term, RDFS.label))) == 1, term
            assert len(list(g.objects(term, SKOS.definition))) == 1, term


def test_no_blank_nodes_and_no_imports() -> None:
    g = graph()
    assert not [t for t in g if any(isinstance(node, rdflib.BNode) for node in t)]
    assert not list(g.triples((None, OWL.imports, None)))
    assert len(list(g.objects(None, OWL.versionIRI))) == 1


def test_reasoning_adds_what_it_should_and_finds_no_contradiction() -> None:
    g = graph()
    for number, known in enumerate(sorted(g.subjects(RDF.type, OWL.Class))):
        g.add((EX[f"dummy{number}"], RDF.type, known))
    for relation in load_ontology().relations.values():
        g.add((EX.a, rdflib.URIRef(relation.iri), EX.b))
    assert closure(g) == []
    for type_class in load_ontology().types.values():
        assert (EX.a, NS[f"plover{type_class.class_name}"], EX.b) in g
    assert (EX.b, NS.meets, EX.a) in g
    assert (EX.b, NS.urges, EX.a) not in g
    assert (EX.a, RDF.type, NS.Actor) in g


def test_reasoning_would_find_a_contradiction() -> None:
    g = graph()
    g.add((EX.a, RDF.type, NS.Place))
    g.add((EX.a, RDF.type, NS.Person))
    assert closure(g)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dg:relationProperty dg:urges", "dg:relationProperty dg:meets", "two classes"),
        ("dg:relationProperty dg:urges", "dg:relationProperty dg:gone", "not described"),
        ('dg:ploverType "REQUEST"', 'dg:ploverType "ASKS"', "not a PLOVER type"),
        ('dg:ploverType "REQUEST" ;', "", "REQUEST"),
        ("dg:ploverScore 0.0", "dg:ploverScore 0.0, 1.0", "exactly one ploverScore"),
        ("dg:Urging a owl:Class ;\n    rdfs:subClassOf dg:Request", "dg:Urging a owl:Class", "one"),
        ("@prefix dg:", "@prefix gd:", "dg:"),
    ],
)
def test_defects_are_named_with_the_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = TTL.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.ttl"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=message) as caught:
        load_ontology(path)
    assert "broken.ttl" in str(caught.value)


def test_a_missing_file_is_an_ontology_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"none\.ttl"):
        load_ontology(tmp_path / "none.ttl")


def test_every_term_of_ours_has_an_example() -> None:
    g = graph()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {term for kind in kinds for term in g.subjects(RDF.type, kind)}
    assert len(terms) > 200
    assert sorted(str(t) for t in terms if not list(g.objects(t, NS.example))) == []


def test_the_version_has_an_iri_a_licence_and_a_changelog() -> None:
    g = graph()
    (ontology,) = g.subjects(RDF.type, OWL.Ontology)
    version = str(g.value(ontology, OWL.versionInfo))
    assert str(g.value(ontology, OWL.versionIRI)) == f"{ontology}/{version}"
    assert str(g.value(ontology, DCTERMS.license)).startswith("https://creativecommons.org/")
    assert any(str(note).startswith(f"{version}:") for note in g.objects(ontology, SKOS.changeNote))


ALIGNED = {
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "gaf": "http://groundedannotationframework.org/gaf#",
}


@pytest.mark.parametrize("name", ALIGNED)
def test_our_terms_are_aligned_and_others_are_not_described(name: str) -> None:
    g = graph()
    joins = (RDFS.subClassOf, RDFS.subPropertyOf)
    assert any(str(o).startswith(ALIGNED[name]) for p in joins for o in g.objects(None, p))
    assert not [s for s in g.subjects() if str(s).startswith(ALIGNED[name])]


def test_reasoning_follows_plans_and_denials_both_ways() -> None:
    g = graph()
    g.add((EX.plan, NS.realizedBy, EX.act))
    g.add((EX.plan2, NS.cancelledBy, EX.denial))
    g.add((EX.act, NS.contradicts, EX.denial))
    g.add((EX.event, NS.source, EX.mao))
    assert closure(g) == []
    assert (EX.act, NS.realizes, EX.plan) in g
    assert (EX.denial, NS.cancels, EX.plan2) in g
    assert (EX.denial, NS.contradicts, EX.act) in g
    assert (EX.mao, RDF.type, NS.Actor) in g
    assert (EX.event, rdflib.URIRef(ALIGNED["sem"] + "hasActor"), EX.mao) in g


def test_no_class_is_empty_of_need() -> None:
    """One individual of each class alone: each class can have members beside the whole ontology."""
    g = graph()
    classes = list(g.subjects(RDF.type, OWL.Class))
    for number, known in enumerate(sorted(classes)):
        g.add((EX[f"one{number}"], RDF.type, known))
    assert closure(g) == []
    for number, known in enumerate(sorted(classes)):
        supers = {s for s in g.objects(known, RDFS.subClassOf) if str(s).startswith(DG)}
        assert all((EX[f"one{number}"], RDF.type, s) in g for s in supers)


def test_the_axioms_are_in_the_rl_profile() -> None:
    """Without blank nodes there are no class expressions; all else is of kinds that RL has."""
    g = graph()
    axioms = {p for p in g.predicates() if str(p).startswith((str(OWL), str(RDFS)))}
    assert axioms <= {
        *(OWL[name] for name in ("disjointWith", "inverseOf")),
        *(OWL[name] for name in ("versionIRI", "versionInfo", "priorVersion")),
        *(RDFS[name] for name in ("subClassOf", "subPropertyOf", "domain", "range", "label")),
    }
    kinds = {o for o in g.objects(None, RDF.type) if str(o).startswith(str(OWL))}
    assert kinds <= {
        *(OWL[name] for name in ("Ontology", "Class", "NamedIndividual", "AnnotationProperty")),
        *(OWL[name] for name in ("ObjectProperty", "DatatypeProperty", "SymmetricProperty")),
    }
    ranges = {str(o).rpartition("#")[2] for o in g.objects(None, RDFS.range) if o in XSD}
    assert ranges <= {"string", "boolean", "integer", "decimal", "date"}


def test_what_diplograph_writes_agrees_with_the_ontology() -> None:
    """No contradiction with the graph of two documents, and no class of ours that it left out."""
    written = union_rdflib(small_store())
    classes = {(s, o) for s, o in written.subject_objects(RDF.type) if o in NS}
    whole = graph() + written
    assert closure(whole) == []
    nodes = set(written.subjects(RDF.type))
    inferred = {(s, o) for s, o in whole.subject_objects(RDF.type) if o in NS and s in nodes}
    assert inferred == classes
