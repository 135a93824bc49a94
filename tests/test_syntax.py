"""The same sentences under UD and under ClearNLP labels read the same.

`tables/syntax.tsv`, blocks like CoNLL-U: the text, what it says (source relation target status),
then a line for each word: form, lemma, tag, part of speech, head and label in UD, head and label in
ClearNLP, entity. Heads count from 1; 0 is the root.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from diplograph.components import ActorReader, RelationReader
from diplograph.errors import PipelineError
from diplograph.gazetteer import load_gazetteer
from diplograph.language.syntax import Syntax, is_forest, read_syntax
from diplograph.lexicon import load_lexicon
from diplograph.ontology import load_ontology
from diplograph.relations.confidence import load_scale
from diplograph.resources import scale_path

TABLE = Path(__file__).parent / "tables" / "syntax.tsv"
VOCAB = spacy.blank("en").vocab
SCHEMES = ("ud", "clearnlp")


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence of the table."""

    text: str
    says: frozenset[tuple[str, ...]]
    words: tuple[tuple[str, ...], ...]

    def doc(self, scheme: str) -> Doc:
        """The sentence as a parsed doc with the labels of a scheme."""
        at = 4 if scheme == "ud" else 6
        heads = [int(w[at]) - 1 if w[at] != "0" else i for i, w in enumerate(self.words)]
        place = "LOC" if scheme == "ud" else "GPE"
        return Doc(
            VOCAB,
            words=[w[0] for w in self.words],
            spaces=self._spaces(),
            lemmas=[w[1] for w in self.words],
            tags=[w[2] for w in self.words],
            pos=[w[3] for w in self.words],
            heads=heads,
            deps=[w[at + 1] for w in self.words],
            ents=[f"B-{place}" if w[8] else "O" for w in self.words],
        )

    def _spaces(self) -> list[bool]:
        spaces, at = [], 0
        for word, *_ in self.words:
            at = self.text.index(word, at) + len(word)
            spaces.append(self.text[at : at + 1] == " ")
        return spaces


_WORDS = [
    ("Council", "NNP", "PROPN"),
    ("ally", "NN", "NOUN"),
    ("met", "VBD", "VERB"),
    ("urging", "VBG", "VERB"),
    ("says", "VBZ", "VERB"),
    ("and", "CC", "CCONJ"),
    (",", ",", "PUNCT"),
    ("the", "DT", "DET"),
    ("which", "WDT", "PRON"),
    ("African", "JJ", "ADJ"),
    ("had", "VBD", "AUX"),
]
_LABELS = ["nsubj", "obj", "conj", "compound", "cc", "ccomp", "appos", "acl:relcl", "acl", "advcl"]
_LABELS += ["xcomp", "nmod", "aux", "parataxis", "punct", "dep"]


def read_blocks() -> list[Block]:
    blocks = []
    for lump in TABLE.read_text(encoding="utf-8").split("\n\n"):
        lines = lump.rstrip("\n").split("\n")
        comments = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
        words = tuple(tuple(line.split("\t")) for line in lines if not line.startswith("# "))
        says = frozenset(tuple(c.split(" ")) for c in comments[1:])
        blocks.append(Block(comments[0], says, words))
    return blocks


BLOCKS = read_blocks()
BY_TEXT = pytest.mark.parametrize("block", BLOCKS, ids=[b.text for b in BLOCKS])
INFINITIVE = "ClearNLP's `to` stays an auxiliary"
COORDINATION = "ClearNLP's conjunctions and chains of conjuncts stay where they were"
OTHER_VIEW = {
    "China urged Washington to help Cuba.": INFINITIVE,
    "Norway is ready to help Kenya.": INFINITIVE,
    "France and Germany condemned Belarus.": COORDINATION,
    "Malta met Spain, Italy and Egypt.": COORDINATION,
}
OTHER_RELATIONS: dict[str, str] = {}


def cases(known: dict[str, str], *schemes: str) -> pytest.MarkDecorator:
    """Every sentence under every scheme, with the failures known under some schemes marked."""
    return pytest.mark.parametrize(
        ("block", "scheme"),
        [
            pytest.param(
                block,
                scheme,
                id=f"{scheme}: {block.text}",
                marks=[pytest.mark.xfail(reason=known[block.text], strict=False)]
                if block.text in known and scheme in schemes
                else [],
            )
            for block in BLOCKS
            for scheme in SCHEMES
        ],
    )


def syntax_of(text: str, scheme: str) -> Syntax:
    return read_syntax(next(b for b in BLOCKS if b.text == text).doc(scheme))


def table_view(block: Block) -> list[tuple[str, str, str]]:
    """Word, head and label as the table's UD columns have them; without punctuation."""
    words = block.words
    return [
        (w[0], words[int(w[4]) - 1][0] if w[4] != "0" else w[0], w[5])
        for w in words
        if w[3] != "PUNCT"
    ]


def view(s: Syntax) -> list[tuple[str, str, str]]:
    return [(t.text, s.doc[s.heads[t.i]].text, s.labels[t.i]) for t in s.doc if not t.is_punct]


@cases(OTHER_VIEW, "clearnlp")
def test_both_schemes_give_the_ud_view(block: Block, scheme: str) -> None:
    doc = block.doc(scheme)
    assert doc.text == block.text
    assert view(read_syntax(doc)) == table_view(block)


@cases(OTHER_RELATIONS, *SCHEMES)
def test_both_schemes_give_the_same_relations(block: Block, scheme: str) -> None:
    gazetteer, ontology = load_gazetteer(), load_ontology()
    lexicon = load_lexicon(None, frozenset(ontology.relations))
    doc = ActorReader(gazetteer)(block.doc(scheme))
    doc = RelationReader(gazetteer, lexicon, ontology, load_scale(scale_path()))(doc)
    found = {
        (r.source.actor.id, r.relation, r.target.actor.id, r.status.value)
        for r in doc._.diplograph_reading.relations
    }
    assert found == block.says


@BY_TEXT
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_view_is_a_tree(block: Block, scheme: str) -> None:
    s = read_syntax(block.doc(scheme))
    roots = [i for i, head in enumerate(s.heads) if head == i]
    assert len(roots) == 1
    assert s.subtree(roots[0]) == list(range(len(s.doc)))
    assert [s.labels[i] for i in roots] == ["root"]
    for i, head in enumerate(s.heads):
        assert i == head or i in s.children[head]
        assert list(s.ancestors(i))[-1:] in ([], roots)


def test_the_parse_is_left_as_it_was() -> None:
    doc = BLOCKS[1].doc("clearnlp")
    before = [(t.head.i, t.dep_) for t in doc]
    read_syntax(doc)
    assert [(t.head.i, t.dep_) for t in doc] == before


def test_a_doc_without_a_parse_is_refused() -> None:
    doc = Doc(VOCAB, words=["Iran", "condemned", "Iraq", "."])
    with pytest.raises(PipelineError, match="no dependency parse"):
        read_syntax(doc)


def test_a_pipeline_without_a_parser_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("diplograph_actors")
    with pytest.raises(PipelineError, match="parser"):
        nlp("Iran condemned Iraq.")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_prepositions_are_read_below_their_noun(scheme: str) -> None:
    s = syntax_of("Tokyo imposed sanctions on Moscow after talks with Seoul.", scheme)
    assert [s.preposition(i) for i in (4, 6, 8, 0)] == ["on", "after", "with", ""]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_passives_are_told_from_actives(scheme: str) -> None:
    passive = syntax_of("Iran was sanctioned by Canada.", scheme)
    assert passive.is_passive(2)
    active = syntax_of("Peru did not invite Chile.", scheme)
    assert not active.is_passive(3)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_conjuncts_of_a_list(scheme: str) -> None:
    s = syntax_of("Malta met Spain, Italy and Egypt.", scheme)
    assert s.conjuncts(2) == [2, 4, 6]
    assert [s.first_conjunct(i) for i in (2, 4, 6)] == [2, 2, 2]
    assert s.conjuncts(0) == [0]


@pytest.mark.parametrize(
    ("spoken", "tense", "heads"),
    [("is", "VBZ", 0), ("was", "VBD", 2)],
    ids=["outer verb", "inner verb"],
)
def test_a_past_verb_continues_the_past_verb(spoken: str, tense: str, heads: int) -> None:
    """ "Peru said Chile *is* ready but urged ..." is mended, "... *was* ready but urged" is not."""
    words = ["Peru", "said", "Chile", spoken, "ready", "but", "urged", "calm"]
    doc = Doc(
        VOCAB,
        words=words,
        lemmas=words,
        tags=["NNP", "VBD", "NNP", tense, "JJ", "CC", "VBD", "NN"],
        pos=["PROPN", "VERB", "PROPN", "AUX", "ADJ", "CCONJ", "VERB", "NOUN"],
        heads=[1, 1, 4, 4, 1, 6, 4, 6],
        deps=["nsubj", "root", "nsubj", "cop", "ccomp", "cc", "conj", "obj"],
    )
    assert read_syntax(doc).heads[6] == (1 if heads == 0 else 4)


def test_a_finite_verb_joined_to_a_noun_continues_the_clause() -> None:
    # parsed as if "urged" were joined to "respect", and "Seoul" its subject
    words = [
        "Tokyo",
        "said",
        "talks",
        "need",
        "respect",
        ",",
        "but",
        "urged",
        "Seoul",
        "to",
        "come",
        ".",
    ]
    tags = ["NNP", "VBD", "NNS", "VBP", "NN", ",", "CC", "VBD", "NNP", "TO", "VB", "."]
    pos = [
        "PROPN",
        "VERB",
        "NOUN",
        "VERB",
        "NOUN",
        "PUNCT",
        "CCONJ",
        "VERB",
        "PROPN",
        "PART",
        "VERB",
        "PUNCT",
    ]
    heads = [1, 1, 3, 1, 3, 7, 7, 4, 7, 10, 7, 1]
    deps = [
        "nsubj",
        "ROOT",
        "nsubj",
        "ccomp",
        "obj",
        "punct",
        "cc",
        "conj",
        "nsubj",
        "mark",
        "xcomp",
        "punct",
    ]
    doc = Doc(VOCAB, words=words, tags=tags, pos=pos, heads=heads, deps=deps)
    syntax = read_syntax(doc)
    assert syntax.heads[7] == 1
    assert syntax.labels[8] == "obj"


def _parsed(
    words: list[str], tags: list[str], pos: list[str], heads: list[int], deps: list[str]
) -> Syntax:
    doc = Doc(VOCAB, words=words, tags=tags, pos=pos, heads=heads, deps=deps)
    return read_syntax(doc)


def test_a_noun_is_not_coordinated_with_a_word_of_its_own() -> None:
    """ "The Peace and Security Council met": "Council" is no conjunct of "Peace"."""
    syntax = _parsed(
        ["Leaders", "said", "the", "Peace", "and", "Security", "Council", "met"],
        ["NNS", "VBD", "DT", "NNP", "CC", "NNP", "NNP", "VBD"],
        ["NOUN", "VERB", "DET", "PROPN", "CCONJ", "PROPN", "PROPN", "VERB"],
        [7, 7, 6, 6, 5, 3, 7, 7],
        ["nsubj", "ccomp", "det", "compound", "cc", "conj", "nsubj", "ROOT"],
    )
    assert is_forest(syntax.heads)
    assert syntax.labels[6] == "nsubj"


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([], True), ([0], True), ([1, 1, 0], True), ([1, 0], False), ([0, 2, 3, 1], False)],
)
def test_heads_that_lead_in_a_circle_are_no_forest(heads: list[int], expected: bool) -> None:
    assert is_forest(heads) is expected


@given(st.data())
def test_repairs_leave_a_forest(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=12))
    order = data.draw(st.permutations(range(len(words))))
    heads = [0] * len(words)
    for rank, i in enumerate(order):
        heads[i] = order[data.draw(st.integers(0, max(0, rank - 1)))]
    deps = [
        "ROOT" if heads[i] == i else data.draw(st.sampled_from(_LABELS)) for i in range(len(words))
    ]
    text, tags, pos = (list(column) for column in zip(*words, strict=True))
    assert is_forest(_parsed(text, tags, pos, heads, deps).heads)


def _lines(text: str) -> Syntax:
    """A parse written as `word tag part-of-speech head label`, a word a line, heads from 0."""
    rows = [line.split() for line in text.strip().splitlines()]
    words, tags, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return _parsed(words, tags, pos, [int(head) for head in heads], deps)


def test_two_subjects_with_a_conjunct_are_one_list() -> None:
    syntax = _lines(
        """
        Chad NNP PROPN 5 nsubj
        , , PUNCT 2 punct
        Mali NNP PROPN 5 nsubj
        and CC CCONJ 4 cc
        Niger NNP PROPN 2 conj
        left VBD VERB 5 ROOT
        """
    )
    assert syntax.conjuncts(0) == [0, 2, 4]


def test_a_participle_behind_the_speaker_is_the_speakers() -> None:
    """ "Mali must act, Tebboune said, *warning* Mali": not what Mali does."""
    syntax = _lines(
        """
        Mali NNP PROPN 2 nsubj
        must MD AUX 2 aux
        act VB VERB 5 ccomp
        , , PUNCT 2 punct
        Tebboune NNP PROPN 5 nsubj
        said VBD VERB 5 ROOT
        , , PUNCT 7 punct
        warning VBG VERB 2 advcl
        Mali NNP PROPN 7 obj
        """
    )
    assert syntax.heads[7] == 5


def test_parties_behind_between_are_coordinated() -> None:
    syntax = _lines(
        """
        talks NNS NOUN 1 nsubj
        began VBD VERB 1 ROOT
        between IN ADP 5 case
        Chad NNP PROPN 1 obl
        and CC CCONJ 5 cc
        Mali NNP PROPN 1 obl
        """
    )
    assert syntax.conjuncts(3) == [3, 5]
    assert syntax.preposition(3) == "between"
