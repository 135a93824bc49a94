"""On the workers: all that is told of a node, gathered so that pieces of the corpus can be judged.

A dossier is a part of what the whole corpus tells (`Told`): of one node everything that it is
judged and described by, of the posts told of it as many as cover the same days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from diplograph.ontology import DG
from diplograph.rdf.facts import Facts
from diplograph.rdf.nodes import Describer
from diplograph.rdf.posts import Offices, posts_told, year_around
from diplograph.rdf.standing import Standings
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Told
from diplograph.spark.batches import Batches, Row, batches_of, rows_of
from diplograph.spark.options import Knowledge, facts_of
from diplograph.spark.tables import DOSSIER

_STATE = DG + "State"
_OFFICE = "urn:diplograph:office:"


def dossiers(batches: Batches, given: Knowledge) -> Batches:
    """Nodes with what is told of them, of their posts and of these posts' bodies, to dossiers."""
    facts = facts_of(given)
    return batches_of((_dossier(row, given.base, facts) for row in rows_of(batches)), DOSSIER)


def _dossier(row: Row, base: str, facts: Facts) -> Row:
    node = row["node"]
    known: dict[str, dict[str, tuple[str, ...]]] = {node: _values(row["told"])}
    for body in row["bodies"] or ():
        known[body["of"]] = _values(body["told"])
    offices = ((office["of"], office["issued"]) for office in row["offices"] or ())
    for number, (of, issued) in enumerate(_thinned(offices)):
        known |= _office(f"{node}:{number}", node, of, issued)
    told = Offices(posts_told(known))
    side = Standings(told, base, facts, Describer(known, base, facts)).side(node)
    codes = _states(known[node])
    unknown = [code for code in codes if facts.state(code) is None]
    return {"node": node, "side": side, "body": json.dumps(known), "states": unknown}


def _values(told: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in told:
        found.setdefault(row["predicate"], []).append(row["value"])
    return {predicate: tuple(sorted(values)) for predicate, values in found.items()}


def _states(values: dict[str, tuple[str, ...]]) -> list[str]:
    """The codes of the state that a node is told to be."""
    is_state = _STATE in values.get(DG + "toldKind", ())
    return list(values.get(DG + "toldState", ())) if is_state else []


def _thinned(offices: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """Of the days on which a post is told, as many as say the same.

    A post told on a day is held in the year around it (`Offices`): days of which others cover
    the years say nothing more.
    """
    days: dict[str, set[str | None]] = {}
    for of, issued in offices:
        days.setdefault(of, set()).add(issued if issued and year_around(issued) else None)
    for of, told in sorted(days.items()):
        if None in told:
            yield of, None  # held always, as far as is known
        else:
            yield from ((of, day) for day in _covering(filter(None, told)))


def _covering(days: Iterable[str]) -> Iterator[str]:
    """Days whose years together cover the years around all the days."""
    years = sorted((*around, day) for day in days if (around := year_around(day)) is not None)
    end, best = "", ("", "")
    for first, last, day in years:
        if first > end and best[0] > end:
            yield best[1]
            end = best[0]
        if first > end:
            yield day
            end = last
        best = max(best, (last, day))
    if best[0] > end:
        yield best[1]


def _office(
    name: str, holder: str, of: str, issued: str | None
) -> dict[str, dict[str, tuple[str, ...]]]:
    mention, document = f"{_OFFICE}{name}", f"{_OFFICE}document:{name}"
    told: dict[str, tuple[str, ...]]
    told = {DG + "toldHolder": (holder,), DG + "toldOrganisation": (of,), NIF_CONTEXT: (document,)}
    return {mention: told, document: {ISSUED: (issued,)} if issued else {}}


def named(known: Told) -> dict[str, dict[str, tuple[str, ...]]]:
    """What is told of actors and places alone, without the posts."""
    return {node: dict(values) for node, values in known.items() if not node.startswith(_OFFICE)}


def merged(bodies: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Several dossiers as one; what two tell of one node is the same."""
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for body in bodies:
        for node, values in json.loads(body).items():
            known[node] = {predicate: tuple(told) for predicate, told in values.items()}
    return known
