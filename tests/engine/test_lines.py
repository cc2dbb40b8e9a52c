"""Lines of faulty rows, against the standard library reading every row."""

from __future__ import annotations

import csv
import gzip
import random

import pytest

from personagen.contracts.text import Dialect
from personagen.engine import lines
from personagen.engine.files import LogFile

CELLS = ["a", "b", "", " a", 'say "hi"', "x;y", "two\nlines", "three\n\nlines", '"', "é", "a\r\nb"]


def log_of(path, separator=";"):
    return LogFile(path.name, path, ("one", "two"), Dialect("utf-8", separator))


def rows_with_lines(path, separator):
    with path.open(encoding="utf-8", newline="") as stream:
        reader, start, found = csv.reader(stream, delimiter=separator), 1, {}
        for cells in reader:
            found.setdefault(tuple(cells), []).append(start)
            start = reader.line_num + 1
        return found


@pytest.mark.parametrize("seed", range(8))
def test_every_row_is_found_on_its_line(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(lines, "_CHUNK", 40)  # rows lie across the ends of chunks
    draw = random.Random(seed)  # noqa: S311
    path = tmp_path / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        ends = draw.choice(["\n", "\r\n"])
        writer = csv.writer(stream, delimiter=";", quoting=quoting, lineterminator=ends)
        writer.writerows([draw.choice(CELLS), draw.choice(CELLS)] for _ in range(200))
    found = rows_with_lines(path, ";")
    wanted = set(draw.sample(sorted(found), 20))
    expected = {row: found[row] for row in wanted}
    assert lines.find_lines(log_of(path), wanted) == expected
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert lines.find_lines(log_of(packed), wanted) == expected


def test_a_row_inside_a_cell_is_none(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text('a;"first\nb;c\nlast"\nb;c\n', encoding="utf-8")
    assert lines.find_lines(log_of(path), {("b", "c")}) == {("b", "c"): [4]}
