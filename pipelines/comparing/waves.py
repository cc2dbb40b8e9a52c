"""From a run folder to what a comparison sees of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from personagen.contracts import PUBLISHED, PersonaModel, Portraits
from personagen.contracts.waves import Wave
from personagen.errors import DataError, Problem
from personagen.runs import Run, read_assignments, read_margins, read_model

FORMED = "formed"
_LASTING = ("segments_given", "kept")


def read_wave(run: Run) -> Wave:
    """Return a run as a comparison sees it.

    Raises
    ------
    DataError
        If the run holds nothing that its personas could be recognised by.
    """
    reason = str(run.info["chosen"]["reason"])
    personas = run.table("personas")
    model = _model(run, reason)
    table = run.table("stability") if "stability" in run.table_names else PUBLISHED["stability"].empty()
    return Wave(
        portraits=_portraits(model, personas, is_given=reason == "segments_given"),
        personas=personas,
        stability=_with_borders(table, personas),
        named=_named(personas, reason),
        minimum_cell=int(run.info["report"]["minimum_cell"]),
        model=model,
        assignments=read_assignments(run),
        links_by=_links_by(run.info["study"]),
        facts=_facts(run.info, model, reason),
    )


def _model(run: Run, reason: str) -> PersonaModel | None:
    if not (run.path / "private" / "model.json").is_file():
        if reason == "segments_given":
            return None
        what = "its personas can't be recognised elsewhere: private/model.json is gone"
        raise DataError(Problem(what, "Put it back, or make the run again", file=str(run.path)))
    model = read_model(run.path)
    if reason != "kept":
        return model
    return replace(model, margins=read_margins(run.path) or ())


def _portraits(model: PersonaModel | None, personas: pd.DataFrame, *, is_given: bool) -> Portraits:
    """Return the portraits of the personas that somebody has, with the shares of this run where they are published."""
    there = pd.Index(personas["persona"].tolist(), name="persona", dtype="str")
    named = {
        column: {str(p): str(value) for p, value in zip(there, personas[column], strict=True)}
        for column in ("key", "name")
    }
    shares = personas.set_index("persona")["share"].astype("float64").set_axis(there)
    if model is None:
        bare = pd.DataFrame(index=there)
        factors = pd.Series(dtype="float64")
        return Portraits(bare, factors, shares.fillna(0), named["key"], named["name"], is_given)
    found = Portraits.of_model(model)
    return Portraits(
        centroids=found.centroids.reindex(there),
        factors=found.factors,
        shares=shares.fillna(found.shares.reindex(there)).fillna(0),
        keys=named["key"],
        names=named["name"],
        is_given=is_given,
    )


def _with_borders(stability: pd.DataFrame, personas: pd.DataFrame) -> pd.DataFrame:
    """Return the table with how far shares vary with the borders; of runs that didn't keep it, judged by the Jaccard.

    A segment of share s and one found again with Jaccard J differ in 2 s (1 - J) / (1 + J) of everybody; half of it
    one way is what shares of made data varied by at most.
    """
    shares = stability["persona"].map(personas.set_index("persona")["share"]).astype("float64")
    jaccard = stability["jaccard"].astype("float64")
    return stability.assign(share_sd=stability["share_sd"].fillna(shares * (1 - jaccard) / (1 + jaccard)))


def _named(personas: pd.DataFrame, reason: str) -> frozenset[str]:
    if reason in _LASTING:
        return frozenset(personas["persona"])
    is_named = personas["is_named"] if "is_named" in personas else pd.Series(data=False, index=personas.index)
    return frozenset(personas.loc[is_named.fillna(value=False).astype(bool), "persona"])


def _links_by(study: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells who is the same person: a respondent_id unless rows were numbered, else the customer."""
    survey = study.get("survey")
    is_numbered = survey is not None and survey.get("respondent") is None
    return ("customer_id",) if is_numbered else ("respondent_id", "customer_id")


def _facts(info: Mapping[str, Any], model: PersonaModel | None, reason: str) -> dict[str, object]:
    facts: dict[str, object] = {
        "study": info["title"],
        "reason": reason if reason in _LASTING else FORMED,
        "k": info["chosen"]["k"],
        "log_days": (info.get("log") or {}).get("days"),
        "inputs": (info["study_hash"], tuple(sorted(info["inputs"].items()))),
    }
    if model is not None:
        facts |= {
            "scale": model.scale,
            "weights": tuple(sorted(model.block_weights.items())),
            "row_centre": model.row_centre,
            "margins": len(model.margins) > 0,
        }
    return facts
