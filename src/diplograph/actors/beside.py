"""What is named beside an actor that no list knows: by it bearers of one name are told together.

The same full name beside the same small town is hardly that of two. States, capitals and the
great bodies stand beside everybody: a state tells something only where another text says that
somebody of that name is of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.gazetteer import Gazetteer, Organ, State
from diplograph.names import slug
from diplograph.records import Actor, Beside, Kind
from diplograph.word_classes import word_class

_FULL_NAME = 2  # words
_NAMED = frozenset({Kind.PERSON, Kind.ORGANISATION})


def read_beside(index: MentionIndex, gazetteer: Gazetteer) -> dict[str, Beside]:
    """By the ids of unknown persons and bodies with full names: what stands around them.

    That are towns and regions, persons with full names and bodies that no list has, and states, as
    far as they are in one sentence with it; and what the text says that a person is.
    """
    sentences: dict[int, list[Resolved]] = defaultdict(list)
    for mention in index.mentions:
        sentences[index.syntax.doc[mention.start].sent.start].append(mention)
    names: dict[str, set[str]] = defaultdict(set)
    called: dict[str, set[str]] = defaultdict(set)
    states: dict[str, set[str]] = defaultdict(set)
    for mentions in sentences.values():
        named = [m for m in mentions if m.form is Form.NAME]
        unknown = [(m, a.id) for m in named for a in m.actors if _is_unknown(a, gazetteer)]
        beside = {name for m in mentions for name in _names(m, gazetteer)} if unknown else set()
        for mention, actor in unknown:
            names[actor] |= beside - {actor}
            states[actor].update(code for m in mentions for code in _states(m, gazetteer))
            called[actor].update(_nouns(index, mention))
    return {
        actor: Beside(*(tuple(sorted(told[actor])) for told in (names, called, states)))
        for actor in names
        if names[actor] or called[actor] or states[actor]
    }


def _is_unknown(actor: Actor, gazetteer: Gazetteer) -> bool:
    full = len(actor.name.split()) >= _FULL_NAME
    return actor.kind in _NAMED and full and gazetteer.by_id(actor.id) is None


def _names(m: Resolved, gazetteer: Gazetteer) -> Iterator[str]:
    """What a mention adds to what stands beside others."""
    if m.form is not Form.NAME or m.capital:
        return
    if m.place and (m.lent or not m.actors):
        yield slug(m.place)
        return
    for actor in m.actors:
        known = gazetteer.by_id(actor.id) is not None
        if _is_unknown(actor, gazetteer) or (known and actor.kind is Kind.PERSON):
            yield actor.id


def _states(m: Resolved, gazetteer: Gazetteer) -> Iterator[str]:
    """The states that a mention names, or of which a body, a town or a region that it names is."""
    if m.place_state:
        yield m.place_state
    for actor in m.actors:
        if actor.state and isinstance(gazetteer.by_id(actor.id), State | Organ):
            yield actor.state


def _nouns(index: MentionIndex, m: Resolved) -> Iterator[str]:
    """The nouns beside a name that say what somebody is: "the *boxer* X", "X, an *imam* from"."""
    s = index.syntax
    near = [*s.exactly(m.head, "appos"), m.start - 1]
    near += [s.heads[m.head]] if s.labels[m.head] in {"appos", "flat", "nmod:desc"} else []
    for i in near:
        if i >= 0 and s.doc[i].tag_ == "NN" and s.doc[i].lower_ in word_class("human"):
            yield s.doc[i].lower_
