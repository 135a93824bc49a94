"""The exceptions that diplograph raises; the command line alone turns them into exit codes."""

from __future__ import annotations


class DiplographError(Exception):
    """Base of every error a caller may want to catch; the message is one line for a reader."""


class SourceError(DiplographError):
    """A source cannot be read: says which file (and line) and why."""


class LostDocumentError(DiplographError):
    """A document that came in is neither built nor refused: a fault in diplograph."""


class GazetteerError(DiplographError):
    """A gazetteer file is not valid: says file, line, offending value and what was allowed."""


class DecisionsError(DiplographError):
    """A user's file of decisions is not valid: says file, line and value."""


class ReviewError(DiplographError):
    """A user's file of verdicts is not valid, or cannot be applied: says file, line and value."""


class LexiconError(DiplographError):
    """A lexicon file is not valid: says file, line, offending value and what was allowed."""


class OntologyError(DiplographError):
    """The ontology lacks something the lexicon or the records refer to."""


class PipelineError(DiplographError):
    """A language pipeline cannot be loaded or lacks a component that the extraction needs."""


class DamagedFileError(DiplographError):
    """A file of the package is not what was installed, or cannot be read."""


class StoreError(DiplographError):
    """A store or graph file cannot be opened, read or written."""


class QueryError(DiplographError):
    """A query is not allowed, not valid or lacks a parameter."""


class GoldError(DiplographError):
    """A gold file for `evaluate` does not have the expected form."""


class MissingExtraError(DiplographError):
    """Something is asked for that comes with an extra of the package, which is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is missing: pip install 'diplograph[{extra}]'")


class RefusedError(DiplographError):
    """A request that is not answered; `status` is the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
