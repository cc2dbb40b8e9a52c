"""Tables that people write by hand: codebook, touchpoint map, emotion words.

They say how the rest is read, so a fault in them stops the run: quarantine is for data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import pandas as pd

from personagen.contracts import Contract, TextTable
from personagen.contracts.people import CODEBOOK, TOUCHPOINT_MAP
from personagen.contracts.published import KINDS
from personagen.errors import DataError, Problem, did_you_mean
from personagen.ingest.accounting import Account, close_source
from personagen.ingest.codes import says_yes
from personagen.ingest.numbers import Marks, parse_number
from personagen.ingest.phases import phase_words
from personagen.ingest.source import Fault, Source, open_source
from personagen.study.file import StudyFile
from personagen.study.variables import Theme


def read_codebook(study_file: StudyFile, text: TextTable) -> tuple[pd.DataFrame, Account]:
    """Read the codebook: code, theme and perhaps kind, label, phase.

    A need without a kind counts as functional, and is told.

    Raises
    ------
    DataError
        If a theme, kind or phase is unknown, or a code stands twice.
    """
    key = "interviews.codebook"
    source = _open(study_file, text, key, ("code", "theme"), ("kind", "label", "phase"))
    themes = {theme: theme for theme in get_args(Theme)}
    words = phase_words(study_file.study)
    fates, problems = _once(source, "code")
    table = source.frame[fates == "used"]
    problems += _unknown(source, table["theme"], {**themes, **_spaced(themes)}, needed=True)
    problems += _unknown(source, table["kind"], dict.fromkeys(KINDS, ""))
    problems += _unknown(source, table["phase"], words)
    _refuse(problems)
    table = table.assign(
        theme=_translate(table["theme"], {**themes, **_spaced(themes)}),
        kind=table["kind"].str.casefold(),
        label=table["label"].where(table["label"] != "", table["code"]),
        phase=_translate(table["phase"], words),
    )
    lacking = table.index[(table["theme"] == "need") & (table["kind"] == "")]
    reason = "the kind of this need is empty: it counts as functional"
    mend = "Write functional or emotional."
    faults = [Fault(int(p), "kind", "need_without_kind", reason, mend, is_quarantined=False) for p in lacking]
    table.loc[lacking, "kind"] = "functional"
    return _finish(CODEBOOK, table, "code"), close_source(source, fates, faults)


def read_touchpoint_map(study_file: StudyFile, text: TextTable) -> tuple[pd.DataFrame, Account]:
    """Read the touchpoint map: touchpoint, phase and perhaps label, action, moment_of_truth, owner.

    Raises
    ------
    DataError
        If a phase is unknown, a touchpoint stands twice, or nothing is mapped.
    """
    optional = ("label", "action", "moment_of_truth", "owner")
    source = _open(study_file, text, "touchpoint_map", ("touchpoint", "phase"), optional)
    words = phase_words(study_file.study)
    fates, problems = _once(source, "touchpoint")
    table = source.frame[fates == "used"]
    problems += _unknown(source, table["phase"], words, needed=True)
    truths = table["moment_of_truth"]
    told = {cell: says_yes(cell) if cell else False for cell in truths.unique()}
    problems += [
        source.problem(int(p), "moment_of_truth", "the cell is neither yes nor no", "Write yes or no.")
        for p in truths.index[truths.map({cell: said is None for cell, said in told.items()}).astype(bool)]
    ]
    _refuse(problems)
    table = table.assign(
        phase=_translate(table["phase"], words),
        label=table["label"].where(table["label"] != "", table["touchpoint"]),
        moment_of_truth=truths.map(told).astype(bool),
    )
    return _finish(TOUCHPOINT_MAP, table, "touchpoint"), close_source(source, fates, [])


def read_emotions(study_file: StudyFile, text: TextTable) -> tuple[dict[str, float], Account]:
    """Read the emotion words: word, valence from -1 to 1.

    Raises
    ------
    DataError
        If a valence is no number within -1 to 1, or a word stands twice.
    """
    position = next(
        i for i, log in enumerate(study_file.study.touchpoints) if log.emotion and log.emotion.words
    )
    source = _open(study_file, text, f"touchpoints.{position}.emotion.words", ("word", "valence"), ())
    fates, problems = _once(source, "word")
    table = source.frame[fates == "used"].sort_values("word")
    valences = {}
    for at, word, cell in zip(table.index, table["word"], table["valence"], strict=True):
        number = parse_number(cell, Marks("," if "," in cell else "."))
        if number is None or not -1 <= number <= 1:
            problems.append(
                source.problem(int(at), "valence", "the valence is no number from -1 to 1", "Mend it.")
            )
        else:
            valences[str(word)] = number
    _refuse(problems)
    return {word.strip().lower(): valence for word, valence in valences.items()}, close_source(
        source, fates, []
    )


def _open(
    study_file: StudyFile, text: TextTable, key: str, needed: Sequence[str], optional: Sequence[str]
) -> Source:
    have = [str(column) for column in text.frame.columns]
    lacking = [column for column in needed if column not in have]
    if lacking:
        files = ", ".join(dict.fromkeys(text.files)) or text.name
        raise DataError(
            [
                study_file.problem(
                    key,
                    f'{files} has no column "{column}"',
                    did_you_mean(column, have) or f"Its header must name {', '.join(needed)}.",
                )
                for column in lacking
            ]
        )
    named = {f"{key}:{column}": column for column in [*needed, *optional] if column in have}
    source = open_source(study_file, text, named)
    missing = [column for column in optional if column not in have]
    frame = source.frame.assign(**dict.fromkeys(missing, "")).astype("str")
    whole = TextTable(
        text.name, frame, source.text.files, source.text.lines, source.text.faulty, source.text.dialect
    )
    return Source(study_file, whole, source.is_repeat)


def _once(source: Source, key: str) -> tuple[pd.Series, list[Problem]]:
    cells = source.frame[key]
    problems = [
        source.problem(int(p), key, f"the {key} is empty", "Fill it in.") for p in cells.index[cells == ""]
    ]
    fates = pd.Series("used", index=cells.index, dtype="str")
    repeats = source.frame.duplicated() & (cells != "")
    fates = fates.mask(repeats, "duplicate")
    again = cells[~repeats & (cells != "")]
    problems += [
        source.problem(
            int(p), key, f"this {key} already stands above, with other words", "Keep one row of it."
        )
        for p in again.index[again.duplicated()]
    ]
    return fates, problems


def _unknown(
    source: Source, cells: pd.Series, words: Mapping[str, str], *, needed: bool = False
) -> list[Problem]:
    column = str(cells.name)
    allowed = sorted(set(words.values()) - {""}) or sorted(words)
    wrong = ~cells.str.casefold().isin(words) & ((cells != "") | needed)
    return [
        source.problem(
            position,
            column,
            f"this {column} is empty" if not cell else f"this {column} is unknown",
            f"{did_you_mean(cell.casefold(), words)} Allowed: {', '.join(allowed)}.".strip(),
        )
        for position, cell in zip(cells.index[wrong].tolist(), cells[wrong], strict=True)
    ]


def _spaced(words: Iterable[str]) -> dict[str, str]:
    return {word.replace("_", mark): word for word in words for mark in " -"}


def _translate(cells: pd.Series, words: Mapping[str, str]) -> pd.Series:
    return cells.map({cell: words.get(cell.casefold(), "") for cell in cells.unique()}).astype("str")


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.line or 0))


def _finish(contract: Contract, table: pd.DataFrame, key: str) -> pd.DataFrame:
    blank = table.replace("", None)
    return contract.conform(blank.sort_values(key, ignore_index=True))
