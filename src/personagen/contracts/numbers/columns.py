"""Which columns of the published tables count people, and what each counts. A number in two tables is the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from personagen.contracts.numbers.kinds import ALL, PLACE, UNASSIGNED, WHOLE_PHASE, Number, Places

_MOMENT: Places = ("persona", "phase", "touchpoint", f"={ALL}")
_SCORED: Places = (
    "persona",
    "phase",
    "touchpoint",
    lambda table: table["kind"].str.removesuffix("_top2"),
    "scale",
)
_SPOKEN = ("codes", "needs", "need_changes")


def _where(column: str, *words: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda table: table[column].isin(words)


def _before(table: pd.DataFrame) -> pd.Series:
    """Return the phase before, blank for the first."""
    return table.groupby(["persona", "mode"], sort=False)["phase"].shift(1)


def _check(table: pd.DataFrame) -> pd.Series:
    return table["check"].replace("any", ALL)


def _first_open(table: pd.DataFrame) -> pd.Series:
    return _before(table).isna() & (table["mode"] == "open")


def _base(table: str, column: str = "n_persona") -> tuple[Number, Number]:
    """Return what the base of the journey counts: linked customers, or those of the log who have no persona."""
    is_outside = _where("persona", UNASSIGNED)
    return Number(table, column, "seen", ("persona",), is_outside), Number(
        table, column, "linked", ("persona",)
    )


def _funnel() -> Iterator[Number]:
    yield Number("funnel", "n", "met", WHOLE_PHASE, _where("mode", "open"))
    yield Number("funnel", "n", "closed", ("persona", "phase"))
    later: Places = ("persona", _before, f"={ALL}", f"={ALL}")
    yield Number("funnel", "n_before", "met", later, lambda t: _before(t).notna() & (t["mode"] == "open"))
    yield Number("funnel", "n_before", "closed", ("persona", _before), lambda t: _before(t).notna())
    yield from _base("funnel", "n_before")
    yield Number("funnel", "n_both", "met", WHOLE_PHASE, _first_open)
    yield Number("funnel", "n_both", "closed", ("persona", "phase"), _where("mode", "closed"))
    yield Number("funnel", "n_both", "both", ("persona", "phase"))


def _felt(table: str, at: Places) -> Iterator[Number]:
    """Return what the numbers of people and ratings behind a valence count: in the logs, the survey or the interviews."""
    for n, logged, rated, heard in (
        ("n_valence", "felt", "rated", "heard"),
        ("n_ratings", "ratings", "answers", "fragments"),
    ):
        yield Number(table, n, rated, at[:3], _where("valence_source", "survey"))
        yield Number(table, n, heard, at[:2], _where("valence_source", "interviews"))
        yield Number(table, n, logged, at)


def _is_all_felt(table: pd.DataFrame) -> pd.Series:
    """Return which scores are of everybody with a valence: no other rating nor a word counts there."""
    kind = table["kind"].str.removesuffix("_top2")
    n_scales = table.assign(_kind=kind).groupby("_kind")["scale"].transform("nunique")
    return (kind == table["valence_source"]) & (n_scales == 1)


def _next_step(table: pd.DataFrame) -> pd.Series:
    return table["step"] + 1


def _begin(table: pd.DataFrame) -> pd.Series:
    return table["step"].map(lambda step: "START" if step == 1 else f"step {step}")


def _end(table: pd.DataFrame) -> pd.Series:
    return table["to_touchpoint"].map(lambda touchpoint: "END" if touchpoint == "left" else "")


_WAY: Places = (
    "persona", "step", _next_step, "from_touchpoint", "to_touchpoint", "from_phase", _begin, _end,
)  # fmt: skip
# the first that fits a row holds
NUMBERS: tuple[Number, ...] = (
    Number("personas", "n", "respondents", ("persona",)),
    Number("personas", "n_partial", "partial", ("persona",)),
    Number("coverage", "n_respondents", "respondents", ("persona",)),
    Number("coverage", "n_linked", "linked", ("persona",)),
    Number("coverage", "n_customers", "seen", ("persona",)),
    Number("coverage", "n_bots", "bots", ("persona",)),
    Number("extension", "n_linked", "learned", ("persona",)),
    Number("quality", "n", "partial", (f"={ALL}",), _where("check", "partial")),
    Number("quality", "n", "doubted", (_check,), _where("kind", "answering")),
    Number("profile", "base_n", "answered", ("persona", "variable")),
    Number("profile", "n", "answered", ("persona", "variable"), _where("type", "number", "count", "likert")),
    Number("profile", "n", "chose", ("persona", "variable", "level")),
    Number("typing_confusion", "n", "typed", ("persona", "typed_as")),
    *(Number(table, "n_interviewed", "interviewed", ("persona",)) for table in _SPOKEN),
    Number("codes", "n_mentioned", "said", ("persona", "phase", "code")),
    Number("needs", "n", "said", ("persona", "phase", "need")),
    *(number for table in ("journey", "touchpoints", "funnel") for number in _base(table)),
    Number("journey", "n_customers", "met", WHOLE_PHASE),
    Number("journey", "n_contacts", "contacts", WHOLE_PHASE),
    *_felt("journey", ("persona", "phase", f"={ALL}", f"={ALL}")),
    Number("journey", "n_gap", "gap", WHOLE_PHASE),
    Number("journey", "n_going_on", "followed", ("persona", "phase")),
    Number("journey", "n_later_before", "later_before", ("persona", "phase")),
    Number("journey", "n_skipped", "skipped", ("persona", "phase")),
    Number("journey", "n_friction", "hindered", WHOLE_PHASE),
    Number("time_to_phase", "n", "followed", ("persona", "phase")),
    Number("time_to_phase", "at_risk", "at_risk", ("persona", "phase", "days")),
    Number("touchpoints", "n_customers", "met", PLACE),
    Number("touchpoints", "n_repeat", "repeated", PLACE),
    Number("touchpoints", "n_displeased", "displeased", PLACE),
    Number("touchpoints", "n_left", "gave_up", PLACE),
    Number("touchpoints", "n_friction", "hindered", PLACE),
    Number("touchpoints", "n_contacts", "contacts", PLACE),
    *_felt("touchpoints", PLACE),
    Number("touchpoints", "n_gap", "gap", PLACE),
    Number("touchpoints", "n_top_emotion", "top", PLACE),
    Number("touchpoints", "n_visitors", "met", WHOLE_PHASE),
    Number("touchpoints", "n_entry", "entered", PLACE),
    Number("touchpoints", "n_exit", "left", PLACE),
    Number("moments", "n", "gap", _MOMENT, _where("kind", "magic", "misery")),
    Number("moments", "n", "rated", _MOMENT[:3], _where("valence_source", "survey")),
    Number("moments", "n", "heard", _MOMENT[:2], _where("valence_source", "interviews")),
    Number("moments", "n", "felt", _MOMENT, _where("kind", "peak", "pain")),
    Number("moments", "n", "met", _MOMENT),
    Number("scores", "n", "felt", ("persona", "phase", "touchpoint", f"={ALL}"), _is_all_felt),
    Number("scores", "n", "scored", _SCORED),
    Number("experience", "n", "finished", ("persona",)),
    Number("experience", "n_open", "unfinished", ("persona",)),
    Number("experience", "n_valence", "felt", ("persona", f"={ALL}", f"={ALL}", f"={ALL}")),
    Number("differences", "n", "rated", ("persona", "phase", f"={ALL}"), _where("valence_source", "survey")),
    Number("differences", "n", "heard", ("persona", "phase"), _where("valence_source", "interviews")),
    Number("differences", "n", "felt", WHOLE_PHASE, _where("metric", "valence")),
    Number("differences", "n", "gap", WHOLE_PHASE, _where("metric", "gap")),
    Number("differences", "n", "followed", ("persona", "phase"), _where("metric", "drop_off")),
    Number("differences", "n", "met", WHOLE_PHASE),
    Number("drivers", "n", "weighed", ("persona", "phase")),
    Number("representative", "n", "shared", ("persona",)),
    Number("representative", "n_customers", "travelled", ("persona",)),
    *_funnel(),
    Number("transitions", "n_customers", "moved", ("persona", "from_phase", "to_phase")),
    Number("transitions", "n", "moves", ("persona", "from_phase", "to_phase")),
    Number("flows", "n", "ways", _WAY),
)

COUNTED = frozenset(number.counts for number in NUMBERS)
