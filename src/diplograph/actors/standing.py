"""Whether a phrase for an office means who holds it: not "former", "deputy" or "-elect"."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import with_hyphens
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Organ, Post
from diplograph.language.syntax import Syntax
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_LINGERS = timedelta(days=7)
"""How long an office that stands empty is still spoken of as its last holder's."""


class Standing(enum.StrEnum):
    """What a person is to the office named."""

    HOLDER = "holder"
    FORMER = "former"
    COMING = "coming"
    LESSER = "lesser"


def standing_of(s: Syntax, m: Mention) -> Standing:
    """What the words around an office say: "former US president", "president-elect"."""
    if m.former:
        return Standing.FORMER
    parts = m.text.lower().replace("-", " ").split()
    if parts[-1] in word_class("coming_office") or _next_word(s, m) in word_class("coming_office"):
        return Standing.COMING
    said = [s.doc[i] for i in s.exactly(m.head, "amod")]
    if any(token.lower_ in word_class("before_coming_office") for token in said):
        return Standing.COMING
    one = m.role is not None and m.role.role.unique and m.role.role.key != "leader"
    if one and any(with_hyphens(t).lower() in word_class("rival") for t in said):
        return Standing.LESSER  # "the self-declared president"
    if any(token.tag_ == "JJS" for token in said) and not m.several:
        return Standing.LESSER  # "the youngest president": whenever that was
    key = m.role.role.key if m.role is not None else ""
    if parts[0] in word_class("lesser_office") and parts[0] not in key:
        return Standing.LESSER  # "deputy leader" is a phrase for leaders, not for the leader
    before = _qualifiers(s, m)
    if any(word in word_class("past_office") for word in before):
        return Standing.FORMER
    lesser = lesser_words(s, m) or _is_next_in_rank(s, m)
    return Standing.LESSER if lesser else Standing.HOLDER


def lesser_words(s: Syntax, m: Mention) -> list[str]:
    """The words before the title that make it another office: "deputy", "*tribal* leaders"."""
    lesser = [word for word in _qualifiers(s, m) if word in word_class("lesser_office")]
    return lesser or _sort_of_leader(s, m)


def _sort_of_leader(s: Syntax, m: Mention) -> list[str]:
    """What stands between a state and "leader" and is no mere qualifier: such lead no state."""
    start = title_start(s, m)
    if m.owner is None or m.owner.end > start or m.text.lower() not in word_class("any_leader"):
        return []
    words = [token.lower_ for token in s.doc[m.owner.end : start] if token.is_alpha]
    return words if set(words) - word_class("qualifier") - word_class("past_office") else []


def _is_next_in_rank(s: Syntax, m: Mention) -> bool:
    """ "The *number two* leader", "its *number-two* official"."""
    i = title_start(s, m) - 1
    if i < 1 or s.doc[i].lower_ not in {"two", "three", "four", "2", "3", "4"}:
        return False
    return any(token.lower_ == "number" for token in s.doc[max(0, i - 2) : i])


def title_start(s: Syntax, m: Mention) -> int:
    """The token at which the title begins: a mention may begin with its owner."""
    end = m.name.start if m.name is not None else m.end
    start = end
    while start > m.start and len(s.doc[start:end].text) < len(m.text):
        start -= 1
    return start


def _qualifiers(s: Syntax, m: Mention) -> list[str]:
    """Qualifying words right before the title, in text order."""
    found: list[str] = []
    i = title_start(s, m) - 1
    known = word_class("qualifier") | word_class("lesser_office") | word_class("past_office")
    while i >= 0 and (s.doc[i].lower_ in known or s.doc[i].text == "-"):
        if s.doc[i].text != "-":
            found.insert(0, s.doc[i].lower_)
        i -= 1
    return found


def _next_word(s: Syntax, m: Mention) -> str:
    """The word behind a hyphen after the title: "president-elect"."""
    end = m.name.start if m.name is not None else m.end
    if m.name is None and end + 1 < len(s.doc) and s.doc[end].text == "-":
        return s.doc[end + 1].lower_
    return ""


def lately(day: str) -> str:
    """The day (ISO) since which somebody may have left an office and still be called by it.

    Of a president who was killed or overthrown texts speak as the president for some days.
    """
    whole = len(day) == len("2024-05-01")
    return (date.fromisoformat(day) - _LINGERS).isoformat() if whole else day


def holds_for_good(s: Syntax, m: Mention, post: Post, day: str | None) -> bool:
    """Whether an office is filled for a while ("the acting president"), and not by its holder.

    Who holds a post for more than a year does not fill in.
    """
    words = {token.lower_ for token in s.doc[max(0, m.start - 1) : m.end]}
    acting = word_class("acting_office") & words
    if not acting or day is None or not post.start[:4].isdigit():
        return False
    return int(day[:4]) - int(post.start[:4]) > 1


def is_a_part(m: Mention, owner: Actor | None) -> bool:
    """ "*His* head", "her *chair*": of a person, so that it is no office."""
    by = m.owner.form if m.owner is not None else None
    mine = by is Form.PRONOUN and owner is not None and owner.kind is Kind.PERSON
    return mine and m.text.lower() in word_class("head_of_body") | word_class("furniture")


def acts_for(sit: Situation, person: Actor, owner: Actor) -> bool:
    """Whether somebody may hold an office of a state or body: of a body only if told so."""
    if owner.kind is not Kind.ORGANISATION:
        return person.state == owner.state
    told = any(p.of.id == owner.id for p in sit.posts if p.person.id == person.id)
    return told or any(_within(sit, owner.id, p.of) for p in sit.gazetteer.posts_of(person.id))


def _within(sit: Situation, one: str, other: str) -> bool:
    """Whether two bodies are one, or a state's of one sort: the House is the US parliament's."""
    organs = [sit.gazetteer.by_id(body) for body in (one, other)]
    organs = [_whole(sit, o) if isinstance(o, Organ) else o for o in organs]
    sorts = {(o.code, o.organ) for o in organs if isinstance(o, Organ) and o.organ != "other"}
    return one == other or (len(sorts) == 1 and all(isinstance(o, Organ) for o in organs))


def _whole(sit: Situation, organ: Organ) -> Organ:
    """The parliament of a lower house, whose speaker is the parliament's; else the organ itself."""
    whole = "parliament" if organ.organ == "lower-house" else organ.organ
    return sit.gazetteer.organ_of(organ.code, whole) or organ


def only_describes(sit: Situation, m: Mention) -> bool:
    """ "China's *official* news agency": a word for an office in front of another noun.

    So does what somebody is said to be besides an office: "she was the best-known *politician*".
    """
    if m.role is not None and m.role.role.kind == "occupation" and sit.s.exactly(m.head, "cop"):
        return True
    behind = next((o for o in sit.mentions if o.start == m.end), None)
    if m.text == "official" and behind is not None and behind.label == "ORG":
        return True  # "China's *official* Xinhua news agency"
    above = sit.s.heads[m.head]
    if not m.text.islower() or above < m.end:
        return False
    if sit.s.labels[m.head] not in {"compound", "amod"}:
        return False
    other = sit.by_head.get(above)
    named = other is not None and other.form is Form.NAME and other.label == "ORG"
    noun = sit.s.doc[above].pos_ == "NOUN" or named
    return noun and (other is None or other.owner is not m)


def held_by_one_named(sit: Situation, key: str, owner: Actor) -> Post | None:
    """The post of the one holder of an office, at whatever time, whom an undated text names."""
    named = {node.id for node in sit.named()}
    posts = [p for p in sit.gazetteer.holders(key, owner.id) if p.person in named]
    return posts[0] if len({p.person for p in posts}) == 1 else None
