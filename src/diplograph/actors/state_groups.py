"""The states of a part of the world, spoken of as one party: "the West", "African countries"."""

from __future__ import annotations

from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organisation

_PAIR = frozenset({"two", "both", "either", "neither"})


def states_together(sit: Situation, m: Mention, group: Organisation) -> Resolved | None:
    """The group, a mere place where it says where, and None where only some of it are meant."""
    said = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "det", "det:predet")}
    bare = f"the {m.text}" == group.name and "the" not in said  # "Mr *West*", "East and *West*"
    if bare or _is_counted(sit, m, said):
        return None
    if sit.is_locative(m):
        rule = "a part of the world says where, not who"
        return Resolved(m.start, m.end, m.head, m.form, (), 0.9, place=m.text, rule=rule)
    return sit.made(m, (sit.actor_of(group),), 0.9)


def _is_counted(sit: Situation, m: Mention, said: set[str]) -> bool:
    """ "Two *Baltic states*", "both *Gulf states*"; "the three *Baltic states*" are all of them."""
    numbers = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "nummod")}
    return bool((numbers | said) & _PAIR) or (bool(numbers) and "the" not in said)
