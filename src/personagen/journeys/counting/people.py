"""Who is counted: the people of each persona, and the customers whose journeys are looked at one by one."""

from __future__ import annotations

import pandas as pd

from personagen.engine import Contacts, Engine
from personagen.journeys import expressions as ex
from personagen.journeys.labels import UNASSIGNED, Labels
from personagen.journeys.sampling import Sample, sample_journeys


def count_population(
    engine: Engine, contacts: Contacts, stays: ex.Frame, labels: Labels, assignments: pd.DataFrame, bots: pd.DataFrame
) -> pd.DataFrame:  # fmt: skip
    """Return `Counts.population`."""
    people = assignments.dropna(subset=["persona"]).groupby("persona")
    respondents = pd.DataFrame(
        {"n_respondents": people["respondent_id"].size(), "n_linked": people["customer_id"].count()}
    )
    seen = engine.add_up(ex.count_coverage(contacts.customers, stays), "persona")
    codes = pd.DataFrame({"persona": range(len(labels.personas))})
    both = codes.merge(seen, how="left").merge(bots, how="left")
    both = both.fillna(0).astype("int64")
    found = both.assign(name=both["persona"].map(dict(enumerate(labels.personas))))
    found = (
        found.join(respondents, on="name").drop(columns="name").fillna({"n_linked": 0, "n_respondents": 0})
    )
    found["n_linked"] -= found["n_bots"].mask(found["persona"] == len(labels.personas) - 1, 0)
    found = labels.name(found)
    is_unassigned = found["persona"] == UNASSIGNED
    found["n_persona"] = found["n_linked"].mask(is_unassigned, found["n_customers"])
    return found.astype(dict.fromkeys([c for c in found if c != "persona"], "int64"))


def draw_sample(
    engine: Engine, contacts: Contacts, firsts: ex.Frame, assignments: pd.DataFrame, population: pd.DataFrame,
    *, is_weighed: bool,
) -> Sample:  # fmt: skip
    """Return `Counts.sample`; what is weighed only where ``is_weighed``."""
    linked = assignments.dropna(subset=["customer_id", "persona"]).groupby("persona")["customer_id"]
    by_name = population.set_index("persona")
    means = by_name["n_mapped"] / by_name["n_customers"].where(by_name["n_customers"] > 0)
    customers = {str(persona): ids for persona, ids in linked if persona in contacts.personas}
    return sample_journeys(engine, contacts, firsts, customers, means.fillna(0), is_weighed=is_weighed)
