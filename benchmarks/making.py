"""Made news of a realistic kind: sentences of corpus/ with other states, and ones from templates.

The same number and seed give the same documents. They come in stories: a few documents of a few
days about the same two states; one document in twenty is a wire copy of another with a sentence
left out.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from diplograph.documents import read_sources
from diplograph.gazetteer import load_gazetteer
from diplograph.gazetteer.model import State
from diplograph.records import Document

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("templates.txt")
WORDS = 100
_FIRST, _DAYS_IN_ALL = dt.date(2016, 1, 1), 9 * 365
_COPIES = 0.05
_PAPERS = tuple(f"Paper {n}" for n in range(1, 41))
_NUMBERS = ("two", "three", "five", "eight", "12", "20")
_ROLES = ("president", "prime-minister", "foreign-minister")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What documents are made from: templates, what fills their slots, sentences of the corpus."""

    templates: tuple[str, ...]
    fillers: Mapping[str, Sequence[str]]
    sentences: tuple[str, ...]
    states: tuple[State, ...]


@lru_cache(maxsize=1)
def load_phrases(corpus: Path = ROOT / "corpus") -> Phrases:
    """The templates beside this file and the sentences of the corpus."""
    templates, fillers = [], defaultdict(list)
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        name, colon, value = line.removeprefix("# ").partition(": ")
        if line.startswith("#") and colon and name.isidentifier():
            fillers[name].append(value)
        elif not line.startswith("#"):
            templates.append(line)
    texts = [entry.text for entry in read_sources([str(corpus)]) if isinstance(entry, Document)]
    found = (part for text in texts for part in _SENTENCE.split(text.replace("\n\n", " ")))
    sentences = tuple(part for part in found if 8 <= len(part.split()) <= 40)
    known = (s for s in load_gazetteer().states() if s.adjectives and s.capitals)
    states = tuple(s for s in known if _officers(s, _FIRST.isoformat()))
    return Phrases(tuple(templates), fillers, sentences, states)


@cache
def _officers(state: State, day: str) -> tuple[tuple[str, str], ...]:
    """Role and name of those who lead a state on a day, and its foreign minister."""
    gazetteer = load_gazetteer()
    posts = [post for role in _ROLES for post in gazetteer.holders(role, state.id, day)]
    people = ((post.role, gazetteer.by_id(post.person)) for post in posts)
    return tuple((role.replace("-", " ").title(), p.name) for role, p in people if p is not None)


def make_documents(count: int, seed: int = 7) -> Iterator[Document]:
    """`count` documents of about a hundred words, each a path of its own."""
    draw = random.Random(seed)
    phrases = load_phrases()
    made = 0
    last: Document | None = None
    while made < count:
        for document in _story(draw, phrases):
            if made == count:
                return
            copied = last is not None and draw.random() < _COPIES
            given = _copy(last, draw) if copied and last is not None else document
            yield replace(given, path=f"made/{made:07}.txt")
            last = document
            made += 1


def _story(draw: random.Random, phrases: Phrases) -> Iterator[Document]:
    """Some documents of some days about one pair of states and a third."""
    day = _FIRST + dt.timedelta(draw.randrange(_DAYS_IN_ALL))
    # Great powers are in the news more than others: the rank of a state drawn is skewed.
    actors = {name: _skewed(draw, phrases.states) for name in "ABC"}
    if len(set(actors.values())) < len(actors):
        return
    for _ in range(draw.randint(1, 4)):
        yield _document(draw, phrases, actors, day)
        day += dt.timedelta(draw.randint(0, 2))


def _skewed(draw: random.Random, states: Sequence[State]) -> State:
    order = sorted(states, key=lambda state: (len(_officers(state, "2020-01-01")), state.id))
    return order[int(len(order) * draw.random() ** 2)]


def _document(
    draw: random.Random, phrases: Phrases, actors: Mapping[str, State], day: dt.date
) -> Document:
    slots = dict(_of_states(draw, actors, day.isoformat()))
    slots |= {name: draw.choice(values) for name, values in phrases.fillers.items()}
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < WORDS:
        slots |= {"day": (day - dt.timedelta(draw.randint(0, 3))).strftime("%A")}
        slots |= {"number": draw.choice(_NUMBERS)}
        if draw.random() < 0.4:
            parts.append(_moved(draw.choice(phrases.sentences), actors, draw))
        else:
            parts.append(draw.choice(phrases.templates).format_map(slots))
    title = f"{actors['A'].name} and {actors['B'].name}: {slots['topic']}"
    text = f"{slots['A_cap'].upper()}, {day:%B} {day.day} — {' '.join(parts)}"
    return Document(text, title=title, published=day.isoformat(), source=draw.choice(_PAPERS))


def _of_states(
    draw: random.Random, actors: Mapping[str, State], day: str
) -> Iterator[tuple[str, str]]:
    for letter, state in actors.items():
        role, person = draw.choice(_officers(state, day) or (("President", "Ana Maro"),))
        yield letter, state.name
        yield f"{letter}_adj", state.adjectives[0]
        yield f"{letter}_cap", state.capitals[0]
        yield f"{letter}_person", person
        yield f"{letter}_post", f"{state.adjectives[0]} {role}"


def _moved(sentence: str, actors: Mapping[str, State], draw: random.Random) -> str:
    """A sentence of the corpus with the story's states in the place of those it names."""
    others = list(actors.values())
    draw.shuffle(others)
    named = [state for state in load_phrases().states if state.name in sentence]
    for old, new in zip(named, others, strict=False):
        sentence = re.sub(rf"\b{re.escape(old.adjectives[0])}\b", new.adjectives[0], sentence)
        sentence = re.sub(rf"\b{re.escape(old.name)}\b", new.name, sentence)
        sentence = sentence.replace(old.capitals[0], new.capitals[0])
    return sentence


def _copy(document: Document, draw: random.Random) -> Document:
    """A text as another paper prints it, a sentence shorter."""
    sentences = _SENTENCE.split(document.text)
    if len(sentences) > 4:
        del sentences[draw.randrange(2, len(sentences))]
    return replace(document, text=" ".join(sentences), source=draw.choice(_PAPERS))
