"""One view of a dependency parse, whichever labels the parser was trained on.

Everything after this module speaks Universal Dependencies (v2 labels with English subtypes).
Parses with ClearNLP labels, as spaCy's `en_core_web_*` pipelines give, are converted: prepositions
become `case` children of their object, predicate nouns and adjectives become heads of their copula,
`dobj`/`nsubjpass`/`agent`/... take their UD names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from diplograph.errors import PipelineError
from diplograph.language.mending import mend
from diplograph.language.reattaching import children_of

CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis"})
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer", "expl")

_CLEARNLP_NAMES = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "neg": "advmod",
    "nn": "compound",
    "npadvmod": "obl:unmarked",
    "tmod": "obl:unmarked",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "intj": "discourse",
    "ROOT": "root",
    "meta": "dep",
    "quantmod": "advmod",
    "nmod": "compound",
    "oprd": "xcomp",
    "possessive": "case",
}
_CLEARNLP_ONLY = frozenset({"pobj", "dobj", "nsubjpass", "auxpass", "prep", "poss", "relcl"})


@dataclass(frozen=True, slots=True)
class Syntax:
    """Heads and UD labels of a whole document, by token index.

    `heads[i]` is the index of i's head (itself for a root), `labels[i]` its UD relation,
    `children[i]` the indices below it in text order. `text` is the doc's, which spaCy would put
    together anew each time that it is asked for.
    """

    doc: Doc
    text: str
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]

    def lemma(self, i: int) -> str:
        """Lower-cased lemma of token i."""
        return self.doc[i].lemma_.lower()

    def exactly(self, i: int, *labels: str) -> list[int]:
        """Children of i with exactly one of `labels`."""
        return [c for c in self.children[i] if self.labels[c] in labels]

    def is_passive(self, i: int) -> bool:
        """Whether token i heads a passive clause, or is a reduced passive ("sanctions imposed")."""
        if self.exactly(i, "aux:pass", "nsubj:pass"):
            return True
        token = self.doc[i]
        if token.tag_ != "VBN" or self.labels[i] not in {"acl", "advcl", "amod"}:
            return False
        return not self.exactly(i, "aux", "obj")

    def preposition(self, i: int) -> str:
        """Lower-cased preposition that introduces i, fixed expressions joined ("because of")."""
        for case in self.exactly(i, "case"):
            if self.doc[case].tag_ == "POS":
                continue
            words = [case, *self.exactly(case, "fixed")]
            return " ".join(self.doc[w].lower_ for w in sorted(words))
        return ""

    def conjuncts(self, i: int) -> list[int]:
        """Token i and everything coordinated with it, in text order."""
        found = [i]
        for c in self.exactly(i, "conj"):
            found.extend(self.conjuncts(c))
        return sorted(found)

    def first_conjunct(self, i: int) -> int:
        """Head of the coordination that i belongs to (i itself when there is none)."""
        while self.labels[i] == "conj" and self.heads[i] != i:
            i = self.heads[i]
        return i

    def ancestors(self, i: int) -> Iterator[int]:
        """Heads above i, nearest first, root last."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def subtree(self, i: int) -> list[int]:
        """Indices of i and everything below it, in text order."""
        found, stack = [], [i]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(self.children[node])
        return sorted(found)


def read_syntax(doc: Doc) -> Syntax:
    """Give the UD view of a parsed doc.

    Raises:
        PipelineError: the doc has no dependency parse.
    """
    if not doc.has_annotation("DEP"):
        raise PipelineError(
            "the pipeline gives no dependency parse: diplograph needs components "
            "'tagger', 'parser', 'ner' and a lemmatizer"
        )
    heads = [t.head.i for t in doc]
    labels = [t.dep_ for t in doc]
    if _CLEARNLP_ONLY.intersection(labels):
        heads, labels = _from_clearnlp(doc, heads, labels)
    labels = ["root" if heads[i] == i else label for i, label in enumerate(labels)]
    mended = list(heads), list(labels)
    mend(doc, *mended)
    if is_forest(mended[0]):  # else a repair has gone wrong: what the parser says stands
        heads, labels = mended
    children = tuple(map(tuple, children_of(heads)))
    return Syntax(doc, doc.text, tuple(heads), tuple(labels), children)


def is_forest(heads: Sequence[int]) -> bool:
    """Whether from every token the heads (indices; a root is its own) lead up to a root."""
    safe = [head == i for i, head in enumerate(heads)]
    for i in range(len(heads)):
        path = [i]
        while not safe[path[-1]]:
            if len(path) > len(heads):
                return False
            path.append(heads[path[-1]])
        for k in path:
            safe[k] = True
    return True


def _from_clearnlp(doc: Doc, heads: list[int], labels: list[str]) -> tuple[list[int], list[str]]:
    """Turn ClearNLP heads and labels into UD ones, arcs of prepositions and copulas reversed."""
    old_labels = list(labels)
    labels = [_CLEARNLP_NAMES.get(label, label) for label in old_labels]
    for i, label in enumerate(old_labels):
        if label in {"pobj", "pcomp"} and old_labels[heads[i]] in {"prep", "agent", "dative"}:
            _reverse_preposition(doc, heads, labels, old_labels, i)
    for i, label in enumerate(old_labels):
        if label in {"attr", "acomp"}:
            _reverse_copula(heads, labels, i)
        elif label == "oprd" and doc[i].pos_ in {"NOUN", "PROPN"}:
            labels[i] = "xcomp"
    return heads, labels


def _reverse_preposition(
    doc: Doc, heads: list[int], labels: list[str], old_labels: list[str], i: int
) -> None:
    preposition = heads[i]
    governor = heads[preposition]
    kind = old_labels[preposition]
    if old_labels[i] == "pcomp":
        labels[i] = "acl" if doc[governor].pos_ in {"NOUN", "PROPN"} else "advcl"
        labels[preposition] = "mark"
    elif kind == "agent":
        labels[i], labels[preposition] = "obl:agent", "case"
    else:
        nominal = doc[governor].pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        labels[i], labels[preposition] = "nmod" if nominal else "obl", "case"
    heads[i], heads[preposition] = governor, i
    for c, head in enumerate(heads):
        if head == preposition and c != i:
            heads[c] = i


def _reverse_copula(heads: list[int], labels: list[str], i: int) -> None:
    copula = heads[i]
    heads[i] = i if heads[copula] == copula else heads[copula]
    labels[i] = labels[copula]
    heads[copula], labels[copula] = i, "cop"
    for c, head in enumerate(heads):
        if head == copula and c != i:
            heads[c] = i
