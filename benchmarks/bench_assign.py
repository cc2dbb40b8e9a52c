"""Time `personagen assign` on a generated file of new people, as a ratio to only parsing the same file.

Run ``python benchmarks/bench_assign.py [--rows N] [--repeats N]``. The file is the same every time: an id, six items on
a scale of 1 to 5, age, spending, two kinds of categories, a multiple choice and a yes or no; one cell in 200 is empty.
Yardsticks, each with all columns as text: ``pieces``, the reader that `assign` uses (pyarrow, its stream of pieces),
which counts for the ratios; ``arrow``, pyarrow reading the whole file at once on all processors; ``pandas``, its
`read_csv` (both take the file into memory). All run alternately, each in a process of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
from ratios import alternate, measure, print_ratios

from personagen.contracts.model import Convention, ModelPersona, ModelVariable, PersonaModel
from personagen.contracts.people import RESPONDENTS
from personagen.features import build_features
from personagen.runs import PROGRAM, model_as_json, new_run
from personagen.study import Study
from pipelines.assigning import assign_customers

REGIONS = ["north", "east", "south", "west", "centre", "abroad"]
DEVICES = ["phone", "laptop", "tablet", "tv"]
LEVELS = ["low", "middle", "high"]
ITEMS = [f"q{i}" for i in range(1, 7)]
STUDY = {
    "study": "Benchmark",
    "language": "en",
    "survey": {"files": ["survey.csv"], "respondent": "person_id"},
    "variables": {
        "demographic": {
            "age": {"from": "survey", "type": "number"},
            "income": {"from": "survey", "type": "ordinal", "levels": LEVELS},
            "region": {"from": "survey", "type": "nominal"},
        },
        "psychographic": {item: {"from": "survey", "type": "likert", "scale": [1, 5]} for item in ITEMS},
        "behavioural": {
            "spent": {"from": "survey", "type": "count"},
            "devices": {"from": "survey", "type": "multi", "separator": ";", "levels": DEVICES},
            "member": {"from": "survey", "type": "yes_no"},
        },
    },
}
K = 6
BLOCK = 250_000


def people(n: int, first: int, draw: np.random.Generator) -> pd.DataFrame:
    """Return people as the file has them: text, one cell in 200 empty."""
    kind = draw.integers(0, K, n)
    table = pd.DataFrame({"person_id": [f"P{i:08d}" for i in range(first, first + n)]})
    for i, item in enumerate(ITEMS):
        table[item] = np.clip((kind * (i + 1)) % 5 + 1 + draw.integers(-1, 2, n), 1, 5).astype(str)
    table["age"] = (18 + kind * 9 + draw.integers(0, 20, n)).astype(str)
    table["income"] = np.array(LEVELS)[(kind + draw.integers(0, 2, n)) % 3]
    table["region"] = np.array(REGIONS)[draw.integers(0, 6, n)]
    table["spent"] = np.char.mod("%.2f", np.exp(draw.normal(3 + kind / 3, 1, n)))
    chosen = np.array(
        [";".join(d for j, d in enumerate(DEVICES) if mask >> j & 1) or DEVICES[0] for mask in range(16)]
    )
    table["devices"] = chosen[draw.integers(0, 16, n)]
    table["member"] = np.array(["yes", "no"])[draw.integers(0, 2, n)]
    for column in table.columns[1:]:
        table[column] = table[column].where(draw.random(n) >= 1 / 200, "")
    return table


def write_people(path: Path, rows: int) -> None:
    """Write the file, a block at a time."""
    draw = np.random.default_rng(2026)
    for first in range(0, rows, BLOCK):
        block = people(min(BLOCK, rows - first), first, draw)
        block.to_csv(path, index=False, mode="a" if first else "w", header=not first)


def write_run(folder: Path) -> None:
    """Write a run that holds a model of six personas, each with the mean of its own people as centroid."""
    draw = np.random.default_rng(7)
    study = Study.model_validate(STUDY)
    table = people(2_000, 0, draw).rename(columns={"person_id": "respondent_id"})
    answers = table[["respondent_id"]].assign(
        age=pd.to_numeric(table["age"]),
        income=pd.Categorical(table["income"].where(table["income"] != ""), LEVELS, ordered=True),
        region=table["region"].where(table["region"] != ""),
        **{item: pd.to_numeric(table[item]) for item in ITEMS},
        spent=pd.to_numeric(table["spent"]),
        **{
            f"devices[{d}]": table["devices"].str.split(";").map(lambda c, d=d: d in c).astype("boolean")
            for d in DEVICES
        },
        member=(table["member"] == "yes").astype("boolean"),
    )
    names = [name for _, name, _ in study.each_variable()]
    states = pd.DataFrame(dict.fromkeys(names, "answered"), index=answers.index)
    people_of = RESPONDENTS.conform(answers[["respondent_id"]].assign(weight=1.0))
    features = build_features(answers, states, people_of, study)
    cuts = np.arange(len(answers)) % K
    centroids = (
        features.matrix.groupby(cuts).mean().set_axis([str(i + 1) for i in range(K)]).rename_axis("persona")
    )
    declared = {
        name: variable.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for _, name, variable in study.each_variable()
    }
    levels = {"region": tuple(sorted(REGIONS)), "devices": tuple(DEVICES)}
    model = PersonaModel(
        PROGRAM, "0", study.study, study.language,
        tuple(ModelVariable(n, b, declared[n], levels.get(n, ())) for b, n, _ in study.each_variable()),
        features.encoding, centroids,
        tuple(ModelPersona(str(i + 1), f"p{i}", f"Persona {i + 1}", 1 / K, 333) for i in range(K)),
        len(answers), (), study.segmentation.scale, study.segmentation.row_centre, {}, {"survey": Convention("person_id")},
    )  # fmt: skip
    with new_run(folder / "run") as run:
        run.write_private_json("model.json", model_as_json(model))
        run.write_run({"program": PROGRAM})


def parse_pieces(path: Path) -> None:
    """Let pyarrow parse the file piece by piece, all columns as text."""
    header = path.open(encoding="utf-8").readline().strip().split(",")
    kinds = pc.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    with pc.open_csv(path, convert_options=kinds) as reader:
        for _ in reader:
            pass


def parse_arrow(path: Path) -> None:
    """Let pyarrow parse the whole file at once, all columns as text."""
    header = path.open(encoding="utf-8").readline().strip().split(",")
    pc.read_csv(path, convert_options=pc.ConvertOptions(column_types=dict.fromkeys(header, pa.string())))


def parse_pandas(path: Path) -> None:
    """Let pandas parse the whole file at once, all columns as text."""
    pd.read_csv(path, dtype=str)


def assign(folder: Path) -> None:
    """Give everybody a persona."""
    for _ in assign_customers(folder / "run", folder / "people.csv", None):
        pass


def main() -> None:
    """Compare assigning with only parsing, or run one of them in a folder."""
    names = ["pieces", "arrow", "pandas", "assign"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", choices=names)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if options.only:
        path = options.folder / "people.csv"
        work = {
            "pieces": lambda: parse_pieces(path),
            "arrow": lambda: parse_arrow(path),
            "pandas": lambda: parse_pandas(path),
            "assign": lambda: assign(options.folder),
        }
        measure(work[options.only])
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", options.rows)
        write_run(folder)
        size = (folder / "people.csv").stat().st_size / 1e6
        print(f"{options.rows:,} people, {size:.0f} MB")
        measured = alternate(Path(__file__), names, ["--folder", name], options.repeats)
    print_ratios(measured, "pieces")


if __name__ == "__main__":
    main()
