"""The job's folder: stages that are finished once and for all, and results moved in at the end."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any, TypeAlias

from diplograph.spark.hadoop import Hadoop

Counts: TypeAlias = dict[str, Any]

_log = logging.getLogger("diplograph.spark")
MANIFEST = "manifest.json"
_WORK = "_work"


class Work:
    """Where a job of a given signature leaves what it has done; another job starts anew."""

    def __init__(self, hadoop: Hadoop, output: str, signature: str) -> None:
        self._hadoop = hadoop
        self._output = hadoop.absolute(output).rstrip("/")
        self.folder = f"{self._output}/{_WORK}/{signature[:16]}"

    def path(self, name: str) -> str:
        """A folder for one stage's rows."""
        return f"{self.folder}/{name}"

    def once(self, stage: str, make: Callable[[], Counts]) -> Counts:
        """What a stage counts: made now, or found from a run that was cut off later."""
        marker = f"{self.folder}/done/{stage}.json"
        found = self._hadoop.read(marker)
        if found is not None:
            _log.info("%s: kept from an earlier run", stage)
            kept: Counts = json.loads(found)
            return kept
        _log.info("%s ...", stage)
        counts = make()
        self._hadoop.write(marker, json.dumps(counts))
        return counts

    def finished(self) -> Counts | None:
        """The manifest of a finished job, if there is one."""
        text = self._hadoop.read(f"{self._output}/{MANIFEST}")
        found: Counts | None = json.loads(text) if text is not None else None
        return found

    def publish(self, names: list[str], manifest: Counts) -> None:
        """Move results in, the manifest last; while it is not there, the results are not whole."""
        self._hadoop.remove(f"{self._output}/{MANIFEST}")
        for name in names:
            if self._hadoop.exists(self.path(f"results/{name}")):
                self._hadoop.move(self.path(f"results/{name}"), f"{self._output}/{name}")
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        self._hadoop.write(f"{self._output}/{MANIFEST}", text)
        self._hadoop.remove(f"{self._output}/{_WORK}")


def signature_of(parts: Any) -> str:
    """A hash of everything that a job's results depend on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
