"""Short forms of names that a text has: "the Popular Front for Renewal (PFR)", "the Front"."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention, head_of
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Entry, Organisation, Reading
from diplograph.records import Actor

_SMALL = frozenset({"of", "for", "the", "and", "in", "on", "to", "-", "'s"})
_BODIES = frozenset({"organisation", "organ"})
_SHORTEST = 3  # letters: two initials agree by chance


def add_defined(sit: Situation) -> None:
    """Put each name whose initials are an acronym behind it in the place of pieces of it."""
    doc = sit.s.doc
    for token in doc[2:-1]:
        before = token.i - 2 if doc[token.i - 1].lower_ == "the" else token.i - 1
        opening = doc[before].text == "(" and doc[token.i + 1].text == ")"
        other = doc[token.i - 1].text == "or" and doc[token.i - 2].text == ","
        if not (opening or other) or not token.text.isupper() or len(token.text) < _SHORTEST:
            continue
        end = before if opening else token.i - 2
        start = _long_form(sit, token.text, end)
        if start is not None:
            _replace(sit, start, end)
        if start is not None or _stands_for(sit, token.text, end):
            _unread(sit, token.text, end)


def read_named(sit: Situation) -> None:
    """Let an acronym mean the body named before it whose initials it has, whatever else it is.

    "The African Development Bank met in Cairo. Libya thanked *the ADB*."
    """
    named: dict[str, Mention] = {}
    for m in sit.mentions:
        initials = "".join(w[0] for w in m.text.split() if w[0].isupper())
        if m.form is Form.NAME and m.entries and len(initials) >= _SHORTEST:
            named[initials] = m
        elif m.text in named and named[m.text].entries[0].id not in {e.id for e in m.entries[:1]}:
            m.entries = named[m.text].entries


def leave_to_others(sit: Situation) -> None:
    """Let a name that several bodies have mean none of another state than the text is about.

    "The FSA" of a text that names Britain alone is not the Free Syrian Army: it is the reading of
    a state that the text names, else a body of its own. "The Taliban" are always themselves.
    """
    for m in sit.mentions:
        node = m.entries[0].node if m.entries and m.form is Form.NAME else None
        if not isinstance(node, Organisation) or not node.code:
            continue
        readings = sit.gazetteer.readings(m.text)
        if not readings or any(r.id == node.id and _holds(r, sit.s.text) for r in readings):
            continue
        named = {o.entries[0].code for o in sit.mentions if o.entries and o.text != m.text} - {""}
        if not named or node.code in named:
            continue
        others = [o for r in readings if r.id and (o := sit.gazetteer.by_id(r.id)) is not None]
        fitting = [Entry(m.text, o, m.entries[0].how) for o in others if o.code in named]
        if fitting or node.kind != "party" or m.text.isupper():  # `party_there` knows of parties
            m.entries = tuple(fitting)


def read_short_names(sit: Situation) -> None:
    """ "The Brotherhood" of a text that has named one body that ends so, the Muslim Brotherhood."""
    named = [m for m in sit.mentions if m.form is Form.NAME and " " in m.text]
    bodies = [m for m in named if m.label == "ORG" or {e.kind for e in m.entries[:1]} & _BODIES]
    for m in sit.mentions:
        before = sit.s.doc[m.start - 1].lower_ if m.start else ""
        if m.form is not Form.NAME or m.entries or m.label != "ORG" or before != "the":
            continue
        full = [b for b in bodies if b.end <= m.start and b.text.split()[-1] == m.text]
        if full and len({b.text for b in full}) == 1:
            m.text, m.entries = full[0].text, full[0].entries


def _holds(reading: Reading, text: str) -> bool:
    """Whether a reading holds in a text that names other states alone."""
    return reading.always or reading.hits(text) > 0


def _long_form(sit: Situation, acronym: str, end: int) -> int | None:
    """Where the name begins whose words' initials make the acronym; small words may stand out."""
    i, letters = end, list(acronym)
    while letters and i > 0:
        i -= 1
        token = sit.s.doc[i]
        if token.text[:1] == letters[-1]:
            letters.pop()
        elif token.lower_ not in _SMALL:
            return None
    return None if letters else i


def _stands_for(sit: Situation, acronym: str, end: int) -> bool:
    """Whether the words before an acronym have its initials: "radio frequency interference"."""
    words = sit.s.doc[max(0, end - len(acronym)) : end]
    return "".join(token.text[:1].upper() for token in words) == acronym


def _unread(sit: Situation, acronym: str, end: int) -> None:
    """Let an acronym mean nothing that the gazetteer knows, but what the text says it means."""
    long = next((m for m in sit.mentions if m.end == end and m.form is Form.NAME), None)
    meant = {entry.id for entry in long.entries} if long is not None else set()
    for m in sit.mentions:
        if m.text == acronym and not meant & {entry.id for entry in m.entries}:
            m.entries = ()


def _replace(sit: Situation, start: int, end: int) -> None:
    over = [m for m in sit.mentions if m.start < end and start < m.end]
    if any(m.start <= start and end <= m.end and m.form is Form.NAME for m in over):
        return
    pieces = [m for m in over if start <= m.start and m.end <= end]
    if len(pieces) < len(over):
        return  # something larger stands there, such as an office with its owner
    text = sit.s.doc[start:end].text
    entries = sit.gazetteer.find_name(text)
    whole = Mention(start, end, head_of(sit.s, start, end), Form.NAME, text, "ORG", entries)
    sit.mentions[:] = sorted(
        [whole, *(m for m in sit.mentions if m not in pieces)], key=lambda m: (m.start, -m.end)
    )


def define_acronym(sit: Situation, m: Mention, actor: Actor) -> None:
    """ "the Southern Transitional Council (STC)", "..., or STC,": the acronym is the same actor."""
    words = [token.text for token in sit.s.doc[m.end : m.end + 5]]
    match words:
        case (
            ["(", acronym, ")", *_] | ["(", "the", acronym, ")", *_] | [",", "or", acronym, ",", *_]
        ):
            pass
        case [",", "known", "as", acronym, *_]:
            pass
        case _:
            return
    if acronym.isupper() and len(acronym) > 1 and not _is_of_the_end(acronym, m.text):
        sit.discourse.aliases[acronym] = actor


def _is_of_the_end(acronym: str, name: str) -> bool:
    """Whether letters only are those of a name's end: "the Boston Red Sox of Major League ..."."""
    initials = "".join(word[0] for word in name.split() if word[:1].isupper())
    return initials.endswith(acronym) and initials != acronym
