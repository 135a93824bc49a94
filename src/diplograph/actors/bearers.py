"""Whether a known name is another bearer's: by what the text says that somebody is and does."""

from __future__ import annotations

import re

from diplograph.actors.described import state_described
from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import introduced_as
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Cover, Person, Post
from diplograph.gazetteer.model import earliest, latest
from diplograph.gazetteer.spelling import is_often_shared
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_IN_FRONT = ("flat", "compound", "nmod:desc", "appos")
_MEMBER_OF = frozenset({"of", "from", "at"})
_AGED = re.compile(r"\b\d+-year-old\b")
_YEARS = 3  # before the first office, from which a name in a text on other states is another's
_FORGOTTEN = 25  # years after the last office, from which a single name is rather another's


def other_bearer(sit: Situation, m: Mention, known: Person) -> Actor | None:
    """ "The British economist Stephen Smith" is not the Australian minister of that name.

    Where a noun that is no office says of which state somebody is, and the person known never
    acted for that state; where the one who is known holds an office at the date, or has a name that
    many share, also where the text says that it is a student, of a church, or runs a farm. A single
    name of somebody whose last office was long ago is another's who speaks.
    """
    posts = sit.gazetteer.posts_of(known.id)
    if " " not in m.text:
        elsewhere = _state_served(sit, m)
        if elsewhere and known.code and not _acts_for(sit, known, posts, elsewhere):
            return _bearer(m, elsewhere.lower(), elsewhere)
        if _is_forgotten(sit, m, posts) or _is_introduced(sit, m, posts):
            return _bearer(m, "other", None)
    if _is_kin(sit, m):
        return _bearer(m, "kin", known.code)
    if not known.code:
        return None
    if " " in m.text and _is_before_office(sit, m, known, posts):
        return _bearer(m, "other", state_described(sit, m))
    held = any(post.covers(sit.date) is Cover.CERTAIN for post in posts) if sit.date else False
    doubted = held or (sit.date and is_often_shared(known.code))
    calling = (humble_calling(sit, m) or _private_body(sit, m) or _work(sit, m)) if doubted else ""
    if calling:
        return _bearer(m, calling, state_described(sit, m))
    if " " not in m.text:
        return None
    told = state_described(sit, m, but_offices=True)
    if told is None or _acts_for(sit, known, posts, told):
        return None
    return _bearer(m, told.lower(), told)


def _is_kin(sit: Situation, m: Mention) -> bool:
    """ "Hernandez, a former congressman and *brother* of the president": not the president."""
    s = sit.s
    for apposed in s.exactly(m.head, "appos"):
        for i in s.conjuncts(apposed):
            kin = s.lemma(i) in word_class("kin_of")
            of = any(s.preposition(c) == "of" for c in s.exactly(i, "nmod"))
            if kin and (of or s.exactly(i, "nmod:poss")):
                return True
    return False


def _is_before_office(sit: Situation, m: Mention, known: Person, posts: tuple[Post, ...]) -> bool:
    """Whether a text years before the first office of somebody names other states alone."""
    if not sit.date or not posts:
        return False
    first = min(earliest(post.start, "0000") for post in posts)
    named = sit.codes_named(but=m) - {""}
    return bool(named) and known.code not in named and int(first[:4]) - int(sit.date[:4]) > _YEARS


def _bearer(m: Mention, what: str, code: str | None) -> Actor:
    return Actor(f"{slug(m.text)}-{slug(what)}", m.text, Kind.PERSON, code)


def _acts_for(sit: Situation, known: Person, posts: tuple[Post, ...], code: str) -> bool:
    """Whether somebody known is of a state or acted for it, or for a body of no state."""
    bodies = (sit.gazetteer.by_id(post.of) for post in posts)
    return code == known.code or any(body is None or body.code in {code, ""} for body in bodies)


def humble_calling(sit: Situation, m: Mention) -> str:
    """What nobody is who is known for an office, or blank.

    "Wang Yi, a *lecturer*", "the *footballer* Wang Yi", "Wang Yi, a 24-year-old *setter*"; not "the
    former boxer Vitali Klitschko".
    """
    s = sit.s
    front = [i for i in (*s.exactly(m.head, *_IN_FRONT), m.start - 1) if 0 <= i < m.start]
    behind = [i for i in s.exactly(m.head, "appos") if introduced_as(s, i) == "indefinite"]
    offices = {o.head for o in sit.mentions if o.form is Form.ROLE}
    for i in (*front, *behind):
        token = s.doc[i]
        said = {s.doc[c].lower_ for c in s.exactly(i, "amod", "compound")}
        aged = i not in offices and i in behind and _AGED.search(s.doc[m.end : i].text)
        humble = token.lower_ in word_class("humble_calling") or aged
        if humble and token.text.islower() and not said & word_class("past_office"):
            return token.lower_
    return ""


def _private_body(sit: Situation, m: Mention) -> str:
    """ "Wang Yi of a Chengdu *church*", "X, head of the dockers' *union*": a body, or blank."""
    s = sit.s
    behind = s.doc[m.end].lower_ if m.end < len(s.doc) else ""
    body = s.heads[m.end] if behind in _MEMBER_OF else m.head
    if s.doc[body].lower_ in word_class("private_body") and body >= m.end:
        return s.doc[body].lower_ if behind == "of" or s.heads[body] == m.head else ""
    described = (i for a in s.exactly(m.head, "appos") for i in s.exactly(a, "nmod"))
    led = (i for i in described if s.preposition(i) in _MEMBER_OF)
    return next((s.doc[i].lower_ for i in led if s.doc[i].lower_ in _led_by_others()), "")


def _led_by_others() -> frozenset[str]:
    """Bodies at whose head nobody is who holds an office of a state."""
    return word_class("private_body") | word_class("private_association")


def _work(sit: Situation, m: Mention) -> str:
    """What somebody does for a living: "John Bolton, who *runs* a sheep station", or blank."""
    s = sit.s
    for clause in s.exactly(m.head, "acl:relcl"):
        token = s.doc[clause]
        objects = [i for i in s.exactly(clause, "obj") if s.doc[i].text.islower()]
        common = any(introduced_as(s, i) in {"indefinite", "bare"} for i in objects)
        if token.tag_ in {"VBZ", "VBP"} and common and s.lemma(clause) in word_class("livelihood"):
            return s.lemma(clause)
    return ""


def _state_served(sit: Situation, m: Mention) -> str:
    """The state in whose office a clause puts its subject: "X resigned as *Pakistan's* envoy"."""
    if sit.s.labels[m.head] not in {"nsubj", "nsubj:pass"}:
        return ""
    for i in sit.s.exactly(sit.s.heads[m.head], "obl"):
        office = sit.by_head.get(i)
        if office is None or office.form is not Form.ROLE or sit.s.preposition(i) != "as":
            continue
        if office.owner is not None and office.owner.entries and office.owner.entries[0].code:
            return office.owner.entries[0].code
    return ""


def _is_introduced(sit: Situation, m: Mention, posts: tuple[Post, ...]) -> bool:
    """ "Khatami, *a hardline cleric*", of years when the president of that name is in no office.

    Nobody who held a high office is introduced by a lesser one; "Kerry, a senator then", was one.
    """
    if not sit.date or any(post.covers(sit.date) is not Cover.NO for post in posts):
        return False
    held = {post.role for post in posts}
    for i in sit.s.exactly(m.head, "appos"):
        words = {sit.s.doc[c].lower_ for c in sit.s.exactly(i, "amod", "compound", "advmod")}
        past = words & word_class("past_office")
        if past or introduced_as(sit.s, i) != "indefinite" or sit.s.doc[i].tag_ != "NN":
            continue
        role = sit.gazetteer.role_of_phrase(sit.s.doc[i].lower_)
        human = sit.s.lemma(i) in word_class("human") - word_class("partisan")
        if (role is not None and role.role.key not in held) or (role is None and human):
            return True
    return False


def _is_forgotten(sit: Situation, m: Mention, posts: tuple[Post, ...]) -> bool:
    """Whether a single name says something long after the last office of whoever is known so."""
    if not sit.date or not posts or sit.s.lemma(sit.s.heads[m.head]) not in word_class("speaking"):
        return False
    if sit.s.labels[m.head] != "nsubj":
        return False
    ends = [latest(post.end or "9999", "9999") for post in posts]
    return int(sit.date[:4]) - int(max(ends)[:4]) > _FORGOTTEN
