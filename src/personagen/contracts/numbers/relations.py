"""How the counts of different tables hang together. Sums within one table stand with its cells (`Cell.within`)."""

from __future__ import annotations

from personagen.contracts.numbers.kinds import AnyOf, Sum, Within

RELATIONS: tuple[Sum | Within | AnyOf, ...] = (
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
    *(Sum(what, (what,), over="channel") for what in ("entered", "left", "gave_up")),
    *(Sum("met", (what,), over="touchpoint") for what in ("entered", "left")),
    *(
        Within(what, what, over=axis, covers=True)
        for what in ("met", "felt", "gap", "displeased")
        for axis in ("touchpoint", "channel")
    ),
    # a journey of which all phases were asked about in one way is told as a whole by the scores
    Within("felt", "felt", over="phase", covers=True),
    Within("rated", "rated", over="touchpoint", covers=True),
    Sum("answers", ("answers",), over="touchpoint"),
    *(Within("scored", "scored", over=axis, covers=True) for axis in ("touchpoint", "phase")),
    Sum("felt", ("finished", "unfinished")),
    *(Within(what, what, over="touchpoint", covers=True) for what in ("repeated", "hindered")),
    *(Within(what, what, over="channel") for what in ("repeated", "hindered")),
    AnyOf("hindered", ("repeated", "displeased", "gave_up")),
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
            ("entered", "met"),
            ("left", "met"),
            ("closed", "met"),
            ("both", "met"),
            ("moved", "moves"),
            ("repeated", "hindered"),
            ("displeased", "hindered"),
            ("gave_up", "hindered"),
            ("hindered", "met"),
            ("displeased", "felt"),
            ("gave_up", "left"),
            ("at_risk", "followed"),
            ("weighed", "felt"),
            ("travelled", "seen"),
            ("shared", "travelled"),
        )
    ),
    Sum("met", ("followed", "later_before")),
    Sum("at_risk", ("at_risk",), over="persona"),
    Sum("reached", ("ways",), over="to_touchpoint", onto=(("from_touchpoint", "touchpoint"),)),
    Sum(
        "reached",
        ("ways",),
        over="from_touchpoint",
        onto=(("to_touchpoint", "touchpoint"), ("next_step", "step")),
    ),
    Sum("stays", ("ways",), onto=(("begin", "phase"),)),
    Sum("moves", ("ways",), onto=(("begin", "from_phase"), ("from_phase", "to_phase")), is_most=True),
    Sum("moves", ("ways",), onto=(("end", "to_phase"),), is_most=True),
    Sum("stays", ("moves",), over="to_phase", onto=(("from_phase", "phase"),)),
    Sum("stays", ("moves",), over="from_phase", onto=(("to_phase", "phase"),)),
    Within("moves", "moved", is_of_ends=True),
    Within("moved", "met", onto=(("from_phase", "phase"),)),
    Within("moved", "met", onto=(("to_phase", "phase"),)),
)
