"""The local server: page, SPARQL editor and endpoint, documents and every IRI of the graph."""

from diplograph.killable import Limits
from diplograph.server.app import create_app

__all__ = ["Limits", "create_app"]
