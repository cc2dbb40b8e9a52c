"""The table `claims`, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import pandas as pd

from personagen.contracts import PUBLISHED, RESERVED, persona_order
from personagen.contracts.claims import CLAIMS, SECTIONS
from personagen.language.words import words_in
from personagen.personas.claims import contacts, firmness, sayings, traits, unknown, wishes
from personagen.personas.claims.claim import Claim, Facts
from personagen.study import Study

_USED = (
    "personas",
    "extension",
    "stability",
    "prevalence",
    "profile",
    "codes",
    "needs",
    "need_changes",
    "phases",
    "touchpoints",
    "journey",
    "coverage",
    "verdict",
)
_BLANK = ("topic", "label", "kind", "table", "row", "column")
_GROUPS: tuple[Callable[[Facts], Iterator[Claim]], ...] = (
    firmness.claim_firmness,
    traits.claim_traits,
    sayings.claim_sayings,
    wishes.claim_wishes,
    contacts.claim_contacts,
    unknown.claim_unknown,
)


def build_claims(published: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Return the contract ``claims``: every statement on the cards, with the row it was made from.

    Parameters
    ----------
    published
        Published tables by name, small cells hidden: nothing hidden can enter. What is absent gives no claims, and is
        said so in the section ``unknown``.
    study
        For its language, its sources and its minimum cell.
    """
    tables = {
        name: PUBLISHED[name].conform(table) if name in PUBLISHED else table
        for name, table in published.items()
        if name in _USED
    }
    words = words_in(study.language)
    rows = [
        {"persona": persona} | row
        for persona in persona_order(tables["personas"]["persona"])
        if persona not in RESERVED
        for row in _of_one(Facts(tables, study, words, persona))
    ]
    if not rows:
        return CLAIMS.empty()
    table = pd.DataFrame(rows)
    blank = {name: table[name].mask(table[name].eq(""), None) for name in _BLANK}
    numbers = {name: table[name].astype("Float64") for name in ("n", "base", "value", "low", "high")}
    return CLAIMS.conform(table.assign(**blank, **numbers))


def _of_one(facts: Facts) -> Iterator[dict[str, object]]:
    """Yield the claims of a persona as rows, section by section."""
    made = [claim for group in _GROUPS for claim in group(facts)]
    for section in SECTIONS:
        mine = [claim for claim in made if claim.section == section]
        for position, claim in enumerate(mine, start=1):
            yield asdict(claim.judged(facts.study.privacy.minimum_cell)) | {"position": position}
