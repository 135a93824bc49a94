"""Chains: which earlier mention each mention of an actor points back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.actors.phrases import place_preposition
from diplograph.word_classes import word_class


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and what it points back to.

    `antecedents` holds one mention that stands for the same actors, or, where the mention stands
    for several actors that were named one by one, one mention for each of them.
    """

    mention: Resolved
    antecedents: tuple[Resolved, ...]


def links(index: MentionIndex) -> Iterator[Link]:
    """The link of each mention that has one, in text order.

    The antecedent is the nearest earlier mention of the same actors that is neither a pronoun nor
    an adjective nor a mere place and is not written the same. A first person pronoun may also
    point ahead, to the speaker named behind the quotation.
    """
    texts = {id(m): index.syntax.doc[m.start : m.end].text.lower() for m in index.mentions}
    naming = [
        m
        for m in index.mentions
        if m.form is not Form.PRONOUN and not m.modifier and not is_mere_place(index, m)
    ]
    first_person = word_class("first_singular") | word_class("first_plural")
    for mention in index.mentions:
        if not mention.actors or mention.modifier or is_mere_place(index, mention):
            continue
        text = texts[id(mention)]
        other = [n for n in naming if n is not mention and n.actors and texts[id(n)] != text]
        known = [n for n in other if n.start < mention.start and n.end <= mention.head]
        if not known and text in first_person:
            known = [n for n in other if n.start > mention.start][::-1]
        antecedents = _nearest(mention, known)
        if antecedents:
            yield Link(mention, antecedents)


def is_mere_place(index: MentionIndex, mention: Resolved) -> bool:
    """Whether a mention names a place in a state, not the state: "Lyon", "in Paris"."""
    if mention.place is None or any(mention.place == a.name for a in mention.actors):
        return False
    if not mention.capital:
        return True
    return place_preposition(index.syntax, mention.head) in word_class("locative")


def _nearest(mention: Resolved, known: list[Resolved]) -> tuple[Resolved, ...]:
    """The last of `known` with the mention's actors, else the last of each; () if one lacks."""
    wanted = {a.id for a in mention.actors}
    found: dict[str, Resolved] = {}
    for other in reversed(known):
        ids = {a.id for a in other.actors}
        if ids == wanted:
            return (other,)
        if len(ids) == 1 and ids <= wanted:
            found.setdefault(other.actors[0].id, other)
    if len(found) < len(wanted) or len(wanted) < 2:
        return ()
    return tuple(sorted(found.values(), key=lambda m: m.start))
