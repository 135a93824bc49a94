from __future__ import annotations

import gzip
import io
import os
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from diplograph.documents import ReadOptions, SourceFailure, read_sources
from diplograph.errors import SourceError
from diplograph.records import Document

SENTENCE = "China urged the United States to talk."


def read(*sources: Path | str, **options: object) -> list[Document | SourceFailure]:
    return list(read_sources(map(str, sources), ReadOptions(**options)))  # type: ignore[arg-type]


def one(path: Path, content: str | bytes, **options: object) -> Document:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = read(path, **options)
    assert isinstance(found, Document), str(found)
    return found


def failure(path: Path, content: str | bytes, **options: object) -> SourceFailure:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = read(path, **options)
    assert isinstance(found, SourceFailure)
    assert found.path == str(path)
    return found


class TestPlainText:
    def test_text_is_kept_as_it_is(self, tmp_path: Path) -> None:
        text = f"{SENTENCE}\n\nMao said so. She left."
        found = one(tmp_path / "a.txt", text + "\n")
        assert (found.text, found.title, found.published) == (text, None, None)
        assert found.path == str(tmp_path / "a.txt")

    def test_title_before_a_blank_line(self, tmp_path: Path) -> None:
        found = one(tmp_path / "a.txt", f"Beijing calls for talks\n\n{SENTENCE}\n\nMore.\n")
        assert found.title == "Beijing calls for talks"
        assert found.text == f"{SENTENCE}\n\nMore."

    def test_title_before_a_long_paragraph(self, tmp_path: Path) -> None:
        paragraph = " ".join([SENTENCE] * 5)
        found = one(tmp_path / "a.txt", f"Beijing calls for talks\n{paragraph}")
        assert (found.title, found.text) == ("Beijing calls for talks", paragraph)

    @pytest.mark.parametrize(
        "text",
        [
            "Mao urged the US to talk",  # nothing else: this is the text
            f"{SENTENCE}\n\nMore.",
            "China urged the United States on Monday to return to the talks that it\n"
            "had left in March, and said that it would wait.",
        ],
    )
    def test_no_title(self, tmp_path: Path, text: str) -> None:
        assert one(tmp_path / "a.txt", text).title is None

    def test_lines_broken_for_width_are_joined_in_place(self, tmp_path: Path) -> None:
        text = "China urged the United States on Monday to return to the talks\nit left. Mao left."
        assert one(tmp_path / "a.txt", text).text == text.replace("\n", " ")

    def test_paragraphs_a_line_each_stay_apart(self, tmp_path: Path) -> None:
        text = f"{SENTENCE} {SENTENCE}\n{SENTENCE}"
        assert one(tmp_path / "a.txt", text).text == text


class TestEncodings:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_known_encodings(self, tmp_path: Path, codec: str) -> None:
        text = "President Müller met Mr. Peña in Zürich – “a café talk”, said an aide there."
        assert one(tmp_path / "a.txt", text.encode(codec)).text == text

    def test_mixed_encodings_and_a_warning(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        mixed = "Peña met ".encode() + "Müller.".encode("cp1252")
        assert one(tmp_path / "a.txt", mixed).text == "Peña met Müller."
        assert "mixed encodings" in caplog.text
        assert "a.txt" in caplog.text

    def test_other_alphabets_are_guessed(self, tmp_path: Path) -> None:
        text = "Встреча министров иностранных дел состоялась вчера в Москве. " * 5
        assert (
            one(tmp_path / "a.txt", text.encode("cp1251"), any_language=True).text == text.strip()
        )

    def test_line_ends(self, tmp_path: Path) -> None:
        assert one(tmp_path / "a.txt", b"One.\r\nTwo.\rThree.\n").text == "One.\nTwo.\nThree."

    def test_nul_names_the_line(self, tmp_path: Path) -> None:
        found = failure(tmp_path / "a.txt", b"One.\nTwo\0.\n")
        assert found.line == 2
        assert "NUL" in found.reason

    @pytest.mark.parametrize(
        ("content", "word"),
        [
            (b"", "empty"),
            (b" \n\n", "empty"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"PK\x03\x04 ...", "zip"),
            (bytes(range(1, 32)) * 9, "binary"),
        ],
    )
    def test_refused(self, tmp_path: Path, content: bytes, word: str) -> None:
        assert word in failure(tmp_path / "a.txt", content).reason


class TestDates:
    @pytest.mark.parametrize(
        ("start", "default", "expected"),
        [
            ("BEIJING, Feb. 6, 2023 (Xinhua) -- ", None, "2023-02-06"),
            ("BEIJING, Feb. 6 (Xinhua) -- ", "2023-02-07", "2023-02-06"),
            ("BEIJING, Dec. 30 (Xinhua) -- ", "2023-01-02", "2022-12-30"),
            ("BEIJING, Feb. 6 (Xinhua) -- ", None, None),
            ("NAIROBI, Kenya, 3 March 2022 — ", None, "2022-03-03"),
            ("Feb 6, 2023\n\n", None, "2023-02-06"),
            ("", "2023-02-07", "2023-02-07"),
            ("", None, None),
        ],
    )
    def test_dateline(
        self, tmp_path: Path, start: str, default: str | None, expected: str | None
    ) -> None:
        found = one(tmp_path / "a.txt", start + SENTENCE, date=default)
        assert found.published == expected
        assert found.text == start + SENTENCE

    def test_dateline_names_the_agency(self, tmp_path: Path) -> None:
        found = one(tmp_path / "a.txt", f"BEIJING, Feb. 6 (Xinhua) -- {SENTENCE}", source="else")
        assert found.source == "Xinhua"

    def test_bad_default_date(self) -> None:
        with pytest.raises(SourceError, match="yesterday"):
            ReadOptions(date="yesterday")


class TestMarkdown:
    def test_front_matter(self, tmp_path: Path) -> None:
        front = (
            '---\ntitle: "Talks: the end"\ndate: 2023-02-06\nsource: Daily\nurl: https://x.y/1\n'
        )
        found = one(tmp_path / "a.md", f"{front}---\n\n{SENTENCE}\n", date="2020-01-01")
        assert found == Document(
            text=SENTENCE,
            path=str(tmp_path / "a.md"),
            title="Talks: the end",
            published="2023-02-06",
            source="Daily",
            url="https://x.y/1",
        )

    def test_marks_go_and_words_stay(self, tmp_path: Path) -> None:
        text = (
            "# Talks\n\n**China** urged the [US](http://u.s) to *talk*.<!-- no -->\n\n- a_b_c 2*3*4"
        )
        found = one(tmp_path / "a.md", text)
        assert (found.title, found.text) == ("Talks", "China urged the US to talk.\n\na_b_c 2*3*4")

    def test_bad_front_matter_names_the_line(self, tmp_path: Path) -> None:
        found = failure(tmp_path / "a.md", "---\ntitle: x\ndate: [1\n---\nText.\n")
        assert found.line is not None
        assert found.line >= 3
        assert "front matter" in found.reason

    def test_rule_at_the_top_is_no_front_matter(self, tmp_path: Path) -> None:
        assert SENTENCE in one(tmp_path / "a.md", f"---\n\n{SENTENCE}\n").text

    @pytest.mark.parametrize("opening", ["<!--", "[", "![", "**", "`", "_a"])
    def test_many_openings_take_linear_time(self, tmp_path: Path, opening: str) -> None:
        start = time.process_time()
        one(tmp_path / "a.md", "x " + opening * 200_000)
        assert time.process_time() - start < 3


PAGE = f"""<!DOCTYPE html><html><head><title>Talks wanted</title>
<meta property="article:published_time" content="2023-02-06T10:00:00Z">
<meta property="og:site_name" content="Daily"><script>var x = "never shown";</script></head>
<body><nav>Home | About</nav><article><h1>Talks wanted</h1><p>{SENTENCE}</p>
<p>Mao Ning said so on Monday &amp; left.</p></article><footer>Copyright</footer></body></html>"""


class TestHtml:
    def test_main_text_and_metadata(self, tmp_path: Path) -> None:
        found = one(tmp_path / "a.html", PAGE)
        assert found.text == f"{SENTENCE}\n\nMao Ning said so on Monday & left."
        assert (found.title, found.published, found.source) == (
            "Talks wanted",
            "2023-02-06",
            "Daily",
        )

    def test_declared_charset(self, tmp_path: Path) -> None:
        page = "<html><head><meta charset=iso-8859-2></head><body><article><p>"
        body = "Premiér Dvořák vyzval Spojené státy k jednání.</p></article></body></html>"
        found = one(tmp_path / "a.html", (page + body).encode("iso-8859-2"), any_language=True)
        assert "Dvořák" in found.text

    @pytest.mark.parametrize(
        "page",
        ["<html></html>", "<html><script>alert(1)</script></html>", "<div>" * 50_000],
    )
    def test_pages_without_text(self, tmp_path: Path, page: str) -> None:
        assert "HTML" in failure(tmp_path / "a.html", page).reason


class TestJsonLines:
    def test_rows_and_failures_in_order(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(
            '{"id": 7, "text": "One met two.", "date": "2023-02-06", "title": "T"}\n'
            "not json\n\n[1]\n"
            '{"id": "x", "body": 5}\n'
            '{"id": "y", "text": "a\\u0000b"}\n'
            '{"id": "z", "text": "Lone \\ud800 here."}\n'
        )
        first, *failures, last = read(path)
        assert isinstance(first, Document)
        assert (first.record_id, first.published, first.title) == ("7", "2023-02-06", "T")
        assert [f.line for f in failures if isinstance(f, SourceFailure)] == [2, 4, 5, 6]
        assert isinstance(last, Document)
        assert last.text == "Lone \ufffd here."

    def test_named_fields(self, tmp_path: Path) -> None:
        row = '{"text": "wrong", "t": "right", "k": "1", "d": "Feb. 6, 2023", "h": "Head"}'
        fields = {"text_field": "t", "id_field": "k", "date_field": "d", "title_field": "h"}
        found = one(tmp_path / "a.jsonl", row, **fields)
        assert (found.text, found.record_id) == ("right", "1")
        assert (found.published, found.title) == ("2023-02-06", "Head")

    def test_missing_field_is_told_with_what_there_is(self, tmp_path: Path) -> None:
        assert "'words'" in failure(tmp_path / "a.jsonl", '{"words": "x"}').reason
        found = failure(tmp_path / "b.jsonl", '{"text": "x"}', text_field="words")
        assert "no field 'words'" in found.reason

    def test_long_line_is_refused_and_the_next_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "' + "x" * 5000 + '"}\n{"text": "Short."}\n')
        first, second = read(path, max_document_bytes=1000)
        assert isinstance(first, SourceFailure)
        assert first.line == 1
        assert isinstance(second, Document)

    def test_deep_nesting(self, tmp_path: Path) -> None:
        assert "JSON" in failure(tmp_path / "a.jsonl", '{"text":' + "[" * 200_000).reason


class TestCsv:
    def test_rows(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text('id,headline,text\n1,T,"One, two.\nThree."\n2,,Four.\n')
        first, second = read(path)
        assert isinstance(first, Document)
        assert (first.text, first.title, first.record_id) == ("One, two.\nThree.", "T", "1")
        assert isinstance(second, Document)
        assert (second.text, second.title) == ("Four.", None)

    @pytest.mark.parametrize("mark", [";", "\t", "|"])
    def test_delimiters(self, tmp_path: Path, mark: str) -> None:
        found = one(tmp_path / "a.csv", f"id{mark}text\n1{mark}One, two, three.\n")
        assert (found.record_id, found.text) == ("1", "One, two, three.")

    def test_no_text_column(self, tmp_path: Path) -> None:
        assert "'words'" in failure(tmp_path / "a.csv", "id,words\n1,x\n").reason

    def test_open_quote_costs_one_row(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text('id,text\n1,"never closed\n2,Two.\n3,Three, and more\n4,Four.\n')
        found = read(path)
        assert [getattr(f, "line", None) for f in found] == [2, None, 4, None]
        assert [f.record_id for f in found if isinstance(f, Document)] == ["2", "4"]
        assert "never closed" in str(found[0])

    def test_many_open_quotes_end(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("id,text\n" + '1,"x" y\n' * 3001)
        found = read(path)
        assert found
        assert all(isinstance(f, SourceFailure) for f in found)

    def test_empty_text_is_told(self, tmp_path: Path) -> None:
        assert failure(tmp_path / "a.csv", "id,text\n1,\n").line == 2


class TestPacked:
    def test_each_kind(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt.gz").write_bytes(gzip.compress(SENTENCE.encode()))
        (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n'))
        texts = [d.text for d in read(tmp_path) if isinstance(d, Document)]
        assert texts == [SENTENCE, "One."]

    def test_broken(self, tmp_path: Path) -> None:
        packed = gzip.compress(os.urandom(5000).hex().encode())
        assert failure(tmp_path / "a.txt.gz", packed[:2000]).reason
        assert failure(tmp_path / "b.txt.gz", b"\x1f\x8b" + b"x" * 50).reason

    def test_bomb(self, tmp_path: Path) -> None:
        bomb = gzip.compress((b'{"text": "' + b"x" * 100_000 + b'"}\n') * 200)
        (tmp_path / "a.jsonl.gz").write_bytes(bomb)
        found = read_sources([str(tmp_path / "a.jsonl.gz")], ReadOptions(max_ratio=50))
        (last,) = deque(found, maxlen=1)
        assert isinstance(last, SourceFailure)
        assert "bomb" in last.reason

    def test_too_large(self, tmp_path: Path) -> None:
        found = failure(tmp_path / "a.txt", "x" * 101, max_document_bytes=100)
        assert "100 bytes" in found.reason


class TestSources:
    def test_folder_is_sorted_and_tells_what_it_leaves(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        for name in ("b.txt", "a.txt", "sub/c.md", ".hidden.txt"):
            (tmp_path / name).write_text(SENTENCE)
        (tmp_path / "d.png").write_bytes(b"\x89PNG")
        found = read(tmp_path)
        names = [Path(f.path).name for f in found]
        assert names == ["a.txt", "b.txt", "d.png", "c.md"]
        assert next(f for f in found if isinstance(f, SourceFailure)).skipped

    def test_glob_and_missing(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(SENTENCE)
        (tmp_path / "b.md").write_text(SENTENCE)
        found = read(tmp_path / "*.txt", tmp_path / "*.html", tmp_path / "none.txt")
        assert isinstance(found[0], Document)
        assert [type(f) for f in found[1:]] == [SourceFailure, SourceFailure]
        assert not any(f.skipped for f in found[1:] if isinstance(f, SourceFailure))

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(SENTENCE)
        assert len(read(tmp_path, tmp_path / "a.txt")) == 1

    def test_loop_of_links_ends(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(SENTENCE)
        (tmp_path / "loop").symlink_to(tmp_path)
        (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
        found = read(tmp_path)
        assert sum(isinstance(f, Document) for f in found) == 1
        failed = [f.path for f in found if isinstance(f, SourceFailure)]
        assert failed == [str(tmp_path / "loop"), str(tmp_path / "self.txt")]

    def test_fifo_in_a_folder_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.txt")
        (found,) = read(tmp_path)
        assert isinstance(found, SourceFailure)

    def test_any_suffix_when_named(self, tmp_path: Path) -> None:
        assert one(tmp_path / "a.news", SENTENCE).text == SENTENCE
        assert one(tmp_path / "b", PAGE).title == "Talks wanted"
        assert one(tmp_path / "c.json", '{"text": "One."}\n').text == "One."

    @pytest.mark.parametrize(
        ("data", "text"),
        [(SENTENCE.encode(), SENTENCE), (b'{"text": "One."}', "One."), (PAGE.encode(), "China")],
    )
    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch, data: bytes, text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        (found,) = read("-")
        assert isinstance(found, Document)
        assert found.path == "-"
        assert found.text.startswith(text)

    def test_odd_names(self, tmp_path: Path) -> None:
        odd = os.fsencode(tmp_path) + b"/a\xff\n.txt"
        Path(os.fsdecode(odd)).write_text(SENTENCE)
        (found,) = read(tmp_path)
        assert found.path.encode().endswith(b"a\\xff\n.txt")

    def test_failure_in_words(self) -> None:
        assert str(SourceFailure("a.csv", "bad", 3)) == "a.csv:3: bad"
        assert str(SourceFailure("a.csv", "bad")) == "a.csv: bad"
