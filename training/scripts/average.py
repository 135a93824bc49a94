"""Average the weights of entity recognisers that started from the same first stage."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language


def recogniser(nlp: Language) -> Any:
    """The entity recogniser of a pipeline."""
    return nlp.get_pipe("ner")


def average(first: Language, others: list[Language]) -> Language:
    """Put the mean of all weights into the first pipeline's recogniser."""
    models = [list(recogniser(nlp).model.walk()) for nlp in (first, *others)]
    for nodes in zip(*models, strict=True):
        for name in nodes[0].param_names:
            if nodes[0].has_param(name):
                total = sum(node.get_param(name) for node in nodes)
                nodes[0].set_param(name, total / len(nodes))
    return first


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    pipelines = [spacy.load(path) for path in arguments.models]
    moves = {tuple(recogniser(nlp).move_names) for nlp in pipelines}
    if len(moves) != 1:
        raise SystemExit("the recognisers differ; allowed: runs of one first stage")
    average(pipelines[0], pipelines[1:]).to_disk(arguments.out)


if __name__ == "__main__":
    main()
