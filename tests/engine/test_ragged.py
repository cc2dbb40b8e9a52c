"""Rows that don't fit the header are set apart one by one; a quote that takes in other rows is told, with its line."""

from __future__ import annotations

import gzip

import pytest

from personagen.errors import DataError

from ..journeys.logs import COLUMNS, LOG, loaded, study_of  # noqa: TID252

HEADER = ";".join(COLUMNS)
ROWS = [f"K{i};{1 + i % 28:02d}-10-2025 10:00:00;shop;web;{1 + i % 5};2,5;glad" for i in range(60)]
SHORT, LONG = "K90;05-10-2025 10:00:00;shop", f"{ROWS[0]};and;more"
STUDY = study_of({**LOG, "csv": {"decimal": ",", "dates": "%d-%m-%Y %H:%M:%S"}})
FIRST, MIDDLE, LAST = 0, 30, 60


def account_of(folder, lines, end="\n", *, is_ended=True):
    text = end.join([HEADER, *lines]) + end * is_ended
    (folder / "log.csv").write_bytes(text.encode("utf-8-sig"))
    with loaded(folder, STUDY, {"K1"}) as (_, account):
        return account


def with_row(row, place):
    return [*ROWS[:place], row, *ROWS[place:]]


def with_quotes(*quoted: tuple[int, str]):
    """The rows, with cells of some changed: place, how the last cell is written."""
    rows = [*ROWS]
    for place, cell in quoted:
        rows[place] = rows[place].replace("glad", cell)
    return rows


@pytest.mark.parametrize("is_ended", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("place", [FIRST, MIDDLE, LAST])
@pytest.mark.parametrize("row", [SHORT, LONG])
def test_a_row_of_another_width_is_set_apart(tmp_path, row, place, end, is_ended):
    account = account_of(tmp_path, with_row(row, place), end, is_ended=is_ended)
    assert account.rows.loc[0, ["read", "used", "quarantined"]].tolist() == [61, 60, 1]
    assert account.fault_rows[["line", "check"]].to_numpy().tolist() == [[place + 2, "cells_ragged"]]


@pytest.mark.parametrize(("end", "other"), [("\r\n", "\n"), ("\n", "\r\n")])
@pytest.mark.parametrize("place", [FIRST, MIDDLE])
@pytest.mark.parametrize(("row", "n_ragged"), [(SHORT, 1), (LONG, 1), (ROWS[0].replace("K0", "K90"), 0)])
def test_one_line_may_end_otherwise_than_the_rest(tmp_path, row, n_ragged, place, end, other):
    lines = with_row(row, place)
    lines[place : place + 2] = [other.join(lines[place : place + 2])]
    account = account_of(tmp_path, lines, end)
    assert account.rows.loc[0, ["read", "used", "quarantined"]].tolist() == [61, 61 - n_ragged, n_ragged]
    assert account.fault_rows["line"].tolist() == [place + 2] * n_ragged


def test_a_packed_log_may_end_its_lines_in_several_ways(tmp_path):
    text = "\r\n".join([HEADER, *ROWS[:MIDDLE]]) + "\r\n" + "\n".join([SHORT, *ROWS[MIDDLE:]]) + "\n"
    (tmp_path / "log.csv").write_bytes(gzip.compress(text.encode()))
    with loaded(tmp_path, STUDY, {"K1"}) as (_, account):
        assert account.rows.loc[0, ["read", "used", "quarantined"]].tolist() == [61, 60, 1]
        assert account.fault_rows["line"].tolist() == [MIDDLE + 2]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "quoted",
    [
        [(38, '"glad')],
        [(38, '"glad'), (50, '"glad')],
        [(10, 'gl"ad'), (38, '"glad')],
        [(10, '"gl"ad'), (38, '"glad')],
        [(10, '"glad\nvery"'), (37, '"glad')],
    ],
    ids=["never closed", "closed by another", "after one within a cell", "after text behind a quote", "after a break"],
)  # fmt: skip
def test_a_quote_that_takes_in_other_rows_is_told(tmp_path, quoted, end):
    message = r'^log\.csv:40: a quote opens in this row and takes in the rows below it\. Remove the stray quote, or write it twice \(""\)\.$'
    with pytest.raises(DataError, match=message):
        account_of(tmp_path, with_quotes(*quoted), end)


def test_a_stray_quote_in_a_log_of_many_megabytes_is_told(tmp_path):
    """The engine reads such a file in parts, and finds its place again in those after the quote."""
    (tmp_path / "log.csv").write_text("\n".join([HEADER, *with_quotes((38, '"glad')), *ROWS * 12_000]))
    with pytest.raises(DataError, match=r"log\.csv:40: a quote opens"), loaded(tmp_path, STUDY, {"K1"}):
        pass


@pytest.mark.parametrize(
    "row", ['"gl"ad', '"glad\nnot; at; all";', '"glad\n\nthen; not";'], ids=["text", "breaks", "blank line"]
)
def test_a_quoted_row_that_takes_in_no_other_is_set_apart(tmp_path, row):
    account = account_of(tmp_path, with_quotes((38, row + "x")))
    assert account.rows.loc[0, ["read", "quarantined"]].tolist() == [60, 1]
    assert account.fault_rows[["line", "check"]].to_numpy().tolist() == [[40, "cells_ragged"]]
