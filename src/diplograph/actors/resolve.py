"""Decide which actor each mention means, in text order, at the document's date."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.actors.acronyms import add_defined, leave_to_others, read_named, read_short_names
from diplograph.actors.bodies import resolve_group
from diplograph.actors.bygone import set_in_time
from diplograph.actors.counterparts import resolve_counterpart
from diplograph.actors.group_words import is_of_a_region
from diplograph.actors.index import Form, MentionIndex, Resolved, index_mentions
from diplograph.actors.mentions import Mention, dateline_end
from diplograph.actors.named import resolve_name
from diplograph.actors.offices import resolve_office
from diplograph.actors.organs import resolve_organ
from diplograph.actors.owners import together
from diplograph.actors.pronouns import resolve_pronoun
from diplograph.actors.publishers import publishing_state
from diplograph.actors.scenes import scene_of
from diplograph.actors.situation import SUBJECTS, Situation
from diplograph.actors.spotting import find_mentions
from diplograph.actors.surnames import add_unlabelled
from diplograph.gazetteer import Gazetteer
from diplograph.language.syntax import Syntax
from diplograph.records import Actor, Document, PostClaim

_RESOLVERS = {
    Form.NAME: resolve_name,
    Form.ROLE: resolve_office,
    Form.ORGAN: resolve_organ,
    Form.GROUP: resolve_group,
    Form.PRONOUN: resolve_pronoun,
}


@dataclass(frozen=True, slots=True)
class Actors:
    """What reading a document's actors gives.

    `home` is the state that the text begins with, `states` how often states (and those who act
    for them) are mentioned, most often first.
    """

    index: MentionIndex
    posts: tuple[PostClaim, ...]
    home: str | None
    states: tuple[tuple[Actor, int], ...] = ()


def read_actors(s: Syntax, gazetteer: Gazetteer, document: Document) -> Actors:
    """Find and resolve all mentions of a document; names in a dateline are no actors."""
    mentions = [m for m in find_mentions(s, gazetteer) if m.start >= dateline_end(s.doc)]
    set_in_time(mentions, gazetteer, document.published)

    def resolve(m: Mention) -> Resolved | None:
        """What a mention means, decided once."""
        if id(m) not in situation.done:
            situation.done[id(m)] = None  # an owner that asks for its own office gets nobody
            same_office = resolve_counterpart(situation, m) if m.form is Form.GROUP else None
            resolved = same_office or _RESOLVERS[m.form](situation, m)
            if resolved is not None:
                resolved = situation.done[id(m)] = together(situation, m, resolved)
                if id(m) not in wider:
                    situation.remember(m, resolved)
        return situation.done[id(m)]

    situation = Situation(
        s,
        gazetteer,
        document.published,
        mentions,
        resolve,
        home=_home(s, mentions),
        scene=scene_of(s, mentions),
        publisher=publishing_state(gazetteer, document),
    )
    wider = {id(m.owner) for m in mentions if is_of_a_region(m)}  # "*European* leaders"
    add_defined(situation)
    leave_to_others(situation)
    read_named(situation)
    read_short_names(situation)
    add_unlabelled(situation)
    resolved = [r for m in mentions if (r := resolve(m)) is not None and id(m) not in wider]
    posts, home = tuple(situation.posts), situation.home
    return Actors(index_mentions(s, resolved), posts, home, _states_counted(situation))


def _states_counted(situation: Situation) -> tuple[tuple[Actor, int], ...]:
    """How often a text names states and those who act for them, most often first."""
    counted = sorted(situation.discourse.states.items(), key=lambda item: (-item[1], item[0]))
    states = ((situation.gazetteer.state(code), count) for code, count in counted)
    return tuple((situation.actor_of(s), count) for s, count in states if s is not None)


def _home(s: Syntax, mentions: list[Mention]) -> str | None:
    """The state named most in the first sentences, subjects counting double."""
    counts: dict[str, float] = {}
    for mention in mentions:
        if mention.form is Form.NAME and mention.entries and mention.entries[0].code:
            code = mention.entries[0].code
            weight = 2.0 if s.labels[mention.head] in SUBJECTS else 1.0
            counts[code] = counts.get(code, 0.0) + weight / (1 + mention.start / 60)
    return max(sorted(counts), key=lambda c: counts[c]) if counts else None
