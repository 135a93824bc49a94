"""Strings that attack whoever shows, stores or parses them, and a store in which all names are."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from served import told

from diplograph.records import Actor, Document, EventDate, Kind, Place, PostClaim, Reading
from diplograph.store import GraphStore

ATTACKS = (
    # HTML, JavaScript, SVG, CSS; `window.hacked` tells whether one ran
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<!--<script>",
    "--><script>window.hacked=1</script>",
    "]]><script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
    "<svg><script href=data:,window.hacked=1 />",
    "'-window.hacked=1-'",
    "`${window.hacked=1}`",
    "<a href=javascript:window.hacked=1>x</a>",
    "javascript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "<style>*{background:url(http://evil.example/)}</style>",
    "</style><script>window.hacked=1</script>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<base href=http://evil.example/>",
    "<details open ontoggle=window.hacked=1>",
    "<math><mi xlink:href=data:x,window.hacked=1>",
    "&lt;script&gt; &amp; &#x3c; &quot;",
    "{{7*7}}{% for x in y %}{{ config }}",
    # JSON and JavaScript strings
    '","__proto__":{"x":1},"y":"',
    "line\u2028separator\u2029paragraph",
    "back\\slash \\u003c \\",
    "__proto__",
    "constructor",
    # Turtle, N-Triples, SPARQL
    '" . <urn:a> <urn:b> <urn:c> . "',
    '"""@en ; <urn:p> """',
    "'''; DROP ALL",
    "} ; DROP ALL #",
    '" } SERVICE <http://evil.example/> {} #',
    "?s ?p ?o . FILTER(1=1)",
    "x> <urn:p> <urn:o",
    "\\u0022 \\U00000022",
    "# comment",
    # spreadsheets
    "=HYPERLINK(\"http://evil.example/\",\"x\")",
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "'=1",
    'a,"b",\n=1',
    # paths
    "../../../../etc/passwd",
    "..",
    "/etc/passwd",
    "C:\\Windows\\system32",
    "%2e%2e%2fetc",
    "CON",
    # terminals
    "\x1b[2J\x1b[H\x1b]0;owned\x07",
    "\x9b31m\x85",
    "over\rwrite",
    "bell\x07 back\x08space \x7f",
    "\x1b]8;;http://evil.example\x1b\\link",
    # direction, invisible, odd letters
    "\u202egnp.exe\u202c",
    "\u2066\u2067isolate",
    "zero\u200bwidth\ufeff\u00ad",
    "e\u0301" * 20,
    "\u0915\u094d\u0937 \u0647\u0645\u0632\u0629 😀🇺🇳",
    "\U000e0001\U000e0041tag",
    # IRIs
    "a b {c} <d> | ^ ` \\",
    "http://evil.example/?q=<x>&y",
    "#fragment?query",
    "%00%zz",
    "[markup]x[/markup] :smile:",
    "long " + "x" * 3000,
)  # fmt: skip


def readings() -> list[Reading]:
    """A document for each attack: title, source, path, names, topic, place and date attack."""
    found = []
    actors = [Actor(f"x/{name}", name, Kind.GROUP) for name in ATTACKS]
    for number, (name, following) in enumerate(itertools.pairwise((*ATTACKS, ATTACKS[0]))):
        left, right = actors[number], actors[(number + 1) % len(actors)]
        sentence = f"{name} urged {following} now."
        document = Document(
            f"Text {number}.\n\n{sentence}",
            path=name,
            record_id=name,
            title=name,
            published="2023-05-01",
            source=name,
            url=name,
        )
        relation = told(document, "urges", "urged", left, right, sentence, topic=name, rule=name)
        relation = replace(
            relation,
            place=Place(f"x/{name}", name, "CHN"),
            date=EventDate("2023-05", name),
            attributed_to=left,
        )
        at = document.text.index(name)
        post = PostClaim(left, name, name, right, at, at + len(name))
        found.append(Reading(document, (relation,), (post,)))
    return found


def attacked(path: Path | None = None) -> GraphStore:
    """The store of these documents."""
    store = GraphStore(path)
    for reading in readings():
        store.replace_document(reading)
    store.rebuild_derived()
    store.flush()
    return store
