"""Load the language pipeline: the embedded one, or any spaCy English pipeline by name or path."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplograph.errors import PipelineError
from diplograph.integrity import check_installation
from diplograph.memory import give_back, seldom_collected
from diplograph.resources import model_path

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = ("diplograph_actors", "diplograph_relations")
_RULES_FROM_FILE: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": "diplograph.empty"}}}
NEEDED = {"parser": "token.dep", "ner": "doc.ents"}
"""Components that the extraction cannot do without, by what they set."""


@lru_cache(maxsize=2)
@seldom_collected()
def load_pipeline(
    name: str | None = None, extension: Path | None = None, actors: Path | None = None
) -> Language:
    """A pipeline with diplograph's components at its end.

    `name`: an installed package or a folder, as `spacy.load` takes it; None for the embedded one.
    `extension`: a Turtle file of a user's own relations, with their frames in a .tsv beside it.
    `actors`: a user's table of actors and offices, see `gazetteer.own_rows`.

    Raises:
        DamagedFileError: a file of the package is not what was installed.
        GazetteerError: the user's table is not valid.
        PipelineError: it cannot be loaded, is not English, or has no parser.
    """
    import spacy

    check_installation()
    target = str(model_path()) if name is None else name
    try:
        nlp = spacy.load(target, config=_RULES_FROM_FILE if name is None else {})
    except Exception as error:  # whatever the parts of a damaged pipeline raise
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise PipelineError(
            f"pipeline {target!r} cannot be loaded: {reason}; allowed: an installed spaCy English "
            "pipeline or a folder with one"
        ) from error
    _check(nlp, target)
    _keep_names_whole(nlp)
    for component in COMPONENTS:
        if component not in nlp.pipe_names:
            config = {"own": str(actors)} if actors is not None else {}
            if component == "diplograph_relations" and extension is not None:
                config["extension"] = str(extension)
            nlp.add_pipe(component, config=config)
    gc.freeze()  # a million objects that stay: the collector need not go through them each time
    return nlp


def forget_pipelines() -> None:
    """Free the memory of all pipelines that nobody holds; they are loaded again when asked for."""
    load_pipeline.cache_clear()
    gc.unfreeze()
    give_back()


def _check(nlp: Language, target: str) -> None:
    """Raise PipelineError where a pipeline is not English, or lacks what is needed."""
    if nlp.lang != "en":
        raise PipelineError(f"pipeline {target!r} is for {nlp.lang!r}; allowed: 'en'")
    for needed, attribute in NEEDED.items():
        if attribute not in _assigned(nlp):
            raise PipelineError(
                f"pipeline {target!r} has no {needed!r}; it has {', '.join(nlp.pipe_names)}"
            )


def _assigned(nlp: Language) -> set[str]:
    """The token and doc attributes that the pipeline's components say they set."""
    return {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}


def _keep_names_whole(nlp: Language) -> None:
    """Let the tokenizer leave hyphened personal names in one piece: "Moon Jae-in", "Ban Ki-moon".

    Split as other hyphens are, their second half reads as a preposition or a noun.
    """
    from diplograph.gazetteer import load_gazetteer

    keep: Callable[[str, list[dict[str, str]]], None] | None
    keep = getattr(nlp.tokenizer, "add_special_case", None)
    if keep is None:
        return  # a user's own tokenizer keeps its ways
    for word in sorted(load_gazetteer().hyphened_names()):
        keep(word, [{"ORTH": word}])
