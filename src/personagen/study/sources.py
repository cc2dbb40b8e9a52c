"""Where the research comes from: survey, interviews, analytics, touchpoint logs and links."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personagen.study.base import Part, Scalar, Scale

Auto = Literal["auto"]
Files = tuple[str, ...]


class CsvOptions(Part):
    """How a CSV file is written; ``auto`` is found out, and asks where it can't tell."""

    encoding: str = Field("auto", description="auto, utf-8, utf-16, windows-1252, ...")
    separator: str = Field("auto", description="auto, or one character such as ; or ,")
    decimal: Literal["auto", ".", ","] = Field("auto", description="The decimal mark of numbers.")
    thousands: Literal["auto", "", ".", ",", " ", "'"] = Field("auto", description="The thousands mark.")
    dates: str = Field("auto", description="auto, or a strptime pattern such as %d-%m-%Y %H:%M.")


class Complete(Part):
    """Which survey rows count as finished."""

    column: str = Field(description="Column that says whether a row is finished.")
    is_: tuple[Scalar, ...] = Field(alias="is", min_length=1, description="Values that mean finished.")


class Survey(Part):
    """The survey export: one row per respondent."""

    files: Files = Field(min_length=1, description="Files or patterns, parts of one export.")
    format: str = Field("auto", description="auto, csv, or the tool the export comes from.")
    csv: CsvOptions = Field(CsvOptions(), description="How the files are written.")
    respondent: str | None = Field(
        None,
        description="Column with the respondent's id; omitted: rows are numbered and equal rows are duplicates.",
    )
    weight: str | None = Field(
        None, description="Column with the survey weight (a sampling weight, above 0)."
    )
    submitted_at: str | None = Field(None, description="Column that says when the answers were sent.")
    duration_seconds: str | None = Field(None, description="Column with the time taken, in seconds.")
    complete: Complete | None = Field(None, description="Which rows count as finished; others are excluded.")


class InterviewValence(Part):
    """How the interviewer or coder scored a fragment."""

    column: str = Field(description="Column with the score.")
    scale: Scale


class Interviews(Part):
    """Coded interviews: one row per coded fragment."""

    files: Files = Field(min_length=1, description="Files or patterns.")
    format: str = Field("auto", description="auto, csv, or the tool the export comes from.")
    csv: CsvOptions = Field(CsvOptions(), description="How the files are written.")
    respondent: str = Field(description="Column with the interviewee's respondent id.")
    code: str = Field(description="Column with the code.")
    quote: str | None = Field(
        None,
        description="Column with the fragment. E-mail addresses, phone numbers, IBANs, postcodes and the names of people that "
        "stand in a column of names of any source are masked; names of interviewers and others can't be known.",
    )
    may_quote: str | None = Field(None, description="Column with the consent; without it no quote is shown.")
    phase: str | None = Field(None, description="Column with the phase the fragment is about.")
    valence: InterviewValence | None = Field(None, description="Column with the sentiment and its scale.")
    persona: str | None = Field(
        None,
        description="Column with the persona of interviewees outside the survey: its name, its key, or its number where "
        "personas are kept or given; others of them count for everybody only.",
    )
    codebook: str | None = Field(None, description="CSV: code,theme[,kind][,label][,phase].")


class Analytics(Part):
    """The analytics export: one row per customer."""

    files: Files = Field(min_length=1, description="Files or patterns.")
    format: str = Field("auto", description="auto, csv, or the tool the export comes from.")
    csv: CsvOptions = Field(CsvOptions(), description="How the files are written.")
    customer: str = Field(description="Column with the customer's id.")


class Constant(Part):
    """One value for a whole log."""

    constant: str = Field(min_length=1, description="The value for all rows.")


class Satisfaction(Part):
    """A rating in the log."""

    column: str = Field(description="Column with the rating.")
    kind: Literal["csat", "nps", "ces"] = Field(
        "csat",
        description="What was asked: how satisfied people are (csat), whether they would recommend (nps; scale [0, 10]), or how "
        "hard it was (ces). The scale says the direction, worst first: [1, 7] where 1 is hardest, [7, 1] where 7 is.",
    )
    scale: Scale

    @property
    def scale_words(self) -> str:
        """The ends of the scale in words, lowest number first.

        Examples
        --------
        >>> Satisfaction(column="ces", kind="ces", scale=(7, 1)).scale_words
        '1-7'
        """
        return f"{min(self.scale):g}-{max(self.scale):g}"


class Expectation(Part):
    """What the customer had expected, on a scale of its own."""

    column: str = Field(description="Column with the expectation.")
    scale: Scale


class Emotion(Part):
    """An emotion word in the log."""

    column: str = Field(description="Column with the word.")
    words: str | None = Field(
        None,
        description="CSV: word,valence with valence from -1 to 1. These add to the built-in words of the study's language, or "
        "go before them.",
    )


class TouchpointLog(Part):
    """One touchpoint log: one row per contact."""

    files: Files = Field(min_length=1, description="CSV (also .gz) or Parquet files or patterns.")
    format: str = Field("auto", description="auto, csv, parquet, or the tool the export comes from.")
    csv: CsvOptions = Field(CsvOptions(), description="How the files are written.")
    customer: str = Field(description="Column with the customer's id.")
    at: str = Field(description="Column with the time of the contact.")
    timezone: str = Field("UTC", description="Time zone of stamps that carry none, as in the IANA database.")
    touchpoint: str | Constant = Field(description="Column with the touchpoint, or {constant: name}.")
    channel: str | Constant | None = Field(None, description="Column with the channel, or {constant: name}.")
    satisfaction: Satisfaction | None = Field(None, description="How the contact was rated.")
    expectation: Expectation | None = Field(None, description="What had been expected.")
    emotion: Emotion | None = Field(None, description="How the contact felt, in a word.")
    cutoff: str | None = Field(
        None,
        description="Last day (or moment) that counts; default: the last stamp. Later contacts are excluded.",
    )


class TouchpointRating(Part):
    """Satisfaction with a touchpoint that was asked in the survey; it forms no personas."""

    column: str = Field(description="Column with the rating.")
    touchpoint: str = Field(description="Touchpoint of the map.")
    scale: Scale
    not_applicable: tuple[Scalar, ...] = Field(
        (), description="Values that mean: never met it. They are no rating and no missing answer."
    )
    missing: tuple[Scalar, ...] = Field((), description="Values that mean: no answer.")


class Links(Part):
    """Which respondent is which customer."""

    file: str = Field(
        description="CSV with one row per pair; the survey itself where it has the customer's id."
    )
    csv: CsvOptions = Field(CsvOptions(), description="How the file is written.")
    respondent: str = Field(description="Column with the respondent's id.")
    customer: str = Field(description="Column with the customer's id.")
