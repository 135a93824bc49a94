"""Draws the pictures of docs/explanation/sentence-to-edge.md from what the program says.

python docs/pictures/draw.py; a test compares them with what is drawn now.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from spacy import displacy

import diplograph
from diplograph.explaining import explain_text
from diplograph.rdf.terms import PREFIXES

FOLDER = Path(__file__).resolve().parent
SENTENCE = "Mao Ning urged Washington not to sell weapons to Taiwan."
DATE = "2023-02-06"
RELATION = "urges"
SOURCE, TRIGGER, TARGET = "#1b6e8c", "#b3541e", "#6a3d9a"


def parse() -> str:
    """The dependency tree, with the words of the frame that fired coloured and named."""
    told = explain_text(SENTENCE, date=DATE)
    (relation,) = [r for r in told["relations"] if r["relation"] == RELATION]
    roles = {"source": SOURCE, "target": TARGET}
    spans = {
        role: (relation[role]["start"], relation[role]["end"], colour)
        for role, colour in roles.items()
    }
    spans[relation["rule"]] = (relation["trigger_start"], relation["trigger_end"], TRIGGER)
    words, arcs, colours = [], [], {}
    at = 0
    for token in told["tokens"]:
        at = SENTENCE.index(token["text"], at)
        role = next((r for r, (a, b, _) in spans.items() if a <= at < b), "")
        words.append({"text": token["text"], "tag": role})
        if role:
            colours[token["i"]] = spans[role][2]
        at += len(token["text"])
        low, high = sorted((token["i"], token["head"]))
        if low != high and token["dep"] != "punct":
            direction = "left" if token["head"] > token["i"] else "right"
            arcs.append({"start": low, "end": high, "label": token["dep"], "dir": direction})
    drawn = displacy.render(
        {"words": words[:-1], "arcs": arcs},
        style="dep",
        manual=True,
        page=False,
        options={"bg": "#ffffff", "color": "#333333", "distance": 125, "font": "sans-serif"},
    )
    return _tidy(drawn, colours)


def _tidy(drawn: str, colours: dict[int, str]) -> str:
    """The drawing with its frame's words coloured, and ids that are the same each time."""
    unique = re.search(r'id="([0-9a-f]{32})-0"', drawn)
    assert unique is not None
    drawn = drawn.replace(unique[1], "parse")
    parts = re.split(r"(?=<text class=\"displacy-token\")", drawn)
    for i, colour in colours.items():
        parts[i + 1] = parts[i + 1].replace('fill="currentColor"', f'fill="{colour}"', 2)
        parts[i + 1] = parts[i + 1].replace(
            'class="displacy-word"', 'class="displacy-word" font-weight="bold"'
        )
    drawn = "".join(parts)
    return drawn.replace("<svg ", '<svg role="img" aria-label="Dependency tree" ', 1).strip() + "\n"


def event() -> str:
    """The event that the sentence becomes, with its actors, mention, document and direct triple."""
    kg = diplograph.build(diplograph.Document(SENTENCE, published=DATE))
    node = _one(kg, f"SELECT ?x {{ ?x a dg:Event ; dg:relation dg:{RELATION} }}")
    mention = _one(kg, f"SELECT ?x {{ {node} dg:mention ?x }}")
    source = _one(kg, f"SELECT ?x {{ {node} dg:source ?x }}")
    target = _one(kg, f"SELECT ?x {{ {node} dg:target ?x }}")
    document = _one(kg, f"SELECT ?x {{ {mention} nif:referenceContext ?x }}")
    names = {box: _short(box) for box in (source, target, node, mention, document)}
    boxes = [
        _box(20, 20, 210, names[source], _facts(kg, source, "skos:prefLabel", "dg:countryCode")),
        _box(640, 20, 210, names[target], _facts(kg, target, "skos:prefLabel", "dg:countryCode")),
        _box(290, 150, 290, names[node], [
            "a dg:Urging, dg:Request",
            *_facts(kg, node, "dg:status", "dg:factual", "dg:score", "dg:reported",
                    "dg:confidence"),
        ]),
        _box(290, 350, 290, names[mention], _facts(
            kg, mention, "dg:sourceText", "dg:trigger", "dg:targetText", "dg:rule",
            "nif:beginIndex", "nif:endIndex",
        )),
        _box(640, 350, 210, names[document], _facts(kg, document, "dcterms:issued")),
    ]  # fmt: skip
    arrows = [
        _arrow((230, 45), (640, 45), f"dg:{RELATION}", bold=True),
        _arrow((290, 190), (125, 89), "dg:source"),
        _arrow((580, 190), (745, 89), "dg:target"),
        _arrow((435, 294), (435, 350), "dg:mention"),
        _arrow((580, 375), (640, 375), "nif:referenceContext", above=35),
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 870 520" role="img" '
        'aria-label="One event in RDF" font-family="sans-serif" font-size="13">\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#333"/></marker></defs>\n'
        '<rect width="870" height="520" fill="#fff"/>\n' + "".join(arrows + boxes) + "</svg>\n"
    )


def _one(kg: diplograph.KnowledgeGraph, query: str) -> str:
    """The single node that a query finds, written for SPARQL."""
    ((found,),) = kg.query(query).terms()
    return str(found)


def _short(node: str) -> str:
    """An IRI with a prefix; long hashes are cut."""
    iri = node.strip("<>")
    prefix, base = max(
        ((p, b) for p, b in {**PREFIXES, "id": _ID}.items() if iri.startswith(b)),
        key=lambda pair: len(pair[1]),
    )
    local = re.sub(r"([0-9a-f]{6})[0-9a-f]{10}$", r"\1…", iri.removeprefix(base))
    return f"{prefix}:{local}"


_ID = "https://w3id.org/diplograph/id/"


def _facts(kg: diplograph.KnowledgeGraph, node: str, *properties: str) -> list[str]:
    """Lines such as `dg:trigger "urged"`."""
    lines = []
    for name in properties:
        ((term,),) = kg.query(f"SELECT ?x {{ {node} {name} ?x }}").terms()
        lines.append(f"{name} {_value(term)}")
    return lines


def _value(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return _short(str(term))
    plain = term.datatype.value.rpartition("#")[2] not in {"string", "date"}
    return str(term.value) if plain else f"“{term.value}”"


def _box(x: int, y: int, width: int, name: str, lines: list[str]) -> str:
    height = 30 + 19 * len(lines)
    rows = "".join(
        f'<text x="{x + 10}" y="{y + 40 + 19 * i}">{escape(line)}</text>\n'
        for i, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5" fill="#f4f6f8" '
        f'stroke="#5b6b7a"/>\n<text x="{x + 10}" y="{y + 20}" font-weight="bold">{escape(name)}'
        f"</text>\n{rows}"
    )


def _arrow(
    start: tuple[int, int], end: tuple[int, int], label: str, *, bold: bool = False, above: int = 6
) -> str:
    (a, b), (c, d) = start, end
    colour = TRIGGER if bold else "#333"
    return (
        f'<path d="M{a},{b} L{c},{d}" stroke="{colour}" stroke-width="{2.5 if bold else 1.2}" '
        f'marker-end="url(#tip)"/>\n<text x="{(a + c) // 2}" y="{(b + d) // 2 - above}" '
        f'text-anchor="middle" fill="{colour}" stroke="#fff" stroke-width="4" '
        f'paint-order="stroke">{escape(label)}</text>\n'
    )


PICTURES = {"parse.svg": parse, "event.svg": event}


def main() -> None:
    """Write them."""
    for name, draw in PICTURES.items():
        (FOLDER / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
