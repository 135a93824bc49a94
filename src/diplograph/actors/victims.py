"""Victims whom a text first describes and then names: "a French nurse was killed ... X's death".

News tell in the first sentence what happened to somebody, and who it was in the next ones.
"""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import fate_of, introduced_as
from diplograph.actors.situation import Situation
from diplograph.gazetteer import State
from diplograph.word_classes import word_class

_REACH = 3
"""Sentences behind the description in which the name may stand."""


def named_victim(sit: Situation, m: Mention) -> Mention | None:
    """The name of whom "a French *nurse*" is, to whom the same was done a few sentences on."""
    fate = fate_of(sit.s, m.head) if _is_somebody_new(sit, m) else ""
    if not fate:
        return None
    here = sit.spoken_of.position(m.head).sentence
    for other in sit.mentions:
        if other.start <= m.end or other.form not in {Form.NAME, Form.GROUP}:
            continue
        distance = sit.spoken_of.position(other.head).sentence - here
        if distance > _REACH:
            return None
        if fate_of(sit.s, other.head) != fate:
            continue
        # Whoever comes next to the same end is meant, or somebody else and so nobody.
        fits = distance > 0 and _is_named_first(sit, other) and _may_be(sit, m, other)
        return other if fits else None
    return None


def victim_described(sit: Situation, name: Mention) -> Mention | None:
    """The description that a name's bearer had before, None where there is none."""
    before = (o for o in sit.mentions if o.end <= name.start and o.form is Form.GROUP)
    return next((o for o in before if named_victim(sit, o) is name), None)


def _is_somebody_new(sit: Situation, m: Mention) -> bool:
    """Whether a noun introduces one person: "a Sikh separatist"."""
    one = m.form is Form.GROUP and m.noun is not None and m.noun.kind == "group"
    new = one and not m.several and introduced_as(sit.s, m.head) == "indefinite"
    return new and sit.s.lemma(m.head) not in word_class("collective")


def _is_named_first(sit: Situation, name: Mention) -> bool:
    """Whether a full name of a person stands here for the first time in a text."""
    person = name.form is Form.NAME and name.label == "PERSON" and " " in name.text
    surname = name.text.split()[-1]
    return person and not any(surname in o.text for o in sit.mentions if o.start < name.start)


def _may_be(sit: Situation, m: Mention, name: Mention) -> bool:
    """Whether nothing that is said of a name speaks against a description's state."""
    owner = m.owner.entries[0].node if m.owner is not None and m.owner.entries else None
    beside = [sit.by_head.get(i) for i in sit.s.exactly(name.head, "nmod:desc", "amod", "compound")]
    said = {o.entries[0].code for o in beside if o is not None and o.entries}
    known = {entry.code for entry in name.entries[:1]} | said
    code = owner.code if isinstance(owner, State) else ""
    return not code or not (known - {"", code})
