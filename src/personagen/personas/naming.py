"""Names and phrases made from markers. Names that people gave come from elsewhere and go before these."""

from __future__ import annotations

import math

import pandas as pd

from personagen.contracts import persona_order
from personagen.contracts.published import PROFILE
from personagen.language.numbers import GROUPED_FROM, amount, percent
from personagen.language.words import Words
from personagen.privacy import suppress
from personagen.statistics.apart import sets_apart
from personagen.study import Study

LONGEST = 40
HALF = 0.5
_JOINT = " · "
_LEVELLED = ("nominal", "ordinal", "multi", "yes_no")


def find_markers(profile: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return what sets personas apart and may be shown, the largest effects first.

    Which rows do is said by ``statistics.apart``; ``leads`` where no other persona differs more in that direction.

    Parameters
    ----------
    profile
        Contract ``profile`` with all its cells.
    study
        Says how small a cell may be.
    """
    shown = suppress(PROFILE, profile, study.privacy.minimum_cell)
    shown = shown[shown[["value", "overall", "effect_size"]].notna().all(axis=1)]
    up = shown["effect_size"] > 0
    most = shown.groupby([shown["variable"], shown["level"], up])["effect_size"].transform(
        lambda g: g.abs().max()
    )
    shown = shown.assign(strength=shown["effect_size"].abs(), leads=shown["effect_size"].abs() >= most)
    return shown[sets_apart(shown)].sort_values(
        ["strength", "variable", "level"], ascending=[False, True, True], ignore_index=True
    )


def name_personas(profile: pd.DataFrame, study: Study, words: Words) -> dict[str, str]:
    """Name every persona by what sets it apart, in at most 40 characters.

    The name is a psychographic marker, then (where it fits) a demographic or behavioural one: each the persona's
    strongest (``find_markers``) on which no other persona differs more in that direction, so that names differ and
    each is true of its persona first of all. A marker is said in the words of the study: the label of an item that is
    agreed with more, ``label: level`` for a level found more often, ``label around mean`` for a number,
    ``label: many``, ``few`` or ``none`` for a count. A name holds for its members: an answer gives one where at least
    half of the persona gave it. What is *less* so than usual gives a name, ``not label``, only where nothing sets the
    persona apart more and less than half of it say yes.

    Features give the names; descriptors where no feature does; markers on which another persona differs more where
    no other does. Without a psychographic one the other blocks give both parts; of what doesn't fit, the next
    strongest that fits is taken, else the strongest is cut. A persona with markers that give no name is a "mixed
    profile", one without any an "average profile". Names that would still be equal are numbered. Only cells that may
    be shown give names.

    Returns
    -------
    dict[str, str]
        Persona to name.
    """
    markers = find_markers(profile, study)
    names: dict[str, str] = {}
    for persona in persona_order(profile["persona"]):
        if persona == "all":
            continue
        name = _name(markers[markers["persona"] == persona], words)
        taken = [other.casefold() for other in names.values()]
        same = sum(other == name.casefold() or other.startswith(f"{name.casefold()} (") for other in taken)
        names[persona] = f"{name} ({same + 1})" if same else name
    return names


def _name(markers: pd.DataFrame, words: Words) -> str:
    """Return the name that the markers of one persona give."""
    if markers.empty:
        return words.say("personas.average")
    leads, feature = markers["leads"], markers["role"].eq("feature")
    pools = (markers[which] for which in (leads & feature, leads & ~feature, feature, ~feature))
    named = (_compose(pool[_gives_name(pool)], words) for pool in pools)
    return next(filter(None, named), words.say("personas.mixed"))


def _compose(markers: pd.DataFrame, words: Words) -> str:
    """Return the phrases of at most two markers in one name; blank without markers."""
    inner = markers["block"].eq("psychographic")
    first, second = (_phrases(rows, words) for rows in (markers[inner], markers[~inner]))
    if not first:
        first, second = second, second[1:]
    if not first:
        return ""
    start = next((phrase for phrase in first if len(phrase) <= LONGEST), _cut(first[0]))
    pairs = [start + _JOINT + phrase for phrase in second if phrase != start]
    return next((pair for pair in pairs if len(pair) <= LONGEST), start)


def _gives_name(markers: pd.DataFrame) -> pd.Series:
    """Tell which markers give a name: what most are, numbers and counts, and a first that few say yes to."""
    first = markers.index == markers.index.min()
    most = markers["value"].ge(HALF) | ~markers["type"].isin(_LEVELLED)
    few = markers["type"].eq("yes_no") & markers["value"].lt(HALF)
    more = markers["effect_size"] > 0
    gives: pd.Series = (more & most) | markers["type"].isin(["number", "count"]) | (first & ~more & few)
    return gives


def _phrases(markers: pd.DataFrame, words: Words) -> list[str]:
    """Return what the markers say, one for each variable."""
    rows = markers[~markers["variable"].duplicated()]
    return [_phrase(row, words) for _, row in rows.iterrows()]


def _phrase(row: pd.Series, words: Words) -> str:
    label = " ".join(str(row["label"]).split())
    if row["type"] == "number":
        return words.say(
            "personas.around", label=label, value=_round_off(row["value"], row["overall"], words)
        )
    if row["type"] == "count":
        return words.say(f"personas.{_how_many(row)}", label=label)
    if row["type"] not in ("likert", "yes_no"):
        return f"{label}: {row['level']}"
    return label if row["effect_size"] > 0 else _not(label, words)


def _how_many(row: pd.Series) -> str:
    if row["effect_size"] > 0:
        return "many"
    return "few" if round(row["value"], 2) else "none"


def _not(label: str, words: Words) -> str:
    """Return ``not cheap``; a label of more words stays as it is, after a colon."""
    if " " in label:
        return words.say("personas.not.phrase", label=label)
    is_word = label[1:].islower()
    return words.say("personas.not.word", label=label.lower() if is_word else label)


def _round_off(value: float, overall: float, words: Words) -> str:
    """Return a mean in two figures, or in as many as tell it from everybody's: a year of birth needs three."""
    digits = max(1 - _magnitude(value), -_magnitude(value - overall))
    rounded = round(value, digits)
    return words.number(rounded, max(digits, 0), grouped=abs(rounded) >= GROUPED_FROM)


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def _cut(phrase: str) -> str:
    """Return the phrase up to the last whole word that leaves room for an ellipsis."""
    kept = phrase[: LONGEST - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;:") + "…"


def say_marker(row: pd.Series, words: Words) -> str:
    """Return a marker with its numbers, for use in a sentence."""
    label = " ".join(str(row["label"]).split())
    if row["level"] == "mean":
        return words.say(
            "personas.marker",
            what=label,
            value=amount(words, row["value"]),
            overall=amount(words, row["overall"]),
        )
    what = label if row["type"] == "yes_no" else f"{label}: {row['level']}"
    return words.say(
        "personas.marker",
        what=what,
        value=percent(words, row["value"]),
        overall=percent(words, row["overall"]),
    )
