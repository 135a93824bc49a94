"""The summary of a build as one page to print: `render_report(view, title, failures)`."""

from diplograph.report.page import render_report

__all__ = ["render_report"]
