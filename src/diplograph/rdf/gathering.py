"""What the derived graph needs of all documents, taken from one document after the other.

Actors and places, which many documents tell of, stay in memory; the mentions of events and posts,
of which there are as many as sentences, go to the disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern

from diplograph.ontology import DG, Ontology
from diplograph.rdf.nearness import Signatures, near_copies
from diplograph.rdf.posts import POSTS, Offices, ToldPost, posts_told
from diplograph.rdf.telling import ISSUED, Telling, Told, packing, tellings
from diplograph.spilling import Spool

_KEPT = frozenset(DG + name for name in ("toldName", "toldKind", "toldState"))
_SIGNATURE = DG + "minHash"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What documents tell: `known` of actors and places, with `offices` for the days of posts.

    `mentioned` are the event mentions and `posts` those of posts, read from the disk each time;
    `copies` lead from documents to those that they are nearly copies of.
    """

    known: Told
    offices: Offices
    posts: Iterable[ToldPost]
    mentioned: Iterable[Telling]
    copies: Mapping[str, str]


def gather(documents: Iterable[Told], ontology: Ontology) -> Gathered:
    """What all documents tell. StoreError where a mention is malformed."""
    known: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    mentioned, posts = Spool(packing(ontology)), Spool(POSTS)
    offices, signatures = Offices(), Signatures()
    for here in documents:
        mentioned.extend(tellings(here, ontology))
        held = list(posts_told(here))
        posts.extend(held)
        for post in held:
            offices.add(post)
        for node, values in here.items():
            for signature in values.get(_SIGNATURE, ()):
                signatures.add(node, signature, min(values.get(ISSUED, ()), default=""))
            if kept := _KEPT & values.keys():
                _add(known[intern(node)], {name: values[name] for name in kept})
    return Gathered(known, offices, posts, mentioned, near_copies(signatures))


def _add(about: dict[str, tuple[str, ...]], values: Mapping[str, tuple[str, ...]]) -> None:
    """Add what a document tells of a node; most tell the same, and of each text one is held."""
    for predicate, told_here in values.items():
        before = about.get(predicate)
        if told_here and told_here != before:
            about[intern(predicate)] = tuple(sorted({*(before or ()), *map(intern, told_here)}))
