"""What a run says of itself, and writing all of it."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import personagen
from personagen.charts import Drawing, persona_styles
from personagen.engine import LogAccount
from personagen.features import place_margins
from personagen.journeys import Unmapped, count_tested
from personagen.report import ReportInfo
from personagen.runs import PROGRAM, RunWriter, default_destination, margins_as_json, model_as_json
from personagen.study import Study, StudyFile
from pipelines.gathering import Found, Gathered, Travelled
from pipelines.modelling import build_model
from pipelines.roster import draft_names

_LIBRARIES = ("numpy", "pandas", "pandera", "scikit-learn", "duckdb", "matplotlib", "prefect")
SOURCES = ("survey", "interviews", "analytics", "touchpoints", "links")


@dataclass(frozen=True)
class Started:
    """A run that has begun.

    Parameters
    ----------
    at
        When, UTC.
    study_file
        The study with the choices of the command line.
    timings
        Seconds by step, still being kept.
    kept
        The model.json whose personas are kept, if any.
    roster
        The file with names and words that people gave, where there is one already.
    """

    at: datetime
    study_file: StudyFile
    timings: Mapping[str, float]
    kept: Path | None = None
    roster: Path | None = None

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The sha256 of every input by its name in the study."""
        file = self.study_file
        paths = {path for key, named in file.study.each_input() for path in file.resolve(key, named)}
        paths |= {path for path in (self.kept, self.roster) if path}
        return {file.name_of(path): _sha256(path) for path in sorted(paths)}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the study and its inputs."""
        content = "\n".join(
            [self.study_file.study.model_dump_json(by_alias=True), *map(str, self.inputs.items())]
        )
        return hashlib.sha256(content.encode()).hexdigest()


def destination_of(started: Started) -> Path:
    """Return the default run folder."""
    return default_destination(started.study_file.path, started.at, started.fingerprint)


def describe_run(
    started: Started,
    gathered: Gathered,
    found: Found,
    unmapped: Unmapped,
    published: Mapping[str, pd.DataFrame],
    n_hidden: Mapping[str, int],
) -> ReportInfo:
    """Return what the report says beside its tables; ``n_hidden`` is by table."""
    study, segments, interviews = started.study_file.study, found.segments, gathered.research.interviews
    styles = persona_styles(published["personas"]["persona"])
    return ReportInfo(
        title=study.study,
        k=segments.k,
        k_reason=segments.reason,
        n_without=int(segments.assignments["persona"].isna().sum()),
        minimum_cell=study.privacy.minimum_cell,
        runner_up=segments.runner_up,
        n_respondents=len(gathered.research.respondents) if study.survey else None,
        n_customers=_n_customers(published.get("coverage")),
        n_interviewees=None if interviews is None else int(interviews["respondent_id"].nunique()),
        n_suppressed=sum(n_hidden.values()),
        suppressed=dict(n_hidden),
        unmapped=dict(unmapped.n_contacts),
        n_unmapped_others=unmapped.n_others,
        colours={persona: style.colour for persona, style in styles.items()},
        left_out=tuple(_left_out(study)),
        versions=versions(),
        study_hash=started.study_file.hash,
        source_files=_log_files(study),
        made_on=started.at.date().isoformat(),
    )


def write_results(
    run: RunWriter,
    started: Started,
    gathered: Gathered,
    found: Found,
    travelled: Travelled,
    published: Mapping[str, pd.DataFrame],
    info: ReportInfo,
    drawings: Mapping[str, Drawing],
    page: str,
) -> None:
    """Write everything a run folder holds."""
    for name, table in published.items():
        run.write_table(name, table)
    for name, drawing in drawings.items():
        run.write_chart(name, drawing.svg, drawing.png)
    run.write_report(page)
    for name, table in _private(gathered, found, travelled):
        run.write_private(name, table)
    if len(found.segments.centroids.columns):  # given segments may stand in no space of features
        model = found.kept or build_model(started.study_file.study, gathered, found)
        run.write_private_json("model.json", model_as_json(model))
    if started.study_file.study.personas is None:
        run.write_roster(draft_names(started.study_file, found, published))
    if found.kept:  # the model tells of the people the personas were made of
        margins = place_margins(gathered.research.answers, found.features.weights, found.kept.margins)
        run.write_private_json("margins.json", margins_as_json(margins))
    families = _families({**published, **found.tables}, travelled.families)
    run.write_run(_account(started, gathered, found, info, families, travelled.samples))


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    own = {PROGRAM: personagen.__version__, "python": platform.python_version()}
    return own | {name: version(name) for name in _LIBRARIES}


def _private(gathered: Gathered, found: Found, travelled: Travelled) -> Iterator[tuple[str, pd.DataFrame]]:
    research, log = gathered.research, gathered.log
    yield "assignments", found.segments.assignments
    yield "exemplars", found.segments.exemplars
    if found.extension is not None:
        yield "extended", found.extension.extended
    if found.flags is not None:
        is_flagged = found.flags.drop(columns="respondent_id").fillna(value=False).any(axis=1)
        yield "quality_flags", found.flags[is_flagged]
    if travelled.peak_end is not None:
        yield "peak_end", travelled.peak_end
    more = [log.fault_rows if log else None, found.fault_rows]
    faults = [research.fault_rows, *(rows for rows in more if rows is not None)]
    yield "faults", pd.concat(faults, ignore_index=True)
    for source, rows in {**research.quarantine, **(log.quarantine if log else {})}.items():
        if len(rows):
            yield f"quarantine/{source}", rows


def _families(tables: Mapping[str, pd.DataFrame], followed: Mapping[str, int]) -> dict[str, int]:
    """Return the families of tests that were corrected together: name and how many tests.

    Interview codes are corrected over all phases together, and apart from that phase by phase. Those of the journeys are
    counted where they are made (``followed``).
    """
    tested = {name: table for name, table in sorted(tables.items()) if "p_adjusted" in table}
    if (codes := tested.get("codes")) is not None:
        is_whole = codes["phase"] == "all"
        tested |= {"codes": codes[is_whole], "codes_by_phase": codes[~is_whole]}
    sizes = {name: int(table["p_adjusted"].notna().sum()) for name, table in tested.items()}
    if "opportunities" in tested:  # the table holds only those that were called
        sizes["opportunities"] = count_tested(tables)
    sizes = {name: n for name, n in sizes.items() if name != "moments"} | dict(followed)
    return {name: n for name, n in sorted(sizes.items()) if n}


def _log_span(log: LogAccount | None) -> dict[str, object] | None:
    """Return the first and the last day of the touchpoint logs and how many days they span; None without contacts."""
    if log is None or log.first is None or log.last is None:
        return None
    days = (log.last - log.first) / pd.Timedelta(days=1)
    return {
        "from": log.first.date().isoformat(),
        "to": log.last.date().isoformat(),
        "days": max(1, round(days)),
    }


def _account(
    started: Started,
    gathered: Gathered,
    found: Found,
    info: ReportInfo,
    families: Mapping[str, int],
    samples: Mapping[str, Mapping[str, int]],
) -> dict[str, object]:
    study, segments = started.study_file.study, found.segments
    return {
        "program": PROGRAM,
        "title": study.study,
        "language": study.language,
        "study": study.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "study_hash": started.study_file.hash,
        "inputs": started.inputs,
        "versions": versions(),
        "engine": study.engine.name,
        "log": _log_span(gathered.log),
        "random_state": study.segmentation.random_state,
        "started_at": started.at.isoformat(timespec="seconds"),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "timings_seconds": dict(started.timings),
        "chosen": {
            "k": segments.k,
            "reason": segments.reason,
            "runner_up": segments.runner_up,
            "kept": started.study_file.name_of(started.kept) if started.kept else None,
            "restarts": segments.restarts.to_dict(orient="records"),
        },
        "families": dict(families),
        "samples": {name: dict(sizes) for name, sizes in samples.items()},
        "report": {name: value for name, value in asdict(info).items() if name not in ("period", "made_on")},
    }


def _left_out(study: Study) -> Iterator[str]:
    """Yield the sources the study lacks; links only where there are customers to link."""
    for source in SOURCES:
        is_needed = source != "links" or study.analytics or study.touchpoints
        if is_needed and not getattr(study, source):
            yield source


def _log_files(study: Study) -> dict[str, str]:
    """Return the files of each touchpoint log by its name in the row account, where there are several."""
    logs = study.touchpoints or ()
    named = {f"touchpoints {i}": ", ".join(log.files) for i, log in enumerate(logs, start=1)}
    return named if len(named) > 1 else {}


def _n_customers(coverage: pd.DataFrame | None) -> int | None:
    """Return the customers in the logs, with a persona or without."""
    if coverage is None:
        return None
    rows = coverage[coverage["persona"].isin(["all", "unassigned"])]
    return int(rows["n_customers"].sum())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
