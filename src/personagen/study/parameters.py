"""Parameters of the stages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personagen.study.base import Part, Scalar
from personagen.study.variables import Block


class KRange(Part):
    """Numbers of segments to try."""

    from_: int = Field(2, alias="from", ge=2, description="Fewest segments.")
    to: int = Field(8, ge=2, le=20, description="Most segments.")


class Given(Part):
    """A segmentation that exists already."""

    source: Literal["survey", "analytics"] = Field(alias="from", description="Where the column stands.")
    column: str = Field(description="Column with the segment.")


class SegmentationParameters(Part):
    """How segments are formed."""

    k: Literal["auto"] | Annotated[int, Field(ge=2, le=20)] | KRange = Field(
        "auto", description="auto (2 to 8), a number, or {from: 2, to: 8}."
    )
    scale: Literal["standard", "none"] = Field(
        "standard", description="standard: every variable has variance 1; none: as coded."
    )
    weights: dict[Block, Annotated[float, Field(ge=0)]] = Field(
        {"demographic": 1, "psychographic": 1, "behavioural": 1},
        description="Total variance of each block.",
    )
    row_centre: bool = Field(
        False,
        description="Take each respondent's own level out of the likert items of the survey that form segments.",
    )
    minimum_share: float = Field(0.05, ge=0, lt=0.5, description="Smallest share of a persona.")
    minimum_size: int = Field(30, ge=2, description="Fewest respondents in a persona.")
    restarts: int = Field(50, ge=1, le=1000, description="Starts of k-means for the final solution.")
    bootstrap: int = Field(100, ge=10, le=1000, description="Pairs of bootstrap samples for the stability.")
    random_state: int = Field(2026, ge=0, description="Seed of everything that is drawn.")
    given: Given | None = Field(None, description="Use a segmentation that exists instead of clustering.")
    model: str | None = Field(None, description="Use the personas of an earlier run: its model.json.")


class Quality(Part):
    """Checks on the answering."""

    attention_checks: dict[str, Scalar] = Field(
        {}, description="Column of the survey and the answer that passes; it need not be a variable."
    )
    grids: tuple[tuple[str, ...], ...] = Field(
        (),
        description="Likert items of the survey (variables, or their columns) that stood in one grid. "
        "Default: each run of at least three likert items with one scale, in the order of the study.",
    )


class Bots(Part):
    """When a customer counts as a program."""

    contacts_per_day: int = Field(
        500,
        ge=1,
        description="More contacts than this on one day of the first log's time zone: the customer is counted in `coverage` and left out of the journeys.",
    )


class JourneyParameters(Part):
    """How contacts become journeys."""

    session_gap_minutes: int = Field(
        30,
        ge=1,
        description="A longer pause between contacts ends a session: who meets a touchpoint twice in one repeats it.",
    )
    bots: Bots = Field(Bots(), description="When a customer counts as a program.")
    horizon_days: Literal["auto"] | Annotated[int, Field(ge=1)] = Field(
        "auto",
        description="Days within which going on counts; auto: the largest with 30 at risk in each persona.",
    )


class Privacy(Part):
    """What may be published."""

    minimum_cell: int = Field(5, ge=3, description="Fewest people in a published cell.")


class EngineParameters(Part):
    """Where touchpoint logs are computed."""

    name: Literal["duckdb", "spark"] = Field("duckdb", description="The engine.")
    memory_limit: str = Field(
        "auto", description="auto (1.5 GB), or such as 4GB; of Spark that of the driver."
    )
    temp_directory: str = Field(
        "auto",
        description="Where the engine may write and spill to disk; on a cluster a folder that all machines see.",
    )
    spark_master: str = Field("local[*]", description="Spark only: local[*], or the master URL of a cluster.")


class Phase(Part):
    """One phase of a phase model of the study's own."""

    id: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9_]*$", description="Short name, used in data files.")
    label: str = Field(min_length=1, description="What reports call it.")


class Outcome(Part):
    """What journeys should lead to."""

    phase: str | None = Field(
        None, description="A phase reached: all contacts before it are held against that."
    )
    source: Literal["survey", "analytics"] | None = Field(
        None, alias="from", description="Where a score or an amount stands, instead of a phase."
    )
    column: str | None = Field(
        None,
        description="Column with it; a number, count, likert or yes_no among the variables may stand in it too.",
    )
    label: str | None = Field(
        None,
        description="What reports call it where no variable stands in the column; default: the column.",
    )


class Value(Part):
    """What a customer is worth."""

    source: Literal["survey", "analytics"] = Field(alias="from", description="Where the column stands.")
    column: str = Field(
        description="Column with an amount; a number or count among the variables may stand in it too."
    )
    label: str | None = Field(
        None, description="What reports call it where no variable stands in the column; default: the column."
    )
