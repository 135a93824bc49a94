"""The same text is read the same in every run, whatever order Python gives to sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
READ = """
import sys
from diplograph.documents import read_sources
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate

nlp = load_pipeline()
for document in read_sources(sys.argv[1:]):
    doc = annotate(document, nlp)
    for m in doc._.diplograph_actors.index.mentions:
        print(m.start, [actor.id for actor in m.actors], m.certainty)
    for relation in doc._.diplograph_reading.relations:
        print(relation)
"""


def reader(seed: int, *sources: str) -> subprocess.Popen[str]:
    """A process that prints all that is read, with sets in the order that a hash seed gives."""
    return subprocess.Popen(
        [sys.executable, "-c", READ, *sources],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_reading_does_not_hang_on_the_order_of_sets() -> None:
    names = (
        "2015-07-14-iran-nuclear-deal.md",
        "2023-02-08-earthquake-aid.md",
        "2023-08-21-camp-david-trilateral.md",
    )
    readers = [reader(seed, *(str(CORPUS / name) for name in names)) for seed in (0, 1)]
    told = [process.communicate()[0] for process in readers]
    assert told[0].count("\n") > 200
    assert told[0] == told[1]
