"""Reviewed data about states, organisations, persons and words, and lookups over it."""

from __future__ import annotations

from diplograph.errors import GazetteerError
from diplograph.gazetteer.core import Gazetteer
from diplograph.gazetteer.loading import load_gazetteer
from diplograph.gazetteer.model import (
    Cover,
    Entry,
    Gender,
    GroupNoun,
    How,
    Node,
    Organ,
    Organisation,
    OrganPattern,
    Person,
    Place,
    Post,
    Reading,
    Role,
    RolePhrase,
    State,
)
from diplograph.gazetteer.names import fold_name

__all__ = [
    "Cover",
    "Entry",
    "Gazetteer",
    "GazetteerError",
    "Gender",
    "GroupNoun",
    "How",
    "Node",
    "Organ",
    "OrganPattern",
    "Organisation",
    "Person",
    "Place",
    "Post",
    "Reading",
    "Role",
    "RolePhrase",
    "State",
    "fold_name",
    "load_gazetteer",
]
