"""What a Spark job is asked to do, and what its workers must know to do it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.documents import ReadOptions
from diplograph.errors import SourceError
from diplograph.options import BuildOptions
from diplograph.rdf import DEFAULT_BASE, Facts, GazetteerFacts, ReaderVersion
from diplograph.rdf.decisions import Decision, read_decisions

if TYPE_CHECKING:
    from spacy.language import Language

    from diplograph.ontology import Ontology

FORMATS = ("jsonl", "parquet", "warc")


@dataclass(frozen=True, slots=True)
class JobOptions:
    """The job: `sources` and `output` are paths or URIs of any Hadoop filesystem.

    `format` is one of FORMATS for all files, None to go by their names. `partition_documents` is
    how many documents are read and kept together, `wave` how many such partitions are committed
    together (None: four for each core). `build` are the options of a single-machine build with the
    same result. Raises SourceError for numbers below one, unknown formats, and verdicts, which the
    job does not know.
    """

    sources: tuple[str, ...]
    output: str
    format: str | None = None
    build: BuildOptions = field(default_factory=BuildOptions)
    partition_documents: int = 2000
    wave: int | None = None

    @property
    def base(self) -> str:
        """The start of the data's IRIs."""
        return self.build.base or DEFAULT_BASE

    def __post_init__(self) -> None:
        """Refuse what the job could not work with."""
        if self.format is not None and self.format not in FORMATS:
            raise SourceError(f"format {self.format!r} is unknown; allowed: {', '.join(FORMATS)}")
        if self.build.review is not None:
            raise SourceError(f"{self.build.review}: the Spark job takes no review; use `build`")
        for name, value in (("partition", self.partition_documents), ("wave", self.wave or 1)):
            if value < 1:
                raise SourceError(f"{value} is too small for a {name}; allowed: 1 or more")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every worker knows, small enough to be broadcast: options and the user's own files.

    `files` are these files' names and contents, since a worker may not see the driver's disk;
    `derivation` is the hash by which a build over the same graph knows that nothing is to be done.
    """

    base: str
    reader: ReaderVersion
    read: ReadOptions
    min_confidence: float = 0.0
    pipeline: str | None = None
    ontology: str | None = None
    actors: str | None = None
    decisions: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    derivation: str = ""


def knowledge_of(options: JobOptions, reader: ReaderVersion, derivation: str = "") -> Knowledge:
    """What the workers of a job must know; SourceError where a file of the user's is missing."""
    build = options.build
    tables = [build.ontology, build.actors, build.decisions]
    given = [path for path in tables if path is not None]
    if build.ontology is not None:
        given.append(build.ontology.with_suffix(".tsv"))
    ontology, actors, decisions = (path.name if path is not None else None for path in tables)
    return Knowledge(
        options.base,
        reader,
        build.read,
        build.min_confidence,
        build.pipeline,
        ontology,
        actors,
        decisions,
        tuple(_contents(given)),
        derivation,
    )


def _contents(paths: Iterable[Path]) -> Iterable[tuple[str, bytes]]:
    found: dict[str, bytes] = {}
    for path in paths:
        if path.name in found:
            raise SourceError(f"{path}: two files of one name, {path.name!r}; rename one")
        try:
            found[path.name] = path.read_bytes()
        except FileNotFoundError:
            if path.suffix != ".tsv":
                raise SourceError(f"{path}: there is no such file") from None
        except OSError as error:
            raise SourceError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return found.items()


@lru_cache(maxsize=1)
def _folder(given: Knowledge) -> tempfile.TemporaryDirectory[str]:
    """The user's files on this machine, for as long as the process lives."""
    folder = tempfile.TemporaryDirectory(prefix="diplograph-")
    for name, content in given.files:
        (Path(folder.name) / name).write_bytes(content)
    return folder


def _path(given: Knowledge, name: str | None) -> Path | None:
    return Path(_folder(given).name) / name if name is not None else None


def pipeline_of(given: Knowledge) -> Language:
    """The language pipeline: one for each process, however many partitions it reads."""
    from diplograph.language.pipeline import load_pipeline  # noqa: PLC0415  (loads spaCy)

    return load_pipeline(given.pipeline, _path(given, given.ontology), _path(given, given.actors))


@lru_cache(maxsize=1)
def facts_of(given: Knowledge) -> Facts:
    """The gazetteer with the user's own actors."""
    from diplograph.gazetteer import load_gazetteer  # noqa: PLC0415  (reads large tables)

    return GazetteerFacts(load_gazetteer(None, _path(given, given.actors)))


def ontology_of(given: Knowledge) -> Ontology:
    """The package's ontology with the user's own relations."""
    from diplograph.ontology import load_ontology  # noqa: PLC0415

    return load_ontology(None, _path(given, given.ontology))


@lru_cache(maxsize=1)
def decisions_of(given: Knowledge) -> tuple[Decision, ...]:
    """The user's decisions about who is the same."""
    path = _path(given, given.decisions)
    return read_decisions(path) if path is not None else ()
