"""Scores what pronouns, definite nouns and shorter names are resolved to, on GUM's gold groups.

The pipeline reads the raw text of each document. Its mentions of persons, states and bodies are
matched with gold mentions by their head word (of several gold mentions with one head the shortest;
a mention without a gold mention of its head by its exact span). Three sorts of mentions count:

- `pronouns`: personal and possessive pronouns but "you" and its forms, which are not resolved;
  `he_she`, `it`, `they` and `first_person` split them up;
- `definites`: nouns with "the", "this", "that", "these", "those" or "both" ("the minister", "both
  sides"), and nouns in apposition ("Lee, a lawyer");
- `names`: names written otherwise than one before ("Byron" after "Lord Byron").

A mention is *resolved* when the pipeline gives it actors and mentioned them before by a noun or
name that is no adjective, written otherwise; the nearest such mention is its antecedent (first
person pronouns may point ahead too). Mentions whose actors come from elsewhere ("the German
chancellor" by the date) are not counted as resolved. A resolution is *right* when the anaphor and
its antecedent are in one gold group, of whatever type. One for several actors is right when one
mention of the gold group holds them all ("Lee and Kim ... they") or when the gold group is said to
be made of their groups (`SplitAnte`).

Precision is right over resolved. Recall is right over the gold anaphors of the sort: pronouns
(cataphora left out) and definite nouns, of the types person, organization and place, whose group
has an earlier mention that is a noun or a name (first person: anywhere), and names whose group has
an earlier name written otherwise. `recall_named`
counts only groups with a name among their mentions: what has no name anywhere ("a patient ...
she") is seldom an actor. A right resolution of a mention that is no such anaphor counts in
precision alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from diplograph.actors.chains import Link, links
from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.errors import GoldError
from diplograph.evaluation.alignment import align
from diplograph.evaluation.conllu import GoldDocument, read_conllu
from diplograph.evaluation.entity_groups import GoldGroups, GoldMention, read_groups
from diplograph.evaluation.files import gold_files
from diplograph.evaluation.metrics import Counts
from diplograph.evaluation.syntax import from_doc, from_gold

TYPES = frozenset({"person", "organization", "place"})
PRONOUNS = ("he_she", "it", "they", "first_person")
SORTS = ("pronouns", *PRONOUNS, "definites", "names")
_KINDS = {
    "he_she": re.compile(r"(?:s?he|him|his|hers?|(?:him|her)self)"),
    "it": re.compile(r"it(?:s|self)?"),
    "they": re.compile(r"(?:they|them|theirs?|themselves)"),
    "first_person": re.compile(r"(?:i|me|my|mine|myself|we|us|ours?|ourselves)"),
}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
Reader = Callable[[str], MentionIndex]


@dataclass(slots=True)
class Tally:
    """Counts of one sort; `named` counts only groups that have a name."""

    all: Counts = field(default_factory=Counts)
    named: Counts = field(default_factory=Counts)

    def scores(self) -> dict[str, float]:
        """What `evaluate_coreference` returns for a sort."""
        return {
            "precision": self.all.precision,
            "recall": self.all.recall,
            "recall_named": self.named.recall,
            "n_resolved": self.all.predicted,
            "n_gold": self.all.gold,
            "n_gold_named": self.named.gold,
        }


@dataclass(frozen=True, slots=True)
class Scored:
    """One resolution: its sort, the link, the anaphor's gold mention, and whether it is right."""

    sort: str
    link: Link
    gold: GoldMention | None
    right: bool


def evaluate_coreference(
    paths: Iterable[str | Path], reader: Reader
) -> dict[str, dict[str, float]]:
    """Scores (0 to 1) and counts for each of `SORTS` on CoNLL-U files with `Entity=`.

    `reader` gives the mentions of one document's raw text. Raises GoldError for files that are no
    CoNLL-U or have no entities.
    """
    tallies = {sort: Tally() for sort in SORTS}
    for path in gold_files(paths, [".conllu"]):
        for document in read_conllu(path):
            try:
                groups = read_groups(document)
            except GoldError as error:
                raise GoldError(f"{path}: {error}") from error
            scored = score_resolutions(document, groups, reader(document.text))
            _count(tallies, groups, scored)
    return {sort: tally.scores() for sort, tally in tallies.items()}


def score_resolutions(
    document: GoldDocument, groups: GoldGroups, index: MentionIndex
) -> list[Scored]:
    """Each resolution of a document, and whether it is right."""
    match = Matcher(document, groups, index.syntax.doc)
    scored = []
    for link in links(index):
        sort = _sort_of_link(index, link)
        if sort:
            gold = match.gold(link.mention)
            scored.append(Scored(sort, link, gold, match.is_right(gold, link.antecedents)))
    return scored


def anaphors(groups: GoldGroups) -> Iterator[tuple[str, GoldMention]]:
    """The gold mentions that recall counts, with their sort."""
    by_group: dict[str, list[GoldMention]] = defaultdict(list)
    for mention in groups.mentions:
        by_group[mention.group].append(mention)
    for mention in groups.mentions:
        if mention.type not in TYPES:
            continue
        others = [m for m in by_group[mention.group] if m is not mention and not m.is_pronoun]
        before = [m for m in others if m.start < mention.start]
        if mention.is_pronoun:
            sort = pronoun_sort(mention.text)
            reachable = before or (sort == "first_person" and others)
            if sort and reachable and mention.link != "cata":
                yield sort, mention
        elif mention.is_name:
            if any(m.is_name and m.text != mention.text for m in before):
                yield "names", mention
        elif before and _is_definite(mention):
            yield "definites", mention


def _is_definite(mention: GoldMention) -> bool:
    known = mention.link == "appos" or mention.text.split()[0] in _DEFINITE
    return known and mention.tag in {"NN", "NNS"}


def pronoun_sort(text: str) -> str:
    """Which of `PRONOUNS` a lower-case pronoun belongs to, blank for none ("you")."""
    return next((sort for sort, forms in _KINDS.items() if forms.fullmatch(text)), "")


def _sort_of_link(index: MentionIndex, link: Link) -> str:
    mention, s = link.mention, index.syntax
    if mention.form is Form.PRONOUN:
        return pronoun_sort(s.doc[mention.start : mention.end].text.lower())
    if mention.form is Form.NAME:
        return "names"
    known = any(s.doc[c].lower_ in _DEFINITE for c in s.exactly(mention.head, "det", "det:predet"))
    return "definites" if known or s.labels[mention.head] == "appos" else ""


def _count(tallies: dict[str, Tally], groups: GoldGroups, scored: Sequence[Scored]) -> None:
    right = {id(one.gold) for one in scored if one.right}
    named = {m.group for m in groups.mentions if m.is_name}
    for one in scored:
        for sort in _with_total(one.sort):
            tallies[sort].all += Counts(predicted_right=int(one.right), predicted=1)
    for name, mention in anaphors(groups):
        counts = Counts(gold_found=int(id(mention) in right), gold=1)
        for sort in _with_total(name):
            tallies[sort].all += counts
            if mention.group in named:
                tallies[sort].named += counts


def _with_total(sort: str) -> tuple[str, ...]:
    return (sort, "pronouns") if sort in PRONOUNS else (sort,)


class Matcher:
    """From a pipeline's tokens and mentions to the gold mentions of the same text."""

    def __init__(self, document: GoldDocument, groups: GoldGroups, doc: Doc) -> None:
        gold, system = from_gold(document), from_doc(doc)
        if gold.characters != system.characters:
            raise GoldError("the pipeline's tokens do not make up the gold text")
        kept = [token.i for token in doc if not token.is_space]
        pairs = align(gold.units, system.units)
        self._word = {kept[s]: g for g, s in pairs}
        self._groups = groups
        self._by_head: dict[int, GoldMention] = {}
        self._by_span = {(m.start, m.end): m for m in groups.mentions}
        for mention in sorted(groups.mentions, key=lambda m: m.start - m.end):
            self._by_head[mention.head] = mention  # the shortest comes last and stays

    def gold(self, mention: Resolved) -> GoldMention | None:
        """The gold mention that a mention of the pipeline is."""
        head = self._word.get(mention.head)
        if head in self._by_head:
            return self._by_head[head]
        start, last = self._word.get(mention.start), self._word.get(mention.end - 1)
        if start is None or last is None:
            return None
        return self._by_span.get((start, last + 1))

    def at(self, i: int) -> GoldMention | None:
        """The gold mention whose head is token i."""
        word = self._word.get(i)
        return self._by_head.get(word) if word is not None else None

    def holds(self, group: str, first: int, last: int) -> bool:
        """Whether one mention of a gold group holds both tokens."""
        ends = self._word.get(first), self._word.get(last)
        return any(
            m.group == group and all(e is not None and m.start <= e < m.end for e in ends)
            for m in self._groups.mentions
        )

    def is_right(self, anaphor: GoldMention | None, antecedents: Sequence[Resolved]) -> bool:
        """Whether the antecedents are in the anaphor's gold group."""
        if anaphor is None:
            return False
        found = [self.gold(m) for m in antecedents]
        if len(found) == 1:
            return found[0] is not None and found[0].group == anaphor.group
        known = [m for m in found if m is not None]
        if len(known) < len(found):
            return False
        if self._groups.parts.get(anaphor.group) == frozenset(m.group for m in known):
            return True
        return any(
            whole.group == anaphor.group and all(whole.start <= m.head < whole.end for m in known)
            for whole in self._groups.mentions
        )
