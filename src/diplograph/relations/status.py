"""Whether an act is actual, planned, hypothetical or negated, read up the tree from its trigger.

Effects are collected from the trigger outwards: its own auxiliaries, negation and adjectives, then
every governor whose complement it stands in (an operator of the lexicon, or a frame that says what
its complement is). The first effect that settles the matter wins over milder ones further out.
"""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.language.syntax import Syntax
from diplograph.lexicon import Effect, Lexicon
from diplograph.records import Status
from diplograph.relations.governing import complement_effect, operators_of
from diplograph.relations.slots import support_of
from diplograph.word_classes import word_class

_OWN_MODIFIERS = frozenset({"aux", "advmod", "amod", "det", "cc", "mark", "case", "nmod:desc"})
_SETTLING = frozenset({Effect.PLANNED, Effect.HYPOTHETICAL, Effect.NEGATED, Effect.DENIED})
_ARGUMENT = frozenset(
    {"obj", "nsubj:pass", "obl", "nmod", "xcomp", "ccomp", "acl", "csubj"} | {"csubj:pass"}
)
_SEVERITY = {
    Status.ACTUAL: 0,
    Status.PLANNED: 1,
    Status.HYPOTHETICAL: 2,
    Status.NEGATED: 3,
}


def read_status(s: Syntax, lexicon: Lexicon, trigger: int) -> Status:
    """Status of the act that token `trigger` names."""
    status = Status.ACTUAL
    for effect in effects_above(s, lexicon, trigger):
        if effect is Effect.PRESUPPOSED:
            break
        status = _combine(status, effect)
    return status


def _combine(status: Status, effect: Effect) -> Status:
    if effect in {Effect.NEGATED, Effect.DENIED}:
        return Status.ACTUAL if status is Status.NEGATED else Status.NEGATED
    changed = {Effect.PLANNED: Status.PLANNED, Effect.HYPOTHETICAL: Status.HYPOTHETICAL}.get(effect)
    if changed is None or _SEVERITY[changed] <= _SEVERITY[status]:
        return status
    return changed


def effects_above(s: Syntax, lexicon: Lexicon, trigger: int) -> Iterator[Effect]:
    """Effects on the trigger, nearest first."""
    yield from _own_effects(s, lexicon, trigger)
    support = support_of(s, lexicon, trigger)
    i = trigger
    while s.heads[i] != i:
        label, governor = s.labels[i], s.heads[i]
        if label == "conj":
            yield from _shared_effects(s, lexicon, i, governor)
        elif support is not None and governor == support.verb:
            yield from _support_effects(s, lexicon, governor, i)
        elif _is_embedded(s, i, label) or _is_begun(s, lexicon, i):
            if s.doc[i].pos_ in {"NOUN", "PROPN"} and not _bears_on(s, lexicon, governor, i):
                return
            yield from _governor_effects(s, lexicon, governor, i)
        elif label == "advcl" and _is_object_gerund(s, i):
            effect, governor = _refrained(s, lexicon, governor)
            if effect is None:
                return
            yield effect
        elif label in {"acl", "advcl"} and _is_purpose(s, i):
            effect = complement_effect(s, lexicon, governor, i)
            yield effect if effect in _SETTLING else Effect.PLANNED
            return
        elif label == "nsubj":
            yield from _subject_effects(s, lexicon, governor)
            if s.exactly(governor, "cop") or s.doc[governor].pos_ == "VERB":
                return
        else:
            return
        i = governor
    if _is_asked(s, i):
        yield Effect.HYPOTHETICAL


def _is_asked(s: Syntax, root: int) -> bool:
    """Whether a sentence asks if something is so; "why did ...?" takes it for granted."""
    sentence = s.doc[root].sent
    asked = any(t.text == "?" for t in sentence[-2:])
    return asked and not any(t.tag_ in {"WRB", "WP", "WDT"} for t in sentence)


def _support_effects(s: Syntax, lexicon: Lexicon, verb: int, event: int) -> Iterator[Effect]:
    """A support verb's own status, and its meaning: "is *considering* sanctions"."""
    for operator in operators_of(s, lexicon, verb):
        if operator.pos == "VERB" and operator.complement in {"", "noun"}:
            if operator.effect in {Effect.PLANNED, Effect.HYPOTHETICAL, Effect.NEGATED}:
                yield operator.effect
            break
    yield from _own_effects(s, lexicon, verb, besides=event)


def _refrained(s: Syntax, lexicon: Lexicon, governor: int) -> tuple[Effect | None, int]:
    """What a governor does to a gerund behind a preposition, with the word that says it.

    "*stopped* short of condemning", "*refrained* from attacking".
    """
    settling = {Effect.NEGATED, Effect.PLANNED, Effect.HYPOTHETICAL}
    for node in (governor, s.heads[governor]):
        for operator in operators_of(s, lexicon, node):
            if operator.pos in {"VERB", "ADJ", "ADV"} and operator.effect in settling:
                return operator.effect, node
        if s.labels[governor] not in {"xcomp", "advmod"}:
            break
    return None, governor


def is_alleged(s: Syntax, lexicon: Lexicon, trigger: int) -> bool:
    """Whether a word beside the trigger leaves it open: "allegedly", "the reported attack"."""
    return any(
        operator.effect is Effect.ALLEGED and operator.pos in {"ADJ", "ADV"}
        for c in s.exactly(trigger, "advmod", "amod")
        for operator in operators_of(s, lexicon, c)
    )


def _is_embedded(s: Syntax, i: int, label: str) -> bool:
    """Whether i is a complement or an event named by an argument of its head."""
    if label not in _ARGUMENT:
        return False
    if label in {"obl", "nmod"} and s.preposition(i) in word_class("background"):
        return False
    return not (label == "acl" and s.doc[i].tag_ in {"VBG", "VBN"})


def _bears_on(s: Syntax, lexicon: Lexicon, governor: int, noun: int) -> bool:
    """Whether a governor says how real an event noun is; most nouns are only mentioned.

    "called off talks", "the threat of sanctions" do; "after talks", "discuss US sanctions" do not.
    """
    if complement_effect(s, lexicon, governor, noun) is not None:
        return True
    return s.labels[noun] == "obj" and not s.exactly(noun, "nmod:poss", "amod", "compound")


def _is_begun(s: Syntax, lexicon: Lexicon, i: int) -> bool:
    """Whether an infinitive that looks like a purpose is none, or a relative clause a content.

    "*started* today to withdraw", "became the *first* leader to visit", "a *request* that".
    """
    governor = s.heads[i]
    if s.labels[i] == "acl:relcl":
        marked = any(s.doc[m].lower_ == "that" for m in s.exactly(i, "mark"))
        return marked and complement_effect(s, lexicon, governor, i) is not None
    if s.labels[i] != "advcl" or not _is_purpose(s, i):
        return False
    if _ranks_first(s, governor):
        return True
    if s.exactly(governor, "obj"):
        return False
    return complement_effect(s, lexicon, governor, i) is Effect.ACTUAL


def _is_object_gerund(s: Syntax, i: int) -> bool:
    """A gerund that a preposition ties to its governor: "refrained *from* attacking"."""
    return s.doc[i].tag_ == "VBG" and any(
        s.doc[m].lower_ in {"of", "from", "to", "at", "on", "against"}
        for m in s.exactly(i, "mark", "case")
    )


def _is_purpose(s: Syntax, i: int) -> bool:
    return any(s.doc[m].lower_ == "to" for m in s.exactly(i, "mark"))


def _ranks_first(s: Syntax, verb: int) -> bool:
    """Whether a verb calls somebody the first, last or only one: "became the *first* leader"."""
    called = s.exactly(verb, "xcomp", "obj") if s.lemma(verb) in word_class("becoming") else []
    return any(
        s.lemma(c) in word_class("rank") for t in called for c in s.exactly(t, "amod", "nummod")
    )


def _own_effects(
    s: Syntax, lexicon: Lexicon, i: int, *, of_subject: bool = False, besides: int = -1
) -> Iterator[Effect]:
    """Effects of what modifies i directly: will, could, not, planned, no, if, without.

    `of_subject`: on i's subject, which tells its own "no" itself ("*no* talks took place");
    `besides`: the argument of i that does ("*no* deal was reached").
    """
    for c in s.children[i]:
        if s.labels[c].partition(":")[0] in _OWN_MODIFIERS:
            for operator in operators_of(s, lexicon, c):
                if operator.pos != "VERB" and operator.effect in {
                    Effect.PLANNED,
                    Effect.HYPOTHETICAL,
                    Effect.NEGATED,
                }:
                    yield _as_told(s, i, c, operator.effect)
                    break
    if (
        s.doc[i].pos_ in {"VERB", "AUX"}
        and not of_subject
        and _negated_argument(s, lexicon, i, besides)
    ):
        yield Effect.NEGATED
    if s.labels[i] == "root" and s.doc[i].tag_ == "VB" and _is_purpose(s, i):
        yield Effect.PLANNED  # headline: "Xi to visit Moscow"


def _as_told(s: Syntax, verb: int, auxiliary: int, effect: Effect) -> Effect:
    """ "said he would visit" tells a plan, unless an "if" stands near."""
    if s.doc[auxiliary].lower_ not in {"would", "'d", "’d"}:
        return effect
    conditional = any(
        s.doc[m].lower_ == "if" for t in s.exactly(verb, "advcl") for m in s.exactly(t, "mark")
    )
    top = s.first_conjunct(verb)
    reported = s.labels[top] in {"ccomp", "parataxis"} and s.doc[s.heads[top]].tag_ in {
        "VBD",
        "VBN",
    }
    return Effect.PLANNED if reported and not conditional else effect


def _negated_argument(s: Syntax, lexicon: Lexicon, verb: int, besides: int) -> bool:
    """ "sent *no* weapons", "*neither* side agreed", "*neither* Peru nor Chile came"."""
    return any(
        operator.effect is Effect.NEGATED and operator.pos in {"DET", "CCONJ", "PRON"}
        for argument in s.exactly(verb, "obj", "nsubj", "nsubj:pass")
        if argument != besides
        for c in (argument, *s.exactly(argument, "det", "cc:preconj", "cc"))
        for operator in operators_of(s, lexicon, c)
    )


def _shared_effects(s: Syntax, lexicon: Lexicon, i: int, first: int) -> Iterator[Effect]:
    """What a conjunct takes over from the first: auxiliaries where it has no subject of its own."""
    if s.doc[i].pos_ in {"VERB", "AUX"} and s.exactly(i, "nsubj", "nsubj:pass", "aux"):
        return
    negates_both = any(s.doc[c].lower_ in {"or", "nor"} for c in s.exactly(i, "cc"))
    for effect in _own_effects(s, lexicon, first):
        if effect is not Effect.NEGATED or negates_both or s.doc[i].pos_ == "NOUN":
            yield effect


def _governor_effects(s: Syntax, lexicon: Lexicon, governor: int, child: int) -> Iterator[Effect]:
    """What the head of a complement says of it, then what holds for the head itself."""
    effect = complement_effect(s, lexicon, governor, child)
    if effect is not None:
        yield effect
    if effect is Effect.SAID or s.labels[child] == "nmod":
        # what is said is not made hypothetical by "may say", nor a noun by its neighbour's plan
        return
    yield from _own_effects(s, lexicon, governor, besides=child)


def _subject_effects(s: Syntax, lexicon: Lexicon, governor: int) -> Iterator[Effect]:
    """An event as subject: "the visit was postponed", "talks will be held"."""
    if s.lemma(governor) in word_class("ending"):
        return  # "the blockade must end": it is there
    if s.doc[governor].pos_ == "VERB":
        for operator in operators_of(s, lexicon, governor):
            told = operator.effect in {Effect.SAID, Effect.ACTUAL}
            if operator.pos == "VERB" and operator.complement in {"", "noun"} and not told:
                yield operator.effect
        if lexicon.light(s.lemma(governor)):
            yield from _own_effects(s, lexicon, governor, of_subject=True)
    elif s.exactly(governor, "cop"):
        yield from _own_effects(s, lexicon, governor, of_subject=True)
        if s.doc[governor].pos_ == "ADJ":
            for operator in operators_of(s, lexicon, governor):
                if operator.pos == "ADJ":
                    yield operator.effect
