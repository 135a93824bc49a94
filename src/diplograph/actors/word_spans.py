"""Spans without a name that may mean an actor: offices, organs, groups and pronouns."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from diplograph.actors.index import Form
from diplograph.actors.kind_nouns import noun_of_kind, parties_of
from diplograph.actors.mentions import Mention, head_of, is_definite
from diplograph.actors.phrases import says_more
from diplograph.gazetteer import Gazetteer, GroupNoun, RolePhrase
from diplograph.language.syntax import Syntax
from diplograph.records import Kind
from diplograph.word_classes import word_class

_PEOPLE = frozenset({"group", "population"})
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def find_offices(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Role phrases of the gazetteer, with the personal name behind them if there is one."""
    doc = s.doc
    i = 0
    while i < len(doc):
        found = _role_at(s, gazetteer, i, taken)
        if found is None or _is_counted(s, found[0] - 1):
            i += 1
            continue
        end, role, several = found
        mention = Mention(
            i, end, head_of(s, i, end), Form.ROLE, doc[i:end].text, role=role, several=several
        )
        mention.former = any(
            doc[k].lower_ in word_class("past_office") for k in range(max(0, i - 3), i)
        )
        mention.definite = is_definite(s, mention.head)
        behind = _past_honorifics(doc, gazetteer, end)
        name = taken.get(behind)
        if name is not None and name.start == behind and _is_person(name, role):
            mention.name, mention.end = name, name.end
            mention.head = head_of(s, i, name.end)
        elif _is_title(s, mention.head):
            i = end
            continue
        yield mention
        i = end


def _past_honorifics(doc: Doc, gazetteer: Gazetteer, i: int) -> int:
    """The token behind "Mullah" or "Lt. Gen." at token i, else i."""
    while i < len(doc):
        role = gazetteer.role_of_phrase(doc[i].text)
        if role is None or role.role.kind != "honorific":
            break
        i += 1
    return i


def _is_title(s: Syntax, i: int) -> bool:
    """Whether a role word names the office, not its holder: "the position of emperor"."""
    bare = not s.exactly(i, "det", "amod", "nmod:poss", "compound")
    return bare and s.preposition(i) == "of" and s.doc[i].tag_ in {"NN", "NNP"}


def _is_counted(s: Syntax, i: int) -> bool:
    """Whether a noun means parties named before: "the two leaders"."""
    return bool(parties_of(s.lemma(i))) and count_of(s, i) > 0


def _is_person(name: Mention, role: RolePhrase) -> bool:
    """Whether the name behind an office is its holder's, also where it is taken for a place's."""
    if name.label == "PERSON":
        return True
    if role.role.kind == "rank" and not name.entries and " " not in name.text:
        return name.text.lower() not in word_class("general_body")  # "General Gessesse"
    if not name.entries and name.label in {"LOC", "GPE", "FAC", "ORG"}:
        last = name.text.split()[-1].lower()
        body = last in word_class("general_body") or last in word_class("work")
        return role.role.kind != "honorific" and " " in name.text and not body
    return bool(name.entries) and name.entries[0].kind == "person"


def _role_at(
    s: Syntax, gazetteer: Gazetteer, i: int, taken: dict[int, Mention]
) -> tuple[int, RolePhrase, bool] | None:
    doc = s.doc
    for end in range(min(len(doc), i + 6), i, -1):
        last = doc[end - 1]
        if last.pos_ not in {"NOUN", "PROPN"} and end == i + 1:
            continue
        inside = taken.get(end - 1)
        if (
            inside is not None
            and inside.label != "PERSON"
            and not (inside.start == i and inside.end == end)
        ):
            continue
        text = s.text[doc[i].idx : last.idx + len(last)]
        role = gazetteer.role_of_phrase(text)
        if role is not None:
            if role.role.kind == "rank" and end == i + 1 and _goes_with_another(doc, taken, i):
                return None  # "Postmaster General" is no general
            if _begins_with_body(doc, gazetteer, i, end):
                return None  # "ministry spokeswoman": the ministry is the owner, not the title
            # of "minister of foreign affairs" the minister, not the affairs
            return end, role, doc[head_of(s, i, end)].tag_ in {"NNS", "NNPS"}
        if last.tag_ in {"NNS", "NNPS"}:
            role = gazetteer.role_of_phrase(text[: len(text) - len(last.text)] + last.lemma_)
            if role is not None:
                return end, role, True
    return None


def _goes_with_another(doc: Doc, taken: dict[int, Mention], i: int) -> bool:
    """Whether a title is the end of another: a noun with a capital that is no name before it."""
    before = doc[i - 1] if i and not doc[i].is_sent_start else None
    if before is None or i - 1 in taken or not (before.text.istitle() and doc[i].text.istitle()):
        return False
    return before.pos_ in {"NOUN", "PROPN"} and before.ent_type_ != "PERSON"


def _begins_with_body(doc: Doc, gazetteer: Gazetteer, start: int, end: int) -> bool:
    """Whether a role phrase starts with a body and goes on with a role of its own."""
    whole = gazetteer.role_of_phrase(doc[start:end].text)
    for middle in range(start + 1, end):
        prefix = doc[start:middle].text
        body = gazetteer.organ_of_generic(prefix) or prefix.lower() == "ministry"
        rest = gazetteer.role_of_phrase(doc[middle:end].text)
        if body and whole and rest and rest.role.key != whole.role.key:
            continue  # "treasury secretary" is no secretary of a treasury
        if (body or gazetteer.find_name(prefix)) and rest:
            return True
    return False


def find_organs(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
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
            if organ is None and end == i + 1 and _is_only_ministry(s, i):
                organ = "ministry"
            if organ is not None and not _goes_on(doc, gazetteer, inside, end):
                found = end, organ
                break
        if found is None:
            i += 1
            continue
        end, organ = found
        replaced = taken.get(i)
        if replaced is not None and replaced.form is Form.NAME:
            replaced.form, replaced.organ = Form.ORGAN, organ
            replaced.definite = is_definite(s, replaced.head)
        else:
            head = head_of(s, i, end)
            yield Mention(
                i,
                end,
                head,
                Form.ORGAN,
                doc[i:end].text,
                organ=organ,
                definite=is_definite(s, head),
            )
        i = end


def _goes_on(doc: Doc, gazetteer: Gazetteer, name: Mention | None, end: int) -> bool:
    """Whether a name only begins like an organ's: "Army of the Victorious Sect"."""
    if name is None or name.end <= end:
        return False
    if doc[end].text.istitle() and gazetteer.role_of_phrase(doc[end].text) is None:
        return True  # "the Government Pension Fund"
    if doc[end].lower_ not in {"of", "for"}:
        return False
    rest = doc[end + 1 : name.end].text
    return bool(rest) and not gazetteer.find_name(rest)


def _is_only_ministry(s: Syntax, i: int) -> bool:
    """ "The ministry", but neither "the Ministry of Higher Education" nor "education ministry"."""
    if s.lemma(i) != "ministry":
        return False
    of = any(s.preposition(c) in {"of", "for"} for c in s.exactly(i, "nmod"))
    named = any(s.doc[c].pos_ == "NOUN" for c in s.exactly(i, "compound", "nmod:desc"))
    return not of and not named


def find_groups(s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Collective and human nouns, and the pairs "both sides", "the two countries"."""
    for token in s.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in taken or _is_hyphened(s, token.i):
            continue  # "right-*wing* congressmen"
        inside = _begins_a_noun(s, gazetteer, token.i) or _only_says_which(s, token.i)
        if inside or _compound_noun(s, gazetteer, taken, token.i + 1):
            continue  # "rebel" of "rebel groups"
        lemma = s.lemma(token.i)
        pair = _parties(s, token.i) if parties_of(lemma) else 0
        noun = _compound_noun(s, gazetteer, taken, token.i)
        noun = noun or gazetteer.group_noun(lemma) or gazetteer.group_noun(token.lower_)
        one = token.tag_ in {"NN", "NNP"}
        alone = one and is_definite(s, token.i) and noun_of_kind(lemma) is not None
        alone = alone or (one and lemma in word_class("country"))
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
            definite=is_definite(s, token.i),
        )


def _begins_a_noun(s: Syntax, gazetteer: Gazetteer, i: int) -> bool:
    """Whether a noun is the first word of another: "*fighter*" of "fighter jet"."""
    if i + 1 >= len(s.doc) or s.heads[i] != i + 1:
        return False
    return gazetteer.group_noun(f"{s.doc[i].lower_} {s.lemma(i + 1)}") is not None


def _only_says_which(s: Syntax, i: int) -> bool:
    """Whether a noun only says of what sort a body is: "Sudan's former *rebel* movement"."""
    kind = noun_of_kind(s.lemma(i + 1)) if i + 1 < len(s.doc) and s.heads[i] == i + 1 else None
    body = kind is not None and kind.kind is Kind.ORGANISATION
    bare = s.labels[i] == "compound" and s.doc[i].tag_ == "NN"
    return body and bare and s.lemma(i) in word_class("one_of_a_movement")


def _is_hyphened(s: Syntax, i: int) -> bool:
    behind_hyphen = i > 0 and s.doc[i - 1].text in {"-", "‑"}
    return behind_hyphen and s.labels[i] in {"compound", "amod", "nmod:desc"}


def _compound_noun(
    s: Syntax, gazetteer: Gazetteer, taken: dict[int, Mention], i: int
) -> GroupNoun | None:
    """ "Aid workers", "rebel groups": two nouns that name one kind of people, ending at token i."""
    if not 0 < i < len(s.doc) or i - 1 in taken or s.heads[i - 1] != i:
        return None
    if s.labels[i - 1] not in {"compound", "amod"} or not s.doc[i - 1].is_lower:
        return None
    noun = gazetteer.group_noun(f"{s.doc[i - 1].lower_} {s.lemma(i)}")
    if noun is not None:
        return noun if noun.kind in _PEOPLE or not noun.acts_for else None
    first, second = gazetteer.group_noun(s.lemma(i - 1)), gazetteer.group_noun(s.lemma(i))
    if first is None or second is None or not second.forms:
        return None
    if not {first.kind, second.kind} <= _PEOPLE or first.acts_for or second.acts_for:
        return None
    words = (f"{first.lemma} {second.lemma}", f"{first.lemma} {second.forms[0]}")
    return GroupNoun(words[0], words[1:], second.kind, "", first.alone)


def _parties(s: Syntax, i: int) -> int:
    """How many parties a plural means: as it counts, 2 for "the sides", else 0."""
    said = {s.lemma(c) for c in s.exactly(i, "compound")} & word_class("collective")
    if said and parties_of(s.lemma(i)) == "alike":
        return 0  # "the two crew members"
    counted = count_of(s, i)
    plain = s.lemma(i) in word_class("uncounted_party") and s.doc[i].tag_ in {"NNS", "NNPS"}
    beside = {s.doc[c].lower_ for c in s.exactly(i, "det")} if plain and not counted else set()
    return 2 if beside == {"the"} and not says_more(s, i) else counted


def count_of(s: Syntax, i: int) -> int:
    """How many a definite plural means: 2 for "both sides", 3 for "the three leaders", else 0."""
    said = s.exactly(i, "nummod", "det", "amod", "det:predet")
    words = {s.doc[c].lower_ for c in said if c == 0 or s.doc[c - 1].text not in {"-", "number"}}
    if "both" in words:
        return 2
    return next((n for word, n in _COUNTS.items() if word in words and "the" in words), 0)


def find_pronouns(s: Syntax) -> Iterator[Mention]:
    """Personal and possessive pronouns that refer."""
    for token in s.doc:
        is_pronoun = token.lower_ in word_class("pronoun") and token.pos_ in {"PRON", "DET"}
        if is_pronoun and token.text != "US" and s.labels[token.i] != "expl":
            yield Mention(token.i, token.i + 1, token.i, Form.PRONOUN, token.text)


# Owners
