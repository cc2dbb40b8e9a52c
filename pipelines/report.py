"""The flow from published tables to charts and page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from prefect import flow

from personagen.charts import Drawing
from personagen.language import words_in
from personagen.report import ReportInfo
from pipelines import tasks
from pipelines.sealed import Sealed


@flow(name="report", validate_parameters=False, persist_result=False)
def report(
    tables: Sealed[Mapping[str, pd.DataFrame]], info: Sealed[ReportInfo], language: str
) -> tuple[dict[str, Drawing], str]:
    """Draw the charts and write the page from published tables alone."""
    drawings = tasks.draw_charts(tables.value, words_in(language))
    tasks.show_chart(drawings["sizes"].png, info.value.title)
    page = tasks.render_report(
        tables.value, {name: drawing.svg for name, drawing in drawings.items()}, info.value, language
    )
    return drawings, page
