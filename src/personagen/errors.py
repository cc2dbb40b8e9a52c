"""Errors that people can mend: what is wrong, where, and what to do.

Only the error types and their wording belong here; checking belongs to the stages. Everything that is not a
`PersonagenError` is a defect of this program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz, process


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is and how to mend it.

    Parameters
    ----------
    what
        What is wrong, with the value where the value may be shown (a number, a date, a declared level, a key or a
        column name; never free text of a respondent).
    mend
        What to do about it: an imperative sentence.
    file
        The file as the study names it.
    line
        1-based line in that file.
    where
        Key of the study file (``survey.weight``) or column of the data file.
    """

    what: str
    mend: str
    file: str | None = None
    line: int | None = None
    where: str | None = None

    def __str__(self) -> str:
        """Return ``file:line: where: what mend``, leaving out what is not known."""
        place = self.file or ""
        if self.file and self.line is not None:
            place = f"{self.file}:{self.line}"
        parts = [part for part in (place, self.where) if part]
        return ": ".join([*parts, f"{_sentence(self.what)} {_sentence(self.mend)}".strip()])


class PersonagenError(Exception):
    """Something that the person who runs the program can mend; ends with exit status 2."""

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StudyError(PersonagenError):
    """The study file or an argument is wrong."""


class DataError(PersonagenError):
    """A data file is wrong, or the data cannot carry what is asked."""


def did_you_mean(value: str, allowed: Iterable[str]) -> str:
    """Return ``Did you mean "x"?`` for the closest allowed word, or an empty string.

    Examples
    --------
    >>> did_you_mean("wieght", ["weight", "respondent"])
    'Did you mean "weight"?'
    >>> did_you_mean("id", ["ID", "weight"])
    'Did you mean "ID"?'
    >>> did_you_mean("zzz", ["weight"])
    ''
    """
    found = process.extract(value, list(allowed), processor=str.casefold, limit=None, score_cutoff=65)
    # a word that merely stands within the other scores high too: the one that is most alike as a whole is meant
    best = max(
        (word for word, *_ in found), key=partial(fuzz.ratio, value, processor=str.casefold), default=None
    )
    return "" if best is None else f'Did you mean "{best}"?'


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."
