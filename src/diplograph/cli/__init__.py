"""The command line: thin commands over the library; errors become exit codes here alone."""

from __future__ import annotations

from diplograph.cli.app import main

__all__ = ["main"]
