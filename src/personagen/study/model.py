"""The study: all keys of the study file as one frozen type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from personagen.study.base import Part
from personagen.study.parameters import (
    EngineParameters,
    JourneyParameters,
    Outcome,
    Phase,
    Privacy,
    Quality,
    SegmentationParameters,
    Value,
)
from personagen.study.sources import (
    Analytics,
    Interviews,
    Links,
    Satisfaction,
    Survey,
    TouchpointLog,
    TouchpointRating,
)
from personagen.study.variables import BLOCKS, Block, Variable, Variables

VALUE, OUTCOME = "value", "outcome"
AMOUNTS = ("number", "count")
SCORES = (*AMOUNTS, "likert", "yes_no")


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, dict) else value


class Study(Part):
    """A study: sources, variables and the parameters of every stage.

    Examples
    --------
    >>> study = Study.model_validate({"study": "Coffee", "language": "en", "survey": {"files": ["a.csv"]},
    ...     "variables": {"demographic": {"age": {"from": "survey", "type": "number"}}}})
    >>> [(block, name) for block, name, variable in study.each_variable()]
    [('demographic', 'age')]
    """

    study: str = Field(min_length=1, description="Title.")
    language: Literal["nl", "en"] = Field(description="Language of report and charts.")
    phases: Literal["six", "five"] | Annotated[tuple[Phase, ...], Field(min_length=2)] = Field(
        "six",
        description="six (awareness, orientation, buy, use, service, renewal), "
        "five (awareness, consideration, purchase, use, loyalty), or a list of {id, label}.",
    )
    survey: Survey | None = Field(None, description="The survey.")
    interviews: Interviews | None = Field(None, description="Coded interviews.")
    analytics: Analytics | None = Field(None, description="The analytics export.")
    touchpoints: Annotated[tuple[TouchpointLog, ...], BeforeValidator(_as_list)] = Field(
        (), description="One touchpoint log, or a list of logs with columns of their own."
    )
    touchpoint_map: str | None = Field(
        None, description="CSV: touchpoint,phase[,label][,action][,moment_of_truth][,owner]."
    )
    touchpoint_ratings: dict[str, TouchpointRating] = Field({}, description="Ratings asked in the survey.")
    links: Links | None = Field(
        None, description="Which respondent is which customer; without it equal ids are the same person."
    )
    outcome: Outcome | None = Field(None, description="What journeys should lead to.")
    value: Value | None = Field(None, description="What a customer is worth.")
    variables: Variables = Field(Variables(), description="What describes people, by block.")
    quality: Quality = Field(Quality(), description="Checks on the answering.")
    segmentation: SegmentationParameters = Field(
        SegmentationParameters(), description="How segments are formed."
    )
    extend: Literal["auto", "off"] = Field(
        "auto",
        description="Give customers outside the survey a persona by what both share, where that is good enough.",
    )
    personas: str | None = Field(
        None,
        description="File with names and words that people gave, such as personas.yaml: drafted by the first run, "
        "kept from wave to wave.",
    )
    attractiveness: dict[str, float] = Field(
        {},
        description="Criteria of how attractive personas are to the company, with weights: size, value, stability, or "
        "variables (number, count, likert, yes_no). More is better; with a weight below 0, less is.",
    )
    competitiveness: dict[str, float] = Field(
        {},
        description="Criteria of how attractive the company is to personas: the second axis of the plot.",
    )
    journeys: JourneyParameters = Field(JourneyParameters(), description="How contacts become journeys.")
    privacy: Privacy = Field(Privacy(), description="What may be published.")
    engine: EngineParameters = Field(EngineParameters(), description="Where touchpoint logs are computed.")

    @property
    def describes_customers(self) -> bool:
        """Whether there is no survey and the customers of analytics, with their given segments, are described."""
        given = self.segmentation.given
        return self.survey is None and given is not None and given.source == "analytics"

    @property
    def instruments(self) -> tuple[Satisfaction, ...]:
        """What the logs ask, each kind on each scale once, in the order of the study; the column is that of the first log."""
        asked: dict[object, Satisfaction] = {}
        for log in self.touchpoints:
            if log.satisfaction:
                asked.setdefault((log.satisfaction.kind, log.satisfaction.scale), log.satisfaction)
        return tuple(asked.values())

    def with_segmentation(self, **choices: object) -> Study:
        """Return the study with other choices of how segments are formed, checked as the study file is.

        Examples
        --------
        >>> study = Study.model_validate({"study": "Coffee", "language": "en", "survey": {"files": ["a.csv"]}})
        >>> other = study.with_segmentation(k=5, weights={"psychographic": 3})
        >>> other.segmentation.k, study.segmentation.k
        (5, 'auto')
        """
        kept = {name: getattr(self.segmentation, name) for name in self.segmentation.model_fields_set}
        segmentation = SegmentationParameters.model_validate({**kept, **choices})
        return self.model_copy(update={"segmentation": segmentation})

    def each_declared(self) -> Iterator[tuple[Block, str, Variable]]:
        """Yield block, name and variable in the order of the study file."""
        for block in BLOCKS:
            for name, variable in getattr(self.variables, block).items():
                yield block, name, variable

    def each_variable(self) -> Iterator[tuple[Block, str, Variable]]:
        """Yield the declared variables, and last what a customer is worth and the outcome where no variable is that column."""
        yield from self.each_declared()
        declared = {name for _, name, _ in self.each_declared()}
        named = {VALUE: (self.value, self.value_variable), OUTCOME: (self.outcome, self.outcome_variable)}
        for name, (part, variable) in named.items():
            if part and variable == name and name not in declared:
                about = {"from": part.source, "column": part.column, "type": "number"}
                label = part.label or part.column
                yield (
                    "behavioural",
                    name,
                    Variable.model_validate({**about, "role": "descriptor", "label": label}),
                )

    @property
    def value_variable(self) -> str | None:
        """Name of the variable that says what a customer is worth; None where the study names no value."""
        if self.value is None:
            return None
        return self._standing_in(self.value.source, self.value.column, AMOUNTS) or VALUE

    @property
    def outcome_variable(self) -> str | None:
        """Name of the variable that journeys should lead to; None where that is a phase or nothing is named."""
        if self.outcome is None or self.outcome.source is None or self.outcome.column is None:
            return None
        source, column = self.outcome.source, self.outcome.column
        if found := self._standing_in(source, column, SCORES):
            return found
        is_value = self.value and (self.value.source, self.value.column) == (source, column)
        return self.value_variable if is_value else OUTCOME

    def _standing_in(self, source: str, column: str, types: tuple[str, ...]) -> str | None:
        """Return the declared variable of one of some types that is read from a column."""
        same = (
            name
            for _, name, v in self.each_declared()
            if (v.source, v.column or name) == (source, column) and v.type in types
        )
        return next(same, None)

    def key_of(self, block: Block, name: str) -> str:
        """Return the key of a variable that `each_variable` yields."""
        is_declared = name in getattr(self.variables, block)
        return f"variables.{block}.{name}" if is_declared else f"{name}.column"

    def is_given(self, name: str, variable: Variable) -> bool:
        """Tell whether a variable is the column that holds the given segments."""
        given = self.segmentation.given
        return (
            given is not None
            and variable.source == given.source
            and (variable.column or name) == given.column
        )

    def each_input(self) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        """Yield the key and the file, or the files and patterns, of every input that the study names."""
        for name in ("survey", "interviews", "analytics"):
            if source := getattr(self, name):
                yield f"{name}.files", source.files
        if self.interviews and self.interviews.codebook is not None:
            yield "interviews.codebook", self.interviews.codebook
        for position, log in enumerate(self.touchpoints):
            yield f"touchpoints.{position}.files", log.files
            if log.emotion and log.emotion.words is not None:
                yield f"touchpoints.{position}.emotion.words", log.emotion.words
        if self.touchpoint_map is not None:
            yield "touchpoint_map", self.touchpoint_map
        if self.links:
            yield "links.file", self.links.file
        if self.segmentation.model is not None:
            yield "segmentation.model", self.segmentation.model
