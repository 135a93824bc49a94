"""A Spark session for the command: the one that `spark-submit` gives, or one of its own."""

from __future__ import annotations

import os
import sys

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from diplograph.errors import PipelineError


def open_session(master: str | None) -> SparkSession:
    """A session; `master` as Spark has it (`local[4]`, `yarn`), None for the configured one.

    PipelineError where Spark cannot start, for want of Java above all.
    """
    # Else workers on this machine run whichever python3 is first on the path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("diplograph")
    if master is not None:
        builder = builder.master(master)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        told = str(error).strip().splitlines()[0]
        raise PipelineError(
            f"Spark cannot be started: {told}; it needs Java 17 (JAVA_HOME or java on the path)"
        ) from error
