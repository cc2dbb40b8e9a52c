"""Portraits: what the personas of one wave are recognised by in another one.

Plain values of personas, nothing of a person. Finding who is who belongs to `personas`, reading and writing to `runs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from personagen.contracts.features import FeatureMatrix, Segments
from personagen.contracts.model import PersonaModel
from personagen.contracts.personas import personas_by_size


@dataclass(frozen=True)
class Portraits:
    """What the personas of a wave are recognised by, in units that don't depend on the wave.

    Parameters
    ----------
    centroids
        Index persona; columns of the matrix (``age``, ``education``, ``region[Utrecht]``), as coded before centring and
        scaling: positions on a scale, logarithms of counts, proportions. No columns where given segments stand in no
        space of features.
    factors
        By column, what one unit weighs in the matrix.
    shares
        By persona its weighted share; same index as ``centroids``.
    keys, names
        By persona; those that aren't known yet are absent.
    is_given
        Whether they are the company's own segments: ``persona`` is then a name that lasts.
    """

    centroids: pd.DataFrame
    factors: pd.Series
    shares: pd.Series
    keys: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    is_given: bool = False

    @property
    def personas(self) -> list[str]:
        """The personas, in the order of the centroids."""
        return [str(persona) for persona in self.centroids.index]

    @classmethod
    def of_model(cls, model: PersonaModel) -> Portraits:
        """Return the portraits of the personas that a run wrote down in model.json."""
        return cls(
            centroids=_before_scaling(model.centroids, model.encoding),
            factors=_factors(model.encoding),
            shares=_by_persona({each.persona: each.share for each in model.personas}, model.centroids.index),
            keys={each.persona: each.key for each in model.personas},
            names=model.names,
            is_given=not all(each.persona.isdigit() for each in model.personas),
        )

    @classmethod
    def of_segments(cls, features: FeatureMatrix, segments: Segments) -> Portraits:
        """Return the portraits of segments; keys and names as far as segments have them already."""
        people = segments.assignments[segments.assignments["persona"].notna()]
        sizes = {
            persona: float(people.loc[people["persona"] == persona, "weight"].sort_values().sum())
            for persona in personas_by_size(segments.assignments)
        }
        total = sum(sizes.values())
        is_given = segments.reason == "segments_given"
        # of a given segment nobody may be known well enough to have a place
        personas = list(sizes) if is_given else segments.centroids.index
        centroids = segments.centroids.reindex(pd.Index(personas, name="persona", dtype="str"))
        return cls(
            centroids=_before_scaling(centroids, features.encoding),
            factors=_factors(features.encoding),
            shares=_by_persona({persona: size / total for persona, size in sizes.items()}, centroids.index),
            keys=dict(segments.keys),
            names=dict(segments.names),
            is_given=is_given,
        )

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Portraits:
        """Return the portraits that `as_plain` gave."""
        personas = pd.Index([str(each["persona"]) for each in plain["personas"]], name="persona", dtype="str")
        factors = pd.Series({str(c): float(f) for c, f in plain["factors"].items()}, dtype="float64")
        rows = [[float(each["centroid"][column]) for column in factors.index] for each in plain["personas"]]
        return cls(
            centroids=pd.DataFrame(rows, index=personas, columns=factors.index, dtype="float64"),
            factors=factors,
            shares=pd.Series([float(each["share"]) for each in plain["personas"]], index=personas),
            keys={str(each["persona"]): str(each["key"]) for each in plain["personas"] if "key" in each},
            names={str(each["persona"]): str(each["name"]) for each in plain["personas"] if "name" in each},
            is_given=bool(plain.get("is_given", False)),
        )

    def as_plain(self) -> dict[str, Any]:
        """Return the portraits as plain values: dictionaries, lists, texts and numbers.

        Examples
        --------
        >>> two = pd.Index(["1", "2"], name="persona")
        >>> made = Portraits(pd.DataFrame({"age": [31.0, 62.5]}, two), pd.Series({"age": 0.1}), pd.Series([0.6, 0.4], two))
        >>> made.as_plain()["personas"][1]
        {'persona': '2', 'share': 0.4, 'centroid': {'age': 62.5}}
        """
        rows = zip(self.personas, self.shares.tolist(), self.centroids.to_numpy().tolist(), strict=True)
        return {
            "is_given": self.is_given,
            "factors": {str(column): float(factor) for column, factor in self.factors.items()},
            "personas": [self._plain(*row) for row in rows],
        }

    def _plain(self, persona: str, share: float, centroid: list[float]) -> dict[str, Any]:
        named = {"key": self.keys.get(persona), "name": self.names.get(persona)}
        return {
            "persona": persona,
            **{word: value for word, value in named.items() if value is not None},
            "share": share,
            "centroid": dict(zip(map(str, self.centroids.columns), centroid, strict=True)),
        }


def _before_scaling(centroids: pd.DataFrame, encoding: pd.DataFrame) -> pd.DataFrame:
    """Return centroids as coded: value / factor + centre."""
    rows = encoding.set_index("column").reindex(centroids.columns)
    return centroids / rows["factor"].astype("float64") + rows["centre"].astype("float64")


def _factors(encoding: pd.DataFrame) -> pd.Series:
    factors = encoding.set_index("column")["factor"].astype("float64")
    return factors.rename_axis(None).rename("factor")


def _by_persona(values: Mapping[str, float], personas: pd.Index) -> pd.Series:
    """Return the values of the personas; 0 for those that nobody has."""
    return pd.Series([values.get(str(persona), 0.0) for persona in personas], index=personas, dtype="float64")
