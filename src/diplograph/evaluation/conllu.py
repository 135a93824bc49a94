"""CoNLL-U files as documents of sentences, with the raw text that they annotate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diplograph.errors import GoldError
from diplograph.evaluation.files import read_gold


@dataclass(slots=True)
class Word:
    """A syntactic word; `head` is the index (from 0) in its sentence, None for the root.

    `surface` numbers the surface token that it belongs to; several words of one multiword token
    share the number.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int | None
    deprel: str
    surface: int
    misc: str = ""


@dataclass(slots=True)
class Sentence:
    """Words, the surface tokens they make up, and the white space after each token."""

    words: list[Word] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    spaces: list[str] = field(default_factory=list)
    new_paragraph: bool = False


@dataclass(slots=True)
class GoldDocument:
    """The sentences of one document."""

    sentences: list[Sentence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The raw text: tokens and their spaces, an empty line before each new paragraph."""
        parts: list[str] = []
        for sentence in self.sentences:
            if sentence.new_paragraph and parts:
                parts[-1] = parts[-1].rstrip() + "\n\n"
            for form, space in zip(sentence.surfaces, sentence.spaces, strict=True):
                parts.append(form + space)
        return "".join(parts).rstrip()


def read_conllu(path: Path) -> list[GoldDocument]:
    """The documents of a CoNLL-U file; one where the file does not tell them apart.

    Empty nodes (`8.1`) and enhanced dependencies are left out. Raises GoldError naming the line
    where the file is not CoNLL-U.
    """
    documents = [GoldDocument()]
    for comments, rows in _blocks(path):
        sentence = _sentence(rows, path)
        if any(comment.startswith("# newdoc") for comment in comments):
            documents.append(GoldDocument())
        sentence.new_paragraph = any(comment.startswith("# newpar") for comment in comments)
        documents[-1].sentences.append(sentence)
    documents = [document for document in documents if document.sentences]
    if not documents:
        raise GoldError(f"{path}: no sentence in this CoNLL-U file")
    return documents


_Row = tuple[int, list[str]]


def _blocks(path: Path) -> Iterator[tuple[list[str], list[_Row]]]:
    comments: list[str] = []
    rows: list[_Row] = []
    for number, line in enumerate([*read_gold(path).split("\n"), ""], start=1):
        if line.startswith("#"):
            comments.append(line)
        elif line.strip():
            columns = line.split("\t")
            if len(columns) != 10:
                raise GoldError(f"{path}:{number}: {len(columns)} columns, CoNLL-U has 10")
            rows.append((number, columns))
        elif rows:
            yield comments, rows
            comments, rows = [], []


def _sentence(rows: list[_Row], path: Path) -> Sentence:
    sentence, inside = Sentence(), 0
    for number, columns in rows:
        identifier, form = columns[0], columns[1]
        if "." in identifier:
            continue
        try:
            if "-" in identifier:
                first, last = map(int, identifier.split("-"))
                inside = last - first + 1
                _add_surface(sentence, form, columns[9])
                continue
            if int(identifier) != len(sentence.words) + 1:
                raise GoldError(f"{path}:{number}: word {identifier} is out of order")
            head = int(columns[6]) - 1
        except ValueError as error:
            raise GoldError(f"{path}:{number}: not a number where one is wanted") from error
        if inside:
            inside -= 1
        else:
            _add_surface(sentence, form, columns[9])
        sentence.words.append(_word(columns, head, len(sentence.surfaces) - 1))
    for word in sentence.words:
        if word.head is not None and not 0 <= word.head < len(sentence.words):
            raise GoldError(f"{path}:{rows[0][0]}: a head outside the sentence that begins here")
    return sentence


def _add_surface(sentence: Sentence, form: str, misc: str) -> None:
    sentence.surfaces.append(form)
    sentence.spaces.append("" if "SpaceAfter=No" in misc.split("|") else " ")


def _word(columns: list[str], head: int, surface: int) -> Word:
    return Word(
        form=columns[1],
        lemma=columns[2],
        upos=columns[3],
        xpos=columns[4],
        head=None if head < 0 else head,
        deprel=columns[7],
        surface=surface,
        misc=columns[9],
    )
