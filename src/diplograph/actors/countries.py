"""Which state "the country" means."""

from __future__ import annotations

from diplograph.actors.mentions import Mention
from diplograph.actors.referents import Referent
from diplograph.actors.situation import Situation
from diplograph.word_classes import word_class


def leading_states(sit: Situation, m: Mention, fitting: list[Referent]) -> list[Referent]:
    """The state that "the country" means: whose clause or sentence came last, unless two may.

    The only one of its own sentence; else of the states of the last sentence that has one the only
    one, or the only one that is its subject or owns its subject.
    """
    fitting = [r for r in fitting if not (_is_host(sit, r) or _does_it_there(sit, m, r))]
    here = sit.spoken_of.position(m.head).sentence
    beside = [r for r in fitting if r.last.sentence == here]
    before = [r for r in fitting if r.last.sentence < here]
    if beside or not before:
        return beside if len(beside) == 1 else []
    last = [r for r in before if r.last.sentence == before[0].last.sentence]
    if len(last) == 1:
        return last
    s = sit.s
    leading = [r for r in last if r.last.role == "subject"]
    leading = leading or [
        r
        for r in last
        if r.last.role == "owner" and s.labels[r.last.governor] in {"nsubj", "nsubj:pass"}
    ]
    return leading if len(leading) == 1 else []


def _is_host(sit: Situation, referent: Referent) -> bool:
    """Whether a state was only said to be where others meet: "talks in *Switzerland*"."""
    s, at = sit.s, referent.last.at
    return s.labels[at] == "nmod" and s.lemma(s.heads[at]) in word_class("gathering")


def _does_it_there(sit: Situation, m: Mention, referent: Referent) -> bool:
    """Whether a state does what is done in or to "the country", which is then another one.

    "*Syria's* withdrawal from the country", "ordered *Israel* to attack towns in the country".
    """
    s, at, doing = sit.s, referent.last.at, {"nsubj", "nmod:poss", "obl:agent"}
    for i in s.ancestors(m.head):
        if at in s.exactly(i, *doing):
            return True
        if s.doc[i].pos_ in {"VERB", "AUX"} and s.labels[i] != "xcomp":
            return False
        doing = doing | {"obj", "iobj"} if s.labels[i] == "xcomp" else doing
    return False
