"""Score a pipeline on every development split (and the Universal NER test, at the end)."""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus

import diplograph.model.lemmas
import diplograph.model.sentences  # noqa: F401  (both register a component)
from convert_ner import lines
from entities import Sentence, Span, spans_from_bio
from ner_sources import CROSSNER, UNER, guess_spaces, read_columns

SYNTAX_KEYS = {
    "tag_acc": "tags",
    "pos_acc": "pos",
    "morph_acc": "morph",
    "lemma_acc": "lemmas",
    "dep_uas": "uas",
    "dep_las": "las",
    "sents_f": "sents_f1",
    "token_f": "tokens_f1",
}
COARSE = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
GMB_COARSE = {"per": "PER", "org": "ORG", "geo": "LOC"}
UNER_COARSE = {label: label for label in UNER}
CROSSNER_COARSE = {key: COARSE[value] for key, value in CROSSNER.items() if value in COARSE}
Counts = dict[str, list[int]]
HELPERS = ("diplograph_sentences", "diplograph_lemmas")


def prf(hits: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1, rounded."""
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * hits / (predicted + gold) if predicted + gold else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4), "n": gold}


def count(counts: Counts, gold: set[Span], predicted: set[Span]) -> None:
    """Add one sentence's hits, predictions and gold spans by label."""
    for span in gold & predicted:
        counts[span.label][0] += 1
    for span in predicted:
        counts[span.label][1] += 1
    for span in gold:
        counts[span.label][2] += 1


def summary(counts: Counts) -> dict[str, dict[str, float]]:
    """Scores by label and over all labels."""
    scores = {label: prf(*values) for label, values in sorted(counts.items())}
    totals = [sum(values[i] for values in counts.values()) for i in range(3)]
    scores["ALL"] = prf(totals[0], totals[1], totals[2])
    return scores


def predict(nlp: Language, sentences: list[tuple[list[str], list[bool]]]) -> list[list[Span]]:
    """Run the entity recogniser on gold tokens."""
    docs = (Doc(nlp.vocab, words=words, spaces=spaces) for words, spaces in sentences)
    with nlp.select_pipes(enable="ner"):
        return [[Span(e.start, e.end, e.label_) for e in doc.ents] for doc in nlp.pipe(docs)]


def coarse(
    nlp: Language, path: Path, column: int, labels: dict[str, str]
) -> dict[str, dict[str, float]]:
    """PER, ORG, LOC on a set's own labels and tokens, as they are."""
    rows = [[row for row in sent if len(row) > column] for sent in read_columns(lines(path))]
    words = [
        [row[1 if column == 2 and "iob2" in path.name else 0] for row in sent] for sent in rows
    ]
    tags = [[row[column] for row in sent] for sent in rows]
    predictions = predict(nlp, [(sent, guess_spaces(sent)) for sent in words])
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for sent_tags, predicted in zip(tags, predictions, strict=True):
        gold = {
            Span(s.start, s.end, labels[s.label])
            for s in spans_from_bio(sent_tags)
            if s.label in labels
        }
        found = {Span(s.start, s.end, COARSE[s.label]) for s in predicted if s.label in COARSE}
        count(counts, gold, found)
    return summary(counts)


def unified(nlp: Language, path: Path) -> dict[str, dict[str, float]]:
    """All six labels on a cleaned set; predictions on missing tokens do not count."""
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    predictions = predict(
        nlp, [([t.text for t in d], [bool(t.whitespace_) for t in d]) for d in docs]
    )
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for doc, predicted in zip(docs, predictions, strict=True):
        missing = {token.i for token in doc if not token.ent_iob_}
        gold = {Span(e.start, e.end, e.label_) for e in doc.ents}
        kept = {s for s in predicted if not missing & set(range(s.start, s.end))}
        count(counts, gold, kept)
    return summary(counts)


def syntax(nlp: Language, path: Path) -> dict[str, float]:
    """Tags, lemmas, dependencies and sentences from raw text of passages."""
    scores = nlp.evaluate(list(Corpus(path)(nlp)))
    result = {name: round(float(scores[key]), 4) for key, name in SYNTAX_KEYS.items()}
    helpers = [name for name in HELPERS if name in nlp.pipe_names]
    with nlp.select_pipes(disable=helpers):
        bare = nlp.evaluate(list(Corpus(path)(nlp)))
    result["lemmas_without_repair"] = round(float(bare["lemma_acc"]), 4)
    result["sents_f1_without_hints"] = round(float(bare["sents_f"]), 4)
    per_type = scores.get("dep_las_per_type") or {}
    for label in ("nsubj", "obj", "obl", "nmod", "ccomp", "xcomp", "nsubj:pass", "obl:agent"):
        if label in per_type:
            result[f"las_{label}"] = round(float(per_type[label]["f"]), 4)
    return result


def speed(nlp: Language, path: Path) -> float:
    """Tokens of raw passages that nlp.pipe reads in a second of processor time, on one thread."""
    texts = [doc.text for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]
    list(nlp.pipe(texts[:20]))
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    return round(tokens / (time.process_time() - start), 0)


def evaluate(nlp: Language, corpora: Path, data: Path, test: bool) -> dict[str, object]:
    """All scores of one pipeline."""
    dev_ner = sorted((corpora / "dev_ner").glob("*.spacy"))
    scores: dict[str, object] = {
        "syntax_dev": {
            path.stem: syntax(nlp, path)
            for path in sorted((corpora / "dev_syntax").glob("*.spacy"))
        },
        "entities_dev_unified": {path.stem: unified(nlp, path) for path in dev_ner},
        "entities_dev_as_published": {
            "gmb": coarse(nlp, data / "gmb_news" / "dev.tsv", 2, GMB_COARSE),
            "crossner": coarse(nlp, data / "crossner_politics" / "dev.txt", 1, CROSSNER_COARSE),
        },
        "tokens_per_second": speed(nlp, corpora / "dev_syntax" / "ewt.spacy"),
    }
    if test:
        scores["entities_uner_test_as_published"] = coarse(
            nlp, data / "uner_english_ewt" / "test.iob2", 2, UNER_COARSE
        )
    return scores


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--test", action="store_true", help="also Universal NER test: once, last")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    nlp.add_pipe(HELPERS[0], before="parser")
    nlp.add_pipe(HELPERS[1], after="trainable_lemmatizer")
    scores = evaluate(nlp, arguments.corpora, arguments.data, arguments.test)
    text = json.dumps(scores, indent=1, sort_keys=True)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()


__all__ = ["Sentence", "coarse", "evaluate", "prf", "syntax", "unified"]
