"""Study files and commands that are wrong."""

from __future__ import annotations

from tests.promises.breaking import PNG, Break, add, case, edit, nothing, write

_SURVEY = "files: [raw/survey.csv]"


def _names(text: str) -> Break:
    """Return what puts a file with names beside the study."""
    return lambda study: study.add("personas: names.yaml").write("names.yaml", text)


STUDIES = [
    case("no such study", nothing, "there is no such study file", "init", command="check studie.yaml"),
    case("study is a folder", nothing, "this is a folder", "study.yaml", command="check raw"),
    case("study is empty", write("study.yaml", ""), "study.yaml", "empty", "init"),
    case("study holds comments only", write("study.yaml", "# to do\n"), "study.yaml", "empty"),
    case("study is a picture", write("study.yaml", PNG), "study.yaml", "binary", "UTF-8"),
    case(
        "study is a csv", lambda s: s.write("study.yaml", s.read("raw/survey.csv")), "study.yaml", "study: title"
    ),
    case("study is a list", write("study.yaml", "- survey\n- log\n"), "study.yaml:1", "no keys", "study: title"),
    case(
        "study in windows-1252",
        lambda s: s.edit("Small shop", "Café").encode("study.yaml", "cp1252"),
        "study.yaml:1", "UTF-8",
    ),
    case("study in utf-16", lambda s: s.encode("study.yaml", "utf-16"), "study.yaml", "UTF-8"),
    case("study with a tab", edit("  weight: weight", "\tweight: weight"), "study.yaml:8", "tab"),
    case("study with an open bracket", edit("[Complete]}", "[Complete"), "study.yaml", "bracket"),
    case("a key twice", edit("language: en", "language: en\nlanguage: nl"), "study.yaml:3", "language", "line 2"),
    case("unknown key", edit("survey:\n", "survay:\n"), "study.yaml:5", 'Did you mean "survey"?'),
    case("unknown key within", edit("  weight:", "  wieght:"), "study.yaml:8", "survey.wieght", 'Did you mean "weight"?'),
    case("key of the wrong kind", edit(_SURVEY, "files: raw/survey.csv"), "study.yaml:6", "survey.files", "[raw/survey.csv]"),
    case("k is a word", edit("k: 3", "k: three"), "segmentation.k", '"three"', "auto"),
    case("k is one", edit("k: 3", "k: 1"), "segmentation.k", "1 is not allowed", "from 2 to 20"),
    case("cell size of one", add("privacy: {minimum_cell: 1}"), "privacy.minimum_cell", "from 3"),
    case("unknown language", edit("language: en", "language: fr"), "study.yaml:2", '"fr"', "nl or en"),
    case("unknown engine", add("engine: {name: polars}"), "engine.name", '"polars"', "duckdb"),
    case("unknown type", edit("type: count", "type: cuont"), "behavioural.visits.type", 'Did you mean "count"?'),
    case("unknown phase model", edit("phases: six", "phases: seven"), "study.yaml:3", '"seven"', "six"),
    case("likert without scale", edit("q1, type: likert, scale: [1, 5]", "q1, type: likert"), "psychographic.price", "scale: [1, 5]"),
    case("no such time zone", edit("Europe/Amsterdam", "Europe/Amsterdm"), "touchpoints.timezone", '"Europe/Amsterdam"'),
    case("cutoff is no date", edit("  touchpoint: event", "  touchpoint: event\n  cutoff: 30-06-2026"), "touchpoints.cutoff", "2026-06-30"),
    case("no such encoding", edit(_SURVEY, f"{_SURVEY}\n  csv: {{encoding: utf-9}}"), "survey.csv.encoding", '"utf-8"'),
    case("no feature", lambda s: s.write("study.yaml", s.read("study.yaml").partition("variables:")[0]), "variables", "no variable is a feature"),
    case("log without map", edit("touchpoint_map: raw/map.csv\n", ""), "touchpoint_map", "touchpoint,phase"),
    case("interviews without codebook", edit("  codebook: raw/codebook.csv\n", ""), "interviews", "codebook", "code,theme"),
    # names and words that people gave
    case("names out of the folder", add("personas: ../personas.yaml"), "personas: ", "leaves the study's folder"),
    case("names in no folder", add("personas: names/personas.yaml"), "personas: ", "does not exist"),
    case("names in a folder", add("personas: raw"), "raw: this is a folder"),
    case("names that are no YAML", _names("personas: [\n"), "names.yaml:", "not YAML"),
    case("names with an unknown key", _names("personas:\n  - key: p-1\n    nam: Ann\n"), "names.yaml:3", 'Did you mean "name"?'),
    case("a key twice among the names", _names("personas:\n  - {key: p-1, name: Ann}\n  - {key: p-1, name: Bo}\n"), "names.yaml:3", '"p-1" stands twice, first in line 2'),
    case("a name twice", _names("personas:\n  - {key: p-1, name: Ann}\n  - {key: p-2, name: ann}\n"), "names.yaml:3", '"ann" stands twice'),
    # understood, but not yet
    case("format of a tool", edit(_SURVEY, f"{_SURVEY}\n  format: qualtrics"), "survey.format", "not yet", "CSV"),
    case("nps off its scale", edit("kind: csat", "kind: nps"), "touchpoints.satisfaction.scale", "0 to 10", "[1, 5]", "kind: csat"),
    case("ratings of an unknown touchpoint", add("touchpoint_ratings:\n  wifi: {column: q1, touchpoint: wifi, scale: [1, 5]}"), "touchpoint_ratings.wifi.touchpoint", '"wifi"', "Add it to the map"),
    case("a cluster without a folder", add("engine: {name: spark, spark_master: 'spark://host:7077'}"), "engine.temp_directory", "spark://host:7077", "all its machines"),
    case("given and formed", edit("  k: 3", "  k: 3\n  given: {from: analytics, column: member}"), "segmentation.k", "no effect", "Leave out k"),
    case("given and kept", edit("  k: 3", "  given: {from: analytics, column: member}\n  model: raw/map.csv"), "segmentation.model", "Leave one of them out"),
    # files that the study names
    case("no such file", lambda s: s.remove("raw/survey.csv"), "study.yaml:6", '"raw/survey.csv"', "relative to the study"),
    case("nearly such a file", edit("raw/map.csv", "raw/maps.csv"), "touchpoint_map", '"raw/maps.csv"', 'Did you mean "map.csv"?'),
    case("no file fits a pattern", edit("raw/log.csv", "raw/log-*.parquet"), "touchpoints.files", '"raw/log-*.parquet"'),
    case("a folder for a file", edit("raw/log.csv", "raw"), "touchpoints.files", "is a folder", "raw/*.csv"),
    case("out of the folder", edit("raw/links.csv", "../links.csv"), "links.file", '"../links.csv"', "leaves the study's folder"),
    case("out of the folder and in again", edit("raw/links.csv", "raw/../../small/raw/links.csv"), "links.file", "leaves the study's folder"),
    case("an absolute path", edit("raw/links.csv", "/etc/passwd"), "links.file", '"/etc/passwd"', "absolute"),
    case("a path with backslashes", edit("raw/links.csv", "'raw\\links.csv'"), "links.file", "Write /"),
    case("a home folder", edit("raw/links.csv", "~/links.csv"), "links.file", '"~/links.csv"'),
]  # fmt: skip

COMMANDS = [
    case("unknown option", nothing, "No such option", "--fast", command="check study.yaml --fast"),
    case("unknown command", nothing, "No such command", "chekc", command="chekc study.yaml"),
    case("no study named", nothing, "STUDY", command="check"),
    case("run with k one", nothing, "--k", "2", command="run study.yaml --k 1"),
    case("run in french", nothing, "--language", "'fr'", "nl", command="run study.yaml --language fr"),
    case("run on hadoop", nothing, "--engine", "'hadoop'", "duckdb", command="run study.yaml --engine hadoop"),
    case("compare no runs", nothing, "runs/x", "not a run", command="compare runs/x runs/y"),
    case("compare one run", nothing, "RUN_NEW", command="compare runs/x"),
    case("watch", nothing, "watch", "not work yet", "schedule", command="watch raw"),
    case("report of no folder", nothing, "runs/x", command="report runs/x"),
    case("report of another folder", nothing, "raw", "run", command="report raw"),
    case("report of a file", nothing, "study.yaml", command="report study.yaml"),
]  # fmt: skip
DRAFTS = [
    case("draft of no file", nothing, "raw/none.csv", command="init raw/none.csv --out new.yaml"),
    case("draft of a picture", write("raw/a.png", PNG), "raw/a.png", command="init raw/a.png --out new.yaml"),
    case("draft of an empty file", write("raw/e.csv", ""), "raw/e.csv", "empty", command="init raw/e.csv --out new.yaml"),
    case("draft over a study", nothing, "study.yaml", "--force", command="init raw/survey.csv"),
    case("draft beside its exports", nothing, "raw/survey.csv", "outside the folder", command="init raw/survey.csv --out none/new.yaml"),
    case("draft over a folder", nothing, "raw", "is a folder", command="init raw/survey.csv --out raw"),
]  # fmt: skip
