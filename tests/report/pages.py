"""Reports for the tests: a whole study, one with parts left out, one full of hostile text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from personagen import charts
from personagen.language.words import words_in
from personagen.personas import build_claims
from personagen.report import ReportInfo, render_report
from personagen.study import Study
from tests.charts import tables

HOSTILE = (
    "</style></title><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
    '<svg onload=window.pwned=1> =HYPERLINK("https://example.invalid") {{ 7 * 7 }} {% raw %} \x00' + "W" * 120
)


def info(k: int = 4) -> ReportInfo:
    styles = charts.persona_styles(str(i + 1) for i in range(k))
    return ReportInfo(
        title="Webshop klantreis 2026",
        k=k,
        k_reason="auto_eligible",
        runner_up=3,
        minimum_cell=5,
        n_respondents=1146,
        n_customers=19000,
        n_interviewees=64,
        n_suppressed=17,
        versions={"personagen": "0.1.0"},
        study_hash="ab12" * 16,
        colours={persona: style.colour for persona, style in styles.items()},
    )


def figures(data: dict[str, pd.DataFrame], language: str = "nl") -> dict[str, str]:
    words = words_in(language)
    names = {str(p): str(n) for p, n in data["personas"][["persona", "name"]].itertuples(index=False)}
    phases = dict(data["phases"][["phase", "label"]].itertuples(index=False))
    found = {
        "solutions": (charts.plot_solutions(data["solutions"], words, 3, 4), "solutions"),
        "origins": (charts.plot_origins(data["origins"], words, len(names), names), "origins"),
        "importance": (charts.plot_importance(data["importance"], words), "importance"),
        "typing": (charts.plot_typing(data["typing"], words), "typing"),
        "sizes": (charts.plot_sizes(data["personas"], words), "personas"),
        "comparison": (charts.plot_comparison(data["profile"], words, names), "profile"),
        "needs": (charts.plot_needs(data["needs"], words, names, phases), "needs"),
        "prevalence": (charts.plot_prevalence(data["prevalence"], words, names), "prevalence"),
        "attractiveness": (
            charts.plot_attractiveness(data["attractiveness"], words, names),
            "attractiveness",
        ),
        "heat": (charts.plot_heat(data["journey"], words, names, phases), "journey"),
        "emotions": (charts.plot_emotions(data["journey"], words, names, phases), "journey"),
        "differences": (charts.plot_differences(data["differences"], words, names, phases), "differences"),
        "times": (charts.plot_times(data["time_to_phase"], words, names, phases), "time_to_phase"),
        "flows_all": (charts.plot_flows(data["flows"], "all", words, "all"), "flows"),
        "flows_1": (charts.plot_flows(data["flows"], "1", words, names["1"]), "flows"),
    }
    for persona in names:
        found[f"profile_{persona}"] = (charts.plot_profile(data["profile"], persona, words, names), "profile")
        found[f"map_{persona}"] = (charts.plot_map(data["map"], persona, words), "map")
    return {name: charts.figure_to_svg(figure, name, table) for name, (figure, table) in found.items()}


def with_claims(data: dict[str, pd.DataFrame], language: str = "nl") -> dict[str, pd.DataFrame]:
    """Return the tables with the claims that they make."""
    study = Study.model_validate(
        {
            "study": "Webshop",
            "language": language,
            "survey": {"files": ["a.csv"]},
            "variables": {"demographic": {"age": {"from": "survey", "type": "number"}}},
        }
    )
    return data | {"claims": build_claims(data, study)}


@cache
def _whole(language: str, k: int) -> dict[str, pd.DataFrame]:
    return with_claims(tables.everything(k), language)


def whole(language: str = "nl", k: int = 4) -> dict[str, pd.DataFrame]:
    """Return every published table, claims among them, as copies of one's own."""
    return {name: table.copy() for name, table in _whole(language, k).items()}


@cache
def whole_page(language: str = "nl", k: int = 4) -> str:
    data = whole(language, k)
    return render_report(data, figures(data, language), info(k), language)


def sparse_page(language: str = "nl") -> str:
    """Return the report of a study that is a survey only."""
    data = {
        n: f
        for n, f in tables.everything().items()
        if n in {"rows", "faults", "solutions", "personas", "profile"}
    }
    data["drift"] = tables.drift()
    data["personas"] = data["personas"].assign(data_from=None, data_to=None)
    facts = replace(
        info(),
        n_customers=None,
        n_interviewees=None,
        runner_up=None,
        k_reason="auto_none_eligible",
        left_out=("interviews", "analytics", "touchpoints"),
    )
    return render_report(with_claims(data, language), {}, facts, language)


def hostile_page() -> str:
    """Return a report whose every text is hostile."""
    data = whole()
    keep = {
        "claim",
        "section",
        "table",
        "confidence",
        "persona",
        "phase",
        "lane",
        "theme",
        "kind",
        "grade",
        "evidence",
        "level",
        "type",
        "block",
        "role",
        "model",
        "verdict",
        "data_verdict",
        "advice",
        "axis",
        "criterion",
        "unit",
        "check",
        "typed_as",
        "opinion",
        "test",
        "segment",
        "previous_segment",
        "metric",
        "measure",
        "mode",
        "makes_up",
        "status",
        "shared_by",
        "valence_source",
        "channel",
        "source",
    }
    for frame in data.values():
        for column in frame:
            if pd.api.types.is_string_dtype(frame[column]) and column not in keep:
                frame[column] = frame[column].where(frame[column].isna(), HOSTILE)
    data["quotes"]["quote"] = [HOSTILE + str(i) for i in range(len(data["quotes"]))]
    colours = {"1": "red;}</style><script>window.pwned=1</script>", "2": "#123456"}
    facts = replace(info(), title=HOSTILE, colours=colours, study_hash=HOSTILE, versions={HOSTILE: HOSTILE})
    return render_report(data, figures(data), facts, "nl")
