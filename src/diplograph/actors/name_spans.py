"""Spans of names: the pipeline's entities and the gazetteer's names together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention, head_of
from diplograph.actors.name_ends import body_span, person_span, without_article
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
            start, end = without_article(doc, entity.start, entity.end)
            if entity.label_ == "PERSON":
                start, end = person_span(gazetteer, doc, start, end)
            elif entity.label_ == "ORG" and not gazetteer.find_name(doc[start:end].text):
                start, end = body_span(s, gazetteer, start, end)
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
    start = body.end if body is not None else whole.end
    state = next((m for m in spans if m.end == whole.end and m.start == start), None)
    if body is None or state is None or not (body.entries and state.entries):
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
        # "al Qaeda in Iraq"
        article = doc[i].is_alpha and len(doc[i]) == 2 and doc[i + 1 : i + 2].text.istitle()
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
