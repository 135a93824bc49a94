"""Why a sentence gives the relations it gives, and why a name means whom it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diplograph.components import ActorReader, RelationReader
from diplograph.documents import ReadOptions
from diplograph.gazetteer import Gazetteer, load_gazetteer
from diplograph.language.pipeline import load_pipeline
from diplograph.language.syntax import Syntax
from diplograph.lines import relation_record
from diplograph.reading import annotate
from diplograph.records import Document
from diplograph.relations.candidates import candidates
from diplograph.relations.confidence import weigh
from diplograph.relations.extract import extract_relations
from diplograph.relations.fillers import Reader
from diplograph.relations.fitting import POS
from diplograph.versions import input_versions


def explain_text(
    text: str,
    pipeline: str | None = None,
    date: str | None = None,
    ontology: Path | None = None,
    actors: Path | None = None,
) -> dict[str, Any]:
    """Tokens, mentions, triggers considered, relations found and left out, as plain data.

    Token indices count spaCy tokens; character offsets count characters of `text`.

    Raises:
        SourceError: `date` is not of the form YYYY-MM-DD.
    """
    ReadOptions(date=date)
    nlp = load_pipeline(pipeline, ontology, actors)
    doc = annotate(Document(text=text, published=date), nlp)
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader)
    reader = component.reader(doc)
    reading = doc._.diplograph_reading
    return {
        "text": text,
        "versions": input_versions(pipeline),
        "tokens": _tokens(reader.syntax),
        "mentions": _mentions(reader),
        "triggers": _triggers(reader),
        "relations": [relation_record(r, reading.document) for r in reading.relations],
        "left_out": _left_out(component, reader, reading.document),
    }


def _left_out(
    component: RelationReader, reader: Reader, document: Document
) -> list[dict[str, Any]]:
    """Relations that were considered and are not sure enough, the surest first."""
    weighed = weigh(extract_relations(reader, document), component.scale)
    unsure = [relation for relation, kept in weighed if not kept]
    unsure.sort(key=lambda r: -r.confidence)
    return [relation_record(r, document) for r in unsure]


def _tokens(s: Syntax) -> list[dict[str, Any]]:
    return [
        {
            "i": t.i,
            "text": t.text,
            "lemma": t.lemma_,
            "tag": t.tag_,
            "dep": s.labels[t.i],
            "head": s.heads[t.i],
            "entity": t.ent_type_ or None,
        }
        for t in s.doc
    ]


def _mentions(reader: Reader) -> list[dict[str, Any]]:
    doc = reader.syntax.doc
    return [
        {
            "mention": doc[m.start : m.end].text,
            "form": m.form.value,
            "actors": [a.name for a in m.actors],
            "place": m.place,
            "modifier": m.modifier,
            "certainty": m.certainty,
            "why": m.rule or None,
        }
        for m in reader.index.mentions
    ]


def _triggers(reader: Reader) -> list[dict[str, Any]]:
    """Every word that the lexicon knows as a trigger, with the rule that fired, if one did."""
    fired = {c.trigger: c for c in candidates(reader)}
    found = []
    for token in reader.syntax.doc:
        pos = POS.get(token.pos_)
        frames = reader.lexicon.frames(reader.syntax.lemma(token.i), pos) if pos else ()
        if not frames:
            continue
        candidate = fired.get(token.i)
        found.append(
            {
                "trigger": token.text,
                "considered": [f.id for f in frames],
                "fired": candidate.frame.id if candidate else None,
                "path": _path(reader.syntax, token.i),
            }
        )
    return found


def _path(s: Syntax, i: int) -> str:
    """The trigger's way up to the root: `urge <conj say`."""
    steps = [s.lemma(i)]
    node = i
    for above in s.ancestors(i):
        steps.append(f"<{s.labels[node]} {s.lemma(above)}")
        node = above
    return " ".join(steps)


def format_explanation(explanation: dict[str, Any]) -> str:
    """The explanation as lines for a reader."""
    lines = ["Mentions"]
    for m in explanation["mentions"]:
        meant = ", ".join(m["actors"]) or (f"place {m['place']}" if m["place"] else "nobody")
        note = " (modifier)" if m["modifier"] else ""
        why = f", {m['why']}" if m["why"] else ""
        lines.append(f"  {m['mention']!r} -> {meant}{note}, {m['form']}, {m['certainty']:.2f}{why}")
    lines.append("Triggers")
    for t in explanation["triggers"]:
        lines.append(f"  {t['trigger']!r} {t['path']}")
        lines.append(f"    fired {t['fired'] or 'nothing'} of {', '.join(t['considered'][:6])}")
    lines.append("Relations")
    lines += map(_told, explanation["relations"])
    if not explanation["relations"]:
        lines.append("  none")
    if explanation["left_out"]:
        lines.append("Considered, but not sure enough")
        lines += map(_told, explanation["left_out"])
    return "\n".join(lines)


def _told(r: dict[str, Any]) -> str:
    """A relation in a line."""
    said = f", said by {r['attributed_to']['name']}" if r["attributed_to"] else ""
    claimed = "" if r["factual"] else ", only claimed"
    return (
        f"  {r['source']['name']} --{r['relation']}--> {r['target']['name']} "
        f"[{r['type']}, {r['status']}{said}{claimed}] {r['confidence']:.2f} by {r['rule']}"
    )


def explain_actor(name: str, at: str | None, own: Path | None = None) -> list[str]:
    """How a name resolves at a date: what the gazetteer has, and what the pipeline takes it for.

    `own`: a user's table of actors to add.

    Raises:
        SourceError: `at` is not of the form YYYY-MM-DD.
    """
    ReadOptions(date=at)
    gazetteer = load_gazetteer(None, own)
    lines = [f"{name!r}" + (f" at {at}" if at else "")]
    for entry in gazetteer.find_name(name):
        lines.append(f"  gazetteer: {entry.kind} {entry.id}, by {entry.how.value}")
        lines += _posts(gazetteer, entry.id, at)
    for reading in gazetteer.readings(name):
        words = ", ".join(reading.context) or "no context words"
        default = ", default" if reading.default else ""
        lines.append(f"  ambiguous: {reading.id or 'nothing'} with {words}{default}")
    for person in gazetteer.persons_by_surname(name):
        lines.append(f"  surname of: {person.name}")
        lines += _posts(gazetteer, person.id, at)
    lines += _in_a_sentence(name, at, own)
    return lines


def _posts(gazetteer: Gazetteer, person: str, at: str | None) -> list[str]:
    return [
        f"    {post.title} of {post.of}, {post.start or '?'} to {post.end or 'now'}"
        for post in gazetteer.posts_of(person)
        if at is None or post.covers(at)
    ]


def _in_a_sentence(name: str, at: str | None, own: Path | None) -> list[str]:
    nlp = load_pipeline(None, None, own)
    component = nlp.get_pipe("diplograph_actors")
    assert isinstance(component, ActorReader)
    doc = annotate(Document(text=f"{name[:1].upper()}{name[1:]} spoke.", published=at), nlp)
    found = [m for m in doc._.diplograph_actors.index.mentions if m.actors]
    if not found:
        return ["  read as: nobody"]
    return [
        f"  read as: {', '.join(a.id for a in m.actors)} "
        f"({doc[m.start : m.end].text!r}, {m.form.value}, certainty {m.certainty:.2f}"
        f"{m.rule and ', ' + m.rule})"
        for m in found
    ]
