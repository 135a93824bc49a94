"""Find what may name an actor: names, offices, organs, groups and pronouns, by token spans.

Names come from the gazetteer and the pipeline's entities together, the rest from the gazetteer's
words for roles, organs and groups. Owners are attached here ("the *Chinese* foreign ministry",
"spokesman for *the ministry*"); who is meant is decided in `resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from diplograph.actors.index import Form
from diplograph.gazetteer import Entry, Gazetteer, GroupNoun, How, RolePhrase
from diplograph.language.syntax import Syntax

MAX_NAME_TOKENS = 9
_ACTOR_LABELS = frozenset({"PERSON", "ORG", "LOC", "GPE", "NORP", "FAC"})
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "himself",
        "herself",
        "itself",
        "themselves",
        "hers",
        "ours",
        "theirs",
    ]
)
_PAIR_NOUNS = frozenset(
    {
        "side",
        "party",
        "country",
        "nation",
        "state",
        "government",
        "neighbour",
        "neighbor",
        "leader",
        "president",
        "minister",
        "capital",
        "ally",
        "rival",
        "power",
        "diplomat",
        "official",
    }
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ALONE_NOUNS = frozenset({"country", "nation"})
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’.\-]+(?:[ /,]+[A-Z][A-Z'’.\-]*)*(?:,? [A-Z][a-z]+)?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: \([^)\n]{2,30}\))? ?(?:—|–|--|-) "
)
# words that may stand between an owner and its office: "US *former* secretary of state"
_BETWEEN = frozenset(
    [
        "former",
        "new",
        "then",
        "acting",
        "outgoing",
        "incoming",
        "interim",
        "caretaker",
        "senior",
        "top",
        "late",
        "deputy",
        "newly",
        "elected",
        "first",
        "top-level",
        "chief",
        "veteran",
        "ex",
        "longtime",
        "vice",
        "current",
    ]
)


@dataclass(slots=True)
class Mention:
    """A span of tokens that may stand for an actor; `owner` is the mention it belongs to.

    `label` is the entity label or blank, `name` the personal name that follows an office,
    `several` whether it is plural, `pair` how many parties it means together ("both sides": 2), else 0.
    """

    start: int
    end: int
    head: int
    form: Form
    text: str
    label: str = ""
    entries: tuple[Entry, ...] = ()
    role: RolePhrase | None = None
    organ: str = ""
    noun: GroupNoun | None = None
    owner: Mention | None = None
    name: Mention | None = None
    several: bool = False
    pair: int = 0
    former: bool = False
    definite: bool = False


def dateline_end(doc: Doc) -> int:
    """Number of tokens that the dateline takes: "BEIJING, Feb. 6 (Xinhua) --", else 0."""
    match = _DATELINE.match(doc.text)
    if match is None:
        return 0
    return next((t.i for t in doc if t.idx >= match.end()), 0)


def find_mentions(s: Syntax, gazetteer: Gazetteer) -> list[Mention]:
    """All mentions of a document in text order."""
    names = find_names(s, gazetteer)
    taken = {i: m for m in names for i in range(m.start, m.end)}
    others = [*_roles(s, gazetteer, taken)]
    for mention in others:
        taken.update({i: mention for i in range(mention.start, mention.end) if i not in taken})
    organs = [*_organs(s, gazetteer, taken)]
    for mention in organs:
        taken.update({i: mention for i in range(mention.start, mention.end) if i not in taken})
    groups = [*_groups(s, gazetteer, taken)]
    pronouns = [*_pronouns(s)]
    named = {id(m.name) for m in others if m.name is not None}
    names = [m for m in names if id(m) not in named]
    found = sorted([*names, *others, *organs, *groups, *pronouns], key=lambda m: (m.start, -m.end))
    _attach_owners(s, found)
    return sorted(found, key=lambda m: (m.start, -m.end))


# Names


def find_names(s: Syntax, gazetteer: Gazetteer) -> list[Mention]:
    """Names from gazetteer and entities; of two that overlap the longer one stays."""
    doc = s.doc
    spans: list[Mention] = []
    for entity in doc.ents:
        if entity.label_ in _ACTOR_LABELS:
            start, end = _without_article(doc, entity.start, entity.end)
            if start < end:
                spans.append(_name(s, gazetteer, start, end, entity.label_))
    inside = {i for e in doc.ents for i in range(e.start, e.end)}
    for start, end, entries in _gazetteer_spans(doc, gazetteer):
        if inside.isdisjoint(range(start, end)) and not _may_be_unlabelled(doc, start, end):
            continue
        label = doc[start].ent_type_ if doc[start].ent_type_ in _ACTOR_LABELS else ""
        spans.append(_name(s, gazetteer, start, end, label, entries))
    spans.sort(key=lambda m: (m.start - m.end, not m.entries, m.start))
    chosen: list[Mention] = []
    used: set[int] = set()
    for span in spans:
        if used.isdisjoint(range(span.start, span.end)):
            chosen.append(span)
            used.update(range(span.start, span.end))
    return sorted(chosen, key=lambda m: m.start)


def _may_be_unlabelled(doc: Doc, start: int, end: int) -> bool:
    """Whether a gazetteer name that the entity recogniser missed is still taken for a name."""
    if end - start > 1:
        return True
    token = doc[start]
    return token.pos_ in {"PROPN", "ADJ"} or token.is_upper or not token.is_sent_start


def _without_article(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and doc[start].lower_ in {"the", "a", "an"}:
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
        if doc[end - 1].text == "." and doc[end - 2 : end].text.count(".") > 1:
            break
        end -= 1
    return start, end


def _name(
    s: Syntax,
    gazetteer: Gazetteer,
    start: int,
    end: int,
    label: str,
    entries: tuple[Entry, ...] | None = None,
) -> Mention:
    text = s.doc[start:end].text
    found = gazetteer.find_name(text) if entries is None else entries
    return Mention(start, end, _head(s, start, end), Form.NAME, text, label, found)


def _head(s: Syntax, start: int, end: int) -> int:
    """The token of a span that syntax attaches to the rest of the sentence."""
    for i in range(start, end):
        if not start <= s.heads[i] < end:
            return i
    return s.doc[start:end].root.i


def _gazetteer_spans(
    doc: Doc, gazetteer: Gazetteer
) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    """Longest gazetteer names at each capitalised token."""
    i = 0
    while i < len(doc):
        named = doc[i].text[:1].isupper() and doc[i].lower_ not in {"the", "a", "an"}
        match = _longest(doc, gazetteer, i) if named else None
        if match is None:
            i += 1
            continue
        yield i, match[0], match[1]
        i = match[0]


def _longest(doc: Doc, gazetteer: Gazetteer, i: int) -> tuple[int, tuple[Entry, ...]] | None:
    limit = min(len(doc), i + MAX_NAME_TOKENS)
    for end in range(limit, i, -1):
        last = doc[end - 1]
        if last.is_space or last.tag_ == "POS" or (last.is_punct and end > i + 1):
            continue
        entries = gazetteer.find_name(doc[i:end].text)
        if entries:
            return end, entries
    return None


# Offices


def _roles(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
    doc = s.doc
    i = 0
    while i < len(doc):
        found = _role_at(doc, gazetteer, i, taken)
        if found is None:
            i += 1
            continue
        end, role, several = found
        mention = Mention(
            i, end, _head(s, i, end), Form.ROLE, doc[i:end].text, role=role, several=several
        )
        mention.former = any(
            doc[k].lower_ in {"former", "ex", "late", "then"} for k in range(max(0, i - 3), i)
        )
        mention.definite = _is_definite(s, mention.head)
        name = taken.get(end)
        if name is not None and name.start == end and _is_person(name):
            mention.name, mention.end = name, name.end
            mention.head = _head(s, i, name.end)
        yield mention
        i = end


def _is_person(name: Mention) -> bool:
    if name.label == "PERSON":
        return True
    return bool(name.entries) and name.entries[0].kind == "person"


def _role_at(
    doc: Doc, gazetteer: Gazetteer, i: int, taken: dict[int, Mention]
) -> tuple[int, RolePhrase, bool] | None:
    for end in range(min(len(doc), i + 6), i, -1):
        last = doc[end - 1]
        if last.pos_ not in {"NOUN", "PROPN"}:
            continue
        inside = taken.get(end - 1)
        if (
            inside is not None
            and inside.label != "PERSON"
            and not (inside.start == i and inside.end == end)
        ):
            continue
        text = doc[i:end].text
        role = gazetteer.role_of_phrase(text)
        if role is not None:
            return end, role, last.tag_ in {"NNS", "NNPS"}
        if last.tag_ in {"NNS", "NNPS"}:
            role = gazetteer.role_of_phrase(text[: len(text) - len(last.text)] + last.lemma_)
            if role is not None:
                return end, role, True
    return None


def _is_definite(s: Syntax, head: int) -> bool:
    return any(s.doc[d].lower_ in {"the", "this", "that", "both"} for d in s.exactly(head, "det"))


# Organs and groups


def _organs(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Organs named without their state: "the foreign ministry", "parliament", "the ministry"."""
    doc = s.doc
    i = 0
    while i < len(doc):
        found = None
        for end in range(min(len(doc), i + 4), i, -1):
            inside = taken.get(end - 1)
            known = inside is not None and not (inside.start == i and not inside.entries)
            if known or doc[end - 1].pos_ not in {"NOUN", "PROPN"}:
                continue
            organ = gazetteer.organ_of_generic(doc[i:end].text)
            if organ is None and end == i + 1 and s.lemma(i) == "ministry":
                organ = "ministry"
            if organ is not None:
                found = end, organ
                break
        if found is None:
            i += 1
            continue
        end, organ = found
        replaced = taken.get(i)
        if replaced is not None and replaced.form is Form.NAME:
            replaced.form, replaced.organ = Form.ORGAN, organ
            replaced.definite = _is_definite(s, replaced.head)
        else:
            head = _head(s, i, end)
            yield Mention(
                i,
                end,
                head,
                Form.ORGAN,
                doc[i:end].text,
                organ=organ,
                definite=_is_definite(s, head),
            )
        i = end


def _groups(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Collective and human nouns, and the pairs "both sides", "the two countries"."""
    for token in s.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in taken:
            continue
        lemma = s.lemma(token.i)
        pair = _count_of(s, token.i) if lemma in _PAIR_NOUNS else 0
        noun = gazetteer.group_noun(lemma) or gazetteer.group_noun(token.lower_)
        alone = lemma in _ALONE_NOUNS and token.tag_ in {"NN", "NNP"}
        if not pair and noun is None and not alone:
            continue
        start = token.i
        if noun is not None and " " in noun.lemma:
            start = max(0, token.i - noun.lemma.count(" "))
        yield Mention(
            start,
            token.i + 1,
            token.i,
            Form.GROUP,
            s.doc[start : token.i + 1].text,
            noun=noun,
            several=token.tag_ in {"NNS", "NNPS"},
            pair=pair,
            definite=_is_definite(s, token.i),
        )


def _count_of(s: Syntax, i: int) -> int:
    """How many a definite plural means: 2 for "both sides", 3 for "the three leaders", else 0."""
    words = {s.doc[c].lower_ for c in s.exactly(i, "nummod", "det", "amod", "det:predet")}
    if "both" in words:
        return 2
    return next((n for word, n in _COUNTS.items() if word in words and "the" in words), 0)


def _pronouns(s: Syntax) -> Iterator[Mention]:
    for token in s.doc:
        is_pronoun = token.lower_ in _PRONOUNS and token.pos_ in {"PRON", "DET"}
        if is_pronoun and token.text != "US" and s.labels[token.i] != "expl":
            yield Mention(token.i, token.i + 1, token.i, Form.PRONOUN, token.text)


# Owners


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
            or _owner_after(s, mention, starting)
        )
        if mention.owner is not None and mention.owner.end <= mention.start:
            if all(s.doc[k].tag_ != "POS" for k in range(mention.owner.end, mention.start)):
                # "US President Joe Biden" is one mention, with "US" as a mention inside it
                mention.start = mention.owner.start


def _owner_before(s: Syntax, mention: Mention, ending: dict[int, Mention]) -> Mention | None:
    """ "US", "Iran's" or "ministry" right before the mention, qualifiers in between allowed."""
    i = mention.start
    for _ in range(5):
        owner = ending.get(i)
        if owner is not None and owner is not mention and _can_own(owner):
            return owner
        if i == 0:
            return None
        token = s.doc[i - 1]
        skippable = (
            token.tag_ == "POS"
            or token.lower_ in _BETWEEN
            or token.lower_ in {"-", "'", "’"}
            or (
                token.pos_ in {"ADJ", "NOUN"}
                and token.text.islower()
                and mention.form is Form.GROUP
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
        if owner is not None and owner is not mention and _can_own(owner):
            return owner
    return None


def _owner_after(s: Syntax, mention: Mention, starting: dict[int, Mention]) -> Mention | None:
    """ "spokesman *for the ministry*", "president *of Iran*", "protesters *in Tehran*"."""
    i = mention.end if mention.name is None else mention.name.start
    if i + 1 >= len(s.doc):
        return None
    preposition = s.doc[i].lower_
    allowed = {"of", "for"} | ({"in", "from"} if mention.form is Form.GROUP else set())
    if preposition not in allowed:
        return None
    i += 1
    while i < len(s.doc) and s.doc[i].lower_ in {"the", "a"}:
        i += 1
    owner = starting.get(i)
    return owner if owner is not None and _can_own(owner) else None


def _can_own(owner: Mention) -> bool:
    if owner.form in {Form.ORGAN, Form.PRONOUN}:
        return True
    if owner.form is Form.NAME:
        if owner.entries:
            return owner.entries[0].kind != "person"
        return owner.label in {"ORG", "LOC", "NORP", "GPE"}
    return owner.form is Form.GROUP and not owner.pair and owner.noun is None


def is_adjectival(mention: Mention) -> bool:
    """Whether a name is a nationality adjective ("Chinese") and not a noun."""
    return bool(mention.entries) and all(e.how is How.ADJECTIVE for e in mention.entries[:1])
