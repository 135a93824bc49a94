"""The summary of a build as one page to print: `render_report(of_store(store), title)`."""

from diplograph.report.material import of_store, of_view
from diplograph.report.page import render_report

__all__ = ["of_store", "of_view", "render_report"]
