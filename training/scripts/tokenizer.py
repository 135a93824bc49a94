"""Bring spaCy's English tokenizer closer to the words of the treebanks.

The changes live in the rules and patterns that `nlp.to_disk` saves, so that nothing of this
module is needed to load the trained pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    registry,
)

from clusters import add_clusters
from wordlists import words

# Written as one word in the treebanks: "co-operate", "anti-establishment", "e-mail".
JOINED = sorted(words("joined_prefixes"))
RUNS = (r"[!?]{2,}", r"\.\?", r"\*{2,}", "<<", ">>")
PHONE = re.compile(r"(?:\d{1,2}-)?\d{3}-\d{3}-\d{4}$")
# Abbreviations that spaCy's English rules do not know.
ABBREVIATIONS = sorted(words("abbreviations"))
SPLIT = {"and/or", "And/Or", "AND/OR"}


def _joined_guard() -> str:
    """Lookbehinds that keep a hyphen after one of JOINED inside its word."""
    forms = [form for prefix in JOINED for form in (prefix, prefix.capitalize())]
    return "".join(rf"(?<!\b{form})" for form in forms)


def infixes(defaults: list[str]) -> list[str]:
    """Return the infix patterns, hyphens guarded and number ranges split."""
    changed = [
        rf"{_joined_guard()}{pattern}" if "(?:-|–|—" in pattern else pattern for pattern in defaults
    ]
    return [*changed, r"(?<=[0-9])[–—](?=[0-9])", r"(?<=[A-Z]\.)-(?=[a-z]{2})"]


def customise(nlp: Language) -> Language:
    """Change the tokenizer of a pipeline in place."""
    tokenizer: Any = nlp.tokenizer
    defaults: Any = nlp.Defaults
    prefixes = [*RUNS, *(defaults.prefixes or [])]
    suffixes = [*RUNS, *(defaults.suffixes or [])]
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    pattern = compile_infix_regex(infixes(list(defaults.infixes or [])))
    tokenizer.infix_finditer = pattern.finditer
    tokenizer.token_match = PHONE.match
    rules = dict(tokenizer.rules or {})
    kept = {text: rule for text, rule in rules.items() if text not in SPLIT}
    kept.update({text: [{"ORTH": text}] for text in ABBREVIATIONS})
    tokenizer.rules = kept
    return nlp


def with_clusters(nlp: Language) -> Language:
    """Change the tokenizer and give the vocabulary word clusters, for the first recogniser."""
    return add_clusters(customise(nlp))


def create_callback() -> Callable[[Language], Language]:
    """Callback for [initialize.before_init]."""
    return with_clusters


registry.callbacks.register("diplograph.tokenizer.v1", func=create_callback)
