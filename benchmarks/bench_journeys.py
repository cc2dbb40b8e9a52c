"""Time the journey stage on a generated log, as a ratio to DuckDB only parsing the same file as text.

Run ``python benchmarks/bench_journeys.py [--rows N] [--repeats N]``. The log is the same every time: customers with
about 50 contacts each over a year, half of them linked, with some faulty rows, exact duplicates and unmapped
touchpoints. Both programs run alternately, each in a process of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
from ratios import alternate, measure, print_ratios

from personagen.engine import open_engine
from personagen.exports import detect_dialect
from personagen.journeys import (
    count_contacts,
    find_moments,
    phases_table,
    summarise_coverage,
    summarise_funnel,
    summarise_journey,
    summarise_touchpoints,
    summarise_transitions,
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
PER_CUSTOMER, N_TOUCHPOINTS = 50, 24
PARSED = "SELECT count(*), {} FROM read_csv('{}', all_varchar=true, header=true, delim=',')"


def write_log(path: Path, rows: int) -> None:
    """Write the log: one row in 1,000 faulty, one in 500 a duplicate, one in 25 unmapped."""
    pick = "(hash(i || ':{}') % {})::INTEGER".format  # of a text: hash(i, 1) and hash(i, 2) go together
    base = f"""
        SELECT printf('C%08d', {pick(1, max(1, rows // PER_CUSTOMER))}) AS customer_id,
            strftime(make_timestamp(1735732800000000 + (hash(i || ':2') % 31500000)::BIGINT * 1000000),
                     '%Y-%m-%d %H:%M:%S') AS timestamp,
            CASE WHEN i % 1000 = 7 THEN '' WHEN i % 25 = 3 THEN 'banner' ELSE 't' || {pick(3, N_TOUCHPOINTS)} END AS event,
            ['web', 'app', 'shop', 'phone'][1 + {pick(4, 4)}] AS channel,
            CASE WHEN {pick(5, 4)} = 0 THEN (1 + {pick(6, 5)})::VARCHAR ELSE '' END AS csat,
            CASE WHEN {pick(7, 8)} = 0 THEN (1 + {pick(8, 5)})::VARCHAR ELSE '' END AS expected,
            ['', '', '', '', 'glad', 'angry', 'calm', 'worried'][1 + {pick(9, 8)}] AS feeling
        FROM (SELECT CASE WHEN row % 500 = 9 THEN row - 1 ELSE row END AS i FROM range({rows}) AS r(row))
    """
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"COPY ({base}) TO '{path}' (HEADER, DELIMITER ',')")
    check_log(connection, path)


def check_log(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a log in which the columns depend on each other: customers must meet most touchpoints and all channels."""
    found = connection.execute(
        "SELECT avg(events), avg(channels) FROM (SELECT count(DISTINCT event) AS events, count(DISTINCT channel) AS "
        f"channels FROM read_csv('{path}', all_varchar=true, header=true) GROUP BY customer_id)"
    ).fetchall()
    events, channels = found[0]
    if events < N_TOUCHPOINTS / 2 or channels < 3:  # noqa: PLR2004 - of four
        raise SystemExit(
            f"the log is degenerate: {events:.1f} touchpoints, {channels:.1f} channels a customer"
        )


def parse(folder: Path) -> None:
    """Let DuckDB parse the file, all columns as text, and touch each of them."""
    path = folder / "log.csv"
    columns = path.open(encoding="utf-8").readline().strip().split(",")
    sums = ", ".join(f"sum(length({column}))" for column in columns)
    duckdb.connect().execute(PARSED.format(sums, path)).fetchall()


def build_journeys(folder: Path) -> None:
    """Load the log and make every table of the journey stage."""
    study = Study.model_validate(STUDY)
    study_file = StudyFile(folder / "study.yaml", study)
    path = folder / "log.csv"
    n_linked = int((folder / "customers.txt").read_text()) // 2
    ids = [f"C{number:08d}" for number in range(n_linked)]
    assignments = pd.DataFrame(
        {"respondent_id": ids, "customer_id": ids, "persona": [str(i % 4 + 1) for i in range(n_linked)]}
    )
    touchpoints = [f"t{number}" for number in range(N_TOUCHPOINTS)]
    mapped = pd.DataFrame(
        {
            "touchpoint": touchpoints,
            "phase": [PHASES[i % 6] for i in range(N_TOUCHPOINTS)],
            "label": touchpoints,
        }
    )
    mapped = mapped.assign(action=None, moment_of_truth=False, owner=None)
    emotions = {"glad": 0.8, "angry": -0.8, "calm": 0.3, "worried": -0.4}
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        open_engine(study.engine, Path(scratch)) as engine,
    ):
        dialect = detect_dialect(path, study.touchpoints[0].csv)
        account = engine.load_logs(study_file, {path: dialect}, emotions=emotions, linked=ids)
        counts = count_contacts(engine, account, mapped, assignments, phases_table(study, words_in("en")))
    for summarise in (summarise_journey, summarise_touchpoints, summarise_funnel, find_moments):
        summarise(counts, study)
    for summarise in (summarise_transitions, summarise_coverage):
        summarise(counts)


def main() -> None:
    """Compare the journey stage with only parsing, or run one of them (``parse``, ``journeys``) in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", choices=["parse", "journeys"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if options.only:
        measure(
            {"parse": lambda: parse(options.folder), "journeys": lambda: build_journeys(options.folder)}[
                options.only
            ]
        )
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_log(folder / "log.csv", options.rows)
        (folder / "customers.txt").write_text(str(options.rows // PER_CUSTOMER))
        size = (folder / "log.csv").stat().st_size / 1e6
        print(f"{options.rows:,} contacts, {size:.0f} MB")
        measured = alternate(Path(__file__), ["parse", "journeys"], ["--folder", name], options.repeats)
    print_ratios(measured, "parse")


if __name__ == "__main__":
    main()
