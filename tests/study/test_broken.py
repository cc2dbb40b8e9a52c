"""Every broken study names the line, the key and what to do; `# HERE` marks the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from personagen.errors import StudyError
from personagen.study import read_study
from tests.study.studies import line_of_here, make_folder, write_study

SURVEY = "survey:\n  files: [raw/survey-1.csv]\n"
LOG = "touchpoints:\n  files: [raw/log.csv]\n  customer: c\n  at: at\n"
ITEM = "variables:\n  demographic:\n    item:\n      from: survey\n"


def item(rest: str) -> str:
    """Return a block of variables with one variable."""
    return ITEM + "".join(f"      {line}\n" for line in rest.split("\n"))


# block, its text, the key that is named, words of the message
CASES = [
    # keys that don't exist
    ("survey", SURVEY + "  wieght: w  # HERE", "survey.wieght", ['Did you mean "weight"?', "duration_seconds"]),
    ("survay", "survay: {}  # HERE", "survay", ['Did you mean "survey"?']),
    ("survey", SURVEY + "  csv:\n    seperator: ;  # HERE", "survey.csv.seperator", ['"separator"']),
    ("variables", item("type: number\nlevel: [a]  # HERE"), "variables.demographic.item.level", ['"levels"']),
    ("variables", "variables:\n  demografic: {}  # HERE", "variables.demografic", ['"demographic"']),
    ("segmentation", "segmentation:\n  weights:\n    behavior: 1  # HERE", "segmentation.weights.behavior", ['"behavioural"']),
    ("touchpoints", LOG + "  touchpoint: {const: x}  # HERE", "touchpoints.touchpoint.const", ['"constant"']),
    ("variables", "variables:\n  demographic:\n    a:\n      source: survey  # HERE\n      type: number",
     "variables.demographic.a.source", ["Allowed here: from,"]),
    ("survey", SURVEY + "  complete:\n    column: c\n    is_: [1]  # HERE", "survey.complete.is_", ['"is"']),
    # keys that lack
    ("study", None, "study", ["missing", "text"]),
    ("survey", "survey:  # HERE\n  respondent: id", "survey.files", ["missing", "a list of texts"]),
    ("touchpoints", LOG.replace("touchpoints:", "touchpoints:  # HERE"), "touchpoints.touchpoint", ["missing", "{constant}"]),
    ("variables", "variables:\n  demographic:\n    a:  # HERE\n      from: survey", "variables.demographic.a.type", ["missing", "likert"]),
    ("variables", "variables:\n  demographic:\n    a:  # HERE", "variables.demographic.a", ["nothing stands here"]),
    # values of the wrong kind
    ("study", "study: 2026  # HERE", "study", ['Put it in quotes: "2026"']),
    ("study", 'study: ""  # HERE', "study", ["nothing stands here"]),
    ("language", "language: ne  # HERE", "language", ['"ne"', "Give nl or en"]),
    ("survey", "survey:\n  files: raw/survey-1.csv  # HERE", "survey.files", ["Put it in brackets: [raw/survey-1.csv]"]),
    ("survey", "survey:\n  files: []  # HERE", "survey.files", ["nothing stands here", "a list of texts"]),
    ("survey", "survey: raw/survey.csv  # HERE", "survey", ['"raw/survey.csv"', "{files, format"]),
    ("segmentation", "segmentation:\n  k: three  # HERE", "segmentation.k", ['"three"', "auto, a whole number from 2 to 20 or {from, to}"]),
    ("segmentation", "segmentation:\n  k: atuo  # HERE", "segmentation.k", ['Did you mean "auto"?']),
    ("segmentation", "segmentation:\n  k: 1  # HERE", "segmentation.k", ["1 is not allowed"]),
    ("segmentation", "segmentation:\n  k: 2.5  # HERE", "segmentation.k", ["2.5 is not allowed", "whole number"]),
    ("segmentation", 'segmentation:\n  k: "4"  # HERE', "segmentation.k", ['"4" is not allowed']),
    ("segmentation", "segmentation:\n  k:\n    from: 2\n    too: 4  # HERE", "segmentation.k.too", ["Did you mean", "from, to"]),
    ("segmentation", "segmentation:\n  restarts: yes  # HERE", "segmentation.restarts", ['"yes"', "from 1 to 1000"]),
    ("segmentation", "segmentation:\n  restarts: true  # HERE", "segmentation.restarts", ["true is not allowed"]),
    ("segmentation", "segmentation:\n  minimum_share: .nan  # HERE", "segmentation.minimum_share", ["below 0.5"]),
    ("segmentation", "segmentation: [k]  # HERE", "segmentation", ["[k] is not allowed"]),
    ("privacy", "privacy: {minimum_cell: 1}  # HERE", "privacy.minimum_cell", ["1 is not allowed", "from 3"]),
    ("journeys", "journeys: {horizon_days: 0}  # HERE", "journeys.horizon_days", ["auto or a whole number from 1"]),
    ("variables", item("type: lickert  # HERE"), "variables.demographic.item.type", ['Did you mean "likert"?']),
    ("variables", item("type: likert\nscale: [1, 1]  # HERE"), "variables.demographic.item.scale", ["must differ"]),
    ("variables", item("type: likert\nscale: [1]  # HERE"), "variables.demographic.item.scale", ["two numbers"]),
    ("variables", item("type: likert\nscale: [1, 2, 3]  # HERE"), "variables.demographic.item.scale", ["two numbers"]),
    ("variables", item("type: likert\nscale: 1-5  # HERE"), "variables.demographic.item.scale", ['"1-5"', "two numbers"]),
    ("variables", item("type: likert\nscale: [1, 5]\nreverse: yes  # HERE"), "variables.demographic.item.reverse", ["true or false"]),
    ("variables", item("type: ordinal\nlevels:\n  - low\n  - 2  # HERE"), "variables.demographic.item.levels.1", ['Put it in quotes: "2"']),
    ("phases", "phases: seven  # HERE", "phases", ['"seven"', "six, five or a list"]),
    ("phases", "phases:\n  - {id: Buy, label: Buy}  # HERE\n  - {id: use, label: Use}", "phases.0.id", ['"Buy"', "lower-case"]),
    ("phases", "phases: [{id: buy, label: Buy}]  # HERE", "phases", ["at least 2"]),
    ("survey", SURVEY + "  csv: {decimal: ;}  # HERE", "survey.csv.decimal", ['auto, "." or ","']),
    # keys that don't go together
    ("survey", None, "survey", ["no survey"]),
    ("touchpoint_map", None, "touchpoints", ["touchpoint_map", "touchpoint,phase"]),
    ("analytics", None, "variables.demographic.item.from", ["no analytics"]),
    ("variables", item("type: likert").replace("item:", "item:  # HERE"), "variables.demographic.item", ["scale: [1, 5]"]),
    ("variables", item("type: nominal\nscale: [1, 5]  # HERE"), "variables.demographic.item.scale", ["type nominal", "use type likert"]),
    ("variables", item("type: number\nreverse: true  # HERE"), "variables.demographic.item.reverse", ["type number"]),
    ("variables", item("type: ordinal").replace("item:", "item:  # HERE"), "variables.demographic.item.levels", ["lowest"]),
    ("variables", item("type: ordinal\nlevels: [a, b, a]  # HERE"), "variables.demographic.item.levels", ['"a" stands twice']),
    ("variables", item("type: multi").replace("item:", "item:  # HERE"), "variables.demographic.item", ["separator", "columns"]),
    ("variables", item('type: multi\nseparator: ","\ncolumns: {a: b}  # HERE'), "variables.demographic.item.columns", ["not both"]),
    ("variables", item("type: multi\ncolumns: {a: x, b: x}  # HERE"), "variables.demographic.item.columns", ['called "x"']),
    ("variables", item("type: number\ncolumns: {a: b}  # HERE"), "variables.demographic.item.columns", ["use type multi"]),
    ("variables", item("type: number\nseparator: x  # HERE"), "variables.demographic.item.separator", ["use type multi"]),
    ("variables", item("type: text\nrole: feature  # HERE"), "variables.demographic.item.role", ["role: descriptor"]),
    ("variables", item("type: date").replace("variables:", "variables:  # HERE"), "variables", ["no variable is a feature"]),
    ("variables", item("type: number\nmissing: [9]\nnot_asked: [9]  # HERE"), "variables.demographic.item.not_asked", ['"9" also stands in missing']),
    ("variables", item("type: yes_no\nyes: [1]\nno: [1]  # HERE"), "variables.demographic.item.no", ["also stands in yes"]),
    ("variables", item("type: likert\nscale: [1, 5]\nvalues:\n  great: 6  # HERE"), "variables.demographic.item.values.great", ["outside the scale [1, 5]"]),
    ("variables", item("type: number\nvalues:\n  a few: few  # HERE"), "variables.demographic.item.values.a few", ["not a number"]),
    ("variables", item("type: ordinal\nlevels: [a, b]\nvalues:\n  1: c  # HERE"), "variables.demographic.item.values.1", ["Allowed: a, b"]),
    ("variables", ITEM + "      type: number\n  behavioural:\n    item: {from: survey, type: count}  # HERE",
     "variables.behavioural.item", ["also a variable in demographic"]),
    ("segmentation", "segmentation: {k: {from: 5, to: 3}}  # HERE", "segmentation.k", ["5", "3", "Swap"]),
    ("segmentation", "segmentation: {k: 6, minimum_share: 0.3}  # HERE", "segmentation.minimum_share", ["0.17"]),
    ("segmentation", "segmentation:\n  given: {from: survey, column: x}\n  restarts: 9  # HERE", "segmentation.restarts", ["no effect", "Leave out restarts, or given"]),
    ("segmentation", "segmentation:\n  given: {from: survey, column: x}\n  k: {from: 2, to: 5}  # HERE", "segmentation.k", ["no effect"]),
    ("segmentation", "segmentation:\n  model: raw/map.csv\n  scale: none  # HERE", "segmentation.scale", ["no effect", "segmentation.model"]),
    ("segmentation", "segmentation:\n  given: {from: survey, column: x}\n  model: raw/map.csv  # HERE", "segmentation.model", ["given and model"]),
    ("segmentation", "segmentation:\n  model: raw/model.json  # HERE", "segmentation.model", ['"raw/model.json"']),
    ("segmentation", "segmentation: {weights: {demographic: 0}}  # HERE", "segmentation.weights", ["weighs 0"]),
    ("phases", "phases:\n  - {id: buy, label: A}\n  - {id: buy, label: B}  # HERE", "phases.1.id", ['"buy" is used twice']),
    ("phases", "phases:\n  - {id: buy, label: A}\n  - {id: all, label: B}  # HERE", "phases.1.id", ['"all"']),
    ("touchpoints", LOG + "  touchpoint: t\n  timezone: Europe/Amsterdm  # HERE", "touchpoints.timezone", ['"Europe/Amsterdam"']),
    ("touchpoints", LOG + "  touchpoint: t\n  cutoff: 30-06-2026  # HERE", "touchpoints.cutoff", ["2026-06-30"]),
    ("survey", SURVEY + "  csv: {encoding: windows-1253x}  # HERE", "survey.csv.encoding", ['"windows-1252"']),
    ("survey", SURVEY + "  csv: {encoding: rot13}  # HERE", "survey.csv.encoding", ["rot13"]),
    ("survey", SURVEY + "  csv: {separator: tab}  # HERE", "survey.csv.separator", ["one character"]),
    ("survey", SURVEY + "  csv: {dates: dd-mm-yyyy}  # HERE", "survey.csv.dates", ["%d-%m-%Y"]),
    ("survey", SURVEY + '  csv: {dates: "%H:%M"}  # HERE', "survey.csv.dates", ["year, month and day"]),
    ("survey", SURVEY + '  csv: {decimal: ",", thousands: ","}  # HERE', "survey.csv.thousands", ["both"]),
    ("engine", "engine: {memory_limit: plenty}  # HERE", "engine.memory_limit", ["4GB"]),
    ("engine", "engine: {name: spark, spark_master: 'spark://host:7077'}  # HERE", "engine.temp_directory", ["spark://host:7077", "all its machines"]),
    ("quality", "quality:\n  attention_checks:\n    Q12: ''  # HERE", "quality.attention_checks.Q12", ["answer that passes"]),
    ("quality", "quality:\n  grids:\n    - [age, agee, x]  # HERE", "quality.grids.0.0", ['"age" is of type number', "likert items"]),
    ("quality", "quality:\n  grids:\n    - [x, y, z]  # HERE", "quality.grids.0.2", ['no variable is called "z"']),
    ("segmentation", "segmentation: {row_centre: true}  # HERE", "segmentation.row_centre", ["0 likert items", "at least 3"]),
    ("outcome", "outcome:\n  phase: renewel  # HERE", "outcome.phase", ['"renewel" is no phase', 'Did you mean "renewal"?']),
    ("outcome", "outcome: {phase: awareness}  # HERE", "outcome.phase", ["no phase comes before"]),
    ("outcome", "outcome: {label: x}  # HERE", "outcome", ["neither a phase nor a column", "{from: survey, column: ...}"]),
    ("outcome", "outcome: {phase: use, from: survey, column: a}  # HERE", "outcome", ["a phase and a column"]),
    ("outcome", "outcome: {column: a}  # HERE", "outcome", ["from and column belong together"]),
    ("variables", item("type: nominal\ncolumn: q") + "outcome: {from: survey, column: q}  # HERE", "outcome.column", ["item", "nominal", "yes_no"]),
    ("attractiveness", "attractiveness:\n  sise: 1  # HERE", "attractiveness.sise", ['"sise" is no criterion', 'Did you mean "size"?']),
    ("attractiveness", "attractiveness:\n  value: 1  # HERE", "attractiveness.value", ["what a customer is worth", "Add value"]),
    ("attractiveness", "attractiveness: {size: 0, age: 0}  # HERE", "attractiveness", ["every criterion weighs 0"]),
    ("attractiveness", "segmentation: {given: {from: survey, column: x}}\nattractiveness:\n  stability: 1  # HERE", "attractiveness.stability", ["no segments are formed"]),
    ("attractiveness", "attractiveness:\n  size: many  # HERE", "attractiveness.size", ['"many"', "a number"]),
    ("variables", item("type: nominal") + "\nattractiveness:\n  size: 1\n  item: 1  # HERE", "attractiveness.item", ["item is nominal", "yes_no"]),
    ("competitiveness", "competitiveness: {age: 1}  # HERE", "competitiveness", ["without the first", "Add attractiveness"]),
    ("analytics", "value:\n  from: analytics  # HERE\n  column: revenue", "value.from", ["no analytics"]),
    ("variables", "value: {from: survey, column: spent}  # HERE\n" + item("type: number").replace("item", "value"), "value", ["another amount"]),
    # files
    ("survey", "survey:\n  files:\n    - raw/survey-1.csv\n    - raw/survey-9.csv  # HERE", "survey.files.1", ['Did you mean "survey-']),
    ("survey", "survey:\n  files: [raw/x*.csv]  # HERE", "survey.files.0", ["no file matches"]),
    ("survey", "survey:\n  files: [r*/x.csv]  # HERE", "survey.files.0", ['no file matches "r*/x.csv". Paths']),
    ("survey", "survey:\n  files: [row/survey-1.csv]  # HERE", "survey.files.0", ["folder does not exist"]),
    ("survey", "survey:\n  files: [raw]  # HERE", "survey.files.0", ["is a folder", "raw/*.csv"]),
    ("survey", "survey:\n  files: [../survey.csv]  # HERE", "survey.files.0", ["leaves the study's folder"]),
    ("survey", "survey:\n  files: [raw/../../survey.csv]  # HERE", "survey.files.0", ["leaves the study's folder"]),
    ("survey", "survey:\n  files: [/etc/passwd]  # HERE", "survey.files.0", ["absolute"]),
    ("survey", "survey:\n  files: ['C:/data/s.csv']  # HERE", "survey.files.0", ["absolute"]),
    ("survey", "survey:\n  files: ['raw\\s.csv']  # HERE", "survey.files.0", ["Write /"]),
    ("survey", "survey:\n  files: ['']  # HERE", "survey.files.0", ["empty"]),
    ("survey", f"survey:\n  files: [{'x' * 300}]  # HERE", "survey.files.0", ["xxx"]),
    ("links", "links: {file: raw/link.csv, respondent: r, customer: c}  # HERE", "links.file", ['"links.csv"']),
    ("touchpoint_map", "touchpoint_map: raw/maps.csv  # HERE", "touchpoint_map", ['"map.csv"']),
    ("touchpoints", LOG + "  touchpoint: t\n  emotion: {column: e, words: raw/emotion.csv}  # HERE",
     "touchpoints.emotion.words", ['"emotions.csv"']),
    ("touchpoints", LOG + "  touchpoint: t\n  satisfaction:\n    column: s\n    kind: nps\n    scale: [1, 10]  # HERE",
     "touchpoints.satisfaction.scale", ["[1, 10]", "0 to 10", "kind: csat"]),
    ("touchpoint_map", "touchpoint_ratings: {a: {column: a, touchpoint: b, scale: [1, 5]}}  # HERE", "touchpoint_ratings",
     ["need a map", "touchpoint,phase"]),
    # YAML itself
    ("language", "language: en\nlanguage: nl  # HERE", "language", ["stands twice, first in line 2"]),
    ("survey", "survey:\n  respondent: id\n  files: [raw/survey-1.csv]\n  respondent: id  # HERE", "survey.respondent", ["twice"]),
    ("survey", "survey:\n\tfiles: [a]  # HERE", None, ["column 1", "tab"]),
    ("study", "study: Coffee: at home  # HERE", None, ["colon"]),
    ("survey", "survey: {files: [a]", None, ["bracket"]),
    ("study", "study: !!python/object:os.system x  # HERE", "study", ["tag"]),
    ("x", "x: &a [*a]  # HERE", "x.0", ["nested too deep"]),
    ("x", "? [a, b]  # HERE\n: c", None, ["a key is a list"]),
    ("x", "---\nstudy: two", None, ["second document"]),
]  # fmt: skip


@pytest.mark.parametrize(("block", "text", "key", "words"), CASES, ids=range(len(CASES)))
def test_broken_study(block: str, text: str | None, key: str | None, words: list[str], tmp_path: Path):
    blocks = {block: text}
    if block == "analytics":
        blocks["variables"] = item("type: number").replace("from: survey", "from: analytics  # HERE")
    path = write_study(make_folder(tmp_path), **blocks)
    with pytest.raises(StudyError) as caught:
        read_study(path)
    found = [problem for problem in caught.value.problems if problem.where == key]
    assert found, str(caught.value)
    message = str(found[0])
    assert message.startswith(str(path))
    assert all(word in message for word in words), message
    if line := line_of_here(path):
        assert found[0].line == line, str(caught.value)
    assert "Input should" not in str(caught.value)


NOT_YET = [
    ("touchpoints", LOG + "  touchpoint: t\n  format: json  # HERE", "touchpoints.format"),
    ("survey", SURVEY + "  format: qualtrics  # HERE", "survey.format"),
    ("analytics", "analytics:\n  files: [raw/analytics.csv]\n  customer: c\n  format: parquet  # HERE", "analytics.format"),
    ("interviews", "interviews: {files: [raw/interviews.csv], respondent: r, code: c, format: atlas}  # HERE", "interviews.format"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "text", "key"), NOT_YET, ids=[key for _, _, key in NOT_YET])
def test_what_is_not_supported_yet_is_refused_by_name(block: str, text: str, key: str, tmp_path: Path):
    path = write_study(make_folder(tmp_path), **{block: text})
    with pytest.raises(StudyError, match="not yet supported") as caught:
        read_study(path)
    (problem,) = caught.value.problems
    assert (problem.where, problem.line) == (key, line_of_here(path))


def test_defaults_of_what_is_not_supported_yet_pass(tmp_path: Path):
    path = write_study(
        make_folder(tmp_path),
        segmentation="segmentation: {row_centre: false}",
        extend="extend: off",
        engine="engine: {name: duckdb}",
        quality="quality: {grids: []}",
    )
    assert read_study(path).study.extend == "off"


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path):
    path = write_study(
        make_folder(tmp_path),
        language="language: fr",
        survey=SURVEY + "  wieght: w",
        outcome="outcome: {x: 1}",
        k="k: 3",
    )
    with pytest.raises(StudyError) as caught:
        read_study(path)
    assert [p.where for p in caught.value.problems] == ["language", "survey.wieght", "outcome.x", "k"]


def test_given_segments_need_their_source(tmp_path: Path):
    segmentation = "segmentation:\n  given: {from: analytics, column: x}  # HERE"
    path = write_study(
        make_folder(tmp_path), segmentation=segmentation, analytics=None, links=None, touchpoints=None
    )
    with pytest.raises(StudyError, match="the study has no analytics") as caught:
        read_study(path)
    assert [problem.line for problem in caught.value.problems] == [line_of_here(path)]


def test_segments_in_analytics_need_no_survey_and_no_feature(tmp_path: Path):
    blocks = dict.fromkeys(("survey", "interviews", "links", "variables"))
    segmentation = "segmentation: {given: {from: analytics, column: x}, k: auto}"
    path = write_study(make_folder(tmp_path), segmentation=segmentation, **blocks)
    assert read_study(path).study.describes_customers
    with pytest.raises(StudyError, match="no survey"):
        read_study(write_study(tmp_path, **blocks))
