"""How the counts of different tables hang together. Sums within one table stand with its cells (`Cell.within`)."""

from __future__ import annotations

from personagen.contracts.numbers.kinds import Sum, Within

RELATIONS: tuple[Sum | Within, ...] = (
    Sum("respondents", ("full", "partial")),
    Sum("partial", ("partial",), over="persona"),
    Sum("full", ("typed",), over="typed_as"),
    Sum("typed_right", ("typed",), over="persona", is_diagonal=True),
    Within("linked", "respondents"),
    Within("learned", "linked"),
    Within("answered", "respondents"),
    Within("said", "said", over="phase"),
    Within("doubted", "doubted", over="check", covers=True),
    *(
        Sum(what, (what,), over=axis)
        for what in ("contacts", "ratings")
        for axis in ("touchpoint", "channel")
    ),
    *(Sum(what, (what,), over="channel") for what in ("entered", "left")),
    *(Sum("met", (what,), over="touchpoint") for what in ("entered", "left")),
    *(
        Within(what, what, over=axis, covers=True)
        for what in ("met", "felt", "gap")
        for axis in ("touchpoint", "channel")
    ),
    # a journey of which all phases were asked about in one way is told as a whole by the scores
    Within("felt", "felt", over="phase", covers=True),
    Within("rated", "rated", over="touchpoint", covers=True),
    Sum("answers", ("answers",), over="touchpoint"),
    *(Within("scored", "scored", over=axis, covers=True) for axis in ("touchpoint", "phase")),
    Sum("felt", ("finished", "unfinished")),
    *(
        Within(part, whole)
        for part, whole in (
            ("met", "contacts"),
            ("felt", "met"),
            ("felt", "ratings"),
            ("gap", "felt"),
            ("top", "felt"),
            ("rated", "respondents"),
            ("rated", "answers"),
            ("heard", "interviewed"),
            ("heard", "fragments"),
            ("scored", "felt"),
            ("top_scored", "scored"),
            ("entered", "met"),
            ("left", "met"),
            ("closed", "met"),
            ("both", "met"),
            ("moved", "moves"),
        )
    ),
    Sum("met", ("followed", "later_before")),
    Sum("stays", ("moves",), over="to_phase", onto=("from_phase", "phase")),
    Sum("stays", ("moves",), over="from_phase", onto=("to_phase", "phase")),
    Within("moves", "moved", is_of_ends=True),
    Within("moved", "met", onto=("from_phase", "phase")),
    Within("moved", "met", onto=("to_phase", "phase")),
)
