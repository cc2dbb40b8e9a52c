"""From bytes to text: compression, files that are no text, and encodings.

Splitting the text into rows doesn't belong here.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

from charset_normalizer import from_bytes

from personagen.errors import DataError, Problem

SAMPLE_BYTES = 1 << 18
_WHOLE_BYTES = 1 << 23
_UTF_BITS = 0xC0, 0x80
_GZIP = b"\x1f\x8b"
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_RARE = ["mac_roman", "cp850", "cp1250", "cp437"]
_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}


def read_bytes(path: Path, name: str) -> bytes:
    """Return the content of a file, unpacked where it is gzip.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged or no text.
    """
    with _problems(path, name):
        data = path.read_bytes()
        data = gzip.decompress(data) if data.startswith(_GZIP) else data
    return _text_only(data, name)


def read_sample(path: Path, name: str) -> tuple[bytes, list[bytes]]:
    """Return the first 256 kB of a file, and pieces of the rest that show its encoding.

    A file up to 8 MB is looked at whole; of a larger one the middle and the end, and of a larger
    gzip file the first 8 MB. Raises as `read_bytes`.
    """
    with _problems(path, name):
        if _is_gzip(path):
            with gzip.open(path) as packed:
                pieces = [packed.read(_WHOLE_BYTES)]
        elif path.stat().st_size <= _WHOLE_BYTES:
            pieces = [path.read_bytes()]
        else:
            pieces = _read_pieces(path)
    _text_only(pieces[0], name)
    return pieces[0][:SAMPLE_BYTES], pieces


def detect_encoding(pieces: list[bytes], asked: str, name: str) -> str:
    """Return the encoding asked for or marked, else UTF-8 where it fits, else Windows-1252.

    Parameters
    ----------
    pieces
        The file, or parts of it; the first is its beginning.
    asked
        ``auto`` or the name of an encoding.

    Raises
    ------
    DataError
        If there is no such encoding, or none fits.
    """
    if asked != "auto":
        return _known(asked, pieces[0], name)
    for mark, encoding in _BOMS.items():
        if pieces[0].startswith(mark):
            return encoding
    for encoding in ("utf-8", "windows-1252"):
        if all(_fits(piece, encoding) for piece in pieces):
            return encoding
    found = from_bytes(pieces[0][:SAMPLE_BYTES], cp_isolation=_RARE).best()
    if found is None:
        raise DataError(
            Problem(
                "no encoding fits the file",
                'Save it as "CSV UTF-8", or name its encoding as csv: {encoding: ...}.',
                file=name,
            )
        )
    return found.encoding


def decode(data: bytes, encoding: str, name: str) -> str:
    """Return the text without its byte order mark.

    Raises
    ------
    DataError
        If the bytes don't fit the encoding, with the line where that shows.
    """
    try:
        return _codec(encoding).decode(data)[0].removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        raise DataError(
            Problem(
                f"byte 0x{data[error.start]:02X} is not {encoding}",
                'Save the file as "CSV UTF-8", or name its encoding as csv: {encoding: ...}.',
                file=name,
                line=before.count("\n") + 1,
            )
        ) from None


def decode_sample(data: bytes, encoding: str, name: str) -> str:
    """Return the text of the beginning of a file; a character cut in two at its end is left out."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode(data, encoding, name)


class _problems:  # noqa: N801 - reads as a statement
    """Turn what the system says about a file into what people can mend."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    def __enter__(self) -> None:
        if self.path.is_dir():
            raise DataError(Problem("is a folder", "Name the files in it, such as raw/*.csv.", self.name))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        what = None
        if isinstance(error, FileNotFoundError):
            what, mend = "there is no such file", "Check the name."
        elif isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
            what, mend = "the compressed file is damaged", "Make the export again."
        elif isinstance(error, OSError):
            what, mend = f"can't be read ({error.strerror})", "Check that you may read it."
        if what:
            raise DataError(Problem(what, mend, self.name)) from None


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_GZIP)) == _GZIP


def _read_pieces(path: Path) -> list[bytes]:
    size = path.stat().st_size
    pieces = []
    with path.open("rb") as stream:
        for place in (0, size // 2, size - SAMPLE_BYTES):
            stream.seek(place)
            pieces.append(stream.read(SAMPLE_BYTES))
    return pieces


def _text_only(data: bytes, name: str) -> bytes:
    if not data.strip(b" \t\r\n;,\xef\xbb\xbf\xff\xfe\x00"):
        raise DataError(Problem("the file is empty", "Make the export again, or leave the file out.", name))
    kind = next((kind for magic, kind in _OTHER_KINDS.items() if data.startswith(magic)), None)
    if kind is None and b"\x00" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        kind = "a binary file"
    if kind:
        raise DataError(Problem(f"is {kind}, not text", 'Save it as "CSV UTF-8".', name))
    return data


def _known(asked: str, beginning: bytes, name: str) -> str:
    try:
        wide = codecs.lookup(asked).name.startswith(("utf-16", "utf-32"))
        "".encode(asked)
    except LookupError:
        raise DataError(
            Problem(
                f'there is no encoding "{asked}"',
                "Write auto, utf-8, utf-16 or windows-1252.",
                name,
                where="csv.encoding",
            )
        ) from None
    if wide and b"\x00" not in beginning:  # separators and line ends are two bytes wide there, one of them 0
        mend = "Leave csv: {encoding: ...} out, or name the encoding that it was saved in."
        raise DataError(Problem(f"the file is not {asked}", mend, name))
    return asked


def _codec(encoding: str) -> codecs.CodecInfo:
    return codecs.lookup(encoding)


def _fits(piece: bytes, encoding: str) -> bool:
    """Tell whether a piece, which may begin and end within a character, is in the encoding."""
    start = 0
    mask, continuation = _UTF_BITS
    while encoding == "utf-8" and start < min(3, len(piece)) and piece[start] & mask == continuation:
        start += 1
    try:
        codecs.getincrementaldecoder(encoding)().decode(piece[start:])
    except UnicodeDecodeError:
        return False
    return True
