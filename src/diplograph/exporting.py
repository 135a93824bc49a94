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
from typing import TYPE_CHECKING, Any, TypeAlias

from diplograph.counting import actors_by_kind, events_by
from diplograph.increments import state_of
from diplograph.memory import give_back, seldom_collected

if TYPE_CHECKING:
    from diplograph.graph import KnowledgeGraph
    from diplograph.view import GraphView

_Drawn: TypeAlias = "tuple[GraphView, Callable[[], str]]"
"""What the page shows, and what gives the page."""

_log = logging.getLogger("diplograph")

_WRITTEN = ".written.json"
_FILES = ("graph.ttl", "graph.html", "relations.csv", "summary.json", "report.html")
_LISTED = "errors.jsonl"


@seldom_collected()
def write_exports(kg: KnowledgeGraph, folder: Path, title: str, workers: int = 1) -> list[Path]:
    """Write `graph.ttl`, `graph.html`, `relations.csv`, `summary.json` and `report.html`.

    Returns their paths; `errors.jsonl` is among them where something was refused or passed over.
    Each file is the old or the new one, whole, at any moment; files that were
    made from the same graph already are left as they are. With several `workers` another process
    draws the page.
    """
    from diplograph.error_list import write_errors
    from diplograph.export import export_store, write_atomically

    told = [*(folder / name for name in _FILES), *([folder / _LISTED] if kg.tally.failures else [])]
    stamp = _stamp(kg, title)
    if stamp and _written(folder) == stamp:
        return told
    _clear(folder)
    aside = _drawn_aside(kg, title) if workers > 1 else None
    export_store(kg.store, "ttl", folder / "graph.ttl")
    export_store(kg.store, "csv", folder / "relations.csv")
    write_atomically(folder / "summary.json", summary_blocks(kg))
    view, page = aside or _drawn(kg, title)
    write_atomically(folder / "report.html", [_report(kg, view, title)])
    if not view.whole:
        give_back()  # the page of a large graph takes most, and comes last
    write_atomically(folder / "graph.html", [page()])
    write_errors(kg.tally.failures, folder)
    if stamp:
        hashes = {name: _sha256(folder / name) for name in (*_FILES, _LISTED)}
        note = {"made_from": stamp, "sha256": hashes}
        write_atomically(folder / _WRITTEN, [json.dumps(note, indent=2), "\n"])
    return told


def _view(kg: KnowledgeGraph) -> GraphView:
    from diplograph.view import PAGE_EVENTS, view_of

    return view_of(kg.store, PAGE_EVENTS)


def _report(kg: KnowledgeGraph, view: GraphView, title: str) -> str:
    from diplograph.report import of_store, of_view, render_report

    material = of_view(view) if view.whole else of_store(kg.store)
    return render_report(material, title, kg.tally.failures, review=_review_of(kg))


def _drawn(kg: KnowledgeGraph, title: str) -> _Drawn:
    from diplograph.view import render

    view = _view(kg)
    return view, partial(render, view, title)


def _drawn_aside(kg: KnowledgeGraph, title: str) -> _Drawn:
    """As `_drawn`, by another process, which begins at once."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_draw, args=(theirs, title), daemon=True)
    process.start()
    theirs.close()
    view = _view(kg)
    with suppress(OSError):  # it died: told below
        ours.send(view)

    def page() -> str:
        """Wait for it; where the process died it is drawn here."""
        from diplograph.view import render

        try:
            with ours:
                drawn: str = ours.recv()
            process.join()
        except (EOFError, OSError):
            _log.warning("the process that draws the page died; it is drawn again")
            return render(view, title)
        return drawn

    return view, page


def _draw(to: Connection, title: str) -> None:
    """Draw the view that comes, and send the page back."""
    from diplograph.view import render

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    # The parent writes it: if that is gone, nothing is written late.
    with suppress(OSError, EOFError):
        to.send(render(to.recv(), title))


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

    relations, statuses = events_by(kg.store, "relation", "status")
    return {
        "versions": input_versions(kg.pipeline),
        "refused": kg.tally.refused,
        "refused_by_language": kg.tally.by_language(),
        "events_by_relation": relations,
        "events_by_status": statuses,
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
