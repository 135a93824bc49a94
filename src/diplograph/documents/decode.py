"""From bytes to text: encodings, binary files, characters that no text should hold."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from diplograph.documents.model import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file (DOCX, ODT, ...)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x1f\x8b", "gzip inside gzip"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW = 0.1
MIXED = "diplograph-mixed"


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, how it treats wrong bytes, and a word for the reader if it is not plain UTF-8."""

    codec: str
    errors: str = "strict"
    note: str | None = None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: bytes that are not UTF-8 are read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _as_windows)


def encoding_of(sample: bytes) -> Encoding:
    """The encoding of a file by its bytes or its first bytes; wrong or mixed ones are mended.

    A byte order mark decides, then valid UTF-8. Other text with few letters beyond ASCII is taken
    for Windows-1252 (guessers go wrong there), the rest is left to charset_normalizer. Raises
    UnreadableError for binary files.
    """
    for bom, codec in _BOMS:
        if sample.startswith(bom):
            return Encoding(codec, MIXED if codec == "utf-8-sig" else "replace")
    if wide := _wide(sample):
        return Encoding(wide, "replace", f"no byte order mark, read as {wide}")
    _refuse_binary(sample)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _legacy(sample)
    return Encoding("utf-8", MIXED)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: mostly ASCII, so that every second byte is NUL."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    first, second = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if second > 0.7 * pairs and not first:
        return "utf-16-le"
    return "utf-16-be" if first > 0.7 * pairs and not second else None


def _legacy(sample: bytes) -> Encoding:
    beyond = sum(byte > 0x7F for byte in sample)
    valid = sum(len(char.encode()) for char in sample.decode("utf-8", "ignore") if char > "\x7f")
    if valid * 2 >= beyond:
        return Encoding("utf-8", MIXED, "mixed encodings, read as UTF-8 with Windows-1252")
    if beyond < _FEW * len(sample):
        return Encoding("cp1252", "replace", "not UTF-8, read as Windows-1252")
    import charset_normalizer  # noqa: PLC0415  (slow to import, rarely needed)

    best = charset_normalizer.from_bytes(sample[:65536]).best()
    if best is None:
        raise UnreadableError("neither UTF-8 nor any other known text encoding")
    return Encoding(best.encoding, "replace", f"not UTF-8, read as {best.encoding}")


def _refuse_binary(sample: bytes) -> None:
    for magic, name in _MAGIC:
        if sample.startswith(magic):
            raise UnreadableError(f"{name}, which this version does not read")
    if (nul := sample.find(0)) >= 0:
        line = sample.count(b"\n", 0, nul) + 1
        raise UnreadableError("binary data (a NUL byte), not text", line)
    if len(_CONTROL.findall(sample)) > 0.05 * len(sample):
        raise UnreadableError("binary data (control characters), not text")


def clean_text(text: str) -> str:
    """Text with `\\n` line ends, no byte order marks and U+FFFD for lone surrogates.

    Raises UnreadableError on NUL.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if (nul := text.find("\0")) >= 0:
        raise UnreadableError("holds a NUL character", text.count("\n", 0, nul) + 1)
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
