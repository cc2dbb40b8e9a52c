"""What Prefect's pages show of a run: published numbers, never people's data."""

from __future__ import annotations

import base64

import pandas as pd
from prefect.artifacts import create_markdown_artifact, create_table_artifact


def show_rows(rows: pd.DataFrame) -> None:
    """Show the row account (contract ``rows``) as a table."""
    create_table_artifact(
        _records(rows), key="row-account", description="Every row of every source, accounted for."
    )


def show_solutions(solutions: pd.DataFrame) -> None:
    """Show the numbers of segments that were tried (contract ``solutions``) as a table."""
    create_table_artifact(
        _records(solutions.round(3)), key="choice-of-k", description="Stability of every number of segments."
    )


def show_chart(png: bytes, title: str) -> None:
    """Show a chart; Prefect's pages show no inline SVG."""
    picture = base64.b64encode(png).decode("ascii")
    create_markdown_artifact(
        f"![{title}](data:image/png;base64,{picture})", key="personas", description=title
    )


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): None if pd.isna(value) else str(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]
