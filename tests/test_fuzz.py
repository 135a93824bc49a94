"""Fuzzing and properties: mutated texts, arguments, and the coverage-guided fuzzer.

Small here; in full by hand (`DIPLOGRAPH_FUZZ_SEED=n` for other sentences than last time):
`DIPLOGRAPH_FUZZ_SENTENCES=100000 pytest tests/test_fuzz.py -k mutated -m heavy` and
`python tests/fuzz/run.py guard -max_total_time=3600`.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attacks import ATTACKS
from conftest import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diplograph
from diplograph import Document
from diplograph.reading import read_documents
from diplograph.records import Reading
from diplograph.validate import validate

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))
from targets import TARGETS  # noqa: E402

SEED = int(os.environ.get("DIPLOGRAPH_FUZZ_SEED", "20231"))
SENTENCES = int(os.environ.get("DIPLOGRAPH_FUZZ_SENTENCES", "6000"))
SECONDS = int(os.environ.get("DIPLOGRAPH_FUZZ_SECONDS", "20"))


# ---- the fuzzer ----


@pytest.mark.parametrize("target", TARGETS)
def test_every_input_that_was_kept_is_handled(target: str) -> None:
    files = sorted((FUZZ / "corpus" / target).iterdir())
    assert len(files) >= 10
    for file in files:
        TARGETS[target](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_handled(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.heavy
@pytest.mark.parametrize("target", TARGETS)
def test_the_fuzzer_finds_nothing(target: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is missing: make fuzzer")
    words = [f"-max_total_time={SECONDS}", f"-seed={SEED}", str(tmp_path)]
    command = [sys.executable, str(FUZZ / "run.py"), target, *words]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert ended.returncode == 0, ended.stderr[-3000:]
    done = re.search(r"Done (\d+) runs", ended.stderr)
    assert done, ended.stderr[-1000:]
    assert int(done[1]) > 100
    assert not list(tmp_path.glob("crash-*"))


# ---- mutated sentences ----


def sentences() -> list[str]:
    """Sentences of the sample corpus."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path("corpus").glob("*.md"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted(Path("corpus").glob("*.txt"))]
    found = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if 20 < len(s) < 400]
    assert len(found) > 200
    return found


def mutated(chance: random.Random, known: list[str]) -> str:
    """A sentence with words dropped, doubled, swapped, turned or replaced by an attack."""
    words = chance.choice(known).split()
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(words))
        kind = chance.randrange(9)
        if kind == 0 and len(words) > 1:
            del words[at]
        elif kind == 1:
            words.insert(at, words[at])
        elif kind == 2:
            other = chance.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif kind == 3:
            words[at] = chance.choice((str.upper, str.lower, str.title, str.swapcase))(words[at])
        elif kind == 4:
            words[at] = chance.choice(ATTACKS[:-1])
        elif kind == 5:
            words[at : at + 1] = list(words[at])[:30]
        elif kind == 6:
            words.extend(chance.choice(known).split())
        elif kind == 7:
            words[at] = words[at] + chance.choice((",", "'s", "”", "(", ";", "—", "\n", "...", "’"))
        else:
            words[at] = words[at][: chance.randint(1, 3)] or "x"
    return chance.choice((" ", " ", " ", "  ", "\n")).join(words)


def check_reading(reading: Reading) -> None:
    """Offsets are inside and quote the text; no more relations than pairs of tokens allow."""
    text = reading.document.text
    spans = [s for r in reading.relations for s in (r.source, r.target, r.trigger, r.sentence)]
    for span in [*spans, *reading.mentions]:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for relation in reading.relations:
        assert relation.sentence.start <= relation.trigger.start
        assert relation.trigger.end <= relation.sentence.end
        assert 0 <= relation.confidence <= 1
    tokens = len(re.findall(r"\w+|[^\w\s]", text))
    assert len(reading.relations) <= tokens * (tokens - 1)


def run_mutated(count: int, seed: int) -> int:
    """Read as many mutated sentences; how many relations they gave."""
    from diplograph.language.pipeline import load_pipeline

    chance, known = random.Random(seed), sentences()
    texts = (Document(mutated(chance, known), published="2023-02-01") for _ in range(count))
    read = relations = 0
    for reading in read_documents(texts, load_pipeline(), batch_size=64):
        check_reading(reading)
        read, relations = read + 1, relations + len(reading.relations)
    assert read == count
    return relations


def test_some_mutated_sentences_are_read() -> None:
    assert run_mutated(150, SEED) > 20


@pytest.mark.heavy
def test_many_mutated_sentences_are_read() -> None:
    assert run_mutated(SENTENCES, SEED + 1) > SENTENCES / 10


def test_time_grows_with_the_length_of_a_sentence_and_no_faster() -> None:
    """Ratios of one run: ten times the words may take at most twenty-five times as long."""
    from diplograph.language.pipeline import load_pipeline

    nlp = load_pipeline()
    clause = "China urged Japan , which Russia accused of helping Iran , and warned that "
    list(read_documents([Document(clause * 3)], nlp))

    def seconds(words: int) -> float:
        text = (clause * (words // 13 + 1)).strip() + " it would act."
        started = time.process_time()
        (reading,) = read_documents([Document(text)], nlp)
        check_reading(reading)
        return time.process_time() - started

    short, long = min(seconds(500) for _ in range(2)), seconds(5_000)
    assert long < 25 * short, f"500 words {short:.2f} s, 5,000 words {long:.2f} s"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read_and_its_graph_conforms(text: str) -> None:
    kg = diplograph.build([Document(text=text, path="a.txt", title=text, source=text)])
    assert str(kg.tally) == "1 in = 1 built + 0 unchanged + 0 refused"
    report = validate(kg.store)
    assert report.conforms, str(report)


# ---- the command line ----

_WORDS = st.one_of(
    st.sampled_from(
        ["build", "extract", "query", "queries", "explain", "actors", "info", "export", "validate",
         "--format", "csv", "jsonl", "-o", "--store", "-g", "--saved", "-p", "x=y", "--date", "--",
         "--help", "-q", "--json", "--at", "2023-02-01", "-", "", "ASK {}", "--min-confidence"]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(_WORDS, max_size=5))
def test_any_arguments_end_with_an_exit_code(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    if "serve" in words:
        return
    ended = cli(*words)
    assert ended.code in {0, 1, 2}
    assert "Traceback" not in ended.err
    assert "a fault in diplograph" not in ended.err
