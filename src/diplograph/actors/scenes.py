"""Where a text plays and which states it speaks of: by its clauses, places and officials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import SUBJECTS, Situation
from diplograph.gazetteer import How, Organ, Place, State
from diplograph.language.syntax import Syntax
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_ENOUGH = 2
"""Places of one state that must be named before a text counts as playing there."""
ABOUT = 3
"""Mentions of a state, and of those who act for it, before a text counts as being about it."""


def scene_of(s: Syntax, mentions: Iterable[Mention]) -> str | None:
    """The state in which most places of a text lie, None where two have as many or too few.

    Cities and regions count, and states after "in"; capitals do not, for talks are held there.
    """
    counts: Counter[str] = Counter()
    for m in mentions:
        if m.form is not Form.NAME or not m.entries:
            continue
        entry = m.entries[0]
        if is_misspelt(m):
            continue
        where = s.preposition(m.head) in word_class("locative")
        named = entry.how not in {How.CAPITAL, How.ADJECTIVE, How.DEMONYM}
        if entry.code and (
            isinstance(entry.node, Place) or (isinstance(entry.node, State) and named and where)
        ):
            counts[entry.code] += 1
    ranked = counts.most_common(2)
    most = ranked[0][1] if ranked else 0
    if (
        most < _ENOUGH
        or 2 * most < counts.total()
        or (len(ranked) > 1 and ranked[1][1] == ranked[0][1])
    ):
        return None
    return ranked[0][0]


def is_misspelt(m: Mention) -> bool:
    """Whether a name is rather somebody's than the town's that folds to it: "Bush", not "Būsh"."""
    node = m.entries[0].node
    return isinstance(node, Place) and (m.label == "PERSON" or m.text not in node.name)


def states_of_the_sentence(sit: Situation, m: Mention) -> tuple[set[str], str | None]:
    """The states that a mention's sentence names or has people of, and the one where it plays."""
    sentence = sit.s.doc[m.start].sent
    beside = [
        o
        for o in sit.mentions
        if o.form is Form.NAME and o.entries and sentence.start <= o.start < sentence.end
        if not is_misspelt(o)
    ]
    where = {o.entries[0].code for o in beside if place_of_clause(sit, o)} - {""}
    return {o.entries[0].code for o in beside} - {""}, where.pop() if len(where) == 1 else None


def state_told(sit: Situation, m: Mention) -> str | None:
    """The state in which a mention's own clause puts it: "in Yerevan, crowds broke into ..."."""
    by_head = {o.head: o for o in sit.mentions if o.form is Form.NAME and o.entries}
    for i in _circumstances(sit.s, m.head):
        where = by_head.get(i)
        if where is None or sit.s.preposition(i) not in word_class("locative"):
            continue
        if isinstance(where.entries[0].node, State) and sit.s.preposition(i) == "at":
            continue  # "rockets fired at Israel"
        if sit.s.lemma(sit.s.heads[i]) in word_class("settling") | word_class("gathering"):
            continue  # "refugees who wait to resettle in Canada", "at talks in Geneva"
        if isinstance(where.entries[0].node, Place | State) and where.entries[0].code:
            return where.entries[0].code
    return _state_hit(sit, m, by_head)


def state_of_where(sit: Situation, m: Mention) -> str | None:
    """ "Violations in *Zimbabwe*, where the police and the military ...": where a clause plays."""
    s = sit.s
    for i in s.ancestors(m.head):
        told = [c for c in s.exactly(i, "advmod") if s.doc[c].lower_ == "where"]
        if s.labels[i] != "acl:relcl" or not told:
            continue
        end = told[0] - (s.doc[told[0] - 1].text == ",")
        nodes = (o.entries[0].node for o in sit.mentions if o.end == end and o.entries)
        return next((n.code or None for n in nodes if isinstance(n, Place | State)), None)
    return None


def _state_hit(sit: Situation, m: Mention, by_head: dict[int, Mention]) -> str | None:
    """ "Gunmen attacked Mali": whoever may be of any state is where what they do is done."""
    s = sit.s
    if m.noun is None or m.noun.alone not in {"there", "state"} or s.labels[m.head] != "nsubj":
        return None
    if s.lemma(s.heads[m.head]) in word_class("from_afar"):
        return None  # "crowds denounced Damascus"
    for obj in s.exactly(s.heads[m.head], "obj"):
        within = [i for i in s.exactly(obj, "nmod") if s.preposition(i) == "in"]
        # "stormed its embassy in *Tehran*"; who attacks a state may come from another one
        for hit in map(by_head.get, [*within, *([obj] if m.noun.alone == "there" else [])]):
            if hit is not None and isinstance(hit.entries[0].node, Place | State):
                return hit.entries[0].code or None
    return None


def _circumstances(s: Syntax, head: int) -> Iterator[int]:
    """Tokens that may say where a noun is: its own complements, then those of what it depends on.

    Below a noun ("the massacre of 26 people by gunmen at ...") those of its complements too. The
    search ends at the first verb: further up another place may be meant.
    """
    yield from s.exactly(head, "nmod")
    above = s.heads[s.first_conjunct(head)]
    if above == head:
        return
    if s.doc[above].pos_ in {"VERB", "AUX"}:
        yield from s.exactly(above, "obl")
        return
    for beside in s.exactly(above, "nmod"):
        yield beside
        yield from s.exactly(beside, "nmod")


def state_spoken_of(sit: Situation) -> Actor | None:
    """The state that a text names more often than any other so far, or began with."""
    told = {t.actor.state for t in sit.discourse.traces}  # not only "in Iraq"
    counts = {code: n for code, n in sit.discourse.states.items() if code in told}
    most = max(counts.values(), default=0)
    leading = [code for code, n in counts.items() if n == most]
    code = leading[0] if len(leading) == 1 else sit.home if sit.home in leading else None
    state = sit.gazetteer.state(code) if code else None
    return sit.actor_of(state) if state is not None else None


def states_beside(sit: Situation, m: Mention) -> set[str]:
    """The states of those whom a sentence has named before an office."""
    sentence = sit.s.doc[m.start].sent
    beside = [o for o in sit.mentions if sentence.start <= o.start < m.start and o is not m]
    return {a.state for o in beside for a in sit.actors(o) if a.state}


def state_vouched_for(sit: Situation, m: Mention, *, forces: bool = False) -> str | None:
    """The state of which a text speaks clearly more than of others, up to a mention's sentence.

    States, their bodies and persons count where they are subjects or own an office or organ, most
    where the clause is put in them. "British" of "a British worker" and "from Iran" tell nothing of
    whose police speaks. Where nothing does, the only state that a text names is enough ("Chad's
    election"). `forces` may be anywhere, so that for these neither that nor a place tells anything.
    """
    told: Counter[str] = Counter()
    owners = {id(o.owner) for o in sit.mentions if _is_official(o) and not _is_hit(sit, o)}
    end = sit.s.doc[m.start].sent.end
    for other in sit.mentions:
        if other.start < end and other is not m and other is not m.owner:
            where = {} if forces else place_of_clause(sit, other)
            owns = id(other) in owners and other.start < m.start  # not whom its clause acts on
            told.update(where or _tells(sit, other, owns=owns))
    spoken_of = clearly_most(told, 1)
    if not told and not forces:
        spoken_of = _only_state(sit)
    most = sit.context_state(m)
    if forces and spoken_of not in {None, most}:
        return None  # "Turkey shot down a Russian jet. The army said ..."
    if end >= len(sit.s.doc) and sit.s.doc[m.start].sent.start == 0:
        return spoken_of  # a sentence by itself
    if spoken_of is not None and not told[most or ""]:
        return spoken_of  # "India expelled a Canadian diplomat. The ministry ..."
    return most if most in {spoken_of, clearly_most(sit.discourse.states, ABOUT)} else None


def clearly_most(counts: Counter[str], least: int) -> str | None:
    """What is counted most, at least so often, and clearly more often than anything else."""
    (code, n), (_, other) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return code if n >= least and n >= other * 3 / 2 and n > other else None


def _is_official(m: Mention) -> bool:
    """Whether a mention is one of those who act for their owner: "Pakistani *troops*"."""
    return m.form in {Form.ROLE, Form.ORGAN} or (m.noun is not None and bool(m.noun.acts_for))


def _is_hit(sit: Situation, m: Mention) -> bool:
    """ "Shot down a Russian *jet*", "India expelled a Canadian *diplomat*": what is acted on.

    It does not tell of whom a text is.
    """
    s, first = sit.s, sit.s.first_conjunct(m.head)
    if m.noun is not None and m.noun.kind == "instrument" and s.labels[first] != "nsubj":
        return True
    if s.labels[first] != "obj" or m.owner is None or not m.owner.entries:
        return False
    doers = (sit.by_head.get(i) for i in s.exactly(s.heads[first], "nsubj"))
    codes = {o.entries[0].code for o in doers if o is not None and o.entries}
    return bool(codes - {"", m.owner.entries[0].code})


def _tells(sit: Situation, m: Mention, *, owns: bool) -> dict[str, int]:
    """Of which state a text speaks where it has this mention: by code 1, or nothing."""
    subject = sit.s.labels[sit.s.first_conjunct(m.head)] in SUBJECTS
    read = sit.done.get(id(m))
    person = read.actors[0] if read is not None and len(read.actors) == 1 else None
    if person is not None and person.kind is Kind.PERSON:
        return {person.state: 1} if person.state and subject else {}
    if m.form is not Form.NAME or not m.entries or not (code := m.entries[0].code):
        return {}
    told = isinstance(m.entries[0].node, Organ) and any(
        word in m.text for word in _words_for(sit, code)
    )
    return {code: 1} if not is_misspelt(m) and (subject or owns or told) else {}


def _only_state(sit: Situation) -> str | None:
    """The one state that a text names, itself and not only people or things of it: "in Chad"."""
    named = {o.entries[0].code for o in sit.mentions if o.form is Form.NAME and o.entries} - {""}
    telling = (
        o.entries[0].code
        for o in sit.mentions
        if o.form is Form.NAME and o.entries and isinstance(o.entries[0].node, State)
        if o.entries[0].how not in {How.ADJECTIVE, How.DEMONYM}
        if sit.s.labels[o.head] == "nmod:poss" or sit.s.preposition(o.head) in {"in", "of"}
        if sit.s.lemma(sit.s.heads[o.head]) not in word_class("gathering")
    )
    return next(telling, None) if len(named) == 1 else None


def _words_for(sit: Situation, code: str) -> tuple[str, ...]:
    state = sit.gazetteer.state(code)
    return (*state.adjectives, state.name) if state is not None else ()


def place_of_clause(sit: Situation, m: Mention) -> dict[str, int]:
    """The state in which a place puts a clause: by code 2, by 1 below a noun, or nothing.

    "In Chile", "in the city of Arica", not "of Chile". A state below a noun ("guerrillas *in
    Lebanon*") says where that is alone, unless that is the subject; a town says more.
    """
    if m.form is not Form.NAME or not m.entries or not m.entries[0].code or is_misspelt(m):
        return {}
    s, i, entry = sit.s, sit.s.first_conjunct(m.head), m.entries[0]
    while s.lemma(s.heads[i]) in word_class("city") | word_class("part_of_place"):
        i = s.heads[i]
        if s.preposition(i) in word_class("locative") or s.heads[i] == i:
            break
    if not isinstance(entry.node, Place | State):
        return {}
    met = s.lemma(s.heads[i]) in word_class("gathering")  # "talks in Geneva" are on other states
    if s.preposition(i) not in word_class("locative") or met:
        return {}
    town = isinstance(entry.node, Place) or entry.how is How.CAPITAL
    if not town and s.preposition(i) == "at":
        return {}  # "rockets fired at Israel"
    clause = s.labels[i] == "obl" or s.heads[i] == i
    acting = s.labels[s.heads[i]] in SUBJECTS
    return {entry.code: 1 + clause} if town or clause or acting else {}


def is_only_acted_on(sit: Situation, m: Mention, code: str) -> bool:
    """Whether a text has named a state so far only as whom a body's clause acts on.

    "The Foreign Ministry summoned the *Australian* ambassador": no ministry of Australia's.
    """
    s = sit.s
    named = [o for o in sit.mentions if o.entries and o.entries[0].code == code]
    if any(o.head in s.subtree(m.head) and is_hyphened(s, o) for o in named):
        return True  # "the Ethiopian-backed government" is not Ethiopia's
    if sit.discourse.states.get(code) or s.labels[m.head] not in {"nsubj", "obl:agent"}:
        return False
    verb = s.heads[m.head]
    hit = {i for t in s.exactly(verb, "obj", "iobj", "obl", "nsubj:pass") for i in s.subtree(t)}
    return bool(named) and named[0].head in hit


def is_hyphened(s: Syntax, m: Mention) -> bool:
    """Whether a hyphen stands right behind a mention: "*Ethiopian*-backed"."""
    return m.end < len(s.doc) and s.doc[m.end].text in {"-", "‑", "–"}


def is_met_by(sit: Situation, m: Mention, code: str) -> bool:
    """Whether whom a clause acts on stands beside a subject through whom alone a state is known.

    "Gates met Prime Minister Phan Van Khai": of another state than Gates, whichever that is.
    """
    s = sit.s
    first = s.first_conjunct(m.head)
    if s.labels[first] not in {"obj", "iobj", "obl"}:
        return False
    subjects = s.exactly(s.heads[first], "nsubj")
    before = [o for o in sit.mentions if o.start < m.start and o.head not in subjects]
    doing = [o for o in sit.mentions if o.head in subjects]
    theirs = any(a.state == code for o in doing for a in sit.actors(o))
    return theirs and not any(a.state == code for o in before for a in sit.actors(o))
