"""Rules for answers in words: lists of levels, categories, remarks and free text."""

from __future__ import annotations

from rapidfuzz import fuzz

from personagen.privacy import looks_like_names
from personagen.study.drafting.columns import Column
from personagen.study.drafting.guesses import Guess
from personagen.study.drafting.wordlists import names

_CLOSE, _RARE = 85, 0.02
_MOST_LEVELS, _LEVEL_LENGTH, _TEXT_SHARE, _MOST_LISTED = 40, 80, 0.2, 15
_MULTI_SHARE, _MOST_LISTS = 0.2, 5000
_SHORT_WORD, _FEW_WORDS, _FEW_ANSWERS, _FEW_REMARKS = 4, 3, 3, 5
_SENTENCE = 5
_GROUPS = ("nominal", "demographic")
_NOT_PEOPLE = (*_GROUPS, "behavioural", "touchpoint", "channel")


def tell_several(column: Column) -> Guess | None:
    """Recognise answers that list several levels of few, such as "Smartphone, Tablet"."""
    if len(column.answers) > _MOST_LISTS:
        return None
    for separator in (";", "|", ", ", ",", " / "):
        parts = [part.strip() for cell in column.answers for part in cell.strip(separator).split(separator)]
        listed = sum(n for cell, n in column.answers.items() if separator in cell.strip(separator))
        levels = sorted({part for part in parts if part})
        alone = sum(level in column.answers for level in levels)
        enough = listed >= _MULTI_SHARE * column.n_answers and len(column.answers) > len(levels)
        if enough and alone >= len(levels) / 2 and 1 < len(levels) <= _MOST_LEVELS:
            return Guess("multi", keys={"separator": separator, "levels": levels})
    return None


def tell_names(column: Column) -> Guess | None:
    """Recognise names of people by how they are written, unless they are few or the column is called after something else."""
    is_other = any(names(column.words, key) for key in _NOT_PEOPLE)
    if is_other or len(column.answers) <= _FEW_REMARKS or not looks_like_names(column.shown):
        return None
    return Guess(None, "names")


def tell_sentences(column: Column) -> Guess | None:
    """Recognise answers of whole sentences: a few are options to choose from, more are people's own words, also if they recur."""
    is_text = column.n_words > _SENTENCE and len(column.answers) > _FEW_REMARKS
    return Guess(None, "text") if is_text else None


def tell_nominal(column: Column) -> Guess | None:
    """Recognise few categories; a rare one that resembles a frequent one is taken for a slip.

    Many are groups only where the name of the column says so, as with towns.
    """
    n_levels, longest = len(column.answers), max(map(len, column.answers))
    if (
        n_levels > max(_MOST_LEVELS // 4, min(_MOST_LEVELS, _TEXT_SHARE * column.n_answers))
        or longest > 2 * _LEVEL_LENGTH
    ):
        return None
    if n_levels > _MOST_LISTED and not any(names(column.words, key) for key in _GROUPS):
        return Guess(None, "many")
    slips = {cell: near for cell in column.answers if (near := _misspelt(cell, column))}
    levels = sorted(cell for cell in column.answers if cell not in slips)
    keys = {"levels": levels} if n_levels <= _MOST_LISTED and not column.numbers else {}
    doubt = "; ".join(f'"{cell}" looks like a slip of "{near}"' for cell, near in sorted(slips.items()))
    return Guess("nominal", keys=keys, doubt=doubt)


def _misspelt(cell: str, column: Column) -> str:
    """Return the frequent answer that a rare one resembles, or an empty string."""
    n = column.answers[cell]
    frequent = [other for other, m in column.answers.items() if n <= _RARE * m and len(other) > _SHORT_WORD]
    near = [other for other in frequent if fuzz.ratio(cell.lower(), other.lower()) >= _CLOSE]
    return near[0] if near else ""


def tell_remarks(column: Column) -> Guess | None:
    """Recognise remarks of the few who made one, or a question that asks for them."""
    is_rare = column.n_answers < column.n_rows / 2 and column.n_words > _FEW_WORDS
    is_asked = names(column.words, "text") and not column.numbers and len(column.answers) > _FEW_ANSWERS
    return Guess(None, "text") if is_asked or (is_rare and len(column.answers) > _FEW_REMARKS) else None


def tell_text(column: Column) -> Guess:
    """Take what nothing else knows for an id where every row has one word of its own, else for text."""
    if column.is_unique and not any(" " in cell for cell in column.answers):
        return Guess(None, "id")
    return Guess(None, "text")
