"""The local server: viewer, SPARQL editor and endpoint, documents and every IRI of the graph."""

from diplograph.server.app import create_app
from diplograph.server.pool import Limits

__all__ = ["Limits", "create_app"]
