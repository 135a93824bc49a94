"""Training windows for the encoder: pieces, features and labels of passages, anew each epoch."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from augment import curly_words, upper_words
from conllu import Sentence as Parsed
from conllu import group_sentences, read_file, to_doc
from diplograph.model.pieces import Pieces, PieceTable, words_of
from encoder_labels import Labels, lemma_rule, morph_label
from entities import clean
from gum_entities import read_gum
from swap import Swapper, swapped, with_words

Ints = NDArray[np.int64]
MISSING = -100
STYLES = ("any", "web", "gum", "news", "wiki", "templates")
STYLE_OF = {
    "ewt": "web",
    "uner": "web",
    "gum": "gum",
    "gmb": "news",
    "wikigold": "wiki",
    "crossner": "wiki",
    "templates": "templates",
}
SIZES = (1, 2, 4, 8)
BREAKS = ("\n\n", "\n\n", "\n")
WORDS = 110
"""Most words of a syntax passage."""
UNSTYLED = 0.35
"""Share of windows whose style is hidden, so that the encoder can do without."""


@dataclass(frozen=True, slots=True)
class Window:
    """One training passage; labels are `MISSING` where they are not known.

    `heads`: the position of the head's word plus one, 0 for the root.
    """

    pieces: Pieces
    style: int
    tags: Ints
    morphs: Ints
    lemmas: Ints
    starts: Ints
    heads: Ints
    deps: Ints
    entities: Ints


class Windows:
    """Makes windows of annotated documents."""

    def __init__(self, nlp: Language, table: PieceTable, labels: Labels) -> None:
        self.nlp = nlp
        self.table = table
        self.numbers = {
            name: {label: i for i, label in enumerate(getattr(labels, name))}
            for name in ("tags", "morphs", "lemmas", "deps", "entities")
        }

    def window(self, reference: Doc, style: str, lemmas: bool = True) -> Window | None:
        """One window, its words cut by the pipeline's tokenizer; None for an empty text."""
        example = Example(self.nlp.make_doc(reference.text), reference)
        doc = example.predicted
        indices, spacings = words_of(doc)
        if not indices:
            return None
        kept = np.asarray(indices)
        pieces = self.table.encode([doc[i].text for i in indices], spacings)
        parsed = reference.has_annotation("DEP")
        nothing = np.full(len(indices), MISSING, dtype=np.int64)
        columns = dict.fromkeys(("tags", "morphs", "lemmas", "starts", "heads", "deps"), nothing)
        if parsed:
            columns = self._syntax(example, kept, lemmas)
        return Window(
            pieces=pieces,
            style=STYLES.index(style),
            entities=self._entities(example, kept) if _has_entities(reference) else nothing,
            **columns,
        )

    def _numbers(self, name: str, values: Iterable[str | None]) -> Ints:
        table = self.numbers[name]
        found = (MISSING if value is None else table.get(value, MISSING) for value in values)
        return np.fromiter(found, dtype=np.int64)

    def _syntax(self, example: Example, kept: Ints, lemmas: bool) -> dict[str, Ints]:
        doc = example.predicted
        tags = example.get_aligned("TAG", as_string=True)
        pos = example.get_aligned("POS", as_string=True)
        feats = example.get_aligned("MORPH", as_string=True)
        lemma = example.get_aligned("LEMMA", as_string=True)
        starts = example.get_aligned_sent_starts()
        heads, deps = example.get_aligned_parse(projectivize=False)
        position = {int(index): place for place, index in enumerate(kept)}
        rules, morphs, places, relations = [], [], [], []
        for index in map(int, kept):
            word = doc[index].text
            morphs.append(None if not pos[index] else morph_label(pos[index], feats[index] or ""))
            known = lemmas and lemma[index]
            rules.append(lemma_rule(word, lemma[index]) if known else None)
            head = heads[index]
            root = deps[index] == "ROOT"
            place = 0 if root else position.get(head, MISSING - 1) + 1 if head is not None else None
            places.append(MISSING if place is None or place < 0 else place)
            relations.append(None if root or places[-1] < 0 else deps[index])
        begins = [MISSING if starts[i] is None else int(bool(starts[i])) for i in map(int, kept)]
        begins[0] = MISSING
        return {
            "tags": self._numbers("tags", (tags[i] for i in map(int, kept))),
            "morphs": self._numbers("morphs", morphs),
            "lemmas": self._numbers("lemmas", rules),
            "starts": np.asarray(begins, dtype=np.int64),
            "heads": np.asarray(places, dtype=np.int64),
            "deps": self._numbers("deps", relations),
        }

    def _entities(self, example: Example, kept: Ints) -> Ints:
        tags = example.get_aligned_ner()
        return self._numbers("entities", (tags[i] for i in map(int, kept)))


def _has_entities(doc: Doc) -> bool:
    return any(token.ent_iob_ for token in doc)


def gum_entities(doc: Doc, group: Sequence[Parsed]) -> Doc:
    """Add GUM's names to a passage of it; words of unknown status are missing."""
    ents, missing = [], []
    places = [token.i for token in doc if not token.is_space]
    offset = 0
    for sentence in map(clean, read_gum(list(group))):
        for span in sentence.spans:
            start, stop = places[offset + span.start], places[offset + span.end - 1] + 1
            ents.append(Span(doc, start, stop, label=span.label))
        missing += [doc[places[offset + i] : places[offset + i] + 1] for i in sentence.missing]
        offset += len(sentence.words)
    doc.set_ents(ents, missing=missing, default="outside")
    return doc


def syntax_docs(
    nlp: Language, parsed: dict[str, list[Parsed]], rng: random.Random
) -> Iterator[tuple[Doc, bool, str]]:
    """Passages of the treebanks, cut anew, some with other quotes or case; with their style."""
    for name, sentences in parsed.items():
        start = 0
        while start < len(sentences):
            size = rng.choice(SIZES)
            group = next(group_sentences(sentences[start:], size, WORDS))
            start += len(group)
            doc = to_doc(nlp.vocab, group, rng.choice(BREAKS))
            if name == "gum":
                doc = gum_entities(doc, group)
            variant, lemmas = _variant(doc, rng.random())
            yield variant, lemmas, STYLE_OF[name]


def _variant(doc: Doc, draw: float) -> tuple[Doc, bool]:
    """The document in other quotes or case, and whether its lemmas still hold."""
    words = [token.text for token in doc]
    if draw < 0.2:
        changed = curly_words(words, [token.tag_ for token in doc])
    elif draw < 0.23:
        changed = [word.lower() for word in words]
    elif draw < 0.26:
        changed = upper_words(words)
    else:
        return doc, True
    twin = Doc(
        doc.vocab,
        words=changed,
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        sent_starts=[bool(token.is_sent_start) for token in doc],
    )
    if _has_entities(doc):
        missing = [twin[t.i : t.i + 1] for t in doc if not t.ent_iob_]
        ents = [Span(twin, e.start, e.end, label=e.label_) for e in doc.ents]
        twin.set_ents(ents, missing=missing, default="outside")
    return twin, draw < 0.2


def entity_docs(
    nlp: Language, folder: Path, share: dict[str, float], swapper: Swapper
) -> Iterator[tuple[Doc, str]]:
    """Documents of the entity sets, a share of each, half of them with names swapped."""
    rng = swapper.rng
    for path in sorted(folder.glob("*.spacy")):
        for doc in DocBin().from_disk(path).get_docs(nlp.vocab):
            if rng.random() >= share.get(path.stem, 0.0):
                continue
            changed = swapped(doc, swapper) if rng.random() < 0.4 else doc
            draw = rng.random()
            words = [token.text for token in changed]
            if draw < 0.2:
                changed = with_words(changed, curly_words(words, [""] * len(words)))
            elif draw < 0.23:
                changed = with_words(changed, [word.lower() for word in words])
            elif draw < 0.26:
                changed = with_words(changed, upper_words(words))
            yield changed, STYLE_OF[path.stem]


def epoch(
    windows: Windows,
    parsed: dict[str, list[Parsed]],
    folder: Path,
    share: dict[str, float],
    seed: int,
) -> list[Window]:
    """All windows of one epoch, in random order."""
    rng = random.Random(seed)
    found: list[Window | None] = []
    for doc, lemmas, style in syntax_docs(windows.nlp, parsed, rng):
        hidden = rng.random() < UNSTYLED
        found.append(windows.window(doc, "any" if hidden else style, lemmas))
    for doc, style in entity_docs(windows.nlp, folder, share, Swapper(seed)):
        hidden = rng.random() < UNSTYLED
        found.append(windows.window(doc, "any" if hidden else style))
    kept = [window for window in found if window is not None]
    rng.shuffle(kept)
    return kept


def read_treebanks(data: Path, split: str) -> dict[str, list[Parsed]]:
    """The sentences of EWT and GUM."""
    return {
        "ewt": read_file(data / "ud_english_ewt" / f"{split}.conllu"),
        "gum": read_file(data / "ud_english_gum_open" / f"{split}.conllu"),
    }
