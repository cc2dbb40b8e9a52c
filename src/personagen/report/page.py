"""Put the page together: the view of the tables in, one HTML file out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from personagen.contracts import badge, name_file
from personagen.language.numbers import flag, known, number, percent
from personagen.language.words import words_in
from personagen.report import (
    attractiveness,
    choice,
    compare,
    contrasts,
    descriptors,
    drift,
    extension,
    fits,
    importance,
    opportunities,
    overview,
    passing,
    paths,
    quality,
    scores,
    segments,
    verdict,
)
from personagen.report.assets import asset, environment
from personagen.report.cards import build_cards
from personagen.report.figures import inline_figure
from personagen.report.findings import top_findings, unmeasured
from personagen.report.info import PARTS, ReportInfo
from personagen.report.left_out import left_out
from personagen.report.mapgrid import map_grids
from personagen.report.source import Source
from personagen.report.typing import typing_section

EDGE = 20.0
FORMULAS = (
    ("", "segments"),
    *(("verdict", key) for key in ("verdict", "references")),
    *(("solutions", key) for key in ("criteria", "restarts")),
    *(("stability", key) for key in ("grade", "doubt")),
    ("origins", "origins"),
    ("drift", "drift"),
    *(("", key) for key in ("marker", "effect")),
    *(("journey", key) for key in ("reach", "drop_off")),
    *(("valence", key) for key in ("valence", "gap", "moment")),
    ("", "intervals"),
    ("needs", "needs"),
    ("", "privacy"),
)
SEGMENTS = ("verdict", "solutions", "stability", "origins", "drift", "importance", "opinions")


def render_report(
    tables: Mapping[str, pd.DataFrame], charts: Mapping[str, str], info: ReportInfo, language: str
) -> str:
    """Return the report: one HTML file that opens offline.

    Parameters
    ----------
    tables
        Published tables by name; those a run doesn't have may be absent.
    charts
        SVG text by name: ``solutions``, ``origins``, ``importance``, ``sizes``, ``comparison``, ``needs``,
        ``prevalence``, ``attractiveness``, ``typing``, ``heat``, ``emotions``, ``differences``, ``times``,
        ``flows_all``, and for each persona ``profile_<persona>``, ``map_<persona>`` and ``flows_<persona>``, named by
        `name_file`. What is absent is left out.
    info
        What else the report says about the run.
    language
        nl or en.
    """
    source = Source(tables, info, words_in(language))
    page = environment().get_template("page.html.j2")
    return page.render(
        language=language,
        say=source.say,
        info=info,
        source=source,
        style=asset("style.css"),
        period=_period(source),
        bases=_bases(source),
        notice=_notice(source),
        verdict=verdict.verdict(source),
        segmented=any(len(source.table(name)) for name in SEGMENTS),
        drift=drift,
        choice=choice,
        attractiveness=attractiveness,
        compare=compare,
        contrasts=contrasts,
        paths=paths,
        scores=scores,
        fits=fits,
        segments=segments,
        descriptors=descriptors,
        extension=extension,
        importance=importance,
        opportunities=opportunities,
        findings=top_findings(source),
        unmeasured=unmeasured(source),
        cards=build_cards(source),
        figure=_Figures(charts, source),
        name_file=name_file,
        badge=badge,
        map_grids=map_grids,
        overview=overview,
        passing=passing,
        typing=typing_section(source),
        quality=quality,
        missing=_missing(source),
        left_out=left_out,
        match=_match(source),
        formulas=_formulas(source),
        chosen=_choice(source),
    )


class _Figures:
    """The charts of the page: ``figure(name)`` gives its markup, or nothing where the run hasn't got it."""

    def __init__(self, charts: Mapping[str, str], source: Source) -> None:
        self._charts, self._source = charts, source

    def __call__(self, name: str, key: str, persona: str = "") -> Markup:
        """Return the chart with a label for those who can't see it."""
        label = self._source.say(f"alt.{key}", name=self._source.name(persona))
        if name not in self._charts:
            return Markup()
        return inline_figure(self._charts[name], f"chart-{name}", label, 0 if key == "map" else EDGE)


def _period(source: Source) -> str:
    personas = source.table("personas")
    first, last = source.info.period or (personas["data_from"].min(), personas["data_to"].max())
    if pd.isna(first) or pd.isna(last):
        return ""
    return source.say("period", first=source.words.date(first), last=source.words.date(last))


def _notice(source: Source) -> str:
    """Return how to read personas of a number that falls short of the requirements; blank where a verdict says more."""
    if verdict.verdict(source):
        return ""
    solutions = source.table("solutions")
    eligible, chosen = (solutions[column].map(flag).astype(bool) for column in ("eligible", "chosen"))
    falls_short = chosen.any() and not (chosen & eligible).any()
    if source.info.k_reason == "auto_none_eligible" or (falls_short and not eligible.any()):
        return source.say("notice.none_eligible")
    return source.say("notice.weak") if falls_short else ""


def _bases(source: Source) -> list[tuple[str, str]]:
    """Return what the report rests on: number and words."""
    info = source.info
    pairs = (
        ("respondents", info.n_respondents),
        ("customers", info.n_customers),
        ("linked", _linked(source)),
        ("interviewees", info.n_interviewees),
    )
    return [(source.count(n), source.say(f"basis.{key}", n=n)) for key, n in pairs if n]


def _linked(source: Source) -> int | None:
    """Return the customers in the log who have a persona."""
    rows = source.of("coverage", "all")
    return int(rows["n_customers"].iloc[0]) if len(rows) and known(rows["n_customers"].iloc[0]) else None


def _missing(source: Source) -> list[str]:
    gone = source.info.left_out
    rated = ".rated" if len(source.table("journey")) else ""
    return [
        source.say(f"missing.{part}{rated if part == 'touchpoints' else ''}")
        for part in PARTS
        if part in gone and (part != "links" or _lacks_links(source))
    ]


def _lacks_links(source: Source) -> bool:
    """Tell whether there are respondents without a customer, whom a link file might tie to one."""
    rows = source.table("rows")
    return bool(rows.loc[rows["source"].eq("survey"), "unlinked"].map(number).gt(0).any())


def _formulas(source: Source) -> list[str]:
    """Return the measures to explain: those of which the report has any."""
    journey = source.table("journey")
    has = {
        "journey": len(journey) > 0,
        "valence": journey["valence"].notna().any(),
        **{name: len(source.table(name)) > 0 for name in ("needs", *SEGMENTS)},
    }
    return [key for part, key in FORMULAS if has.get(part, True)]


def _match(source: Source) -> str:
    rows = source.of("coverage", "all")
    if rows.empty or not known(rows["match_rate"].iloc[0]):
        return ""
    row = rows.iloc[0]
    return source.say(
        "match",
        share=percent(source.words, row["match_rate"]),
        linked=source.count(row["n_linked"]),
        base=source.count(row["n_respondents"]),
        unmapped=source.finely(row["unmapped_share"]),
    )


def _choice(source: Source) -> str:
    info = source.info
    text = source.say(f"choice.{info.k_reason}", n=info.k)
    if info.k_reason == "segments_given" and info.n_without:
        text = f"{text} {source.say('choice.without', n=info.n_without)}"
    if info.runner_up is not None:
        text = f"{text} {source.say('choice.runner_up', k=info.runner_up)}"
    return text
