"""What describes people: variables, their type, scale and role."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personagen.study.base import Part, Scalar, Scale

VariableType = Literal["number", "count", "likert", "ordinal", "nominal", "yes_no", "multi", "date", "text"]
Theme = Literal["background", "goal", "motivation", "pain_point", "need", "delight"]
Block = Literal["demographic", "psychographic", "behavioural"]
BLOCKS: tuple[Block, ...] = ("demographic", "psychographic", "behavioural")


class Variable(Part):
    """One variable: where it stands, what type it has, what it is for."""

    source: Literal["survey", "analytics"] = Field(alias="from", description="Where the column stands.")
    column: str | None = Field(None, description="The column; default: the variable's name.")
    columns: dict[str, str] | None = Field(
        None, description="multi over several columns: {column: level}; a column counts as chosen by `yes`."
    )
    type: VariableType = Field(description="What kind of answers the column holds.")
    role: Literal["feature", "descriptor"] | None = Field(
        None,
        description="feature: forms segments; descriptor: only describes them. "
        "Default: feature, but descriptor for date and text.",
    )
    scale: Scale | None = Field(
        None,
        description="likert: the declared ends of the scale; number, count: the values that are possible.",
    )
    levels: tuple[str, ...] | None = Field(
        None, description="ordinal: all levels, lowest first; nominal and multi: the allowed levels."
    )
    reverse: bool = Field(False, description="likert: the item is worded the other way round.")
    separator: str | None = Field(None, description="multi in one column: what stands between the levels.")
    yes: tuple[Scalar, ...] | None = Field(None, description="yes_no and multi: answers that mean yes.")
    no: tuple[Scalar, ...] | None = Field(None, description="yes_no: answers that mean no.")
    missing: tuple[Scalar, ...] = Field(
        (), description="Answers that mean no answer (an empty cell always does)."
    )
    not_asked: tuple[Scalar, ...] = Field(
        (), description="Answers that mean the question was skipped by routing."
    )
    values: dict[str, int | float | str] = Field({}, description="Numbers or names for coded answers.")
    label: str | None = Field(None, description="What reports call the variable.")
    theme: Theme | None = Field(
        None, description="What the variable tells about a person, as in the codebook."
    )
    derived_from: Literal["touchpoints"] | None = Field(
        None, description="The column was made from the touchpoint log: no test of it against the journey."
    )
    personal: bool = Field(
        False,
        description="Whether levels that look like e-mail addresses, postcodes, names and the like are meant; else such a "
        "column is refused.",
    )


class Variables(Part):
    """The variables by block."""

    demographic: dict[str, Variable] = Field({}, description="Who people are.")
    psychographic: dict[str, Variable] = Field({}, description="What people want and think.")
    behavioural: dict[str, Variable] = Field({}, description="What people do.")
