"""The part of personas.yaml with what people made of opportunities: a status, an owner and a note by key.

Which opportunities there are is found in `journeys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from personagen.contracts.opportunities import OPPORTUNITY_STATUSES
from personagen.contracts.roster import FollowUp
from personagen.errors import Problem, did_you_mean
from personagen.language import Words
from personagen.study.drafting.writing import write_comment, write_flow, write_scalar
from personagen.study.tree import Plain, Tree

OPPORTUNITIES = "opportunities"
_KEYS = ("status", "owner", "note")
_EXAMPLE = (
    "Write it as `status: planned` under the key, and `owner:` or `note:` with your own words in quotes."
)


def read_followed(tree: Tree, file: str) -> tuple[dict[str, FollowUp], list[Problem]]:
    """Return by key what people wrote of opportunities, and what is wrong with it.

    Parameters
    ----------
    tree
        The whole file.
    file
        Its name, for messages.
    """
    data = tree.data.get(OPPORTUNITIES) if isinstance(tree.data, dict) else None
    if data is None:
        return {}, []
    if not isinstance(data, dict):
        return {}, [_problem(tree, file, OPPORTUNITIES, "this is no list of opportunities by key", _EXAMPLE)]
    problems = [
        _problem(tree, file, where, what, mend)
        for key, item in data.items()
        for where, what, mend in _check(f"{OPPORTUNITIES}.{key}", item)
    ]
    return ({} if problems else {str(key): _read(item) for key, item in data.items()}), problems


def _problem(tree: Tree, file: str, where: str, what: str, mend: str) -> Problem:
    line = tree.lines.get(where) or tree.lines.get(where.rpartition(".")[0])
    return Problem(what, mend, file, line, where)


def _check(where: str, item: Plain) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with one opportunity: where, what, and how to mend it."""
    if item is None:
        return
    if not isinstance(item, dict):
        yield where, "this says nothing of an opportunity", _EXAMPLE
        return
    for key, value in item.items():
        place = f"{where}.{key}"
        if key not in _KEYS:
            mend = f"{did_you_mean(key, _KEYS)} Allowed here: {', '.join(_KEYS)}."
            yield place, f'there is no key "{key}" here', mend.strip()
        elif not isinstance(value, str | None):
            yield place, f"the {key} is no text", "Put it in quotes."
        elif key == "status" and value is not None and value not in OPPORTUNITY_STATUSES:
            near = did_you_mean(value, OPPORTUNITY_STATUSES)
            mend = f"{near} Allowed here: {', '.join(OPPORTUNITY_STATUSES)}."
            yield place, f'there is no status "{value}"', mend.strip()


def _read(item: Plain) -> FollowUp:
    found: Mapping[str, Plain] = item if isinstance(item, dict) else {}
    status, owner, note = (str(found.get(key) or "").strip() or None for key in _KEYS)
    return FollowUp(status or OPPORTUNITY_STATUSES[0], owner, note)


def write_followed(questions: Mapping[str, str], indent: int = 2) -> list[str]:
    """Return the lines of opportunities that nobody has written of yet, each under the question that it asks.

    Parameters
    ----------
    questions
        By key the question.
    indent
        Place of the keys.
    """
    lead = " " * indent
    return [
        line
        for key, question in questions.items()
        for line in (
            *write_comment(question, indent),
            f"{lead}{write_scalar(key)}:",
            f"{lead}  status: {OPPORTUNITY_STATUSES[0]}",
            f"{lead}  owner:",
            f"{lead}  note:",
        )
    ]


def flow_followed(questions: Mapping[str, str]) -> str:
    """Return the same on one line, for a part that stands on one."""
    blank = dict(zip(_KEYS, (OPPORTUNITY_STATUSES[0], None, None), strict=True))
    return write_flow(dict.fromkeys(questions, blank))[1:-1]


def followed_part(questions: Mapping[str, str], words: Words) -> list[str]:
    """Return the lines of the whole part; none without opportunities."""
    if not questions:
        return []
    comment = words.say("roster.opportunities", statuses=", ".join(OPPORTUNITY_STATUSES))
    return ["", *write_comment(comment), f"{OPPORTUNITIES}:", *write_followed(questions)]
