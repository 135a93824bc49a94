"""The interactive page: `render(view_of(store), title)` gives one self-contained HTML file."""

from diplograph.view.data import PAGE_EVENTS, view_of
from diplograph.view.model import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
)
from diplograph.view.page import render

__all__ = [
    "PAGE_EVENTS",
    "GraphView",
    "ViewActor",
    "ViewDocument",
    "ViewEvent",
    "ViewEvidence",
    "ViewPost",
    "render",
    "view_of",
]
