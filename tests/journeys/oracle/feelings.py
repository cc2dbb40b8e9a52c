"""The tables of what was felt: `scores` and `experience`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from personagen.study.sources import Satisfaction

from .contacts import ALL, DAY, MILLION, Contact, Customer, Log
from .following import follow
from .means import means_of, share, valence, with_interval


def last_of(contacts: Sequence[Contact]) -> int:
    """Return the last valence; of several at one stamp and place the worst."""
    rated = [contact for contact in contacts if contact.valence is not None]
    latest = max(contact.place for contact in rated)
    return min(
        contact.valence for contact in rated if contact.place == latest and contact.valence is not None
    )


def scores(log: Log) -> pd.DataFrame:
    """Return what each instrument comes to, wherever somebody answered it."""
    rows = []
    for place, asked in enumerate(log.study.instruments):
        for persona, customers in log.groups():
            for phase, touchpoint in log.spots():
                visits = log.met(customers, phase, touchpoint)
                answers = [[c for c in contacts if c.asked == place] for _, contacts in visits]
                where = {
                    "persona": persona,
                    "phase": phase,
                    "touchpoint": touchpoint,
                    "scale": asked.scale_words,
                }
                if given := [contacts for contacts in answers if contacts]:
                    rows += [{**where, **row} for row in _scores(asked, given)]
    return pd.DataFrame(rows).set_index(["persona", "phase", "touchpoint", "kind", "scale"])


def _scores(asked: Satisfaction, given: Sequence[Sequence[Contact]]) -> Iterator[dict[str, object]]:
    worst, best = asked.scale
    n = len(given)
    lasts = [
        worst + (Fraction(last_of(contacts), MILLION) + 1) / 2 * Fraction(best - worst) for contacts in given
    ]
    if asked.kind == "nps":
        promoters, detractors = (sum(map(is_it, lasts)) for is_it in (lambda a: a > 8.5, lambda a: a < 6.5))
        yield {"kind": "nps", "n": n, "n_top": math.nan, **_promoters(promoters / n, detractors / n, n)}
        return
    mean, low, high = with_interval(means_of(given, valence), 1)
    mean, low, high = (worst + (end + 1) / 2 * (best - worst) for end in (mean, low, high))
    low, high = (low, high) if best > worst else (high, low)
    yield {"kind": asked.kind, "n": n, "score": mean, "low": low, "high": high, "n_top": math.nan}
    if asked.kind == "csat":
        n_top = sum(abs(answer - Fraction(best)) < Fraction(3, 2) for answer in lasts)
        low, high = proportion_confint(n_top, n, method="wilson")
        yield {
            "kind": "csat_top2",
            "n": n,
            "score": share(n_top, n),
            "low": low,
            "high": high,
            "n_top": n_top,
        }


def _promoters(promoters: float, detractors: float, n: int) -> dict[str, float]:
    """Return the Net Promoter Score with its interval, which ends at -100 and 100."""
    score = 100 * (promoters - detractors)
    half = (
        stats.norm.ppf(0.975) * 100 * math.sqrt((promoters + detractors - (promoters - detractors) ** 2) / n)
    )
    return {"score": score, "low": max(-100, score - half), "high": min(100, score + half)}


def experience(log: Log) -> pd.DataFrame:
    """Return peak-end of the journeys that are over, and the mean valence of all."""
    quiet, rows = _quiet_days(log), []
    for persona, customers in log.groups():
        rated = [c for c in customers if any(contact.valence is not None for contact in c.contacts)]
        over = [c for c in rated if _is_over(log, c, quiet)]
        peak_end, low, high = with_interval([_peak_end(customer) for customer in over], 1)
        mean, mean_low, mean_high = with_interval(means_of([c.contacts for c in rated], valence), 1)
        rows.append(
            {
                "persona": persona,
                "n": len(over),
                "peak_end": peak_end,
                "low": low,
                "high": high,
                "n_open": len(rated) - len(over),
                "quiet_days": quiet,
                "n_valence": len(rated),
                "valence": mean,
                "valence_low": mean_low,
                "valence_high": mean_high,
            }
        )
    return pd.DataFrame(rows).set_index("persona")


def _quiet_days(log: Log) -> float:
    """Return after how many days a journey is over; auto: by when nine in ten of those who went on had done so."""
    given = log.study.journeys.horizon_days
    if given != "auto":
        return float(given)
    phases = range(len(log.phases) - 1)
    gone = sorted(f.days for phase in phases for f in follow(log, log.of(ALL), phase)[0] if f.has_gone)
    return float(math.ceil(gone[math.ceil(len(gone) * 9 / 10) - 1])) if gone else 0.0


def _is_over(log: Log, customer: Customer, quiet: float) -> bool:
    is_done = len(log.phases) - 1 in customer.phases
    return is_done or log.end - customer.contacts[-1].at >= quiet * DAY


def _peak_end(customer: Customer) -> Fraction:
    """Return the mean of the most extreme valence, of equals the worst, and the last one."""
    felt = [contact.valence for contact in customer.contacts if contact.valence is not None]
    peak = max(felt, key=lambda value: (abs(value), -value))
    return Fraction(peak + last_of(customer.contacts), 2 * MILLION)
