"""Of which state an unknown person is by whom a text puts beside: one of a group, the last since.

"17 Saudi officials, including X", "among them are X and Y", "no American president since X", "India
summoned High Commissioner X" in a text on India and Canada.
"""

from __future__ import annotations

from diplograph.actors.binding import subjects_of
from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import place_preposition
from diplograph.actors.situation import SUBJECTS, Situation
from diplograph.actors.victims import victim_described
from diplograph.word_classes import word_class

_BESIDE = frozenset({"appos", "flat", "nmod:desc"})
_ACTED_ON = frozenset({"obj", "nsubj:pass"})


def state_implied(sit: Situation, m: Mention) -> str | None:
    """The state of a person's name by the group or office in which it is counted, else None."""
    kin = sit.s.heads[m.head]
    if sit.s.lemma(kin) in word_class("kin_of") and sit.s.labels[m.head] in _BESIDE:
        return sit.state_at(sit.s.exactly(kin, "nmod:poss"))  # "his daughter *Yulia*"
    described = victim_described(sit, m)
    if described is not None and (owner := sit.owner(described)) is not None:
        return owner.state
    first, preposition = sit.s.first_conjunct(m.head), place_preposition(sit.s, m.head)
    if preposition == "including":
        return _state_of(sit, sit.s.heads[first])
    if preposition == "since":
        return _state_since(sit, sit.s.heads[first])
    beside = sit.s.labels[first] in SUBJECTS or sit.s.labels[m.head] == "conj"
    return _state_among(sit, m) if beside else None


def _state_of(sit: Situation, head: int) -> str | None:
    """The state of those or of the office that a noun names."""
    mention = sit.by_head.get(head)
    if mention is None or mention.form not in {Form.ROLE, Form.GROUP}:
        return None
    owner = sit.owner(mention)
    return sit.state_at([head]) or (owner.state if owner is not None else None)


def _state_since(sit: Situation, verb: int) -> str | None:
    """ "No *American president* had come since X", "the first *US president* to come since X"."""
    s = sit.s
    told = [i for i in (*s.exactly(verb, "nsubj"), s.heads[verb]) if i != verb]
    offices = [i for i in told if i in sit.by_head and sit.by_head[i].form is Form.ROLE]
    return next((code for i in offices if (code := _state_of(sit, i))), None)


def _state_among(sit: Situation, m: Mention) -> str | None:
    """ "17 Saudi officials ... Among *those* blacklisted are X and Y": of those named last."""
    start = sit.s.doc[m.start].sent.start
    words = [t.lower_ for t in sit.s.doc[start : start + 2]]
    if words[:1] != ["among"] or words[1] not in {"them", "those"} or not start:
        return None
    before = sit.s.doc[start - 1].sent.start
    several = [o.head for o in sit.mentions if before <= o.start < start and o.several]
    return next((code for i in reversed(several) if (code := _state_of(sit, i))), None)


def state_of_envoy(sit: Situation, m: Mention) -> str | None:
    """ "India expelled *High Commissioner X*": of the one other state that the text speaks of."""
    s = sit.s
    sent = m.role is not None and m.role.role.organ == "embassy" and m.owner is None
    if not sent or s.labels[m.head] not in _ACTED_ON:
        return None
    code = sit.state_at(sorted(subjects_of(s, s.heads[m.head])))
    others = {c: n for c, n in sit.discourse.states.items() if c != code} if code else {}
    if not others:
        named = {node.code for node in sit.named()} - {"", code}
        return named.pop() if code and len(named) == 1 else None
    told = max(sorted(others), key=lambda c: others[c])
    return told if all(2 * n <= others[told] for c, n in others.items() if c != told) else None


def state_of_title(sit: Situation, m: Mention) -> str | None:
    """The one state of all known holders of an office of a surname: "President Bush" is of the US.

    Of an undated text it is not known which of them is meant.
    """
    assert m.name is not None and m.role is not None
    persons = sit.gazetteer.persons_by_surname(m.name.text)
    held = [
        p for p in persons for post in sit.gazetteer.posts_of(p.id) if post.role == m.role.role.key
    ]
    codes = {person.code for person in held}
    return codes.pop() if len(codes) == 1 else None
