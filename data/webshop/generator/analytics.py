"""The analytics export: what each customer did in a year and what they are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan
from data.webshop.generator.files import to_csv
from data.webshop.generator.people import People

FloatArray = NDArray[np.float64]

# All by kind.
VISITS = (26.0, 80.0, 11.0, 120.0, 44.0, 130.0)
ORDERS = (24.0, 10.0, 5.0, 13.0, 6.0, 16.0)
DISCOUNT = (-1.2, 1.2, -2.2, -0.4, 0.8, 1.6)
APP = (-0.1, -1.0, -2.6, 1.9, -2.3, 0.3)
BASKET = (62.0, 34.0, 168.0, 71.0, 36.0, 33.0)
RETURNED = (0.12, 0.10, 0.05, 0.18, 0.06, 0.14)
NEWSLETTER = (0.62, 0.66, 0.58, 0.35, 0.60, 0.70)
YEARS = (5.0, 4.0, 8.0, 2.2, 5.0, 3.0)
CATEGORIES = ("Huishouden", "Elektronica", "Wonen", "Verzorging", "Speelgoed")
TASTE = (
    (0.32, 0.14, 0.16, 0.18, 0.20),
    (0.28, 0.22, 0.20, 0.18, 0.12),
    (0.22, 0.30, 0.32, 0.12, 0.04),
    (0.10, 0.52, 0.20, 0.14, 0.04),
    (0.28, 0.22, 0.20, 0.18, 0.12),
    (0.28, 0.22, 0.20, 0.18, 0.12),
)
MISSING_SHARE = 0.015


def _spread(
    rng: np.random.Generator, means: tuple[float, ...], sd: float, kinds: NDArray[np.int64]
) -> FloatArray:
    return rng.normal(np.asarray(means)[kinds], sd)


def _share(logits: FloatArray) -> FloatArray:
    return 1 / (1 + np.exp(-logits))


def _blank(rng: np.random.Generator, text: list[str]) -> list[str]:
    """Leave some cells empty, as tracking does."""
    gone = rng.random(len(text)) < MISSING_SHARE
    return ["" if empty else one for one, empty in zip(text, gone, strict=True)]


def _since(rng: np.random.Generator, kinds: NDArray[np.int64], ends: str) -> list[str]:
    days = np.clip(rng.gamma(2.0, np.asarray(YEARS)[kinds] / 2) * 365, 300, 365 * 18)
    dates = np.datetime64(ends) - days.astype(int).astype("timedelta64[D]")
    return [str(one) for one in dates]


def build_analytics(seed: int, people: People, wave: plan.Wave = plan.FIRST) -> str:
    """Return the export as CSV text: one row per customer, amounts in euro, counts over twelve months."""
    rng = plan.generator_for(seed, 3)
    kinds = people.customers["kind"].to_numpy()
    n = len(kinds)
    visits = np.rint(np.exp(_spread(rng, tuple(np.log(VISITS)), 0.5, kinds))).astype(int)
    orders = np.maximum(np.rint(np.exp(_spread(rng, tuple(np.log(ORDERS)), 0.42, kinds))), 1).astype(int)
    revenue = orders * np.exp(_spread(rng, tuple(np.log(BASKET)), 0.25, kinds))
    taste = np.cumsum(np.asarray(TASTE), axis=1)[kinds]
    category = np.minimum((rng.random(n)[:, None] > taste).sum(axis=1), len(CATEGORIES) - 1)
    app = _share(_spread(rng, APP, 0.75, kinds))
    frame = pd.DataFrame(
        {
            "customer_id": people.customers["customer_id"],
            "klant_sinds": _since(rng, kinds, wave.ends),
            "omzet_12m": [f"{one:.2f}" for one in revenue],
            "bezoeken_12m": _blank(rng, [str(one) for one in visits]),
            "bestellingen_12m": [str(one) for one in orders],
            "retouren_12m": [str(one) for one in rng.binomial(orders, np.asarray(RETURNED)[kinds])],
            "aandeel_app": _blank(rng, [f"{one:.3f}" for one in app]),
            "aandeel_korting": _blank(
                rng, [f"{one:.3f}" for one in _share(_spread(rng, DISCOUNT, 0.7, kinds))]
            ),
            "nieuwsbrief": np.where(rng.random(n) < np.asarray(NEWSLETTER)[kinds], "Ja", "Nee"),
            "app_geinstalleerd": np.where(rng.random(n) < 0.15 + 0.8 * app, "Ja", "Nee"),
            "favoriete_categorie": np.asarray(CATEGORIES)[category],
        }
    )
    return to_csv(frame)
