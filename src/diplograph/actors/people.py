"""Persons by name: the one known at the date, the one named before, or a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from diplograph.actors.bearers import humble_calling, other_bearer
from diplograph.actors.described import state_described
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.remembered import has_usual_name
from diplograph.actors.situation import Situation
from diplograph.actors.states_implied import state_implied
from diplograph.actors.surnames import known_by_surname, may_be_called
from diplograph.gazetteer import Gender, Person, Post, RolePhrase, fold_name
from diplograph.gazetteer.model import earliest
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class


def person_named(
    sit: Situation, m: Mention, known: Person | None, title: RolePhrase | None = None
) -> Resolved:
    """The person of a name: named before, known to the gazetteer, named in full later, or new.

    `title` is what the person is called in front of the name.
    """
    found = _person_named(sit, m, known, title)
    if title is not None and title.role.kind == "honorific" and title.gender is Gender.UNKNOWN:
        sit.discourse.roles.setdefault(title.text, []).append(found.actors[0])
    return found


def _person_named(
    sit: Situation, m: Mention, known: Person | None, title: RolePhrase | None
) -> Resolved:
    before = _named_before(sit, m, title)
    if before is not None:
        return before
    certainty = 1.0
    if known is None:
        known, certainty = _kin_named(sit, m) or _known_by_name(sit, m, title), 0.9
    words = m.text.split()
    surname = _surname(words)
    other = other_bearer(sit, m, known) if known is not None and title is None else None
    if other is not None:
        remember_names(sit, other, m.text, (surname, words[0]))
        return sit.made(m, (other,), 0.75)
    later = _named_in_full_later(sit, m) if known is None and " " not in m.text else None
    if later is not None:
        return sit.made(m, (later,), 0.85)
    if known is not None:
        actor = _in_office(sit, known)
        names = (*known.surnames, surname, words[0])  # "Marty" after "Marty Natalegawa"
        if " bin " in known.name or " bint " in known.name:
            names = (*names, known.name.split()[0])  # "Sheikh Mohammed" once he is named in full
    else:
        actor = _unknown_person(sit, m)
        names = (surname, words[0]) if len(words) > 1 else (surname,)
        certainty = 0.85 if len(words) > 1 else 0.7
    if actor.state is None:
        actor = replace(actor, state=state_described(sit, m) or state_implied(sit, m))
    remember_names(sit, actor, m.text, names)
    return sit.made(m, (actor,), certainty)


def holds_instead(sit: Situation, person: Person, before: Actor, role: str) -> bool:
    """Whether a person holds at the document's date an office that one named before does not."""
    if sit.date is None or person.id == before.id:
        return False
    known = sit.gazetteer.by_id(before.id)
    theirs = sit.gazetteer.posts_of(before.id) if isinstance(known, Person) else ()
    mine = sit.gazetteer.posts_of(person.id)
    hold, held = (
        any(post.role == role and post.covers(sit.date) for post in posts)
        for posts in (mine, theirs)
    )
    return hold and not (held and before.state == person.code) and bool(theirs)


def namesake_of(sit: Situation, m: Mention, known: Person) -> Resolved:
    """A known person whose surname the text has used of another: "Prime Minister Kaczynski"."""
    actor = _in_office(sit, known)
    remember_names(sit, actor, known.name, ())
    return sit.made(m, (actor,), 0.85)


def _unknown_person(sit: Situation, m: Mention) -> Actor:
    """Somebody whom no list knows, with the calling, by which namesakes are told apart."""
    return replace(sit.new_actor(m.text, Kind.PERSON), calling=humble_calling(sit, m) or None)


def _named_before(sit: Situation, m: Mention, title: RolePhrase | None) -> Resolved | None:
    """Whom the text has called so already."""
    text = m.text
    if " " not in text:
        one = _one_of_several(sit, m, title)
        if one is not None:
            return sit.made(m, (one,), 0.8)
    names = sit.discourse.surnames
    previous = names.get(text) or (names.get(fold_name(text)) if " " not in text else None)
    return sit.made(m, (previous,), 0.95) if previous is not None else None


def _known_by_name(sit: Situation, m: Mention, title: RolePhrase | None) -> Person | None:
    """Whom the gazetteer knows by a surname, or by another spelling of a full name."""
    alone = " " not in m.text or bool(sit.gazetteer.persons_by_surname(m.text))
    if alone and title is not None and title.role.kind == "occupation" and not sit.date:
        return None  # "Senator Kennedy" is none of whom no such post is known
    known = known_by_surname(sit, m.text) if alone else _spelt_otherwise(sit, m)
    if known is not None and alone and _is_written_otherwise(m.text, known):
        return None
    if known is not None and alone and title is not None and _never_held(sit, known, title):
        return None
    ranked = alone and title is not None and title.role.kind == "rank"
    foreign = known is not None and known.code not in sit.codes_named()
    others = foreign and bool(sit.codes_named(but=m) - {""})
    if known is not None and ranked and (others or (foreign and has_usual_name(known))):
        return None  # "Admiral Harris" is no prime minister of Saint Kitts
    called = title is None or (title.role.kind == "honorific" and not sit.date)
    bare = " " not in m.text and called
    if known is not None and bare and not may_be_called(sit, m, known):
        return None
    return known


def _kin_named(sit: Situation, m: Mention) -> Person | None:
    """ "Sergei Skripal and his daughter *Yulia*": who has that name and the same surname."""
    kin = sit.s.heads[m.head]
    if " " in m.text or sit.s.lemma(kin) not in word_class("kin_of"):
        return None
    whose = (sit.by_head.get(i) for i in sit.s.exactly(kin, "nmod:poss"))
    people = (a for o in whose if o is not None for a in sit.actors(o) if a.kind is Kind.PERSON)
    names = (f"{m.text} {a.name.split()[-1]}" for a in people)
    nodes = (entry.node for name in names for entry in sit.gazetteer.find_name(name))
    return next((node for node in nodes if isinstance(node, Person)), None)


def _spelt_otherwise(sit: Situation, m: Mention) -> Person | None:
    """Who has another spelling of a full name, where the text names the state or it leads one.

    "Mohammed Hassan, a baker" is not the Malaysian minister Mohamad Hasan.
    """
    known = sit.gazetteer.spelt_like(m.text)
    if known is None or known.code in sit.codes_named(but=m) or not known.code:
        return known
    roles = (sit.gazetteer.role(post.role) for post in sit.gazetteer.posts_of(known.id))
    leads = any(role.leads for role in roles if role is not None)
    return known if leads and not humble_calling(sit, m) else None


def _never_held(sit: Situation, person: Person, title: RolePhrase) -> bool:
    """Whether a title is that of a high office which a known person never held."""
    role = title.role
    high = role.kind == "office" and role.rank > 1 and role.key != "leader"
    posts = [post for post in sit.gazetteer.posts_of(person.id) if post.role == role.key]
    return high and all(_is_yet_to_come(sit, post) for post in posts)


def _is_yet_to_come(sit: Situation, post: Post) -> bool:
    """Whether an office is held only years after the date: no "Prime Minister Gandhi" of 1983."""
    if sit.date is None:
        return False
    soon = f"{int(sit.date[:4]) + 1}{sit.date[4:]}"
    return earliest(post.start, "0000") > soon


def _is_written_otherwise(text: str, person: Person) -> bool:
    """Whether only the case tells letters from a surname: "MoI" is not Moi, but "MOI" may be."""
    if text.isupper():
        return False
    spelt = {fold_name(name) for name in person.surnames}
    return fold_name(text) not in spelt and fold_name(text).title() in spelt


def _surname(words: Sequence[str]) -> str:
    """The last word of a name, but the first of "Theodorus of Tabennese"."""
    return words[0 if "of" in words[1:] else -1]


def _in_office(sit: Situation, known: Person) -> Actor:
    """A known person, who may be called by the offices held at the date from here on."""
    actor = sit.actor_of(known)
    for post in sit.gazetteer.posts_of(known.id) if sit.date else ():
        if post.covers(sit.date or ""):
            sit.discourse.roles.setdefault(post.role, []).append(actor)
    sit.discourse.gender.setdefault(actor.id, known.gender)
    return actor


def _one_of_several(sit: Situation, m: Mention, title: RolePhrase | None) -> Actor | None:
    """Of several whom the text has named in full by this surname the one who is meant.

    With a title it is whom that fits, or the last, without one whom the text is about. None where
    the text knows at most one of that surname, so that nothing is to be told apart.
    """
    found = sit.discourse.namesakes.get(m.text, [])
    if len(found) < 2:
        return None
    if title is not None and title.gender is not Gender.UNKNOWN:
        fitting = [a for a in found if not is_other_gender(sit, a, title.gender)]
        found = [a for a in fitting if _gender(sit, a) is title.gender] or fitting or found
    if title is not None and title.gender is Gender.UNKNOWN:
        key = title.text if title.role.kind == "honorific" else title.role.key
        held = sit.discourse.roles.get(key, [])
        found = [a for a in found if a in held] or found
    if title is not None:
        last = (t.actor for t in sit.discourse.recent(m.start) if t.actor in found)
        return next(last, found[-1])
    told = Counter(t.actor.id for t in sit.discourse.traces)
    return max(found, key=lambda a: told[a.id])  # of equals the one named first


def _gender(sit: Situation, person: Actor) -> Gender:
    """The gender of a person as the text, the gazetteer or the given name tells."""
    node = sit.gazetteer.by_id(person.id)
    if isinstance(node, Person):
        return node.gender
    told = sit.discourse.gender.get(person.id, Gender.UNKNOWN)
    first = person.name.partition(" ")[0]
    return sit.gazetteer.gender_of_given_name(first) if told is Gender.UNKNOWN else told


def _named_in_full_later(sit: Situation, m: Mention) -> Actor | None:
    """ "Okonjo said ... Grace Okonjo leads ...": the one person of this surname further down."""
    later = [
        other
        for other in sit.mentions
        if other.form is Form.NAME
        and other.start > m.end
        and other.label == "PERSON"
        and " " in other.text
        and other.text.split()[-1] == m.text
    ]
    if len({other.text for other in later}) != 1:
        return None
    person = next(iter(sit.actors(later[0])), None)
    if person is not None and person.state is None and (told := state_described(sit, m)):
        person = replace(person, state=told)
        rename_person(sit, m.text, person)
    return person


def is_other_gender(sit: Situation, person: Actor, gender: Gender) -> bool:
    """Whether a title tells of a man or woman who this person is not: "Mrs Bush"."""
    known = _gender(sit, person)
    return Gender.UNKNOWN not in {known, gender} and known is not gender


def remember_names(sit: Situation, actor: Actor, text: str, surnames: Iterable[str]) -> None:
    """Let the person be known by these names from here on."""
    sit.discourse.surnames.setdefault(text, actor)
    if " " in text:
        named = sit.discourse.namesakes.setdefault(text.rpartition(" ")[2], [])
        if all(other.id != actor.id for other in named):
            named.append(actor)
    for surname in surnames:
        sit.discourse.surnames.setdefault(surname, actor)
        sit.discourse.surnames.setdefault(fold_name(surname), actor)


def rename_person(sit: Situation, text: str, actor: Actor) -> None:
    """Put a person about whom more is known now in the place of the same person before."""
    for key in [k for k, a in sit.discourse.surnames.items() if a.id == actor.id]:
        sit.discourse.surnames[key] = actor
    for named in sit.discourse.namesakes.values():
        named[:] = [actor if other.id == actor.id else other for other in named]
    sit.discourse.surnames[text] = actor
