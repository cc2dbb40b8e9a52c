"""Whether a study still fits the personas of an earlier run: what changed is refused or told before anything is read.

Encoding answers as the earlier run did belongs to `keeping`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from personagen.contracts import PersonaModel
from personagen.contracts.model import ModelVariable
from personagen.errors import Problem, StudyError, did_you_mean
from personagen.study import Study, Variable

_ANEW = "or form the personas anew (`personagen run` does, unless told to keep them)"
_SAME = ("type", "scale", "levels", "reverse")
_log = logging.getLogger(__name__)


def refuse_changes(study: Study, model: PersonaModel) -> None:
    """Refuse a study whose variables no longer mean what the personas were formed on.

    Parameters
    ----------
    study
        Its variables may be more than those of the model; those only describe the personas, and a warning says so. So
        does one where ``segmentation`` asks for another encoding than that of the model, which is the one used.

    Raises
    ------
    StudyError
        Naming each variable of the model that is absent, a descriptor now, or of another type, scale, direction, levels
        or coding.
    """
    now = {name: (f"variables.{block}.{name}", variable) for block, name, variable in study.each_variable()}
    problems = [problem for each in model.variables for problem in _changes(each, now)]
    if problems:
        raise StudyError(problems)
    _warn_of_settings(study, model)
    known = {each.name for each in model.variables}
    more = [
        name for _, name, variable in study.each_variable() if name not in known and _is_feature(variable)
    ]
    if more:
        _log.warning("the kept personas were formed without %s: only described by it", ", ".join(more))


def _warn_of_settings(study: Study, model: PersonaModel) -> None:
    """Name the settings of the encoding that have no effect, as kept personas have one already."""
    asked = study.segmentation
    blocks = sorted({each.block for each in model.variables})
    weights = {str(block): weight for block, weight in asked.weights.items()}
    now_and_then = {
        "scale": (asked.scale, model.scale),
        "row_centre": (asked.row_centre, model.row_centre),
        "weights": tuple(
            [found.get(block, 1.0) for block in blocks] for found in (weights, model.block_weights)
        ),
    }
    for key, (now, then) in now_and_then.items():
        if now != then:
            what = "the kept personas stay in the encoding that they were formed in"
            _log.warning("segmentation.%s has no effect: %s. Put it back, %s", key, what, _ANEW)


def _changes(each: ModelVariable, now: dict[str, tuple[str, Variable]]) -> Iterator[Problem]:
    then = Variable.model_validate(dict(each.declared), strict=False)
    key, variable = now.get(each.name, (f"variables.{each.block}.{each.name}", None))
    if variable is None:
        what = f'the kept personas were formed on "{each.name}", which the study has no longer'
        near = did_you_mean(each.name, list(now))
        yield Problem(what, f"{near} Put it back, {_ANEW}.".strip(), where=key)
        return
    if not _is_feature(variable):
        what = f'the kept personas were formed on "{each.name}", which is a descriptor now'
        yield Problem(what, f"Take role: descriptor off, {_ANEW}.", where=f"{key}.role")
    for name in _SAME:
        old, new = getattr(then, name), getattr(variable, name)
        if old != new:
            what = f"{name} is {_say(new)} now, but the kept personas were formed with {_say(old)}"
            yield Problem(what, f"Put it back, {_ANEW}.", where=f"{key}.{name}")
    if lost := _lost_choices(then, variable):
        what = f'the kept personas know {", ".join(lost)} of "{each.name}", which is no longer asked'
        yield Problem(what, f"Put it back, {_ANEW}.", where=f"{key}.columns")
    if dict(then.values) != {code: variable.values.get(code) for code in then.values}:
        what = f'the coding of "{each.name}" differs from that of the kept personas'
        yield Problem(what, f"Put its values back, {_ANEW}.", where=f"{key}.values")


def _lost_choices(then: Variable, now: Variable) -> list[str]:
    """Return the choices of a multi that had a column and have none: nobody could make them any more."""
    if then.columns is None or now.columns is None:
        return []
    still = set(now.columns.values())
    return [f'"{level}"' for level in then.columns.values() if level not in still]


def _say(value: object) -> str:
    if value is None:
        return "not given"
    return "[" + ", ".join(map(_say, value)) + "]" if isinstance(value, tuple) else f"{value}"


def _is_feature(variable: Variable) -> bool:
    return variable.role != "descriptor" and variable.type not in ("date", "text")
