"""Definite nouns that take up somebody named before: "the bloc", "the general".

Which nouns may mean which actors is data (`ontology/coreference/kinds.tsv`). Nothing is guessed:
where nobody fits, nobody is meant.
"""

from __future__ import annotations

from diplograph.actors.descriptions import described, has_complement
from diplograph.actors.doubts import has_name_of_its_own
from diplograph.actors.index import Resolved
from diplograph.actors.kind_nouns import KindNoun, load_kinds
from diplograph.actors.mentions import Mention
from diplograph.actors.referents import Referent
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organisation
from diplograph.records import Kind
from diplograph.word_classes import word_class

_REACH = 6
"""Sentences back that a noun may reach."""
_CERTAINTY = 0.8


def known_before(sit: Situation, m: Mention) -> Resolved | None:
    """Whom a definite noun without an owner takes up, None where nobody fits.

    One is who is likeliest meant ("the bloc", "the nurse"), several are those called by the same
    noun ("the rebels" after "Syrian rebels"), or the one body of such people.
    """
    if not m.definite or has_complement(sit, m) or has_name_of_its_own(sit, m):
        return None
    if _says_which(sit, m):
        return None
    if not m.several:
        return described(sit, m)
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    lemma = sit.s.lemma(m.head)
    named = [
        r for r in sit.spoken_of.within(m.start, m.head, _REACH) if _is_called_so(sit, r, lemma)
    ]
    if named:
        return sit.made(m, named[0].actors, _CERTAINTY)
    noun = load_kinds().get(lemma)
    return _armed_before(sit, m, noun) if noun is not None else None


def _says_which(sit: Situation, m: Mention) -> bool:
    """ "The *other* group", "the company *they founded*", "the *Islamist* movement"."""
    s = sit.s
    said = [s.doc[i] for i in s.exactly(m.head, "amod")]
    others = any(t.lower_ in word_class("of_others") or t.text.istitle() for t in said)
    told = bool(s.exactly(m.head, "cop")) or any(i > m.head for i in s.exactly(m.head, "acl:relcl"))
    return others or told  # "to be the leading party" tells what somebody is


def _armed_before(sit: Situation, m: Mention, noun: KindNoun) -> Resolved | None:
    """ "These terrorists", "the rebels": the one body of such people that the text has named."""
    if noun.kind is not Kind.ORGANISATION or m.noun is None or m.noun.kind != "group":
        return None
    if m.noun.lemma in word_class("collective"):
        return None  # "the groups" are several bodies
    lemma = sit.s.lemma(m.head)
    called = [
        r.actors
        for r in sit.spoken_of.within(m.start, m.head, _REACH)
        if _was_called(sit, r, lemma)
    ]
    if called:
        return sit.made(m, called[0], _CERTAINTY)
    fitting = {
        r.actors for r in sit.spoken_of.within(m.start, m.head, _REACH) if _fits(sit, r, noun)
    }
    if len(fitting) != 1:
        return None
    actors = fitting.pop()
    elsewhere = sit.scene is not None and actors[0].state not in {None, sit.scene}
    return None if elsewhere else sit.made(m, actors, _CERTAINTY - 0.1)


def _is_called_so(sit: Situation, referent: Referent, lemma: str) -> bool:
    """Whether several were called by the same noun: "the rebels" after "Syrian rebels"."""
    if len(referent.actors) != 1 or referent.introduced == "name" or not referent.plural:
        return False
    return sit.s.lemma(referent.noun) == lemma and referent.actors[0].kind is not Kind.PERSON


def _was_called(sit: Situation, referent: Referent, lemma: str) -> bool:
    """ "The rebels" after "the *rebel* group LURD", whatever the lists call it."""
    one = referent.actors[0] if len(referent.actors) == 1 else None
    if one is None or one.kind is not Kind.ORGANISATION:
        return False
    return lemma in sit.discourse.callings.get(one.id, ())


def _fits(sit: Situation, referent: Referent, noun: KindNoun) -> bool:
    if len(referent.actors) != 1 or referent.actors[0].kind is not noun.kind:
        return False
    node = sit.gazetteer.by_id(referent.actors[0].id)
    return isinstance(node, Organisation) and (not noun.of or node.kind in noun.of)
