"""Reading a run: its tables, charts and personas by one path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from personagen.contracts import PUBLISHED, persona_order
from personagen.contracts.people import ASSIGNMENTS
from personagen.errors import DataError, Problem, did_you_mean

PROGRAM = "personagen"
LATEST = "latest"


@dataclass(frozen=True)
class Run:
    """A run that is in place.

    Parameters
    ----------
    path
        The run folder.
    info
        What run.json says.
    """

    path: Path
    info: Mapping[str, Any]

    @cached_property
    def table_names(self) -> tuple[str, ...]:
        """Names of the published tables of this run, in the order of the contracts."""
        there = {file.stem for file in (self.path / "tables").glob("*.parquet")}
        return tuple(name for name in PUBLISHED if name in there)

    def table(self, name: str) -> pd.DataFrame:
        """Return a published table.

        Raises
        ------
        DataError
            If the run has no such table.
        """
        if name not in self.table_names:
            raise DataError(
                Problem(
                    f'The run has no table "{name}"',
                    did_you_mean(name, self.table_names) or f"It has {', '.join(self.table_names)}",
                    file=str(self.path),
                )
            )
        table = pd.read_parquet(self.path / "tables" / f"{name}.parquet")
        return PUBLISHED[name].conform(table)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All published tables by name."""
        return {name: self.table(name) for name in self.table_names}

    def persona(self, persona: str | int) -> PersonaView:
        """Return one persona, by its number or its name.

        Raises
        ------
        DataError
            If there is no such persona.
        """
        table = self.table("personas")
        for row in table.itertuples():
            if str(persona) in (row.persona, row.name):
                return PersonaView(self, str(row.persona), str(row.name))
        known = ", ".join(persona_order(list(table["persona"])))
        raise DataError(
            Problem(f'There is no persona "{persona}"', f"Ask for one of {known}", file=str(self.path))
        )


@dataclass(frozen=True)
class PersonaView:
    """One persona of a run, to be asked questions.

    Every answer is the rows of a published table that are about this persona.
    """

    run: Run
    persona: str
    name: str

    def about(self, table: str) -> pd.DataFrame:
        """Return the rows of a published table that are about this persona."""
        rows = self.run.table(table)
        return rows[rows["persona"] == self.persona].reset_index(drop=True)

    def stands_out_by(self) -> pd.DataFrame:
        """Return the markers, largest effect first."""
        profile = self.about("profile")
        markers = profile[profile["is_marker"] & ~profile["suppressed"]]
        return markers.sort_values("effect_size", key=lambda effect: -effect.abs(), ignore_index=True)

    def wants(self, phase: str) -> pd.DataFrame:
        """Return the needs in a phase, first wish first; blank ranks are hidden cells."""
        needs = self.about("needs")
        return needs[needs["phase"] == phase].sort_values(["kind", "rank", "need"], ignore_index=True)

    def says(self) -> pd.DataFrame:
        """Return the quotes that may be shown."""
        return self.about("quotes")

    def goes_through(self) -> pd.DataFrame:
        """Return the journey, phase by phase."""
        return self.about("journey")


def is_run(folder: Path) -> bool:
    """Tell whether a folder is a run of this program."""
    return _is_ours(folder / "run.json")


def is_comparison(folder: Path) -> bool:
    """Tell whether a folder is a comparison that this program made."""
    return _is_ours(folder / "compare.json")


def read_assignments(run: Run) -> pd.DataFrame | None:
    """Return the private table ``assignments`` of a run; None where it is gone."""
    file = run.path / "private" / "assignments.csv"
    if not file.is_file():
        return None
    text = {name: "str" for name, column in ASSIGNMENTS.schema.columns.items() if str(column.dtype) == "str"}
    return ASSIGNMENTS.conform(pd.read_csv(file, dtype=text, keep_default_na=False, na_values=[""]))


def _is_ours(account: Path) -> bool:
    try:
        info = json.loads(account.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(info, dict) and info.get("program") == PROGRAM


def read_run(path: Path | str) -> Run:
    """Open a run by its folder, or by ``latest`` beside it.

    Raises
    ------
    DataError
        If there is no run.
    """
    folder = Path(path)
    if folder.is_file() and folder.name == LATEST:
        folder = folder.parent / folder.read_text(encoding="utf-8").strip()
    if not is_run(folder):
        raise DataError(
            Problem(f'"{path}" is not a run', "Name a folder that `personagen run` made, or its `latest`")
        )
    info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return Run(folder, info)
