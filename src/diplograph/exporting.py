"""What a build writes besides the store: graph, page, table, summary and report."""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplograph.counting import actors_by_kind, events_by
from diplograph.increments import state_of
from diplograph.memory import seldom_collected
from diplograph.tally import Tally

if TYPE_CHECKING:
    from diplograph.graph import KnowledgeGraph

_log = logging.getLogger("diplograph")

_WRITTEN = ".written.json"
_PAGES = ("graph.html", "report.html")
_FILES = ("graph.ttl", "graph.html", "relations.csv", "summary.json", "report.html")
_LISTED = "errors.jsonl"


@seldom_collected()
def write_exports(kg: KnowledgeGraph, folder: Path, title: str, workers: int = 1) -> list[Path]:
    """Write `graph.ttl`, `graph.html`, `relations.csv`, `summary.json` and `report.html`.

    Returns their paths; `errors.jsonl` is among them where something was refused or passed over.
    Each file is the old or the new one, whole, at any moment; files that were
    made from the same graph already are left as they are. With several `workers` another process
    makes the page and the report of a store on the disk.
    """
    from diplograph.error_list import write_errors
    from diplograph.export import export_store, write_atomically

    told = [*(folder / name for name in _FILES), *([folder / _LISTED] if kg.tally.failures else [])]
    stamp = _stamp(kg, title)
    if stamp and _written(folder) == stamp:
        return told
    _clear(folder)
    pages = _pages_aside(kg, title) if workers > 1 else partial(_pages, kg, title)
    export_store(kg.store, "ttl", folder / "graph.ttl")
    export_store(kg.store, "csv", folder / "relations.csv")
    write_atomically(folder / "summary.json", summary_blocks(kg))
    for name, page in zip(_PAGES, pages(), strict=True):
        write_atomically(folder / name, [page])
    write_errors(kg.tally.failures, folder)
    if stamp:
        hashes = {name: _sha256(folder / name) for name in (*_FILES, _LISTED)}
        note = {"made_from": stamp, "sha256": hashes}
        write_atomically(folder / _WRITTEN, [json.dumps(note, indent=2), "\n"])
    return told


def _pages(kg: KnowledgeGraph, title: str) -> tuple[str, str]:
    """The page and the report."""
    from diplograph.report import of_store, of_view, render_report
    from diplograph.view import PAGE_EVENTS, render, view_of

    view = view_of(kg.store, PAGE_EVENTS)
    material = of_view(view) if view.whole else of_store(kg.store)
    report = render_report(material, title, kg.tally.failures, review=_review_of(kg))
    return render(view, title), report


def _pages_aside(kg: KnowledgeGraph, title: str) -> Callable[[], tuple[str, str]]:
    """Start the pages in another process; call what is returned to have them."""
    here = partial(_pages, kg, title)
    if kg.store.path is None:
        return here
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    given = (theirs, kg.store.path, kg.store.base, kg.tally, title)
    process = context.Process(target=_send_pages, args=given, daemon=True)
    process.start()
    theirs.close()

    def pages() -> tuple[str, str]:
        """Wait for them; where the process died they are made here."""
        try:
            with ours:
                page, report = ours.recv()
            process.join()
        except EOFError:
            _log.warning("the process that made the pages died; they are made again")
            return here()
        return page, report

    return pages


def _send_pages(to: Connection, store: Path, base: str, tally: Tally, title: str) -> None:
    from diplograph.graph import KnowledgeGraph
    from diplograph.store import open_graph

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    made = _pages(KnowledgeGraph(open_graph(store, base), tally), title)
    with suppress(OSError):  # the parent writes them: if it is gone, nothing is written late
        to.send(made)


def _review_of(kg: KnowledgeGraph) -> dict[str, Any] | None:
    """The scores of the verdicts that the graph holds, None where there are none."""
    from diplograph.review import looked_in

    looked = list(looked_in(kg.store))
    if not looked:
        return None
    from diplograph.evaluation.review import score_review  # loads the language pipeline's library

    return score_review(looked)


def _stamp(kg: KnowledgeGraph, title: str) -> str:
    """A hash over all that the files depend on; blank where the graph does not tell it."""
    if not kg.store.derived_with():
        return ""
    failures = [str(failure) for failure in kg.tally.failures]
    parts = (state_of(kg.store), title, kg.pipeline, kg.store.base, failures)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _written(folder: Path) -> str:
    """The stamp of the files in the folder; blank where one of them is not as it was written."""
    try:
        note = json.loads((folder / _WRITTEN).read_text(encoding="utf-8"))
        whole = all(_sha256(folder / name) == note["sha256"][name] for name in (*_FILES, _LISTED))
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return str(note["made_from"]) if whole else ""


def _clear(folder: Path) -> None:
    """Remove the note, and parts of files that a broken-off build left behind."""
    (folder / _WRITTEN).unlink(missing_ok=True)
    for name in (*_FILES, _LISTED, _WRITTEN):
        for part in folder.glob(f".{name}.*.part"):
            part.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def summarise(kg: KnowledgeGraph) -> dict[str, Any]:
    """Counts of documents, events and actors, and what the graph was made from."""
    from diplograph.versions import input_versions

    return {
        "versions": input_versions(kg.pipeline),
        "refused": kg.tally.refused,
        "refused_by_language": kg.tally.by_language(),
        "events_by_relation": events_by(kg.store, "relation"),
        "events_by_status": events_by(kg.store, "status"),
        "actors_by_kind": actors_by_kind(kg.store),
        "quads": len(kg.store),
    }


def summary_blocks(kg: KnowledgeGraph) -> Iterator[str]:
    """`summarise` as JSON, then the documents, a line for each."""
    yield json.dumps(summarise(kg), indent=2, ensure_ascii=False).removesuffix("\n}")
    yield ',\n  "documents": ['
    for number, d in enumerate(kg.store.documents()):
        told = {"iri": d.iri, "title": d.title, "published": d.issued, "sha256": d.sha256}
        yield f"{',' if number else ''}\n    {json.dumps(told, ensure_ascii=False)}"
    yield "\n  ]\n}\n"
