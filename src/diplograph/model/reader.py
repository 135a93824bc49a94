"""spaCy component `diplograph_reader`: tags, features, lemmas, sentences, dependencies, entities.

One pass of a small transformer gives them all (see `network`); here its scores become annotations
of a Doc. A window never crosses documents, so that a document alone reads as in company.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, Span

from diplograph.errors import PipelineError
from diplograph.model.decoding import allowed_steps, best_path, lemma, spans, tree
from diplograph.model.network import FILES, STYLES, Network, Scores
from diplograph.model.pieces import SPACINGS, PieceTable, words_of
from diplograph.model.sentences import boundary
from diplograph.model.windows import FINAL, windows

Ints = NDArray[np.int64]


class EncoderReader:
    """Reads documents; `style` is one of `network.STYLES`."""

    def __init__(self, nlp: Language, style: str = "any", threads: int = 1) -> None:
        """Raises PipelineError for a style that there is not."""
        if style not in STYLES:
            raise PipelineError(f"style {style!r}; allowed: {', '.join(STYLES)}")
        self.vocab = nlp.vocab
        self.style = STYLES.index(style)
        self.threads = threads

    def load(self, folder: Path) -> None:
        """Take weights and labels from a folder (see `network.FILES`)."""
        self.network = Network(folder, self.threads)
        self.table = PieceTable(folder / "tokenizer.json")
        self.rules = allowed_steps(self.network.labels.entities)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EncoderReader:
        """spaCy's way to load."""
        del exclude
        self.load(Path(path))
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """spaCy's way to save."""
        del exclude
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(self.network.folder / name, Path(path) / name)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a tokenised doc; white space hangs on the word before it."""
        indices, spacings = words_of(doc)
        texts = [doc[index].text for index in indices]
        sizes = [len(self.table.pieces(text)) for text in texts]
        paragraphs = [spacing == PARAGRAPH for spacing in spacings]
        parts = list(windows(texts, sizes, paragraphs))
        scores = [self._read(texts[a:b], spacings[a:b]) for a, b in parts]
        self._set_entities(doc, indices, scores)
        self._set_syntax(doc, indices, texts, parts, scores)
        return doc

    def _read(self, texts: list[str], spacings: list[int]) -> Scores:
        return self.network.read(self.table.encode(texts, spacings), self.style)

    def _set_entities(self, doc: Doc, indices: list[int], scores: list[Scores]) -> None:
        names = self.network.labels.entities
        found: list[Span] = []
        offset = 0
        for part in scores:
            labels = [names[i] for i in best_path(part.entities, self.rules)]
            for start, stop, label in spans(labels):
                first, last = indices[offset + start], indices[offset + stop - 1]
                found.append(Span(doc, first, last + 1, label=label))
            offset += len(labels)
        doc.set_ents(found, default="outside")

    def _set_syntax(
        self,
        doc: Doc,
        indices: list[int],
        texts: list[str],
        parts: list[tuple[int, int]],
        scores: list[Scores],
    ) -> None:
        columns = _Columns(doc)
        labels = self.network.labels
        for (start, stop), part in zip(parts, scores, strict=True):
            here = indices[start:stop]
            heads = _heads(doc, here, part)
            relations = self.network.relations(part.dependent, part.governor[heads]).argmax(axis=1)
            tags, morphs = part.tags.argmax(axis=1), part.morphs.argmax(axis=1)
            rules = part.lemmas.argmax(axis=1)
            for word, index in enumerate(here):
                head = int(heads[word])
                columns.add(
                    index,
                    head=here[head - 1] if head else index,
                    dep=labels.deps[relations[word]] if head else "ROOT",
                    tag=labels.tags[tags[word]],
                    morph=labels.morphs[morphs[word]],
                    lemma=lemma(labels.lemmas[rules[word]], texts[start + word]),
                )
        columns.write()


PARAGRAPH = SPACINGS.index("paragraph")
AFTER_FINAL = -2.0
"""What a word after a full stop must score to begin a sentence (others: 0).

Best on the dev parts of EWT and GUM. Abbreviations keep their full stops, so that a full stop which
is a word of its own is a strong sign.
"""


def _heads(doc: Doc, indices: list[int], scores: Scores) -> Ints:
    """The head of each word of a window: 0 for a root, n for the window's n-th word."""
    after = np.array([False, *(doc[index].text in FINAL for index in indices[:-1])])
    begins = scores.starts[:, 1] - scores.starts[:, 0] > np.where(after, AFTER_FINAL, 0)
    begins[0] = True
    for word in range(1, len(indices)):
        known = boundary(doc[indices[word]])
        if known is not None:
            begins[word] = known
    edges = [*np.flatnonzero(begins), len(indices)]
    heads = np.zeros(len(indices), dtype=np.int64)
    for start, stop in pairwise(edges):
        block = scores.arcs[start:stop]
        inside = np.hstack([block[:, :1], block[:, start + 1 : stop + 1]])
        found = tree(inside)
        heads[start:stop] = np.where(found > 0, found + start, 0)
    return heads


class _Columns:
    """Token attributes of a doc, written all at once; white space is filled in beforehand."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.strings = doc.vocab.strings
        self.values = np.zeros((len(doc), 6), dtype=np.int64)
        for token in doc:
            if token.is_space:
                self.add(
                    token.i,
                    head=max(token.i - 1, 0) if token.i else _first_word(doc),
                    dep="dep",
                    tag="_SP",
                    morph="SPACE",
                    lemma=token.text,
                )

    def add(self, index: int, head: int, dep: str, tag: str, morph: str, lemma: str) -> None:
        """One token's attributes; `morph`: part of speech, then features after a bar."""
        pos, _, features = morph.partition("|")
        self.values[index] = (
            head - index,
            self._number(dep),
            self._number(tag),
            IDS[pos],
            self._number(lemma),
            _signed(self.doc.vocab.morphology.add(features)),
        )

    def _number(self, text: str) -> int:
        return _signed(self.strings.add(text))

    def write(self) -> None:
        """Into the doc."""
        attributes = [HEAD, DEP, TAG, POS, LEMMA, MORPH]
        values: Any = self.values.astype(np.uint64)
        self.doc.from_array(attributes, values)


def _first_word(doc: Doc) -> int:
    return next((token.i for token in doc if not token.is_space), 0)


def _signed(number: int) -> int:
    """A 64-bit hash as numpy's signed integer with the same bits."""
    return number - (1 << 64) if number >= 1 << 63 else number


@Language.factory(
    "diplograph_reader",
    default_config={"style": "any", "threads": 1},
    assigns=[
        *("token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head"),
        *("token.is_sent_start", "doc.sents", "doc.ents", "token.ent_iob", "token.ent_type"),
    ],
    retokenizes=False,
)
def make_reader(nlp: Language, name: str, style: str, threads: int) -> EncoderReader:
    """Factory; weights come with the pipeline that it is saved in."""
    del name
    return EncoderReader(nlp, style, threads)
