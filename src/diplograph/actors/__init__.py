"""From a parsed text to actors: find mentions, follow references, resolve to nodes."""
