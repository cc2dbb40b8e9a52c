"""personas.yaml in a run: read before anything is computed, written when the run is in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from personagen.contracts import PersonaModel, Recalled, Roster, RosterEntry, Sketches
from personagen.language import Words, words_in
from personagen.runs import (
    RosterFile,
    add_to_roster,
    draft_roster,
    place_new,
    read_roster,
    replace_unchanged,
)
from personagen.study import StudyFile
from pipelines.gathering import Found

NAME = "personas.yaml"


def find_roster(study_file: StudyFile) -> RosterFile | None:
    """Return the names and words that the study names a file for; None where there is none yet.

    Raises
    ------
    StudyError
        If something in the file is wrong.
    """
    study = study_file.study
    if study.personas is None:
        return None
    is_given = study.segmentation.given is not None
    return read_roster(study_file.place("personas", study.personas), is_given=is_given)


def draft_names(
    study_file: StudyFile, found: Found, published: Mapping[str, pd.DataFrame] | None = None
) -> str:
    """Return a personas.yaml of what a run found; ``published`` for the opportunities."""
    study = study_file.study
    news, words = _news(Roster(), found.sketches), words_in(study.language)
    return draft_roster(news, study.study, words, _questions(published))


def rename(model: PersonaModel, recalled: Recalled) -> PersonaModel:
    """Return kept personas with the keys and names that the roster has for them."""
    personas = [
        replace(
            each,
            key=recalled.keys.get(each.persona, each.key),
            name=recalled.names.get(each.persona, each.name),
        )
        for each in model.personas
    ]
    return replace(model, personas=tuple(personas))


def keep_roster(
    study_file: StudyFile,
    file: RosterFile | None,
    found: Found,
    run: Path,
    published: Mapping[str, pd.DataFrame] | None = None,
) -> Iterator[str]:
    """Draft personas.yaml, or add new personas and opportunities to it; yield what was done and what became of the rest.

    A file that can't be written is told of, and is no failure: the run is in place.
    """
    study, words = study_file.study, words_in(study_file.study.language)
    if study.personas is None:
        yield (
            f"To name the personas yourself: copy {run / NAME} beside the study file, "
            f"and add `personas: {NAME}` to the study."
        )
        return
    path = study_file.place("personas", study.personas)
    questions = _questions(published)
    if file is not None:
        yield from _tell(file.roster, found)
        yield from _tell_gone(file.roster, questions)
    try:
        yield from (
            _draft(path, draft_names(study_file, found, published))
            if file is None
            else _add(file, found, questions, words)
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield f"Warning: {path} can't be written ({reason}), so it does not hold what is new."


def _questions(published: Mapping[str, pd.DataFrame] | None) -> dict[str, str]:
    """Return by key the question of each opportunity, by rank."""
    table = (published or {}).get("opportunities")
    return {} if table is None else dict(zip(table["opportunity"], table["sentence"], strict=True))


def _draft(path: Path, text: str) -> Iterator[str]:
    if place_new(path, text):
        yield f"Wrote {path}: give the personas names and words of your own in it; the next run takes them."
    else:
        yield f"Warning: {path} appeared during the run; the next run reads it."


def _add(file: RosterFile, found: Found, questions: Mapping[str, str], words: Words) -> Iterator[str]:
    news = _news(file.roster, found.sketches)
    fresh = {key: text for key, text in questions.items() if key not in file.roster.opportunities}
    if not (news.entries or news.sketches or fresh):
        return
    content = add_to_roster(file, news, words, fresh)
    names = _told([entry.name for entry in news.entries], fresh)
    if content is None:
        yield f"Warning: {file.path} is laid out so that nothing can be added to it; it lacks {names}."
    elif replace_unchanged(file.path, file.content, content):
        yield f"Added to {file.path}: {names}."
    else:
        yield f"Warning: {file.path} was changed during the run, so nothing was added to it; the next run does."


def _news(roster: Roster, sketches: Sketches | None) -> Roster:
    """Return what a roster lacks of the personas that a run found and that may be written down."""
    if sketches is None:
        return Roster()
    portraits, known = sketches.portraits, {entry.key for entry in roster.entries}
    entries = [RosterEntry(key, portraits.names[key]) for key in portraits.personas if key not in known]
    fresh = [key for key in portraits.personas if key not in roster.sketched]
    return Roster(tuple(entries), (_only(sketches, fresh),) if fresh else ())


def _only(sketches: Sketches, keys: Sequence[str]) -> Sketches:
    portraits = sketches.portraits
    return replace(
        sketches,
        portraits=replace(
            portraits,
            centroids=portraits.centroids.loc[list(keys)],
            shares=portraits.shares[list(keys)],
            keys={key: key for key in keys},
            names={key: portraits.names[key] for key in keys},
        ),
    )


def _tell(roster: Roster, found: Found) -> Iterator[str]:
    """Yield what became of the personas of the roster that aren't the same any more."""
    old = {entry.key: entry.name for entry in roster.entries}
    table = found.tables["personas"]
    new = dict(zip(table["persona"], table["name"], strict=True))
    lineage, told = found.recalled.lineage, set(found.recalled.keys.values())
    for key, rows in lineage[lineage["status"] == "split"].groupby("old", sort=False):
        if key in old and key not in told:
            told.add(str(key))
            yield f"{_quoted(old[str(key)])} has split into {_listed(_known(rows['new'], new))}."
    for persona, rows in lineage[lineage["status"] == "merged"].groupby("new", sort=False):
        told |= set(rows["old"])
        merged = _listed(_known(rows["old"], old))
        yield f"{merged} have become one: {_quoted(new.get(str(persona), str(persona)))}."
    lost = [name for key, name in old.items() if key not in told]
    if lost:
        yield f"Not found in this run, and kept in the file: {_listed(lost)}."


def _told(names: Sequence[str], opportunities: Mapping[str, str]) -> str:
    """Return the personas by name and the opportunities by number."""
    n = len(opportunities)
    parts = [_listed(names)] if names or not n else []
    return " and ".join([*parts, *([f"{n} opportunit{'y' if n == 1 else 'ies'}"] if n else [])])


def _tell_gone(roster: Roster, questions: Mapping[str, str]) -> Iterator[str]:
    """Yield the opportunities of the roster that a run didn't find any more."""
    gone = [key for key in roster.opportunities if key not in questions]
    if gone:
        yield f"Opportunities that this run doesn't find any more, and that stay in the file: {', '.join(gone)}."


def _known(keys: pd.Series, names: dict[str, str]) -> list[str]:
    return [names[key] for key in keys if key in names]


def _listed(names: Sequence[str]) -> str:
    *most, last = [_quoted(name) for name in names] or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last


def _quoted(name: str) -> str:
    return f'"{name}"'
