"""Gold coreference: the `Entity=` annotation of CoNLL-U files as GUM writes it.

`Entity=(3-person-new-...-coref(4-place-...)` opens mention 3 and opens and closes mention 4 at a
word, `Entity=3)` closes; the file's `global.Entity` line names the parts, of which the first three
(group, entity type, information status), the link type and what the group splits into are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from diplograph.errors import GoldError
from diplograph.evaluation.conllu import GoldDocument, Sentence

_PIECE = re.compile(r"\([^()]+\)?|[^()]+\)")
_LINKS = frozenset({"ana", "appos", "cata", "coref", "disc", "pred", "sgl"})
_PRONOUN = frozenset({"PRP", "PRP$"})


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A gold mention: words `start` to `end` (exclusive) of the document, `head` among them.

    `tag` is the Penn tag of the head, `text` the words joined by spaces in lower case, `link` how
    it points back (`ana`, `appos`, `coref`, ...), `first` the first word in lower case.
    """

    group: str
    type: str
    link: str
    start: int
    end: int
    head: int
    tag: str
    text: str

    @property
    def is_pronoun(self) -> bool:
        """Whether it is one personal or possessive pronoun."""
        return self.tag in _PRONOUN and self.end - self.start == 1

    @property
    def is_name(self) -> bool:
        """Whether its head is a proper noun."""
        return self.tag in {"NNP", "NNPS"}


@dataclass(frozen=True, slots=True)
class GoldGroups:
    """All mentions of a document in text order, and the groups that a plural group is made of."""

    mentions: tuple[GoldMention, ...]
    parts: dict[str, frozenset[str]] = field(default_factory=dict)


def read_groups(document: GoldDocument) -> GoldGroups:
    """The gold groups of a document.

    Raises:
        GoldError: no word has an `Entity=` annotation, or one closes what was never opened.
    """
    found: list[GoldMention] = []
    parts: dict[str, set[str]] = {}
    offset, seen = 0, False
    for sentence in document.sentences:
        opened: list[tuple[list[str], int]] = []
        for i, word in enumerate(sentence.words):
            misc = dict(part.partition("=")[::2] for part in word.misc.split("|"))
            for pair in misc.get("SplitAnte", "").split(","):
                part, _, whole = pair.partition("<")
                if whole:
                    parts.setdefault(whole, set()).add(part)
            seen = seen or "Entity" in misc
            for facts, start in _closed(misc.get("Entity", ""), opened, i):
                found.append(_mention(facts, sentence, start, i + 1, offset))
        offset += len(sentence.words)
    if not seen:
        raise GoldError("no Entity= annotation in this CoNLL-U file")
    found.sort(key=lambda m: (m.start, -m.end))
    return GoldGroups(tuple(found), {key: frozenset(value) for key, value in parts.items()})


def _closed(
    text: str, opened: list[tuple[list[str], int]], at: int
) -> Iterator[tuple[list[str], int]]:
    """Mentions that end at a word; `opened` holds those begun in the sentence and changes."""
    for piece in _PIECE.findall(text):
        if piece.startswith("("):
            opened.append((piece.strip("()").split("-"), at))
            if not piece.endswith(")"):
                continue
            yield opened.pop()
            continue
        group = piece.rstrip(")")
        for k in reversed(range(len(opened))):
            if opened[k][0][0] == group:
                yield opened.pop(k)
                break
        else:
            raise GoldError(f"Entity={text} closes {group}, which is not open")


def _mention(
    facts: list[str], sentence: Sentence, start: int, end: int, offset: int
) -> GoldMention:
    head = next(
        (i for i in range(start, end) if not _within(sentence.words[i].head, start, end)), start
    )
    return GoldMention(
        group=facts[0].partition("[")[0],
        type=facts[1] if len(facts) > 1 else "",
        link=next((f for f in facts[5:] if f in _LINKS), ""),
        start=start + offset,
        end=end + offset,
        head=head + offset,
        tag=sentence.words[head].xpos,
        text=" ".join(_forms(sentence, start, end)),
    )


def _within(head: int | None, start: int, end: int) -> bool:
    return head is not None and start <= head < end


def _forms(sentence: Sentence, start: int, end: int) -> Iterable[str]:
    return (word.form.lower() for word in sentence.words[start:end])
