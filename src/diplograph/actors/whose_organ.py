"""Whose an organ is that a text names without its state: "the government", "the regime"."""

from __future__ import annotations

from diplograph.actors.binding import subjects_of, tellers
from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.scenes import is_only_acted_on, state_of_where, state_vouched_for
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import host_told, state_of_doer
from diplograph.gazetteer import Organ, Person
from diplograph.word_classes import word_class

OF_OTHERS = frozenset({"regime", "junta"})
"""Words for a government that are never used of one's own."""
FORCES = frozenset({"army", "navy", "air-force", "coast-guard", "defence-ministry", "embassy"})
"""Organs that act in other states too, so that a place does not tell whose they are."""
_AT_HOME = frozenset({"police", "parliament", "upper-house", "lower-house", "supreme-court"})
"""Organs that act in their own state alone."""


def state_of_organ(sit: Situation, m: Mention, word: str, key: str) -> str | None:
    """Whose organ is named without its state: that of the place behind, or the state told.

    "The presidential office in Seoul". An embassy is never of the state where it is.
    """
    there = state_of_where(sit, m) if key != "embassy" else None
    code = there or state_of_doer(sit, m) or _state_told(sit, m, word, key)
    host = host_told(sit, m)
    if key != "embassy":
        return host.code if host is not None else code
    return None if host is not None or code in _codes_of_places(sit, m) else code


def state_of_its_speaker(sit: Situation, m: Mention) -> str | None:
    """ "*Foreign Ministry* spokesman Zhao Lijian": of the state of a known holder of an office."""
    named = (o.name for o in sit.mentions if o.owner is m and o.role is not None and o.name)
    nodes = (e.node for name in named for e in name.entries[:1])
    return next((node.code for node in nodes if isinstance(node, Person) and node.code), None)


def _state_told(sit: Situation, m: Mention, word: str, key: str) -> str | None:
    """Whose "the regime" or "the Government" is that nobody has told yet.

    A body writes "the Government" of its own state. "The regime" is that of which the text says so
    further down, or that of the state where it plays: nobody calls a friendly government so.
    """
    if word not in OF_OTHERS:
        own = sit.publisher if sit.s.doc[m.head].text[:1].isupper() else None
        own = own or (_state_of_speaker(sit, m) if word in word_class("of_ones_own") else None)
        own = own or _state_at_home(sit, m)
        code = own or state_vouched_for(sit, m, forces=key in FORCES)
        if code is not None and own is None and (helped := _state_helped(sit, m, code)):
            return helped
        acted_on = code is not None and own is None and is_only_acted_on(sit, m, code)
        return _only_other_state(sit, code) if acted_on else code
    for other in sit.mentions:
        if other.form is Form.ORGAN and other.owner is not None and other is not m:
            owner = sit.owner(other) if sit.s.lemma(other.head) == word else None
            if owner is not None and owner.state is not None:
                return owner.state
    return sit.scene or sit.context_state(m)


def _state_helped(sit: Situation, m: Mention, code: str) -> str | None:
    """ "Ethiopia has soldiers in Somalia to *assist* the government": the other state's."""
    s, verb = sit.s, sit.s.heads[m.head]
    if s.labels[m.head] != "obj" or s.lemma(verb) not in word_class("done_by_foreigners"):
        return None
    others = _codes_of_places(sit, m) - {code, ""}
    return others.pop() if len(others) == 1 else None


def _state_at_home(sit: Situation, m: Mention) -> str | None:
    """ "Cuban *police* broke up a march against the government": of who acts at home only."""
    verbs = (i for i in sit.s.ancestors(m.head) if sit.s.doc[i].pos_ == "VERB")
    for doer in (sit.by_head.get(h) for verb in verbs for h in sorted(subjects_of(sit.s, verb))):
        node = sit.gazetteer.by_id(next((a.id for a in sit.actors(doer)), "")) if doer else None
        if isinstance(node, Organ) and node.organ in _AT_HOME:
            return node.code
    return None


def _state_of_speaker(sit: Situation, m: Mention) -> str | None:
    """ "The White House said *the administration* had told Paris": of who speaks."""
    return sit.state_at(sorted(tellers(sit.s, sit.spoken_of.position(m.head))))


def _codes_of_places(sit: Situation, m: Mention) -> set[str]:
    """The states of the places in a sentence: none of them sent the consulate that is there."""
    sentence = sit.s.doc[m.start].sent
    beside = (o for o in sit.mentions if sentence.start <= o.start < sentence.end and o.entries)
    return {o.entries[0].code for o in beside if sit.is_locative(o)}


def _only_other_state(sit: Situation, code: str | None) -> str | None:
    """The one state but `code` that a text names."""
    named = {m.entries[0].code for m in sit.mentions if m.form is Form.NAME and m.entries}
    others = named - {code, ""}
    return others.pop() if len(others) == 1 else None
