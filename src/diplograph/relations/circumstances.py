"""When, where and about what: the circumstances that stand beside a trigger."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from spacy.tokens import Doc, Span

from diplograph.actors.index import MentionIndex
from diplograph.actors.phrases import place_preposition
from diplograph.dates import Tense, event_date
from diplograph.language.syntax import CLAUSAL, Syntax
from diplograph.names import slug
from diplograph.records import EventDate, Place, Status
from diplograph.relations.slots import Slots, Support
from diplograph.word_classes import word_class

_BEFORE_TIME = frozenset({"the", "this", "last", "next", "early", "late"})
_TOPIC_LIMIT = 12
_NOT_FIRST = frozenset({"DT", "PRP$", "PDT", "WDT", "WP$", "POS", "IN", ",", "``"})


def date_of(
    s: Syntax, trigger: int, support: Support | None, published: str | None, status: Status
) -> EventDate | None:
    """The date nearest to the trigger in its own clause, resolved against the publication date."""
    clause = _clause_of(s, trigger, support)
    below = _below(s, trigger)
    if support is None and s.doc[trigger].pos_ == "NOUN" and s.labels[trigger] == "obj":
        clause = below  # "lifted its sanctions in May": they are older
    candidates = [e for e in date_phrases(s.doc) if e.root.i in clause]
    if status in {Status.PLANNED, Status.HYPOTHETICAL}:
        decided = _decided_before(s, support.verb if support is not None else trigger)
        candidates = [e for e in candidates if e.root.i in below or e.root.i >= decided]
    candidates.sort(key=lambda e: (e.root.i not in below, abs(e.root.i - trigger)))
    if support is None and s.doc[trigger].pos_ in {"NOUN", "PROPN"}:
        tense: Tense | None = "future" if status is Status.PLANNED else "past"
    else:
        verb = support.verb if support is not None else trigger
        tense = _tense(s, verb, done=status is Status.ACTUAL)
    for rank, entity in enumerate(candidates):
        if rank and entity.root.i not in below:
            return None  # the nearest date could not be read: a farther one would be a guess
        date = event_date(_with_preposition(s, entity.start, entity.end), published, tense)
        if date is not None:
            return date
    return None


def _decided_before(s: Syntax, i: int) -> int:
    """The token up to which dates say when a plan was made: "*on Friday* X agreed to visit Y".

    0 where no one has made it: "on Friday X is expected to visit Y" tells when the visit is.
    """
    for node in (i, *s.ancestors(i)):
        if s.labels[node] != "xcomp" or not _is_purpose(s, node):
            continue
        governor = s.heads[node]
        tags = {s.doc[t].tag_ for t in (governor, *s.exactly(governor, "aux"))}
        if s.doc[governor].pos_ == "VERB" and "VBD" in tags and not s.is_passive(governor):
            return node
    return 0


@lru_cache(maxsize=2)  # asked for once an event, and the doc does not change any more
def date_phrases(doc: Doc) -> tuple[Span, ...]:
    """The pipeline's DATE entities, ranges joined, and words of time that it missed."""
    found = [e for e in doc.ents if e.label_ == "DATE"]
    joined: list[Span] = []
    for entity in found:
        before = joined[-1] if joined else None
        if before is not None and _is_range(doc, before, entity):
            joined[-1] = doc[before.start : entity.end]
        else:
            joined.append(entity)
    taken = {i for e in doc.ents for i in range(e.start, e.end)}
    for token in doc:
        if token.i in taken or token.lower_ not in word_class("time_word"):
            continue
        start = token.i
        while start > 0 and doc[start - 1].lower_ in _BEFORE_TIME:
            start -= 1
        joined.append(doc[start : token.i + 1])
    return tuple(sorted(joined, key=lambda span: span.start))


def _is_range(doc: Doc, first: Span, second: Span) -> bool:
    """Whether two dates are the ends of one time: "from 3 May to 5 May"."""
    opener = doc[first.start - 1].lower_ if first.start else ""
    between = doc[first.end : second.start].text.lower()
    ends = {"from": {"to", "until", "till", "through"}, "between": {"and"}}
    return between in ends.get(opener, set()) or between in {"-", "–", "—"}


def _with_preposition(s: Syntax, start: int, end: int) -> str:
    """The date's words with what changes its meaning in front: "since", "by the end of"."""
    text = s.doc[start:end].text
    first = start
    while first > 0 and s.doc[first - 1].lower_ in word_class("date_opener"):
        first -= 1
        text = f"{s.doc[first].lower_} {text}"
    return text


def _below(s: Syntax, trigger: int) -> set[int]:
    """The trigger and what depends on it but relative clauses and further verbs of its own rank."""
    found, stack = {trigger}, [trigger]
    while stack:
        for c in s.children[stack.pop()]:
            other = s.labels[c] == "conj" and s.doc[c].pos_ in {"VERB", "AUX"}
            if not other and s.labels[c] not in {"acl:relcl", "advcl:relcl", "parataxis"}:
                found.add(c)
                stack.append(c)
    return found


def _clause_of(s: Syntax, trigger: int, support: Support | None) -> set[int]:
    """Tokens of the clause around the trigger, embedded clauses left out unless it stands there."""
    top = support.verb if support is not None else trigger
    found = _below(s, trigger)
    for node in (top, *s.ancestors(top)):
        found |= _clause_tokens(s, node)
        if s.labels[node].partition(":")[0] in {"ccomp", "advcl", "acl", "parataxis", "root"}:
            break
    return found


def _clause_tokens(s: Syntax, node: int) -> set[int]:
    """node and what is below it without other clauses."""
    found, stack = {node}, [node]
    while stack:
        for c in s.children[stack.pop()]:
            if s.labels[c] not in CLAUSAL and not (
                s.labels[c] == "conj" and s.doc[c].pos_ == "VERB"
            ):
                found.add(c)
                stack.append(c)
    return found


def _tense(s: Syntax, i: int, *, done: bool) -> Tense | None:
    """ "past" or "future" as the clause's verb shows it, None where it does not.

    `done`: an infinitive tells no future ("began to withdraw").
    """
    for node in (i, *s.ancestors(i)):
        words = [node, *s.exactly(node, "aux", "aux:pass", "cop")]
        tags = {s.doc[w].tag_ for w in words}
        if any(s.doc[w].lower_ in {"will", "'ll", "would", "shall"} for w in words):
            return "future"
        if "VBD" in tags or ("VBN" in tags and tags & {"VBZ", "VBP"}):
            return "past"
        if not done and "VB" in tags and _is_purpose(s, node):
            return "future"
    return None


def place_of(
    s: Syntax, index: MentionIndex, trigger: int, support: Support | None, targets: list[int]
) -> Place | None:
    """Where it took place: a locative beside the trigger, or a place among `targets`.

    `targets` are tokens of the targets of physical acts ("visits Beijing"), none for speech acts.
    """
    heads = [trigger] if support is None else [trigger, support.verb]
    if s.doc[trigger].pos_ == "VERB" and s.labels[trigger] in {"xcomp", "advcl"}:
        heads += [s.heads[trigger]] if _is_purpose(s, trigger) else []  # "came to Bali to meet X"
    for head in heads:
        for t in (*_locatives(s, head), *_occasions(s, head), *_behind_parties(s, head)):
            place = _place(index, t)
            if place is not None:
                return place
    named = _named_after(s, index, trigger)
    if named is not None:
        return named
    for t in (c for target in targets for c in _locatives(s, target)):
        place = _place(index, t)
        if place is not None:
            return place
    for t in targets:
        mention = index.at(t)
        if mention is not None and mention.place and not mention.modifier:
            place = _place(index, t)
            # not "talks with Iran, *Russia* and China"
            if place is not None and place_preposition(s, t) in {"", "to"}:
                return place
    return None


def _named_after(s: Syntax, index: MentionIndex, trigger: int) -> Place | None:
    """The place in an event's name: "the *Geneva* talks"; not a state, which takes part."""
    for t in s.exactly(trigger, "compound", "nmod", "nmod:desc", "nmod:unmarked"):
        mention = index.at(t)
        if mention is None or t > trigger or s.doc[t].pos_ != "PROPN" or s.preposition(t):
            continue
        if mention.place and all(mention.place != a.name for a in mention.actors):
            return _place(index, t)
    return None


def _locatives(s: Syntax, head: int) -> list[int]:
    """Phrases that say where, right below a word."""
    where = word_class("locative")
    return [t for t in s.exactly(head, "obl", "nmod") if s.preposition(t) in where]


def _occasions(s: Syntax, head: int) -> list[int]:
    """Where an occasion is that a word takes place at: "at a summit *in Bali*"."""
    occasions = [
        t
        for t in s.exactly(head, "obl", "nmod")
        if s.preposition(t) in {"at", "during", "in"} and s.doc[t].pos_ == "NOUN"
    ]
    return [c for t in occasions for c in _locatives(s, t)]


def _behind_parties(s: Syntax, head: int) -> list[int]:
    """Where an event is, hung on those between whom it is: "between Xi and Biden *in Bali*"."""
    parties = [t for t in s.exactly(head, "nmod") if s.preposition(t) == "between"]
    return [c for t in parties for party in s.conjuncts(t) for c in _locatives(s, party)]


def _is_purpose(s: Syntax, i: int) -> bool:
    return any(s.doc[m].lower_ == "to" for m in s.exactly(i, "mark"))


def _place(index: MentionIndex, t: int) -> Place | None:
    mention = index.at(t)
    if mention is None or mention.place is None:
        return None
    return Place(f"place/{slug(mention.place)}", mention.place, mention.place_state)


def topic_of(
    s: Syntax, slots: Slots, paths: tuple[tuple[str, ...], ...], targets: Collection[int]
) -> str | None:
    """What it is about: the phrase in the first topic slot that is filled, as a bare phrase.

    Without leading articles and possessives and without clauses behind; never a pronoun, a date
    or a place, nor an actor among `targets`, tokens: "spoke to both *presidents*".
    """
    for path in paths:
        for t in slots.fill(path):
            mention = slots.index.at(t) if t in targets else None
            met = mention is not None and bool(mention.actors)
            if met or not _is_topic(s, slots.index, t):
                continue
            words = [
                i
                for i in s.subtree(t)
                if not (s.labels[i] in {"case", "punct", "det", "mark"} and s.heads[i] == t)
            ]
            words = _trim(s, t, words)
            while words and s.doc[words[0]].tag_ in _NOT_FIRST:
                words = words[1:]
            if words and s.doc[words[-1]].tag_ != "PRP":  # "thank them" tells nothing
                return s.doc[words[0] : words[-1] + 1].text
    return None


def _is_topic(s: Syntax, index: MentionIndex, t: int) -> bool:
    token = s.doc[t]
    if token.pos_ in {"PRON", "DET"} or token.ent_type_ in {"DATE", "TIME"}:
        return False
    if s.lemma(t) in word_class("no_topic"):
        return False
    mention = index.at(t)
    return mention is None or mention.place is None or bool(mention.actors)


def _trim(s: Syntax, head: int, words: list[int]) -> list[int]:
    """Keep a short contiguous phrase around the head: no relative clauses, no second conjuncts."""
    cut = {
        i
        for c in s.children[head]
        if s.labels[c].partition(":")[0] in {"acl", "advcl", "conj", "cc", "appos", "parataxis"}
        for i in s.subtree(c)
    }
    kept = [i for i in words if i not in cut]
    last = kept[0] if kept else head
    run: list[int] = []
    for i in kept:
        if run and i > last + 1:
            break
        run.append(i)
        last = i
    return run if head in run and len(run) <= _TOPIC_LIMIT else []
