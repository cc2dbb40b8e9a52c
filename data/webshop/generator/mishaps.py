"""What goes wrong in a survey export: broken-off rows, second editions and typing errors."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.webshop.generator import plan
from data.webshop.generator.people import People

STAMP = "%d-%m-%Y %H:%M:%S"


def break_off(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Blank the answers after the point where each person stopped."""
    broken = rows.copy()
    first = plan.position(broken, "Provincie")
    for position in range(len(broken)):
        stop = int(rng.integers(first, plan.position(broken, "Q9_apparaten")))
        broken.iloc[position, stop:] = ""
    broken["Status"] = "Deels"
    broken["Weegfactor"] = ""
    return broken


def revise(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return an earlier edition of each row: older, with two other answers."""
    older = rows.copy()
    for position, (start, end) in enumerate(zip(rows["Startdatum"], rows["Einddatum"], strict=True)):
        back = timedelta(days=int(rng.integers(1, 4)), minutes=int(rng.integers(0, 50)))
        older.iloc[position, plan.position(older, "Startdatum")] = _earlier(start, back)
        older.iloc[position, plan.position(older, "Einddatum")] = _earlier(end, back)
    older["Q7_7"] = np.where(rows["Q7_7"] == "3", "4", "3")
    older["Q12_aanbevelen"] = np.where(rows["Q12_aanbevelen"] == "7", "8", "7")
    return older


def _earlier(stamp: str, back: timedelta) -> str:
    moment = datetime.strptime(stamp, STAMP)  # noqa: DTZ007  the export carries no zone
    return (moment - back).strftime(STAMP)


def mistype(rows: pd.DataFrame, people: People) -> pd.DataFrame:
    """Plant the impossible age and the misspelt province with careful people outside the link file."""
    wrong, respondents = rows.copy(), people.respondents
    special = respondents["is_straightliner"] | respondents["is_speeder"] | respondents["is_interviewed"]
    plain = ~special & ~respondents["respondent_id"].isin(people.links["respondent_id"])
    age_43 = np.flatnonzero(plain & (wrong["Leeftijd"] == "43"))[0]
    wrong.loc[age_43, "Leeftijd"] = "430"
    holland = np.flatnonzero(plain & (wrong["Provincie"] == "Noord-Holland"))[0]
    wrong.loc[holland, "Provincie"] = "Noord-Hollnad"
    return wrong
