"""Versions of what a graph depends on: the program, the pipeline and the knowledge files."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from diplograph.errors import PipelineError
from diplograph.resources import model_path, ontology_path


def version() -> str:
    """Version of the installed package."""
    return metadata.version("diplograph")


def pipeline_meta(pipeline: str | None = None) -> dict[str, Any]:
    """The `meta.json` of a pipeline, given by folder or package name (None: the embedded one)."""
    path = _pipeline_folder(pipeline) / "meta.json"
    if not path.is_file():
        return {"name": pipeline or "", "version": ""}
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PipelineError(f"{path} is damaged: {error}; install the pipeline again") from error
    return meta


def pipeline_version(pipeline: str | None = None) -> str:
    """Name and version of a pipeline, such as `diplograph_core-0.1.0`."""
    meta = pipeline_meta(pipeline)
    return "-".join(str(meta.get(key)) for key in ("name", "version") if meta.get(key))


def has_pipeline(pipeline: str | None) -> bool:
    """Whether a pipeline's files can be found, without loading it."""
    return (_pipeline_folder(pipeline) / "meta.json").is_file()


def _pipeline_folder(pipeline: str | None) -> Path:
    """Where a pipeline's files lie; a folder that does not exist where they cannot be found."""
    if pipeline is None:
        return model_path()
    if Path(pipeline).is_dir():
        return Path(pipeline)
    try:
        spec = importlib.util.find_spec(pipeline)
    except (ImportError, ValueError):
        spec = None
    return Path(spec.origin).parent if spec is not None and spec.origin else Path(pipeline)


@lru_cache(maxsize=4)
def input_versions(pipeline: str | None = None) -> dict[str, str]:
    """Program version and a hash for pipeline weights, classifier, ontology, lexicon, gazetteer.

    Two builds of the same documents with equal values here are equal.
    """
    root = ontology_path()
    return {
        "diplograph": version(),
        "pipeline": pipeline_version(pipeline),
        "pipeline_sha256": _hash_of(_pipeline_folder(pipeline), "**/*"),
        "confidence_sha256": _hash_of(model_path().parent, "confidence.json"),
        "lemmas_sha256": _hash_of(model_path().parent, "*.json.gz"),
        "ontology_sha256": _hash_of(root, "*.ttl"),
        "lexicon_sha256": _hash_of(root / "lexicon", "*.tsv"),
        "coreference_sha256": _hash_of(root / "coreference", "*.tsv"),
        "gazetteer_sha256": _hash_of(root / "gazetteer", "*.csv"),
    }


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash of the program's own code, since a version in development has many states."""
    return _hash_of(Path(__file__).parent, "**/*.py")


def inputs_hash(
    pipeline: str | None, files: Iterable[Path | None], settings: Iterable[object]
) -> str:
    """Sixteen hexadecimal digits over all that a result depends on besides the documents.

    `files` are those of the user, such as tables of actors (None: not given).
    """
    digest = hashlib.sha256(code_hash().encode())
    parts = [f"{name}={value}" for name, value in sorted(input_versions(pipeline).items())]
    for part in (*parts, *map(repr, settings)):
        digest.update(f"{part}\x1f".encode())
    for file in files:
        # Whoever reads a file that is missing says so.
        data = file.read_bytes() if file is not None and file.is_file() else b"\x1e"
        digest.update(data + b"\x1d")
    return digest.hexdigest()[:16]


def _hash_of(folder: Path, pattern: str) -> str:
    """SHA-256 over names and contents of the files, in order of their names."""
    digest = hashlib.sha256()
    found = (p for p in folder.glob(pattern) if p.is_file() and "__pycache__" not in p.parts)
    for path in sorted(found):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _scores(performance: dict[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    """The chief numbers of nested tables, each under the names that lead to it."""
    for key, value in performance.items():
        name = f"{above} {key}".strip()
        if isinstance(value, dict):
            yield from _scores(value, name)
        elif name.startswith("syntax") or name.endswith("ALL f1") or not above:
            yield name, value


def describe() -> dict[str, Any]:
    """What `diplograph info` prints: versions, the pipeline's card, sizes of the knowledge."""
    from diplograph.gazetteer import load_gazetteer
    from diplograph.lexicon import load_lexicon
    from diplograph.ontology import load_ontology

    meta = pipeline_meta()
    ontology = load_ontology()
    return {
        "versions": input_versions(),
        "pipeline": {
            "components": ", ".join(meta.get("pipeline", [])),
            "licence": meta.get("license", ""),
            "sources": "; ".join(str(s.get("name", "")) for s in meta.get("sources", []) or []),
        },
        "scores": dict(_scores(meta.get("performance", {}))),
        "ontology": {"version": ontology.version, "relations": len(ontology.relations)},
        "lexicon": load_lexicon(None, frozenset(ontology.relations)).sizes(),
        "gazetteer": load_gazetteer().sizes(),
    }
