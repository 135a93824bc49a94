"""Cells of CSV tables that a spreadsheet will open: nothing in them is run as a formula."""

from __future__ import annotations

_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")


def guard_cell(value: str) -> str:
    """A text that a spreadsheet will not run: one that could be a formula gets a leading quote.

    Texts that begin with a quote get one more, so that `unguard_cell` gives back every text.
    """
    return f"'{value}" if value.startswith(_FORMULA) else value


def unguard_cell(value: str) -> str:
    """The text that `guard_cell` was given."""
    return value[1:] if value.startswith("'") else value


def cell(value: object) -> object:
    """A value as a table has it: null empty, truth in small letters, texts guarded."""
    if isinstance(value, str):
        return guard_cell(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
