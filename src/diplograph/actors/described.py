"""Of which state an unknown person or body is: what the words around its name say.

"Kenya's Uhuru Kenyatta", "the Tunisian lawyer X", "X, an American contractor", "X of France".
"""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Organ, Place, State
from diplograph.word_classes import word_class

_DESCRIBING = ("appos", "flat", "compound", "nmod:desc")
_OWNED = ("amod", "compound", "nmod:poss", "nmod:desc")
_OF = frozenset({"of", "from", "for"})


def state_described(sit: Situation, m: Mention, *, but_offices: bool = False) -> str | None:
    """The code of the one state that a name's possessor or description names, else None.

    With `but_offices` only what tells a nationality counts: "the British economist X".
    """
    by_head = {o.head: o for o in sit.mentions if o.form is Form.NAME and o is not m}
    if but_offices:
        nouns = [n for n in _descriptions(sit, m) if _is_calling(sit, n)]
        found = {c for n in nouns for i in _owners(sit, n) if (c := _nationality(by_head.get(i)))}
        return found.pop() if len(found) == 1 else None
    owner = _possessor(sit, m)
    if owner is not None:
        return owner
    called = {c for i in _said_to_be(sit, m) if (c := _nationality(by_head.get(i)))}
    if len(called) == 1:
        return called.pop()
    nouns = [m.head, *_descriptions(sit, m)]
    ways = (
        (_owners, _code),
        (_complements, _code),
        (_bodies, _code),
        (_local_offices, _code_there),
        (_births, _code),
        (_towns, _code_there),
        (_whereabouts, _code_there),
    )
    for telling, code in ways:
        found = {c for n in nouns for i in telling(sit, n) if (c := code(by_head.get(i)))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _possessor(sit: Situation, m: Mention) -> str | None:
    """ "Kenya's Uhuru Kenyatta": the state in front of a name."""
    if m.start < 2 or sit.s.doc[m.start - 1].tag_ != "POS":
        return None
    for other in sit.mentions:
        if other.end == m.start - 1 and other.entries and other.form is Form.NAME:
            return other.entries[0].code or None
    return None


def _descriptions(sit: Situation, m: Mention) -> Iterator[int]:
    """Nouns that say who a name is, in front of it or behind."""
    s = sit.s
    near = [i for i in s.exactly(m.head, *_DESCRIBING) if not m.start <= i < m.end]
    if s.labels[m.head] in {"appos", "flat", "nmod:desc"}:
        near.append(s.heads[m.head])
    offices = {o.head for o in sit.mentions if o.form is Form.ROLE}
    for i in near:
        if s.doc[i].pos_ == "NOUN" or i in offices:  # "Japan's Foreign Minister, X"
            yield i


def _is_calling(sit: Situation, noun: int) -> bool:
    """Whether a noun says what somebody is, and not to whom: "economist", but not "ally"."""
    other = sit.by_head.get(noun)
    calling = other is None or (other.form is Form.GROUP and not other.several)
    return calling and sit.s.lemma(noun) not in word_class("to_somebody")


def _said_to_be(sit: Situation, m: Mention) -> Iterator[int]:
    """Words that say what somebody is: "X, a *Swede*,", "X, who is *Canadian*,"."""
    s = sit.s
    yield from s.exactly(m.head, "appos")
    for noun in (m.head, *_descriptions(sit, m)):  # "businessman X, who is Canadian"
        yield from (i for i in s.exactly(noun, "acl:relcl") if s.exactly(i, "cop"))


def _nationality(m: Mention | None) -> str:
    """The state of a demonym or adjective that stands alone."""
    if m is None or not m.entries or m.entries[0].how not in {How.ADJECTIVE, How.DEMONYM}:
        return ""
    return m.entries[0].code if isinstance(m.entries[0].node, State) else ""


def _owners(sit: Situation, noun: int) -> list[int]:
    """Adjectives and owners: "the UK representative", "Tonga's deputy auditor general"."""
    parts = [i for i in sit.s.exactly(noun, "compound") if sit.s.doc[i].tag_ == "NN"]
    return [i for n in (noun, *parts) for i in sit.s.exactly(n, *_OWNED)]


def _complements(sit: Situation, noun: int) -> list[int]:
    """ "Of France", "for Bahrain", but no "envoy for Yemen"."""
    of = _OF - {"for"} if sit.s.lemma(noun) in word_class("sent_for") else _OF
    return [i for i in sit.s.exactly(noun, "nmod") if sit.s.preposition(i) in of]


def _bodies(sit: Situation, noun: int) -> list[int]:
    """ "Spokesman for the *Togolese* gendarmerie", "X of *Kenya's* border service"."""
    if sit.s.lemma(noun) in word_class("to_somebody"):
        return []
    return [i for body in _complements(sit, noun) for i in _owners(sit, body)]


def _local_offices(sit: Situation, noun: int) -> list[int]:
    """ "The governor of *Tokyo*", where a capital is only a city."""
    local = sit.s.lemma(noun) in word_class("local_office")
    return _complements(sit, noun) if local else []


def _births(sit: Situation, noun: int) -> list[int]:
    """ "The *Swedish*-born engineer", where nothing else says of which state."""
    born = [i for i in sit.s.exactly(noun, "amod") if sit.s.doc[i].lower_ == "born"]
    return [c for i in born for c in sit.s.exactly(i, *_OWNED, "advmod", "obl:unmarked")]


def _towns(sit: Situation, noun: int) -> list[int]:
    """ "The *Dhaka* clothing firm X", "a *Niamey*-based charity": where somebody is at home."""
    based = [i for i in sit.s.exactly(noun, "amod") if sit.s.doc[i].lower_ == "based"]
    return [i for n in (noun, *based) for i in sit.s.exactly(n, "compound", "obl:unmarked", "amod")]


def _whereabouts(sit: Situation, noun: int) -> list[int]:
    """Places in what is said of whoever is at home there: "mayor of a town in *Ukraine*".

    Not where a body is named that may be from elsewhere: "head of the UN mission in Mali".
    """
    if sit.s.lemma(noun) not in word_class("local_calling"):
        return []
    inside = [o for i in sit.s.subtree(noun) if i > noun and (o := sit.by_head.get(i)) is not None]
    if any(o.entries and not o.entries[0].code for o in inside):
        return []
    return [o.head for o in inside if sit.s.preposition(o.head) in word_class("locative") | _OF]


def _code(m: Mention | None) -> str:
    if m is None or not m.entries or m.entries[0].how is How.CAPITAL:
        return ""
    entry = m.entries[0]
    region = isinstance(entry.node, Place) and entry.how is How.ADJECTIVE  # "a Catalan lawyer"
    return entry.code if region or isinstance(entry.node, State | Organ) else ""


def _code_there(m: Mention | None) -> str:
    """The state of a place of which there is but one."""
    codes = {entry.code for entry in m.entries} if m is not None else set()
    place = m is not None and m.entries and isinstance(m.entries[0].node, State | Place)
    return codes.pop() if place and len(codes) == 1 else ""
