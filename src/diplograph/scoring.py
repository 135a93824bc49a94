"""What `evaluate` prints: scores of the pipeline on gold data, or of a graph by verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplograph.evaluation import (
    PairItem,
    evaluate_actors,
    evaluate_coreference,
    evaluate_entities,
    evaluate_pairs,
    evaluate_relations,
    evaluate_reports,
    evaluate_review,
    evaluate_syntax,
)
from diplograph.language.pipeline import COMPONENTS, load_pipeline
from diplograph.language.syntax import read_syntax
from diplograph.lexicon import load_lexicon
from diplograph.model.pairs import load_classifier
from diplograph.ontology import load_ontology
from diplograph.reading import annotate
from diplograph.records import Document, PloverType, Reading
from diplograph.relations.pair_types import type_of_pair
from diplograph.relations.pairs import read_pair
from diplograph.resources import pairs_path

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from diplograph.actors.index import MentionIndex
    from diplograph.components import RelationReader


def score(task: str, paths: Iterable[str], pipeline: str | None = None) -> dict[str, Any]:
    """Scores of a pipeline on gold files, under the keys that the documentation lists.

    Raises:
        GoldError: a gold file does not have the expected form.
        ReviewError: a file of verdicts is not valid.
    """
    files = [Path(path) for path in paths]
    if task == "review":
        return evaluate_review(files)
    nlp = load_pipeline(pipeline)
    tasks: dict[str, Callable[[], dict[str, Any]]] = {
        "pairs": lambda: evaluate_pairs(files, pair_predictor(nlp)),
        "relations": lambda: evaluate_relations(files, relation_reader(nlp)),
        "entities": lambda: evaluate_entities(files, nlp),
        "actors": lambda: evaluate_actors(files, dated_mention_reader(nlp)),
        "coreference": lambda: evaluate_coreference(files, mention_reader(nlp)),
        "reports": lambda: evaluate_reports(files, dated_mention_reader(nlp)),
        "syntax": lambda: evaluate_syntax(files, nlp),
    }
    if task in {"entities", "syntax"}:
        with nlp.select_pipes(disable=COMPONENTS):
            return tasks[task]()
    return tasks[task]()


def relation_reader(nlp: Language) -> Callable[[Document], Reading]:
    """What a document says, by a pipeline."""

    def read(document: Document) -> Reading:
        """What a document says."""
        reading: Reading = annotate(document, nlp)._.diplograph_reading
        return reading

    return read


def mention_reader(nlp: Language) -> Callable[[str], MentionIndex]:
    """The mentions of a text, first person words included, by a pipeline."""

    def read(text: str) -> MentionIndex:
        """The mentions of a text."""
        relations: RelationReader = nlp.get_pipe("diplograph_relations")  # type: ignore[assignment]
        return relations.reader(nlp(text)).index

    return read


def dated_mention_reader(nlp: Language) -> Callable[[str, str | None], MentionIndex]:
    """The mentions of a text at a date, by a pipeline."""

    def read(text: str, date: str | None) -> MentionIndex:
        """The mentions of a text of that date."""
        doc = annotate(Document(text=text, published=date), nlp)
        index: MentionIndex = doc._.diplograph_actors.index
        return index

    return read


def frame_predictor(nlp: Language) -> Callable[[Sequence[PairItem]], list[PloverType | None]]:
    """As `pair_predictor`, by lexicon and syntax alone; None where they say nothing."""

    def predict(items: Sequence[PairItem]) -> list[PloverType | None]:
        """The type of each pair."""
        return [told for _, told in _told_by_frames(nlp, items)]

    return predict


def pair_predictor(nlp: Language) -> Callable[[Sequence[PairItem]], list[PloverType | None]]:
    """The type of each marked pair, in PLOVER's own coding, by frames and classifier together.

    An actor that the text does not name stands nowhere for the classifier.
    """
    classifier = load_classifier(pairs_path())

    def predict(items: Sequence[PairItem]) -> list[PloverType | None]:
        """The type of each pair."""
        answers: list[PloverType | None] = []
        for item, (doc, told) in zip(items, _told_by_frames(nlp, items), strict=True):
            (scores,) = classifier.read(doc, [(_spans(item.source), _spans(item.target))])
            answers.append(type_of_pair(scores, told))
        return answers

    return predict


def _spans(span: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    return () if span is None else (span,)


def _told_by_frames(
    nlp: Language, items: Sequence[PairItem]
) -> Iterator[tuple[Doc, PloverType | None]]:
    """The parsed text of each pair, and the type that lexicon and syntax give it."""
    ontology = load_ontology()
    lexicon = load_lexicon(None, frozenset(ontology.relations))
    with nlp.select_pipes(disable=COMPONENTS):
        docs = nlp.pipe(item.text for item in items)
        for item, doc in zip(items, docs, strict=True):
            if item.source is None or item.target is None:
                yield doc, None
                continue
            syntax = read_syntax(doc)
            reading = read_pair(doc, syntax, lexicon, ontology, item.source, item.target)
            yield doc, reading.type if reading is not None else None
