"""Whose words a relation is in: reporting verbs, "according to", quotations across sentences."""

from __future__ import annotations

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Effect, Lexicon
from diplograph.relations.arguments import logical_subjects
from diplograph.relations.governing import complement_effect, stands

_REPORTING = frozenset({Effect.SAID, Effect.DENIED, Effect.ALLEGED, Effect.CONFIRMED})
_CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj"})


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
        if c == i or c in set(s.ancestors(i)) or _semicolon_between(s, node, c):
            continue
        if is_reporting(s, lexicon, c, node):
            return c
    return None


def _semicolon_between(s: Syntax, a: int, b: int) -> bool:
    """Whether two words stand in different main clauses: "...; Chad denied"."""
    return any(t.text == ";" for t in s.doc[min(a, b) : max(a, b)])


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
