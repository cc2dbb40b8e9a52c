"""The journey tables by plain pandas over all rows at once: what the engines must find, to the last count."""

from __future__ import annotations

import itertools

import pandas as pd

from .logs import EMOTIONS, MAP, PHASES

SCALE = {"1": -1.0, "2": -0.5, "3": 0.0, "4": 0.5, "5": 1.0}
START, END = "START", "END"


class Oracle:
    """Tables of a log of clean rows (UTC stamps, scales 1..5); ``personas`` by customer."""

    def __init__(self, rows: pd.DataFrame, personas: dict[str, str]) -> None:
        log = rows.drop_duplicates().assign(
            at=lambda f: pd.to_datetime(f["at"]).astype("int64"),
            phase=lambda f: f["event"].map(MAP),
            rating=lambda f: f["csat"].map(SCALE),
            hope=lambda f: f["expected"].map(SCALE),
        )
        felt = log["rating"].fillna(log["feeling"].map(EMOTIONS))
        log = log.assign(
            felt=felt, gap=felt - log["hope"], place=log["phase"].map({p: i for i, p in enumerate(PHASES)})
        )
        mine = log.assign(persona=log["customer"].map(personas).fillna("unassigned"))
        every = mine[mine["persona"] != "unassigned"].assign(persona="all")
        self.every = pd.concat([mine, every])
        order = ["persona", "customer", "at", "place", "event", "channel"]
        self.met = self.every.dropna(subset=["phase"]).sort_values(order)

    def journey(self) -> pd.DataFrame:
        found = self._sums("phase")
        first = self.met.pivot_table(
            index=["persona", "customer"], columns="phase", values="at", aggfunc="min"
        )
        first = first.reindex(columns=PHASES)
        for position, phase in enumerate(PHASES[:-1]):
            there = first[first[phase].notna()]
            following = there[PHASES[position + 1 :]].min(axis=1)
            before, is_open = following < there[phase], following.isna()
            for persona, customers in before.groupby("persona"):
                found.loc[(persona, phase), "n_later_before"] = customers.sum()
                found.loc[(persona, phase), "n_going_on"] = (~customers).sum()
                found.loc[(persona, phase), "n_open"] = is_open[customers.index].sum()
        arrivals = self.moves().groupby(["persona", "to_phase"])["n"].sum().rename_axis(["persona", "phase"])
        return found.assign(n_arrivals=arrivals)

    def touchpoints(self) -> pd.DataFrame:
        """By channel and, as channel ``all``, together; with entries and exits of the phase."""
        whole = self.met.assign(channel="all")
        both = pd.concat([self.met, whole])
        keys = ["phase", "event", "channel"]
        found = self._sums(*keys, rows=both)
        visits = both.assign(part=both["channel"].eq("all")).groupby(["persona", "customer", "phase", "part"])
        for name, end in (("n_entry", visits.head(1)), ("n_exit", visits.tail(1))):
            found[name] = end.groupby(["persona", *keys]).size()
        named = found.index.get_level_values("channel") != ""  # nameless ones stand in all of them together
        return found[named].fillna({"n_entry": 0, "n_exit": 0})

    def moves(self) -> pd.DataFrame:
        """From phase to phase, with START and END: moves and the customers who made them."""
        found = []
        for (persona, customer), steps in self.met.groupby(["persona", "customer"], sort=False)["phase"]:
            path = [START, *steps, END]
            found += [(persona, customer, a, b) for a, b in itertools.pairwise(path) if a != b]
        moves = pd.DataFrame(found, columns=["persona", "customer", "from_phase", "to_phase"])
        counted = moves.groupby(["persona", "from_phase", "to_phase"])["customer"].agg(
            n="size", n_customers="nunique"
        )
        return counted.sort_index()

    def funnel(self) -> pd.DataFrame:
        """Open: reached at all. Closed: all phases up to it in order."""
        found = []
        for (persona, _), steps in self.met.groupby(["persona", "customer"]):
            reached = 0
            for place in steps["place"]:
                reached += place == reached
            seen = set(steps["phase"])
            found += [(persona, "open", phase) for phase in PHASES if phase in seen]
            found += [(persona, "closed", phase) for phase in PHASES[:reached]]
        frame = pd.DataFrame(found, columns=["persona", "mode", "phase"])
        return frame.groupby(["persona", "mode", "phase"]).size().to_frame("n")

    def coverage(self) -> pd.DataFrame:
        people = self.every.groupby("persona")
        return pd.DataFrame(
            {
                "n_customers": people["customer"].nunique(),
                "n_contacts": people.size(),
                "unmapped_share": people["phase"].apply(lambda phases: phases.isna().mean()),
            }
        )

    def _sums(self, *keys: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """Customers, contacts, and means of the customers' own means."""
        rows = self.met if rows is None else rows
        each = rows.groupby(["persona", *keys, "customer"]).agg(
            n=("at", "size"), ratings=("felt", "count"), felt=("felt", "mean"), gap=("gap", "mean")
        )
        whole = each.groupby(["persona", *keys])
        return whole.agg(
            n_customers=("n", "size"), n_contacts=("n", "sum"), n_ratings=("ratings", "sum"), n_valence=("felt", "count"),
            valence=("felt", "mean"), n_gap=("gap", "count"), gap=("gap", "mean"),
        )  # fmt: skip
