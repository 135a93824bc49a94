"""How sure a relation is: syntax and the pair classifier judge together, on a calibrated scale.

What the frames found gets its confidence here; what they left open is added where the classifier is
sure enough (`proposals`). The weights of both judgements are fitted on annotated documents that the
classifier had not seen (training/scripts/calibrate.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from diplograph.model.pairs import TYPES, PairClassifier, PairScores, Spans
from diplograph.plover import plover_coding
from diplograph.records import Document, PloverType, Relation, Status
from diplograph.relations.candidates import Candidate, fitting_readings
from diplograph.relations.extract import in_order, relations_of
from diplograph.relations.fillers import Reader
from diplograph.relations.proposals import (
    Proposal,
    Standing,
    pairs_of,
    proposals,
    spans_of,
    standing,
)
from diplograph.relations.scale import Calibration, Features
from diplograph.relations.status import read_status

_YIELDING = frozenset({PloverType.CONCEDE, PloverType.RETREAT})
_LEAST = 1e-4  # keeps logarithms finite

Classify = Callable[[Span, Sequence[tuple[Spans, Spans]]], list[PairScores]]
"""Scores of pairs of a sentence: `PairClassifier.read`."""


def type_of_pair(scores: PairScores, answer: PloverType | None, bonus: float) -> PloverType:
    """The type of a given pair, in PLOVER's own coding; `answer`: what frames and syntax say."""
    told = "YIELD" if answer in _YIELDING else answer
    shares = dict(zip(TYPES, scores.given.tolist(), strict=True))
    best = max(TYPES, key=lambda t: math.log(shares[t] + _LEAST) + bonus * (t == told))
    if best == "YIELD":
        return answer if answer in _YIELDING else PloverType.RETREAT
    return PloverType(best)


def coded(kind: PloverType, status: Status) -> str:
    """The classifier's type for an act of a status."""
    type_ = plover_coding(kind, status)
    return "YIELD" if type_ in _YIELDING else type_.value


def found_features(relation: Relation, scores: PairScores | None) -> Features:
    """What the judgement of a relation found by a frame goes by.

    `scores`: of its pair; None where source and target do not both stand in its sentence.
    """
    certainty = min(max(relation.confidence, 0.05), 0.95)
    features = {"certainty": _logit(certainty), "unseen": float(scores is None)}
    features[relation.status.value] = 1.0
    if scores is not None:
        features |= _scored(scores, coded(relation.type, relation.status))
    return features


def proposed_features(proposal: Proposal, scores: PairScores, name: str) -> Features:
    """What the judgement of a proposal goes by; `name`: its type for the classifier."""
    fits = (proposal.source_fits, proposal.target_fits)
    return {
        **_scored(scores, name),
        "source fits": float(fits[0] == 1),
        "source elsewhere": float(fits[0] == -1),
        "target fits": float(fits[1] == 1),
        "target elsewhere": float(fits[1] == -1),
        "distance": math.log1p(proposal.distance),
        "noun": float(proposal.candidate.frame.pos == "NOUN"),
        "certainty": _logit(min(max(_certainty(proposal), 0.05), 0.95)),
    }


def _certainty(proposal: Proposal) -> float:
    fillers = (*proposal.candidate.sources, *proposal.candidate.targets)
    return min(f.certainty for f in fillers)


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _scored(scores: PairScores, name: str) -> dict[str, float]:
    """The classifier's part of the features."""
    related = min(max(scores.related, _LEAST), 1 - _LEAST)
    return {
        "type": math.log(max(scores.of(name), _LEAST)),
        "related": _logit(related),
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's pairs with their scores, and the proposals for those that no frame found."""

    sentence: Span
    scores: Mapping[tuple[str, str], PairScores]
    proposed: tuple[tuple[Proposal, str], ...]


def judge_sentences(
    reader: Reader, relations: Sequence[Relation], classify: Classify
) -> Iterator[Judged]:
    """Ask the classifier about the sentences that hold a relation, or could hold one more.

    `classify` is asked once a sentence, about the pairs that a frame relates and those for which
    there is a proposal.
    """
    told = _by_sentence(relations)
    for sentence in reader.syntax.doc.sents:
        here = told.get(start_of(sentence), [])
        pairs = pairs_of(standing(reader, sentence))
        if not pairs:
            continue
        related = {(r.source.actor.id, r.target.actor.id) for r in here}
        readings = _left_over(reader, sentence, here)
        proposed = list(_open(reader, pairs, related, readings)) if readings else []
        asked = related | {(p.source.id, p.target.id) for p, _ in proposed}
        wanted = [p for p in pairs if (p[0][0].id, p[1][0].id) in asked]
        if wanted:
            scores = _read(reader, sentence, wanted, classify)
            yield Judged(sentence, scores, tuple(proposed))


def start_of(sentence: Span) -> int:
    """Where a sentence begins in its document, without the white space before it."""
    text = sentence.text
    return sentence.start_char + len(text) - len(text.lstrip())


def _by_sentence(relations: Iterable[Relation]) -> dict[int, list[Relation]]:
    told: dict[int, list[Relation]] = {}
    for relation in relations:
        told.setdefault(relation.sentence.start, []).append(relation)
    return told


def _left_over(reader: Reader, sentence: Span, told: Sequence[Relation]) -> list[Candidate]:
    """Readings of the triggers of the lexicon at which nothing was found."""
    fired = {relation.trigger.start for relation in told}
    return [
        reading
        for token in sentence
        if token.idx not in fired
        for reading in fitting_readings(reader, token.i)
    ]


def _read(
    reader: Reader,
    sentence: Span,
    pairs: Sequence[tuple[Standing, Standing]],
    classify: Classify,
) -> dict[tuple[str, str], PairScores]:
    asked = [(spans_of(reader, a[1]), spans_of(reader, b[1])) for a, b in pairs]
    found = classify(sentence, asked)
    return {(a[0].id, b[0].id): one for (a, b), one in zip(pairs, found, strict=True)}


def _open(
    reader: Reader,
    pairs: Iterable[tuple[Standing, Standing]],
    related: Collection[tuple[str, str]],
    readings: Sequence[Candidate],
) -> Iterator[tuple[Proposal, str]]:
    """Proposals for the pairs that no frame has related, with their types for the classifier."""
    names = [_coded(reader, reading) for reading in readings]
    for source, target in pairs:
        ends = (source[0].id, target[0].id)
        if ends in related or ends[::-1] in related:
            continue
        for proposal, name in zip(proposals(readings, source, target), names, strict=True):
            if proposal is not None:
                yield proposal, name


def _coded(reader: Reader, reading: Candidate) -> str:
    kind = reader.ontology.relations[reading.frame.relation].plover
    return coded(kind, read_status(reader.syntax, reader.lexicon, reading.trigger))


@dataclass(frozen=True, slots=True)
class Judge:
    """The pair classifier and the scale by which its scores are read."""

    classifier: PairClassifier
    scale: Calibration

    def relations(
        self, reader: Reader, document: Document, found: Sequence[Relation]
    ) -> list[Relation]:
        """The relations that are sure enough, with their confidence, and those that are added."""
        return judge(reader, document, found, self.classifier.read, self.scale)

    def weigh(
        self, reader: Reader, document: Document, found: Sequence[Relation]
    ) -> Iterator[tuple[Relation, bool]]:
        """All that is considered, with its confidence and whether that is enough."""
        return weigh(reader, document, found, self.classifier.read, self.scale)

    def type_of(
        self, doc: Doc, source: Spans, target: Spans, told: PloverType | None
    ) -> PloverType:
        """The type of a given pair of a short text; `told`: the answer of frames and syntax."""
        (scores,) = self.classifier.read(doc, [(source, target)])
        return type_of_pair(scores, told, self.scale.lexicon_bonus)


def judge(
    reader: Reader,
    document: Document,
    relations: Sequence[Relation],
    classify: Classify,
    scale: Calibration,
) -> list[Relation]:
    """The relations that are sure enough, with their confidence, and what the classifier adds."""
    weighed = weigh(reader, document, relations, classify, scale)
    return in_order(relation for relation, kept in weighed if kept)


def weigh(
    reader: Reader,
    document: Document,
    relations: Sequence[Relation],
    classify: Classify,
    scale: Calibration,
) -> Iterator[tuple[Relation, bool]]:
    """All that is considered, with its confidence and whether that is enough.

    First what the classifier would add, then what the frames found.
    """
    scores: dict[tuple[int, str, str], PairScores] = {}
    for sentence in judge_sentences(reader, relations, classify):
        start = start_of(sentence.sentence)
        scores |= {(start, *pair): one for pair, one in sentence.scores.items()}
        for confidence, proposal in _best(sentence, scale):
            enough = confidence >= scale.least_proposed
            for relation in relations_of(reader, document, proposal.candidate):
                rule = f"classifier, {relation.rule}"
                yield replace(relation, confidence=round(confidence, 2), rule=rule), enough
    for relation in relations:
        confidence = scale.found.of(found_features(relation, scores.get(pair_key(relation))))
        enough = confidence >= scale.least_found
        yield replace(relation, confidence=round(confidence, 2)), enough


def pair_key(relation: Relation) -> tuple[int, str, str]:
    """Where the scores of a relation's pair are kept: its sentence and both ends."""
    return relation.sentence.start, relation.source.actor.id, relation.target.actor.id


def _best(sentence: Judged, scale: Calibration) -> list[tuple[float, Proposal]]:
    """For each pair, in either direction, the surest proposal."""
    best: dict[frozenset[str], tuple[float, Proposal]] = {}
    for proposal, name in sentence.proposed:
        ends = (proposal.source.id, proposal.target.id)
        confidence = scale.proposed.of(proposed_features(proposal, sentence.scores[ends], name))
        pair = frozenset(ends)
        if confidence > best.get(pair, (0.0,))[0]:
            best[pair] = confidence, proposal
    return list(best.values())
