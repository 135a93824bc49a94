"""Noun phrases: everything that a pronoun could mean, actors or not, with grammatical facts."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_SCORE = re.compile(
    r"(?<![\d-])\d{1,3}(?:[-–]\d{1,3}(?![\d-])|[- ]goals?\b| wins\b| matches\b| titles\b)"
)
_INNER = frozenset({"compound", "flat", "nmod:desc", "amod", "fixed", "goeswith", "nummod", "list"})
_NO_REFERENT = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_ROLES = {
    "nsubj": "subject",
    "nsubj:pass": "subject",
    "nsubj:outer": "subject",
    "csubj": "subject",
    "obj": "object",
    "iobj": "object",
    "obl": "oblique",
    "obl:agent": "subject",
    "nmod:poss": "owner",
    "nmod": "within",
    "root": "root",
}
_SUFFERS = frozenset({"obj", "nsubj:pass"})
_FATES = ("killing", "capturing")
"""Word classes of what may be done to somebody once, so that two sentences tell of one deed."""


class Sort(enum.StrEnum):
    """What a noun phrase names, as far as words and labels tell."""

    PERSON = "person"
    PEOPLE = "people"
    BODY = "body"
    PLACE = "place"
    THING = "thing"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a noun phrase or pronoun stands.

    `at` is its head token, `governor` the token that it depends on (through coordination), `role`
    one of subject, object, oblique, owner, within, root, other; `sentence` and
    `paragraph` count from 0, `quoted` says whether it stands between quotation marks.
    """

    at: int
    governor: int
    role: str
    sentence: int
    paragraph: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentence, paragraph and quotation of each token."""

    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    quoted: tuple[bool, ...]


def read_layout(s: Syntax) -> Layout:
    """Number sentences and paragraphs; a paragraph's end closes an open quotation."""
    sentences, paragraphs, quoted = [], [], []
    sentence, paragraph, inside = -1, 0, False
    for token in s.doc:
        sentence += bool(token.is_sent_start) or sentence < 0
        opening = token.text in {"“", "„", "«"} or (token.text in {'"', "``"} and not inside)
        closing = token.text in {"”", "»", "''"} or (token.text == '"' and inside)
        inside = opening or (inside and not closing)
        sentences.append(sentence)
        paragraphs.append(paragraph)
        quoted.append(inside)
        if token.text_with_ws.count("\n") > 1:
            paragraph, inside = paragraph + 1, False
    return Layout(tuple(sentences), tuple(paragraphs), tuple(quoted))


def position_of(s: Syntax, layout: Layout, i: int) -> Position:
    """Where the phrase headed by token i stands.

    Conjuncts take the role of the first of them, appositions and names that of the noun they
    stand by.
    """
    first = s.first_conjunct(i)
    while s.labels[first] in {"appos", "flat", "nmod:desc"} and s.heads[first] != first:
        first = s.first_conjunct(s.heads[first])
    label = s.labels[first]
    role = _ROLES.get(label, "other")
    if role == "oblique" and s.is_passive(s.heads[first]) and s.preposition(first) == "by":
        role = "subject"
    if role == "root" and s.doc[first].pos_ in {"VERB", "AUX"}:
        role = "other"
    return Position(
        i,
        s.heads[first],
        role,
        layout.sentences[i],
        layout.paragraphs[i],
        layout.quoted[i],
    )


def place_preposition(s: Syntax, i: int) -> str:
    """The preposition that says where, also of what is coordinated: "in Cairo and *Beirut*"."""
    return s.preposition(i) or s.preposition(s.first_conjunct(i))


def is_phrase_head(s: Syntax, i: int) -> bool:
    """Whether token i heads a noun phrase that can be referred to."""
    token = s.doc[i]
    if token.pos_ not in {"NOUN", "PROPN"} or token.ent_type_ in _NO_REFERENT:
        return False
    return s.labels[i] not in _INNER and s.labels[i] != "obl:unmarked"


def callings(s: Syntax, i: int) -> set[str]:
    """The nouns by which token i is called: "X, *a nurse*", "the *envoy* X", "X is a *singer*".

    With the nouns in front of them ("the *rebel* group X"), and itself where it is no name.
    """
    heads = [i, *s.exactly(i, "appos", "nmod:desc", "compound")]
    if s.labels[i] in {"appos", "nmod:desc", "flat"}:
        heads.append(s.heads[i])
    if s.labels[i] == "nsubj" and s.exactly(s.heads[i], "cop"):
        heads.append(s.heads[i])
    nouns = [h for h in heads if s.doc[h].pos_ == "NOUN"]
    nouns += [c for h in nouns for c in s.exactly(h, "compound") if s.doc[c].pos_ == "NOUN"]
    return {s.lemma(h) for h in nouns}


def says_more(s: Syntax, i: int) -> bool:
    """Whether words beside a noun say which it means: "*battle* fronts", "sides *of it*"."""
    return bool(s.exactly(i, "amod", "nmod", "compound", "acl", "acl:relcl"))


def is_plural(s: Syntax, i: int) -> bool:
    """Whether token i is a plural noun."""
    return s.doc[i].tag_ in {"NNS", "NNPS"}


def is_next_to(s: Syntax, i: int, apposed: int) -> bool:
    """Whether no other noun comes between a noun and its apposition.

    In "the singer and her *husband*, X" it is rather the husband's, whatever the parser says.
    """
    return all(not i < c < apposed for c in s.exactly(i, "conj"))


def introduced_as(s: Syntax, i: int) -> str:
    """`definite`, `indefinite` or `bare`: how a noun is introduced."""
    words = {s.doc[c].lower_ for c in s.exactly(i, "det")}
    if words & {"a", "an", "some", "any", "no", "every", "each"}:
        return "indefinite"
    if words or s.exactly(i, "nmod:poss"):
        return "definite"
    return "bare"


def is_part_of_a_word(s: Syntax, start: int, end: int) -> bool:
    """Whether a name belongs to a longer word: "*US*-led troops", "African-*American* voters"."""
    joined = start > 0 and s.doc[start - 1].text in {"-", "‑"} and not s.doc[start - 1].whitespace_
    return joined or stands_behind(s, end)


def stands_behind(s: Syntax, end: int) -> bool:
    """Whether a name that ends at a token only says who is behind another: "*US*-led troops"."""
    behind = s.doc[end : end + 2]
    hyphen = len(behind) == 2 and behind[0].text in {"-", "‑", "–"}
    tied = hyphen and not s.doc[end - 1].whitespace_ and not behind[0].whitespace_
    return hyphen and (behind[1].tag_ == "VBN" or (tied and behind[1].lower_.endswith("ed")))


def singular(s: Syntax, i: int, text: str) -> str:
    """A phrase that ends in token i, in the singular: one of "foreign ministers"."""
    last = s.doc[i]
    return f"{text.removesuffix(last.text)}{last.lemma_}" if last.tag_ == "NNS" else text


def without_legal_form(name: str) -> str:
    """A firm's name without what may end it or not: "Andean Lithium Partners *Inc.*"."""
    before, _, last = name.rpartition(" ")
    return before.rstrip(" ,") if before and last.lower() in word_class("legal_form") else name


def with_hyphens(token: Token) -> str:
    """A word with what is tied to it by hyphens in front: "*cease*-fire", "*Indo*-Aryan"."""
    start = token.i
    while start > 1 and token.doc[start - 1].text == "-":
        start -= 2
    return token.doc[start : token.i + 1].text


def is_sport(s: Syntax, sentence: Span) -> bool:
    """Whether a sentence has a word of sport alone, or two signs of it, and no statesmen."""
    words = {token.lower_ for token in sentence} | {s.lemma(token.i) for token in sentence}
    if words & word_class("statesman"):
        return False
    if words & word_class("sport"):
        return True
    signs = len({s.lemma(t.i) for t in sentence} & word_class("sport_sign"))
    return signs + min(2, len(_SCORE.findall(sentence.text))) > 1


def fate_of(s: Syntax, i: int) -> str:
    """What is done to whom token i names, as a word class; blank for nothing of the kind.

    "Killed *X*", "X was killed", "the death of *X*", "*X's* murder".
    """
    above, label = s.heads[i], s.labels[i]
    noun = s.doc[above].pos_ == "NOUN"
    of = label == "nmod" and s.preposition(i) == "of"
    if not (label in _SUFFERS or (noun and (of or label == "nmod:poss"))):
        return ""
    return next((fate for fate in _FATES if s.lemma(above) in word_class(fate)), "")
