"""Whose own text a document is: the state whose ministry or government published it."""

from __future__ import annotations

from urllib.parse import urlsplit

from diplograph.gazetteer import Gazetteer, Organ, State
from diplograph.records import Document


def publishing_state(gazetteer: Gazetteer, document: Document) -> str | None:
    """The code of the state one of whose bodies published a document, None for anybody else.

    Told by the source's name ("UK Government", "Ministry of Foreign Affairs of Japan") or by the
    address (`publishers.csv`: "gov.uk"). News agencies, state-owned ones too, write of all states.
    """
    if document.source:
        found = gazetteer.find_name(document.source)
        if found and isinstance(found[0].node, State | Organ):
            return found[0].code or None
    host = urlsplit(document.url).hostname if document.url else None
    return gazetteer.state_of_host(host) if host else None
