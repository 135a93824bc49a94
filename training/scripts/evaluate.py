"""Score a pipeline on every development split, and on the test sets at the end."""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from diplograph.evaluation.conllu import read_conllu
from diplograph.evaluation.entities import evaluate_entities
from diplograph.evaluation.syntax import evaluate_syntax
from entities import Span

SYNTAX = {"EWT": "ud_english_ewt", "GUM": "ud_english_gum_open"}
ENTITIES = {
    "GMB dev": "gmb_news/dev.tsv",
    "CrossNER politics dev": "crossner_politics/dev.txt",
}
TEST_ENTITIES = {"Universal NER EWT test": "uner_english_ewt/test.iob2"}
Counts = dict[str, list[int]]


def prf(hits: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1, rounded."""
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * hits / (predicted + gold) if predicted + gold else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4), "n": gold}


def count(counts: Counts, gold: set[Span], predicted: set[Span]) -> None:
    """Add one document's hits, predictions and gold spans by label."""
    for span in gold & predicted:
        counts[span.label][0] += 1
    for span in predicted:
        counts[span.label][1] += 1
    for span in gold:
        counts[span.label][2] += 1


def unified(nlp: Language, path: Path) -> dict[str, dict[str, float]]:
    """All six labels on a cleaned set; predictions on missing tokens do not count."""
    golds = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    bare = (
        Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
        for gold in golds
    )
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for gold, doc in zip(golds, nlp.pipe(bare), strict=True):
        missing = {token.i for token in gold if not token.ent_iob_}
        found = {Span(e.start, e.end, e.label_) for e in doc.ents}
        kept = {s for s in found if not missing & set(range(s.start, s.end))}
        count(counts, {Span(e.start, e.end, e.label_) for e in gold.ents}, kept)
    scores = {label: prf(*values) for label, values in sorted(counts.items())}
    totals = [sum(values[i] for values in counts.values()) for i in range(3)]
    return {**scores, "ALL": prf(totals[0], totals[1], totals[2])}


def published(nlp: Language, path: Path) -> dict[str, dict[str, Any]]:
    """PER, ORG and LOC as `diplograph evaluate entities` scores them."""
    found: Any = evaluate_entities([path], nlp)
    rows = {label: _short(values) for label, values in found["per_label"].items()}
    return {**rows, "ALL": {**_short(found), "n": sum(row["n"] for row in rows.values())}}


def _short(scores: dict[str, Any]) -> dict[str, Any]:
    short = {"precision": "p", "recall": "r", "f1": "f1"}
    counted = {"n": scores["n"]} if "n" in scores else {}
    return {**{new: round(scores[old], 4) for old, new in short.items()}, **counted}


def speed(nlp: Language, path: Path) -> float:
    """Words of raw documents that nlp.pipe reads in a second of processor time, on one thread."""
    texts = [document.text for document in read_conllu(path)]
    list(nlp.pipe(texts[:5]))
    start = time.process_time()
    list(nlp.pipe(texts))
    return round(sum(len(text.split()) for text in texts) / (time.process_time() - start), 0)


def rounded(scores: dict[str, float]) -> dict[str, float]:
    """Four decimals."""
    return {name: round(value, 4) for name, value in scores.items()}


def evaluate(nlp: Language, cleaned: Path, data: Path, test: bool) -> dict[str, Any]:
    """All scores of one pipeline; `cleaned`: the folder of the development sets made one scheme."""
    syntax = [(name, folder, "dev") for name, folder in SYNTAX.items()]
    entities: Iterable[tuple[str, str]] = ENTITIES.items()
    if test:
        syntax.append(("EWT", SYNTAX["EWT"], "test"))
        entities = [*entities, *TEST_ENTITIES.items()]
    return {
        "syntax": {
            f"{name} {split}": rounded(evaluate_syntax([data / folder / f"{split}.conllu"], nlp))
            for name, folder, split in syntax
        },
        "entities": {name: published(nlp, data / path) for name, path in entities},
        "entities_unified": {
            path.stem: unified(nlp, path) for path in sorted(cleaned.glob("*.spacy"))
        },
        "words_per_second": speed(nlp, data / SYNTAX["GUM"] / "dev.conllu"),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("cleaned", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--test", action="store_true", help="the test sets too: once, last")
    arguments = parser.parse_args()
    scores = evaluate(
        spacy.load(arguments.model), arguments.cleaned, arguments.data, arguments.test
    )
    text = json.dumps(scores, indent=1)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
