"""From bytes to text: which encoding they are in.

Splitting the text into rows doesn't belong here.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from personagen.errors import DataError, Problem
from personagen.exports.contents import MEND_ENCODING, SAMPLE_BYTES

_UTF_BITS = 0xC0, 0x80
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_RARE = ["mac_roman", "cp850", "cp1250", "cp437"]


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
                MEND_ENCODING,
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
