"""Which body "her party" or "his company" is: the one that the text names with the person."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.kind_nouns import load_kinds
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organ, Organisation
from diplograph.records import Actor, Kind


def body_of(sit: Situation, person: Actor, noun: str, before: int) -> Actor | None:
    """The body of a person that a noun means, named before a token; None where none is told.

    "Tsai of *the Democratic Progressive Party*", "Oleksiy Ivchenko, head of *Naftogaz*".
    """
    told = [claim.of for claim in sit.posts if claim.person.id == person.id]
    fitting = (a for a in (*reversed(told), *_beside(sit, person, before)) if _may_be(sit, a, noun))
    return next(fitting, None)


def _may_be(sit: Situation, body: Actor, noun: str) -> bool:
    """Whether a noun may mean a body: by its kind, its name's last word, or in no list."""
    if body.kind is not Kind.ORGANISATION:
        return False
    known, kinds = sit.gazetteer.by_id(body.id), load_kinds().get(noun)
    if body.name.lower().split()[-1] == noun:
        return True
    if isinstance(known, Organisation) and kinds is not None:
        return not kinds.of or known.kind in kinds.of
    return not isinstance(known, Organ)


def _beside(sit: Situation, person: Actor, before: int) -> Iterator[Actor]:
    """The bodies of which the text tells in a phrase with the person, the latest first."""
    s = sit.s
    for other in reversed([m for m in sit.mentions if m.end <= before]):
        resolved = sit.done.get(id(other))
        if resolved is None or [a.id for a in resolved.actors] != [person.id]:
            continue
        heads = [other.head, *s.exactly(other.head, "appos", "nmod:desc", "flat")]
        for noun in (c for h in heads for c in s.exactly(h, "nmod", "nmod:poss", "compound")):
            body = sit.by_head.get(noun)
            if body is not None and body is not other:
                yield from sit.actors(body)
