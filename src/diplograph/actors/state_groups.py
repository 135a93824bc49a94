"""The states of a part of the world, spoken of as one party: "the West", "African countries"."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.pairs import parties_before
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organisation

_PAIR = frozenset({"two", "both", "either", "neither"})


def states_together(sit: Situation, m: Mention, group: Organisation) -> Resolved | None:
    """The group, a mere place where it says where, the two of it that are meant, or None.

    "The Gulf states" after "both Gulf states" are these two.
    """
    said = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "det", "det:predet")}
    bare = f"the {m.text}" == group.name and "the" not in said  # "Mr *West*", "East and *West*"
    if bare:
        return None
    if _is_counted(sit, m):
        two = parties_before(sit, replace(m, pair=2), group.members) if group.members else ()
        return sit.made(m, two, 0.8) if two and _numbers(sit, m) & _PAIR else None
    before = [o for o in sit.mentions if o.start < m.start and o.text == m.text]
    counted = [o for o in before if _is_counted(sit, o)]
    if counted:
        two = sit.actors(counted[-1])
        return sit.made(m, two, 0.8) if two else None
    if sit.is_locative(m):
        return sit.where(m, 0.9, "a part of the world says where, not who")
    return sit.made(m, (sit.actor_of(group),), 0.9)


def _numbers(sit: Situation, m: Mention) -> set[str]:
    return {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "nummod", "det", "det:predet")}


def _is_counted(sit: Situation, m: Mention) -> bool:
    """ "Two *Baltic states*", "both *Gulf states*"; "the three *Baltic states*" are all of them."""
    numbers = bool(sit.s.exactly(m.head, "nummod"))
    said = _numbers(sit, m)
    return bool(said & _PAIR) or (numbers and "the" not in said)
