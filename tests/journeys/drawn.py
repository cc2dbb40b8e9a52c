"""Published tables drawn from a seed: hidden cells, ties, few people, and everything that one run has and another hasn't."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from personagen.contracts import PUBLISHED
from personagen.contracts.opportunities import OPPORTUNITY_STATUSES
from personagen.contracts.roster import FollowUp
from personagen.study import Study

from .published import felt, gone_on, met

Row = dict[str, Any]
PHASES = ["see", "compare", "buy", "use", "leave"]
# touchpoint: phase, label, action, owner
PLACES = {
    "ad": ("see", "Advert", "looks", "Media"),
    "fair": ("see", "Fair", "looks", "Media"),
    "mail": ("see", "Mail", "reads", "Media"),
    "post": ("see", "Leaflet", "leafs", "Media"),
    "search": ("see", "Search", "searches", "Media"),
    "review": ("compare", "Reviews", "reads", None),
    "Café": ("buy", "Coffee corner", None, "Shops"),
    "cafe": ("buy", "Shop café", "drinks", None),
    "till": ("buy", "Till", "pays", "Shops"),
    "app": ("use", "The app", "opens", "Online"),
    "help": ("use", "Help desk", "asks", "Service"),
    "exit": ("leave", "Goodbye", "leaves", "Service"),
}
OWNERS = pd.DataFrame(
    [(name, phase, owner) for name, (phase, _, _, owner) in PLACES.items()],
    columns=["touchpoint", "phase", "owner"],
)
PERSONAS = ["1", "2", "10", "all", "unassigned"]
CHANNELS = ["web", "App", "shop"]
VALENCE = ("valence", "valence_low", "valence_high", "n_valence")
GAP = ("gap", "gap_low", "gap_high", "n_gap")
REACH = ("reach", "reach_low", "reach_high", "n_customers", "n_contacts")
SOURCES = [["csat"], ["csat", "survey"], ["survey"], ["csat+emotion", "nps", "survey", "interviews"]]
SURE = 400  # people of whom everything shows


def drawn_study(**keys: Any) -> Study:
    """A study that says what a customer is worth."""
    return Study.model_validate(
        {
            "study": "Shop",
            "language": "en",
            "survey": {"files": ["a.csv"]},
            "analytics": {"files": ["b.csv"], "customer": "id"},
            "value": {"from": "analytics", "column": "worth"},
            **keys,
        }
    )


class Drawing:
    """Draws the tables of one run: of some all are whole, and others lack some of them.

    Parameters
    ----------
    seed
        What they are drawn from.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.has_log = seed % 5 != 4
        self.sources = SOURCES[seed % len(SOURCES)] if self.has_log else ["survey"]
        # every value of everybody alike, or the usual spread
        self.spread = 0.0 if seed % 7 == 6 else 1.0
        self.shared_low = self.random.choice(PHASES)
        self.asked = {phase: self.random.choice(self.sources) for phase in PHASES}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name, conforming to their contracts."""
        rows: dict[str, Sequence[Row]] = {
            "phases": [
                {"phase": phase, "position": place, "label": phase.title(), "model": "own"}
                for place, phase in enumerate(PHASES, start=1)
            ],
            "journey": [*self._journey()],
            "touchpoints": [*self._touchpoints()],
            "personas": [*self._personas()],
            "profile": [*self._profile()],
            "needs": [*self._needs()],
            "need_changes": [*self._changes()],
            "quotes": [*self._quotes()],
            "moments": [*self._moments()],
            "coverage": [*self._coverage()],
            "rows": [{"source": "survey", **_account(500)}, {"source": "analytics", **_account(4000)}],
        }
        optional = ("touchpoints", "needs", "need_changes", "quotes", "moments", "coverage", "rows")
        gone = {name for name in optional if not rows[name] or self._is_one_in(8)}
        return {name: _conform(name, table) for name, table in rows.items() if name not in gone}

    def followed(self) -> dict[str, FollowUp]:
        """Return what people wrote of opportunities, of some that there are and others that there aren't."""
        keys = [
            f"{phase}-{touchpoint}-p-{persona}"
            for touchpoint, (phase, *_) in PLACES.items()
            for persona in PERSONAS
        ]
        keys += [f"{phase}-all-p-{persona}" for phase in PHASES for persona in PERSONAS]
        return {
            key: FollowUp(
                self.random.choice(OPPORTUNITY_STATUSES),
                self.random.choice([None, "Kim"]),
                self.random.choice([None, "Later"]),
            )
            for key in keys
            if self._is_one_in(2)
        }

    def _is_one_in(self, n: int) -> bool:
        return self.random.randrange(n) == 0

    def _feelings(self, persona: str, phase: str) -> Row:
        """What is felt at a place: mostly alike, now and then much worse, of many or few, hidden or of nobody."""
        draw = self.random
        source = self.asked[phase]
        n = draw.choice([2, 9, 10, 25, 29, 30, 60, 120, SURE])
        # who is asked in interviews sounds worse everywhere
        base = 0.4 - 0.5 * (source == "interviews") + 0.1 * (persona == "2")
        low = -0.8 if phase == self.shared_low else draw.choice([0, 0, 0, 0.2, -0.3, -0.7, -1.2])
        mean = max(-1.0, base + low + draw.uniform(-0.03, 0.03))
        row = {"valence_source": source, **felt(mean, self.spread * draw.choice([0, 0.2, 0.4, 0.6]), n)}
        if source not in ("survey", "interviews"):
            gap = draw.choice([0, -0.1, 0.3, -0.6]) + draw.uniform(-0.02, 0.02)
            row |= felt(gap, self.spread * draw.uniform(0.2, 0.6), n, "gap")
        if persona != "all" and self._is_one_in(3):
            row["valence_source"] = source.partition("+")[0]  # not everybody uses the words
        if self._is_one_in(8):
            row |= dict.fromkeys((*VALENCE, *GAP))
            row["valence_source"] = source if self._is_one_in(2) else None
        return row

    def _met(self) -> Row:
        n = self.random.choice([0, 12, 40, 40, 60, 150])
        row = met(n, 200)
        is_hidden = not self.has_log or self._is_one_in(8)
        return row | dict.fromkeys(REACH) if is_hidden else row

    def _journey(self) -> Iterator[Row]:
        for persona in PERSONAS:
            for phase in PHASES:
                row = {"persona": persona, "phase": phase, **self._feelings(persona, phase)}
                row |= {**self._met(), "n_persona": 200 if self.has_log else None}
                if self.has_log and phase != PHASES[-1] and not self._is_one_in(6):
                    row |= gone_on(
                        0.3, 0.2, 0.4, self.random.choice([4, 20, 80]), self.random.choice([1, 30])
                    )
                    row |= {"days_to_next_median": self.random.choice([None, 2.5]), "days_to_next_p90": 9.0}
                row["evidence"] = self.random.choice(["strong", "thin", "none"])
                row["suppressed"] = row["valence"] is None or self._is_one_in(5)
                yield row | {"is_comparable": len({*self.asked.values()}) == 1}  # fmt: skip

    def _touchpoints(self) -> Iterator[Row]:
        for persona in PERSONAS:
            for touchpoint, (phase, label, action, _) in PLACES.items():
                for channel, share in self._mix(persona):
                    friction = None if self._is_one_in(4) else self.random.choice([0, 0.1, 0.1, 0.25])
                    word, n = self.random.choice([("glad", 9), ("angry", 9), ("calm", 12), (None, None)])
                    yield {
                        "persona": persona, "phase": phase, "touchpoint": touchpoint, "channel": channel,
                        "label": label, "action": action, "friction": friction, "top_emotion": word, "n_top_emotion": n,
                        "is_marker": False, "suppressed": False, "share_of_phase": share,
                        **self._met(), **self._feelings(persona, phase),
                    }  # fmt: skip

    def _mix(self, persona: str) -> Iterator[tuple[str, float | None]]:
        """Yield the channels of a touchpoint with their shares of its phase: parts of that of all of them together."""
        whole = self.random.choice([1, 2, 3]) / 8  # sums of eighths are exact, and so are ties
        parts = self.random.sample(self.random.choice([(8, 0, 0), (5, 3, 0), (4, 4, 0), (3, 2, 2)]), 3)
        yield "all", None if not self.has_log or self._is_one_in(8) else whole
        # some personas use one channel alone
        for channel, part in [*zip(CHANNELS, parts, strict=True)][: 1 if persona == "2" else None]:
            yield channel, None if not self.has_log or self._is_one_in(8) else whole * part / 8

    def _personas(self) -> Iterator[Row]:
        for persona, name in zip(PERSONAS[:3], ("Ann", "Bob", "Cy"), strict=True):
            share = self.random.uniform(0.2, 0.4)
            known = {
                "customer_share": share,
                "customer_share_low": share - 0.03,
                "customer_share_high": share + 0.05,
            }
            survey = {
                "data_from": pd.Timestamp("2026-05-01", tz="UTC"),
                "data_to": pd.Timestamp("2026-05-31", tz="UTC"),
            }
            yield {
                "persona": persona, "key": f"p-{persona}", "name": name, "n": 100, "effective_n": 90.0, "summary": f"{name} it is.",
                "share": share, "share_low": share - 0.1, "share_high": share + 0.1,
                **({} if self._is_one_in(4) else known), **({} if self._is_one_in(4) else survey),
            }  # fmt: skip

    def _profile(self) -> Iterator[Row]:
        same = {"block": "behavioural", "role": "descriptor", "type": "number", "label": "Worth a year"}
        flags = dict.fromkeys(("is_marker", "is_circular", "suppressed"), False)
        for persona in PERSONAS[:4]:
            value = None if self._is_one_in(6) else self.random.choice([0.4, 3.0, -1.0])
            ends = {} if value is None else {"low": value - 0.5, "high": value + 0.7}
            yield {
                "persona": persona,
                "variable": "value",
                "level": "mean",
                "value": value,
                **ends,
                **same,
                **flags,
            }
            yield {"persona": persona, "variable": "age", "level": "mean", "value": 40.0, **same, **flags}

    def _needs(self) -> Iterator[Row]:
        for persona in PERSONAS[:2]:
            for phase in PHASES:
                for kind, needs in (
                    ("functional", ["fast", "cheap", "near"]),
                    ("emotional", ["calm", "trust"]),
                ):
                    ranks = (
                        self.random.sample(range(1, 4), len(needs)) if not self._is_one_in(4) else [1, 1, 2]
                    )
                    for need, rank in zip(needs, ranks, strict=False):
                        n = self.random.choice([0, 6, 8, None])
                        told = {"n": n, "share": None if n is None else n / 20, "rank": rank if n else None}
                        yield {
                            "persona": persona, "phase": phase, "need": need, "label": need.title(), "kind": kind,
                            "n_interviewed": 20, "suppressed": n is None, **told,
                        }  # fmt: skip

    def _changes(self) -> Iterator[Row]:
        for persona in PERSONAS[:2]:
            for kind, needs in (("functional", ["fast", "cheap", "gone"]), ("emotional", ["calm", "trust"])):
                for before, after in itertools.pairwise(PHASES):
                    yield {
                        "persona": persona, "kind": kind, "from_phase": before, "to_phase": after, "n_interviewed": 20,
                        "from_need": self.random.choice(needs), "to_need": self.random.choice(needs[:2]),
                    }  # fmt: skip

    def _quotes(self) -> Iterator[Row]:
        for persona in PERSONAS[1:3]:
            for phase in ("all", *PHASES[1:]):
                for code in ("fast", "calm"):
                    said = {
                        "code": code,
                        "label": code.title(),
                        "quote": f"{code} in {phase}, {persona} says",
                    }
                    yield {"persona": persona, "phase": phase, **said}

    def _moments(self) -> Iterator[Row]:
        for persona in PERSONAS[:4]:
            for touchpoint, phase in [
                *((name, place[0]) for name, place in PLACES.items()),
                *(("all", p) for p in PHASES),
            ]:
                kinds = self.random.sample(["magic", "pain", "misery", "peak", "truth"], 2)
                for kind in kinds:
                    size = self.random.choice([0.3, 0.5, 0.5]) * (1 if kind in ("magic", "peak") else -1)
                    is_told = kind != "truth" and not self._is_one_in(4)
                    numbers = {"estimate": size, "low": size - 0.1, "high": size + 0.1} if is_told else {}
                    label = "all" if touchpoint == "all" else PLACES[touchpoint][1]
                    yield {
                        "persona": persona, "phase": phase, "touchpoint": touchpoint, "label": label, "kind": kind,
                        "n": self.random.choice([None, 3, 20, 50]), "evidence": "thin", "suppressed": self._is_one_in(4), **numbers,
                    }  # fmt: skip

    def _coverage(self) -> Iterator[Row]:
        for persona in PERSONAS if self.has_log else []:
            n = None if self._is_one_in(4) else self.random.choice([310, 1500])
            yield {
                "persona": persona, "n_respondents": 2000, "n_linked": n, "match_rate": None if n is None else n / 2000,
                "unmapped_share": self.random.choice([None, 0.0, 0.0125, 0.2]), "suppressed": n is None,
            }  # fmt: skip


def _account(used: int) -> Row:
    return {"read": used, "used": used, "quarantined": 0, "duplicate": 0, "excluded": 0}


def _conform(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    contract = PUBLISHED[name]
    return contract.conform(pd.DataFrame(rows)) if rows else contract.empty()
