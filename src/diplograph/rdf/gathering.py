"""What the derived graph needs of all documents, taken from one document after the other.

Actors, places and posts, which many documents tell of, stay in memory; the mentions of events, of
which there are as many as sentences, go to the disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from sys import intern

import pyoxigraph as ox

from diplograph.ontology import DG, Ontology
from diplograph.rdf.nearness import Signatures, near_copies
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Telling, Told, packing, tellings, told
from diplograph.spilling import Spool

_KEPT = frozenset(
    {DG + name for name in ("toldName", "toldKind", "toldState")}
    | {DG + name for name in ("toldHolder", "toldTitle", "toldRole", "toldOrganisation")}
    | {NIF_CONTEXT}
)
_MENTION, _HOLDER, _SIGNATURE = DG + "toldRelation", DG + "toldHolder", DG + "minHash"


def gather(
    documents: Iterable[Iterable[ox.Quad]], ontology: Ontology
) -> tuple[Told, Iterable[Telling], dict[str, str]]:
    """What is told of actors, places and posts; the event mentions; which documents are copies.

    Of documents that tell of posts the day is told as well. StoreError where a mention is
    malformed.
    """
    known: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    mentioned = Spool(packing(ontology))
    signatures = Signatures()
    for quads in documents:
        here = told(quads)
        mentioned.extend(tellings(here, ontology))
        posts = [values for values in here.values() if _HOLDER in values]
        for document in {node for values in posts for node in values[NIF_CONTEXT]}:
            _add(known[intern(document)], {ISSUED: here.get(document, {}).get(ISSUED, ())})
        for node, values in here.items():
            for signature in values.get(_SIGNATURE, ()):
                signatures.add(node, signature, min(values.get(ISSUED, ()), default=""))
            if _MENTION not in values and (kept := _KEPT & values.keys()):
                _add(known[intern(node)], {name: values[name] for name in kept})
    return known, mentioned, near_copies(signatures)


def _add(about: dict[str, tuple[str, ...]], values: Mapping[str, tuple[str, ...]]) -> None:
    """Add what a document tells of a node; most tell the same, and of each text one is held."""
    for predicate, told_here in values.items():
        before = about.get(predicate)
        if told_here and told_here != before:
            about[intern(predicate)] = tuple(sorted({*(before or ()), *map(intern, told_here)}))
