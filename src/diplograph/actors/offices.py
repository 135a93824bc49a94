"""Offices: "the US secretary of state", with a name or without, and the posts a text tells of."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.apposition import apposed_person
from diplograph.actors.descriptions import has_complement, holder_before
from diplograph.actors.group_words import is_of_a_region
from diplograph.actors.holders import holder_of
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.office_groups import holders, of_a_region
from diplograph.actors.once_held import former_holder, leader_named
from diplograph.actors.owners import owners_together
from diplograph.actors.pairs import parties_before
from diplograph.actors.people import (
    holds_instead,
    is_other_gender,
    namesake_of,
    person_named,
    rename_person,
)
from diplograph.actors.phrases import introduced_as, says_more
from diplograph.actors.readings import choose_entry
from diplograph.actors.scenes import (
    is_met_by,
    is_only_acted_on,
    state_spoken_of,
    state_vouched_for,
    states_beside,
)
from diplograph.actors.situation import Situation
from diplograph.actors.standing import (
    Standing,
    acts_for,
    is_a_part,
    only_describes,
    standing_of,
)
from diplograph.actors.states_implied import state_of_envoy, state_of_title
from diplograph.actors.surnames import known_by_surname
from diplograph.actors.whereabouts import part_told
from diplograph.gazetteer import Gender, Organisation, Person, Role
from diplograph.names import slug
from diplograph.records import Actor, Kind, PostClaim
from diplograph.word_classes import word_class


def resolve_office(sit: Situation, m: Mention) -> Resolved | None:
    """An office: its named holder, the one apposed, the one last named, or who held it then."""
    owner = _owner(sit, m) or _titled_state(sit, m)
    assert m.role is not None
    role = m.role.role
    if m.name is not None:
        return _role_with_name(sit, m, owner)
    if role.kind == "honorific" or is_a_part(m, owner):
        return None
    if m.several and (owner is None or is_of_a_region(m)) and len(owners_together(sit, m)) < 2:
        return _ministers_before(sit, m) or of_a_region(sit, m)
    appositive = apposed_person(sit, m)
    if appositive is not None:
        if standing_of(sit.s, m) is Standing.HOLDER:
            appositive = _of_state(sit, appositive, owner.state if owner is not None else None)
            _claim_post(sit, m, appositive, owner)
        return sit.made(m, (appositive,), 0.95)
    if (not m.definite and owner is None) or only_describes(sit, m) or _is_a_relative_s(sit, m):
        return None
    if m.several and m.owner is not None:
        ruling = owner if m.text.lower() in word_class("ruling") else None
        body = ruling is not None and isinstance(sit.gazetteer.by_id(ruling.id), Organisation)
        # "the Taliban rulers" are the Taliban
        return sit.made(m, (ruling,), 0.8) if body and ruling is not None else holders(sit, m)
    return _holder(sit, m, owner)


def _holder(sit: Situation, m: Mention, owner: Actor | None) -> Resolved | None:
    """Who holds, held or will hold an office for one, without a name beside it."""
    assert m.role is not None
    role, standing = m.role.role, standing_of(sit.s, m)
    anybody = introduced_as(sit.s, m.head) == "indefinite" and role.unique
    if anybody and standing is Standing.HOLDER:
        return None  # "the first trip by a US secretary of state", "no American president"
    named = former_holder(sit, m, owner) if standing is Standing.FORMER else None
    part = part_told(sit, m)
    if standing is Standing.HOLDER and owner is not None and not part:
        named = leader_named(sit, m, owner)
    if named is not None:
        return sit.made(m, (named,), 0.8)
    if standing is Standing.HOLDER and not part and owner is not None:
        for person in reversed(sit.discourse.roles.get(role.key, [])):
            if acts_for(sit, person, owner):
                return sit.made(m, (person,), 0.85)
    if owner is not None:
        called = _titled_before(sit, m, owner) if standing is Standing.HOLDER else None
        return sit.made(m, (called,), 0.8) if called else holder_of(sit, m, owner, standing)
    return of_a_region(sit, m) if part else _without_owner(sit, m, role, standing)


def _ministers_before(sit: Situation, m: Mention) -> Resolved | None:
    """ "The ministers", "the presidents": two of them who were named before."""
    bare = not says_more(sit.s, m.head) and m.owner is None and m.definite
    if not bare or sit.s.lemma(m.head) not in word_class("uncounted_party"):
        return None
    return sit.made(m, two, 0.8) if (two := parties_before(sit, m)) else None


def _is_a_relative_s(sit: Situation, m: Mention) -> bool:
    """ "His *father* was the last president": whoever that is, the text does not name him."""
    subjects = sit.s.exactly(m.head, "nsubj") if sit.s.exactly(m.head, "cop") else []
    return any(sit.s.lemma(i) in word_class("human") for i in subjects)


def _titled_before(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    """ "The Libyan *minister*" of a text that told of the Libyan foreign minister, and no other."""
    assert m.role is not None
    if m.role.role.unique or " " in m.text or introduced_as(sit.s, m.head) != "definite":
        return None
    fuller = f" {m.text.lower()}"
    told: set[Actor] = set()
    for other in sit.mentions:
        if other.start >= m.start:
            break
        if other.form is Form.ROLE and other.text.lower().endswith(fuller) and not other.several:
            told.update(a for a in sit.actors(other) if a.state == owner.state)
    return told.pop() if len(told) == 1 else None


def _without_owner(sit: Situation, m: Mention, role: Role, standing: Standing) -> Resolved | None:
    """ "The minister": the person last called so, else the one of the state spoken of."""
    called = holder_before(sit, m) if standing is Standing.HOLDER else _elect(sit, m, standing)
    if called is not None:
        return sit.made(m, (called,), 0.8)
    return _of_the_text(sit, m, role, standing)


def _elect(sit: Situation, m: Mention, standing: Standing) -> Actor | None:
    """ "The president-elect": the one person whom the text has called so."""
    if standing is not Standing.COMING or m.several or not m.definite:
        return None
    before = [o for o in sit.mentions if o.start < m.start and o.role is not None and not o.several]
    read = (sit.done.get(id(o)) for o in before if standing_of(sit.s, o) is standing)
    called = {a.id: a for r in read if r is not None for a in r.actors}
    return next(iter(called.values())) if len(called) == 1 else None


def _of_the_text(sit: Situation, m: Mention, role: Role, standing: Standing) -> Resolved | None:
    """ "The prime minister" without a state: that of the state that the text is about."""
    if has_complement(sit, m):
        return None  # "the president of that country" is of another one
    owner = state_spoken_of(sit) if role.unique and m.definite and m.text.islower() else None
    if owner is None or (role.leads and not sit.gazetteer.holders(role.key, owner.id)):
        return None  # Germany has no sultan
    beside = states_beside(sit, m)
    if beside and owner.state not in beside:  # officials of another state: it is rather theirs
        state = sit.gazetteer.state(beside.pop()) if len(beside) == 1 else None
        if state is None or not sit.gazetteer.holders(role.key, state.id, sit.date):
            return None
        owner = sit.actor_of(state)
    found = holder_of(sit, m, owner, standing)
    return (
        replace(found, certainty=0.65, rule="the state that the text is about") if found else None
    )


def _owner(sit: Situation, m: Mention) -> Actor | None:
    """The state or body an office belongs to, or the office: "spokesperson for the chancellor"."""
    if m.owner is not None and m.owner.end > m.start and m.owner.form is Form.NAME:
        for other in sit.mentions:
            inside = other.start <= m.owner.start and m.owner.end <= other.end
            if other.form is Form.ROLE and other is not m and inside and other.start >= m.end:
                actors = sit.actors(other)
                if actors:
                    return actors[0]
    return sit.owner(m) or _owner_before_nouns(sit, m)


def _owner_before_nouns(sit: Situation, m: Mention) -> Actor | None:
    """ "The Danish fisheries minister": an office that no list has, named by more nouns."""
    start = m.start
    while start > 0 and sit.s.doc[start - 1].pos_ == "NOUN" and sit.s.doc[start - 1].text.islower():
        start -= 1
    if start == m.start or m.owner is not None:
        return None
    for other in sit.mentions:
        if other.end == start and other.form is Form.NAME and other.entries:
            actors = sit.actors(other)
            if actors and actors[0].kind is Kind.STATE:
                m.text = sit.s.doc[start : m.end].text
                m.start = other.start
                return actors[0]
    return None


def _titled_state(sit: Situation, m: Mention) -> Actor | None:
    """The one state that calls an office so: "the Foreign Secretary" is Britain's.

    "The Prime Minister" is that of the state whose own body published the text.
    """
    bare = introduced_as(sit.s, m.head) == "bare" and m.text.istitle() and not m.several
    if not (m.definite or m.name is not None or (bare and sit.publisher is not None)):
        return None
    code = sit.gazetteer.state_of_title(m.text)
    lesser = m.text.islower() and word_class("lesser_office") & set(m.text.split())
    if lesser and code not in sit.codes_named():
        code = None  # "the first vice president" of a text that never names that state
    if code is None and m.name is None and m.text.istitle():
        code = sit.publisher
    state = sit.gazetteer.state(code) if code else None
    return sit.actor_of(state) if state is not None else None


def _role_with_name(sit: Situation, m: Mention, owner: Actor | None) -> Resolved | None:
    assert m.name is not None and m.role is not None
    name, role = m.name, m.role
    person: Person | None = None
    standing = standing_of(sit.s, m)
    entry = choose_entry(sit, name)
    if entry is not None and isinstance(entry.node, Person):
        person = entry.node
    elif sit.gazetteer.persons_by_surname(name.text):
        person = _holder_called(sit, m, name, owner)
        if person is not None and name.text in sit.discourse.surnames:
            _claim_post(sit, m, sit.actor_of(person), owner)
            return namesake_of(sit, m, person)
    resolved = person_named(sit, name, person, role)
    actor = resolved.actors[0]
    if role.role.kind == "honorific" and is_other_gender(sit, actor, role.gender):
        called = f"{role.text} {name.text}"  # "Mrs Bush" of a text on her husband
        return sit.made(m, (Actor(slug(called), called, Kind.PERSON),), 0.6)
    if person is None and role.role.kind == "office":
        code = owner.state if owner is not None else _state_without_owner(sit, m)
        actor = _of_state(sit, actor, code)
    if role.gender is not Gender.UNKNOWN:
        sit.discourse.gender[actor.id] = role.gender
    if role.role.kind != "honorific" and standing is Standing.HOLDER:
        _claim_post(sit, m, actor, owner)
    return Resolved(m.start, m.end, m.head, Form.NAME, (actor,), resolved.certainty)


def _of_state(sit: Situation, person: Actor, code: str | None) -> Actor:
    """A person, of the state of whose office it is where nothing else tells of one."""
    if person.state is not None or not code:
        return person
    found = replace(person, state=code)
    rename_person(sit, person.name, found)
    return found


def _state_without_owner(sit: Situation, m: Mention) -> str | None:
    """Of which state whoever is called by an office is, where the phrase does not say whose."""
    sent = state_of_envoy(sit, m)
    code = sent or state_of_title(sit, m) or state_vouched_for(sit, m)
    others = code and not sent and (is_met_by(sit, m, code) or is_only_acted_on(sit, m, code))
    return None if others else code


def _holder_called(sit: Situation, m: Mention, name: Mention, owner: Actor | None) -> Person | None:
    """The known person of a surname behind a title, None where the text has called another so.

    Unless the office is that of somebody else: "King Abdullah of Jordan" beside the Saudi king.
    """
    key, code = _key_of_title(sit, m, owner), (owner.state or "") if owner else ""
    person = known_by_surname(sit, name.text, key, code)
    before = sit.discourse.surnames.get(name.text)
    if person is None or before is None:
        return person if before is None else None
    return person if holds_instead(sit, person, before, key) else None


def _key_of_title(sit: Situation, m: Mention, owner: Actor | None) -> str:
    """The role that a title means: "the North Korean *leader* Kim" is the supreme leader."""
    assert m.role is not None
    leads = m.role.role.key == "leader" and owner is not None and owner.kind is Kind.STATE
    code = owner.state if leads and owner is not None else None
    return sit.gazetteer.leading_role(code) if code else m.role.role.key


def _claim_post(sit: Situation, m: Mention, person: Actor, owner: Actor | None) -> None:
    assert m.role is not None
    role = m.role.role
    sit.discourse.roles.setdefault(role.key, []).append(person)
    alone = role.unique or role.key == "leader"
    if m.former or (alone and part_told(sit, m)):
        return  # the Chechen president is not president of Russia
    if owner is None and person.state:
        state = sit.gazetteer.state(person.state)
        owner = sit.actor_of(state) if state is not None else None
    if owner is None:
        return
    if role.organ and role.key == "spokesperson" and owner.kind is Kind.STATE:
        organ = sit.gazetteer.organ_of(owner.state or "", role.organ)
        owner = sit.actor_of(organ) if organ is not None else owner
    span = sit.s.doc[m.start : m.end]
    sit.posts.append(PostClaim(person, m.text, role.key, owner, span.start_char, span.end_char))
