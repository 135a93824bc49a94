"""From the store to what the page shows, by SPARQL over the union of its graphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, TypeAlias
from urllib.parse import unquote

import pyoxigraph as ox

from diplograph.ontology import DG, Ontology, QuadClass
from diplograph.rdf.terms import KIND_CLASSES, PREFIXES
from diplograph.records import Kind, Status
from diplograph.store import GraphStore
from diplograph.view.model import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
)

_Facts: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_NIF: Final = PREFIXES["nif"]
_DCTERMS: Final = PREFIXES["dcterms"]
_QUADS: Final = {quad: number for number, quad in enumerate(QuadClass, start=1)}
_KINDS: Final[tuple[tuple[Kind, str], ...]] = tuple((k, DG + n) for k, n in KIND_CLASSES.items())


def view_of(store: GraphStore, ontology: Ontology | None = None) -> GraphView:
    """Everything in the store that the page shows, in an order that depends on it alone."""
    reader = _Reader(store, ontology or store.ontology)
    events = reader.events()
    return GraphView(reader.actors(events), events, reader.documents(), reader.meta())


def words(name: str) -> str:
    """A property's name as words: "expelsDiplomatsOf" → "expels diplomats of"."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", name)


def _one(values: Mapping[str, tuple[str, ...]], predicate: str) -> str | None:
    return next(iter(values.get(predicate, ())), None)


def _latest(post: ViewPost) -> tuple[str, str]:
    return post.from_ or "", post.title


def _local(iri: str) -> str:
    return unquote(re.split(r"[/#]", iri)[-1], errors="replace")


class _Reader:
    """Reads each class of the graph once, as subject → property → values."""

    def __init__(self, store: GraphStore, ontology: Ontology) -> None:
        self._store = store
        self._relations = {relation.iri: relation for relation in ontology.relations.values()}
        self._quad_of = ontology.quad_class
        self._actors = self._facts("dg:Actor")
        self._mentions = self._facts("dg:EventMention")
        self._places = self._facts("dg:Place")

    def _facts(self, type_: str) -> _Facts:
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        text = f"{prefixes}SELECT ?s ?p ?o WHERE {{ ?s a {type_} ; ?p ?o }}"
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        rows = self._store.oxigraph.query(text, use_default_graph_as_union=True)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("a SELECT query gives solutions")
        for row in rows:
            found[row["s"].value][row["p"].value].add(row["o"].value)
        return {s: {p: tuple(sorted(o)) for p, o in found[s].items()} for s in sorted(found)}

    def events(self) -> tuple[ViewEvent, ...]:
        facts = self._facts("sem:Event")
        dates = {iri: _one(v, DG + "date") or _one(v, DG + "reported") for iri, v in facts.items()}
        order = sorted(facts, key=lambda iri: (dates[iri] or "9999", iri))
        found = (self._event(iri, facts[iri]) for iri in order)
        return tuple(event for event in found if event is not None)

    def _event(self, iri: str, values: Mapping[str, tuple[str, ...]]) -> ViewEvent | None:
        relation = self._relations.get(_one(values, DG + "relation") or "")
        if relation is None:
            return None
        place = _one(values, DG + "place")
        return ViewEvent(
            iri=iri,
            relation=relation.name,
            relation_label=words(relation.name),
            type=relation.plover.value,
            quad_class=_QUADS[self._quad_of(relation.plover)],
            sources=values.get(DG + "source", ()),
            targets=values.get(DG + "target", ()),
            participants=self._participants(values),
            status=_local(_one(values, DG + "status") or Status.ACTUAL),
            factual=_one(values, DG + "factual") in {"true", "1"},
            attributed_to=_one(values, DG + "attributedTo"),
            topic="; ".join(values.get(DG + "topic", ())) or None,
            date=_one(values, DG + "date"),
            place=self._name(self._places, place) if place else None,
            confidence=float(_one(values, DG + "confidence") or 0.0),
            evidence=tuple(sorted(self._evidence(values), key=self._place_of)),
        )

    def _participants(self, values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The participants, the one whom the text names first in front."""
        mentions = values.get(DG + "mention", ())
        first = {_one(self._mentions.get(mention, {}), DG + "toldSource") for mention in mentions}
        return tuple(sorted(values.get(DG + "participant", ()), key=lambda p: (p not in first, p)))

    def _evidence(self, values: Mapping[str, tuple[str, ...]]) -> Iterable[ViewEvidence]:
        for mention in values.get(DG + "mention", ()):
            told = self._mentions.get(mention, {})
            sentence = _one(told, _NIF + "anchorOf")
            if sentence is None:
                continue
            begin = int(_one(told, _NIF + "beginIndex") or 0)
            span = [_one(told, DG + name) for name in ("triggerBegin", "triggerEnd")]
            start, end = (None if offset is None else int(offset) - begin for offset in span)
            document = _one(told, _NIF + "referenceContext")
            yield ViewEvidence(sentence, _one(told, DG + "trigger"), start, end, document)

    @staticmethod
    def _place_of(evidence: ViewEvidence) -> tuple[str, str, int]:
        return (
            evidence.document_iri or "",
            evidence.sentence,
            evidence.trigger_start_in_sentence or 0,
        )

    @staticmethod
    def _name(facts: _Facts, iri: str) -> str:
        return _one(facts.get(iri, {}), _LABEL) or _local(iri)

    def actors(self, events: Iterable[ViewEvent]) -> tuple[ViewActor, ...]:
        """Whoever the graph describes, and anybody whom an event names without description."""
        named = set(self._actors)
        for event in events:
            ends = chain(event.sources, event.targets, event.participants)
            named.update(ends, [event.attributed_to] if event.attributed_to else ())
        posts = self._posts()
        return tuple(self._actor(iri, posts.get(iri, ())) for iri in sorted(named))

    def _actor(self, iri: str, posts: tuple[ViewPost, ...]) -> ViewActor:
        values = self._actors.get(iri, {})
        types = values.get(PREFIXES["rdf"] + "type", ())
        kind = next((kind for kind, class_ in _KINDS if class_ in types), Kind.GROUP)
        state = _one(values, DG + "state")
        return ViewActor(
            iri=iri,
            label=self._name(self._actors, iri),
            kind=kind.value,
            state_code=_one(values, DG + "countryCode"),
            state_label=self._name(self._actors, state) if state else None,
            alt_labels=values.get(PREFIXES["skos"] + "altLabel", ()),
            posts=posts,
        )

    def _posts(self) -> Mapping[str, tuple[ViewPost, ...]]:
        found: dict[str, list[ViewPost]] = defaultdict(list)
        for values in self._facts("org:Post").values():
            of = _one(values, PREFIXES["org"] + "postIn")
            post = ViewPost(
                title=_one(values, _LABEL) or "",
                of_label=self._name(self._actors, of) if of else None,
                from_=_one(values, DG + "from"),
                to=_one(values, DG + "to"),
            )
            for holder in values.get(PREFIXES["org"] + "heldBy", ()):
                found[holder].append(post)
        return {iri: tuple(sorted(found[iri], key=_latest, reverse=True)) for iri in found}

    def documents(self) -> tuple[ViewDocument, ...]:
        """All documents; a web address stands for the path where there is one."""
        return tuple(
            ViewDocument(
                iri=iri,
                title=_one(values, _DCTERMS + "title"),
                date=_one(values, _DCTERMS + "issued"),
                source=_one(values, _DCTERMS + "source"),
                path=_one(values, PREFIXES["schema"] + "url") or _one(values, DG + "path"),
            )
            for iri, values in self._facts("dg:Document").items()
        )

    def meta(self) -> Mapping[str, str]:
        """What read the documents."""
        label = PREFIXES["rdfs"] + "label"
        readers = {_one(v, label) for v in self._facts("prov:SoftwareAgent").values()}
        names = sorted(name for name in readers if name)
        return {"Read with": ", ".join(names)} if names else {}
