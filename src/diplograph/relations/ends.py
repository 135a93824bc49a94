"""Which pairs of a frame's sources and targets can stand in its relation."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from diplograph.lexicon import Frame
from diplograph.records import Actor, Kind, PloverType
from diplograph.relations.fillers import Filler, Reader
from diplograph.word_classes import word_class

# what states do to their own people, and people to their own state
_AGAINST_OWN = frozenset(
    {PloverType.COERCE, PloverType.ASSAULT, PloverType.PROTEST, PloverType.SANCTION}
)


def valid_pairs(
    reader: Reader, frame: Frame, sources: Iterable[Filler], targets: Iterable[Filler]
) -> list[tuple[Filler, Filler]]:
    """Pairs of source and target that a frame gives; reciprocal ones in one order only."""
    reciprocal = reader.ontology.relations[frame.relation].reciprocal
    sources, targets = list(sources), list(targets)
    several = not targets and len(sources) > 1 and not _one_way(reader, frame, sources)
    if reciprocal and several:
        pairs = list(itertools.combinations(sources, 2))
    elif ("between",) in frame.source and several:
        kind = reader.ontology.relations[frame.relation].plover
        mutual = kind is PloverType.SUPPORT  # "A and B restored ties" is one act, a war is two
        pairs = list((itertools.combinations if mutual else itertools.permutations)(sources, 2))
    else:
        pairs = list(itertools.product(sources, targets))
    kind = reader.ontology.relations[frame.relation].plover
    return [(a, b) for a, b in pairs if _may_relate(a.actor, b.actor, kind)]


def _one_way(reader: Reader, frame: Frame, sources: list[Filler]) -> bool:
    """Whether several sources do something to a third: "A and B called", "letters from A and B"."""
    if frame.pos == "VERB":
        return not word_class("one_way").isdisjoint(frame.lemmas) or _with_others(reader, sources)
    return frame.pos == "NOUN" and reader.syntax.preposition(sources[0].token) == "from"


def _with_others(reader: Reader, sources: list[Filler]) -> bool:
    """Whether a clause tells of another party, whoever that is.

    "A and B talked to officials", "A and B battled insurgents".
    """
    s = reader.syntax
    verb = s.heads[s.first_conjunct(sources[0].token)]
    people = word_class("human") | word_class("statesman")
    others = [t for t in s.exactly(verb, "obl") if s.preposition(t) in {"with", "to"}]
    beaten = any(s.lemma(t) in word_class("one_of_a_movement") for t in s.exactly(verb, "obj"))
    return beaten or any(s.lemma(t) in people for t in others)


def _may_relate(a: Actor, b: Actor, kind: PloverType) -> bool:
    """No actor relates to itself, nor to the state that it acts for.

    Bodies that are no organs of their state may ("Yemen and the Houthis"), and states use force
    against their own people.
    """
    if a.id == b.id or (_is_one_of(a, b) and kind not in _AGAINST_OWN):
        return False
    if a.state is None or a.state != b.state or Kind.STATE not in {a.kind, b.kind}:
        return True
    state, other = (a, b) if a.kind is Kind.STATE else (b, a)
    if other.kind is Kind.ORGANISATION:
        return not other.id.startswith(state.id)
    own_people = other.kind in {Kind.GROUP, Kind.POPULATION} or other is b
    return kind in _AGAINST_OWN and other.kind is not Kind.STATE and own_people


def _is_one_of(a: Actor, b: Actor) -> bool:
    """Whether one is a group of the other: "officials of the European Union" and the Union."""
    group, body = (a, b) if a.kind is Kind.GROUP else (b, a)
    return group.kind is Kind.GROUP and group.id.startswith(f"{body.id}-")
