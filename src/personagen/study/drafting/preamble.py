"""Rows under the header that hold no answers: second headers that survey tools write."""

from __future__ import annotations

from dataclasses import replace

from personagen.contracts.text import TextTable

_IMPORT_ID = '{"ImportId"'
_SECOND_HEADERS = ("Response", "Open-Ended Response")
_BY_ROW = ("frame", "files", "lines")
_FEWEST = 3


def drop_second_headers(table: TextTable) -> tuple[TextTable, str]:
    """Return a table without the second headers of SurveyMonkey or Qualtrics, and a remark if it had them."""
    frame = table.frame
    is_import = frame.apply(lambda cells: cells.str.startswith(_IMPORT_ID)).any(axis=1)
    is_second = frame.isin(_SECOND_HEADERS).sum(axis=1) >= min(_FEWEST, frame.shape[1])
    if not (is_import | is_second).any():
        return table, ""
    last = table.lines[is_import | is_second].max()
    kept = table.lines > last
    if not kept.any():
        return table, ""
    remark = f"the rows up to line {last} look like headers; export with one row of headers"
    parts = {key: getattr(table, key)[kept].reset_index(drop=True) for key in _BY_ROW}
    return replace(table, **parts), remark
