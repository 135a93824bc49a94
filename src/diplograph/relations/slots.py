"""What fills the slots of a verb, noun or adjective: the places that the lexicon's frames name.

Slots are filled with token indices. Support verbs ("impose sanctions on") lend their arguments to
the noun here, so that frames need one row for the noun.
"""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Direction, Effect, Lexicon, LightVerb
from diplograph.relations.arguments import (
    deeper,
    has_particle,
    logical_objects,
    logical_subjects,
    modifiers,
    owners,
    prepositional,
    surface_subjects,
)
from diplograph.word_classes import word_class

# prepositions of a verb that parsers hang on another phrase of it: "spoke by phone *with* Trump"
_STRAYING = frozenset({"with", "against", "to"})
# those of phrases that only say when, and keep what is theirs: "after the fall of Mosul *to* ISIL"
_TIMES = frozenset({"after", "before", "since", "during", "until", "following"})


@dataclass(frozen=True, slots=True)
class Support:
    """The support verb of a noun: "impose" for "sanctions" in "imposed sanctions on"."""

    verb: int
    entry: LightVerb


def carrier_of(s: Syntax, lexicon: Lexicon, noun: int) -> int:
    """The noun that stands in the sentence for an event noun: "a *round* of talks".

    Amounts carry what they are of ("50 million *dollars* in aid"), and so do the nouns that the
    lexicon calls transparent (series, wave, campaign).
    """
    top = s.first_conjunct(noun)
    for _ in range(3):
        head = s.heads[top]
        if s.labels[top] != "nmod" or s.preposition(top) not in {"of", "in"}:
            break
        counted = s.doc[head].pos_ in {"NUM", "SYM"} or bool(s.exactly(head, "nummod"))
        transparent = any(
            op.effect is Effect.ACTUAL for op in lexicon.operators(s.lemma(head), "NOUN")
        )
        if not counted and not transparent:
            break
        top = s.first_conjunct(head)
    return top


def support_of(s: Syntax, lexicon: Lexicon, noun: int) -> Support | None:
    """Find the support verb that noun is an object (or passive subject) of."""
    top = carrier_of(s, lexicon, noun)
    verb, label = s.heads[top], s.labels[top]
    if verb == top and label == "root":
        return None
    if label == "acl" or s.doc[verb].pos_ not in {"VERB", "AUX"}:
        return _reduced_support(s, lexicon, noun)
    for entry in lexicon.light(s.lemma(verb)):
        if entry.particle and not has_particle(s, verb, entry.particle):
            continue
        if entry.preposition:
            if label == "obl" and s.preposition(top) == entry.preposition.replace("_", " "):
                return Support(verb, entry)
        elif label in {"obj", "nsubj:pass"} or (label == "nsubj" and s.is_passive(verb)):
            return Support(verb, entry)
        elif label == "nsubj" and entry.particle == "" and not s.exactly(verb, "obj"):
            # "talks began", "the visit took place"
            return Support(verb, entry)
    return None


def _reduced_support(s: Syntax, lexicon: Lexicon, noun: int) -> Support | None:
    """Support verb in a clause below the noun: "sanctions imposed by", "the talks they held"."""
    for verb in s.exactly(noun, "acl", "acl:relcl"):
        if noun in logical_objects(s, verb) or _is_given(s, verb):
            for entry in lexicon.light(s.lemma(verb)):
                if not entry.particle and not entry.preposition:
                    return Support(verb, entry)
    return None


def _is_given(s: Syntax, verb: int) -> bool:
    """Whether a relative clause has a subject and a receiver: "the help *that Oslo gave Kyiv*"."""
    subjects = [t for t in s.exactly(verb, "nsubj") if s.doc[t].tag_ not in {"WDT", "WP"}]
    receivers = s.exactly(verb, "obj", "iobj")
    return s.labels[verb] == "acl:relcl" and bool(subjects) and len(receivers) == 1


@dataclass(frozen=True, slots=True)
class Slots:
    """Slots of one trigger; `fill` answers with tokens in order of preference."""

    syntax: Syntax
    index: MentionIndex
    trigger: int
    support: Support | None = None
    speaker: Resolved | None = None
    particle: str = ""
    adjectival: bool = False

    def fill(self, path: tuple[str, ...]) -> list[int]:
        """Tokens at a slot path such as ("obj", "owner"); empty when the slot is not there."""
        tokens = self._first(path[0])
        for step in path[1:]:
            tokens = [t for token in tokens for t in self._step(token, step)]
        return tokens

    def _first(self, slot: str) -> list[int]:
        s, i = self.syntax, self.trigger
        slot = slot.replace("_", " ")
        if s.doc[i].pos_ in {"NOUN", "PROPN"} and slot not in {"comp", "xcomp", "ccomp"}:
            return self._nominal(slot)
        match slot:
            case "subj":
                return logical_subjects(s, i) or self._participle_subject()
            case "obj":
                found = logical_objects(s, i) or self._behind_particle() or self._next_name()
                return [whole for t in found for whole in self._whole(t)]
            case "iobj":
                objects = s.exactly(i, "obj")  # "lend Kyiv a billion": parsers take both for obj
                return s.exactly(i, "iobj") or (objects[:1] if len(objects) > 1 else [])
            case "comp":
                return s.exactly(i, "ccomp", "csubj", "xcomp", "acl") + self._open_clauses()
            case "xcomp":
                return s.exactly(i, "xcomp", "acl") + self._open_clauses()
            case "ccomp":
                return s.exactly(i, "ccomp", "csubj")
            case _:
                return self._verb_preposition(slot)

    def _whole(self, part: int) -> list[int]:
        """The things that some are of, which may have an owner: "rammed one of its *boats*"."""
        s = self.syntax
        if s.doc[part].pos_ != "NUM":
            return [part]
        of = [t for p, t in prepositional(s, part) if p == "of" and s.doc[t].pos_ == "NOUN"]
        return [t for t in of if self.index.at(t) is None] or [part]

    def _open_clauses(self) -> list[int]:
        """Adverbial clauses that may be complements: no finite ones such as "when they ..."."""
        finite = {"VBD", "VBP", "VBZ"}
        return [
            t
            for t in self.syntax.exactly(self.trigger, "advcl")
            if not self._has(t, finite) and not self._gives_reason(t)
        ]

    def _gives_reason(self, clause: int) -> bool:
        """Whether a clause says why or when, not what: "is wanted *for* bombing"."""
        s = self.syntax
        words = {s.doc[m].lower_ for m in s.exactly(clause, "mark", "case")}
        return s.doc[clause].tag_ == "VBG" and not words.isdisjoint(word_class("reason"))

    def _has(self, verb: int, tags: set[str]) -> bool:
        s = self.syntax
        return any(
            s.doc[t].tag_ in tags for t in (verb, *s.exactly(verb, "aux", "cop", "aux:pass"))
        )

    def _participle_subject(self) -> list[int]:
        """Who is "concerned", "opposed" or "an irresponsible partner": the adjective's subject."""
        s, i = self.syntax, self.trigger
        if self.adjectival and s.doc[i].tag_ in {"VBN", "JJ"}:
            return surface_subjects(s, i)
        if self.adjectival and s.labels[i] == "amod" and s.exactly(s.heads[i], "cop"):
            return s.exactly(s.heads[i], "nsubj")  # "the raid was an *irresponsible* act"
        return []

    def _behind_particle(self) -> list[int]:
        """The object that a particle took for its own: "brushed aside the warning"."""
        s, i = self.syntax, self.trigger
        if self.particle and not s.is_passive(i):
            return [t for t in s.exactly(i, "obl") if s.preposition(t) == self.particle]
        return []

    def _next_name(self) -> list[int]:
        """A name right behind an active verb, where the parser made it subject of what follows."""
        s, i = self.syntax, self.trigger
        if s.is_passive(i) or i + 1 >= len(s.doc) or s.exactly(i, "ccomp"):
            return []
        after = i + 2 if s.doc[i + 1].lower_ == "the" and i + 2 < len(s.doc) else i + 1
        mention = self.index.at(after)
        if mention is None or mention.start != after or not mention.actors or mention.modifier:
            return []
        return [mention.head] if s.labels[mention.head] == "nsubj" else []

    def _verb_preposition(self, slot: str) -> list[int]:
        s, i = self.syntax, self.trigger
        # parsers often hang a verb's preposition on its object, or on one of several
        objects = [c for o in logical_objects(s, i) for c in s.conjuncts(o)]
        found = [t for head in (i, *objects) for p, t in prepositional(s, head) if p == slot]
        if not found and slot in _STRAYING:
            beside = [
                o
                for o in s.exactly(i, "obl")
                if s.preposition(o) not in _TIMES and s.lemma(o) not in word_class("journey")
            ]
            beside += [o for o in s.exactly(i, "advcl") if s.doc[o].pos_ == "NOUN"]
            found = [t for o in beside for p, t in prepositional(s, o) if p == slot]
        return [t for t in found if s.doc[t].ent_type_ not in {"DATE", "TIME"}]

    def _nominal(self, slot: str) -> list[int]:
        s, i = self.syntax, self.trigger
        match slot:
            case "poss":
                return s.exactly(i, "nmod:poss")
            case "mod":
                return modifiers(s, self.index, i)
            case "subj":
                return self._support_subject(Direction.ACTIVE) or self._predicated_of()
            case "obj":
                return self._support_subject(Direction.PASSIVE)
            case _:
                own = [t for p, t in prepositional(s, i) if p == slot]
                own = own or self._adjacent(slot) or deeper(s, i, slot)
                if slot == "between" and len(own) == 1:
                    own = self._both_ends(own[0])
                if not own and self.support is not None:
                    own = [t for p, t in prepositional(s, self.support.verb) if p == slot]
                    if not own and slot in {"to", "for"}:  # "the help that Oslo gave Kyiv"
                        own = s.exactly(self.support.verb, "iobj")
                        own = own or self._receiver(self.support.verb)
                return own

    def _receiver(self, verb: int) -> list[int]:
        """Who is given what a relative clause is about: "the help that Oslo gave *Kyiv*"."""
        s = self.syntax
        return s.exactly(verb, "obj") if _is_given(s, verb) else []

    def _adjacent(self, slot: str) -> list[int]:
        """The phrase of a preposition right behind the noun, wherever the parser hung it."""
        s, at = self.syntax, self.trigger + 1
        if at >= len(s.doc) or s.doc[at].lower_ != slot or s.labels[at] != "case":
            return []
        return [s.heads[at]]

    def _both_ends(self, first: int) -> list[int]:
        """Both ends of "between A and B", though the parse may part them."""
        s = self.syntax
        if len(s.conjuncts(first)) > 1:
            return [first]
        for t in range(first + 1, min(first + 25, s.doc[first].sent.end)):
            if s.doc[t].lower_ == "and":
                later = (m for m in self.index.mentions if m.start > t)
                second = min(later, key=lambda m: m.start, default=None)
                near = second is not None and second.start <= t + 3
                return [first, second.head] if near and second is not None else [first]
        return [first]

    def _predicated_of(self) -> list[int]:
        """Who is called by this noun: "Iran is a critic of", "Qatar, the mediator between"."""
        s, i = self.syntax, self.trigger
        if s.exactly(i, "cop"):
            return s.exactly(i, "nsubj")
        return [s.heads[i]] if s.labels[i] == "appos" else []

    def _support_subject(self, direction: Direction) -> list[int]:
        if self.support is None or self.support.entry.direction is not direction:
            return []
        if self.trigger in surface_subjects(self.syntax, self.support.verb) and not (
            self.syntax.is_passive(self.support.verb)
        ):
            return []
        return logical_subjects(self.syntax, self.support.verb)

    def _step(self, token: int, step: str) -> list[int]:
        s = self.syntax
        step = step.replace("_", " ")
        match step:
            case "owner":
                return [t for c in s.conjuncts(token) for t in owners(s, self.index, c)]
            case "subj":
                return surface_subjects(s, token)
            case "obj":
                return logical_objects(s, token)
            case "poss":
                return s.exactly(token, "nmod:poss")
            case "mod":
                return modifiers(s, self.index, token)
            case "within":
                return [t for t in s.subtree(token) if self.index.at(t) is not None]
            case _:
                return [t for p, t in prepositional(s, token) if p == step]
