"""Pronouns of the third person: whom they mean, where that is likely enough."""

from __future__ import annotations

from diplograph.actors import ranking
from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Gender, Organ
from diplograph.records import Actor
from diplograph.word_classes import word_class

_LIKELY = 0.6
"""How likely a meaning must be, found on reports: nineteen of twenty are to be right."""
_FOLLOWED = 0.4
"""How likely a meaning must be for later pronouns to count on it."""


def resolve_pronoun(sit: Situation, m: Mention) -> Resolved | None:
    """The actors that a pronoun means; None for things, and where too much else may be meant.

    First person words wait until speakers are known: see `relations.speakers`.
    """
    referents = sit.spoken_of
    referents.read(m.head, sit.by_head, sit.done)
    itself = m.text.lower().endswith(("self", "selves"))
    if itself and sit.s.doc[max(0, m.start - 1)].pos_ in {"NOUN", "PROPN"}:
        return None  # "he wanted to meet Kim *himself*"
    anaphor = ranking.anaphor_of(referents, m.head)
    if anaphor is None:
        return None
    choice = ranking.choose(referents, anaphor)
    referent = choice.referent
    if referent is None or choice.probability < _FOLLOWED:
        return None
    referents.refer(referent, anaphor.position)
    if referent.gender is Gender.UNKNOWN:
        referent.gender = anaphor.gender
    several = itself and len(referent.actors) > 1  # who do nothing to one another
    if not referent.actors or several or choice.probability < _LIKELY:
        return None
    actors = [_state_of(sit, m, actor) for actor in referent.actors]
    return sit.made(m, actors, 0.6 + 0.3 * choice.probability)


def _state_of(sit: Situation, m: Mention, actor: Actor) -> Actor:
    """ "The Foreign Ministry said *its neighbours* ...": those of its state."""
    s = sit.s
    owned = s.labels[m.head] == "nmod:poss" and s.lemma(s.heads[m.head]) in word_class(
        "only_of_states"
    )
    organ = owned and isinstance(sit.gazetteer.by_id(actor.id), Organ)
    state = sit.gazetteer.state(actor.state) if organ and actor.state else None
    return sit.actor_of(state) if state is not None else actor
