"""Files of any Hadoop filesystem, seen from the driver: local disks, HDFS, S3 and their kin."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from diplograph.errors import SourceError, StoreError


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file: `path` for Spark, `shown` as the user would write it; milliseconds of its change."""

    path: str
    shown: str
    size: int
    changed: int


class Hadoop:
    """Lists, reads, writes and moves files, whichever filesystem a path names."""

    def __init__(self, spark: SparkSession) -> None:
        # Spark has no public way to its filesystems; this one is as old as PySpark.
        self._jvm: Any = spark.sparkContext._jvm
        self._conf: Any = spark.sparkContext._jsc.hadoopConfiguration()

    def _at(self, path: str) -> tuple[Any, Any]:
        where = self._jvm.org.apache.hadoop.fs.Path(path)
        return where.getFileSystem(self._conf), where

    def absolute(self, path: str) -> str:
        """A path that means the same to Spark, which starts where Java started, as to the user."""
        system, where = self._at(path)
        local = str(system.getScheme()) == "file" and not path.startswith("file:")
        return os.path.abspath(path) if local and not where.isAbsolute() else path  # noqa: PTH100

    def find(self, source: str) -> list[StoredFile]:
        """The files of a file, folder or glob, by path.

        Files and folders whose names start with `_` or `.` are not looked for. SourceError where
        there is none or the filesystem cannot be reached.
        """
        try:
            system, where = self._at(self.absolute(source))
            found = [
                self._file(status, source, system)
                for match in system.globStatus(where) or ()
                for status in self._below(system, match)
            ]
        except Py4JJavaError as error:
            raise SourceError(f"{source}: {_reason(error)}") from error
        if not found:
            raise SourceError(f"{source}: no such file or folder, or nothing in it")
        return sorted(found, key=lambda file: file.path)

    def _below(self, system: Any, status: Any) -> Iterator[Any]:
        if status.isFile():
            yield status
            return
        for child in system.listStatus(status.getPath()):
            if not child.getPath().getName().startswith(("_", ".")):
                yield from self._below(system, child)

    def _file(self, status: Any, source: str, system: Any) -> StoredFile:
        path = str(status.getPath().toString())
        shown = path
        if ":/" not in source:
            local = str(system.getScheme()) == "file"
            here = Path.cwd().as_posix() if local else str(system.getWorkingDirectory().toString())
            shown = path.removeprefix("file:") if local else path
            if not source.startswith("/"):
                shown = shown.removeprefix(here.rstrip("/") + "/")
        return StoredFile(path, shown, status.getLen(), status.getModificationTime())

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        system, where = self._at(path)
        return bool(system.exists(where))

    def read(self, path: str) -> str | None:
        """The text of a small file, None if there is none."""
        if not self.exists(path):
            return None
        system, where = self._at(path)
        stream = system.open(where)
        try:
            return bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream)).decode()
        finally:
            stream.close()

    def write(self, path: str, text: str) -> None:
        """Write a small file whole, by way of another name: the old one is there, or the new."""
        beside = f"{path}.new"
        system, where = self._at(beside)
        try:
            stream = system.create(where, True)
            try:
                stream.write(bytearray(text.encode()))
            finally:
                stream.close()
        except Py4JJavaError as error:
            raise StoreError(f"{path}: {_reason(error)}") from error
        self.move(beside, path)

    def move(self, path: str, to: str) -> None:
        """Rename a file or folder in its filesystem; what was there is replaced."""
        self.remove(to)
        system, where = self._at(path)
        target = self._jvm.org.apache.hadoop.fs.Path(to)
        system.mkdirs(target.getParent())
        if not system.rename(where, target):
            raise StoreError(f"{path} cannot be renamed to {to}")

    def remove(self, path: str) -> None:
        """Delete a file or folder, if there is one."""
        system, where = self._at(path)
        system.delete(where, True)


def _reason(error: Py4JJavaError) -> str:
    return str(error.java_exception.getMessage() or error.java_exception)
