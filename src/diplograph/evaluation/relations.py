"""Scores the relations found in running text against annotated ones.

A prediction matches a gold relation when
- its type is the gold type or one of `also`, and
- on both sides the state is the gold side's, or, where the gold side has no state, the actor's
  name (or the mention, if it is a name and not a pronoun or "the group") is the gold name or one
  of the gold actor's mentions, letter case and a "the" before it aside;
- for AGREE, CONSULT and COOPERATE the two sides may be swapped.

Matching is many to many, as the design says it: precision is the share of distinct predictions
that match any gold relation, recall the share of the sure gold relations that some prediction
matches. Distinct are predictions of one document with another source, target, type or status.
`with_status` wants the same status too; `strict` wants the named actor on both sides, not merely
one of the same state, and evidence that overlaps (status aside).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from diplograph.evaluation.gold import GoldRelation, GoldSide, GoldText
from diplograph.evaluation.metrics import Counts, add_up, bootstrap_interval
from diplograph.evaluation.names import is_proper, normal_name
from diplograph.evaluation.reliability import calibration_error, reliability
from diplograph.records import ActorMention, PloverType, Relation

RECIPROCAL = {PloverType.AGREE, PloverType.CONSULT, PloverType.COOPERATE}

Matcher = Callable[[Relation, GoldRelation], bool]


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One document: counts for the three scores, and what went wrong for the error analysis.

    `answers`: confidence of each distinct prediction, and whether it is right.
    """

    path: str
    plain: Counts
    with_status: Counts
    strict: Counts
    answers: tuple[tuple[float, bool], ...]
    false_positives: tuple[Relation, ...]
    misses: tuple[GoldRelation, ...]
    per_type: dict[PloverType, Counts]


def score_text(gold: GoldText, predicted: Sequence[Relation]) -> DocumentScore:
    """The score of the relations predicted for one text."""
    groups = distinct(predicted)

    def strict(relation: Relation, wanted: GoldRelation) -> bool:
        """The named actors, and evidence that overlaps."""
        return matches(relation, wanted, named=True) and same_evidence(gold, relation, wanted)

    def with_status(relation: Relation, wanted: GoldRelation) -> bool:
        """The same status besides."""
        return relation.status == wanted.status and matches(relation, wanted)

    right = [any(_hit(group, wanted, matches) for wanted in gold.relations) for group in groups]
    found = {wanted for wanted in gold.relations for g in groups if _hit(g, wanted, matches)}
    return DocumentScore(
        path=gold.document.path,
        plain=_counts(groups, gold.relations, matches),
        with_status=_counts(groups, gold.relations, with_status),
        strict=_counts(groups, gold.relations, strict),
        answers=tuple(
            (max(r.confidence for r in g), ok) for g, ok in zip(groups, right, strict=True)
        ),
        false_positives=tuple(g[0] for g, ok in zip(groups, right, strict=True) if not ok),
        misses=tuple(w for w in gold.relations if w.sure and w not in found),
        per_type=_per_type(groups, gold.relations),
    )


def summary(scores: Sequence[DocumentScore]) -> dict[str, object]:
    """The scores of all documents together (micro-average) under the design's keys."""
    plain = add_up([score.plain for score in scores])
    return {
        "n_gold_sure": plain.gold,
        "n_predicted": plain.predicted,
        **plain.scores(),
        "with_status": add_up([score.with_status for score in scores]).scores(),
        "strict": add_up([score.strict for score in scores]).scores(),
    }


def details(scores: Sequence[DocumentScore], *, seed: int = 0) -> dict[str, object]:
    """Scores per type, 95 % intervals over documents, calibration, and all errors."""
    types: dict[PloverType, Counts] = defaultdict(Counts)
    for score in scores:
        for name, counts in score.per_type.items():
            types[name] += counts
    plain = [score.plain for score in scores]
    measures: dict[str, Callable[[Counts], float]] = {
        "precision": lambda c: c.precision,
        "recall": lambda c: c.recall,
        "f1": lambda c: c.f1,
    }
    table = reliability(answer for score in scores for answer in score.answers)
    return {
        **{
            f"{name}_interval": list(bootstrap_interval(plain, _of_sum(measure), seed=seed))
            for name, measure in measures.items()
        },
        "status_of_matches": _status_of_matches(scores),
        "per_type": {
            name.value: {"p": c.precision, "r": c.recall, "f1": c.f1, "n": c.gold}
            for name, c in sorted(types.items())
        },
        "false_positives": [
            {"path": s.path, **_shown_prediction(r)} for s in scores for r in s.false_positives
        ],
        "calibration_error": calibration_error(table),
        "reliability": [asdict(row) for row in table],
        "misses": [{"path": s.path, **_shown_gold(g)} for s in scores for g in s.misses],
    }


def _of_sum(measure: Callable[[Counts], float]) -> Callable[[Sequence[Counts]], float]:
    return lambda counts: measure(add_up(counts))


def _status_of_matches(scores: Sequence[DocumentScore]) -> float:
    """The share of right predictions that have the right status as well."""
    matched = sum(score.plain.predicted_right for score in scores)
    return sum(score.with_status.predicted_right for score in scores) / matched if matched else 0.0


def distinct(predicted: Sequence[Relation]) -> list[list[Relation]]:
    """Predictions grouped by source, target, type and status (sides in either order where the
    record says that they are interchangeable), in the order of their first one.
    """
    groups: dict[tuple[object, ...], list[Relation]] = {}
    for relation in predicted:
        sides = [relation.source.actor.id, relation.target.actor.id]
        if relation.reciprocal:
            sides.sort()
        groups.setdefault((*sides, relation.type, relation.status), []).append(relation)
    return list(groups.values())


def matches(relation: Relation, gold: GoldRelation, *, named: bool = False) -> bool:
    """Whether a prediction matches a gold relation, by state or (if `named`) by name."""
    if relation.type not in gold.types:
        return False
    straight = names_side(relation.source, gold.source, named) and names_side(
        relation.target, gold.target, named
    )
    if straight or relation.type not in RECIPROCAL:
        return straight
    return names_side(relation.source, gold.target, named) and names_side(
        relation.target, gold.source, named
    )


def same_evidence(text: GoldText, relation: Relation, gold: GoldRelation) -> bool:
    """Whether the prediction's sentence overlaps a place where the gold evidence stands."""
    start, end = relation.sentence.start, relation.sentence.end
    return any(a < end and start < b for a, b in evidence_places(text, gold))


def evidence_places(text: GoldText, gold: GoldRelation) -> Iterator[tuple[int, int]]:
    """Where the evidence of a gold relation stands, as character offsets of the text.

    It is looked up whatever its white space; pieces joined by an ellipsis are looked up one by one.
    Evidence that is not in the text stands nowhere.
    """
    for piece in re.split(r"\s*(?:\.\.\.|…|\[\.\.\.\])\s*", gold.evidence):
        words = [re.escape(word) for word in piece.split()]
        if words:
            for place in re.finditer(r"\s+".join(words), text.document.text, re.IGNORECASE):
                yield place.span()


def names_side(mention: ActorMention, gold: GoldSide, named: bool) -> bool:
    """Whether a mention is a gold side: of its state, or (if `named`, or without one) its name."""
    if gold.state and not named:
        return mention.actor.state == gold.state
    names = {normal_name(mention.actor.name)}
    if is_proper(mention.text):
        names.add(normal_name(mention.text))
    return not names.isdisjoint(gold.names)


def _hit(group: Sequence[Relation], gold: GoldRelation, matcher: Matcher) -> bool:
    return any(matcher(relation, gold) for relation in group)


def _counts(
    groups: Sequence[Sequence[Relation]], gold: Sequence[GoldRelation], matcher: Matcher
) -> Counts:
    sure = [wanted for wanted in gold if wanted.sure]
    return Counts(
        predicted_right=sum(any(_hit(g, wanted, matcher) for wanted in gold) for g in groups),
        predicted=len(groups),
        gold_found=sum(any(_hit(g, wanted, matcher) for g in groups) for wanted in sure),
        gold=len(sure),
    )


def _per_type(
    groups: Sequence[Sequence[Relation]], gold: Sequence[GoldRelation]
) -> dict[PloverType, Counts]:
    """Precision by predicted type, recall by (first) gold type."""
    table = {}
    for name in PloverType:
        precision = _counts([g for g in groups if g[0].type == name], gold, matches)
        recall = _counts(groups, [wanted for wanted in gold if wanted.types[0] == name], matches)
        counts = Counts(
            precision.predicted_right, precision.predicted, recall.gold_found, recall.gold
        )
        if counts.predicted or counts.gold:
            table[name] = counts
    return table


def _shown_prediction(relation: Relation) -> dict[str, object]:
    return {
        "source": relation.source.actor.name,
        "type": relation.type.value,
        "target": relation.target.actor.name,
        "status": relation.status.value,
        "trigger": relation.trigger.text,
        "rule": relation.rule,
        "confidence": relation.confidence,
        "sentence": relation.sentence.text,
    }


def _shown_gold(gold: GoldRelation) -> dict[str, object]:
    return {
        "source": gold.source.name,
        "type": gold.types[0].value,
        "target": gold.target.name,
        "status": gold.status.value,
        "trigger": gold.trigger,
        "evidence": gold.evidence,
    }
