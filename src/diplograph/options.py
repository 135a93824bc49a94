"""How a graph is built: what a user asks for, and hashes over all that the result depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.documents.model import ReadOptions
from diplograph.versions import inputs_hash, pipeline_version, version

if TYPE_CHECKING:
    from diplograph.rdf import ReaderVersion


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: `base` of data IRIs, `pipeline` name or path (None: the embedded one).

    `workers` processes read (1: this one), with the same result for any number of them. With
    `prune` a store keeps nothing but the sources given; otherwise these are added to it.
    `ontology` is a Turtle file of relations to add, with their frames in a .tsv beside it,
    `actors` a user's table of actors and offices (`gazetteer.own_rows`), `decisions` one of who is
    the same (`rdf.decisions`), `review` one of verdicts on relations and merges (`rdf.verdicts`).
    """

    base: str | None = None
    pipeline: str | None = None
    min_confidence: float = 0.0
    read: ReadOptions = field(default_factory=ReadOptions)
    ontology: Path | None = None
    actors: Path | None = None
    decisions: Path | None = None
    review: Path | None = None
    workers: int = 1
    prune: bool = False

    def reader(self) -> ReaderVersion:
        """What a reading depends on besides the document."""
        from diplograph.rdf import ReaderVersion

        frames = self.ontology.with_suffix(".tsv") if self.ontology else None
        files = (self.ontology, frames, self.actors)
        inputs = inputs_hash(self.pipeline, files, [self.min_confidence])
        return ReaderVersion(version(), pipeline_version(self.pipeline), inputs)

    def derivation(self) -> str:
        """A hash over what the derived graph depends on besides the documents' graphs."""
        files = (self.ontology, self.actors, self.decisions, self.review)
        return inputs_hash(None, files, ())
