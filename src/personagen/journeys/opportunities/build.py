"""The table `opportunities`: the lows of all journeys, weighed, ranked, and what people made of them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from personagen.contracts.opportunities import OPPORTUNITIES
from personagen.contracts.roster import FollowUp
from personagen.contracts.table import persona_order
from personagen.journeys.feelings import evidence_of
from personagen.journeys.labels import ALL
from personagen.journeys.opportunities.severity import find_lows, measure_places
from personagen.journeys.opportunities.sharing import judge_sharing
from personagen.journeys.opportunities.stakes import weigh_stakes
from personagen.journeys.opportunities.wording import ask, make_keys
from personagen.language.words import words_in
from personagen.study import Study


def build_opportunities(
    published: Mapping[str, pd.DataFrame],
    touchpoint_map: pd.DataFrame | None,
    followed: Mapping[str, FollowUp],
    study: Study,
) -> pd.DataFrame:
    """Return where personas fare worse than on their own journey, ranked by reach times severity over all personas.

    Parameters
    ----------
    published
        By name the contracts ``phases``, ``journey``, ``personas``, ``profile`` and ``rows``, and where the study has them
        ``touchpoints`` and ``needs``; small cells hidden.
    touchpoint_map
        Its contract, for the owners; None without one.
    followed
        By key of the opportunity what people wrote of it in personas.yaml.
    study
        For its language, its minimum cell and what a customer is worth.

    Returns
    -------
    pandas.DataFrame
        Contract ``opportunities``; no rows where nothing lies under its own journey beyond chance.
    """
    places = measure_places(published)
    lows = find_lows(places)
    if lows.empty:
        return OPPORTUNITIES.empty()
    personas = published["personas"].set_index("persona")
    keys = pd.Series(make_keys(lows, personas["key"]), index=lows.index)
    table = lows.join(judge_sharing(lows, places)).join(weigh_stakes(lows, published, study.value_variable))
    table = table.assign(
        opportunity=keys,
        score=table["reach"].astype("float64") * table["severity"],
        evidence=evidence_of(table["n"], study.privacy.minimum_cell),
    )
    table = table.join(_followed(keys, followed, _owners(table, touchpoint_map)))
    return OPPORTUNITIES.conform(_ranked(say_opportunities(table, published, study), published["phases"]))


def _owners(table: pd.DataFrame, touchpoint_map: pd.DataFrame | None) -> pd.Series:
    """Return the owner of each touchpoint; of a whole phase, of all its touchpoints where they have one and the same."""
    if touchpoint_map is None:
        return pd.Series(None, index=table.index, dtype=object)
    rows = touchpoint_map[["phase", "touchpoint", "owner"]]
    by_phase = rows.drop_duplicates(["phase", "owner"])
    of_one = by_phase[~by_phase["phase"].duplicated(keep=False)]
    named = pd.concat([rows, of_one.assign(touchpoint=_whole(of_one["phase"]))]).dropna(subset=["owner"])
    owners = dict(zip(named["touchpoint"], named["owner"], strict=True))
    return table["touchpoint"].mask(table["touchpoint"] == ALL, _whole(table["phase"])).map(owners)


def _whole(phases: pd.Series) -> pd.Series:
    return f"{ALL} " + phases


def _followed(keys: pd.Series, followed: Mapping[str, FollowUp], owners: pd.Series) -> pd.DataFrame:
    """Return status, owner and note of each opportunity: what people wrote goes before the touchpoint map."""
    known = [followed.get(str(key), FollowUp()) for key in keys]
    return pd.DataFrame(
        {
            "status": [each.status for each in known],
            "owner": [each.owner or owner for each, owner in zip(known, owners, strict=True)],
            "note": [each.note for each in known],
        },
        index=keys.index,
    )


def say_opportunities(
    table: pd.DataFrame, published: Mapping[str, pd.DataFrame], study: Study
) -> pd.DataFrame:
    """Return opportunities with the question that each asks, in the language of the study.

    Parameters
    ----------
    table
        Contract ``opportunities``; the questions and the labels of whole phases are made anew.
    published
        ``phases``, ``personas`` and, where there are any, ``needs``.
    study
        For its language.
    """
    words = words_in(study.language)
    phases = dict(zip(published["phases"]["phase"], published["phases"]["label"], strict=True))
    names = dict(zip(published["personas"]["persona"], published["personas"]["name"], strict=True))
    needs = published.get("needs")
    sentences = [
        ask(row, str(names[row["persona"]]), needs, str(phases[row["phase"]]), words)
        for _, row in table.iterrows()
    ]
    labels = table["label"].where(table["touchpoint"] != ALL, table["phase"].map(phases))
    return table.assign(sentence=sentences, label=labels)


def _ranked(table: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by falling score; without a score, by severity; of equals the first persona, phase and touchpoint first."""
    personas = {persona: place for place, persona in enumerate(persona_order(table["persona"]))}
    position = phases.set_index("phase")["position"]
    order = table.assign(_persona=table["persona"].map(personas), _phase=table["phase"].map(position))
    keys = ["score", "severity", "_persona", "_phase", "touchpoint"]
    found = order.sort_values(keys, ascending=[False, False, True, True, True], na_position="last")
    return found.assign(rank=range(1, len(found) + 1))
