"""What the derived graph needs of all documents, taken from one document after the other.

Actors, places and posts, which many documents tell of, stay in memory; the mentions of events, of
which there are as many as sentences, go to the disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from sys import intern

import pyoxigraph as ox

from diplograph.ontology import DG, Ontology
from diplograph.rdf.nearness import near_copies
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Telling, Told, packing, tellings, told
from diplograph.spilling import Spool

_KEPT = frozenset(
    {DG + name for name in ("toldName", "toldKind", "toldState")}
    | {DG + name for name in ("toldHolder", "toldTitle", "toldRole", "toldOrganisation")}
    | {NIF_CONTEXT}
)
_MENTION, _HOLDER = DG + "toldRelation", DG + "toldHolder"


def gather(
    documents: Iterable[Iterable[ox.Quad]], ontology: Ontology
) -> tuple[Told, Iterable[Telling], dict[str, str]]:
    """What is told of actors, places and posts; the event mentions; which documents are copies.

    Of documents that tell of posts the day is told as well. StoreError where a mention is
    malformed.
    """
    known: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    mentioned = Spool(packing(ontology))
    signatures: dict[str, str] = {}
    days: dict[str, str] = {}
    for quads in documents:
        here = told(quads)
        mentioned.extend(tellings(here, ontology))
        posts = [values for values in here.values() if _HOLDER in values]
        for document in {node for values in posts for node in values[NIF_CONTEXT]}:
            known[document][ISSUED] |= {*here.get(document, {}).get(ISSUED, ())}
        for node, values in here.items():
            for signature in values.get(DG + "minHash", ()):
                signatures[node] = signature
                days[node] = min(values.get(ISSUED, ()), default="")
            if _MENTION not in values:
                for predicate in _KEPT & values.keys():
                    known[intern(node)][intern(predicate)] |= {*map(intern, values[predicate])}
    copies = near_copies(signatures, days)
    merged = {s: {p: tuple(sorted(o)) for p, o in po.items() if o} for s, po in known.items()}
    return merged, mentioned, copies
