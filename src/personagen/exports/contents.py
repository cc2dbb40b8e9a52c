"""What a file holds, as bytes or text: compression, damage, and files that are no text.

Telling the encoding belongs to `encodings`, splitting the text into rows to `rows`.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from personagen.errors import DataError, Problem

SAMPLE_BYTES = 1 << 18
_WHOLE_BYTES = 1 << 23
MEND_ENCODING = 'Save the file as "CSV UTF-8", or name its encoding as csv: {encoding: ...}.'
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    _PARQUET: "a Parquet file",
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
    with problems(path, name):
        data = path.read_bytes()
        data = gzip.decompress(data) if data.startswith(_GZIP) else data
    return _text_only(data, name)


def read_sample(path: Path, name: str) -> tuple[bytes, list[bytes]]:
    """Return the first 256 kB of a file, and pieces of the rest that show its encoding.

    A file up to 8 MB is looked at whole; of a larger one the middle and the end, and of a larger
    gzip file the first 8 MB. Raises as `read_bytes`.
    """
    with problems(path, name):
        if is_gzip(path):
            with gzip.open(path) as packed:
                pieces = [packed.read(_WHOLE_BYTES)]
        elif path.stat().st_size <= _WHOLE_BYTES:
            pieces = [path.read_bytes()]
        else:
            pieces = _read_pieces(path)
    _text_only(pieces[0], name)
    return pieces[0][:SAMPLE_BYTES], pieces


@contextmanager
def open_text(path: Path, encoding: str, name: str, newline: str | None = "") -> Iterator[IO[str]]:
    """Open a file as text to read bit by bit, unpacked where it is gzip; line ends stay, or all become one.

    Raises
    ------
    DataError
        If the file is missing or damaged, or what is read of it doesn't fit the encoding.
    """
    with problems(path, name):
        opened = gzip.open if is_gzip(path) else open
        with opened(path, "rt", encoding=encoding, newline=newline) as stream:
            yield stream


def is_parquet(path: Path) -> bool:
    """Tell whether a file is Parquet, by its first bytes."""
    return _starts_with(path, _PARQUET)


def is_gzip(path: Path) -> bool:
    """Tell whether a file is packed with gzip, by its first bytes."""
    return _starts_with(path, _GZIP)


@contextmanager
def problems(path: Path, name: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read into what people can mend."""
    if path.is_dir():
        raise DataError(Problem("is a folder", "Name the files in it, such as raw/*.csv.", name))
    try:
        yield
    except FileNotFoundError:
        raise DataError(Problem("there is no such file", "Check the name.", name)) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DataError(Problem("the compressed file is damaged", "Make the export again.", name)) from None
    except OSError as error:
        what = f"can't be read ({error.strerror})"
        raise DataError(Problem(what, "Check that you may read it.", name)) from None
    except UnicodeDecodeError as error:
        what = f"byte 0x{error.object[error.start]:02X} is not {error.encoding}"
        raise DataError(Problem(what, MEND_ENCODING, name)) from None


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


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
