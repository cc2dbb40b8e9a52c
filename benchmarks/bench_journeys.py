"""Time the journey stage on a generated log, as a ratio to DuckDB only parsing the same file as text.

Run ``python benchmarks/bench_journeys.py [WHAT ...] [--rows N ...] [--repeats N]``. WHAT is any of

- ``parse``: the yardstick;
- ``validate``: only checking each row by the contract, and counting the rows by the rules that they break;
- ``load``: reading and checking the log as far as counting needs it, with repeats, lines of faults, customers;
- ``journeys``: all of it, within the memory limit that is the default;
- ``limited``, ``unlimited``: all of it, within 1 GB and with 16 GB;
- ``pandas``: the same counts by `pandas_journeys`.

The log is the same every time: customers with about 20 contacts each over a year, half of them linked to one of six
personas, 24 touchpoints of which half have two channels, with some faulty rows, exact duplicates and unmapped
touchpoints. The programs run alternately, each in a process of its own. With several numbers of rows, the time per
million rows is compared too.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
from pandas_journeys import count_journeys
from ratios import alternate, measure, print_ratios

from personagen.engine import open_engine
from personagen.engine.files import open_log
from personagen.engine.staging import create_staged, learn_rows, rating_of, run_scan
from personagen.exports import detect_dialect
from personagen.journeys import (
    Rules,
    compare_personas,
    count_contacts,
    find_moments,
    phases_table,
    summarise_coverage,
    summarise_flows,
    summarise_funnel,
    summarise_journey,
    summarise_times,
    summarise_touchpoints,
    summarise_transitions,
    tell_journeys,
)
from personagen.language.words import words_in
from personagen.study import Study
from personagen.study.file import StudyFile

STUDY = {
    "study": "Benchmark",
    "language": "en",
    "survey": {"files": ["survey.csv"]},
    "touchpoint_map": "map.csv",
    "touchpoints": {
        "files": ["log.csv"],
        "customer": "customer_id",
        "at": "timestamp",
        "timezone": "Europe/Amsterdam",
        "touchpoint": "event",
        "channel": "channel",
        "satisfaction": {"column": "csat", "scale": [1, 5]},
        "expectation": {"column": "expected", "scale": [1, 5]},
        "emotion": {"column": "feeling", "words": "emotions.csv"},
    },
}
PHASES = ("awareness", "orientation", "buy", "use", "service", "renewal")
PER_CUSTOMER, N_TOUCHPOINTS, N_PERSONAS = 20, 24, 6
EMOTIONS = {"glad": 0.8, "angry": -0.8, "calm": 0.3, "worried": -0.4}
MODES = ("parse", "validate", "load", "journeys", "limited", "unlimited", "pandas")
PARSED = "SELECT count(*), {} FROM read_csv('{}', all_varchar=true, header=true, delim=',')"


def write_log(path: Path, rows: int) -> None:
    """Write the log: one row in 1,000 faulty, one in 500 a duplicate, one in 25 unmapped."""
    pick = "(hash(i || ':{}') % {})::INTEGER".format  # of a text: hash(i, 1) and hash(i, 2) go together
    base = f"""
        SELECT printf('C%08d', {pick(1, max(1, rows // PER_CUSTOMER))}) AS customer_id,
            strftime(make_timestamp(1735732800000000 + (hash(i || ':2') % 31500000)::BIGINT * 1000000),
                     '%Y-%m-%d %H:%M:%S') AS timestamp,
            CASE WHEN i % 1000 = 7 THEN NULL WHEN i % 25 = 3 THEN 'banner' ELSE 't' || t END AS event,
            ['web', 'app', 'shop', 'phone'][1 + (t + CASE WHEN t % 2 = 0 THEN {pick(4, 2)} ELSE 0 END) % 4] AS channel,
            CASE WHEN {pick(5, 4)} = 0 THEN (1 + {pick(6, 5)})::VARCHAR END AS csat,
            CASE WHEN {pick(7, 8)} = 0 THEN (1 + {pick(8, 5)})::VARCHAR END AS expected,
            ['glad', 'angry', 'calm', 'worried'][1 + {pick(9, 8)}] AS feeling
        FROM (
            SELECT i, {pick(3, N_TOUCHPOINTS)} AS t
            FROM (SELECT CASE WHEN row % 500 = 9 THEN row - 1 ELSE row END AS i FROM range({rows}) AS r(row))
        )
    """
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"COPY ({base}) TO '{path}' (HEADER, DELIMITER ',')")


def parse(folder: Path) -> None:
    """Let DuckDB parse the file, all columns as text, and touch each of them."""
    path = folder / "log.csv"
    columns = path.open(encoding="utf-8").readline().strip().split(",")
    sums = ", ".join(f"sum(length({column}))" for column in columns)
    duckdb.connect().execute(PARSED.format(sums, path)).fetchall()


def write_people(path: Path, n_customers: int) -> None:
    """Write the linked half of the customers with their personas."""
    people = f"""
        SELECT printf('C%08d', i) AS customer_id, (i % {N_PERSONAS} + 1)::VARCHAR AS persona
        FROM range({n_customers // 2}) AS r(i)
    """
    duckdb.connect().execute(f"COPY ({people}) TO '{path}' (FORMAT parquet)")


def people_of(folder: Path) -> pd.DataFrame:
    """Return the linked customers, each a respondent of the same name."""
    people = pd.read_parquet(folder / "people.parquet")
    return people.assign(respondent_id=people["customer_id"], weight=1.0, basis="full")


def study_file_of(folder: Path, memory: str = "auto") -> StudyFile:
    """Return a study of the log with a limit of the engine's memory."""
    study = Study.model_validate({**STUDY, "engine": {"memory_limit": memory}})
    return StudyFile(folder / "study.yaml", study)


def places() -> pd.DataFrame:
    """Return the touchpoint map."""
    touchpoints = [f"t{number}" for number in range(N_TOUCHPOINTS)]
    phases = [PHASES[number % len(PHASES)] for number in range(N_TOUCHPOINTS)]
    mapped = pd.DataFrame({"touchpoint": touchpoints, "phase": phases, "label": touchpoints})
    return mapped.assign(action=None, moment_of_truth=False, owner=None)


def validate(folder: Path) -> None:
    """Check each row in the scan that reads it, keeping none."""
    study_file = study_file_of(folder)
    path, log = folder / "log.csv", study_file.study.touchpoints[0]
    connection = duckdb.connect()
    create_staged(connection, EMOTIONS)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        file = open_log(study_file, 0, {path: detect_dialect(path, log.csv)}, Path(scratch))[0]
        rows = learn_rows(connection, log, (0, 0), file, file.columns, rating_of(study_file.study, log))
        run_scan(connection, f"SELECT faults, count(*) FROM ({rows}) GROUP BY faults")


def build_journeys(folder: Path, *, memory: str = "auto", only_load: bool = False) -> None:
    """Load the log and make every table of the journey stage, or only load it."""
    study_file = study_file_of(folder, memory)
    study, path = study_file.study, folder / "log.csv"
    assignments, mapped, words = people_of(folder), places(), words_in("en")
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        open_engine(study.engine, Path(scratch)) as engine,
    ):
        dialect = detect_dialect(path, study.touchpoints[0].csv)
        account = engine.load_logs(
            study_file, {path: dialect}, emotions=EMOTIONS, linked=assignments["customer_id"]
        )
        if only_load:
            return
        phases = phases_table(study, words)
        counts = count_contacts(engine, account, mapped, assignments, phases, Rules.of(study))
    for summarise in (summarise_journey, summarise_times, find_moments, compare_personas):
        summarise(counts, study)
    for summarise in (summarise_funnel, summarise_transitions, summarise_coverage):
        summarise(counts)
    summarise_touchpoints(counts)
    summarise_flows(counts, words)
    tell_journeys(counts, study, words)


def count_with_pandas(folder: Path) -> None:
    """Make the same counts with pandas."""
    people = people_of(folder)
    personas = dict(zip(people["customer_id"], people["persona"].astype("int64") - 1, strict=True))
    mapped = places()
    phases = dict(zip(mapped["touchpoint"], mapped["phase"].map(PHASES.index) + 1, strict=True))
    count_journeys(folder / "log.csv", "Europe/Amsterdam", phases, personas, EMOTIONS)


def run(what: str, folder: Path) -> None:
    """Measure one of the programs in this process."""
    works = {
        "parse": lambda: parse(folder),
        "validate": lambda: validate(folder),
        "load": lambda: build_journeys(folder, only_load=True),
        "journeys": lambda: build_journeys(folder),
        "limited": lambda: build_journeys(folder, memory="1GB"),
        "unlimited": lambda: build_journeys(folder, memory="16GB"),
        "pandas": lambda: count_with_pandas(folder),
    }
    measure(works[what])


def main() -> None:
    """Compare the programs, or run one of them in a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", help=f"any of {', '.join(MODES)}; default: parse journeys")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if options.folder:
        run(options.what[0], options.folder)
        return
    what = options.what or ["parse", "journeys"]
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_log(folder / "log.csv", rows)
            write_people(folder / "people.parquet", rows // PER_CUSTOMER)
            print(f"{rows:,} contacts, {(folder / 'log.csv').stat().st_size / 1e6:.0f} MB")
            measured = alternate(Path(__file__), what, ["--folder", name], options.repeats)
        print_ratios(measured, what[0])
        for name, row in measured.items():
            print(f"{name}: {row['seconds'] / rows * 1e6:.2f} s per million rows")


if __name__ == "__main__":
    main()
