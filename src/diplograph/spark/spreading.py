"""Gives workers their functions: with the broadcast knowledge, as Arrow batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa
from pyspark import Broadcast
from pyspark.sql import DataFrame

from diplograph.spark.batches import Batches
from diplograph.spark.options import Knowledge
from diplograph.spark.tables import spark_schema

Work: TypeAlias = Callable[[Batches, Knowledge], Batches]


@dataclass(frozen=True, slots=True)
class Spread:
    """Runs functions of batches on the workers; `given` is what each of them knows."""

    given: Broadcast[Knowledge]

    def over(self, rows: DataFrame, work: Work, schema: pa.Schema) -> DataFrame:
        """What a function that needs the knowledge makes of each partition."""
        given = self.given
        return self.plain(rows, lambda batches: work(batches, given.value), schema)

    def plain(
        self, rows: DataFrame, work: Callable[[Batches], Batches], schema: pa.Schema
    ) -> DataFrame:
        """What a function makes of each partition."""
        return rows.mapInArrow(work, spark_schema(schema))
