"""Who an office beside a name is: "Mao Ning, a spokeswoman", "the king of Spain, Juan Carlos"."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import is_next_to
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Person
from diplograph.records import Actor, Kind


def apposed_person(sit: Situation, m: Mention) -> Actor | None:
    """The person beside an office, in front of it or behind."""
    behind = next((o for o in sit.mentions if o.start == m.end), None)
    if behind is not None and behind.name is not None and not m.several:
        return next(iter(sit.actors(behind)), None)  # "party secretary *General X*"
    for i in _apposed(sit, m):
        found = _person_at(sit, m, i)
        if found is not None:
            return None if _is_of_another_state(sit, m, found) else found
    return _set_off(sit, m) or _behind_its_task(sit, m)


def _is_of_another_state(sit: Situation, m: Mention, person: Actor) -> bool:
    """ "The top *U.S. diplomat* and Iranian Foreign Minister X": two, whatever the parser says."""
    owner = sit.owner(m)
    state = owner.state if owner is not None and owner.kind is Kind.STATE else None
    node = sit.gazetteer.by_id(person.id)
    return bool(state) and isinstance(node, Person) and person.state not in {None, state}


def _apposed(sit: Situation, m: Mention) -> list[int]:
    """Heads of what the parser puts beside an office, its own appositions first."""
    s = sit.s
    near = [i for i in s.exactly(m.head, "appos") if not s.preposition(i)]  # not "to Bush"
    near = [i for i in near if m.several or is_next_to(s, m.head, i)]
    if s.doc[m.end : m.end + 1].text in {"to", "of", "for"}:  # "an aide to President X"
        near = [i for i in near if "," in {token.text for token in s.doc[m.end : i]}]
    if s.labels[m.head] == "appos":  # of "X and Y, the leader", Y is
        before = [i for i in s.conjuncts(s.heads[m.head]) if i < m.start]
        near.append(max(before, default=s.heads[m.head]))
    if s.labels[m.head] == "root" or s.exactly(m.head, "cop"):
        near += s.exactly(m.head, "nsubj")
    return near


def _person_at(sit: Situation, m: Mention, i: int) -> Actor | None:
    """The person of the name, or office with a name ("General X, the president"), at a head."""
    other = sit.by_head.get(i)
    if other is None or other is m or not (other.form is Form.NAME or other.name is not None):
        return None
    first = next(iter(sit.actors(other)), None)
    return first if first is not None and first.kind is Kind.PERSON else None


def _set_off(sit: Situation, m: Mention) -> Actor | None:
    """ "The ruler of Belarus, *X*, sent": a name between commas, whatever the parser says."""
    doc, owner = sit.s.doc, m.owner
    end = owner.end if owner is not None and owner.start >= m.end else m.end
    if m.several or not m.definite or end + 1 >= len(doc) or doc[end].text != ",":
        return None
    name = next((o for o in sit.mentions if o.start == end + 1 and o.form is Form.NAME), None)
    if name is None or name.end >= len(doc) or doc[name.end].text not in {",", "."}:
        return None
    if doc[name.end + 1 : name.end + 2].text in {"and", "or"}:
        return None  # one of a list
    found = _person_at(sit, m, name.head)
    state = next((a.state for a in sit.actors(owner)), None) if owner is not None else None
    return found if found is not None and found.state in {None, state} else None


def _behind_its_task(sit: Situation, m: Mention) -> Actor | None:
    """ "The special envoy for Sudan *X* said": a name right behind what somebody is sent for."""
    doc = sit.s.doc
    if m.several or doc[m.end : m.end + 1].text not in {"for", "to", "on"}:
        return None
    start = m.end + 1 + (doc[m.end + 1 : m.end + 2].text == "the")
    task = next((o for o in sit.mentions if o.start == start and o.form is Form.NAME), None)
    if task is None or not task.entries or task.entries[0].how is How.ADJECTIVE:
        return None  # nor is "a senior aide to Palestinian President X"
    name = next((o for o in sit.mentions if o.start == task.end and o.label == "PERSON"), None)
    return _person_at(sit, m, name.head) if name is not None else None
