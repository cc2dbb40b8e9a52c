"""Going on from the first campaign to the first coupon redeemed, on a real retailer's data: published numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from personagen.journeys import (
    Rules,
    count_contacts,
    phases_table,
    summarise_flows,
    summarise_journey,
    summarise_times,
)
from personagen.language.words import words_in

from .logs import loaded, study_of

DATA = Path(__file__).parents[3] / "shared" / "data" / "complete_journey"
DAYS = {30: 0.0829, 90: 0.1362, 180: 0.2223, 300: 0.2968}


@pytest.mark.skipif(not DATA.is_dir(), reason="the Complete Journey data stand beside the project, not in it")
def test_campaign_to_redemption(tmp_path):
    campaigns = pd.read_csv(DATA / "campaigns.csv")
    campaigns = campaigns.merge(pd.read_csv(DATA / "campaign_descriptions.csv"), on="campaign_id")
    campaigns.to_csv(tmp_path / "campaigns.csv", index=False)
    pd.read_csv(DATA / "coupon_redemptions.csv").to_csv(tmp_path / "redeemed.csv", index=False)
    phases = [{"id": "received", "label": "Received"}, {"id": "redeemed", "label": "Redeemed"}]
    shared = {"customer": "household_id", "cutoff": "2017-12-31"}
    study = study_of(
        {**shared, "files": ["campaigns.csv"], "at": "start_date", "touchpoint": {"constant": "campaign"}},
        {
            **shared,
            "files": ["redeemed.csv"],
            "at": "redemption_date",
            "touchpoint": {"constant": "redeemed"},
        },
        phases=phases,
    )
    ids = [str(household) for household in sorted(set(campaigns["household_id"]))]
    people = pd.DataFrame({"respondent_id": ids, "customer_id": ids, "persona": "1", "weight": 1.0})
    mapped = pd.DataFrame({"touchpoint": ["campaign", "redeemed"], "phase": ["received", "redeemed"]})
    mapped = mapped.assign(label=mapped["touchpoint"], action=None, moment_of_truth=False, owner=None)
    with loaded(tmp_path, study) as (engine, account):
        counts = count_contacts(
            engine, account, mapped, people, phases_table(study, words_in("en")), Rules.of(study)
        )
    followed = counts.durations.query("persona == '1' and phase == 'received' and kind >= 0")
    assert followed.groupby("kind")["n"].sum().to_dict() == {0: 1149, 1: 410}
    for days, share in DAYS.items():
        until = replace(counts, horizons=pd.Series({"received": float(days)}))
        journey = summarise_journey(until, study).query("persona == '1' and phase == 'received'").iloc[0]
        assert journey[["n_persona", "n_customers", "n_going_on"]].tolist() == [1559] * 3
        assert 1 - journey["drop_off"] == pytest.approx(share, abs=5e-5)
        curve = summarise_times(until, study).query("persona == '1'").set_index("days")
        assert curve.loc[days, "share"] == pytest.approx(share, abs=5e-5)
        assert curve["share"].is_monotonic_increasing
    # campaigns and redemptions follow each other: everybody begins with a campaign, and 410 get to the other phase
    flows = summarise_flows(counts, words_in("en")).query("persona == '1' and step == 1")
    assert flows.set_index("to_touchpoint")["n"].to_dict() == {"redeemed": 410, "left": 1149}
