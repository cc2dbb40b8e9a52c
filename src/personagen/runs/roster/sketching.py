"""The part of personas.yaml by which personas are recognised: portraits as YAML and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from personagen.contracts.portraits import Portraits
from personagen.contracts.roster import Sketches
from personagen.errors import Problem, StudyError
from personagen.study.drafting.writing import write_flow
from personagen.study.tree import Tree

SKETCHES = "portraits"
_MEND = (
    "personagen wrote this part: put it back as it was, or move the file away to have it drafted again "
    "and copy your names and words."
)


def write_sketches(sketches: Sketches, indent: int = 2) -> list[str]:
    """Return the portraits of one run as the lines of one list item; ``indent`` is the place of its dash."""
    portraits = sketches.portraits
    lead = " " * indent
    factors = {str(column): float(factor) for column, factor in portraits.factors.items()}
    return [
        f"{lead}- language: {sketches.language}",
        f"{lead}  factors: {write_flow(factors)}",
        f"{lead}  personas:",
        *(f"{lead}    {key}: {write_flow(_plain(portraits, key))}" for key in portraits.personas),
    ]


def flow_sketches(sketches: Sketches) -> str:
    """Return the portraits of one run on one line, for a list that stands on one."""
    portraits = sketches.portraits
    return write_flow(
        {
            "language": sketches.language,
            "factors": {str(column): float(factor) for column, factor in portraits.factors.items()},
            "personas": {key: _plain(portraits, key) for key in portraits.personas},
        }
    )


def _plain(portraits: Portraits, key: str) -> dict[str, object]:
    centroid = portraits.centroids.loc[[key]].to_numpy()[0].tolist()
    return {"made": portraits.names[key], "share": float(portraits.shares[key]), "centroid": centroid}


def read_sketches(tree: Tree, file: str) -> tuple[Sketches, ...]:
    """Return the portraits of each run; none where the file has no such part.

    Raises
    ------
    StudyError
        If the part was damaged.
    """
    found = tree.data.get(SKETCHES) if isinstance(tree.data, dict) else None
    read = []
    for position, item in enumerate(found if isinstance(found, list) else [found] if found else []):
        try:
            read.append(_read(item))  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            where = f"{SKETCHES}.{position}"
            line = tree.lines.get(where, tree.lines.get(SKETCHES))
            raise StudyError(Problem("the portraits are damaged", _MEND, file, line, where)) from error
    return tuple(read)


def _read(item: Mapping[str, Any]) -> Sketches:
    factors = pd.Series({str(c): float(f) for c, f in item["factors"].items()}, dtype="float64")
    personas: Mapping[str, Any] = item["personas"]
    keys = pd.Index([str(key) for key in personas], name="persona", dtype="str")
    rows = [dict(zip(factors.index, map(float, each["centroid"]), strict=True)) for each in personas.values()]
    return Sketches(
        str(item["language"]),
        Portraits(
            centroids=pd.DataFrame(rows, index=keys, columns=factors.index, dtype="float64"),
            factors=factors.rename("factor"),
            shares=pd.Series([float(each["share"]) for each in personas.values()], index=keys),
            keys={key: key for key in keys},
            names={str(key): str(each["made"]) for key, each in personas.items()},
        ),
    )
