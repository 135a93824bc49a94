"""What of a store's documents has to be read, written or removed to make it what a build wants.

Documents whose text, facts and inputs are those of their graph are not read again; sources with
one text share a graph. What comes out depends on the set of documents alone, not on their order,
nor on how many runs brought them.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from diplograph.memory import give_back
from diplograph.rdf import ReaderVersion, graph_of
from diplograph.rdf.sources import Head, SourceFacts
from diplograph.reading import Outcome, Refused
from diplograph.records import Document
from diplograph.store import GraphStore

_NAMELESS = frozenset({"", "-"})
"""Paths that say nothing of where a text came from: the next text from there is another one."""

_REOPENED = 2_048
"""Documents after which the store is opened anew: what it holds in memory grows with them."""


class News(enum.Enum):
    """What a document is to a store."""

    TEXT = enum.auto()
    SOURCE = enum.auto()
    NOTHING = enum.auto()


@dataclass(slots=True)
class Increment:
    """One run over a store; `version` is what its documents are read with.

    `changed` says whether any document's graph is another than before, `removed` counts sources.
    """

    graph: GraphStore
    version: ReaderVersion
    changed: bool = False
    removed: int = 0
    _under_way: dict[str, Head] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)
    _paths: set[int] = field(default_factory=set)
    # Texts whose source so far, of another day, has not been met in this run and may be gone.
    _in_doubt: dict[str, Document] = field(default_factory=dict)
    _refused: list[ox.NamedNode] = field(default_factory=list)
    _from_nothing: bool = field(init=False)
    _since_opened: int = 0

    def __post_init__(self) -> None:
        self._from_nothing = next(self.graph.document_graphs(), None) is None

    def take(self, document: Document) -> tuple[News, Document]:
        """What a document is to the store, and which to read in its place where its text is new.

        That is the document itself, or another known source of the text which comes before it.
        """
        facts = SourceFacts.of(document)
        name = graph_of(self.graph.base, document.id)
        self._note(name.value, facts)
        head = self._under_way.get(name.value) or self._stored(name)
        news = News.NOTHING
        if head is None or not head.inputs:
            sources = (head.sources if head is not None else frozenset()) | {facts}
            main = min(sources, key=lambda source: source.rank)
            head, news = Head(main, sources - {main}, self.version.inputs), News.TEXT
        elif facts not in head.sources and facts.rank < head.main.rank:
            head, news = Head(facts, head.sources, self.version.inputs), News.TEXT
        elif facts not in head.sources:
            head, news = Head(head.main, head.copies | {facts}, head.inputs), News.SOURCE
        if news is News.TEXT:
            self._under_way[name.value] = head
        elif news is News.SOURCE:
            self._set(name, head)
        self._doubt(name.value, document, head)
        return news, document if facts == head.main else head.main.document(document.text)

    def _stored(self, name: ox.NamedNode) -> Head | None:
        """The head in the store; with blank inputs where the text is to be read again."""
        head = self.graph.head(name)
        if head is None or head.inputs == self.version.inputs:
            return head
        return Head(head.main, head.copies)

    def _note(self, name: str, facts: SourceFacts) -> None:
        if self._from_nothing:
            return  # whatever will be in the store has been met in this run
        self._seen.add(_number(name, *facts.key))
        if facts.path not in _NAMELESS:
            self._paths.add(_number(facts.path))

    def _doubt(self, name: str, document: Document, head: Head) -> None:
        if self._from_nothing:
            return
        if _number(name, *head.main.key) in self._seen:
            self._in_doubt.pop(name, None)
        elif head.main.published != SourceFacts.of(document).published:
            self._in_doubt[name] = document

    def _set(self, name: ox.NamedNode, head: Head) -> None:
        if name.value in self._under_way:
            self._under_way[name.value] = head
        else:
            self._change()
            self.graph.set_head(name, head)

    def _change(self) -> None:
        """Before the first change: the derived graph is out of date from now on."""
        if not self.changed:
            self.graph.set_derived_with("")
            self.changed = True

    def commit(self, outcomes: Iterable[Outcome]) -> None:
        """Put a batch of what was read into the store; what was refused leaves it at the end."""
        batch = []
        for outcome in outcomes:
            name = graph_of(self.graph.base, outcome.document.id)
            head = self._under_way.get(name.value)
            if head is None or head.main != SourceFacts.of(outcome.document):
                continue  # another source stands for this text by now
            del self._under_way[name.value]
            if isinstance(outcome, Refused):
                self._refused.append(name)
            else:
                batch.append((outcome, sorted(head.copies, key=lambda copy: copy.rank)))
        if batch:
            self._change()
            self.graph.replace_documents(batch, self.version)
            self._since_opened += len(batch)
        if self._since_opened >= _REOPENED:
            self.graph.reopen()
            give_back()
            self._since_opened = 0

    def _remove(self, name: ox.NamedNode) -> None:
        if self.graph.has_graph(name):
            self._change()
            self.graph.remove_graph(name)

    def finish(self, *, prune: bool) -> list[Document]:
        """Remove sources that are gone: those whose file now holds other texts, or all not met.

        `prune` asks for the latter. Returns documents that are to be read (and committed) again,
        since the source that stood for their text is gone.
        """
        for name in self._refused:
            self._remove(name)
        again = []
        # Where there was nothing before, every source has been met in this run.
        for name, head, left in [] if self._from_nothing else list(self._gone(prune=prune)):
            self.removed += len(head.sources - left)
            if not left:
                self._remove(name)
                continue
            new = _without(head, left)
            text = self._in_doubt.get(name.value)
            if new.inputs or text is None:
                self._set(name, new)
            else:
                self._under_way[name.value] = Head(new.main, new.copies, self.version.inputs)
                again.append(new.main.document(text.text))
        return again

    def _gone(self, *, prune: bool) -> Iterable[tuple[ox.NamedNode, Head, frozenset[SourceFacts]]]:
        """Documents that lost sources, and the sources that are left to them."""
        for name in self.graph.document_graphs():
            head = self.graph.head(name)
            sources = head.sources if head is not None else ()
            left = frozenset(s for s in sources if self._stays(name.value, s, prune=prune))
            if head is not None and left != head.sources:
                yield name, head, left

    def _stays(self, name: str, facts: SourceFacts, *, prune: bool) -> bool:
        if _number(name, *facts.key) in self._seen:
            return True
        return not prune and _number(facts.path) not in self._paths


def _without(head: Head, left: frozenset[SourceFacts]) -> Head:
    """A head with the sources that are left, the first of them standing for the text.

    What is read in a text depends on its source by the day alone; where that changes, it has to be
    read again.
    """
    main = min(left, key=lambda facts: facts.rank)
    inputs = head.inputs if main.published == head.main.published else ""
    return Head(main, left - {main}, inputs)


def _number(*parts: str | None) -> int:
    """A hash of 64 bits, to keep many of them in little memory."""
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def state_of(graph: GraphStore) -> str:
    """A hash over what the store holds, as far as its documents' heads and its inputs tell it."""
    total = 0
    for name, head in graph.heads():
        told = (head.main.key, sorted(copy.rank for copy in head.copies), head.inputs)
        total += _number(name, repr(told))
    return f"{total % 2**64:016x}-{graph.derived_with()}"
