"""Sentences with entity spans, and the clean-up that makes the sets agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.vocab import Vocab

from dates import find_dates, is_year
from names import countries, demonyms
from wordlists import words as listed

LABELS = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "DATE")
UNSTRIPPED = listed("unstripped_titles")
EVENT_WORDS = listed("event_words")
TITLES = listed("titles")
TITLE_LINKS = listed("title_links")
DIRECTIONS = listed("directions")
POSTS = listed("posts")
TRAILING = {"'s", "’s", ",", ".", ";", ":", '"'}
ORG_SIGNS = frozenset(("U.N.", "UN", "EU", "NATO"))


@dataclass(frozen=True, order=True)
class Span:
    """A labelled stretch of tokens."""

    start: int
    end: int
    label: str


@dataclass
class Sentence:
    """A tokenised sentence with entities; `missing` tokens have no known annotation."""

    words: list[str]
    spaces: list[bool]
    spans: list[Span] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)
    group: str = ""

    def covered(self) -> set[int]:
        """Token indices inside entities."""
        return {index for span in self.spans for index in range(span.start, span.end)}

    def text(self, span: Span) -> str:
        """The span's words joined by blanks."""
        return " ".join(self.words[span.start : span.end])


def spans_from_bio(tags: list[str]) -> list[Span]:
    """Read spans from IOB1 or IOB2 tags."""
    spans: list[Span] = []
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, kind = tag.partition("-")
        if label and (prefix != "I" or kind != label):
            spans.append(Span(start, index, label))
            label = ""
        if prefix in {"B", "I"} and not label:
            start, label = index, kind
    return spans


def strip_titles(words: list[str], start: int, end: int) -> int:
    """Return where the name begins in a span that may begin with titles."""
    index = start
    while index < end and words[index].lower() in TITLES - UNSTRIPPED:
        index += 1
        if index < end and words[index].lower() in TITLE_LINKS:
            index += 2
    if index == start and words[start].lower() in {"foreign", "special", "high", "state", "head"}:
        following = words[start + 1].lower() if start + 1 < end else ""
        if following in TITLES:
            return strip_titles(words, start + 1, end)
    return min(index, end)


def _is_role(words: list[str]) -> bool:
    """Whether the words are only titles: 'Prime Minister', 'Secretary of State'."""
    lower = [word.lower() for word in words]
    return bool(lower) and lower[0] in TITLES and all(w in TITLES | TITLE_LINKS for w in lower)


def listed_label(text: str) -> str | None:
    """LOC for countries, NORP for demonyms, else None."""
    if text in countries():
        return "LOC"
    return "NORP" if text in demonyms() else None


def _trim(words: list[str], span: Span) -> tuple[int, int]:
    """Return the span's bounds without articles, titles, directions and stray punctuation."""
    start, end = span.start, span.end
    while end > start and words[end - 1] in TRAILING:
        end -= 1
    if start < end and words[start] == "the" and span.label in {"ORG", "LOC", "EVENT"}:
        start += 1
    if span.label == "LOC":
        while start < end - 1 and words[start] in DIRECTIONS:
            start += 1
    if span.label == "PERSON":
        start = strip_titles(words, start, end)
        posts = [i for i in range(start, end - 1) if words[i].lower() in POSTS]
        start = strip_titles(words, posts[-1], end) if posts else start
    return start, end


def _split_listed(words: list[str], start: int, end: int) -> list[Span] | None:
    """Split "Eritrea and Ethiopia" and "Shi'ite Muslims" into their listed parts."""
    text = " ".join(words[start:end])
    joined = text.split(" and ")
    if len(joined) == 2 and all(listed_label(part) for part in joined):
        middle = start + len(joined[0].split())
        labels = [str(listed_label(part)) for part in joined]
        return [Span(start, middle, labels[0]), Span(middle + 1, end, labels[1])]
    if end - start == 2 and all(word in demonyms() for word in words[start:end]):
        return [Span(start, start + 1, "NORP"), Span(start + 1, end, "NORP")]
    return None


def _clean_span(words: list[str], span: Span) -> list[Span]:
    """Trim one span and correct listed names."""
    start, end = _trim(words, span)
    if start >= end:
        return []
    known = listed_label(" ".join(words[start:end]))
    if span.label == "EVENT":
        return [Span(start, end, "EVENT")]
    if known:
        return [Span(start, end, known)]
    parts = _split_listed(words, start, end)
    if parts:
        return parts
    if span.label in {"ORG", "PERSON"}:
        if _is_role(words[start:end]):
            return []
        head = listed_label(words[start]) or ("ORG" if words[start] in ORG_SIGNS else None)
        if head and _is_role(words[start + 1 : end]):
            return [Span(start, start + 1, head)]
    return [Span(start, end, span.label)]


def _merge_listed(sentence: Sentence) -> None:
    """Make "North" + "Korean" one entity where the set cut a listed name in two."""
    words = sentence.words
    for start in range(len(words) - 1):
        for end in (start + 3, start + 2):
            label = listed_label(" ".join(words[start:end])) if end <= len(words) else None
            touching = [s for s in sentence.spans if s.start < end and s.end > start]
            inside = all(start <= s.start and s.end <= end for s in touching)
            if label and touching and inside:
                kept = [s for s in sentence.spans if s not in touching]
                sentence.spans = [*kept, Span(start, end, label)]
                sentence.missing -= set(range(start, end))
                break


def _add_listed(sentence: Sentence, names: Iterable[str], label: str) -> None:
    """Mark unannotated occurrences of listed names (longest first)."""
    table = {tuple(name.split()) for name in names}
    taken = sentence.covered()
    for length in (3, 2, 1):
        for start in range(len(sentence.words) - length + 1):
            indices = set(range(start, start + length))
            words = tuple(sentence.words[start : start + length])
            if words in table and not indices & taken and not _inside_name(sentence, start, length):
                sentence.spans.append(Span(start, start + length, label))
                sentence.missing -= indices
                taken |= indices


def _inside_name(sentence: Sentence, start: int, length: int) -> bool:
    """Whether a capitalised unlabelled run goes on right after (perhaps a longer name)."""
    end = start + length
    return end in sentence.missing or (start - 1) in sentence.missing


def _unify_dates(sentence: Sentence) -> None:
    """Replace the set's dates by those of the pattern; what only the set marks is missing."""
    old = [span for span in sentence.spans if span.label == "DATE"]
    sentence.spans = [span for span in sentence.spans if span.label != "DATE"]
    taken = sentence.covered()
    new: set[int] = set()
    for start, end in find_dates(sentence.words):
        indices = set(range(start, end))
        if not indices & taken:
            sentence.spans.append(Span(start, end, "DATE"))
            new |= indices
    for span in old:
        sentence.missing |= set(range(span.start, span.end)) - new - taken
    bare = {i for i, word in enumerate(sentence.words) if is_year(word)}
    sentence.missing = (sentence.missing | (bare - taken)) - new


def _hide_events(sentence: Sentence) -> None:
    """Make capitalised runs missing that may be events the set does not annotate."""
    taken = sentence.covered()
    for index, word in enumerate(sentence.words):
        if not word[:1].isupper() or word.lower() not in EVENT_WORDS or index in taken:
            continue
        left = index
        while left and sentence.words[left - 1][:1].isupper() and left - 1 not in taken:
            left -= 1
        sentence.missing |= set(range(left, index + 1))


def clean(sentence: Sentence, fix_countries: bool = False) -> Sentence:
    """Make one sentence follow the common guidelines; returns the same object."""
    spans = [new for span in sentence.spans for new in _clean_span(sentence.words, span)]
    sentence.spans = spans
    _merge_listed(sentence)
    _unify_dates(sentence)
    _add_listed(sentence, demonyms(), "NORP")
    if fix_countries:
        _add_listed(sentence, countries(), "LOC")
    _hide_events(sentence)
    sentence.missing -= sentence.covered()
    sentence.spans.sort()
    return sentence


def to_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Join sentences into one Doc with entities; unknown tokens are missing."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    for number, sentence in enumerate(sentences):
        if number:
            spaces[-1] = True
        local = ["" if i in sentence.missing else "O" for i in range(len(sentence.words))]
        for span in sentence.spans:
            local[span.start] = f"B-{span.label}"
            for index in range(span.start + 1, span.end):
                local[index] = f"I-{span.label}"
        words += sentence.words
        spaces += sentence.spaces
        tags += local
    return Doc(vocab, words=words, spaces=spaces, ents=tags)
