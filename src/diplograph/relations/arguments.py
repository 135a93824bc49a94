"""Grammatical arguments of a word, with passives, control, relative clauses undone.

All take and give token indices. A subject may stand far off: raised ("is expected to visit"),
controlled ("urged Iran to stop"), shared ("met X and praised Y"), or left ("..., warning Iran").
"""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.index import MentionIndex
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$"})
_PREDICATE = frozenset({"VERB", "AUX", "ADJ"})
_ASKED_THROUGH = frozenset({"on", "upon", "to"})  # "appealed to Israel to stop"


def surface_subjects(s: Syntax, i: int, depth: int = 0) -> list[int]:
    """Grammatical subjects of i, own or inherited from what i depends on."""
    own = s.exactly(i, "nsubj", "nsubj:pass", "csubj", "nsubj:outer")
    if own:
        return [antecedent(s, t) for t in own if s.doc[t].dep_ != "expl"]
    if depth > 6 or s.heads[i] == i:
        return []
    label, head = s.labels[i], s.heads[i]
    if label == "aux":  # "the rebels *must* stop"; nobody is told to be hit
        return logical_subjects(s, head)
    if label == "conj" and s.doc[i].pos_ in _PREDICATE:
        return _taken_for_phrase(s, i, head) or surface_subjects(s, head, depth + 1)
    if label == "xcomp":
        return controllers(s, head, depth + 1)
    if label == "advcl" and (beside := _asked_beside(s, i)):
        return beside
    if label in {"advcl", "ccomp"} and _subjectless(s, i):
        if _is_charge(s, i) or _is_asked(s, i):
            return controllers(s, head, depth + 1)
        return surface_subjects(s, head, depth + 1)
    if label == "acl":
        return _noun_controllers(s, i, depth + 1)
    return []


def controllers(s: Syntax, governor: int, depth: int = 0) -> list[int]:
    """Who does what the governor's open complement says: its object if it has one."""
    if not s.is_passive(governor):
        objects = s.exactly(governor, "obj", "iobj")
        if objects:
            return objects[:1]
        asked = [t for t in s.exactly(governor, "obl") if _may_be_asked(s, governor, t)]
        if asked:
            return asked[:1]
    return surface_subjects(s, governor, depth)


def _taken_for_phrase(s: Syntax, i: int, head: int) -> list[int]:
    """The subject of a clause whose conjunction the parser took for a preposition.

    "ordered a halt after a militant *attack* killed six": nothing coordinates "killed".
    """
    if s.exactly(i, "cc", "punct", "mark") or s.doc[i].tag_ not in {"VBD", "VBZ", "VBP"}:
        return []
    between = (t for t in range(i - 1, head, -1) if s.preposition(t) in {"after", "before", "as"})
    return [t for t in between if s.labels[t] in {"obl", "nmod"}][:1]


def _may_be_asked(s: Syntax, governor: int, t: int) -> bool:
    """Whether an oblique says who is to act: behind the verb, and no day ("agreed *on Friday*")."""
    dated = s.doc[t].ent_type_ in {"DATE", "TIME"}
    return t > governor and not dated and s.preposition(t) in _ASKED_THROUGH


def logical_subjects(s: Syntax, i: int) -> list[int]:
    """Who does i: the agent of a passive, else the grammatical subject."""
    if s.is_passive(i):
        agents = s.exactly(i, "obl:agent")
        agents = agents or [t for t in s.exactly(i, "obl") if s.preposition(t) == "by"]
        return agents or deeper(s, i, "by")
    return surface_subjects(s, i)


def deeper(s: Syntax, i: int, preposition: str) -> list[int]:
    """Phrases of a preposition that the parser hung inside another phrase of i.

    "the arrest of two reporters *by Turkish police*", "supplied with helicopters *by Spain*", "the
    accord reached *between Chad and Niger*".
    """
    inside = s.exactly(i, "nmod", "obl", "obj")
    inside += [c for c in s.exactly(i, "acl") if s.doc[c].tag_ == "VBN"]
    return [
        t
        for outer in inside
        for c in (outer, *s.exactly(outer, "nmod"))
        for t in s.exactly(c, "nmod", "obl")
        if s.preposition(t) == preposition
    ]


def logical_objects(s: Syntax, i: int) -> list[int]:
    """Whom i is done to: the subject of a passive, else the direct object."""
    if s.is_passive(i):
        own = s.exactly(i, "nsubj:pass", "nsubj", "csubj:pass")
        if own:
            return [antecedent(s, t) for t in own]
        if s.labels[i] in {"acl", "amod"}:
            return [s.heads[i]]
        return surface_subjects(s, i)
    # a lone indirect object is a direct one that the parser took for more: "urged the US to"
    own = [antecedent(s, t) for t in s.exactly(i, "obj") or s.exactly(i, "iobj")]
    if not own and s.labels[i] == "acl:relcl" and not _relative_subject(s, i):
        return [antecedent(s, s.heads[i])]
    return own


def prepositional(s: Syntax, i: int) -> Iterator[tuple[str, int]]:
    """Prepositions below i with the tokens they introduce."""
    for t in s.exactly(i, "obl", "nmod", "obl:agent", "advcl", "acl"):
        preposition = s.preposition(t)
        if preposition:
            yield preposition, t
        elif s.labels[t] in {"advcl", "acl"}:
            for mark in s.exactly(t, "mark"):
                yield s.doc[mark].lower_, t


def owners(s: Syntax, index: MentionIndex, i: int) -> list[int]:
    """Tokens of actors that own or do the thing i names: "China's visit", "attack by rebels"."""
    found = s.exactly(i, "nmod:poss")
    if any(index.at(t) is not None for t in found):
        return found
    found += modifiers(s, index, i)
    if not found:
        found = _owners_of_part(s, index, i)
    if not found and s.doc[i].pos_ in {"NUM", "NOUN"} and index.at(i) is None:
        # "dozens of Houthi positions", "a series of Russian attacks": what is counted has the owner
        for t in s.exactly(i, "nmod"):
            if s.preposition(t) == "of" and index.at(t) is None:
                found += s.exactly(t, "nmod:poss") + modifiers(s, index, t)
    if not found:
        found = [t for p, t in prepositional(s, i) if p in {"by", "of", "from"}]
    return found


def _owners_of_part(s: Syntax, index: MentionIndex, i: int) -> list[int]:
    """Who had a part in an act: "*Chad's* role in the raid", "*its* complicity in the murder"."""
    head = s.heads[i]
    if s.labels[i] != "nmod" or s.preposition(i) not in {"in", "to", "for"}:
        return []
    if s.lemma(head) not in word_class("participation"):
        return []
    return s.exactly(head, "nmod:poss") + modifiers(s, index, head)


def modifiers(s: Syntax, index: MentionIndex, i: int) -> list[int]:
    """Nationality adjectives and names that modify noun i: "US sanctions", "US-Russia talks"."""
    found = []
    for t in s.exactly(i, "amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "nmod"):
        if t < i and not s.preposition(t):
            found += [c for c in s.conjuncts(t) if index.at(c) is not None]
            found += [c for c in s.exactly(t, "compound") if index.at(c) is not None]
            for k in (t, *found):
                found += [
                    c for c in s.children[k] if index.at(c) is not None and _hyphened(s, c, k)
                ]
    return sorted(set(found))


def _hyphened(s: Syntax, a: int, b: int) -> bool:
    """Whether two words are joined by a hyphen: "US-Russia talks"."""
    between = s.doc[min(a, b) + 1 : max(a, b)]
    return len(between) == 1 and between.text in {"-", "–", "‑"}


def antecedent(s: Syntax, t: int) -> int:
    """The noun a relative pronoun stands for, else t itself."""
    argument = s.labels[t] in {"obj", "nsubj", "nsubj:pass", "obl"}
    if s.doc[t].tag_ in _RELATIVE_TAGS or (s.doc[t].lower_ == "that" and argument):
        if s.doc[t].lower_ == "what":  # "what we oppose is X": X
            if s.labels[s.heads[t]].startswith("csubj"):
                return s.heads[s.heads[t]]
            if s.labels[t].startswith("nsubj"):
                return s.heads[t]
        for above in s.ancestors(t):
            if s.labels[above] in {"acl:relcl", "advcl:relcl"}:
                return _named_before(s, t) or _last_of_list(s, t, above)
    return t


def _last_of_list(s: Syntax, t: int, clause: int) -> int:
    """What a relative clause in the singular is about: "A and B, which *accuses* C": B."""
    noun = s.heads[clause]
    verbs = (clause, *s.exactly(clause, "aux", "aux:pass", "cop"))
    behind = [c for c in s.exactly(noun, "conj") if c < t]
    singular = any(s.doc[v].tag_ == "VBZ" for v in verbs)
    return behind[-1] if behind and singular and s.labels[t] == "nsubj" else noun


def _named_before(s: Syntax, t: int) -> int | None:
    """The name in front of ", who" or ", whose", where the parser took another noun for it."""
    doc = s.doc
    if doc[t].tag_ not in {"WP", "WP$"} or t < 2 or doc[t - 1].text != ",":
        return None
    name = t - 2
    if doc[name].pos_ != "PROPN":
        return None
    while s.heads[name] < name and doc[s.heads[name]].pos_ == "PROPN":
        name = s.heads[name]
    return s.first_conjunct(name)


def _relative_subject(s: Syntax, i: int) -> bool:
    return any(s.doc[t].tag_ in _RELATIVE_TAGS for t in s.exactly(i, "nsubj", "nsubj:pass"))


def _subjectless(s: Syntax, i: int) -> bool:
    token = s.doc[i]
    return token.tag_ in {"VBG", "VBN", "VB"} or token.pos_ == "ADJ"


def _is_charge(s: Syntax, i: int) -> bool:
    """Whether a gerund says what is done by the object: "accused X *of* ...", "thanked X *for*"."""
    marks = (m for w in (i, *s.exactly(i, "aux")) for m in s.exactly(w, "mark", "case"))
    introduced = {s.doc[m].lower_ for m in marks}
    helped = "in" in introduced and s.lemma(s.heads[i]) in word_class("helping")
    charged = helped or not introduced.isdisjoint(word_class("charging"))
    return s.doc[i].tag_ in {"VBG", "VBN"} and charged


def _is_asked(s: Syntax, i: int) -> bool:
    """Whether an infinitive says what somebody is asked to do: "called on Chad *to stop*"."""
    if s.doc[i].tag_ != "VB" or s.lemma(s.heads[i]) not in word_class("asking_through"):
        return False
    return any(s.doc[m].lower_ == "to" for m in s.exactly(i, "mark"))


def _asked_beside(s: Syntax, i: int) -> list[int]:
    """Who is to act, where the parser hung an infinitive on the verb above the one that asks.

    "travelled to Oman to lobby *the emir* to ban it".
    """
    if s.doc[i].tag_ != "VB":
        return []
    for clause in (s.heads[i], *s.exactly(s.heads[i], "advcl", "xcomp")):
        asks = clause < i and s.lemma(clause) in word_class("asking")
        objects = s.exactly(clause, "obj", "iobj") if asks else []
        if objects and objects[-1] < i and not s.exactly(clause, "xcomp", "ccomp"):
            return objects[:1]
    return []


def _noun_controllers(s: Syntax, i: int, depth: int) -> list[int]:
    """Subject of a clause under a noun: "a statement urging ..." (who made the statement)."""
    noun = s.heads[i]
    if _is_charge(s, i) and s.is_passive(s.heads[noun]) and s.preposition(noun) == "by":
        return surface_subjects(s, s.heads[noun], depth)  # "was accused by X of doing"
    active = s.doc[i].tag_ == "VBG" or any(s.doc[a].tag_ == "VBG" for a in s.exactly(i, "aux"))
    if active and s.lemma(noun) not in word_class("utterance"):
        return [noun]
    if s.exactly(noun, "cop"):  # "Oslo was the first to send help"
        return surface_subjects(s, noun, depth)
    found = s.exactly(noun, "nmod:poss", "amod", "compound")
    found = found or [t for p, t in prepositional(s, noun) if p in {"of", "by"}]
    if found:
        return found
    governor = s.heads[noun]
    if governor != noun and s.labels[noun] in {"obj", "obl", "nsubj:pass"}:
        return surface_subjects(s, governor, depth)
    return []


def has_particle(s: Syntax, i: int, particle: str) -> bool:
    """Whether word i has its particle: "call *off*", "rather *than*", "sentence *to death*".

    Particles of several words (`to_death`) must stand together within a few tokens behind i, an
    adjective between them aside ("on *full* alert"). `@class` stands for what word i calls its
    object: a word of the class ("called it a *mistake*", "a *hostile* act").
    """
    if particle.startswith("@"):
        return _calls(s, i, word_class(particle[1:]))
    words = particle.split("_")
    if len(words) > 1:
        after = [t.lower_ for t in s.doc[i + 1 : i + 11] if t.pos_ != "ADJ" or t.lower_ in words]
        return any(after[k : k + len(words)] == words for k in range(len(after)))
    if i + 1 < len(s.doc) and s.doc[i + 1].lower_ == particle:
        return True
    near = s.exactly(i, "compound:prt", "advmod", "case", "xcomp", "obl", "mark", "fixed")
    near += [c for t in s.exactly(i, "obl", "obj") for c in s.exactly(t, "case", "advmod")]
    gerunds = [t for t in s.exactly(i, "advcl") if s.doc[t].tag_ == "VBG"]
    near += [c for t in gerunds for c in s.exactly(t, "mark")]  # "warned *against* attacking"
    return any(s.doc[c].lower_ == particle for c in near if c > i)


def _calls(s: Syntax, i: int, words: frozenset[str]) -> bool:
    """Whether verb i says of its object that it is one of these words."""
    said = s.exactly(i, "xcomp", "obj", "iobj")
    said += [t for t in s.exactly(i, "obl", "advcl", "ccomp") if s.preposition(t) in {"as", ""}]
    said += [c for t in said for c in s.exactly(t, "xcomp", "appos", "amod", "conj", "compound")]
    said += [c for t in said for c in s.exactly(t, "amod")]
    return any(s.lemma(t) in words or s.doc[t].lower_ in words for t in said if t > i + 1)
