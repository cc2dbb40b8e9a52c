"""Write docs/study-file.md and docs/data-dictionary.md from the types and the contracts.

``python docs/generate.py`` writes them; ``--check`` only says whether they are up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from personagen.contracts import PRIVATE, PUBLISHED, Cell, Contract
from personagen.contracts.waves import WAVES
from personagen.study.base import Part
from personagen.study.describing import describe, quote
from personagen.study.keys import Key, each_key
from personagen.study.later import later_of

DOCS = Path(__file__).parent

_STUDY_INTRO = """# The study file

A study is one YAML file (YAML 1.2: `no` is text). Paths are relative to its folder and stay inside it; `*`, `?` and `**`
may stand in them. Dates are written as 2026-06-30. `personagen init FILE...` drafts a study, `personagen check STUDY` says what
is wrong with it, by line and key, and `personagen schema` prints its JSON schema for editors.

A key marked **not yet** is understood and refused by name until it works. `*` stands for a name of your own.

## A small study

```yaml
study: Coffee at home
language: en
survey:
  files: [raw/survey.csv]
  respondent: respondent_id
variables:
  demographic:
    age: {from: survey, type: number}
  psychographic:
    taste_first: {from: survey, column: Q3_1, type: likert, scale: [1, 5]}
```

A study may leave out interviews, analytics, touchpoints and links; what rests on them is left out of the result.
"""
_CSV_INTRO = "Stands under `survey`, `interviews`, `analytics`, `touchpoints` and `links`. Where `auto` can't tell, it asks."
_VARIABLES_INTRO = """Three blocks (`demographic`, `psychographic`, `behavioural`), each with variables by name; a name stands once in the study.
The keys below are those of one variable. `scale` and `reverse` belong to likert; `levels` to ordinal (needed), nominal and multi; a multi
needs `separator` (one column) or `columns`; date and text only describe people."""
_DATA_INTRO = """# Data dictionary

The tables of a run, in `tables/` as CSV and Parquet. They hold aggregates only. Cells that rest on fewer people than the study's
`privacy.minimum_cell` are blank, and `suppressed` says so.

Shares are 0..1, valence -1..1, gap -2..2; `low` and `high` are the ends of a 95 % interval; times are UTC. `persona` is 1..k by
falling size; `all` stands for everybody, `unassigned` for customers of the log without a persona.
"""
_WAVES_INTRO = """# Tables of a comparison

What `personagen compare RUN_OLD RUN_NEW` writes in `tables/` of its own folder. Small cells are judged by the larger
`privacy.minimum_cell` of the two runs. Differences between two runs are not covered by that rule: who has the tables of
both may work out more about somebody they know in one of them.
"""

_PRIVATE_INTRO = """# Tables of single respondents

They stand in `private/` as CSV, for those who may see single answers; no row of them is published. Beside them the folder
holds who is most typical of each persona (`exemplars.csv`), faulty rows as they came (`quarantine/`) and the model of the personas.
"""


def render_study_file() -> str:
    """Return the reference of all keys of the study file, as Markdown."""
    keys = list(each_key())
    top = [key for key in keys if "." not in key.path]
    parts = [_STUDY_INTRO, "## All keys", _key_table(top, "")]
    for key in top:
        inner = _shown(keys, key.path)
        if inner:
            intro = _VARIABLES_INTRO if key.path == "variables" else key.field.description or ""
            above = "variables.demographic.*." if key.path == "variables" else f"{key.path}."
            parts += [f"## {key.path}", intro, _key_table(inner, above)]
    options = [key for key in keys if key.path.startswith("survey.csv.")]
    parts += ["## csv", _CSV_INTRO, _key_table(options, "survey.csv.")]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _shown(keys: Sequence[Key], top: str) -> list[Key]:
    above = "variables.demographic.*." if top == "variables" else f"{top}."
    return [key for key in keys if key.path.startswith(above) and ".csv." not in key.path]


def _key_table(keys: Sequence[Key], above: str) -> str:
    rows = ["| key | holds | default | meaning |", "| --- | --- | --- | --- |"]
    for key in keys:
        cells = (f"`{key.path.removeprefix(above)}`", describe(key.kinds), _default(key), _meaning(key))
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows)


def _default(key: Key) -> str:
    if key.field.is_required():
        return "**needed**"
    default = key.field.default
    if default is None or isinstance(default, Part) or default in ((), {}):
        return ""
    if isinstance(default, dict):
        return "{" + ", ".join(f"{name}: {value}" for name, value in default.items()) + "}"
    return quote(default)


def _meaning(key: Key) -> str:
    meaning = key.field.description or ""
    later = later_of(key.path)
    if later is None:
        return meaning
    values = f": {later.only}" if later.only and later.key_path == key.path else ""
    return f"{meaning} **Not yet{values}.**"


def render_data_dictionary() -> str:
    """Return what every written table and column means, as Markdown."""
    parts = [_DATA_INTRO.strip(), _contents(PUBLISHED.values()), *map(_table, PUBLISHED.values())]
    parts += [_WAVES_INTRO.strip(), _contents(WAVES.values(), "compare-"), *map(_compared, WAVES.values())]
    private = [replace(contract, name=f"private/{file}.csv") for file, contract in PRIVATE.items()]
    parts += [_PRIVATE_INTRO.strip(), *map(_table, private)]
    return "\n\n".join(parts) + "\n"


def _contents(contracts: Iterable[Contract], above: str = "") -> str:
    return "\n".join(f"- [{each.name}](#{above}{each.name}): {each.description}" for each in contracts)


def _compared(contract: Contract) -> str:
    """Return the section of a table of a comparison; a run may have one of the same name."""
    return _table(contract).replace(f"## {contract.name}\n", f"## compare: {contract.name}\n", 1)


def _table(contract: Contract) -> str:
    rows = ["| column | kind | blank | meaning |", "| --- | --- | --- | --- |"]
    for name, column in contract.schema.columns.items():
        kind = (column.metadata or {})["kind"]
        blank = "may be" if column.nullable else ""
        rows.append(f"| `{name}` | {kind} | {blank} | {column.description} |")
    key = ", ".join(f"`{name}`" for name in contract.key)
    parts = [f"## {contract.name}", contract.description, f"One row for each {key}.", "\n".join(rows)]
    return "\n\n".join([*parts, *(_hidden(cell) for cell in contract.cells)])


def _hidden(cell: Cell) -> str:
    rest = f" or `{cell.base}` - `{cell.n}`" if cell.base and cell.base != cell.n else ""
    said = [
        f"Hidden together where `{cell.n}`{rest} is too small: {_named(cell.n, *cell.hides, *cell.rests)}."
    ]
    if cell.rests:
        said.append(f"Where only the number would tell too much, these stay: {_named(*cell.rests)}.")
    if not cell.is_people:
        said = [
            f"Hidden together where `{cell.n}` would tell a hidden number of people: {_named(cell.n, *cell.hides)}."
        ]
    if cell.rounds:
        said.append(f"In whole hundredths where `{cell.n}` is hidden: {_named(*cell.rounds)}.")
    if cell.of_all:
        said.append(f"Blank where the row `all` is hidden: {_named(*cell.of_all)}.")
    return " ".join(said)


def _named(*columns: str) -> str:
    return ", ".join(f"`{column}`" for column in columns)


PAGES = {"study-file.md": render_study_file, "data-dictionary.md": render_data_dictionary}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with ``--check`` compare them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where a page is out of date"
    )
    is_check = parser.parse_args(arguments).check
    status = 0
    for name, render in PAGES.items():
        page, text = DOCS / name, render()
        if not is_check:
            page.write_text(text, encoding="utf-8", newline="\n")
        elif not page.is_file() or page.read_text(encoding="utf-8") != text:
            print(f"docs/{name} is out of date: run `python docs/generate.py`", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
