"""Where a name begins and ends, whatever the entity recogniser takes into it."""

from __future__ import annotations

from spacy.tokens import Doc

from diplograph.gazetteer import Gazetteer, How, Organ, Organisation, State
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class


def person_span(gazetteer: Gazetteer, doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens of a person's name, without titles and bodies: "*Eunice Yung* of New People's"."""
    while end - start > 1:
        role = gazetteer.role_of_phrase(doc[start].text)
        if role is None or role.role.kind not in {"honorific", "rank"}:
            break
        start += 1
    end = _without_body(gazetteer, doc, start, end)
    return _behind_owner(doc, start, end), _with_generation(doc, end)


def body_span(s: Syntax, gazetteer: Gazetteer, start: int, end: int) -> tuple[int, int]:
    """The tokens of the name of a body that the gazetteer does not know as a whole."""
    doc = s.doc
    start, end = _with_state(s, gazetteer, start, end), _with_purpose(doc, end)
    end = _without_office(gazetteer, doc, start, end)
    end = _without_leader(gazetteer, doc, start, end)
    return start, _without_place(gazetteer, doc, start, end)


def without_article(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens of a name without an article in front, or an ending that belongs to none."""
    while start < end and doc[start].lower_ in {"the", "a", "an"}:
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
        if doc[end - 1].text == "." and doc[end - 2 : end].text.count(".") > 1:
            break
        end -= 1
    return start, end


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


def _without_leader(gazetteer: Gazetteer, doc: Doc, start: int, end: int) -> int:
    """Where the name of a body ends that a person's follows: "the *National Front* of Le Pen"."""
    of = next((i for i in range(start + 1, end - 1) if doc[i].lower_ == "of"), end)
    led = of < end and any(
        entry.kind == "person" for entry in gazetteer.find_name(doc[of + 1 : end].text)
    )
    return of if led and gazetteer.find_name(doc[start:of].text) else end


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
