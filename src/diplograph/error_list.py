"""The list of what was not read, a line each: `errors.jsonl` beside the exports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diplograph.documents import SourceFailure
from diplograph.export import write_atomically

NAME = "errors.jsonl"


def error_record(failure: SourceFailure) -> dict[str, Any]:
    """A failure as a JSON object: where it is, why, and whether it was only passed over."""
    return {
        "path": failure.path,
        "line": failure.line,
        "record_id": failure.record_id,
        "reason": failure.reason,
        "language": failure.language,
        "skipped": failure.skipped,
    }


def write_errors(failures: Sequence[SourceFailure], folder: Path) -> Path:
    """Write the list, empty where nothing failed, and return its path.

    Only ASCII is written, so that no name of a file can do anything to a terminal that shows it.
    """
    lines = (json.dumps(error_record(failure)) + "\n" for failure in failures)
    write_atomically(folder / NAME, lines)
    return folder / NAME
