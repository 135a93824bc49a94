"""The summary as one HTML page: no script, no request, made to be printed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from diplograph.documents import SourceFailure
from diplograph.ontology import Ontology, load_ontology
from diplograph.report import facts
from diplograph.report.material import Material
from diplograph.report.model import Bin

_FOLDER: Final = Path(__file__).resolve().parent
_WIDTH: Final = 720.0
_HEIGHT: Final = 160.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the timeline, in the drawing's units: x, width, and y and height of both parts."""

    label: str
    x: float
    width: float
    up_y: float
    up: float
    down: float
    counts: tuple[int, int]


def render_report(
    material: Material,
    title: str,
    failures: Sequence[SourceFailure] = (),
    ontology: Ontology | None = None,
    review: Mapping[str, Any] | None = None,
) -> str:
    """The page as HTML text; `failures` are what was refused or passed over while reading.

    `review` has the scores of the verdicts in the graph (`evaluation.review`), if there are any.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 (only builds need it)

    known = ontology or load_ontology()
    scores = {type_.value: known.score(type_) for type_ in known.types}
    style = (_FOLDER / "report.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((_FOLDER / "report.html").read_text(encoding="utf-8"))
    summary = facts.summarise(material, scores)
    text = template.render(
        title=title,
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'",
        css=style,
        summary=summary,
        bars=_bars(summary.bins),
        refused=[failure for failure in failures if not failure.skipped],
        skipped=[failure for failure in failures if failure.skipped],
        review=review,
        tone=_tone,
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def _bars(bins: Sequence[Bin]) -> list[Bar]:
    most = max((max(b.cooperation, b.conflict) for b in bins), default=0)
    if not most:
        return []
    step, half = _WIDTH / len(bins), _HEIGHT / 2
    result = []
    for number, one in enumerate(bins):
        up, down = (half * count / most for count in (one.cooperation, one.conflict))
        x, width = round(number * step, 1), round(max(step - 1.5, 1.0), 1)
        counts = (one.cooperation, one.conflict)
        result.append(
            Bar(one.label, x, width, round(half - up, 1), round(up, 1), round(down, 1), counts)
        )
    return result


def _tone(score: float) -> str:
    """The class of a cell: how cooperative (c) or conflictual (x), in three steps."""
    strength = min(3, 1 + int(abs(score) / 2.5))
    return "n" if abs(score) < 0.5 else f"{'c' if score > 0 else 'x'}{strength}"
