"""Documents from the files that corpora come in: CoNLL-U, words with tags, re3d's JSON, plain text.

Sentences of CoNLL-U files and of tagged ones with `-DOCSTART-` lines are put together as the file
says; where it does not, each sentence is a document of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from diplograph.documents import read_sources
from diplograph.records import Document

_TAGGED = re.compile(r"\S+[\t ](?:\S+\t)?(?:O|[BI]-\w+)")
_DAY = re.compile(r"_((?:19|20)\d\d)(\d\d)(\d\d)_")
_START = "-DOCSTART-"
_NO_SPACE_BEFORE = re.compile(r" (?=[.,;:!?%)\]]|'s\b|'(?= |$)|n't\b)")
_NO_SPACE_AFTER = re.compile(r"(?<=[(\[$]) ")
_QUOTED = re.compile(r'(?:``|") (.*?) (?:\'\'|")')


def documents(
    paths: Sequence[Path], without: Sequence[Path] = (), genres: Sequence[str] = ()
) -> Iterator[Document]:
    """The documents of files of any kind, without the texts in the folders `without`.

    Of CoNLL-U files with `genres` only those whose ids have one of these words in them.
    """
    aside = {p.read_text(encoding="utf-8").strip() for w in without for p in w.rglob("*.*")}
    for path in paths:
        for number, document in enumerate(_read(path, genres)):
            if document.text.strip() not in aside:
                yield replace(document, path=document.path or f"{path}#{number}")


def _read(path: Path, genres: Sequence[str]) -> Iterator[Document]:
    if path.suffix == ".conllu":
        yield from _conllu(path, genres)
    elif path.name == "documents.json":
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield Document(entry["text"], source=entry["sourceName"], url=entry["sourceUrl"])
    elif path.is_file() and _TAGGED.fullmatch(path.open(encoding="utf-8").readline().rstrip("\n")):
        yield from _tagged(path)
    else:
        yield from (d for d in read_sources([str(path)]) if isinstance(d, Document))


def _conllu(path: Path, genres: Sequence[str]) -> Iterator[Document]:
    for block in re.split(r"^# newdoc id = ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, _, rest = block.partition("\n")
        if genres and not any(genre in re.split(r"[-_]", name) for genre in genres):
            continue
        day = _DAY.search(name)
        dated = re.search(r"^# meta::dateCreated = (\d{4}-\d\d-\d\d)$", rest, flags=re.M)
        published = "-".join(day.groups()) if day else dated[1] if dated else None
        lines = re.findall(r"^# (text = .*|newpar)", rest, flags=re.M)
        text = "".join("\n\n" if line == "newpar" else f"{line[7:]} " for line in lines)
        yield Document(text.strip(), published=published)


def _tagged(path: Path) -> Iterator[Document]:
    text = path.read_text(encoding="utf-8")
    parts = re.split(rf"^{_START}.*$", text, flags=re.M) if _START in text else text.split("\n\n")
    for part in parts:
        sentences = [_sentence(block) for block in part.strip().split("\n\n")]
        if any(sentences):
            yield Document(" ".join(sentences))


def _sentence(block: str) -> str:
    """Words of one sentence as they are written: "the state 's", "( UN )" without these spaces."""
    words = " ".join(re.split(r"[\t ]", line)[0] for line in block.split("\n") if line)
    words = _QUOTED.sub(r'"\1"', words)
    return _NO_SPACE_AFTER.sub("", _NO_SPACE_BEFORE.sub("", words))
