"""The folder of a real study: its study file, and the exports copied there and made ready as an analyst would.

Nothing of the data stays in the repository: folders stand where tests keep temporary files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

STUDIES = Path(__file__).parent / "studies"
TOUCHPOINT_PHASES = """\
touchpoint,phase,label
Type A,invited,Campaign of type A
Type B,invited,Campaign of type B
Type C,invited,Campaign of type C
basket,shopping,Basket
coupon,redeeming,Coupon
"""


def make_folder(name: str, shared_data: Path, folder: Path) -> Path:
    """Lay out a study's folder and return its study file."""
    source, raw = shared_data / name, folder / "raw"
    raw.mkdir(parents=True)
    for path in sorted(source.glob("*.csv")):
        shutil.copyfile(path, raw / path.name)
    _PREPARE.get(name, _leave)(raw)
    return Path(shutil.copyfile(STUDIES / f"{name}.yaml", folder / "study.yaml"))


def _leave(raw: Path) -> None:
    """Leave the exports as they are."""


def _prepare_complete_journey(raw: Path) -> None:
    """Date the campaigns, add the baskets up to a row per household, and map touchpoints to phases."""
    campaigns, descriptions = (
        pd.read_csv(raw / "campaigns.csv"),
        pd.read_csv(raw / "campaign_descriptions.csv"),
    )
    dated = campaigns.merge(descriptions, on="campaign_id", validate="m:1")
    dated.to_csv(raw / "campaigns.csv", index=False)
    add_up_baskets(pd.read_csv(raw / "baskets.csv")).to_csv(raw / "analytics.csv", index=False)
    (raw.parent / "touchpoint-phases.csv").write_text(TOUCHPOINT_PHASES)


def add_up_baskets(baskets: pd.DataFrame) -> pd.DataFrame:
    """Return one row per household: how many baskets, what they were worth, what was taken off, and in how many stores."""
    table = baskets.groupby("household_id").agg(
        n_baskets=("basket_id", "nunique"),
        sales=("sales_value", "sum"),
        retail_discount=("retail_disc", "sum"),
        coupon_discount=("coupon_disc", "sum"),
        n_stores=("store_id", "nunique"),
    )
    table["basket_value"] = table["sales"] / table["n_baskets"]
    table["discount_share"] = table["retail_discount"] / (table["sales"] + table["retail_discount"])
    return table.drop(columns="retail_discount").round(4).reset_index()


_PREPARE: dict[str, Callable[[Path], None]] = {"complete_journey": _prepare_complete_journey}
