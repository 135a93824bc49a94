"""Spans of names: the pipeline's entities and the gazetteer's names together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention, head_of
from diplograph.gazetteer import Entry, Gazetteer, How, Organ, Organisation, Person, Place, State
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_USUAL_LENGTH, _MOST_LENGTH = 9, 14  # tokens of a name
_BRACKET = re.compile(r"[(\[]")
_ACTOR_LABELS = frozenset({"PERSON", "ORG", "LOC", "GPE", "NORP", "FAC"})


def find_names(s: Syntax, gazetteer: Gazetteer) -> list[Mention]:
    """Names from gazetteer and entities; of two that overlap the longer one stays."""
    doc = s.doc
    spans: list[Mention] = []
    for entity in doc.ents:
        if entity.label_ in _ACTOR_LABELS:
            start, end = _without_article(doc, entity.start, entity.end)
            while entity.label_ == "PERSON" and end - start > 1:
                role = gazetteer.role_of_phrase(doc[start].text)
                if role is None or role.role.kind not in {"honorific", "rank"}:
                    break
                start += 1
            if entity.label_ == "PERSON":
                end = _without_body(gazetteer, doc, start, end)
                start = _behind_owner(doc, start, end)
                end = _with_generation(doc, end)
            if entity.label_ == "ORG" and not gazetteer.find_name(doc[start:end].text):
                start, end = _with_state(s, gazetteer, start, end), _with_purpose(doc, end)
                end = _without_place(
                    gazetteer, doc, start, _without_office(gazetteer, doc, start, end)
                )
            if start < end:
                spans.append(_name(s, gazetteer, start, end, entity.label_))
    spans += _surnames(s, gazetteer, spans)
    inside = {i for e in doc.ents for i in range(e.start, e.end)}
    for start, end, entries in _gazetteer_spans(s, gazetteer):
        if inside.isdisjoint(range(start, end)) and not _may_be_unlabelled(doc, start, end):
            continue
        if entries and isinstance(entries[0].node, Organ) and _goes_before(gazetteer, doc, start):
            continue  # "the *Revolutionary* Armed Forces of Colombia"
        label = doc[start].ent_type_ if doc[start].ent_type_ in _ACTOR_LABELS else ""
        spans.append(_name(s, gazetteer, start, end, label, entries))
    spans = [m for m in spans if m.entries or not (_are_two(m, spans) or _is_noun(s, gazetteer, m))]
    spans.sort(key=lambda m: (m.start - m.end, not m.entries, m.start))
    chosen: list[Mention] = []
    used: set[int] = set()
    for span in spans:
        if used.isdisjoint(range(span.start, span.end)):
            chosen.append(span)
            used.update(range(span.start, span.end))
    return sorted(chosen, key=lambda m: m.start)


def _goes_before(gazetteer: Gazetteer, doc: Doc, start: int) -> bool:
    """Whether a name begins before a token: a capitalised word of the same body's name."""
    before = doc[start - 1] if start else None
    if before is None or not before.text.istitle() or before.ent_type_ != "ORG":
        return False
    return all(e.how is not How.ADJECTIVE for e in gazetteer.find_name(before.text))


def _with_state(s: Syntax, gazetteer: Gazetteer, start: int, end: int) -> int:
    """Where a body's name begins that a state's name is part of: "the *Iraq* Study Group"."""
    state = next((e for e in s.doc.ents if e.end == start and e.label_ in {"LOC", "GPE"}), None)
    if state is None or not start <= s.heads[state.end - 1] < end:
        return start
    last = gazetteer.group_noun(s.doc[end - 1].lower_)
    known = gazetteer.organ_of_generic(s.doc[start:end].text.lower()) or (last and last.acts_for)
    entry = next(iter(gazetteer.find_name(state.text)), None)
    named = entry is not None and isinstance(entry.node, State) and entry.how is How.NAME
    return state.start if named and not known and end - start > 1 else start


def _with_purpose(doc: Doc, end: int) -> int:
    """Where a body's name ends that goes on: "the Platform *for Dialogue*", "X*-Renewed*"."""
    if end + 1 >= len(doc):
        return end
    joined = doc[end].text == "-" and not (doc[end - 1].whitespace_ or doc[end].whitespace_)
    if joined and doc[end + 1].text[:1].isupper():
        return end + 2
    if doc[end].lower_ != "for":
        return end
    last = end + 1
    while last < len(doc) and doc[last].text.istitle() and not doc[last].ent_type_:
        last += 1
    return last if last > end + 1 else end


def _with_generation(doc: Doc, end: int) -> int:
    """Where the name of a father or son ends: "Ramon Delafuerza *Sr.*"."""
    behind = doc[end].lower_.rstrip(".") if end < len(doc) else ""
    return end + (behind in word_class("generation"))


def _behind_owner(doc: Doc, start: int, end: int) -> int:
    """Where a person's name begins: "Civic Passion's *Wong Yeung-tat*"."""
    return max((t.i + 1 for t in doc[start : end - 1] if t.tag_ == "POS"), default=start)


def _without_body(gazetteer: Gazetteer, doc: Doc, start: int, end: int) -> int:
    """Where a person's name ends: "Eunice Yung *of New People's Party*"."""
    of = next((i for i in range(start + 2, end - 1) if doc[i].lower_ == "of"), end)
    return end if of == end or gazetteer.find_name(doc[start:end].text) else of


def _without_office(gazetteer: Gazetteer, doc: Doc, start: int, end: int) -> int:
    """Where the name of a body ends that an office follows: "the *UN* High Commissioner"."""
    for middle in range(start + 1, end):
        role = gazetteer.role_of_phrase(doc[middle:end].text)
        if role is not None and gazetteer.find_name(doc[start:middle].text):
            return middle
    return end


def _without_place(gazetteer: Gazetteer, doc: Doc, start: int, end: int) -> int:
    """Where the name of a body ends that the place follows: "the *ICC* in The Hague".

    "Al-Qaeda in Yemen" is one name, for such groups have branches.
    """
    at = next((i for i in range(start + 1, end - 1) if doc[i].lower_ == "in"), end)
    body = doc[start:at].text
    nodes = [entry.node for entry in gazetteer.find_name(body, context=doc[start].sent.text)]
    whole = any(isinstance(n, Organ) for n in nodes) or gazetteer.organ_of_generic(body) is not None
    single = any(isinstance(n, Organisation) and n.kind in {"igo", "court"} for n in nodes)
    return at if whole or single else end


def _is_noun(s: Syntax, gazetteer: Gazetteer, m: Mention) -> bool:
    """Whether an unknown name is only a noun with a capital: "the Court", "Madam Speaker".

    Also an ambiguous word none of whose readings fits, and "the International Community".
    """
    *before, last = m.text.split()
    noun = gazetteer.group_noun(last.lower())
    if m.label == "PERSON":
        role = gazetteer.role_of_phrase(m.text)
        title = gazetteer.role_of_phrase(s.doc[m.start - 1].text) if m.start else None
        called = title is not None and title.role.kind == "honorific"
        return called and role is not None and role.role.organ != "" and role.role.kind == "office"
    if m.label != "ORG":
        return False
    if not before:
        return noun is not None or bool(gazetteer.readings(last))
    return noun is not None and all(word.lower() in word_class("worldwide") for word in before)


def _are_two(whole: Mention, spans: list[Mention]) -> bool:
    """Whether an unknown name is two names that met: of a body or town and a state or person.

    "To enter *NATO Turkey* blocks it", "in *Ramallah Abu Mazen* accepted"; "the *Russian FSB*".
    """
    body = next((m for m in spans if m.start == whole.start and m.end < whole.end), None)
    state = next((m for m in spans if m.end == whole.end and m.start > whole.start), None)
    if body is None or state is None or body.end != state.start:
        return False
    if not (body.entries and state.entries):
        return False
    first, last = body.entries[0], state.entries[0]
    if first.how is How.ADJECTIVE:
        return isinstance(last.node, Organ) and last.code == first.code
    town = isinstance(first.node, Place) or first.how is How.CAPITAL
    if town and isinstance(last.node, Person):
        return " " in state.text
    if not (town or isinstance(first.node, Organisation)):
        return False
    return isinstance(last.node, State) and last.how not in {How.ADJECTIVE, How.CAPITAL}


def _surnames(s: Syntax, gazetteer: Gazetteer, spans: list[Mention]) -> Iterator[Mention]:
    """Surnames that stand alone somewhere of persons whom the text names in full."""
    known = {m.text.split()[-1] for m in spans if m.label == "PERSON" and " " in m.text}
    for token in s.doc:
        if token.text in known and token.pos_ == "PROPN" and not token.ent_type_:
            yield _name(s, gazetteer, token.i, token.i + 1, "PERSON")


def _may_be_unlabelled(doc: Doc, start: int, end: int) -> bool:
    """Whether a gazetteer name that the entity recogniser missed is still taken for a name."""
    if end - start > 1:
        return True
    token = doc[start]
    beside = doc[max(0, start - 1) : start + 2]
    if token.is_upper and token.pos_ != "PROPN" and all(t.is_upper for t in beside if t.is_alpha):
        return False  # in a sentence of capitals any word is one
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
    text = _BRACKET.split(s.doc[start:end].text)[0].rstrip(" ,") or s.doc[start:end].text
    if entries is None:
        sentence = s.doc[start].sent
        known = text
        if start and s.doc[start - 1].lower_ == "the" and gazetteer.readings(f"The {text}"):
            known = f"The {text}"  # "The Hague", which no Hague is
        entries = _entries_of(s, gazetteer, known, sentence, sentence.text)
        entries = entries or gazetteer.find_in_text(text, s.text)
    return Mention(start, end, head_of(s, start, end), Form.NAME, text, label, entries)


def _entries_of(
    s: Syntax, gazetteer: Gazetteer, text: str, sentence: Span, context: str
) -> tuple[Entry, ...]:
    """What a name means by its sentence (`context` is its text), else by those beside it."""
    text = text.replace("’", "'")  # as the gazetteer's names have it
    entries = gazetteer.find_name(text, context=context)
    if len(entries) < 2 or len({entry.code for entry in entries}) < 2:
        return entries
    first = s.doc[max(0, sentence.start - 1)].sent.start
    last = s.doc[min(len(s.doc) - 1, sentence.end)].sent.end
    beside = f"{s.doc[first : sentence.start].text} {s.doc[sentence.end : last].text}"
    return gazetteer.find_name(text, context=context, beside=beside)


def _gazetteer_spans(
    s: Syntax, gazetteer: Gazetteer
) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    """Longest gazetteer names at each capitalised token."""
    doc, i = s.doc, 0
    while i < len(doc):
        article = (
            doc[i].is_alpha and len(doc[i]) == 2 and doc[i + 1 : i + 2].text.istitle()
        )  # "al Qaeda in Iraq"
        named = doc[i].text[:1].isupper() or article or doc[i + 1 : i + 2].text == "-"
        named = named and doc[i].lower_ not in {"the", "a", "an"}
        match = _longest(s, gazetteer, i) if named else None
        if match is None:
            i += 1
            continue
        yield i, match[0], match[1]
        i = match[0]


def _longest(s: Syntax, gazetteer: Gazetteer, i: int) -> tuple[int, tuple[Entry, ...]] | None:
    doc = s.doc
    start, sentence = doc[i].idx, doc[i].sent
    limit = min(sentence.end, i + _MOST_LENGTH)
    context = sentence.text
    for end in range(limit, i, -1):
        last = doc[end - 1]
        text = s.text[start : last.idx + len(last)]
        bracketed = last.text == ")" and "(" in text  # "the Communist Party of India (Marxist)"
        punctuation = last.is_punct and end > i + 1 and not bracketed
        many = end > i + _USUAL_LENGTH and not (bracketed or last.text[:1].isupper())
        if last.is_space or last.tag_ == "POS" or punctuation or many:
            continue
        entries = _entries_of(s, gazetteer, text, sentence, context)
        if not entries and end > i + 1 and gazetteer.readings(text):
            return end, ()  # its parts name others: "Christian Democrats" of whatever state
        if entries and not (end > i + 1 and _only_describes(s, gazetteer, end - 1)):
            return end, entries
    return None


def _only_describes(s: Syntax, gazetteer: Gazetteer, i: int) -> bool:
    """Whether "military" tells what sort of thing a noun is: "Russia's military support".

    In "US military officials" and "military aircraft" it is still the military that acts.
    """
    if s.doc[i].lower_ != "military" or s.labels[i] not in {"amod", "compound"}:
        return False
    head = s.heads[i]
    lemma = s.lemma(head)
    acting = gazetteer.group_noun(lemma) or gazetteer.role_of_phrase(lemma)
    if gazetteer.organ_of_generic(lemma) == "government" or lemma in word_class("sort_of_military"):
        return True  # "Burma's military government", "Pakistan's military ruler"
    return head > i and not acting and s.doc[head].text.islower()
