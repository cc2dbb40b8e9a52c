"""The survey export: answers of the respondents, broken-off rows, duplicates and typing errors."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.webshop.generator import plan
from data.webshop.generator.files import decimal_comma, to_csv
from data.webshop.generator.mishaps import STAMP, break_off, mistype, revise
from data.webshop.generator.people import People

IntArray = NDArray[np.int64]

# All by kind.
AGE = ((40.0, 6.5), (48.0, 7.5), (63.0, 6.5), (28.0, 5.0), (59.0, 6.5), (37.0, 6.0))
INCOME = (
    (4600.0, 750.0),
    (2650.0, 620.0),
    (4000.0, 750.0),
    (2500.0, 600.0),
    (2300.0, 550.0),
    (3000.0, 600.0),
)
EDUCATION = (3.0, 1.6, 2.7, 3.2, 1.0, 2.2)
HOUSEHOLD = (3.9, 2.4, 2.0, 1.5, 1.7, 3.1)
FEMALE = (0.58, 0.55, 0.47, 0.45, 0.55, 0.55)

EDUCATIONS = ("Basisonderwijs", "Vmbo", "Mbo", "Hbo", "Wo")
PROVINCES = {
    "Groningen": 0.034,
    "Friesland": 0.037,
    "Drenthe": 0.029,
    "Overijssel": 0.067,
    "Flevoland": 0.025,
    "Gelderland": 0.120,
    "Utrecht": 0.078,
    "Noord-Holland": 0.166,
    "Zuid-Holland": 0.213,
    "Zeeland": 0.022,
    "Noord-Brabant": 0.146,
    "Limburg": 0.063,
}
# Agreement with each motive by persona; Q7_3 and Q7_6 are asked the other way round.
MOTIVES = {
    "Q7_1": (4.3, 2.7, 2.9, 2.8, 2.1, 3.2),
    "Q7_2": (2.7, 4.3, 2.4, 3.2, 4.4, 4.2),
    "Q7_3": (3.1, 2.5, 4.4, 2.9, 3.2, 1.9),
    "Q7_4": (2.5, 2.4, 1.9, 4.3, 1.7, 3.0),
    "Q7_5": (2.4, 2.2, 4.2, 2.1, 2.7, 1.8),
    "Q7_6": (3.3, 2.8, 1.9, 4.4, 1.9, 3.6),
    "Q7_7": (3.2, 3.2, 3.2, 3.2, 3.2, 3.2),
}
REVERSED = ("Q7_3", "Q7_6")
DEVICES = {
    "Smartphone": (0.85, 0.70, 0.35, 0.98, 0.50, 0.88),
    "Laptop of pc": (0.60, 0.75, 0.85, 0.40, 0.88, 0.62),
    "Tablet": (0.45, 0.30, 0.50, 0.12, 0.35, 0.25),
    "Smart-tv": (0.05, 0.04, 0.02, 0.18, 0.03, 0.05),
}
RETURNED = (0.55, 0.50, 0.40, 0.62, 0.40, 0.60)
REMARKS = (
    "Geen verdere opmerkingen",
    "Leuke vragenlijst; wel wat lang",
    "Ik mis een vraag over de verpakkingen",
    "Jullie zijn een fijne winkel",
    'Vraag 7 vond ik "lastig" te beantwoorden',
    "Twee dingen:\n- bezorgtijden\n- de app",
    "Had graag vaker 'soms' willen invullen",
    "Bij mij was de bezorger altijd vriendelijk",
    "nvt",
    "Graag meer keuze; en eerlijke prijzen",
)
DONT_KNOW = "weet niet"
NOT_ASKED = "niet gesteld"


def _by_kind(values: tuple[float, ...], kinds: IntArray) -> NDArray[np.float64]:
    return np.take(np.asarray(values, dtype=np.float64), kinds)


def _normal_by_kind(
    rng: np.random.Generator, spec: tuple[tuple[float, float], ...], kinds: IntArray
) -> NDArray[np.float64]:
    means, spreads = np.asarray(spec).T
    return np.asarray(rng.normal(means[kinds], spreads[kinds]), dtype=np.float64)


def _motives(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Return the items as answered: 1..5 in text, or the word for don't know."""
    kinds = people["kind"].to_numpy()
    careless = {
        "speed": people["is_speeder"].to_numpy(),
        "straight": people["is_straightliner"].to_numpy(),
    }
    same = rng.choice([2, 3, 4], len(people), p=[0.2, 0.5, 0.3])
    items = {}
    for item, means in MOTIVES.items():
        answers = plan.draw_ordered(rng, _by_kind(means, kinds), 0.95, 1, 5)
        answers = 6 - answers if item in REVERSED else answers
        answers = np.where(careless["speed"], rng.integers(1, 6, len(people)), answers)
        answers = np.where(careless["straight"], same, answers)
        text = answers.astype(str).astype(object)
        text[plan.draw_flags(rng, len(people), 0.025) & ~careless["straight"]] = DONT_KNOW
        items[item] = text
    return pd.DataFrame(items)


def _devices(rng: np.random.Generator, kinds: IntArray) -> list[str]:
    chosen = {name: rng.random(len(kinds)) < _by_kind(shares, kinds) for name, shares in DEVICES.items()}
    rows = zip(*chosen.values(), strict=True)
    return [
        ", ".join(name for name, flag in zip(DEVICES, row, strict=True) if flag) or "Smartphone"
        for row in rows
    ]


def _returns(rng: np.random.Generator, kinds: IntArray) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the routing question and the one that only those who said yes were asked."""
    returned = rng.random(len(kinds)) < _by_kind(RETURNED, kinds)
    ease = plan.draw_ordered(rng, np.full(len(kinds), 3.6), 0.9, 1, 5).astype(str).astype(object)
    ease[plan.draw_flags(rng, len(kinds), 0.03)] = DONT_KNOW
    return np.where(returned, "Ja", "Nee").astype(object), np.where(returned, ease, NOT_ASKED)


def _timing(
    rng: np.random.Generator, people: pd.DataFrame, wave: plan.Wave
) -> tuple[list[datetime], IntArray]:
    """Return the start of each questionnaire and its length in seconds."""
    n = len(people)
    day = np.minimum(rng.exponential(8.0, n).astype(int), 26)
    minute = (rng.beta(2.2, 1.4, n) * 14.5 * 60).astype(int)
    second = rng.integers(0, 60, n)
    starts = [
        wave.fieldwork + timedelta(days=int(d), minutes=int(m), seconds=int(s))
        for d, m, s in zip(day, minute, second, strict=True)
    ]
    length = np.maximum(np.exp(rng.normal(np.log(520), 0.28, n)), 300).astype(np.int64)
    length = np.where(people["is_speeder"], rng.integers(70, 170, n), length)
    return starts, length


def _weights(rng: np.random.Generator, people: pd.DataFrame) -> NDArray[np.float64]:
    """Return weights that average 1 over the finished of every persona: weighted shares are the planted ones."""
    kinds = people["kind"].to_numpy()
    finished = ~people["is_partial"].to_numpy()
    weights = np.clip(np.exp(rng.normal(0, 0.28, len(kinds))), 0.45, 2.2)
    means = np.bincount(kinds[finished], weights[finished]) / np.maximum(np.bincount(kinds[finished]), 1)
    return np.asarray(np.round(weights / means[kinds], 3), dtype=np.float64)


def _answers(rng: np.random.Generator, people: pd.DataFrame, wave: plan.Wave) -> pd.DataFrame:
    """Return one clean row per person, all text, in the columns of the export."""
    kinds, n = people["kind"].to_numpy(), len(people)
    starts, length = _timing(rng, people, wave)
    income = np.round(np.clip(_normal_by_kind(rng, INCOME, kinds), 900, None) / 25) * 25
    income_text = np.array([decimal_comma(float(one), 2) for one in income], dtype=object)
    income_text[plan.draw_flags(rng, n, 0.05)] = "wil niet zeggen"
    gender = np.where(rng.random(n) < _by_kind(FEMALE, kinds), "Vrouw", "Man").astype(object)
    gender[plan.draw_flags(rng, n, 0.008)] = "Anders"
    education = plan.draw_ordered(rng, _by_kind(EDUCATION, kinds), 0.85, 0, 4)
    household = plan.draw_ordered(rng, _by_kind(HOUSEHOLD, kinds), 0.8, 1, 7)
    returned, ease = _returns(rng, kinds)
    shares = np.array(list(PROVINCES.values()))
    mail = rng.permutation(9000)[:n] + 1000
    remark = np.array(REMARKS, dtype=object)[rng.integers(0, len(REMARKS), n)]
    frame = pd.DataFrame(
        {
            "Respondentnr": people["respondent_id"].to_numpy(),
            "Startdatum": [start.strftime(STAMP) for start in starts],
            "Einddatum": [
                (start + timedelta(seconds=int(s))).strftime(STAMP)
                for start, s in zip(starts, length, strict=True)
            ],
            "Duur (sec)": length.astype(str),
            "Status": "Voltooid",
            "E-mailadres": [f"panellid.{number}@example.nl" for number in mail],
            "Weegfactor": [decimal_comma(float(one), 3) for one in _weights(rng, people)],
            "Geslacht": gender,
            "Leeftijd": np.maximum(np.rint(_normal_by_kind(rng, AGE, kinds)), 18).astype(int).astype(str),
            "Provincie": rng.choice(list(PROVINCES), n, p=shares / shares.sum()),
            "Opleiding": np.array(EDUCATIONS, dtype=object)[education],
            "Huishoudgrootte": household.astype(str),
            "Netto inkomen p/m": income_text,
        }
    )
    frame = pd.concat([frame, _motives(rng, people)], axis=1)
    frame["Q9_apparaten"] = _devices(rng, kinds)
    frame["Q10_retour"] = returned
    frame["Q11_retourgemak"] = ease
    frame["Q12_aanbevelen"] = plan.draw_ordered(rng, np.full(n, 7.4), 1.6, 0, 10).astype(str)
    frame["Opmerkingen"] = np.where(plan.draw_flags(rng, n, 0.08), remark, "")
    return frame.astype(object)


def build_survey(seed: int, people: People, wave: plan.Wave = plan.FIRST) -> tuple[str, pd.DataFrame]:
    """Return the export as text, and the rows that count (as planted, 1,200 of them)."""
    rng = plan.generator_for(seed, 2)
    respondents = people.respondents
    partial = pd.DataFrame({"respondent_id": people.partial_ids})
    partial["kind"] = np.flatnonzero(wave.respondents)[rng.integers(0, len(plan.PERSONAS), len(partial))]
    partial[["is_straightliner", "is_speeder", "is_interviewed"]] = False
    everybody = pd.concat([respondents, partial], ignore_index=True)
    everybody["is_partial"] = np.arange(len(everybody)) >= len(respondents)
    flags = ["is_straightliner", "is_speeder"]
    everybody[flags] = everybody[flags].astype(bool)
    rows = _answers(rng, everybody, wave)
    n = len(respondents)
    clean = mistype(rows.iloc[:n].reset_index(drop=True), people)
    ended = pd.to_datetime(clean["Einddatum"], format=STAMP)
    is_late = (ended > wave.fieldwork + timedelta(days=5)).to_numpy()
    exact = clean.iloc[rng.choice(np.flatnonzero(~is_late), plan.EXACT_DUPLICATES, replace=False)]
    older = clean.iloc[rng.choice(np.flatnonzero(is_late), plan.REVISED_DUPLICATES, replace=False)]
    older = revise(rng, older)
    export = pd.concat([clean, break_off(rng, rows.iloc[n:]), exact, older], ignore_index=True)
    order = pd.to_datetime(export["Einddatum"], format=STAMP).argsort(kind="stable")
    return to_csv(export.iloc[order], ";", "\r\n"), clean
