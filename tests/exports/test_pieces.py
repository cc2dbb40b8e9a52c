from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personagen.errors import DataError
from personagen.exports import open_pieces, read_chunks, split_chunk
from personagen.exports.rows import split_rows
from personagen.study import CsvOptions

# cells of every nasty kind: separators, quotes, line ends, blanks, quotes that open nothing
CELLS = st.sampled_from(
    ["1", "", "ab", " x ", "a,b", "a\nb", '"', 'q"q', 'end"', "é€", "\n\n", ",,", '""', "12,5"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, st.integers(0, 99).map(str)), min_size=1, max_size=12)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell


def everything(path: Path, size: int) -> list[tuple[list[str], int]]:
    """Return the cells of each row and the line where it starts, read in pieces."""
    opened = open_pieces(path, path.name, CsvOptions())
    found = []
    for chunk in read_chunks(opened, size):
        piece = split_chunk(opened, chunk, ["a", "b"], ["c"])
        coded = {name: texts.take(codes).to_pylist() for name, (codes, texts) in piece.coded.items()}
        lines = piece.lines_of(range(piece.n_rows))
        cells = zip(coded["a"], coded["b"], piece.plain["c"].to_pylist(), lines, strict=True)
        found += [([a.strip(), b.strip(), c.strip()], line) for a, b, c, line in cells]
    return found


@settings(max_examples=60)
@given(ROWS, st.integers(1, 60), st.booleans())
def test_pieces_of_any_size_are_the_rows_of_the_whole_file(rows, size, ends):
    text = "a,b,c\n" + "\n".join(",".join(map(quoted, row)) for row in rows) + ("\n" if ends else "")
    whole = split_rows(text, ",", "x.csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(text.encode())
        assert everything(path, size) == list(zip(whole.cells, whole.lines, strict=True))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a,b,c\n1,2,3\n1,2\n1,"x\ny",3\n1,2,3,4\n9,9,9\n', ([2, 4, 7], [3, 6])),
        ("a,b,c\n\n\n1,2,3\n\n4,5\n6,7,8\n", ([4, 7], [6])),
        ('a,b,c\n5" tv,2,3\n1,2,3\n', ([2, 3], [])),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_lines_are_those_of_the_file(text, lines, size, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    opened = open_pieces(path, "x.csv", CsvOptions())
    pieces = [split_chunk(opened, chunk, ["a"], ["c"]) for chunk in read_chunks(opened, size)]
    good = [line for piece in pieces for line in piece.lines_of(range(piece.n_rows))]
    ragged = [line for piece in pieces for line in piece.ragged_lines()]
    assert (good, ragged) == lines
    assert sum(piece.n_ragged for piece in pieces) == len(ragged)


def test_a_quote_that_is_never_closed_is_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 10_001 + '4,"5,6\n7,8,9\n', encoding="utf-8")
    opened = open_pieces(path, "x.csv", CsvOptions())
    with pytest.raises(DataError, match="never closed"):
        list(read_chunks(opened, 1000))
