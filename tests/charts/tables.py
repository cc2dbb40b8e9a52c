"""Published tables as a run would write them: a Dutch webshop, personas 1..k, six phases, gaps and hidden cells.

The numbers are made up but hang together: shares add up, intervals hold their estimate, `n` fits the share.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from personagen.contracts import PUBLISHED
from tests.charts import comparing_tables, journey_tables, typing_tables

NA = float("nan")
NAMES = (
    "Koopjesjagers",
    "Zekerheidszoekers met een druk gezinsleven",
    "Duurzame fijnproevers",
    "Snelle gemakszoekers",
    "Merktrouwe verzamelaars van het eerste uur",
    "Twijfelaars",
    "Cadeaugevers in de laatste week",
    "Vakmensen",
)
SHARES = {
    2: (0.62, 0.38),
    3: (0.45, 0.33, 0.22),
    4: (0.38, 0.29, 0.21, 0.12),
    5: (0.32, 0.25, 0.19, 0.14, 0.10),
    6: (0.28, 0.22, 0.18, 0.14, 0.1, 0.08),
    7: (0.25, 0.2, 0.16, 0.13, 0.11, 0.08, 0.07),
    8: (0.22, 0.18, 0.15, 0.13, 0.11, 0.09, 0.07, 0.05),
}
PHASES = {
    "awareness": "Bewustwording",
    "orientation": "Oriëntatie",
    "buy": "Aankoop",
    "use": "Gebruik",
    "service": "Service",
    "renewal": "Verlenging",
}
GRADES = ("highly_stable", "stable", "stable", "pattern", "stable", "doubtful", "pattern", "pattern")
VALENCE = (
    (0.12, 0.25, 0.31, 0.44, -0.38, 0.20),
    (0.05, 0.18, -0.22, 0.35, 0.41, 0.33),
    (0.22, 0.35, 0.28, 0.52, 0.10, 0.44),
    (0.02, -0.05, 0.36, 0.21, NA, -0.12),
)
REACH = (0.92, 0.81, 0.58, 0.55, 0.21, 0.33)


def table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    return PUBLISHED[name].conform(pd.DataFrame(rows)) if rows else PUBLISHED[name].empty()


def personas(k: int = 4) -> pd.DataFrame:
    rows = []
    for i, share in enumerate(SHARES[k]):
        half = 1.96 * np.sqrt(share * (1 - share) / 1010)
        rows.append(
            {
                "persona": str(i + 1),
                "key": f"persona-{i + 1}",
                "name": NAMES[i],
                "n": round(1146 * share),
                "share": share,
                "share_low": share - half,
                "share_high": share + half,
                "effective_n": 1010.4,
                "n_partial": 12 * (i + 1),
                "jaccard": 0.91 - 0.04 * i,
                "grade": GRADES[i],
                "summary": "Vergelijken lang, kopen vaak in de uitverkoop en bellen pas als een pakket te laat is.",
                "data_from": pd.Timestamp("2026-03-02", tz="UTC"),
                "data_to": pd.Timestamp("2026-04-19", tz="UTC"),
            }
        )
    return table("personas", rows)


def solutions(*, eligible: bool = True) -> pd.DataFrame:
    ari = (0.93, 0.90, 0.88, 0.71, 0.63, 0.58, 0.55)
    jaccard = (0.95, 0.92, 0.86, 0.64, 0.52, 0.47, 0.41)
    return table(
        "solutions",
        [
            {
                "k": k,
                "inertia": 3000.0 / k,
                "restarts_at_best": 0.9 - 0.1 * i,
                "ari_median": ari[i],
                "ari_q25": ari[i] - 0.07,
                "ari_q75": min(1.0, ari[i] + 0.05),
                "ari_q25_low": ari[i] - 0.1,
                "ari_q25_high": ari[i] - 0.04,
                "jaccard_min": jaccard[i],
                "jaccard_min_low": jaccard[i] - 0.04,
                "jaccard_min_high": min(1.0, jaccard[i] + 0.03),
                "unrelated_ari": 0.31 - 0.02 * i,
                "shadow": (0.62, 0.60, 0.57, 0.6, 0.61, 0.62, 0.63)[i],
                "unrelated_shadow": 0.8 - 0.01 * i,
                "continuum_shadow": (0.66, 0.63, 0.59, 0.61, NA, NA, NA)[i],
                "n_blurred": (0, 1, 2)[i] if i < 3 else None,
                "p_unrelated": 0.075,
                "continuum_ari": (0.86, 0.87, 0.84, 0.75, 0.7, 0.66, 0.6)[i],
                "p_continuum": 0.3 if i < 3 else NA,
                "prediction_strength": (0.93, 0.87, 0.74, 0.62, 0.48, 0.4, 0.36)[i],
                "gap_se": 0.02,
                "gap": (0.30, 0.35, 0.41, 0.40, 0.42, 0.43, 0.44)[i],
                "silhouette": (0.31, 0.28, 0.27, 0.2, 0.19, 0.18, 0.17)[i],
                "smallest_share": 0.5 / k,
                "smallest_size": 570 // k,
                "eligible": eligible and k <= 4,
                "natural": False,
                "chosen": k == 4,
            }
            for i, k in enumerate(range(2, 9))
        ],
    )


def verdict(kind: str = "reproducible", k: int = 4, **other: object) -> pd.DataFrame:
    row = {
        "k": k,
        "verdict": kind,
        "eligible_k": 4,
        "data_k": 4,
        "data_verdict": kind,
        "p_continuum": 0.025 if kind == "natural" else 0.3,
        "p_unrelated": 0.05,
        "restarts_at_best": 0.92,
        "misfit": 0.03,
        "reason": "De reden van de keuze.",
        "runner_up": 3,
    }
    return table("verdict", [row | other])


def stability(k: int = 4) -> pd.DataFrame:
    found = personas(k)
    rows = []
    for i, (_, who) in enumerate(found.iterrows()):
        doubt = (0.125, 0.31, 0.0, 0.004, 0.06, 0.48, 0.2, 0.1)[i]
        rows.append(
            {
                "persona": who["persona"],
                "jaccard": who["jaccard"],
                "grade": who["grade"],
                "origin_entropy": NA if k == 2 else 0.12 * i,
                "n_in_doubt": round(doubt * who["n"]),
                "in_doubt_share": doubt,
                "size_low": who["n"] - 6,
                "size_high": who["n"] + 11,
            }
        )
    return table("stability", rows)


def origins(last: int = 8) -> pd.DataFrame:
    """Return how 1,146 respondents on a line move as it is cut in more parts: as many as ``SHARES`` has it."""
    places = np.arange(1146)
    parts = {k: np.searchsorted(np.cumsum(SHARES[k])[:-1], (places + 0.5) / 1146) + 1 for k in SHARES}
    rows: list[dict[str, object]] = []
    for k in range(2, last + 1):
        before = parts[k - 1].astype(str) if k - 1 in parts else np.full(1146, "-")
        counts = pd.DataFrame({"segment": parts[k].astype(str), "previous": before}).value_counts()
        for (segment, previous), n in counts.sort_index().items():
            row = {"k": k, "segment": segment, "previous_segment": previous, "n": n}
            rows.append(row | {"share": n / (parts[k].astype(str) == segment).sum()})
    found = table("origins", rows)
    found.loc[found["n"] < 5, ["n", "share"]] = None
    return found


DESCRIPTOR_TESTS = (  # variable, test, statistic, df, effect, p, circular
    ("regio", "chi2", 41.2, 9.0, 0.11, 0.0004, False),
    ("uitgaven", "anova", None, None, None, None, True),
)


def descriptors() -> pd.DataFrame:
    rows = [
        {
            "variable": variable,
            "test": test,
            "statistic": statistic,
            "df": df,
            "n": 1102,
            "effect_size": effect,
            "least_expected": 14.2 if test == "chi2" else None,
            "p": p,
            "p_adjusted": p,
            "is_circular": circular,
        }
        for variable, test, statistic, df, effect, p, circular in DESCRIPTOR_TESTS
    ]
    return table("descriptors", rows)


def importance() -> pd.DataFrame:
    """Return what the features do: the first ones most, one that is noise, one that decides."""
    found = [v for v in VARIABLES if v[2] == "feature"]
    parts = np.array([2.0**-i for i in range(len(found))])
    parts /= parts.sum()
    rows = [
        {
            "variable": variable,
            "block": block,
            "between_share": part,
            "own_share": min(0.8, 1.5 * part),
            "foretold_share": 0.3 if part > 0.02 else 0.01,
            "ari_without": 1 - part,
            "stability": 0.86,
            "stability_without": 0.86 - part / 3,
            "advice": "decisive" if part > 0.4 else "keep" if part > 0.02 else "leave_out",
        }
        for (variable, block, *_), part in zip(found, parts, strict=True)
    ]
    return table("importance", rows)


def opinions() -> pd.DataFrame:
    agreements = {"latent_class": 0.81, "other_scale": 0.93, "equal_weights": 0.52}
    return table("opinions", [{"opinion": o, "ari": ari, "n": 1140} for o, ari in agreements.items()])


def quality() -> pd.DataFrame:
    rows = [
        {"check": check, "n": n, "share": n / 1146, "ari_without": 0.97}
        for check, n in (("straightliner", 31), ("speeder", 12), ("any", 40))
    ]
    rows.append({"check": "partial", "n": 66, "share": 66 / 1146, "share_change": 0.01})
    return table("quality", [*rows, {"check": "level", "level_share": 0.08, "is_alarm": False}])


def extension(k: int = 4) -> pd.DataFrame:
    recall = {"recall": 0.71, "recall_low": 0.66, "recall_high": 0.76, "is_used": True}
    rows = [
        {
            "persona": str(i + 1),
            "n_linked": round(760 * share),
            "needed": share,
            "n_extended": round(17000 * share),
            "customer_share": 0.97 * share,
            "customer_share_low": 0.9 * share,
            "customer_share_high": min(1.0, 1.04 * share),
        }
        for i, share in enumerate(SHARES[k])
    ]
    rows.append({"persona": "all", "n_linked": 760, "needed": 1 / k + 0.2, "n_extended": 17000})
    return table("extension", [row | recall for row in rows])


def drift(*, is_large: bool = True) -> pd.DataFrame:
    rows = (
        ("leeftijd", 0.31 if is_large else 0.08),
        ("prijs", 0.04),
        ("persona", 0.24 if is_large else 0.01),
    )
    return table(
        "drift",
        [
            {"variable": v, "psi": psi, "by_chance": 0.02, "n_before": 1146, "n": 1210, "is_large": psi > 0.2}
            for v, psi in rows
        ],
    )


VARIABLES = (  # variable, block, role, type, label, theme, levels
    ("leeftijd", "demographic", "feature", "number", "Leeftijd in jaren", None, ("mean",)),
    ("inkomen", "demographic", "feature", "ordinal", "Inkomen", None, ("laag", "midden", "hoog")),
    ("regio", "demographic", "descriptor", "nominal", "Regio", None, ("Noord", "Oost", "Zuid", "West")),
    (
        "prijs",
        "psychographic",
        "feature",
        "likert",
        "Let bij elke aankoop eerst op de prijs",
        "motivation",
        ("mean",),
    ),
    (
        "duurzaam",
        "psychographic",
        "feature",
        "likert",
        "Wil weten waar een product vandaan komt",
        "motivation",
        ("mean",),
    ),
    (
        "gemak",
        "psychographic",
        "feature",
        "likert",
        "Heeft het liefst alles vandaag nog in huis",
        "goal",
        ("mean",),
    ),
    ("nieuwsbrief", "behavioural", "feature", "yes_no", "Leest de nieuwsbrief", None, ("yes", "no")),
    ("kanalen", "behavioural", "feature", "multi", "Winkelt via", None, ("app", "web", "winkel")),
    ("bezoeken", "behavioural", "feature", "count", "Bezoeken per maand", None, ("mean",)),
    ("uitgaven", "behavioural", "descriptor", "number", "Uitgaven per jaar (€)", None, ("mean",)),
)
MEANS = {
    "leeftijd": (46.2, 8.0),
    "prijs": (3.3, 0.8),
    "duurzaam": (2.9, 0.7),
    "gemak": (3.6, 0.6),
    "bezoeken": (4.2, 1.5),
    "uitgaven": (412.0, 120.0),
}
RANGES = {"leeftijd": 70.0, "prijs": 4.0, "duurzaam": 4.0, "gemak": 4.0, "bezoeken": 30.0, "uitgaven": 2500.0}


def profile(k: int = 4) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for i in range(k):
        n = round(1146 * SHARES[k][i])
        for j, (variable, block, role, kind, label, theme, levels) in enumerate(VARIABLES):
            for h, level in enumerate(levels):
                turn = np.sin(1.7 * i + 0.9 * j + 2.1 * h + 0.4)
                hidden = variable == "regio" and level == "Noord" and i == 3
                row: dict[str, object] = {
                    "persona": str(i + 1),
                    "variable": variable,
                    "level": level,
                    "block": block,
                    "role": role,
                    "type": kind,
                    "label": label,
                    "theme": theme,
                    "suppressed": hidden,
                    "is_marker": False,
                    "is_circular": role == "feature",
                }
                if level == "mean":
                    overall, spread = MEANS[variable]
                    value = overall + spread * turn
                    difference = (value - overall) / RANGES[variable]
                    half = 1.96 * spread * 1.3 / np.sqrt(n)
                    row |= {
                        "value": value,
                        "low": value - half,
                        "high": value + half,
                        "overall": overall,
                        "difference": difference,
                        "effect_size": 0.9 * turn,
                        "n": n,
                        "base_n": n,
                        "is_marker": bool(abs(difference) >= 0.25),
                    }
                else:
                    overall = 1 / len(levels)
                    value = float(np.clip(overall + 0.22 * turn, 0.02, 0.98))
                    half = 1.96 * np.sqrt(value * (1 - value) / n)
                    row |= {
                        "value": value,
                        "low": max(0.0, value - half),
                        "high": min(1.0, value + half),
                        "overall": overall,
                        "difference": value - overall,
                        "n": round(n * value),
                        "base_n": n,
                        "effect_size": 2 * (np.arcsin(np.sqrt(value)) - np.arcsin(np.sqrt(overall))),
                        "is_marker": bool(
                            abs(value - overall) >= 0.25 or abs(value - overall) >= overall / 2
                        ),
                    }
                if hidden:
                    row |= dict.fromkeys(("n", "base_n", "value", "low", "high", "difference", "effect_size"))
                rows.append(row)
    return table("profile", rows)


CODES = (
    ("goal_saving", "goal", None, "Geen cent te veel betalen"),
    ("motivation_chase", "motivation", None, "Het plezier van een goede vondst"),
    ("pain_delivery", "pain_point", None, "Niet weten wanneer het pakket komt"),
    ("pain_return", "pain_point", None, "Retourneren kost te veel tijd en moeite"),
    ("need_price", "need", "functional", "Eerlijke prijzen zonder kleine lettertjes"),
    ("need_calm", "need", "emotional", "Het gevoel dat iemand het oplost"),
    ("delight_card", "delight", None, "Het handgeschreven kaartje in de doos"),
    ("background_family", "background", None, "Gezin met jonge kinderen"),
)


def codes(k: int = 4) -> pd.DataFrame:
    rows = []
    for i in range(k):
        base = (18, 16, 16, 14, 12, 10, 9, 8)[i]
        for j, (code, theme, kind, label) in enumerate(CODES):
            said = 1 + (5 * i + 3 * j) % (base - 2)
            hidden = i == 3 and j in {2, 5}
            rows.append(
                {
                    "persona": str(i + 1),
                    "phase": "all",
                    "code": code,
                    "theme": theme,
                    "kind": kind,
                    "label": label,
                    "n_interviewed": base,
                    "n_mentioned": None if hidden else said,
                    "share": None if hidden else said / base,
                    "low": None if hidden else max(0, said / base - 0.2),
                    "high": None if hidden else min(1, said / base + 0.2),
                    "overall_share": 0.4,
                    "lift": None if hidden else said / base / 0.4,
                    "suppressed": hidden,
                }
            )
    return table("codes", rows)


NEED_LABELS = {
    "functional": ("Snel kunnen vergelijken met andere winkels", "Weten wanneer het pakket echt aankomt"),
    "emotional": ("Het gevoel dat iemand het oplost", "Zeker weten dat de keuze de goede is"),
}


def needs(k: int = 4) -> pd.DataFrame:
    rows = []
    for i in range(k):
        base = (18, 16, 16, 14, 12, 10, 9, 8)[i]
        for j, phase in enumerate(PHASES):
            for kind, labels in NEED_LABELS.items():
                swap = i == 1 and j >= 3
                for rank, label in enumerate(reversed(labels) if swap else labels, start=1):
                    n = max(5, base - 4 * rank - j % 2)
                    rows.append(
                        {
                            "persona": str(i + 1),
                            "phase": phase,
                            "need": label.lower(),
                            "label": label,
                            "kind": kind,
                            "n_interviewed": base,
                            "n": n,
                            "share": n / base,
                            "low": max(0, n / base - 0.22),
                            "high": min(1, n / base + 0.2),
                            "rank": rank,
                            "is_change": swap and j == 3 and rank == 1 and kind == "functional",
                            "status": ("confirmed", "contradicted", "untested")[(i + j) % 3],
                            "suppressed": False,
                        }
                    )
    return table("needs", rows)


def need_changes(k: int = 4) -> pd.DataFrame:
    first, then = NEED_LABELS["functional"]
    return table(
        "need_changes",
        [
            {
                "persona": "2",
                "kind": "functional",
                "from_phase": "buy",
                "to_phase": "use",
                "from_need": first.lower(),
                "to_need": then.lower(),
                "n_interviewed": 16,
                "text": "De eerste wens verandert.",
            }
        ]
        if k >= 2
        else [],
    )


def quotes(k: int = 4) -> pd.DataFrame:
    words = (
        "Ik kijk eerst overal rond, en pas als ik zeker weet dat het nergens goedkoper is, druk ik op bestellen.",
        "Toen het pakket kwijt was, belde er iemand terug. Dat had ik echt niet verwacht.",
        "Als ik niet kan zien wie het gemaakt heeft, dan hoeft het voor mij niet.",
        "Vandaag besteld, vanavond in huis. Anders ga ik wel langs de winkel.",
    )
    return table(
        "quotes",
        [
            {
                "persona": str(i + 1),
                "code": "pain_delivery",
                "label": "Niet weten wanneer het pakket komt",
                "phase": ("orientation", "service", "buy", "use")[i % 4],
                "quote": words[i % 4],
            }
            for i in range(min(k, 4))
        ],
    )


def phases() -> pd.DataFrame:
    return table(
        "phases",
        [
            {"phase": phase, "position": i, "label": label, "model": "six"}
            for i, (phase, label) in enumerate(PHASES.items(), start=1)
        ],
    )


def journey(k: int = 4) -> pd.DataFrame:
    rows = []
    for i in [*range(k), "all"]:
        n_persona = 760 if i == "all" else round(790 * SHARES[k][i])
        for j, phase in enumerate(PHASES):
            rows.append(
                _journey_row("all" if i == "all" else str(i + 1), i if i != "all" else 0, j, phase, n_persona)
            )
    return table("journey", rows)


def _journey_row(persona: str, i: int, j: int, phase: str, n_persona: int) -> dict[str, object]:
    reach = REACH[j] * (1 - 0.07 * (i % 4))
    n = round(n_persona * reach)
    valence = VALENCE[i % 4][j]
    rated = 0 if np.isnan(valence) else max(6, round(n * 0.35))
    half = NA if not rated else min(0.9, 0.9 / np.sqrt(rated))
    last = j == len(PHASES) - 1
    drop = NA if last else min(0.9, 0.15 + 0.1 * ((i + 2 * j) % 5))
    row: dict[str, object] = {
        "persona": persona,
        "phase": phase,
        "n_persona": n_persona,
        "n_customers": n,
        "reach": n / n_persona,
        "reach_low": max(0, n / n_persona - 0.05),
        "reach_high": min(1, n / n_persona + 0.05),
        "n_contacts": n * 4,
        "contacts_per_customer": 4.0,
        "valence": valence,
        "valence_low": max(-1, valence - half),
        "valence_high": min(1, valence + half),
        "valence_source": None if not rated else "csat",
        "n_valence": rated,
        "n_ratings": rated * 2,
        "gap": NA if not rated else valence / 2,
        "gap_low": NA if not rated else valence / 2 - 0.1,
        "gap_high": NA if not rated else valence / 2 + 0.1,
        "n_gap": rated,
        "days_to_next_median": NA if last else (0.4, 6.0, 2.0, 41.0, 12.0)[j],
        "days_to_next_p90": NA if last else 90.0,
        "n_going_on": n,
        "drop_off": drop,
        "drop_off_low": NA if last else max(0, drop - 0.06),
        "drop_off_high": NA if last else drop + 0.06,
        "horizon_days": 90.0,
        "censored_share": 0.12,
        "n_later_before": 3,
        "reentries": 0.3,
        "evidence": "none" if not rated else "thin" if rated < 30 else "strong",
        "suppressed": False,
    }
    if persona == "4" and phase == "service":
        kept = {"persona", "phase", "n_persona", "evidence", "suppressed", "horizon_days"}
        row |= {c: None for c in row if c not in kept} | {"evidence": "none", "suppressed": True}
    return row


TOUCHPOINTS = {
    "awareness": ("Advertentie op sociale media", "Folder in de bus", "Tip van vrienden of familie"),
    "orientation": ("Productpagina met klantbeoordelingen", "Vergelijkingssite", "Zoekmachine"),
    "buy": ("Winkelmand", "Betaalpagina", "Bezorgmoment kiezen"),
    "use": ("Pakket uitpakken en in gebruik nemen", "App: bestelling volgen", "Gebruiksaanwijzing"),
    "service": ("Klantenservice aan de telefoon", "Retourformulier", "Chat"),
    "renewal": ("Nieuwsbrief met persoonlijk aanbod", "Spaarprogramma", "Herhaalbestelling"),
}
CHANNELS = {"web": 0.55, "app": 0.3, "telefoon": 0.15}
ACTIONS = ("oriënteert zich op wat er te koop is", "vergelijkt prijzen", "vraagt anderen om raad")


def touchpoints(k: int = 4) -> pd.DataFrame:
    rows = []
    for i in range(k):
        n_persona = round(790 * SHARES[k][i])
        for j, (phase, labels) in enumerate(TOUCHPOINTS.items()):
            for h, label in enumerate(labels):
                n = round(n_persona * REACH[j] * (0.8 - 0.22 * h))
                rows.append(
                    {
                        "persona": str(i + 1),
                        "phase": phase,
                        "touchpoint": label.lower(),
                        "channel": "all",
                        "label": label,
                        "action": ACTIONS[h],
                        "n_persona": n_persona,
                        "n_customers": n,
                        "reach": n / n_persona,
                        "overall_reach": n / n_persona,
                        "difference": 0.0,
                        "low": -0.05,
                        "high": 0.05,
                        "is_marker": False,
                        "is_circular": False,
                        "n_contacts": 3 * n,
                        "share_of_phase": (0.5, 0.3, 0.2)[h],
                        "entry_share": 0.3,
                        "exit_share": 0.3,
                        "valence": 0.2,
                        "valence_low": 0.1,
                        "valence_high": 0.3,
                        "n_valence": n // 3,
                        "n_ratings": n // 2,
                        "top_emotion": "tevreden",
                        "n_top_emotion": max(5, n // 8),
                        "suppressed": False,
                    }
                )
    return table("touchpoints", rows)


def moments(k: int = 4) -> pd.DataFrame:
    rows = [
        ("1", "use", "uitpakken", "Pakket uitpakken en in gebruik nemen", "magic", 128, 0.42, "strong"),
        ("1", "service", "telefoon", "Klantenservice aan de telefoon", "misery", 44, -0.51, "strong"),
        ("2", "buy", "betaalpagina", "Betaalpagina", "pain", 71, -0.36, "strong"),
        ("2", "service", "telefoon", "Klantenservice aan de telefoon", "peak", 22, 0.31, "thin"),
        ("1", "buy", "betaalpagina", "Betaalpagina", "truth", 150, NA, "strong"),
    ]
    return table(
        "moments",
        [
            {
                "persona": p,
                "phase": phase,
                "touchpoint": t,
                "label": label,
                "kind": kind,
                "n": n,
                "estimate": estimate,
                "low": estimate - 0.14,
                "high": estimate + 0.14,
                "evidence": evidence,
                "suppressed": False,
            }
            for p, phase, t, label, kind, n, estimate, evidence in rows
            if int(p) <= k
        ],
    )


def coverage(k: int = 4) -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "persona": str(i + 1),
            "n_respondents": round(1146 * SHARES[k][i]),
            "n_linked": round(790 * SHARES[k][i]),
            "n_customers": round(760 * SHARES[k][i]),
            "match_rate": 0.69,
            "unmapped_share": 0.04 + 0.01 * i,
            "n_contacts": 4000 - 300 * i,
            "suppressed": False,
        }
        for i in range(k)
    ]
    rows.append(
        {
            "persona": "all",
            "n_respondents": 1146,
            "n_linked": 790,
            "n_customers": 760,
            "match_rate": 0.69,
            "unmapped_share": 0.05,
            "n_contacts": 14100,
            "suppressed": False,
        }
    )
    rows.append(
        {
            "persona": "unassigned",
            "n_customers": 18240,
            "unmapped_share": 0.06,
            "n_contacts": 232000,
            "suppressed": False,
        }
    )
    return table("coverage", rows)


def rows() -> pd.DataFrame:
    return table(
        "rows",
        [
            {
                "source": "survey",
                "read": 1224,
                "used": 1146,
                "quarantined": 5,
                "duplicate": 24,
                "excluded": 49,
                "unlinked": 356,
                "n_left_out": 4,
            },
            {
                "source": "interviews",
                "read": 512,
                "used": 508,
                "quarantined": 4,
                "duplicate": 0,
                "excluded": 0,
            },
            {
                "source": "touchpoints",
                "read": 250000,
                "used": 246214,
                "quarantined": 86,
                "duplicate": 2500,
                "excluded": 1200,
                "unlinked": 231900,
            },
        ],
    )


def faults() -> pd.DataFrame:
    return table(
        "faults",
        [
            {
                "source": "survey",
                "column": "Leeftijd",
                "check": "in_range",
                "n": 1,
                "n_left_out": 1,
                "mend": "Give an age between 0 and 120.",
            },
            {
                "source": "survey",
                "column": "Inkomen",
                "check": "level",
                "n": 4,
                "n_left_out": 3,
                "mend": "Write one of: laag, midden, hoog.",
            },
        ],
    )


def features() -> pd.DataFrame:
    return table(
        "features",
        [
            {
                "variable": variable,
                "block": block,
                "type": kind,
                "n_missing": 4 * i,
                "n_not_asked": 0,
                "n_clipped": i % 2,
                "mean": MEANS.get(variable, (NA,))[0],
                "sd": 1.0,
                "weight": 0.125,
            }
            for i, (variable, block, role, kind, *_) in enumerate(VARIABLES)
            if role == "feature"
        ],
    )


MOMENT_KINDS = {
    "magic": "Moment van magie",
    "misery": "Moment van ergernis",
    "peak": "Hoogtepunt",
    "pain": "Pijnpunt",
    "truth": "Moment van de waarheid",
}
FOOTER = (
    "Bron: enquête 2 maart t/m 19 april 2026, 64 interviews, logboek tot 30 juni 2026.",
    "Bereik: aandeel van de gekoppelde klanten van deze persona. Beleving: gemiddelde van klantgemiddelden.",
)
Entry = dict[str, object]


def journey_map(k: int = 4) -> pd.DataFrame:
    felt = journey(k).set_index(["persona", "phase"])
    found: list[Entry] = []
    for _, who in personas(k).iterrows():
        share = {"value": who["share"], "low": who["share_low"], "high": who["share_high"], "n": who["n"]}
        entries = [{"lane": "header", "position": 1, "text": who["name"], **share}]
        entries += [{"lane": "header", "position": 2, "text": who["summary"]}]
        entries += [{"lane": "header", "position": 3, "text": "Enquête van 2 maart tot en met 19 april 2026"}]
        linked = {"value": 0.69, "n": round(790 * SHARES[k][int(who["persona"]) - 1])}
        entries += [{"lane": "header", "position": 4, "text": "Aan een klant gekoppeld: 69%", **linked}]
        entries += [{"lane": "footer", "position": i, "text": text} for i, text in enumerate(FOOTER, start=1)]
        found += [{"persona": who["persona"], "phase": "all", **entry} for entry in entries]
        for position, (phase, label) in enumerate(PHASES.items(), start=1):
            entries = [{"lane": "header", "position": position, "text": label}]
            entries += [*_measured(felt.loc[(who["persona"], phase)]), *_worded(phase)]
            others = [o for o in map(str, range(1, k + 1)) if o != who["persona"]]
            entries += _numbered(
                "others", [{"text": o, "value": felt.loc[(o, phase)]["valence"]} for o in others]
            )
            found += [{"persona": who["persona"], "phase": phase, **entry} for entry in entries]
    said = quotes(k)[["persona", "phase", "quote"]].rename(columns={"quote": "text"})
    found += said.assign(lane="quote", position=1).to_dict("records")
    asked = journey_tables.opportunities(k)[
        ["persona", "phase", "sentence", "rank", "score", "n", "evidence"]
    ]
    found += [
        {"lane": "opportunity", "position": 1, "text": f"Nr. {rank}: {text}", **row, "value": score}
        for rank, text, score, row in zip(
            asked["rank"],
            asked["sentence"],
            asked["score"],
            asked[["persona", "phase", "n", "evidence"]].to_dict("records"),
            strict=True,
        )
    ]
    return table("map", found + _map_moments(k))


def _numbered(lane: str, entries: list[Entry]) -> list[Entry]:
    return [{"lane": lane, "position": i, **entry} for i, entry in enumerate(entries, start=1)]


def _measured(row: pd.Series) -> list[Entry]:
    days = {"value": row["days_to_next_median"], "high": row["days_to_next_p90"]}
    found = _numbered("days_to_next", [days])
    lanes = {"reach": "n_customers", "drop_off": "n_going_on", "valence": "n_valence", "gap": "n_gap"}
    for lane, n in lanes.items():
        cell = {"value": row[lane], "low": row[f"{lane}_low"], "high": row[f"{lane}_high"], "n": row[n]}
        found += _numbered(lane, [cell])
    if row["n_valence"] is not pd.NA:
        found += _numbered("emotion", [{"text": "tevreden", "n": 31}, {"text": "ongeduldig", "n": 12}])
    return found


def _worded(phase: str) -> list[Entry]:
    found = _numbered("action", [{"text": t, "value": 0.7 - 0.2 * i, "n": 40} for i, t in enumerate(ACTIONS)])
    met = [{"text": t, "value": 0.6 - 0.2 * i, "n": 50} for i, t in enumerate(TOUCHPOINTS[phase])]
    found += _numbered("touchpoint", met)
    hard = [{"text": t, "value": 0.3 - 0.1 * i, "n": 50} for i, t in enumerate(TOUCHPOINTS[phase])]
    found += _numbered("friction", hard[:2])
    found += _numbered("channel", [{"text": t, "value": share} for t, share in CHANNELS.items()])
    for kind, labels in NEED_LABELS.items():
        wishes = [{"text": t, "value": (12 - 4 * i) / 16, "n": 12 - 4 * i} for i, t in enumerate(labels)]
        found += _numbered(f"need_{kind}", wishes)
    return found


def _map_moments(k: int) -> list[Entry]:
    rows = moments(k)
    texts = [
        f"{MOMENT_KINDS[kind]}: {label}" for kind, label in rows[["kind", "label"]].itertuples(index=False)
    ]
    rows = rows.assign(text=texts, lane="moment", value=rows["estimate"])
    rows["position"] = rows.groupby(["persona", "phase"]).cumcount() + 1
    columns = ["persona", "phase", "lane", "position", "text", "value", "low", "high", "n", "evidence"]
    found: list[Entry] = rows[columns].to_dict("records")
    return found


@cache
def _everything(k: int) -> dict[str, pd.DataFrame]:
    return {
        "rows": rows(),
        "faults": faults(),
        "features": features(),
        "verdict": verdict(),
        "solutions": solutions(),
        "stability": stability(k),
        "origins": origins(),
        "descriptors": descriptors(),
        "importance": importance(),
        "opinions": opinions(),
        "extension": extension(k),
        "quality": quality(),
        "typing": typing_tables.typing(),
        "typing_rule": typing_tables.typing_rule(k),
        "typing_confusion": typing_tables.typing_confusion(k),
        "personas": personas(k),
        "profile": profile(k),
        "prevalence": comparing_tables.prevalence(SHARES[k]),
        "attractiveness": comparing_tables.attractiveness(SHARES[k]),
        "codes": codes(k),
        "needs": needs(k),
        "need_changes": need_changes(k),
        "quotes": quotes(k),
        "phases": phases(),
        "journey": journey(k),
        "touchpoints": touchpoints(k),
        "moments": moments(k),
        "time_to_phase": journey_tables.time_to_phase(k, tuple(PHASES)),
        "flows": journey_tables.flows(k, TOUCHPOINTS),
        "representative": journey_tables.representative(k, TOUCHPOINTS),
        "differences": journey_tables.differences(k, tuple(PHASES)),
        "drivers": journey_tables.drivers(k, tuple(PHASES)),
        "opportunities": journey_tables.opportunities(k),
        "map": journey_map(k),
        "coverage": coverage(k),
    }


def everything(k: int = 4) -> dict[str, pd.DataFrame]:
    """Return every published table of a whole study, as copies of one's own."""
    return {name: frame.copy() for name, frame in _everything(k).items()}
