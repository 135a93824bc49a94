"""Parties whose names several states' parties have: "the Labour Party" in Norway."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.scenes import state_told
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import host_told
from diplograph.gazetteer import How, Organisation, State
from diplograph.names import slug
from diplograph.records import Actor, Kind


def party_there(sit: Situation, m: Mention, node: Organisation) -> Actor:
    """A party, another one where its name is said to be that of another state's.

    "The Labour Party in Norway" is the Norwegian Labour Party, "the Australian Democrats" are not
    those of the United States.
    """
    if node.kind != "party":
        return sit.actor_of(node)
    other = _state_before(sit, m)
    if other is None and not m.text.endswith(" Party"):
        return sit.actor_of(node)
    host = other or host_told(sit, m) or _only_scene(sit, m, node)
    if host is None or host.code == node.code:
        return sit.actor_of(node)
    name = f"{host.adjective} {m.text}"
    known = next((e.node for e in sit.gazetteer.find_name(name)), None)
    if known is not None:
        return sit.actor_of(known)
    return Actor(slug(name), name, Kind.ORGANISATION, host.code)


def _state_before(sit: Situation, m: Mention) -> State | None:
    """The state whose adjective stands right before a name."""
    before = (o for o in sit.mentions if o.end == m.start and o.form is Form.NAME and o.entries)
    entry = next((o.entries[0] for o in before if o.entries[0].how is How.ADJECTIVE), None)
    return entry.node if entry is not None and isinstance(entry.node, State) else None


def _only_scene(sit: Situation, m: Mention, node: Organisation) -> State | None:
    """The state of a party's clause ("won the vote in Morocco"), where the text has no other."""
    named = sit.codes_named(but=m)
    code = state_told(sit, m)
    return sit.gazetteer.state(code) if code and named - {""} == {code} != {node.code} else None
