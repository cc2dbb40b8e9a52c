"""Large files: the first rows are those of the whole file, in CSV, gzip and Parquet; and the cells of a column."""

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

from personagen.errors import DataError
from personagen.exports import list_cells, read_beginning, read_table
from personagen.study import CsvOptions

AUTO = CsvOptions()
TEXT = 'id;naam\n1;"twee\nregels"\n\n2;Zoë\n3\n4;"a;b"\n5;x\n'


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_first_rows_are_those_of_the_whole_file(tmp_path, encoding, pack):
    path = tmp_path / "a.csv"
    path.write_bytes(pack(TEXT.encode(encoding)))
    whole = read_table("a.csv", [path], ["a.csv"], AUTO)
    again = read_beginning(path, "a.csv", AUTO, 20)
    assert again.is_whole
    pd.testing.assert_frame_equal(again.frame, whole.frame)
    pd.testing.assert_frame_equal(again.faulty, whole.faulty)
    assert again.dialect == whole.dialect
    first = read_beginning(path, "a.csv", AUTO, 3)  # a blank line counts
    assert not first.is_whole
    assert first.frame["naam"].tolist() == ["twee\nregels", "Zoë"]
    assert first.lines.tolist() == [2, 5]


def test_what_is_wrong_later_plays_no_part(tmp_path):
    path = _write(tmp_path / "a.csv", "a;b\n" + "1;2\n" * 5 + '3;"never closed\n' + "4;5\n" * 40_000)
    assert len(read_beginning(path, "a.csv", AUTO, 5).frame) == 5
    with pytest.raises(DataError, match=r"a.csv:7: a quote is opened"):
        read_beginning(path, "a.csv", AUTO, 6)
    with pytest.raises(DataError, match=r"a.csv: a row can't be split into cells"):
        list_cells(path, "a.csv", AUTO, "b")


def test_cells_of_all_rows(tmp_path):
    path = _write(tmp_path / "a.csv", TEXT, "windows-1252")
    assert list_cells(path, "a.csv", AUTO, "naam") == {"twee\nregels", "Zoë", "a;b", "x"}
    assert list_cells(path, "a.csv", AUTO, "id") == {"1", "2", "4", "5"}


def test_parquet_is_read_as_the_csv_would_be(tmp_path):
    at = pd.Series(pd.to_datetime(["2026-03-01 10:00", "2026-03-02 11:30", None])).astype("datetime64[us]")
    frame = pd.DataFrame(
        {
            "klant": ["K1", " K2", None],
            "at": at,
            "zoned": at.dt.tz_localize("UTC"),
            "csat": pd.array([5, None, 3], dtype="Int64"),
            "bedrag": [1.5, 2.25, None],
            "kanaal": pd.Categorical(["web", "app", "web"]),
        }
    )
    path = tmp_path / "log.parquet"
    frame.to_parquet(path, row_group_size=1)
    table = read_beginning(path, "log.parquet", AUTO, 10)
    assert table.is_whole
    assert table.frame.to_numpy().tolist() == [
        ["K1", "2026-03-01 10:00:00", "2026-03-01 10:00:00Z", "5", "1.5", "web"],
        ["K2", "2026-03-02 11:30:00", "2026-03-02 11:30:00Z", "", "2.25", "app"],
        ["", "", "", "3", "", "web"],
    ]
    first = read_beginning(path, "log.parquet", AUTO, 2)
    assert (len(first.frame), first.is_whole) == (2, False)
    assert list_cells(path, "log.parquet", AUTO, "klant") == {"K1", "K2"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PAR1broken", "the Parquet file is damaged"), (b"", "the file is empty"), (None, "no such file")],
)
def test_refused(tmp_path, content, said):
    path = tmp_path / "log.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_beginning(path, "log.parquet", AUTO, 5)


def test_parquet_without_rows(tmp_path):
    pd.DataFrame({"a": []}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(DataError, match=r"a.parquet: the file has no rows"):
        read_beginning(tmp_path / "a.parquet", "a.parquet", AUTO, 5)


QUALTRICS = [
    ["StartDate", "Q1", "Q2"],
    ["Start Date", "How old\nare you?", "Why?"],
    ['{"ImportId":"startDate"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}'],
]
SURVEYMONKEY = [["id", "Q1", "Q2", "Q3"], ["", "Response", "Open-Ended Response", "Response"]]


@pytest.mark.parametrize("headers", [QUALTRICS, SURVEYMONKEY])
def test_second_headers_are_no_rows(tmp_path, headers):
    answers = [[str(i), *["Response"] * (len(headers[0]) - 1)] for i in range(3)]
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([*headers, ["7", *["x"] * (len(headers[0]) - 1)], *answers])
    table = read_table("survey", [path], ["a.csv"], AUTO)
    assert table.frame.columns.tolist() == headers[0]
    assert table.frame.iloc[:, 0].tolist() == ["7", "0", "1", "2"]
    assert table.lines.iloc[0] == len(headers) + 1 + (headers is QUALTRICS)


def test_second_headers_alone_are_no_answers(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(QUALTRICS)
    with pytest.raises(DataError, match="a header but no rows"):
        read_table("survey", [path], ["a.csv"], AUTO)
