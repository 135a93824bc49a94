"""Scores tokens, sentences, tags, lemmas and dependencies as the CoNLL 2018 shared task does.

Raw text goes in; the system's words are aligned with the gold ones (see `alignment`). Each score
is the F1 of correct words over gold and system words. A spaCy pipeline gives no multiword tokens:
its tokens are surface tokens and words at once, so that a contraction which it splits costs in
`tokens_f1` and nowhere else. Relation subtypes (`nsubj:pass`) are stripped on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Token

from diplograph.errors import GoldError
from diplograph.evaluation.alignment import Span, Unit, align
from diplograph.evaluation.conllu import GoldDocument, Word, read_conllu
from diplograph.evaluation.files import gold_files
from diplograph.evaluation.metrics import Counts, add_up

KEYS = ("tokens_f1", "sents_f1", "xpos_f1", "upos_f1", "lemmas_f1", "uas_f1", "las_f1")


@dataclass(slots=True)
class Analysis:
    """One side's view of a document; heads are indices into `words`, spans skip white space."""

    characters: str = ""
    tokens: list[Span] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def add_token(self, form: str) -> Span:
        """The next surface token; returns the span of its characters."""
        start = len(self.characters)
        self.characters += "".join(form.split())
        self.tokens.append((start, len(self.characters)))
        return self.tokens[-1]

    def close_sentence(self, start: int) -> None:
        """A sentence from a character to the last one so far, unless it is empty."""
        if start < len(self.characters):
            self.sentences.append((start, len(self.characters)))


def evaluate_syntax(paths: Iterable[str | Path], nlp: Callable[[str], Doc]) -> dict[str, float]:
    """The scores (0 to 1, keys `KEYS`) of a pipeline on CoNLL-U files or folders of them.

    `nlp` reads the raw text of one document at a time. Raises GoldError for files that are not
    CoNLL-U, and where the pipeline changes the text.
    """
    totals = {key: Counts() for key in KEYS}
    for path in gold_files(paths, [".conllu"]):
        for document in read_conllu(path):
            gold, system = from_gold(document), from_doc(nlp(document.text))
            if gold.characters != system.characters:
                raise GoldError(f"{path}: the pipeline's tokens do not make up the gold text")
            for key, counts in score_document(gold, system).items():
                totals[key] = add_up([totals[key], counts])
    return {key: counts.f1 for key, counts in totals.items()}


def score_document(gold: Analysis, system: Analysis) -> dict[str, Counts]:
    """The counts behind each score for two analyses of the same characters."""
    pairs = align(gold.units, system.units)
    partner = dict(pairs)
    aligned = [(gold.words[g], system.words[s]) for g, s in pairs]
    heads = [_same_head(g, s, partner) for g, s in aligned]
    labels = [_base(g.deprel) == _base(s.deprel) for g, s in aligned]
    right = {
        "xpos_f1": sum(g.xpos == s.xpos for g, s in aligned),
        "upos_f1": sum(g.upos == s.upos for g, s in aligned),
        "lemmas_f1": sum(g.lemma in ("_", s.lemma) for g, s in aligned),
        "uas_f1": sum(heads),
        "las_f1": sum(head and label for head, label in zip(heads, labels, strict=True)),
    }
    sizes = len(system.words), len(gold.words)
    return {
        "tokens_f1": _spans(gold.tokens, system.tokens),
        "sents_f1": _spans(gold.sentences, system.sentences),
        **{key: Counts.paired(value, *sizes) for key, value in right.items()},
    }


def from_gold(document: GoldDocument) -> Analysis:
    """The analysis that a CoNLL-U document holds."""
    analysis = Analysis()
    for sentence in document.sentences:
        start, offset = len(analysis.characters), len(analysis.words)
        spans = [analysis.add_token(form) for form in sentence.surfaces]
        sizes = [0] * len(spans)
        for word in sentence.words:
            sizes[word.surface] += 1
        for word in sentence.words:
            head = None if word.head is None else word.head + offset
            span, several = spans[word.surface], sizes[word.surface] > 1
            analysis.units.append(Unit(word.form, span, several))
            analysis.words.append(
                Word(word.form, word.lemma, word.upos, word.xpos, head, word.deprel, word.surface)
            )
        analysis.close_sentence(start)
    return analysis


def from_doc(doc: Doc) -> Analysis:
    """The analysis that a spaCy pipeline gives; tokens of white space alone are left out."""
    analysis = Analysis()
    kept = [token for token in doc if not token.is_space]
    number = {token.i: index for index, token in enumerate(kept)}
    starts = {sentence.start for sentence in doc.sents} if doc.has_annotation("SENT_START") else {0}
    begun = 0
    boundary = False
    for token in doc:
        boundary = boundary or token.i in starts
        if token.is_space:
            continue
        if boundary:
            analysis.close_sentence(begun)
            begun, boundary = len(analysis.characters), False
        span = analysis.add_token(token.text)
        analysis.units.append(Unit(token.text, span))
        analysis.words.append(_word(token, _head(token, number)))
    analysis.close_sentence(begun)
    return analysis


def _word(token: Token, head: int | None) -> Word:
    deprel = "root" if head is None else token.dep_.lower()
    return Word(token.text, token.lemma_, token.pos_, token.tag_, head, deprel, -1)


def _head(token: Token, number: dict[int, int]) -> int | None:
    """The head's index, past heads that are white space; None for a root."""
    above = token.head
    while above.i not in number and above.head.i != above.i:
        above = above.head
    return None if above.i == token.i else number.get(above.i)


def _same_head(gold: Word, system: Word, partner: dict[int, int]) -> bool:
    if gold.head is None or system.head is None:
        return gold.head is None and system.head is None
    return partner.get(gold.head) == system.head


def _base(deprel: str) -> str:
    return deprel.split(":", maxsplit=1)[0]


def _spans(gold: list[Span], system: list[Span]) -> Counts:
    return Counts.paired(len(set(gold) & set(system)), len(system), len(gold))
