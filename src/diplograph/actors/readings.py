"""Which of its readings a name has: by entity label, syntax and who acts beside it."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Entry, How


def choose_entry(sit: Situation, m: Mention) -> Entry | None:
    """The reading of a name that entity label, context words and syntax speak for."""
    if not m.entries:
        return None
    if sit.is_locative(m):
        places = [e for e in m.entries if e.kind == "place" or e.how is How.CAPITAL]
        if places:
            return _of_a_state_named(sit, m, places)
    if m.label == "PERSON":
        persons = [e for e in m.entries if e.kind == "person"]
        return persons[0] if persons else m.entries[0]
    capital = _of_an_official(sit, m)
    if capital is not None:
        return capital
    known = [e for e in m.entries if e.kind != "person"] if m.label in {"LOC", "GPE"} else []
    return _of_a_state_named(sit, m, known or m.entries)


def _of_an_official(sit: Situation, m: Mention) -> Entry | None:
    """ "*Brussels* answered; its minister, Prévot, regretted": Belgium's, not the Union's."""
    capital = next((e for e in m.entries if e.how is How.CAPITAL), None)
    if capital is None or m.entries[0].how is not How.METONYM or not sit.date:
        return None
    sentence = sit.s.doc[m.start].sent
    for other in sit.mentions:
        if not (sentence.start <= other.start < sentence.end and other.entries):
            continue
        for post in sit.gazetteer.posts_of(other.entries[0].id):
            body = sit.gazetteer.by_id(post.of) if post.covers(sit.date) else None
            if body is not None and body.code == capital.code:
                return capital
    return None


def _of_a_state_named(sit: Situation, m: Mention, entries: Sequence[Entry]) -> Entry:
    """The first reading; of towns of one name that of the one state that the text names."""
    if entries[0].kind != "place" or len(entries) < 2:
        return entries[0]
    named = sit.codes_named(but=m)
    fitting = [e for e in entries if e.kind == "place" and e.code in named]
    return fitting[0] if len({e.code for e in fitting}) == 1 else entries[0]
