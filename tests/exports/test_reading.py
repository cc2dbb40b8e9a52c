"""Reading CSV exports as text: encodings, separators, line numbers, and what is refused."""

import gzip
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personagen.contracts.text import TextTable
from personagen.errors import DataError
from personagen.exports import detect_dialect, read_table
from personagen.study import CsvOptions

AUTO = CsvOptions()


def _read(folder: Path, content: bytes | str, options: CsvOptions = AUTO, name: str = "a.csv") -> TextTable:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table("survey", [path], [name], options)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings_and_separators(tmp_path, separator, encoding):
    lines = [
        ["id", "naam", "bedrag"],
        ["1", "Renée", "2,50" if separator != "," else "2.50"],
        ["2", "Zoë", ""],
    ]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    table = _read(tmp_path, content)
    assert table.frame.to_numpy().tolist() == lines[1:]
    assert table.dialect.separator == separator
    assert table.dialect.encoding == encoding.removesuffix("-sig")
    assert detect_dialect(tmp_path / "a.csv", AUTO) == table.dialect


def test_big_endian_utf_16_and_gzip(tmp_path):
    assert _read(tmp_path, b"\xfe\xff" + "a;b\né;2\n".encode("utf-16-be")).frame.iloc[0, 0] == "é"
    packed = _read(tmp_path, gzip.compress("a;b\né;2\n".encode()), name="a.csv.gz")
    assert packed.frame.to_numpy().tolist() == [["é", "2"]]
    assert detect_dialect(tmp_path / "a.csv.gz", AUTO).separator == ";"


def test_lines_count_file_lines_and_blank_rows_do_not_count(tmp_path):
    table = _read(tmp_path, 'id;text\n1;"two\nlines"\n\n;;\n ; \n2;"say ""hi"""\n3;x\n')
    assert table.frame["text"].tolist() == ["two\nlines", 'say "hi"', "x"]
    assert table.lines.tolist() == [2, 7, 8]
    assert table.faulty.empty


def test_ragged_rows_are_kept_with_line_and_reason(tmp_path):
    table = _read(tmp_path, "a;b\n1;2\n1;2;3\n4\n5;6\n")
    assert table.frame.to_numpy().tolist() == [["1", "2"], ["5", "6"]]
    assert table.faulty.to_dict("records") == [
        {"file": "a.csv", "line": 3, "text": "1;2;3", "reason": "3 cells where the header has 2"},
        {"file": "a.csv", "line": 4, "text": "4", "reason": "1 cells where the header has 2"},
    ]


def test_parts_may_differ_in_order_and_writing(tmp_path):
    (tmp_path / "a.csv").write_bytes("a;b\n1;é\n".encode())
    (tmp_path / "b.csv").write_bytes("b,a\nè,2\n".encode("cp1252"))
    table = read_table("survey", [tmp_path / "a.csv", tmp_path / "b.csv"], ["a.csv", "b.csv"], AUTO)
    assert table.frame.to_numpy().tolist() == [["1", "é"], ["2", "è"]]
    assert table.files.tolist() == ["a.csv", "b.csv"]


def test_other_columns_in_a_part(tmp_path):
    (tmp_path / "a.csv").write_text("id;leeftijd\n1;2\n")
    (tmp_path / "b.csv").write_text("id;leeftyd\n1;2\n")
    with pytest.raises(DataError, match=r'b.csv:1: leeftijd: has no column "leeftijd".*"leeftyd"'):
        read_table("survey", [tmp_path / "a.csv", tmp_path / "b.csv"], ["a.csv", "b.csv"], AUTO)


def test_columns_without_name(tmp_path):
    assert _read(tmp_path, ";a;\n1;x;\n2;y;\n").frame.columns.tolist() == ["a"]
    with pytest.raises(DataError, match=r"a.csv:1: column 2 has no name"):
        _read(tmp_path, "a;\n1;x\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"a;b\n", "a.csv:1: the file has a header but no rows"),
        (b"PK\x03\x04rest", 'an Excel workbook.*Save it as "CSV UTF-8"'),
        (b"a;b\n\x00\x01;2\n", "a binary file"),
        (b"a;a\n1;2\n", 'a.csv:1: a: columns 1 and 2 are both called "a"'),
        (b'a;b\n1;2\n3;"x\n4;5\n', "a.csv:3: a quote is opened"),
        (b"# report\na,b\n1,2\n", "a.csv:2: no row has as many cells as the header"),
        (b"M,,All\nQ,,\n,yes,37%\n,no,63%\n", "looks like a crosstab"),
        (b"\x1f\x8bbroken", "the compressed file is damaged"),
    ],
)
def test_refused(tmp_path, content, said):
    with pytest.raises(DataError, match=said):
        _read(tmp_path, content)


def test_asked_encoding_wins_and_a_failure_names_the_line(tmp_path):
    content = "a;b\n1;2\n3;é\n".encode("cp1252")
    assert _read(tmp_path, content).frame.iloc[1, 1] == "é"
    with pytest.raises(DataError, match=r"a.csv:3: byte 0xE9 is not utf-8"):
        _read(tmp_path, content, CsvOptions(encoding="utf-8"))
    with pytest.raises(DataError, match='there is no encoding "utf-9"'):
        _read(tmp_path, content, CsvOptions(encoding="utf-9"))
    with pytest.raises(DataError, match='separator ";;" is not one character'):
        _read(tmp_path, content, CsvOptions(separator=";;"))
    with pytest.raises(DataError, match="there is no such file"):
        read_table("survey", [tmp_path / "none.csv"], ["none.csv"], AUTO)


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands", "dates"),
    [
        (["1,5", "2,25"], ",", None, None),
        (["1.234,50", "12,00"], ",", ".", None),
        (["1,234", "1,234,567"], ".", ",", None),
        (["1.234", "5.678"], None, None, None),
        (["1,3,5", "1,3"], None, None, None),
        (["03-04-2026", "25-04-2026"], None, None, "%d-%m-%Y"),
        (["5/16/18 7:19", "5/17/18 6:48"], None, None, "%m/%d/%y %H:%M"),
        (["03/04/2026", "05/06/2026"], None, None, None),
        (["2026-04-03T10:11:12"], None, None, "%Y-%m-%dT%H:%M:%S"),
        (["13/04/2026", "04/13/2026"], None, None, None),
    ],
)
def test_how_numbers_and_dates_are_written(tmp_path, cells, decimal, thousands, dates):
    table = _read(tmp_path, "\n".join(["a;b", *(f"{cell};x" for cell in cells)]))
    assert (table.dialect.decimal, table.dialect.thousands, table.dialect.dates) == (
        decimal,
        thousands,
        dates,
    )


def test_a_large_file_is_not_read_whole(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"id;name\n" + b"1;abcdefg\n" * 1_000_000 + "2;é\n".encode("cp1252"))
    assert detect_dialect(path, AUTO).encoding == "windows-1252"


_CELL = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc"]) | st.sampled_from('";,|\t\n'), max_size=8
).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(
    rows=st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=6),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
)
def test_what_is_written_is_read_again(tmp_path, rows, separator, encoding):
    frame = pd.DataFrame([("k", "k", "k"), *rows], columns=["a", "b", "c"])
    path = tmp_path / "a.csv"
    path.write_bytes(frame.to_csv(sep=separator, index=False).encode(encoding))
    options = CsvOptions(separator=separator, encoding=encoding.removesuffix("-sig"))
    table = read_table("survey", [path], ["a.csv"], options)
    kept = frame[(frame != "").any(axis=1)]
    assert table.frame.to_numpy().tolist() == kept.to_numpy().tolist()
