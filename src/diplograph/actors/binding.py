"""What syntax says of a pronoun and a phrase: whether they can, must or are likely to be one."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.phrases import Position, is_plural
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_RELATIVE = frozenset({"WP", "WDT"})
_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_ARGUMENTS = frozenset({"subject", "object", "oblique"})


def subjects_of(s: Syntax, verb: int) -> list[int]:
    """The heads of the phrases that a verb has or is understood to have as its subject.

    "*Abiy* met Guterres and asked him", "the pilot, *Wang*, who ejected", "urged *Iran* to stop".
    A coordination is there by its first part, a phrase in apposition with what it explains.
    """
    own = s.exactly(verb, *_SUBJECTS)
    above = s.heads[verb]
    label = s.labels[verb]
    if own and not any(s.doc[t].tag_ in _RELATIVE for t in own):
        return [h for t in own for h in _with_apposed(s, t)]
    if label in {"acl", "acl:relcl"}:
        return _with_apposed(s, above)
    if own or above == verb:
        return []
    if label == "conj":  # of "X did this, Y did that, and left" it is Y
        before = [i for i in s.conjuncts(s.first_conjunct(verb)) if i < verb]
        return subjects_of(s, before[-1] if before else above)
    if label in {"xcomp", "advcl"}:
        asked = _asked(s, verb)
        if asked:
            return [h for t in asked for h in _with_apposed(s, t)]
    controlled = label == "advcl" and s.doc[verb].tag_ in {"VBG", "VBN", "VB"}
    return subjects_of(s, above) if label == "xcomp" or controlled else []


def _asked(s: Syntax, verb: int) -> list[int]:
    """Who is to do what a verb without a subject says: "accused *Peru* of arming rebels".

    The object of the verb above, and of "called on *Peru* to stop" what stands behind "on"; who is
    arrested "to stop protests" is none.
    """
    above = s.heads[verb]
    marks = {s.doc[i].lower_ for i in s.exactly(verb, "mark")}
    charged = bool(marks & word_class("charging"))
    charged = charged or ("in" in marks and s.lemma(above) in word_class("helping"))
    charged = charged or ("to" in marks and s.lemma(above) in word_class("choosing"))
    if s.labels[verb] == "xcomp" or charged:
        objects = s.exactly(above, "obj", "iobj")
        if objects:
            return objects
    on = (i for i in s.exactly(above, "obl") if i < verb and s.preposition(i) in {"on", "upon"})
    return list(on) if s.doc[verb].tag_ == "VB" else []


def _with_apposed(s: Syntax, head: int) -> list[int]:
    """A phrase, and the one that it stands in apposition with."""
    found = [head]
    while s.labels[head] in {"appos", "flat", "nmod:desc"} and s.heads[head] != head:
        head = s.first_conjunct(s.heads[head])
        found.append(head)
    return found


def clause(s: Syntax, i: int) -> int:
    """The verb (or other predicate) of the clause that is governed by token i."""
    while s.doc[i].pos_ not in {"VERB", "AUX"} and s.heads[i] != i:
        i = s.heads[i]
    return i


def is_bound(s: Syntax, here: Position, there: Position, heads: set[int]) -> bool:
    """Whether syntax forbids that a pronoun means a phrase: arguments of one verb, or one inside
    the other; `heads` are those of all mentions of who is meant, `there` is the last."""
    if s.doc[here.at].lower_.endswith(("self", "selves")):
        return not heads & set(subjects_of(s, clause(s, here.governor)))
    if here.role == "owner" and (here.governor == there.at or _judges(s, there, here)):
        return True
    if heads & set(_by_sense(s, here)):
        return True
    if _is_one_of(s, heads, here) or not _may_list(s, heads, here.at):
        return True
    argued = {here.role, there.role} <= _ARGUMENTS and here.role != there.role
    if argued and here.governor == there.governor:
        return True
    if here.role == "subject" and _is_demanded(s, here.governor):
        return bool(heads & set(subjects_of(s, s.heads[here.governor])))
    if here.role in {"object", "oblique"}:  # "Trump, who asked him": not Trump
        return bool(heads & set(subjects_of(s, here.governor)))
    return False


def _by_sense(s: Syntax, here: Position) -> list[int]:
    """The heads of whom a pronoun does not mean for what is told, whatever syntax allows."""
    if here.role == "owner":
        return [*_violating(s, here.governor), *_attackers(s, here.governor)]
    return _threatening(s, here.governor) if here.role == "subject" else []


def _violating(s: Syntax, owned: int) -> list[int]:
    """ "*Jets* violated *its airspace*", "*Peru* should respect *its position*": another's."""
    theirs = s.lemma(owned) in word_class("held_against_others")
    done = s.lemma(s.heads[owned]) in word_class("done_to_others")
    hit = theirs and done and s.labels[owned] in {"obj", "nsubj:pass"}
    return subjects_of(s, s.heads[owned]) if hit else []


def _attackers(s: Syntax, owned: int) -> list[int]:
    """ "Blamed *Peru* for an attack on *its ship*": whoever is blamed does not own what was hit."""
    raid = s.heads[owned]
    verb = s.heads[raid]
    hit = s.preposition(owned) in {"on", "against"} and s.lemma(raid) in word_class("raid_on")
    blamed = s.lemma(verb) in word_class("blaming") and s.preposition(raid) in {"for", "of", "over"}
    return s.exactly(verb, "obj", "nsubj:pass") if hit and blamed else []


def _threatening(s: Syntax, done: int) -> list[int]:
    """ "*ECOWAS* threatened to use force if *they* did not": others are to do what is asked."""
    above = s.heads[done]
    words = {s.doc[i].lower_ for i in s.exactly(done, "mark", "advmod")}
    elliptical = s.lemma(done) == "do" and s.labels[done] == "advcl" and not s.exactly(done, "obj")
    threat = next((i for i in (above, s.heads[above]) if s.lemma(i) == "threaten"), None)
    if not elliptical or threat is None or "if" not in words:
        return []
    return subjects_of(s, threat)


def _is_demanded(s: Syntax, verb: int) -> bool:
    """Whether somebody else is to do what a verb says: "Graham suggested that he *resign*"."""
    above = s.heads[verb]
    plain = s.doc[verb].tag_ in {"VB", "VBP"} and not s.exactly(verb, "aux")
    demanded = s.lemma(above) in word_class("wanting_done") and s.labels[verb] == "ccomp"
    return plain and demanded and s.doc[verb].text.lower() == s.lemma(verb)


def _is_one_of(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether somebody is told to be one of what a pronoun owns: "*Japan* is one of its allies"."""
    one = s.heads[here.governor]
    if here.role != "owner" or s.lemma(one) not in word_class("one_of_several"):
        return False
    predicate = one if s.exactly(one, "cop") else s.heads[one]
    named = predicate == one or s.preposition(one) == "as"  # "was named as one of its members"
    return named and bool(heads & set(s.exactly(predicate, *_SUBJECTS)))


def _may_list(s: Syntax, heads: set[int], at: int) -> bool:
    """Whether a phrase stands before a list of some of it, if that is what a pronoun begins.

    "Hit three *bases*, among them Nur Khan": not whoever hit them.
    """
    if at < 3 or s.doc[at - 1].lower_ != "among" or s.doc[at - 2].text != ",":
        return True
    return bool(heads & {at - 3, *s.ancestors(at - 3)})


def _judges(s: Syntax, there: Position, here: Position) -> bool:
    """Whether a phrase is who praises or condemns somebody else for what the pronoun owns.

    "Iran denounced *the emirates* for *their* pact": theirs, as far as the number allows it; so too
    "the limits that it imposed on *Turkey* after *its* offensive".
    """
    verb = s.heads[here.governor]
    said = s.labels[here.governor] == "obl"
    said = said and s.preposition(here.governor) in word_class("judged_for")
    if not said or s.first_conjunct(there.at) not in subjects_of(s, verb):
        return False
    judged = s.exactly(verb, "obj") if s.lemma(verb) in word_class("judging") else []
    if s.lemma(verb) in word_class("imposing"):
        judged = [
            i for i in s.exactly(verb, "obl") if s.preposition(i) in {"on", "upon", "against"}
        ]
    several = s.doc[here.at].lower_ in word_class("plural")
    return any((is_plural(s, i) or bool(s.exactly(i, "conj"))) is several for i in judged)


def commands(s: Syntax, there: Position, here: Position) -> bool:
    """Whether a phrase is an argument of a verb that the pronoun stands below."""
    return there.sentence == here.sentence and there.governor in _containing(s, here.at)


def is_understood(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether a phrase is the subject, said or understood, of a clause that the pronoun is in.

    "*Wang*, a pilot who is missing since *he* ejected", "*Zaev*, who came late, said *he* hoped".
    """
    return any(heads & subjects for subjects in _subjects_around(s, here))


def is_nearest_subject(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether a phrase is the subject of the first clause around the pronoun that has one.

    "China, which sees Taiwan as part of *its* territory", "told *Peru* to recall its envoy".
    """
    return bool(heads & next(_subjects_around(s, here), set()))


def is_coordinated_subject(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether a phrase is the subject of a clause with which the pronoun's is coordinated.

    "Bush said that the *Libyan leader* had chosen wisely and that *his* country could rejoin".
    """
    verbs = [
        i for i in (clause(s, here.governor), *_containing(s, here.at)) if s.labels[i] == "conj"
    ]
    return any(heads & set(subjects_of(s, s.first_conjunct(i))) for i in verbs)


def _subjects_around(s: Syntax, here: Position) -> Iterator[set[int]]:
    """The subjects of the clauses that a pronoun is in, the innermost first, not its own verb's."""
    for i in _containing(s, here.at):
        own = i == here.governor and here.role == "subject"
        found = set() if own or s.doc[i].pos_ not in _PREDICATES else set(subjects_of(s, i))
        if found:
            yield found


def _containing(s: Syntax, i: int) -> Iterator[int]:
    """What a token is inside of, innermost first: not what it is only coordinated with."""
    while s.heads[i] != i:
        coordinated = s.labels[i] == "conj"
        i = s.heads[i]
        if not coordinated:
            yield i


def speaks(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether somebody with these heads is who says the content clause that the pronoun is in."""
    return any(heads & set(subjects_of(s, verb)) for verb in _telling(s, here))


def tellers(s: Syntax, here: Position) -> set[int]:
    """The heads of who says what stands at a position, the innermost of several.

    "Trump said that *Kim* had promised that he would stop".
    """
    verb = next(_telling(s, here), None)
    return set(subjects_of(s, verb)) if verb is not None else set()


def is_told(s: Syntax, heads: set[int], here: Position) -> bool:
    """Whether they are who is told it last: "Kim had promised *Trump* that he would stop"."""
    verb = next(_telling(s, here), None)
    return verb is not None and bool(heads & set(s.exactly(verb, "obj", "iobj")))


def _telling(s: Syntax, here: Position) -> Iterator[int]:
    """The verbs of saying whose content clauses a pronoun is in, the innermost first."""
    for i in s.ancestors(here.at):
        if s.labels[i] == "acl:relcl":
            return  # it tells of somebody else: "sorry for *Wang*, who is missing since he"
        verb = s.heads[i]
        if s.labels[i] == "ccomp" and s.lemma(verb) in word_class("speaking"):
            yield verb
