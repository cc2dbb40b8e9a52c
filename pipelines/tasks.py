"""The one list of tasks: functions of `personagen` and what Prefect needs to know about them.

Nothing is cached or persisted: results hold people's data. Only what reads or writes outside is tried again, and only
when the outside failed, never when the data are wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from personagen import (
    charts,
    engine,
    exports,
    features,
    ingest,
    journeys,
    personas,
    report,
    segmentation,
    study,
)
from pipelines import alternatives, artifacts, gathering, keeping, publishing, recording, roster
from pipelines.steps import as_step

P = ParamSpec("P")
R = TypeVar("R")


def _outside_failed(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a file or a disk failed, rather than the data or the program."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _task(function: Callable[P, R], title: str, retries: int = 0) -> Task[P, R]:
    """Return a function as a task; ``retries`` for what reads or writes outside."""
    made: Task[P, R] = task(
        name=function.__name__,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=retries,
        retry_delay_seconds=2,
        retry_condition_fn=_outside_failed,
    )(as_step(function, title))
    return made


read_study = _task(study.read_study, "Reading the study file", retries=2)
read_sources = _task(exports.read_sources, "Reading the sources", retries=2)
detect_log_dialects = _task(exports.detect_log_dialects, "Looking at the touchpoint logs", retries=2)
ingest_research = _task(ingest.ingest_research, "Checking the sources")
flag_answering = _task(ingest.flag_answering, "Looking at how people answered")
load_logs = _task(engine.Engine.load_logs, "Reading and checking the touchpoint logs")
account_for_rows = _task(gathering.account_for_rows, "Accounting for every row")

build_features = _task(features.build_features, "Turning answers into features")
fit_segments = _task(segmentation.fit_segments, "Forming segments and choosing k")
say_verdict = _task(segmentation.say_verdict, "Wording the verdict")
encode_kept = _task(features.encode_kept, "Turning answers into the features of the kept personas")
keep_personas = _task(segmentation.keep_personas, "Finding everybody's place among the kept personas")
take_segments = _task(segmentation.take_segments, "Taking the given segments")
find_roster = _task(roster.find_roster, "Reading the names that people gave", retries=2)
recall_personas = _task(personas.recall_personas, "Looking for the personas that are known")
find_kept = _task(keeping.find_kept, "Looking for personas to keep")
assess_kept = _task(keeping.assess_kept, "Holding the people against those the personas were made of")
assess_importance = _task(segmentation.assess_importance, "Weighing what each variable does")
encode_otherwise = _task(alternatives.encode_otherwise, "Encoding the answers in other ways")
assess_opinions = _task(segmentation.assess_opinions, "Getting second opinions")
fit_typing = _task(segmentation.fit_typing, "Choosing the golden questions")
extend_personas = _task(segmentation.extend_personas, "Looking at customers outside the survey")
assess_quality = _task(segmentation.assess_quality, "Forming the segments without doubtful answers")
profile_personas = _task(personas.profile_personas, "Describing the personas")
describe_differences = _task(personas.describe_differences, "Testing what did not form the segments")
assess_prevalence = _task(personas.assess_prevalence, "Counting who fits the cards")
build_personas = _task(personas.build_personas, "Naming the personas")
place_interviewees = _task(personas.place_interviewees, "Finding the personas of interviewees")
summarise_codes = _task(personas.summarise_codes, "Counting interview codes")
summarise_needs = _task(personas.summarise_needs, "Ranking needs by phase")
find_need_changes = _task(personas.find_need_changes, "Looking for needs that change")
mark_changes = _task(personas.mark_changes, "Marking needs that change")
select_quotes = _task(personas.select_quotes, "Choosing quotes")

phases_table = _task(journeys.phases_table, "Setting out the phases")
count_contacts = _task(journeys.count_contacts, "Following the contacts")
summarise_journey = _task(journeys.summarise_journey, "Making the journeys")
summarise_times = _task(journeys.summarise_times, "Following how soon people go on")
summarise_touchpoints = _task(journeys.summarise_touchpoints, "Summing up the touchpoints")
summarise_transitions = _task(journeys.summarise_transitions, "Summing up the transitions")
summarise_funnel = _task(journeys.summarise_funnel, "Summing up the funnel")
summarise_flows = _task(journeys.summarise_flows, "Following people from touchpoint to touchpoint")
summarise_coverage = _task(journeys.summarise_coverage, "Summing up the coverage")
unlogged_counts = _task(journeys.unlogged_counts, "Setting out journeys without contacts")
add_heard = _task(journeys.add_heard, "Adding what people said of their experience")
summarise_scores = _task(journeys.summarise_scores, "Working out the scores")
summarise_experience = _task(journeys.summarise_experience, "Summing up how journeys felt")
assess_peak_end = _task(journeys.assess_peak_end, "Finding how each journey felt as a whole")
compare_personas = _task(journeys.compare_personas, "Holding each persona against the others")
find_drivers = _task(journeys.find_drivers, "Looking for what goes with the outcome")
tell_journeys = _task(journeys.tell_journeys, "Telling the journey that stands for each persona")
find_moments = _task(journeys.find_moments, "Finding moments of magic and pain")
judge_needs = _task(journeys.judge_needs, "Holding needs against what was felt")
build_opportunities = _task(journeys.build_opportunities, "Finding opportunities")
build_map = _task(journeys.build_map, "Setting out the journey maps")

build_claims = _task(personas.build_claims, "Making the claims of the cards")

build_attractiveness = _task(personas.build_attractiveness, "Weighing how attractive the personas are")
hide_small_cells = _task(publishing.hide_small_cells, "Hiding small cells")
draw_charts = _task(charts.draw_charts, "Drawing the charts")
render_report = _task(report.render_report, "Writing the report")
write_results = _task(recording.write_results, "Writing the run", retries=2)

show_rows = _task(artifacts.show_rows, "Showing the row account in Prefect")
show_solutions = _task(artifacts.show_solutions, "Showing the choice of k in Prefect")
show_chart = _task(artifacts.show_chart, "Showing a chart in Prefect")
