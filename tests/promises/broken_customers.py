"""Files of new people, and runs, that `personagen assign` can do nothing with: a case a line."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.pipelines.newcomers import write_run
from tests.promises.breaking import PNG, XLSX, Break, case, doubled, header_only, nothing, ragged, rename
from tests.promises.small_study import SmallStudy, make_small_study

_NEW, _MODEL = "customers.csv", "made/private/model.json"
_ASSIGN = f"assign made {_NEW}"


@cache
def _model() -> str:
    """Return the model.json of the whole small study."""
    with tempfile.TemporaryDirectory() as name:
        study = make_small_study(Path(name) / "small")
        write_run(study.path, study.folder / "made")
        return study.read(_MODEL)


def made(*breaks: Break) -> Break:
    """Return what makes a run and a file of new people, and then breaks them."""

    def break_it(study: SmallStudy) -> None:
        (study.folder / "made" / "private").mkdir(parents=True)
        study.write("made/run.json", '{"program": "personagen"}').write(_MODEL, _model())
        customers = {row["customer"]: row for row in study.rows("raw/analytics.csv")}
        linked = {row["respondent"]: row["customer"] for row in study.rows("raw/links.csv")}
        study.put(_NEW, [row | customers[linked[row["respondent"]]] for row in study.rows("raw/survey.csv")])
        for each in breaks:
            each(study)

    return break_it


def _written(content: str | bytes) -> Break:
    return lambda study: study.write(_NEW, content)


def _without_header(study: SmallStudy) -> None:
    needed = ("customer", "age", "education", "q1", "q2", "q3", "visits")
    rows = [{"name": "Sjoerd", **{name: row[name] for name in needed}} for row in study.rows(_NEW)]
    # the first row takes the place of a header, in which no two names are the same
    rows[0] |= {"q1": "1", "q2": "2", "q3": "3", "visits": "4"}
    study.put(_NEW, rows)
    study.write(_NEW, study.read(_NEW).partition("\n")[2])


def _open_quote(study: SmallStudy) -> None:
    study.write(_NEW, study.read(_NEW) + 'R999,"2026\n')


def _model_with(change: Callable[[dict[str, object]], dict[str, object]]) -> Break:
    return lambda study: study.write(_MODEL, json.dumps(change(json.loads(study.read(_MODEL)))))


CUSTOMERS = [
    case("assign without customers", nothing, "CUSTOMERS", command="assign made"),
    case("assign from no run", nothing, "runs/x", "not a run", command="assign runs/x raw/survey.csv"),
    case("assign from another folder", nothing, "raw", "not a run", command="assign raw raw/survey.csv"),
    case("assign from a run without a model", made(lambda s: s.remove(_MODEL)), _MODEL, "no such file", command=_ASSIGN),
    case("assign from half a model", made(lambda s: s.write(_MODEL, s.read(_MODEL)[:500])), _MODEL, "cut short", command=_ASSIGN),
    case("assign from an older model", made(_model_with(lambda m: m | {"format": 0})), _MODEL, "older format", "personagen run", command=_ASSIGN),
    case("assign from a newer model", made(_model_with(lambda m: m | {"format": 99})), _MODEL, "format 99", "Install", command=_ASSIGN),
    case("assign from a damaged model", made(_model_with(lambda m: m | {"encoding": [{}]})), _MODEL, "damaged", command=_ASSIGN),
    case("no such customers", made(lambda s: s.remove(_NEW)), _NEW, "no such file", command=_ASSIGN),
    case("customers are a folder", made(), "raw", "is a folder", command="assign made raw"),
    case("customers are empty", made(_written("")), _NEW, "empty", command=_ASSIGN),
    case("customers without rows", made(header_only(_NEW)), _NEW, "no rows", command=_ASSIGN),
    case("customers are a picture", made(_written(PNG)), _NEW, "not text", command=_ASSIGN),
    case("customers are a workbook", made(_written(XLSX)), _NEW, "Excel", "CSV UTF-8", command=_ASSIGN),
    case("customers of half a gzip", made(_written(b"\x1f\x8b\x08not packed")), _NEW, "export again", command=_ASSIGN),
    case("customers without a header", made(_without_header), f"{_NEW}:1", "none of the columns", "age, education, q1, q2, q3, visits", command=_ASSIGN),
    case("customers that lack columns", made(rename(_NEW, "q1", "q1_price"), rename(_NEW, "education", "Education")), "q1: ", "education: ", 'Did you mean "Education"?', command=_ASSIGN),
    case("customers with columns of one name", made(doubled(_NEW, "age")), f"{_NEW}:1", "age", "name of its own", command=_ASSIGN),
    case("customers with ragged rows", made(ragged(_NEW)), _NEW, "cells", "header", command=_ASSIGN),
    case("customers with an open quote", made(_open_quote), _NEW, "never closed", command=_ASSIGN),
    case("assign to a folder", made(), "--out", "raw", "is a folder", command=f"{_ASSIGN} --out raw"),
    case("assign to no folder", made(), "--out", "none", "no folder", command=f"{_ASSIGN} --out none/new.csv"),
    case("assign over the study", made(), "--out", "study.yaml", "no result", command=f"{_ASSIGN} --out study.yaml"),
    case("assign over the customers", made(), "--out", "the file of the customers", command=f"{_ASSIGN} --out {_NEW}"),
]  # fmt: skip
