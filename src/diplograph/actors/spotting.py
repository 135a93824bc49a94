"""Find all mentions of a document and attach each to its owner."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.name_spans import find_names
from diplograph.actors.phrases import is_part_of_a_word
from diplograph.actors.word_spans import find_groups, find_offices, find_organs, find_pronouns
from diplograph.gazetteer import Gazetteer, How
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class


def find_mentions(s: Syntax, gazetteer: Gazetteer) -> list[Mention]:
    """All mentions of a document in text order."""
    names = find_names(s, gazetteer)
    taken = {i: m for m in names for i in range(m.start, m.end)}
    others = [*find_offices(s, gazetteer, taken)]
    for mention in others:
        taken.update({i: mention for i in range(mention.start, mention.end) if i not in taken})
    organs = [*find_organs(s, gazetteer, taken)]
    for mention in organs:
        taken.update({i: mention for i in range(mention.start, mention.end) if i not in taken})
    groups = [*find_groups(s, gazetteer, taken)]
    pronouns = [*find_pronouns(s)]
    named = {id(m.name) for m in others if m.name is not None}
    names = [m for m in names if id(m) not in named]
    found = sorted([*names, *others, *organs, *groups, *pronouns], key=lambda m: (m.start, -m.end))
    _attach_owners(s, found)
    return sorted(found, key=lambda m: (m.start, -m.end))


# Names


def _attach_owners(s: Syntax, mentions: list[Mention]) -> None:
    """Give offices, organs and groups the state or body they belong to."""
    ending = {m.end: m for m in mentions if m.form is not Form.ROLE or m.name is None}
    starting: dict[int, Mention] = {}
    for m in mentions:
        starting.setdefault(m.start, m)
    by_head = {m.head: m for m in mentions}
    for mention in mentions:
        if mention.form not in {Form.ROLE, Form.ORGAN, Form.GROUP}:
            continue
        mention.owner = (
            _owner_before(s, mention, ending)
            or _owner_by_syntax(s, mention, by_head)
            or _owner_after(s, mention, starting, by_head)
        )
        if mention.owner is not None and _stands_beside(s, mention.owner, mention):
            mention.owner = None
        owner = mention.owner
        if owner is None or owner.end > mention.start:
            continue
        if all(s.doc[k].tag_ != "POS" for k in range(owner.end, mention.start)):
            # "US President Joe Biden" is one mention, with "US" as a mention inside it
            mention.start = owner.start


def _stands_beside(s: Syntax, owner: Mention, mention: Mention) -> bool:
    """Whether a body is named with others, not their owner: "the *Afghan Army* and US forces"."""
    words = {token.lower_ for token in s.doc[owner.end : mention.end]}
    if not words & {"and", "or"}:
        return False
    if "other" in words:
        return True  # "*the US* and other countries"
    before = s.doc[max(0, mention.head - 2) : mention.head]
    own = before[-1] if len(before) > 1 and before[0].lower_ in {"and", "or"} else None
    if own is not None and own.tag_ == "JJ" and own.text.istitle() and own.i >= owner.end:
        return True  # "*US* and Western allies"
    between = s.doc[owner.end : mention.start]
    body = owner.label == "ORG" and owner.form is Form.NAME
    return body and any(token.lower_ in {"and", "or"} for token in between)


def _owner_before(s: Syntax, mention: Mention, ending: dict[int, Mention]) -> Mention | None:
    """ "US", "Iran's" or "ministry" right before the mention, qualifiers in between allowed."""
    i = mention.start
    for _ in range(5):
        owner = ending.get(i)
        if owner is not None and owner.form is Form.PRONOUN and s.doc[owner.head].tag_ == "PRP":
            return None  # "made *him* defence minister"
        if owner is not None and owner is not mention and _can_own(owner, mention):
            return None if is_part_of_a_word(s, owner.start, owner.end) else owner
        theirs = i < mention.start and s.doc[i].tag_ == "POS"
        if i == 0 or (theirs and owner is not None and owner.form is Form.ROLE):
            return None  # "the US *minister's* plane" is not the US's
        token = s.doc[i - 1]
        skippable = (
            token.tag_ == "POS"
            or token.lower_ in word_class("qualifier") | word_class("sort_of_people")
            or token.lower_ in {"-", "'", "’"}
            or (
                token.pos_ in {"ADJ", "NOUN"}
                and token.text.islower()
                and mention.form is Form.GROUP
                and s.doc[i].tag_ != "POS"  # "his city's residents" are not his
            )
            or (token.pos_ == "ADJ" and token.text.islower())
        )
        if not skippable:
            return None
        i -= 1
    return None


def _owner_by_syntax(s: Syntax, mention: Mention, by_head: dict[int, Mention]) -> Mention | None:
    for c in s.exactly(mention.head, "nmod:poss", "amod", "compound"):
        owner = by_head.get(c)
        fits = owner is not None and owner is not mention and _can_own(owner, mention)
        if owner is not None and fits and not is_part_of_a_word(s, owner.start, owner.end):
            return owner
    told_of = s.exactly(mention.head, "cop")  # "is a supplier and the only member of OPEC"
    alone = bool(told_of) or _has_owner_of_its_own(s, mention)
    others = [] if alone else s.exactly(mention.head, "conj")
    for other in others:  # "the government and people of Iraq"
        for c in s.exactly(other, "nmod"):
            owner = by_head.get(c) if s.preposition(c) == "of" else None
            if owner is not None and owner.form is Form.NAME and _can_own(owner, mention):
                return owner
    return None


def _has_owner_of_its_own(s: Syntax, mention: Mention) -> bool:
    """ "Negotiators of Hamas and those of Israel": the first noun is not Israel's."""
    return any(s.preposition(c) == "of" for c in s.exactly(mention.head, "nmod"))


def _owner_after(
    s: Syntax, mention: Mention, starting: dict[int, Mention], by_head: dict[int, Mention]
) -> Mention | None:
    """ "spokesman *for the ministry*", "president *of Iran*", "protesters *in Tehran*"."""
    i = mention.end if mention.name is None else mention.name.start
    if i + 1 >= len(s.doc):
        return None
    preposition = s.doc[i].lower_
    in_place = {"of", "in", "at", "from", "near", "around"}
    allowed = in_place if mention.form is Form.GROUP else {"of", "for", "from"}
    moved = mention.form is not Form.GROUP or (
        s.lemma(s.heads[mention.head]) in word_class("taking_away")
    )  # "withdraw *troops* from Jericho", but "refugees from Syria"
    if preposition not in allowed or (moved and _is_left(s, mention)):
        return None
    i += 1
    while i < len(s.doc) and (s.doc[i].lower_ in {"the", "a"} or _is_an_adjective(s, i)):
        i += 1
    owner = starting.get(i)
    if owner is not None and owner.form in {Form.NAME, Form.GROUP}:
        owner = _whose(s, mention, owner, by_head) if preposition in {"of", "for"} else owner
    if owner is not None and owner.form is Form.PRONOUN and preposition not in {"of", "for"}:
        return None  # "an organisation in *their* speeches"
    if owner is not None and _is_of_another(s, preposition, owner, by_head):
        return None
    return owner if owner is not None and _can_own(owner, mention) else None


def _is_left(s: Syntax, mention: Mention) -> bool:
    """ "Recalled its envoy *from* Peru": where somebody goes from, not of which state."""
    i = mention.end if mention.name is None else mention.name.start
    own = s.exactly(mention.head, "nmod")
    group = mention.form is Form.GROUP  # "a withdrawal of *troops* from Iraq", however it is parsed
    return s.doc[i].lower_ == "from" and (group or all(s.preposition(c) != "from" for c in own))


def _is_an_adjective(s: Syntax, i: int) -> bool:
    """ "The government of *neighbouring* Pakistan"."""
    return s.labels[i] == "amod" and s.doc[i].text.islower() and s.heads[i] > i


def _whose(
    s: Syntax, mention: Mention, owner: Mention, by_head: dict[int, Mention]
) -> Mention | None:
    """What an owner owns itself: "spokesman for Iran's *Supreme Council*" is the council's."""
    owned = s.heads[owner.head]
    if s.labels[owner.head] != "nmod:poss" or owned < owner.end:
        return owner
    other = by_head.get(owned)
    if other is None or other is mention:
        return None
    return other if _can_own(other, mention) else owner


def _is_of_another(
    s: Syntax, preposition: str, owner: Mention, by_head: dict[int, Mention]
) -> bool:
    """ "Kidnappers of a *German* woman" are no Germans, "people at the *U.S.* base" no Americans.

    But who is "in the *Haitian* capital" is in Haiti.
    """
    if preposition not in {"of", "in", "at"} or not _modifies_another(s, owner, by_head):
        return False
    place = s.lemma(s.heads[owner.head]) in word_class("place_noun")
    return preposition == "of" or not place


def _modifies_another(s: Syntax, owner: Mention, by_head: dict[int, Mention]) -> bool:
    """Whether a name is an adjective of a noun behind it that is no actor of its own."""
    label, other = s.labels[owner.head], by_head.get(s.heads[owner.head])
    group = other is not None and other.form is Form.GROUP  # "the Iraq survey *group*"
    if label == "compound" and owner.form is Form.NAME and (other is None or group):
        return s.heads[owner.head] >= owner.end  # "the director of the *Dallas* chapter"
    if owner.form is not Form.NAME or label != "amod":
        return False
    return s.heads[owner.head] >= owner.end and (other is None or other.form is Form.GROUP)


def _can_own(owner: Mention, owned: Mention) -> bool:
    """Whether a mention can be what an office, organ or group belongs to.

    Persons own governments ("the Trump administration") and spokesmen, nothing else; "the group's
    fighters". "A Pentagon *Iran* expert" is no Iranian.
    """
    by_name = any(e.how is How.NAME for e in owner.entries[:1]) and owner.end == owned.start
    if by_name and owned.text.split()[-1].lower() in word_class("knowing_of"):
        return False
    adjective = any(e.how is How.ADJECTIVE for e in owner.entries[:1])  # "the Tigrayan team"
    person = owner.label == "PERSON" and not adjective
    person = person or any(e.kind == "person" for e in owner.entries[:1])
    if person and owner.form is Form.NAME:
        speaks = owned.role is not None and owned.role.role.key == "spokesperson"
        return speaks or (owned.form is Form.ORGAN and owned.organ == "government")
    if owner.form in {Form.ORGAN, Form.PRONOUN}:
        return True
    if owner.form is Form.NAME:
        if owner.entries:
            return owner.entries[0].kind != "person"
        return owner.label in {"ORG", "LOC", "NORP", "GPE"}
    if owner.form is not Form.GROUP or owner.pair:
        return False
    return owner.noun is None or (
        owner.noun.kind in {"group", "organisation"} and not owner.several
    )
