"""The base of all study types: frozen, nothing unknown allowed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of the study file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, validate_default=True, allow_inf_nan=False
    )


def _ordered(scale: tuple[float, float]) -> tuple[float, float]:
    if scale[0] == scale[1]:
        raise ValueError("the two ends of a scale must differ")
    return scale


Scale = Annotated[
    tuple[float, float],
    AfterValidator(_ordered),
    Field(description="The declared ends of the scale, worst first: [1, 5]."),
]

Scalar = bool | int | float | str
