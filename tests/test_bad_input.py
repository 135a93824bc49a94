"""Bad input: each source is built or refused with a reason, and the account adds up."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import socket
import threading
import zipfile
from pathlib import Path

import pytest
from conftest import URGES, Cli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import diplograph
from diplograph.documents import ReadOptions, SourceFailure, read_sources, streams
from diplograph.error_list import NAME
from diplograph.errors import LostDocumentError
from diplograph.long_texts import cuts, joined, parts
from diplograph.reading import read_documents
from diplograph.records import Document, Reading
from diplograph.tally import Tally

GOOD = "China urged the United States on Monday to talk about trade."
PAGE = f"<html><body><article><p>{GOOD}</p><p>Mao Ning said so.</p></article></body></html>"


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return out.getvalue()


def archive(*pages: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of (address, media type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, kind, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), http_headers=headers
            )
        )
    return out.getvalue()


# Name, content, and words of the reason; "" where it is read all the same.
CASES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty file"),
    "blank": ("a.txt", b"\r\n \n", "empty file"),
    "bom alone": ("a.txt", b"\xef\xbb\xbf", "no text"),
    "bom": ("a.txt", b"\xef\xbb\xbf" + GOOD.encode(), ""),
    "bom within": ("a.txt", GOOD.encode() + b"\n\n\xef\xbb\xbf" + GOOD.encode(), ""),
    "utf-16 without bom": ("a.txt", GOOD.encode("utf-16-le"), ""),
    "utf-16 big-endian without bom": ("a.txt", GOOD.encode("utf-16-be"), ""),
    "utf-32": ("a.txt", GOOD.encode("utf-32"), ""),
    "utf-16 cut in a character": ("a.txt", GOOD.encode("utf-16")[:-1], ""),
    "latin-1": ("a.txt", (GOOD + " Peña was there.").encode("latin-1"), ""),
    "mixed": ("a.txt", GOOD.encode() + " Peña ".encode() + "Müller".encode("cp1252"), ""),
    "overlong utf-8": ("a.txt", GOOD.encode() + b" \xc0\xaf \xf8\x88\x80\x80\x80", ""),
    "surrogate in utf-8": ("a.txt", GOOD.encode() + b" \xed\xa0\x80", ""),
    "crlf": ("a.txt", GOOD.encode() + b"\r\n\r\n" + GOOD.encode() + b"\r", ""),
    "nul": ("a.txt", b"One.\nTwo\0.", "NUL"),
    "late nul": ("a.txt", GOOD.encode() * 2000 + b"\0", "NUL"),
    "escapes": ("a.txt", GOOD.encode() + b"\x1b[2J", ""),
    "controls": ("a.txt", bytes(range(1, 32)) * 9, "binary"),
    "random": ("a.txt", bytes((i * 7919) % 251 for i in range(9999)), ""),
    "elf": ("a.txt", b"\x7fELF\x02\x01\x01" + bytes(100), "a program"),
    "png": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "an image"),
    "pdf": ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "docx": ("a.txt", zipped(b"x"), "zip"),
    "zip bomb": ("a.txt", zipped(bytes(10_000_000)), "zip"),
    "7z": ("a.txt", b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
    "sqlite": ("a.txt", b"SQLite format 3\0" + bytes(80), "SQLite"),
    "gzip bomb": ("a.txt.gz", gzip.compress(bytes(60_000_000)), "bomb"),
    "gzip in gzip": ("a.txt.gz", gzip.compress(gzip.compress(GOOD.encode())), "gzip inside"),
    "gzip cut": ("a.txt.gz", gzip.compress(os.urandom(9000).hex().encode())[:5000], "end"),
    "gzip damaged": ("a.txt.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 60, ""),
    "gzip of nothing": ("a.txt.gz", gzip.compress(b""), "empty"),
    "a line of 50 MB": ("a.jsonl", b'{"text": "' + b"x" * 50_000_000 + b'"}', "line longer"),
    "a file of 50 MB": ("a.txt", b"x " * 25_000_000, "too large"),
    "no json": ("a.jsonl", b"nonsense", "not valid JSON"),
    "json cut": ("a.jsonl", b'{"text": "Chi', "not valid JSON"),
    "json of the wrong kind": ("a.jsonl", b"[1]", "list"),
    "json deep": ("a.jsonl", b'{"text":' + b"[" * 99_999, "nested"),
    "json number": ("a.jsonl", b'{"text": 1e999}', "not text"),
    "json big number": ("a.jsonl", b'{"text": ' + b"9" * 9999 + b"}", ""),
    "json nul": ("a.jsonl", b'{"text": "a\\u0000b"}', "NUL"),
    "json surrogate": ("a.jsonl", b'{"text": "China urged Japan to talk \\ud800 again."}', ""),
    "json duplicate keys": ("a.jsonl", b'{"text": "", "text": "China urged Japan."}', ""),
    "csv without text": ("a.csv", b"id,words\n1,x\n", "text field"),
    "csv header alone": ("a.csv", b"id,text\n", "no row"),
    "csv nothing": ("a.csv", b"\n", "no row"),
    "csv long row": ("a.csv", b"id,text\n1,One,two,three\n", "4 fields"),
    "csv open quote": ("a.csv", b'id,text\n1,"never closed\n', "never closed"),
    "csv nul": ("a.csv", b"id,text\n1,a\0b\n", "NUL"),
    "html without text": ("a.html", b"<html><script>alert(1)</script></html>", "no main text"),
    "html deep": ("a.html", b"<div>" * 100_000 + GOOD.encode(), "HTML"),
    "html cut": ("a.html", PAGE.encode()[:-30], ""),
    "html nul": ("a.html", PAGE.encode().replace(b"Mao", b"M\0o"), "NUL"),
    "html odd charset": ("a.html", b"<meta charset=rot13>" + PAGE.encode() + b"\xff", ""),
    "html bomb charset": ("a.html", b"<meta charset=zlib_codec>" + PAGE.encode() + b"\xff", ""),
    "warc": ("a.warc.gz", archive(("http://a.b/", "text/html", PAGE.encode())), ""),
    "warc plain": (
        "a.warc",
        archive(("http://a.b/", "text/html", PAGE.encode()), packed=False),
        "",
    ),
    "warc nothing": ("a.warc", b"nonsense\r\n\r\n", "WARC"),
    "warc cut": (
        "a.warc",
        archive(("http://a.b/", "text/html", PAGE.encode()), packed=False)[:40],
        "WARC",
    ),
    "warc of binaries": (
        "a.warc",
        archive(("http://a.b/", "text/html", b"\x89PNG\r\n" + bytes(90)), packed=False),
        "an image",
    ),
    "table": ("a.txt", b"a\tb\tc\n" * 9, "a table"),
    "markdown table": ("a.md", b"| a | b | c |\n" * 9, "a table"),
    "yaml bomb": (
        "a.md",
        b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: *c\n---\n" + GOOD.encode(),
        "",
    ),
    "yaml object": ("a.md", b"---\ntitle: !!python/object/apply:os.system [id]\n---\nX", "YAML"),
    "yaml not closed": ("a.md", b"---\ntitle: [1\n---\nText.", "YAML"),
    "french": ("a.txt", "Le ministre a rencontré hier son homologue allemand.".encode(), "fr"),
    "chinese": ("a.txt", "外交部发言人毛宁星期五敦促美国停止向台湾出售武器。".encode(), "zh"),
    "russian in rows": (
        "a.jsonl",
        '{"text": "Министр встретился с послом в Москве."}'.encode(),
        "ru",
    ),
    "tweet": (
        "a.txt",
        "RT @MFA_China: 🇨🇳 China urges 🇺🇸 #US to talk!! https://t.co/x".encode(),
        "",
    ),
}


def read_all(path: Path, **options: object) -> list[Document | SourceFailure]:
    return list(read_sources([str(path)], ReadOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES)
def test_each_bad_input_is_read_or_refused_with_a_reason(tmp_path: Path, case: str) -> None:
    name, content, reason = CASES[case]
    path = tmp_path / name
    path.write_bytes(content)
    found = read_all(path)
    assert found, "what came in must come out"
    failures = [f for f in found if isinstance(f, SourceFailure)]
    if reason:
        assert any(reason in str(f) for f in failures), [str(f) for f in found]
    for failure in failures:
        assert failure.path == str(path)
        assert str(failure).isprintable()
        assert "Traceback" not in failure.reason
    for document in found:
        if isinstance(document, Document):
            document.text.encode("utf-8")
            assert "\0" not in document.text
            assert "\r" not in document.text
            assert "\ufeff" not in document.text


def test_one_build_of_all_bad_inputs_loses_nothing(cli: Cli, tmp_path: Path) -> None:
    sources = tmp_path / "in"
    for number, (name, content, _) in enumerate(CASES.values()):
        folder = sources / f"{number:03}"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
    (sources / "good.txt").write_text(URGES, encoding="utf-8")
    (sources / "name with\nline\x1b[2J.txt").write_text(GOOD + " It said so.", encoding="utf-8")
    (sources / "loop").symlink_to(sources)
    (sources / "broken.txt").symlink_to(tmp_path / "nowhere")
    (sources / "picture.png").write_bytes(b"\x89PNG")
    out = tmp_path / "out"
    ended = cli("build", sources, "-o", out)
    assert ended.code == 1
    records = [json.loads(line) for line in (out / NAME).read_text("ascii").splitlines()]
    refused = [r for r in records if not r["skipped"]]
    account = next(line for line in ended.out.splitlines() if line.startswith("documents: "))
    came, built = int(account.split()[1]), int(account.split()[4])
    assert f"documents: {came} in = {built} built + 0 unchanged + {len(refused)} refused" in account
    assert came == built + len(refused)
    assert came >= len(CASES) + 3
    assert "refused as not English: fr 1, ru 1, zh 1" in account
    # Every file that was there is in the list, or its text is in the graph.
    listed = {r["path"] for r in records}
    asked = cli("query", "-g", out, "--format", "csv", "SELECT ?hash { ?d dg:sha256 ?hash }")
    for path in sources.rglob("*"):
        if str(path) not in listed and not path.is_dir():
            for entry in read_all(path):
                assert isinstance(entry, Document)
                assert entry.digest in asked.out, path
    # A line for each refusal, and no control character reaches the terminal.
    lines = ended.err.splitlines()
    assert sum("good.txt" in line for line in lines) == 0
    assert all(line.isprintable() for line in lines)
    assert {"path", "line", "record_id", "reason", "language", "skipped"} == set(records[0])


def test_texts_of_other_languages_are_read_by_choice(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Le ministre a rencontré hier son homologue allemand à Paris.")
    (failure,) = read_all(path)
    assert isinstance(failure, SourceFailure)
    assert failure.language == "fr"
    (document,) = read_all(path, any_language=True)
    assert isinstance(document, Document)


def test_english_is_not_taken_for_another_language() -> None:
    from diplograph.documents.language import foreign_language

    for path in sorted(Path("corpus").iterdir()):
        text = path.read_text(encoding="utf-8")
        for paragraph in [text, *text.split("\n\n")]:
            assert foreign_language(paragraph) is None, paragraph
    for few in ("Macron, Scholz, Meloni", "Xi Jinping", "OK", "", "123", "Bin Salman al-Saud"):
        assert foreign_language(few) is None, few


def test_unreadable_files_and_other_things_than_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_WRITER_SECONDS", 0.2)
    pipe, listening = tmp_path / "pipe", tmp_path / "s"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        found = list(read_sources([str(pipe), str(listening), "/dev/zero", str(tmp_path)]))
    told = [str(f) for f in found]
    assert "nobody wrote" in told[0]
    assert "a socket" in told[1]
    assert "a device" in told[2]
    assert all(isinstance(f, SourceFailure) for f in found)
    if os.getuid():
        secret = tmp_path / "secret.txt"
        secret.write_text(GOOD)
        secret.chmod(0)
        assert "permission denied" in str(read_all(secret)[0])


def test_a_pipe_with_a_writer_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(GOOD))
    writer.start()
    (document,) = read_all(pipe)
    writer.join()
    assert isinstance(document, Document)
    assert document.text == GOOD


def test_warc_gives_a_document_a_page_and_names_the_address(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        archive(
            ("http://a.b/1", "text/html; charset=utf-8", PAGE.encode()),
            ("http://a.b/2", "image/png", b"\x89PNG"),
            ("http://a.b/3", "text/plain", b"a\0b"),
            ("http://a.b/\x1b[2J", "text/plain", GOOD.encode()),
        )
    )
    first, picture, broken, last = read_all(path)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.record_id, first.url) == ("http://a.b/1", "http://a.b/1")
    assert isinstance(picture, SourceFailure)
    assert picture.skipped
    assert isinstance(broken, SourceFailure)
    assert broken.record_id == "http://a.b/3"


class TestAccount:
    def test_a_document_that_breaks_the_pipeline_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from diplograph.components import RelationReader

        whole = RelationReader.reading

        def breaking(self: RelationReader, doc: object) -> Reading:
            if "BREAK" in str(doc):
                raise IndexError("odd\nsentence")
            return whole(self, doc)  # type: ignore[arg-type]

        monkeypatch.setattr(RelationReader, "reading", breaking)
        texts = [f"China urged Japan to talk for the {n}th time." for n in range(20)]
        texts[7] += " BREAK."
        kg = diplograph.build(
            [Document(text=text, path=f"{i}.txt") for i, text in enumerate(texts)]
        )
        assert str(kg.tally) == "20 in = 19 built + 0 unchanged + 1 refused"
        (failure,) = kg.tally.failures
        assert failure.path == "7.txt"
        assert "IndexError: odd sentence" in failure.reason
        with pytest.raises(IndexError):
            list(read_documents([Document(text="BREAK.")], diplograph_pipeline()))

    def test_a_lost_document_is_noticed(self) -> None:
        tally = Tally(documents=2, came=4, unchanged=1)
        with pytest.raises(LostDocumentError, match=r"4 in = 2 built \+ 1 unchanged \+ 0 refused"):
            tally.check()
        tally.failures.append(SourceFailure("a.txt", "bad"))
        tally.failures.append(SourceFailure("a.png", "no document", skipped=True))
        tally.check()

    def test_refusals_alone_are_listed_too(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"\0")
        ended = cli("build", tmp_path / "a.txt", "-o", tmp_path / "out")
        assert ended.code == 1
        (line,) = (tmp_path / "out" / NAME).read_text().splitlines()
        assert json.loads(line)["path"] == str(tmp_path / "a.txt")

    def test_an_old_list_does_not_stay(self, cli: Cli, tmp_path: Path) -> None:
        text = tmp_path / "a.txt"
        text.write_text(GOOD)
        out = tmp_path / "out"
        assert cli("build", text, tmp_path / "none.txt", "-o", out).code == 1
        assert "none.txt" in (out / NAME).read_text()
        assert cli("build", text, "-o", out).code == 0
        assert (out / NAME).read_text() == ""


def diplograph_pipeline():  # type: ignore[no-untyped-def]
    from diplograph.language.pipeline import load_pipeline

    return load_pipeline()


class TestLongTexts:
    def test_parts_are_the_whole_and_end_with_paragraphs(self) -> None:
        paragraphs = [f"Paragraph {n}. {GOOD}" for n in range(200_000)]
        text = "\n\n".join(paragraphs)
        assert len(text) > 10_000_000
        found = list(cuts(text))
        assert [found[0][0], found[-1][1]] == [0, len(text)]
        assert all(a[1] == b[0] for a, b in itertools.pairwise(found))
        assert all(0 < end - start <= 100_000 for start, end in found)
        assert all(text[start:].startswith("Paragraph") for start, _ in found)

    @pytest.mark.parametrize("text", ["x" * 1000, "x y " * 300, "One. " * 300, "a\nb" * 300, ""])
    def test_text_without_paragraphs(self, text: str) -> None:
        found = list(cuts(text, 100))
        assert "".join(text[start:end] for start, end in found) == text
        assert all(end - start <= 100 for start, end in found)

    def test_offsets_are_those_of_the_whole(self) -> None:
        nlp = diplograph_pipeline()
        pairs = [("China", "Japan"), ("Iran", "Israel"), ("France", "Spain"), ("India", "Canada")]
        text = "\n\n".join(f"😀 {a} urged {b} to talk." for a, b in pairs)
        document = Document(text=text, published="2023-01-01")
        cut = parts(document, 60)
        assert len(cut) > 1
        readings = [r for _, part in cut for r in read_documents([part], nlp)]
        found = joined(document, [start for start, _ in cut], readings)
        (whole,) = read_documents([document], nlp)
        assert len(found.relations) == 4
        assert [r.id for r in found.relations] == [r.id for r in whole.relations]
        for relation in found.relations:
            for span in (relation.source, relation.target, relation.trigger, relation.sentence):
                assert text[span.start : span.end] == span.text
        for mention in found.mentions:
            assert text[mention.start : mention.end] == mention.text

    @pytest.mark.heavy
    def test_a_text_longer_than_spacy_reads(self) -> None:
        filler = "Nothing was said about it on that day.\n\n" * 26_000
        document = Document(text=filler + "China urged Japan to resume talks.")
        assert len(document.text) > 1_000_000
        (relation,) = diplograph.extract([document])
        assert relation.sentence.start == len(filler)
