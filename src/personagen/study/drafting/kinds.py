"""What each file is: survey, interviews, codebook, analytics, a touchpoint log, a map, links or emotion words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from personagen.study.drafting.columns import Column
from personagen.study.drafting.export import Export
from personagen.study.drafting.scales import find_scale
from personagen.study.drafting.wordlists import names

Kind = Literal[
    "survey",
    "interviews",
    "codebook",
    "analytics",
    "touchpoints",
    "touchpoint_map",
    "links",
    "emotions",
    "other",
]

_MOST_OF_A_PAIR, _ONE_ROW_EACH = 4, 0.9
_SEVERAL_ROWS, _SEVERAL_ROWS_AT_FIRST = 0.85, 0.98
_FEWEST_IDS = 10


def tell_kinds(exports: Sequence[Export]) -> list[Kind]:
    """Return what each export is; one of those that describe people is the survey.

    The survey is the export with most marks of one: a respondent's id, times, weights, scales and
    answers in words.
    """
    kinds = [_kind_of(export) for export in exports]
    people = [i for i, kind in enumerate(kinds) if kind == "survey"]
    if people:
        best = max(people, key=lambda i: (_survey_score(exports[i]), -i))
        for i in people:
            kinds[i] = "survey" if i == best else "analytics"
    return kinds


def _kind_of(export: Export) -> Kind:
    kind = next(kind for kind, fits in _KINDS if fits(export))
    return "other" if export.is_parquet and kind != "touchpoints" else kind


def find_person(export: Export, *keys: str) -> str | None:
    """Return the column that says who a row is about: by the lists of words, else the only column with ids."""
    named = [
        c.name
        for key in keys
        for c in export.columns.values()
        if names(c.words, key) and _could_be_id(c, export)
    ]
    if named:
        return named[0]
    ids = [c.name for c in export.columns.values() if export.guesses[c.name].left_out == "id"]
    return ids[0] if ids else None


def is_one_row_each(export: Export, column: str) -> bool:
    """Tell whether (nearly) every row is about somebody else."""
    found = export.columns[column]
    return len(found.answers) >= _ONE_ROW_EACH * found.n_answers


def _could_be_id(column: Column, export: Export) -> bool:
    few = len(column.answers) < min(_FEWEST_IDS, len(export.table.frame) / 2)
    return not (
        column.is_date or few or export.guesses[column.name].type in ("likert", "ordinal", "yes_no", "multi")
    )


def _is_codebook(export: Export) -> bool:
    code = export.find("code")
    theme = export.find("theme")
    return bool(code and theme and code != theme and export.columns[code].is_unique and not export.stamp)


def _is_emotions(export: Export) -> bool:
    word, valence = export.find("word"), export.find("valence")
    return len(export.columns) <= _MOST_OF_A_PAIR and bool(word and valence and word != valence)


def _is_links(export: Export) -> bool:
    respondent, customer = export.find("respondent"), export.find("customer")
    return len(export.columns) <= _MOST_OF_A_PAIR and bool(respondent and customer and respondent != customer)


def _is_map(export: Export) -> bool:
    touchpoint, phase = export.find("touchpoint"), export.find("phase")
    return bool(touchpoint and phase and export.columns[touchpoint].is_unique and not export.stamp)


def _is_interviews(export: Export) -> bool:
    code = export.find("code")
    quote = export.find("quote", but=[code or ""])
    return bool(
        code and quote and not export.columns[code].is_unique and not find_scale(export.columns[code])
    )


def _is_log(export: Export) -> bool:
    """Tell whether people have several rows with a time; few have in the first rows of a large log."""
    person = find_person(export, "customer")
    if person is None or export.stamp is None:
        return False
    column = export.columns[person]
    limit = _SEVERAL_ROWS if export.table.is_whole else _SEVERAL_ROWS_AT_FIRST
    return len(column.answers) < limit * column.n_answers


def _is_other(export: Export) -> bool:
    """Tell whether a file is about something else than people: several rows of ids, or none at all."""
    ids = [c for c in export.columns.values() if export.guesses[c.name].left_out == "id"]
    if len(ids) == len(export.columns):
        return True
    person = find_person(export, "respondent", "customer")
    is_about_people = person is None or is_one_row_each(export, person)
    return not is_about_people or (person is not None and _is_about_things(export, person))


def _is_about_things(export: Export, person: str) -> bool:
    """Tell whether the ids are those of campaigns, products and the like: few rows and only dates or types beside."""
    words = export.columns[person].words
    is_person = names(words, "respondent") or names(words, "customer")
    return not is_person and words != "id" and len(export.columns) <= _MOST_OF_A_PAIR


_KINDS: tuple[tuple[Kind, Callable[[Export], bool]], ...] = (
    ("emotions", _is_emotions),
    ("links", _is_links),
    ("touchpoint_map", _is_map),
    ("codebook", _is_codebook),
    ("interviews", _is_interviews),
    ("touchpoints", _is_log),
    ("other", _is_other),
    ("survey", lambda export: True),  # noqa: ARG005
)


def _survey_score(export: Export) -> float:
    columns = export.columns.values()
    marks = sum(
        any(names(column.words, key) for column in columns)
        for key in ("respondent", "weight", "duration", "submitted", "status")
    )
    asked = sum(found.type in ("likert", "ordinal", "nominal", "multi") for found in export.guesses.values())
    return marks - bool(export.find("customer")) + asked / len(export.columns)
