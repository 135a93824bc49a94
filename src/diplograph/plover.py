"""PLOVER's own view of an act: planned acts coded by intent, and the four penta classes."""

from __future__ import annotations

from diplograph.records import PloverType, Status

_COOPERATION = frozenset(
    {
        PloverType.CONSULT,
        PloverType.SUPPORT,
        PloverType.CONCEDE,
        PloverType.COOPERATE,
        PloverType.AID,
        PloverType.RETREAT,
    }
)
_COERCION = frozenset(
    {
        PloverType.PROTEST,
        PloverType.SANCTION,
        PloverType.MOBILIZE,
        PloverType.COERCE,
        PloverType.ASSAULT,
    }
)

_PENTA: dict[PloverType, int] = {
    PloverType.AGREE: 1,
    PloverType.CONSULT: 1,
    PloverType.SUPPORT: 1,
    PloverType.CONCEDE: 2,
    PloverType.COOPERATE: 2,
    PloverType.AID: 2,
    PloverType.RETREAT: 2,
    PloverType.REQUEST: 3,
    PloverType.ACCUSE: 3,
    PloverType.REJECT: 3,
    PloverType.THREATEN: 3,
    PloverType.PROTEST: 4,
    PloverType.SANCTION: 4,
    PloverType.MOBILIZE: 4,
    PloverType.COERCE: 4,
    PloverType.ASSAULT: 4,
}


def plover_coding(type_: PloverType, status: Status) -> PloverType:
    """The type as PLOVER codes it: planned cooperation is AGREE, planned coercion THREATEN.

    `type_` is what the act is. Cooperation that is refused or called off is REJECT (CAMEO root 12
    holds the refusals). Words that are planned to be said (a planned request or accusation) keep
    their type.
    """
    if status is Status.NEGATED and type_ in _COOPERATION | {PloverType.AGREE}:
        return PloverType.REJECT
    if status is not Status.PLANNED:
        return type_
    if type_ in _COOPERATION:
        return PloverType.AGREE
    return PloverType.THREATEN if type_ in _COERCION else type_


def penta_class(type_: PloverType) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

    As in `plv`, where CONCEDE and RETREAT are one type, YIELD, in class 2; the quad class of the
    PLOVER manual, in which CONCEDE is verbal, is `Ontology.quad_class`.
    """
    return _PENTA[type_]
