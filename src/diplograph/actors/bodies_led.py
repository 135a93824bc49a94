"""Which body "her party" or "his company" is, and whose "his troops" are who leads rebels."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.kind_nouns import load_kinds
from diplograph.actors.mentions import Mention
from diplograph.actors.populations import group_of_body, group_word
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organ, Organisation, Person
from diplograph.records import Actor, Kind


def body_of(sit: Situation, person: Actor, noun: str, before: int) -> Actor | None:
    """The body of a person that a noun means, named before a token; None where none is told.

    "Tsai of *the Democratic Progressive Party*", "Oleksiy Ivchenko, head of *Naftogaz*".
    """
    told = [claim.of for claim in sit.posts if claim.person.id == person.id]
    fitting = (a for a in (*reversed(told), *_beside(sit, person, before)) if _may_be(sit, a, noun))
    return next(fitting, None)


def forces_led(sit: Situation, m: Mention, person: Actor) -> Actor | None:
    """Forces of a person that are no state's, None where they are.

    "Joseph Kony sent *his troops*" is the armed group that he leads; those of somebody whom no
    list has are a group of their own.
    """
    if not isinstance(sit.gazetteer.by_id(person.id), Person):
        assert m.noun is not None
        return group_of_body(m.noun, group_word(m.noun, m.text, m.several), person)
    posts = sit.gazetteer.posts_of(person.id)
    held = [p for p in posts if sit.date is None or p.covers(sit.date)]
    bodies = [sit.gazetteer.by_id(post.of) for post in held]
    led = [b for b in bodies if isinstance(b, Organisation) and b.kind == "armed-group"]
    return sit.actor_of(led[0]) if len(led) == len(bodies) == 1 else None


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
