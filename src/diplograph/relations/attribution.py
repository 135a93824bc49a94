"""Whose words a relation is in: reporting verbs, "according to", quotations across sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Effect, Lexicon
from diplograph.relations.arguments import logical_subjects
from diplograph.relations.governing import complement_effect, stands

_REPORTING = frozenset({Effect.SAID, Effect.DENIED, Effect.ALLEGED, Effect.CONFIRMED})
_CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj"})
_QUOTE = re.compile(r'“[^“”]{2,4000}?[”]|"[^"]{2,4000}?"')
# a statement: "The minister said:" and then nothing but his words, without quotation marks
_STATEMENT = re.compile(r"\b\w+:\s*\n\n(?=[^\s“\"])")
_QUOTE_OPEN_PARAGRAPH = re.compile(r'(?:^|\n\n)[“"][^“”"\n]{2,4000}(?=\n\n[“"])')


def reporting_verb_above(s: Syntax, lexicon: Lexicon, i: int) -> int | None:
    """The nearest governor that reports what i stands in, or None.

    Sideways too: in `"...", Mao said` the reporting clause is often a parataxis of the quote.
    """
    node = i
    for governor in s.ancestors(i):
        if _is_clause_of(s, lexicon, governor, node):
            return governor
        if s.labels[node] == "acl" and _is_clause_of(s, lexicon, s.heads[governor], node):
            return s.heads[governor]  # "accused by Oslo of arming": parsed as Oslo's
        if s.labels[node] == "acl:relcl" and _told_to(s, lexicon, governor, node):
            return s.heads[governor]
        node = governor
    for c in s.exactly(node, "parataxis", "ccomp"):
        if c != i and c not in set(s.ancestors(i)) and is_reporting(s, lexicon, c, node):
            return c
    return None


def _is_clause_of(s: Syntax, lexicon: Lexicon, governor: int, node: int) -> bool:
    """Whether node is a clause that its governor reports."""
    label = s.labels[node]
    if (
        label == "advcl" or s.heads[node] != governor
    ):  # "accused Iran of arming rebels": only a charge reports this way
        frames = lexicon.frames(s.lemma(governor), s.doc[governor].pos_)
        return bool(s.exactly(node, "mark", "case")) and any(
            frame.complement is Complement.CLAIMED for frame in frames
        )
    if label not in _CLAUSE or not is_reporting(s, lexicon, governor, node):
        return False
    # "A accused B, and B blamed A": a clause in front with "and" behind is no speech
    joined = [c for c in s.exactly(governor, "cc") if node < c < governor]
    return not (label == "ccomp" and joined)


def _told_to(s: Syntax, lexicon: Lexicon, noun: int, node: int) -> bool:
    """ "told parliament *that* ...": a that-clause hung on the hearer like a relative clause."""
    verb = s.heads[noun]
    conjunction = any(s.doc[m].lower_ == "that" for m in s.exactly(node, "mark"))
    return (
        conjunction
        and s.labels[noun] in {"obj", "iobj"}
        and any(op.effect in _REPORTING for op in lexicon.operators(s.lemma(verb), "VERB"))
    )


def is_reporting(s: Syntax, lexicon: Lexicon, verb: int, clause: int) -> bool:
    """Whether `verb` presents `clause` as somebody's words."""
    if complement_effect(s, lexicon, verb, clause) in _REPORTING:
        return True
    return any(
        frame.complement in {Complement.ASSERTED, Complement.CLAIMED} and stands(s, verb, frame)
        for frame in lexicon.frames(s.lemma(verb), s.doc[verb].pos_)
    )


def according_to(s: Syntax, index: MentionIndex, i: int) -> Resolved | None:
    """The source named by "according to X" anywhere above i."""
    for node in (i, *s.ancestors(i)):
        for t in s.exactly(node, "obl", "nmod"):
            if s.preposition(t) == "according to" and t not in s.ancestors(i):
                return index.at(t)
    return None


def speaker_of(s: Syntax, index: MentionIndex, verb: int) -> Resolved | None:
    """Who speaks at a reporting verb: its logical subject's mention."""
    for t in logical_subjects(s, verb):
        mention = index.at(t)
        if mention is not None and mention.actors:
            return mention
    if not s.exactly(verb, "nsubj", "nsubj:pass"):
        # the parser lost the subject: the name that ends right in front of the verb
        before = index.at(verb - 1) if verb else None
        if before is not None and before.end == verb and before.actors and not before.modifier:
            return before
    return None


def quotations(doc: Doc) -> Iterator[tuple[int, int]]:
    """Character spans of quoted stretches, paragraphs that leave their quote open included."""
    spans = [m.span() for m in _QUOTE.finditer(doc.text) if "\n\n" not in m.group()]
    spans += [m.span() for m in _QUOTE_OPEN_PARAGRAPH.finditer(doc.text)]
    statement = None if spans else _STATEMENT.search(doc.text)
    if statement is not None:
        spans.append((statement.end(), len(doc.text)))
    yield from sorted(spans)


def quote_speakers(
    s: Syntax, lexicon: Lexicon, index: MentionIndex
) -> list[tuple[int, int, Resolved]]:
    """Quoted spans (characters) with their speaker, where a reporting clause beside them tells.

    A quote of several sentences has one speaker; a quote in the same paragraph without a clause of
    its own continues the last speaker.
    """
    doc = s.doc
    spans = list(quotations(doc))
    outside = [
        t.i
        for t in doc
        if t.pos_ == "VERB"
        and any(op.effect in _REPORTING for op in lexicon.operators(s.lemma(t.i), "VERB"))
        and not any(a <= t.idx < b for a, b in spans)
    ]
    found: list[tuple[int, int, Resolved]] = []
    for start, end in spans:
        speaker = _nearest_speaker(s, index, outside, start, end)
        if speaker is None and found and "\n\n" not in doc.text[found[-1][1] : start]:
            speaker = found[-1][2]
        if speaker is not None and " " in doc.text[start:end]:
            found.append((start, end, speaker))
    return found


def _nearest_speaker(
    s: Syntax, index: MentionIndex, verbs: list[int], start: int, end: int
) -> Resolved | None:
    """Speaker of the reporting verb closest to a quote, in its paragraph and within reach."""
    best: tuple[int, Resolved] | None = None
    for verb in verbs:
        at = s.doc[verb].idx
        gap = start - at if at < start else at - end
        between = s.doc.text[min(at, end) : max(at, start)]
        if gap > 160 or ("\n\n" in between and not between.rstrip().endswith(":")):
            continue
        speaker = speaker_of(s, index, verb)
        if speaker is not None and (best is None or gap < best[0]):
            best = (gap, speaker)
    return best[1] if best else None
