"""Read CoNLL-U and turn paragraphs of it into spaCy documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

COLUMNS = 10


@dataclass
class Word:
    """One syntactic word."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str
    space_after: bool = True


@dataclass
class Sentence:
    """One sentence with the place it had in its document."""

    words: list[Word] = field(default_factory=list)
    newdoc: bool = False
    newpar: bool = False
    sent_id: str = ""


def _add_word(sentence: Sentence, cells: list[str], ranges: dict[int, tuple[int, bool]]) -> None:
    """Append a word line; words inside a multiword token take its spacing."""
    number = int(cells[0])
    space = "SpaceAfter=No" not in cells[9].split("|")
    if number in ranges:
        last, range_space = ranges[number]
        space = range_space if number == last else False
    feats = "" if cells[5] == "_" else cells[5]
    sentence.words.append(
        Word(
            form=cells[1],
            lemma=cells[2] if cells[2] != "_" else cells[1],
            upos=cells[3],
            xpos=cells[4] if cells[4] != "_" else "",
            feats=feats,
            head=int(cells[6]),
            deprel=cells[7],
            misc=cells[9],
            space_after=space,
        )
    )


def _read_comment(sentence: Sentence, line: str) -> None:
    """Take document and paragraph boundaries from a comment line."""
    if line.startswith("# newdoc"):
        sentence.newdoc = True
    elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
        sentence.newpar = True
    elif line.startswith("# sent_id = "):
        sentence.sent_id = line.removeprefix("# sent_id = ").strip()


def read_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """Yield sentences; multiword ranges become spacing, empty nodes are dropped."""
    sentence = Sentence()
    ranges: dict[int, tuple[int, bool]] = {}
    for raw in lines:
        line = raw.rstrip("\n")
        if not line:
            if sentence.words:
                yield sentence
            sentence, ranges = Sentence(), {}
        elif line.startswith("#"):
            _read_comment(sentence, line)
        else:
            cells = line.split("\t")
            if len(cells) != COLUMNS or "." in cells[0]:
                continue
            if "-" in cells[0]:
                first, last = (int(part) for part in cells[0].split("-"))
                space = "SpaceAfter=No" not in cells[9].split("|")
                ranges.update(dict.fromkeys(range(first, last + 1), (last, space)))
            else:
                _add_word(sentence, cells, ranges)
    if sentence.words:
        yield sentence


def read_file(path: Path) -> list[Sentence]:
    """Read all sentences of a CoNLL-U file."""
    with path.open(encoding="utf-8") as handle:
        return list(read_conllu(handle))


def group_sentences(
    sentences: Iterable[Sentence], max_sentences: int = 10, max_words: int = 220
) -> Iterator[list[Sentence]]:
    """Group neighbours of one source document into passages of bounded length."""
    group: list[Sentence] = []
    words = 0
    for sentence in sentences:
        full = len(group) >= max_sentences or words + len(sentence.words) > max_words
        if group and (sentence.newdoc or full):
            yield group
            group, words = [], 0
        group.append(sentence)
        words += len(sentence.words)
    if group:
        yield group


@dataclass
class _Columns:
    """The parallel lists that make up a Doc."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)

    def add_break(self, text: str) -> None:
        """Add a whitespace token between paragraphs, attached to what precedes it."""
        self.spaces[-1] = False
        self.words.append(text)
        self.spaces.append(False)
        self.tags.append("_SP")
        self.pos.append("SPACE")
        self.morphs.append("")
        self.lemmas.append(text)
        self.heads.append(len(self.words) - 2)
        self.deps.append("dep")
        self.starts.append(False)

    def add_sentence(self, sentence: Sentence) -> None:
        """Add the words of a sentence with document-wide heads."""
        offset = len(self.words)
        for index, word in enumerate(sentence.words):
            self.words.append(word.form)
            self.spaces.append(word.space_after)
            self.tags.append(word.xpos)
            self.pos.append(word.upos)
            self.morphs.append(word.feats)
            self.lemmas.append(word.lemma)
            self.heads.append(offset + (word.head - 1 if word.head else index))
            self.deps.append(word.deprel if word.head else "ROOT")
            self.starts.append(index == 0)


def to_doc(vocab: Vocab, group: list[Sentence], paragraph: str = "\n\n") -> Doc:
    """Build one annotated Doc of a passage, paragraphs separated by newlines."""
    columns = _Columns()
    for number, sentence in enumerate(group):
        if number and sentence.newpar:
            columns.add_break(paragraph)
        columns.add_sentence(sentence)
    return Doc(
        vocab,
        words=columns.words,
        spaces=columns.spaces,
        tags=columns.tags,
        pos=columns.pos,
        morphs=columns.morphs,
        lemmas=columns.lemmas,
        heads=columns.heads,
        deps=columns.deps,
        sent_starts=list(columns.starts),
    )
