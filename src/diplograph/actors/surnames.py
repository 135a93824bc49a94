"""Persons by surname alone: who of several of that name can be meant at the document's date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention, head_of
from diplograph.actors.remembered import (
    WELL_KNOWN,
    has_usual_name,
    known_at_the_time,
    known_by_title,
    rank_of,
    states_named,
)
from diplograph.actors.situation import Situation
from diplograph.actors.standing import lately
from diplograph.gazetteer import Gender, Person, Post
from diplograph.gazetteer.model import Cover, earliest, latest
from diplograph.gazetteer.spelling import is_often_shared

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_REGNAL = re.compile(r"[IVX]+")
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "nmod:poss", "conj", "root"})
_ACTING = frozenset({"nsubj", "nsubj:pass", "obj", "obl:agent"})
_UNNAMED = -1  # merit of a person whose state the text never names, as against one of no state
_NO_LABELS = frozenset({"DATE", "TIME", ""})


@dataclass(frozen=True, slots=True, order=True)
class _Merit:
    """What speaks for a candidate, the weightiest first."""

    in_office: int
    fits_time: int
    rank: int
    fits_state: int


def known_by_surname(
    sit: Situation, surname: str, role: str = "", owner: str = ""
) -> Person | None:
    """The one known person of this surname who can be meant, None where two are as likely.

    `role` is the key of the office that the text gives, `owner` the code of the state it names.
    Whoever holds office at the document's date comes first; a former holder of the role is meant
    only where the text speaks of that time, of that state or names it.
    """
    titled = None if role else known_by_title(sit, surname)
    if titled is not None:
        return titled
    found = _candidates(sit, surname, role, owner)
    if not found:
        return None if role or owner else known_at_the_time(sit, surname)
    if sit.date and found[0][0].fits_state == _UNNAMED:  # of a state that the text never names
        near = [f for f in found if f[0].in_office == found[0][0].in_office]
        found = [f for f in near if f[0].fits_state > 0] or found
    best = found[0][0]
    if not (sit.date or role or best.fits_time) and _YEAR.search(sit.s.text):
        return None  # of a time when no office of theirs is known
    likely = bool(best.fits_time or best.fits_state > 0 or owner)
    called = sit.gazetteer.role(role)
    ranked = called is not None and called.kind == "rank"  # "General Suleiman" of a text on Egypt
    elsewhere = ranked and best.fits_state == _UNNAMED and bool(states_named(sit))
    if not best.in_office and (not likely or elsewhere):
        return None
    if not (sit.date or role or best.fits_time or best.fits_state > 0):
        return None  # nothing but a name
    rivals = [item for item in found if item[0] == best]
    of_one_state = len({item[2].code for item in rivals}) == 1
    of_no_time = not sit.date and not best.fits_time and of_one_state
    posts = (sit.gazetteer.posts_of(person.id) for _, _, person in rivals)
    still = sum(any(not post.end for post in held) for held in posts)
    if len(rivals) > 1 and of_no_time and (role or still > 1):
        return None  # "President Deby" of no time is father or son
    if len(rivals) > 1 and (not best.in_office or (not sit.date and of_one_state)):
        return max(rivals, key=lambda item: _last_start(sit, item[2], role))[2]
    return rivals[0][2] if len(rivals) == 1 else None


def _candidates(
    sit: Situation, surname: str, role: str, owner: str
) -> list[tuple[_Merit, str, Person]]:
    """Those of a surname who may be meant, with their merit and id, the likeliest first."""
    found: list[tuple[_Merit, str, Person]] = []
    for person in sit.gazetteer.persons_by_surname(surname):
        posts = sit.gazetteer.posts_of(person.id)
        if not role and _REGNAL.fullmatch(person.given) and not states_named(sit)[person.code]:
            continue  # "Mohammed" alone is hardly a king
        fitting = [p for p in posts if _is_called(sit, p, role)] if role else list(posts)
        if owner and owner not in _codes(sit, person, fitting):
            continue
        held = [p for p in fitting if sit.date is None or p.covers(sit.date)]
        left = [p for p in fitting if sit.date is not None and p.covers(lately(sit.date))]
        in_office, held = (2, held) if held else (1 if left else 0, left)
        if not held:
            fitting = [p for p in fitting if p.start < (sit.date or "9999")] if role else []
        if held or fitting:
            found.append((_merit(sit, person, held or fitting, in_office), person.id, person))
    return sorted(found, key=lambda item: item[:2], reverse=True)


def _is_called(sit: Situation, post: Post, role: str) -> bool:
    """Whether the holder of a post is called so: by its own name, or by a rank of its body."""
    if post.role == role:
        return True
    called, held = sit.gazetteer.role(role), sit.gazetteer.role(post.role)
    if called is None or held is None or called.kind != "rank":
        return False
    return called.organ == held.organ != ""


def leads_now(sit: Situation, surname: str) -> bool:
    """Whether somebody of this surname leads a state or body at the document's date."""
    person = known_by_surname(sit, surname) if sit.date else None
    if person is None:
        return False
    posts = sit.gazetteer.posts_of(person.id)
    return _lead_now(sit, posts)


def _lead_now(sit: Situation, posts: Sequence[Post]) -> bool:
    return any(rank_of(sit, p) > WELL_KNOWN and p.covers(sit.date or "") for p in posts)


def may_be_called(sit: Situation, m: Mention, person: Person) -> bool:
    """Whether a bare surname may mean somebody known: "Ford is based in Detroit" means nobody.

    Of a rank below the highest only where the text names the state, or nobody else is called so;
    in a text without a date both are asked for.
    """
    based = sit.s.lemma(sit.s.heads[m.head]) in {"base", "headquarter"}
    if based or (not sit.date and is_often_shared(person.code)):
        return False  # nor is any Li or Tang of a text without a date
    posts = sit.gazetteer.posts_of(person.id)
    rank = max((rank_of(sit, post) for post in posts), default=0)
    high = rank >= WELL_KNOWN
    if m.label not in {"PERSON", ""} and not (high and (sit.date or _rules(sit, m))):
        return False
    states = states_named(sit)
    named = not person.code or states[person.code] > 0
    others = sit.gazetteer.persons_by_surname(m.text)
    alone = m.label == "PERSON" and len(others) == 1
    if sit.date:
        known = named or _rules(sit, m) or _others_of_the_time(sit, posts)
        known = known or (alone and _leads_and_is_rare(sit, person, posts))
        label = sit.s.labels[sit.s.first_conjunct(m.head)]
        given = sit.gazetteer.gender_of_given_name(m.text) is not Gender.UNKNOWN
        acts = label in _ACTING or (label == "nmod:poss" and not given)  # not "Martin's story"
        return bool(known or acts) and (high or named or alone)
    if sum(states[other.code] > 0 for other in others if other.code) > 1:
        return rank > WELL_KNOWN and len({other.code for other in others}) == 1
    return named and high and (rank > WELL_KNOWN or len(others) == 1)


def _leads_and_is_rare(sit: Situation, person: Person, posts: Sequence[Post]) -> bool:
    """ "Warrants for *Netanyahu*": who leads a state and has no name that is usual in English."""
    return _lead_now(sit, posts) and not has_usual_name(person)


def _rules(sit: Situation, m: Mention) -> bool:
    """ "The *Asad* regime": whose government or army it is, whatever the name's label."""
    ruled = sit.by_head.get(sit.s.heads[m.head])
    return ruled is not None and ruled.form is Form.ORGAN


def _codes(sit: Situation, person: Person, posts: list[Post]) -> set[str]:
    bodies = (sit.gazetteer.by_id(post.of) for post in posts)
    return {person.code, *(body.code for body in bodies if body is not None)}


def _last_start(sit: Situation, person: Person, role: str) -> str:
    posts = sit.gazetteer.posts_of(person.id)
    return max(latest(p.start, "0000") for p in posts if not role or p.role == role)


def _merit(sit: Situation, person: Person, posts: list[Post], in_office: int) -> _Merit:
    rank = max((rank_of(sit, post) for post in posts), default=0)
    time = 0 if in_office and sit.date else _fits_time(sit, posts)
    state = (states_named(sit)[person.code] or _UNNAMED) if person.code else 0
    return _Merit(in_office, time, rank, state)


def _fits_time(sit: Situation, posts: Sequence[Post]) -> int:
    """How many years and other persons of the text belong to the time of these posts."""
    years = _YEAR.findall(sit.s.text)
    fitting = sum(any(p.covers(f"{year}-07-01") for p in posts) for year in years)
    return fitting + _others_of_the_time(sit, posts)


def _others_of_the_time(sit: Situation, posts: Sequence[Post]) -> int:
    """How many other known persons of the text held posts at the time of these."""
    others = {
        m.entries[0].id
        for m in sit.mentions
        if m.form is Form.NAME and m.entries and m.entries[0].kind == "person"
    } - {p.person for p in posts}
    return sum(
        any(_overlap(mine, theirs) for theirs in sit.gazetteer.posts_of(o) for mine in posts)
        for o in others
    )


def _overlap(one: Post, other: Post) -> bool:
    start = max(earliest(one.start, "0000"), earliest(other.start, "0000"))
    end = min(latest(one.end or "9999", "9999"), latest(other.end or "9999", "9999"))
    return start < end


def add_unlabelled(sit: Situation) -> None:
    """Add to the mentions the surnames and acronyms that the entity recogniser missed.

    A name right after a title in capitals ("General Prayuth"), and the surname of one who leads a
    state or body, or speaks for it, at the document's date ("Merz met ...").
    """
    taken = {i for m in sit.mentions for i in range(m.start, m.end)}
    known = _surnames_of_the_named(sit)
    acronyms = _acronyms(sit)
    titles = {m.end: m for m in sit.mentions if m.form is Form.ROLE and m.name is None}
    for token in sit.s.doc:
        i = token.i
        if i not in taken and token.text in acronyms:
            sit.mentions.append(Mention(i, i + 1, i, Form.NAME, token.text, "ORG"))
            continue
        if i in taken or not token.text[:1].isupper() or token.is_upper or token.is_punct:
            continue
        title = titles.get(i)
        named = token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME"}
        if title is not None and named and title.text.istitle():
            name = _person_mention(sit, i)
            title.name, title.end = name, i + 1
            title.head = head_of(sit.s, title.start, i + 1)
        elif _stands_alone(sit, i) and (
            token.text in known
            or (token.pos_ == "PROPN" and _is_leader(sit, i))
            or (_is_bare_subject(sit, i) and leads_now(sit, token.text))
        ):
            sit.mentions.append(_person_mention(sit, i))
    sit.mentions.sort(key=lambda m: (m.start, -m.end))


def _acronyms(sit: Situation) -> frozenset[str]:
    """What the text defines: capitals alone in parentheses, as in "the Water Commission (KWC)"."""
    doc = sit.s.doc
    return frozenset(
        token.text
        for token in doc[1:-1]
        if token.text.isupper() and len(token.text) > 1
        if doc[token.i - 1].text == "(" and doc[token.i + 1].text == ")"
    )


def _surnames_of_the_named(sit: Situation) -> frozenset[str]:
    """All spellings of the surnames of persons whom the text names in full."""
    return frozenset(name for p in sit.named() if isinstance(p, Person) for name in p.surnames)


def _person_mention(sit: Situation, i: int) -> Mention:
    return Mention(i, i + 1, i, Form.NAME, sit.s.doc[i].text, "PERSON")


def _stands_alone(sit: Situation, i: int) -> bool:
    """Whether a token is a name of its own that takes part in a clause."""
    doc = sit.s.doc
    token = doc[i]
    before = doc[i - 1] if i else None
    if before is not None and (before.pos_ in {"DET", "PROPN", "ADP"} or before.lower_ == "the"):
        return False
    after = doc[i + 1] if i + 1 < len(doc) else None
    if after is not None and (after.pos_ == "PROPN" or after.text[:1].isdigit()):
        return False
    return token.ent_type_ in _NO_LABELS and sit.s.labels[i] in _ARGUMENTS


def _is_bare_subject(sit: Situation, i: int) -> bool:
    """A subject without article or anything else below it: "May expelled ..."."""
    acts = sit.s.doc[sit.s.heads[i]].pos_ == "VERB"  # not "May was warm"
    return acts and sit.s.labels[i] in {"nsubj", "nsubj:pass"} and not sit.s.children[i]


def _is_leader(sit: Situation, i: int) -> bool:
    token = sit.s.doc[i]
    dated = token.ent_type_ == "DATE" and not _is_bare_subject(sit, i)
    return not dated and _leader_called(sit, token.text)


def _leader_called(sit: Situation, surname: str) -> bool:
    if sit.date is None:
        return False
    person = known_by_surname(sit, surname)
    if person is None or surname not in person.surnames:
        return False
    held = (p for p in sit.gazetteer.posts_of(person.id) if p.covers(sit.date) is Cover.CERTAIN)
    return any(rank_of(sit, post) >= WELL_KNOWN for post in held)
